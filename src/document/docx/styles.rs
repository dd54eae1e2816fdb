//! Styles: which numbering a paragraph has and how a run looks, where neither says so itself.

use std::io::BufRead;

use rustc_hash::FxHashMap;

use super::xml::{Event, Space, Xml};
use crate::document::Refusal;

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: FxHashMap<String, Style>,
    /// The style of paragraphs that name none.
    default: Option<String>,
    /// Whether any of them hides text.
    hiding: bool,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    number: Number,
    look: Look,
    /// The level of the headings that it makes.
    heading: Option<usize>,
}

/// Which list a paragraph belongs to, as far as it says; ids and levels may come from different styles.
#[derive(Clone, Debug, Default)]
pub(super) struct Number {
    pub list: Option<String>,
    pub level: Option<usize>,
    /// The style that names the list, where the paragraph does not do so itself.
    pub style: Option<String>,
}

/// What of the look of a run matters, as far as it says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    pub superscript: Option<bool>,
    pub hidden: Option<bool>,
}

/// How many levels headings have; the one behind the last is that of all other text.
const LEVELS: usize = 9;
/// How many styles may be based on one another.
const HOPS: usize = 64;

impl Styles {
    pub fn read<R: BufRead>(xml: Xml<R>) -> Result<Self, Refusal> {
        let mut styles = Styles::default();
        let (mut id, mut current) = (String::new(), Style::default());
        xml.read(|event| {
            let Event::Open(element) = event else { return Ok(()) };
            let (Space::Word, name) = element.name() else { return Ok(()) };
            match name {
                "style" => {
                    styles.styles.insert(std::mem::take(&mut id), std::mem::take(&mut current));
                    id = element.attribute("styleId").unwrap_or_default();
                    let is = |name, what: &[&str]| element.attribute(name).is_some_and(|said| what.contains(&&*said));
                    if is("type", &["paragraph"]) && is("default", &["1", "true", "on"]) {
                        styles.default = Some(id.clone());
                    }
                }
                "basedOn" => current.based_on = element.value(),
                "numId" => current.number.list = element.value(),
                "ilvl" => current.number.level = element.value().and_then(|level| level.parse().ok()),
                "vertAlign" => current.look.superscript = element.value().map(|value| value == "superscript"),
                "vanish" => {
                    current.look.hidden = Some(element.holds());
                    styles.hiding |= element.holds();
                }
                "outlineLvl" => {
                    let level = element.value().and_then(|level| level.parse().ok());
                    current.heading = level.filter(|level| *level < LEVELS);
                }
                _ => {}
            }
            Ok(())
        })?;
        styles.styles.insert(id, current);
        Ok(styles)
    }

    /// The style and those that it is based on.
    fn chain<'s>(&'s self, id: &'s str) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let found = |id: &'s str| self.styles.get_key_value(id).map(|(id, style)| (id.as_str(), style));
        std::iter::successors(found(id), move |(_, style)| style.based_on.as_deref().and_then(found)).take(HOPS)
    }

    /// The numbering of a paragraph of this style, or of none; its own goes before that of its style.
    pub fn number(&self, own: &Number, style: Option<&str>) -> Number {
        let mut number = own.clone();
        let style = style.or(self.default.as_deref()).unwrap_or_default();
        for (id, style) in self.chain(style) {
            if number.list.is_none() && style.number.list.is_some() {
                number.list.clone_from(&style.number.list);
                number.style = Some(id.to_owned());
            }
            number.level = number.level.or(style.number.level);
        }
        number
    }

    /// The look of a run of this style in a paragraph of that one; its own goes before that of its style.
    pub fn look(&self, own: Look, style: Option<&str>, paragraph: Option<&str>) -> Look {
        let mut look = own;
        for (_, style) in self.chain(style.unwrap_or_default()) {
            look.superscript = look.superscript.or(style.look.superscript);
            look.hidden = look.hidden.or(style.look.hidden);
        }
        if self.hiding && look.hidden.is_none() {
            let paragraph = paragraph.or(self.default.as_deref()).unwrap_or_default();
            look.hidden = self.chain(paragraph).find_map(|(_, style)| style.look.hidden);
        }
        look
    }

    /// The level of a heading of this style.
    pub fn heading(&self, style: Option<&str>) -> Option<usize> {
        let style = style.or(self.default.as_deref()).unwrap_or_default();
        self.chain(style).find_map(|(_, style)| style.heading)
    }
}
