//! Files that are written whole or not at all: whoever has the old one open keeps it until the new one is complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use exhorte::Error;

/// The end of the name of a file that is still being written.
const ENDING: &str = ".unfinished";

/// How many files this run has begun: what tells apart those that it has not finished.
static BEGUN: AtomicUsize = AtomicUsize::new(0);

/// How much of a file is written in one piece.
const BUFFER: usize = 256 * 1024;

/// A file that is still being written; unless it is finished, it goes.
pub struct Unfinished {
    /// What it is to be called.
    file: PathBuf,
    /// What it is called until then.
    path: PathBuf,
    writer: Option<BufWriter<File>>,
    finished: bool,
}

impl Unfinished {
    pub fn create(file: &Path) -> Result<Self, Error> {
        // The name of the file is no part of it: with more letters it might be too long for the system.
        let number = BEGUN.fetch_add(1, Ordering::Relaxed);
        let path = file.with_file_name(format!(".exhorte-{number}.{}{ENDING}", std::process::id()));
        match File::create(&path) {
            Ok(created) => {
                let writer = Some(BufWriter::with_capacity(BUFFER, created));
                Ok(Unfinished { file: file.to_owned(), path, writer, finished: false })
            }
            Err(source) => Err(Error::Write { path: file.to_owned(), source }),
        }
    }

    pub fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        let written = self.writer.as_mut().map_or(Ok(()), |writer| write(writer));
        written.map_err(|source| Error::Write { path: self.file.clone(), source })
    }

    /// Gives the file its name, which is returned.
    pub fn finish(mut self) -> Result<PathBuf, Error> {
        let flushed = self.writer.take().map_or(Ok(()), |mut writer| writer.flush());
        let renamed = flushed.and_then(|()| fs::rename(&self.path, &self.file));
        self.finished = renamed.is_ok();
        renamed.map(|()| self.file.clone()).map_err(|source| Error::Write { path: self.file.clone(), source })
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        self.writer = None;
        if !self.finished {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Writes a file whole or not at all.
pub fn replace(file: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let mut unfinished = Unfinished::create(file)?;
    unfinished.write(write)?;
    unfinished.finish().map(drop)
}

/// Removes what runs that were killed have left unfinished in a folder, where the system tells which runs are alive.
pub fn sweep(folder: &Path) {
    let processes = Path::new("/proc");
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|_| processes.join("self").exists()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let process = name.strip_suffix(ENDING).and_then(|name| name.rsplit_once('.')).map(|(_, process)| process);
        let dead = process.is_some_and(|id| id.parse::<u32>().is_ok() && !processes.join(id).exists());
        if name.starts_with('.') && dead {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finished_goes() {
        let folder = std::env::temp_dir().join(format!("exhorte-files-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("asks.csv");
        replace(&file, |to| to.write_all(b"old")).unwrap();
        let mut unfinished = Unfinished::create(&file).unwrap();
        unfinished.write(|to| to.write_all(b"ne")).unwrap();
        drop(unfinished);
        assert_eq!(fs::read(&file).unwrap(), b"old");
        replace(&file, |to| to.write_all(b"new")).unwrap();
        assert_eq!((fs::read(&file).unwrap(), fs::read_dir(&folder).unwrap().count()), (b"new".to_vec(), 1));
        fs::remove_dir_all(&folder).unwrap();
    }
}
