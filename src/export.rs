//! Writing: records become files. An exporter sees records and columns, nothing else.

mod csv;
mod html;
mod jsonl;
mod schema;

use std::io::{self, Write};
use std::str::FromStr;

use crate::{Difference, Extraction, Language, Lexicons, Record};

pub use schema::schema;

/// The forms in which results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values, as RFC 4180 has them.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// A page for people: the text, with its words marked, and the records beside it.
    Html,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 3] = [Format::Csv, Format::Jsonl, Format::Html];

    /// The extension of files in this format, which is also its name.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
            Format::Html => "html",
        }
    }

    /// Whether it is nothing but a table, so that one of many documents can be written document after document.
    pub fn grows(self) -> bool {
        match self {
            Format::Csv | Format::Jsonl => true,
            Format::Html => false,
        }
    }

    /// The names of all formats, separated by commas.
    pub fn names() -> String {
        Format::ALL.map(Format::extension).join(", ")
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Format::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(name));
        known.ok_or_else(|| format!("no format `{name}`; known are {}", Format::names()))
    }
}

/// What is to be written: the records of one document or of several, and how people are to read them.
#[derive(Clone, Copy)]
pub struct Results<'r> {
    /// What each document gave, in the order in which they are to stand.
    pub extractions: &'r [Extraction],
    /// The lexicons that they were read with.
    pub lexicons: &'r Lexicons,
    /// The language in which people read the results: that of headings, names and separators.
    pub language: Language,
}

impl<'r> Results<'r> {
    /// The results of one document, for people who read its language.
    pub fn of(lexicons: &'r Lexicons, extraction: &'r Extraction) -> Self {
        let language = extraction.source.language.parse().unwrap_or(Language::ALL[0]);
        Results { extractions: std::slice::from_ref(extraction), lexicons, language }
    }

    /// All records, document by document.
    pub fn records(&self) -> impl Iterator<Item = &'r Record> + use<'r> {
        self.extractions.iter().flat_map(|extraction| &extraction.records)
    }
}

/// Writes results in a format.
///
/// # Errors
///
/// Whatever the writer says.
///
/// ```
/// use exhorte::export::{Format, Results, write};
/// use exhorte::{Extraction, Lexicons};
/// let (lexicons, extraction) = (Lexicons::empty(), Extraction::default());
/// let mut bytes = Vec::new();
/// write(Format::Csv, &Results::of(&lexicons, &extraction), &mut bytes).unwrap();
/// assert!(bytes.starts_with(b"id,document,"));
/// ```
pub fn write(format: Format, results: &Results<'_>, to: &mut dyn Write) -> io::Result<()> {
    head(format, to)?;
    rows(format, results, to)
}

/// Writes what stands above the rows of a table that grows: see [`Format::grows`].
///
/// # Errors
///
/// Whatever the writer says.
pub fn head(format: Format, to: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Csv => csv::head(to),
        Format::Jsonl | Format::Html => Ok(()),
    }
}

/// Writes the rows of a table that grows, without what stands above them: see [`Format::grows`]. Other formats are
/// written whole.
///
/// # Errors
///
/// Whatever the writer says.
pub fn rows(format: Format, results: &Results<'_>, to: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Csv => csv::rows(results, to),
        Format::Jsonl => jsonl::rows(results, to),
        Format::Html => html::write(results, to),
    }
}

/// Writes differences between versions of texts as a table, one row for each.
///
/// # Errors
///
/// Whatever the writer says; [`io::ErrorKind::Unsupported`] for formats that are more than a table.
///
/// ```
/// use exhorte::export::{Format, write_differences};
/// let mut bytes = Vec::new();
/// write_differences(Format::Csv, &[], &mut bytes).unwrap();
/// assert!(bytes.starts_with(b"document,section,part,paragraph,field,first,second,"));
/// ```
pub fn write_differences(format: Format, differences: &[Difference], to: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Csv => {
            csv::names(Difference::COLUMNS, to)?;
            csv::values(differences.iter().map(Difference::values), to)
        }
        Format::Jsonl => {
            for difference in differences {
                let entries = Difference::COLUMNS.into_iter().zip(difference.values());
                jsonl::line(entries.map(|(name, value)| (name, value, true)), to)?;
            }
            to.flush()
        }
        Format::Html => Err(io::ErrorKind::Unsupported.into()),
    }
}
