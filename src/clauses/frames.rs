//! Frames: what follows a verb, and so which act it is.

use std::ops::Range;

use super::people::{self, Case};
use super::reader::Reader;
use super::verbs::{self, Verb};
use super::{Clause, Mention, Provenance, Who, actions};
use crate::lexicon::{Kind, Lexicons, Origin, Reference, Role, Symbol, Tail, VerbRow};

/// How a frame was found in a text.
#[derive(Clone, Debug)]
struct Fit<'l> {
    row: &'l VerbRow,
    addressee: Range<usize>,
    /// Where the action begins, complementizer left out; nothing where none was found.
    action: Option<usize>,
    complementizer: Option<Symbol>,
    /// Insertions between the verb and its addressee.
    insertions: Range<usize>,
    again: bool,
    /// Whether its complementizer may belong to a clause within the addressee.
    doubtful: bool,
}

/// Whether anything that follows a verb in the middle of a paragraph makes it one.
pub(super) fn fits(reader: &Reader<'_, '_>, verb: &Verb<'_>, end: usize, lexicons: &Lexicons) -> bool {
    if let Some(pronoun) = verb.pronoun {
        // *le suivi et la mesure des résultats*: an article looks like a pronoun.
        let article = reader.has(pronoun, Role::Determiner) && !verb.marked;
        return !article || with_pronoun(reader, verb, pronoun, end).is_some();
    }
    let fit = best(reader, verb, end.min(verb.end + ADDRESSEE));
    fit.is_some_and(|fit| {
        let directive = lexicons.act(fit.row.act).kind == Kind::Directive;
        if verb.doubtful {
            let clause = reader.particle(verb.end).is_some_and(|symbol| reader.lexicon.opens_clause(symbol));
            let asks = fit.row.frame.addressed || fit.row.frame.tail == Tail::Clause;
            return directive && asks && fit.action.is_some()
                || !directive && clause && verbs::says_nothing(reader, verb.lead);
        }
        // A thing alone makes no ask of a word that may be a noun: *roles, mandates and tasks*, *the requests for offers*.
        let thing = fit.row.frame.demands() == 0 && !fit.row.reiterated;
        !directive || !thing || fit.action.is_some_and(|start| opens_thing(reader, start))
    })
}

/// Whether the thing of a verb may begin here, an insertion before it, or a verb that shares it.
fn opens_thing(reader: &Reader<'_, '_>, start: usize) -> bool {
    const INSERTED: [Role; 6] =
        [Role::Link, Role::Condition, Role::Partner, Role::Deadline, Role::Including, Role::Purpose];
    if let Some((_, after)) = reader.coordinator(start) {
        return reader.has(after, Role::Verb);
    }
    if reader.is_comma(start) {
        return INSERTED.iter().any(|role| reader.has(start + 1, *role));
    }
    // Where infinitives have endings, verbs are no nouns, and a particle may be an article: *de nouvelles mesures*.
    let endings = !reader.lexicon.infinitive_endings.is_empty();
    endings || reader.particle(start).is_none() || reader.opens_phrase(start)
}

/// The clause of a verb, which ends before `limit`.
pub(super) fn clause<'l>(
    lexicons: &Lexicons,
    reader: &Reader<'l, '_>,
    verb: &Verb<'l>,
    limit: usize,
    leads_in: bool,
) -> Clause<'l> {
    let fit = match verb.pronoun {
        Some(pronoun) => with_pronoun(reader, verb, pronoun, limit),
        None => best(reader, verb, limit),
    };
    let fit = fit.unwrap_or_else(|| whatever(reader, verb, limit));
    let act = lexicons.act(fit.row.act);
    let mut clause = Clause {
        row: fit.row,
        verb: verb.words.clone(),
        reiterated: verb.again || fit.again || fit.row.reiterated,
        verb_from: Provenance::Own,
        addressee: fit.addressee.clone(),
        addressee_from: Provenance::Own,
        people: Vec::new(),
        actions: Vec::new(),
        partners: Vec::new(),
        implied: Vec::new(),
        complementizer: fit.complementizer,
        leads_in,
        words: verb.first..limit,
    };
    if let Some(pronoun) = verb.pronoun {
        clause.addressee = pronoun..pronoun + 1;
        let origin = reader.entry(pronoun, Role::ObjectPronoun).map_or(Origin::default(), |entry| entry.origin);
        clause.people = vec![Mention { words: pronoun..pronoun + 1, who: Who::Known(Reference::Earlier, origin) }];
    } else if fit.row.frame.addressed {
        let case = Case { lead: &fit.row.frame.lead };
        let found = people::addressees(reader, fit.addressee.clone(), case);
        clause.people = found.people;
        clause.partners = found.partners;
    }
    clause.partners.extend(people::partners_within(reader, fit.insertions.clone()));
    if let Some(start) = fit.action {
        let tail = fit.row.frame.tail;
        clause.actions = match act.kind {
            Kind::Statement => actions::whole(start..limit),
            _ if tail == Tail::Thing => actions::things(reader, start..limit),
            _ => actions::split(reader, start..limit, tail, fit.complementizer),
        };
        if tail == Tail::Clause && act.kind != Kind::Statement && clause.people.is_empty() {
            subject_acts(reader, &mut clause, start, act.kind);
        }
    }
    if act.kind == Kind::Decision && clause.people.is_empty() {
        clause.addressee_from = Provenance::Organ;
    }
    clause
}

/// *Demande que les parties respectent …*, *Décide que la Commission tiendra …*: the subject is the one who acts.
fn subject_acts(reader: &Reader<'_, '_>, clause: &mut Clause<'_>, start: usize, kind: Kind) {
    let end = clause.actions.first().map_or(start, |action| action.words.end);
    let Some((words, people)) = people::subject(reader, start..end) else { return };
    if kind == Kind::Directive || people.iter().any(|mention| matches!(mention.who, Who::Known(..))) {
        clause.addressee = words;
        clause.people = people;
    }
}

/// A verb that nothing known follows: what stands there is its thing.
fn whatever<'l>(reader: &Reader<'l, '_>, verb: &Verb<'l>, limit: usize) -> Fit<'l> {
    let (start, again) = reader.skip_links(verb.end);
    let row = verb.rows.last().expect("a verb has rows");
    let action = (start < limit).then_some(start);
    Fit { row, addressee: start..start, action, complementizer: None, insertions: start..start, again, doubtful: false }
}

/// The first frame that fits, the most demanding first; past insertions between commas where none fits before.
fn best<'l>(reader: &Reader<'l, '_>, verb: &Verb<'l>, limit: usize) -> Option<Fit<'l>> {
    let (start, again) = reader.skip_links(verb.end);
    let mut at = start;
    // Before a list, what is asked stands in its members, and is no thing.
    let before_list = reader.ends_with_colon() && limit == reader.sentence_end();
    for _ in 0..3 {
        let found = most_demanding(reader, verb.rows, at, limit);
        let thing = |fit: &Fit<'_>| fit.row.frame.addressed && fit.row.frame.tail == Tail::Thing;
        if let Some(mut fit) = found.filter(|fit| !(before_list && thing(fit))) {
            fit.insertions = start..fit.insertions.end;
            fit.again = again;
            return Some(fit);
        }
        // *, where needed, and with a view to …, to*: one insertion may be joined to another.
        let joined = reader.coordinator(at).filter(|_| at != start).and_then(|_| reader.insertion_end(at - 1, limit));
        let Some(after) = reader.insertion_end(at, limit).or(joined) else { break };
        at = reader.skip_links(after).0;
    }
    // An addressee whose action stands elsewhere: after the next verb, or in sub-paragraphs.
    let addressed = verb.rows.iter().filter(|row| row.frame.addressed && row.frame.tail != Tail::Thing);
    for row in addressed {
        if let Some(mut fit) = fit_addressee_alone(reader, row, at, limit) {
            fit.insertions = start..at;
            fit.again = again;
            return Some(fit);
        }
    }
    let row = verb.rows.iter().find(|row| row.frame.demands() == 0)?;
    let start = past_inserted_links(reader, start);
    let action = (start < limit).then_some(start);
    Some(Fit {
        row,
        addressee: start..start,
        action,
        complementizer: None,
        insertions: start..start,
        again,
        doubtful: false,
    })
}

/// Of the frames that fit what begins at a token and demand most, the one whose action begins first; one that is
/// doubtful gives way. *Appeals to X for N* counts among them, since a particle marks its thing.
fn most_demanding<'l>(reader: &Reader<'l, '_>, rows: &'l [VerbRow], at: usize, limit: usize) -> Option<Fit<'l>> {
    let mut best: Option<Fit<'l>> = None;
    for row in rows.iter().filter(|row| row.frame.demands() != 0) {
        let marked = row.frame.addressed && row.frame.tail == Tail::Thing && !row.frame.complementizers.is_empty();
        if !marked && best.as_ref().is_some_and(|best| row.frame.demands() < best.row.frame.demands()) {
            continue;
        }
        let Some(found) = fit(reader, row, at, limit).filter(|fit| !may_be_a_thing(reader, rows, fit, limit)) else {
            continue;
        };
        let order = |fit: &Fit<'_>| (fit.doubtful, fit.action);
        if best.as_ref().is_none_or(|best| order(&found) < order(best)) {
            best = Some(found);
        }
    }
    best
}

/// *Calls for a bolder effort to …*: whether nobody known stands where the verb takes a thing behind the same particle,
/// unless that is the one of infinitives, too: *appeals to those who can to …*.
fn may_be_a_thing(reader: &Reader<'_, '_>, rows: &[VerbRow], fit: &Fit<'_>, limit: usize) -> bool {
    let lead = &fit.row.frame.lead;
    let thing = |row: &VerbRow| !row.frame.addressed && row.frame.tail == Tail::Thing && row.frame.lead == *lead;
    let dative = fit.row.frame.complementizers.iter().any(|symbol| lead.contains(symbol));
    fit.row.frame.addressed
        && !dative
        && !fit.row.reiterated
        && !lead.is_empty()
        && !people::names_somebody_first(reader, fit.addressee.start, limit)
        && rows.iter().any(thing)
}

/// Whether a frame fits what begins at a token.
fn fit<'l>(reader: &Reader<'l, '_>, row: &'l VerbRow, at: usize, limit: usize) -> Option<Fit<'l>> {
    let frame = &row.frame;
    let phrase = after_lead(reader, row, at).or_else(|| repeated_addressee(reader, row, at, limit))?;
    let nothing = Fit {
        row,
        addressee: phrase..phrase,
        action: None,
        complementizer: None,
        insertions: at..at,
        again: false,
        doubtful: false,
    };
    if !frame.addressed {
        return match frame.tail {
            Tail::Thing => {
                let start = past_inserted_links(reader, phrase);
                (start < limit).then_some(Fit { action: Some(start), ..nothing })
            }
            tail => {
                let adverbial = reader.has(phrase, Role::Partner) && tail == Tail::Infinitive;
                let complement = row.reiterated || adverbial;
                let phrase = if complement { noun_complement(reader, row, phrase, limit) } else { phrase };
                let symbol = reader.particle(phrase).filter(|symbol| frame.complementizers.contains(symbol))?;
                let start = reader.next(phrase);
                let infinitive = reader.complementizes(phrase) && reader.infinitive(start).is_some();
                let opens = tail == Tail::Clause || infinitive;
                let (action, complementizer, insertions) = (Some(start), Some(symbol), at..phrase);
                (opens && start < limit).then_some(Fit { action, complementizer, insertions, ..nothing })
            }
        };
    }
    if !reader.opens_phrase(phrase) || people::names_a_thing(reader, phrase, limit) {
        return None;
    }
    if frame.tail == Tail::Thing {
        let end = people::phrase_end(reader, phrase, limit)?;
        let mut action = reader.skip_links(end).0;
        // *Entrusts X with N*: the particle is no word of the thing.
        if !frame.complementizers.is_empty() {
            reader.particle(action).filter(|symbol| frame.complementizers.contains(symbol))?;
            action = reader.next(action);
        }
        return (action < limit).then_some(Fit { addressee: phrase..end, action: Some(action), ..nothing });
    }
    let found = complementizer(reader, row, phrase, limit)?;
    // *for access to be given to everybody*: what is done does not act.
    let passive = reader.value(found.start, Role::Infinitive) == Some("passive");
    if passive && !people::names_somebody_first(reader, phrase, found.at) {
        return None;
    }
    let mut end = found.at;
    while end != phrase && reader.is_comma(end - 1) {
        end -= 1;
    }
    let (action, complementizer, doubtful) = (Some(found.start), Some(found.symbol), found.doubtful);
    Some(Fit { addressee: phrase..end, action, complementizer, doubtful, ..nothing })
}

/// *Encourages, in this regard, the …*: past an insertion that says nothing for the record.
fn past_inserted_links(reader: &Reader<'_, '_>, start: usize) -> usize {
    if !reader.is_comma(start) {
        return start;
    }
    let close = reader.skip_links(start + 1).0;
    if close != start + 1 && reader.is_comma(close) { close + 1 } else { start }
}

/// How many words may stand between a noun that repeats an ask, or a verb, and its complement: *la décision prise dans …
/// de*, *decides in consultation with … to*.
const REPEATED: usize = 16;

/// Where the complement of a noun that repeats an ask or a decision, or of a verb behind an adverbial, begins.
fn noun_complement(reader: &Reader<'_, '_>, row: &VerbRow, phrase: usize, limit: usize) -> usize {
    let mut at = phrase;
    while at < limit.min(phrase + REPEATED) {
        if opens_action(reader, row, at).is_some() {
            return at;
        }
        at = reader.next(at);
    }
    phrase
}

/// *Reaffirms the request made in its resolution 12/3 to States to …*: where the addressee of a noun that repeats an ask
/// begins, if words stand between the two.
fn repeated_addressee(reader: &Reader<'_, '_>, row: &VerbRow, at: usize, limit: usize) -> Option<usize> {
    if !row.reiterated || !row.frame.addressed {
        return None;
    }
    let mut token = at;
    while token < limit.min(at + REPEATED) {
        if let Some(phrase) = after_lead(reader, row, token)
            && people::names_somebody_first(reader, phrase, limit)
        {
            return Some(phrase);
        }
        token = reader.next(token);
    }
    None
}

/// An addressee that nothing known follows.
fn fit_addressee_alone<'l>(reader: &Reader<'l, '_>, row: &'l VerbRow, at: usize, limit: usize) -> Option<Fit<'l>> {
    let phrase = after_lead(reader, row, at)?;
    let named = people::names_somebody_first(reader, phrase, limit);
    // *calls upon the leaders urgently to:*: the complementizer is none of its words.
    let mut end = limit;
    while let Some(last) = reader.previous(end).filter(|last| phrase < *last) {
        let opens = reader.particle(last).is_some_and(|symbol| row.frame.complementizers.contains(&symbol));
        if !opens && (end == limit || !reader.is_adverbial(last)) {
            break;
        }
        end = last;
    }
    let addressee = phrase..end;
    let (insertions, complementizer) = (at..at, row.frame.complementizers.first().copied());
    named.then_some(Fit { row, addressee, action: None, complementizer, insertions, again: false, doubtful: false })
}

/// The token after the particle that leads the frame; contracted articles go with it.
fn after_lead(reader: &Reader<'_, '_>, row: &VerbRow, at: usize) -> Option<usize> {
    if row.frame.lead.is_empty() {
        return Some(at);
    }
    let symbol = reader.particle(at)?;
    row.frame.lead.contains(&symbol).then(|| reader.next(at))
}

struct Complementizer {
    at: usize,
    start: usize,
    symbol: Symbol,
    /// *les accords* qu'ils ont signés: whether a relative clause or an apposition stands open before it.
    doubtful: bool,
}

/// How many words an addressee may have.
const ADDRESSEE: usize = 400;

/// How many words after a relative pronoun an infinitive is that of its own verb: *qui s'emploient à lutter*.
const RELATIVE: usize = 5;

/// The complementizer that opens the action after an addressee.
fn complementizer(reader: &Reader<'_, '_>, row: &VerbRow, phrase: usize, limit: usize) -> Option<Complementizer> {
    let clause = row.frame.tail == Tail::Clause;
    let mut relative: Option<usize> = None;
    let mut kept: Option<Complementizer> = None;
    let mut unknown: Option<Complementizer> = None;
    let mut at = reader.next(phrase);
    while at < limit.min(phrase + ADDRESSEE) {
        let opens = opens_action(reader, row, at);
        if let Some(symbol) = opens {
            let doubtful = clause && relative.is_some();
            let found = Complementizer { at, start: reader.next(at), symbol, doubtful };
            match relative {
                Some(pronoun) if at - pronoun <= RELATIVE && kept.is_none() => {
                    kept = Some(Complementizer { doubtful: true, ..found });
                }
                // Behind the comma that ends the relative clause, only what follows the comma itself is another.
                _ if kept.is_some() && (joined(reader, at) || relative.is_none() && !reader.is_comma(at - 1)) => {
                    return kept;
                }
                _ => return Some(found),
            }
        }
        if reader.is_comma(at) {
            relative = None;
        } else if opens_relative(reader, row, at) || clause && reader.has(at, Role::Apposition) {
            relative = Some(at);
        } else if unknown.is_none() && row.frame.tail == Tail::Infinitive {
            unknown = opens_unknown(reader, row, at);
        }
        at = reader.next(at);
    }
    kept.or(unknown)
}

/// Whether what opens here behind somebody known is the infinitive of a verb that no row knows.
fn opens_unknown(reader: &Reader<'_, '_>, row: &VerbRow, at: usize) -> Option<Complementizer> {
    let symbol = reader.particle(at).filter(|symbol| row.frame.complementizers.contains(symbol))?;
    let behind = reader.previous(at).is_some_and(|before| reader.has(before, Role::Actor));
    let start = reader.next(at);
    (behind && reader.may_be_infinitive(start)).then_some(Complementizer { at, start, symbol, doubtful: false })
}

/// Whether a clause within the addressee begins here: *qui*, or *que* where the frame has none.
fn opens_relative(reader: &Reader<'_, '_>, row: &VerbRow, at: usize) -> bool {
    let pronoun = reader.value(at, Role::Relative).is_some_and(|value| value != "phrase");
    let clause = reader.particle(at).is_some_and(|symbol| {
        reader.lexicon.opens_clause(symbol)
            && !row.frame.complementizers.contains(&symbol)
            && !row.frame.lead.contains(&symbol)
    });
    pronoun || clause
}

/// Whether *et* stands before a token: what follows is a further action.
fn joined(reader: &Reader<'_, '_>, at: usize) -> bool {
    reader.previous(at).is_some_and(|before| reader.coordinator(before).is_some())
}

/// The symbol of the complementizer, if one of the frame's opens an action here.
fn opens_action(reader: &Reader<'_, '_>, row: &VerbRow, at: usize) -> Option<Symbol> {
    let symbol = reader.particle(at).filter(|symbol| row.frame.complementizers.contains(symbol))?;
    let after = reader.next(at);
    let opens = match row.frame.tail {
        Tail::Infinitive => reader.complementizes(at) && reader.infinitive(after).is_some(),
        Tail::Clause => true,
        Tail::Thing => false,
    };
    opens.then_some(symbol)
}

/// *l'invite à*, *leur demande de*: the addressee stands before the verb.
fn with_pronoun<'l>(reader: &Reader<'l, '_>, verb: &Verb<'l>, pronoun: usize, limit: usize) -> Option<Fit<'l>> {
    let (start, again) = reader.skip_links(verb.end);
    let dative = reader.value(pronoun, Role::ObjectPronoun).is_some_and(|value| value != "X");
    let fits = |row: &&VerbRow| row.frame.addressed && row.frame.lead.is_empty() != dative;
    let read = |row: &'l VerbRow| {
        let found = complementizer_from(reader, row, start, limit)?;
        Some(Fit {
            row,
            addressee: pronoun..pronoun + 1,
            action: Some(found.start),
            complementizer: Some(found.symbol),
            insertions: start..found.at,
            again,
            doubtful: false,
        })
    };
    verb.rows.iter().filter(fits).filter_map(read).min_by_key(|fit| fit.action)
}

fn complementizer_from(reader: &Reader<'_, '_>, row: &VerbRow, start: usize, limit: usize) -> Option<Complementizer> {
    let mut at = start;
    while at < limit.min(start + ADDRESSEE) {
        if let Some(symbol) = opens_action(reader, row, at) {
            return Some(Complementizer { at, start: reader.next(at), symbol, doubtful: false });
        }
        at = reader.next(at);
    }
    None
}

/// *Prie A de … et B de …*: an addressee with its own action and no verb takes the verb of the clause before.
pub(super) fn gapped<'l>(lexicons: &Lexicons, reader: &Reader<'l, '_>, clause: &mut Clause<'l>) -> Option<Clause<'l>> {
    let frame = &clause.row.frame;
    if !frame.addressed || frame.tail != Tail::Infinitive || lexicons.act(clause.row.act).kind != Kind::Directive {
        return None;
    }
    let last = clause.actions.last()?.words.clone();
    let (joint, phrase, found) = second_addressee(reader, clause.row, last.clone())?;
    let addressee = phrase..found.at;
    let people = people::addressees(reader, addressee.clone(), Case { lead: &frame.lead });
    let actions = actions::split(reader, found.start..last.end, Tail::Infinitive, Some(found.symbol));
    clause.actions.last_mut()?.words = actions::trimmed(reader, last.start..joint);
    let words = phrase..clause.words.end;
    clause.words.end = joint;
    let (verb_from, addressee_from) = (Provenance::PreviousVerb, Provenance::Own);
    let (people, partners, implied) = (people.people, people.partners, Vec::new());
    Some(Clause { verb_from, addressee, addressee_from, people, actions, partners, implied, words, ..clause.clone() })
}

/// Where *et B de …* begins in an action, where B does, and the complementizer behind it.
fn second_addressee(
    reader: &Reader<'_, '_>,
    row: &VerbRow,
    words: Range<usize>,
) -> Option<(usize, usize, Complementizer)> {
    let mut at = words.start;
    while at < words.end {
        // *aider A et B à …*: both depend on the verb within the action.
        if reader.has(at, Role::Raising) || reader.has(at, Role::Relay) {
            return None;
        }
        // *the efforts of States and organizations to …*: somebody is joined to somebody, if no article begins anew.
        let beside = reader.previous(at).is_some_and(|before| reader.has(before, Role::Actor))
            && !reader.has(reader.next(at), Role::Determiner);
        if let Some(("and", after)) = reader.coordinator(at).filter(|_| !beside) {
            let phrase =
                after_lead(reader, row, after).filter(|start| people::names_somebody_first(reader, *start, words.end));
            let end = phrase.and_then(|phrase| people::phrase_end(reader, phrase, words.end));
            if let (Some(phrase), Some(end)) = (phrase, end)
                && let Some(symbol) = opens_action(reader, row, end)
            {
                let found = Complementizer { at: end, start: reader.next(end), symbol, doubtful: false };
                return Some((at, phrase, found));
            }
        }
        at = reader.next(at);
    }
    None
}
