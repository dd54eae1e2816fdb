//! Any bytes as the document, the styles, the numbering and the notes of a Word file whose archive is sound: zeros part
//! them.
#![no_main]

use std::io::{Cursor, Write};

use exhorte::{Document, Language};
use libfuzzer_sys::fuzz_target;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const PARTS: [&str; 4] = ["document", "styles", "numbering", "footnotes"];

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(PARTS.len(), |byte| *byte == 0);
    let relation = |name: &str| format!("<Relationship Id='{name}' Type='x/{name}' Target='{name}.xml'/>");
    let relations: String = PARTS[1..].iter().map(|name| relation(name)).collect();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, content: &[u8]| {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        archive.start_file(name, stored).expect("a part begins");
        archive.write_all(content).expect("a part is written");
    };
    put("[Content_Types].xml", b"<x><Default Extension='xml' ContentType='wordprocessingml'/></x>");
    put("_rels/.rels", b"<x><Relationship Type='x/officeDocument' Target='word/document.xml'/></x>");
    put("word/_rels/document.xml.rels", format!("<x>{relations}</x>").as_bytes());
    for name in PARTS {
        put(&format!("word/{name}.xml"), parts.next().unwrap_or(b"<x/>"));
    }
    if let Ok(packed) = archive.finish() {
        let _ = Document::from_bytes("any", packed.into_inner(), Language::Fr);
    }
});
