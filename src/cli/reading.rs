//! What all commands that read documents have in common: lexicons, language, files and standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use exhorte::{Document, Error, Language, Lexicons};

use super::inputs::is_dash;
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

/// How much of a file is read to tell whether it is a document at all.
pub const BEGINNING: u64 = 64 * 1024;
/// How large a file may be: the places of words are counted in 32 bits.
const LARGEST: u64 = u32::MAX as u64;

/// The name that means standard input or output.
pub const DASH: &str = "-";

impl Reading {
    /// Reading in a language, or in that of each document.
    pub fn of(language: Option<Language>) -> Self {
        Reading { lexicons: None, language }
    }

    /// The lexicons that were asked for.
    pub fn lexicons(&self) -> Result<&'static Lexicons, Error> {
        lexicons(self.lexicons.as_deref())
    }

    /// The language that was asked for.
    pub fn language(&self) -> Option<Language> {
        self.language
    }

    /// Reads a file, or standard input where it is called `-`.
    pub fn open(&self, lexicons: &Lexicons, path: &Path) -> Result<Document, Error> {
        self.document(lexicons, path, self.bytes(path)?)
    }

    /// The bytes of a file, or of standard input where it is called `-`.
    pub fn bytes(&self, path: &Path) -> Result<Vec<u8>, Error> {
        if is_dash(path) {
            let mut bytes = Vec::new();
            let read = io::stdin().lock().read_to_end(&mut bytes);
            return read.map(|_| bytes).map_err(|source| Error::Read { path: PathBuf::from("standard input"), source });
        }
        if path.is_dir() {
            let name = path.display().to_string();
            let (found, expected) = ("a folder".to_owned(), "a file".to_owned());
            return Err(missing(&name, found, expected, "name one of the files in it".to_owned()));
        }
        let failed = |source| Error::Read { path: path.to_owned(), source };
        let mut file = File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        let mut bytes = Vec::new();
        // A film or the copy of a disk need not be read to be refused.
        file.by_ref().take(BEGINNING).read_to_end(&mut bytes).map_err(failed)?;
        let name = path.display().to_string();
        if let Some(foreign) = Document::foreign(&name, &bytes) {
            return Err(foreign);
        }
        if LARGEST < size {
            let (found, expected) = (format!("a file of {} MB", size >> 20), "one of less than 4 GB".to_owned());
            return Err(missing(&name, found, expected, "give the document in parts".to_owned()));
        }
        bytes.reserve_exact(usize::try_from(size).unwrap_or_default().saturating_sub(bytes.len()));
        file.read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }

    /// Reads bytes in the language that was asked for or else in their own.
    pub fn document(&self, lexicons: &Lexicons, path: &Path, bytes: Vec<u8>) -> Result<Document, Error> {
        let path = if is_dash(path) { Path::new("stdin") } else { path };
        // Bytes are decoded alike whatever the language, which can be told from the text.
        let mut document = Document::from_bytes(&path.display().to_string(), bytes, Language::ALL[0])?;
        if let Some(name) = path.file_name() {
            document.name = name.to_string_lossy().into_owned();
        }
        document.tell_language(lexicons, self.language);
        Ok(document)
    }
}

/// The lexicons of a folder, or those in the program.
///
/// They live as long as the program: to take them apart word by word would only make its end slower.
pub fn lexicons(folder: Option<&Path>) -> Result<&'static Lexicons, Error> {
    let lexicons = folder.map_or_else(|| Ok(Lexicons::embedded()), Lexicons::read)?;
    Ok(Box::leak(Box::new(lexicons)))
}
