//! Any text from beginning to end, in each language.
#![no_main]

use std::sync::LazyLock;

use exhorte::{Document, Language, Lexicons, extract};
use libfuzzer_sys::fuzz_target;

static LEXICONS: LazyLock<Lexicons> = LazyLock::new(Lexicons::embedded);

fuzz_target!(|text: &str| {
    for language in Language::ALL {
        let document = Document::new("any", text, language);
        for record in extract(&LEXICONS, &document).records {
            let _ = &document.text[record.span.start..record.span.end];
        }
    }
});
