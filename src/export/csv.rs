//! Comma-separated values: RFC 4180, UTF-8, lists joined with `; `.

use std::borrow::Cow;
use std::io::{self, Write};

use super::Results;
use crate::{Column, Value};

/// Writes the names of the columns.
pub(super) fn head(to: &mut dyn Write) -> io::Result<()> {
    names(Column::ALL.iter().map(|column| column.name()), to)
}

/// Writes one row for each record.
pub(super) fn rows(results: &Results<'_>, to: &mut dyn Write) -> io::Result<()> {
    values(results.records().map(|record| Column::ALL.iter().map(|column| record.value(*column))), to)
}

/// Writes a row of names.
pub(super) fn names(names: impl IntoIterator<Item = &'static str>, to: &mut dyn Write) -> io::Result<()> {
    let mut writer = writer(to);
    writer.write_record(names)?;
    writer.flush()
}

/// Writes rows of values.
pub(super) fn values<'v>(
    rows: impl Iterator<Item: IntoIterator<Item = Value<'v>>>,
    to: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = writer(to);
    for row in rows {
        for value in row {
            writer.write_field(cell(&value).as_bytes())?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.flush()
}

fn writer(to: &mut dyn Write) -> ::csv::Writer<&mut dyn Write> {
    ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(to)
}

fn cell<'r>(value: &'r Value<'r>) -> Cow<'r, str> {
    match value {
        Value::Text(text) => defused(text),
        Value::List(items) => Cow::Owned(defused(&items.join("; ")).into_owned()),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Flag(true) => Cow::Borrowed("true"),
        Value::Flag(false) => Cow::Borrowed("false"),
        Value::Nothing => Cow::Borrowed(""),
    }
}

/// A cell that a spreadsheet would run as a formula begins with an apostrophe instead.
fn defused(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
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
