//! What the masthead says of a document.

use serde::Serialize;

use crate::Span;
use crate::clauses::Reader;
use crate::folded::Folded;
use crate::hits::Hits;
use crate::lexicon::{ActorId, Lexicon, Meaning, Opener, Part, Reference, Role};
use crate::symbol::symbols;
use crate::times;

/// How many words a line has that is nothing but a date.
const DATE: usize = 4;

/// Facts of a document, empty where the text does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Facts {
    pub symbol: String,
    pub title: String,
    #[serde(skip)]
    pub organ: Option<ActorId>,
    pub session: String,
    /// ISO 8601.
    pub date: String,
    pub agenda: String,
    pub sponsors: String,
    /// Whether the date is that of adoption, which later dates do not replace.
    #[serde(skip)]
    adopted: bool,
    #[serde(skip)]
    title_span: Span,
    /// The number of the resolution as its title gives it.
    #[serde(skip)]
    number: String,
}

impl Facts {
    /// Takes what a line of the masthead says.
    pub(super) fn read_line(&mut self, reader: &Reader<'_, '_>, text: &str, line: Span, opener: Option<Opener>) {
        let Reader { lexicon, folded: head, hits } = *reader;
        let words = line.of(text);
        let symbol = masthead_symbol(words).filter(|_| self.symbol.is_empty());
        let names_document = symbol.is_some();
        if let Some(symbol) = symbol {
            self.symbol = symbol;
        }
        self.session(lexicon, head, hits);
        let part = opener.map(|opener| opener.part);
        let adopted = part == Some(Part::Adopted);
        // The cells of a masthead have the date in a line of its own.
        let dated = part.is_some() || head.len() <= DATE;
        if (self.date.is_empty() || adopted && !self.adopted)
            && dated
            && let Some(date) = times::first_date(lexicon, head, hits)
        {
            self.date = date;
            self.adopted = adopted;
        }
        if adopted && self.organ.is_none() {
            self.organ = adopting_organ(lexicon, head, hits);
        }
        if part == Some(Part::Agenda) {
            self.agenda = head.clean.clone();
        }
        self.sponsors(lexicon, words);
        if let Some(number) = resolution_number(words) {
            self.number = number.to_owned();
            self.title_span = line;
        } else if part.is_none() && !names_document && self.sponsors_free(words) {
            self.title_line(text, line);
        }
    }

    /// The title is the last line before the organ that is nothing else; a numbered one goes on in small letters.
    fn title_line(&mut self, text: &str, line: Span) {
        let lower = line.of(text).starts_with(char::is_lowercase);
        if lower && !self.title_span.is_empty() {
            self.title_span.end = line.end;
        } else if self.number.is_empty() && !lower {
            self.title_span = line;
        }
    }

    fn session(&mut self, lexicon: &Lexicon, head: &Folded, hits: &Hits) {
        if !self.session.is_empty() {
            return;
        }
        for hit in hits.iter().filter(|hit| hit.roles.has(Role::Session)) {
            let before = hit.first.checked_sub(1).and_then(|token| hits.covering(token));
            if let Some(ordinal) = before.and_then(|hit| hit.entry(lexicon, Role::Ordinal)) {
                self.session = ordinal.value().to_owned();
            } else if let Some(year) = (hit.end..head.len().min(hit.end + 3)).find_map(|token| head.figure(token)) {
                self.session = year.to_string();
            }
        }
    }

    fn sponsors(&mut self, lexicon: &Lexicon, words: &str) {
        let Some((names, rest)) = words.rsplit_once(':') else { return };
        let rest = Folded::of(&format!(": {}", rest.trim()));
        if !names.trim().is_empty() && lexicon.opener(&rest).is_some_and(|opener| opener.part == Part::Sponsors) {
            self.sponsors = names.trim().trim_matches('*').to_owned();
        }
    }

    fn sponsors_free(&self, words: &str) -> bool {
        self.sponsors.is_empty() || !words.contains(self.sponsors.as_str())
    }

    /// What only the whole masthead tells.
    pub(super) fn finish(&mut self, text: &str) {
        let words = self.title_span.of(text);
        let after_number = resolution_number(words).and_then(|number| words.strip_prefix(number));
        let title = after_number.map_or(words, |rest| rest.trim_start_matches(['.', ' ', '\u{a0}']));
        self.title = Folded::of(title).clean;
    }

    /// The number of the resolution, where the masthead gives no symbol.
    pub(crate) fn resolution(&self) -> &str {
        &self.number
    }
}

/// A symbol, with the year that the Security Council puts behind it; in parentheses stand those of other documents.
fn masthead_symbol(line: &str) -> Option<String> {
    let symbol = *symbols(line).first()?;
    let (before, after) = line.split_once(symbol)?;
    if before.rfind('(').is_some_and(|open| !before[open..].contains(')')) {
        return None;
    }
    let year = after.trim_start().get(..6).filter(|year| symbol.contains("/RES/") && is_year_in_parentheses(year));
    Some(year.map_or(symbol.to_owned(), |year| format!("{symbol} {year}")))
}

fn is_year_in_parentheses(text: &str) -> bool {
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inner.is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `78/228` at the beginning of a title, or `2341 (2017)` at the end of one.
fn resolution_number(line: &str) -> Option<&str> {
    let figures = line.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'/').count();
    let (number, rest) = line.split_at(figures);
    let pair = number.split_once('/').is_some_and(|(a, b)| !a.is_empty() && !b.is_empty());
    if pair && rest.starts_with(['.', ' ', '\u{a0}']) {
        return Some(number);
    }
    let year = line.len().checked_sub(6).and_then(|at| line.get(at..)).filter(|year| is_year_in_parentheses(year))?;
    let before = line[..line.len() - year.len()].trim_end();
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let start = before.len() - digits;
    ((2..=5).contains(&digits) && before.split_whitespace().count() == 2).then(|| &line[start..])
}

fn adopting_organ(lexicon: &Lexicon, _head: &Folded, hits: &Hits) -> Option<ActorId> {
    hits.iter().find_map(|hit| match hit.entry(lexicon, Role::Actor).map(|entry| &entry.meaning) {
        Some(Meaning::Actor(Reference::Actor(id))) => Some(*id),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_not_called_like_the_report_it_was_adopted_on() {
        for (line, symbol) in [
            ("Nations Unies A/RES/79/182", Some("A/RES/79/182")),
            ("S/RES/2999 (2027)", Some("S/RES/2999 (2027)")),
            ("(Troisième Commission) A/C.3/80/L.4", Some("A/C.3/80/L.4")),
            ("on the report of the Third Committee (A/79/458/Add.3, para. 30)]", None),
            ("79/182. Ports", None),
        ] {
            assert_eq!(masthead_symbol(line).as_deref(), symbol, "{line}");
        }
    }

    #[test]
    fn numbers_of_resolutions_stand_at_either_end() {
        for (line, number) in [
            ("78/228. Ports de refuge", Some("78/228")),
            ("Résolution 2341 (2017)", Some("2341 (2017)")),
            ("Résolution 2341 (20é7)", None),
            ("Résolution (2\u{20ac}1)", None),
            ("2341 (2017)", None),
        ] {
            assert_eq!(resolution_number(line), number, "{line}");
        }
    }
}
