//! Any bytes as a PDF file.
#![no_main]

use exhorte::{Document, Language};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = Document::from_bytes("any", [b"%PDF-1.7\n", bytes].concat(), Language::Fr);
});
