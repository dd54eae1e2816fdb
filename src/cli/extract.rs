//! `exhorte extract`: documents become files of records.

use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use clap::{Args, error::ErrorKind};
use exhorte::export::Format;
use exhorte::{Error, Language, Note};

use super::inputs::{Input, Inputs, inputs, is_dash, plain_stem};
use super::journal::{Finished, Journal};
use super::passed::{Naming, PassedOver};
use super::progress::Progress;
use super::reading::{self, DASH};
use super::sink::{self, Rendered, Settings, Sink, Writing};
use super::summary::{Screen, Summary};
use super::{Outcome, batch, missing, misused, streams};

const EXAMPLES: &str = "\
Examples:
  exhorte extract draft.txt
      writes output/draft.csv and prints a summary
  exhorte extract drafts/ --format csv,jsonl --output asks
      writes two files for each document of a folder into the folder asks/
  exhorte extract 'drafts/2026-*' --combine
      writes one table of all documents that match, output/combined.csv
  exhorte extract draft.txt --format html
      writes a page to read in a browser: the text, marked, with the records beside it
  exhorte extract drafts/ --resume
      goes on where an earlier run was interrupted, and reads again what has changed since
  cat draft.txt | exhorte extract - --format jsonl --output - | jq .actors
      reads from a pipe and writes into one
  exhorte extract draft.txt --strict --quiet
      exits with 1 if anything was read with doubt";

/// Write down who is asked to do what
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Text, Markdown, HTML, Word or PDF files, folders of them, or patterns such as 'drafts/*.txt'; - is standard input
    #[arg(required = true, value_name = "FILES")]
    files: Vec<PathBuf>,

    /// The forms of the results, separated by commas: csv, jsonl, html, xlsx, ics, parquet
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', default_value = "csv")]
    format: Vec<Format>,

    /// The folder for the results, made where it is missing; - is standard output
    #[arg(long, short, value_name = "DIR", default_value = Output::FOLDER)]
    output: Output,

    /// The language in which actors are named: fr or en; without it that of the document
    #[arg(long, value_name = "LANGUAGE")]
    labels: Option<Language>,

    /// Write CSV as Excel opens it: with a byte-order mark, and a semicolon between cells where the labels are French
    #[arg(long)]
    excel: bool,

    /// Write one table of all documents, called combined, instead of one for each
    #[arg(long)]
    combine: bool,

    /// Skip documents whose results are there, unless they, the program, the lexicons or the options have changed
    #[arg(long, conflicts_with = "combine")]
    resume: bool,

    /// How many documents are read side by side; without it as many as the machine has processors
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,

    #[command(flatten)]
    reading: reading::Reading,

    /// Name every doubt, and exit with 1 if there is one
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    naming: Naming,

    /// Print no summary and name no doubts
    #[arg(long, short, conflicts_with = "verbose")]
    quiet: bool,
}

/// Where results are to go.
#[derive(Clone, Debug)]
pub enum Output {
    Stdout,
    Folder(PathBuf),
}

impl Output {
    /// The folder for results that nobody chose a place for.
    pub const FOLDER: &str = "output";
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
    let folder = match &arguments.output {
        Output::Folder(folder) => Some(folder.as_path()),
        Output::Stdout => None,
    };
    let Inputs { documents: inputs, missing, passed } = inputs(&arguments.files, folder);
    arguments.listen();
    let Arguments { labels, excel, .. } = *arguments;
    let settings = Settings { lexicons, formats: arguments.formats(), labels, excel };
    let (writing, sink) = match folder {
        Some(folder) if !arguments.combine => {
            tell_names(&inputs);
            sink::files(settings, folder, &inputs)?
        }
        folder => sink::tables(settings, folder)?,
    };
    // A journal that was begun is kept whether it is asked or not: it must know of results that are written over.
    let journal = folder.filter(|folder| arguments.resume || !arguments.combine && Journal::is_in(folder));
    let journal = journal.map(|folder| Journal::open(folder, lexicons, &arguments.options())).transpose()?;
    let progress = Progress::new(inputs.len(), arguments.quiet);
    Run { arguments, writing, journal, progress }.all(&inputs, sink, missing, passed)
}

impl Arguments {
    /// Ends the program where what was typed does not go together.
    fn check(&self) {
        if matches!(self.output, Output::Stdout) && self.formats().len() != 1 {
            let message = "standard output takes one format, but several were given; \
                           give one to `--format`, or a folder to `--output`";
            misused(ErrorKind::ArgumentConflict, message);
        }
        if matches!(self.output, Output::Stdout) && self.resume {
            let message = "standard output cannot be resumed; give a folder to `--output`, or leave out `--resume`";
            misused(ErrorKind::ArgumentConflict, message);
        }
        if 1 < self.files.iter().filter(|file| is_dash(file)).count() {
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

    /// Whatever was typed that changes results.
    fn options(&self) -> String {
        format!("{:?} {:?} {:?} {:?}", self.formats(), self.labels, self.reading.language(), self.excel)
    }

    /// Lets a run that is interrupted end with the document that it has just finished.
    fn listen(&self) {
        if matches!(self.output, Output::Folder(_)) {
            // Without it an interruption ends the program at once, which loses no more than the documents begun.
            let _ = ctrlc::set_handler(|| {
                if INTERRUPTED.swap(true, Ordering::Relaxed) {
                    std::process::exit(INTERRUPTION);
                }
            });
        }
    }

    fn threads(&self) -> usize {
        let processors = || thread::available_parallelism().map_or(1, usize::from);
        self.jobs.map_or_else(processors, usize::from)
    }
}

/// A run over many documents: what its threads share.
struct Run<'l> {
    arguments: &'l Arguments,
    writing: Writing<'l>,
    journal: Option<Journal>,
    progress: Progress,
}

/// What became of one document.
enum Done {
    /// Its results were there already, read with so many doubts.
    Unchanged(usize),
    Read(Box<Given>),
    Failed(Error),
}

/// What one document gave, as far as others need it: the rest is given back by the thread that took it.
struct Given {
    name: String,
    summary: Summary,
    notes: Vec<Note>,
    rendered: Rendered,
    /// What its results were made of, where that is kept.
    digest: Option<String>,
}

/// What a run has come to so far.
struct Account {
    summary: Summary,
    outcome: Outcome,
    passed: PassedOver,
    sink: Sink,
    /// What ended the run before its time.
    fatal: Option<Error>,
}

/// Whether whoever started the program wants it to end.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

impl Run<'_> {
    /// Reads all documents and hands their results on in the order of the inputs.
    fn all(&self, inputs: &[Input], sink: Sink, missing: Vec<Error>, passed: PassedOver) -> Result<Outcome, Error> {
        let mut account = Account { summary: Summary::default(), outcome: Outcome::Done, passed, sink, fatal: None };
        for error in &missing {
            self.failed(&mut account, error);
        }
        let work = |input: &Input| {
            self.progress.begin(&input.path);
            // Reading does not fail; should the program have a fault all the same, the other documents are still read.
            let one = panic::catch_unwind(AssertUnwindSafe(|| self.one(input)));
            (input.clone(), one.unwrap_or_else(|_| Err(fault(input))).unwrap_or_else(Done::Failed))
        };
        batch::in_order(inputs, self.arguments.threads(), work, |(input, done)| {
            account.fatal = self.take(&input, done, &mut account).err();
            self.progress.done();
            let over = account.fatal.is_some() || INTERRUPTED.load(Ordering::Relaxed);
            if over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        self.progress.finish();
        self.close(account)
    }

    /// Reads one document and brings what it gives into the formats that were asked for.
    fn one(&self, input: &Input) -> Result<Done, Error> {
        let bytes = self.arguments.reading.bytes(&input.path)?;
        let digest = self.journal.as_ref().map(|journal| journal.digest(&input.path, &bytes));
        let earlier = self.journal.as_ref().zip(digest.as_deref()).filter(|_| self.arguments.resume);
        if let Some(finished) = earlier.and_then(|(journal, digest)| journal.unchanged(&input.stem, digest)) {
            return Ok(Done::Unchanged(finished.doubts));
        }
        let lexicons = self.writing.settings.lexicons;
        let document = self.arguments.reading.document(lexicons, &input.path, bytes)?;
        let mut extraction = exhorte::extract(lexicons, &document);
        if let Some(language) = self.arguments.labels {
            extraction.label(lexicons, language);
        }
        let (summary, notes) = (Summary::of(&document.name, &extraction), extraction.notes.clone());
        let rendered = self.writing.render(&input.stem, extraction)?;
        Ok(Done::Read(Box::new(Given { name: document.name, summary, notes, rendered, digest })))
    }

    /// Takes what became of a document; errors end the run.
    fn take(&self, input: &Input, done: Done, account: &mut Account) -> Result<(), Error> {
        let doubts = match done {
            Done::Failed(error) => {
                if !account.passed.takes(input.named, &error) {
                    self.failed(account, &error);
                }
                return Ok(());
            }
            Done::Unchanged(doubts) => {
                account.summary.unchanged();
                doubts
            }
            Done::Read(given) => {
                let Given { name, summary, notes, rendered, digest } = *given;
                let files = account.sink.take(rendered)?;
                account.summary.add(summary, &files);
                let doubts = notes.len();
                if self.arguments.strict && !self.arguments.quiet {
                    self.progress.aside(|| tell(input, &name, &notes));
                }
                if let Some((journal, digest)) = self.journal.as_ref().zip(digest) {
                    journal.note(Finished { stem: input.stem.clone(), digest, files, doubts })?;
                }
                doubts
            }
        };
        if self.arguments.strict && doubts != 0 {
            account.outcome = account.outcome.max(Outcome::Noted);
        }
        Ok(())
    }

    fn failed(&self, account: &mut Account, error: &Error) {
        self.progress.aside(|| streams::complain(error));
        account.summary.failed();
        account.outcome = Outcome::Failed;
    }

    /// Finishes what is written at the end of a run.
    fn close(&self, account: Account) -> Result<Outcome, Error> {
        let Account { mut summary, mut outcome, passed, sink, fatal } = account;
        if let Some(error) = fatal {
            return Err(error);
        }
        if INTERRUPTED.load(Ordering::Relaxed) {
            let kept = match self.journal {
                _ if self.arguments.combine => "nothing was written",
                Some(_) => "what was finished is kept, and `--resume` goes on from there",
                None => "the results that were finished are kept; only runs with `--resume` can go on from there",
            };
            streams::say(format_args!("exhorte: interrupted; {kept}"));
            outcome = Outcome::Failed;
        } else {
            summary.combined(&sink.finish(&self.writing)?);
        }
        self.arguments.sum_up(&summary)?;
        if !self.arguments.quiet {
            passed.tell(self.arguments.naming);
        }
        Ok(outcome)
    }
}

/// The exit code of a program that was interrupted twice, as shells have it.
const INTERRUPTION: i32 = 130;

/// What is said where the program itself has a fault.
fn fault(input: &Input) -> Error {
    let (found, expected) = ("a fault of the program while it was read".to_owned(), "none".to_owned());
    missing(&input.path.display().to_string(), found, expected, "please report it with the document".to_owned())
}

impl Arguments {
    /// Prints the summary where it disturbs nobody: beside results on standard output only if somebody is looking.
    fn sum_up(&self, summary: &Summary) -> Result<(), Error> {
        match self.output {
            _ if self.quiet || summary.is_empty() => Ok(()),
            Output::Folder(_) => streams::print(&summary.render(Screen::stdout())),
            Output::Stdout => {
                if io::stderr().is_terminal() {
                    streams::say(summary.render(Screen::stderr()).trim_end());
                }
                Ok(())
            }
        }
    }
}

/// Says which results are called otherwise than their documents, of those that were named themselves.
fn tell_names(inputs: &[Input]) {
    for input in inputs.iter().filter(|input| input.named) {
        let (name, stem, plain) = (input.path.display(), &input.stem, plain_stem(&input.path));
        if *stem != plain {
            streams::say(format_args!(
                "exhorte: {name}: another input is called {plain} too; this one's results are called {stem}"
            ));
        }
    }
}

/// Names the doubts of a document.
fn tell(input: &Input, name: &str, notes: &[Note]) {
    let name = if input.is_stdin() { name.to_owned() } else { input.path.display().to_string() };
    for note in notes {
        let place = if note.paragraph.is_empty() { String::new() } else { format!("paragraph {}: ", note.paragraph) };
        streams::say(format_args!("{name}: {place}{}", note.message()));
    }
}
