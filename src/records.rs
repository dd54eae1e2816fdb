//! Assembling: clauses become records.

use std::borrow::Cow;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use serde::Serialize;

use crate::actors::{Identified, Known, Preamble};
use crate::clauses::{self, Action, Clause, Inherited, Mention, Provenance, Reader, Who};
use crate::hits::Finder;
use crate::lexicon::{Kind, Lexicons, Origin, Reference};
use crate::outline::{Facts, Outline, Paragraph, Section};
use crate::symbol::symbols;
use crate::times::Time;
use crate::{Column, Document, Language, Note, NoteKind, Pages, Span};

/// Everything that one document gave.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// The asks, decisions and statements, in text order.
    pub records: Vec<Record>,
    /// The doubts, in text order.
    pub notes: Vec<Note>,
    /// The text of the document, which all spans are ranges of.
    pub text: Arc<str>,
    /// What the masthead says.
    pub source: Arc<Source>,
    /// The operative paragraphs and their sub-paragraphs, in text order.
    pub operative: Vec<Paragraph>,
    /// How many numbered paragraphs there are, sub-paragraphs not counted.
    pub paragraphs: usize,
    /// How many times somebody is addressed, by a name that the lexicon knows or not.
    pub addressees: usize,
}

/// A document, as its records name it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its symbol, or the file name where no symbol is known.
    pub document: String,
    /// Its title, or nothing.
    pub title: String,
    /// The id of the organ that adopts it, or nothing.
    pub organ: String,
    /// The session: a number, a year, or nothing.
    pub session: String,
    /// The date in ISO 8601, of adoption if it is known, or nothing.
    pub date: String,
    /// The language that it was read in.
    pub language: String,
    /// The agenda item as the masthead words it.
    pub agenda: String,
    /// The sponsors of a draft, as the masthead names them.
    pub sponsors: String,
}

/// One ask, decision or statement: one operative verb, one group of addressees, one action.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The document.
    pub source: Arc<Source>,
    /// Stable and safe in links: `A/C.3/80/L.4#OP32.1.2`.
    pub id: String,
    /// `operative`, or `annex-1`, `annex-2`, ….
    pub section: Cow<'static, str>,
    /// The part of a text that repeats its numbers, or nothing.
    pub part: String,
    /// `32`, `3(a)`, `3(a)(ii)`.
    pub paragraph: String,
    /// Which verb of the paragraph, from 1.
    pub clause: u32,
    /// Which action of the verb, from 1.
    pub action_index: u32,
    /// Whether it asks, decides or states.
    pub kind: Kind,
    /// What the verb does: an id of `lexicons/shared/acts.csv`.
    pub act: Arc<str>,
    /// How strong the act is, 0 to 5.
    pub force: u8,
    /// The verb as it stands, link words left out.
    pub verb: String,
    /// Whether the ask was made before.
    pub reiterated: bool,
    /// The addressees' noun phrase as it stands.
    pub addressee: String,
    /// Who is asked, or who decides: ids.
    pub actors: Vec<Arc<str>>,
    /// The same by name.
    pub actor_names: Vec<Arc<str>>,
    /// What is asked, as it stands.
    pub action: String,
    /// The head of the action.
    pub action_verb: String,
    /// With whom: ids.
    pub partners: Vec<Arc<str>>,
    /// To whom the result goes: ids.
    pub informed: Vec<Arc<str>>,
    /// Who is to act through the addressee: ids.
    pub indirect_actors: Vec<Arc<str>>,
    /// Who carries a duty that a statement states: ids.
    pub implied_actors: Vec<Arc<str>>,
    /// `2029-12`, `session:82`, `P30D`, or nothing.
    pub deadline: String,
    /// Its words.
    pub deadline_text: String,
    /// The last day, where it can be known, in ISO 8601.
    pub deadline_date: String,
    /// `annual`, `P4Y`, or nothing.
    pub recurrence: String,
    /// Phrases that limit the duty, as they stand.
    pub conditions: Vec<String>,
    /// Whether a report is due.
    pub report: bool,
    /// Symbols of the documents that the ask names.
    pub references: Vec<String>,
    /// Where the verb was taken from: `own`, `lead-in` or `previous-verb`.
    pub verb_from: &'static str,
    /// Where the addressee was taken from: `own`, `lead-in`, `previous-verb` or `organ`; nothing where there is none.
    pub addressee_from: &'static str,
    /// The ask as a sentence that can be read alone.
    pub sentence: String,
    /// The page on which it begins, from 1, where the document has pages.
    pub page: Option<u32>,
    /// Where it stands in the document.
    pub span: Span,
    /// Doubts, with reasons.
    pub notes: Vec<String>,
    /// Which words and which row of the lexicon gave each field.
    pub traces: Vec<Trace>,
}

/// Where a field of a record comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The field.
    pub column: Column,
    /// Its words in the document.
    pub span: Span,
    /// The row that read them, if a row did.
    pub origin: Option<Origin>,
}

impl Record {
    /// The part of the id that names the paragraph, the same in all versions of a text: `3(a)(ii)` of the first annex is
    /// `annex-1.OP3(a)(ii)`.
    pub(crate) fn place(&self) -> &str {
        let fragment = self.id.rsplit_once('#').map_or(&*self.id, |(_, fragment)| fragment);
        fragment.rsplitn(3, '.').last().unwrap_or(fragment)
    }
}

impl Extraction {
    /// Names the actors in a language.
    pub fn label(&mut self, lexicons: &Lexicons, language: Language) {
        for record in &mut self.records {
            record.actor_names = record.actors.iter().map(|id| lexicons.label(id, language).into()).collect();
        }
    }
}

/// What the records of a document have in common, from its masthead.
fn source(lexicons: &Lexicons, document: &Document, facts: &Facts) -> Source {
    let organ = facts.organ.map_or(String::new(), |organ| lexicons.actor(organ).id.to_string());
    let prefix = facts.organ.and_then(|organ| lexicons.organ(organ)).map_or("", |organ| organ.resolutions.as_str());
    let symbol = match (facts.symbol.as_str(), facts.resolution()) {
        ("", "") => document.name.clone(),
        ("", number) if !prefix.is_empty() => format!("{prefix}{number}"),
        ("", _) => document.name.clone(),
        (symbol, _) => symbol.to_owned(),
    };
    Source {
        document: symbol,
        title: facts.title.clone(),
        organ,
        session: facts.session.clone(),
        date: facts.date.clone(),
        language: document.language.code().to_owned(),
        agenda: facts.agenda.clone(),
        sponsors: facts.sponsors.clone(),
    }
}

/// A clause whose actions are sub-paragraphs: what they take from it.
#[derive(Clone, Debug)]
struct LeadIn {
    depth: usize,
    inherited: Inherited,
    record: Record,
    /// How many records there were when it had given its own, if that only says *faire ce qui suit*: it gives way to
    /// those of its sub-paragraphs.
    provisional: Option<usize>,
}

/// Turns the clauses of one paragraph after the other into records.
pub(crate) struct Assembler<'l, 'd> {
    lexicons: &'l Lexicons,
    /// The document as ids name it: its symbol without spaces.
    document: String,
    pages: &'d Pages,
    extraction: Extraction,
    known: Known<'l, 'd>,
    lead_ins: Vec<LeadIn>,
    /// How many clauses the paragraph has so far, and how many the last numbered one had.
    reached: u32,
    reached_above: u32,
}

impl<'l, 'd> Assembler<'l, 'd> {
    pub fn new(lexicons: &'l Lexicons, document: &'d Document, outline: &mut Outline, finder: Finder<'l, 'd>) -> Self {
        let preamble = Preamble { finder, paragraphs: std::mem::take(&mut outline.preamble) };
        let source = Arc::new(source(lexicons, document, &outline.facts));
        let notes = document.notes.iter().chain(&outline.notes).cloned().collect();
        Assembler {
            lexicons,
            document: source.document.chars().map(|c| if c.is_whitespace() { '-' } else { c }).collect(),
            pages: &document.pages,
            extraction: Extraction { notes, text: document.text.clone(), source, ..Extraction::default() },
            known: Known::new(outline.facts.organ, preamble),
            lead_ins: Vec::new(),
            reached: 0,
            reached_above: 0,
        }
    }

    /// Begins a paragraph: lead-ins that do not lead to it are forgotten.
    pub fn enter(&mut self, reader: &Reader<'_, '_>, paragraph: &Paragraph) {
        self.known.read(reader);
        self.extraction.paragraphs += usize::from(paragraph.depth == 0 && !paragraph.closing);
        self.lead_ins.retain(|lead_in| lead_in.depth < paragraph.depth);
        // What follows a list goes on with the paragraph that the list stands in.
        self.reached = if paragraph.closing { self.reached_above } else { 0 };
    }

    /// What a sub-paragraph takes from the lead-in that it stands under.
    pub fn lead_in(&self, paragraph: &Paragraph) -> Option<Inherited> {
        let above = self.lead_ins.iter().rev().find(|lead_in| lead_in.depth < paragraph.depth);
        above.map(|lead_in| lead_in.inherited)
    }

    /// Everything that was read.
    pub fn finish(mut self, operative: Vec<Paragraph>) -> Extraction {
        self.extraction.operative = operative;
        if self.extraction.records.is_empty() {
            let nothing = Note {
                kind: NoteKind::NoResolution,
                paragraph: String::new(),
                words: String::new(),
                span: Span::default(),
            };
            self.extraction.notes.push(nothing);
        }
        self.extraction
    }

    /// Takes the clauses of a paragraph.
    pub fn clauses(&mut self, reader: &Reader<'_, '_>, paragraph: &Paragraph, clauses: &[Clause<'_>]) {
        if clauses.is_empty() && paragraph.depth == 0 && !paragraph.closing {
            let words = reader.folded.text(0, reader.len().min(12));
            self.note(NoteKind::UnknownVerb, paragraph, words, reader.folded.span(0, reader.len()));
        }
        for clause in clauses {
            let record = self.template(reader, paragraph, clause);
            if clause.leads_in {
                let mut record = record.clone();
                record.sentence = shortened(reader.folded.text(clause.words.start, clause.words.end));
                self.keep_lead_in(paragraph, clause, record);
                if clause.actions.is_empty() {
                    continue;
                }
            }
            if clause.actions.is_empty() {
                let mut record = record;
                record.sentence = reader.folded.text(clause.words.start, clause.words.end).to_owned();
                self.place(reader, paragraph, &mut record, clause.words.clone());
                self.extraction.records.push(record);
                continue;
            }
            let templates = std::iter::repeat_n(record, clause.actions.len());
            let provisional =
                clause.leads_in && clause.actions.len() == 1 && clauses::is_shell(reader, &clause.actions[0]);
            for (place, (action, mut record)) in clause.actions.iter().zip(templates).enumerate() {
                record.action_index = place as u32 + 1;
                if place == 0 {
                    record.partners = self.ids(reader, &mut record, Column::Partners, &clause.partners);
                }
                self.action(reader, &mut record, action);
                record.sentence = sentence(reader, clause, action);
                self.place(reader, paragraph, &mut record, clause.words.start..action.words.end);
                self.extraction.records.push(record);
            }
            if let Some(lead_in) = self.lead_ins.last_mut().filter(|_| provisional) {
                lead_in.provisional = Some(self.extraction.records.len());
            }
        }
    }

    /// Takes the actions of a sub-paragraph, whose verb stands in the lead-in.
    pub fn items(&mut self, reader: &Reader<'_, '_>, paragraph: &Paragraph, actions: &[Action]) {
        let above = self.lead_ins.iter().rev().find(|lead_in| lead_in.depth < paragraph.depth);
        let Some(lead_in) = above.cloned().filter(|lead_in| lead_in.record.kind != Kind::Statement) else { return };
        if actions.is_empty() {
            return;
        }
        if lead_in.provisional == Some(self.extraction.records.len()) {
            self.extraction.records.pop();
        }
        self.lead_ins.iter_mut().for_each(|lead_in| lead_in.provisional = None);
        let clause = self.next_clause(paragraph);
        for (place, action) in actions.iter().enumerate() {
            let mut record = lead_in.record.clone();
            record.clause = clause;
            record.action_index = place as u32 + 1;
            record.verb_from = "lead-in";
            if !record.addressee_from.is_empty() && record.addressee_from != "organ" {
                record.addressee_from = "lead-in";
            }
            self.action(reader, &mut record, action);
            let own = reader.folded.text(own_start(reader, action, 0), action.words.end);
            record.sentence = format!("{} {own}", lead_in.record.sentence);
            self.place(reader, paragraph, &mut record, action.words.clone());
            self.extraction.records.push(record);
        }
        if let Some(action) = actions.last().filter(|_| paragraph.leads_in) {
            let mut record = lead_in.record.clone();
            let own = reader.folded.text(action.words.start, action.words.end);
            record.sentence = shortened(&format!("{} {own}", record.sentence));
            let inherited = lead_in.inherited;
            self.lead_ins.push(LeadIn { depth: paragraph.depth, inherited, record, provisional: None });
        }
    }

    /// Adds a doubt about a whole paragraph.
    fn note(&mut self, kind: NoteKind, paragraph: &Paragraph, words: &str, span: Span) {
        let words = words.chars().take(160).collect();
        self.extraction.notes.push(Note { kind, paragraph: paragraph.label.clone(), words, span });
    }

    fn keep_lead_in(&mut self, paragraph: &Paragraph, clause: &Clause<'_>, record: Record) {
        let tail = clause.row.frame.tail;
        let kind = record.kind;
        let inherited = Inherited { tail, kind, complementizer: clause.complementizer };
        self.lead_ins.push(LeadIn { depth: paragraph.depth, inherited, record, provisional: None });
    }

    /// The number of the next clause in a paragraph, which may go on after a list.
    fn next_clause(&mut self, paragraph: &Paragraph) -> u32 {
        self.reached += 1;
        if paragraph.depth == 0 {
            self.reached_above = self.reached;
        }
        self.reached
    }

    /// What all records of a clause have in common.
    fn template(&mut self, reader: &Reader<'_, '_>, paragraph: &Paragraph, clause: &Clause<'_>) -> Record {
        let act = self.lexicons.act(clause.row.act);
        let mut record = Record {
            source: self.extraction.source.clone(),
            id: String::new(),
            section: Cow::Borrowed("operative"),
            part: String::new(),
            paragraph: String::new(),
            clause: self.next_clause(paragraph),
            action_index: 1,
            kind: act.kind,
            act: act.id.clone(),
            force: act.force,
            verb: words(reader, &clause.verb),
            reiterated: clause.reiterated,
            addressee: String::new(),
            actors: Vec::new(),
            actor_names: Vec::new(),
            action: String::new(),
            action_verb: String::new(),
            partners: Vec::new(),
            informed: Vec::new(),
            indirect_actors: Vec::new(),
            implied_actors: Vec::new(),
            deadline: String::new(),
            deadline_text: String::new(),
            deadline_date: String::new(),
            recurrence: String::new(),
            conditions: Vec::new(),
            report: false,
            references: Vec::new(),
            verb_from: provenance(clause.verb_from),
            addressee_from: "",
            sentence: String::new(),
            page: None,
            span: Span::default(),
            notes: Vec::new(),
            traces: Vec::with_capacity(8),
        };
        if let (Some(first), Some(last)) = (clause.verb.first(), clause.verb.last()) {
            self.trace(reader, &mut record, Column::Act, first.start..last.end, Some(clause.row.origin));
        }
        self.addressee(reader, &mut record, paragraph, clause);
        record.implied_actors = self.ids(reader, &mut record, Column::ImpliedActors, &clause.implied);
        if let Some(organ) = self.known.organ.filter(|_| act.binds_organ) {
            extend(&mut record.implied_actors, vec![self.lexicons.actor(organ).id.clone()]);
        }
        self.remember(reader, clause);
        record
    }

    /// Whom a pronoun in the next clause means, if this one addresses nobody: the first who is named.
    fn remember(&mut self, reader: &Reader<'_, '_>, clause: &Clause<'_>) {
        if !clause.people.is_empty() {
            return;
        }
        if let Some(mention) = clauses::first_named(reader, clause.words.clone()) {
            let found = self.known.identify(self.lexicons, reader, &mention);
            if !found.ids.is_empty() {
                self.known.addressed = found.ids;
            }
        }
    }

    fn addressee(&mut self, reader: &Reader<'_, '_>, record: &mut Record, paragraph: &Paragraph, clause: &Clause<'_>) {
        if record.kind == Kind::Statement {
            return;
        }
        let named = !clause.addressee.is_empty();
        if named {
            record.addressee = reader.folded.text(clause.addressee.start, clause.addressee.end).to_owned();
            record.addressee_from = provenance(clause.addressee_from);
        } else if record.kind == Kind::Decision {
            record.addressee_from = "organ";
            if let Some(organ) = self.known.organ {
                record.actors.push(self.lexicons.actor(organ).id.clone());
            }
        }
        self.extraction.addressees += clause.people.len();
        let mut addressed = Vec::new();
        for mention in &clause.people {
            // *les membres …, en particulier ceux qui …*: they are among those just named.
            if matches!(mention.who, Who::Known(Reference::Earlier, _)) && !addressed.is_empty() {
                continue;
            }
            let found = self.identify(reader, record, paragraph, Column::Actors, mention);
            for id in found.ids {
                if !addressed.contains(&id) {
                    addressed.push(id);
                    record.actors.push(self.lexicons.actor(id).id.clone());
                }
            }
        }
        if !named && clause.people.is_empty() && record.kind == Kind::Directive && clause.row.frame.addressed {
            self.doubt(reader, record, paragraph, NoteKind::NoAddressee, clause.words.clone());
        }
        if named && clause.people.is_empty() {
            self.extraction.addressees += 1;
            self.doubt(reader, record, paragraph, NoteKind::UnlistedActor, clause.addressee.clone());
        }
        let language = reader.lexicon.language;
        let own = self.known.organ.filter(|_| record.addressee_from == "organ");
        let labels = own.iter().chain(&addressed).map(|id| self.lexicons.actor(*id).label(language).clone());
        record.actor_names = labels.collect();
        // A pronoun after somebody whom no row knows means nobody else.
        if record.kind == Kind::Directive && (named || !addressed.is_empty()) {
            self.known.addressed = addressed;
        }
    }

    /// Fills in what belongs to one action.
    fn action(&mut self, reader: &Reader<'_, '_>, record: &mut Record, action: &Action) {
        record.action = reader.folded.text(action.words.start, action.words.end).to_owned();
        if !action.head.is_empty() {
            record.action_verb = head(reader, action);
        }
        let more = self.ids(reader, record, Column::Partners, &action.partners);
        extend(&mut record.partners, more);
        record.informed = self.ids(reader, record, Column::Informed, &action.informed);
        record.indirect_actors = self.ids(reader, record, Column::IndirectActors, &action.indirect);
        for condition in &action.conditions {
            record.conditions.push(reader.folded.text(condition.start, condition.end).to_owned());
            self.trace(reader, record, Column::Conditions, condition.clone(), None);
        }
        if let Some((recurrence, origin)) = &action.recurrence {
            record.recurrence = recurrence.clone();
            self.trace(reader, record, Column::Recurrence, action.words.clone(), Some(*origin));
        }
        record.report = action.report;
        if let Some(deadline) = &action.deadline {
            let past = matches!(deadline.time, Time::Date { .. }) && deadline.time.normal() < year(&record.source.date);
            if !past {
                record.deadline = deadline.time.normal();
                record.deadline_text = reader.folded.text(deadline.words.start, deadline.words.end).to_owned();
                record.deadline_date = self.date(record, deadline.time);
                self.trace(reader, record, Column::Deadline, deadline.words.clone(), deadline.origin);
            }
        }
        if record.action.contains('/') {
            record.references = symbols(&record.action).into_iter().map(str::to_owned).collect();
        }
        self.trace(reader, record, Column::Action, action.words.clone(), None);
    }

    /// The last day on which something is due, as far as it can be known.
    fn date(&self, record: &Record, time: Time) -> String {
        let first = self.known.organ.and_then(|organ| self.lexicons.organ(organ)).and_then(|organ| organ.first_session);
        time.last_day(&record.source.date, first).map_or(String::new(), |date| date.to_string())
    }

    /// Fills in where the record stands.
    fn place(&mut self, reader: &Reader<'_, '_>, paragraph: &Paragraph, record: &mut Record, words: Range<usize>) {
        record.section = match paragraph.section {
            Section::Operative => Cow::Borrowed("operative"),
            Section::Annex(number) => Cow::Owned(format!("annex-{number}")),
        };
        record.part.clone_from(&paragraph.part);
        record.paragraph.clone_from(&paragraph.label);
        record.span = reader.folded.span(words.start, words.end);
        record.page = self.pages.at(record.span.start);
        record.id = self.id(record, paragraph);
    }

    /// `A/C.3/80/L.4#OP32.1.2`: symbol, paragraph, clause, action.
    fn id(&self, record: &Record, paragraph: &Paragraph) -> String {
        let mut id = String::with_capacity(self.document.len() + paragraph.part.len() + paragraph.label.len() + 24);
        id.push_str(&self.document);
        id.push('#');
        paragraph.write_anchor(&mut id);
        // Writing to a string cannot fail.
        let _ = write!(id, ".{}.{}", record.clause, record.action_index);
        id
    }

    /// The ids of people, each once.
    fn ids(
        &mut self,
        reader: &Reader<'_, '_>,
        record: &mut Record,
        column: Column,
        people: &[Mention],
    ) -> Vec<Arc<str>> {
        let mut ids = Vec::new();
        for mention in people {
            let found = self.known.identify(self.lexicons, reader, mention);
            let known = found.ids.iter().map(|id| self.lexicons.actor(*id).id.clone()).collect();
            extend(&mut ids, known);
            if !found.ids.is_empty() {
                self.trace(reader, record, column, mention.words.clone(), origin(mention));
            }
        }
        ids
    }

    fn identify(
        &mut self,
        reader: &Reader<'_, '_>,
        record: &mut Record,
        paragraph: &Paragraph,
        column: Column,
        mention: &Mention,
    ) -> Identified {
        let found = self.known.identify(self.lexicons, reader, mention);
        self.trace(reader, record, column, mention.words.clone(), origin(mention));
        if let Some(kind) = found.doubt {
            self.doubt(reader, record, paragraph, kind, mention.words.clone());
        }
        found
    }

    fn doubt(
        &mut self,
        reader: &Reader<'_, '_>,
        record: &mut Record,
        paragraph: &Paragraph,
        kind: NoteKind,
        words: Range<usize>,
    ) {
        let span = reader.folded.span(words.start, words.end);
        let words = reader.folded.text(words.start, words.end).to_owned();
        let note = Note { kind, paragraph: paragraph.label.clone(), words, span };
        record.notes.push(note.message());
        self.extraction.notes.push(note);
    }

    fn trace(
        &self,
        reader: &Reader<'_, '_>,
        record: &mut Record,
        column: Column,
        words: Range<usize>,
        origin: Option<Origin>,
    ) {
        record.traces.push(Trace { column, span: reader.folded.span(words.start, words.end), origin });
    }
}

fn origin(mention: &Mention) -> Option<Origin> {
    match mention.who {
        Who::Known(_, origin) => Some(origin),
        Who::Unlisted => None,
    }
}

fn provenance(from: Provenance) -> &'static str {
    match from {
        Provenance::Own => "own",
        Provenance::PreviousVerb => "previous-verb",
        Provenance::Organ => "organ",
    }
}

fn extend(ids: &mut Vec<Arc<str>>, more: Vec<Arc<str>>) {
    for id in more {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
}

fn words(reader: &Reader<'_, '_>, ranges: &[Range<usize>]) -> String {
    let mut text = String::new();
    for range in ranges {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(reader.folded.text(range.start, range.end));
    }
    text
}

/// The head of an action, with the apostrophe pronoun before it: *s'acquitter*.
fn head(reader: &Reader<'_, '_>, action: &Action) -> String {
    let start = match action.head.start.checked_sub(1) {
        Some(before)
            if action.words.start <= before && reader.folded.text(before, before + 1).ends_with(['\'', '\u{2019}']) =>
        {
            before
        }
        _ => action.head.start,
    };
    reader.folded.text(start, action.head.end).to_owned()
}

/// The verb, its addressee and one action, with the complementizer that stands before it, as one sentence.
fn sentence(reader: &Reader<'_, '_>, clause: &Clause<'_>, action: &Action) -> String {
    let own = |action: &Action| own_start(reader, action, clause.words.start);
    let text = |from: usize, to: usize| reader.folded.text(from, to);
    // An action that is shared with the next verb stands behind that.
    let first = clause.actions.first().map_or(action.words.start, own).min(clause.words.end);
    let lead = text(clause.words.start, first);
    let gap = if lead.ends_with(['\'', '\u{2019}']) { "" } else { " " };
    format!("{lead}{gap}{}", text(own(action).max(first), action.words.end))
}

/// Where an action begins with its complementizer.
fn own_start(reader: &Reader<'_, '_>, action: &Action, limit: usize) -> usize {
    let before = reader.previous(action.words.start).filter(|before| limit <= *before);
    before.filter(|before| reader.particle(*before).is_some()).unwrap_or(action.words.start)
}

/// How long the words of a lead-in may be that every sub-paragraph repeats.
const LEAD_IN: usize = 1200;

fn shortened(text: &str) -> String {
    text.char_indices().nth(LEAD_IN).map_or(text, |(end, _)| &text[..end]).to_owned()
}

/// The year of a date, for comparison with normalised deadlines.
fn year(date: &str) -> String {
    date.get(..4).unwrap_or("").to_owned()
}
