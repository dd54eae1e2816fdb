//! Writing: records become files. An exporter sees records and columns, nothing else.

mod csv;
mod jsonl;

use std::io::{self, Write};
use std::str::FromStr;

use crate::Extraction;

/// The forms in which results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values, as RFC 4180 has them.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 2] = [Format::Csv, Format::Jsonl];

    /// The extension of files in this format, which is also its name.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Format::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(name));
        known.ok_or_else(|| format!("no format `{name}`; known are csv, jsonl"))
    }
}

/// Writes the records of one document.
///
/// # Errors
///
/// Whatever the writer says.
///
/// ```
/// use exhorte::export::{Format, write};
/// let mut bytes = Vec::new();
/// write(Format::Csv, &exhorte::Extraction::default(), &mut bytes).unwrap();
/// assert!(bytes.starts_with(b"id,document,"));
/// ```
pub fn write(format: Format, extraction: &Extraction, to: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Csv => csv::write(extraction, to),
        Format::Jsonl => jsonl::write(extraction, to),
    }
}
