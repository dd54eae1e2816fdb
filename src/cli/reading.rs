//! What all commands that read documents have in common: lexicons, language, files and standard input.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use exhorte::{Document, Error, Language, Lexicons};

use super::missing;

/// How documents are to be read.
#[derive(Args, Debug)]
pub struct Reading {
    /// Read with the tables of this folder, laid out as lexicons/, instead of those in the program
    #[arg(long, value_name = "DIR")]
    lexicons: Option<PathBuf>,

    /// The language of the documents: fr or en; without it each is recognised
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<Language>,
}

/// The name that means standard input or output.
pub const DASH: &str = "-";

impl Reading {
    /// The lexicons that were asked for.
    pub fn lexicons(&self) -> Result<&'static Lexicons, Error> {
        lexicons(self.lexicons.as_deref())
    }

    /// Reads a file, or standard input where it is called `-`.
    pub fn open(&self, path: &Path) -> Result<Document, Error> {
        open(path, self.language)
    }
}

/// The lexicons of a folder, or those in the program.
///
/// They live as long as the program: to take them apart word by word would only make its end slower.
pub fn lexicons(folder: Option<&Path>) -> Result<&'static Lexicons, Error> {
    let lexicons = folder.map_or_else(|| Ok(Lexicons::embedded()), Lexicons::read)?;
    Ok(Box::leak(Box::new(lexicons)))
}

/// Reads a file, or standard input where it is called `-`, in the language that is given or else in its own.
pub fn open(path: &Path, language: Option<Language>) -> Result<Document, Error> {
    // Bytes are decoded alike whatever the language, which can be told from the text.
    let mut document = decode(path, language.unwrap_or(Language::Fr))?;
    document.language = language.unwrap_or_else(|| language_of(&document));
    document.note_other_languages();
    Ok(document)
}

fn decode(path: &Path, language: Language) -> Result<Document, Error> {
    if path.as_os_str() == DASH {
        let mut bytes = Vec::new();
        let read = io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|source| Error::Read { path: PathBuf::from("standard input"), source })?;
        return Document::from_bytes("stdin", bytes, language);
    }
    if path.is_dir() {
        let name = path.display().to_string();
        let (found, expected) = ("a folder".to_owned(), "a file".to_owned());
        let advice = format!("name the files in it with a pattern, as `{}`", path.join("*.txt").display());
        return Err(missing(&name, found, expected, advice));
    }
    Document::open(path, language)
}

/// The language of a document that was not told.
fn language_of(document: &Document) -> Language {
    Document::recognise_language(&document.text)
}
