//! Documents that are read together, and tables about all of them: printed for people, or written in formats.

use std::fs;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::thread;

use clap::{Args, error::ErrorKind};
use exhorte::export::{Dialect, Format, Results};
use exhorte::{Error, Extraction, Language, Lexicons};

use super::extract::Output;
use super::files::replace;
use super::inputs::{Input, Inputs, inputs};
use super::passed::Naming;
use super::progress::Progress;
use super::reading::Reading;
use super::summary::Screen;
use super::{Outcome, batch, misused, streams};

/// Which documents are read, and how.
#[derive(Args, Debug)]
pub struct Gathering {
    /// Documents, folders of them, or patterns such as 'drafts/*.txt'; - is standard input
    #[arg(required = true, value_name = "FILES")]
    files: Vec<PathBuf>,

    /// The language of names and headings: fr or en; without it that of the first document
    #[arg(long, value_name = "LANGUAGE")]
    labels: Option<Language>,

    #[command(flatten)]
    reading: Reading,

    #[command(flatten)]
    naming: Naming,
}

/// What all documents gave.
pub struct Gathered {
    pub lexicons: &'static Lexicons,
    pub extractions: Vec<Extraction>,
    pub language: Language,
    /// What results are called: the name of the document, or nothing where there are several.
    pub stem: Option<String>,
    /// Whether all documents could be read.
    pub outcome: Outcome,
}

impl Gathering {
    /// The lexicons that the documents are read with.
    pub fn lexicons(&self) -> Result<&'static Lexicons, Error> {
        self.reading.lexicons()
    }

    /// Takes the first of what was typed away, where it is no document; nothing unless documents are left.
    pub fn split_first(&mut self) -> Option<String> {
        if self.files.len() < 2 {
            return None;
        }
        Some(self.files.remove(0).display().to_string())
    }

    /// Reads all documents; one that cannot be read does not keep the others from it.
    pub fn read(&self, lexicons: &'static Lexicons) -> Result<Gathered, Error> {
        let Inputs { documents: inputs, missing, mut passed } = inputs(&self.files, None);
        let mut outcome = if missing.is_empty() { Outcome::Done } else { Outcome::Failed };
        missing.iter().for_each(streams::complain);
        let progress = Progress::new(inputs.len(), false);
        let read = |input: &Input| {
            progress.begin(&input.path);
            let document = self.reading.open(lexicons, &input.path);
            document.map(|document| exhorte::extract(lexicons, &document)).map_err(|error| (input.named, error))
        };
        let mut extractions = Vec::with_capacity(inputs.len());
        let threads = thread::available_parallelism().map_or(1, usize::from);
        batch::in_order(&inputs, threads, read, |extraction| {
            match extraction {
                Ok(extraction) => extractions.push(extraction),
                Err((named, error)) => {
                    if !passed.takes(named, &error) {
                        progress.aside(|| streams::complain(&error));
                        outcome = Outcome::Failed;
                    }
                }
            }
            progress.done();
            ControlFlow::Continue(())
        });
        progress.finish();
        passed.tell(self.naming);
        let own = extractions.first().and_then(|extraction| extraction.source.language.parse().ok());
        let language = self.labels.or(own).unwrap_or(Language::ALL[0]);
        let stem = if let [input] = &inputs[..] { Some(input.stem.clone()) } else { None };
        Ok(Gathered { lexicons, extractions, language, stem, outcome })
    }
}

impl Gathered {
    /// The results, for people who read the language of the labels.
    pub fn results(&self, excel: bool) -> Results<'_> {
        let Gathered { lexicons, language, .. } = *self;
        let dialect = if excel { Dialect::excel(lexicons, language) } else { Dialect::Plain };
        Results { extractions: &self.extractions, lexicons, language, dialect }
    }
}

/// Where a table goes: to people, or into files.
#[derive(Args, Debug)]
pub struct Destination {
    /// Write it in these forms, separated by commas: csv, jsonl, xlsx; without it it is printed
    #[arg(long, value_name = "FORMATS", value_delimiter = ',')]
    format: Vec<Format>,

    /// The folder to write it into, made where it is missing; - is standard output
    #[arg(long, short, value_name = "DIR")]
    output: Option<Output>,

    /// Write CSV as Excel opens it: with a byte-order mark, and the separator of the labels' language
    #[arg(long)]
    pub excel: bool,
}

impl Destination {
    /// The formats, each once; none where the table is printed for people.
    fn formats(&self) -> Vec<Format> {
        let mut formats: Vec<Format> = Vec::new();
        for format in &self.format {
            if !formats.contains(format) {
                formats.push(*format);
            }
        }
        let asked = self.output.is_some() || self.excel;
        if formats.is_empty() && asked { vec![Format::Csv] } else { formats }
    }

    /// Ends the program where what was typed does not go together.
    pub fn check(&self) {
        if matches!(self.output, Some(Output::Stdout)) && self.formats().len() != 1 {
            let message = "standard output takes one format, but several were given; \
                           give one to `--format`, or a folder to `--output`";
            misused(ErrorKind::ArgumentConflict, message);
        }
    }

    /// Prints the table, or writes it under a name in every format that was asked for.
    pub fn send(
        &self,
        name: &str,
        print: impl FnOnce(Screen) -> String,
        write: impl Fn(Format, &mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        let formats = self.formats();
        let folder = match &self.output {
            _ if formats.is_empty() => return streams::print(&print(Screen::stdout())),
            Some(Output::Stdout) => return streams::print_with(|to| write(formats[0], to)),
            Some(Output::Folder(folder)) => folder.clone(),
            None => PathBuf::from(Output::FOLDER),
        };
        fs::create_dir_all(&folder).map_err(|source| Error::Write { path: folder.clone(), source })?;
        for format in formats {
            let file = folder.join(format!("{name}.{}", format.extension()));
            replace(&file, |to| write(format, to))?;
            streams::print(&format!("{}\n", file.display()))?;
        }
        Ok(())
    }
}
