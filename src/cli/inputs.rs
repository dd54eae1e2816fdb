//! What was typed becomes documents to be read: files, all files of a folder, those that a pattern matches, and
//! standard input.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use exhorte::Error;
use glob::MatchOptions;
use walkdir::{DirEntry, WalkDir};

use super::passed::{PassedOver, Reason};
use super::reading::DASH;

/// One document that is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The file, or `-` for standard input.
    pub path: PathBuf,
    /// Whether it was named itself, and not found in a folder: a folder may hold files that are no documents.
    pub named: bool,
    /// What the files of its results are called.
    pub stem: String,
}

impl Input {
    /// Whether it is standard input.
    pub fn is_stdin(&self) -> bool {
        is_dash(&self.path)
    }
}

/// Whether a name stands for standard input.
pub fn is_dash(path: &Path) -> bool {
    path.as_os_str() == DASH
}

/// What was typed, as files.
#[derive(Debug)]
pub struct Inputs {
    /// The documents that are meant, each once.
    pub documents: Vec<Input>,
    /// What cannot be found.
    pub missing: Vec<Error>,
    /// Files of folders that are no documents by their names.
    pub passed: PassedOver,
}

/// The documents that are meant; `results` is a folder that holds none.
///
/// Those of a folder come in the order of their names, whatever the system's own order.
pub fn inputs(typed: &[PathBuf], results: Option<&Path>) -> Inputs {
    let mut found = Found { results: results.and_then(|folder| folder.canonicalize().ok()), ..Found::default() };
    for path in typed {
        found.typed(path);
    }
    let stems = stems(&found.files);
    let files = found.files.into_iter().zip(stems);
    let documents = files.map(|((path, named), stem)| Input { path, named, stem }).collect();
    Inputs { documents, missing: found.errors, passed: found.passed }
}

/// What was found so far.
#[derive(Default)]
struct Found {
    /// The files, and whether each was named itself.
    files: Vec<(PathBuf, bool)>,
    seen: HashSet<PathBuf>,
    errors: Vec<Error>,
    passed: PassedOver,
    results: Option<PathBuf>,
}

impl Found {
    fn typed(&mut self, path: &Path) {
        if path.is_dir() {
            return self.folder(path);
        }
        if is_dash(path) || path.exists() {
            return self.file(path.to_owned(), in_full(path), true);
        }
        match path.to_str().filter(|pattern| pattern.contains(['*', '?', '['])) {
            Some(pattern) => self.pattern(path, pattern),
            // Whoever reads it will say that it is not there.
            None => self.file(path.to_owned(), in_full(path), true),
        }
    }

    fn folder(&mut self, folder: &Path) {
        let results = self.results.clone();
        let belongs = move |entry: &DirEntry| {
            if entry.depth() == 0 {
                return true;
            }
            let hidden = || entry.file_name().to_string_lossy().starts_with('.');
            let own = || results.is_some() && entry.path().canonicalize().ok() == results;
            !(entry.file_type().is_dir() && (hidden() || own()))
        };
        let full = in_full(folder);
        for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(belongs) {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    // No link is followed within the folder, so that only its own path has to be asked for.
                    let own = entry
                        .path()
                        .strip_prefix(folder)
                        .map_or_else(|_| in_full(entry.path()), |inner| full.join(inner));
                    self.found(entry.into_path(), own);
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(folder).to_owned();
                    let source =
                        error.into_io_error().unwrap_or_else(|| io::Error::other("links that lead in a circle"));
                    self.errors.push(Error::Read { path, source });
                }
            }
        }
    }

    fn pattern(&mut self, path: &Path, pattern: &str) {
        // As shells have it, hidden files are matched by what begins with a point itself.
        let options = MatchOptions { require_literal_leading_dot: true, ..MatchOptions::new() };
        let matches = match glob::glob_with(pattern, options) {
            Ok(matches) => matches,
            Err(error) => {
                let message =
                    format!("no pattern: {error}, expected one like drafts/*.txt; quote what is no pattern in [ ]");
                return self.missing(path, message);
            }
        };
        let mut some = false;
        for file in matches {
            some = true;
            match file {
                Ok(file) if file.is_dir() => self.folder(&file),
                Ok(file) => {
                    let own = in_full(&file);
                    self.found(file, own);
                }
                Err(error) => {
                    let path = error.path().to_owned();
                    self.errors.push(Error::Read { path, source: error.into() });
                }
            }
        }
        if !some {
            self.missing(path, "no file matches, expected at least one; check the pattern and the folder".to_owned());
        }
    }

    fn missing(&mut self, path: &Path, message: String) {
        self.errors.push(Error::Read { path: path.to_owned(), source: io::Error::other(message) });
    }

    /// Takes a file that was not named itself.
    fn found(&mut self, path: PathBuf, own: PathBuf) {
        match Reason::by_name(&path) {
            Some(reason) => self.passed.add(&path, reason),
            None => self.file(path, own, false),
        }
    }

    /// Takes a file, `own` being its path in full, by which it is known if it comes again.
    fn file(&mut self, path: PathBuf, own: PathBuf, named: bool) {
        if self.seen.insert(own) {
            self.files.push((path, named));
        }
    }
}

/// A path without links, from the root on.
fn in_full(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// What the files of each input are called: its name without extension, and where that is taken, with its folder or a
/// number.
fn stems(files: &[(PathBuf, bool)]) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut stems = Vec::with_capacity(files.len());
    for (file, _) in files {
        let plain = plain_stem(file);
        let parent = file.parent().and_then(Path::file_name).map(OsStr::to_string_lossy);
        let with_parent = parent.map(|parent| format!("{parent}-{plain}"));
        let numbered = (2..).map(|number| format!("{plain}-{number}"));
        let mut names = [plain.clone()].into_iter().chain(with_parent).chain(numbered);
        // Some systems do not tell small letters from capitals in file names.
        stems.push(names.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default());
    }
    stems
}

/// The name of a file without its extension.
pub fn plain_stem(file: &Path) -> String {
    if is_dash(file) {
        return "stdin".to_owned();
    }
    file.file_stem().map_or_else(|| "unnamed".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_told_apart() {
        let files = ["a/draft.txt", "b/Draft.md", "draft.txt", "-", "b/draft.txt"].map(|file| (file.into(), true));
        assert_eq!(stems(&files), ["draft", "b-Draft", "draft-2", "stdin", "draft-3"]);
    }
}
