//! PDF files: what is read from them, and what damaged and hostile ones do not bring about.

#![cfg(feature = "pdf")]

mod print;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use exhorte::{Column, Document, Extraction, Language, Lexicons, extract};
use print::{A4, Form, Running, Script};
use proptest::prelude::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// Where the tests may write.
fn target(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("pdf").join(folder)
}

fn read(path: &Path, language: Language) -> Extraction {
    let document = Document::open(path, language).expect("a file of the tests can be read");
    extract(&Lexicons::embedded(), &document)
}

/// Two golden documents as `print_files` made them, with masthead, running header, job number, number of the page,
/// footnotes, raised marks and words cut at the ends of lines; the second has two columns.
#[test]
fn a_pdf_gives_the_records_of_its_text() {
    for name in ["assembly", "council"] {
        let printed = read(&root().join(format!("files/{name}.pdf")), Language::Fr);
        let plain = read(&root().join(format!("golden/{name}/fr.txt")), Language::Fr);
        let pages: Vec<Option<u32>> = printed.records.iter().map(|record| record.page).collect();
        assert!(pages.is_sorted() && pages[0].is_some() && pages[0] < pages[pages.len() - 1], "{pages:?}");
        assert!(!plain.records.is_empty());
        assert_eq!(differences(&plain, &printed, &COLUMNS_OF_PLACES), [""; 0], "{name}");
    }
}

/// Where something stands in a file, which is not the same in its text.
const COLUMNS_OF_PLACES: [Column; 3] = [Column::Page, Column::Start, Column::End];

/// What the records of two readings do not share, but for some columns.
fn differences(plain: &Extraction, printed: &Extraction, but: &[Column]) -> Vec<String> {
    let mut differences = Vec::new();
    if plain.records.len() != printed.records.len() {
        differences.push(format!("{} records instead of {}", printed.records.len(), plain.records.len()));
    }
    for (plain, printed) in plain.records.iter().zip(&printed.records) {
        for column in Column::ALL.iter().filter(|column| !but.contains(column)) {
            let [plain_value, printed_value] = [plain, printed].map(|record| format!("{:?}", record.value(*column)));
            if plain_value != printed_value {
                differences.push(format!("{} {column:?}: {printed_value} instead of {plain_value}", plain.id));
            }
        }
    }
    differences
}

/// The forms in which the golden documents are printed.
const FORMS: [Form; 7] = [
    YORK,
    COLUMNS,
    Form { name: "geneva", paper: A4, size: 11, running: Running::Geneva, ..Form::PLAIN },
    Form { name: "ragged", paper: A4, justified: false, running: Running::Page, ..Form::PLAIN },
    Form { name: "lines", numbered: Some(1), banner: Some("Advance unedited version"), ..Form::PLAIN },
    Form { name: "fives", numbered: Some(5), paper: A4, running: Running::Dashes, size: 12, ..Form::PLAIN },
    Form { name: "draft", watermark: Some("DRAFT"), spaced: true, columns: 2, ..Form::PLAIN },
];
const YORK: Form = Form { name: "york", cut: true, ..Form::PLAIN };
const COLUMNS: Form = Form { name: "columns", cut: true, columns: 2, ..Form::PLAIN };

/// Whatever form a document is printed in, it gives the records of its text.
#[test]
fn every_form_gives_the_records_of_the_text() {
    let names = ["assembly", "council", "parts", "rights", "seeds"];
    let texts: Vec<(&str, Language)> =
        names.iter().flat_map(|name| Language::ALL.map(|language| (*name, language))).collect();
    let golden = |name: &str, language: Language| root().join(format!("golden/{name}/{language}.txt"));
    let documents = texts.iter().flat_map(|(name, language)| {
        let text = fs::read_to_string(golden(name, *language)).unwrap();
        FORMS.map(|form| (format!("{name}.{language}.{}", form.name), print::document(&text, &form)))
    });
    let Some(files) = print::print(&target("forms"), &documents.collect::<Vec<_>>()) else {
        eprintln!("skipped: LibreOffice (soffice) is not there");
        return;
    };
    let mut wrong = Vec::new();
    for ((name, language), files) in texts.iter().zip(files.chunks(FORMS.len())) {
        let plain = read(&golden(name, *language), *language);
        for (form, file) in FORMS.iter().zip(files) {
            // Of some hyphens at the ends of lines nothing in the text tells whether they are those of compounds.
            let text_of_times = [Column::Deadline, Column::DeadlineText, Column::DeadlineDate, Column::Recurrence];
            let but = if form.cut {
                &[COLUMNS_OF_PLACES.as_slice(), &text_of_times].concat()
            } else {
                &COLUMNS_OF_PLACES[..]
            };
            let mut differences = differences(&plain, &read(file, *language), but);
            differences.retain(|difference| !form.cut || !is_of_a_hyphen(difference));
            wrong.extend(differences.into_iter().map(|difference| format!("{}: {difference}", file.display())));
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether a difference is none without hyphens.
fn is_of_a_hyphen(difference: &str) -> bool {
    let (printed, plain) =
        difference.split_once(": ").and_then(|(_, values)| values.split_once(" instead of ")).unwrap();
    printed.replace('-', "") == plain.replace('-', "")
}

/// Makes the files that stand beside the tests anew: `cargo test --test pdf print_files -- --ignored`.
#[test]
#[ignore = "it writes into tests/files"]
fn print_files() {
    let of = |name: &str, form: Form| {
        let text = fs::read_to_string(root().join(format!("golden/{name}/fr.txt"))).unwrap();
        (name.to_owned(), print::document(&text, &form))
    };
    let documents = [of("assembly", YORK), of("council", COLUMNS)];
    for file in print::print(&target("files"), &documents).expect("LibreOffice (soffice) is there") {
        fs::copy(&file, root().join("files").join(file.file_name().unwrap())).unwrap();
    }
}

/// Texts that the grammar cannot read come out of a file as they went in, in one column and in two, and are told.
#[test]
fn other_languages_keep_their_order() {
    let languages = [
        Script { code: "ar", language: "Arabic", font: "DejaVu Sans", leftwards: true },
        Script { code: "es", language: "Spanish", font: "Liberation Serif", leftwards: false },
        Script { code: "ru", language: "Russian", font: "Liberation Serif", leftwards: false },
        Script { code: "zh", language: "Mandarin", font: "WenQuanYi Micro Hei", leftwards: false },
    ];
    let languages: Vec<Script> = languages.into_iter().filter(|script| print::has_font(script.font)).collect();
    let text =
        |script: &Script| fs::read_to_string(root().join(format!("files/lighthouses.{}.txt", script.code))).unwrap();
    let documents = languages.iter().flat_map(|script| {
        [1, 2].map(|columns| (format!("{}{columns}", script.code), print::in_script(&text(script), script, columns)))
    });
    let Some(files) = print::print(&target("languages"), &documents.collect::<Vec<_>>()) else {
        eprintln!("skipped: LibreOffice (soffice) is not there");
        return;
    };
    for (script, files) in languages.iter().zip(files.chunks(2)) {
        for file in files {
            let mut document = Document::open(file, Language::Fr).unwrap();
            let lines: Vec<&str> = document.text.lines().filter(|line| !line.is_empty()).collect();
            assert_eq!(lines, text(script).lines().collect::<Vec<_>>(), "{}", file.display());
            document.tell_language(&Lexicons::embedded(), None);
            let told = document.notes.iter().any(|note| note.words == script.language);
            assert!(told, "{}: {:?}", file.display(), document.notes);
        }
    }
}

/// A file of these objects, the first of which is its catalog.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut starts = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        starts.push(file.len());
        writeln!(file, "{} 0 obj", place + 1).unwrap();
        file.extend_from_slice(object);
        file.extend_from_slice(b"\nendobj\n");
    }
    let xref = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for start in starts {
        writeln!(file, "{start:010} 00000 n ").unwrap();
    }
    write!(file, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF", objects.len() + 1).unwrap();
    file
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<</Length {} {dict}>>\nstream\n", data.len()).into_bytes();
    object.extend_from_slice(data);
    object.extend_from_slice(b"\nendstream");
    object
}

const CATALOG: &[u8] = b"<</Type/Catalog/Pages 2 0 R>>";

/// A file of one page with this content and further objects from the fifth on.
fn page(resources: &str, content: Vec<u8>, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        CATALOG.to_vec(),
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<<{resources}>>>>").into_bytes(),
        content,
    ];
    objects.extend_from_slice(more);
    file(&objects)
}

fn open(bytes: Vec<u8>) -> Result<Document, String> {
    Document::from_bytes("file.pdf", bytes, Language::Fr).map_err(|error| error.to_string())
}

#[track_caller]
fn refused(bytes: Vec<u8>, found: &str) {
    let error = open(bytes).expect_err("this file is refused");
    assert!(
        error.starts_with("file.pdf: a PDF file ") && error.contains(found) && error.contains("expected"),
        "{error}"
    );
}

fn packed(data: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(data).unwrap();
    packer.finish().unwrap()
}

#[test]
fn plain_pages_are_read() {
    let font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>";
    let content = b"BT /F 10 Tf 50 700 Td (L'Assembl\xE9e) Tj 64 0 Td (g\xE9n\xE9rale,) Tj ET".to_vec();
    let document = open(page(font, stream("", &content), &[])).unwrap();
    assert_eq!(&*document.text, "L'Assemblée générale,");
    assert_eq!(document.pages.at(0), Some(1));
}

const TIMES: &str = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding<</BaseEncoding/WinAnsiEncoding\
    /Differences[1/uni2010/fi/Eacute/acute/dotlessi]>>>>>>";

/// A page of lines: how far from the left and from the bottom they stand, their size, and what they say.
fn set(lines: &[(f32, f32, f32, &str)]) -> String {
    let content: Vec<u8> =
        lines.iter().flat_map(|(x, y, size, text)| show(&format!("{x} {y} Td"), *size, text)).collect();
    open(page(TIMES, stream("", &content), &[])).unwrap().text.to_string()
}

fn show(place: &str, size: f32, text: &str) -> Vec<u8> {
    let mut operators = format!("BT /F {size} Tf {place} (").into_bytes();
    for character in text.chars() {
        operators.extend(matches!(character, '(' | ')' | '\\').then_some(b'\\'));
        operators.push(match character {
            '\u{2013}' => 0x96,
            c => u8::try_from(u32::from(c)).expect("a character of Latin-1"),
        });
    }
    operators.extend_from_slice(b") Tj ET ");
    operators
}

#[test]
fn numbers_of_lines_are_no_text() {
    let lines = [
        "1. Prie le Conseil de revoir les tarifs du port et de",
        "publier ses comptes ;",
        "2. Invite les villes.",
        "3. Reste saisie.",
    ];
    let mut page: Vec<(f32, f32, f32, &str)> =
        lines.iter().enumerate().map(|(at, line)| (90.0, 700.0 - 14.0 * at as f32, 10.0, *line)).collect();
    let text = "1. Prie le Conseil de revoir les tarifs du port et de publier ses comptes ;\n\n2. Invite les villes.\n\n3. Reste saisie.";
    assert_eq!(set(&page), text);
    let numbers = ["41", "42", "43", "44"];
    page.extend(numbers.iter().enumerate().map(|(at, number)| (60.0, 700.0 - 14.0 * at as f32, 7.0, *number)));
    assert_eq!(set(&page), text);
    // Numbers that do not grow with the lines are the text's own.
    page.last_mut().unwrap().3 = "90";
    page[4].3 = "7";
    page[5].3 = "12";
    assert!(set(&page).contains("90"));
}

#[test]
fn only_figures_beside_larger_type_are_marks() {
    let masthead = [(60.0, 700.0, 16.0, "Nations Unies"), (300.0, 704.0, 10.0, "A/80/L.31")];
    assert_eq!(set(&masthead), "Nations Unies\n\nA/80/L.31");
    let marked = [
        (60.0, 700.0, 10.0, "les puits,"),
        (104.0, 704.0, 6.0, "12"),
        (112.0, 700.0, 10.0, "et la 20"),
        (142.0, 704.0, 6.0, "e"),
    ];
    assert_eq!(set(&marked), "les puits,\u{b9}\u{b2} et la 20e");
    // A line of the next column is nearer to the mark than its own.
    let beside = [marked[0], marked[1], (300.0, 705.0, 10.0, "Prie les villes")];
    assert_eq!(set(&beside), "Prie les villes\n\nles puits,\u{b9}\u{b2}");
}

#[test]
fn ends_of_lines_join_as_words_do() {
    let long = "Rappelant les travaux de la d\u{e9}cennie des puits et des ports (2015\u{2013}";
    let text = set(&[
        (60.0, 700.0, 10.0, long),
        (60.0, 688.0, 10.0, "2030), et la r\u{e9}union des maires des petits ports insulaires sur l'ad\u{1}"),
        (60.0, 676.0, 10.0, "aptation,"),
    ]);
    assert_eq!(
        text,
        format!("{long}2030), et la r\u{e9}union des maires des petits ports insulaires sur l'adaptation,")
    );
}

#[test]
fn letters_are_told_by_their_glyphs() {
    let text = set(&[(60.0, 700.0, 10.0, "\u{3}quipements certi\u{2}\u{e9}s")]);
    assert_eq!(text, "\u{c9}quipements certifi\u{e9}s");
    // Accents that are drawn over letters, before them and behind them, as TeX does.
    let text = set(&[
        (60.0, 700.0, 10.0, "r"),
        (63.6, 700.0, 10.0, "\u{4}"),
        (63.4, 700.0, 10.0, "eunion"),
        (100.0, 700.0, 10.0, "Etat"),
        (101.6, 702.0, 10.0, "\u{4}"),
    ]);
    assert_eq!(text, "r\u{e9}union \u{c9}tat");
    let spaced = stream("", b"BT /F 10 Tf 3 Tc 60 700 Td (Mandat de la Mission) Tj ET");
    assert_eq!(&*open(page(TIMES, spaced, &[])).unwrap().text, "Mandat de la Mission");
}

#[test]
fn what_stands_across_or_outside_of_a_page_is_no_text() {
    let mut content = show("60 700 Td", 10.0, "Invite les villes.");
    content.extend(show("0.707 0.707 -0.707 0.707 150 300 Tm", 60.0, "DRAFT"));
    content.extend(show("80 690 Td", 90.0, "DRAFT"));
    content.extend(show("60 900 Td", 9.0, "job 12 above the page"));
    content.extend(show("60 -30 Td", 9.0, "below the page"));
    assert_eq!(&*open(page(TIMES, stream("", &content), &[])).unwrap().text, "Invite les villes.");
}

#[test]
fn pages_that_were_scanned_askew_are_level() {
    let words = [
        (60, 700, "Prie"),
        (90, 701, "les"),
        (380, 707, "villes"),
        (60, 688, "et les ports"),
        (350, 695, "de compter"),
    ];
    let content: Vec<u8> =
        words.iter().flat_map(|(x, y, text)| show(&format!("1 0.0222 -0.0222 1 {x} {y} Tm"), 10.0, text)).collect();
    let text = open(page(TIMES, stream("", &content), &[])).unwrap().text;
    let order: Vec<Option<usize>> = words.iter().map(|(_, _, word)| text.find(word)).collect();
    assert!(order.is_sorted() && order[0].is_some(), "{text}");
}

/// Two columns whose lines are not on the same heights, with labels that stand apart.
#[test]
fn columns_need_not_share_their_heights() {
    let left = [
        "Rappelant la charte des puits,",
        "et les travaux des maires des",
        "petites villes insulaires,",
        "avec les avis des puisatiers,",
        "et ceux des hydrologues de",
        "toutes les r\u{e9}gions,",
    ];
    let right = [
        "Prie le Secr\u{e9}taire g\u{e9}n\u{e9}ral de",
        "publier un r\u{e9}pertoire des puits",
        "publics avant la fin de 2028 ;",
        "Invite les banques \u{e0} consentir",
        "des pr\u{ea}ts de longue dur\u{e9}e aux",
        "communes insulaires.",
    ];
    let mut lines: Vec<(f32, f32, f32, &str)> = Vec::new();
    for (at, (left, right)) in left.into_iter().zip(right).enumerate() {
        lines.push((60.0, 700.0 - 12.0 * at as f32, 10.0, left));
        lines.push((if at % 3 == 0 { 230.0 } else { 210.0 }, 694.0 - 12.0 * at as f32, 10.0, right));
    }
    lines.extend([(210.0, 694.0, 10.0, "1."), (210.0, 658.0, 10.0, "2.")]);
    let text = set(&lines);
    assert_eq!(
        text.split("\n\n").collect::<Vec<_>>(),
        [left.join(" "), format!("1. {}", right[..3].join(" ")), format!("2. {}", right[3..].join(" ")),]
    );
}

#[test]
fn codes_without_meaning_are_told() {
    let unknown = "that does not say what its characters are";
    let composite = "/Font<</F<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X>>]>>>>";
    refused(page(composite, stream("", b"BT /F 10 Tf 60 700 Td <0003000400050006> Tj ET"), &[]), unknown);
    // Glyphs of a subset, numbered as they come.
    let numbered: String =
        (0..300).map(|at| char::from(b'!' + (at * 7 % 15) as u8)).filter(|c| !"()".contains(*c)).collect();
    refused(page(TIMES, stream("", &show("60 700 Td", 2.0, &numbered)), &[]), unknown);
    // Glyphs that are drawings, with names that say what they are.
    let drawn = "/Font<</F<</Type/Font/Subtype/Type3/FontMatrix[0.001 0 0 0.001 0 0]/FirstChar 97/LastChar 98/Widths[500 500]/CharProcs<<>>/Encoding<</Differences[97/P/u]>>>>>>";
    let text = open(page(drawn, stream("", b"BT /F 10 Tf 60 700 Td (ab) Tj ET"), &[])).unwrap().text;
    assert_eq!(&*text, "Pu");
}

#[test]
fn what_holds_no_text_is_told() {
    refused(page("", stream("", b""), &[]), "1 page(s) without text");
    let image = stream("/Type/XObject/Subtype/Image/Width 1/Height 1", b"x");
    refused(page("/XObject<</I 5 0 R>>", stream("", b"/I Do"), &[image]), "scanned");
    refused(b"%PDF-1.7\nnothing".to_vec(), "damaged");
    let mut locked = page("", stream("", b""), &[]);
    let at = locked.windows(7).position(|bytes| bytes == b"trailer").unwrap();
    let lock = b"trailer\n<</Encrypt<</Filter/Standard/V 9/R 9>>/ID[(a)(a)]";
    locked.splice(at..at + 10, lock.iter().copied());
    refused(locked, "locked");
}

#[test]
fn hostile_files_are_refused() {
    let zeros = packed(&vec![b' '; 300 << 20]);
    refused(page("", stream("/Filter/FlateDecode", &zeros), &[]), "256 MB");
    refused(page("", stream("/Filter[/FlateDecode/FlateDecode]", &packed(&zeros)), &[]), "256 MB");
    // Drawings that draw each other over and over again.
    let forms: Vec<Vec<u8>> = (5..15)
        .map(|next| {
            let dict = format!("/Type/XObject/Subtype/Form/Resources<</XObject<</X {} 0 R>>>>", next + 1);
            stream(&dict, &b"/X Do ".repeat(60))
        })
        .collect();
    refused(page("/XObject<</X 5 0 R>>", stream("", b"/X Do"), &forms), "drawing operators");
}

#[test]
fn endless_and_deep_files_come_to_an_end() {
    let kids = b"<</Type/Pages/Count 9/Kids[2 0 R 3 0 R 2 0 R]>>".to_vec();
    let again = b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]>>".to_vec();
    assert!(open(file(&[CATALOG.to_vec(), kids, again])).is_err());
    for (open_, close) in [("[", "]"), ("<</A", ">>"), ("(", ")")] {
        let deep = format!("{}{}", open_.repeat(200_000), close.repeat(200_000));
        let deep_object = deep.clone().into_bytes();
        assert!(open(page("", stream("", deep.as_bytes()), &[deep_object])).is_err());
    }
    let many: Vec<Vec<u8>> = (0..100_000).map(|_| b"<<>>".to_vec()).collect();
    assert!(open(page("", stream("", b""), &many)).is_err());
    let own = stream("/Type/XObject/Subtype/Form/Resources<</XObject<</X 5 0 R>>>>", b"/X Do");
    assert!(open(page("/XObject<</X 5 0 R>>", stream("", b"/X Do"), &[own])).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Damage of every kind gives a text or an error.
    #[test]
    fn damaged_files_never_panic(
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..40),
        cut in any::<prop::sample::Index>(),
        span in (any::<prop::sample::Index>(), 0..4000_usize),
        kind in 0..3,
    ) {
        let mut bytes = fs::read(root().join("files/assembly.pdf")).unwrap();
        match kind {
            0 => flips.iter().for_each(|(at, byte)| *at.get_mut(&mut bytes) = *byte),
            1 => bytes.truncate(cut.index(bytes.len())),
            _ => {
                let from = span.0.index(bytes.len());
                let to = bytes.len().min(from + span.1);
                bytes.drain(from..to);
            }
        }
        if let Ok(document) = open(bytes) {
            let extraction = extract(&Lexicons::embedded(), &document);
            for record in &extraction.records {
                prop_assert!(document.text.get(record.span.start..record.span.end).is_some());
            }
        }
    }
}
