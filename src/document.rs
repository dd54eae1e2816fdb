//! Reading: a file or a stream becomes a [`Document`].

#[cfg(feature = "docx")]
mod docx;
mod foreign;
#[cfg(feature = "html")]
mod html;
mod kind;
#[cfg(any(feature = "docx", feature = "html"))]
mod lines;
#[cfg(any(feature = "docx", feature = "html", feature = "pdf"))]
#[cfg_attr(not(any(feature = "docx", feature = "html")), allow(dead_code))]
mod numeral;
#[cfg(feature = "pdf")]
mod pdf;
mod text;
mod tongue;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::{Error, Language, Lexicons, Note, extract};
pub use foreign::Foreign;
use kind::Kind;
use tongue::Samples;

/// A text as it was read, untouched, with what is known of it before it is segmented.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file name without its folder, or `stdin`.
    pub name: String,
    /// The text; all spans of results are ranges of its bytes.
    pub text: Arc<str>,
    /// Where its pages begin.
    pub pages: Pages,
    /// The language in which it is to be read.
    pub language: Language,
    /// Doubts about the reading, such as an encoding that had to be guessed.
    pub notes: Vec<Note>,
}

/// Where the pages of a document begin in its text; empty where its form has no pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// The first byte of each page, in order.
    starts: Vec<usize>,
}

impl Pages {
    /// Pages that begin at these bytes, the first one included.
    ///
    /// ```
    /// let pages = exhorte::Pages::new(vec![0, 120]);
    /// assert_eq!((pages.at(0), pages.at(119), pages.at(120)), (Some(1), Some(1), Some(2)));
    /// assert_eq!(exhorte::Pages::default().at(7), None);
    /// ```
    pub fn new(mut starts: Vec<usize>) -> Self {
        starts.sort_unstable();
        Pages { starts }
    }

    /// The number of the page, from 1, on which a byte of the text stands; nothing where no pages are known.
    pub fn at(&self, byte: usize) -> Option<u32> {
        let pages = self.starts.partition_point(|start| *start <= byte);
        u32::try_from(pages).ok().filter(|page| *page != 0)
    }
}

/// How many bytes a text has that is too short for its language to be told by its letters.
const SHORT: usize = 400;

/// What a reader of files finds in one.
#[derive(Clone, Debug, Default)]
struct Content {
    text: String,
    pages: Pages,
    notes: Vec<Note>,
}

/// Why a reader refuses a file.
#[derive(Clone, Debug, Default)]
struct Refusal {
    /// What was found in it.
    found: String,
    /// What would have been right.
    expected: String,
    /// What to do.
    advice: String,
    /// What it is, where it is no document at all.
    foreign: Option<Foreign>,
}

impl Refusal {
    fn of(self, path: &str) -> Error {
        let Refusal { found, expected, advice, foreign } = self;
        Error::Unreadable { path: path.to_owned(), found, expected, advice, foreign }
    }
}

/// The files that this program reads.
fn readable() -> String {
    let kinds = [
        Some("text"),
        Some("Markdown"),
        cfg!(feature = "html").then_some("HTML"),
        cfg!(feature = "docx").then_some("Word (DOCX)"),
        cfg!(feature = "pdf").then_some("PDF"),
    ];
    let kinds: Vec<&str> = kinds.into_iter().flatten().collect();
    let (last, first) = kinds.split_last().unwrap_or((&"", &[]));
    format!("{} or {last}", first.join(", "))
}

impl Document {
    /// A document of text that is already in memory.
    ///
    /// ```
    /// use exhorte::{Document, Language};
    /// let document = Document::new("draft.txt", "L'Assemblée générale,\n\n1. Prie…", Language::Fr);
    /// assert_eq!(document.stem(), "draft");
    /// ```
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>, language: Language) -> Self {
        Document { name: name.into(), text: text.into(), pages: Pages::default(), language, notes: Vec::new() }
    }

    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] where the system refuses, [`Error::Unreadable`] where no reader takes the bytes.
    pub fn open(path: &Path, language: Language) -> Result<Self, Error> {
        let bytes = fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        let mut document = Document::from_bytes(&path.display().to_string(), bytes, language)?;
        if let Some(name) = path.file_name() {
            document.name = name.to_string_lossy().into_owned();
        }
        Ok(document)
    }

    /// Reads bytes as what they are, whatever their name says: text or Markdown, HTML, DOCX or PDF; `name` is what errors
    /// call them.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] where no reader takes the bytes, with what they seem to be.
    ///
    /// ```
    /// # #[cfg(feature = "html")] {
    /// use exhorte::{Document, Language};
    /// let page = b"<html><ol start=14><li>Prie le Secr&eacute;taire g&eacute;n&eacute;ral";
    /// let document = Document::from_bytes("draft", page.to_vec(), Language::Fr).unwrap();
    /// assert_eq!(&*document.text, "14. Prie le Secr\u{e9}taire g\u{e9}n\u{e9}ral");
    /// assert!(Document::from_bytes("draft", b"{\\rtf1 Prie}".to_vec(), Language::Fr).is_err());
    /// # }
    /// ```
    pub fn from_bytes(name: &str, bytes: Vec<u8>, language: Language) -> Result<Self, Error> {
        let Content { text, pages, notes } = read(bytes).map_err(|refusal| refusal.of(name))?;
        Ok(Document { name: name.to_owned(), text: text.into(), pages, language, notes })
    }

    /// Says of a file by its beginning that it is no document, with the error that reading all of it would give; nothing
    /// where that cannot be told yet. Some tens of kilobytes are enough.
    ///
    /// ```
    /// use exhorte::{Document, Error, Foreign};
    /// let error = Document::foreign("seal.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    /// assert!(matches!(error, Error::Unreadable { foreign: Some(Foreign::Image), .. }));
    /// assert!(Document::foreign("draft.txt", b"The General Assembly,").is_none());
    /// ```
    pub fn foreign(name: &str, beginning: &[u8]) -> Option<Error> {
        kind::foreign(beginning).map(|refusal| refusal.of(name))
    }

    /// The language that most of a text is in, as samples of it tell; the first of [`Language::ALL`] where none can be
    /// told.
    ///
    /// ```
    /// use exhorte::{Document, Language};
    /// let text = "The General Assembly,\n\n1. Requests the Secretary-General to map the lighthouses.";
    /// assert_eq!(Document::recognise_language(text), Language::En);
    /// ```
    pub fn recognise_language(text: &str) -> Language {
        Samples::of(text).most()
    }

    /// Has the document read in the language given, or else in the one that most of it is in, and adds a note for every
    /// other language which a good part of it is in.
    ///
    /// This is no part of [`crate::extract`]: it tells languages apart by samples, and who made a document from text of
    /// their own knows what it is in.
    /// A single sentence is too short for that: where nothing can be read in it, the other lexicons are tried.
    pub fn tell_language(&mut self, lexicons: &Lexicons, given: Option<Language>) {
        let samples = Samples::of(&self.text);
        self.language = given.unwrap_or_else(|| samples.most());
        if given.is_none() && self.text.len() < SHORT {
            let reads = |language| !extract(lexicons, &Document { language, ..self.clone() }).records.is_empty();
            let others = Language::ALL.into_iter().filter(|language| *language != self.language);
            self.language = [self.language].into_iter().chain(others).find(|l| reads(*l)).unwrap_or(self.language);
        }
        self.notes.extend(samples.others(self.language));
    }

    /// The name without its extension: the name of the files that results go to.
    pub fn stem(&self) -> &str {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// Gives the bytes to the reader for what they are.
fn read(bytes: Vec<u8>) -> Result<Content, Refusal> {
    match kind::of(&bytes) {
        Kind::Text => text::read(bytes),
        #[cfg(feature = "html")]
        Kind::Html => html::read(bytes),
        #[cfg(feature = "docx")]
        Kind::Office => docx::read(bytes),
        #[cfg(not(feature = "html"))]
        Kind::Html => Err(kind::refuse("an HTML page, which this program was built without a reader for".to_owned())),
        #[cfg(not(feature = "docx"))]
        Kind::Office => Err(kind::refuse(
            "a Word or other Office file, which this program was built without a reader for".to_owned(),
        )),
        #[cfg(feature = "pdf")]
        Kind::Pdf => pdf::read(bytes),
        #[cfg(not(feature = "pdf"))]
        Kind::Pdf => Err(kind::refuse("a PDF file, which this program was built without a reader for".to_owned())),
        Kind::Other(what) => Err(kind::refuse(what)),
        Kind::Foreign(foreign, format) => Err(kind::refuse_foreign(foreign, &format)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_was_left_out_is_told() {
        let files = [
            (cfg!(feature = "html"), &b"<html><p>Requests"[..], "an HTML page, which", "HTML"),
            (cfg!(feature = "docx"), b"PK\x03\x04[Content_Types].xml", "Office file, which", "DOCX"),
        ];
        for (built_in, bytes, found, name) in files {
            let error = read(bytes.to_vec()).err().map(|refusal| refusal.of("draft").to_string()).unwrap_or_default();
            assert_eq!(error.contains(found), !built_in, "{error}");
            assert_eq!(readable().contains(name), built_in, "{}", readable());
        }
    }
}
