//! PDF: the text of pages, put together from where their characters stand.
//!
//! `hayro-syntax` reads the syntax of a file; what is below this module turns the operators of a page into characters
//! with places ([`page`], [`font`]), these into rows ([`rows`]), takes numbers of lines ([`margin`]), headers, footers and
//! footnotes away ([`furniture`]), finds columns ([`columns`]) and joins lines into paragraphs ([`paragraphs`]).

mod bounds;
mod columns;
mod font;
mod furniture;
mod margin;
mod page;
mod paragraphs;
mod rows;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::{LoadPdfError, Pdf};

use super::{Content, Pages, Refusal, numeral};
use bounds::{Budget, Excess};
use page::Shown;
use paragraphs::Paragraphs;
use rows::Row;

/// A page as it is taken apart.
struct Sheet {
    rows: Vec<Row>,
    /// Drawn lines: their left end, right end and height.
    rules: Vec<(f32, f32, f32)>,
    width: f32,
}

/// So few characters tell nothing of what they are.
const FEW: usize = 60;

/// What keeps a file from being read.
enum Failure {
    Damaged,
    Encrypted,
    Excess(Excess),
    /// Pages that show nothing but images, and how many.
    Scanned(usize),
    Empty(usize),
    /// Characters that nothing gives a meaning.
    Unknown,
}

/// Reads a PDF file.
pub(super) fn read(bytes: Vec<u8>) -> Result<Content, Refusal> {
    // Only the reader of the syntax is outside of this project's hands, but it reads as it is asked, and so stands
    // behind all that is below. A panic in it would end the reading of all other files, too.
    let content = catch_unwind(AssertUnwindSafe(|| content(bytes)));
    content.unwrap_or(Err(Failure::Damaged)).map_err(Failure::refuse)
}

fn content(bytes: Vec<u8>) -> Result<Content, Failure> {
    bounds::check(&bytes)?;
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Failure::Encrypted,
        LoadPdfError::Invalid => Failure::Damaged,
    })?;
    let mut sheets = sheets(&pdf)?;
    let body = body_size(&sheets);
    margin::strip(&mut sheets);
    furniture::strip(&mut sheets);
    let notes = furniture::footnotes(&mut sheets, body);
    let (mut paragraphs, mut gutter) = (Paragraphs::default(), None);
    for sheet in sheets {
        paragraphs.page();
        columns::lines(sheet.rows, &mut gutter).into_iter().for_each(|column| paragraphs.column(column));
    }
    notes.iter().for_each(|note| paragraphs.paragraph(note));
    let (text, starts) = paragraphs.finish();
    Ok(Content { text, pages: Pages::new(starts), ..Content::default() })
}

/// What the pages show, row by row.
fn sheets(pdf: &Pdf) -> Result<Vec<Sheet>, Failure> {
    let (mut fonts, mut budget) = (HashMap::new(), Budget::new());
    let (mut sheets, mut images, mut characters) = (Vec::new(), 0, Characters::default());
    for page in pdf.pages().iter() {
        let shown = page::read(page, &mut fonts, &mut budget)?;
        images += usize::from(shown.images);
        characters.count(&shown);
        let (mut rows, mut rules, width) = (rows::rows(&shown.glyphs), shown.rules, page.render_dimensions().0);
        if rows::mirror(&mut rows, width) {
            rules.iter_mut().for_each(|(from, to, _)| (*from, *to) = (width - *to, width - *from));
        }
        sheets.push(Sheet { rows, rules, width });
    }
    match characters.all {
        0 if images != 0 => Err(Failure::Scanned(images)),
        0 => Err(Failure::Empty(sheets.len())),
        _ if characters.make_no_text() => Err(Failure::Unknown),
        _ => Ok(sheets),
    }
}

/// What the characters of a file are.
#[derive(Default)]
struct Characters {
    /// All but white space.
    all: usize,
    /// Letters and figures.
    words: usize,
    /// Dots and dashes, which lines and tables of contents are made of.
    leaders: usize,
    /// Those that nothing gives a meaning.
    unknown: usize,
}

impl Characters {
    fn count(&mut self, shown: &Shown) {
        self.unknown += shown.unknown;
        for character in shown.glyphs.iter().map(|glyph| glyph.character).filter(|c| !c.is_whitespace()) {
            self.all += 1;
            self.words += usize::from(character.is_alphanumeric());
            self.leaders += usize::from(matches!(character, '.' | '_' | '-' | '\u{2026}'));
        }
    }

    /// Whether most of them are unknown, or are signs: codes of which nothing says what they mean look like that.
    fn make_no_text(&self) -> bool {
        self.all < self.unknown * 2 || FEW < self.all && self.words * 2 < self.all - self.leaders
    }
}

/// The size that most of the text has.
fn body_size(sheets: &[Sheet]) -> f32 {
    let mut sizes: HashMap<i32, usize> = HashMap::new();
    for cell in sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|row| &row.cells) {
        *sizes.entry((cell.size * 4.0).round() as i32).or_default() += cell.text.len();
    }
    let most = sizes.into_iter().max_by_key(|(size, characters)| (*characters, *size));
    most.map_or(0.0, |(size, _)| size as f32 / 4.0)
}

/// What may stand behind the end of a sentence.
fn is_note_mark(character: char) -> bool {
    numeral::is_raised(character) || matches!(character, ' ' | '*' | '\u{201d}' | '"' | ')' | '\u{bb}' | '\u{a0}')
}

impl From<Excess> for Failure {
    fn from(excess: Excess) -> Self {
        Failure::Excess(excess)
    }
}

impl Failure {
    fn refuse(self) -> Refusal {
        let text = "a PDF file that holds its text as text";
        let (found, expected, advice) = match self {
            Failure::Damaged => (
                "a PDF file that is damaged or cut short".to_owned(),
                "a whole one",
                "fetch it again, or open it in a viewer and print it into a new PDF file",
            ),
            Failure::Encrypted => (
                "a PDF file that is locked with a password".to_owned(),
                "one that opens without",
                "save it without a password, or give its text to `exhorte extract -`",
            ),
            Failure::Excess(Excess::Unended) => (
                format!("a PDF file with {}", Excess::Unended.found()),
                "a whole one",
                "fetch it again, or open it in a viewer and print it into a new PDF file",
            ),
            Failure::Excess(excess) => (
                format!("a PDF file with {}", excess.found()),
                "a document of some hundred pages",
                "print the pages in question into a new PDF file",
            ),
            Failure::Scanned(pages) => (
                format!("a PDF file of {pages} scanned page(s) without text"),
                text,
                "have its text recognised (OCR), or fetch the document in another form",
            ),
            Failure::Empty(pages) => (
                format!("a PDF file of {pages} page(s) without text"),
                text,
                "look at it in a viewer; another form of the document may have its text",
            ),
            Failure::Unknown => (
                "a PDF file that does not say what its characters are".to_owned(),
                text,
                "have its text recognised (OCR), or fetch the document in another form",
            ),
        };
        Refusal { found, expected: expected.to_owned(), advice: advice.to_owned(), foreign: None }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::outline::{self, Section};
    use crate::{Document, Language, Lexicons};

    /// The words of each operative paragraph, without spaces and marks of footnotes, by its label.
    fn paragraphs(lexicons: &Lexicons, document: &Document) -> Vec<(String, String)> {
        let outline = outline::segment(lexicons, document);
        let operative = outline.operative.iter().filter(|paragraph| paragraph.section == Section::Operative);
        let words = |pieces: &[crate::Span]| -> String {
            let text = pieces.iter().flat_map(|piece| piece.of(&document.text).chars());
            text.filter(|c| !c.is_whitespace() && !numeral::is_raised(*c)).collect()
        };
        operative.map(|p| (format!("{}{}", p.part, p.label), words(&p.pieces))).collect()
    }

    /// Real resolutions, as the United Nations publishes them, beside their plain text.
    #[test]
    fn published_files_hold_the_words_of_their_text() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
        let corpus = std::env::var_os("SHARED").map_or(corpus, |shared| Path::new(&shared).join("corpus"));
        let lexicons = Lexicons::embedded();
        let (mut files, mut all, mut found, mut same) = (0, 0, 0, 0);
        for entry in fs::read_dir(corpus.join("pdf")).into_iter().flatten().flatten() {
            let plain = corpus.join("en").join(entry.file_name()).with_extension("txt");
            if !plain.is_file() {
                continue;
            }
            files += 1;
            let open = |path: &Path| Document::open(path, Language::En).expect("a published file can be read");
            let read: HashMap<String, String> = paragraphs(&lexicons, &open(&entry.path())).into_iter().collect();
            for (label, words) in paragraphs(&lexicons, &open(&plain)) {
                all += 1;
                found += usize::from(read.contains_key(&label));
                if read.get(&label) == Some(&words) {
                    same += 1;
                } else {
                    let other = read.get(&label).map_or("(none)", String::as_str);
                    println!("{} {label}\n  text {words}\n  PDF  {other}", plain.display());
                }
            }
        }
        if files == 0 {
            println!("skipped: {} is not there", corpus.display());
            return;
        }
        println!("{files} files: {found} of {all} paragraphs found, {same} with the same words");
        assert_eq!(found, all);
        assert!(all * 98 <= same * 100);
    }
}
