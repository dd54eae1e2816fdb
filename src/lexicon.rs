//! Lexicons: the words of a language, and what they mean to the grammar.
//!
//! Tables under `lexicons/` are compiled into one automaton per language; every entry knows the table and the line
//! that it came from. See `lexicons/README.md` for the tables themselves.

mod called;
pub(crate) mod form;
mod forms;
pub(crate) mod frame;
mod marker;
pub(crate) mod table;
mod verbs;
pub(crate) mod words;

use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use aho_corasick::{AhoCorasick, StartKind};
use indexmap::{IndexMap, IndexSet};
use serde::Serialize;

use crate::folded::Folded;
use crate::{Error, Fault, Language};
use forms::{Forms, Pattern, automaton};
use frame::Frame;
use table::Table;
use verbs::Verbs;
use words::Words;

pub use called::Called;
pub use frame::Tail;
pub use marker::Role;
pub(crate) use marker::RoleSet;
pub(crate) use verbs::{Place, VerbRow};

/// The particle of a language in its dictionary form, as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(pub(crate) u16);

/// The number of an actor in [`Lexicons`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorId(pub(crate) u16);

/// The number of an act in [`Lexicons`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActId(pub(crate) u16);

/// Where an entry comes from: a table of a lexicon and a line in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    pub(crate) table: u8,
    /// The line, from 1.
    pub line: u32,
}

/// Whether an operative verb asks somebody, acts, or states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Asks somebody for something.
    Directive,
    /// The organ itself acts.
    Decision,
    /// Everything else.
    Statement,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 3] = [Kind::Directive, Kind::Decision, Kind::Statement];

    /// The word used in tables and results.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Directive => "directive",
            Kind::Decision => "decision",
            Kind::Statement => "statement",
        }
    }
}

/// What a verb does, the same in all languages: a row of `lexicons/shared/acts.csv`.
#[derive(Clone, Debug)]
pub struct Act {
    /// The id, as `call_upon`.
    pub id: Arc<str>,
    /// Whether it asks, decides or states.
    pub kind: Kind,
    /// How strong it is, from 0 to 5.
    pub force: u8,
    /// Whether the organ itself carries a duty that the verb states.
    pub binds_organ: bool,
    /// What it says of the organ, by language: *calls upon*.
    pub glosses: Vec<(Language, Arc<str>)>,
}

/// Somebody who can be asked: a row of `lexicons/shared/actors.csv` or `states.csv`.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The id, as `secretary-general` or `country:ml`.
    pub id: Arc<str>,
    /// `group`, `office`, `organ` or `state`.
    pub kind: String,
    /// The id of the body that it belongs to, or nothing.
    pub part_of: String,
    /// Its name, by language.
    pub labels: Vec<(Language, Arc<str>)>,
}

impl Actor {
    /// Its name in a language, or its id where the tables give none.
    pub(crate) fn label(&self, language: Language) -> &Arc<str> {
        let label = self.labels.iter().find(|(of, label)| *of == language && !label.is_empty());
        label.map_or(&self.id, |(_, label)| label)
    }
}

/// What is known of a body that adopts resolutions: a row of `lexicons/shared/organs.csv`.
#[derive(Clone, Debug)]
pub(crate) struct Organ {
    pub actor: ActorId,
    /// What the symbols of its resolutions begin with.
    pub resolutions: String,
    /// Session *n* opens in September of this year plus *n*.
    pub first_session: Option<i16>,
    pub president: Option<ActorId>,
    pub secretariat: Option<ActorId>,
}

/// Who an actor form stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    /// One actor.
    Actor(ActorId),
    /// One actor in what an organ adopts, and another in all other texts.
    ByOrgan { organ: ActorId, own: ActorId, other: ActorId },
    /// A short name: whichever of these the document has named.
    OneOf(Box<[ActorId]>),
    /// The organ that adopts the text.
    Organ,
    /// Its president.
    President,
    /// Its secretariat.
    Secretariat,
    /// A pronoun: whoever was addressed before.
    Earlier,
}

/// One meaning of a form.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub meaning: Meaning,
    pub origin: Origin,
    /// How many tokens it has.
    tokens: u32,
    /// Which of its first 64 tokens bear an accent, one bit each.
    accents: u64,
    /// Whether the text must have a capital where the form has one.
    capital: bool,
    /// Whether it is so short that a lost accent makes another word of it.
    short: bool,
    /// Whether it is a form that has lost its hyphens.
    glued: bool,
}

/// What a form means to the grammar.
#[derive(Clone, Debug)]
pub(crate) enum Meaning {
    Actor(Reference),
    /// The first word of operative verbs.
    Verb,
    Marker {
        role: Role,
        value: Box<str>,
        symbol: Symbol,
        frame: Option<Box<Frame>>,
    },
}

impl Entry {
    pub(crate) fn role(&self) -> Role {
        match &self.meaning {
            Meaning::Actor(_) => Role::Actor,
            Meaning::Verb => Role::Verb,
            Meaning::Marker { role, .. } => *role,
        }
    }

    pub(crate) fn value(&self) -> &str {
        match &self.meaning {
            Meaning::Marker { value, .. } => value,
            _ => "",
        }
    }
}

/// All languages' lexicons, with the acts and actors that they share.
pub struct Lexicons {
    acts: IndexMap<String, Act>,
    actors: IndexMap<String, Actor>,
    organs: Vec<Organ>,
    words: Words,
    sources: Vec<Source>,
    /// What is wrong in the tables that all languages share.
    faults: Vec<Fault>,
    languages: [OnceLock<Lexicon>; Language::ALL.len()],
}

/// The tables of one language, not yet compiled.
struct Source {
    folder: String,
    tables: Vec<(&'static str, Cow<'static, str>)>,
}

/// The lexicon of one language.
pub struct Lexicon {
    pub(crate) language: Language,
    tables: Vec<String>,
    forms: Forms,
    /// For each form, where its entries begin and end.
    patterns: Vec<(u32, u32)>,
    entries: Vec<Entry>,
    verbs: Verbs,
    pub(crate) infinitive_endings: Vec<Vec<u8>>,
    pub(crate) gerund_endings: Vec<Vec<u8>>,
    pub(crate) adverb_endings: Vec<Vec<u8>>,
    lines: AhoCorasick,
    openers: Vec<Opener>,
    faults: Vec<Fault>,
}

/// What the beginning of a line says about it: a row of `outline.csv`.
#[derive(Clone, Debug)]
pub(crate) struct Opener {
    pub part: Part,
    pub value: String,
    pub origin: Origin,
}

/// The parts of a document that the beginning of a line can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Organ,
    Preamble,
    Furniture,
    Session,
    Agenda,
    Adopted,
    Sponsors,
    Annex,
    Footnote,
    Meeting,
    Vote,
    Bridge,
}

const PARTS: [(&str, Part); 12] = [
    ("organ", Part::Organ),
    ("preamble", Part::Preamble),
    ("furniture", Part::Furniture),
    ("session", Part::Session),
    ("agenda", Part::Agenda),
    ("adopted", Part::Adopted),
    ("sponsors", Part::Sponsors),
    ("annex", Part::Annex),
    ("footnote", Part::Footnote),
    ("meeting", Part::Meeting),
    ("vote", Part::Vote),
    ("bridge", Part::Bridge),
];

/// The tables of a language: name and columns, and the columns that they are sorted by.
pub(crate) const LANGUAGE_TABLES: [(&str, &[&str], &[usize]); 5] = [
    ("acts.csv", &["form", "act", "frame", "example", "counterexample", "note"], &[1, 0, 2]),
    ("actors.csv", &["form", "actor", "example", "counterexample", "note"], &[1, 0]),
    ("states.csv", &["form", "actor", "example", "counterexample", "note"], &[1, 0]),
    ("markers.csv", &["form", "role", "value", "example", "counterexample", "note"], &[1, 2, 0]),
    ("outline.csv", &["form", "part", "value", "example", "note"], &[1, 0]),
];

/// The tables that all languages share.
pub(crate) const SHARED_TABLES: [(&str, &[&str], &[usize]); 5] = [
    ("acts.csv", &["act", "kind", "force", "bearer", "gloss_en", "gloss_fr"], &[0]),
    ("actors.csv", &["actor", "kind", "part_of", "label_en", "label_fr"], &[0]),
    ("organs.csv", &["actor", "resolutions", "first_session", "president", "secretariat"], &[0]),
    ("states.csv", &["actor", "kind", "part_of", "label_en", "label_fr"], &[0]),
    ("words.csv", words::COLUMNS, &[0]),
];

/// What is wrong with a folder that was given as lexicons and is none.
const NO_TABLE: &str = "a folder without any table, expected shared/acts.csv, fr/acts.csv and their like; \
                        copy the folder lexicons/ of the project and change the copy";

macro_rules! embedded {
    ($folder:literal: $($name:literal),*) => {
        vec![$(($name, include_str!(concat!("../lexicons/", $folder, "/", $name)).into())),*]
    };
}

impl Lexicons {
    /// The lexicons that the program carries with it.
    ///
    /// # Panics
    ///
    /// Never in a released program: a test reads every table.
    pub fn embedded() -> Self {
        let sources = vec![
            Source {
                folder: "lexicons/shared".to_owned(),
                tables: embedded!("shared": "acts.csv", "actors.csv", "organs.csv", "states.csv", "words.csv"),
            },
            Source {
                folder: "lexicons/fr".to_owned(),
                tables: embedded!("fr": "acts.csv", "actors.csv", "states.csv", "markers.csv", "outline.csv"),
            },
            Source {
                folder: "lexicons/en".to_owned(),
                tables: embedded!("en": "acts.csv", "actors.csv", "states.csv", "markers.csv", "outline.csv"),
            },
        ];
        Lexicons::from_sources(sources)
    }

    /// The lexicons of a folder that is laid out as `lexicons/`; tables that are not there count as empty.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] where a table cannot be read, [`Error::Lexicons`] with every fault that was found.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let lexicons = Lexicons::read_faulty(folder)?;
        let faults = lexicons.faults();
        if faults.is_empty() { Ok(lexicons) } else { Err(Error::Lexicons(faults)) }
    }

    /// The lexicons of a folder, faulty rows left out: for those who mend them.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] where a table cannot be read.
    pub fn read_faulty(folder: &Path) -> Result<Self, Error> {
        let mut sources = Vec::new();
        let shared = ("shared", SHARED_TABLES.map(|(name, ..)| name).to_vec());
        let languages = Language::ALL.map(|l| (l.code(), LANGUAGE_TABLES.map(|(name, ..)| name).to_vec()));
        for (subfolder, names) in [shared].into_iter().chain(languages) {
            let mut tables = Vec::new();
            for name in names {
                let path = folder.join(subfolder).join(name);
                match fs::read_to_string(&path) {
                    Ok(text) => tables.push((name, text.into())),
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                    Err(source) => return Err(Error::Read { path, source }),
                }
            }
            sources.push(Source { folder: folder.join(subfolder).display().to_string(), tables });
        }
        if sources.iter().all(|source| source.tables.is_empty()) {
            let source = std::io::Error::new(std::io::ErrorKind::NotFound, NO_TABLE);
            return Err(Error::Read { path: folder.to_owned(), source });
        }
        Ok(Lexicons::from_sources(sources))
    }

    /// Lexicons without any word, with which nothing is read.
    pub fn empty() -> Self {
        let source = |folder: &str| Source { folder: folder.to_owned(), tables: Vec::new() };
        Lexicons::from_sources(["shared", "fr", "en"].map(source).into())
    }

    fn from_sources(sources: Vec<Source>) -> Self {
        let mut faults = Vec::new();
        let shared = &sources[0];
        let [acts_table, actors_table, organs_table, states_table, words_table] =
            SHARED_TABLES.map(|(name, columns, _)| shared.table(name, columns, &mut faults));
        let mut acts = IndexMap::new();
        read_acts(&acts_table, &mut acts, &mut faults);
        let mut actors = IndexMap::new();
        read_actors(&actors_table, &mut actors, &mut faults);
        read_actors(&states_table, &mut actors, &mut faults);
        let organs = read_organs(&organs_table, &actors, &mut faults);
        let words = Words::read(&words_table, &mut faults);
        Lexicons { acts, actors, organs, words, sources, faults, languages: Default::default() }
    }

    /// The lexicon of one language, compiled when it is first asked for.
    pub fn of(&self, language: Language) -> &Lexicon {
        let place = Language::ALL.iter().position(|&known| known == language).unwrap_or(0);
        self.languages[place].get_or_init(|| Compiler::new(self, language).compile(&self.sources[place + 1]))
    }

    /// Every fault in the tables of every language; none means that all rows were taken.
    pub fn faults(&self) -> Vec<Fault> {
        let languages = Language::ALL.into_iter().flat_map(|language| &self.of(language).faults);
        self.faults.iter().chain(languages).cloned().collect()
    }

    /// The tables as they were read: folder, name and text; the shared ones first, then language by language.
    pub(crate) fn tables(&self) -> impl Iterator<Item = (&str, &'static str, &str)> {
        self.sources
            .iter()
            .flat_map(|source| source.tables.iter().map(move |(name, text)| (source.folder.as_str(), *name, &**text)))
    }

    /// The rows of a language's tables, in the order of [`LANGUAGE_TABLES`]; what is no row is left out.
    pub(crate) fn rows(&self, language: Language) -> [Table; LANGUAGE_TABLES.len()] {
        let place = Language::ALL.iter().position(|&known| known == language).unwrap_or(0);
        let source = &self.sources[place + 1];
        LANGUAGE_TABLES.map(|(name, columns, _)| source.table(name, columns, &mut Vec::new()))
    }

    /// An act by its number.
    pub(crate) fn act(&self, id: ActId) -> &Act {
        &self.acts[usize::from(id.0)]
    }

    /// An actor by its number.
    pub(crate) fn actor(&self, id: ActorId) -> &Actor {
        &self.actors[usize::from(id.0)]
    }

    /// What is known of a body that adopts resolutions.
    pub(crate) fn organ(&self, id: ActorId) -> Option<&Organ> {
        self.organs.iter().find(|organ| organ.actor == id)
    }

    /// The number of an actor by its id.
    pub(crate) fn actor_id(&self, id: &str) -> Option<ActorId> {
        self.actors.get_index_of(id).map(|index| ActorId(index as u16))
    }

    /// The number of an act by its id.
    pub(crate) fn act_id(&self, id: &str) -> Option<ActId> {
        self.acts.get_index_of(id).map(|index| ActId(index as u16))
    }

    /// The name of an actor in a language, or its id where the tables give none.
    ///
    /// ```
    /// use exhorte::{Language, Lexicons};
    /// let lexicons = Lexicons::embedded();
    /// assert_eq!(lexicons.label("secretary-general", Language::Fr), "Secrétaire général");
    /// ```
    pub fn label<'l>(&'l self, actor: &'l str, language: Language) -> &'l str {
        self.actors.get(actor).map_or(actor, |actor| actor.label(language).as_ref())
    }

    /// What an act says of the organ, in a language, or its id where the tables give nothing.
    ///
    /// ```
    /// use exhorte::{Language, Lexicons};
    /// let lexicons = Lexicons::embedded();
    /// assert_eq!(lexicons.gloss("call_upon", Language::En), "calls upon");
    /// ```
    pub fn gloss<'l>(&'l self, act: &'l str, language: Language) -> &'l str {
        let glosses = self.acts.get(act).map_or(&[][..], |act| &act.glosses);
        glosses.iter().find(|(of, gloss)| *of == language && !gloss.is_empty()).map_or(act, |(_, gloss)| gloss)
    }

    /// A word of the user interface in a language, by its key in `lexicons/shared/words.csv`; where the table lacks it,
    /// that of the program's own table.
    ///
    /// ```
    /// use exhorte::{Language, Lexicons};
    /// let lexicons = Lexicons::embedded();
    /// assert_eq!(lexicons.word("column.deadline_date", Language::Fr), "Échéance");
    /// ```
    ///
    /// # Panics
    ///
    /// In debug builds, where the key is not among those that the program asks for, listed in `src/lexicon/words.rs`.
    pub fn word(&self, key: &str, language: Language) -> &str {
        self.words.get(key, language)
    }

    /// A number that tells these lexicons from all others, as 64 hexadecimal digits: a hash of every table.
    pub fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (_, name, text) in self.tables() {
            for part in [name, text] {
                hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
            }
        }
        hasher.finalize().to_hex().to_string()
    }

    /// An actor by its id.
    pub fn actor_by_id(&self, id: &str) -> Option<&Actor> {
        self.actors.get(id)
    }

    /// All acts, in the order of the table.
    pub fn acts(&self) -> impl Iterator<Item = &Act> {
        self.acts.values()
    }

    /// All actors, in the order of the tables.
    pub fn actors(&self) -> impl Iterator<Item = &Actor> {
        self.actors.values()
    }
}

impl Source {
    fn table(&self, name: &str, columns: &[&str], faults: &mut Vec<Fault>) -> Table {
        let text = self.tables.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
        Table::read(&format!("{}/{name}", self.folder), text, columns, faults)
    }
}

fn read_acts(table: &Table, acts: &mut IndexMap<String, Act>, faults: &mut Vec<Fault>) {
    for (line, row) in &table.rows {
        let kind = match &row[1] {
            "directive" => Kind::Directive,
            "decision" => Kind::Decision,
            "statement" => Kind::Statement,
            other => {
                let expected = "expected directive, decision or statement";
                faults.push(table.fault(*line, format!("kind `{other}`, {expected}")));
                continue;
            }
        };
        let Some(force) = row[2].parse().ok().filter(|force| *force <= 5) else {
            faults.push(table.fault(*line, format!("force `{}`, expected 0 to 5", &row[2])));
            continue;
        };
        let glosses = vec![(Language::En, row[4].into()), (Language::Fr, row[5].into())];
        let act = Act { id: row[0].into(), kind, force, binds_organ: &row[3] == "organ", glosses };
        if acts.insert(row[0].to_owned(), act).is_some() {
            faults.push(table.fault(*line, format!("act `{}` stands twice", &row[0])));
        }
    }
}

fn read_actors(table: &Table, actors: &mut IndexMap<String, Actor>, faults: &mut Vec<Fault>) {
    for (line, row) in &table.rows {
        let actor = Actor {
            id: row[0].into(),
            kind: row[1].to_owned(),
            part_of: row[2].to_owned(),
            labels: vec![(Language::En, row[3].into()), (Language::Fr, row[4].into())],
        };
        if !["group", "office", "organ", "state"].contains(&&row[1]) {
            let expected = "expected group, office, organ or state";
            faults.push(table.fault(*line, format!("kind `{}`, {expected}", &row[1])));
        }
        if actors.insert(row[0].to_owned(), actor).is_some() {
            faults.push(table.fault(*line, format!("actor `{}` stands twice", &row[0])));
        }
    }
}

fn read_organs(table: &Table, actors: &IndexMap<String, Actor>, faults: &mut Vec<Fault>) -> Vec<Organ> {
    let mut organs = Vec::new();
    for (line, row) in &table.rows {
        let mut actor = |cell: usize| match actors.get_index_of(&row[cell]) {
            Some(index) => Some(ActorId(index as u16)),
            None if row[cell].is_empty() => None,
            None => {
                faults.push(table.fault(*line, format!("actor `{}` is not in shared/", &row[cell])));
                None
            }
        };
        let (president, secretariat) = (actor(3), actor(4));
        let Some(actor) = actor(0) else { continue };
        let (resolutions, first_session) = (row[1].to_owned(), row[2].parse().ok());
        organs.push(Organ { actor, resolutions, first_session, president, secretariat });
    }
    organs
}

impl Lexicon {
    /// Every form but those of `outline.csv`.
    pub(crate) fn forms(&self) -> &Forms {
        &self.forms
    }

    /// The entries of a form.
    pub(crate) fn entries(&self, pattern: Pattern) -> &[Entry] {
        let (from, to) = self.patterns[pattern as usize];
        &self.entries[from as usize..to as usize]
    }

    /// What a line says by its beginning, which is given folded.
    pub(crate) fn opener(&self, head: &Folded) -> Option<&Opener> {
        let input = aho_corasick::Input::new(&head.key).anchored(aho_corasick::Anchored::Yes);
        self.lines.find(input).map(|found| &self.openers[found.pattern().as_usize()])
    }

    /// The token after the form by which a line says what it is.
    pub(crate) fn opener_end(&self, head: &Folded) -> Option<usize> {
        let input = aho_corasick::Input::new(&head.key).anchored(aho_corasick::Anchored::Yes);
        let end = self.lines.find(input)?.end();
        Some(head.tokens.partition_point(|token| (token.key as usize) < end))
    }

    pub(crate) fn verbs(&self) -> &Verbs {
        &self.verbs
    }

    /// Whether a particle stands before addressees who are to do something in some frame.
    pub(crate) fn addresses(&self, symbol: Symbol) -> bool {
        self.verbs.addresses(symbol)
    }

    /// Whether a particle opens clauses in some frame.
    pub(crate) fn opens_clause(&self, symbol: Symbol) -> bool {
        self.verbs.opens_clause(symbol)
    }

    /// How many forms there are.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether there is no form at all.
    pub fn is_empty(&self) -> bool {
        self.forms.len() == 0
    }

    /// One automaton over all forms, whole: what benchmarks compare the program with.
    #[doc(hidden)]
    pub fn bare_automaton(&self) -> AhoCorasick {
        automaton(self.forms.keys(), StartKind::Unanchored).expect("the forms of a lexicon fit an automaton")
    }

    /// Where an entry comes from, as `lexicons/fr/acts.csv:17`.
    pub fn place(&self, origin: Origin) -> String {
        format!("{}:{}", self.tables[usize::from(origin.table)], origin.line)
    }
}

/// Whether the words of the text bear accents and capitals where the form wants them.
///
/// A text with an accent where the form has none is another word (`invité` is not `invite`); a text without one may
/// have lost it in scanning, except in the shortest words (`a` is not `à`, `ou` is not `où`).
pub(crate) fn agrees(entry: &Entry, folded: &Folded, first: usize) -> bool {
    if entry.capital && !folded.tokens[first].capital {
        return false;
    }
    if folded.bare {
        return true;
    }
    let wanted = |token: usize| entry.accents >> token & 1 == 1;
    let found = |token: usize| folded.tokens[first + token];
    if entry.short {
        return found(0).accented == wanted(0) || found(0).capital && wanted(0);
    }
    (0..entry.tokens.min(64) as usize).all(|token| !found(token).accented || wanted(token))
}

/// Compiles the tables of one language.
struct Compiler<'l> {
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
    fn new(lexicons: &'l Lexicons, language: Language) -> Self {
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

    fn compile(mut self, source: &Source) -> Lexicon {
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
            self.folded.fold(&form, &[crate::Span { start: 0, end: form.len() }], &[]);
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
        self.folded.fold(form, &[crate::Span { start: 0, end: form.len() }], &[]);
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
