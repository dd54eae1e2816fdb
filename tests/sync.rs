//! Workbooks in which people have worked, brought up to date.
#![cfg(feature = "xlsx")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use exhorte::export::{Format, Results, write};
use exhorte::{Document, Extraction, Language, Lexicons, extract, sync};

const FIRST: &str = "\
L'Assemblée générale,

1. Prie le Secrétaire général de dresser la carte des phares d'ici à juin 2031 ;

2. Invite les États Membres à entretenir leurs phares et leurs balises tout au long de l'année ;

3. Engage les États Membres à former des gardiens ;

4. Décide de rester saisie de la question.
";

/// The first paragraph is new, the old second has other words, and the old third is gone.
const REVISED: &str = "\
L'Assemblée générale,

1. Exhorte les États Membres à repeindre les bouées ;

2. Prie le Secrétaire général de dresser la carte des phares d'ici à juin 2031 ;

3. Invite les États Membres à entretenir leurs phares, leurs balises et leurs quais tout au long de l'année ;

4. Décide de rester saisie de la question.
";

fn read(text: &str) -> Extraction {
    extract(&Lexicons::embedded(), &Document::new("phares.txt", text, Language::Fr))
}

fn made(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(Format::Xlsx, &Results::of(&Lexicons::embedded(), &read(text)), &mut bytes).unwrap();
    bytes
}

fn synced(workbook: &[u8], text: &str) -> exhorte::Synced {
    sync(workbook, &Results::of(&Lexicons::embedded(), &read(text))).unwrap()
}

/// The sheet of asks: for each row the cells by heading.
fn asks(bytes: &[u8]) -> Vec<BTreeMap<String, Data>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap();
    let range = book.worksheet_range("Demandes").unwrap();
    let mut rows = range.rows();
    let headings: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    rows.map(|row| headings.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

fn row<'a>(rows: &'a [BTreeMap<String, Data>], words: &str) -> &'a BTreeMap<String, Data> {
    rows.iter().find(|row| row["Phrase"].to_string().contains(words)).unwrap_or_else(|| panic!("no row {words}"))
}

/// The parts of a file.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let places = 0..archive.len();
    let read = |place| {
        let mut part = archive.by_index(place).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        (part.name().unwrap().into_owned(), content)
    };
    places.map(read).collect()
}

fn packed(parts: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The workbook after people have worked in it: a comment and a status on the second ask.
fn worked_in(text: &str) -> Vec<u8> {
    let mut parts = parts(&made(text));
    let sheet = parts.get_mut("xl/worksheets/sheet1.xml").unwrap();
    let xml = String::from_utf8(sheet.clone()).unwrap();
    let cell = |column: &str, words: &str| {
        let start = xml.find(&format!("<c r=\"{column}3\"")).unwrap();
        let end = start + xml[start..].find("/>").unwrap() + 2;
        let inline = format!("<c r=\"{column}3\" t=\"inlineStr\"><is><t>{words}</t></is></c>");
        (start, end, inline)
    };
    let (start, end, inline) = cell(&comment(text), "Voir Nadia &amp; les quais");
    *sheet = format!("{}{inline}{}", &xml[..start], &xml[end..]).into_bytes();
    packed(&parts)
}

/// The letters of the column of comments.
fn comment(text: &str) -> String {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(made(text))).unwrap();
    let range = book.worksheet_range("Demandes").unwrap();
    let place = range.rows().next().unwrap().iter().position(|cell| cell == "Commentaire").unwrap();
    char::from(b'A' + place as u8).to_string()
}

#[test]
fn a_workbook_that_is_up_to_date_is_left_alone() {
    let synced = synced(&made(FIRST), FIRST);
    assert!(synced.bytes.is_none());
    assert_eq!((synced.unchanged, synced.changed, synced.new, synced.gone), (4, 0, 0, 0));
}

#[test]
fn what_people_wrote_stays_with_its_ask() {
    let workbook = worked_in(FIRST);
    let synced = synced(&workbook, REVISED);
    assert_eq!((synced.unchanged, synced.changed, synced.new, synced.gone), (2, 1, 1, 1));
    let rows = asks(&synced.bytes.unwrap());
    let changed = row(&rows, "quais tout au long");
    assert_eq!(changed["Commentaire"], "Voir Nadia & les quais");
    assert_eq!(changed["Évolution"], "modifiée");
    assert!(changed["Libellé antérieur"].to_string().contains("leurs phares et leurs balises tout"));
    assert_eq!(changed["Identifiant"], "phares.txt#OP3.1.1");
    assert_eq!(row(&rows, "carte des phares")["Paragraphe"], "2");
    assert_eq!(row(&rows, "former des gardiens")["Évolution"], "supprimée");
    let new = row(&rows, "repeindre");
    assert_eq!(new["Évolution"], "nouvelle");
    assert_eq!(new["Statut"], "non commencé");
    assert_eq!(rows.len(), 5);
}

#[test]
fn other_parts_are_copied_byte_by_byte() {
    let workbook = worked_in(FIRST);
    let (old, new) = (parts(&workbook), parts(&synced(&workbook, REVISED).bytes.unwrap()));
    assert!(old.keys().eq(new.keys()));
    let changed: Vec<&String> = old.keys().filter(|name| old[*name] != new[*name]).collect();
    assert_eq!(changed, ["xl/tables/table1.xml", "xl/worksheets/sheet1.xml"]);
    let table = String::from_utf8(new["xl/tables/table1.xml"].clone()).unwrap();
    assert_eq!(table.matches("AU6\"").count(), 2, "both ranges end in row 6: {table}");
}

#[test]
fn a_second_run_changes_nothing_and_a_return_is_seen() {
    let once = synced(&worked_in(FIRST), REVISED).bytes.unwrap();
    assert!(synced(&once, REVISED).bytes.is_none());
    let back = synced(&once, FIRST);
    let rows = asks(&back.bytes.unwrap());
    assert!(row(&rows, "former des gardiens")["Évolution"].to_string().is_empty());
    assert_eq!(row(&rows, "repeindre")["Évolution"], "supprimée");
    let earlier = row(&rows, "leurs phares et leurs balises tout")["Libellé antérieur"].to_string();
    assert!(earlier.contains("leurs quais") && earlier.contains("\n\n"), "{earlier}");
}

#[test]
fn what_is_no_workbook_of_asks_is_refused() {
    let lexicons = Lexicons::embedded();
    let extraction = read(FIRST);
    let results = Results::of(&lexicons, &extraction);
    assert!(sync(b"no workbook", &results).unwrap_err().contains("no workbook"));
    let mut other = parts(&made(FIRST));
    other.remove("xl/worksheets/sheet1.xml");
    assert!(sync(&packed(&other), &results).unwrap_err().contains("sheet1.xml"));
    let mut other = parts(&made(FIRST));
    other.get_mut("xl/worksheets/sheet1.xml").unwrap().truncate(3000);
    sync(&packed(&other), &results).unwrap_err();
    let copied = made(FIRST);
    for end in (0..copied.len()).step_by(997) {
        let _ = sync(&copied[..end], &results);
    }
}

#[test]
fn workbooks_saved_by_libreoffice_are_understood() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sync-libreoffice");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("saved")).unwrap();
    fs::write(folder.join("asks.xlsx"), worked_in(FIRST)).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let convert = |from: &Path, to: &Path| {
        let mut office = Command::new("soffice");
        office.args([&profile, "--headless", "--convert-to", "xlsx", "--outdir"]).arg(to).arg(from).output()
    };
    let saved = folder.join("saved/asks.xlsx");
    match convert(&folder.join("asks.xlsx"), &folder.join("saved")) {
        Ok(output) if output.status.success() && saved.exists() => {}
        _ => return println!("skipped: LibreOffice is not there"),
    }
    let workbook = fs::read(&saved).unwrap();
    let synced = synced(&workbook, REVISED);
    assert_eq!((synced.unchanged, synced.changed, synced.new, synced.gone), (2, 1, 1, 1));
    fs::write(&saved, synced.bytes.unwrap()).unwrap();
    convert(&saved, &folder.join("profile")).unwrap();
    let rows = asks(&fs::read(folder.join("profile/asks.xlsx")).unwrap());
    assert_eq!(row(&rows, "quais tout au long")["Commentaire"], "Voir Nadia & les quais");
    assert_eq!(row(&rows, "repeindre")["Évolution"], "nouvelle");
}
