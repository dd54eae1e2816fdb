//! Parsing: the hits of a paragraph become clauses — who is asked, how, to do what.
//!
//! The grammar is small and knows roles, not words.
//! An operative verb stands where a clause can begin ([`verbs`]); its frame says what follows ([`frames`]): an
//! addressee ([`people`]), actions ([`actions`]) and, within them, partners, deadlines and conditions
//! ([`adjuncts`]).

mod actions;
mod adjuncts;
mod frames;
mod people;
mod reader;
mod verbs;

use std::ops::Range;

use crate::lexicon::{Kind, Lexicons, Origin, Reference, Role, Symbol, Tail, VerbRow};
use verbs::Verb;

pub(crate) use adjuncts::Deadline;
pub(crate) use reader::Reader;

/// An operative verb with what belongs to it; ranges count tokens of the paragraph.
#[derive(Clone, Debug)]
pub(crate) struct Clause<'l> {
    pub row: &'l VerbRow,
    /// The verb's own words; link words between them are left out.
    pub verb: Vec<Range<usize>>,
    pub reiterated: bool,
    /// Where the verb was taken from.
    pub verb_from: Provenance,
    /// The addressees' noun phrase.
    pub addressee: Range<usize>,
    pub addressee_from: Provenance,
    pub people: Vec<Mention>,
    pub actions: Vec<Action>,
    /// Who is to act with the addressee, said before the action.
    pub partners: Vec<Mention>,
    /// Who carries a duty that a statement states.
    pub implied: Vec<Mention>,
    /// The complementizer that opened the actions.
    pub complementizer: Option<Symbol>,
    /// Whether its actions are sub-paragraphs that follow.
    pub leads_in: bool,
    /// From the verb to the last word.
    pub words: Range<usize>,
}

/// One action of a clause.
#[derive(Clone, Debug, Default)]
pub(crate) struct Action {
    pub words: Range<usize>,
    /// What leads in a further action: *and, in consultation with X, to*.
    pub insertion: Range<usize>,
    /// Its head verb, nothing for clauses and things.
    pub head: Range<usize>,
    pub partners: Vec<Mention>,
    pub informed: Vec<Mention>,
    pub indirect: Vec<Mention>,
    pub conditions: Vec<Range<usize>>,
    pub deadline: Option<Deadline>,
    pub recurrence: Option<(String, Origin)>,
    pub report: bool,
}

/// Somebody who is named.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mention {
    pub words: Range<usize>,
    pub who: Who,
}

/// Who is named, as far as the words tell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Who {
    /// A row of the lexicon knows it.
    Known(Reference, Origin),
    /// No row knows it.
    Unlisted,
}

/// Where a verb or an addressee was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Provenance {
    Own,
    PreviousVerb,
    Organ,
}

/// What a sub-paragraph inherits of its lead-in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Inherited {
    pub tail: Tail,
    pub kind: Kind,
    pub complementizer: Option<Symbol>,
}

/// Whether a text begins with an operative verb.
pub(crate) fn opens_with_verb(reader: &Reader<'_, '_>) -> bool {
    verbs::opens(reader)
}

/// The clauses of a paragraph.
pub(crate) fn parse<'l>(lexicons: &'l Lexicons, reader: &Reader<'l, '_>, leads_in: bool) -> Vec<Clause<'l>> {
    let verbs = operative_verbs(lexicons, reader);
    clauses_of(lexicons, reader, &verbs, leads_in)
}

/// The verbs of a paragraph whose subject is the organ.
fn operative_verbs<'l>(lexicons: &'l Lexicons, reader: &Reader<'l, '_>) -> Vec<Verb<'l>> {
    let end = reader.sentence_end();
    let mut verbs = verbs::find(reader, end);
    verbs.retain(|verb| verb.first == 0 || frames::fits(reader, verb, end, lexicons));
    verbs
}

/// The clauses of some verbs.
fn clauses_of<'l>(
    lexicons: &'l Lexicons,
    reader: &Reader<'l, '_>,
    verbs: &[Verb<'l>],
    leads_in: bool,
) -> Vec<Clause<'l>> {
    let end = reader.sentence_end();
    let mut clauses = Vec::with_capacity(verbs.len());
    for (place, verb) in verbs.iter().enumerate() {
        let limit = verbs.get(place + 1).map_or(end, |next| next.lead);
        let last = place + 1 == verbs.len();
        let mut clause = frames::clause(lexicons, reader, verb, limit, leads_in && last);
        let gapped = frames::gapped(lexicons, reader, &mut clause);
        clauses.push(clause);
        clauses.extend(gapped);
    }
    share_actions(&mut clauses);
    for clause in &mut clauses {
        adjuncts::attach(lexicons, reader, clause);
    }
    clauses
}

/// The actions of a sub-paragraph whose verb stands in the lead-in, none where it is no action; and the clauses that
/// follow them with verbs of their own: *a) De …, et invite X à …*.
pub(crate) fn parse_item<'l>(
    lexicons: &'l Lexicons,
    reader: &Reader<'l, '_>,
    inherited: Inherited,
    leads_in: bool,
) -> (Vec<Action>, Vec<Clause<'l>>) {
    let verbs = operative_verbs(lexicons, reader);
    let end = verbs.first().map_or(reader.sentence_end(), |verb| verb.lead);
    let mut actions = actions::of_item(reader, end, inherited);
    if actions.is_empty() || inherited.kind == Kind::Statement {
        return (actions, Vec::new());
    }
    for action in &mut actions {
        adjuncts::complete(reader, action, inherited.kind);
    }
    (actions, clauses_of(lexicons, reader, &verbs, leads_in))
}

/// The first somebody that a stretch of text names.
pub(crate) fn first_named(reader: &Reader<'_, '_>, words: Range<usize>) -> Option<Mention> {
    let mut at = words.start;
    while at < words.end {
        if let Some((entry, reference)) = reader.actor(at) {
            return Some(Mention { words: at..reader.next(at), who: Who::Known(reference.clone(), entry.origin) });
        }
        at = reader.next(at);
    }
    None
}

/// Whether an action only leads to the sub-paragraphs: *faire ce qui suit*.
pub(crate) fn is_shell(reader: &Reader<'_, '_>, action: &Action) -> bool {
    let last = reader.previous(action.words.end);
    last.is_some_and(|last| action.words.start <= last && reader.has(last, Role::Shell))
}

/// How many verbs may share the actions of one: more are damage.
const SHARING: usize = 8;

/// *Exhorte A et invite B à continuer*: a verb whose addressee no action follows shares that of the next; *salue et
/// encourage les travaux*: a verb that nothing follows shares the thing of the next.
fn share_actions(clauses: &mut [Clause<'_>]) {
    let mut shared = 0;
    for place in (0..clauses.len().saturating_sub(1)).rev() {
        let (before, after) = clauses.split_at_mut(place + 1);
        let clause = &mut before[place];
        let bare =
            clause.verb.last().is_some_and(|words| words.end == clause.words.end) && after[0].addressee.is_empty();
        let open = clause.actions.is_empty() && (clause.row.frame.addressed || bare) && !clause.leads_in;
        shared = if open { shared + 1 } else { 0 };
        if open && shared <= SHARING && !after[0].actions.is_empty() {
            clause.actions = after[0].actions.clone();
            clause.complementizer = after[0].complementizer;
        }
    }
}
