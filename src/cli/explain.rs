//! `exhorte explain`: which words and which rows of the lexicon gave each field.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use exhorte::{Column, Document, Error, Extraction, Lexicon, Note, Record, Trace, Value};

use super::reading::Reading;
use super::summary::{Screen, lines, unbroken};
use super::{Outcome, missing, streams};

const EXAMPLES: &str = "\
Examples:
  exhorte explain draft.txt --paragraph 14
      paragraph 14 with its sub-paragraphs
  exhorte explain draft.txt --paragraph 'B.3(a)'
      sub-paragraph 3(a) of part B
  exhorte explain draft.txt
      the whole text";

/// Show which words and which row of the lexicon gave each field
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// A text, Markdown, HTML, Word or PDF file; - is standard input
    file: PathBuf,

    /// Only this paragraph and its sub-paragraphs, as 14, 3(a) or B.3
    #[arg(long, short, value_name = "LABEL")]
    paragraph: Option<String>,

    #[command(flatten)]
    reading: Reading,
}

/// The fields that a derivation shows.
const FIELDS: [Column; 18] = [
    Column::Act,
    Column::Reiterated,
    Column::Addressee,
    Column::Actors,
    Column::Action,
    Column::ActionVerb,
    Column::Partners,
    Column::Informed,
    Column::IndirectActors,
    Column::ImpliedActors,
    Column::Deadline,
    Column::DeadlineDate,
    Column::Recurrence,
    Column::Conditions,
    Column::Report,
    Column::References,
    Column::VerbFrom,
    Column::AddresseeFrom,
];

/// Prints the derivation of a document or paragraph.
pub fn run(arguments: &Arguments) -> Result<Outcome, Error> {
    let lexicons = arguments.reading.lexicons()?;
    let document = arguments.reading.open(lexicons, &arguments.file)?;
    let extraction = exhorte::extract(lexicons, &document);
    let passages = passages(&extraction);
    let shown: Vec<&Passage<'_>> = match &arguments.paragraph {
        None => passages.iter().collect(),
        Some(label) => passages.iter().filter(|passage| passage.is_in(label)).collect(),
    };
    if let Some(label) = arguments.paragraph.as_deref().filter(|_| shown.is_empty()) {
        return Err(unknown(&document, label, &passages));
    }
    let derivation =
        Derivation { lexicon: lexicons.of(document.language), document: &document, screen: Screen::stdout() };
    streams::print(&derivation.render(&shown))?;
    Ok(Outcome::Done)
}

/// A record or a note, in its place.
enum Passage<'e> {
    Record(&'e Record),
    Note(&'e Note),
}

/// Everything that was read, in text order.
fn passages(extraction: &Extraction) -> Vec<Passage<'_>> {
    let records = extraction.records.iter().map(Passage::Record);
    let mut passages: Vec<Passage<'_>> = records.chain(extraction.notes.iter().map(Passage::Note)).collect();
    passages.sort_by_key(Passage::start);
    passages
}

impl Passage<'_> {
    fn start(&self) -> usize {
        match self {
            Passage::Record(record) => record.span.start,
            Passage::Note(note) => note.span.start,
        }
    }

    fn label(&self) -> &str {
        match self {
            Passage::Record(record) => &record.paragraph,
            Passage::Note(note) => &note.paragraph,
        }
    }

    /// The label with the part of the text before it, where numbers are repeated.
    fn full_label(&self) -> String {
        match self {
            Passage::Record(record) if !record.part.is_empty() => format!("{}.{}", record.part, record.paragraph),
            _ => self.label().to_owned(),
        }
    }

    /// Whether this stands in a paragraph or one of its sub-paragraphs.
    fn is_in(&self, label: &str) -> bool {
        [self.label(), &self.full_label()].into_iter().any(|own| {
            let below = own.strip_prefix(label);
            !own.is_empty() && below.is_some_and(|below| below.is_empty() || below.starts_with('('))
        })
    }
}

fn unknown(document: &Document, label: &str, passages: &[Passage<'_>]) -> Error {
    let mut labels: Vec<String> = Vec::new();
    for label in passages.iter().map(Passage::full_label).filter(|label| !label.is_empty()) {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let found = format!("no paragraph `{label}`");
    if labels.is_empty() {
        let expected = "a text with operative paragraphs, of which none was read".to_owned();
        return missing(&document.name, found, expected, "leave --paragraph out to see the notes".to_owned());
    }
    missing(
        &document.name,
        found,
        format!("one of {}", labels.join(", ")),
        "give one of these to --paragraph".to_owned(),
    )
}

/// Puts the derivation of records into words.
struct Derivation<'d> {
    lexicon: &'d Lexicon,
    document: &'d Document,
    screen: Screen,
}

impl Derivation<'_> {
    fn render(&self, passages: &[&Passage<'_>]) -> String {
        let mut text = String::new();
        let mut above = None;
        for passage in passages {
            let label = passage.full_label();
            if above.as_ref() != Some(&label) && !label.is_empty() {
                let _ = writeln!(text, "Paragraph {label}\n");
            }
            above = Some(label);
            match passage {
                Passage::Record(record) => self.record(&mut text, record),
                Passage::Note(note) => {
                    text.push_str(&format!("  note: {}: {}\n\n", note.kind.as_str(), note.message()))
                }
            }
        }
        text
    }

    fn record(&self, text: &mut String, record: &Record) {
        let _ = writeln!(text, "  {}  ({}, force {})", record.id, record.kind.as_str(), record.force);
        let _ = writeln!(text, "  \"{}\"\n", record.sentence);
        let mut table = self.screen.table(&[]);
        for column in FIELDS {
            for row in self.field(record, column) {
                table.add_row(row);
            }
        }
        unbroken(&mut table, &[0, 3]);
        for line in lines(&table).lines() {
            let _ = writeln!(text, "  {line}");
        }
        text.push('\n');
    }

    /// The lines of a field: its name and value, then the words that it was read from and the row that read them.
    fn field(&self, record: &Record, column: Column) -> Vec<[String; 4]> {
        let value = shown(&record.value(column));
        let mut traces = record.traces.iter().filter(|trace| trace.column == column).peekable();
        if value.is_empty() && traces.peek().is_none() {
            return Vec::new();
        }
        // Of what is quoted below, the value would only say the same.
        let quoted = matches!(column, Column::Action | Column::Conditions) && traces.peek().is_some();
        let value = if quoted { String::new() } else { value };
        let mut rows: Vec<[String; 4]> = traces.map(|trace| self.trace(trace)).collect();
        if rows.is_empty() {
            rows.push(Default::default());
        }
        rows[0][0] = column.name().to_owned();
        rows[0][1] = value;
        rows
    }

    fn trace(&self, trace: &Trace) -> [String; 4] {
        let words = trace.span.of(&self.document.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let row = match (trace.origin, trace.column) {
            (Some(origin), _) => self.lexicon.place(origin),
            // Where these begin and end the grammar says.
            (None, Column::Action | Column::Conditions) => "grammar".to_owned(),
            (None, _) => "no row".to_owned(),
        };
        [String::new(), String::new(), format!("\"{words}\""), row]
    }
}

/// A value as one text; what does not apply is empty.
fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::List(items) => items.join("; "),
        Value::Number(number) => number.to_string(),
        Value::Flag(true) => "true".to_owned(),
        Value::Flag(false) | Value::Nothing => String::new(),
    }
}
