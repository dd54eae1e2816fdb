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
    /// The document.
    pub input: PathBuf,
    /// What its results were made of: the document itself, the program, the lexicons and the options.
    pub digest: String,
    /// The results.
    pub files: Vec<PathBuf>,
    /// How many doubts it was read with.
    pub doubts: usize,
}

/// What earlier runs have finished.
pub struct Journal {
    path: PathBuf,
    finished: HashMap<PathBuf, Finished>,
    file: Mutex<File>,
    /// What every digest begins with.
    basis: Sha256,
}

impl Journal {
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
        Ok(Journal { path, finished, file: Mutex::new(file), basis })
    }

    /// What the results of a document are made of, as one short text.
    pub fn digest(&self, bytes: &[u8]) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.basis.clone().chain_update(bytes).finalize())
    }

    /// What an earlier run wrote of a document, if nothing has changed since and all of it is still there.
    pub fn unchanged(&self, input: &Path, digest: &str) -> Option<&Finished> {
        let finished = self.finished.get(&own_path(input))?;
        let same = finished.digest == digest && finished.files.iter().all(|file| file.is_file());
        same.then_some(finished)
    }

    /// Notes that all results of a document are there.
    pub fn note(&self, mut finished: Finished) -> Result<(), Error> {
        finished.input = own_path(&finished.input);
        let written = serde_json::to_string(&finished).map_err(io::Error::from);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let written = written.and_then(|line| file.write_all(format!("{line}\n").as_bytes()));
        written.map_err(|source| Error::Write { path: self.path.clone(), source })
    }
}

/// The path of a document that is the same from whichever folder the program is run.
fn own_path(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The last line on each document; a line that was cut short counts as not written.
fn read(path: &Path) -> io::Result<HashMap<PathBuf, Finished>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(HashMap::new()),
        Err(error) => return Err(error),
    };
    let mut finished = HashMap::new();
    for line in BufReader::new(file).split(b'\n') {
        if let Ok(line) = serde_json::from_slice::<Finished>(&line?) {
            finished.insert(line.input.clone(), line);
        }
    }
    Ok(finished)
}
