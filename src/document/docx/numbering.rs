//! The numbers of paragraphs, which Word keeps as rules: definitions of lists with levels, lists that follow a
//! definition with exceptions, and a count for every level.

use std::io::BufRead;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fields::{Counting, Step};
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

/// The lists that every document has for its fields, each with the labels that its levels begin with.
const BUILT_IN: [(&str, &str); 6] = [
    ("NumberDefault", "1) a) i) (1) (a) (i) 1. a. i."),
    ("OutlineDefault", "I. A. 1. a) (1) (a) (i) (a) (i)"),
    ("LegalDefault", LEGAL),
    ("AUTONUM", "1. 1. 1. 1. 1. 1. 1. 1. 1."),
    ("AUTONUMOUT", "I. A. 1. a) (1) (a) (i) (a) (i)"),
    ("AUTONUMLGL", LEGAL),
];
const LEGAL: &str =
    "1. 1.1. 1.1.1. 1.1.1.1. 1.1.1.1.1. 1.1.1.1.1.1. 1.1.1.1.1.1.1. 1.1.1.1.1.1.1.1. 1.1.1.1.1.1.1.1.1.";

/// The lists of a document.
#[derive(Debug)]
pub(super) struct Numbering {
    definitions: FxHashMap<String, Definition>,
    lists: FxHashMap<String, List>,
    /// The definitions that fields can name, by their names in small letters.
    names: FxHashMap<String, String>,
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

impl Default for Numbering {
    /// Nothing but what every document has.
    fn default() -> Self {
        Numbering {
            definitions: BUILT_IN.iter().map(|(name, labels)| ((*name).to_owned(), Definition::of(labels))).collect(),
            lists: FxHashMap::default(),
            names: BUILT_IN.iter().map(|(name, _)| (name.to_ascii_lowercase(), (*name).to_owned())).collect(),
        }
    }
}

impl Definition {
    /// Levels that begin with these labels.
    fn of(labels: &str) -> Self {
        let mut definition = Definition::default();
        for (at, (level, label)) in definition.levels.iter_mut().zip(labels.split(' ')).enumerate() {
            let mut shown = at + 1 - label.matches(|c: char| c.is_ascii_alphanumeric()).count();
            let mut pattern = String::new();
            for c in label.chars() {
                match Numeral::of(c) {
                    Some(numeral) => {
                        shown += 1;
                        pattern.push_str(&format!("%{shown}"));
                        level.format = Format::Number(numeral);
                    }
                    None => pattern.push(c),
                }
            }
            *level = Level { defined: true, start: 1, pattern, ..level.clone() };
        }
        definition
    }
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
                    None if name == "name" => drop(self.names.insert(text().to_lowercase(), id.clone())),
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

    /// A list with the definition that it follows in the end.
    fn list(&self, styles: &Styles, id: &str) -> Option<Scheme<'_>> {
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
                None => return Some(Scheme { list: Some(list), name, definition }),
            }
        }
        None
    }

    /// The definition that a field names.
    fn named(&self, name: &str) -> Option<Scheme<'_>> {
        let id = self.names.get(&name.to_lowercase())?;
        let (name, definition) = self.definitions.get_key_value(id)?;
        Some(Scheme { list: None, name, definition })
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
            "decimalZero" => Format::Number(Numeral::PaddedDecimal),
            "lowerLetter" => Format::Number(Numeral::LowerLetter),
            "upperLetter" => Format::Number(Numeral::UpperLetter),
            "lowerRoman" => Format::Number(Numeral::LowerRoman),
            "upperRoman" => Format::Number(Numeral::UpperRoman),
            // Numbers in words and in other scripts: the figure says the same.
            _ => Format::Number(Numeral::Decimal),
        }
    }
}

/// What numbers are made by: a definition, and the list that follows it with exceptions.
#[derive(Clone, Copy)]
struct Scheme<'n> {
    name: &'n str,
    definition: &'n Definition,
    list: Option<&'n List>,
}

impl<'n> Scheme<'n> {
    fn level(&self, at: usize) -> &'n Level {
        let own = self.list.and_then(|list| list.levels.get(&at)).filter(|own| own.defined);
        own.unwrap_or(&self.definition.levels[at])
    }

    fn start(&self, at: usize) -> i64 {
        self.list.and_then(|list| list.starts[at]).unwrap_or(self.level(at).start)
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
    /// The list that was counted last, which fields without a name go on with.
    last: Option<Scheme<'n>>,
    /// The level of the last heading that has its number from a field.
    heading: Option<usize>,
    /// How many headings of each level there have been.
    headings: [usize; LEVELS],
    /// What sequences have come to, and how many headings there had been.
    sequences: FxHashMap<String, (i64, usize)>,
}

/// How deep in its list a paragraph is for the fields in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Depth {
    /// The level of the number that the paragraph begins with.
    pub opening: Option<usize>,
    /// The level of the last field behind some text.
    pub within: Option<usize>,
}

impl<'n> Counters<'n> {
    pub fn new(numbering: &'n Numbering, styles: &'n Styles) -> Self {
        Counters {
            numbering,
            styles,
            counts: FxHashMap::default(),
            started: FxHashSet::default(),
            last: None,
            heading: None,
            headings: [0; LEVELS],
            sequences: FxHashMap::default(),
        }
    }

    /// The label of the next paragraph of a list, which is counted by it, with its level; nothing where it has none.
    pub fn next(&mut self, number: &Number) -> Option<(String, usize)> {
        let id = number.list.as_deref().filter(|id| *id != "0")?;
        let scheme = self.numbering.list(self.styles, id)?;
        let level = |at| scheme.level(at);
        let of_style = || (0..LEVELS).find(|at| level(*at).style.is_some() && level(*at).style == number.style);
        let at = match &number.style {
            Some(_) => of_style().or(number.level),
            None => number.level,
        };
        let at = at.unwrap_or(0).min(LEVELS - 1);
        if !level(at).defined {
            return None;
        }
        let own_start = scheme.list.and_then(|list| list.starts[at]);
        let anew = own_start.filter(|_| self.started.insert((id.to_owned(), at)));
        self.count(scheme, at, anew);
        self.last = Some(scheme);
        Some((self.label(scheme, at, None), at))
    }

    /// Counts a level on, or to a number.
    fn count(&mut self, scheme: Scheme<'n>, at: usize, to: Option<i64>) {
        let counts = self.counts.entry(scheme.name).or_default();
        let next = || counts[at].map_or(scheme.start(at), |count| count.saturating_add(1));
        counts[at] = Some(to.unwrap_or_else(next));
        for (deeper, count) in counts.iter_mut().enumerate().skip(at + 1) {
            if scheme.level(deeper).restart.is_none_or(|after| at < after) {
                *count = None;
            }
        }
    }

    /// The label of a level as it is counted now, its own number written otherwise if that is wanted.
    fn label(&self, scheme: Scheme<'n>, at: usize, own: Option<Numeral>) -> String {
        let counts = self.counts.get(scheme.name).copied().unwrap_or_default();
        let level = scheme.level(at);
        if level.format == Format::Bullet {
            return if level.pattern.trim().is_empty() { String::new() } else { "-".to_owned() };
        }
        label(&level.pattern, |shown| {
            let Format::Number(numeral) = scheme.level(shown).format else { return String::new() };
            let numeral = own.filter(|_| shown == at).unwrap_or(numeral);
            let numeral = if level.legal { Numeral::Decimal } else { numeral };
            numeral.write(counts[shown].unwrap_or_else(|| scheme.start(shown)))
        })
    }

    /// Takes notice of a paragraph that is a heading of this level.
    pub fn pass_heading(&mut self, level: usize) {
        self.headings[level.min(LEVELS - 1)] += 1;
    }

    /// The number that a field shows, in a paragraph that is perhaps a heading; `opens` says whether nothing stands
    /// before it.
    pub fn field(&mut self, field: &Counting, depth: &mut Depth, heading: Option<usize>, opens: bool) -> String {
        match field {
            Counting::List { name, level, start } => {
                let of_name = |name: &String| self.numbering.named(name);
                let Some(scheme) = name.as_ref().and_then(of_name).or(self.last).or_else(|| {
                    let (first, _) = BUILT_IN[0];
                    self.numbering.named(first)
                }) else {
                    return String::new();
                };
                let below = depth.opening.map_or(0, |level| level + 1);
                let at = level.or(depth.within).unwrap_or(below).min(LEVELS - 1);
                *(if opens { &mut depth.opening } else { &mut depth.within }) = Some(at);
                self.count(scheme, at, *start);
                self.last = Some(scheme);
                self.label(scheme, at, None)
            }
            Counting::Paragraph { scheme, numeral, mark } => {
                let Some(scheme) = self.numbering.named(scheme) else { return String::new() };
                let below = self.heading.map_or(0, |level| level + 1);
                let at = heading.unwrap_or(below).min(LEVELS - 1);
                self.heading = heading.or(self.heading);
                self.count(scheme, at, None);
                let label = self.label(scheme, at, *numeral);
                match mark {
                    Some(mark) => label.trim_end_matches('.').to_owned() + mark,
                    None => label,
                }
            }
            Counting::Sequence { name, numeral, step, anew, hidden } => {
                let (count, known) = self.sequences.get(name).copied().unwrap_or_default();
                let passed = anew.map_or(known, |level| self.headings.iter().take(level + 1).sum());
                let count = if passed == known { count } else { 0 };
                let count = match step {
                    Step::Next => count.saturating_add(1),
                    Step::Same => count,
                    Step::To(number) => *number,
                };
                self.sequences.insert(name.clone(), (count, passed));
                if *hidden { String::new() } else { numeral.write(count) }
            }
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
