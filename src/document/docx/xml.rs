//! The XML of a part as a stream of events, with the few namespaces that matter.
//!
//! Nothing is built from it, so that neither its depth nor its length costs memory; what declares entities is refused.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::encoding::DecodingReader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{self, BytesStart};
use quick_xml::{Error, Reader};

use super::package::damaged;
use crate::document::Refusal;

/// A namespace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// WordprocessingML.
    Word,
    /// Markup for compatibility, which gives one thing in several forms.
    Compatibility,
    /// Formulas.
    Math,
    Other,
}

const SPACES: [(&str, Space); 5] = [
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", Space::Word),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", Space::Word),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", Space::Compatibility),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", Space::Math),
    ("http://purl.oclc.org/ooxml/officeDocument/math", Space::Math),
];

/// How many prefixes may stand for these namespaces.
const PREFIXES: usize = 32;

/// A part of a package, read from its beginning to its end.
pub(super) struct Xml<R> {
    part: String,
    reader: Reader<DecodingReader<R>>,
    buffer: Vec<u8>,
    /// The prefixes of known namespaces as they were last declared; writers declare them once, at the root.
    prefixes: Vec<(String, Space)>,
    depth: usize,
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Event<'x> {
    Open(Element<'x>),
    Close,
    Text(&'x str),
}

/// The beginning of an element.
#[derive(Debug)]
pub(super) struct Element<'x> {
    space: Space,
    start: BytesStart<'x>,
}

impl Element<'_> {
    /// Its namespace and its name.
    pub fn name(&self) -> (Space, &str) {
        (self.space, self.start.local_name().into_inner())
    }

    /// The value of an attribute, whatever its prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let found =
            attributes.with_checks(false).flatten().find(|found| found.key.local_name().into_inner() == name)?;
        let value = found.normalized_value(quick_xml::XmlVersion::Explicit1_0);
        Some(value.map_or_else(|_| found.value.into_owned(), Cow::into_owned))
    }

    /// The attribute `val`, in which most elements say all they have to say.
    pub fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    /// Whether an element that stands for a property says that it holds: it does so unless it is denied.
    pub fn holds(&self) -> bool {
        !self.value().is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off" | "none"))
    }

    fn declarations(&self) -> impl Iterator<Item = (String, String)> {
        let mut attributes = self.start.attributes();
        attributes.with_checks(false);
        attributes.flatten().filter_map(|found| {
            let key = found.key.into_inner();
            let prefix = key.strip_prefix("xmlns:").or_else(|| (key == "xmlns").then_some(""))?;
            Some((prefix.to_owned(), found.value.into_owned()))
        })
    }
}

impl<R: BufRead> Xml<R> {
    pub fn new(part: &str, source: R) -> Self {
        // Parts may be in UTF-16 as well as in UTF-8, and their first bytes say which.
        let mut reader = Reader::from_reader(DecodingReader::new(source));
        reader.config_mut().expand_empty_elements = true;
        Xml { part: part.to_owned(), reader, buffer: Vec::new(), prefixes: Vec::new(), depth: 0 }
    }

    /// Hands on one event after the other, up to the end.
    pub fn read(mut self, mut take: impl FnMut(Event<'_>) -> Result<(), Refusal>) -> Result<(), Refusal> {
        loop {
            self.buffer.clear();
            let event = self.reader.read_event_into(&mut self.buffer).map_err(|error| refusal(&self.part, &error))?;
            match event {
                events::Event::Start(start) => {
                    self.depth += 1;
                    let element = element(&mut self.prefixes, start);
                    take(Event::Open(element))?;
                }
                events::Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    take(Event::Close)?;
                }
                events::Event::Text(text) => take(Event::Text(&text))?,
                events::Event::CData(text) => take(Event::Text(&text))?,
                events::Event::GeneralRef(name) => match character(&name) {
                    Some(text) => take(Event::Text(&text))?,
                    None => return Err(damaged(&self.part, &format!("it refers to the unknown entity &{};", &*name))),
                },
                events::Event::DocType(_) => {
                    return Err(damaged(&self.part, "it declares entities, as no Word file does"));
                }
                events::Event::Eof if self.depth != 0 => {
                    return Err(damaged(&self.part, "it ends before all of its elements do"));
                }
                events::Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}

/// What stands in place of a reference to a character.
fn character(name: &events::BytesRef<'_>) -> Option<String> {
    match name.resolve_char_ref() {
        Ok(Some(character)) => Some(character.to_string()),
        Ok(None) => resolve_predefined_entity(name).map(str::to_owned),
        Err(_) => None,
    }
}

fn element<'x>(prefixes: &mut Vec<(String, Space)>, start: BytesStart<'x>) -> Element<'x> {
    let mut element = Element { space: Space::Other, start };
    if element.start.attributes_raw().contains("xmlns") {
        for (prefix, address) in element.declarations() {
            let known = SPACES.iter().find(|(known, _)| *known == address).map(|(_, space)| *space);
            prefixes.retain(|(declared, _)| *declared != prefix);
            if let Some(space) = known.filter(|_| prefixes.len() < PREFIXES) {
                prefixes.push((prefix, space));
            }
        }
    }
    let name = element.start.name().into_inner();
    let prefix = name.rsplit_once(':').map_or("", |(prefix, _)| prefix);
    let known = prefixes.iter().find(|(known, _)| known == prefix);
    element.space = known.map_or(Space::Other, |(_, space)| *space);
    element
}

fn refusal(part: &str, error: &Error) -> Refusal {
    match error {
        // The archive says itself what is wrong with it.
        Error::Io(error) => damaged(part, &error.to_string()),
        error => damaged(part, &format!("it is no sound XML ({error})")),
    }
}
