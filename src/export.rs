//! Writing: records become files. An exporter sees records and columns, nothing else.

mod csv;
mod html;
mod ics;
mod jsonl;
mod listing;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(not(feature = "parquet"))]
#[path = "export/no_parquet.rs"]
mod parquet;
mod schema;
#[cfg(feature = "xlsx")]
pub(crate) mod tracking;
#[cfg(feature = "xlsx")]
pub(crate) mod xlsx;
#[cfg(not(feature = "xlsx"))]
#[path = "export/no_xlsx.rs"]
mod xlsx;

use std::io::{self, Write};
use std::str::FromStr;

use crate::{Difference, Extraction, Language, Lexicons, Record};

pub use listing::{Field, Listing};
pub use schema::schema;
pub(crate) use xlsx::matrix_workbook;

/// The forms in which results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Comma-separated values, as RFC 4180 has them.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// A page for people: the text, with its words marked, and the records beside it.
    Html,
    /// A workbook of several sheets, in which people keep track of the asks.
    Xlsx,
    /// A calendar with a day for each ask that is due on one.
    Ics,
    /// A table with typed columns, for data bases and data frames.
    Parquet,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 6] = [Format::Csv, Format::Jsonl, Format::Html, Format::Xlsx, Format::Ics, Format::Parquet];

    /// The extension of files in this format, which is also its name.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
            Format::Html => "html",
            Format::Xlsx => "xlsx",
            Format::Ics => "ics",
            Format::Parquet => "parquet",
        }
    }

    /// Whether it is nothing but a table, so that one of many documents can be written document after document.
    pub fn grows(self) -> bool {
        match self {
            Format::Csv | Format::Jsonl => true,
            Format::Html | Format::Xlsx | Format::Ics | Format::Parquet => false,
        }
    }

    /// The names of all formats, separated by commas.
    pub fn names() -> String {
        Format::ALL.iter().map(|format| format.extension()).collect::<Vec<_>>().join(", ")
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Format::ALL.iter().copied().find(|format| format.extension().eq_ignore_ascii_case(name));
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
    /// The language in which people read the results: that of headings and names.
    pub language: Language,
    /// How comma-separated values are written.
    pub dialect: Dialect,
}

/// How comma-separated values are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// As RFC 4180 has them, for programs.
    #[default]
    Plain,
    /// As Excel opens them without being told anything: with a byte-order mark.
    Excel {
        /// What separates cells, a byte of ASCII.
        separator: u8,
    },
}

impl Dialect {
    /// What Excel expects where its language is this one.
    ///
    /// ```
    /// use exhorte::{Language, Lexicons, export::Dialect};
    /// assert_eq!(Dialect::excel(&Lexicons::embedded(), Language::Fr), Dialect::Excel { separator: b';' });
    /// ```
    pub fn excel(lexicons: &Lexicons, language: Language) -> Self {
        let separator = lexicons.word("csv.separator", language).bytes().next().filter(u8::is_ascii_punctuation);
        Dialect::Excel { separator: separator.unwrap_or(b',') }
    }
}

impl<'r> Results<'r> {
    /// The results of one document, for people who read its language.
    pub fn of(lexicons: &'r Lexicons, extraction: &'r Extraction) -> Self {
        let language = extraction.source.language.parse().unwrap_or(Language::ALL[0]);
        Results { extractions: std::slice::from_ref(extraction), lexicons, language, dialect: Dialect::Plain }
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
/// Whatever the writer says, and that the program was built without this format.
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
    head(format, results.dialect, to)?;
    rows(format, results, to)
}

/// Writes what stands above the rows of a table that grows: see [`Format::grows`].
///
/// # Errors
///
/// Whatever the writer says.
pub fn head(format: Format, dialect: Dialect, to: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Csv => csv::head(dialect, to),
        _ => Ok(()),
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
        Format::Xlsx => xlsx::workbook(results, to),
        Format::Ics => ics::write(results, to),
        Format::Parquet => parquet::write(results, to),
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
    let columns = Difference::COLUMNS.map(|name| Field {
        name: name.into(),
        heading: name.into(),
        value_type: crate::ValueType::Text,
    });
    let rows = differences.iter().map(|difference| difference.values().into()).collect();
    Listing { columns: columns.into(), rows }.write(format, Dialect::Plain, to)
}
