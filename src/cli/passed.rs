//! Files of folders that are no documents: they are passed over, counted, and named where that is asked for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use exhorte::{Error, Foreign};

use super::streams;

/// Whether files that are passed over are named.
#[derive(Args, Clone, Copy, Debug)]
pub struct Naming {
    /// Name the files of folders that are passed over, because they are no documents
    #[arg(long, short)]
    verbose: bool,
}

/// Why a file of a folder is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    Foreign(Foreign),
    /// A file of a program that has a document open.
    Lock,
    Hidden,
    /// A link to a folder.
    Link,
    /// A pipe, a socket or a device.
    Pipe,
}

impl Reason {
    /// Why a file is passed over that is called so, whatever it holds.
    pub fn by_name(path: &Path) -> Option<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let lock = name.starts_with(LOCK_OF_WORD) || name.starts_with(LOCK_OF_LIBREOFFICE);
        let hidden = || name.starts_with('.') || OF_SYSTEMS.iter().any(|own| name.eq_ignore_ascii_case(own));
        lock.then_some(Reason::Lock).or_else(|| hidden().then_some(Reason::Hidden))
    }

    fn counted(self, number: usize) -> String {
        let named = match self {
            Reason::Foreign(foreign) if number == 1 => foreign.to_string(),
            Reason::Foreign(foreign) => foreign.plural().to_owned(),
            Reason::Lock if number == 1 => "lock file of an open document".to_owned(),
            Reason::Lock => "lock files of open documents".to_owned(),
            Reason::Hidden if number == 1 => "hidden file".to_owned(),
            Reason::Hidden => "hidden files".to_owned(),
            Reason::Link if number == 1 => "link to a folder".to_owned(),
            Reason::Link => "links to folders".to_owned(),
            Reason::Pipe if number == 1 => "pipe or device".to_owned(),
            Reason::Pipe => "pipes or devices".to_owned(),
        };
        format!("{number} {named}")
    }
}

/// How the names of files begin that programs keep beside an open document.
const LOCK_OF_WORD: &str = "~$";
const LOCK_OF_LIBREOFFICE: &str = ".~lock.";
/// What systems put into folders under names that are not hidden everywhere.
const OF_SYSTEMS: [&str; 2] = ["desktop.ini", "Thumbs.db"];
/// The extensions of documents, of those that cannot be read as well.
const OF_DOCUMENTS: [&str; 14] =
    ["txt", "md", "markdown", "htm", "html", "xhtml", "docx", "docm", "dotx", "doc", "rtf", "odt", "pdf", "wpd"];

/// The files that were passed over.
#[derive(Debug, Default)]
pub struct PassedOver {
    files: Vec<(PathBuf, Reason)>,
}

impl PassedOver {
    pub fn add(&mut self, path: &Path, reason: Reason) {
        self.files.push((path.to_owned(), reason));
    }

    /// Whether a file that could not be read is passed over, and no failure: it was not named itself, is no document
    /// by its content, and does not claim to be one by its name; a report has the name of any page.
    pub fn takes(&mut self, named: bool, error: &Error) -> bool {
        let Error::Unreadable { path, foreign: Some(foreign), .. } = error else { return false };
        let extension = Path::new(path).extension().unwrap_or_default().to_string_lossy();
        let claims = OF_DOCUMENTS.iter().any(|known| extension.eq_ignore_ascii_case(known));
        if named || claims && *foreign != Foreign::Report {
            return false;
        }
        self.add(Path::new(path), Reason::Foreign(*foreign));
        true
    }

    /// Says how many files of which kinds were passed over, and which they are where that is asked for.
    pub fn tell(&self, naming: Naming) {
        if self.files.is_empty() {
            return;
        }
        let mut kinds: BTreeMap<Reason, usize> = BTreeMap::new();
        for (path, reason) in &self.files {
            *kinds.entry(*reason).or_default() += 1;
            if naming.verbose {
                streams::say(format_args!("exhorte: {}: passed over: {}", path.display(), reason.counted(1)));
            }
        }
        let kinds: Vec<String> = kinds.into_iter().map(|(reason, number)| reason.counted(number)).collect();
        let (number, kinds) = (self.files.len(), kinds.join(", "));
        let files = if number == 1 {
            "1 file that is no document".to_owned()
        } else {
            format!("{number} files that are no documents")
        };
        let more = if naming.verbose { "" } else { "; `--verbose` names them" };
        streams::say(format_args!("exhorte: passed over {files}: {kinds}{more}"));
    }
}
