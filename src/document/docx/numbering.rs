//! The numbers of paragraphs, which Word keeps as rules: definitions of lists with levels, lists that follow a
//! definition with exceptions, and a count for every level.

use std::io::BufRead;

use rustc_hash::{FxHashMap, FxHashSet};

use super::styles::{Number, Styles};
use super::xml::{Element, Event, Space, Xml};
use crate::document::Refusal;
use crate::document::numeral::Numeral;

/// How many levels a list has.
const LEVELS: usize = 9;
/// How many bytes the pattern of a label may have; longer ones are damage.
const PATTERN: usize = 64;
/// How many definitions may lead to one another.
const HOPS: usize = 8;

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: FxHashMap<String, Definition>,
    lists: FxHashMap<String, List>,
}

#[derive(Debug, Default)]
struct Definition {
    levels: [Level; LEVELS],
    /// The style whose list is meant instead.
    link: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    definition: String,
    starts: [Option<i64>; LEVELS],
    /// Levels that the list has of its own.
    levels: FxHashMap<usize, Level>,
}

#[derive(Clone, Debug, Default)]
struct Level {
    /// Whether it was defined at all.
    defined: bool,
    start: i64,
    format: Format,
    /// `%1.` and the like.
    pattern: String,
    /// The number of the level after which it begins anew, from 1; 0 where it never does.
    restart: Option<usize>,
    /// Whether the numbers of all levels are written in figures.
    legal: bool,
    /// The style whose paragraphs belong to this level.
    style: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Format {
    #[default]
    Unnumbered,
    Bullet,
    Number(Numeral),
}

/// What is being defined.
enum Place {
    Nowhere,
    Definition(String),
    List(String),
}

impl Numbering {
    pub fn read<R: BufRead>(xml: Xml<R>) -> Result<Self, Refusal> {
        let mut numbering = Numbering::default();
        let (mut place, mut level) = (Place::Nowhere, None);
        xml.read(|event| {
            let Event::Open(element) = event else { return Ok(()) };
            if element.name().0 == Space::Word {
                numbering.take(&element, &mut place, &mut level);
            }
            Ok(())
        })?;
        Ok(numbering)
    }

    fn take(&mut self, element: &Element<'_>, place: &mut Place, level: &mut Option<usize>) {
        let name = element.name().1;
        match name {
            "abstractNum" => {
                *place = Place::Definition(element.attribute("abstractNumId").unwrap_or_default());
                *level = None;
            }
            "num" => {
                *place = Place::List(element.attribute("numId").unwrap_or_default());
                *level = None;
            }
            "lvl" | "lvlOverride" => {
                let place = element.attribute("ilvl").and_then(|level| level.parse().ok());
                *level = place.filter(|level| *level < LEVELS);
            }
            _ => {}
        }
        let text = || element.value().unwrap_or_default();
        match place {
            Place::Nowhere => {}
            Place::Definition(id) => {
                let definition = self.definitions.entry(id.clone()).or_default();
                match level {
                    Some(level) => definition.levels[*level].take(element),
                    None if name == "numStyleLink" => definition.link = element.value(),
                    None => {}
                }
            }
            Place::List(id) => {
                let list = self.lists.entry(id.clone()).or_default();
                match (name, *level) {
                    ("abstractNumId", _) => list.definition = text(),
                    ("startOverride", Some(level)) => list.starts[level] = text().parse().ok(),
                    ("num" | "lvlOverride", _) | (_, None) => {}
                    (_, Some(level)) => list.levels.entry(level).or_default().take(element),
                }
            }
        }
    }

    /// A list, and the definition that it follows in the end.
    fn list(&self, styles: &Styles, id: &str) -> Option<(&List, &str, &Definition)> {
        let list = self.lists.get(id)?;
        let mut id = list.definition.clone();
        for _ in 0..HOPS {
            let (name, definition) = self.definitions.get_key_value(&id)?;
            let linked = definition.link.as_deref().and_then(|style| {
                let list = styles.number(&Number::default(), Some(style)).list?;
                self.lists.get(&list)
            });
            match linked {
                Some(linked) => id.clone_from(&linked.definition),
                None => return Some((list, name, definition)),
            }
        }
        None
    }
}

impl Level {
    fn take(&mut self, element: &Element<'_>) {
        let text = || element.value().unwrap_or_default();
        match element.name().1 {
            "lvl" => *self = Level { defined: true, ..Level::default() },
            "start" => self.start = text().parse().unwrap_or(0),
            "numFmt" => self.format = Format::named(&text()),
            "lvlText" => self.pattern = element.value().filter(|text| text.len() <= PATTERN).unwrap_or_default(),
            "lvlRestart" => self.restart = text().parse().ok(),
            "isLgl" => self.legal = element.holds(),
            "pStyle" => self.style = element.value(),
            _ => {}
        }
    }
}

impl Format {
    fn named(name: &str) -> Self {
        match name {
            "none" => Format::Unnumbered,
            "bullet" => Format::Bullet,
            "lowerLetter" => Format::Number(Numeral::LowerLetter),
            "upperLetter" => Format::Number(Numeral::UpperLetter),
            "lowerRoman" => Format::Number(Numeral::LowerRoman),
            "upperRoman" => Format::Number(Numeral::UpperRoman),
            // Numbers in words and in other scripts: the figure says the same.
            _ => Format::Number(Numeral::Decimal),
        }
    }
}

/// The counts of a document while it is read.
pub(super) struct Counters<'n> {
    numbering: &'n Numbering,
    styles: &'n Styles,
    /// What each level of a definition has come to; lists of one definition go on counting.
    counts: FxHashMap<&'n str, [Option<i64>; LEVELS]>,
    /// Lists and levels whose own first number has been given.
    started: FxHashSet<(String, usize)>,
}

impl<'n> Counters<'n> {
    pub fn new(numbering: &'n Numbering, styles: &'n Styles) -> Self {
        Counters { numbering, styles, counts: FxHashMap::default(), started: FxHashSet::default() }
    }

    /// The label of the next paragraph of a list, which is counted by it; nothing where it has none.
    pub fn next(&mut self, number: &Number) -> Option<String> {
        let id = number.list.as_deref().filter(|id| *id != "0")?;
        let (list, name, definition) = self.numbering.list(self.styles, id)?;
        let level = |at: usize| list.levels.get(&at).filter(|own| own.defined).unwrap_or(&definition.levels[at]);
        let of_style = || (0..LEVELS).find(|at| level(*at).style.is_some() && level(*at).style == number.style);
        let at = match &number.style {
            Some(_) => of_style().or(number.level),
            None => number.level,
        };
        let at = at.unwrap_or(0).min(LEVELS - 1);
        if !level(at).defined {
            return None;
        }
        let counts = self.counts.entry(name).or_default();
        let start = |at: usize| list.starts[at].unwrap_or(level(at).start);
        let anew = list.starts[at].is_some() && self.started.insert((id.to_owned(), at));
        counts[at] = Some(match counts[at] {
            Some(count) if !anew => count.saturating_add(1),
            _ => start(at),
        });
        for (deeper, count) in counts.iter_mut().enumerate().skip(at + 1) {
            if level(deeper).restart.is_none_or(|after| at < after) {
                *count = None;
            }
        }
        let own = level(at);
        match own.format {
            Format::Bullet => Some("-".to_owned()),
            _ => Some(label(&own.pattern, |shown| {
                let Format::Number(numeral) = level(shown).format else { return String::new() };
                let numeral = if own.legal { Numeral::Decimal } else { numeral };
                numeral.write(counts[shown].unwrap_or_else(|| start(shown)))
            })),
        }
    }
}

/// A pattern in which the levels, from `%1`, are replaced by their numbers.
fn label(pattern: &str, number: impl Fn(usize) -> String) -> String {
    let mut label = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('%') {
        label.push_str(before);
        let digit = after.chars().next().and_then(|c| c.to_digit(10)).filter(|digit| *digit != 0);
        match digit {
            Some(digit) => {
                label.push_str(&number(digit as usize - 1));
                rest = &after[1..];
            }
            None => {
                label.push('%');
                rest = after;
            }
        }
    }
    label.push_str(rest);
    label
}
