//! Any bytes as the archive of a Word file.
#![no_main]

use exhorte::{Document, Language};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let marked = [b"PK\x03\x04", bytes, b"[Content_Types].xml"].concat();
    for bytes in [bytes.to_vec(), marked] {
        let _ = Document::from_bytes("any", bytes, Language::Fr);
    }
});
