//! A matrix on the screen: in blocks that fit its width, warmer the more strongly somebody is asked.

use std::env;

use comfy_table::{Cell as Shown, CellAlignment, Color};
use exhorte::export::Results;
use exhorte::{Cell, Involvement, Matrix};

use crate::cli::summary::{Screen, lines, shortened, unbroken};

/// How many letters of a name are shown.
const NAME: usize = 38;
/// How many letters of a heading stand above a column; longer ones are numbered and told below.
const HEADING: usize = 7;

/// The matrix, with what its marks say.
pub fn matrix(matrix: &Matrix, results: &Results<'_>, screen: Screen) -> String {
    if matrix.rows.is_empty() {
        return "nobody is involved in anything that is looked at\n".to_owned();
    }
    let coloured = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let numbered = matrix.columns.iter().any(|column| HEADING < column.label.chars().count());
    let head = |place: usize| if numbered { (place + 1).to_string() } else { matrix.columns[place].label.clone() };
    let mut parts = Vec::new();
    for block in blocks(matrix, results, screen.width(), head) {
        let heads: Vec<String> = [String::new()].into_iter().chain(block.clone().map(head)).collect();
        let mut table = screen.table(&heads.iter().map(String::as_str).collect::<Vec<_>>());
        for row in matrix.rows.iter().filter(|row| row.cells.range(block.clone()).next().is_some()) {
            let cells = block.clone().map(|place| {
                row.cells.get(&place).map_or(Shown::new(""), |cell| {
                    shown(cell, &cell.marks(results.lexicons, results.language), coloured)
                })
            });
            table.add_row([Shown::new(shortened(&row.name, NAME))].into_iter().chain(cells));
        }
        table.column_iter_mut().for_each(|column| _ = column.set_padding((0, 1)));
        unbroken(&mut table, &(0..=block.len()).collect::<Vec<_>>());
        parts.push(lines(&table));
    }
    if numbered {
        let columns = matrix.columns.iter().enumerate();
        parts.push(columns.map(|(place, column)| format!(" {:>4}  {}\n", place + 1, column.label)).collect());
    }
    parts.push(legend(results));
    parts.join("\n")
}

/// Which columns stand in one table, as many as the width holds.
fn blocks(
    matrix: &Matrix,
    results: &Results<'_>,
    width: usize,
    head: impl Fn(usize) -> String,
) -> Vec<std::ops::Range<usize>> {
    let name = matrix.rows.iter().map(|row| row.name.chars().count().min(NAME)).max().unwrap_or(0) + 2;
    let mut widths: Vec<usize> = (0..matrix.columns.len()).map(|place| head(place).chars().count()).collect();
    for (place, cell) in matrix.rows.iter().flat_map(|row| &row.cells) {
        let marks = cell.marks(results.lexicons, results.language);
        widths[*place] = widths[*place].max(marks.chars().count());
    }
    let (mut blocks, mut start, mut used) = (Vec::new(), 0, name);
    for (place, column) in widths.iter().enumerate() {
        if width < used + column + 1 && start < place {
            blocks.push(start..place);
            (start, used) = (place, name);
        }
        used += column + 1;
    }
    blocks.push(start..widths.len());
    blocks
}

fn shown(cell: &Cell, marks: &str, coloured: bool) -> Shown {
    let shown = Shown::new(marks).set_alignment(CellAlignment::Center);
    let colour = match cell.force {
        _ if cell.count(Involvement::Addressed) == 0 => Color::DarkGrey,
        0 | 1 => Color::Reset,
        2 => Color::Green,
        3 => Color::Yellow,
        4 => Color::Magenta,
        _ => Color::Red,
    };
    if coloured { shown.fg(colour) } else { shown }
}

/// What figures and letters say.
fn legend(results: &Results<'_>) -> String {
    let word =
        |kind: &str, role: Involvement| results.lexicons.word(&format!("{kind}.{}", role.as_str()), results.language);
    let addressed = word("role", Involvement::Addressed);
    let force = results.lexicons.word("column.force", results.language).to_lowercase();
    let mut legend = format!(" 0-5 {addressed} ({force})");
    for role in Involvement::ALL.into_iter().skip(1) {
        legend.push_str(&format!("   {} {}", word("mark", role), word("role", role)));
    }
    legend.push('\n');
    legend
}
