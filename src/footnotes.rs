//! Marks of footnotes that are written with plain digits: `les enfants 6 , prendre`, `le Plan d'action35`.
//!
//! Raised digits are never text; plain ones are told from figures by their place and by their order: the marks of a
//! document count up.

use crate::folded::{Folded, Kind, NoteMark, Token};
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

impl Footnotes {
    pub fn new(numbers: Vec<u32>) -> Self {
        Footnotes { numbers, last: 0 }
    }

    /// The marks in a paragraph; empty for most.
    pub fn marks(&mut self, text: &str, folded: &Folded, hits: &Hits) -> Vec<NoteMark> {
        let mut marks = Vec::new();
        for token in 1..folded.len() {
            if folded.tokens[token].kind != Kind::Figure {
                continue;
            }
            let Some(number) = folded.figure(token) else { continue };
            if self.is_mark(text, folded, hits, token, number) {
                self.last = number;
                let found = &folded.tokens[token];
                marks.push(NoteMark { start: found.source as usize, end: found.source_end as usize });
            }
        }
        marks
    }

    fn is_mark(&self, text: &str, folded: &Folded, hits: &Hits, token: usize, number: u32) -> bool {
        let listed = self.numbers.binary_search(&number).is_ok();
        // The first mark that is read may be one of many: the preamble is not always read.
        let follows = self.last < number && (number <= self.last + LOST || self.last == 0 && listed);
        if !(follows || listed && self.last < number) || 400 < number {
            return false;
        }
        let before = &folded.tokens[token - 1];
        let found = &folded.tokens[token];
        let glued = before.source_end == found.source;
        let word = before.kind == Kind::Word
            && 2 < before.source_end - before.source
            && (!before.capital || glued && ends_small(text, before))
            || matches!(folded.mark(token - 1), Some(b'"' | b')'))
            || folded.figure(token - 1).is_some_and(|year| 1900 < year && year < 2200);
        if !word || takes_number(hits, token - 1) {
            return false;
        }
        let closed = matches!(folded.mark(token + 1), Some(b',' | b';' | b'.' | b':')) || token + 1 == folded.len();
        if glued && before.kind == Kind::Word {
            return !text[found.source_end as usize..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
        }
        closed && folded.figure(token + 2).is_none() && (listed || follows && self.last != 0)
            || (listed && follows || number == self.last + 1) && !counts_something(folded, hits, token + 1)
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
