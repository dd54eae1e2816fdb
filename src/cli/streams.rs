//! Standard streams: a closed pipe is no failure, and no message may end the program.

use std::fmt::Display;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use exhorte::Error;

/// Prints a text for people on standard output.
pub fn print(text: &str) -> Result<(), Error> {
    print_with(|out| out.write_all(legible(text).as_bytes()))
}

/// Has something written to standard output.
pub fn print_with(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = write(&mut out).and_then(|()| out.flush());
    written.map_err(|source| Error::Write { path: PathBuf::from("standard output"), source })
}

/// Says something on standard error; if nobody listens, so be it.
pub fn say(message: impl Display) {
    let _ = writeln!(io::stderr(), "{}", legible(&message.to_string()));
}

/// A text in which nothing gives orders to a terminal: names of files may hold anything.
pub fn legible(text: &str) -> String {
    text.replace(|c: char| c.is_control() && !matches!(c, '\n' | '\t'), "\u{FFFD}")
}

/// Says what could not be done.
pub fn complain(error: &Error) {
    say(format_args!("exhorte: {error}"));
}

/// Whether the reader of a pipe has closed it.
pub fn is_broken_pipe(error: &Error) -> bool {
    matches!(error, Error::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
}
