//! Tables of other things than records, in the same formats.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Dialect, Format, csv, jsonl, xlsx};
use crate::{Value, ValueType};

/// A table: what its columns are, and what stands in its rows.
#[derive(Clone, Debug, Default)]
pub struct Listing<'v> {
    /// The columns in order.
    pub columns: Vec<Field<'v>>,
    /// The rows, each with a value for every column.
    pub rows: Vec<Vec<Value<'v>>>,
}

/// A column of such a table.
#[derive(Clone, Debug)]
pub struct Field<'v> {
    /// Its name in results that programs read.
    pub name: Cow<'v, str>,
    /// What stands above it for people.
    pub heading: Cow<'v, str>,
    /// What kind of value it holds.
    pub value_type: ValueType,
}

impl Listing<'_> {
    /// Writes the table in a format.
    ///
    /// # Errors
    ///
    /// Whatever the writer says, and that the program was built without this format.
    pub fn write(&self, format: Format, dialect: Dialect, to: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Csv => {
                csv::names(dialect, self.columns.iter().map(|column| column.name.as_ref()), to)?;
                csv::values(dialect, self.rows.iter().map(|row| row.iter().cloned()), to)
            }
            Format::Jsonl => {
                for row in &self.rows {
                    let names = self.columns.iter().map(|column| column.name.as_ref());
                    jsonl::line(names.zip(row).map(|(name, value)| (name, value.clone(), true)), to)?;
                }
                to.flush()
            }
            Format::Html | Format::Ics | Format::Parquet => {
                let message = format!("`{}` holds records only, no other tables", format.extension());
                Err(io::Error::new(io::ErrorKind::Unsupported, message))
            }
            Format::Xlsx => xlsx::listing(self, to),
        }
    }
}
