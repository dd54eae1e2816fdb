//! A page while it is read: its lines, its lists and its notes.

use html5gum::StartTag;
use rustc_hash::FxHashMap;

use super::element::{Element, Tag};
use super::look::{Label, Sheet};
use super::wrapped;
use crate::document::lines::Lines;
use crate::document::numeral::{Numeral, lowered, raised, superscript};

/// How far the tags of a page are trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// What is hidden or deleted is left out.
    Full,
    /// All that is text is read.
    Text,
}

/// How many times as much text as its main part a page may have for that part to be all that is read.
const MOST: usize = 4;

/// How many elements may be open; whatever stands deeper is read for its text alone, so that no page costs many times
/// its length.
const DEEPEST: usize = 1 << 16;

/// How many bytes may be raised or linked at once to be looked at: marks of notes are short.
const MARK: usize = 200;

/// A page while it is read.
pub(super) struct Page {
    trust: Trust,
    /// The style sheets read so far, and the one that is being read.
    sheet: Sheet,
    css: String,
    lines: Lines<Region>,
    /// The line that is being written.
    line: Line,
    /// The elements that are open and mean something.
    open: Vec<Open>,
    /// Where the open elements of each tag stand among them.
    places: [Vec<usize>; Tag::COUNT],
    /// How many elements of each tag are open that are too deep to be kept among them.
    deeper: [usize; Tag::COUNT],
    lists: Vec<List>,
    /// How many items the ordered lists to come have, where some of them count down.
    counts: std::vec::IntoIter<i64>,
    /// The numbers of the notes that a name within the page leads to.
    marks: FxHashMap<String, u32>,
    /// How many elements are open that are left out, that raise their text, that keep its lines.
    silent: usize,
    raising: usize,
    kept: usize,
    region: Region,
}

/// Where in a page something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Region {
    main: bool,
    article: bool,
    foreign: bool,
    heading: bool,
    /// Whether it is said to hold notes.
    notes: bool,
    /// The number of the note that it belongs to.
    note: Option<u32>,
}

#[derive(Debug, Default)]
struct Line {
    text: String,
    /// Whether white space was read that has not been written.
    space: bool,
    /// The number of an item of a list.
    label: String,
    /// The number of the note that it begins with.
    note: Option<u32>,
    /// How many lines have been begun.
    count: usize,
}

struct Open {
    tag: Tag,
    /// Whether it ends a line.
    breaks: bool,
    effect: Effect,
    /// Where things stood before.
    region: Region,
}

/// What ends with an element.
enum Effect {
    Nothing,
    Silence,
    /// A style sheet, which is read and not shown.
    Styling,
    Raising(Place),
    /// A link: where its text begins, what it leads to, and whether it is raised.
    Link(Place, String, bool),
    Labelling(Place),
    Keeping,
    Note,
}

/// A place in the line that is being written.
#[derive(Clone, Copy)]
struct Place {
    line: usize,
    byte: usize,
}

struct List {
    label: Label,
    next: i64,
    step: i64,
}

impl Page {
    pub fn new(counts: Vec<i64>, trust: Trust) -> Self {
        Page {
            trust,
            sheet: Sheet::default(),
            css: String::new(),
            lines: Lines::default(),
            line: Line::default(),
            open: Vec::new(),
            places: Default::default(),
            deeper: [0; Tag::COUNT],
            lists: Vec::new(),
            counts: counts.into_iter(),
            marks: FxHashMap::default(),
            silent: 0,
            raising: 0,
            kept: 0,
            region: Region::default(),
        }
    }

    /// Takes a start tag.
    pub fn open(&mut self, tokens: &StartTag<()>) {
        let element = &Element::of(tokens, &self.sheet);
        let tag = element.tag;
        if element.breaks() {
            self.end_line();
        }
        match tag {
            Tag::Void | Tag::Br => return,
            Tag::P | Tag::A => self.end_within(tag, &[Tag::Cell]),
            Tag::Li => self.end_within(tag, &[Tag::Ol, Tag::Ul]),
            Tag::Loose => self.end_within(tag, &[Tag::Block, Tag::Table]),
            Tag::Cell => self.end_within(tag, &[Tag::Row, Tag::Table]),
            Tag::Row => self.end_within(tag, &[Tag::Table]),
            _ => {}
        }
        if self.open.len() == DEEPEST {
            self.deeper[tag as usize] += 1;
            return;
        }
        self.begin(element);
        match tag {
            Tag::Ol => self.list(element),
            Tag::Ul => {
                let label = element.label().unwrap_or(Label::Bullet);
                self.lists.push(List { label, next: 1, step: 1 });
            }
            Tag::Li => self.item(element),
            Tag::Row => self.lines.open_row(),
            Tag::Cell => self.lines.open_cell(),
            _ => {}
        }
    }

    /// Takes an end tag: it ends its element and whatever was left open in it.
    pub fn close(&mut self, tag: Tag) {
        let open = self.places[tag as usize].last().map(|place| self.open[*place].breaks);
        if open.unwrap_or(tag.breaks()) {
            self.end_line();
        }
        if self.deeper[tag as usize] != 0 {
            self.deeper[tag as usize] -= 1;
            return;
        }
        match tag {
            Tag::Table | Tag::Main | Tag::Article | Tag::Frame | Tag::Aside => self.end_within(tag, &[]),
            Tag::Row | Tag::Cell => self.end_within(tag, &[Tag::Table]),
            _ => self.end_within(tag, &[Tag::Cell]),
        }
    }

    /// Takes text.
    pub fn text(&mut self, text: &str) {
        if self.silent != 0 {
            if matches!(self.open.last(), Some(Open { effect: Effect::Styling, .. })) {
                self.css.push_str(text);
            }
            return;
        }
        if self.kept != 0 {
            for (place, line) in text.split('\n').enumerate() {
                if place != 0 {
                    self.end_line();
                }
                self.line.write(line.trim_end_matches('\r'));
            }
            return;
        }
        self.line.space |= text.starts_with(|c: char| c.is_ascii_whitespace());
        for word in text.split_ascii_whitespace() {
            self.line.write(word);
            self.line.space = true;
        }
        self.line.space &= text.ends_with(|c: char| c.is_ascii_whitespace());
    }

    /// Whether something that is left out has not ended.
    pub fn unended(&self) -> bool {
        let left_out = |open: &Open| matches!(open.effect, Effect::Silence) && open.tag != Tag::Code;
        self.region.foreign || self.open.iter().any(left_out)
    }

    /// The text of the document that the page is about.
    pub fn finish(mut self) -> String {
        self.end_from(0);
        self.flush();
        let lines = self.lines.finish();
        let is_own = |region: &Region| !region.foreign || region.note.is_some();
        let bytes = |holds: &dyn Fn(&Region) -> bool| -> usize {
            lines.iter().filter(|(region, _)| holds(region)).map(|(_, line)| line.len()).sum()
        };
        let (main, own) = (bytes(&|region| region.main && is_own(region)), bytes(&is_own));
        // A page may bear its document elsewhere than in what it calls its main part.
        let main_counts = own < main * MOST;
        let keeps = |region: &Region| {
            own == 0 || is_own(region) && (!main_counts || region.main || region.notes || region.note.is_some())
        };
        let kept = wrapped::join(lines.into_iter().filter(|(region, _)| keeps(region)).collect());
        let of_notes = |at: usize| kept.get(at).is_some_and(|(region, _)| region.notes || region.note.is_some());
        // The heading of the notes would be a line of the text.
        let says = |at: usize| !(kept[at].0.heading && of_notes(at + 1));
        let paragraphs: Vec<&str> = (0..kept.len()).filter(|at| says(*at)).map(|at| kept[at].1.as_str()).collect();
        paragraphs.join("\n\n")
    }

    fn begin(&mut self, element: &Element<'_>) {
        let tag = element.tag;
        let before = self.region;
        let note = element.names().find_map(|name| self.marks.get(&name).copied());
        self.surround(element, note.is_some());
        if !element.breaks() && self.line.text.is_empty() {
            self.line.note = self.line.note.or(note);
        }
        let breaks = element.breaks();
        let effect = self.effect(element, note.filter(|_| breaks));
        // An element without meaning is kept in mind where its end tag could be taken for that of another.
        let means = self.region != before || !matches!(effect, Effect::Nothing) || breaks != tag.breaks();
        let loose = matches!(tag, Tag::Block | Tag::Loose | Tag::Inline | Tag::P);
        if !loose || means || matches!(tag, Tag::Block | Tag::Inline) && !self.places[tag as usize].is_empty() {
            self.places[tag as usize].push(self.open.len());
            self.open.push(Open { tag, breaks, effect, region: before });
        }
    }

    /// Notes where in the page the content of an element stands.
    fn surround(&mut self, element: &Element<'_>, is_note: bool) {
        let tag = element.tag;
        let region = &mut self.region;
        let framing = tag == Tag::Frame && !(region.main || region.article);
        let notes = element.breaks() && element.is_note();
        region.main |= element.is_main();
        region.article |= tag == Tag::Article;
        region.heading |= element.is_heading();
        region.notes |= notes;
        region.foreign |= self.trust == Trust::Full && (framing || element.is_foreign()) && !notes && !is_note;
    }

    fn effect(&mut self, element: &Element<'_>, note: Option<u32>) -> Effect {
        let place = Place { line: self.line.count, byte: self.line.text.len() };
        if element.tag == Tag::Style {
            self.silent += 1;
            return Effect::Styling;
        }
        let left_out = element.tag == Tag::Silent || element.is_hidden();
        if element.tag == Tag::Code || left_out && self.trust == Trust::Full {
            self.silent += 1;
            return Effect::Silence;
        }
        if note.is_some() {
            self.region.note = note;
            return Effect::Note;
        }
        if let Some(target) = element.target() {
            return Effect::Link(place, target, element.is_raised());
        }
        if element.is_label() {
            return Effect::Labelling(place);
        }
        if element.is_raised() {
            self.raising += 1;
            return Effect::Raising(place);
        }
        if element.tag == Tag::Pre {
            self.kept += 1;
            return Effect::Keeping;
        }
        Effect::Nothing
    }

    fn list(&mut self, element: &Element<'_>) {
        let count = self.counts.next().unwrap_or_default();
        let reversed = element.attribute("reversed").is_some();
        let first = element.number("start").unwrap_or(if reversed { count } else { 1 });
        let step = if reversed { -1 } else { 1 };
        let label = element.label().unwrap_or(Label::Number(Numeral::Decimal));
        self.lists.push(List { label, next: first, step });
    }

    fn item(&mut self, element: &Element<'_>) {
        let Some(list) = self.lists.last_mut() else { return };
        let number = element.number("value").unwrap_or(list.next);
        list.next = number.saturating_add(list.step);
        self.line.label = match element.label().unwrap_or(list.label) {
            Label::Nothing => String::new(),
            Label::Bullet => "-".to_owned(),
            Label::Number(_) if self.region.notes => raised(u32::try_from(number).unwrap_or_default()),
            Label::Number(small @ (Numeral::LowerLetter | Numeral::LowerRoman)) => format!("{})", small.write(number)),
            Label::Number(numeral) => format!("{}.", numeral.write(number)),
        };
    }

    /// Ends the innermost element of a tag, unless one of those that bound it was opened in it.
    fn end_within(&mut self, tag: Tag, bounds: &[Tag]) {
        let Some(&place) = self.places[tag as usize].last() else { return };
        let bounded = |bound: &Tag| self.places[*bound as usize].last().is_some_and(|bound| place < *bound);
        if !bounds.iter().any(bounded) {
            self.end_from(place);
        }
    }

    /// Ends all elements from this place on.
    fn end_from(&mut self, place: usize) {
        while place < self.open.len() {
            let Some(Open { tag, breaks, effect, region }) = self.open.pop() else { return };
            self.places[tag as usize].pop();
            if breaks {
                self.end_line();
            }
            match effect {
                Effect::Nothing => {}
                Effect::Silence => self.silent -= 1,
                Effect::Keeping => self.kept -= 1,
                Effect::Note => self.flush(),
                Effect::Raising(place) => {
                    self.raising -= 1;
                    self.line.change(place, superscript);
                }
                Effect::Styling => {
                    self.silent -= 1;
                    self.sheet.read(&std::mem::take(&mut self.css));
                }
                Effect::Link(place, target, raised) => self.link(place, target, raised),
                Effect::Labelling(place) => self.line.change(place, |label| match label.trim().chars().count() {
                    // The bullets of Word are letters of fonts that nobody else has.
                    1 => "-\u{a0}".to_owned(),
                    _ => label.to_owned(),
                }),
            }
            match tag {
                Tag::Row => self.lines.close_row(),
                Tag::Ol | Tag::Ul => drop(self.lists.pop()),
                _ => {}
            }
            self.region = region;
        }
    }

    /// A link within the page whose text is a number that is raised or in brackets is the mark of a note.
    fn link(&mut self, place: Place, target: String, raised: bool) {
        let Some(text) = self.line.since(place).map(str::trim) else { return };
        let bracketed = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        let plain = bracketed.or_else(|| (raised || self.raising != 0).then_some(text));
        let number = lowered(text).or_else(|| plain.and_then(|plain| plain.parse().ok()));
        if let Some(number) = number {
            self.marks.entry(target).or_insert(number);
            self.line.change(place, superscript);
        }
    }

    /// Ends a line; those of a note are one line.
    fn end_line(&mut self) {
        if self.region.note.is_some() { self.line.space = true } else { self.flush() }
    }

    fn flush(&mut self) {
        self.line.space = false;
        if self.line.text.trim().is_empty() {
            self.line.text.clear();
            return;
        }
        let next = Line { count: self.line.count + 1, ..Line::default() };
        let Line { text, label, note, .. } = std::mem::replace(&mut self.line, next);
        let text = text.trim();
        let region = Region { note: self.region.note.or(note), ..self.region };
        let line = match region.note {
            Some(number) => format!("{} {}", raised(number), without_number(text, number)),
            None if label.is_empty() || has_label(text) => text.to_owned(),
            None => format!("{label} {text}"),
        };
        self.lines.push(region, line);
    }
}

impl Line {
    fn write(&mut self, text: &str) {
        if self.space && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.space = false;
        self.text.push_str(text);
    }

    /// What was written since a place; nothing where the line has ended since, or where it is too long for a mark.
    fn since(&self, place: Place) -> Option<&str> {
        self.text.get(place.byte..).filter(|text| place.line == self.count && text.len() <= MARK)
    }

    fn change(&mut self, place: Place, how: impl Fn(&str) -> String) {
        if let Some(changed) = self.since(place).map(how) {
            self.text.truncate(place.byte);
            self.text.push_str(&changed);
        }
    }
}

/// The text of a note without the number that it begins with.
fn without_number(text: &str, number: u32) -> &str {
    let bare = text.trim_start_matches(['[', '(', '^', ' ']);
    let (plain, raised) = (number.to_string(), raised(number));
    let rest = bare.strip_prefix(&plain).filter(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
    let rest = rest.or_else(|| bare.strip_prefix(&raised));
    rest.map_or(text, |rest| rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ']' | ')' | '.')))
}

/// Whether a text begins with the label of a paragraph: `1.`, `(a)`, `iv)`.
pub(super) fn has_label(text: &str) -> bool {
    let open = text.starts_with('(');
    let inner = text.strip_prefix('(').unwrap_or(text);
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let (label, mark) = (&inner[..end], inner[end..].trim_start().chars().next());
    let figures = label.bytes().all(|byte| byte.is_ascii_digit());
    let letters = label.len() == 1 || label.bytes().all(|byte| b"ivxl".contains(&byte));
    let closed = mark == Some(')') || mark == Some('.') && !open;
    (1..=5).contains(&label.len()) && closed && (figures || letters)
}
