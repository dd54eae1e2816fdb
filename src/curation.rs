//! Curation: what is wrong in the tables of the lexicons, and what they lack.
//!
//! `exhorte lexicon` prints what these functions find; see `lexicons/README.md` for what to do about it.

mod examples;
mod gaps;

use crate::lexicon::table::{Table, canonical};
use crate::lexicon::{LANGUAGE_TABLES, SHARED_TABLES, words};
use crate::{Fault, Lexicons};

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
