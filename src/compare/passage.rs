//! What a text gave, by paragraph and by clause.

use std::sync::Arc;

use indexmap::IndexMap;

use super::{Field, Place, Side};
use crate::{Extraction, Kind, Record};

/// Everything that one paragraph or sub-paragraph gave: one clause at least.
pub(super) struct Passage<'e> {
    pub clauses: Vec<Clause<'e>>,
}

/// All actions of one verb: one record at least.
pub(super) struct Clause<'e> {
    pub records: Vec<&'e Record>,
}

/// The paragraphs of a text in its order; what follows a list is put to the paragraph that the list stands in.
pub(super) fn passages(extraction: &Extraction) -> Vec<Passage<'_>> {
    let mut passages: IndexMap<&str, Passage<'_>> = IndexMap::new();
    for record in &extraction.records {
        let passage = passages.entry(record.place()).or_insert_with(|| Passage { clauses: Vec::new() });
        match passage.clauses.last_mut().filter(|clause| clause.record().clause == record.clause) {
            Some(clause) => clause.records.push(record),
            None => passage.clauses.push(Clause { records: vec![record] }),
        }
    }
    passages.into_values().collect()
}

/// Between the values of a list.
const LIST: &str = "; ";

impl<'e> Passage<'e> {
    /// The first record, which knows the place of all.
    pub fn record(&self) -> &'e Record {
        self.clauses[0].record()
    }

    pub fn place(&self) -> Place {
        let Record { section, part, paragraph, .. } = self.record();
        Place { section: section.to_string(), part: part.clone(), paragraph: paragraph.clone() }
    }

    pub fn kinds(&self) -> Vec<Kind> {
        self.clauses.iter().map(|clause| clause.record().kind).collect()
    }

    /// Whom its directives address, each once; nothing if there is no directive.
    pub fn addressed(&self) -> Option<Vec<Arc<str>>> {
        let directives = self.clauses.iter().filter(|clause| clause.record().kind == Kind::Directive);
        let actors: Vec<&[Arc<str>]> = directives.map(|clause| &clause.record().actors[..]).collect();
        (!actors.is_empty()).then(|| each_once(actors.concat()))
    }

    /// What to show of the whole paragraph.
    pub fn side(&self) -> Side {
        let acts: Vec<&str> = self.clauses.iter().map(|clause| &*clause.record().act).collect();
        Side { value: acts.join(LIST), ..self.clauses[0].side(Field::Paragraph) }
    }
}

impl<'e> Clause<'e> {
    /// The first record, which has the verb and the addressee of all.
    pub fn record(&self) -> &'e Record {
        self.records[0]
    }

    /// What the clause has in a field, each value once.
    pub fn values(&self, field: Field) -> Vec<String> {
        let record = self.record();
        let texts = |text: fn(&Record) -> &String| {
            let texts = self.records.iter().map(|record| text(record));
            each_once(texts.filter(|text| !text.is_empty()).cloned().collect())
        };
        match field {
            Field::Paragraph | Field::Clause => vec![record.act.to_string()],
            Field::Kind => vec![record.kind.as_str().to_owned()],
            Field::Force => vec![format!("{} ({})", record.act, record.force)],
            Field::Actors => record.actors.iter().map(|actor| actor.to_string()).collect(),
            Field::Deadline => texts(|record| &record.deadline),
            Field::Recurrence => texts(|record| &record.recurrence),
            Field::Report => vec![self.records.iter().any(|record| record.report).to_string()],
            Field::Asks => vec![self.records.len().to_string()],
        }
    }

    /// What to show of a field.
    pub fn side(&self, field: Field) -> Side {
        Side { value: self.values(field).join(LIST), words: self.words(field), id: self.record().id.clone() }
    }

    /// The words that a value was read from; where it has none, those that it would stand in.
    fn words(&self, field: Field) -> String {
        let record = self.record();
        let own = match field {
            Field::Paragraph | Field::Clause => record.sentence.clone(),
            Field::Kind | Field::Force => record.verb.clone(),
            Field::Actors => record.addressee.clone(),
            Field::Deadline => self.join(|record| &record.deadline_text, |record| !record.deadline.is_empty()),
            Field::Recurrence => self.join(|record| &record.action, |record| !record.recurrence.is_empty()),
            Field::Report => self.join(|record| &record.action, |record| record.report),
            Field::Asks => self.join(|record| &record.action, |_| true),
        };
        if own.is_empty() { record.sentence.clone() } else { own }
    }

    fn join(&self, text: fn(&Record) -> &String, wanted: fn(&Record) -> bool) -> String {
        let records = self.records.iter().filter(|record| wanted(record));
        records.map(|record| text(record).as_str()).collect::<Vec<_>>().join(LIST)
    }
}

fn each_once<T: PartialEq>(values: Vec<T>) -> Vec<T> {
    let mut once = Vec::with_capacity(values.len());
    for value in values {
        if !once.contains(&value) {
            once.push(value);
        }
    }
    once
}
