//! Whole documents: every `tests/golden/*/{fr,en}.txt` gives the snapshot beside it.
//!
//! The snapshots are for human eyes. `git diff tests/golden` shows what a change to a lexicon or to the grammar gains
//! and loses; `make review` accepts it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use exhorte::{Column, Document, Extraction, Language, Lexicons, Note, Record, Source, Value, extract};

#[test]
fn documents() {
    let lexicons = Lexicons::embedded();
    insta::glob!("golden/*/*.txt", |path| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let language: Language = stem.parse().expect("a golden document is named for its language");
        if !is_curated(language) {
            eprintln!("skipped {}: the tables of `{language}` are empty", path.display());
            return;
        }
        let document = Document::open(path, language).expect("a golden document can be read");
        let shown = show(&extract(&lexicons, &document));
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().expect("a file has a folder"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.remove_snapshot_suffix();
        settings.remove_input_file();
        settings.bind(|| insta::assert_snapshot!(stem, shown));
    });
}

/// Whether the language has words to read with.
fn is_curated(language: Language) -> bool {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicons").join(language.code());
    let rows = |name| fs::read_to_string(folder.join(name)).unwrap_or_default().lines().count();
    ["acts.csv", "actors.csv", "markers.csv"].into_iter().all(|name| rows(name) > 1)
}

fn show(extraction: &Extraction) -> String {
    let mut shown = show_source(&extraction.source);
    for record in &extraction.records {
        show_record(&mut shown, record);
    }
    if !extraction.notes.is_empty() {
        shown.push_str("\nnotes\n");
    }
    for Note { kind, paragraph, words, .. } in &extraction.notes {
        let place = if paragraph.is_empty() { "document" } else { paragraph };
        let _ = writeln!(shown, "  {place}: {}: {words}", kind.as_str());
    }
    shown
}

fn show_source(source: &Source) -> String {
    let Source { document, title, organ, session, date, language, agenda, sponsors } = source;
    let mut shown = String::new();
    for (name, value) in [
        ("document", document),
        ("title", title),
        ("organ", organ),
        ("session", session),
        ("date", date),
        ("language", language),
        ("agenda", agenda),
        ("sponsors", sponsors),
    ] {
        if !value.is_empty() {
            let _ = writeln!(shown, "{name}: {value}");
        }
    }
    shown
}

/// What stands in the first lines of a record, or repeats the masthead.
const SHOWN: &[Column] = &[
    Column::Id,
    Column::Document,
    Column::Title,
    Column::Organ,
    Column::Session,
    Column::Date,
    Column::Language,
    Column::Paragraph,
    Column::Clause,
    Column::ActionIndex,
    Column::Kind,
    Column::Act,
    Column::Force,
    Column::Verb,
    Column::Addressee,
    Column::Actors,
    Column::ActorNames,
    Column::Action,
    Column::Start,
    Column::End,
    Column::NeedsReview,
];

fn show_record(shown: &mut String, record: &Record) {
    let fragment = record.id.rsplit_once('#').map_or(record.id.as_str(), |(_, fragment)| fragment);
    let _ = writeln!(shown, "\n{fragment}  {} {} {}", record.kind.as_str(), record.act, record.force);
    let _ = writeln!(shown, "  {}", record.verb);
    if !record.addressee.is_empty() || !record.actors.is_empty() {
        let _ = writeln!(shown, "  {} → [{}]", record.addressee, record.actors.join(", "));
    }
    if !record.action.is_empty() {
        let _ = writeln!(shown, "  {}", record.action);
    }
    for column in Column::ALL.iter().filter(|column| !SHOWN.contains(column)) {
        let value = text(&record.value(*column));
        let usual = match column {
            Column::Section => "operative",
            Column::VerbFrom | Column::AddresseeFrom => "own",
            Column::Reiterated | Column::Report => "false",
            _ => "",
        };
        if value != usual && !value.is_empty() {
            let _ = writeln!(shown, "    {}: {value}", column.name());
        }
    }
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
