//! What earlier runs have finished, so that a run can go on where one was interrupted.
//!
//! The journal lies in the folder of the results.
//! It grows by one line for each document, when all its results are there: a run that is cut short loses none of them.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use exhorte::{Error, Lexicons};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The name of the journal in the folder of the results.
const NAME: &str = ".exhorte.jsonl";

/// One document of which all results are there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Finished {
    /// What its results are called, which those of another document may have been called before.
    pub stem: String,
    /// What its results were made of: the document itself, the program, the lexicons and the options.
    pub digest: String,
    /// The names of the results in the folder.
    pub files: Vec<PathBuf>,
    /// How many doubts it was read with.
    pub doubts: usize,
}

/// What earlier runs have finished.
pub struct Journal {
    folder: PathBuf,
    /// By what the results are called.
    finished: HashMap<String, Finished>,
    file: Mutex<File>,
    /// What every digest begins with.
    basis: Sha256,
}

impl Journal {
    /// Whether a folder of results has a journal.
    pub fn is_in(folder: &Path) -> bool {
        folder.join(NAME).exists()
    }

    /// Opens the journal of a folder of results, or begins it.
    ///
    /// `options` is whatever was typed that changes results.
    pub fn open(folder: &Path, lexicons: &Lexicons, options: &str) -> Result<Self, Error> {
        let path = folder.join(NAME);
        let failed = |source| Error::Write { path: path.clone(), source };
        let finished = read(&path).map_err(failed)?;
        let mut file = File::options().create(true).append(true).open(&path).map_err(failed)?;
        // A line that was cut short does not spoil the next.
        file.write_all(b"\n").map_err(failed)?;
        let mut basis = Sha256::new();
        let program = std::env::current_exe().and_then(fs::read).unwrap_or_default();
        for part in [program.as_slice(), lexicons.fingerprint().as_bytes(), options.as_bytes()] {
            basis.update((part.len() as u64).to_le_bytes());
            basis.update(part);
        }
        Ok(Journal { folder: folder.to_owned(), finished, file: Mutex::new(file), basis })
    }

    /// What the results of a document are made of, as one short text; its name is part of them.
    pub fn digest(&self, input: &Path, bytes: &[u8]) -> String {
        let name = input.file_name().unwrap_or_default().as_encoded_bytes();
        let named = self.basis.clone().chain_update((name.len() as u64).to_le_bytes()).chain_update(name);
        BASE64_URL_SAFE_NO_PAD.encode(named.chain_update(bytes).finalize())
    }

    /// What an earlier run wrote of a document, if nothing has changed since and all of it is still there.
    pub fn unchanged(&self, stem: &str, digest: &str) -> Option<&Finished> {
        let finished = self.finished.get(stem)?;
        let there = |file: &PathBuf| self.folder.join(file).is_file();
        let same = finished.digest == digest && finished.files.iter().all(there);
        same.then_some(finished)
    }

    /// Notes that all results of a document are there.
    pub fn note(&self, mut finished: Finished) -> Result<(), Error> {
        for file in &mut finished.files {
            *file = file.file_name().map(PathBuf::from).unwrap_or_default();
        }
        let written = serde_json::to_string(&finished).map_err(io::Error::from);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = written.and_then(|line| file.write_all(format!("{line}\n").as_bytes()));
        written.map_err(|source| Error::Write { path: self.folder.join(NAME), source })
    }
}

/// The last line on results of each name; a line that was cut short counts as not written.
fn read(path: &Path) -> io::Result<HashMap<String, Finished>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(HashMap::new()),
        Err(error) => return Err(error),
    };
    let mut finished = HashMap::new();
    for line in BufReader::new(file).split(b'\n') {
        if let Ok(line) = serde_json::from_slice::<Finished>(&line?) {
            finished.insert(line.stem.clone(), line);
        }
    }
    Ok(finished)
}
