//! Any bytes, read as whatever they are.
#![no_main]

use exhorte::{Document, Language};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = Document::from_bytes("any", bytes.to_vec(), Language::Fr);
});
