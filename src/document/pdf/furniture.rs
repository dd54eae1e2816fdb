//! What stands on a page and is no part of the text: running headers and footers, and the notes at its foot.

use std::collections::HashMap;

use super::super::numeral;
use super::Sheet;
use super::rows::Row;
use crate::symbol::symbols;

/// How many rows a header or a footer may have.
const ROWS: usize = 4;
/// How far from the text it stands at the least, in sizes.
const APART: f32 = 1.75;
/// How much the height of a header may differ from page to page, in points.
const SHIFT: f32 = 4.0;
/// How many pages a row is compared with at the most.
const PAGES: usize = 1000;
/// How much smaller than the text a note is at the least.
const SMALLER: f32 = 0.95;

/// Takes running headers and footers off the pages: what repeats at the same place, page and job numbers, and the
/// symbol of the document.
pub(super) fn strip(sheets: &mut [Sheet]) {
    let symbol = masthead_symbol(sheets);
    let above = Seen::of(sheets.iter().map(|sheet| sheet.rows.iter().take(ROWS)));
    let below = Seen::of(sheets.iter().map(|sheet| sheet.rows.iter().rev().take(ROWS)));
    for (page, sheet) in sheets.iter_mut().enumerate() {
        let foreign = |row: &Row, seen: &Seen| !is_rule(row) && (is_number(row) || seen.elsewhere(page, row));
        let names = |row: &Row| page != 0 && row.cells.iter().any(|cell| is_symbol(&cell.text, symbol.as_deref()));
        let bottom = footer(&sheet.rows, |row| foreign(row, &below));
        sheet.rows.truncate(sheet.rows.len() - bottom);
        let top = header(&sheet.rows, |row| foreign(row, &above) || names(row));
        sheet.rows.drain(..top);
    }
}

/// How many rows at the foot of a page are foreign: whole blocks of them, or right below the text what no line of it
/// looks like.
fn footer(rows: &[Row], foreign: impl Fn(&Row) -> bool) -> usize {
    let rows: Vec<&Row> = rows.iter().rev().take(ROWS + 1).collect();
    let mut taken = 0;
    while taken < rows.len() {
        let block = &rows[taken..taken + block(&rows[taken..])];
        if !block.iter().all(|row| foreign(row)) {
            let certain = |row: &Row| row.text().contains(['/', '-', '*']);
            return taken + block.iter().take_while(|row| foreign(row) && certain(row)).count();
        }
        taken += block.len();
    }
    taken
}

/// How many rows at the head of a page are foreign; a title may run over rows that do not say so themselves.
fn header(rows: &[Row], foreign: impl Fn(&Row) -> bool) -> usize {
    let widest = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.right - cell.left).fold(0.0, f32::max);
    let rows: Vec<&Row> = rows.iter().take(ROWS + 1).collect();
    let block = if rows.is_empty() { &[] } else { &rows[..block(&rows)] };
    let titled = |row: &Row| {
        let narrow = row.cells.iter().all(|cell| cell.right - cell.left < 0.7 * widest);
        narrow && !row.text().ends_with(['.', ';', ',', ':'])
    };
    let known = block.iter().any(|row| foreign(row));
    if known && block.len() <= ROWS && block.iter().all(|row| foreign(row) || titled(row)) {
        return block.len();
    }
    block.iter().take_while(|row| foreign(row)).count()
}

/// How many rows stand close together.
fn block(rows: &[&Row]) -> usize {
    let apart = |a: &Row, b: &Row| APART * a.size.max(b.size) < (a.y - b.y).abs();
    1 + rows.windows(2).take_while(|pair| !apart(pair[0], pair[1])).count()
}

/// The rows near an edge of the pages: on which page and at which height each text stands.
struct Seen(HashMap<String, Vec<(usize, f32)>>);

impl Seen {
    fn of<'r>(pages: impl Iterator<Item = impl Iterator<Item = &'r Row>>) -> Self {
        let mut seen: HashMap<String, Vec<(usize, f32)>> = HashMap::new();
        for (page, rows) in pages.enumerate() {
            rows.for_each(|row| seen.entry(bare(row)).or_default().push((page, row.y)));
        }
        Seen(seen)
    }

    /// Whether another page has the same at the same height.
    fn elsewhere(&self, page: usize, row: &Row) -> bool {
        let places = self.0.get(&bare(row)).into_iter().flatten();
        places.take(PAGES).any(|(other, y)| *other != page && (y - row.y).abs() < SHIFT)
    }
}

/// The text of a row without the number of its page, perhaps with how many there are; numbers within words do not
/// change from page to page.
fn bare(row: &Row) -> String {
    let number = |word: &str| word.chars().all(|c| c.is_numeric() && !numeral::is_raised(c) || c == '/');
    let text = row.text();
    let words: Vec<&str> = text.split_whitespace().map(|word| if number(word) { "#" } else { word }).collect();
    words.join(" ")
}

/// The symbol in the masthead: the first one of the first page.
fn masthead_symbol(sheets: &[Sheet]) -> Option<String> {
    let rows = sheets.first()?.rows.iter().take(12);
    rows.flat_map(|row| &row.cells).find_map(|cell| symbols(&cell.text).first().map(|symbol| (*symbol).to_owned()))
}

/// Whether a text is the symbol of the document, perhaps with a year behind it.
fn is_symbol(text: &str, symbol: Option<&str>) -> bool {
    symbol.and_then(|symbol| text.strip_prefix(symbol)).is_some_and(|rest| rest.len() < 8)
}

/// `2/5 23-25908`, `25-16006 (E) 091025`, `GE.25-16006(E)`, `*2516006*`, `- 3 -`.
fn is_number(row: &Row) -> bool {
    let text = row.text();
    let number = |word: &str| {
        let bare = word.trim_matches(['*', '-', '\u{2013}']);
        bare.is_empty() || bare.chars().all(|c| c.is_numeric() || c == '/' || c == '-') || is_job_number(bare)
    };
    let language = |word: &str| word.len() <= 4 && word.starts_with('(') && word.ends_with(')');
    text.chars().any(char::is_numeric) && text.split_whitespace().all(|word| number(word) || language(word))
}

/// The number of a job with the letters of its duty station, perhaps with the language right behind it.
fn is_job_number(word: &str) -> bool {
    let number = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let station = word.len() - number.len();
    let number = number.strip_prefix('.').unwrap_or(number);
    let number = number.split_once('(').map_or(number, |(number, _)| number);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (1..4).contains(&station) && 5 < digits && digits + usize::from(number.contains('-')) == number.len()
}

/// Takes the notes at the foot of the pages off them, each as its lines, the first of which begins with a raised
/// number.
pub(super) fn footnotes(sheets: &mut [Sheet], body: f32) -> Vec<Vec<String>> {
    let mut notes: Vec<Vec<String>> = Vec::new();
    for sheet in sheets {
        let from = foot(sheet, body);
        for row in sheet.rows.drain(from..).filter(|row| !is_rule(row)) {
            let text = row.text();
            let before = notes.last().and_then(|note| note.first());
            match (mark(&text, before).or_else(|| close_mark(&text, before)), notes.last_mut()) {
                (Some(first), _) => notes.push(vec![first]),
                (None, Some(note)) => note.push(text),
                (None, None) => notes.push(vec![text]),
            }
        }
    }
    notes
}

/// Where the notes of a page begin: below a rule, or with the mark of a note before small type; at the end of the
/// page if there are none.
fn foot(sheet: &Sheet, body: f32) -> usize {
    let rows = &sheet.rows;
    let small = rows.iter().rev().take_while(|row| is_rule(row) || row.size < SMALLER * body).count();
    let first = rows.len() - small;
    let ruled = (first..rows.len()).find(|place| {
        let above = place.checked_sub(1).map_or(0.0, |above| rows[above].y);
        let drawn = sheet.rules.iter().any(|(from, to, y)| {
            above < *y
                && *y < rows[*place].y
                && (to - from) < 0.6 * sheet.width
                && (from - rows[*place].left()).abs() < 40.0
        });
        is_rule(&rows[*place]) || drawn
    });
    let marked = (first..rows.len()).find(|place| mark(&rows[*place].text(), None).is_some());
    ruled.or(marked).unwrap_or(rows.len())
}

/// A line that is written with underscores.
fn is_rule(row: &Row) -> bool {
    let text = row.text();
    4 < text.len() && text.bytes().all(|byte| byte == b'_')
}

/// A line that begins with the mark of a note, the mark raised if it is a number.
fn mark(text: &str, before: Option<&String>) -> Option<String> {
    if text.starts_with('*') || text.starts_with(numeral::is_raised) {
        return Some(text.to_owned());
    }
    numbered(text, before).filter(|(_, rest)| rest.starts_with(char::is_whitespace)).map(|(mark, rest)| mark + rest)
}

/// The same for a mark that stands right before the text of a note that is known to be one.
fn close_mark(text: &str, before: Option<&String>) -> Option<String> {
    numbered(text, before).map(|(mark, rest)| format!("{mark} {rest}"))
}

/// The raised number that a note begins with, if it follows that of the note before, and the text behind it.
fn numbered<'t>(text: &'t str, before: Option<&String>) -> Option<(String, &'t str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let value: u32 = number.parse().ok()?;
    let follows = before.is_none_or(|before| {
        let last = before.split(' ').next().and_then(numeral::lowered);
        last.is_some_and(|last| last + 1 == value)
    });
    (follows && value < 400 && rest.trim_start().starts_with(char::is_alphabetic))
        .then(|| (number.chars().map(numeral::raise).collect(), rest))
}
