//! Where results go: a file for each document, one table of all, or standard output.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use exhorte::export::{self, Dialect, Format, Results};
use exhorte::{Error, Extraction, Language, Lexicons};

use super::files::{Unfinished, replace, sweep};
use super::inputs::{Input, is_foreign};
use super::streams;

/// What a table of all documents is called.
const COMBINED: &str = "combined";
/// For readers of which language its cells are separated, if none was asked for: that of no document can decide.
const COMBINED_IN: Language = Language::ALL[0];

/// What was asked for of results.
pub struct Settings<'l> {
    pub lexicons: &'l Lexicons,
    /// The formats, each once.
    pub formats: Vec<Format>,
    /// The language of headings and names; without it that of the document.
    pub labels: Option<Language>,
    /// Whether comma-separated values are for Excel.
    pub excel: bool,
}

impl Settings<'_> {
    /// How comma-separated values are written for readers of a language, if no other was asked for.
    fn dialect(&self, language: Language) -> Dialect {
        let language = self.labels.unwrap_or(language);
        if self.excel { Dialect::excel(self.lexicons, language) } else { Dialect::Plain }
    }
}

/// How results are written, the same for all documents: threads share it.
pub struct Writing<'l> {
    pub settings: Settings<'l>,
    /// Where each document has files of its own.
    folder: Option<PathBuf>,
    /// What is read, which must not be written over.
    inputs: Vec<Input>,
    /// The same as it is called in full, and whether it was named itself, once a file is there that might be it.
    in_full: OnceLock<HashMap<PathBuf, bool>>,
}

/// What one document gave, as far as its own thread could bring it.
pub enum Rendered {
    /// It has files of its own, which are there.
    Files(Vec<PathBuf>),
    /// Its rows in each format, which are to stand in a table with others; none in formats that are made at the end,
    /// for which all that was read is kept.
    Rows(Vec<Vec<u8>>, Option<Extraction>),
}

impl Writing<'_> {
    /// Brings what one document gave into its formats, and into files where it has its own.
    pub fn render(&self, stem: &str, extraction: Extraction) -> Result<Rendered, Error> {
        let Some(folder) = &self.folder else {
            let formats = &self.settings.formats;
            let rows = formats.iter().map(|format| self.rows(*format, &extraction)).collect::<Result<_, _>>()?;
            return Ok(Rendered::Rows(rows, (!formats.iter().all(|format| format.grows())).then_some(extraction)));
        };
        let mut files = Vec::with_capacity(self.settings.formats.len());
        for format in &self.settings.formats {
            let file = folder.join(format!("{stem}.{}", format.extension()));
            if self.is_input(&file) {
                let source = io::Error::other("it is one of the files to be read");
                return Err(Error::Write { path: file, source });
            }
            let results = self.results(std::slice::from_ref(&extraction));
            replace(&file, |to| export::write(*format, &results, to))?;
            files.push(file);
        }
        Ok(Rendered::Files(files))
    }

    fn is_input(&self, file: &Path) -> bool {
        let Some(file) = Some(file).filter(|file| file.exists()).and_then(|file| file.canonicalize().ok()) else {
            return false;
        };
        let full = |input: &Input| Some((input.path.canonicalize().ok()?, input.named));
        let in_full = self.in_full.get_or_init(|| self.inputs.iter().filter_map(full).collect());
        // What was found and will be passed over is an earlier result.
        in_full.get(&file).is_some_and(|named| *named || !is_foreign(&file))
    }

    fn rows(&self, format: Format, extraction: &Extraction) -> Result<Vec<u8>, Error> {
        let results = self.results(std::slice::from_ref(extraction));
        let grows = format.grows();
        rendered(format, |bytes| if grows { export::rows(format, &results, bytes) } else { Ok(()) })
    }

    fn results<'r>(&'r self, extractions: &'r [Extraction]) -> Results<'r> {
        let own = extractions.first().and_then(|extraction| extraction.source.language.parse().ok());
        let language = self.settings.labels.or(own).unwrap_or(Language::ALL[0]);
        let separated = if self.folder.is_some() { language } else { COMBINED_IN };
        let dialect = self.settings.dialect(separated);
        Results { extractions, lexicons: self.settings.lexicons, language, dialect }
    }
}

fn rendered(format: Format, write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(|source| Error::Write { path: PathBuf::from(format.extension()), source })?;
    Ok(bytes)
}

/// Where results end: it takes them in order.
pub enum Sink {
    /// In files of their own, written by the threads that read the documents.
    Files,
    /// In tables of all documents.
    Tables(Vec<Table>),
}

/// A table of all documents in one format.
pub struct Table {
    format: Format,
    dialect: Dialect,
    /// The file that it goes to, or standard output.
    file: Option<Unfinished>,
    begun: bool,
    /// Documents that wait for the last, in formats that cannot be written one by one.
    held: Vec<Extraction>,
}

/// Results in a folder: a file for each document and format.
pub fn files<'l>(settings: Settings<'l>, folder: &Path, inputs: &[Input]) -> Result<(Writing<'l>, Sink), Error> {
    make(folder)?;
    Ok((
        Writing { settings, folder: Some(folder.to_owned()), inputs: inputs.to_vec(), in_full: OnceLock::new() },
        Sink::Files,
    ))
}

/// Results in one table for each format, in a folder or on standard output.
pub fn tables<'l>(settings: Settings<'l>, folder: Option<&Path>) -> Result<(Writing<'l>, Sink), Error> {
    let mut tables = Vec::with_capacity(settings.formats.len());
    for format in &settings.formats {
        let file = folder.map(|folder| {
            make(folder)?;
            Unfinished::create(&folder.join(format!("{COMBINED}.{}", format.extension())))
        });
        tables.push(Table {
            format: *format,
            dialect: settings.dialect(COMBINED_IN),
            file: file.transpose()?,
            begun: false,
            held: Vec::new(),
        });
    }
    Ok((Writing { settings, folder: None, inputs: Vec::new(), in_full: OnceLock::new() }, Sink::Tables(tables)))
}

fn make(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(|source| Error::Write { path: folder.to_owned(), source })?;
    sweep(folder);
    Ok(())
}

impl Sink {
    /// Takes what the next document gave; the files of its own that it went to.
    pub fn take(&mut self, rendered: Rendered) -> Result<Vec<PathBuf>, Error> {
        match (self, rendered) {
            (Sink::Tables(tables), Rendered::Rows(rows, extraction)) => {
                for (table, rows) in tables.iter_mut().zip(rows) {
                    table.take(&rows, extraction.as_ref())?;
                }
                Ok(Vec::new())
            }
            (_, Rendered::Files(files)) => Ok(files),
            (Sink::Files, Rendered::Rows(..)) => Ok(Vec::new()),
        }
    }

    /// Finishes tables of all documents; the files that they went to.
    pub fn finish(self, writing: &Writing<'_>) -> Result<Vec<PathBuf>, Error> {
        let Sink::Tables(tables) = self else { return Ok(Vec::new()) };
        let files = tables.into_iter().map(|table| table.finish(writing));
        Ok(files.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}

impl Table {
    fn take(&mut self, rows: &[u8], extraction: Option<&Extraction>) -> Result<(), Error> {
        if !self.format.grows() {
            self.held.extend(extraction.cloned());
            return Ok(());
        }
        self.begin()?;
        self.put(|to| to.write_all(rows))
    }

    /// Writes what stands above the rows.
    fn begin(&mut self) -> Result<(), Error> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        let (format, dialect) = (self.format, self.dialect);
        self.put(|to| export::head(format, dialect, to))
    }

    fn put(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        match &mut self.file {
            Some(file) => file.write(write),
            None => streams::print_with(write),
        }
    }

    fn finish(mut self, writing: &Writing<'_>) -> Result<Option<PathBuf>, Error> {
        if self.format.grows() {
            self.begin()?;
        } else {
            let held = std::mem::take(&mut self.held);
            let format = self.format;
            self.put(|to| export::write(format, &writing.results(&held), to))?;
        }
        self.file.map(Unfinished::finish).transpose()
    }
}
