//! How fast resolutions are read, and what of it the matching alone costs.
//!
//! The text is made by repeating and varying sentences (`made`): about 20 MB in French, in documents of ordinary size,
//! with page breaks and footnotes, preamble to operative part as 45 to 55.
//! After the measurements of divan, the two passes are timed against each other in one loop, so that their ratio can be
//! compared between machines.

mod made;

use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use aho_corasick::AhoCorasick;
use divan::Bencher;
use divan::counter::BytesCount;
use exhorte::{Document, Language, Lexicons, extract, folded_key};

const SIZE: usize = 20_000_000;

static LEXICONS: LazyLock<Lexicons> = LazyLock::new(Lexicons::embedded);
static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(documents);
static KEYS: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| DOCUMENTS.iter().map(|document| folded_key(&document.text)).collect());
static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| LEXICONS.of(Language::Fr).bare_automaton());

const SHORT: &str = "L'Assemblée générale,\n\n1. Prie le Secrétaire général de lui faire rapport à sa quatre-vingt-quatrième session.\n";

fn main() {
    // `cargo test --benches` runs each measurement once, without its summary.
    divan::main();
    if std::env::args().any(|argument| argument == "--bench") {
        summary();
    }
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn text_to_records(bencher: Bencher) {
    let bytes = warm();
    bencher.counter(BytesCount::new(bytes)).bench_local(read_all);
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn text_to_keys(bencher: Bencher) {
    let bytes = warm();
    bencher.counter(BytesCount::new(bytes)).bench_local(fold_all);
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn bare_pass(bencher: Bencher) {
    let bytes = warm();
    bencher.counter(BytesCount::new(bytes)).bench_local(pass_all);
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn lexicons_and_one_short_document() -> usize {
    cold()
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn lexicons_alone() -> usize {
    Lexicons::embedded().of(Language::Fr).len()
}

/// Makes the documents and compiles the lexicon, so that neither is measured.
fn warm() -> usize {
    LEXICONS.of(Language::Fr);
    LazyLock::force(&AUTOMATON);
    LazyLock::force(&KEYS);
    DOCUMENTS.iter().map(|document| document.text.len()).sum()
}

fn read_all() -> usize {
    DOCUMENTS.iter().map(|document| extract(&LEXICONS, document).records.len()).sum()
}

fn fold_all() -> usize {
    DOCUMENTS.iter().map(|document| folded_key(&document.text).len()).sum()
}

fn pass_all() -> usize {
    KEYS.iter().map(|key| AUTOMATON.find_iter(key).count()).sum()
}

fn cold() -> usize {
    let lexicons = Lexicons::embedded();
    extract(&lexicons, &Document::new("short", SHORT, Language::Fr)).records.len()
}

/// The figures that are compared between versions, measured side by side.
fn summary() {
    let bytes = warm();
    let (mut records, mut fold, mut pass) = (Duration::MAX, Duration::MAX, Duration::MAX);
    for _ in 0..5 {
        records = records.min(timed(read_all));
        fold = fold.min(timed(fold_all));
        pass = pass.min(timed(pass_all));
    }
    let rate = |time: Duration| bytes as f64 / time.as_secs_f64() / 1e6;
    println!("\n{} documents, {:.1} MB, {} records", DOCUMENTS.len(), bytes as f64 / 1e6, read_all());
    println!(
        "records: {:.1} MB/s; bare pass: {:.1} MB/s; ratio {:.3} (folding alone: {:.1} MB/s)",
        rate(records),
        rate(pass),
        rate(records) / rate(pass),
        rate(fold)
    );
    let lexicons = (0..10).map(|_| timed(cold)).min().unwrap_or_default();
    println!("lexicons and one short document: {:.1} ms", lexicons.as_secs_f64() * 1e3);
    match (0..10).map(|_| program()).collect::<Option<Vec<_>>>().and_then(|times| times.into_iter().min()) {
        Some(time) => println!("the program with one short document: {:.1} ms", time.as_secs_f64() * 1e3),
        None => println!("the program with one short document: skipped, it does not read standard input"),
    }
}

fn timed(work: fn() -> usize) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

/// How long the program takes from its start to its end with a short text on standard input.
fn program() -> Option<Duration> {
    let path = option_env!("CARGO_BIN_EXE_exhorte")?;
    let start = Instant::now();
    let mut child = Command::new(path)
        .args(["extract", "-", "--language", "fr", "--format", "jsonl", "--output", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = child.stdin.take()?;
    // A program that does not read its input has closed it: its exit code tells.
    let _ = input.write_all(SHORT.as_bytes());
    drop(input);
    let output = child.wait_with_output().ok()?;
    let time = start.elapsed();
    (output.status.success() && !output.stdout.is_empty()).then_some(time)
}

fn documents() -> Vec<Document> {
    let texts = made::texts(SIZE).into_iter().enumerate();
    texts.map(|(number, text)| Document::new(format!("made-{number}"), text, Language::Fr)).collect()
}
