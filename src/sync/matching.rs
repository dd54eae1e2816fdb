//! Which row is which record: by wording first, since numbers move when a text is revised.

use std::collections::{HashMap, HashSet};

use crate::Record;

/// A row of the sheet of asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number in the sheet, from 1.
    pub number: u32,
    pub id: String,
    pub sentence: String,
}

/// How much alike two sentences must be to be the same ask, of 1.
const ALIKE: f64 = 0.6;
/// The same where the ids are the same, too.
const ALIKE_IN_PLACE: f64 = 0.35;
/// How many pairs of sentences are compared at most.
const COMPARED: usize = 2_000_000;

/// For each row the place of its record; nothing where it is in no text any more.
pub fn pair(rows: &[Row], records: &[&Record]) -> Vec<Option<usize>> {
    let mut pairing = Pairing { pairs: vec![None; rows.len()], taken: HashSet::new() };
    pairing.by(
        rows,
        records,
        |row| (row.id.clone(), words(&row.sentence)),
        |record| (record.id.clone(), words(&record.sentence)),
    );
    pairing.by(rows, records, |row| words(&row.sentence), |record| words(&record.sentence));
    pairing.alike(rows, records);
    pairing.pairs
}

/// A sentence as it is compared: without differences of spaces.
pub fn words(sentence: &str) -> String {
    sentence.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Pairing {
    pairs: Vec<Option<usize>>,
    taken: HashSet<usize>,
}

impl Pairing {
    fn open(&self) -> Vec<usize> {
        (0..self.pairs.len()).filter(|row| self.pairs[*row].is_none()).collect()
    }

    fn take(&mut self, row: usize, record: usize) {
        if self.pairs[row].is_none() && self.taken.insert(record) {
            self.pairs[row] = Some(record);
        }
    }

    /// Pairs what has the same key, in order.
    fn by<K: std::hash::Hash + Eq>(
        &mut self,
        rows: &[Row],
        records: &[&Record],
        of_row: impl Fn(&Row) -> K,
        of_record: impl Fn(&Record) -> K,
    ) {
        let mut known: HashMap<K, Vec<usize>> = HashMap::new();
        for (place, record) in records.iter().enumerate().rev().filter(|(place, _)| !self.taken.contains(place)) {
            known.entry(of_record(record)).or_default().push(place);
        }
        for row in self.open() {
            if let Some(place) = known.get_mut(&of_row(&rows[row])).and_then(Vec::pop) {
                self.take(row, place);
            }
        }
    }

    /// Pairs what is most alike first; the same id counts for something.
    fn alike(&mut self, rows: &[Row], records: &[&Record]) {
        let open = self.open();
        let left: Vec<usize> = (0..records.len()).filter(|place| !self.taken.contains(place)).collect();
        let few = open.len().saturating_mul(left.len()) <= COMPARED;
        let by_id: HashMap<&str, Vec<usize>> = left.iter().fold(HashMap::new(), |mut by_id, place| {
            by_id.entry(records[*place].id.as_str()).or_insert_with(Vec::new).push(*place);
            by_id
        });
        let mut found = Vec::new();
        for row in open {
            let same_id = by_id.get(rows[row].id.as_str()).cloned().unwrap_or_default();
            for place in if few { &left } else { &same_id } {
                let (one, other) = (&rows[row].sentence, &records[*place].sentence);
                let alike = strsim::sorensen_dice(one, other);
                let in_place = same_id.contains(place);
                if if in_place { ALIKE_IN_PLACE } else { ALIKE } <= alike {
                    found.push((alike + if in_place { 0.1 } else { 0.0 }, row, *place));
                }
            }
        }
        found.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
        for (_, row, place) in found {
            self.take(row, place);
        }
    }
}
