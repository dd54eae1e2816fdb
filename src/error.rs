//! What can go wrong at the edges: files and lexicons.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::Foreign;

/// A failure to read or write a file, or faulty lexicons.
///
/// Reading a text into records cannot fail; see [`crate::Note`] for doubts.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read.
    #[error("{}: {}", path.display(), unread(source))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is of a kind that no reader takes.
    #[error("{path}: {found}, expected {expected}; {advice}")]
    Unreadable {
        /// The file, or the name of the stream.
        path: String,
        /// What was found in it.
        found: String,
        /// What would have been right.
        expected: String,
        /// What to do.
        advice: String,
        /// What it is, where it is no document at all; a document that cannot be read is nothing of the kind.
        foreign: Option<Foreign>,
    },
    /// A result could not be written.
    #[error("{}: cannot be written: {source}; expected a place that may be written to, choose another with --output", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The lexicons hold faults, all of which are listed.
    #[error("the lexicons hold {} fault(s); nothing was read\n{}", .0.len(), Fault::lines(.0))]
    Lexicons(Vec<Fault>),
}

/// What was found in place of something that can be read, what was expected, and what to do.
fn unread(source: &io::Error) -> String {
    let (expected, advice) = ("expected one that can be read", "check its name and the folder that it is in");
    match source.kind() {
        // An error that the program made itself says all of this.
        _ if source.get_ref().is_some() => source.to_string(),
        io::ErrorKind::NotFound => format!("no such file or folder, {expected}; {advice}"),
        io::ErrorKind::PermissionDenied => format!("permission denied, {expected}; ask for the right to read it"),
        _ => format!("{source}, {expected}; {advice}"),
    }
}

/// Something wrong in a table of the lexicons.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The table, as `lexicons/fr/acts.csv`.
    pub table: String,
    /// The line in it, from 1.
    pub line: u64,
    /// What was found and what was expected.
    pub message: String,
}

impl Fault {
    fn lines(faults: &[Fault]) -> String {
        faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.table, self.line, self.message)
    }
}
