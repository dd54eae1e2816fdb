//! A story, as Word calls what stands in one part: paragraphs in their order, with numbers, without what was deleted.

use std::io::BufRead;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fields::{Counting, Fields, OpenFields};
use super::numbering::{Counters, Depth, Numbering};
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

/// The two kinds of notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum FootOrEnd {
    Foot,
    End,
}

/// The marks of notes, numbered by their order in the text; their ids are no numbers that anybody sees.
#[derive(Debug, Default)]
pub(super) struct Marks {
    order: Vec<Mark>,
    known: FxHashMap<(FootOrEnd, String), usize>,
    numbered: u32,
}

/// A mark that a note is referred to by.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub kind: FootOrEnd,
    pub id: String,
    /// Nothing where the author has set another mark.
    pub number: Option<u32>,
}

impl Marks {
    pub fn in_order(&self) -> &[Mark] {
        &self.order
    }

    fn refer(&mut self, kind: FootOrEnd, id: String, own_mark: bool) -> Option<u32> {
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
    /// The code of a field, and a field whose code is an attribute.
    Code,
    Field,
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

/// How deep paragraphs may stand in the text boxes of others; what stands deeper belongs to the one that it stands in.
const DEEPEST: usize = 1000;

/// A paragraph while it is read.
#[derive(Debug, Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    number: Number,
    /// Whether its end was deleted or is hidden, so that it goes on in the next paragraph.
    joined: bool,
    run: Run,
    /// Fields that count, in their order.
    counted: Vec<Counted>,
}

/// A field that counts, and where its number belongs.
#[derive(Debug)]
struct Counted {
    field: Counting,
    byte: usize,
    /// Whether the number stands there already.
    stored: bool,
}

#[derive(Debug, Default)]
struct Run {
    /// Where it begins in the text of the paragraph.
    start: usize,
    style: Option<String>,
    look: Look,
}

/// What other parts of the file say.
#[derive(Clone, Copy)]
pub(super) struct Sources<'n> {
    pub styles: &'n Styles,
    pub numbering: &'n Numbering,
    /// The lines of documents that stand in this one, by their relations.
    pub chunks: &'n FxHashMap<String, Vec<String>>,
}

impl Paragraph {
    fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.counted.is_empty()
    }
}

struct Reader<'n> {
    sources: Sources<'n>,
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
    open_fields: OpenFields,
    /// The documents within the document that have been read.
    embedded: FxHashSet<String>,
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
    pub fn read<R: BufRead>(xml: Xml<R>, sources: Sources<'_>, fields: Fields) -> Result<Self, Refusal> {
        let mut reader = Reader {
            sources,
            counters: Counters::new(sources.numbering, sources.styles),
            fields,
            story: Story::default(),
            lines: Lines::default(),
            open: Vec::new(),
            skipping: None,
            paragraphs: Vec::new(),
            joined: None,
            open_fields: OpenFields::default(),
            embedded: FxHashSet::default(),
            note: None,
            section: Section::default(),
        };
        xml.read(|event| {
            match event {
                Event::Open(element) => reader.open(&element),
                Event::Close => reader.close(),
                Event::Text(text) if reader.skipping.is_none() => match reader.within() {
                    Kind::Text => reader.write(text),
                    Kind::Code => reader.open_fields.code(text),
                    _ => {}
                },
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
            (Space::Word, "del" | "moveFrom" | "vanish", Kind::MarkProperties) => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.joined |= element.holds();
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
            "fldSimple" => {
                self.open_fields.begin_with(element.attribute("instr").unwrap_or_default());
                Kind::Field
            }
            "altChunk" => self.embed(element),
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
            "instrText" => return Kind::Code,
            "delText" | "delInstrText" => return self.skip(),
            "tab" | "ptab" => self.write("\t"),
            "br" | "cr" => self.write("\n"),
            "noBreakHyphen" => self.write("\u{2011}"),
            "sym" => self.write(symbol(element).encode_utf8(&mut [0; 4])),
            "footnoteReference" => self.mark(FootOrEnd::Foot, element),
            "endnoteReference" => self.mark(FootOrEnd::End, element),
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
            Kind::Field => self.end_field(),
            Kind::Row => self.lines.close_row(),
            Kind::Cell | Kind::Box => self.end_joined(),
            Kind::Note => self.end_note(),
            Kind::Section => self.section.read = true,
            _ => {}
        }
    }

    fn begin_paragraph(&mut self) -> Kind {
        if self.paragraphs.len() == DEEPEST {
            return Kind::Other;
        }
        self.paragraphs.push(Paragraph::default());
        Kind::Paragraph
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        let depth = self.paragraphs.len();
        let hidden = || self.sources.styles.look(Look::default(), None, paragraph.style.as_deref()).hidden;
        paragraph.joined |= paragraph.is_empty() && hidden() == Some(true);
        // What is left of two paragraphs is the one that has words before their border.
        if let Some((_, mut before)) = self.joined.take_if(|(around, _)| *around == depth)
            && !before.is_empty()
        {
            let shift = before.text.len();
            before.text.push_str(&paragraph.text);
            before.counted.extend(paragraph.counted.into_iter().map(|c| Counted { byte: shift + c.byte, ..c }));
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
            && !paragraph.is_empty()
        {
            self.push(paragraph);
        }
    }

    fn push(&mut self, mut paragraph: Paragraph) {
        let styles = self.sources.styles;
        // An empty paragraph of a list has a number, too.
        let number = styles.number(&paragraph.number, paragraph.style.as_deref());
        let (label, level) = self.counters.next(&number).unzip();
        self.count_fields(&mut paragraph, level);
        let label = label.unwrap_or_default();
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

    /// Puts the numbers of fields where they belong.
    fn count_fields(&mut self, paragraph: &mut Paragraph, level: Option<usize>) {
        let heading = self.sources.styles.heading(paragraph.style.as_deref());
        if let Some(heading) = heading {
            self.counters.pass_heading(heading);
        }
        if paragraph.counted.is_empty() {
            return;
        }
        let mut depth = Depth { opening: level, within: None };
        let first = paragraph.text.find(|c: char| !c.is_whitespace());
        let mut text = String::new();
        let mut copied = 0;
        for Counted { field, byte, stored } in paragraph.counted.drain(..) {
            // What was raised since may have moved it.
            let byte =
                (copied..=byte.min(paragraph.text.len())).rev().find(|byte| paragraph.text.is_char_boundary(*byte));
            let byte = byte.unwrap_or(copied);
            let opens = first.is_none_or(|first| byte <= first);
            let shown = self.counters.field(&field, &mut depth, heading, opens);
            text.push_str(&paragraph.text[copied..byte]);
            copied = byte;
            if !stored {
                text.push_str(&shown);
            }
        }
        text.push_str(&paragraph.text[copied..]);
        paragraph.text = text;
    }

    /// Reads a document that stands in this one.
    fn embed(&mut self, element: &Element<'_>) -> Kind {
        self.end_joined();
        let id = element.attribute("id").unwrap_or_default();
        let Some(lines) = self.sources.chunks.get(&id) else { return Kind::Other };
        if self.embedded.insert(id) {
            lines.iter().for_each(|line| self.lines.push((), line.clone()));
        }
        Kind::Other
    }

    fn begin_run(&mut self) -> Kind {
        let Some(paragraph) = self.paragraphs.last_mut() else { return Kind::Other };
        paragraph.run = Run { start: paragraph.text.len(), ..Run::default() };
        Kind::Run
    }

    fn end_run(&mut self) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let Run { start, style, look } = std::mem::take(&mut paragraph.run);
        if self.sources.styles.look(look, style.as_deref(), None).superscript == Some(true)
            && let Some(written) = paragraph.text.get(start..).map(superscript)
        {
            paragraph.text.truncate(start);
            paragraph.text.push_str(&written);
        }
    }

    fn write(&mut self, text: &str) {
        if self.open_fields.in_code() || self.is_hidden() {
            return;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
            self.open_fields.shown();
        }
    }

    /// Whether the run that is being read is hidden.
    fn is_hidden(&self) -> bool {
        let Some(Paragraph { style, run, .. }) = self.paragraphs.last() else { return true };
        self.sources.styles.look(run.look, run.style.as_deref(), style.as_deref()).hidden == Some(true)
    }

    fn mark(&mut self, kind: FootOrEnd, element: &Element<'_>) {
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
            Some("begin") => self.open_fields.begin(),
            Some("separate") => self.open_fields.separate(),
            Some("end") => self.end_field(),
            _ => {}
        }
    }

    fn end_field(&mut self) {
        let Some((field, stored)) = self.open_fields.end() else { return };
        if self.is_hidden() {
            return;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.counted.push(Counted { field, byte: paragraph.text.len(), stored });
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
        self.story.unended = self.open_fields.in_code();
        self.story.lines = self.lines.finish().into_iter().map(|(_, line)| line).collect();
        self.story.masthead = self.section.first_header.filter(|_| self.section.own_first_page);
        self.story
    }
}

/// A character that is given by its place in a font of symbols; where what it looks like is not known, it stays what it
/// is, in the range for private use.
fn symbol(element: &Element<'_>) -> char {
    const SYMBOL: [(u32, char); 13] = [
        (0x2A, '*'),
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
    /// Discs and squares before the points of a list.
    const WINGDINGS: [(u32, char); 4] = [(0x6C, BULLET), (0x6E, BULLET), (0x9F, BULLET), (0xA7, BULLET)];
    const BULLET: char = '\u{2022}';
    let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok()).unwrap_or(0xFFFD);
    let place = if code & 0xFF00 == 0xF000 { code & 0xFF } else { code };
    let in_table = |table: &[(u32, char)]| table.iter().find(|(known, _)| *known == place).map(|(_, c)| *c);
    let known = match element.attribute("font").as_deref() {
        // Figures and most marks stand where they always do.
        Some("Symbol") => in_table(&SYMBOL)
            .or_else(|| char::from_u32(place).filter(|c| matches!(c, ' '..='?') && !matches!(c, '"' | '$' | '\''))),
        Some("Wingdings") => in_table(&WINGDINGS),
        _ => None,
    };
    known.or(char::from_u32(code)).unwrap_or(char::REPLACEMENT_CHARACTER)
}
