//! A sheet as bytes and as cells, so that single cells can be written anew among bytes that stay.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::{attribute, entity};
use crate::export::xlsx::Shown;

/// A cell that is to be written.
#[derive(Clone, Debug)]
pub struct Written {
    pub row: u32,
    /// Counted from 0.
    pub column: u32,
    pub value: Shown,
}

/// A sheet.
pub struct Grid {
    xml: String,
    from_1904: bool,
    /// What stands before the names of elements, as `x:`.
    prefix: String,
    rows: BTreeMap<u32, Line>,
    /// Where the rows end.
    end: usize,
    /// Elements with ranges that may have to reach further: where each stands.
    ranged: Vec<Range<usize>>,
    /// The same for ranges that are text.
    texts: Vec<Range<usize>>,
}

/// A row.
struct Line {
    /// The whole of it, and its end tag; nothing where it has none.
    whole: Range<usize>,
    close: Option<usize>,
    cells: BTreeMap<u32, Cell>,
}

struct Cell {
    whole: Range<usize>,
    style: Option<String>,
    text: Arc<str>,
    computed: bool,
}

/// What is open while a sheet is read.
#[derive(Default)]
struct Open {
    row: u32,
    column: u32,
    /// The kind of the cell, and where it begins.
    kind: String,
    text: String,
    within: bool,
    phonetic: bool,
}

impl Grid {
    /// Reads a sheet; `strings` are the texts that cells share.
    pub fn read(bytes: Vec<u8>, strings: &[Arc<str>], from_1904: bool) -> Result<Self, String> {
        let xml = String::from_utf8(bytes).map_err(|_| "it is not UTF-8, expected that; save it anew".to_owned())?;
        let mut grid = Grid {
            xml: String::new(),
            from_1904,
            prefix: String::new(),
            rows: BTreeMap::new(),
            end: 0,
            ranged: Vec::new(),
            texts: Vec::new(),
        };
        let mut reader = Reader::from_str(&xml);
        let mut open = Open::default();
        loop {
            let start = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|error| format!("damaged XML: {error}"))?;
            let at = start..reader.buffer_position() as usize;
            match event {
                Event::Start(element) => grid.begin(&element, at, false, &mut open, strings),
                Event::Empty(element) => grid.begin(&element, at, true, &mut open, strings),
                Event::End(element) => grid.finish(element.local_name().as_ref(), at, &mut open, strings),
                Event::Text(text) if open.within && !open.phonetic => open.text.push_str(&text),
                Event::CData(text) if open.within && !open.phonetic => open.text.push_str(&text),
                Event::GeneralRef(name) if open.within && !open.phonetic => open.text.push_str(&entity(&name)),
                Event::Eof => break,
                _ => {}
            }
        }
        if grid.end == 0 {
            return Err("no rows, expected some".to_owned());
        }
        grid.xml = xml;
        Ok(grid)
    }

    fn begin(
        &mut self,
        element: &BytesStart<'_>,
        at: Range<usize>,
        empty: bool,
        open: &mut Open,
        strings: &[Arc<str>],
    ) {
        match element.local_name().as_ref() {
            "row" => {
                let number = attribute(element, "r").and_then(|r| r.parse().ok());
                (open.row, open.column) = (number.unwrap_or(open.row + 1), 0);
                let close = (!empty).then_some(at.end);
                self.rows.insert(open.row, Line { whole: at, close, cells: BTreeMap::new() });
                let name = element.name();
                let name: &str = name.as_ref();
                self.prefix = name.strip_suffix("row").unwrap_or_default().to_owned();
            }
            "c" => {
                let place = attribute(element, "r").and_then(|r| place(&r)).map(|(column, _)| column);
                open.column = place.unwrap_or(open.column);
                open.kind = attribute(element, "t").unwrap_or_default();
                open.text.clear();
                let style = attribute(element, "s");
                let cell = Cell { whole: at.clone(), style, text: "".into(), computed: false };
                if let Some(line) = self.rows.get_mut(&open.row) {
                    line.cells.insert(open.column, cell);
                }
                if empty {
                    self.finish("c", at, open, strings);
                }
            }
            "f" => self.cell(open, |cell| cell.computed = true),
            "v" | "t" if !empty => open.within = true,
            "rPh" if !empty => open.phonetic = true,
            "sheetData" if empty => self.end = 0,
            "conditionalFormatting" | "dataValidation" | "autoFilter" | "dimension" => self.ranged.push(at),
            "sqref" if !empty => self.texts.push(at.end..at.end),
            _ => {}
        }
    }

    fn finish(&mut self, name: &str, at: Range<usize>, open: &mut Open, strings: &[Arc<str>]) {
        match name {
            "row" => {
                if let Some(line) = self.rows.get_mut(&open.row) {
                    (line.close, line.whole.end) = (Some(at.start), at.end);
                }
            }
            "c" => {
                let shared = || open.text.trim().parse::<usize>().ok().and_then(|number| strings.get(number)).cloned();
                let text = match open.kind.as_str() {
                    "s" => shared().unwrap_or_else(|| "".into()),
                    _ => open.text.as_str().into(),
                };
                self.cell(open, |cell| (cell.text, cell.whole.end) = (text, at.end));
                open.column += 1;
            }
            "v" | "t" => open.within = false,
            "rPh" => open.phonetic = false,
            "sheetData" => self.end = at.start,
            "sqref" => {
                if let Some(text) = self.texts.last_mut() {
                    text.end = at.start;
                }
            }
            _ => {}
        }
    }

    fn cell(&mut self, open: &Open, change: impl FnOnce(&mut Cell)) {
        let line = self.rows.get_mut(&open.row);
        if let Some(cell) = line.and_then(|line| line.cells.get_mut(&open.column)) {
            change(cell);
        }
    }

    /// The cells of a row that are not empty.
    pub fn row(&self, number: u32) -> Vec<(u32, &str)> {
        let cells = self.rows.get(&number).into_iter().flat_map(|line| &line.cells);
        cells.map(|(column, cell)| (*column, &*cell.text)).filter(|(_, text)| !text.is_empty()).collect()
    }

    /// The text of a cell; of numbers and days the figures.
    pub fn text(&self, row: u32, column: u32) -> &str {
        self.rows.get(&row).and_then(|line| line.cells.get(&column)).map_or("", |cell| &cell.text)
    }

    /// Whether a cell holds a formula, which is left alone.
    pub fn computed(&self, row: u32, column: u32) -> bool {
        self.rows.get(&row).and_then(|line| line.cells.get(&column)).is_some_and(|cell| cell.computed)
    }

    /// The last row with something in it.
    pub fn last_row(&self) -> u32 {
        let full = |line: &Line| line.cells.values().any(|cell| !cell.text.is_empty() || cell.computed);
        self.rows.iter().rev().find(|(_, line)| full(line)).map_or(0, |(number, _)| *number)
    }

    /// The last column of which some cell is there, from 0.
    pub fn last_column(&self) -> u32 {
        self.rows.values().filter_map(|line| line.cells.keys().next_back()).max().copied().unwrap_or(0)
    }

    /// The number of a day in this workbook.
    pub fn serial(&self, year: u16, month: u8, day: u8) -> i32 {
        let day = Date::new(year as i16, month as i8, day as i8).unwrap_or(self.first_day());
        day.since(self.first_day()).map_or(0, |span| span.get_days())
    }

    /// The day of a number in this workbook, in ISO 8601.
    pub fn day(&self, serial: &str) -> Option<String> {
        let days = serial.parse::<f64>().ok()?;
        self.first_day().checked_add((days as i64).days()).ok().map(|day| day.to_string())
    }

    fn first_day(&self) -> Date {
        if self.from_1904 { date(1904, 1, 1) } else { date(1899, 12, 30) }
    }

    /// The sheet with these cells; rows below the last ask look like that, and ranges that end there or below reach
    /// down to `last`.
    pub fn patched(&self, written: Vec<Written>, asks: Range<u32>, last: Option<u32>) -> Vec<u8> {
        let mut rows: BTreeMap<u32, BTreeMap<u32, Shown>> = BTreeMap::new();
        for Written { row, column, value } in written {
            rows.entry(row).or_default().insert(column, value);
        }
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for (number, cells) in &rows {
            let model = self.rows.get(&asks.end).filter(|_| asks.end < *number);
            match self.rows.get(number) {
                Some(line) => self.patch(*number, line, cells, model, &mut edits),
                None => {
                    let before = self.rows.range(number..).next().map_or(self.end, |(_, line)| line.whole.start);
                    edits.push((before..before, self.line(*number, cells, model)));
                }
            }
        }
        self.stretch(&rows, asks, last, &mut edits);
        // Edits at one place stay in the order in which they were made.
        edits.sort_by_key(|(range, _)| range.start);
        let mut xml = String::with_capacity(self.xml.len() + edits.iter().map(|(_, text)| text.len()).sum::<usize>());
        let mut reached = 0;
        for (range, text) in edits {
            xml.push_str(&self.xml[reached..range.start]);
            xml.push_str(&text);
            reached = range.end;
        }
        xml.push_str(&self.xml[reached..]);
        xml.into_bytes()
    }

    /// Writes cells into a row that is there.
    fn patch(
        &self,
        number: u32,
        line: &Line,
        cells: &BTreeMap<u32, Shown>,
        model: Option<&Line>,
        edits: &mut Vec<(Range<usize>, String)>,
    ) {
        let Some(close) = line.close else {
            let tag = self.xml[line.whole.clone()].trim_end_matches("/>");
            let cells: String =
                cells.iter().map(|(column, value)| self.cell_xml(number, *column, value, model)).collect();
            edits.push((line.whole.clone(), format!("{tag}>{cells}</{}row>", self.prefix)));
            return;
        };
        for (column, value) in cells {
            match line.cells.get(column) {
                Some(cell) => {
                    let own = Line { whole: 0..0, close: None, cells: BTreeMap::new() };
                    let style = model.unwrap_or(&own).cells.get(column).map_or(&cell.style, |cell| &cell.style);
                    edits.push((cell.whole.clone(), self.styled(number, *column, value, style.as_deref())));
                }
                None => {
                    let next = line.cells.range(column..).next().map_or(close, |(_, cell)| cell.whole.start);
                    edits.push((next..next, self.cell_xml(number, *column, value, model)));
                }
            }
        }
    }

    /// A new row, with the look of another.
    fn line(&self, number: u32, cells: &BTreeMap<u32, Shown>, model: Option<&Line>) -> String {
        let mut all: BTreeMap<u32, &Shown> = cells.iter().map(|(column, value)| (*column, value)).collect();
        for column in model.into_iter().flat_map(|line| line.cells.keys()) {
            all.entry(*column).or_insert(&Shown::Nothing);
        }
        let cells: String = all.iter().map(|(column, value)| self.cell_xml(number, *column, value, model)).collect();
        format!("<{0}row r=\"{number}\">{cells}</{0}row>", self.prefix)
    }

    fn cell_xml(&self, row: u32, column: u32, value: &Shown, model: Option<&Line>) -> String {
        let style = model.and_then(|line| line.cells.get(&column)).and_then(|cell| cell.style.as_deref());
        self.styled(row, column, value, style)
    }

    /// A cell; text stands in it itself, so that the texts that cells share stay as they are.
    fn styled(&self, row: u32, column: u32, value: &Shown, style: Option<&str>) -> String {
        let prefix = &self.prefix;
        let style = style.map_or(String::new(), |style| format!(" s=\"{style}\""));
        let head = format!("<{prefix}c r=\"{}{row}\"{style}", letters(column));
        match value {
            Shown::Nothing => format!("{head}/>"),
            Shown::Number(number) => format!("{head}><{prefix}v>{number}</{prefix}v></{prefix}c>"),
            Shown::Date(year, month, day) => {
                format!("{head}><{prefix}v>{}</{prefix}v></{prefix}c>", self.serial(*year, *month, *day))
            }
            Shown::Text(text) | Shown::Link(text, _) => {
                let text = escaped(text);
                format!(
                    "{head} t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}is></{prefix}c>"
                )
            }
        }
    }

    /// Lets the ranges of drop-downs, colours and filters that cover all asks reach further down.
    fn stretch(
        &self,
        rows: &BTreeMap<u32, BTreeMap<u32, Shown>>,
        asks: Range<u32>,
        last: Option<u32>,
        edits: &mut Vec<(Range<usize>, String)>,
    ) {
        let lowest =
            rows.keys().next_back().copied().unwrap_or(0).max(self.rows.keys().next_back().copied().unwrap_or(0));
        let widest = rows.values().filter_map(|cells| cells.keys().next_back()).max().copied().unwrap_or(0);
        let widest = widest.max(self.last_column());
        for at in &self.ranged {
            let tag = &self.xml[at.clone()];
            let (name, to) = if tag.contains("sqref=") { ("sqref", last) } else { ("ref", last) };
            let reached = |text: &str| {
                if tag.trim_start_matches('<').trim_start_matches(&self.prefix).starts_with("dimension") {
                    return format!("A1:{}{lowest}", letters(widest));
                }
                to.map_or(text.to_owned(), |to| reaching(text, &asks, to))
            };
            edits.extend(with_attribute(tag, name, reached).map(|tag| (at.clone(), tag)));
        }
        for at in self.texts.iter().filter(|_| last.is_some()) {
            let text = &self.xml[at.clone()];
            edits.push((at.clone(), reaching(text, &asks, last.unwrap_or(0))));
        }
    }
}

/// Ranges, of which those that cover all asks reach down to a row.
fn reaching(ranges: &str, asks: &Range<u32>, to: u32) -> String {
    let reach = |range: &str| {
        let (from, end) = range.split_once(':')?;
        let ((_, top), (column, bottom)) = (place(from)?, place(end)?);
        let covers = top <= asks.start + 1 && asks.end <= bottom && bottom < to;
        covers.then(|| format!("{from}:{}{to}", letters(column)))
    };
    let ranges = ranges.split(' ').map(|range| reach(range).unwrap_or_else(|| range.to_owned()));
    ranges.collect::<Vec<_>>().join(" ")
}

/// The table of a sheet whose header stands in a row, reaching down from the last ask to another row; nothing where it
/// is another table, or one with a row of totals.
pub fn stretched(bytes: &[u8], asks: &Range<u32>, to: u32) -> Option<Vec<u8>> {
    let xml = std::str::from_utf8(bytes).ok()?;
    let start = xml.find("<table ").or_else(|| xml.find(":table "))?;
    let end = start + xml[start..].find('>')? + 1;
    let tag = &xml[start..end];
    let totals = tag.split_once("totalsRowCount=").is_some_and(|(_, rest)| !rest[1..].starts_with('0'));
    let mut reference = None;
    with_attribute(tag, "ref", |text| {
        reference = Some(text.to_owned());
        text.to_owned()
    });
    let reference = reference?;
    let (_, top) = place(reference.split(':').next()?)?;
    if totals || top != asks.start {
        return None;
    }
    let mut changed = xml.to_owned();
    let filter = xml.find("autoFilter ").and_then(|at| Some(at..at + xml[at..].find('>')? + 1));
    for at in filter.into_iter().chain(std::iter::once(start..end)) {
        if let Some(tag) = with_attribute(&xml[at.clone()], "ref", |text| reaching(text, asks, to)) {
            changed.replace_range(at, &tag);
        }
    }
    Some(changed.into_bytes())
}

/// A tag with another value of an attribute; nothing where it has none.
fn with_attribute(tag: &str, name: &str, change: impl FnOnce(&str) -> String) -> Option<String> {
    let found = ['"', '\''].into_iter().find_map(|quote| {
        let opening = format!(" {name}={quote}");
        let start = tag.find(&opening)? + opening.len();
        Some(start..start + tag[start..].find(quote)?)
    })?;
    Some(format!("{}{}{}", &tag[..found.start], change(&tag[found.clone()]), &tag[found.end..]))
}

/// The column, from 0, and the row of a reference such as `AB12` or `$AB$12`.
fn place(reference: &str) -> Option<(u32, u32)> {
    let plain: String = reference.chars().filter(|c| *c != '$').collect();
    let digits = plain.find(|c: char| c.is_ascii_digit())?;
    let mut column = 0_u32;
    for letter in plain[..digits].bytes() {
        let letter = letter.to_ascii_uppercase();
        if !letter.is_ascii_uppercase() || 20_000 < column {
            return None;
        }
        column = column * 26 + u32::from(letter - b'A') + 1;
    }
    Some((column.checked_sub(1)?, plain[digits..].parse().ok()?))
}

/// The letters of a column.
fn letters(column: u32) -> String {
    let (mut rest, mut letters) = (column + 1, Vec::new());
    while rest != 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// Text as XML holds it; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let held =
        |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    let text: String = text.chars().filter(held).collect();
    quick_xml::escape::escape(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_and_written() {
        for (reference, column, row) in
            [("A1", 0, 1), ("$Z$9", 25, 9), ("AA10", 26, 10), ("XFD1048576", 16_383, 1_048_576)]
        {
            assert_eq!(place(reference), Some((column, row)));
            assert_eq!(letters(column), reference.replace('$', "").trim_end_matches(|c: char| c.is_ascii_digit()));
        }
        assert_eq!((place("A"), place("7"), place("é1")), (None, None, None));
    }

    #[test]
    fn ranges_that_cover_all_asks_reach_further() {
        let reach = |ranges| reaching(ranges, &(1..9), 12);
        assert_eq!(reach("A1:C9"), "A1:C12");
        assert_eq!(reach("B2:B9 D2:D300 E4:E9 F9"), "B2:B12 D2:D300 E4:E9 F9");
    }

    #[test]
    fn only_what_is_written_changes() {
        let xml = "<worksheet><dimension ref=\"A1:B2\"/><sheetData><row r=\"1\"><c r=\"A1\" s=\"4\"><v>7</v></c></row>\
                   <row r=\"2\" ht=\"9\"/></sheetData><dataValidation sqref=\"A2:A2\"/></worksheet>";
        let grid = Grid::read(xml.into(), &[], false).unwrap();
        assert_eq!((grid.text(1, 0), grid.last_row()), ("7", 1));
        let written = vec![
            Written { row: 1, column: 2, value: Shown::Text("a < b".to_owned()) },
            Written { row: 2, column: 0, value: Shown::Number(3.0) },
            Written { row: 3, column: 0, value: Shown::Date(2031, 6, 30) },
        ];
        let patched = String::from_utf8(grid.patched(written, 1..1, Some(3))).unwrap();
        let expected = "<worksheet><dimension ref=\"A1:C3\"/><sheetData><row r=\"1\"><c r=\"A1\" s=\"4\"><v>7</v></c>\
            <c r=\"C1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">a &lt; b</t></is></c></row>\
            <row r=\"2\" ht=\"9\"><c r=\"A2\" s=\"4\"><v>3</v></c></row>\
            <row r=\"3\"><c r=\"A3\" s=\"4\"><v>48029</v></c></row></sheetData><dataValidation sqref=\"A2:A3\"/></worksheet>";
        assert_eq!(patched, expected);
    }
}
