//! A calendar as RFC 5545 has it: a whole day for every ask that is due on one.

use std::collections::HashSet;
use std::io::{self, Write};
use std::iter;

use jiff::civil::Date;

use super::Results;
use crate::{Column, Language, Lexicons, Record};

/// How long a line may be in bytes, without the line break.
const LINE: usize = 75;
/// How many letters of an action stand in a summary; the description has the whole sentence.
const GLIMPSE: usize = 120;
/// Between the parts of a line for people.
const DASH: &str = " \u{2014} ";

pub(super) fn write(results: &Results<'_>, to: &mut dyn Write) -> io::Result<()> {
    let Results { lexicons, language, .. } = *results;
    property(to, "BEGIN", "VCALENDAR")?;
    property(to, "VERSION", "2.0")?;
    property(to, "PRODID", concat!("-//exhorte//", env!("CARGO_PKG_VERSION"), "//EN"))?;
    property(to, "CALSCALE", "GREGORIAN")?;
    property(to, "X-WR-CALNAME", &text(&name(results)))?;
    let mut taken = HashSet::new();
    for record in results.records() {
        let Ok(day) = record.deadline_date.parse() else { continue };
        // Two versions of a document give asks of the same ids.
        let numbered = (2..).map(|number| format!("{}~{number}", record.id));
        let mut ids = iter::once(record.id.clone()).chain(numbered);
        let id = ids.find(|id| taken.insert(id.clone())).unwrap_or_default();
        Event { lexicons, language, record, id, day }.write(to)?;
    }
    property(to, "END", "VCALENDAR")?;
    to.flush()
}

/// What the calendar is called: the document, where there is one only.
fn name(results: &Results<'_>) -> String {
    let name = results.lexicons.word("heading.deadlines", results.language);
    match results.extractions {
        [one] => format!("{name}{DASH}{}", one.source.document),
        _ => name.to_owned(),
    }
}

/// An ask on the day on which it is due.
struct Event<'r> {
    lexicons: &'r Lexicons,
    language: Language,
    record: &'r Record,
    /// Its id in the calendar.
    id: String,
    day: Date,
}

impl Event<'_> {
    fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        let Some(after) = self.day.tomorrow().ok() else { return Ok(()) };
        property(to, "BEGIN", "VEVENT")?;
        property(to, "UID", &text(&self.id))?;
        property(to, "DTSTAMP", &format!("{}T000000Z", digits(self.written())))?;
        property(to, "DTSTART;VALUE=DATE", &digits(self.day))?;
        property(to, "DTEND;VALUE=DATE", &digits(after))?;
        property(to, "SUMMARY", &text(&self.summary()))?;
        property(to, "DESCRIPTION", &text(&self.description()))?;
        property(to, "CATEGORIES", &text(self.lexicons.gloss(&self.record.act, self.language)))?;
        property(to, "TRANSP", "TRANSPARENT")?;
        property(to, "END", "VEVENT")
    }

    /// When the entry was made, which calendars want to know, and which there is no clock to tell: the date of the
    /// document, or where it has none, the day itself.
    fn written(&self) -> Date {
        self.record.source.date.parse().unwrap_or(self.day)
    }

    /// Who, and what; a report that is due is named.
    fn summary(&self) -> String {
        let record = self.record;
        let names: Vec<&str> = record.actors.iter().map(|id| self.lexicons.label(id, self.language)).collect();
        let who = if names.is_empty() { record.addressee.clone() } else { names.join(", ") };
        let what = glimpse(if record.action.is_empty() { &record.sentence } else { &record.action });
        let report = Some(self.word("column", Column::Report.name())).filter(|_| record.report);
        let parts = report.into_iter().chain([who.as_str(), &what]).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(DASH)
    }

    /// The sentence, and where it stands.
    fn description(&self) -> String {
        let Record { source, sentence, paragraph, deadline_text, deadline, .. } = self.record;
        let paragraph = format!("{} {paragraph}", self.word("column", Column::Paragraph.name()));
        let place = [source.document.as_str(), source.title.as_str(), &paragraph];
        let place = place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        let when = format!("{}{DASH}{deadline_text} ({deadline})", self.word("column", Column::DeadlineDate.name()));
        [sentence.as_str(), &when, &place].join("\n")
    }

    fn word(&self, class: &str, name: &str) -> &str {
        self.lexicons.word(&format!("{class}.{name}"), self.language)
    }
}

/// The beginning of a text, up to a whole word.
fn glimpse(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(GLIMPSE) else { return text.to_owned() };
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}\u{2026}", &text[..cut])
}

fn digits(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// Text as the value of a property: separators are escaped, and line breaks written out.
fn text(text: &str) -> String {
    let mut value = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\n' => value.push_str("\\n"),
            _ if c.is_control() => value.push(' '),
            _ => value.push(c),
        }
    }
    value
}

/// Writes a property, in lines that begin with a space after the first.
fn property(to: &mut dyn Write, name: &str, value: &str) -> io::Result<()> {
    let line = format!("{name}:{value}");
    let (mut rest, mut length) = (line.as_str(), LINE);
    loop {
        let (part, after) = rest.split_at(fold(rest, length));
        to.write_all(part.as_bytes())?;
        to.write_all(b"\r\n")?;
        if after.is_empty() {
            return Ok(());
        }
        to.write_all(b" ")?;
        (rest, length) = (after, LINE - 1);
    }
}

/// Where to break a line: between letters, and not beside a space, which some readers drop there.
fn fold(line: &str, length: usize) -> usize {
    if line.len() <= length {
        return line.len();
    }
    let mut ends = (1..=length).rev().filter(|end| line.is_char_boundary(*end));
    let last = ends.clone().next().unwrap_or(line.len());
    ends.find(|end| !line[..*end].ends_with(' ') && !line[*end..].starts_with(' ')).unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_letters() {
        for letter in ["a", "é", "第", "🜂", " ", "a b"] {
            let value = letter.repeat(100);
            let mut lines = Vec::new();
            property(&mut lines, "SUMMARY", &value).unwrap();
            let lines = String::from_utf8(lines).expect("letters are whole");
            assert!(lines.lines().all(|line| line.len() <= LINE), "{lines}");
            assert_eq!(lines.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
        }
    }

    #[test]
    fn separators_are_escaped() {
        assert_eq!(text("a, b; c\\d\r\ne"), "a\\, b\\; c\\\\d \\ne");
    }
}
