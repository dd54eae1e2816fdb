//! Lexicons: the words of a language, and what they mean to the grammar.
//!
//! Tables under `lexicons/` are compiled into one automaton per language; every entry knows the table and the line
//! that it came from. See `lexicons/README.md` for the tables themselves.

mod called;
mod compiler;
pub(crate) mod form;
mod forms;
pub(crate) mod frame;
mod marker;
mod shared;
mod source;
pub(crate) mod table;
mod verbs;
pub(crate) mod words;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use aho_corasick::{AhoCorasick, StartKind};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use indexmap::IndexMap;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::folded::Folded;
use crate::{Error, Fault, Language};
use compiler::Compiler;
use forms::{Forms, Pattern, automaton};
use frame::Frame;
use source::Source;
use table::Table;
use verbs::Verbs;
use words::Words;

pub use called::Called;
pub use frame::Tail;
pub use marker::Role;
pub(crate) use marker::RoleSet;
pub(crate) use source::{LANGUAGE_TABLES, SHARED_TABLES};
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
    OperativeLabel,
    PreambularLabel,
}

const PARTS: [(&str, Part); 14] = [
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
    ("operative-label", Part::OperativeLabel),
    ("preamble-label", Part::PreambularLabel),
];

impl Lexicons {
    /// The lexicons that the program carries with it.
    ///
    /// # Panics
    ///
    /// Never in a released program: a test reads every table.
    pub fn embedded() -> Self {
        Lexicons::from_sources(Source::embedded())
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
        Ok(Lexicons::from_sources(Source::read(folder)?))
    }

    /// Lexicons without any word, with which nothing is read.
    pub fn empty() -> Self {
        Lexicons::from_sources(Source::empty())
    }

    fn from_sources(sources: Vec<Source>) -> Self {
        let mut faults = Vec::new();
        let [acts_table, actors_table, organs_table, states_table, words_table] =
            SHARED_TABLES.map(|(name, columns, _)| sources[0].table(name, columns, &mut faults));
        let mut acts = IndexMap::new();
        shared::acts(&acts_table, &mut acts, &mut faults);
        let mut actors = IndexMap::new();
        shared::actors(&actors_table, &mut actors, &mut faults);
        shared::actors(&states_table, &mut actors, &mut faults);
        let organs = shared::organs(&organs_table, &actors, &mut faults);
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

    /// What tells these lexicons from all others: the SHA-256 of every table as base64 that is safe in names (RFC 4648),
    /// 43 characters.
    pub fn fingerprint(&self) -> String {
        let mut hasher = Sha256::new();
        for (_, name, text) in self.tables() {
            for part in [name, text] {
                hasher.update((part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        }
        BASE64_URL_SAFE_NO_PAD.encode(hasher.finalize())
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
