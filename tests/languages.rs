//! Whether real texts are taken for what they are in; skipped where there are none beside the project.

use std::fs;
use std::path::PathBuf;

use exhorte::{Document, Language, Lexicons};

#[test]
fn real_texts_are_recognised_whole_and_by_the_paragraph() {
    let shared = std::env::var_os("SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let lexicons = Lexicons::embedded();
    let (mut paragraphs, mut wrong) = (0, Vec::new());
    for language in Language::ALL {
        let folder = shared.join("corpus").join(language.code());
        let Ok(texts) = fs::read_dir(&folder) else {
            eprintln!("skipped: {} is not there", folder.display());
            return;
        };
        for path in texts.map(|text| text.expect("a text can be listed").path()) {
            let mut document = Document::open(&path, language).expect("a text can be read");
            document.tell_language(&lexicons, None);
            assert_eq!((document.language, &document.notes[..]), (language, &[][..]), "{}", path.display());
            for line in document.text.lines().filter(|line| LONG <= line.len()) {
                paragraphs += 1;
                if Document::recognise_language(line) != language {
                    wrong.push(format!("{}: {line}", path.display()));
                }
            }
        }
    }
    let few = paragraphs / 1000;
    assert!(wrong.len() <= few, "{} of {paragraphs} paragraphs:\n{}", wrong.len(), wrong.join("\n"));
    eprintln!("{} of {paragraphs} paragraphs are taken for another language", wrong.len());
}

/// How many bytes of a paragraph say what it is in; in shorter ones there may be nothing but names and numbers.
const LONG: usize = 100;
