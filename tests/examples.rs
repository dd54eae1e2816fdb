//! Paragraphs with the records that they must give: `lexicons/*/examples.txt`.
//!
//! An example is a heading, a paragraph, and what is to be read from it:
//!
//! ```text
//! ==== lettered sub-paragraphs (organ: security-council)
//! Demande aux États :
//! a) De protéger les dunes ;
//! ----
//! (a) 1.1 call_upon [states] protéger les dunes
//!     verb_from: lead-in
//! ```
//!
//! An expected line is the label below the paragraph's number, if any, then clause and action, the act, the actors and
//! the words of the action; the lines under it are columns of the record.
//! Every example is read twice, alone and behind a foreign paragraph, and must give the same.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use exhorte::{Column, Document, Extraction, Language, Lexicons, Record, Value, extract};

#[test]
fn french() {
    check(Language::Fr, "Rappelle l'importance des phares ;");
}

#[test]
fn english() {
    check(Language::En, "Recalls the importance of lighthouses;");
}

/// The organ whose text an example is where it names none.
const ORGAN: &str = "general-assembly";

struct Example {
    line: usize,
    name: String,
    organ: String,
    text: Vec<String>,
    expected: Vec<Expected>,
}

struct Expected {
    line: usize,
    /// `(a)(ii)`, or nothing.
    label: String,
    clause: u32,
    action: u32,
    act: String,
    actors: Vec<String>,
    words: String,
    fields: Vec<(usize, Column, String)>,
}

#[track_caller]
fn check(language: Language, foreign: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicons").join(language.code());
    if !is_curated(&folder) {
        eprintln!("skipped: the tables of `{language}` are empty");
        return;
    }
    let lexicons = Lexicons::embedded();
    let organs = organs(&folder.join("outline.csv"));
    let path = format!("lexicons/{language}/examples.txt");
    let (examples, mut faults) = parse(&fs::read_to_string(folder.join("examples.txt")).expect("examples can be read"));
    assert!(!examples.is_empty(), "{path} holds no example");
    let mut failed = 0;
    for example in &examples {
        let before = faults.len();
        match organs.iter().find(|(organ, _)| *organ == example.organ) {
            Some((_, opening)) => compare(&lexicons, language, opening, foreign, example, &mut faults),
            None => faults.push((example.line, format!("no row of outline.csv opens a text of `{}`", example.organ))),
        }
        failed += usize::from(before != faults.len());
    }
    let mut report = String::new();
    for (line, message) in &faults {
        let _ = writeln!(report, "{path}:{line}: {message}");
    }
    assert!(faults.is_empty(), "{failed} of {} examples are not read as they should be\n{report}", examples.len());
}

/// Whether the language has words to read with.
fn is_curated(folder: &Path) -> bool {
    let rows = |name| fs::read_to_string(folder.join(name)).unwrap_or_default().lines().count();
    ["acts.csv", "actors.csv", "markers.csv"].into_iter().all(|name| rows(name) > 1)
}

/// The lines that open the texts of organs, by the organ's id.
fn organs(path: &PathBuf) -> Vec<(String, String)> {
    let mut table = csv::Reader::from_path(path).expect("outline.csv can be read");
    let rows = table.records().map(|row| row.expect("outline.csv is CSV"));
    let rows = rows.filter(|row| &row[1] == "organ" && !row[0].contains('{'));
    rows.map(|row| (row[2].to_owned(), row[0].to_owned())).collect()
}

fn compare(
    lexicons: &Lexicons,
    language: Language,
    opening: &str,
    foreign: &str,
    example: &Example,
    faults: &mut Vec<(usize, String)>,
) {
    let text = example.text.join("\n\n");
    let read = |body: String| {
        let document = Document::new("example", format!("{opening},\n\n{body}\n"), language);
        extract(lexicons, &document)
    };
    let alone = below(&read(format!("1. {text}")), "1");
    let behind = below(&read(format!("1. {foreign}\n\n2. {text}")), "2");
    if differs(&alone, &behind) {
        let message = format!("`{}` reads otherwise behind a foreign paragraph:{}", example.name, list(&behind));
        faults.push((example.line, message));
    }
    let before = faults.len();
    for expected in &example.expected {
        let same = |found: &&(String, Record)| {
            found.0 == expected.label && found.1.clause == expected.clause && found.1.action_index == expected.action
        };
        match alone.iter().find(same) {
            Some((_, record)) => differences(expected, record, faults),
            None => faults.push((expected.line, format!("expected `{}`, found nothing there", expected.head()))),
        }
    }
    for (label, record) in &alone {
        let wanted = example.expected.iter().any(|expected| {
            *label == expected.label && record.clause == expected.clause && record.action_index == expected.action
        });
        if !wanted {
            faults.push((example.line, format!("expected no more, found `{}`", head(label, record))));
        }
    }
    if before != faults.len() {
        faults.push((example.line, format!("`{}` gave{}", example.name, list(&alone))));
    }
}

/// The records of a paragraph, with their labels below its number.
fn below(extraction: &Extraction, number: &str) -> Vec<(String, Record)> {
    let suffix = |record: &Record| {
        let suffix = record.paragraph.strip_prefix(number)?;
        (suffix.is_empty() || suffix.starts_with('(')).then(|| suffix.to_owned())
    };
    let records = extraction.records.iter();
    records.filter_map(|record| suffix(record).map(|suffix| (suffix, record.clone()))).collect()
}

/// Whether two readings differ in more than the place of the paragraph.
fn differs(one: &[(String, Record)], other: &[(String, Record)]) -> bool {
    let place = [Column::Id, Column::Paragraph, Column::Page, Column::Start, Column::End];
    let columns = || Column::ALL.iter().filter(|column| !place.contains(column));
    one.len() != other.len()
        || one.iter().zip(other).any(|((label, record), (other_label, other))| {
            label != other_label || columns().any(|column| record.value(*column) != other.value(*column))
        })
}

fn differences(expected: &Expected, record: &Record, faults: &mut Vec<(usize, String)>) {
    let mut differ = |line, what: &str, wanted: &str, found: &str| {
        if folded(wanted) != folded(found) {
            faults.push((line, format!("{what}: expected `{wanted}`, found `{found}`")));
        }
    };
    differ(expected.line, "act", &expected.act, &record.act);
    differ(expected.line, "actors", &expected.actors.join(", "), &record.actors.join(", "));
    differ(expected.line, "action", &expected.words, &record.action);
    for (line, column, value) in &expected.fields {
        differ(*line, column.name(), value, &text(&record.value(*column)));
    }
}

impl Expected {
    fn head(&self) -> String {
        let Expected { label, clause, action, act, actors, words, .. } = self;
        let gap = if label.is_empty() { "" } else { " " };
        format!("{label}{gap}{clause}.{action} {act} [{}] {words}", actors.join(", "))
    }
}

fn head(label: &str, record: &Record) -> String {
    let Record { clause, action_index, act, actors, action, .. } = record;
    let gap = if label.is_empty() { "" } else { " " };
    format!("{label}{gap}{clause}.{action_index} {act} [{}] {action}", actors.join(", "))
}

fn list(records: &[(String, Record)]) -> String {
    let lines = records.iter().map(|(label, record)| format!("\n    {}", head(label, record)));
    if records.is_empty() { " nothing".to_owned() } else { lines.collect() }
}

/// Case, the form of apostrophes and white space make no difference.
fn folded(text: &str) -> String {
    let text = text.to_lowercase().replace('’', "'");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::List(items) => items.join("; "),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Nothing => String::new(),
    }
}

fn parse(text: &str) -> (Vec<Example>, Vec<(usize, String)>) {
    let (mut examples, mut faults) = (Vec::<Example>::new(), Vec::new());
    let mut answers = false;
    for (place, line) in text.lines().enumerate() {
        let number = place + 1;
        if let Some(heading) = line.strip_prefix("====") {
            examples.push(begin(number, heading.trim()));
            answers = false;
            continue;
        }
        if line.trim().is_empty() || line.starts_with('#') && examples.is_empty() {
            continue;
        }
        let Some(example) = examples.last_mut() else {
            faults.push((number, format!("expected a heading `==== name`, found `{line}`")));
            continue;
        };
        match line {
            "----" => answers = true,
            _ if !answers => example.text.push(line.to_owned()),
            _ => {
                let read =
                    if line.starts_with(' ') { field(example, number, line) } else { answer(example, number, line) };
                faults.extend(read.err().map(|message| (number, message)));
            }
        }
    }
    (examples, faults)
}

fn begin(line: usize, heading: &str) -> Example {
    let (name, organ) = match heading.rsplit_once("(organ:") {
        Some((name, organ)) => (name.trim(), organ.trim_end_matches(')').trim()),
        None => (heading, ORGAN),
    };
    Example { line, name: name.to_owned(), organ: organ.to_owned(), text: Vec::new(), expected: Vec::new() }
}

/// `(a)(ii) 1.2 call_upon [states, governments] curer les fossés`.
fn answer(example: &mut Example, number: usize, line: &str) -> Result<(), String> {
    let faulty = || format!("expected `[(a) ]clause.action act [actors] words`, found `{line}`");
    let (label, rest) = match line.split_once(' ') {
        Some((label, rest)) if label.starts_with('(') => (label, rest),
        _ => ("", line),
    };
    let (place, rest) = rest.split_once(' ').ok_or_else(faulty)?;
    let (clause, action) = place.split_once('.').ok_or_else(faulty)?;
    let (act, rest) = rest.split_once(' ').ok_or_else(faulty)?;
    let (actors, words) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).ok_or_else(faulty)?;
    example.expected.push(Expected {
        line: number,
        label: label.to_owned(),
        clause: clause.parse().map_err(|_| faulty())?,
        action: action.parse().map_err(|_| faulty())?,
        act: act.to_owned(),
        actors: actors.split(',').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect(),
        words: words.trim().to_owned(),
        fields: Vec::new(),
    });
    Ok(())
}

/// `    deadline: session:84`.
fn field(example: &mut Example, number: usize, line: &str) -> Result<(), String> {
    let (name, value) = line.split_once(':').ok_or_else(|| format!("expected `column: value`, found `{line}`"))?;
    let column = Column::ALL.iter().find(|column| column.name() == name.trim());
    let column = column.ok_or_else(|| format!("no column `{}`", name.trim()))?;
    let expected = example.expected.last_mut().ok_or_else(|| format!("no record stands before `{line}`"))?;
    expected.fields.push((number, *column, value.trim().to_owned()));
    Ok(())
}
