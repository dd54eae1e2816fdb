//! What was found, as tables for people.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, TableComponent, presets};
use exhorte::export::Listing;
use exhorte::{Extraction, Kind, NoteKind, Value, ValueType};
use indexmap::IndexMap;

/// Where tables are printed.
#[derive(Clone, Copy, Debug)]
pub enum Screen {
    /// On a terminal, whose width is known, through standard error or not.
    Terminal { error: bool },
    /// Into a file or pipe.
    Plain,
}

/// How wide tables are where there is no terminal.
const WIDTH: u16 = 120;
/// How far tables stand from the margin: see [`lines`].
const MARGIN: u16 = 1;
/// How many actors a summary names.
const MOST: usize = 10;
/// How many documents a summary lists.
const LISTED: usize = 40;
/// How many letters of a title or a passage a table shows.
const GLIMPSE: usize = 60;

impl Screen {
    pub fn stdout() -> Self {
        if io::stdout().is_terminal() { Screen::Terminal { error: false } } else { Screen::Plain }
    }

    pub fn stderr() -> Self {
        if io::stderr().is_terminal() { Screen::Terminal { error: true } } else { Screen::Plain }
    }

    /// How many letters a line holds.
    pub fn width(self) -> usize {
        self.table(&[]).width().unwrap_or(WIDTH).into()
    }

    /// An empty table in plain letters, as wide as the screen at most.
    pub fn table(self, header: &[&str]) -> Table {
        let mut table = Table::new();
        table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
        if !header.is_empty() {
            table.set_header(header).set_style(TableComponent::HeaderLines, '-');
        }
        match self {
            Screen::Terminal { error: true } => _ = table.use_stderr(),
            Screen::Terminal { error: false } => {}
            Screen::Plain => _ = table.force_no_tty().set_width(WIDTH),
        }
        if let Some(width) = table.width() {
            table.set_width(width.saturating_sub(MARGIN));
        }
        table
    }
}

/// Aligns the figures of these columns.
pub fn figures(table: &mut Table, columns: &[usize]) {
    for &column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// Keeps the cells of these columns in one line.
pub fn unbroken(table: &mut Table, columns: &[usize]) {
    for &column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
}

/// The table as lines without blanks at their ends, each a little from the margin.
pub fn lines(table: &Table) -> String {
    table.lines().map(|line| format!(" {}\n", line.trim_end())).collect()
}

/// A listing as a table for people.
pub fn listed(listing: &Listing<'_>, screen: Screen) -> String {
    let heads: Vec<&str> = listing.columns.iter().map(|column| column.name.as_ref()).collect();
    let mut table = screen.table(&heads);
    for row in &listing.rows {
        table.add_row(row.iter().map(shown));
    }
    let numbers = listing.columns.iter().enumerate();
    let numbers = numbers.filter(|(_, column)| matches!(column.value_type, ValueType::Number(..)));
    figures(&mut table, &numbers.map(|(place, _)| place).collect::<Vec<_>>());
    lines(&table)
}

fn shown(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) => glimpse(text),
        Value::List(items) => glimpse(&items.join("; ")),
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Nothing => String::new(),
    }
}

/// The beginning of a text.
pub fn glimpse(text: &str) -> String {
    shortened(text, GLIMPSE)
}

/// A text of so many letters at most.
pub fn shortened(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    let mut beginning: String = text.chars().take(letters - 3).collect();
    beginning.push_str("...");
    beginning
}

/// What a run found, document by document and in all.
#[derive(Default)]
pub struct Summary {
    documents: Vec<Line>,
    /// How strong an act is, and how often it stands.
    acts: IndexMap<Arc<str>, (u8, usize)>,
    /// An actor's name, and how often it is asked.
    actors: IndexMap<Arc<str>, (Arc<str>, usize)>,
    notes: IndexMap<NoteKind, usize>,
    /// How many documents failed, and how many had not changed since an earlier run.
    failed: usize,
    unchanged: usize,
    /// The tables that all documents went to.
    combined: Vec<PathBuf>,
}

/// One document in the summary.
struct Line {
    name: String,
    title: String,
    /// Asks, decisions and statements.
    kinds: [usize; 3],
    notes: usize,
    files: String,
}

impl Summary {
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty() && self.unchanged == 0
    }

    /// Counts a document that could not be read, or whose results could not be written.
    pub fn failed(&mut self) {
        self.failed += 1;
    }

    /// Counts a document whose results were there already.
    pub fn unchanged(&mut self) {
        self.unchanged += 1;
    }

    /// Names the tables that all documents went to.
    pub fn combined(&mut self, files: &[PathBuf]) {
        self.combined = files.to_vec();
    }

    /// What one document gave.
    pub fn of(name: &str, extraction: &Extraction) -> Self {
        let mut summary = Summary::default();
        let count = |kind| extraction.records.iter().filter(|record| record.kind == kind).count();
        let source = &extraction.source;
        summary.documents.push(Line {
            name: if source.document.is_empty() { name.to_owned() } else { source.document.clone() },
            title: source.title.clone(),
            kinds: [Kind::Directive, Kind::Decision, Kind::Statement].map(count),
            notes: extraction.notes.len(),
            files: String::new(),
        });
        for record in extraction.records.iter().filter(|record| record.kind == Kind::Directive) {
            summary.acts.entry(record.act.clone()).or_insert((record.force, 0)).1 += 1;
            for (id, name) in record.actors.iter().zip(&record.actor_names) {
                summary.actors.entry(id.clone()).or_insert_with(|| (name.clone(), 0)).1 += 1;
            }
        }
        for note in &extraction.notes {
            *summary.notes.entry(note.kind).or_default() += 1;
        }
        summary
    }

    /// Adds what one document gave, and names the files that it went to.
    pub fn add(&mut self, mut one: Summary, files: &[PathBuf]) {
        let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        one.documents.iter_mut().for_each(|line| line.files = files.join(" "));
        self.documents.append(&mut one.documents);
        for (act, (force, count)) in one.acts {
            self.acts.entry(act).or_insert((force, 0)).1 += count;
        }
        for (id, (name, count)) in one.actors {
            self.actors.entry(id).or_insert((name, 0)).1 += count;
        }
        for (kind, count) in one.notes {
            *self.notes.entry(kind).or_default() += count;
        }
    }

    /// The summary as text that ends with a line break.
    pub fn render(&self, screen: Screen) -> String {
        let mut parts = Vec::new();
        if !self.documents.is_empty() {
            parts.push(self.documents(screen));
            parts.extend(Some(self.files()).filter(|files| !files.is_empty()));
        }
        if !self.acts.is_empty() {
            parts.push(self.acts(screen));
        }
        if !self.actors.is_empty() {
            parts.push(self.actors(screen));
        }
        if !self.notes.is_empty() {
            parts.push(self.notes(screen));
        }
        let closing = self.closing();
        if !closing.is_empty() {
            parts.push(closing);
        }
        parts.join("\n")
    }

    /// What else is to be said of the run.
    fn closing(&self) -> String {
        let mut lines = String::new();
        for file in &self.combined {
            lines.push_str(&format!(" all in {}\n", file.display()));
        }
        if self.unchanged != 0 {
            lines.push_str(&format!(" {} unchanged since an earlier run\n", self.unchanged));
        }
        if self.failed != 0 {
            lines.push_str(&format!(" {} could not be read or written, for reasons told above\n", self.failed));
        }
        lines
    }

    fn documents(&self, screen: Screen) -> String {
        let mut table = screen.table(&["document", "title", "asks", "decisions", "statements", "notes"]);
        for line in self.documents.iter().take(LISTED) {
            let [asks, decisions, statements] = line.kinds.map(|count| count.to_string());
            let (name, title) = (line.name.clone(), glimpse(&line.title));
            table.add_row([name, title, asks, decisions, statements, line.notes.to_string()]);
        }
        if LISTED < self.documents.len() {
            let more = format!("and {} more", self.documents.len() - LISTED);
            table.add_row([more.as_str(), "", "", "", "", ""]);
        }
        if 1 < self.documents.len() {
            let sum = |count: fn(&Line) -> usize| self.documents.iter().map(count).sum::<usize>().to_string();
            let kinds = [sum(|line| line.kinds[0]), sum(|line| line.kinds[1]), sum(|line| line.kinds[2])];
            let [asks, decisions, statements] = kinds;
            let all = format!("{} documents", self.documents.len());
            table.add_row([all, String::new(), asks, decisions, statements, sum(|line| line.notes)]);
        }
        figures(&mut table, &[2, 3, 4, 5]);
        unbroken(&mut table, &[0]);
        lines(&table)
    }

    /// Which files the documents went to: below the table, where a title need not make room for them.
    fn files(&self) -> String {
        let listed = self.documents.iter().take(LISTED).filter(|line| !line.files.is_empty());
        listed.map(|line| format!(" written to {}\n", line.files)).collect()
    }

    /// Asks by act, the strongest first.
    fn acts(&self, screen: Screen) -> String {
        let mut acts: Vec<_> = self.acts.iter().collect();
        acts.sort_by(|(_, (force, count)), (_, (other_force, other))| (other_force, other).cmp(&(force, count)));
        let mut table = screen.table(&["act", "force", "asks"]);
        for (act, (force, count)) in acts {
            table.add_row([act.to_string(), force.to_string(), count.to_string()]);
        }
        figures(&mut table, &[1, 2]);
        lines(&table)
    }

    /// Who is asked most often.
    fn actors(&self, screen: Screen) -> String {
        let mut actors: Vec<_> = self.actors.values().collect();
        actors.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let mut table = screen.table(&["actor", "asks"]);
        for (name, count) in actors.iter().take(MOST) {
            table.add_row([name.to_string(), count.to_string()]);
        }
        if MOST < actors.len() {
            table.add_row([format!("and {} more", actors.len() - MOST), String::new()]);
        }
        figures(&mut table, &[1]);
        lines(&table)
    }

    fn notes(&self, screen: Screen) -> String {
        let mut notes: Vec<_> = self.notes.iter().collect();
        notes.sort();
        let mut table = screen.table(&["note", "count", "meaning"]);
        for (kind, count) in notes {
            table.add_row([kind.as_str().to_owned(), count.to_string(), kind.describe().to_owned()]);
        }
        figures(&mut table, &[1]);
        unbroken(&mut table, &[0]);
        lines(&table)
    }
}
