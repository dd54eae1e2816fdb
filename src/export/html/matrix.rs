//! The responsibility matrix on the page: the stronger an actor is asked, the warmer the cell.

use super::{Sheet, Words, link};
use crate::export::Results;
use crate::matrix::{Cell, Heading, Row};
use crate::{Across, Involvement, Matrix, Selection};

/// How many letters a heading may have before it is turned.
const LETTERS: usize = 4;

/// Who is involved in which paragraph, or, of several documents, in which document.
pub struct Grid<'r> {
    words: Words<'r>,
    pub matrix: Matrix,
    /// Document by document, the ids of the paragraphs that the records are from.
    sources: Vec<Vec<String>>,
}

impl<'r> Grid<'r> {
    pub fn of(results: &Results<'r>, words: Words<'r>, documents: &[Sheet<'r>]) -> Self {
        let across = if documents.len() == 1 { Across::Paragraphs } else { Across::Documents };
        let matrix = Matrix::new(results, &Selection::default(), across);
        Grid { words, matrix, sources: documents.iter().map(|sheet| sheet.sources.clone()).collect() }
    }

    /// Whether the headings stand upright, for want of room.
    pub fn turned(&self) -> bool {
        self.matrix.columns.iter().any(|column| LETTERS < column.label.chars().count())
    }

    /// Each column with the cell that a row has in it, if any.
    pub fn cells<'g>(&'g self, row: &'g Row) -> impl Iterator<Item = (&'g Heading, Option<&'g Cell>)> {
        self.matrix.columns.iter().enumerate().map(|(place, column)| (column, row.cells.get(&place)))
    }

    /// Where the text involves the actor first.
    pub fn link(&self, cell: &Cell) -> String {
        let (document, record) = cell.first;
        let source = self.sources.get(document).and_then(|sources| sources.get(record));
        link(source.map_or("matrix", String::as_str))
    }

    pub fn marks(&self, cell: &Cell) -> String {
        cell.marks(self.words.lexicons, self.words.language)
    }

    /// How the actor is involved, in words.
    pub fn meaning(&self, cell: &Cell) -> String {
        let meanings = cell.roles().map(|role| match role {
            Involvement::Addressed => self.addressed(cell.force),
            other => self.words.of("role", other.as_str()).to_owned(),
        });
        meanings.collect::<Vec<_>>().join(", ")
    }

    pub fn class(&self, cell: &Cell) -> String {
        if cell.count(Involvement::Addressed) == 0 { BESIDE.to_owned() } else { heat(cell.force) }
    }

    /// What the marks and colours say: class, mark and meaning.
    pub fn legend(&self) -> Vec<(String, String, String)> {
        let forces = (0..=5).map(|force| (heat(force), force.to_string(), self.addressed(force)));
        let others = Involvement::ALL.into_iter().filter(|role| *role != Involvement::Addressed);
        let others = others.map(|role| {
            let [mark, meaning] = ["mark", "role"].map(|class| self.words.of(class, role.as_str()).to_owned());
            (BESIDE.to_owned(), mark, meaning)
        });
        forces.chain(others).collect()
    }

    fn addressed(&self, force: u8) -> String {
        let addressed = self.words.of("role", Involvement::Addressed.as_str());
        format!("{addressed} ({})", self.words.of("force", &force.to_string()))
    }
}

/// The class of a cell that nothing addresses to the actor.
const BESIDE: &str = "beside";

/// The class of a cell with an act so strong.
fn heat(force: u8) -> String {
    format!("heat-{force}")
}
