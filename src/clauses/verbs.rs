//! Operative verbs: finite verbs whose subject is the organ that adopts the text.

use std::ops::Range;

use super::reader::Reader;
use crate::lexicon::{Role, VerbRow};

/// An operative verb in its place.
#[derive(Clone, Debug)]
pub(super) struct Verb<'l> {
    /// Where what belongs to it begins: the comma or the *and* before it.
    pub lead: usize,
    pub first: usize,
    pub end: usize,
    pub words: Vec<Range<usize>>,
    pub rows: &'l [VerbRow],
    pub again: bool,
    /// A pronoun before it that stands for the addressee.
    pub pronoun: Option<usize>,
    /// Whether its subject may be that of a relative clause: *l'Office, qui aide les États et appuie leurs efforts*.
    pub doubtful: bool,
}

/// A verb's form, read from its first word.
pub(super) struct Form<'l> {
    pub end: usize,
    pub words: Vec<Range<usize>>,
    pub rows: &'l [VerbRow],
    pub again: bool,
}

/// How many words that are not its own may stand inside a verb.
const INSIDE: usize = 3;

/// All operative verbs up to a token.
pub(super) fn find<'l>(reader: &Reader<'l, '_>, end: usize) -> Vec<Verb<'l>> {
    let mut verbs: Vec<Verb<'l>> = Vec::new();
    for hit in reader.hits.iter().filter(|hit| hit.roles.has(Role::Verb)) {
        let inside = verbs.last().is_some_and(|verb| hit.first < verb.end);
        if inside || end <= hit.first {
            continue;
        }
        let Some(opening) = opening(reader, hit.first) else { continue };
        if let Some(mut form) = read(reader, hit.first) {
            if let Some(degree) = opening.degree {
                form.words.insert(0, degree..reader.next(degree));
            }
            verbs.push(Verb {
                lead: opening.lead,
                first: hit.first,
                end: form.end,
                words: form.words,
                rows: form.rows,
                again: form.again || opening.again,
                pronoun: opening.pronoun,
                doubtful: opening.doubtful,
            });
        }
    }
    verbs
}

/// Whether a text begins with a verb, perhaps after adverbs: *Strongly urges*.
pub(super) fn opens(reader: &Reader<'_, '_>) -> bool {
    let (first, _) = reader.skip_links(0);
    read(reader, 0).is_some() || read(reader, first).is_some()
}

/// The longest verb that begins with a token; links may stand inside it and are no words of it.
pub(super) fn read<'l>(reader: &Reader<'l, '_>, first: usize) -> Option<Form<'l>> {
    let verbs = reader.lexicon.verbs();
    let (mut place, mut at, mut skipped, mut again) = (0, first, 0, false);
    let mut words: Vec<Range<usize>> = Vec::new();
    // The longest so far: where it ends, how many ranges of words it has, its rows.
    let mut best: Option<(usize, usize, &'l [VerbRow], bool)> = None;
    while at < reader.len() {
        if let Some(next) = verbs.step(place, reader.folded, at) {
            place = next;
            push(&mut words, at..at + 1);
            at += 1;
            if !verbs.rows(place).is_empty() {
                best = Some((at, words.len(), verbs.rows(place), again));
            }
            continue;
        }
        let Some(hit) = reader.hit(at).filter(|_| at != first && skipped < INSIDE) else { break };
        if hit.roles.has(Role::Degree) {
            push(&mut words, hit.first..hit.end);
        } else if hit.roles.has(Role::Again) {
            again = true;
        } else if !hit.roles.has(Role::Link) {
            break;
        }
        skipped += 1;
        at = hit.end;
    }
    let (end, ranges, rows, again) = best?;
    words.truncate(ranges);
    if let Some(last) = words.last_mut() {
        last.end = end;
    }
    let mut form = Form { end, words, rows, again };
    while let Some(hit) = reader.hit(form.end).filter(|hit| hit.roles.has(Role::Degree) && !hit.roles.has(Role::Link)) {
        push(&mut form.words, hit.first..hit.end);
        form.end = hit.end;
    }
    Some(form)
}

/// Adds words, in one range with those before where they follow directly.
fn push(words: &mut Vec<Range<usize>>, more: Range<usize>) {
    match words.last_mut() {
        Some(last) if last.end == more.start => last.end = more.end,
        _ => words.push(more),
    }
}

/// What stands before an operative verb.
struct Opening {
    lead: usize,
    again: bool,
    /// An adverb before the verb that belongs to it: *strongly condemns*.
    degree: Option<usize>,
    pronoun: Option<usize>,
    doubtful: bool,
}

/// Whether a clause of the organ can begin with a token, seen from what stands before it.
fn opening(reader: &Reader<'_, '_>, first: usize) -> Option<Opening> {
    let mut opening = Opening { lead: first, again: false, degree: None, pronoun: None, doubtful: false };
    let mut at = first;
    loop {
        let Some(before) = reader.previous(at) else { return Some(opening) };
        if reader.is_mark(before) {
            return after_mark(reader, before, opening);
        }
        if let Some((kind, _)) = reader.coordinator(before) {
            return after_coordinator(reader, before, kind, opening);
        }
        if reader.has(before, Role::Again) {
            opening.again = true;
        } else if reader.has(before, Role::Degree) {
            opening.degree = Some(before);
        } else if opening.pronoun.is_none() && at == first && reader.has(before, Role::ObjectPronoun) {
            opening.pronoun = Some(before);
        } else if !reader.has(before, Role::Link) {
            return None;
        }
        at = before;
        opening.lead = at;
    }
}

/// After a comma or a semicolon; *…, et, tout en saluant …, invite*: what belongs to the verb begins with the *et*.
fn after_mark(reader: &Reader<'_, '_>, mark: usize, mut opening: Opening) -> Option<Opening> {
    let sign = reader.folded.mark(mark);
    if !matches!(sign, Some(b',' | b';' | b':' | b'-' | b'.')) {
        return None;
    }
    opening.lead = mark;
    if sign == Some(b',')
        && let Some(lead) = inserted_lead(reader, mark)
    {
        opening.lead = lead;
    }
    Some(opening)
}

fn after_coordinator(reader: &Reader<'_, '_>, before: usize, kind: &str, mut opening: Opening) -> Option<Opening> {
    if kind != "and" {
        return None;
    }
    let comma = before.checked_sub(1).filter(|token| reader.is_comma(*token));
    opening.lead = comma.unwrap_or(before);
    opening.doubtful = comma.is_none() && in_relative(reader, before);
    Some(opening)
}

/// How far back an insertion before a verb may begin.
const INSERTED: usize = 70;

/// The *and* that opens an insertion which a comma closes.
fn inserted_lead(reader: &Reader<'_, '_>, comma: usize) -> Option<usize> {
    let mut at = comma;
    while let Some(before) = reader.previous(at).filter(|before| comma - before < INSERTED) {
        if reader.coordinator(before).is_some_and(|(kind, _)| kind == "and") {
            let after = reader.next(before);
            let opens = reader.is_comma(after)
                || [Role::Link, Role::Gerund, Role::Partner, Role::Condition, Role::Purpose, Role::Deadline]
                    .iter()
                    .any(|role| reader.has(after, *role));
            if opens && !reader.has(after, Role::Actor) {
                let comma = before.checked_sub(1).filter(|token| reader.is_comma(*token));
                return Some(comma.unwrap_or(before));
            }
        }
        if reader.folded.mark(before) == Some(b';') {
            return None;
        }
        at = before;
    }
    None
}

/// Whether a relative pronoun stands between the last mark and a token.
pub(super) fn in_relative(reader: &Reader<'_, '_>, token: usize) -> bool {
    let mut at = token;
    while let Some(before) = reader.previous(at).filter(|before| token - before < INSERTED) {
        if reader.is_mark(before) {
            return false;
        }
        if reader.value(before, Role::Relative).is_some_and(|value| value != "phrase") {
            return true;
        }
        at = before;
    }
    false
}
