#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod actors;
mod clauses;
mod columns;
mod compare;
pub mod curation;
mod document;
mod error;
pub mod export;
mod folded;
mod footnotes;
mod hits;
mod involvement;
mod language;
mod lexicon;
mod matrix;
mod note;
mod outline;
mod records;
mod span;
mod symbol;
#[cfg(feature = "xlsx")]
mod sync;
mod times;

pub use columns::{Column, Value, ValueType};
pub use compare::{Comparison, Difference, Field, Pair, Place, Side, compare};
pub use document::{Document, Foreign, Pages};
pub use error::{Error, Fault};
pub use involvement::{Involved, Involvement, Selection};
pub use language::Language;
pub use lexicon::{Act, Actor, ActorId, Called, Kind, Lexicon, Lexicons, Origin, Role};
pub use matrix::{Across, Cell, Heading, Matrix, Row};
pub use note::{Note, NoteKind};
pub use outline::{Paragraph, Section};
pub use records::{Extraction, Record, Source, Trace};
pub use span::Span;
#[cfg(feature = "xlsx")]
pub use sync::{Synced, sync};

use footnotes::Footnotes;
use hits::Finder;
use records::Assembler;

/// Reads one document and says who is asked to do what.
///
/// It cannot fail, does no input or output and has no clock: the same document and lexicons give the same records.
///
/// ```
/// use exhorte::{Document, Language, Lexicons, extract};
/// let text = "L'Assemblée générale,\n\n1. Prie le Secrétaire général de lui faire rapport.";
/// let extraction = extract(&Lexicons::embedded(), &Document::new("draft.txt", text, Language::Fr));
/// assert_eq!(&*extraction.records[0].actors[0], "secretary-general");
/// ```
pub fn extract(lexicons: &Lexicons, document: &Document) -> Extraction {
    let lexicon = lexicons.of(document.language);
    let mut outline = outline::segment(lexicons, document);
    let footnotes = Footnotes::new(outline.footnotes.clone());
    let mut finder = Finder::new(lexicon, &document.text, footnotes.clone());
    let preamble = Finder::new(lexicon, &document.text, footnotes);
    let mut assembler = Assembler::new(lexicons, document, &mut outline, preamble);
    for paragraph in &outline.operative {
        let reader = finder.read(paragraph);
        assembler.enter(&reader, paragraph);
        match assembler.lead_in(paragraph) {
            Some(lead_in) if !clauses::opens_with_verb(&reader) => {
                let (actions, clauses) = clauses::parse_item(lexicons, &reader, lead_in, paragraph.leads_in);
                assembler.items(&reader, paragraph, &actions);
                assembler.clauses(&reader, paragraph, &clauses);
            }
            _ => assembler.clauses(&reader, paragraph, &clauses::parse(lexicons, &reader, paragraph.leads_in)),
        }
    }
    assembler.finish(outline.operative)
}

/// The key of a text, in which the automaton looks for forms, for benchmarks and tests.
#[doc(hidden)]
pub fn folded_key(text: &str) -> Vec<u8> {
    let mut key = folded::Folded::of(text).key;
    key.pop();
    key
}
