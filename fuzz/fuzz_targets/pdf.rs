//! Any bytes as a PDF file.
#![no_main]

use exhorte::{Document, Language};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // Where files say that objects stand is true only as long as nothing is put before them.
    let bytes = if bytes.starts_with(b"%PDF-") { bytes.to_vec() } else { [b"%PDF-1.7\n", bytes].concat() };
    let _ = Document::from_bytes("any", bytes, Language::Fr);
});
