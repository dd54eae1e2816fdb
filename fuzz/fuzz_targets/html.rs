//! Any bytes as a page.
#![no_main]

use exhorte::{Document, Language};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = Document::from_bytes("any", [b"<html>", bytes].concat(), Language::Fr);
});
