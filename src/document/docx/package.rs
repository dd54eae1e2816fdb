//! The archive that a Word file is: parts, what they are and how they belong together.
//!
//! What unpacks to far more than it should is refused, for a few kilobytes can hold gigabytes.

use std::cell::Cell;
use std::io::{self, BufReader, Cursor, Read};
use std::rc::Rc;

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::{Foreign, Refusal, kind, readable};
use super::xml::{Event, Xml};

/// How many bytes a part may unpack to.
const LARGEST: u64 = 512 << 20;
/// How many times its packed size that may be, beyond what any part may have; text packs to a tenth or a fiftieth.
const RATIO: u64 = 200;
const SMALL: u64 = 16 << 20;
/// How many bytes all documents within a document may unpack to, with those within these.
const EMBEDDED: u64 = 64 << 20;

const CONTENT_TYPES: &str = "[Content_Types].xml";

/// How many bytes of documents within the document may still be unpacked.
#[derive(Clone)]
pub(super) struct Budget(Rc<Cell<u64>>);

impl Default for Budget {
    fn default() -> Self {
        Budget(Rc::new(Cell::new(EMBEDDED)))
    }
}

/// An archive of parts.
pub(super) struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// Where it is a document within another.
    budget: Option<Budget>,
}

/// A part that is being read.
pub(super) type Part<'p> = Xml<Source<'p>>;
type Source<'p> = BufReader<Bounded<zip::read::ZipFile<'p, Cursor<Vec<u8>>>>>;

impl Package {
    pub fn open(bytes: Vec<u8>, budget: Option<Budget>) -> Result<Self, Refusal> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|error| damaged("", &format!("its archive cannot be opened, it may be cut short ({error})")))?;
        Ok(Package { archive, budget })
    }

    /// The name of the part that is the document, where this is a Word file.
    pub fn main(&mut self) -> Result<String, Refusal> {
        let relations = self.relations("")?;
        let Some(main) = relations.of_type("officeDocument").map(str::to_owned) else {
            return Err(damaged("_rels/.rels", "it names no document"));
        };
        let content = self.content_type(&main)?;
        let word = content.contains("wordprocessingml") || content.contains("ms-word");
        if word && !content.contains("glossary") {
            return Ok(main);
        }
        Err(if content.contains("spreadsheet") || content.contains("ms-excel") {
            kind::refuse_foreign(Foreign::Workbook, "XLSX")
        } else if content.contains("presentation") || content.contains("ms-powerpoint") {
            kind::refuse_foreign(Foreign::Presentation, "PPTX")
        } else {
            kind::refuse(format!("a package whose document is of the type {content:?}"))
        })
    }

    /// What the table of contents says that a part is.
    fn content_type(&mut self, part: &str) -> Result<String, Refusal> {
        let extension = part.rsplit_once('.').map_or("", |(_, extension)| extension);
        let (mut own, mut default) = (None, None);
        self.definitions(CONTENT_TYPES)?.read(|event| {
            let Event::Open(element) = event else { return Ok(()) };
            let says = |attribute: &str, what: &str| {
                let said = element.attribute(attribute).unwrap_or_default();
                said.trim_start_matches('/').eq_ignore_ascii_case(what)
            };
            match element.name().1 {
                "Override" if says("PartName", part) => own = element.attribute("ContentType"),
                "Default" if says("Extension", extension) => default = element.attribute("ContentType"),
                _ => {}
            }
            Ok(())
        })?;
        Ok(own.or(default).unwrap_or_default())
    }

    /// What a part refers to; the package itself, where the part has no name.
    pub fn relations(&mut self, part: &str) -> Result<Relations, Refusal> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let mut relations = Relations::default();
        if self.place(&name).is_none() && !part.is_empty() {
            return Ok(relations);
        }
        self.definitions(&name)?.read(|event| {
            let Event::Open(element) = event else { return Ok(()) };
            let outside = element.attribute("TargetMode").is_some_and(|mode| mode == "External");
            if element.name().1 == "Relationship" && !outside {
                relations.0.push(Relation {
                    id: element.attribute("Id").unwrap_or_default(),
                    kind: element.attribute("Type").unwrap_or_default(),
                    part: absolute(folder, &element.attribute("Target").unwrap_or_default()),
                });
            }
            Ok(())
        })?;
        Ok(relations)
    }

    /// Opens a part.
    pub fn part(&mut self, name: &str) -> Result<Part<'_>, Refusal> {
        let budget = self.budget.clone();
        Ok(Xml::new(name, self.source(name, LARGEST, budget)?))
    }

    /// Opens a part of definitions: these are kept, which takes many times their length.
    pub fn definitions(&mut self, name: &str) -> Result<Part<'_>, Refusal> {
        let budget = self.budget.clone();
        Ok(Xml::new(name, self.source(name, SMALL, budget)?))
    }

    fn source(&mut self, name: &str, largest: u64, budget: Option<Budget>) -> Result<Source<'_>, Refusal> {
        let Some(place) = self.place(name) else {
            return Err(damaged(name, "the file does not hold this part, which it needs"));
        };
        let file = self.archive.by_index(place).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
                kind::refuse("a Word file that is protected by a password".to_owned())
            }
            error => damaged(name, &error.to_string()),
        })?;
        let allowed = file.compressed_size().saturating_mul(RATIO).clamp(SMALL, largest);
        Ok(BufReader::new(Bounded { inner: file, allowed, left: allowed, budget }))
    }

    /// All bytes of a part that is a document.
    pub fn document(&mut self, name: &str, budget: &Budget) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        self.source(name, LARGEST, Some(budget.clone()))?
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(name, &error.to_string()))?;
        Ok(bytes)
    }

    /// Where a part stands in the archive; capitals do not count.
    fn place(&self, name: &str) -> Option<usize> {
        let same = |found: &[u8]| found.eq_ignore_ascii_case(name.as_bytes());
        self.archive.index_for_name(name).or_else(|| {
            let slashed = |found: &[u8]| found.iter().map(|byte| if *byte == b'\\' { b'/' } else { *byte }).collect();
            (0..self.archive.len()).find(|place| {
                let entry = self.archive.by_index_data(*place);
                entry.is_ok_and(|entry| same(&slashed(entry.name_raw()) as &Vec<u8>))
            })
        })
    }
}

/// What a part refers to.
#[derive(Debug, Default)]
pub(super) struct Relations(Vec<Relation>);

#[derive(Debug)]
struct Relation {
    id: String,
    kind: String,
    part: String,
}

impl Relations {
    /// The part that stands in this relation; its type is an address that ends with the name of it.
    pub fn of_type(&self, kind: &str) -> Option<&str> {
        self.all_of_type(kind).next().map(|(_, part)| part)
    }

    /// The parts that stand in this relation, with its ids.
    pub fn all_of_type(&self, kind: &str) -> impl Iterator<Item = (&str, &str)> {
        let found = self.0.iter().filter(move |relation| relation.kind.rsplit('/').next() == Some(kind));
        found.map(|relation| (relation.id.as_str(), relation.part.as_str()))
    }

    /// The part that a relation with this id leads to.
    pub fn named(&self, id: &str) -> Option<&str> {
        self.0.iter().find(|relation| relation.id == id).map(|relation| relation.part.as_str())
    }
}

/// The name of a part as the archive has it.
fn absolute(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "" | "." => {}
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

/// A reader that ends with an error where more comes than was allowed.
pub(super) struct Bounded<R> {
    inner: R,
    allowed: u64,
    left: u64,
    budget: Option<Budget>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let refuse = |most: u64| {
            Err(io::Error::other(format!("it unpacks to more than {} MB, as no document does", most >> 20)))
        };
        match self.left.checked_sub(read as u64) {
            Some(left) => self.left = left,
            None => return refuse(self.allowed),
        }
        if let Some(Budget(budget)) = &self.budget {
            match budget.get().checked_sub(read as u64) {
                Some(left) => budget.set(left),
                None => return refuse(EMBEDDED),
            }
        }
        Ok(read)
    }
}

/// Refuses a file that is a Word file, but no sound one.
pub(super) fn damaged(part: &str, what: &str) -> Refusal {
    let place = if part.is_empty() { String::new() } else { format!("{part}: ") };
    Refusal {
        found: format!("a damaged Word file: {place}{what}"),
        expected: readable(),
        advice: "open it in Word or LibreOffice, which may mend it, and save it again".to_owned(),
        foreign: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_to_their_part() {
        for (folder, target, part) in [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "/word/styles.xml", "word/styles.xml"),
            ("word", "../docs/./a.xml", "docs/a.xml"),
            ("", "word/document.xml", "word/document.xml"),
            ("word", "../../../a.xml", "a.xml"),
        ] {
            assert_eq!(absolute(folder, target), part);
        }
    }
}
