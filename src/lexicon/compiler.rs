//! Compiling: the tables of one language become its [`Lexicon`].

use aho_corasick::StartKind;
use indexmap::IndexSet;

use super::forms::{Forms, Pattern, automaton};
use super::frame::Frame;
use super::source::{LANGUAGE_TABLES, Source};
use super::verbs::{VerbRow, Verbs};
use super::{ActorId, Entry, Lexicon, Lexicons, Meaning, Opener, Origin, PARTS, Reference, Role, Symbol, form};
use crate::folded::Folded;
use crate::{Fault, Language, Span};

/// Compiles the tables of one language.
pub(super) struct Compiler<'l> {
    lexicons: &'l Lexicons,
    language: Language,
    tables: Vec<String>,
    forms: Forms,
    /// The entries of each form.
    entries: Vec<Vec<Entry>>,
    verbs: Verbs,
    particles: IndexSet<String>,
    infinitive_endings: Vec<Vec<u8>>,
    gerund_endings: Vec<Vec<u8>>,
    adverb_endings: Vec<Vec<u8>>,
    lines: Vec<(Vec<u8>, Opener)>,
    folded: Folded,
    faults: Vec<Fault>,
}

impl<'l> Compiler<'l> {
    pub fn new(lexicons: &'l Lexicons, language: Language) -> Self {
        Compiler {
            lexicons,
            language,
            tables: Vec::new(),
            forms: Forms::default(),
            entries: Vec::new(),
            verbs: Verbs::default(),
            particles: IndexSet::from([String::new()]),
            infinitive_endings: Vec::new(),
            gerund_endings: Vec::new(),
            adverb_endings: Vec::new(),
            lines: Vec::new(),
            folded: Folded::default(),
            faults: Vec::new(),
        }
    }

    pub fn compile(mut self, source: &Source) -> Lexicon {
        for (name, columns, _) in LANGUAGE_TABLES {
            let table = source.table(name, columns, &mut self.faults);
            let number = self.tables.len() as u8;
            self.tables.push(table.name.clone());
            for (line, row) in &table.rows {
                let origin = Origin { table: number, line: *line };
                let read = match name {
                    "acts.csv" => self.act(row, origin),
                    "markers.csv" => self.marker(row, origin),
                    "outline.csv" => self.line(row, origin),
                    _ => self.actor(row, origin),
                };
                if let Err(message) = read {
                    self.faults.push(table.fault(*line, message));
                }
            }
        }
        self.finish()
    }

    fn act(&mut self, row: &csv::StringRecord, origin: Origin) -> Result<(), String> {
        let act =
            self.lexicons.act_id(&row[1]).ok_or_else(|| format!("act `{}` is not in shared/acts.csv", &row[1]))?;
        let particles = &mut self.particles;
        let frame = Frame::parse(&row[2], |particle| Symbol(particles.insert_full(particle.to_owned()).0 as u16))?;
        let reiterated = row[5].contains("reiterated");
        for form in form::expand(&row[0])? {
            self.folded.fold(&form, &[Span { start: 0, end: form.len() }], &[]);
            self.verbs.insert(&self.folded, VerbRow { act, frame: frame.clone(), origin, reiterated })?;
            let first = self.forms.insert_first(&self.folded)?;
            let known = of(&mut self.entries, first);
            if !known.iter().any(|entry| matches!(entry.meaning, Meaning::Verb)) {
                // Accents are compared word by word when the whole verb is read.
                let accents = u64::MAX;
                let entry = Entry {
                    meaning: Meaning::Verb,
                    origin,
                    tokens: 1,
                    accents,
                    capital: false,
                    short: false,
                    glued: false,
                };
                known.push(entry);
            }
        }
        Ok(())
    }

    fn actor(&mut self, row: &csv::StringRecord, origin: Origin) -> Result<(), String> {
        let reference = match &row[1] {
            "organ" => Reference::Organ,
            "organ:president" => Reference::President,
            "organ:secretariat" => Reference::Secretariat,
            "earlier" => Reference::Earlier,
            cell if cell.contains('?') => self.by_organ(cell)?,
            ids => {
                let ids = self.candidates(ids)?;
                match ids.as_slice() {
                    [one] => Reference::Actor(*one),
                    _ => Reference::OneOf(ids.into()),
                }
            }
        };
        for form in form::expand(&row[0])? {
            self.entry(&form, Meaning::Actor(reference.clone()), origin)?;
        }
        Ok(())
    }

    /// `security-council?parties:stakeholders`: the first in what the organ adopts, the second in all other texts.
    fn by_organ(&self, cell: &str) -> Result<Reference, String> {
        let parts = cell.split_once('?').and_then(|(organ, actors)| Some((organ, actors.split_once(':')?)));
        let (organ, (own, other)) = parts.ok_or_else(|| format!("`{cell}`, expected `organ?actor:actor`"))?;
        let id = |id| self.lexicons.actor_id(id).ok_or_else(|| format!("actor `{id}` is not in shared/"));
        Ok(Reference::ByOrgan { organ: id(organ)?, own: id(own)?, other: id(other)? })
    }

    /// The actors that a cell names, joined by `|`; `country:*` names all whose ids begin so.
    fn candidates(&self, cell: &str) -> Result<Vec<ActorId>, String> {
        let mut ids = Vec::new();
        for id in cell.split('|') {
            match id.strip_suffix('*') {
                Some(prefix) => {
                    let known = self.lexicons.actors.keys().enumerate().filter(|(_, known)| known.starts_with(prefix));
                    ids.extend(known.map(|(index, _)| ActorId(index as u16)));
                }
                None => ids.push(self.lexicons.actor_id(id).ok_or_else(|| format!("actor `{id}` is not in shared/"))?),
            }
        }
        Ok(ids)
    }

    fn marker(&mut self, row: &csv::StringRecord, origin: Origin) -> Result<(), String> {
        let role =
            Role::named(&row[1]).ok_or_else(|| format!("role `{}`, expected one of {}", &row[1], Role::names()))?;
        for form in form::expand(&row[0])? {
            if role.is_ending() {
                let mut key = Folded::of(&form).word(0).to_ascii_lowercase();
                key.retain(|byte| *byte != 1);
                let endings = match role {
                    Role::GerundEnding => &mut self.gerund_endings,
                    Role::AdverbEnding => &mut self.adverb_endings,
                    _ => &mut self.infinitive_endings,
                };
                endings.push(key);
                continue;
            }
            let particles = &mut self.particles;
            let mut intern = |particle: &str| Symbol(particles.insert_full(particle.to_owned()).0 as u16);
            let frame = (role == Role::Relay).then(|| Frame::parse(&row[2], &mut intern)).transpose()?;
            let symbol = if matches!(role, Role::Particle | Role::Purpose | Role::Raising) {
                intern(&row[2])
            } else {
                Symbol(0)
            };
            let value = row[2].into();
            let number = row[2].parse::<u32>().unwrap_or(0);
            if matches!(role, Role::Month | Role::Number | Role::Ordinal) && number == 0 {
                return Err(format!("value `{}`, expected a number from 1", &row[2]));
            }
            let meaning = Meaning::Marker { role, value, symbol, frame: frame.map(Box::new) };
            self.entry(&form, meaning, origin)?;
        }
        Ok(())
    }

    fn line(&mut self, row: &csv::StringRecord, origin: Origin) -> Result<(), String> {
        let part = PARTS.iter().find(|(name, _)| *name == &row[1]).map(|(_, part)| *part);
        let part = part.ok_or_else(|| {
            let names = PARTS.map(|(name, _)| name).join(", ");
            format!("part `{}`, expected one of {names}", &row[1])
        })?;
        for form in form::expand(&row[0])? {
            let mut key = Folded::of(&form).key;
            key.pop();
            self.lines.push((key, Opener { part, value: row[2].to_owned(), origin }));
        }
        Ok(())
    }

    fn entry(&mut self, form: &str, meaning: Meaning, origin: Origin) -> Result<(), String> {
        self.fold_in(form, meaning.clone(), origin, false)?;
        // Scanning loses hyphens: `soixantedixième`.
        if form.contains('-') {
            self.fold_in(&form.replace('-', ""), meaning, origin, true)?;
        }
        Ok(())
    }

    /// Adds a form; one that only a lost hyphen makes gives way to any other.
    fn fold_in(&mut self, form: &str, meaning: Meaning, origin: Origin, glued: bool) -> Result<(), String> {
        self.folded.fold(form, &[Span { start: 0, end: form.len() }], &[]);
        let tokens = &self.folded.tokens;
        let Some(first) = tokens.first() else { return Err("the form holds no word".to_owned()) };
        let accents = tokens.iter().take(64).enumerate();
        let accents = accents.fold(0, |accents, (at, token)| accents | u64::from(token.accented) << at);
        let one_word = tokens.len() == 1;
        let actor = matches!(meaning, Meaning::Actor(_));
        let capital = one_word && first.capital && actor;
        let short = one_word && self.folded.key.len() <= 5 && !actor;
        let entry = Entry { meaning, origin, tokens: tokens.len() as u32, accents, capital, short, glued };
        let form_number = self.forms.insert(&self.folded)?;
        let known = of(&mut self.entries, form_number);
        let clash = known.iter_mut().find(|other| other.role() == entry.role() && other.accents == accents);
        if let Some(other) = clash {
            if other.glued && !glued {
                *other = entry;
            }
            if glued || other.origin == origin {
                return Ok(());
            }
            let place = format!("{}:{}", self.tables[usize::from(other.origin.table)], other.origin.line);
            return Err(format!("form `{form}` stands at {place} too"));
        }
        // Nearly every form has one meaning, and there are thousands of them.
        known.reserve_exact(1);
        known.push(entry);
        Ok(())
    }

    fn finish(mut self) -> Lexicon {
        let mut patterns = Vec::with_capacity(self.entries.len());
        let mut entries = Vec::with_capacity(self.entries.len());
        for found in self.entries {
            let from = entries.len() as u32;
            entries.extend(found);
            patterns.push((from, entries.len() as u32));
        }
        let lines = automaton(self.lines.iter().map(|(key, _)| key), StartKind::Anchored);
        let lines = lines.expect("the openers of lines fit an automaton");
        self.forms.finish().expect("the forms of a lexicon fit an automaton");
        Lexicon {
            language: self.language,
            tables: self.tables,
            forms: self.forms,
            patterns,
            entries,
            verbs: self.verbs,
            infinitive_endings: self.infinitive_endings,
            gerund_endings: self.gerund_endings,
            adverb_endings: self.adverb_endings,
            lines,
            openers: self.lines.into_iter().map(|(_, opener)| opener).collect(),
            faults: self.faults,
        }
    }
}

/// The entries of a form, which may be new.
fn of(entries: &mut Vec<Vec<Entry>>, form: Pattern) -> &mut Vec<Entry> {
    if entries.len() <= form as usize {
        entries.resize_with(form as usize + 1, Vec::new);
    }
    &mut entries[form as usize]
}
