//! Who is involved in an ask, and how.

use crate::export::{Field, Listing, Results};
use crate::{Column, Lexicons, Record, Value, ValueType};

/// How somebody is involved in an ask, a decision or a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Involvement {
    /// It is addressed to them, or they decide.
    Addressed,
    /// It is to be done with them.
    Partner,
    /// They get the result.
    Informed,
    /// They are to act through the addressee.
    Indirect,
    /// They bear a duty that is stated.
    Implied,
}

impl Involvement {
    /// All ways, the closest first.
    pub const ALL: [Involvement; 5] = [
        Involvement::Addressed,
        Involvement::Partner,
        Involvement::Informed,
        Involvement::Indirect,
        Involvement::Implied,
    ];

    /// Its name in results; that for people is the word `role.` and this.
    pub fn as_str(self) -> &'static str {
        match self {
            Involvement::Addressed => "addressed",
            Involvement::Partner => "partner",
            Involvement::Informed => "informed",
            Involvement::Indirect => "indirect",
            Involvement::Implied => "implied",
        }
    }
}

/// Somebody who is involved in a record.
#[derive(Clone, Copy, Debug)]
pub struct Involved<'r> {
    /// The record.
    pub record: &'r Record,
    /// The id, or nothing where no row of the lexicons knows who is addressed.
    pub actor: &'r str,
    /// How.
    pub role: Involvement,
}

impl<'r> Involved<'r> {
    /// The words for somebody whom no row of the lexicons knows, and nothing for everybody else.
    pub fn words(&self) -> &'r str {
        if self.actor.is_empty() { &self.record.addressee } else { "" }
    }
}

impl Record {
    /// Everybody who is involved, role by role; an addressee whom no row of the lexicons knows has no id.
    ///
    /// ```
    /// use exhorte::{Document, Involvement, Language, Lexicons, extract};
    /// let text = "L'Assemblée générale,\n\n1. Prie le Secrétaire général de lui faire rapport.";
    /// let extraction = extract(&Lexicons::embedded(), &Document::new("draft.txt", text, Language::Fr));
    /// let involved: Vec<_> = extraction.records[0].involved().map(|one| (one.actor, one.role)).collect();
    /// assert_eq!(
    ///     involved,
    ///     [("secretary-general", Involvement::Addressed), ("general-assembly", Involvement::Informed)],
    /// );
    /// ```
    pub fn involved(&self) -> impl Iterator<Item = Involved<'_>> {
        let ids = [&self.actors, &self.partners, &self.informed, &self.indirect_actors, &self.implied_actors];
        let known = Involvement::ALL.into_iter().zip(ids);
        let known =
            known.flat_map(move |(role, ids)| ids.iter().map(move |id| Involved { record: self, actor: id, role }));
        let unlisted = self.actors.is_empty() && !self.addressee.is_empty();
        let unlisted = unlisted.then_some(Involved { record: self, actor: "", role: Involvement::Addressed });
        unlisted.into_iter().chain(known)
    }
}

/// What a listing of people and asks takes from the record, and in which order; the actor stands before the rest.
const LISTED: [Column; 15] = [
    Column::Document,
    Column::Date,
    Column::Paragraph,
    Column::Kind,
    Column::Act,
    Column::Force,
    Column::Verb,
    Column::Action,
    Column::Deadline,
    Column::DeadlineText,
    Column::DeadlineDate,
    Column::Recurrence,
    Column::Report,
    Column::Sentence,
    Column::Id,
];

impl Involved<'_> {
    /// A table of people and asks, one row for each pair, ready for pivot tables.
    pub fn listing<'r>(results: &Results<'r>, involved: impl Iterator<Item = Involved<'r>>) -> Listing<'r> {
        let (lexicons, language) = (results.lexicons, results.language);
        let field = |name: &'static str, key: &str, value_type| {
            let heading = lexicons.word(key, language).into();
            Field { name: name.into(), heading, value_type }
        };
        let mut columns = vec![
            field("actor", "heading.actor-id", ValueType::Text),
            field("name", "heading.actor", ValueType::Text),
            field("actor_kind", "heading.actor-kind", ValueType::Text),
            field("role", "heading.role", ValueType::Text),
        ];
        for column in LISTED {
            columns.push(field(column.name(), &format!("column.{}", column.name()), column.value_type()));
        }
        let rows = involved.map(|one| {
            let name = if one.actor.is_empty() { one.words() } else { lexicons.label(one.actor, language) };
            let kind = lexicons.actor_by_id(one.actor).map_or("", |actor| &actor.kind);
            let actor = [one.actor, name, kind, one.role.as_str()].map(|text| Value::Text(text.into()));
            actor.into_iter().chain(LISTED.map(|column| one.record.value(column))).collect()
        });
        Listing { columns, rows: rows.collect() }
    }
}

/// Which asks, and whose, are looked at; without any limit all are.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only actors of these kinds: `group`, `office`, `organ`, `state`.
    pub kinds: Vec<String>,
    /// Only actors with these ids.
    pub actors: Vec<String>,
    /// Only directives.
    pub directives: bool,
    /// Only acts that are at least so strong, 0 to 5.
    pub min_force: u8,
}

impl Selection {
    /// Everybody who is involved in a record, as far as they are looked at.
    pub fn of<'r>(&self, lexicons: &Lexicons, record: &'r Record) -> impl Iterator<Item = Involved<'r>> {
        let asked = !self.directives || record.kind == crate::Kind::Directive;
        let looked_at = asked && self.min_force <= record.force;
        let of_kind = |id: &str| {
            let kind = lexicons.actor_by_id(id).map_or("", |actor| &actor.kind);
            self.kinds.is_empty() || self.kinds.iter().any(|known| known == kind)
        };
        let named = |id: &str| self.actors.is_empty() || self.actors.iter().any(|known| known == id);
        record.involved().filter(move |one| looked_at && named(one.actor) && of_kind(one.actor))
    }
}
