//! Comma-separated values: RFC 4180, UTF-8, lists joined with `; `; for Excel with a mark of their encoding and with
//! the separator that it expects.

use std::borrow::Cow;
use std::io::{self, Write};

use ::csv::{ByteRecord, ErrorKind, Terminator, Writer, WriterBuilder};

use super::{Dialect, Results};
use crate::{Column, Value};

/// Writes the names of the columns.
pub(super) fn head(dialect: Dialect, to: &mut dyn Write) -> io::Result<()> {
    names(dialect, Column::ALL.iter().map(|column| column.name()), to)
}

/// Writes one row for each record.
pub(super) fn rows(results: &Results<'_>, to: &mut dyn Write) -> io::Result<()> {
    let rows = results.records().map(|record| Column::ALL.iter().map(|column| record.value(*column)));
    values(results.dialect, rows, to)
}

/// Writes a row of names.
pub(super) fn names<'n>(
    dialect: Dialect,
    names: impl IntoIterator<Item = &'n str>,
    to: &mut dyn Write,
) -> io::Result<()> {
    if dialect != Dialect::Plain {
        to.write_all("\u{FEFF}".as_bytes())?;
    }
    let mut writer = writer(dialect, to);
    for name in names {
        writer.write_field(defused(name).as_bytes()).map_err(unwrapped)?;
    }
    writer.write_record(None::<&[u8]>).map_err(unwrapped)?;
    writer.flush()
}

/// Writes rows of values.
pub(super) fn values<'v>(
    dialect: Dialect,
    rows: impl Iterator<Item: IntoIterator<Item = Value<'v>>>,
    to: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = writer(dialect, to);
    // A record that is written as a whole takes half the time of its fields one by one.
    let mut record = ByteRecord::new();
    for row in rows {
        record.clear();
        for value in row {
            record.push_field(cell(&value).as_bytes());
        }
        writer.write_byte_record(&record).map_err(unwrapped)?;
    }
    writer.flush()
}

/// The error as the system gave it: wrapped, it would no longer tell that the reader of a pipe has gone.
fn unwrapped(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

/// How much is written in one piece.
const BUFFER: usize = 64 * 1024;

/// What takes whatever is written and decides itself when it goes on from there: writers of tables say so at every end.
struct Onward<'w>(&'w mut dyn Write);

impl Write for Onward<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn writer(dialect: Dialect, to: &mut dyn Write) -> Writer<Onward<'_>> {
    let separator = match dialect {
        Dialect::Plain => b',',
        Dialect::Excel { separator } => separator,
    };
    let mut builder = WriterBuilder::new();
    builder.delimiter(separator).terminator(Terminator::CRLF).buffer_capacity(BUFFER).from_writer(Onward(to))
}

fn cell<'r>(value: &'r Value<'r>) -> Cow<'r, str> {
    match value {
        Value::Text(text) => defused(text),
        Value::List(items) => match items[..] {
            [] => Cow::Borrowed(""),
            [item] => defused(item),
            _ => Cow::Owned(defused(&items.join("; ")).into_owned()),
        },
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Flag(true) => Cow::Borrowed("true"),
        Value::Flag(false) => Cow::Borrowed("false"),
        Value::Nothing => Cow::Borrowed(""),
    }
}

/// What begins a formula for some spreadsheet, wide letters and breaks that are skipped before one included.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

/// A cell that a spreadsheet would run as a formula begins with an apostrophe instead.
#[inline]
fn defused(text: &str) -> Cow<'_, str> {
    let plain = text.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric);
    if !plain && text.starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused() {
        for (text, cell) in [("=1+1", "'=1+1"), ("- des mesures", "'- des mesures"), ("Prie", "Prie")] {
            assert_eq!(defused(text), cell);
        }
    }
}
