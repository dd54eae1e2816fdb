//! A story, as Word calls what stands in one part: paragraphs in their order, with numbers, without what was deleted.

use std::io::BufRead;

use rustc_hash::FxHashMap;

use super::numbering::Counters;
use super::styles::{Look, Number, Styles};
use super::xml::{Element, Event, Space, Xml};
use crate::document::Refusal;
use crate::document::lines::Lines;
use crate::document::numeral::{raised, superscript};

/// What was read in a part.
#[derive(Debug, Default)]
pub(super) struct Story {
    /// Its paragraphs and the rows of its tables.
    pub lines: Vec<String>,
    /// The notes that it refers to.
    pub marks: Marks,
    /// The notes that it holds, by their ids.
    pub notes: FxHashMap<String, String>,
    /// The relation of the header that the first page has for itself: the masthead may stand in it.
    pub masthead: Option<String>,
    /// Whether a field had no end, so that what follows it was lost.
    pub unended: bool,
}

/// Whether the codes of fields are told from their results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fields {
    Trusted,
    Ignored,
}

/// The two kinds of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum NoteKind {
    Foot,
    End,
}

/// The marks of notes, numbered by their order in the text; their ids are no numbers that anybody sees.
#[derive(Debug, Default)]
pub(super) struct Marks {
    order: Vec<Mark>,
    known: FxHashMap<(NoteKind, String), usize>,
    numbered: u32,
}

/// A mark that a note is referred to by.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub kind: NoteKind,
    pub id: String,
    /// Nothing where the author has set another mark.
    pub number: Option<u32>,
}

impl Marks {
    pub fn in_order(&self) -> &[Mark] {
        &self.order
    }

    fn refer(&mut self, kind: NoteKind, id: String, own_mark: bool) -> Option<u32> {
        let Marks { order, known, numbered } = self;
        let place = *known.entry((kind, id.clone())).or_insert_with(|| {
            let number = (!own_mark).then(|| {
                *numbered += 1;
                *numbered
            });
            order.push(Mark { kind, id, number });
            order.len() - 1
        });
        order[place].number
    }
}

/// What an element is for what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Other,
    Paragraph,
    ParagraphProperties,
    MarkProperties,
    NumberProperties,
    Run,
    RunProperties,
    Text,
    Table,
    Row,
    RowProperties,
    Cell,
    Box,
    Note,
    Section,
    /// Several forms of one thing; whether one has been taken.
    Alternatives(bool),
    Form,
}

/// What a form may require to be read: shapes and groups of them hold text boxes.
const UNDERSTOOD: [&str; 6] = ["wps", "wpg", "wpc", "wp14", "w14", "w15"];

/// A paragraph while it is read.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    number: Number,
    /// Whether its end was deleted, so that it goes on in the next paragraph.
    joined: bool,
    run: Run,
}

#[derive(Debug, Default)]
struct Run {
    /// Where it begins in the text of the paragraph.
    start: usize,
    style: Option<String>,
    look: Look,
}

struct Reader<'n> {
    styles: &'n Styles,
    counters: Counters<'n>,
    fields: Fields,
    story: Story,
    lines: Lines<()>,
    /// The elements that are open: what each is, and as what those in it see it.
    open: Vec<(Kind, Kind)>,
    /// How many were open where something began that is not read.
    skipping: Option<usize>,
    /// Paragraphs that are open: those of text boxes stand in others.
    paragraphs: Vec<Paragraph>,
    /// A paragraph that goes on in the next one, and how many were open around it.
    joined: Option<(usize, Paragraph)>,
    /// For each field that is open, whether its code is being read.
    codes: Vec<bool>,
    /// How many of these are true.
    in_code: usize,
    /// The note that is being read: its id and its text.
    note: Option<(String, String)>,
    section: Section,
}

/// What the first section says of its headers.
#[derive(Debug, Default)]
struct Section {
    read: bool,
    own_first_page: bool,
    first_header: Option<String>,
}

impl Story {
    pub fn read<R: BufRead>(
        xml: Xml<R>,
        styles: &Styles,
        counters: Counters<'_>,
        fields: Fields,
    ) -> Result<Self, Refusal> {
        let mut reader = Reader {
            styles,
            counters,
            fields,
            story: Story::default(),
            lines: Lines::default(),
            open: Vec::new(),
            skipping: None,
            paragraphs: Vec::new(),
            joined: None,
            codes: Vec::new(),
            in_code: 0,
            note: None,
            section: Section::default(),
        };
        xml.read(|event| {
            match event {
                Event::Open(element) => reader.open(&element),
                Event::Close => reader.close(),
                Event::Text(text) if reader.skipping.is_none() && reader.within() == Kind::Text => {
                    reader.write(text);
                }
                Event::Text(_) => {}
            }
            Ok(())
        })?;
        Ok(reader.finish())
    }
}

impl Reader<'_> {
    fn open(&mut self, element: &Element<'_>) {
        let kind = if self.skipping.is_some() { Kind::Other } else { self.enter(element) };
        // What stands in one of several forms stands in what they all stand in.
        let seen_as = if matches!(kind, Kind::Alternatives(_) | Kind::Form) { self.within() } else { kind };
        self.open.push((kind, seen_as));
    }

    /// What the next element or text stands in.
    fn within(&self) -> Kind {
        self.open.last().map_or(Kind::Other, |(_, seen_as)| *seen_as)
    }

    /// Takes an element by its name and by what it stands in.
    fn enter(&mut self, element: &Element<'_>) -> Kind {
        let within = self.within();
        let (space, name) = element.name();
        match (space, name, within) {
            (Space::Math, "t", _) => Kind::Text,
            (Space::Compatibility, "AlternateContent", _) => Kind::Alternatives(false),
            (Space::Compatibility, "Choice" | "Fallback", _) => self.form(name, element),
            (Space::Word, _, Kind::ParagraphProperties) => self.paragraph_property(name, element),
            (Space::Word, _, Kind::NumberProperties) => self.number_property(name, element),
            (Space::Word, "del" | "moveFrom", Kind::MarkProperties) => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.joined = true;
                }
                Kind::Other
            }
            (Space::Word, "del", Kind::RowProperties) => {
                self.skipping = Some(self.open.len().saturating_sub(2));
                Kind::Other
            }
            (Space::Word, _, Kind::RunProperties) => self.run_property(name, element),
            (Space::Word, _, Kind::Run) => self.in_run(name, element),
            (Space::Word, _, Kind::Section) => self.section_property(name, element),
            (Space::Word, _, _) => self.structure(name, element, within),
            _ => Kind::Other,
        }
    }

    /// Takes the first form that is understood, and only that one.
    fn form(&mut self, name: &str, element: &Element<'_>) -> Kind {
        let requires = element.attribute("Requires").unwrap_or_default();
        let understood = name == "Fallback" || requires.split_whitespace().all(|prefix| UNDERSTOOD.contains(&prefix));
        match self.open.last_mut() {
            Some((Kind::Alternatives(taken), _)) if !*taken && understood => {
                *taken = true;
                Kind::Form
            }
            _ => self.skip(),
        }
    }

    /// Leaves out what stands in the element that begins.
    fn skip(&mut self) -> Kind {
        self.skipping = Some(self.open.len());
        Kind::Other
    }

    fn structure(&mut self, name: &str, element: &Element<'_>, within: Kind) -> Kind {
        match name {
            "p" => self.begin_paragraph(),
            "pPr" if within == Kind::Paragraph => Kind::ParagraphProperties,
            "r" => self.begin_run(),
            "tbl" => {
                self.end_joined();
                Kind::Table
            }
            "tr" => {
                self.lines.open_row();
                Kind::Row
            }
            "trPr" if within == Kind::Row => Kind::RowProperties,
            "tc" => {
                self.lines.open_cell();
                Kind::Cell
            }
            "txbxContent" => Kind::Box,
            "footnote" | "endnote" => self.begin_note(element),
            "sectPr" if !self.section.read => Kind::Section,
            "del" | "moveFrom" | "rt" | "sectPr" => self.skip(),
            // What a property was before somebody changed it.
            changed if changed.ends_with("Change") => self.skip(),
            _ => Kind::Other,
        }
    }

    fn paragraph_property(&mut self, name: &str, element: &Element<'_>) -> Kind {
        let Some(paragraph) = self.paragraphs.last_mut() else { return Kind::Other };
        match name {
            "pStyle" => paragraph.style = element.value(),
            "numPr" => return Kind::NumberProperties,
            "rPr" => return Kind::MarkProperties,
            "sectPr" if !self.section.read => return Kind::Section,
            "pPrChange" | "sectPr" => return self.skip(),
            _ => {}
        }
        Kind::Other
    }

    fn number_property(&mut self, name: &str, element: &Element<'_>) -> Kind {
        let Some(paragraph) = self.paragraphs.last_mut() else { return Kind::Other };
        match name {
            "numId" => paragraph.number.list = element.value(),
            "ilvl" => paragraph.number.level = element.value().and_then(|level| level.parse().ok()),
            "numberingChange" => return self.skip(),
            _ => {}
        }
        Kind::Other
    }

    fn run_property(&mut self, name: &str, element: &Element<'_>) -> Kind {
        let Some(paragraph) = self.paragraphs.last_mut() else { return Kind::Other };
        match name {
            "rStyle" => paragraph.run.style = element.value(),
            "vertAlign" => paragraph.run.look.superscript = element.value().map(|value| value == "superscript"),
            "vanish" => paragraph.run.look.hidden = Some(element.holds()),
            "rPrChange" => return self.skip(),
            _ => {}
        }
        Kind::Other
    }

    fn in_run(&mut self, name: &str, element: &Element<'_>) -> Kind {
        match name {
            "rPr" => return Kind::RunProperties,
            "t" => return Kind::Text,
            "delText" | "instrText" | "delInstrText" => return self.skip(),
            "tab" | "ptab" => self.write("\t"),
            "br" | "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("\u{2011}"),
            "sym" => self.write(symbol(element).encode_utf8(&mut [0; 4])),
            "footnoteReference" => self.mark(NoteKind::Foot, element),
            "endnoteReference" => self.mark(NoteKind::End, element),
            "fldChar" => self.field(element.attribute("fldCharType").as_deref()),
            _ => {}
        }
        Kind::Other
    }

    fn section_property(&mut self, name: &str, element: &Element<'_>) -> Kind {
        match name {
            "titlePg" => self.section.own_first_page = element.holds(),
            "headerReference" if element.attribute("type").as_deref() == Some("first") => {
                self.section.first_header = element.attribute("id");
            }
            "sectPrChange" => return self.skip(),
            _ => {}
        }
        Kind::Other
    }

    fn close(&mut self) {
        let Some((kind, _)) = self.open.pop() else { return };
        if self.skipping.is_some_and(|depth| self.open.len() <= depth) {
            self.skipping = None;
        }
        match kind {
            Kind::Paragraph => self.end_paragraph(),
            Kind::Run => self.end_run(),
            Kind::Row => self.lines.close_row(),
            Kind::Cell | Kind::Box => self.end_joined(),
            Kind::Note => self.end_note(),
            Kind::Section => self.section.read = true,
            _ => {}
        }
    }

    fn begin_paragraph(&mut self) -> Kind {
        self.paragraphs.push(Paragraph::default());
        Kind::Paragraph
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        let depth = self.paragraphs.len();
        // What is left of two paragraphs is the one that has words before their border.
        if let Some((_, mut before)) = self.joined.take_if(|(around, _)| *around == depth)
            && !before.text.trim().is_empty()
        {
            before.text.push_str(&paragraph.text);
            before.joined = paragraph.joined;
            paragraph = before;
        }
        if paragraph.joined {
            self.joined = Some((depth, paragraph));
        } else {
            self.push(paragraph);
        }
    }

    /// Ends a paragraph that goes on in no other, for none follows.
    fn end_joined(&mut self) {
        if let Some((_, paragraph)) = self.joined.take()
            && !paragraph.text.trim().is_empty()
        {
            self.push(paragraph);
        }
    }

    fn push(&mut self, paragraph: Paragraph) {
        // An empty paragraph of a list has a number, too.
        let number = self.styles.number(&paragraph.number, paragraph.style.as_deref());
        let label = self.counters.next(&number).unwrap_or_default();
        let text = paragraph.text.trim();
        if text.is_empty() {
            return;
        }
        let line = if label.is_empty() { text.to_owned() } else { format!("{} {text}", label.trim()) };
        match &mut self.note {
            Some((_, note)) => {
                let space = if note.is_empty() { "" } else { " " };
                note.push_str(space);
                note.extend(line.split('\n').map(str::trim).flat_map(|line| [line, " "]));
                note.truncate(note.trim_end().len());
            }
            None => self.lines.push((), line),
        }
    }

    fn begin_run(&mut self) -> Kind {
        let Some(paragraph) = self.paragraphs.last_mut() else { return Kind::Other };
        paragraph.run = Run { start: paragraph.text.len(), ..Run::default() };
        Kind::Run
    }

    fn end_run(&mut self) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let Run { start, style, look } = std::mem::take(&mut paragraph.run);
        if self.styles.look(look, style.as_deref()).superscript == Some(true)
            && let Some(written) = paragraph.text.get(start..).map(superscript)
        {
            paragraph.text.truncate(start);
            paragraph.text.push_str(&written);
        }
    }

    fn write(&mut self, text: &str) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let Run { style, look, .. } = &paragraph.run;
        let hidden = self.styles.look(*look, style.as_deref()).hidden == Some(true);
        if self.in_code == 0 && !hidden {
            paragraph.text.push_str(text);
        }
    }

    fn mark(&mut self, kind: NoteKind, element: &Element<'_>) {
        let own = element.attribute("customMarkFollows").is_some_and(|own| matches!(&*own, "1" | "true" | "on"));
        let id = element.attribute("id").unwrap_or_default();
        if let Some(number) = self.story.marks.refer(kind, id, own) {
            self.write(&raised(number));
        }
    }

    /// A field is its code, which is not read, and after it perhaps its result.
    fn field(&mut self, what: Option<&str>) {
        match what {
            _ if self.fields == Fields::Ignored => {}
            Some("begin") => {
                self.codes.push(true);
                self.in_code += 1;
            }
            Some("separate") if self.codes.last_mut().is_some_and(std::mem::take) => self.in_code -= 1,
            Some("end") if self.codes.pop() == Some(true) => self.in_code -= 1,
            _ => {}
        }
    }

    fn begin_note(&mut self, element: &Element<'_>) -> Kind {
        // The lines above notes are notes of a type of their own.
        if element.attribute("type").is_some_and(|kind| kind != "normal") {
            return self.skip();
        }
        self.note = Some((element.attribute("id").unwrap_or_default(), String::new()));
        Kind::Note
    }

    fn end_note(&mut self) {
        self.end_joined();
        if let Some((id, text)) = self.note.take() {
            self.story.notes.insert(id, text);
        }
    }

    fn finish(mut self) -> Story {
        self.end_joined();
        self.story.unended = self.in_code != 0;
        self.story.lines = self.lines.finish().into_iter().map(|(_, line)| line).collect();
        self.story.masthead = self.section.first_header.filter(|_| self.section.own_first_page);
        self.story
    }
}

/// A character that is given by its place in a font of symbols; where what it looks like is not known, it stays what it
/// is, in the range for private use.
fn symbol(element: &Element<'_>) -> char {
    const SYMBOL: [(u32, char); 12] = [
        (0x2D, '\u{2212}'),
        (0xA3, '\u{2264}'),
        (0xA5, '\u{221E}'),
        (0xAE, '\u{2192}'),
        (0xB0, '\u{B0}'),
        (0xB1, '\u{B1}'),
        (0xB2, '\u{2033}'),
        (0xB3, '\u{2265}'),
        (0xB4, '\u{D7}'),
        (0xB7, '\u{2022}'),
        (0xB8, '\u{F7}'),
        (0xBC, '\u{2026}'),
    ];
    let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok()).unwrap_or(0xFFFD);
    let known =
        || SYMBOL.iter().find(|(place, _)| *place == code & 0xFF && (*place == code || code & 0xFF00 == 0xF000));
    let font = element.attribute("font").unwrap_or_default();
    match known() {
        Some((_, character)) if font == "Symbol" => *character,
        _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}
