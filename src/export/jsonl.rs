//! JSON Lines: one object a line, in the order of the columns; fields that do not apply are left out.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Results;
use crate::{Column, Value};

/// Columns that every object has, even where they are empty.
pub(super) const ALWAYS: [Column; 14] = [
    Column::Id,
    Column::Document,
    Column::Section,
    Column::Paragraph,
    Column::Clause,
    Column::ActionIndex,
    Column::Kind,
    Column::Act,
    Column::Force,
    Column::Verb,
    Column::Actors,
    Column::Action,
    Column::Start,
    Column::End,
];

/// Writes one object for each record.
pub(super) fn rows(results: &Results<'_>, to: &mut dyn Write) -> io::Result<()> {
    for record in results.records() {
        let column = |column: &Column| (column.name(), record.value(*column), ALWAYS.contains(column));
        line(Column::ALL.iter().map(column), to)?;
    }
    to.flush()
}

/// Writes one object: names, values, and whether they stand there even if they are empty.
pub(super) fn line<'v>(
    entries: impl Iterator<Item = (&'v str, Value<'v>, bool)>,
    to: &mut dyn Write,
) -> io::Result<()> {
    serde_json::to_writer(&mut *to, &Line(entries.collect()))?;
    to.write_all(b"\n")
}

struct Line<'v>(Vec<(&'v str, Value<'v>, bool)>);

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value, always) in &self.0 {
            match value {
                Value::Text(text) if *always || !text.is_empty() => map.serialize_entry(name, text)?,
                Value::List(items) if *always || !items.is_empty() => map.serialize_entry(name, items)?,
                Value::Number(number) => map.serialize_entry(name, number)?,
                Value::Flag(true) => map.serialize_entry(name, &true)?,
                _ => {}
            }
        }
        map.end()
    }
}
