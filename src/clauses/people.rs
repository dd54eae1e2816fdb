//! Somebody: addressees, partners and subjects as coordinated noun phrases.

use std::ops::Range;

use super::reader::Reader;
use super::{Mention, Who};
use crate::lexicon::{Meaning, Reference, Role, Symbol};

/// How the members of a list are led in.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    /// Particles that stand before each member (*à X, à Y et à Z*).
    pub lead: &'a [Symbol],
}

/// Who a stretch of text names.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub people: Vec<Mention>,
    pub partners: Vec<Mention>,
    /// Where the list ends.
    pub end: usize,
}

/// The addressees that a noun phrase names; its relative clauses and appositions name none, its partners are told
/// apart.
pub(super) fn addressees(reader: &Reader<'_, '_>, range: Range<usize>, case: Case<'_>) -> Found {
    Walk::new(reader, range, case, false).run()
}

/// The members of the list that follows *en coopération avec*.
pub(super) fn partners(reader: &Reader<'_, '_>, range: Range<usize>) -> Found {
    Walk::new(reader, range, Case { lead: &[] }, true).run()
}

/// Whether partners of whoever acts are named behind a token: *, working with X*, *, along with X*; in *agencies working
/// with X* they are those of others.
pub(super) fn opens_partners(reader: &Reader<'_, '_>, at: usize) -> bool {
    let apart = || !reader.is_gerund(at) && reader.coordinator(at).is_none();
    reader.has(at, Role::Partner) && (apart() || reader.previous(at).is_none_or(|before| reader.is_mark(before)))
}

/// Everybody named as a partner in a stretch of text.
pub(super) fn partners_within(reader: &Reader<'_, '_>, range: Range<usize>) -> Vec<Mention> {
    let mut people = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if reader.has(at, Role::Partner) {
            let found = partners(reader, reader.next(at)..range.end);
            people.extend(found.people);
            at = found.end.max(reader.next(at));
        } else {
            at = reader.next(at);
        }
    }
    people
}

/// The subject of a clause, if it begins with somebody known: its words, and who it is.
pub(super) fn subject(reader: &Reader<'_, '_>, range: Range<usize>) -> Option<(Range<usize>, Vec<Mention>)> {
    let mut start = range.start;
    if reader.is_comma(start) {
        start = reader.insertion_end(start, range.end)?;
    }
    if !names_somebody_first(reader, start, range.end) {
        return None;
    }
    let end = subject_end(reader, start, range.end);
    let found = addressees(reader, start..end, Case { lead: &[] });
    (!found.people.is_empty()).then_some((start..end, found.people))
}

/// Where the list that a clause begins with ends: after its last known member and what qualifies it.
fn subject_end(reader: &Reader<'_, '_>, start: usize, limit: usize) -> usize {
    let (mut at, mut end) = (start, start);
    while at < limit {
        let joins = reader.is_comma(at) || reader.coordinator(at).is_some() || reader.has(at, Role::Including);
        if reader.has(at, Role::Actor) {
            end = qualified(reader, at).map_or(reader.next(at), |(_, end)| end);
            at = end;
            continue;
        }
        if reader.has(at, Role::Qualifier) || reader.value(at, Role::Relative) == Some("phrase") {
            if end == at {
                end = reader.next(at);
            }
        } else if joins {
            if !names_somebody_first(reader, reader.next(at), limit) && distributed_here(reader, start, at).is_none() {
                break;
            }
        } else if !reader.has(at, Role::Determiner) {
            match distributed_here(reader, start, at) {
                Some(after) => {
                    end = after;
                    at = after;
                    continue;
                }
                None => break,
            }
        }
        at = reader.next(at);
    }
    end
}

fn distributed_here(reader: &Reader<'_, '_>, start: usize, at: usize) -> Option<usize> {
    let head = (start..at).rev().find(|token| reader.has(*token, Role::Actor))?;
    distributed(reader, head..reader.next(head), at).map(|(_, end)| end)
}

/// Whether a noun phrase begins with somebody known, articles and the like aside.
pub(super) fn names_somebody_first(reader: &Reader<'_, '_>, start: usize, limit: usize) -> bool {
    let mut at = start;
    while at < limit {
        if reader.has(at, Role::Actor) {
            return true;
        }
        let before_head = [Role::Determiner, Role::Qualifier, Role::Number, Role::Including];
        if !before_head.iter().any(|role| reader.has(at, *role)) {
            return false;
        }
        at = reader.next(at);
    }
    false
}

/// Whether a noun phrase begins with something that is done: nobody is addressed by it.
pub(super) fn names_a_thing(reader: &Reader<'_, '_>, start: usize, limit: usize) -> bool {
    let mut at = start;
    while at < limit
        && (reader.has(at, Role::Determiner) || reader.has(at, Role::Qualifier) || reader.has(at, Role::Number))
    {
        at = reader.next(at);
    }
    // Adjectives may stand before it: *greater regional coordination*, *serious regional and local efforts*.
    for _ in 0..ADJECTIVES {
        // *les équipes* chargées *du suivi*: what is done belongs to what they are.
        let ends = [Role::Actor, Role::Apposition].iter().any(|role| reader.has(at, *role));
        if ends || limit <= at || reader.is_mark(at) || reader.particle(at).is_some() {
            return false;
        }
        // *financing partners* are somebody.
        if reader.has(at, Role::Thing) && !reader.has(reader.next(at), Role::Actor) {
            return true;
        }
        at = reader.next(at);
    }
    false
}

/// How many words may stand before the noun of something that is done.
const ADJECTIVES: usize = 6;

/// Where a noun phrase that names somebody ends, for frames in which nothing marks its end.
pub(super) fn phrase_end(reader: &Reader<'_, '_>, start: usize, limit: usize) -> Option<usize> {
    if !names_somebody_first(reader, start, limit) {
        return None;
    }
    let end = subject_end(reader, start, limit);
    (start < end).then_some(end)
}

/// How many words may follow a qualified head: *organismes compétents du système des Nations Unies*.
const COMPLEMENT: usize = 6;

/// A head whose complement stands behind a qualifier: *organismes* compétents *des Nations Unies*.
pub(super) fn qualified(reader: &Reader<'_, '_>, head: usize) -> Option<(Who, usize)> {
    let end = reader.next(head);
    let mut after = end;
    while reader.has(after, Role::Qualifier) {
        after = reader.next(after);
    }
    if after == end {
        return None;
    }
    (1..=COMPLEMENT).rev().find_map(|words| composed(reader, head..end, after..after + words))
}

/// A modifier that shares the head before it: *organismes internationaux,* régionaux.
fn distributed(reader: &Reader<'_, '_>, head: Range<usize>, at: usize) -> Option<(Who, usize)> {
    let heads = (head.start + 1..head.end).rev();
    heads
        .flat_map(|end| (1..=3).rev().map(move |words| (end, words)))
        .find_map(|(end, words)| composed(reader, head.start..end, at..at + words))
}

/// The actor whose form is made of two stretches of text.
fn composed(reader: &Reader<'_, '_>, head: Range<usize>, rest: Range<usize>) -> Option<(Who, usize)> {
    if reader.len() < rest.end {
        return None;
    }
    let pattern = reader.lexicon.forms().composed(reader.folded, head, rest.clone())?;
    reader.lexicon.entries(pattern).iter().find_map(|entry| match &entry.meaning {
        Meaning::Actor(reference) => Some((Who::Known(reference.clone(), entry.origin), rest.end)),
        _ => None,
    })
}

/// How many words of modifiers may stand before the head that they share.
const MODIFIERS: usize = 12;

/// The somebody whose head is shared by modifiers that begin here, with separators between them.
fn shared_head(reader: &Reader<'_, '_>, at: usize, limit: usize) -> Option<Range<usize>> {
    let (mut token, mut separated) = (at, false);
    while token < limit.min(at + MODIFIERS) {
        if reader.has(token, Role::Actor) {
            return separated.then(|| token..reader.next(token));
        }
        let word = reader.hit(token).is_none_or(|hit| hit.roles.has(Role::Qualifier));
        let separator = is_separator(reader, token);
        if !word && !separator {
            return None;
        }
        separated |= separator;
        token = reader.next(token);
    }
    None
}

fn is_separator(reader: &Reader<'_, '_>, token: usize) -> bool {
    reader.is_comma(token) || reader.coordinator(token).is_some()
}

/// The state of reading a list.
struct Walk<'r, 'l, 'p> {
    reader: &'r Reader<'l, 'p>,
    range: Range<usize>,
    case: Case<'r>,
    /// Whether the list is one of partners, which ends where nobody follows.
    partners: bool,
    found: Found,
    /// Whether the head of a member may come next.
    expecting: bool,
    /// Whether a relative clause or an apposition is being passed.
    skipping: bool,
    /// The last head that was known.
    head: Option<Range<usize>>,
    /// Whether *et* has come: the next member is the last.
    joined: bool,
    /// The first comma that may join members, and how many there are before it.
    first_comma: Option<(usize, usize)>,
}

impl<'r, 'l, 'p> Walk<'r, 'l, 'p> {
    fn new(reader: &'r Reader<'l, 'p>, range: Range<usize>, case: Case<'r>, partners: bool) -> Self {
        Walk {
            reader,
            range,
            case,
            partners,
            found: Found::default(),
            expecting: true,
            skipping: false,
            head: None,
            joined: false,
            first_comma: None,
        }
    }

    fn run(mut self) -> Found {
        let mut at = self.range.start;
        while at < self.range.end {
            match self.step(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        self.found.end = at.min(self.range.end);
        // *along with X, the Group*: a list of partners that no *et* closes ends at its comma.
        if let Some((comma, members)) = self.first_comma.filter(|_| self.partners && !self.joined) {
            self.found.people.truncate(members);
            self.found.end = comma;
        }
        self.found
    }

    /// Reads one unit; nothing where the list ends.
    fn step(&mut self, at: usize) -> Option<usize> {
        let reader = self.reader;
        let next = reader.next(at);
        if reader.is_comma(at) {
            return self.separator(at, next, false);
        }
        if let Some((kind, after)) = reader.coordinator(at) {
            // An apposition may hold *et*; somebody known behind it is a member all the same.
            let inside = self.skipping && (kind == "or" || !self.names_member(after));
            self.skipping = inside;
            return if inside { Some(after) } else { self.separator(at, after, true) };
        }
        if reader.has(at, Role::Including) && self.begins_member(next) {
            self.expecting = true;
            self.skipping = false;
            return Some(next);
        }
        if reader.has(at, Role::Partner) {
            if self.partners {
                return None;
            }
            if !opens_partners(reader, at) {
                (self.skipping, self.expecting) = (true, false);
                return Some(next);
            }
            let found = partners(reader, next..self.range.end);
            self.found.partners.extend(found.people);
            self.expecting = false;
            return Some(found.end.max(next));
        }
        if self.opens_insertion(at) {
            if self.partners && (reader.has(at, Role::Purpose) || reader.has(at, Role::Condition)) {
                return None;
            }
            self.skipping = true;
            self.expecting = false;
            return Some(next);
        }
        if self.skipping {
            return Some(next);
        }
        if self.partners && reader.particle(at).is_some() && reader.infinitive(next).is_some() {
            return None;
        }
        if self.expecting { Some(self.member(at, next)) } else { Some(next) }
    }

    fn opens_insertion(&self, at: usize) -> bool {
        let reader = self.reader;
        let relative = reader.value(at, Role::Relative).is_some_and(|value| value != "phrase");
        let opener = reader.value(at, Role::Condition).is_some_and(|value| value != "phrase");
        let role =
            [Role::Apposition, Role::Gerund, Role::Purpose, Role::Deadline].iter().any(|role| reader.has(at, *role));
        relative || opener || role && !reader.has(at, Role::Particle)
    }

    /// A comma or a coordinator: is another member to come?
    fn separator(&mut self, at: usize, next: usize, joins: bool) -> Option<usize> {
        let reader = self.reader;
        if !joins {
            self.skipping = false;
        }
        let after_and = if joins { next } else { reader.coordinator(next).map_or(next, |(_, after)| after) };
        let joins = joins || after_and != next;
        let shared = self.head.clone().and_then(|head| distributed(reader, head, after_and));
        if let Some((who, end)) = shared {
            self.found.people.push(Mention { words: after_and..end, who });
            self.expecting = false;
            // Its *et* closes the modifiers, and not the list.
            return Some(end);
        }
        if self.partners {
            let more = self.partner_follows(after_and, joins);
            if !more {
                return None;
            }
            self.joined |= joins;
        }
        if !joins && !reader.has(next, Role::Including) {
            self.first_comma.get_or_insert((at, self.found.people.len()));
        }
        self.expecting = self.begins_member(after_and);
        Some(after_and)
    }

    /// Whether another partner follows a separator.
    fn partner_follows(&self, at: usize, joins: bool) -> bool {
        let reader = self.reader;
        if !joins && self.joined {
            return false;
        }
        let at = if reader.particle(at).is_some() { reader.next(at) } else { at };
        if names_somebody_first(reader, at, self.range.end) || reader.has(at, Role::Including) {
            return true;
        }
        if joins {
            return self.begins_member(at) && reader.infinitive(at) != Some(at);
        }
        // Somebody unknown stands between commas, and somebody known follows.
        let separator = (at..self.range.end.min(at + 25))
            .find(|token| reader.is_comma(*token) || reader.coordinator(*token).is_some());
        self.begins_member(at)
            && separator.is_some_and(|token| names_somebody_first(reader, reader.next(token), self.range.end))
    }

    /// Whether a known member of the list begins here, led in as the others are.
    fn names_member(&self, at: usize) -> bool {
        let reader = self.reader;
        let led = reader.particle(at).is_some_and(|symbol| self.case.lead.contains(&symbol));
        let start = if led { reader.next(at) } else { at };
        (led || self.case.lead.is_empty() && reader.has(at, Role::Determiner))
            && names_somebody_first(reader, start, self.range.end)
    }

    /// Whether a member of the list may begin here.
    fn begins_member(&self, at: usize) -> bool {
        let reader = self.reader;
        if self.range.end <= at {
            return false;
        }
        if let Some(symbol) = reader.particle(at) {
            return self.case.lead.contains(&symbol) || self.partners;
        }
        if !self.case.lead.is_empty() {
            return names_somebody_first(reader, at, self.range.end);
        }
        let determined =
            reader.has(at, Role::Determiner) || reader.has(at, Role::Actor) || reader.has(at, Role::Qualifier);
        determined
            || shared_head(reader, at, self.range.end).is_some()
            || reader.folded.tokens[at].capital
            || reader.has(at, Role::Including)
            || self.partners
    }

    /// The head of a member, or a word before it.
    fn member(&mut self, at: usize, next: usize) -> usize {
        let reader = self.reader;
        if let Some((entry, reference)) = reader.actor(at) {
            let (who, end) = qualified(reader, at).unwrap_or((Who::Known(reference.clone(), entry.origin), next));
            self.found.people.push(Mention { words: at..end, who });
            self.head = Some(at..next);
            self.expecting = false;
            return end;
        }
        if let Some(entry) = reader.entry(at, Role::ObjectPronoun).filter(|_| !reader.has(at, Role::Determiner)) {
            let who = Who::Known(Reference::Earlier, entry.origin);
            self.found.people.push(Mention { words: at..next, who });
            self.expecting = false;
            return next;
        }
        if let Some(end) = self.modifiers_of_next(at) {
            return end;
        }
        if let Some(symbol) = reader.particle(at) {
            self.expecting = self.case.lead.contains(&symbol) || self.partners && self.expecting;
            return next;
        }
        let before_head = [Role::Determiner, Role::Qualifier, Role::Number, Role::Degree, Role::Link, Role::Ordinal];
        if before_head.iter().any(|role| reader.has(at, *role)) || reader.is_mark(at) {
            return next;
        }
        // *financing partners*
        if reader.has(at, Role::Thing) && reader.has(next, Role::Actor) {
            return next;
        }
        self.expecting = false;
        let end = self.unlisted_end(at);
        self.found.people.push(Mention { words: at..end, who: Who::Unlisted });
        next
    }

    /// *international, regional and subregional organizations*: modifiers that share the head behind them.
    fn modifiers_of_next(&mut self, at: usize) -> Option<usize> {
        let reader = self.reader;
        let head = shared_head(reader, at, self.range.end)?;
        let mut mentions = Vec::new();
        let mut from = at;
        while from < head.start {
            while from < head.start && (reader.has(from, Role::Qualifier) || reader.has(from, Role::Determiner)) {
                from = reader.next(from);
            }
            let end = (from..head.start).find(|token| is_separator(reader, *token)).unwrap_or(head.start);
            if from < end && end < head.start {
                let modified = (head.start + 1..head.end).find_map(|rest| composed(reader, from..end, rest..head.end));
                mentions.extend(modified.map(|(who, _)| Mention { words: from..end, who }));
            }
            from = if is_separator(reader, end) { reader.next(end) } else { end.max(from + 1) };
        }
        self.found.people.append(&mut mentions);
        // Where a head of several words is named, its own modifier goes with it.
        Some(head.start)
    }

    /// Where the words of somebody unknown end: at the next separator.
    fn unlisted_end(&self, at: usize) -> usize {
        let reader = self.reader;
        let mut end = reader.next(at);
        while end < self.range.end {
            let relative =
                reader.has(end, Role::Relative) || reader.has(end, Role::Apposition) || reader.has(end, Role::Partner);
            if reader.is_comma(end) || relative || reader.coordinator(end).is_some() {
                break;
            }
            end = reader.next(end);
        }
        end.min(self.range.end)
    }
}
