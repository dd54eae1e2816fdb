//! `exhorte extract`: documents become files of records.

use std::collections::HashSet;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::{Args, error::ErrorKind};
use exhorte::export::{self, Format, Results};
use exhorte::{Document, Error, Extraction, Language, Lexicons};

use super::reading::{DASH, Reading};
use super::summary::{Screen, Summary};
use super::{Outcome, misused, streams};

const EXAMPLES: &str = "\
Examples:
  exhorte extract draft.txt
      writes output/draft.csv and prints a summary
  exhorte extract drafts/*.txt --format csv,jsonl --output asks
      writes two files for each document into the folder asks/
  cat draft.txt | exhorte extract - --format jsonl --output - | jq .actors
      reads from a pipe and writes into one
  exhorte extract draft.txt --strict --quiet
      exits with 1 if anything was read with doubt";

/// Write down who is asked to do what
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Text or Markdown files; - is standard input
    #[arg(required = true, value_name = "FILES")]
    files: Vec<PathBuf>,

    /// The forms of the results, separated by commas: csv, jsonl
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', default_value = "csv")]
    format: Vec<Format>,

    /// The folder for the results, made where it is missing; - is standard output
    #[arg(long, short, value_name = "DIR", default_value = "output")]
    output: Output,

    /// The language in which actors are named: fr or en; without it that of the document
    #[arg(long, value_name = "LANGUAGE")]
    labels: Option<Language>,

    #[command(flatten)]
    reading: Reading,

    /// Name every doubt, and exit with 1 if there is one
    #[arg(long)]
    strict: bool,

    /// Print no summary and name no doubts
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Debug)]
enum Output {
    Stdout,
    Folder(PathBuf),
}

impl FromStr for Output {
    type Err = std::convert::Infallible;

    fn from_str(typed: &str) -> Result<Self, Self::Err> {
        Ok(if typed == DASH { Output::Stdout } else { Output::Folder(PathBuf::from(typed)) })
    }
}

/// Reads every document; one that cannot be read does not keep the others from it.
pub fn run(arguments: &Arguments) -> Result<Outcome, Error> {
    arguments.check();
    let lexicons = arguments.reading.lexicons()?;
    let mut sink = arguments.sink()?;
    let mut summary = Summary::default();
    let mut outcome = Outcome::Done;
    for (path, stem) in arguments.files.iter().zip(stems(&arguments.files)) {
        match arguments.one(lexicons, path, &stem, &mut sink, &mut summary) {
            Ok(found) => outcome = outcome.max(found),
            Err(error) if streams::is_broken_pipe(&error) => return Err(error),
            Err(error) => {
                streams::complain(&error);
                outcome = Outcome::Failed;
            }
        }
    }
    sink.finish(lexicons, arguments.labels)?;
    arguments.sum_up(&summary)?;
    Ok(outcome)
}

impl Arguments {
    /// Ends the program where what was typed does not go together.
    fn check(&self) {
        if matches!(self.output, Output::Stdout) && self.formats().len() != 1 {
            let message = "standard output takes one format, but several were given; \
                           give one to `--format`, or a folder to `--output`";
            misused(ErrorKind::ArgumentConflict, message);
        }
        if 1 < self.files.iter().filter(|file| file.as_os_str() == DASH).count() {
            misused(
                ErrorKind::ArgumentConflict,
                "standard input can be read once, but `-` was given twice; leave one out",
            );
        }
    }

    /// The formats, each once.
    fn formats(&self) -> Vec<Format> {
        let mut formats: Vec<Format> = Vec::new();
        for format in &self.format {
            if !formats.contains(format) {
                formats.push(*format);
            }
        }
        formats
    }

    fn sink(&self) -> Result<Sink, Error> {
        let formats = self.formats();
        match &self.output {
            Output::Stdout => Ok(Sink::Stdout { format: formats[0], held: Vec::new() }),
            Output::Folder(folder) => {
                fs::create_dir_all(folder).map_err(|source| Error::Write { path: folder.clone(), source })?;
                let inputs = self.files.iter().filter_map(|file| file.canonicalize().ok()).collect();
                Ok(Sink::Folder { folder: folder.clone(), formats, inputs })
            }
        }
    }

    /// Reads one document and writes what it gives.
    fn one(
        &self,
        lexicons: &Lexicons,
        path: &Path,
        stem: &str,
        sink: &mut Sink,
        summary: &mut Summary,
    ) -> Result<Outcome, Error> {
        let document = self.reading.open(path)?;
        let mut extraction = exhorte::extract(lexicons, &document);
        if let Some(language) = self.labels {
            extraction.label(lexicons, language);
        }
        let written = sink.write(lexicons, stem, &extraction)?;
        summary.add(&document.name, &extraction, &written);
        if !self.strict || extraction.notes.is_empty() {
            return Ok(Outcome::Done);
        }
        if !self.quiet {
            tell(path, &document, &extraction);
        }
        Ok(Outcome::Noted)
    }

    /// Prints the summary where it disturbs nobody: beside results on standard output only if somebody is looking.
    fn sum_up(&self, summary: &Summary) -> Result<(), Error> {
        match self.output {
            _ if self.quiet || summary.is_empty() => Ok(()),
            Output::Folder(_) => streams::print(summary.render(Screen::stdout()).as_bytes()),
            Output::Stdout => {
                if io::stderr().is_terminal() {
                    streams::say(summary.render(Screen::stderr()).trim_end());
                }
                Ok(())
            }
        }
    }
}

/// Names the doubts of a document.
fn tell(path: &Path, document: &Document, extraction: &Extraction) {
    let name = if path.as_os_str() == DASH { document.name.clone() } else { path.display().to_string() };
    for note in &extraction.notes {
        let place = if note.paragraph.is_empty() { String::new() } else { format!("paragraph {}: ", note.paragraph) };
        streams::say(format_args!("{name}: {place}{}", note.message()));
    }
}

/// Where results go.
enum Sink {
    Folder {
        folder: PathBuf,
        formats: Vec<Format>,
        /// What was read, which must not be written over.
        inputs: HashSet<PathBuf>,
    },
    Stdout {
        format: Format,
        /// Documents that wait for the others, to be one table with them.
        held: Vec<Extraction>,
    },
}

impl Sink {
    /// Writes what one document gave; the files that it went to.
    fn write(&mut self, lexicons: &Lexicons, stem: &str, extraction: &Extraction) -> Result<Vec<PathBuf>, Error> {
        match self {
            Sink::Folder { folder, formats, inputs } => {
                let files = formats.iter().map(|format| folder.join(format!("{stem}.{}", format.extension())));
                let files: Vec<PathBuf> = files.collect();
                for (file, format) in files.iter().zip(formats) {
                    if file.canonicalize().is_ok_and(|file| inputs.contains(&file)) {
                        let source = io::Error::other("it is one of the files to be read");
                        return Err(Error::Write { path: file.clone(), source });
                    }
                    replace(file, &rendered(*format, &Results::of(lexicons, extraction))?)?;
                }
                Ok(files)
            }
            Sink::Stdout { format: Format::Jsonl, .. } => {
                streams::print(&rendered(Format::Jsonl, &Results::of(lexicons, extraction))?)?;
                Ok(Vec::new())
            }
            Sink::Stdout { held, .. } => {
                held.push(extraction.clone());
                Ok(Vec::new())
            }
        }
    }

    /// Writes what was held back.
    fn finish(self, lexicons: &Lexicons, labels: Option<Language>) -> Result<(), Error> {
        let Sink::Stdout { format, held: extractions } = self else { return Ok(()) };
        if format == Format::Jsonl {
            return Ok(());
        }
        let own = extractions.first().and_then(|extraction| extraction.source.language.parse().ok());
        let language = labels.or(own).unwrap_or(Language::ALL[0]);
        streams::print(&rendered(format, &Results { extractions: &extractions, lexicons, language })?)
    }
}

fn rendered(format: Format, results: &Results<'_>) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let written = export::write(format, results, &mut bytes);
    written.map_err(|source| Error::Write { path: PathBuf::from(format.extension()), source })?;
    Ok(bytes)
}

/// Writes a file whole or not at all: whoever has the old one open keeps it until the new one is complete.
pub fn replace(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = file.with_file_name(format!(".{name}.{}.unfinished", std::process::id()));
    let written = fs::write(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, file));
    written.map_err(|source| {
        let _ = fs::remove_file(&unfinished);
        Error::Write { path: file.to_owned(), source }
    })
}

/// What the files of each input are called: its name without extension, and where that is taken, with its folder or a
/// number.
fn stems(files: &[PathBuf]) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut stems = Vec::with_capacity(files.len());
    for file in files {
        let plain = plain_stem(file);
        let parent = file.parent().and_then(Path::file_name).map(|parent| parent.to_string_lossy().into_owned());
        let with_parent = parent.map(|parent| format!("{parent}-{plain}"));
        let numbered = (2..).map(|number| format!("{plain}-{number}"));
        let mut names = [plain.clone()].into_iter().chain(with_parent).chain(numbered);
        // Some systems do not tell small letters from capitals in file names.
        let stem = names.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default();
        if stem != plain {
            let name = file.display();
            streams::say(format_args!(
                "exhorte: {name}: another input is called {plain} too; this one's results are called {stem}"
            ));
        }
        stems.push(stem);
    }
    stems
}

fn plain_stem(file: &Path) -> String {
    if file.as_os_str() == DASH {
        return "stdin".to_owned();
    }
    file.file_stem().map_or_else(|| "unnamed".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_told_apart() {
        let files = ["a/draft.txt", "b/Draft.md", "draft.txt", "-", "b/draft.txt"].map(PathBuf::from);
        assert_eq!(stems(&files), ["draft", "b-Draft", "draft-2", "stdin", "draft-3"]);
    }
}
