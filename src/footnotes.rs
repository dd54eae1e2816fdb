//! Marks of footnotes that are written with plain digits: `les enfants 6 , prendre`, `le Plan d'action35`.
//!
//! Raised digits are never text; plain ones are told from figures by their place and by their order: the marks of a
//! document count up.

use crate::Span;
use crate::folded::{Blot, Folded, Kind, Token};
use crate::hits::Hits;
use crate::lexicon::Role;

/// The marks of a document while it is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Footnotes {
    /// The numbers of the footnotes whose texts were found, sorted.
    numbers: Vec<u32>,
    /// The last mark.
    last: u32,
}

/// How many marks may have been lost between two.
const LOST: u32 = 4;
/// What the first mark that is read may be below, if its text was not found.
const FIRST: u32 = 100;
/// How many footnotes a document has at most.
const MOST: u32 = 400;

impl Footnotes {
    pub fn new(numbers: Vec<u32>) -> Self {
        Footnotes { numbers, last: 0 }
    }

    /// The marks in a paragraph; empty for most.
    pub fn marks(&mut self, text: &str, folded: &Folded, hits: &Hits) -> Vec<Blot> {
        let mut marks = Vec::new();
        for token in 1..folded.len() {
            if folded.tokens[token].kind != Kind::Figure {
                continue;
            }
            let Some(number) = folded.figure(token) else { continue };
            if self.is_mark(text, folded, hits, token, number) {
                self.last = number;
                let found = &folded.tokens[token];
                let mut span = Span { start: found.source as usize, end: found.source_end as usize };
                if folded.mark(token + 1) == Some(b',') {
                    span.start = folded.tokens[token - 1].source_end as usize;
                    span.end = folded.tokens[token + 1].source as usize;
                }
                marks.push(Blot { span, joins: false });
            }
        }
        marks
    }

    fn is_mark(&self, text: &str, folded: &Folded, hits: &Hits, token: usize, number: u32) -> bool {
        let listed = self.numbers.binary_search(&number).is_ok() && self.last < number;
        let follows = self.last < number && number <= self.last + LOST;
        // The first mark that is read may be one of many: the preamble is not always read.
        let first = self.last == 0 && number < FIRST;
        if !(listed || follows || first) || MOST < number {
            return false;
        }
        let before = &folded.tokens[token - 1];
        let found = &folded.tokens[token];
        let glued = before.source_end == found.source;
        let word = before.kind == Kind::Word && 2 < before.source_end - before.source;
        let small = word && (!before.capital || glued && ends_small(text, before))
            || matches!(folded.mark(token - 1), Some(b'"' | b')'))
            || folded.figure(token - 1).is_some_and(|year| 1900 < year && year < 2200);
        // Behind a name a number may be part of it, unless it is the next in order.
        let expected = listed || number == self.last + 1;
        if !(small || word && !glued && expected && self.last != 0) || takes_number(hits, token - 1) {
            return false;
        }
        if glued && before.kind == Kind::Word {
            return (listed || follows)
                && !text[found.source_end as usize..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
        }
        let mark = folded.mark(token + 1);
        // Nobody writes a space before a comma, unless a raised digit stood there.
        let apart = mark == Some(b',') && folded.tokens[token + 1].source != found.source_end;
        let closed = matches!(mark, Some(b',' | b';' | b'.' | b':')) || token + 1 == folded.len();
        let alone = folded.figure(token + 2).is_none();
        closed && alone && (listed || follows && self.last != 0 || apart)
            || (listed || follows && expected) && !counts_something(folded, hits, token + 1)
    }
}

/// Whether a word ends with a small letter, which no acronym does.
fn ends_small(text: &str, word: &Token) -> bool {
    text[..word.source_end as usize].ends_with(char::is_lowercase)
}

/// Whether a number belongs to the word before it: *paragraphe 3*.
fn takes_number(hits: &Hits, token: usize) -> bool {
    let roles = [
        Role::Numbered,
        Role::Month,
        Role::Session,
        Role::Determiner,
        Role::Particle,
        Role::Coordinator,
        Role::Deadline,
    ];
    hits.covering(token).is_some_and(|hit| roles.iter().any(|role| hit.roles.has(*role)))
}

/// Whether a number before a token says how many: *6 mois*, *8 millions*, *2 mars*.
fn counts_something(folded: &Folded, hits: &Hits, token: usize) -> bool {
    let Some(next) = folded.tokens.get(token) else { return false };
    if next.kind != Kind::Word {
        return next.kind == Kind::Figure;
    }
    let grammar =
        [Role::Determiner, Role::Particle, Role::Coordinator, Role::Relative, Role::Verb, Role::Including, Role::Link];
    let small = hits.covering(token).is_some_and(|hit| grammar.iter().any(|role| hit.roles.has(*role)));
    !small
}
