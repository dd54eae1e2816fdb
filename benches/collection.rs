//! How fast collections of files are read by the program, from files on disk to tables on disk.
//!
//! Made-up resolutions (`made`) are written as text and as HTML; if LibreOffice is there, some of them are converted to
//! DOCX and PDF as well. `SHARED=DIR` adds the files of DIR/corpus.
//! Every collection is read on one thread and on all processors, in turn and three times; the best of each counts.
//! Beside PDFs, `pdftotext` reads the same files in the same run, if it is there.

mod made;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How much text is made.
const SIZE: usize = 100_000_000;
/// How many documents of other formats are made.
const CONVERTED: usize = 24;
/// How often each collection is read.
const ROUNDS: usize = 3;

fn main() {
    // `cargo test --benches` only asks whether it can be built.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let desk = Path::new(env!("CARGO_TARGET_TMPDIR")).join("collection");
    let _ = fs::remove_dir_all(&desk);
    let processors = thread::available_parallelism().map_or(1, usize::from);
    println!("{processors} processors, the best of {ROUNDS} rounds\n");
    println!(
        "{:<22}{:>6}{:>8}{:>26}{:>26}{:>9}{:>7}",
        "collection", "files", "MB", "one thread", "all", "speed-up", "busy"
    );
    for (name, files) in collections(&desk) {
        measure(&desk, &name, &files, processors);
    }
    let _ = fs::remove_dir_all(&desk);
}

/// The collections, by name; those that cannot be made are left out with a word.
fn collections(desk: &Path) -> Vec<(String, Vec<PathBuf>)> {
    let texts = made::texts(SIZE);
    let mut collections = vec![
        ("text".to_owned(), write(&desk.join("text"), "txt", &texts, |text| text.to_owned())),
        ("html".to_owned(), write(&desk.join("html"), "html", &texts[..texts.len() / 5], html)),
    ];
    let few = write(&desk.join("few"), "html", &texts[..CONVERTED], html);
    for format in ["docx", "pdf"] {
        match converted(desk, &few, format) {
            Some(files) => collections.push((format.to_owned(), files)),
            None => println!("{format}: skipped, LibreOffice is not there"),
        }
    }
    if let Some(shared) = std::env::var_os("SHARED").map(PathBuf::from) {
        for folder in ["fr", "en", "pdf"] {
            let files = files(&shared.join("corpus").join(folder));
            if !files.is_empty() {
                collections.push((format!("corpus/{folder}"), files));
            }
        }
    }
    collections
}

fn write(folder: &Path, extension: &str, texts: &[String], form: impl Fn(&str) -> String) -> Vec<PathBuf> {
    fs::create_dir_all(folder).expect("the folder can be made");
    for (number, text) in texts.iter().enumerate() {
        fs::write(folder.join(format!("{number:05}.{extension}")), form(text)).expect("the file can be written");
    }
    files(folder)
}

/// A text as a page of the web.
fn html(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| format!("<p>{}</p>\n", paragraph.replace('&', "&amp;")));
    let body: String = paragraphs.collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>A/C.2/81/L.1</title></head>\n<body>\n{body}</body></html>\n"
    )
}

fn converted(desk: &Path, pages: &[PathBuf], format: &str) -> Option<Vec<PathBuf>> {
    let folder = desk.join(format);
    let filter = if format == "docx" { "docx:MS Word 2007 XML" } else { "pdf:writer_web_pdf_Export" };
    let mut command = Command::new("soffice");
    command.args(["--headless", "--infilter=HTML (StarWriter)", "--convert-to", filter, "--outdir"]);
    command.arg(&folder).args(pages).stdout(Stdio::null()).stderr(Stdio::null());
    command.env("HOME", desk).status().ok().filter(|status| status.success())?;
    Some(files(&folder)).filter(|files| !files.is_empty())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

/// Reads a collection in every way, and says how fast that was.
///
/// The speed-up is that of all threads against one; how busy the processors were while all threads worked is the time
/// that they spent on the program, as a share of what they had.
fn measure(desk: &Path, name: &str, files: &[PathBuf], processors: usize) {
    let folder = files[0].parent().expect("a file has a folder");
    let bytes: u64 = files.iter().filter_map(|file| fs::metadata(file).ok()).map(|data| data.len()).sum();
    let (mut one, mut all, mut other) = (Taken::NEVER, Taken::NEVER, None);
    for round in 0..ROUNDS {
        let output = |threads| desk.join(format!("output/{}/{round}-{threads}", name.replace('/', "-")));
        one = one.min(extract(folder, &output("one"), 1));
        all = all.min(extract(folder, &output("all"), processors));
        if files[0].extension().is_some_and(|extension| extension == "pdf") {
            other = pdftotext(files).map(|time| other.map_or(time, |known: Duration| known.min(time)));
        }
    }
    let rate = |time: Duration| {
        let seconds = time.as_secs_f64();
        format!("{:.1} MB/s, {:.0} files/s", bytes as f64 / seconds / 1e6, files.len() as f64 / seconds)
    };
    let speed_up = one.time.as_secs_f64() / all.time.as_secs_f64();
    let busy = all.work.map_or("?".to_owned(), |work| {
        format!("{:.0} %", work.as_secs_f64() / all.time.as_secs_f64() / processors as f64 * 100.0)
    });
    let (count, size) = (files.len(), bytes as f64 / 1e6);
    let (one, all) = (rate(one.time), rate(all.time));
    println!("{name:<22}{count:>6}{size:>8.1}{one:>26}{all:>26}{speed_up:>9.2}{busy:>7}");
    if let Some(time) = other {
        println!("{:<22}{count:>6}{size:>8.1}{:>26}", "  with pdftotext", rate(time));
    }
}

/// How long the program took for a collection.
#[derive(Clone, Copy)]
struct Taken {
    time: Duration,
    /// How long processors worked for it, where the system tells.
    work: Option<Duration>,
}

impl Taken {
    const NEVER: Taken = Taken { time: Duration::MAX, work: None };

    fn min(self, other: Taken) -> Taken {
        if other.time < self.time { other } else { self }
    }
}

/// How long the program takes for a folder.
///
/// Results go to a new folder every time and stay until the end: a file system that has just deleted thousands of files
/// may be slow to make others (ext4 looks at each of their inodes in turn), which would be measured instead.
fn extract(folder: &Path, output: &Path, jobs: usize) -> Taken {
    let mut command = Command::new(env!("CARGO_BIN_EXE_exhorte"));
    command.arg("extract").arg(folder).args(["--quiet", "--jobs", &jobs.to_string(), "--output"]).arg(output);
    let (start, before) = (Instant::now(), work_of_children());
    let status = command.status().expect("the program can be started");
    let time = start.elapsed();
    assert!(status.success(), "the program reads its own collection");
    let work = work_of_children().zip(before).map(|(after, before)| after.saturating_sub(before));
    Taken { time, work }
}

/// How long processors have worked for the programs that this one has started and that have ended.
#[cfg(unix)]
fn work_of_children() -> Option<Duration> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    let microseconds = (usage.user_time() + usage.system_time()).num_microseconds();
    u64::try_from(microseconds).ok().map(Duration::from_micros)
}

#[cfg(not(unix))]
fn work_of_children() -> Option<Duration> {
    None
}

/// How long pdftotext takes for these files, one after the other.
fn pdftotext(files: &[PathBuf]) -> Option<Duration> {
    let start = Instant::now();
    for file in files {
        let mut command = Command::new("pdftotext");
        command.arg("-layout").arg(file).arg("-").stdout(Stdio::null()).stderr(Stdio::null());
        command.status().ok().filter(|status| status.success())?;
    }
    Some(start.elapsed())
}
