//! Files that are locked, cut short, or made to cost their reader as much as possible: each gives a text or an error that
//! says why not, in a time that is in proportion to its length.

#![cfg(all(feature = "docx", feature = "html", feature = "pdf"))]

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use exhorte::{Document, Error, Language};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)
}

fn open(bytes: Vec<u8>) -> Result<Document, Error> {
    Document::from_bytes("draft", bytes, Language::En)
}

/// What is said of bytes that cannot be read; nothing where they can be.
fn refusal(bytes: Vec<u8>) -> Option<String> {
    let error = open(bytes).err()?;
    let Error::Unreadable { found, expected, advice, .. } = &error else { panic!("{error}") };
    assert!(!found.is_empty() && !expected.is_empty() && !advice.is_empty(), "{error}");
    Some(error.to_string())
}

#[track_caller]
fn refused(what: &str, bytes: Vec<u8>, words: &str) {
    let error = refusal(bytes).unwrap_or_else(|| panic!("{what} is read"));
    assert!(error.contains(words), "{what}: {error}");
}

/// Restrictions that a file puts upon its readers lock nobody out; a password does.
#[test]
fn files_are_read_unless_a_password_is_needed() {
    let unlocked = ["unlocked-rc4.pdf", "unlocked-aes128.pdf", "unlocked-aes256.pdf"];
    for name in unlocked {
        let document = open(fs::read(file(name)).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let text = "The General Assembly,\n\n1. Requests the Secretary-General to count the keys of the harbour.";
        assert_eq!(&*document.text, text, "{name}");
    }
    refused("a PDF file", fs::read(file("locked.pdf")).unwrap(), "a PDF file that is locked with a password");
    refused("a Word file", fs::read(file("locked.docx")).unwrap(), "protected by a password");
}

#[test]
fn files_are_read_or_refused_wherever_they_are_cut() {
    for (name, step) in [
        ("bees.en.docx", 1),
        ("bees.en.html", 7),
        ("bees.en.txt", 7),
        ("unlocked-rc4.pdf", 1),
        ("unlocked-aes256.pdf", 1),
        ("locked.docx", 97),
        ("council.pdf", 499),
    ] {
        let whole = fs::read(file(name)).unwrap();
        for end in (0..whole.len()).step_by(step) {
            refusal(whole[..end].to_vec());
        }
    }
}

/// Strings, dictionaries, comments and streams in which everything else is lost, one in the other without an end: whoever
/// looks for the ends anew each time needs hours for a few megabytes.
#[test]
fn what_has_no_end_is_not_looked_for_again_and_again() {
    for piece in [
        "1 0 obj<</A(",
        "1 0 obj(",
        "1 0 obj [ (",
        "<</A( ",
        "<< << ",
        " obj%",
        "1 0 obj<</Length 2 0 R>>stream\nx ",
        "1 0 obj<</Type/ObjStm/Length 9>>stream\nx ",
        "1 0 obj (1 0 obj ) ",
    ] {
        let bytes = format!("%PDF-1.7\n{}", piece.repeat((3 << 20) / piece.len()));
        refused(piece, bytes.into(), "a PDF file ");
    }
}

const WORD: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'";

/// The parts of a Word file that says this.
fn parts(text: &str) -> Vec<(&'static str, String)> {
    vec![
        (
            "[Content_Types].xml",
            "<Types><Default Extension='xml' ContentType='x/wordprocessingml.document.main+xml'/></Types>".to_owned(),
        ),
        ("_rels/.rels", "<x><Relationship Type='x/officeDocument' Target='word/document.xml'/></x>".to_owned()),
        (
            "word/document.xml",
            format!("<w:document {WORD}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"),
        ),
    ]
}

fn pack(parts: &[(&str, String)], how: CompressionMethod) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default().compression_method(how)).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Puts other bytes in place of these, wherever they stand after a place.
fn replace(bytes: &mut [u8], after: usize, old: &[u8], new: &[u8]) {
    let at = bytes[after..].windows(old.len()).position(|window| window == old).unwrap() + after;
    bytes[at..at + new.len()].copy_from_slice(new);
}

#[test]
fn archives_that_lie_are_read_or_refused() {
    let whole = pack(&parts("The General Assembly,"), CompressionMethod::Stored);
    assert_eq!(&*open(whole.clone()).unwrap().text, "The General Assembly,");
    let contents = whole.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let entry = |name: &str| {
        let at = whole[contents..].windows(name.len()).position(|window| window == name.as_bytes()).unwrap();
        contents + at - 46
    };
    let (document, relations) = (entry("word/document.xml"), entry("_rels/.rels"));
    // Both sizes of a part, and where it stands: elsewhere, outside of the file, in one place with another part.
    let place = whole[relations + 42..relations + 46].to_vec();
    for (field, value) in [
        (20, vec![0xFF; 8]),
        (20, vec![0; 8]),
        (24, vec![0xFF, 0xFF, 0xFF, 0x7F]),
        (42, vec![0xFF, 0xFF, 0xFF, 0x7F]),
        (42, vec![1, 0, 0, 0]),
        (42, place),
        (10, vec![8, 0]),
        (10, vec![99, 0]),
        (8, vec![1, 0]),
    ] {
        let mut lying = whole.clone();
        lying[document + field..document + field + value.len()].copy_from_slice(&value);
        refusal(lying);
    }
    // More parts than there are.
    let mut lying = whole.clone();
    replace(&mut lying, contents, b"PK\x05\x06\0\0\0\0\x03\0\x03\0", b"PK\x05\x06\0\0\0\0\xFF\xFF\xFF\xFF");
    refusal(lying);
}

/// What is kept of definitions takes many times their length.
#[test]
fn definitions_have_bounds() {
    let mut parts = parts("Text");
    let styles: String = (0..700_000).map(|n| format!("<w:style w:styleId='{n}'/>")).collect();
    parts.push((
        "word/_rels/document.xml.rels",
        "<x><Relationship Type='x/styles' Target='styles.xml'/></x>".to_owned(),
    ));
    parts.push(("word/styles.xml", format!("<w:styles {WORD}>{styles}</w:styles>")));
    refused("a Word file", pack(&parts, CompressionMethod::Deflated), "word/styles.xml: it unpacks to more than 16 MB");
}

#[test]
fn archives_in_archives_are_not_unpacked() {
    let mut inner = pack(&parts("Text"), CompressionMethod::Deflated);
    for _ in 0..10 {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("again.docx", SimpleFileOptions::default()).unwrap();
        archive.write_all(&inner).unwrap();
        inner = archive.finish().unwrap().into_inner();
    }
    assert!(refusal(inner).is_some());
}

/// Entities that stand for entities that stand for entities.
#[test]
fn entities_do_not_grow() {
    let laughs: String =
        (1..60).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
    let declared = format!("<!DOCTYPE x [<!ENTITY l0 \"ha\">{laughs}]>");
    for part in 0..3 {
        let mut parts = parts("&l59;");
        parts[part].1 = declared.clone() + &parts[part].1;
        refused(parts[part].0, pack(&parts, CompressionMethod::Deflated), "declares entities");
    }
    let declared = declared.replace("<!DOCTYPE x", "<!DOCTYPE html");
    let page = format!("<?xml version='1.0'?>{declared}<html><body><p>Requests &l59;</p></body></html>");
    assert!(open(page.into()).is_ok_and(|document| document.text.len() < 10_000));
}

/// Packed data hold the letters of everything by chance.
#[test]
fn what_is_packed_is_not_taken_for_things_without_end() {
    let text = b"BT /F 11 Tf 60 760 Td (1. Requests keys.) Tj ET";
    let mut seed = 1_u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed.to_le_bytes()
    })
    .take(3 << 20)
    .flatten()
    .collect();
    let objects: [&[u8]; 4] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 595 842]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
    ];
    let mut bytes = b"%PDF-1.7\n".to_vec();
    for (place, object) in objects.iter().enumerate() {
        writeln!(bytes, "{} 0 obj", place + 1).unwrap();
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    for (number, dict, data) in [(5, "", &text[..]), (6, "/Subtype/Image/Filter/DCTDecode", &noise)] {
        write!(bytes, "{number} 0 obj\n<</Length {} {dict}>>\nstream\n", data.len()).unwrap();
        bytes.extend_from_slice(data);
        bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }
    bytes.extend_from_slice(b"trailer\n<</Root 1 0 R>>\n%%EOF");
    assert_eq!(&*open(bytes).unwrap().text, "1. Requests keys.");
}
