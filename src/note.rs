//! Doubts: what a reader of the results should look at.

use serde::Serialize;

use crate::Span;

/// Something that was read with doubt, or not at all; notes never stop the reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What kind of doubt it is.
    pub kind: NoteKind,
    /// The label of the paragraph, or nothing where the whole document is meant.
    pub paragraph: String,
    /// The words in doubt, as they stand.
    pub words: String,
    /// Where they stand in the document.
    pub span: Span,
}

/// The kinds of doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
    /// The text is no resolution: nothing in it asks, decides or states as an organ does.
    NoResolution,
    /// The text was read in an encoding that it does not declare; the words are its name.
    Encoding,
    /// A good part of the text is in another language than it was read in; the words are its name.
    OtherLanguage,
    /// A document that stands within the document could not be read; the words say which, and why.
    UnreadPart,
    /// No row of the lexicon knows the verb of a paragraph.
    UnknownVerb,
    /// No row of the lexicon knows an addressee.
    UnlistedActor,
    /// A short name that can mean several, or nobody who was named.
    UnclearReference,
    /// A verb that asks, but of whom was not found.
    NoAddressee,
    /// A paragraph had lost its number, which was inferred from its neighbours.
    InferredNumber,
}

impl NoteKind {
    /// All kinds.
    pub const ALL: [NoteKind; 9] = [
        NoteKind::NoResolution,
        NoteKind::Encoding,
        NoteKind::OtherLanguage,
        NoteKind::UnreadPart,
        NoteKind::UnknownVerb,
        NoteKind::UnlistedActor,
        NoteKind::UnclearReference,
        NoteKind::NoAddressee,
        NoteKind::InferredNumber,
    ];

    /// The name of the kind, as it stands in results.
    pub fn as_str(self) -> &'static str {
        match self {
            NoteKind::NoResolution => "no-resolution",
            NoteKind::Encoding => "encoding",
            NoteKind::OtherLanguage => "other-language",
            NoteKind::UnreadPart => "unread-part",
            NoteKind::UnknownVerb => "unknown-verb",
            NoteKind::UnlistedActor => "unlisted-actor",
            NoteKind::UnclearReference => "unclear-reference",
            NoteKind::NoAddressee => "no-addressee",
            NoteKind::InferredNumber => "inferred-number",
        }
    }

    /// What the doubt is, for people.
    pub fn describe(self) -> &'static str {
        match self {
            NoteKind::NoResolution => "the text is no resolution that these lexicons can read",
            NoteKind::Encoding => "the text was not UTF-8",
            NoteKind::OtherLanguage => "a good part of the text is in another language than it was read in",
            NoteKind::UnreadPart => "a document within the document was left out",
            NoteKind::UnknownVerb => "no verb of the lexicon opens this paragraph",
            NoteKind::UnlistedActor => "no row of the lexicon knows this addressee",
            NoteKind::UnclearReference => "more than one, or none, may be meant",
            NoteKind::NoAddressee => "somebody is asked, but who was not found",
            NoteKind::InferredNumber => "the paragraph had no number; it was inferred",
        }
    }
}

impl Note {
    /// The note as one line: what the doubt is, and the words.
    pub fn message(&self) -> String {
        if self.words.is_empty() {
            self.kind.describe().to_owned()
        } else {
            format!("{}: {}", self.kind.describe(), self.words)
        }
    }
}
