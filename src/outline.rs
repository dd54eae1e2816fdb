//! Segmenting: a document becomes preamble, operative paragraphs and the rest.
//!
//! Lines are sorted by how they begin ([`line`]) and put together ([`Segmenter`]): page furniture and footnotes are
//! taken out of the way, paragraphs cut by them go on, letters and roman numbers become labels.

mod facts;
mod label;
mod line;
mod numbers;

use std::fmt::Write;

use crate::clauses::Reader;
use crate::document::Document;
use crate::folded::{Folded, Kind, Token};
use crate::hits::{self, Hits};
use crate::lexicon::{Lexicon, Lexicons, Opener, Part};
use crate::{Note, Span, clauses};
use label::Labels;
use line::{Line, Marker};

pub(crate) use facts::Facts;

/// A document taken apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    pub facts: Facts,
    /// Preambular paragraphs, in text order.
    pub preamble: Vec<Paragraph>,
    /// Operative paragraphs and their sub-paragraphs, in text order.
    pub operative: Vec<Paragraph>,
    /// The numbers of the footnotes whose texts were found.
    pub footnotes: Vec<u32>,
    pub notes: Vec<Note>,
}

/// A paragraph or sub-paragraph.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// Whether it stands in an annex.
    pub section: Section,
    /// The part of a text that repeats its numbers (`A`, `II`), or nothing.
    pub part: String,
    /// `32`, `3(a)`, `3(a)(ii)`.
    pub label: String,
    /// 0 for a numbered paragraph, 1 for its sub-paragraphs, and so on.
    pub depth: usize,
    /// Whether sub-paragraphs follow.
    pub leads_in: bool,
    /// Whether this is what follows the sub-paragraphs of the paragraph.
    pub closing: bool,
    /// How many paragraphs before it have the same label in the same part: damage, as a rule.
    pub repeated: u32,
    /// Where its text stands, cut by page breaks into pieces.
    pub pieces: Vec<Span>,
}

/// Where a paragraph stands in the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Section {
    /// In the resolution itself.
    #[default]
    Operative,
    /// In the annex of this number.
    Annex(u32),
}

impl Paragraph {
    /// How ids name the paragraph: `OP32`, `annex-1.OP2`, `B.OP3(a)`; a label that repeats has a number behind it.
    pub fn anchor(&self) -> String {
        let mut anchor = String::new();
        self.write_anchor(&mut anchor);
        anchor
    }

    /// Appends [`Paragraph::anchor`] to a text.
    pub(crate) fn write_anchor(&self, to: &mut String) {
        // Writing to a string cannot fail.
        if let Section::Annex(number) = self.section {
            let _ = write!(to, "annex-{number}.");
        }
        if !self.part.is_empty() {
            let _ = write!(to, "{}.", self.part);
        }
        let _ = write!(to, "OP{}", self.label);
        if self.repeated != 0 {
            let _ = write!(to, "~{}", self.repeated + 1);
        }
    }
}

/// Cuts paragraphs without end into several of the same label.
fn cut_endless(text: &str, paragraphs: &mut Vec<Paragraph>) {
    if paragraphs.iter().any(|paragraph| LONGEST < paragraph.pieces.iter().map(Span::len).sum()) {
        *paragraphs = paragraphs.drain(..).flat_map(|paragraph| paragraph.cut(text)).collect();
    }
}

impl Paragraph {
    /// The paragraph in parts of which none is too long; what it leads in follows the last of them.
    fn cut(self, text: &str) -> Vec<Paragraph> {
        let (mut parts, mut part, mut room) = (Vec::new(), Vec::new(), LONGEST);
        for mut rest in self.pieces {
            while room < rest.len() {
                let end = rest.start + last_gap(rest.of(text), room);
                part.push(Span { start: rest.start, end });
                parts.push(std::mem::take(&mut part));
                rest.start = end;
                room = LONGEST;
            }
            room -= rest.len();
            part.push(rest);
        }
        parts.push(part);
        let last = parts.len() - 1;
        let whole = Paragraph { pieces: Vec::new(), ..self };
        let leads_in = |place| whole.leads_in && place == last;
        let parts = parts.into_iter().enumerate();
        parts.map(|(place, pieces)| Paragraph { pieces, leads_in: leads_in(place), ..whole.clone() }).collect()
    }
}

/// The last place within so many bytes of a text where it can be cut, between words if there are any.
fn last_gap(text: &str, within: usize) -> usize {
    let beginning = &text[..text.floor_char_boundary(within)];
    beginning.rfind(char::is_whitespace).filter(|at| *at != 0).unwrap_or(beginning.len())
}

/// Takes a document apart.
pub(crate) fn segment(lexicons: &Lexicons, document: &Document) -> Outline {
    let lexicon = lexicons.of(document.language);
    let mut segmenter = Segmenter::new(lexicons, lexicon, &document.text);
    for line in line::lines(&document.text) {
        segmenter.take(line);
    }
    segmenter.finish()
}

/// Where in the document the reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Head,
    Preamble,
    Operative,
    After,
}

struct Segmenter<'d> {
    lexicons: &'d Lexicons,
    lexicon: &'d Lexicon,
    text: &'d str,
    outline: Outline,
    state: State,
    section: Section,
    part: String,
    /// The part that the last line names if numbers begin again behind it.
    titled: Option<String>,
    labels: Labels,
    /// Lines that could be more of a paragraph or foreign to it; the next lines tell.
    held: Vec<Span>,
    /// Whether the last line belonged to a footnote that is not at its end.
    in_footnote: bool,
    /// Places in `outline.operative` of paragraphs whose numbers were lost.
    unnumbered: Vec<usize>,
    /// The last paragraph of each depth, by its place in `outline.operative`.
    open: Vec<usize>,
    /// The mark that the current paragraph ends with so far.
    ending: Option<char>,
    heads: usize,
    /// The beginning of the line at hand, and which one that is.
    head: Folded,
    glanced: Span,
    head_hits: Hits,
}

/// How many lines are searched for the facts of the masthead.
const MASTHEAD: usize = 200;
/// How many bytes of a line's beginning are looked at to tell what it is.
const OPENING: usize = 96;
/// How long a line of the masthead or of page furniture may be.
const SHORT: usize = 160;
/// The numbers that paragraphs may have in any place are below this one.
const FEW: u32 = 1000;
/// From how many bytes on a line is too long to be a heading that a page break has put into a paragraph.
const FULL: usize = 50;
/// How many lines may be held before they count as part of the paragraph.
const HELD: usize = 6;
/// How many bytes a paragraph may have; what is read of one takes many times its length, for as long as it is read.
const LONGEST: usize = 1 << 20;

impl<'d> Segmenter<'d> {
    fn new(lexicons: &'d Lexicons, lexicon: &'d Lexicon, text: &'d str) -> Self {
        Segmenter {
            lexicons,
            lexicon,
            text,
            outline: Outline::default(),
            state: State::Head,
            section: Section::Operative,
            part: String::new(),
            titled: None,
            labels: Labels::default(),
            held: Vec::new(),
            in_footnote: false,
            unnumbered: Vec::new(),
            open: Vec::new(),
            ending: None,
            heads: 0,
            head: Folded::default(),
            glanced: Span::default(),
            head_hits: Hits::default(),
        }
    }

    fn take(&mut self, line: Line) {
        if line.is_furniture(self.text) {
            return;
        }
        match line.marker {
            Marker::Footnote(number) => return self.footnote(line, number),
            Marker::Number { number, dotted } if self.numbered(line, number, dotted) => return,
            Marker::Letter(_) if self.lettered(line) => return,
            _ => {}
        }
        self.plain(line);
    }

    /// Takes a line that begins with a number, if it is a numbered paragraph or a footnote.
    fn numbered(&mut self, line: Line, number: u32, dotted: bool) -> bool {
        let expected = self.labels.number() + 1;
        // Anywhere but in its place such a number is a year.
        if FEW <= number && number != expected {
            return false;
        }
        let lower = line.body.of(self.text).starts_with(char::is_lowercase);
        // The next number in its place needs no further sign.
        let certain = self.state == State::Operative && dotted && number == expected && !lower;
        let verb = certain || self.verb(line.body);
        if self.state == State::Head && self.heads < MASTHEAD && self.outline.facts.organ.is_none() && !verb {
            return false;
        }
        let plausible = dotted && (number == expected || number == 1 || (expected < number && number < expected + 4));
        if self.state == State::After && !verb {
            return false;
        }
        if verb && (dotted || number == expected) || plausible && !lower && self.state != State::Head {
            if self.state == State::Preamble && !verb && number != 1 {
                return false;
            }
            self.drop_held();
            if number == 1 {
                self.begin_again();
            }
            if number == self.labels.number() && verb && !self.forget_heading() {
                // A number that stands twice: the second is that of the next paragraph.
                self.unnumbered_paragraph(line.body);
                return true;
            }
            self.state = State::Operative;
            self.labels.numbered(number, "");
            self.begin(line.body, 0, false);
            return true;
        }
        if !dotted && !lower && !verb {
            self.footnote(line, number);
            return true;
        }
        false
    }

    /// Numbers begin at 1, perhaps not for the first time: a heading before them names a new part.
    fn begin_again(&mut self) {
        if let Some(part) = self.titled.take() {
            self.new_part(&part);
        } else if self.labels.number() != 0 && self.section == Section::Operative && self.part.is_empty() {
            self.repeated();
        }
    }

    /// A line that seemed to be a paragraph without number was a heading if it ends as one and the number comes after it.
    fn forget_heading(&mut self) -> bool {
        let last = self.outline.operative.len().checked_sub(1);
        let whole = |paragraph: &Paragraph| paragraph.depth == 0 && paragraph.pieces.len() == 1;
        let heading = last.is_some()
            && self.unnumbered.last().copied() == last
            && self.ending.is_some_and(char::is_alphanumeric)
            && self.outline.operative.last().is_some_and(whole);
        if heading {
            self.unnumbered.pop();
            self.outline.operative.pop();
        }
        heading
    }

    /// Numbers begin again without any heading: the paragraphs are told apart by a part all the same.
    fn repeated(&mut self) {
        let parts = self.outline.operative.iter().filter(|p| p.label == "1" && p.depth == 0).count();
        self.part = format!("{}", parts + 1);
    }

    /// Takes a line that begins with a letter or roman number in parentheses.
    fn lettered(&mut self, line: Line) -> bool {
        let Marker::Letter(marker) = line.marker else { return false };
        if self.state != State::Operative || self.outline.operative.is_empty() {
            return false;
        }
        self.drop_held();
        let marker = marker.of(self.text);
        let opens = self.current_ends_with(':');
        let depth = self.labels.lettered(marker, opens);
        self.lead_in(depth);
        self.begin(line.body, depth, false);
        true
    }

    /// Marks the paragraph above this depth as a lead-in.
    fn lead_in(&mut self, depth: usize) {
        let above = self.open[..depth.min(self.open.len())].iter().next_back().copied();
        if let Some(above) = above.and_then(|place| self.outline.operative.get_mut(place)) {
            above.leads_in = true;
        }
    }

    /// Takes a line without number or letter.
    fn plain(&mut self, line: Line) {
        let text = line.body.of(self.text);
        let lower = text.starts_with(char::is_lowercase);
        if self.titled.is_some() && lower && text.ends_with(char::is_alphabetic) {
            // The title goes on.
            return;
        }
        self.titled = None;
        self.glance(line.body);
        let opener = self.opener(line);
        if let Some(part) = opener.as_ref().map(|opener| opener.part) {
            match part {
                Part::Furniture | Part::Agenda | Part::Sponsors | Part::Session | Part::Adopted
                    if self.state == State::Head
                        || !lower && text.len() < SHORT && part != Part::Session && !self.cuts_a_sentence() =>
                {
                    return self.masthead(line);
                }
                Part::Organ if self.is_organ_line(text) => {
                    return self.organ(&opener.map(|o| o.value).unwrap_or_default());
                }
                Part::Meeting if self.state == State::Operative && text.len() < SHORT => {
                    self.drop_held();
                    self.state = State::After;
                    return;
                }
                Part::Vote if self.state != State::Head && !lower => {
                    self.drop_held();
                    self.state = State::After;
                    return;
                }
                Part::Annex if !lower && self.state != State::Head && text.len() < SHORT => return self.annex(),
                Part::Footnote if !lower && self.state != State::Head => {
                    self.in_footnote = true;
                    return;
                }
                Part::Bridge if self.stands_alone() => return,
                Part::OperativeLabel | Part::PreambularLabel if self.labelled(line, part) => return,
                // A text that has lost accents may take a verb for a participle; one that has them does not.
                Part::Preamble if self.state == State::Preamble && !self.is_verb_line(line) => {
                    return self.preamble(line);
                }
                _ => {}
            }
        }
        match self.state {
            State::Head => self.head_line(line),
            State::Preamble => self.preambular(line, lower),
            State::Operative => self.operative(line, lower),
            State::After => {
                if let Some(part) = label::part(text) {
                    self.new_part(part);
                }
            }
        }
    }

    /// Takes a paragraph of a draft under negotiation, which has letters before its number: *OP4*, *PP12bis*.
    fn labelled(&mut self, line: Line, part: Part) -> bool {
        let Some((number, suffix, body)) = self.draft_label(line) else { return false };
        self.drop_held();
        if part == Part::PreambularLabel {
            self.state = State::Preamble;
            self.preamble(Line { body, ..line });
            return true;
        }
        if number == 1 && suffix.is_empty() {
            self.begin_again();
        }
        self.state = State::Operative;
        self.labels.numbered(number, suffix);
        self.begin(body, 0, false);
        true
    }

    /// The number behind the letters that a line begins with, what is added to it, and what the paragraph says.
    fn draft_label(&self, line: Line) -> Option<(u32, &'d str, Span)> {
        let figure = self.lexicon.opener_end(&self.head)?;
        let number = self.head.figure(figure).filter(|number| *number < FEW)?;
        // Forms are compared without regard to capitals, and `pp 12` are pages.
        if self.head.text(0, figure).contains(char::is_lowercase) {
            return None;
        }
        let mut end = self.head.tokens[figure].source_end;
        let mut suffix = "";
        if let Some(word) = self.head.tokens.get(figure + 1).filter(|word| word.kind == Kind::Word && !word.capital) {
            // *OP4bis*, *OP4 bis.*
            if word.source == end || self.head.mark(figure + 2).is_some() {
                suffix = &self.text[word.source as usize..word.source_end as usize];
                end = word.source_end;
            }
        }
        let after = &self.text[end as usize..line.body.end];
        let said = after.trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation() && c != '(');
        (!said.is_empty()).then_some((number, suffix, Span { start: line.body.end - said.len(), end: line.body.end }))
    }

    /// What the beginning of a line says; before a meeting its number stands (*50 e séance plénière*).
    fn opener(&mut self, line: Line) -> Option<Opener> {
        let opener = self.lexicon.opener(&self.head).cloned();
        let counted = matches!(line.marker, Marker::Number { .. }) || self.head.figure(0).is_some();
        if opener.is_some() || !counted {
            return opener;
        }
        let numbers = (0..self.head.len()).take_while(|token| {
            let token = &self.head.tokens[*token];
            token.kind == Kind::Figure || token.source_end - token.source <= 3
        });
        let rest = self.head.tokens.get(numbers.count())?.source as usize;
        self.glance(Span { start: rest, end: line.body.end });
        let opener = self.lexicon.opener(&self.head).filter(|opener| opener.part == Part::Meeting).cloned();
        self.glance(line.body);
        opener
    }

    fn head_line(&mut self, line: Line) {
        // A text without masthead, pasted from its middle, begins with a verb.
        if self.is_verb_line(line) {
            self.state = State::Operative;
            self.unnumbered_paragraph(line.body);
        } else {
            self.masthead(line);
        }
    }

    fn preambular(&mut self, line: Line, lower: bool) {
        let text = line.body.of(self.text);
        if let Some(part) = label::part(text) {
            if self.outline.preamble.len() > 1 {
                self.new_part(part);
            }
            return;
        }
        if !lower && self.is_verb_line(line) {
            self.state = State::Operative;
            return self.unnumbered_paragraph(line.body);
        }
        self.titled = label::titled_part(text).map(str::to_owned);
        self.preamble(line);
    }

    fn preamble(&mut self, line: Line) {
        self.outline.preamble.push(Paragraph { pieces: vec![line.body], ..Paragraph::default() });
    }

    fn operative(&mut self, line: Line, lower: bool) {
        let text = line.body.of(self.text);
        let terminated = self.current_is_terminated();
        if let Some(part) = label::part(text).filter(|_| terminated) {
            return self.new_part(part);
        }
        let in_footnote = std::mem::take(&mut self.in_footnote);
        if in_footnote && terminated && lower {
            return;
        }
        if lower || line.marker == Marker::Dash {
            self.held.clear();
            return if terminated && self.labels.depth() != 0 && line.marker != Marker::Dash {
                self.closing(line.body)
            } else {
                // A number with which a line begins in the middle of a sentence is no label.
                self.go_on(if terminated { line.body } else { line.whole })
            };
        }
        if self.is_verb_line(line) && (terminated || self.held.is_empty() && self.current_ends_with(',')) {
            return self.unnumbered_paragraph(line.body);
        }
        if terminated {
            self.titled = label::titled_part(text).map(str::to_owned);
            return;
        }
        if in_footnote {
            self.in_footnote = !text.ends_with('.');
            return;
        }
        if FULL <= text.len() || text.ends_with([',', ';', '.']) {
            self.keep_held();
            return self.go_on(line.body);
        }
        // More of the paragraph, or something foreign that cuts it: if small letters follow, they go on instead.
        self.held.push(line.body);
        if HELD < self.held.len() {
            self.keep_held();
        }
    }

    /// What follows the sub-paragraphs belongs to the paragraph that they stand under.
    fn closing(&mut self, body: Span) {
        self.labels.close();
        self.begin(body, 0, true);
    }

    fn unnumbered_paragraph(&mut self, body: Span) {
        self.drop_held();
        self.labels.unnumbered();
        self.unnumbered.push(self.outline.operative.len());
        self.begin(body, 0, false);
    }

    fn begin(&mut self, body: Span, depth: usize, closing: bool) {
        self.in_footnote = false;
        if !closing {
            self.open.truncate(depth);
            self.open.push(self.outline.operative.len());
        }
        self.ending = line::last_mark(body.of(self.text));
        self.outline.operative.push(Paragraph {
            section: self.section,
            part: self.part.clone(),
            label: self.labels.label(),
            depth,
            leads_in: false,
            closing,
            repeated: 0,
            pieces: vec![body],
        });
    }

    fn go_on(&mut self, body: Span) {
        if let Some(paragraph) = self.outline.operative.last_mut() {
            paragraph.pieces.push(body);
            self.ending = line::last_mark(body.of(self.text));
        }
    }

    /// Held lines were more of the paragraph after all.
    fn keep_held(&mut self) {
        for body in std::mem::take(&mut self.held) {
            self.go_on(body);
        }
    }

    /// A new paragraph begins: what was held belonged to the last one if that was not at its end.
    fn drop_held(&mut self) {
        if !self.held.is_empty() {
            self.keep_held();
        }
    }

    fn footnote(&mut self, line: Line, number: u32) {
        self.outline.footnotes.push(number);
        let text = line.body.of(self.text);
        self.in_footnote = !text.is_empty() && !text.ends_with('.');
    }

    fn masthead(&mut self, line: Line) {
        self.heads += 1;
        if self.heads <= MASTHEAD && self.state == State::Head && self.section == Section::Operative {
            // A number at the beginning is that of a day.
            let words = if matches!(line.marker, Marker::Number { .. }) { line.whole } else { line.body };
            self.glance_at(words, SHORT * 4);
            hits::find(self.lexicon, &self.head, &mut self.head_hits);
            let opener = self.lexicon.opener(&self.head).cloned();
            let reader = Reader { lexicon: self.lexicon, folded: &self.head, hits: &self.head_hits };
            self.outline.facts.read_line(&reader, self.text, words, opener);
        }
    }

    fn organ(&mut self, value: &str) {
        if self.outline.facts.organ.is_none() {
            self.outline.facts.organ = self.lexicons.actor_id(value);
        }
        self.drop_held();
        self.state = State::Preamble;
    }

    fn annex(&mut self) {
        self.drop_held();
        self.section = match self.section {
            Section::Operative => Section::Annex(1),
            Section::Annex(number) => Section::Annex(number + 1),
        };
        self.part.clear();
        self.labels = Labels::default();
        self.state = State::Preamble;
    }

    fn new_part(&mut self, part: &str) {
        self.drop_held();
        self.part = part.to_owned();
        self.labels = Labels::default();
        self.state = State::Preamble;
    }

    /// Looks at the beginning of a line.
    fn glance(&mut self, body: Span) {
        self.glance_at(body, OPENING);
    }

    fn glance_at(&mut self, body: Span, bytes: usize) {
        let mut end = body.end.min(body.start + bytes);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let beginning = Span { start: body.start, end };
        if self.glanced != beginning {
            self.head.fold(self.text, &[beginning], &[]);
            self.glanced = beginning;
        }
    }

    /// Whether a line opens with an operative verb.
    fn verb(&mut self, body: Span) -> bool {
        self.glance(body);
        hits::find(self.lexicon, &self.head, &mut self.head_hits);
        clauses::opens_with_verb(&Reader { lexicon: self.lexicon, folded: &self.head, hits: &self.head_hits })
    }

    fn is_verb_line(&mut self, line: Line) -> bool {
        line.body.of(self.text).starts_with(char::is_uppercase) && self.verb(line.body)
    }

    /// The line that names the organ ends with a comma, or stands alone.
    fn is_organ_line(&self, text: &str) -> bool {
        let text = text.trim_end_matches(['*', '_', ' ']);
        text.ends_with(',') && text.len() < 120 && self.state != State::Operative
            || text.len() < 120 && self.state == State::After && text.ends_with(',')
            || text.len() < 60 && text.ends_with(',')
    }

    /// Whether the line at hand is the middle of a sentence although it begins as furniture does: *… des Nations Unies
    /// pour …*, broken before the name.
    fn cuts_a_sentence(&self) -> bool {
        let Some(end) = self.lexicon.opener_end(&self.head) else { return false };
        let small = |token: &Token| token.kind != Kind::Figure && !token.capital;
        self.state == State::Operative
            && !self.current_is_terminated()
            && self.head.mark(end - 1) != Some(b'.')
            && self.head.tokens.get(end).is_some_and(small)
    }

    /// Whether nothing but marks follows the form by which the line at hand was told.
    fn stands_alone(&self) -> bool {
        let end = self.lexicon.opener_end(&self.head).unwrap_or(0);
        self.head.tokens[end..].iter().all(|token| token.kind == Kind::Mark)
    }

    fn current_is_terminated(&self) -> bool {
        self.outline.operative.is_empty() || line::terminates(self.ending)
    }

    fn current_ends_with(&self, mark: char) -> bool {
        self.ending == Some(mark)
    }

    fn finish(mut self) -> Outline {
        self.drop_held();
        let inferred = numbers::infer(&mut self.outline.operative, &self.unnumbered);
        self.outline.notes.extend(inferred);
        cut_endless(self.text, &mut self.outline.preamble);
        cut_endless(self.text, &mut self.outline.operative);
        numbers::count_repetitions(&mut self.outline.operative);
        self.outline.facts.finish(self.text);
        self.outline.footnotes.sort_unstable();
        self.outline.footnotes.dedup();
        self.outline
    }
}
