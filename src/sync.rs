//! Bringing a workbook up to date in which people have worked, without loss.
//!
//! Only the parts of the file that change are written anew, and in them only the cells that change: the sheet of asks
//! and the table in it. All other parts, and all other bytes of these, stay as they were.

mod matching;
mod package;
mod sheet;

use std::collections::{HashMap, HashSet};
use std::ops::Deref;

use crate::export::Results;
use crate::export::tracking::Tracking;
use crate::export::xlsx::asks::{Of, layout, shown};
use crate::export::xlsx::{CELL, Shown};
use crate::{Column, Language, Lexicons};
use matching::{Row, pair};
use package::Package;
use sheet::{Grid, Written};

/// A workbook that was brought up to date, and what that came to.
#[derive(Clone, Debug)]
pub struct Synced {
    /// The file, or nothing where it already says what the texts say.
    pub bytes: Option<Vec<u8>>,
    /// How many asks are as they were.
    pub unchanged: usize,
    /// How many have another wording.
    pub changed: usize,
    /// How many were added.
    pub new: usize,
    /// How many are in no text any more; their rows are kept.
    pub gone: usize,
}

/// Brings a workbook up to date: `results` are what all texts that it is about say now.
///
/// Rows are paired with records by their wording and by their ids. What people have written stays, whatever it is.
///
/// # Errors
///
/// Why the workbook is not understood.
///
/// ```
/// use exhorte::export::{Format, Results, write};
/// use exhorte::{Document, Language, Lexicons, extract, sync};
/// let lexicons = Lexicons::embedded();
/// let read = |text| extract(&lexicons, &Document::new("draft.txt", text, Language::Fr));
/// let first = read("L'Assemblée générale,\n\n1. Prie le Secrétaire général de lui faire rapport.");
/// let mut workbook = Vec::new();
/// write(Format::Xlsx, &Results::of(&lexicons, &first), &mut workbook).unwrap();
/// let second = read("L'Assemblée générale,\n\n1. Prie le Secrétaire général de lui faire rapport.\n\n\
///     2. Invite les États Membres à planter des oyats.");
/// let synced = sync(&workbook, &Results::of(&lexicons, &second)).unwrap();
/// assert_eq!((synced.unchanged, synced.changed, synced.new, synced.gone), (1, 0, 1, 0));
/// ```
pub fn sync(workbook: &[u8], results: &Results<'_>) -> Result<Synced, String> {
    let mut package = Package::open(workbook)?;
    let asks = Asks::find(&package, results.lexicons)?;
    let results = &Results { language: asks.language, ..*results };
    let records: Vec<_> = results.records().collect();
    let pairs = pair(&asks.rows, &records);
    let mut synced = Synced { bytes: None, unchanged: 0, changed: 0, new: 0, gone: 0 };
    let mut written = Vec::new();
    let word = |key: &str| Shown::text(results.lexicons.word(key, asks.language));
    for (row, paired) in asks.rows.iter().zip(&pairs) {
        let Some(record) = paired.map(|place| records[place]) else {
            synced.gone += 1;
            written.extend(asks.own(row.number, Tracking::Change, word("change.gone")));
            continue;
        };
        let alike = matching::words(&row.sentence) == matching::words(&record.sentence);
        let back =
            asks.text(row.number, Of::People(Tracking::Change)) == results.lexicons.word("change.gone", asks.language);
        if alike {
            synced.unchanged += 1;
            written.extend(asks.moved(row.number, results, record));
            if back {
                written.extend(asks.own(row.number, Tracking::Change, Shown::Nothing));
            }
        } else {
            synced.changed += 1;
            let (cells, earlier) = asks.reworded(row.number, results, record);
            written.extend(cells);
            written.extend(asks.own(row.number, Tracking::Earlier, Shown::text(earlier)));
            written.extend(asks.own(row.number, Tracking::Change, word("change.changed")));
        }
    }
    let paired: HashSet<usize> = pairs.iter().flatten().copied().collect();
    let mut number = asks.grid.last_row();
    let below = number;
    for (_, record) in records.iter().enumerate().filter(|(place, _)| !paired.contains(place)) {
        synced.new += 1;
        number += 1;
        for (of, column) in &asks.columns {
            let value = match of {
                Of::People(Tracking::Change) => word("change.new"),
                of => shown(results, record, *of),
            };
            written.push(Written { row: number, column: *column, value: held(value) });
        }
    }
    written.retain(|cell| {
        asks.grid.text(cell.row, cell.column) != text(&cell.value, &asks.grid)
            && !asks.grid.computed(cell.row, cell.column)
    });
    if written.is_empty() {
        return Ok(synced);
    }
    written.extend(asks.headings(results));
    let last_ask = asks.rows.last().map_or(asks.header, |row| row.number);
    // Rows that stand below the asks and are none keep their place; the table cannot reach past them.
    let contiguous = below == last_ask;
    let asked = asks.header..last_ask;
    let xml = asks.grid.patched(written, asked.clone(), contiguous.then_some(number));
    package.replace(&asks.path, xml);
    if contiguous && number != below {
        package.stretch_table(&asks.path, &asked, number)?;
    }
    synced.bytes = Some(package.finish()?);
    Ok(synced)
}

/// A value as much of which is kept as a cell holds.
fn held(value: Shown) -> Shown {
    match value {
        Shown::Text(text) | Shown::Link(text, _) if CELL / 2 < text.len() => {
            Shown::Text(text.chars().take(CELL / 2 - 3).chain("...".chars()).collect())
        }
        Shown::Link(text, _) => Shown::Text(text),
        other => other,
    }
}

/// What a value looks like once it is in a cell.
fn text(value: &Shown, grid: &Grid) -> String {
    match value {
        Shown::Nothing => String::new(),
        Shown::Text(text) | Shown::Link(text, _) => text.clone(),
        Shown::Number(number) => number.to_string(),
        Shown::Date(year, month, day) => grid.serial(*year, *month, *day).to_string(),
    }
}

/// The sheet of asks: where it is, what its columns are, and its rows.
struct Asks {
    path: String,
    grid: Grid,
    headed: Headed,
    rows: Vec<Row>,
}

/// The headings of the sheet of asks.
struct Headed {
    language: Language,
    header: u32,
    columns: Vec<(Of, u32)>,
    /// Columns that the sheet has not got, and is to get.
    lacking: Vec<(Tracking, u32)>,
}

impl Deref for Asks {
    type Target = Headed;

    fn deref(&self) -> &Headed {
        &self.headed
    }
}

impl Headed {
    /// The first row that has the headings of ids, paragraphs and sentences.
    fn find(grid: &Grid, lexicons: &Lexicons, language: Language) -> Option<Self> {
        let named = layout(true).into_iter().map(|(of, _)| (lexicons.word(&of.key(), language), of));
        let names: HashMap<&str, Of> = named.collect();
        for header in 1..=TOP {
            let mut columns: Vec<(Of, u32)> = Vec::new();
            for (column, heading) in grid.row(header) {
                let of = names.get(heading.trim()).filter(|of| !columns.iter().any(|(known, _)| known == *of));
                columns.extend(of.map(|of| (*of, column)));
            }
            let has = |wanted| columns.iter().any(|(of, _)| *of == Of::Record(wanted));
            if has(Column::Id) && has(Column::Sentence) && has(Column::Paragraph) {
                let lacking = [Tracking::Change, Tracking::Earlier];
                let lacking = lacking.into_iter().filter(|own| !columns.iter().any(|(of, _)| *of == Of::People(*own)));
                let lacking: Vec<(Tracking, u32)> = lacking.zip(grid.last_column() + 1..).collect();
                columns.extend(lacking.iter().map(|(own, column)| (Of::People(*own), *column)));
                return Some(Headed { language, header, columns, lacking });
            }
        }
        None
    }
}

/// In how many rows from the top the headings are looked for.
const TOP: u32 = 30;

impl Asks {
    fn find(package: &Package<'_>, lexicons: &Lexicons) -> Result<Self, String> {
        let mut found = Vec::new();
        for path in package.sheets() {
            let grid = package.grid(path)?;
            let headed = Language::ALL.into_iter().find_map(|language| Headed::find(&grid, lexicons, language));
            found.extend(headed.map(|headed| Asks::read(path, grid, headed)));
        }
        match found.len() {
            0 => Err("no sheet has the headings of a sheet of asks, expected one that `extract --format xlsx` made, \
                      with the columns of ids and sentences; name another workbook, or make one anew"
                .to_owned()),
            1 => found.remove(0).sound(),
            many => Err(format!("{many} sheets look like sheets of asks, expected one; remove the copies")),
        }
    }

    fn read(path: &str, grid: Grid, headed: Headed) -> Self {
        let mut asks = Asks { path: path.to_owned(), grid, headed, rows: Vec::new() };
        for number in asks.header + 1..=asks.grid.last_row() {
            let id = asks.text(number, Of::Record(Column::Id)).to_owned();
            if !id.is_empty() {
                let sentence = asks.text(number, Of::Record(Column::Sentence)).to_owned();
                asks.rows.push(Row { number, id, sentence });
            }
        }
        asks
    }

    fn sound(self) -> Result<Self, String> {
        let mut ids = HashMap::new();
        for row in &self.rows {
            if let Some(other) = ids.insert((&row.id, matching::words(&row.sentence)), row.number) {
                let (id, number) = (&row.id, row.number);
                return Err(format!(
                    "rows {other} and {number} are both {id}, expected each ask once; remove the copy, or empty its id"
                ));
            }
        }
        Ok(self)
    }

    fn place(&self, of: Of) -> Option<u32> {
        self.columns.iter().find(|(known, _)| *known == of).map(|(_, column)| *column)
    }

    fn text(&self, row: u32, of: Of) -> &str {
        self.place(of).map_or("", |column| self.grid.text(row, column))
    }

    /// A cell of the columns that tell what a run has found.
    fn own(&self, row: u32, column: Tracking, value: Shown) -> Option<Written> {
        let column = self.place(Of::People(column))?;
        Some(Written { row, column, value: held(value) })
    }

    /// What a record that has not changed says of where it stands: its number may be another.
    fn moved(&self, row: u32, results: &Results<'_>, record: &crate::Record) -> Vec<Written> {
        const PLACE: [Column; 9] = [
            Column::Id,
            Column::Document,
            Column::Session,
            Column::Date,
            Column::Section,
            Column::Paragraph,
            Column::Clause,
            Column::ActionIndex,
            Column::Page,
        ];
        if self.text(row, Of::Record(Column::Id)) == record.id {
            return Vec::new();
        }
        let cell = |column: &Column| {
            let value = held(shown(results, record, Of::Record(*column)));
            Some(Written { row, column: self.place(Of::Record(*column))?, value })
        };
        PLACE.iter().filter_map(cell).collect()
    }

    /// The cells of a record that has another wording, and what they said before.
    fn reworded(&self, row: u32, results: &Results<'_>, record: &crate::Record) -> (Vec<Written>, String) {
        let mut cells = Vec::new();
        let mut earlier = self.text(row, Of::Record(Column::Sentence)).to_owned();
        for (of, column) in &self.columns {
            let Of::Record(which) = *of else { continue };
            let value = held(shown(results, record, *of));
            let (old, new) = (self.grid.text(row, *column), text(&value, &self.grid));
            if old == new || self.grid.computed(row, *column) {
                continue;
            }
            let told = !matches!(which, Column::Sentence | Column::Start | Column::End | Column::Page);
            if told && !old.is_empty() {
                let heading = self.grid.text(self.header, *column);
                let day = matches!(which, Column::DeadlineDate | Column::Date).then(|| self.grid.day(old)).flatten();
                earlier.push_str(&format!("\n{heading}: {}", day.as_deref().unwrap_or(old)));
            }
            cells.push(Written { row, column: *column, value });
        }
        let before = self.text(row, Of::People(Tracking::Earlier));
        if !before.is_empty() {
            earlier.push_str(&format!("\n\n{before}"));
        }
        (cells, earlier)
    }

    /// The headings of columns that the sheet has not got.
    fn headings(&self, results: &Results<'_>) -> Vec<Written> {
        let heading = |(column, place): &(Tracking, u32)| {
            let value = Shown::text(results.lexicons.word(column.key(), self.language));
            Written { row: self.header, column: *place, value }
        };
        self.lacking.iter().map(heading).collect()
    }
}
