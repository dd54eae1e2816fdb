//! Workbooks: the asks as a table in which people keep track of them, and what can be seen in them at a glance.
//!
//! Every cell is text, a number, a date or a link, and none a formula; the same results give the same bytes.

mod about;
pub(crate) mod asks;
mod matrix;
mod overviews;
mod style;

use std::borrow::Cow;
use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use self::style::{Look, Style};
use super::{Listing, Results};
use crate::{Language, Lexicons, Matrix, Value, ValueType};

/// Writes the workbook of all results.
pub(super) fn workbook(results: &Results<'_>, to: &mut dyn Write) -> io::Result<()> {
    let build = || {
        let mut workbook = begun()?;
        let style = Style::default();
        asks::write(results, &style, sheet(&mut workbook, results, "heading.asks")?)?;
        matrix::write(results, &style, sheet(&mut workbook, results, "heading.matrix")?)?;
        overviews::actors(results, &style, sheet(&mut workbook, results, "heading.actors")?)?;
        overviews::deadlines(results, &style, sheet(&mut workbook, results, "heading.deadlines")?)?;
        overviews::notes(results, &style, sheet(&mut workbook, results, "heading.notes")?)?;
        about::write(results, &style, sheet(&mut workbook, results, "heading.about")?)?;
        workbook.save_to_buffer()
    };
    to.write_all(&build().map_err(unwritten)?)?;
    to.flush()
}

/// Writes a workbook with a matrix alone.
pub(crate) fn matrix_workbook(matrix: &Matrix, results: &Results<'_>, to: &mut dyn Write) -> io::Result<()> {
    let build = || {
        let mut workbook = begun()?;
        matrix::draw(matrix, results, &Style::default(), sheet(&mut workbook, results, "heading.matrix")?)?;
        workbook.save_to_buffer()
    };
    to.write_all(&build().map_err(unwritten)?)?;
    to.flush()
}

/// Writes a workbook with one table.
pub(super) fn listing(listing: &Listing<'_>, to: &mut dyn Write) -> io::Result<()> {
    let build = || {
        let mut workbook = begun()?;
        let style = Style::default();
        let sheet = workbook.add_worksheet();
        let names = listing.columns.iter().map(|column| column.heading.as_ref());
        let looks = listing.columns.iter().map(|column| match column.value_type {
            ValueType::Day => Look::Date,
            ValueType::Number(..) => Look::Number,
            _ => Look::Text,
        });
        let columns: Vec<Column<'_>> = names.zip(looks).map(|(name, look)| Column::new(name, look)).collect();
        let rows = listing.rows.iter().map(|row| row.iter().map(Shown::of));
        table(sheet, &style, TABLE, &columns, rows)?;
        workbook.save_to_buffer()
    };
    to.write_all(&build().map_err(unwritten)?)?;
    to.flush()
}

/// The name of the one table of a listing.
const TABLE: &str = "listing";

fn begun() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // The program has no clock: workbooks of the same asks are the same.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    Ok(workbook)
}

fn sheet<'w>(workbook: &'w mut Workbook, results: &Results<'_>, key: &str) -> Result<&'w mut Worksheet, XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(results.lexicons.word(key, results.language))?;
    Ok(sheet)
}

fn unwritten(error: XlsxError) -> io::Error {
    io::Error::other(format!("no workbook: {error}; fewer documents in one table, or the format csv, may do"))
}

/// A column of a table: what stands above it, how its cells look, and how wide it is in letters.
#[derive(Clone, Debug)]
struct Column<'c> {
    name: &'c str,
    look: Look,
    /// The width, or nothing where the widest cell tells it.
    width: Option<f64>,
    hidden: bool,
}

impl<'c> Column<'c> {
    fn new(name: &'c str, look: Look) -> Self {
        Column { name, look, width: None, hidden: false }
    }

    fn wide(name: &'c str, look: Look, width: f64) -> Self {
        Column { name, look, width: Some(width), hidden: false }
    }

    /// In how many lines a cell stands.
    fn lines(&self, cell: &Shown) -> usize {
        let wraps = matches!(self.look, Look::Text | Look::Open) && !self.hidden;
        let letters = if wraps { cell.letters() } else { 0 };
        letters.div_ceil(self.width.unwrap_or(WIDE as f64) as usize + 1).max(1)
    }
}

/// What a cell shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shown {
    Nothing,
    Text(String),
    Number(f64),
    /// Year, month, day.
    Date(u16, u8, u8),
    /// A text that leads to an address, or to `internal:` and a cell.
    Link(String, String),
}

impl Shown {
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Shown::Nothing } else { Shown::Text(text) }
    }

    /// A day in ISO 8601, or the text where it is none that workbooks know.
    fn day(text: &str) -> Self {
        match text.parse::<jiff::civil::Date>() {
            Ok(day) if 1900 <= day.year() => Shown::Date(day.year() as u16, day.month() as u8, day.day() as u8),
            _ => Shown::text(text),
        }
    }

    /// Numbers, texts and days as they are.
    fn of(value: &Value<'_>) -> Self {
        match value {
            Value::Text(text) if text.len() == 10 => Shown::day(text),
            Value::Text(text) => Shown::text(&**text),
            Value::List(items) => Shown::text(items.join("; ")),
            Value::Number(number) => Shown::Number(*number as f64),
            Value::Flag(flag) => Shown::text(flag.to_string()),
            Value::Nothing => Shown::Nothing,
        }
    }

    /// How many letters it has.
    fn letters(&self) -> usize {
        match self {
            Shown::Nothing => 0,
            Shown::Text(text) | Shown::Link(text, _) => text.chars().take(4000).count(),
            Shown::Number(number) => number.to_string().len(),
            Shown::Date(..) => 10,
        }
    }
}

/// How high a line of text is, and the highest row, in points.
const LINE: f64 = 13.0;
const HIGHEST: f64 = 409.0;
/// The most letters that a cell holds.
pub(crate) const CELL: usize = 32_767;
/// How many links a sheet holds, as Excel has it.
const LINKS: usize = 65_530;
/// The bounds of the width of columns that fit their cells.
const NARROW: usize = 6;
const WIDE: usize = 44;

/// Writes a table with filters and a header that stays in sight; says how many rows it has.
fn table<'c, R: Iterator<Item = Shown>>(
    sheet: &mut Worksheet,
    style: &Style,
    name: &str,
    columns: &[Column<'_>],
    rows: impl Iterator<Item = R> + 'c,
) -> Result<u32, XlsxError> {
    let mut widths: Vec<usize> = columns.iter().map(|column| column.name.chars().count() + 3).collect();
    let (mut count, mut links) = (0_u32, 0);
    for row in rows {
        count += 1;
        let mut lines = 1;
        for (place, (cell, column)) in row.zip(columns).enumerate() {
            lines = lines.max(column.lines(&cell));
            widths[place] = widths[place].max(cell.letters());
            put(sheet, style, (count, place as u16), &cell, column.look, &mut links)?;
        }
        sheet.set_row_height(count, (lines as f64 * LINE + 4.0).min(HIGHEST))?;
    }
    for (place, column) in columns.iter().enumerate() {
        let place = place as u16;
        let fitting = widths[usize::from(place)].clamp(NARROW, WIDE) as f64 + 1.0;
        sheet.set_column_width(place, column.width.unwrap_or(fitting))?;
        sheet.set_column_format(place, style.of(column.look))?;
        if column.hidden {
            sheet.set_column_hidden(place)?;
        }
    }
    let headers: Vec<_> = columns.iter().map(|column| style.header_of(column.name)).collect();
    let made = style.table(name).set_columns(&headers);
    let last = columns.len().max(1) as u16 - 1;
    sheet.add_table(0, 0, count.max(1), last, &made)?;
    sheet.set_row_height(0, 32)?;
    sheet.set_freeze_panes(1, 0)?;
    printed(sheet)?;
    Ok(count)
}

/// How a sheet comes out on paper.
fn printed(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    Ok(())
}

/// Writes one cell, never as a formula.
fn put(
    sheet: &mut Worksheet,
    style: &Style,
    (row, column): (u32, u16),
    cell: &Shown,
    look: Look,
    links: &mut usize,
) -> Result<(), XlsxError> {
    let format = style.of(look);
    match cell {
        Shown::Nothing if look == Look::Faint => {}
        Shown::Nothing => _ = sheet.write_blank(row, column, format)?,
        Shown::Number(number) => _ = sheet.write_number_with_format(row, column, *number, format)?,
        Shown::Date(year, month, day) => {
            let date = ExcelDateTime::from_ymd(*year, *month, *day)?;
            sheet.write_datetime_with_format(row, column, &date, format)?;
        }
        Shown::Link(text, to) if *links < LINKS && text.len() < 255 => {
            *links += 1;
            let format = style.of(Look::Link);
            sheet.write_url_with_options(row, column, to.as_str(), text, "", Some(format))?;
        }
        Shown::Text(text) | Shown::Link(text, _) => {
            sheet.write_string_with_format(row, column, held(text), format)?;
        }
    }
    Ok(())
}

/// As much of a text as a cell holds.
fn held(text: &str) -> Cow<'_, str> {
    if text.len() <= CELL {
        return Cow::Borrowed(text);
    }
    // Letters outside the common plane count twice.
    Cow::Owned(text.chars().take(CELL / 2 - 3).chain("...".chars()).collect())
}

/// Where a document can be read, if its name is the symbol of one.
fn address(document: &str) -> Option<String> {
    let symbol: String = document.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = symbol.chars().all(|c| c.is_ascii_alphanumeric() || "/.()-".contains(c));
    (plain && symbol.contains('/')).then(|| format!("https://undocs.org/{symbol}"))
}

/// A document, as a link where it can be.
fn document(name: &str) -> Shown {
    match address(name) {
        Some(address) => Shown::Link(name.to_owned(), address),
        None => Shown::text(name),
    }
}

/// The names of actors, joined.
fn names<'n>(lexicons: &Lexicons, ids: impl IntoIterator<Item = &'n str>, language: Language) -> String {
    ids.into_iter().map(|id| lexicons.label(id, language)).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_have_addresses() {
        for (name, address_of) in [
            ("A/C.3/80/L.4", Some("https://undocs.org/A/C.3/80/L.4")),
            ("S/RES/2719 (2023)", Some("https://undocs.org/S/RES/2719(2023)")),
            ("lighthouses.txt", None),
            ("javascript:alert/1", None),
        ] {
            assert_eq!(address(name).as_deref(), address_of);
        }
    }

    #[test]
    fn days_are_dates_and_nothing_else_is() {
        assert_eq!(Shown::day("2031-06-30"), Shown::Date(2031, 6, 30));
        assert_eq!(Shown::day("2031-06"), Shown::Text("2031-06".to_owned()));
        assert_eq!(Shown::day("1812-06-30"), Shown::Text("1812-06-30".to_owned()));
        assert_eq!(Shown::day(""), Shown::Nothing);
    }
}
