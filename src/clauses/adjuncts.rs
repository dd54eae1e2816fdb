//! Adjuncts: with whom, by when, how often, under which conditions, and who is told.

use std::ops::Range;

use super::people::{self, Case};
use super::reader::Reader;
use super::{Action, Clause, Mention, Who};
use crate::lexicon::{Kind, Lexicons, Origin, Reference, Role};
use crate::times::{self, Time};

/// When an action is due.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Deadline {
    pub time: Time,
    /// How surely the action is due then, against other times that it names.
    rank: u8,
    pub words: Range<usize>,
    pub origin: Option<Origin>,
}

/// How far after its verb the noun of a report may stand.
const REPORT: usize = 40;

/// Finds the adjuncts of every action of a clause, and who carries the duties that a statement states.
pub(super) fn attach(lexicons: &Lexicons, reader: &Reader<'_, '_>, clause: &mut Clause<'_>) {
    let kind = lexicons.act(clause.row.act).kind;
    for action in &mut clause.actions {
        complete(reader, action, kind);
    }
    if kind == Kind::Statement {
        clause.implied = implied(reader, clause.words.clone());
    } else {
        due_before(reader, clause);
    }
}

/// *Prie X, au plus tard le 1er mars, de … et de …*: a time between the verb and its first action is that of all.
fn due_before(reader: &Reader<'_, '_>, clause: &mut Clause<'_>) {
    let start = clause.words.start;
    let Some(action) = clause.actions.first() else { return };
    let end = action.words.start.min(clause.words.end);
    let mut before = Action { words: start..end, ..Action::default() };
    let mut at = start;
    while at < end {
        // Only what stands between commas is said of the ask.
        if at != start && reader.is_comma(at - 1) {
            deadline(reader, &mut before, at, false);
            recurrence(reader, &mut before, at);
        }
        at = reader.next(at);
    }
    for action in &mut clause.actions {
        action.deadline = action.deadline.take().or(before.deadline.clone());
        action.recurrence = action.recurrence.take().or(before.recurrence.clone());
    }
}

/// Finds the adjuncts of one action.
pub(super) fn complete(reader: &Reader<'_, '_>, action: &mut Action, kind: Kind) {
    if kind == Kind::Statement {
        return;
    }
    for words in [action.insertion.clone(), action.words.clone()] {
        look_within(reader, action, words);
    }
    report(reader, action);
    relay(reader, action);
}

/// Finds what stands anywhere in a stretch of an action.
fn look_within(reader: &Reader<'_, '_>, action: &mut Action, words: Range<usize>) {
    let mut relative = false;
    let mut at = words.start;
    while at < words.end {
        let next = reader.next(at);
        if reader.is_comma(at) {
            relative = false;
        } else if reader.value(at, Role::Relative).is_some_and(|value| value != "phrase") {
            relative = true;
        }
        if !relative {
            partner(reader, action, at);
        }
        condition(reader, action, at);
        recurrence(reader, action, at);
        deadline(reader, action, at, relative);
        at = next;
    }
}

fn partner(reader: &Reader<'_, '_>, action: &mut Action, at: usize) {
    let included = || reader.previous(at).is_some_and(|before| reader.has(before, Role::Including));
    if people::opens_partners(reader, at) && !included() {
        let found = people::partners(reader, reader.next(at)..action.words.end);
        action.partners.extend(found.people);
    }
}

fn condition(reader: &Reader<'_, '_>, action: &mut Action, at: usize) {
    let Some(value) = reader.value(at, Role::Condition) else { return };
    if action.conditions.last().is_some_and(|last| at < last.end) {
        return;
    }
    let next = reader.next(at);
    let end = match value {
        "phrase" => next,
        _ => (next..action.words.end)
            .find(|token| reader.is_comma(*token) && !joins_words(reader, *token))
            .unwrap_or(action.words.end),
    };
    action.conditions.push(at..end);
}

/// How many words the list within a condition may go on with before its *et*.
const LISTED: usize = 4;

/// *conformément aux politiques, règles et procédures de …*: a comma between words of which *et* joins the last.
fn joins_words(reader: &Reader<'_, '_>, comma: usize) -> bool {
    for token in comma + 1..comma + 1 + LISTED {
        if reader.coordinator(token).is_some() {
            return comma + 1 < token;
        }
        if !reader.is_comma(token) && reader.hit(token).is_some_and(|hit| !hit.roles.has(Role::Qualifier)) {
            return false;
        }
    }
    false
}

fn recurrence(reader: &Reader<'_, '_>, action: &mut Action, at: usize) {
    let Some(entry) = reader.entry(at, Role::Recurrence) else { return };
    if entry.value() != "opener" {
        action.recurrence.get_or_insert_with(|| (entry.value().to_owned(), entry.origin));
        return;
    }
    if let Some((time @ Time::Span { .. }, _)) =
        times::time(reader.lexicon, reader.folded, reader.hits, reader.next(at))
    {
        action.recurrence.get_or_insert_with(|| (time.normal(), entry.origin));
    }
}

fn deadline(reader: &Reader<'_, '_>, action: &mut Action, at: usize, relative: bool) {
    let Some(entry) = reader.entry(at, Role::Deadline).filter(|_| !relative) else { return };
    let mut from = reader.next(at);
    // Words between the opener and its time: articles, *fin*, *le courant de*.
    let mut found = None;
    for _ in 0..4 {
        found = times::time(reader.lexicon, reader.folded, reader.hits, from);
        let passes =
            reader.has(from, Role::Determiner) || reader.has(from, Role::Particle) || reader.has(from, Role::Deadline);
        if found.is_some() || !passes {
            break;
        }
        from = reader.next(from);
    }
    let Some((time, end)) = found else { return };
    // *in the 2030 Agenda*: a year behind an article belongs to a name.
    let named = matches!(time, Time::Date { month: None, .. })
        && reader.previous(from).is_some_and(|before| at < before && reader.has(before, Role::Determiner));
    let fits = match entry.value() {
        "within" => matches!(time, Time::Span { .. }),
        _ => !named,
    };
    if action.words.end < end || !fits {
        return;
    }
    let rank = rank(time, entry.value());
    if action.deadline.as_ref().is_none_or(|known| known.rank < rank) {
        action.deadline = Some(Deadline { time, rank, words: at..end, origin: Some(entry.origin) });
    }
}

/// Which of two times binds more: a date by which, a span, a session, a date at which.
fn rank(time: Time, opener: &str) -> u8 {
    match time {
        Time::Date { .. } if opener == "at" => 1,
        Time::Session(_) => 2,
        Time::Span { .. } => 3,
        Time::Date { .. } => 4,
    }
}

/// Whether the action reports, and to whom.
fn report(reader: &Reader<'_, '_>, action: &mut Action) {
    let words = action.words.clone();
    let Some((verb, kind, near)) = report_verb(reader, words.clone()) else { return };
    let noun = near.clone().any(|token| reader.has(token, Role::ReportNoun));
    action.report |= kind == "report" || kind != "inform" && noun;
    let told_before = (words.start..verb).find(|token| {
        let token = *token;
        let value = reader.value(token, Role::Clitic);
        value == Some("organ") || kind == "inform" && value.is_some() && reader.has(token, Role::ObjectPronoun)
    });
    if let Some(pronoun) = told_before {
        let origin = reader.entry(pronoun, Role::Clitic).map_or(Origin::default(), |entry| entry.origin);
        action.informed.push(Mention { words: pronoun..pronoun + 1, who: Who::Known(Reference::Organ, origin) });
    } else if let Some(end) =
        people::phrase_end(reader, reader.next(verb), near.end).filter(|_| kind == "report" || kind == "inform")
    {
        let found = people::addressees(reader, reader.next(verb)..end, Case { lead: &[] });
        action.informed.extend(found.people);
    } else if kind != "inform" {
        action.informed.extend(told_after(reader, reader.next(verb)..near.end));
    }
}

/// The first verb of an action that reports, how it does so, and where what is reported stands.
///
/// One that makes something else than a report is none: *fournir une aide aux États*.
fn report_verb<'l>(reader: &Reader<'l, '_>, words: Range<usize>) -> Option<(usize, &'l str, Range<usize>)> {
    (words.start..words.end.min(words.start + 12)).find_map(|verb| {
        let kind = reader.value(verb, Role::ReportVerb)?;
        let start = reader.next(verb);
        let limit = words.end.min(verb + REPORT);
        let end = (start..limit).find(|token| opens_infinitive(reader, *token)).unwrap_or(limit);
        let told = (words.start..verb).any(|token| reader.value(token, Role::Clitic) == Some("organ"));
        let near = if kind == "make" || kind == "submit" { verb..end } else { verb..limit };
        let made = told || near.clone().any(|token| reader.has(token, Role::ReportNoun));
        (kind != "make" || made).then_some((verb, kind, near))
    })
}

/// Whether another infinitive begins here: what stands behind it is its own.
fn opens_infinitive(reader: &Reader<'_, '_>, at: usize) -> bool {
    let opens = reader.particle(at).is_some() && reader.complementizes(at) || reader.has(at, Role::Purpose);
    opens && reader.infinitive(reader.next(at)).is_some()
}

/// *présenter à l'Assemblée générale un rapport*: the first person behind a particle that addresses.
fn told_after(reader: &Reader<'_, '_>, words: Range<usize>) -> Vec<Mention> {
    let mut at = words.start;
    while at < words.end {
        let dative = reader.particle(at).is_some_and(|symbol| reader.lexicon.addresses(symbol));
        let next = reader.next(at);
        if let Some(pronoun) =
            reader.entry(next, Role::ObjectPronoun).filter(|_| dative && !reader.has(next, Role::Determiner))
        {
            return vec![Mention { words: next..next + 1, who: Who::Known(Reference::Organ, pronoun.origin) }];
        }
        if dative && people::names_somebody_first(reader, next, words.end) {
            let end = people::phrase_end(reader, next, words.end).unwrap_or(next);
            return people::addressees(reader, next..end, Case { lead: &[] }).people;
        }
        if reader.has(at, Role::Purpose) {
            break;
        }
        at = next;
    }
    Vec::new()
}

/// *encourager le secteur privé à prendre …*: who is to act through the addressee.
fn relay(reader: &Reader<'_, '_>, action: &mut Action) {
    let words = action.words.clone();
    let mut at = words.start;
    while at < words.end.min(words.start + 12) {
        if let Some(frame) = reader.relay(at) {
            let mut start = reader.next(at);
            if !frame.lead.is_empty() {
                if reader.particle(start).is_none_or(|symbol| !frame.lead.contains(&symbol)) {
                    return;
                }
                start = reader.next(start);
            }
            let mut end = start;
            while end < words.end {
                let opens = reader.particle(end).is_some_and(|symbol| frame.complementizers.contains(&symbol));
                if opens && reader.infinitive(reader.next(end)).is_some() {
                    let found = people::addressees(reader, start..end, Case { lead: &frame.lead });
                    action.indirect.extend(found.people);
                    return;
                }
                end = reader.next(end);
            }
            return;
        }
        at = reader.next(at);
    }
}

/// *Souligne que les États doivent …*, *qu'il incombe aux États de …*.
fn implied(reader: &Reader<'_, '_>, words: Range<usize>) -> Vec<Mention> {
    let mut at = words.start;
    while at < words.end {
        match reader.value(at, Role::Duty) {
            Some("object") => {
                let start = reader.next(at);
                let start = if reader.particle(start).is_some() { reader.next(start) } else { start };
                if let Some(end) = people::phrase_end(reader, start, words.end) {
                    return people::addressees(reader, start..end, Case { lead: &[] }).people;
                }
            }
            Some(_) => return subject_before(reader, words.start, at),
            None => {}
        }
        at = reader.next(at);
    }
    Vec::new()
}

/// Who stands as subject before a verb of duty: what the clause begins with.
fn subject_before(reader: &Reader<'_, '_>, start: usize, verb: usize) -> Vec<Mention> {
    let mut from = start;
    let mut at = start;
    while at < verb {
        if reader.particle(at).is_some_and(|symbol| reader.lexicon.opens_clause(symbol)) {
            from = reader.next(at);
        }
        at = reader.next(at);
    }
    people::subject(reader, from..verb).map_or(Vec::new(), |(_, people)| people)
}
