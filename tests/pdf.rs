//! PDF files: what is read from them, and what damaged and hostile ones do not bring about.

#![cfg(feature = "pdf")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use exhorte::{Column, Document, Extraction, Language, Lexicons, extract};
use proptest::prelude::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn read(path: &str) -> Extraction {
    let document = Document::open(&root().join(path), Language::Fr).expect("a file of the tests can be read");
    extract(&Lexicons::embedded(), &document)
}

/// The golden documents, printed by LibreOffice in the form that resolutions are published in: masthead, running
/// header, job number, number of the page; footnotes, raised marks and words cut at the ends of lines. The second has
/// two columns.
#[test]
fn a_pdf_gives_the_records_of_its_text() {
    for name in ["assembly", "council"] {
        let printed = read(&format!("files/{name}.pdf"));
        let plain = read(&format!("golden/{name}/fr.txt"));
        let pages: Vec<Option<u32>> = printed.records.iter().map(|record| record.page).collect();
        assert!(pages.is_sorted() && pages[0].is_some() && pages[0] < pages[pages.len() - 1], "{pages:?}");
        assert!(!plain.records.is_empty());
        assert_eq!(printed.records.len(), plain.records.len(), "{name}");
        let places = [Column::Page, Column::Start, Column::End];
        for (printed, plain) in printed.records.iter().zip(&plain.records) {
            for column in Column::ALL.iter().filter(|column| !places.contains(column)) {
                assert_eq!(printed.value(*column), plain.value(*column), "{} {column:?}", plain.id);
            }
        }
    }
}

/// A file of these objects, the first of which is its catalog.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut starts = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        starts.push(file.len());
        writeln!(file, "{} 0 obj", place + 1).unwrap();
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let xref = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for start in starts {
        writeln!(file, "{start:010} 00000 n ").unwrap();
    }
    write!(file, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF", objects.len() + 1).unwrap();
    file
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<</Length {} {dict}>>\nstream\n", data.len()).into_bytes();
    object.extend_from_slice(data);
    object.extend_from_slice(b"\nendstream");
    object
}

const CATALOG: &[u8] = b"<</Type/Catalog/Pages 2 0 R>>";

/// A file of one page with this content and further objects from the fifth on.
fn page(resources: &str, content: Vec<u8>, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        CATALOG.to_vec(),
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<{resources}>>>>").into_bytes(),
        content,
    ];
    objects.extend_from_slice(more);
    file(&objects)
}

fn open(bytes: Vec<u8>) -> Result<Document, String> {
    Document::from_bytes("file.pdf", bytes, Language::Fr).map_err(|error| error.to_string())
}

#[track_caller]
fn refused(bytes: Vec<u8>, found: &str) {
    let error = open(bytes).expect_err("this file is refused");
    assert!(
        error.starts_with("file.pdf: a PDF file ") && error.contains(found) && error.contains("expected"),
        "{error}"
    );
}

fn packed(data: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

#[test]
fn plain_pages_are_read() {
    let font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>";
    let content = b"BT /F 10 Tf 50 700 Td (L'Assembl\xE9e) Tj 64 0 Td (g\xE9n\xE9rale,) Tj ET".to_vec();
    let document = open(page(font, stream("", &content), &[])).unwrap();
    assert_eq!(&*document.text, "L'Assemblée générale,");
    assert_eq!(document.pages.at(0), Some(1));
}

#[test]
fn what_holds_no_text_is_told() {
    refused(page("", stream("", b""), &[]), "1 page(s) without text");
    let image = stream("/Type/XObject/Subtype/Image/Width 1/Height 1", b"x");
    refused(page("/XObject<</I 5 0 R>>", stream("", b"/I Do"), &[image]), "scanned");
    refused(b"%PDF-1.7\nnothing".to_vec(), "damaged");
    let mut locked = page("", stream("", b""), &[]);
    let at = locked.windows(7).position(|bytes| bytes == b"trailer").unwrap();
    let lock = b"trailer\n<</Encrypt<</Filter/Standard/V 9/R 9>>/ID[(a)(a)]";
    locked.splice(at..at + 10, lock.iter().copied());
    refused(locked, "locked");
}

#[test]
fn hostile_files_are_refused() {
    let zeros = packed(&vec![b' '; 300 << 20]);
    refused(page("", stream("/Filter/FlateDecode", &zeros), &[]), "256 MB");
    refused(page("", stream("/Filter[/FlateDecode/FlateDecode]", &packed(&zeros)), &[]), "256 MB");
    // Drawings that draw each other over and over again.
    let forms: Vec<Vec<u8>> = (5..15)
        .map(|next| {
            let dict = format!("/Type/XObject/Subtype/Form/Resources<</XObject<</X {} 0 R>>>>", next + 1);
            stream(&dict, &b"/X Do ".repeat(60))
        })
        .collect();
    refused(page("/XObject<</X 5 0 R>>", stream("", b"/X Do"), &forms), "drawing operators");
}

#[test]
fn endless_and_deep_files_come_to_an_end() {
    let kids = b"<</Type/Pages/Count 9/Kids[2 0 R 3 0 R 2 0 R]>>".to_vec();
    let again = b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]>>".to_vec();
    assert!(open(file(&[CATALOG.to_vec(), kids, again])).is_err());
    for (open_, close) in [("[", "]"), ("<</A", ">>"), ("(", ")")] {
        let deep = format!("{}{}", open_.repeat(200_000), close.repeat(200_000));
        let deep_object = deep.clone().into_bytes();
        assert!(open(page("", stream("", deep.as_bytes()), &[deep_object])).is_err());
    }
    let many: Vec<Vec<u8>> = (0..100_000).map(|_| b"<<>>".to_vec()).collect();
    assert!(open(page("", stream("", b""), &many)).is_err());
    let own = stream("/Type/XObject/Subtype/Form/Resources<</XObject<</X 5 0 R>>>>", b"/X Do");
    assert!(open(page("/XObject<</X 5 0 R>>", stream("", b"/X Do"), &[own])).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Damage of every kind gives a text or an error.
    #[test]
    fn damaged_files_never_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40),
        cut in any::<prop::sample::Index>(),
        span in (any::<prop::sample::Index>(), 0..4000_usize),
        kind in 0..3,
    ) {
        let mut bytes = fs::read(root().join("files/assembly.pdf")).unwrap();
        match kind {
            0 => flips.iter().for_each(|(at, byte)| *at.get_mut(&mut bytes) = *byte),
            1 => bytes.truncate(cut.index(bytes.len())),
            _ => {
                let from = span.0.index(bytes.len());
                let to = bytes.len().min(from + span.1);
                bytes.drain(from..to);
            }
        }
        if let Ok(document) = open(bytes) {
            let extraction = extract(&Lexicons::embedded(), &document);
            for record in &extraction.records {
                prop_assert!(document.text.get(record.span.start..record.span.end).is_some());
            }
        }
    }
}
