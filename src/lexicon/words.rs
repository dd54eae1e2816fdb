//! The words that results speak to people with: headings, names of columns, kinds, roles. No part of the grammar.

use std::sync::LazyLock;

use indexmap::IndexMap;

use super::table::Table;
use crate::{Column, Fault, Kind, Language, NoteKind};

/// The columns of `words.csv`.
pub(crate) const COLUMNS: &[&str] = &["key", "label_en", "label_fr"];

/// Words by key and language.
#[derive(Default)]
pub(crate) struct Words(IndexMap<String, [(Language, String); 2]>);

/// The words that the program carries with it, for folders of lexicons that lack some.
static EMBEDDED: LazyLock<Words> = LazyLock::new(|| {
    let text = include_str!("../../lexicons/shared/words.csv");
    Words::read(&Table::read("words.csv", text, COLUMNS, &mut Vec::new()), &mut Vec::new())
});

impl Words {
    /// Takes the rows of the table; a key that stands twice and a cell without a word are faults.
    pub fn read(table: &Table, faults: &mut Vec<Fault>) -> Self {
        let mut words = Words::default();
        for (line, row) in &table.rows {
            if row.iter().any(str::is_empty) {
                faults.push(table.fault(*line, format!("key `{}` lacks a word, expected one in each cell", &row[0])));
            }
            let labels = [(Language::En, row[1].to_owned()), (Language::Fr, row[2].to_owned())];
            if words.0.insert(row[0].to_owned(), labels).is_some() {
                faults.push(table.fault(*line, format!("key `{}` stands twice", &row[0])));
            }
        }
        words
    }

    fn own(&self, key: &str, language: Language) -> Option<&str> {
        let labels = self.0.get(key)?;
        labels.iter().find(|(of, label)| *of == language && !label.is_empty()).map(|(_, label)| &**label)
    }

    /// The word of a key in a language, from the program's own table where this one lacks it.
    pub fn get(&self, key: &str, language: Language) -> &str {
        debug_assert!(keys().any(|known| known == key), "`{key}` should be among the keys of src/lexicon/words.rs");
        self.own(key, language).or_else(|| EMBEDDED.own(key, language)).unwrap_or_default()
    }
}

/// Every key that the program asks for.
pub(crate) fn keys() -> impl Iterator<Item = String> {
    let columns = Column::ALL.iter().map(|column| column.name());
    let columns = columns.flat_map(|name| [format!("column.{name}"), format!("about.{name}")]);
    let kinds = Kind::ALL.iter().map(|kind| format!("kind.{}", kind.as_str()));
    let forces = (0..=5).map(|force| format!("force.{force}"));
    let notes = NoteKind::ALL.iter().map(|kind| format!("note.{}", kind.as_str()));
    columns.chain(kinds).chain(forces).chain(notes).chain(OTHERS.iter().map(|key| (*key).to_owned()))
}

/// The keys that nothing else lists.
const OTHERS: &[&str] = &[
    "about.change",
    "about.comment",
    "about.due",
    "about.earlier",
    "about.progress",
    "about.responsible",
    "about.status",
    "about.sync",
    "about.workbook",
    "actor-kind.group",
    "actor-kind.office",
    "actor-kind.organ",
    "actor-kind.state",
    "change.changed",
    "change.gone",
    "change.new",
    "column.change",
    "column.comment",
    "column.due",
    "column.earlier",
    "column.progress",
    "column.responsible",
    "column.status",
    "csv.separator",
    "from.lead-in",
    "from.organ",
    "from.own",
    "from.previous-verb",
    "heading.about",
    "heading.actor",
    "heading.actor-id",
    "heading.actor-kind",
    "heading.actors",
    "heading.ask",
    "heading.asks",
    "heading.columns",
    "heading.deadlines",
    "heading.decisions",
    "heading.documents",
    "heading.doubt",
    "heading.first-deadline",
    "heading.force",
    "heading.lexicons",
    "heading.made",
    "heading.matrix",
    "heading.notes",
    "heading.program",
    "heading.role",
    "heading.statements",
    "heading.total",
    "heading.words",
    "mark.implied",
    "mark.indirect",
    "mark.informed",
    "mark.partner",
    "report.all",
    "report.at-least",
    "report.draft",
    "report.filters",
    "report.front",
    "report.legend",
    "report.link",
    "report.nothing",
    "report.reset",
    "report.search",
    "report.shown",
    "report.skip",
    "report.theme",
    "report.theme-auto",
    "report.theme-dark",
    "report.theme-light",
    "report.title",
    "report.with",
    "report.without",
    "role.addressed",
    "role.implied",
    "role.indirect",
    "role.informed",
    "role.partner",
    "status.elapsed",
    "status.implemented",
    "status.in-progress",
    "status.not-applicable",
    "status.not-started",
    "status.requires-funding",
    "status.superseded",
    "word.no",
    "word.yes",
];

/// A fault for every key that the program asks for and the table lacks, and for every one that nothing asks for.
pub(crate) fn check(table: &Table) -> Vec<Fault> {
    let asked: Vec<String> = keys().collect();
    let lacking = asked.iter().filter(|key| !table.rows.iter().any(|(_, row)| row[0] == ***key));
    let lacking = lacking.map(|key| table.fault(1, format!("key `{key}` is missing, which the program asks for")));
    let unused = table.rows.iter().filter(|(_, row)| !asked.iter().any(|key| *key == row[0]));
    let unused = unused.map(|(line, row)| table.fault(*line, format!("key `{}`, which nothing asks for", &row[0])));
    lacking.chain(unused).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> (Table, Vec<Fault>) {
        let mut faults = Vec::new();
        let table = Table::read("words.csv", text, COLUMNS, &mut faults);
        Words::read(&table, &mut faults);
        (table, faults)
    }

    #[test]
    fn faults_name_the_key() {
        let (_, faults) = table("key,label_en,label_fr\nword.no,no,\nword.yes,yes,oui\nword.yes,yes,oui\n");
        let faults: Vec<String> = faults.iter().map(Fault::to_string).collect();
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].starts_with("words.csv:2: key `word.no` lacks"), "{faults:?}");
        assert!(faults[1].starts_with("words.csv:4: key `word.yes` stands twice"), "{faults:?}");
    }

    #[test]
    fn keys_are_asked_for_and_there() {
        let (table, _) = table("key,label_en,label_fr\nword.lantern,lantern,lanterne\nword.yes,yes,oui\n");
        let faults: Vec<String> = check(&table).iter().map(Fault::to_string).collect();
        assert!(faults.contains(&"words.csv:2: key `word.lantern`, which nothing asks for".to_owned()));
        assert!(faults.contains(&"words.csv:1: key `word.no` is missing, which the program asks for".to_owned()));
        assert!(!faults.iter().any(|fault| fault.contains("word.yes")));
    }

    #[test]
    fn a_table_that_lacks_a_word_has_that_of_the_program() {
        assert_eq!(Words::default().get("word.yes", Language::En), "yes");
    }

    #[test]
    fn what_columns_hold_is_said_once() {
        for column in Column::ALL {
            let key = format!("about.{}", column.name());
            assert_eq!(EMBEDDED.own(&key, Language::En), Some(column.about()));
        }
    }
}
