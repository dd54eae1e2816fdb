//! Columns: rows of a page become lines in the order in which they are read.

use super::paragraphs::right_margin;
use super::rows::{Line, Row};

/// How many rows must have text on both sides of a gutter.
const ROWS: usize = 4;
/// In how many rows a gutter may first be seen.
const SEEDS: usize = 3;
/// How many gaps of these are looked at.
const GAPS: usize = 24;
/// How many cells a row may have that is no row of a table.
const CELLS: usize = 40;
/// How many rows a column may have.
const FURTHEST: usize = 400;
/// How much of the width of the text a column takes up at the least.
const COLUMN: f32 = 0.2;
/// How far apart parts of a row are that have nothing to do with each other, in sizes.
const APART: f32 = 3.0;

/// Where a space between two columns begins and ends.
pub(super) type Gap = (f32, f32);

/// Rows with a gutter.
struct Run {
    count: usize,
    /// How many of them have text on both sides.
    both: usize,
    /// How wide the columns are.
    widths: [f32; 2],
    gap: Gap,
}

/// Lines that are read one after the other.
#[derive(Default)]
pub(super) struct Column {
    pub lines: Vec<Line>,
    /// Where they may end at the most, if that is known of the page and not of them alone.
    pub margin: Option<f32>,
}

/// The lines of a page, in columns of text one after the other; `known` is the gutter of the pages before, with which
/// a few rows in columns are enough.
pub(super) fn lines(rows: Vec<Row>, known: &mut Option<Gap>) -> Vec<Column> {
    let left = rows.iter().map(Row::left).fold(f32::MAX, f32::min);
    let right = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.right).fold(f32::MIN, f32::max);
    let least = COLUMN * (right - left);
    let margin = right_margin(rows.iter().flat_map(|row| &row.cells).map(|cell| cell.right));
    let (mut blocks, mut plain): (Vec<Column>, _) = (Vec::new(), Vec::new());
    let mut rows = rows;
    let mut at = 0;
    while at < rows.len() {
        let resumed = || known.map(|gap| along(gap, &rows[at..])).filter(|run| run.both != 0);
        match gutter(&rows[at..], least).or_else(resumed) {
            Some(Run { count, gap, .. }) => {
                *known = Some(gap);
                let middle = (gap.0 + gap.1) / 2.0;
                blocks.push(Column { lines: std::mem::take(&mut plain), margin });
                let (mut first, mut second) = (Vec::new(), Vec::new());
                for row in &mut rows[at..at + count] {
                    let (before, after): (Vec<Line>, Vec<Line>) =
                        std::mem::take(&mut row.cells).into_iter().partition(|cell| cell.right <= middle);
                    first.extend(joined(before));
                    second.extend(joined(after));
                }
                blocks.extend([first, second].map(|lines| Column { lines, margin: None }));
                at += count;
            }
            None => {
                plain.extend(apart(&mut rows[at]));
                at += 1;
            }
        }
    }
    let margin = margin.filter(|_| !blocks.is_empty());
    blocks.push(Column { lines: plain, margin });
    blocks.retain(|block| !block.lines.is_empty());
    blocks
}

/// How many rows from the first on share a gutter, and where it is; any gap in the first rows may be part of it, or
/// between rows of two columns that are not set on the same heights.
fn gutter(rows: &[Row], least: f32) -> Option<Run> {
    let first = &rows[..rows.len().min(SEEDS)];
    let within = first.iter().flat_map(|row| row.cells.windows(2)).map(|pair| (pair[0].right, pair[1].left));
    let between = first.windows(2).filter(|pair| overlap(&pair[0], &pair[1])).filter_map(|pair| {
        let (one, other) = (&pair[0], &pair[1]);
        let gap = |left: &Row, right: &Row| (left.right() < right.left()).then(|| (left.right(), right.left()));
        gap(one, other).or_else(|| gap(other, one))
    });
    let runs = within.chain(between).take(GAPS).map(|gap| along(gap, rows));
    runs.filter(|run| ROWS <= run.both && run.widths.iter().all(|width| least < *width)).max_by_key(|run| run.count)
}

/// The rows that leave a part of a gap free, and the columns on both sides of it.
fn along((mut from, mut to): Gap, rows: &[Row]) -> Run {
    let (mut count, mut both) = (0, 0);
    let (mut widths, mut lefts) = ([0.0_f32; 2], [f32::MAX; 2]);
    let mut above: Option<(&Row, usize)> = None;
    for row in rows.iter().take(FURTHEST).take_while(|row| row.cells.len() <= CELLS) {
        let Some((before, after)) = free(from, to, row) else { break };
        (from, to) = (before, after);
        let sides: Vec<usize> = row.cells.iter().map(|cell| usize::from(to <= cell.left)).collect();
        let beside = |(other, side): (&Row, usize)| overlap(other, row) && sides.iter().any(|own| *own != side);
        both += usize::from(sides.contains(&0) && sides.contains(&1) || above.is_some_and(beside));
        above = sides.last().map(|side| (row, *side));
        for (cell, side) in row.cells.iter().zip(sides) {
            lefts[side] = lefts[side].min(cell.left);
            widths[side] = widths[side].max(cell.right - lefts[side]);
        }
        count += 1;
    }
    Run { count, both, widths, gap: (from, to) }
}

/// The part of a gutter that a row leaves free.
fn free(mut from: f32, mut to: f32, row: &Row) -> Option<Gap> {
    for cell in &row.cells {
        match (from < cell.left, cell.right < to) {
            // Between the columns so far: a label belongs to what is behind it, all else to the nearer one.
            (true, true) if !is_label(&cell.text) && cell.left - from < to - cell.right => from = cell.right,
            (true, true) => to = cell.left,
            (true, false) => to = to.min(cell.left),
            (false, true) => from = from.max(cell.right),
            (false, false) => return None,
        }
    }
    (row.size * 0.8 <= to - from).then_some((from, to))
}

/// Whether two rows are closer than lines of one column are set.
fn overlap(one: &Row, other: &Row) -> bool {
    (one.y - other.y).abs() < 0.9 * one.size.min(other.size)
}

/// A row of one column: its cells are one line.
fn joined(cells: Vec<Line>) -> Option<Line> {
    cells.into_iter().reduce(|mut line, cell| {
        line.join(cell);
        line
    })
}

/// A row outside of columns: what follows a number is more of its line, what is far off is a line of its own.
fn apart(row: &mut Row) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for cell in std::mem::take(&mut row.cells) {
        match lines.last_mut() {
            Some(line) if is_label(&line.text) || cell.left - line.right < APART * row.size => line.join(cell),
            _ => lines.push(cell),
        }
    }
    lines
}

/// `3.`, `(a)`, `iv)`, `78/133.`, `II.`: what begins a paragraph and has a gap behind it.
fn is_label(text: &str) -> bool {
    text.len() <= 12 && !text.contains(' ') && text.ends_with(['.', ')', '\u{2013}', '-', '\u{2022}'])
}
