//! A report: one page for people, with the text, the words of every field marked in it, and the records beside them.
//!
//! The page holds its own style and script, needs nothing else, and is readable where scripts do not run.

mod marks;
mod matrix;

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::Arc;

use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use indexmap::IndexMap;
use sha2::{Digest, Sha256};

use super::Results;
use crate::{Column, Extraction, Kind, Language, Lexicons, Note, Paragraph, Record};
use marks::{Mark, Marker, Run, emphasis};
use matrix::Grid;

pub(super) fn write(results: &Results<'_>, to: &mut dyn Write) -> io::Result<()> {
    Report::of(results).write_into(to)?;
    to.flush()
}

/// The style of the page, which its policy names by hash.
const STYLE: &str = include_str!("../../templates/report.css");
/// The script of the page, which its policy names by hash.
const SCRIPT: &str = include_str!("../../templates/report.js");

/// Everything that the page says.
#[derive(Template)]
#[template(path = "report.html")]
struct Report<'r> {
    words: Words<'r>,
    documents: Vec<Sheet<'r>>,
    grid: Grid<'r>,
    /// Who can be filtered by, and what is asked: id, name and in how many records; the most frequent first.
    actors: Vec<Choice<'r>>,
    acts: Vec<Choice<'r>>,
}

struct Choice<'r> {
    id: &'r str,
    name: &'r str,
    count: usize,
}

/// What the page says to people, in their language.
#[derive(Clone, Copy)]
struct Words<'r> {
    lexicons: &'r Lexicons,
    language: Language,
}

impl<'r> Words<'r> {
    fn get(&self, key: &str) -> &'r str {
        self.lexicons.word(key, self.language)
    }

    /// The word of a key that has two parts.
    fn of(&self, class: &str, name: &str) -> &'r str {
        self.get(&format!("{class}.{name}"))
    }

    fn column(&self, column: Column) -> &'r str {
        self.of("column", column.name())
    }

    fn names(&self, ids: &'r [Arc<str>]) -> String {
        let names: Vec<&str> = ids.iter().map(|id| self.lexicons.label(id, self.language)).collect();
        names.join("; ")
    }
}

impl<'r> Report<'r> {
    fn of(results: &Results<'r>) -> Self {
        let Results { extractions, lexicons, language, .. } = *results;
        let words = Words { lexicons, language };
        let taken = OWN.iter().map(|id| (*id).to_owned()).collect();
        let mut prefixes = Prefixes { taken, several: 1 < extractions.len() };
        let documents = extractions.iter().map(|extraction| Sheet::of(words, extraction, prefixes.next(extraction)));
        let documents: Vec<_> = documents.collect();
        let actors = counted(results.records().map(|record| everybody(record).collect()));
        let acts = counted(results.records().map(|record| vec![&*record.act]));
        let choice = |name: fn(&'r Lexicons, &'r str, Language) -> &'r str| {
            move |(id, count)| Choice { id, name: name(lexicons, id, language), count }
        };
        Report {
            words,
            grid: Grid::of(results, words, &documents),
            documents,
            actors: actors.into_iter().map(choice(Lexicons::label)).collect(),
            acts: acts.into_iter().map(choice(Lexicons::gloss)).collect(),
        }
    }

    /// What the page may load and run: nothing but its own style and script.
    fn policy(&self) -> String {
        let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text));
        format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
            hash(STYLE),
            hash(SCRIPT)
        )
    }

    fn title(&self) -> &str {
        match self.documents.as_slice() {
            [one] => one.title(),
            _ => self.words.get("report.title"),
        }
    }
}

/// In how many records each id stands, the most frequent first.
fn counted<'r>(records: impl Iterator<Item = Vec<&'r str>>) -> Vec<(&'r str, usize)> {
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for ids in records {
        for id in ids {
            *counts.entry(id).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// The ids of everybody whom a record names, each once.
fn everybody(record: &Record) -> impl Iterator<Item = &str> {
    let Record { actors, partners, informed, indirect_actors, implied_actors, .. } = record;
    let mut ids: Vec<&str> = Vec::new();
    for id in [actors, partners, informed, indirect_actors, implied_actors].into_iter().flatten() {
        if !ids.contains(&&**id) {
            ids.push(id);
        }
    }
    ids.into_iter()
}

/// The ids that the page needs for itself.
const OWN: [&str; 14] = [
    "act",
    "actor",
    "count",
    "deadline",
    "document",
    "filters",
    "force",
    "main",
    "matrix",
    "matrix-title",
    "nothing",
    "review",
    "search",
    "theme",
];

/// What the places in a document are called on the page.
struct Prefixes {
    taken: HashSet<String>,
    several: bool,
}

impl Prefixes {
    /// Nothing where there is one document; else its name, with a number behind it where another has the same.
    fn next(&mut self, extraction: &Extraction) -> String {
        if !self.several {
            return String::new();
        }
        let name = extraction.source.document.split_whitespace().collect::<Vec<_>>().join("-");
        let numbered = (2..).map(|number| format!("{name}~{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        let name = names.find(|name| self.taken.insert(name.clone())).unwrap_or_default();
        name + "#"
    }
}

/// One document on the page.
struct Sheet<'r> {
    words: Words<'r>,
    extraction: &'r Extraction,
    /// What its id is on the page.
    anchor: String,
    /// What stands before the first operative paragraph.
    front: Vec<String>,
    rows: Vec<Row<'r>>,
    /// The ids of the paragraphs that the records are from, record by record.
    sources: Vec<String>,
}

/// A part of the text.
enum Row<'r> {
    /// An operative paragraph with what it gave.
    Passage(Passage<'r>),
    /// Lines that belong to no operative paragraph: footnotes, headings, page numbers.
    Aside(Vec<String>),
}

/// An operative paragraph or sub-paragraph with what it gave.
struct Passage<'r> {
    paragraph: &'r Paragraph,
    /// Its id on the page; nothing where another has it.
    anchor: Option<String>,
    runs: Vec<Run>,
    asks: Vec<Ask<'r>>,
    notes: Vec<&'r Note>,
}

/// A record on the page.
struct Ask<'r> {
    words: Words<'r>,
    record: &'r Record,
    /// Its place among the records of the document, by which the script finds its words.
    place: usize,
    anchor: String,
}

impl<'r> Sheet<'r> {
    fn of(words: Words<'r>, extraction: &'r Extraction, prefix: String) -> Self {
        let text = &*extraction.text;
        let mut marker = Marker::new(extraction);
        let mut asks = extraction.records.iter().enumerate().peekable();
        let mut notes: Vec<&Note> = extraction.notes.iter().filter(|note| !note.paragraph.is_empty()).collect();
        notes.sort_by_key(|note| std::cmp::Reverse(note.span.start));
        let (mut front, mut rows, mut taken, mut at) = (Vec::new(), Vec::new(), HashSet::new(), 0);
        let mut sources = Vec::new();
        for paragraph in &extraction.operative {
            let start = paragraph.pieces.first().map_or(at, |piece| piece.start).max(at);
            let end = paragraph.pieces.last().map_or(at, |piece| piece.end).max(at);
            // What stands before the paragraph in its own line is its number, which is shown in the margin.
            let before = text[at..start].rfind('\n').map_or(at, |line| at + line);
            aside(&mut front, &mut rows, lines(text, at..before));
            let anchor = format!("{prefix}{}", paragraph.anchor());
            let mut passage = Passage {
                paragraph,
                anchor: taken.insert(anchor.clone()).then(|| anchor.clone()),
                runs: Vec::new(),
                asks: Vec::new(),
                notes: Vec::new(),
            };
            let mut between = Vec::new();
            let mut reached = start;
            for piece in &paragraph.pieces {
                between.extend(lines(text, reached..piece.start.max(reached)));
                reached = piece.end.max(reached);
                passage.add(marker.runs(*piece));
            }
            while let Some((place, record)) = asks.next_if(|(_, record)| record.span.start < end) {
                let fragment = record.id.rsplit_once('#').map_or(&*record.id, |(_, fragment)| fragment);
                passage.asks.push(Ask { words, record, place, anchor: format!("{prefix}{fragment}") });
                sources.push(anchor.clone());
            }
            passage.notes.extend(std::iter::from_fn(|| notes.pop_if(|note| note.span.start < end)));
            rows.push(Row::Passage(passage));
            aside(&mut front, &mut rows, between);
            at = end;
        }
        aside(&mut front, &mut rows, lines(text, at..text.len()));
        let anchor = if prefix.is_empty() { "text".to_owned() } else { prefix.trim_end_matches('#').to_owned() };
        Sheet { words, extraction, anchor, front, rows, sources }
    }

    fn title(&self) -> &'r str {
        let source = &self.extraction.source;
        if source.title.is_empty() { &source.document } else { &source.title }
    }

    /// What the masthead says beside the title: column and value.
    fn facts(&self) -> Vec<(&'r str, &'r str)> {
        let source = &self.extraction.source;
        let organ = self.words.lexicons.label(&source.organ, self.words.language);
        let facts = [
            (Column::Document, source.document.as_str()),
            (Column::Organ, organ),
            (Column::Session, &source.session),
            (Column::Date, &source.date),
            (Column::Language, &source.language),
        ];
        let known = facts.into_iter().filter(|(_, value)| !value.is_empty());
        known.map(|(column, value)| (self.words.column(column), value)).collect()
    }

    /// How many asks, decisions, statements and notes there are.
    fn counts(&self) -> Vec<(&'r str, usize)> {
        let of = |kind| self.extraction.records.iter().filter(|record| record.kind == kind).count();
        vec![
            (self.words.get("heading.asks"), of(Kind::Directive)),
            (self.words.get("heading.decisions"), of(Kind::Decision)),
            (self.words.get("heading.statements"), of(Kind::Statement)),
            (self.words.get("heading.notes"), self.extraction.notes.len()),
        ]
    }

    /// Doubts about the whole document.
    fn notes(&self) -> Vec<&'r Note> {
        self.extraction.notes.iter().filter(|note| note.paragraph.is_empty()).collect()
    }
}

/// Lines of the text that are not empty, as they are shown.
fn lines(text: &str, range: std::ops::Range<usize>) -> Vec<String> {
    let lines = text[range].lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| if emphasis(line) { line.replace('*', "") } else { line.to_owned() }).collect()
}

/// Puts lines where they belong: before the first paragraph, or beside the others.
fn aside(front: &mut Vec<String>, rows: &mut Vec<Row<'_>>, lines: Vec<String>) {
    if lines.is_empty() {
        return;
    }
    if rows.is_empty() { front.extend(lines) } else { rows.push(Row::Aside(lines)) }
}

impl Passage<'_> {
    /// Adds a piece of the text behind what is there.
    fn add(&mut self, runs: Vec<Run>) {
        if !self.runs.is_empty() {
            self.runs.push(Run { text: " ".to_owned(), marks: Vec::new(), records: Vec::new() });
        }
        self.runs.extend(runs);
    }
}

impl<'r> Ask<'r> {
    /// What the act is and, unless it asks, of which kind; nothing that the verb has said already.
    fn act(&self) -> String {
        let gloss = self.words.lexicons.gloss(&self.record.act, self.words.language);
        let gloss = Some(gloss).filter(|gloss| gloss.to_lowercase() != self.record.verb.to_lowercase());
        let kind = Some(self.record.kind).filter(|kind| *kind != Kind::Directive);
        let kind = kind.map(|kind| self.words.of("kind", kind.as_str()));
        gloss.into_iter().chain(kind).collect::<Vec<_>>().join(", ")
    }

    fn force(&self) -> &'r str {
        self.words.of("force", &self.record.force.to_string())
    }

    /// What the filter for actors compares.
    fn everybody(&self) -> String {
        everybody(self.record).collect::<Vec<_>>().join(" ")
    }

    /// Who is asked or decides, by name, or else in the words of the text.
    fn who(&self) -> String {
        if self.record.actors.is_empty() {
            self.record.addressee.clone()
        } else {
            self.words.names(&self.record.actors)
        }
    }

    /// The fields that are not empty, by heading.
    fn fields(&self) -> Vec<(&'static str, &'r str, Cow<'r, str>)> {
        let record = self.record;
        let fields = [
            ("deadline", Column::DeadlineDate, self.deadline()),
            ("deadline", Column::Recurrence, Cow::Borrowed(record.recurrence.as_str())),
            ("conditions", Column::Conditions, Cow::Owned(record.conditions.join("; "))),
            ("partners", Column::Partners, Cow::Owned(self.words.names(&record.partners))),
            ("partners", Column::Informed, Cow::Owned(self.words.names(&record.informed))),
            ("partners", Column::IndirectActors, Cow::Owned(self.words.names(&record.indirect_actors))),
            ("addressee", Column::ImpliedActors, Cow::Owned(self.words.names(&record.implied_actors))),
            ("references", Column::References, Cow::Owned(record.references.join("; "))),
            ("page", Column::Page, Cow::Owned(record.page.map_or(String::new(), |page| page.to_string()))),
        ];
        let filled = fields.into_iter().filter(|(.., value)| !value.is_empty());
        filled.map(|(class, column, value)| (class, self.words.column(column), value)).collect()
    }

    /// The last day and the words that say so; without a day, the words alone.
    fn deadline(&self) -> Cow<'r, str> {
        let Record { deadline_text: words, deadline_date: day, .. } = self.record;
        if day.is_empty() { Cow::Borrowed(words) } else { Cow::Owned(format!("{day} ({words})")) }
    }
}

impl Run {
    fn classes(&self) -> String {
        self.marks.iter().map(|mark| mark.class()).collect::<Vec<_>>().join(" ")
    }

    fn places(&self) -> String {
        self.records.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// An id as it stands in a link to it.
fn link(anchor: &str) -> String {
    let mut link = String::with_capacity(anchor.len() + 1);
    link.push('#');
    for c in anchor.chars() {
        match c {
            '%' | '#' | '"' | '<' | '>' | '`' | '\\' | '^' | '{' | '|' | '}' => {
                link.push_str(&format!("%{:02X}", u32::from(c)));
            }
            _ => link.push(c),
        }
    }
    link
}
