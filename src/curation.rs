//! Curation: what is wrong in the tables of the lexicons, and what they lack.
//!
//! `exhorte lexicon` prints what these functions find; see `lexicons/README.md` for what to do about it.

mod examples;
mod gaps;

use std::collections::HashSet;

use crate::lexicon::table::{Table, canonical};
use crate::lexicon::{LANGUAGE_TABLES, SHARED_TABLES, words};
use crate::{Fault, Language, Lexicons};

pub use examples::check_examples;
pub use gaps::{Gap, Gaps};

/// Everything that is wrong in the tables, in their order: rows that cannot be taken, tables that are not in canonical
/// form, and examples that their rows do not read.
///
/// ```
/// use exhorte::{Lexicons, curation};
/// assert_eq!(curation::check(&Lexicons::empty()), []);
/// ```
pub fn check(lexicons: &Lexicons) -> Vec<Fault> {
    let mut faults = lexicons.faults();
    faults.extend(check_canonical(lexicons));
    faults.extend(check_words(lexicons));
    faults.extend(check_actors(lexicons));
    faults.extend(check_examples(lexicons));
    faults.sort();
    faults
}

/// A fault for every word of the user interface that is missing or that nothing asks for.
fn check_words(lexicons: &Lexicons) -> Vec<Fault> {
    let tables = lexicons.tables().filter(|(_, name, _)| *name == "words.csv");
    let read = tables
        .map(|(folder, name, text)| Table::read(&format!("{folder}/{name}"), text, words::COLUMNS, &mut Vec::new()));
    read.flat_map(|table| words::check(&table)).collect()
}

/// A fault for every actor that a language with tables has no form of: it could be read in one version of a text only.
fn check_actors(lexicons: &Lexicons) -> Vec<Fault> {
    let mut faults = Vec::new();
    let shared = lexicons.tables().filter(|(folder, ..)| folder.ends_with("shared"));
    let tables = shared.filter_map(|(folder, name, text)| {
        let (_, columns, _) = SHARED_TABLES.iter().find(|(known, ..)| *known == name)?;
        (columns[0] == "actor" && name != "organs.csv")
            .then(|| Table::read(&format!("{folder}/{name}"), text, columns, &mut Vec::new()))
    });
    let tables: Vec<Table> = tables.collect();
    for language in Language::ALL.into_iter().filter(|language| !lexicons.of(*language).is_empty()) {
        let called = called(lexicons, language);
        for table in &tables {
            for (line, row) in table.rows.iter().filter(|(_, row)| !called.contains(&row[0])) {
                let id = &row[0];
                let message = format!("`{id}` has no form in `{language}`; add a row to {language}/actors.csv");
                faults.push(table.fault(*line, message));
            }
        }
    }
    faults
}

/// The ids that the forms of a language mean.
fn called(lexicons: &Lexicons, language: Language) -> HashSet<String> {
    let mut ids = HashSet::new();
    for (table, (_, columns, _)) in lexicons.rows(language).iter().zip(LANGUAGE_TABLES) {
        let Some(cell) = columns.iter().position(|column| *column == "actor") else { continue };
        for (_, row) in &table.rows {
            let meant = row[cell].split_once('?').map_or(&row[cell], |(_, own_and_other)| own_and_other);
            ids.extend(meant.split('|').map(str::to_owned));
            // `parties:stakeholders` means both.
            ids.extend(row[cell].contains('?').then(|| meant.split(':').map(str::to_owned)).into_iter().flatten());
        }
    }
    ids
}

/// A fault for every table that is not in canonical form, at the first line that should be another.
pub fn check_canonical(lexicons: &Lexicons) -> Vec<Fault> {
    let found = lexicons.tables().map(|(folder, name, text)| (format!("{folder}/{name}"), text));
    let tables: Vec<(String, &str)> = found.collect();
    let mut faults = Vec::new();
    for (table, expected) in rewritten(lexicons) {
        let Some((_, text)) = tables.iter().find(|(name, _)| *name == table) else { continue };
        let pairs = text.split('\n').zip(expected.split('\n'));
        let alike = pairs.clone().take_while(|(found, expected)| found == expected).count();
        let wanted = pairs.map(|(_, expected)| expected).nth(alike).unwrap_or("the end of the table");
        let message = format!("not in canonical form, expected `{wanted}` here; `--fix` rewrites the table");
        faults.push(Fault { table, line: alike as u64 + 1, message });
    }
    faults
}

/// The tables that are not in canonical form, by path, with what they should be.
///
/// A table that does not have the right columns is left as it is: there is no telling how to sort it.
pub fn rewritten(lexicons: &Lexicons) -> Vec<(String, String)> {
    let mut tables = Vec::new();
    for (folder, name, text) in lexicons.tables() {
        let shared = folder.ends_with("shared");
        let known = if shared { SHARED_TABLES.as_slice() } else { LANGUAGE_TABLES.as_slice() };
        let Some((_, columns, sorted_by)) = known.iter().find(|(known, ..)| *known == name) else { continue };
        let path = format!("{folder}/{name}");
        let mut faults = Vec::new();
        Table::read(&path, text, columns, &mut faults);
        if !faults.is_empty() {
            continue;
        }
        match canonical(text, sorted_by) {
            Ok(expected) if expected != text => tables.push((path, expected)),
            _ => {}
        }
    }
    tables
}
