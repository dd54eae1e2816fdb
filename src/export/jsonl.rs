//! JSON Lines: one object a line, in the order of the columns; fields that do not apply are left out.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Results;
use crate::{Column, Record, Value};

/// Columns that every object has, even where they are empty.
const ALWAYS: [Column; 11] = [
    Column::Id,
    Column::Document,
    Column::Section,
    Column::Paragraph,
    Column::Clause,
    Column::ActionIndex,
    Column::Kind,
    Column::Act,
    Column::Verb,
    Column::Actors,
    Column::Action,
];

/// Writes one object for each record.
pub(super) fn rows(results: &Results<'_>, to: &mut dyn Write) -> io::Result<()> {
    for record in results.records() {
        serde_json::to_writer(&mut *to, &Line(record))?;
        to.write_all(b"\n")?;
    }
    to.flush()
}

struct Line<'r>(&'r Record);

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for column in Column::ALL {
            let always = ALWAYS.contains(column);
            match self.0.value(*column) {
                Value::Text(text) if always || !text.is_empty() => map.serialize_entry(column.name(), &text)?,
                Value::List(items) if always || !items.is_empty() => map.serialize_entry(column.name(), &items)?,
                Value::Number(number) => map.serialize_entry(column.name(), &number)?,
                Value::Flag(true) => map.serialize_entry(column.name(), &true)?,
                _ => {}
            }
        }
        map.end()
    }
}
