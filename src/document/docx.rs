//! Word files (DOCX): a package of XML parts, of which the document, its notes and the masthead of its first page are
//! read.
//!
//! Word keeps no numbers of paragraphs but rules that make them ([`numbering`]); its notes stand in parts of their own
//! and come to the end of the text, as numbered lines.

mod numbering;
mod package;
mod story;
mod styles;
mod xml;

use rustc_hash::FxHashMap;

use super::numeral::raised;
use super::{Content, Refusal};
use numbering::{Counters, Numbering};
use package::{Package, Relations};
use story::{Fields, Marks, NoteKind, Story};
use styles::Styles;

/// Reads the bytes of a DOCX file.
pub(super) fn read(bytes: Vec<u8>) -> Result<Content, Refusal> {
    let mut package = Package::open(bytes)?;
    let main = package.main()?;
    let relations = package.relations(&main)?;
    let text = Word::open(package, main, relations)?.text()?;
    Ok(Content { text, ..Content::default() })
}

/// A Word file whose definitions are read.
struct Word {
    package: Package,
    main: String,
    relations: Relations,
    styles: Styles,
    numbering: Numbering,
}

impl Word {
    fn open(mut package: Package, main: String, relations: Relations) -> Result<Self, Refusal> {
        let styles = match relations.of_type("styles") {
            Some(part) => Styles::read(package.part(part)?)?,
            None => Styles::default(),
        };
        let numbering = match relations.of_type("numbering") {
            Some(part) => Numbering::read(package.part(part)?)?,
            None => Numbering::default(),
        };
        Ok(Word { package, main, relations, styles, numbering })
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
        let notes = [self.notes(NoteKind::Foot, &story.marks)?, self.notes(NoteKind::End, &story.marks)?];
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
        let mut read = |fields| {
            let counters = Counters::new(&self.numbering, &self.styles);
            Story::read(self.package.part(part)?, &self.styles, counters, fields)
        };
        let story = read(Fields::Trusted)?;
        if story.unended { read(Fields::Ignored) } else { Ok(story) }
    }

    /// The texts of the notes that the document refers to.
    fn notes(&mut self, kind: NoteKind, marks: &Marks) -> Result<FxHashMap<String, String>, Refusal> {
        if !marks.in_order().iter().any(|mark| mark.kind == kind) {
            return Ok(FxHashMap::default());
        }
        let name = match kind {
            NoteKind::Foot => "footnotes",
            NoteKind::End => "endnotes",
        };
        let Some(part) = self.relations.of_type(name).map(str::to_owned) else {
            return Err(package::damaged(&self.main, &format!("it refers to {name}, and the file holds none")));
        };
        Ok(self.story(&part)?.notes)
    }
}
