//! Operative verbs as a tree of words, so that *prend également note avec satisfaction* is still found.

use rustc_hash::FxHashMap;

use super::frame::{Frame, Tail};
use super::{ActId, Origin, Symbol};
use crate::folded::Folded;

/// A row of `acts.csv`, compiled.
#[derive(Clone, Debug)]
pub(crate) struct VerbRow {
    pub act: ActId,
    pub frame: Frame,
    pub origin: Origin,
    /// Whether the form itself says that the ask was made before.
    pub reiterated: bool,
}

/// All verbs of a language, word by word.
#[derive(Debug, Default)]
pub(crate) struct Verbs {
    nodes: Vec<Node>,
    /// Particles that stand before addressees who are to do something, and particles that open clauses, in any frame.
    addressing: Vec<Symbol>,
    opening: Vec<Symbol>,
}

#[derive(Debug, Default)]
struct Node {
    /// The words that lead on.
    edges: FxHashMap<Box<[u8]>, Place>,
    /// The rows whose verb ends here, the most demanding frame first.
    rows: Vec<VerbRow>,
    /// Whether the word that leads here bears an accent.
    accented: bool,
}

/// A place in the tree; 0 is the root.
pub(crate) type Place = u32;

impl Verbs {
    /// Adds a form; errors name a row that says the same.
    pub(crate) fn insert(&mut self, form: &Folded, row: VerbRow) -> Result<(), String> {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        let mut place: Place = 0;
        for token in 0..form.len() {
            let next = self.nodes.len() as Place;
            place = *self.nodes[place as usize].edges.entry(form.word(token).into()).or_insert(next);
            if place == next {
                self.nodes.push(Node { accented: form.tokens[token].accented, ..Node::default() });
            }
        }
        if row.frame.addressed && row.frame.tail == Tail::Infinitive {
            add(&mut self.addressing, &row.frame.lead);
        }
        if row.frame.tail == Tail::Clause {
            add(&mut self.opening, &row.frame.complementizers);
        }
        let rows = &mut self.nodes[place as usize].rows;
        if let Some(other) = rows.iter().find(|other| other.frame == row.frame) {
            return Err(format!(
                "`{}` with frame `{}` stands in line {} too",
                form.clean, row.frame.notation, other.origin.line
            ));
        }
        let at = rows.iter().position(|other| other.frame.demands() < row.frame.demands()).unwrap_or(rows.len());
        rows.insert(at, row);
        Ok(())
    }

    /// The place that a word leads to, if the word agrees in its accents.
    pub(crate) fn step(&self, from: Place, text: &Folded, token: usize) -> Option<Place> {
        let place = *self.nodes.get(from as usize)?.edges.get(text.word(token))?;
        let agrees = text.bare || !text.tokens[token].accented || self.nodes[place as usize].accented;
        agrees.then_some(place)
    }

    pub(crate) fn addresses(&self, symbol: Symbol) -> bool {
        self.addressing.contains(&symbol)
    }

    pub(crate) fn opens_clause(&self, symbol: Symbol) -> bool {
        self.opening.contains(&symbol)
    }

    /// The rows whose form ends at a place.
    pub(crate) fn rows(&self, place: Place) -> &[VerbRow] {
        self.nodes.get(place as usize).map_or(&[], |node| &node.rows)
    }
}

fn add(known: &mut Vec<Symbol>, more: &[Symbol]) {
    for symbol in more {
        if !known.contains(symbol) {
            known.push(*symbol);
        }
    }
}
