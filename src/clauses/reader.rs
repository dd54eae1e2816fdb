//! A paragraph as the grammar sees it: units of words, each with the roles that it may play.

use crate::folded::{Folded, Kind};
use crate::hits::{Hit, Hits};
use crate::lexicon::frame::Frame;
use crate::lexicon::{Entry, Lexicon, Meaning, Reference, Role, Symbol};

/// A paragraph, found and folded.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'l, 'p> {
    pub lexicon: &'l Lexicon,
    pub folded: &'p Folded,
    pub hits: &'p Hits,
}

/// How long a quotation may be.
const QUOTATION: usize = 120;

/// How far an insertion between commas may reach.
const INSERTION: usize = 60;

impl<'l, 'p> Reader<'l, 'p> {
    pub fn len(&self) -> usize {
        self.folded.len()
    }

    /// Where the last sentence mark begins.
    pub fn sentence_end(&self) -> usize {
        let mut end = self.len();
        while end != 0 && matches!(self.folded.mark(end - 1), Some(b'.' | b';' | b':' | b',' | b'-')) {
            end -= 1;
        }
        end
    }

    /// Whether a colon closes the paragraph.
    pub fn ends_with_colon(&self) -> bool {
        (self.sentence_end()..self.len()).any(|token| self.folded.mark(token) == Some(b':'))
    }

    /// The token after the unit that begins here.
    pub fn next(&self, token: usize) -> usize {
        self.hits.beginning(token).map_or(token + 1, |hit| hit.end)
    }

    /// Where the unit before a token begins.
    pub fn previous(&self, token: usize) -> Option<usize> {
        let before = token.checked_sub(1)?;
        Some(self.hits.covering(before).map_or(before, |hit| hit.first))
    }

    pub fn hit(&self, token: usize) -> Option<&'p Hit> {
        self.hits.beginning(token)
    }

    pub fn has(&self, token: usize, role: Role) -> bool {
        self.hit(token).is_some_and(|hit| hit.roles.has(role))
    }

    pub fn entry(&self, token: usize, role: Role) -> Option<&'l Entry> {
        self.hit(token)?.entry(self.lexicon, role)
    }

    /// The value of a role that the unit plays, or nothing.
    pub fn value(&self, token: usize, role: Role) -> Option<&'l str> {
        self.entry(token, role).map(Entry::value)
    }

    pub fn is_comma(&self, token: usize) -> bool {
        self.folded.mark(token) == Some(b',')
    }

    pub fn is_mark(&self, token: usize) -> bool {
        self.folded.tokens.get(token).is_none_or(|token| token.kind == Kind::Mark)
    }

    /// The particle that stands here.
    pub fn particle(&self, token: usize) -> Option<Symbol> {
        self.symbol(token, Role::Particle)
    }

    /// Whether an infinitive may follow the particle that stands here; one that holds an article has none: *du*.
    pub fn complementizes(&self, token: usize) -> bool {
        !self.has(token, Role::NotInfinitive)
    }

    /// The particle by which a purpose or another governing word repeats its infinitive.
    pub fn symbol(&self, token: usize, role: Role) -> Option<Symbol> {
        match self.entry(token, role)?.meaning {
            Meaning::Marker { symbol, .. } => Some(symbol),
            _ => None,
        }
    }

    pub fn actor(&self, token: usize) -> Option<(&'l Entry, &'l Reference)> {
        let entry = self.entry(token, Role::Actor)?;
        match &entry.meaning {
            Meaning::Actor(reference) => Some((entry, reference)),
            _ => None,
        }
    }

    /// The frame of an infinitive by which others are made to act.
    pub fn relay(&self, token: usize) -> Option<&'l Frame> {
        match &self.entry(token, Role::Relay)?.meaning {
            Meaning::Marker { frame, .. } => frame.as_deref(),
            _ => None,
        }
    }

    /// Whether this joins members of a list; the token after it.
    pub fn coordinator(&self, token: usize) -> Option<(&'l str, usize)> {
        let entry = self.entry(token, Role::Coordinator)?;
        Some((entry.value(), self.next(token)))
    }

    /// The head of an infinitive phrase that begins here: past pronouns, negations and adverbs, and past an
    /// insertion between commas.
    pub fn infinitive(&self, token: usize) -> Option<usize> {
        if self.is_comma(token) {
            let close = self.insertion_end(token, self.len())?;
            return self.infinitive(close);
        }
        let mut at = token;
        for _ in 0..7 {
            if self.is_infinitive(at) {
                return Some(at);
            }
            // *fully and coherently implement*: adverbs may be coordinated.
            let joins = at != token
                && self.coordinator(at).is_some_and(|(_, after)| {
                    self.is_adverbial(after) && self.previous(at).is_some_and(|before| self.is_adverbial(before))
                });
            if !self.is_adverbial(at) && !joins && !self.is_unknown_adverb(at) {
                return None;
            }
            at = self.next(at);
        }
        None
    }

    /// Whether the unit may stand between a complementizer and its infinitive.
    pub fn is_adverbial(&self, token: usize) -> bool {
        [Role::Clitic, Role::Link, Role::Degree].iter().any(|role| self.has(token, *role))
    }

    /// Whether the word is an infinitive by its own row, or by its ending.
    fn is_infinitive(&self, token: usize) -> bool {
        let Some(found) = self.folded.tokens.get(token).filter(|token| token.kind == Kind::Word) else { return false };
        // *the Plan of Action to Combat Trafficking*: a capital makes it a part of a name.
        if found.capital && token != 0 {
            return false;
        }
        if let Some(hit) = self.hits.covering(token) {
            if hit.roles.has(Role::NotInfinitive) {
                return false;
            }
            // *to further develop*, but *to further the aims*: what is an adverb too is one before an infinitive.
            let adverb = hit.roles.has(Role::Infinitive) && self.is_adverbial(token);
            if adverb && self.infinitive(hit.end).is_some() {
                return false;
            }
            // *to appropriate the sum*, but *to appropriate organizations*.
            if hit.roles.has(Role::Qualifier) && self.has(hit.end, Role::Actor) {
                return false;
            }
            let own = [Role::Infinitive, Role::ReportVerb, Role::Relay, Role::VerbPhrase, Role::Raising];
            if hit.first == token && own.iter().any(|role| hit.roles.has(*role)) {
                return true;
            }
            if hit.roles.has(Role::Actor) || hit.roles.has(Role::Clitic) {
                return false;
            }
        }
        if self.is_compound(token) {
            return false;
        }
        let word = self.folded.word(token);
        let ends = |ending: &Vec<u8>| {
            ending.len() < word.len() && word[word.len() - ending.len()..].eq_ignore_ascii_case(ending)
        };
        3 < word.len() && self.lexicon.infinitive_endings.iter().any(ends)
    }

    /// Whether a word that no row knows ends as adverbs do: *to quietly refuse*.
    fn is_unknown_adverb(&self, token: usize) -> bool {
        self.hits.covering(token).is_none() && self.ends_with(token, &self.lexicon.adverb_endings)
    }

    /// Whether a word that no row knows could be an infinitive, in languages where endings do not tell.
    pub fn may_be_infinitive(&self, token: usize) -> bool {
        let word = self.folded.tokens.get(token).is_some_and(|found| found.kind == Kind::Word && !found.capital);
        let endings = !self.lexicon.infinitive_endings.is_empty();
        word && !endings && self.hits.covering(token).is_none() && !self.is_gerund(token) && !self.is_compound(token)
    }

    /// Whether a hyphen ties the word to the next: *long-term*.
    pub fn is_compound(&self, token: usize) -> bool {
        let end = self.folded.tokens.get(token).map_or(0, |token| token.clean_end as usize);
        self.folded.clean[end..].starts_with('-')
    }

    /// Whether the word ends as gerunds and participles do.
    pub fn is_gerund(&self, token: usize) -> bool {
        self.ends_with(token, &self.lexicon.gerund_endings)
    }

    /// Whether a word is longer than one of some endings by two letters or more, and ends so.
    fn ends_with(&self, token: usize, endings: &[Vec<u8>]) -> bool {
        let Some(found) = self.folded.tokens.get(token) else { return false };
        let word = self.folded.word(token);
        let ends = |ending: &Vec<u8>| {
            ending.len() + 1 < word.len() && word[word.len() - ending.len()..].eq_ignore_ascii_case(ending)
        };
        found.kind == Kind::Word && endings.iter().any(ends)
    }

    /// The token after the comma that closes the insertion which a comma opens.
    pub fn insertion_end(&self, comma: usize, limit: usize) -> Option<usize> {
        if !self.is_comma(comma) {
            return None;
        }
        let mut at = comma + 1;
        while at < limit && at - comma < INSERTION {
            if self.is_comma(at) {
                return Some(at + 1);
            }
            at = self.next(at);
        }
        None
    }

    /// The token after a quotation that begins here: what is quoted is no part of the clause.
    pub fn quotation_end(&self, open: usize, limit: usize) -> Option<usize> {
        let is_quote = |token: &usize| self.folded.mark(*token) == Some(b'"');
        if !is_quote(&open) {
            return None;
        }
        (open + 1..limit.min(open + QUOTATION)).find(is_quote).map(|close| close + 1)
    }

    /// Past words that mean nothing for the record; whether one of them says that the ask was made before.
    pub fn skip_links(&self, token: usize) -> (usize, bool) {
        let (mut at, mut again) = (token, false);
        loop {
            if self.has(at, Role::Again) {
                again = true;
            } else if !self.has(at, Role::Link) && !self.has(at, Role::Degree) {
                return (at, again);
            }
            at = self.next(at);
        }
    }

    /// Whether a noun phrase may begin here.
    pub fn opens_phrase(&self, token: usize) -> bool {
        let Some(found) = self.folded.tokens.get(token) else { return false };
        if found.kind == Kind::Mark {
            return found_quote(self.folded, token);
        }
        let known = [Role::Determiner, Role::Actor, Role::Qualifier, Role::ObjectPronoun];
        if known.iter().any(|role| self.has(token, *role)) {
            return true;
        }
        let Some(hit) = self.hit(token) else { return true };
        hit.roles.has(Role::Number) || hit.roles.has(Role::Verb) && !hit.roles.has(Role::Particle)
    }
}

fn found_quote(folded: &Folded, token: usize) -> bool {
    folded.mark(token) == Some(b'"')
}
