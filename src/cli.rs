//! The command line: what was typed becomes calls of the library.

mod batch;
mod compare;
mod explain;
mod extract;
mod files;
mod gathered;
mod inputs;
mod journal;
mod lexicon;
mod matrix;
mod named;
mod passed;
mod progress;
mod reading;
mod schema;
mod sink;
mod streams;
mod summary;
#[cfg(feature = "xlsx")]
mod sync;
mod track;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, error::ErrorKind};
use exhorte::Error;

const EXAMPLES: &str = "\
Examples:
  exhorte extract draft.txt                          who is asked to do what, in output/draft.csv
  exhorte extract drafts/*.txt --format csv,jsonl    many documents, two files for each
  cat draft.txt | exhorte extract - --output -       from a pipe, into a pipe
  exhorte explain draft.txt --paragraph 14           which words and which rows gave each field
  exhorte compare draft.fr.txt draft.en.txt          where two versions say different things
  exhorte matrix draft.txt                           who is involved in which paragraph, and how
  exhorte track unodc drafts/                        every ask that concerns one actor
  exhorte sync asks.xlsx drafts/                     a workbook that people work in, brought up to date
  exhorte lexicon gaps drafts/*.txt                  what the lexicons do not know yet

Exit codes:
  0  done
  1  done, but there are doubts or differences (with --strict) or faults in the lexicons (lexicon check)
  2  something could not be read or written, or the command was not understood";

/// Reads resolutions of the United Nations and says who is asked, how strongly, to do what
#[derive(Debug, Parser)]
#[command(name = "exhorte", version, after_help = EXAMPLES, arg_required_else_help = true, max_term_width = 100)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(extract::Arguments),
    Explain(explain::Arguments),
    Compare(compare::Arguments),
    Matrix(matrix::Arguments),
    Track(track::Arguments),
    #[cfg(feature = "xlsx")]
    Sync(sync::Arguments),
    #[command(subcommand)]
    Lexicon(lexicon::Command),
    Schema(schema::Arguments),
}

/// How a command ended; of several endings the worst counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Done,
    /// There are doubts, differences or faults that were asked for.
    Noted,
    /// Something could not be read or written.
    Failed,
}

/// Does what the command line asks for.
pub fn run() -> ExitCode {
    let done = match CommandLine::parse().command {
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Matrix(arguments) => matrix::run(&arguments),
        #[cfg(feature = "xlsx")]
        Command::Sync(arguments) => sync::run(&arguments),
        Command::Track(mut arguments) => track::run(&mut arguments),
        Command::Lexicon(command) => lexicon::run(&command),
        Command::Schema(_) => schema::run(),
    };
    ExitCode::from(match done {
        Ok(outcome) => outcome as u8,
        // Whoever reads the output has had enough of it.
        Err(error) if streams::is_broken_pipe(&error) => Outcome::Done as u8,
        Err(error) => {
            streams::complain(&error);
            Outcome::Failed as u8
        }
    })
}

/// Ends the program with a message about its use, as clap does for what it finds itself.
fn misused(kind: ErrorKind, message: &str) -> ! {
    CommandLine::command().error(kind, message).exit()
}

/// An error about something that was asked of a file and is not there.
fn missing(path: &str, found: String, expected: String, advice: String) -> Error {
    Error::Unreadable { path: path.to_owned(), found, expected, advice, foreign: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_well_formed() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn the_worst_outcome_counts() {
        assert_eq!([Outcome::Noted, Outcome::Failed, Outcome::Done].into_iter().max(), Some(Outcome::Failed));
    }
}
