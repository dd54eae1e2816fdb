//! What holds for any text: nothing panics, spans lie inside the text, ids are unique, no text differs from itself, and
//! long texts are read in time that grows with their length.

use std::collections::HashSet;
use std::sync::LazyLock;

use exhorte::{Document, Extraction, Language, Lexicons, Span, compare, extract, folded_key};
use proptest::prelude::*;

static LEXICONS: LazyLock<Lexicons> = LazyLock::new(Lexicons::embedded);

const GOLDEN: [(&str, Language); 7] = [
    (include_str!("golden/assembly/fr.txt"), Language::Fr),
    (include_str!("golden/council/fr.txt"), Language::Fr),
    (include_str!("golden/parts/fr.txt"), Language::Fr),
    (include_str!("golden/seeds/fr.txt"), Language::Fr),
    (include_str!("golden/assembly/en.txt"), Language::En),
    (include_str!("golden/council/en.txt"), Language::En),
    (include_str!("golden/rights/en.txt"), Language::En),
];

/// Reads a text and checks everything that must hold whatever the text is.
fn read(text: &str, language: Language) -> Extraction {
    let document = Document::new("any.txt", text, language);
    let extraction = extract(&LEXICONS, &document);
    sound(&document, &extraction);
    let comparison = compare(&extraction, &extraction);
    assert_eq!((comparison.differences, comparison.unpaired), (Vec::new(), 0), "a text differs from itself");
    extraction
}

fn sound(document: &Document, extraction: &Extraction) {
    let mut ids = HashSet::new();
    for record in &extraction.records {
        assert!(ids.insert(&record.id), "the id {} stands twice", record.id);
        inside(&document.text, record.span, &record.id);
        for trace in &record.traces {
            inside(&document.text, trace.span, trace.column.name());
        }
    }
    for note in &extraction.notes {
        inside(&document.text, note.span, note.kind.as_str());
    }
}

fn inside(text: &str, span: Span, what: &str) {
    let Span { start, end } = span;
    let sound = start <= end && text.is_char_boundary(start) && text.is_char_boundary(end);
    assert!(sound, "{what}: {start}..{end} in a text of {} bytes", text.len());
}

fn same(one: &Extraction, other: &Extraction) -> bool {
    one.records == other.records && one.notes == other.notes && one.source == other.source
}

/// The place in a text that a fraction of its length leads to.
fn place(text: &str, fraction: f64) -> usize {
    let mut at = (text.len() as f64 * fraction) as usize;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What is put into texts at random: marks, labels, halves of words, odd spaces and letters of other scripts.
fn insertion() -> impl Strategy<Value = String> {
    prop_oneof![
        proptest::sample::select(vec![
            "\n1. ",
            "\n2. ",
            "\na) ",
            "\ni) ",
            "\n\n",
            "\u{c}",
            ", ",
            " et ",
            " et de ",
            " ; ",
            " : ",
            "(",
            ")",
            "« ",
            "³",
            "12",
            "\u{ad}",
            "\u{a0}",
            "’",
            "-",
            "- ",
            "\r\n",
            "*",
            "\nA\n",
            "\nAnnexe\n",
            "\n¹ ",
            "会议",
            "просит ",
            "e\u{301}",
            "\u{200f}",
            "ﷺ",
            "/",
            "A/1/",
            "\n3 ",
            " d'ici à ",
            " lui ",
            " de ",
            "\0",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        for language in Language::ALL {
            read(&text, language);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(document) = Document::from_bytes("any.txt", bytes, Language::Fr) {
            sound(&document, &extract(&LEXICONS, &document));
        }
    }

    #[test]
    fn documents_are_read_however_cut(golden in 0..GOLDEN.len(), one in 0.0..1.0, other in 0.0..1.0) {
        let (text, language) = GOLDEN[golden];
        let (one, other) = (place(text, one), place(text, other));
        read(&text[one.min(other)..one.max(other)], language);
    }

    #[test]
    fn documents_are_read_whatever_is_put_in(
        golden in 0..GOLDEN.len(),
        insertions in proptest::collection::vec((0.0..1.0, insertion()), 1..8),
    ) {
        let (text, language) = GOLDEN[golden];
        let mut text = text.to_owned();
        for (at, insertion) in insertions {
            text.insert_str(place(&text, at), &insertion);
        }
        let first = read(&text, language);
        prop_assert!(same(&first, &read(&text, language)), "the same text was read in two ways");
    }

    #[test]
    fn bytes_of_documents_are_read_whatever_their_damage(
        golden in 0..GOLDEN.len(),
        damages in proptest::collection::vec((0.0..1.0, any::<u8>()), 1..20),
    ) {
        let (text, language) = GOLDEN[golden];
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte) in damages {
            let at = (at * bytes.len() as f64) as usize;
            bytes[at] = byte;
        }
        if let Ok(document) = Document::from_bytes("any.txt", bytes, language) {
            sound(&document, &extract(&LEXICONS, &document));
        }
    }

    #[test]
    fn without_lexicons_nothing_is_read(golden in 0..GOLDEN.len(), at in 0.0..1.0, insertion in insertion()) {
        let (text, language) = GOLDEN[golden];
        let mut text = text.to_owned();
        text.insert_str(place(&text, at), &insertion);
        let document = Document::new("any.txt", text, language);
        let extraction = extract(&Lexicons::empty(), &document);
        prop_assert!(extraction.records.is_empty());
        sound(&document, &extraction);
    }

    #[test]
    fn what_is_folded_folds_to_itself(text in "[a-zA-ZÀ-ÖØ-öø-ÿœŒ0-9 ,;.:'’()«»/\u{a0}\n\t-]{0,200}") {
        let once = folded_key(&text);
        let again = folded_key(&String::from_utf8(once.clone()).expect("Latin letters fold to UTF-8"));
        prop_assert_eq!(once, again);
    }
}

#[test]
fn numbers_that_begin_again_give_other_ids() {
    let paragraphs = "1. Prie les États de mesurer les dunes ;\n\n2. Invite les États à publier les relevés ;\n\n";
    let extraction = read(&format!("L'Assemblée générale,\n\n{}", paragraphs.repeat(3)), Language::Fr);
    assert_eq!(extraction.records.len(), 6);
    let letters = "1. Prie les États :\n\na) De mesurer ;\n\na) De publier ;\n\na) De former ;\n\n";
    read(&format!("L'Assemblée générale,\n\n{letters}"), Language::Fr);
    let annexes = "Annexe\n\n1. Prie les États de mesurer les dunes ;\n\n".repeat(3);
    read(&format!("L'Assemblée générale,\n\n1. Prie les États de mesurer ;\n\n{annexes}"), Language::Fr);
    let parts = "A\n\n1. Prie les États de mesurer les dunes ;\n\n".repeat(3);
    read(&format!("L'Assemblée générale,\n\n1. Prie les États de mesurer ;\n\n{parts}"), Language::Fr);
}

/// Texts that would take minutes or gigabytes if any stage took more than its share of each paragraph.
mod length {
    use super::*;

    /// Reads a French text of which an operative paragraph is so made.
    fn paragraph(body: &str) -> Extraction {
        read(&format!("L'Assemblée générale,\n\n1. {body}\n"), Language::Fr)
    }

    fn repeated(unit: &str, bytes: usize) -> String {
        unit.repeat(bytes / unit.len())
    }

    const MEGABYTE: usize = 1 << 20;

    #[test]
    fn one_line_of_ten_megabytes() {
        read(&repeated("les dunes et les digues, ", 10 * MEGABYTE), Language::Fr);
        paragraph(&format!(
            "Prie les États de {}",
            repeated("mesurer les dunes et les digues des îles, ", 10 * MEGABYTE)
        ));
    }

    /// Twenty-six parts of 999 paragraphs with three sub-paragraphs each.
    #[test]
    fn one_hundred_thousand_paragraphs() {
        let mut text = String::from("L'Assemblée générale,\n\n");
        for part in 'A'..='Z' {
            text.push_str(&format!("{part}\n\n"));
            for number in 1..=999 {
                text.push_str(&format!("{number}. Prie les États :\n\na) De mesurer la dune {number} ;\n\n"));
                text.push_str("b) De publier les relevés ;\n\nc) De former des guides ;\n\n");
            }
        }
        assert_eq!(read(&text, Language::Fr).records.len(), 26 * 999 * 3);
    }

    #[test]
    fn one_hundred_thousand_paragraphs_without_numbers() {
        let text = "Prie les États de mesurer les dunes ;\n\n".repeat(100_000);
        assert_eq!(read(&text, Language::Fr).records.len(), 100_000);
    }

    #[test]
    fn marks() {
        for unit in [",", ", ", "(", ")", "« ", "- ", "; ", ": ", "¹", ".", "\n", "*", "…"] {
            paragraph(&format!("Prie les États {}", repeated(unit, MEGABYTE)));
            paragraph(&format!("Prie les États de mesurer les dunes{}", repeated(unit, MEGABYTE)));
        }
    }

    #[test]
    fn figures() {
        paragraph(&format!("Prie les États de mesurer {}", repeated("1234567890", MEGABYTE)));
        paragraph(&format!("Prie les États de mesurer {}", repeated("12 ", MEGABYTE)));
        paragraph(&format!("Prie les États de mesurer les dunes{}", repeated("1 dune2, ", MEGABYTE)));
    }

    #[test]
    fn one_word() {
        paragraph(&format!("Prie les États de mesurer {}", repeated("dune", MEGABYTE)));
        paragraph(&format!("Prie les États de mesurer {}", repeated("dune-", MEGABYTE)));
        paragraph(&format!("Prie les États de mesurer {}", repeated("d'", MEGABYTE)));
    }

    #[test]
    fn particles() {
        for unit in ["et de ", "et de mesurer ", ", de mesurer ", "afin de mesurer ", "que ", "à ", "aux États "] {
            paragraph(&format!("Prie les États {}", repeated(unit, MEGABYTE / 2)));
            paragraph(&format!("Prie les États de mesurer {}", repeated(unit, MEGABYTE / 2)));
        }
    }

    #[test]
    fn verbs() {
        for unit in [
            "et prie ",
            ", prie ",
            "et prie les États ",
            "et prie les États de mesurer les dunes, ",
            "et souligne que ",
        ] {
            paragraph(&format!("Prie les États {}", repeated(unit, MEGABYTE / 4)));
        }
    }

    #[test]
    fn addressees() {
        for unit in ["les États, ", "et les États ", "les phares, ", "le Comité et ", "notamment les États, "] {
            paragraph(&format!("Prie {} de mesurer les dunes", repeated(unit, MEGABYTE / 4)));
        }
    }

    #[test]
    fn adjuncts() {
        for unit in [
            "d'ici à 2030, ",
            "en coopération avec les États, ",
            "selon qu'il convient, ",
            "qui ",
            "notamment en ",
            "tous les ans ",
            "un rapport au Conseil ",
        ] {
            paragraph(&format!("Prie les États de mesurer {}", repeated(unit, MEGABYTE / 4)));
            paragraph(&format!("Prie les États, {} de mesurer", repeated(unit, MEGABYTE / 4)));
        }
    }

    #[test]
    fn symbols() {
        let symbols: String = (0..100_000).map(|number| format!("A/{number}/1, ")).collect();
        paragraph(&format!("Prie les États de lire {symbols}"));
    }

    #[test]
    fn clauses_without_actions() {
        paragraph(&repeated("Demande aux dunes, ", MEGABYTE));
        paragraph(&repeated("souligne l'importance des dunes et ", MEGABYTE));
        paragraph(&format!("Prie les États de mesurer {}", repeated("compte tenu de ", MEGABYTE)));
        paragraph(&format!("Prie les États de mesurer {}", repeated("les dunes et de mesurer ", MEGABYTE)));
    }

    #[test]
    fn lettered_sub_paragraphs() {
        let mut text = String::from("L'Assemblée générale,\n\n1. Prie les États :\n");
        for number in 0..100_000_u32 {
            let letter = char::from(b'a' + (number % 26) as u8);
            text.push_str(&format!("{letter}) De mesurer la dune {number} ;\n"));
        }
        let document = Document::new("any.txt", text, Language::Fr);
        extract(&LEXICONS, &document);
    }

    #[test]
    fn sub_paragraphs_that_all_begin_anew() {
        let mut text = String::from("L'Assemblée générale,\n\n1. Prie les États :\n");
        text.push_str(&repeated("a) De mesurer les dunes :\n", MEGABYTE / 4));
        let document = Document::new("any.txt", text, Language::Fr);
        extract(&LEXICONS, &document);
    }

    #[test]
    fn lines_behind_a_long_line() {
        let mut text = format!("L'Assemblée générale,\n\n1. Prie les États ;{}\n", repeated("*", MEGABYTE));
        text.push_str(&repeated("Les dunes\n", MEGABYTE / 4));
        read(&text, Language::Fr);
    }
}

/// The same text with its lines broken at a width, as in print.
fn broken(text: &str, width: usize) -> String {
    let mut broken = String::new();
    for line in text.lines() {
        let mut room = width;
        for word in line.split(' ') {
            let gap = if room == width {
                ""
            } else if room < word.len() {
                "\n"
            } else {
                " "
            };
            room = if gap == "\n" { width } else { room }.saturating_sub(word.len() + 1);
            broken.push_str(gap);
            broken.push_str(word);
        }
        broken.push('\n');
    }
    broken
}

#[test]
fn broken_lines_lose_nothing() {
    for (text, language) in GOLDEN {
        let asks = |text: &str| -> Vec<String> {
            let records = read(text, language).records;
            records.iter().map(|record| format!("{} {} {}", record.paragraph, record.act, record.action)).collect()
        };
        assert_eq!(asks(&broken(text, 88)), asks(text), "{language:?}");
    }
}

/// A paragraph without end is read in parts, each with an id of its own, and nothing of it is left out.
#[test]
fn endless_paragraphs_are_read() {
    let ask = "prie les \u{c9}tats de compter les phares de leurs c\u{f4}tes, ";
    let count = 3 * (1 << 20) / ask.len();
    let endless = ask.repeat(count);
    let broken = (ask.to_owned() + "\n").repeat(count);
    for text in [&endless, &broken] {
        let text = format!(
            "L'Assembl\u{e9}e g\u{e9}n\u{e9}rale,\n\n1. Rappelle ce qui suit, {text}et d\u{e9}cide.\n\n2. Prie."
        );
        let extraction = read(&text, Language::Fr);
        assert!(count <= extraction.records.len() + 4, "{} of {count}", extraction.records.len());
        assert!(extraction.records.iter().any(|record| record.id.contains("OP1~3.")));
    }
    // Without any place between words at which it could be cut.
    read(&format!("L'Assembl\u{e9}e g\u{e9}n\u{e9}rale,\n\n1. Prie {}", "\u{e9}".repeat(2 << 20)), Language::Fr);
}
