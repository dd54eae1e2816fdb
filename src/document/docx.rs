//! Word files (DOCX): a package of XML parts, of which the document, its notes, the masthead of its first page and the
//! documents that are embedded in it are read.
//!
//! Word keeps no numbers of paragraphs but rules that make them ([`numbering`]) and fields that count ([`fields`]); its
//! notes stand in parts of their own and come to the end of the text, as numbered lines.

mod fields;
mod numbering;
mod package;
mod story;
mod styles;
mod xml;

use rustc_hash::FxHashMap;

use super::kind::{self, Kind};
use super::numeral::raised;
use super::{Content, Refusal};
use crate::{Note, NoteKind, Span};
use fields::Fields;
use numbering::Numbering;
use package::{Budget, Package, Relations};
use story::{FootOrEnd, Marks, Sources, Story};
use styles::Styles;

/// How deep documents may stand in documents.
const DEEPEST: usize = 4;

/// Reads the bytes of a DOCX file.
pub(super) fn read(bytes: Vec<u8>) -> Result<Content, Refusal> {
    read_package(Package::open(bytes, None)?, 0, &Budget::default())
}

/// Reads a package that stands at this depth in others.
fn read_package(mut package: Package, depth: usize, budget: &Budget) -> Result<Content, Refusal> {
    let main = package.main()?;
    let relations = package.relations(&main)?;
    let chunks = Chunks::read(&mut package, &relations, depth, budget);
    let text = Word::open(package, main, relations, chunks.lines)?.text()?;
    Ok(Content { text, notes: chunks.notes, ..Content::default() })
}

/// The documents that are embedded in a document.
#[derive(Default)]
struct Chunks {
    /// Their lines, by the relations that lead to them.
    lines: FxHashMap<String, Vec<String>>,
    notes: Vec<Note>,
}

impl Chunks {
    fn read(package: &mut Package, relations: &Relations, depth: usize, budget: &Budget) -> Self {
        let mut chunks = Chunks::default();
        for (id, part) in relations.all_of_type("aFChunk") {
            let content = package.document(part, budget).and_then(|bytes| read_chunk(bytes, depth + 1, budget));
            match content {
                Ok(Content { text, notes, .. }) => {
                    let lines = text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
                    chunks.lines.insert(id.to_owned(), lines);
                    chunks.notes.extend(notes);
                }
                Err(Refusal { found, .. }) => chunks.notes.push(unread(part, &found)),
            }
        }
        chunks
    }
}

/// Reads a document that stands at this depth in others.
fn read_chunk(bytes: Vec<u8>, depth: usize, budget: &Budget) -> Result<Content, Refusal> {
    match kind::of(&bytes) {
        Kind::Office if depth <= DEEPEST => read_package(Package::open(bytes, Some(budget.clone()))?, depth, budget),
        Kind::Office => Err(kind::refuse("a document that stands too deep in others".to_owned())),
        _ => super::read(bytes),
    }
}

/// The note that a document within a document could not be read.
fn unread(part: &str, found: &str) -> Note {
    let words = format!("{part}, {found}");
    Note { kind: NoteKind::UnreadPart, paragraph: String::new(), words, span: Span::default() }
}

/// A Word file whose definitions are read.
struct Word {
    package: Package,
    main: String,
    relations: Relations,
    styles: Styles,
    numbering: Numbering,
    chunks: FxHashMap<String, Vec<String>>,
}

impl Word {
    fn open(
        mut package: Package,
        main: String,
        relations: Relations,
        chunks: FxHashMap<String, Vec<String>>,
    ) -> Result<Self, Refusal> {
        let styles = match relations.of_type("styles") {
            Some(part) => Styles::read(package.definitions(part)?)?,
            None => Styles::default(),
        };
        let numbering = match relations.of_type("numbering") {
            Some(part) => Numbering::read(package.definitions(part)?)?,
            None => Numbering::default(),
        };
        Ok(Word { package, main, relations, styles, numbering, chunks })
    }

    fn text(mut self) -> Result<String, Refusal> {
        let main = self.main.clone();
        let story = self.story(&main)?;
        let mut lines = match &story.masthead {
            Some(relation) => {
                let part = self.relations.named(relation).unwrap_or_default().to_owned();
                if part.is_empty() { Vec::new() } else { self.story(&part)?.lines }
            }
            None => Vec::new(),
        };
        lines.extend(story.lines);
        let notes = [self.notes(FootOrEnd::Foot, &story.marks)?, self.notes(FootOrEnd::End, &story.marks)?];
        let (mut numbered, mut marked) = (Vec::new(), Vec::new());
        for mark in story.marks.in_order() {
            let Some(text) = notes[mark.kind as usize].get(&mark.id).filter(|text| !text.is_empty()) else { continue };
            match mark.number {
                Some(number) => numbered.push(format!("{} {text}", raised(number))),
                None => marked.push(text.clone()),
            }
        }
        lines.extend(numbered);
        lines.extend(marked);
        Ok(lines.join("\n\n"))
    }

    /// Reads a part; once more without trust in its fields where one of them has no end and would swallow the rest.
    fn story(&mut self, part: &str) -> Result<Story, Refusal> {
        // The relations of other parts are their own.
        let none = FxHashMap::default();
        let chunks = if part == self.main { &self.chunks } else { &none };
        let sources = Sources { styles: &self.styles, numbering: &self.numbering, chunks };
        let mut read = |fields| Story::read(self.package.part(part)?, sources, fields);
        let story = read(Fields::Trusted)?;
        if story.unended { read(Fields::Ignored) } else { Ok(story) }
    }

    /// The texts of the notes that the document refers to.
    fn notes(&mut self, kind: FootOrEnd, marks: &Marks) -> Result<FxHashMap<String, String>, Refusal> {
        if !marks.in_order().iter().any(|mark| mark.kind == kind) {
            return Ok(FxHashMap::default());
        }
        let name = match kind {
            FootOrEnd::Foot => "footnotes",
            FootOrEnd::End => "endnotes",
        };
        let Some(part) = self.relations.of_type(name).map(str::to_owned) else {
            return Err(package::damaged(&self.main, &format!("it refers to {name}, and the file holds none")));
        };
        Ok(self.story(&part)?.notes)
    }
}
