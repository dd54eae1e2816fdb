//! The calendar as other programs read it.

use std::collections::HashSet;
use std::path::Path;

use exhorte::export::{Dialect, Format, Results, write};
use exhorte::{Document, Extraction, Language, Lexicons, Record, extract};
use ical::IcalParser;
use ical::parser::ical::component::IcalEvent;

fn calendar(extractions: &[Extraction], lexicons: &Lexicons, language: Language) -> String {
    let mut calendar = Vec::new();
    write(Format::Ics, &Results { extractions, lexicons, language, dialect: Dialect::Plain }, &mut calendar).unwrap();
    String::from_utf8(calendar).unwrap()
}

fn events(calendar: &str) -> Vec<IcalEvent> {
    let mut calendars = IcalParser::new(calendar.as_bytes());
    let events = calendars.next().expect("there is a calendar").expect("the calendar can be read").events;
    assert!(calendars.next().is_none());
    events
}

/// The text of a property, its escapes undone.
fn text(event: &IcalEvent, name: &str) -> String {
    let property = event.properties.iter().find(|property| property.name == name);
    let value = property.and_then(|property| property.value.clone()).unwrap_or_else(|| panic!("no {name}: {event:?}"));
    let mut text = String::new();
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => text.extend(letters.next().map(|escaped| if escaped == 'n' { '\n' } else { escaped })),
            _ => text.push(letter),
        }
    }
    text
}

fn due(extractions: &[Extraction]) -> Vec<&Record> {
    let records = extractions.iter().flat_map(|extraction| &extraction.records);
    records.filter(|record| !record.deadline_date.is_empty()).collect()
}

#[test]
fn every_ask_that_is_due_has_its_day() {
    let lexicons = Lexicons::embedded();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/assembly");
    let read = |name: &str, language| extract(&lexicons, &Document::open(&folder.join(name), language).unwrap());
    // Both versions have the same ids, and the second is there twice.
    let english = read("en.txt", Language::En);
    let extractions = [read("fr.txt", Language::Fr), english.clone(), english];
    let calendar = calendar(&extractions, &lexicons, Language::En);
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])), "{calendar}");
    let (events, due) = (events(&calendar), due(&extractions));
    assert!(5 < due.len());
    assert_eq!(events.len(), due.len());
    for (event, record) in events.iter().zip(due) {
        let compact = |date: &str| date.replace('-', "");
        assert_eq!(text(event, "DTSTART"), compact(&record.deadline_date));
        assert!(text(event, "DTSTART") < text(event, "DTEND"));
        assert!(text(event, "UID").starts_with(&record.id));
        let date = if record.source.date.is_empty() { &record.deadline_date } else { &record.source.date };
        assert_eq!(text(event, "DTSTAMP"), format!("{}T000000Z", compact(date)));
        let description = text(event, "DESCRIPTION");
        for part in [&record.sentence, &record.deadline_text, &record.source.document, &record.paragraph] {
            assert!(description.contains(&**part), "`{part}` is not in `{description}`");
        }
        assert_eq!(text(event, "CATEGORIES"), lexicons.gloss(&record.act, Language::En));
        assert_eq!(text(event, "SUMMARY").starts_with("Report due"), record.report);
        for actor in &record.actors {
            assert!(text(event, "SUMMARY").contains(lexicons.label(actor, Language::En)));
        }
    }
    let ids: HashSet<String> = events.iter().map(|event| text(event, "UID")).collect();
    assert_eq!(ids.len(), events.len());
}

#[test]
fn what_a_document_holds_stays_text() {
    let lexicons = Lexicons::embedded();
    let body = "1. Prie le Secrétaire général de publier, d'ici à 2031, \\n; END:VCALENDAR et les relevés ;";
    let document = Document::new("a;b,c\\d.txt", format!("L'Assemblée générale,\n\n{body}\n"), Language::Fr);
    let extractions = [extract(&lexicons, &document)];
    let calendar = calendar(&extractions, &lexicons, Language::Fr);
    let events = events(&calendar);
    assert_eq!(events.len(), 1);
    assert!(text(&events[0], "DESCRIPTION").contains("a;b,c\\d.txt"));
    assert_eq!(calendar.matches("\r\nEND:VCALENDAR").count(), 1);
}

#[test]
fn a_calendar_without_days_is_one() {
    let calendar = calendar(&[], &Lexicons::embedded(), Language::Fr);
    assert!(
        calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:") && calendar.ends_with("END:VCALENDAR\r\n")
    );
}
