//! Which paragraph of one text is which of the other, and which clause.

use std::collections::{HashMap, HashSet};

use super::passage::{Clause, Passage};

/// Two things of which at least one is there.
pub(super) type Pairing<'p, T> = (Option<&'p T>, Option<&'p T>);

/// The paragraphs of both texts in the order of the first.
///
/// One that only the second has stands before the one that it precedes there.
pub(super) fn paired<'p, 'e>(first: &'p [Passage<'e>], second: &'p [Passage<'e>]) -> Vec<Pairing<'p, Passage<'e>>> {
    let counterparts = counterparts(first, second);
    let mut places: Vec<_> = (0..first.len()).map(|at| ((at, 1, 0), Some(at), counterparts[at])).collect();
    let found = counterparts.iter().enumerate().filter_map(|(at, other)| other.map(|other| (other, at)));
    let found: HashMap<usize, usize> = found.collect();
    let mut next = first.len();
    for other in (0..second.len()).rev() {
        match found.get(&other) {
            Some(at) => next = *at,
            None => places.push(((next, 0, other), None, Some(other))),
        }
    }
    places.sort_by_key(|(place, ..)| *place);
    places.into_iter().map(|(_, at, other)| (at.map(|at| &first[at]), other.map(|at| &second[at]))).collect()
}

/// For each paragraph of the first text, the place of its counterpart in the second.
fn counterparts(first: &[Passage<'_>], second: &[Passage<'_>]) -> Vec<Option<usize>> {
    let places: HashMap<&str, usize> =
        second.iter().enumerate().map(|(at, other)| (other.record().place(), at)).collect();
    let mut counterparts: Vec<_> = first.iter().map(|passage| places.get(passage.record().place()).copied()).collect();
    let taken: HashSet<usize> = counterparts.iter().flatten().copied().collect();
    // A heading that divides one text into parts may be missing in the other; numbers that do not repeat still tell.
    let left = unrepeated(first, |at| counterparts[at].is_none());
    let others = unrepeated(second, |at| !taken.contains(&at));
    for (label, at) in left {
        counterparts[at] = others.get(&label).copied();
    }
    counterparts
}

/// Of the wanted paragraphs those whose label stands once, with their place.
fn unrepeated<'e>(passages: &[Passage<'e>], wanted: impl Fn(usize) -> bool) -> HashMap<(&'e str, &'e str), usize> {
    let mut places: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, passage) in passages.iter().enumerate().filter(|(at, _)| wanted(*at)) {
        let record = passage.record();
        places.entry((&*record.section, record.paragraph.as_str())).or_default().push(at);
    }
    places.into_iter().filter(|(_, places)| places.len() == 1).map(|(label, places)| (label, places[0])).collect()
}

/// How many pairs of clauses are weighed at most: with more, clauses are paired one by one in their order.
///
/// No paragraph of a resolution comes near it.
const WEIGHED: usize = 250_000;

/// The clauses of a paragraph in both texts, paired in their order so that as much as possible agrees.
pub(super) fn aligned<'p, 'e>(first: &'p [Clause<'e>], second: &'p [Clause<'e>]) -> Vec<Pairing<'p, Clause<'e>>> {
    if WEIGHED < first.len().saturating_mul(second.len()) {
        return (0..first.len().max(second.len())).map(|at| (first.get(at), second.get(at))).collect();
    }
    let agreement = agreement(first, second);
    let (mut at, mut other) = (0, 0);
    let mut aligned = Vec::with_capacity(first.len().max(second.len()));
    while at < first.len() || other < second.len() {
        let best = agreement[at][other];
        let (clause, counterpart) = (first.get(at), second.get(other));
        let pairing = match (clause, counterpart) {
            (Some(clause), Some(counterpart))
                if best == agreement[at + 1][other + 1] + likeness(clause, counterpart) =>
            {
                (Some(clause), Some(counterpart))
            }
            (Some(clause), counterpart) if counterpart.is_none() || best == agreement[at + 1][other] => {
                (Some(clause), None)
            }
            (_, counterpart) => (None, counterpart),
        };
        at += usize::from(pairing.0.is_some());
        other += usize::from(pairing.1.is_some());
        aligned.push(pairing);
    }
    aligned
}

/// How much can agree from each clause of the first text and each of the second onwards.
fn agreement(first: &[Clause<'_>], second: &[Clause<'_>]) -> Vec<Vec<u32>> {
    let mut agreement = vec![vec![0; second.len() + 1]; first.len() + 1];
    for at in (0..first.len()).rev() {
        for other in (0..second.len()).rev() {
            let together = agreement[at + 1][other + 1] + likeness(&first[at], &second[other]);
            agreement[at][other] = together.max(agreement[at + 1][other]).max(agreement[at][other + 1]);
        }
    }
    agreement
}

/// How much speaks for two clauses being one; a little always does, so that two that stand alone are paired.
fn likeness(clause: &Clause<'_>, other: &Clause<'_>) -> u32 {
    let (record, counterpart) = (clause.record(), other.record());
    let mut likeness = 1;
    if record.kind == counterpart.kind {
        likeness += 3;
    }
    if record.act == counterpart.act {
        likeness += 3;
    } else if record.force.abs_diff(counterpart.force) < 2 {
        likeness += 1;
    }
    if record.actors.iter().any(|actor| counterpart.actors.contains(actor)) {
        likeness += 3;
    }
    if !record.references.is_empty() && record.references == counterpart.references {
        likeness += 2;
    }
    if !record.deadline.is_empty() && record.deadline == counterpart.deadline {
        likeness += 2;
    }
    if clause.records.len() == other.records.len() {
        likeness += 1;
    }
    likeness
}
