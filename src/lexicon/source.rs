//! Where tables come from: the program itself, or a folder that is laid out as `lexicons/`.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;

use super::table::Table;
use super::words;
use crate::{Error, Fault, Language};

/// The tables of a language: name and columns, and the columns that they are sorted by.
pub(crate) const LANGUAGE_TABLES: [(&str, &[&str], &[usize]); 5] = [
    ("acts.csv", &["form", "act", "frame", "example", "counterexample", "note"], &[1, 0, 2]),
    ("actors.csv", &["form", "actor", "example", "counterexample", "note"], &[1, 0]),
    ("states.csv", &["form", "actor", "example", "counterexample", "note"], &[1, 0]),
    ("markers.csv", &["form", "role", "value", "example", "counterexample", "note"], &[1, 2, 0]),
    ("outline.csv", &["form", "part", "value", "example", "note"], &[1, 0]),
];

/// The tables that all languages share.
pub(crate) const SHARED_TABLES: [(&str, &[&str], &[usize]); 5] = [
    ("acts.csv", &["act", "kind", "force", "bearer", "gloss_en", "gloss_fr"], &[0]),
    ("actors.csv", &["actor", "kind", "part_of", "label_en", "label_fr"], &[0]),
    ("organs.csv", &["actor", "resolutions", "first_session", "president", "secretariat"], &[0]),
    ("states.csv", &["actor", "kind", "part_of", "label_en", "label_fr"], &[0]),
    ("words.csv", words::COLUMNS, &[0]),
];

/// What is wrong with a folder that was given as lexicons and is none.
const NO_TABLE: &str = "a folder without any table, expected shared/acts.csv, fr/acts.csv and their like; \
                        copy the folder lexicons/ of the project and change the copy";

/// The tables of one folder, not yet compiled.
pub(super) struct Source {
    pub folder: String,
    /// The tables that are there, by name.
    pub tables: Vec<(&'static str, Cow<'static, str>)>,
}

macro_rules! embedded {
    ($folder:literal: $($name:literal),*) => {
        Source {
            folder: concat!("lexicons/", $folder).to_owned(),
            tables: vec![$(($name, include_str!(concat!("../../lexicons/", $folder, "/", $name)).into())),*],
        }
    };
}

impl Source {
    /// The folders that the program carries with it: the shared one first, then language by language.
    pub fn embedded() -> Vec<Self> {
        vec![
            embedded!("shared": "acts.csv", "actors.csv", "organs.csv", "states.csv", "words.csv"),
            embedded!("fr": "acts.csv", "actors.csv", "states.csv", "markers.csv", "outline.csv"),
            embedded!("en": "acts.csv", "actors.csv", "states.csv", "markers.csv", "outline.csv"),
        ]
    }

    /// The same folders without any table.
    pub fn empty() -> Vec<Self> {
        let source = |(folder, _)| Source { folder, tables: Vec::new() };
        folders().map(source).collect()
    }

    /// The same folders in another one; tables that are not there are left out.
    pub fn read(folder: &Path) -> Result<Vec<Self>, Error> {
        let mut sources = Vec::new();
        for (subfolder, names) in folders() {
            let mut tables = Vec::new();
            for name in names {
                let path = folder.join(&subfolder).join(name);
                match fs::read_to_string(&path) {
                    Ok(text) => tables.push((name, text.into())),
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(source) => return Err(Error::Read { path, source }),
                }
            }
            sources.push(Source { folder: folder.join(subfolder).display().to_string(), tables });
        }
        if sources.iter().all(|source| source.tables.is_empty()) {
            let source = io::Error::new(io::ErrorKind::NotFound, NO_TABLE);
            return Err(Error::Read { path: folder.to_owned(), source });
        }
        Ok(sources)
    }

    /// A table, empty where it is not there.
    pub fn table(&self, name: &str, columns: &[&str], faults: &mut Vec<Fault>) -> Table {
        let text = self.tables.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
        Table::read(&format!("{}/{name}", self.folder), text, columns, faults)
    }
}

/// What the folders are called, and the names of the tables in each.
fn folders() -> impl Iterator<Item = (String, Vec<&'static str>)> {
    let shared = ("shared".to_owned(), SHARED_TABLES.map(|(name, ..)| name).to_vec());
    let tables = || LANGUAGE_TABLES.map(|(name, ..)| name).to_vec();
    let languages = Language::ALL.into_iter().map(move |language| (language.code().to_owned(), tables()));
    [shared].into_iter().chain(languages)
}
