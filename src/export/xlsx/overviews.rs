//! What the asks come to by actor and by deadline, and what in them needs a look.

use std::collections::HashMap;

use indexmap::IndexMap;
use rust_xlsxwriter::{ConditionalFormatDataBar, Worksheet, XlsxError};

use super::style::{Look, Style, bar};
use super::{Column as Shape, Shown, document, names, table};
use crate::export::Results;
use crate::{Involvement, Kind, Record};

/// An actor's asks: how many of each force, and their deadlines.
#[derive(Default)]
struct Tally<'r> {
    forces: [u32; 6],
    roles: [u32; Involvement::ALL.len()],
    deadlines: u32,
    /// The first that is a date.
    first: &'r str,
}

impl<'r> Tally<'r> {
    fn add(&mut self, record: &'r Record, role: Involvement) {
        if role != Involvement::Addressed {
            self.roles[role as usize] += 1;
            return;
        }
        if record.kind != Kind::Directive {
            return;
        }
        self.roles[0] += 1;
        self.forces[usize::from(record.force.min(5))] += 1;
        self.deadlines += u32::from(!record.deadline.is_empty());
        let day = record.deadline_date.as_str();
        if !day.is_empty() && (self.first.is_empty() || day < self.first) {
            self.first = day;
        }
    }
}

/// Who is asked how much, and how strongly.
pub fn actors(results: &Results<'_>, style: &Style, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut tallies: IndexMap<(&str, &str), Tally<'_>> = IndexMap::new();
    for record in results.records() {
        for one in record.involved() {
            tallies.entry((one.actor, one.words())).or_default().add(record, one.role);
        }
    }
    tallies.sort_by(|_, one, _, other| (other.roles[0], other.roles).cmp(&(one.roles[0], one.roles)));
    let word = |key: &str| results.lexicons.word(key, results.language);
    let forces: Vec<String> = (1..=5).map(|force| format!("{} {force}", word("column.force"))).collect();
    let mut columns = vec![
        Shape::wide(word("heading.actor"), Look::Text, 44.0),
        Shape::new(word("heading.actor-kind"), Look::Text),
        Shape::wide(word("heading.asks"), Look::Number, 11.0),
    ];
    columns.extend(forces.iter().rev().map(|name| Shape::wide(name, Look::Number, 9.5)));
    columns.push(Shape::wide(word("heading.deadlines"), Look::Number, 12.0));
    columns.push(Shape::wide(word("heading.first-deadline"), Look::Date, 14.0));
    for role in Involvement::ALL.into_iter().skip(1) {
        columns.push(Shape::wide(word(&format!("role.{}", role.as_str())), Look::Number, 13.0));
    }
    columns.push(Shape::new(word("column.id"), Look::Faint));
    let figure = |count: u32| if count == 0 { Shown::Nothing } else { Shown::Number(count.into()) };
    let rows = tallies.iter().map(|((id, words), tally)| {
        let known = results.lexicons.actor_by_id(id);
        let name = if id.is_empty() { words } else { results.lexicons.label(id, results.language) };
        let kind = known.map_or("", |actor| word(&format!("actor-kind.{}", actor.kind)));
        let mut cells = vec![Shown::text(name), Shown::text(kind), figure(tally.roles[0])];
        cells.extend(tally.forces.iter().skip(1).rev().map(|count| figure(*count)));
        cells.extend([figure(tally.deadlines), Shown::day(tally.first)]);
        cells.extend(tally.roles.iter().skip(1).map(|count| figure(*count)));
        cells.push(Shown::text(*id));
        cells.into_iter()
    });
    let count = table(sheet, style, "actors", &columns, rows)?;
    let bars = ConditionalFormatDataBar::new().set_fill_color(bar()).set_solid_fill(true);
    sheet.add_conditional_format(1, 2, count.max(1), 2, &bars)?;
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

/// What is due, by when.
pub fn deadlines(results: &Results<'_>, style: &Style, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let asks = results.lexicons.word("heading.asks", results.language);
    let due = |record: &Record| !record.deadline.is_empty() || !record.recurrence.is_empty();
    let mut records: Vec<(usize, &Record)> = results.records().enumerate().filter(|(_, record)| due(record)).collect();
    records.sort_by_key(|(place, record)| {
        let day = record.deadline_date.as_str();
        (day.is_empty(), day, record.deadline.as_str(), *place)
    });
    let word = |column: &str| results.lexicons.word(&format!("column.{column}"), results.language);
    let columns = [
        Shape::wide(word("deadline_date"), Look::Date, 12.0),
        Shape::wide(word("deadline_text"), Look::Text, 28.0),
        Shape::new(word("deadline"), Look::Faint),
        Shape::new(word("recurrence"), Look::Text),
        Shape::wide(word("actor_names"), Look::Text, 28.0),
        Shape::wide(word("document"), Look::Text, 18.0),
        Shape::wide(word("paragraph"), Look::Text, 13.0),
        Shape::wide(word("sentence"), Look::Text, 80.0),
    ];
    let rows = records.iter().map(|(place, record)| {
        let ids = record.actors.iter().map(|id| &**id);
        [
            Shown::day(&record.deadline_date),
            Shown::text(&*record.deadline_text),
            Shown::text(&*record.deadline),
            Shown::text(&*record.recurrence),
            Shown::text(if record.actors.is_empty() {
                record.addressee.clone()
            } else {
                names(results.lexicons, ids, results.language)
            }),
            document(&record.source.document),
            to_row(asks, *place, &record.paragraph),
            Shown::text(&*record.sentence),
        ]
        .into_iter()
    });
    table(sheet, style, "deadlines", &columns, rows)?;
    Ok(())
}

/// A text that leads to the row of a record in the sheet of asks.
fn to_row(asks: &str, place: usize, text: &str) -> Shown {
    Shown::Link(text.to_owned(), format!("internal:'{asks}'!A{}", place + 2))
}

/// What a person should look at.
pub fn notes(results: &Results<'_>, style: &Style, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let word = |key: &str| results.lexicons.word(key, results.language);
    let columns = [
        Shape::wide(word("column.document"), Look::Text, 22.0),
        Shape::wide(word("column.paragraph"), Look::Text, 13.0),
        Shape::wide(word("heading.doubt"), Look::Text, 60.0),
        Shape::wide(word("heading.words"), Look::Text, 70.0),
    ];
    let mut rows_of: HashMap<(&str, &str), usize> = HashMap::new();
    for (place, record) in results.records().enumerate() {
        rows_of.entry((&record.source.document, &record.paragraph)).or_insert(place);
    }
    let notes = results
        .extractions
        .iter()
        .flat_map(|extraction| extraction.notes.iter().map(move |note| (extraction.source.document.as_str(), note)));
    let asks = word("heading.asks");
    let rows = notes.map(|(name, note)| {
        let place = rows_of.get(&(name, note.paragraph.as_str())).filter(|_| !note.paragraph.is_empty());
        [
            document(name),
            place.map_or_else(|| Shown::text(&*note.paragraph), |place| to_row(asks, *place, &note.paragraph)),
            Shown::text(word(&format!("note.{}", note.kind.as_str()))),
            Shown::text(&*note.words),
        ]
        .into_iter()
    });
    table(sheet, style, "notes", &columns, rows)?;
    Ok(())
}
