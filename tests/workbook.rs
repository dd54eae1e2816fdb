//! Workbooks as other programs read them.
#![cfg(feature = "xlsx")]

use std::io::Cursor;

use calamine::{Data, DataType, Reader, Xlsx, open_workbook_from_rs};
use exhorte::export::{Dialect, Format, Results, write};
use exhorte::{Across, Document, Extraction, Involved, Language, Lexicons, Matrix, Selection, extract};

const DRAFT: &str = "\
L'Assemblée générale,

1. Prie le Secrétaire général de dresser la carte des phares d'ici à juin 2031, en coopération avec l'Organisation \
maritime internationale ;

2. Invite les États Membres à entretenir leurs phares et à former des gardiens ;

3. Prie la Guilde des allumeurs de lanternes de compter les phares ;

4. Demande aux États Membres de publier les mesures suivantes : =1+1 et +33 et @phare.
";

fn extraction() -> Extraction {
    extract(&Lexicons::embedded(), &Document::new("phares.txt", DRAFT, Language::Fr))
}

fn bytes(extractions: &[Extraction], language: Language) -> Vec<u8> {
    let lexicons = Lexicons::embedded();
    let results = Results { extractions, lexicons: &lexicons, language, dialect: Dialect::Plain };
    let mut bytes = Vec::new();
    write(Format::Xlsx, &results, &mut bytes).unwrap();
    bytes
}

fn opened(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

/// The cells below a heading.
fn column(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, heading: &str) -> Vec<Data> {
    let range = book.worksheet_range(sheet).unwrap();
    let mut rows = range.rows();
    let place = rows.next().unwrap().iter().position(|cell| cell == heading);
    let place = place.unwrap_or_else(|| panic!("{sheet} has no column {heading}"));
    rows.map(|row| row[place].clone()).collect()
}

#[test]
fn every_ask_has_a_row_and_dates_are_dates() {
    let extraction = extraction();
    let mut book = opened(bytes(std::slice::from_ref(&extraction), Language::En));
    assert_eq!(book.sheet_names(), ["Asks", "Matrix", "Actors", "Deadlines", "Notes", "About"]);
    let ids: Vec<String> = column(&mut book, "Asks", "Id").iter().map(ToString::to_string).collect();
    assert_eq!(ids, extraction.records.iter().map(|record| record.id.clone()).collect::<Vec<_>>());
    let deadline = &column(&mut book, "Asks", "Deadline")[0];
    assert!(matches!(deadline, Data::DateTime(_)), "{deadline:?}");
    assert_eq!(column(&mut book, "Asks", "Status")[0], "not started");
    assert_eq!(column(&mut book, "Asks", "Actors")[0], "Secretary-General");
    assert_eq!(column(&mut book, "Deadlines", "Paragraph")[0], "1");
    assert!(column(&mut book, "Notes", "Words").iter().any(|words| words.to_string().contains("Guilde")));
}

#[test]
fn headings_are_in_the_language_of_the_reader() {
    let mut book = opened(bytes(&[extraction()], Language::Fr));
    assert_eq!(book.sheet_names()[0], "Demandes");
    assert_eq!(column(&mut book, "Demandes", "Statut")[0], "non commencé");
    assert_eq!(column(&mut book, "Demandes", "Acteurs")[0], "Secrétaire général");
}

#[test]
fn no_cell_is_a_formula_and_the_same_asks_give_the_same_bytes() {
    let extractions = [extraction(), extraction()];
    let first = bytes(&extractions, Language::Fr);
    let mut book = opened(first.clone());
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{name}");
    }
    assert_eq!(first, bytes(&extractions, Language::Fr));
}

#[test]
fn nothing_still_makes_a_workbook() {
    let mut book = opened(bytes(&[Extraction::default()], Language::Fr));
    assert!(column(&mut book, "Demandes", "Identifiant").iter().all(DataType::is_empty));
    opened(bytes(&[], Language::En));
}

#[test]
fn matrices_and_listings_are_sheets_too() {
    let lexicons = Lexicons::embedded();
    let extraction = extraction();
    let results = Results::of(&lexicons, &extraction);
    let matrix = Matrix::new(&results, &Selection::default(), Across::Paragraphs);
    let mut sheet = Vec::new();
    matrix.write(Format::Xlsx, &results, &mut sheet).unwrap();
    let mut book = opened(sheet);
    let actors = column(&mut book, "Matrice", "Acteur");
    let marks = column(&mut book, "Matrice", "1");
    let of = |name: &str| &marks[actors.iter().position(|actor| actor == name).unwrap()];
    assert_eq!(of("Secrétaire général").as_i64(), Some(4));
    assert_eq!(of("Organisation maritime internationale"), "P");
    let selection = Selection { directives: true, min_force: 4, ..Selection::default() };
    let involved = results.records().flat_map(|record| selection.of(&lexicons, record));
    let listing = Involved::listing(&results, involved);
    let mut sheet = Vec::new();
    listing.write(Format::Xlsx, Dialect::Plain, &mut sheet).unwrap();
    let mut book = opened(sheet);
    let name = book.sheet_names()[0].clone();
    let roles: Vec<String> = column(&mut book, &name, "Rôle").iter().map(ToString::to_string).collect();
    assert_eq!(roles, ["addressed", "partner", "addressed"]);
}
