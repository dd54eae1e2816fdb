//! Operative verbs: finite verbs whose subject is the organ that adopts the text.

use std::ops::Range;

use super::reader::Reader;
use crate::hits::Hit;
use crate::lexicon::{Place, Role, VerbRow};

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
    /// Whether a mark stands before it, or before the *and* before it.
    pub marked: bool,
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
        let known = verbs.last().map_or(0, |verb| verb.end);
        let Some(opening) = opening(reader, hit.first, known) else { continue };
        if let Some(mut form) = read(reader, hit.first) {
            if let Some(degree) = opening.degree {
                form.words.insert(0, degree..reader.next(degree));
            }
            // An insertion before this verb does not reach back over another: *and in this regard welcomes …, urges*.
            let crosses = verbs.last().is_some_and(|verb| opening.lead < verb.end);
            verbs.push(Verb {
                lead: if crosses { opening.mark } else { opening.lead },
                first: hit.first,
                end: form.end,
                words: form.words,
                rows: form.rows,
                again: form.again || opening.again,
                pronoun: opening.pronoun,
                doubtful: opening.doubtful,
                marked: opening.marked,
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
    let mut path = Path { place: 0, at: first, skipped: 0, again: false, words: Vec::new() };
    let mut best = None;
    path.follow(reader, first, &mut best);
    let mut form: Form<'l> = best?;
    while let Some(hit) = reader.hit(form.end).filter(|hit| hit.roles.has(Role::Degree) && !hit.roles.has(Role::Link)) {
        push(&mut form.words, hit.first..hit.end);
        form.end = hit.end;
    }
    Some(form)
}

/// A way through the tree of verbs and the words of a paragraph at once.
#[derive(Clone)]
struct Path {
    place: Place,
    at: usize,
    skipped: usize,
    again: bool,
    words: Vec<Range<usize>>,
}

impl Path {
    /// Goes on as far as a verb can; what it passes is kept if it is longer than the best so far.
    fn follow<'l>(&mut self, reader: &Reader<'l, '_>, first: usize, best: &mut Option<Form<'l>>) {
        let verbs = reader.lexicon.verbs();
        let mut around: Option<Path> = None;
        while self.at < reader.len() {
            let inside = reader.hit(self.at).filter(|_| self.at != first && self.skipped < INSIDE);
            if let Some(next) = verbs.step(self.place, reader.folded, self.at) {
                // *se déclare de nouveau prêt*: a verb may go on with the first word of what can be skipped.
                if let Some(hit) = inside.filter(|hit| hit.first + 1 < hit.end) {
                    let mut path = self.clone();
                    around = path.skip(hit).then_some(path);
                }
                self.place = next;
                push(&mut self.words, self.at..self.at + 1);
                self.at += 1;
                let rows = verbs.rows(self.place);
                if !rows.is_empty() && best.as_ref().is_none_or(|best| best.end < self.at) {
                    *best = Some(Form { end: self.at, words: self.words.clone(), rows, again: self.again });
                }
            } else if !inside.is_some_and(|hit| self.skip(hit)) {
                break;
            }
        }
        if let Some(mut around) = around {
            around.follow(reader, first, best);
        }
    }

    /// Passes words that may stand inside a verb; whether these may.
    fn skip(&mut self, hit: &Hit) -> bool {
        if hit.roles.has(Role::Degree) {
            push(&mut self.words, hit.first..hit.end);
        } else if hit.roles.has(Role::Again) {
            self.again = true;
        } else if !hit.roles.has(Role::Link) {
            return false;
        }
        self.skipped += 1;
        self.at = hit.end;
        true
    }
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
    /// The mark or the *and* that stands next before it.
    mark: usize,
    again: bool,
    /// An adverb before the verb that belongs to it: *strongly condemns*.
    degree: Option<usize>,
    pronoun: Option<usize>,
    doubtful: bool,
    marked: bool,
}

/// Whether a clause of the organ can begin with a token, seen from what stands before it.
///
/// The words before `known` belong to the verb before and say nothing of a relative clause: *se déclare prêt à*.
fn opening(reader: &Reader<'_, '_>, first: usize, known: usize) -> Option<Opening> {
    let mut opening =
        Opening { lead: first, mark: first, again: false, degree: None, pronoun: None, doubtful: false, marked: false };
    let mut at = first;
    loop {
        let Some(before) = reader.previous(at) else { return Some(opening) };
        if reader.is_mark(before) {
            return after_mark(reader, before, opening);
        }
        if let Some((kind, _)) = reader.coordinator(before) {
            return after_coordinator(reader, before, kind, opening, known);
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
    (opening.lead, opening.mark) = (mark, mark);
    opening.marked = true;
    if sign == Some(b',')
        && let Some(lead) = inserted_lead(reader, mark)
    {
        opening.lead = lead;
    }
    Some(opening)
}

fn after_coordinator(
    reader: &Reader<'_, '_>,
    before: usize,
    kind: &str,
    mut opening: Opening,
    known: usize,
) -> Option<Opening> {
    if kind != "and" {
        return None;
    }
    let comma = before.checked_sub(1).filter(|token| reader.is_comma(*token));
    opening.lead = comma.unwrap_or(before);
    opening.mark = opening.lead;
    opening.marked = comma.is_some();
    opening.doubtful = comma.is_none() && in_relative(reader, known, before);
    Some(opening)
}

/// How far back an insertion before a verb may begin.
const INSERTED: usize = 70;

/// The *and* that opens an insertion which a comma closes.
fn inserted_lead(reader: &Reader<'_, '_>, comma: usize) -> Option<usize> {
    let mut at = comma;
    while let Some(before) = reader.previous(at).filter(|before| comma - before < INSERTED) {
        if reader.coordinator(before).is_some_and(|(kind, _)| kind == "and") {
            let comma = before.checked_sub(1).filter(|token| reader.is_comma(*token));
            let after = reader.next(before);
            let inserted = [Role::Link, Role::Gerund, Role::Partner, Role::Condition, Role::Purpose, Role::Deadline];
            let opens = inserted.iter().any(|role| reader.has(after, *role)) && !reader.has(after, Role::Actor);
            if reader.is_comma(after) || comma.is_some() && opens {
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

/// Whether a relative pronoun stands between the last mark and a token, and no form of an operative verb behind it.
///
/// *…, qui existait et réaffirme que*: here the organ speaks; *…, qui rappelle … et souligne que*: here it does not.
pub(super) fn says_nothing(reader: &Reader<'_, '_>, token: usize) -> bool {
    let mut at = token;
    while let Some(before) = reader.previous(at).filter(|before| token - before < INSERTED) {
        if reader.value(before, Role::Relative).is_some_and(|value| value != "phrase") {
            return true;
        }
        if reader.is_mark(before) || reader.has(before, Role::Verb) {
            return false;
        }
        at = before;
    }
    false
}

/// Whether a relative pronoun stands between the last mark and a token.
fn in_relative(reader: &Reader<'_, '_>, known: usize, token: usize) -> bool {
    let mut at = token;
    while let Some(before) = reader.previous(at).filter(|before| known <= *before && token - before < INSERTED) {
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
