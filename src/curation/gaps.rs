//! Gaps: what resolutions say and no row knows, by frequency — the work list of whoever curates.

use indexmap::IndexMap;

use crate::folded::{Folded, Token};
use crate::{Extraction, Note, NoteKind};

/// Words that no row knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The words, as they stand where they were first met.
    pub words: String,
    /// The kind of doubt that they gave.
    pub kind: NoteKind,
    /// How often they were met.
    pub count: usize,
    /// The document in which they were first met.
    pub document: String,
    /// The paragraph there.
    pub paragraph: String,
    /// The beginning of the passage there.
    pub example: String,
}

/// What many documents say and no row knows.
#[derive(Clone, Debug, Default)]
pub struct Gaps {
    gaps: IndexMap<(NoteKind, Vec<u8>), Gap>,
    /// How many numbered paragraphs were read.
    pub paragraphs: usize,
    /// How many times somebody was addressed.
    pub addressees: usize,
}

/// The kinds of doubt about an addressee.
const ADDRESSEES: [NoteKind; 2] = [NoteKind::UnlistedActor, NoteKind::UnclearReference];

impl Gaps {
    /// Adds what one document gave; `document` is what the gaps are to call it.
    ///
    /// ```
    /// use exhorte::{Document, Language, Lexicons, curation::Gaps, extract};
    /// let lexicons = Lexicons::embedded();
    /// let text = "L'Assemblée générale,\n\n1. Prie le Secrétaire général d'agir ;\n\n2. Xylographie les dunes.";
    /// let mut gaps = Gaps::default();
    /// gaps.add("draft.txt", &extract(&lexicons, &Document::new("draft.txt", text, Language::Fr)));
    /// assert_eq!((gaps.paragraphs, gaps.verbs()[0].words.as_str()), (2, "Xylographie"));
    /// ```
    pub fn add(&mut self, document: &str, extraction: &Extraction) {
        self.paragraphs += extraction.paragraphs;
        self.addressees += extraction.addressees;
        for note in &extraction.notes {
            if note.kind == NoteKind::UnknownVerb || ADDRESSEES.contains(&note.kind) {
                self.note(document, note);
            }
        }
    }

    fn note(&mut self, document: &str, note: &Note) {
        let folded = Folded::of(&note.words);
        let end = if note.kind == NoteKind::UnknownVerb { opening(&folded) } else { folded.len() };
        let reach = folded.tokens.get(end).map_or(folded.key.len() - 1, |next| next.key as usize);
        let gap = self.gaps.entry((note.kind, folded.key[..reach].to_owned())).or_insert_with(|| Gap {
            words: folded.text(0, end).to_owned(),
            kind: note.kind,
            count: 0,
            document: document.to_owned(),
            paragraph: note.paragraph.clone(),
            example: note.words.clone(),
        });
        gap.count += 1;
    }

    /// First words of numbered paragraphs in which no verb was found, the most frequent first.
    pub fn verbs(&self) -> Vec<&Gap> {
        self.of(&[NoteKind::UnknownVerb])
    }

    /// Addressees without an id, the most frequent first.
    pub fn actors(&self) -> Vec<&Gap> {
        self.of(&ADDRESSEES)
    }

    fn of(&self, kinds: &[NoteKind]) -> Vec<&Gap> {
        let mut gaps: Vec<&Gap> = self.gaps.values().filter(|gap| kinds.contains(&gap.kind)).collect();
        // A stable sort: what is equally frequent stays in the order in which it was met.
        gaps.sort_by_key(|gap| std::cmp::Reverse(gap.count));
        gaps
    }
}

/// How many words open a paragraph: up to the first that is longer than a pronoun or an article.
fn opening(folded: &Folded) -> usize {
    let long = |token: &Token| 3 < token.clean_end - token.clean;
    folded.tokens.iter().position(long).map_or(folded.len(), |at| at + 1)
}
