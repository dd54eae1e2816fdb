//! The responsibility matrix: actors down, paragraphs or documents across, and in each cell how the actor is involved.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use indexmap::IndexMap;

use crate::export::{Field, Format, Listing, Results};
use crate::{Involved, Involvement, Language, Lexicons, Record, Selection, Value, ValueType};

/// What stands across.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Across {
    /// Numbered paragraphs, with what stands below them.
    Paragraphs,
    /// Documents.
    Documents,
}

/// Who is involved in what, and how.
///
/// ```
/// use exhorte::export::Results;
/// use exhorte::{Across, Document, Involvement, Language, Lexicons, Matrix, Selection, extract};
/// let text = "L'Assemblée générale,\n\n7. Prie le Secrétaire général de lui faire rapport.";
/// let lexicons = Lexicons::embedded();
/// let extraction = extract(&lexicons, &Document::new("draft.txt", text, Language::Fr));
/// let matrix = Matrix::new(&Results::of(&lexicons, &extraction), &Selection::default(), Across::Paragraphs);
/// let row = &matrix.rows[0];
/// assert_eq!((&*matrix.columns[0].label, &*row.actor), ("7", "secretary-general"));
/// assert_eq!((row.cells[&0].force, row.cells[&0].count(Involvement::Addressed)), (4, 1));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// What stands across, in the order of the documents.
    pub columns: Vec<Heading>,
    /// The actors, those who are asked most first.
    pub rows: Vec<Row>,
}

/// A paragraph or document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The symbol or name of the document.
    pub document: String,
    /// What stands above the column: a paragraph as `12` or `annex-1.12`, or the document.
    pub label: String,
}

/// An actor.
#[derive(Clone, Debug)]
pub struct Row {
    /// The id, or nothing where no row of the lexicons knows who is addressed.
    pub actor: String,
    /// The name in the language of the results, or the words of the text where there is no id.
    pub name: String,
    /// `group`, `office`, `organ`, `state`, or nothing.
    pub kind: String,
    /// How the actor is involved, by the place of the column; columns that do not concern the actor are left out.
    pub cells: BTreeMap<usize, Cell>,
}

/// How an actor is involved in a paragraph or document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The force of the strongest act that addresses the actor, 0 to 5; 0 where none does.
    pub force: u8,
    /// The first record that involves the actor: the place of its document among the results, and its own there.
    pub first: (usize, usize),
    counts: [u32; Involvement::ALL.len()],
}

impl Cell {
    /// How many records involve the actor in this way.
    pub fn count(&self, role: Involvement) -> u32 {
        self.counts[role as usize]
    }

    /// The ways in which the actor is involved.
    pub fn roles(&self) -> impl Iterator<Item = Involvement> {
        Involvement::ALL.into_iter().filter(|role| self.count(*role) != 0)
    }

    /// How the actor is involved in figures and letters: the force of what addresses the actor, then a mark for each
    /// other role.
    pub fn marks(&self, lexicons: &Lexicons, language: Language) -> String {
        let mut marks = Vec::new();
        for role in self.roles() {
            marks.push(match role {
                Involvement::Addressed => self.force.to_string(),
                other => lexicons.word(&format!("mark.{}", other.as_str()), language).to_owned(),
            });
        }
        marks.join(" ")
    }

    fn add(&mut self, one: &Involved<'_>, at: (usize, usize)) {
        if self.roles().next().is_none() {
            self.first = at;
        }
        self.counts[one.role as usize] += 1;
        if one.role == Involvement::Addressed {
            self.force = self.force.max(one.record.force);
        }
    }

    fn and(mut self, other: &Cell) -> Cell {
        self.first = if self.roles().next().is_none() { other.first } else { self.first.min(other.first) };
        self.force = self.force.max(other.force);
        self.counts.iter_mut().zip(other.counts).for_each(|(count, more)| *count += more);
        self
    }
}

impl Row {
    /// All cells in one.
    pub fn total(&self) -> Cell {
        self.cells.values().fold(Cell::default(), Cell::and)
    }
}

impl Matrix {
    /// The matrix of all records that are looked at.
    pub fn new(results: &Results<'_>, selection: &Selection, across: Across) -> Self {
        let mut columns: IndexMap<(usize, String), Heading> = IndexMap::new();
        let mut rows: IndexMap<(&str, &str), BTreeMap<usize, Cell>> = IndexMap::new();
        for (document, extraction) in results.extractions.iter().enumerate() {
            for (number, record) in extraction.records.iter().enumerate() {
                let mut involved = selection.of(results.lexicons, record).peekable();
                if involved.peek().is_none() {
                    continue;
                }
                let several = 1 < results.extractions.len();
                let heading = Heading::of(record, across, several);
                let column = columns.entry((document, heading.label.clone()));
                let place = column.index();
                column.or_insert(heading);
                for one in involved {
                    rows.entry((one.actor, one.words()))
                        .or_default()
                        .entry(place)
                        .or_default()
                        .add(&one, (document, number));
                }
            }
        }
        told_apart(columns.values_mut());
        let rows = rows.into_iter().map(|((actor, words), cells)| Row::of(results, actor, words, cells));
        let mut rows: Vec<Row> = rows.collect();
        rows.sort_by_cached_key(|row| {
            let total = row.total();
            let asked = std::cmp::Reverse((total.count(Involvement::Addressed), total.counts.iter().sum::<u32>()));
            (asked, row.name.clone(), row.actor.clone())
        });
        Matrix { columns: columns.into_values().collect(), rows }
    }

    /// The matrix as a table: an actor's id, name, kind and number of asks, then how it is involved in each column.
    pub fn listing<'m>(&'m self, results: &Results<'m>) -> Listing<'m> {
        let mut columns = Row::fields(results);
        columns.push(field(results, "asks", "heading.asks", COUNT));
        let label = |column: &'m Heading| Field {
            name: column.label.as_str().into(),
            heading: column.label.as_str().into(),
            value_type: ValueType::Text,
        };
        columns.extend(self.columns.iter().map(label));
        let rows = self.rows.iter().map(|row| {
            let mut values = row.values();
            values.push(Value::Number(row.total().count(Involvement::Addressed).into()));
            values.extend((0..self.columns.len()).map(|place| match row.cells.get(&place) {
                Some(cell) => Value::Text(cell.marks(results.lexicons, results.language).into()),
                None => Value::Text("".into()),
            }));
            values
        });
        Listing { columns, rows: rows.collect() }
    }

    /// How often each actor is involved in each way, as a table.
    pub fn tallies<'m>(&'m self, results: &Results<'m>) -> Listing<'m> {
        let mut columns = Row::fields(results);
        for role in Involvement::ALL {
            columns.push(field(results, role.as_str(), &format!("role.{}", role.as_str()), COUNT));
        }
        let rows = self.rows.iter().map(|row| {
            let total = row.total();
            let counts = Involvement::ALL.map(|role| Value::Number(total.count(role).into()));
            row.values().into_iter().chain(counts).collect()
        });
        Listing { columns, rows: rows.collect() }
    }

    /// Writes the matrix in a format; in a workbook, its cells are the warmer the more strongly somebody is asked.
    ///
    /// # Errors
    ///
    /// Whatever the writer says, and that the program was built without this format.
    pub fn write(&self, format: Format, results: &Results<'_>, to: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Xlsx => crate::export::matrix_workbook(self, results, to),
            _ => self.listing(results).write(format, results.dialect, to),
        }
    }
}

/// The type of a column of counts.
const COUNT: ValueType = ValueType::Number(0, None);

fn field<'m>(results: &Results<'m>, name: &'static str, key: &str, value_type: ValueType) -> Field<'m> {
    Field { name: name.into(), heading: results.lexicons.word(key, results.language).into(), value_type }
}

/// Documents of one name are told apart by a number.
fn told_apart<'h>(headings: impl Iterator<Item = &'h mut Heading>) {
    let mut taken: HashMap<String, usize> = HashMap::new();
    for heading in headings {
        let times = taken.entry(heading.label.clone()).or_default();
        *times += 1;
        if 1 < *times {
            heading.label = format!("{} ({times})", heading.label);
        }
    }
}

impl Row {
    fn fields<'m>(results: &Results<'m>) -> Vec<Field<'m>> {
        let text = |name, key| field(results, name, key, ValueType::Text);
        let actor = text("actor", "heading.actor-id");
        vec![actor, text("name", "heading.actor"), text("actor_kind", "heading.actor-kind")]
    }

    fn values(&self) -> Vec<Value<'_>> {
        [&self.actor, &self.name, &self.kind].map(|text| Value::Text(text.as_str().into())).into()
    }

    fn of(results: &Results<'_>, actor: &str, words: &str, cells: BTreeMap<usize, Cell>) -> Self {
        let known = results.lexicons.actor_by_id(actor);
        let name = if actor.is_empty() { words } else { results.lexicons.label(actor, results.language) };
        let kind = known.map_or(String::new(), |actor| actor.kind.clone());
        Row { actor: actor.to_owned(), name: name.to_owned(), kind, cells }
    }
}

impl Heading {
    fn of(record: &Record, across: Across, several: bool) -> Self {
        let document = record.source.document.clone();
        let label = match across {
            Across::Documents => document.clone(),
            Across::Paragraphs => {
                let number = record.paragraph.split('(').next().unwrap_or_default();
                let part = record.part.as_str();
                let section = if record.section == "operative" { "" } else { &record.section };
                let pieces = [section, part, number].into_iter().filter(|piece| !piece.is_empty());
                let place = pieces.collect::<Vec<_>>().join(".");
                if several { format!("{document} {place}") } else { place }
            }
        };
        Heading { document, label }
    }
}
