//! The columns of every table of records, defined here, once: names, types, what they hold, and where it comes from.

use std::borrow::Cow;
use std::sync::Arc;

use crate::Record;

/// What kind of value a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// Text, perhaps empty.
    Text,
    /// One of these words, or nothing.
    Word(&'static [&'static str]),
    /// A whole day in ISO 8601, or nothing.
    Day,
    /// Several texts.
    List,
    /// A whole number that is no smaller than the first and, if there is a second, no greater than that.
    Number(u64, Option<u64>),
    /// Yes or no.
    Flag,
}

macro_rules! columns {
    ($(#[doc = $about:literal] $column:ident: $type:expr, $name:literal;)*) => {
        /// The columns of every table of records, in their order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Column { $(#[doc = $about] $column,)* }

        impl Column {
            /// All columns in order.
            pub const ALL: &'static [Column] = &[$(Column::$column,)*];

            /// The column's name in every export.
            pub fn name(self) -> &'static str {
                match self { $(Column::$column => $name,)* }
            }

            /// What the column holds, as a phrase in English without a final stop.
            pub fn about(self) -> &'static str {
                match self { $(Column::$column => $about.trim_ascii(),)* }
            }

            /// What kind of value the column holds.
            pub fn value_type(self) -> ValueType {
                use ValueType::*;
                match self { $(Column::$column => $type,)* }
            }
        }
    };
}

columns! {
    /// Symbol, paragraph, clause and action, stable and safe in links: `A/80/L.57#OP32.1.2`
    Id: Text, "id";
    /// The symbol of the document, or its file name where the text gives none
    Document: Text, "document";
    /// The title of the document
    Title: Text, "title";
    /// The id of the organ that adopts the document
    Organ: Text, "organ";
    /// The session of the organ, a number or a year
    Session: Text, "session";
    /// The date of the document, that of adoption if it is known
    Date: Day, "date";
    /// The language that the document was read in, two letters
    Language: Text, "language";
    /// `operative`, or `annex-1` and so on
    Section: Text, "section";
    /// The label of the paragraph, as `3(a)(ii)`
    Paragraph: Text, "paragraph";
    /// Which verb of the paragraph it is, counted from 1
    Clause: Number(1, None), "clause";
    /// Which action of the verb it is, counted from 1
    ActionIndex: Number(1, None), "action_index";
    /// Whether the organ asks, decides or states
    Kind: Word(&["directive", "decision", "statement"]), "kind";
    /// What the verb does, an id of `lexicons/shared/acts.csv`
    Act: Text, "act";
    /// How strong the act is
    Force: Number(0, Some(5)), "force";
    /// The verb as it stands, link words left out
    Verb: Text, "verb";
    /// Whether it was asked before
    Reiterated: Flag, "reiterated";
    /// Who is asked, in the words of the text
    Addressee: Text, "addressee";
    /// Who is asked, or who decides: ids of `lexicons/shared/`
    Actors: List, "actors";
    /// The names of these, in the same order
    ActorNames: List, "actor_names";
    /// What is asked, as it stands
    Action: Text, "action";
    /// The head of the action
    ActionVerb: Text, "action_verb";
    /// With whom: ids
    Partners: List, "partners";
    /// To whom the result goes: ids
    Informed: List, "informed";
    /// Who is to act through the addressee: ids
    IndirectActors: List, "indirect_actors";
    /// Who bears a duty that a statement states: ids
    ImpliedActors: List, "implied_actors";
    /// By when, in normal form: `2031-06`, `session:84`, `P90D`
    Deadline: Text, "deadline";
    /// By when, in the words of the text
    DeadlineText: Text, "deadline_text";
    /// The last day that is in time, or the one on which the session opens, if it can be told
    DeadlineDate: Day, "deadline_date";
    /// How often, in normal form: `annual`, `P4Y` and the like
    Recurrence: Text, "recurrence";
    /// Phrases that limit the duty, as they stand
    Conditions: List, "conditions";
    /// Whether the addressee is to report
    Report: Flag, "report";
    /// The symbols of documents that the action names
    References: List, "references";
    /// Whether the verb stands with the ask or was taken from elsewhere
    VerbFrom: Word(&["own", "lead-in", "previous-verb"]), "verb_from";
    /// Whether the addressee stands with the ask or was taken from elsewhere
    AddresseeFrom: Word(&["own", "lead-in", "previous-verb", "organ"]), "addressee_from";
    /// Verb, addressee and action in one, with the lead-in of a sub-paragraph
    Sentence: Text, "sentence";
    /// The page on which it begins, counted from 1, where the document has pages
    Page: Number(1, None), "page";
    /// The first byte of it in the text of the document
    Start: Number(0, None), "start";
    /// The byte after the last
    End: Number(0, None), "end";
    /// Whether there is a doubt
    NeedsReview: Flag, "needs_review";
    /// The doubts, with reasons
    Notes: List, "notes";
}

/// What stands in a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'r> {
    /// Text, perhaps empty.
    Text(Cow<'r, str>),
    /// Several texts.
    List(Vec<&'r str>),
    /// A number.
    Number(u64),
    /// Yes or no.
    Flag(bool),
    /// Nothing is known.
    Nothing,
}

impl Record {
    /// What the record has in a column.
    pub fn value(&self, column: Column) -> Value<'_> {
        let text = |text| Value::Text(Cow::Borrowed(text));
        match column {
            Column::Id => text(&self.id),
            Column::Document => text(&self.source.document),
            Column::Title => text(&self.source.title),
            Column::Organ => text(&self.source.organ),
            Column::Session => text(&self.source.session),
            Column::Date => text(&self.source.date),
            Column::Language => text(&self.source.language),
            Column::Section => text(&self.section),
            Column::Paragraph => text(&self.paragraph),
            Column::Clause => Value::Number(self.clause.into()),
            Column::ActionIndex => Value::Number(self.action_index.into()),
            Column::Kind => text(self.kind.as_str()),
            Column::Act => text(&self.act),
            Column::Force => Value::Number(self.force.into()),
            Column::Verb => text(&self.verb),
            Column::Reiterated => Value::Flag(self.reiterated),
            Column::Addressee => text(&self.addressee),
            Column::Actors => ids(&self.actors),
            Column::ActorNames => ids(&self.actor_names),
            Column::Action => text(&self.action),
            Column::ActionVerb => text(&self.action_verb),
            Column::Partners => ids(&self.partners),
            Column::Informed => ids(&self.informed),
            Column::IndirectActors => ids(&self.indirect_actors),
            Column::ImpliedActors => ids(&self.implied_actors),
            Column::Deadline => text(&self.deadline),
            Column::DeadlineText => text(&self.deadline_text),
            Column::DeadlineDate => text(&self.deadline_date),
            Column::Recurrence => text(&self.recurrence),
            Column::Conditions => Value::List(self.conditions.iter().map(String::as_str).collect()),
            Column::Report => Value::Flag(self.report),
            Column::References => Value::List(self.references.iter().map(String::as_str).collect()),
            Column::VerbFrom => text(self.verb_from),
            Column::AddresseeFrom => text(self.addressee_from),
            Column::Sentence => text(&self.sentence),
            Column::Page => self.page.map_or(Value::Nothing, |page| Value::Number(page.into())),
            Column::Start => Value::Number(self.span.start as u64),
            Column::End => Value::Number(self.span.end as u64),
            Column::NeedsReview => Value::Flag(!self.notes.is_empty()),
            Column::Notes => Value::List(self.notes.iter().map(String::as_str).collect()),
        }
    }
}

fn ids(values: &[Arc<str>]) -> Value<'_> {
    Value::List(values.iter().map(AsRef::as_ref).collect())
}
