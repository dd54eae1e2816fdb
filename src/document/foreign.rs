//! Kinds of files that are never the text of a document, whatever somebody may have put into a folder beside one.

use std::fmt;

use file_format::{FileFormat, Kind};
use memchr::memmem;

/// A kind of files that never hold the text of a document.
///
/// A document of a kind that cannot be read, as an old Word file or one with a password, is not one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Foreign {
    /// Pictures; a scanned page may be among them, but has no text.
    Image,
    /// Packed files, which may hold documents.
    Archive,
    /// Tables of Excel and the like.
    Workbook,
    /// Slides.
    Presentation,
    /// Sounds, speech among them.
    Sound,
    /// Films.
    Film,
    /// Whatever a processor runs.
    Program,
    /// Typefaces.
    Font,
    /// Databases.
    Database,
    /// Tables that are text, or for programs.
    Table,
    /// Calendars.
    Calendar,
    /// Reports that this program wrote about documents.
    Report,
}

/// What the reports of this program say that they are.
const GENERATOR: &[u8] = b"<meta name=\"generator\" content=\"exhorte\">";

/// Formats that mostly hold films, and do not say at their beginning whether they do.
const CONTAINERS: [FileFormat; 5] = [
    FileFormat::AdvancedSystemsFormat,
    FileFormat::ExtensibleBinaryMetaLanguage,
    FileFormat::Mpeg4Part14,
    FileFormat::OggMultiplexedMedia,
    FileFormat::Realmedia,
];

impl Foreign {
    /// What a file is that begins with these bytes, and the usual name of its format; nothing where the beginning
    /// does not tell.
    pub(super) fn of(beginning: &[u8]) -> Option<(Self, String)> {
        let format = FileFormat::from_bytes(beginning);
        let foreign = match format.kind() {
            Kind::Image => Foreign::Image,
            Kind::Archive | Kind::Compressed | Kind::Disk | Kind::Package => Foreign::Archive,
            Kind::Spreadsheet => Foreign::Workbook,
            Kind::Presentation => Foreign::Presentation,
            Kind::Audio => Foreign::Sound,
            // What an MP3 file begins with, as a rule.
            _ if format == FileFormat::Id3v2 => Foreign::Sound,
            _ if CONTAINERS.contains(&format) => Foreign::Film,
            Kind::Video => Foreign::Film,
            Kind::Executable | Kind::Rom => Foreign::Program,
            Kind::Font => Foreign::Font,
            Kind::Database => Foreign::Database,
            _ => return None,
        };
        Some((foreign, format.short_name().unwrap_or(format.name()).to_owned()))
    }

    /// The same of files that are text or might be taken for it, among them all results of this program: they may
    /// stand in the folder of the documents.
    pub(super) fn written(beginning: &[u8]) -> Option<(Self, &'static str)> {
        let text = beginning.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(beginning);
        if text.starts_with(b"PAR1") {
            Some((Foreign::Table, "Parquet"))
        } else if text.starts_with(b"{\"") {
            Some((Foreign::Table, "JSON"))
        } else if text.starts_with(b"BEGIN:VCALENDAR") {
            Some((Foreign::Calendar, "iCalendar"))
        } else if is_table(text) {
            Some((Foreign::Table, "CSV"))
        } else if text.starts_with(b"<") && memmem::find(text, GENERATOR).is_some() {
            Some((Foreign::Report, "HTML"))
        } else {
            None
        }
    }

    /// What several of them are called.
    pub fn plural(self) -> &'static str {
        match self {
            Foreign::Image => "images",
            Foreign::Archive => "archives",
            Foreign::Workbook => "workbooks",
            Foreign::Presentation => "presentations",
            Foreign::Sound => "sounds",
            Foreign::Film => "films",
            Foreign::Program => "programs",
            Foreign::Font => "fonts",
            Foreign::Database => "databases",
            Foreign::Table => "tables",
            Foreign::Calendar => "calendars",
            Foreign::Report => "reports",
        }
    }

    pub(super) fn article(self) -> &'static str {
        if matches!(self, Foreign::Image | Foreign::Archive) { "an" } else { "a" }
    }

    /// What to do with one that was taken for a document.
    pub(super) fn advice(self) -> &'static str {
        match self {
            Foreign::Image => "recognise its text with another program, and save that as plain text",
            Foreign::Archive => "unpack it and give the documents in it",
            Foreign::Workbook | Foreign::Presentation => {
                "open it in the program that it was made with, and save the document in it as DOCX or as plain text"
            }
            _ => "check its name, and name the document that is meant",
        }
    }
}

/// Whether a text begins with names of columns, one after the other without blanks, as no document does.
fn is_table(text: &[u8]) -> bool {
    let line = text.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let is_name = |cell: &[u8]| !cell.is_empty() && cell.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'_'));
    let begins = |separator: u8| {
        let names = line.split(|byte| *byte == separator).take(NAMES);
        names.filter(|cell| is_name(cell)).count() == NAMES
    };
    begins(b',') || begins(b';')
}

/// How many names of columns make a table.
const NAMES: usize = 3;

/// One of them: `image`.
impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = self.plural();
        f.write_str(plural.strip_suffix('s').unwrap_or(plural))
    }
}
