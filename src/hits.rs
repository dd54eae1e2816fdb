//! Finding: every form of the lexicon in a paragraph, by one pass of the automaton.

use crate::Span;
use crate::clauses::{self, Reader};
use crate::folded::{Blot, Folded, Kind, Token};
use crate::footnotes::Footnotes;
use crate::lexicon::{Entry, Lexicon, Role, RoleSet, agrees};
use crate::outline::Paragraph;

/// A form that was found: the tokens that it covers, and what it may mean.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub first: usize,
    pub end: usize,
    pattern: u32,
    /// Which entries of the form agree with the text in accents and capitals, one bit each.
    admitted: u16,
    pub roles: RoleSet,
}

/// The hits of a paragraph, in text order; no two overlap.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hits {
    hits: Vec<Hit>,
    /// For each token the hit that covers it, counted from 1; 0 where there is none.
    at: Vec<u32>,
    /// The words of the paragraph as the automaton reads them.
    numbers: Vec<u8>,
}

/// Finds the forms of a lexicon in a paragraph; what `hits` held before is forgotten.
pub(crate) fn find(lexicon: &Lexicon, folded: &Folded, hits: &mut Hits) {
    hits.hits.clear();
    hits.at.clear();
    hits.at.resize(folded.len(), 0);
    let mut numbers = std::mem::take(&mut hits.numbers);
    lexicon.forms().find(folded, &mut numbers, |pattern, tokens| {
        if let Some(hit) = admit(lexicon, folded, pattern, tokens.start, tokens.end) {
            hits.hits.push(hit);
            hits.at[tokens].fill(hits.hits.len() as u32);
        }
    });
    hits.numbers = numbers;
}

fn admit(lexicon: &Lexicon, folded: &Folded, pattern: u32, first: usize, end: usize) -> Option<Hit> {
    let mut roles = RoleSet::default();
    let mut admitted = 0;
    let entries = lexicon.entries(pattern);
    for (number, entry) in entries[..entries.len().min(16)].iter().enumerate() {
        if agrees(entry, folded, first) {
            roles.insert(entry.role());
            admitted |= 1 << number;
        }
    }
    (!roles.is_empty()).then_some(Hit { first, end, pattern, admitted, roles })
}

impl Hit {
    /// The entry by which the hit plays a role.
    pub(crate) fn entry<'l>(&self, lexicon: &'l Lexicon, role: Role) -> Option<&'l Entry> {
        if !self.roles.has(role) {
            return None;
        }
        let entries = lexicon.entries(self.pattern).iter().enumerate();
        entries
            .filter(|(number, _)| self.admitted >> number & 1 == 1)
            .map(|(_, entry)| entry)
            .find(|e| e.role() == role)
    }
}

impl Hits {
    /// The hit that covers a token.
    pub(crate) fn covering(&self, token: usize) -> Option<&Hit> {
        let number = *self.at.get(token)? as usize;
        self.hits.get(number.checked_sub(1)?)
    }

    /// The hit that begins with a token.
    pub(crate) fn beginning(&self, token: usize) -> Option<&Hit> {
        self.covering(token).filter(|hit| hit.first == token)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Hit> {
        self.hits.iter()
    }
}

/// Reads the paragraphs of a document one after the other, reusing what it reads them into.
pub(crate) struct Finder<'l, 'd> {
    lexicon: &'l Lexicon,
    text: &'d str,
    footnotes: Footnotes,
    folded: Folded,
    hits: Hits,
}

impl<'l, 'd> Finder<'l, 'd> {
    pub fn new(lexicon: &'l Lexicon, text: &'d str, footnotes: Footnotes) -> Self {
        Finder { lexicon, text, footnotes, folded: Folded::default(), hits: Hits::default() }
    }

    /// Folds a paragraph and finds the forms in it; marks of footnotes are taken for words.
    pub fn glance(&mut self, paragraph: &Paragraph) -> Reader<'l, '_> {
        self.refold(paragraph, &[]);
        Reader { lexicon: self.lexicon, folded: &self.folded, hits: &self.hits }
    }

    /// Folds a paragraph and finds the forms in it; marks of footnotes are left out, and a torn first word is joined.
    pub fn read(&mut self, paragraph: &Paragraph) -> Reader<'l, '_> {
        let torn = self.torn_verb(paragraph);
        let marks = self.footnotes.marks(self.text, &self.folded, &self.hits);
        if torn.is_some() || !marks.is_empty() {
            let blots: Vec<Blot> = torn.into_iter().chain(marks).collect();
            self.refold(paragraph, &blots);
        }
        Reader { lexicon: self.lexicon, folded: &self.folded, hits: &self.hits }
    }

    /// The space in the first word of a paragraph that scanning has torn apart, if its parts together are a verb:
    /// *R appelle*, *Exprim e*.
    fn torn_verb(&mut self, paragraph: &Paragraph) -> Option<Blot> {
        let reader = self.glance(paragraph);
        let (first, second) = (*reader.folded.tokens.first()?, *reader.folded.tokens.get(1)?);
        let letter = |token: &Token| token.kind == Kind::Word && token.clean_end - token.clean == 1;
        let torn = first.kind == Kind::Word
            && second.kind == Kind::Word
            && !second.capital
            && first.source_end < second.source;
        if !torn || !(letter(&first) || letter(&second)) || clauses::opens_with_verb(&reader) {
            return None;
        }
        let span = Span { start: first.source_end as usize, end: second.source as usize };
        let blot = Blot { span, joins: true };
        self.refold(paragraph, &[blot]);
        let reader = Reader { lexicon: self.lexicon, folded: &self.folded, hits: &self.hits };
        if clauses::opens_with_verb(&reader) {
            return Some(blot);
        }
        self.refold(paragraph, &[]);
        None
    }

    fn refold(&mut self, paragraph: &Paragraph, blots: &[Blot]) {
        self.folded.fold(self.text, &paragraph.pieces, blots);
        find(self.lexicon, &self.folded, &mut self.hits);
    }
}
