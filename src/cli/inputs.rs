//! What was typed becomes documents to be read: files, all files of a folder, those that a pattern matches, and
//! standard input.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use exhorte::{Document, Error, Language};
use glob::MatchOptions;
use walkdir::{DirEntry, WalkDir};

use super::passed::{PassedOver, Reason};
use super::reading::{BEGINNING, DASH};

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
            if !self.folder(path) {
                let message = "a folder without files, expected documents in it; check its name";
                self.missing(path, message.to_owned());
            }
            return;
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

    /// Takes the files of a folder, and tells whether there were any.
    fn folder(&mut self, folder: &Path) -> bool {
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
        let mut some = false;
        for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(belongs) {
            match entry {
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if entry.file_type().is_file() => {
                    some = true;
                    // No link to a folder is followed within it, so that only its own path has to be asked for.
                    let own = entry
                        .path()
                        .strip_prefix(folder)
                        .map_or_else(|_| in_full(entry.path()), |inner| full.join(inner));
                    self.found(entry.into_path(), own);
                }
                Ok(entry) => {
                    some = true;
                    self.special(entry.into_path());
                }
                Err(error) => {
                    some = true;
                    let path = error.path().unwrap_or(folder).to_owned();
                    let source =
                        error.into_io_error().unwrap_or_else(|| io::Error::other("links that lead in a circle"));
                    self.errors.push(Error::Read { path, source });
                }
            }
        }
        some
    }

    /// Takes what a folder holds beside files and folders: links, pipes and the like.
    fn special(&mut self, path: PathBuf) {
        match path.metadata() {
            // It is a link, which may lead in a circle.
            Ok(target) if target.is_dir() => self.passed.add(&path, Reason::Link),
            // Of a pipe nobody knows when it ends.
            Ok(target) if !target.is_file() => self.passed.add(&path, Reason::Pipe),
            // Whoever reads it will say where it cannot be read.
            _ => {
                let own = in_full(&path);
                self.found(path, own);
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
                Ok(file) if file.is_dir() => _ = self.folder(&file),
                Ok(file) if file.is_file() => {
                    let own = in_full(&file);
                    self.found(file, own);
                }
                Ok(file) => self.special(file),
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
///
/// What will be passed over, as an image or an earlier result beside its document, takes no name away from others.
fn stems(files: &[(PathBuf, bool)]) -> Vec<String> {
    // Some systems do not tell small letters from capitals in file names.
    let plain = |place: &usize| plain_stem(&files[*place].0).to_lowercase();
    let mut shared: HashMap<String, usize> = HashMap::new();
    (0..files.len()).for_each(|place| *shared.entry(plain(&place)).or_default() += 1);
    let yields = |place: &usize| {
        let (file, named) = &files[*place];
        !named && 1 < shared[&plain(place)] && is_foreign(file)
    };
    let (last, first): (Vec<usize>, Vec<usize>) = (0..files.len()).partition(yields);
    let mut taken = HashSet::new();
    let mut stems = vec![String::new(); files.len()];
    for place in first.into_iter().chain(last) {
        let file = &files[place].0;
        let plain = plain_stem(file);
        let parent = file.parent().and_then(Path::file_name).map(OsStr::to_string_lossy);
        let with_parent = parent.map(|parent| format!("{parent}-{plain}"));
        let numbered = (2..).map(|number| format!("{plain}-{number}"));
        let mut names = [plain.clone()].into_iter().chain(with_parent).chain(numbered);
        stems[place] = names.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default();
    }
    stems
}

/// Whether a file is no document, by how it begins or, of packages, by its parts.
pub fn is_foreign(file: &Path) -> bool {
    let name = file.to_string_lossy();
    let mut beginning = Vec::new();
    let begins = File::open(file).and_then(|file| file.take(BEGINNING).read_to_end(&mut beginning));
    let refused = match begins {
        Ok(_) if beginning.starts_with(b"PK") => {
            fs::read(file).ok().and_then(|bytes| Document::from_bytes(&name, bytes, Language::ALL[0]).err())
        }
        Ok(_) => Document::foreign(&name, &beginning),
        Err(_) => None,
    };
    matches!(refused, Some(Error::Unreadable { foreign: Some(_), .. }))
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
