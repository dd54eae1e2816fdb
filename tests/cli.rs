//! The program as people and scripts use it: arguments, files, pipes, exit codes and messages.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const DRAFT: &str = "\
L'Assemblée générale,

Rappelant l'importance des phares,

1. Prie le Secrétaire général de dresser la carte des phares d'ici à 2031 ;

2. Invite les États Membres à entretenir leurs phares et à former des gardiens ;

3. Décide de rester saisie de la question.
";

/// A draft with a verb and an addressee that no lexicon should ever know.
const DOUBTFUL: &str = "\
L'Assemblée générale,

1. Prie la Guilde des allumeurs de lanternes de compter les phares ;

2. Xylographie les brumes du détroit.
";

/// A folder of its own for one test, with a draft in it.
struct Desk {
    folder: PathBuf,
}

impl Desk {
    fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(test);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let desk = Desk { folder };
        desk.put("draft.txt", DRAFT);
        desk.put("doubtful.txt", DOUBTFUL);
        desk
    }

    fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn get(&self, name: &str) -> String {
        let path = self.folder.join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The names of the files in a folder, hidden ones left out.
    fn files(&self, folder: &str) -> Vec<String> {
        let mut names = self.all_files(folder);
        names.retain(|name| !name.starts_with('.'));
        names
    }

    fn all_files(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.folder.join(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_exhorte"));
        command.args(arguments).current_dir(&self.folder).stdin(Stdio::null());
        command
    }

    #[track_caller]
    fn run(&self, arguments: &[&str], code: i32) -> Run {
        Run::of(self.command(arguments).output().unwrap(), code)
    }

    #[track_caller]
    fn pipe(&self, arguments: &[&str], input: &str, code: i32) -> Run {
        let mut command = self.command(arguments);
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Run::of(child.wait_with_output().unwrap(), code)
    }
}

/// What the program said.
struct Run {
    out: String,
    err: String,
}

impl Run {
    #[track_caller]
    fn of(output: Output, code: i32) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        let run = Run { out: text(output.stdout), err: text(output.stderr) };
        assert_eq!(output.status.code(), Some(code), "stdout:\n{}\nstderr:\n{}", run.out, run.err);
        run
    }

    #[track_caller]
    fn complains(&self, parts: &[&str]) {
        for part in parts {
            assert!(self.err.contains(part), "`{part}` is not said in:\n{}", self.err);
        }
    }

    /// The objects of JSON lines.
    fn records(&self) -> Vec<serde_json::Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a line is an object")).collect()
    }
}

#[test]
fn a_document_becomes_a_table_and_a_summary() {
    let desk = Desk::new("table");
    let run = desk.run(&["extract", "draft.txt"], 0);
    let table = desk.get("output/draft.csv");
    assert!(table.starts_with("id,document,"), "{table}");
    assert_eq!(table.lines().count(), 5, "{table}");
    for part in ["draft.csv", "request", "Secrétaire général"] {
        assert!(run.out.contains(part), "`{part}` is not in:\n{}", run.out);
    }
    assert!(!run.out.contains('\u{1b}'), "colours in a pipe");
    assert_eq!(run.err, "");
}

#[test]
fn two_formats_make_two_files_and_nothing_else() {
    let desk = Desk::new("formats");
    let run = desk.run(&["extract", "draft.txt", "--format", "csv,jsonl", "--output", "asks", "--quiet"], 0);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
    let mut files: Vec<_> = fs::read_dir(desk.folder.join("asks")).unwrap().map(|e| e.unwrap().file_name()).collect();
    files.sort();
    assert_eq!(files, ["draft.csv", "draft.jsonl"]);
    assert_eq!(desk.get("asks/draft.jsonl").lines().count(), 4);
}

#[test]
fn standard_output_holds_records_only() {
    let desk = Desk::new("stdout");
    let run = desk.run(&["extract", "draft.txt", "--format", "jsonl", "--output", "-"], 0);
    let records = run.records();
    assert_eq!(records.len(), 4);
    assert_eq!(records[0]["actors"][0], "secretary-general");
    assert_eq!(run.err, "");
    assert!(!desk.folder.join("output").exists());
}

#[test]
fn several_documents_are_one_table_on_standard_output() {
    let desk = Desk::new("one-table");
    desk.put("other.txt", DRAFT);
    let run = desk.run(&["extract", "draft.txt", "other.txt", "--output", "-"], 0);
    assert_eq!(run.out.matches("id,document,").count(), 1);
    assert_eq!(run.out.lines().count(), 9, "{}", run.out);
}

#[test]
fn standard_output_takes_one_format() {
    let desk = Desk::new("one-format");
    desk.run(&["extract", "draft.txt", "--format", "csv,jsonl", "--output", "-"], 2)
        .complains(&["one format", "--format"]);
    desk.run(&["extract", "draft.txt", "--format", "docx"], 2).complains(&["docx", "csv, jsonl"]);
    desk.run(&["extract"], 2).complains(&["FILES"]);
}

#[test]
fn standard_input_is_read() {
    let desk = Desk::new("stdin");
    let run = desk.pipe(&["extract", "-", "--format", "jsonl", "--output", "-"], DRAFT, 0);
    assert_eq!(run.records().len(), 4);
    desk.pipe(&["extract", "-"], DRAFT, 0);
    assert!(desk.get("output/stdin.csv").contains("stdin"));
    desk.run(&["extract", "-", "-"], 2).complains(&["twice"]);
}

#[test]
fn a_bad_file_does_not_stop_the_others() {
    let desk = Desk::new("bad-among-good");
    desk.put("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    desk.put("last.txt", DRAFT);
    let run = desk.run(&["extract", "draft.txt", "nowhere.txt", "photo.txt", "*.nothing", "last.txt"], 2);
    run.complains(&[
        "nowhere.txt: no such file",
        "expected",
        "photo.txt: an image (PNG)",
        "*.nothing: no file matches, expected at least one",
    ]);
    assert!(run.out.contains("3 could not be read"), "{}", run.out);
    assert_eq!(desk.get("output/draft.csv").lines().count(), desk.get("output/last.csv").lines().count());
}

#[test]
fn binary_files_are_refused_with_their_kind() {
    let desk = Desk::new("binary");
    for (bytes, found) in [(&b"\x89PNG\r\n\x1a\n\0\0"[..], "an image (PNG)"), (b"ab\0cd\0\0\0ef", "zero byte")] {
        desk.put("file.bin", bytes);
        desk.run(&["extract", "file.bin"], 2).complains(&["file.bin: ", found, "expected", "save "]);
    }
}

#[test]
fn damaged_and_old_encodings_are_read_and_told() {
    let desk = Desk::new("encodings");
    let windows: Vec<u8> = DRAFT.chars().map(|c| u8::try_from(c).expect("the draft is in Latin-1")).collect();
    let damaged = [DRAFT.as_bytes(), b"\xFF\n"].concat();
    for bytes in [windows, damaged] {
        desk.put("old.txt", bytes);
        let run = desk.run(&["extract", "old.txt", "--strict"], 1);
        run.complains(&["old.txt: the text was not UTF-8"]);
        assert_eq!(desk.get("output/old.csv").lines().count(), 5);
    }
}

#[test]
fn what_is_no_resolution_gives_no_rows_and_a_note() {
    let desk = Desk::new("nothing");
    for text in ["", "Liste des courses\n\ndu pain, trois citrons et du sel\n"] {
        desk.put("other.txt", text);
        let run = desk.run(&["extract", "other.txt"], 0);
        assert_eq!(desk.get("output/other.csv").lines().count(), 1);
        assert!(run.out.contains("no-resolution"), "{}", run.out);
    }
}

#[test]
fn doubts_count_where_they_are_asked_for() {
    let desk = Desk::new("strict");
    desk.run(&["extract", "draft.txt", "--strict"], 0);
    desk.run(&["extract", "doubtful.txt"], 0);
    let run = desk.run(&["extract", "doubtful.txt", "--strict"], 1);
    run.complains(&["doubtful.txt: paragraph 1: ", "lanternes", "paragraph 2: ", "Xylographie"]);
    let run = desk.run(&["extract", "doubtful.txt", "--strict", "--quiet"], 1);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
    desk.run(&["extract", "doubtful.txt", "nowhere.txt", "--strict"], 2);
}

#[test]
fn actors_are_named_in_the_language_asked_for() {
    let desk = Desk::new("labels");
    for (language, name) in [("en", "Secretary-General"), ("fr", "Secrétaire général")] {
        let run = desk.run(&["extract", "draft.txt", "--labels", language, "--format", "jsonl", "--output", "-"], 0);
        assert_eq!(run.records()[0]["actor_names"][0], name);
    }
    desk.run(&["extract", "draft.txt", "--labels", "xx"], 2).complains(&["xx", "known are fr, en"]);
}

#[test]
fn the_language_of_each_document_is_recognised() {
    let desk = translated("languages");
    let run = desk.run(&["extract", "draft.en.txt", "draft.fr.txt", "--format", "jsonl", "--output", "-"], 0);
    let languages = run.records().iter().map(|record| record["language"].to_string()).collect::<Vec<_>>();
    assert_eq!(languages[..3].join(" ").matches("en").count(), 3, "{languages:?}");
    assert_eq!(languages[3..].join(" ").matches("fr").count(), 4, "{languages:?}");
    desk.put("paragraph.txt", "1. Requests the Secretary-General to map the lighthouses.\n");
    let run = desk.run(&["extract", "paragraph.txt", "--format", "jsonl", "--output", "-"], 0);
    assert_eq!(run.records()[0]["act"], "request", "a paragraph by itself");
}

#[test]
fn a_language_that_is_given_overrules() {
    let desk = translated("language");
    let run = desk.run(&["extract", "draft.en.txt", "--language", "fr", "--strict"], 1);
    run.complains(&["another language than it was read in: English", "no resolution"]);
    desk.run(&["extract", "draft.en.txt", "--language", "xx"], 2).complains(&["xx", "known are fr, en"]);
}

#[test]
fn a_part_in_another_language_is_told() {
    let desk = Desk::new("two-languages");
    desk.put("both.txt", [DRAFT, DRAFT, DRAFT_EN, DRAFT_EN].concat());
    let run = desk.run(&["extract", "both.txt", "--strict", "--language", "fr"], 1);
    run.complains(&["both.txt: a good part of the text is in another language than it was read in: English"]);
}

#[test]
fn a_single_sentence_is_read_in_its_language() {
    let desk = Desk::new("sentence");
    for (text, act) in [
        ("Urges States to adopt national plans.", "urge"),
        ("Demands that Eritrea release all children.", "demand"),
        ("Exhorte Malte à agir.", "urge"),
    ] {
        let run = desk.pipe(&["extract", "-", "--format", "jsonl", "--output", "-"], text, 0);
        assert_eq!(run.records()[0]["act"], act, "{text}");
    }
}

#[test]
fn results_of_the_same_name_are_told_apart() {
    let desk = Desk::new("same-name");
    desk.put("march/draft.txt", DOUBTFUL);
    let run = desk.run(&["extract", "draft.txt", "march/draft.txt"], 0);
    run.complains(&["march/draft.txt", "march-draft"]);
    assert!(desk.get("output/draft.csv").contains("gardiens"));
    assert!(desk.get("output/march-draft.csv").contains("lanternes"));
}

#[test]
fn what_is_read_is_not_written_over() {
    let desk = Desk::new("overwriting");
    desk.put("draft.csv", DRAFT);
    desk.run(&["extract", "draft.csv", "--output", "."], 2).complains(&["draft.csv", "one of the files to be read"]);
    assert_eq!(desk.get("draft.csv"), DRAFT);
}

#[test]
fn a_folder_is_read_with_all_that_it_holds() {
    let desk = Desk::new("folder");
    desk.put("drafts/b.txt", DRAFT);
    desk.put("drafts/march/a.md", DRAFT);
    desk.put("drafts/.hidden.txt", DRAFT);
    desk.put("drafts/asks/b.csv", "a result, and no document");
    desk.run(&["extract", "drafts", "--output", "drafts/asks"], 0);
    assert_eq!(desk.files("drafts/asks"), ["a.csv", "b.csv"]);
    desk.run(&["extract", "drafts/*.txt", "drafts/**/*.md", "--output", "found"], 0);
    assert_eq!(desk.files("found"), ["a.csv", "b.csv"]);
}

/// A folder as people have them: documents, and whatever lies beside them.
fn mixed(test: &str) -> Desk {
    let desk = Desk::new(test);
    desk.put("drafts/a.txt", DRAFT);
    desk.put("drafts/seal.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    desk.put("drafts/scans/1", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0");
    desk.put("drafts/asks.xls", [&b"\xD0\xCF\x11\xE0"[..], &wide("Workbook")].concat());
    desk.put("drafts/all.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    desk.put("drafts/~$a.docx", b"\x05Amina\0\0\0");
    desk.put("drafts/.DS_Store", b"\0\0\0\x01Bud1");
    desk.put("drafts/.git/config", "[core]");
    desk
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn what_is_no_document_is_passed_over_in_folders() {
    let desk = mixed("mixed");
    let sentence = "exhorte: passed over 6 files that are no documents: \
        2 images, 1 archive, 1 workbook, 1 lock file of an open document, 1 hidden file; `--verbose` names them\n";
    for found in ["drafts", "drafts/**/*"] {
        let run = desk.run(&["extract", found], 0);
        // Patterns do not match what is hidden, as in shells.
        let sentence = match found {
            "drafts" => sentence.to_owned(),
            _ => sentence.replace("over 6", "over 5").replace(", 1 hidden file", ""),
        };
        assert_eq!(run.err, sentence);
        assert_eq!(desk.files("output"), ["a.csv"]);
    }
    for command in [&["matrix", "drafts"][..], &["track", "--list", "drafts"], &["lexicon", "gaps", "drafts"]] {
        assert_eq!(desk.run(command, 0).err, sentence, "{command:?}");
    }
    let named = desk.run(&["extract", "drafts", "--verbose"], 0);
    named.complains(&["exhorte: drafts/seal.png: passed over: 1 image\n", "drafts/~$a.docx: passed over: 1 lock file"]);
    assert_eq!(named.err.lines().count(), 7);
    assert_eq!(desk.run(&["extract", "drafts", "--quiet"], 0).err, "");
}

#[test]
fn documents_that_cannot_be_read_are_failures_in_folders() {
    let desk = mixed("unreadable");
    desk.put("drafts/old.doc", [&b"\xD0\xCF\x11\xE0"[..], &wide("WordDocument")].concat());
    desk.put("drafts/secret", [&b"\xD0\xCF\x11\xE0"[..], &wide("EncryptedPackage")].concat());
    desk.put("drafts/cut", b"PK\x03\x04 word/styles.xml");
    desk.put("drafts/letter", b"{\\rtf1 Prie}");
    desk.put("drafts/broken", b"%PDF-1.7 nothing");
    // What claims to be a document is missed if it is none.
    desk.put("drafts/packed.docx", b"\x1F\x8B\x08\0\0\0\0\0\0\x03");
    let run = desk.run(&["extract", "drafts"], 2);
    run.complains(&[
        "drafts/old.doc: an old Word file (DOC)",
        "drafts/secret: a Word or other Office file that is protected by a password",
        "drafts/cut: a ZIP archive that is cut short",
        "drafts/letter: an RTF file",
        "drafts/broken: a PDF file that is damaged",
        "drafts/packed.docx: an archive (GZ)",
        "passed over 6 files",
    ]);
    assert_eq!(run.err.lines().count(), 7, "{}", run.err);
    assert!(run.out.contains("6 could not be read"), "{}", run.out);
    // A file that was named is meant.
    desk.run(&["extract", "drafts/seal.png"], 2).complains(&["drafts/seal.png: an image (PNG), expected"]);
}

#[test]
fn documents_can_be_one_table() {
    let desk = Desk::new("combined");
    let run = desk.run(&["extract", "draft.txt", "doubtful.txt", "--combine", "--format", "csv,jsonl"], 0);
    assert_eq!(desk.files("output"), ["combined.csv", "combined.jsonl"]);
    assert!(run.out.contains("all in output/combined.csv"), "{}", run.out);
    let rows = desk.get("output/combined.csv");
    assert_eq!(rows.lines().filter(|line| line.starts_with("id,")).count(), 1);
    assert_eq!(rows.lines().count(), 1 + desk.get("output/combined.jsonl").lines().count());
    let [first, last] = ["gardiens", "lanternes"].map(|word| rows.find(word).unwrap());
    assert!(first < last);
}

#[test]
fn the_order_of_results_is_that_of_the_inputs() {
    let desk = Desk::new("order");
    for number in 0..40 {
        // Long and short ones in turn, so that they are ready in another order.
        let paragraphs = if number % 3 == 0 { 400 } else { 1 };
        let asks =
            (1..=paragraphs).map(|n| format!("{n}. Prie le Secrétaire général de fermer le port {number} ;\n\n"));
        desk.put(&format!("drafts/{number:02}.txt"), format!("L'Assemblée générale,\n\n{}", asks.collect::<String>()));
    }
    let read = |jobs| desk.run(&["extract", "drafts", "--output", "-", "--jobs", jobs], 0).out;
    let alone = read("1");
    assert_eq!(alone.lines().count(), 1 + 14 * 400 + 26);
    assert!(alone == read("2") && alone == read("9"));
}

#[test]
fn what_has_not_changed_is_not_read_again() {
    let desk = Desk::new("resumed");
    let extract =
        |more: &[&str]| desk.run(&[&["extract", "draft.txt", "doubtful.txt", "--resume"], more].concat(), 0).out;
    let (all, both) = ("2 documents", "2 unchanged since an earlier run");
    assert!(extract(&[]).contains(all));
    let again = extract(&[]);
    assert!(again.contains(both) && !again.contains(all), "{again}");
    desk.put("draft.txt", DRAFT.replace("gardiens", "veilleurs"));
    let changed = extract(&[]);
    assert!(changed.contains("1 unchanged"), "{changed}");
    assert!(desk.get("output/draft.csv").contains("veilleurs"));
    fs::remove_file(desk.folder.join("output/draft.csv")).unwrap();
    assert!(extract(&[]).contains("1 unchanged"));
    assert!(extract(&["--labels", "en"]).contains(all));
    assert!(extract(&["--format", "csv,jsonl"]).contains(all));
    // Doubts are no less doubtful for being old, and a line that was cut short is no reason to forget the others.
    let journal = desk.folder.join("output/.exhorte.jsonl");
    fs::write(&journal, [fs::read(&journal).unwrap(), b"{\"input\":".to_vec()].concat()).unwrap();
    desk.run(&["extract", "draft.txt", "doubtful.txt", "--resume", "--format", "csv,jsonl", "--strict"], 1);
    assert!(extract(&["--format", "csv,jsonl"]).contains(both));
    desk.run(&["extract", "draft.txt", "--resume", "--output", "-"], 2).complains(&["cannot be resumed"]);
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_keeps_what_was_finished() {
    let desk = Desk::new("interrupted");
    let asks = (1..=3000).map(|n| format!("{n}. Prie le Secrétaire général de fermer le port ;\n\n"));
    let text = format!("L'Assemblée générale,\n\n{}", asks.collect::<String>());
    for number in 0..60 {
        desk.put(&format!("drafts/{number:02}.txt"), &text);
    }
    let resume = ["extract", "drafts", "--resume", "--jobs", "2"];
    let mut command = desk.command(&resume);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let first = desk.folder.join("output/00.csv");
    while !first.exists() {
        std::thread::yield_now();
    }
    let signal = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    let output = child.wait_with_output().unwrap();
    if !signal.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no program `kill` is there");
        return;
    }
    let finished = desk.files("output");
    for name in &finished {
        assert_eq!(desk.get(&format!("output/{name}")).lines().count(), 3001, "{name}");
    }
    assert!(!desk.all_files("output").iter().any(|name| name.ends_with(".unfinished")));
    // A fast machine may have been through before the signal came.
    if finished.len() < 60 {
        Run::of(output, 2).complains(&["interrupted", "--resume"]);
    }
    let run = desk.run(&resume, 0);
    assert_eq!(desk.files("output").len(), 60);
    assert!(run.out.contains("unchanged since an earlier run"), "{}", run.out);
}

#[test]
fn results_are_whole_or_not_there() {
    let desk = Desk::new("whole");
    desk.put("output/.draft.csv.4194305.unfinished", "id,docu");
    desk.put("output/draft.csv", "old");
    desk.run(&["extract", "draft.txt"], 0);
    assert!(desk.get("output/draft.csv").starts_with("id,"));
    if Path::new("/proc/self").exists() {
        assert_eq!(desk.all_files("output"), ["draft.csv"]);
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let desk = Desk::new("no-folder");
    desk.run(&["extract", "draft.txt", "--output", "draft.txt"], 2)
        .complains(&["draft.txt: cannot be written", "--output"]);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let desk = Desk::new("pipe");
    // More than a pipe holds, so that the program must notice that nobody reads on.
    let many: String =
        (1..4000).map(|n| format!("{n}. Prie le Secrétaire général de compter les phares ;\n\n")).collect();
    desk.put("long.txt", format!("L'Assemblée générale,\n\n{many}"));
    let mut command = desk.command(&["extract", "long.txt", "--format", "jsonl", "--output", "-"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with('{'), "{line}");
    let run = Run::of(child.wait_with_output().unwrap(), 0);
    assert_eq!(run.err, "");
}

#[test]
fn a_derivation_names_words_and_rows() {
    let desk = Desk::new("explain");
    let run = desk.run(&["explain", "draft.txt", "--paragraph", "1"], 0);
    for part in
        ["Paragraph 1", "\"Prie\"", "lexicons/fr/acts.csv:", "lexicons/fr/actors.csv:", "secretary-general", "2031"]
    {
        assert!(run.out.contains(part), "`{part}` is not in:\n{}", run.out);
    }
    assert!(!run.out.contains("gardiens"), "{}", run.out);
    let run = desk.run(&["explain", "doubtful.txt"], 0);
    assert!(run.out.contains("Paragraph 2") && run.out.contains("unknown-verb"), "{}", run.out);
}

#[test]
fn rows_are_named_where_they_are() {
    let desk = Desk::new("explained-rows");
    let run = desk.run(&["explain", "draft.txt", "--paragraph", "1"], 0);
    let at = run.out.find("lexicons/fr/acts.csv:").expect("the row of the verb is named");
    let place = run.out[at..].split_whitespace().next().unwrap();
    let (table, line) = place.split_once(':').unwrap();
    let table = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(table)).unwrap();
    let row = table.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap();
    assert!(row.contains("prie"), "{place}: {row}");
}

#[test]
fn an_unknown_paragraph_is_answered_with_those_there_are() {
    let desk = Desk::new("explain-unknown");
    let run = desk.run(&["explain", "draft.txt", "--paragraph", "99"], 2);
    run.complains(&["draft.txt: no paragraph `99`", "one of 1, 2, 3", "--paragraph"]);
    assert_eq!(run.out, "");
    desk.put("empty.txt", "");
    desk.run(&["explain", "empty.txt", "--paragraph", "1"], 2).complains(&["empty.txt", "none was read"]);
    desk.run(&["explain", "nowhere.txt"], 2).complains(&["nowhere.txt: no such file"]);
}

/// The draft in English, with another addressee in paragraph 1 and another number of asks in paragraph 2.
const DRAFT_EN: &str = "\
The General Assembly,

Recalling the importance of lighthouses,

1. Requests Member States to map the lighthouses by 2031;

2. Invites Member States to maintain their lighthouses;

3. Decides to remain seized of the matter.
";

fn translated(test: &str) -> Desk {
    let desk = Desk::new(test);
    desk.put("draft.en.txt", DRAFT_EN);
    desk.put("draft.fr.txt", DRAFT);
    desk
}

#[test]
fn differences_of_two_versions_are_shown() {
    let desk = translated("compare");
    let run = desk.run(&["compare", "draft.fr.txt", "draft.en.txt"], 0);
    for part in [
        "draft.fr.txt (fr)",
        "draft.en.txt (en)",
        "actors",
        "secretary-general",
        "\"Member States\"",
        "asks",
        "2 differences; paragraphs and sub-paragraphs compared: 3",
    ] {
        assert!(run.out.contains(part), "`{part}` is not in:\n{}", run.out);
    }
    assert!(!run.out.contains('\u{1b}') && run.out.lines().all(|line| line.chars().count() <= 120), "{}", run.out);
    assert_eq!(run.err, "");
    assert!(!desk.folder.join("output").exists());
    let run = desk.run(&["compare", "draft.fr.txt", "draft.txt"], 0);
    assert!(run.out.contains("no difference; paragraphs and sub-paragraphs compared: 3"), "{}", run.out);
}

#[test]
fn differences_count_where_they_are_asked_for() {
    let desk = translated("compare-strict");
    desk.run(&["compare", "draft.fr.txt", "draft.en.txt", "--strict"], 1);
    desk.run(&["compare", "draft.fr.txt", "draft.txt", "--strict"], 0);
    let run = desk.run(&["compare", "draft.fr.txt", "draft.en.txt", "--strict", "--quiet"], 1);
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", ""));
    desk.run(&["compare", "draft.fr.txt", "nowhere.txt", "--strict"], 2).complains(&["nowhere.txt: no such file"]);
}

#[test]
fn differences_are_written_in_every_format_alike() {
    let desk = translated("compare-formats");
    let run = desk.run(&["compare", "draft.fr.txt", "draft.en.txt", "--format", "csv,jsonl", "-o", "review"], 0);
    assert!(run.out.contains("2 differences in review/draft.differences.csv"), "{}", run.out);
    let table = desk.get("review/draft.differences.csv");
    let header = "document,section,part,paragraph,field,first,second,first_words,second_words,first_id,second_id";
    assert_eq!(table.lines().next(), Some(header));
    assert_eq!(table.lines().count(), 3, "{table}");
    let piped = desk.pipe(&["compare", "-", "draft.en.txt", "--format", "jsonl", "--output", "-"], DRAFT, 0);
    let [actors, asks] = &piped.records()[..] else { panic!("{}", piped.out) };
    assert_eq!(actors.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(","), header);
    assert_eq!((&actors["field"], &actors["first"]), (&"actors".into(), &"secretary-general".into()));
    assert_eq!((&actors["paragraph"], &actors["second_words"]), (&"1".into(), &"Member States".into()));
    assert_eq!((&asks["first"], &asks["second"]), (&"2".into(), &"1".into()));
    assert_eq!(desk.get("review/draft.differences.jsonl").lines().count(), 2);
}

#[test]
fn the_languages_of_two_versions_can_be_given() {
    let desk = translated("compare-languages");
    let run = desk.run(&["compare", "draft.fr.txt", "draft.en.txt", "--languages", "en,fr"], 0);
    assert!(run.out.contains("draft.fr.txt (en)") && run.out.contains("draft.en.txt (fr)"), "{}", run.out);
    for part in ["draft.fr.txt: ", "no resolution"] {
        assert!(run.err.contains(part), "`{part}` is not said in:\n{}", run.err);
    }
    desk.run(&["compare", "draft.fr.txt", "draft.en.txt", "--languages", "fr"], 2)
        .complains(&["two languages", "fr,en"]);
    desk.run(&["compare", "draft.fr.txt", "draft.en.txt", "--languages", "fr,xx"], 2).complains(&["xx", "known are"]);
}

#[test]
fn what_cannot_be_compared_is_told() {
    let desk = translated("compare-misuse");
    desk.put("texts/draft.txt", DRAFT);
    desk.put("others/other.txt", DRAFT);
    desk.run(&["compare", "draft.fr.txt"], 2).complains(&["SECOND"]);
    desk.run(&["compare", "-", "-"], 2).complains(&["twice"]);
    desk.run(&["compare", "texts", "draft.fr.txt"], 2).complains(&["texts: a folder beside a file", "expected"]);
    desk.run(&["compare", "texts", "others"], 2).complains(&["others: no file that has its name in common", "texts"]);
    desk.run(&["compare", "texts", "nowhere"], 2).complains(&["nowhere"]);
    desk.run(&["compare", "draft.fr.txt", "draft.en.txt", "--format", "csv,jsonl", "--output", "-"], 2)
        .complains(&["one format"]);
    desk.run(&["compare", "draft.fr.txt", "draft.en.txt", "--list"], 2).complains(&["--summary"]);
}

#[test]
fn folders_are_compared_file_by_file() {
    let desk = translated("compare-folders");
    desk.put("fr/draft.txt", DRAFT);
    desk.put("en/draft.en.txt", DRAFT_EN);
    desk.put("fr/same.txt", DRAFT);
    desk.put("en/same.txt", DRAFT);
    desk.put("fr/photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    desk.put("en/photo.txt", DRAFT_EN);
    desk.put("fr/alone.txt", DRAFT);
    let run = desk.run(&["compare", "fr", "en", "--summary", "--list"], 2);
    run.complains(&["fr/photo.txt: an image (PNG)", "fr/alone.txt: no file of that name in en"]);
    for part in ["6 of 6 (100.0 %)", "same", "1 of 2 (50.0 %)", "2 texts", "3 of 4 (75.0 %)", "secretary-general"] {
        assert!(run.out.contains(part), "`{part}` is not in:\n{}", run.out);
    }
    desk.run(&["compare", "fr", "en", "--format", "csv"], 2);
    assert_eq!(desk.get("output/draft.differences.csv").lines().count(), 3);
    assert_eq!(desk.get("output/same.differences.csv").lines().count(), 1);
}

/// The smallest lexicons that read a sentence.
fn small_lexicons(desk: &Desk) {
    desk.put("tables/shared/acts.csv", "act,kind,force,bearer,gloss_en,gloss_fr\nrequest,directive,4,,requests,prie\n");
    let actors = "actor,kind,part_of,label_en,label_fr\nkeeper,office,,Keeper,Gardien\n";
    desk.put("tables/shared/actors.csv", actors);
    let acts = "form,act,frame,example,counterexample,note\nprie,request,X N,Prie le Gardien ;,,\n";
    desk.put("tables/fr/acts.csv", acts);
    let actors = "form,actor,example,counterexample,note\nGardien,keeper,Prie le Gardien ;,Prie le voisin ;,\n";
    desk.put("tables/fr/actors.csv", actors);
}

#[test]
fn sound_lexicons_pass_the_check() {
    let desk = Desk::new("check");
    small_lexicons(&desk);
    for arguments in [&["lexicon", "check", "--lexicons", "tables"][..], &["lexicon", "check"]] {
        let run = desk.run(arguments, 0);
        assert_eq!((run.out.as_str(), run.err.trim_end()), ("", "no fault"));
    }
}

#[test]
fn faults_are_printed_by_file_and_line() {
    let desk = Desk::new("check-faults");
    small_lexicons(&desk);
    let header = "form,actor,example,counterexample,note\n";
    let rows = "Gardien,keeper,Prie le voisin ;,Prie le Gardien ;,\nphare,lamp,Prie le phare ;,,\nveilleur,keeper,,,\n";
    desk.put("tables/fr/actors.csv", format!("{header}{rows}"));
    let run = desk.run(&["lexicon", "check", "--lexicons", "tables"], 1);
    for part in [
        "tables/fr/actors.csv:2: the example is not read by this row",
        "tables/fr/actors.csv:2: the counterexample is read",
        "tables/fr/actors.csv:3: actor `lamp` is not in shared/",
        "tables/fr/actors.csv:3: not in canonical form",
        "tables/fr/actors.csv:4: no example",
    ] {
        assert!(run.out.contains(part), "`{part}` is not in:\n{}", run.out);
    }
    let run = desk.run(&["extract", "draft.txt", "--lexicons", "tables"], 2);
    run.complains(&["tables/fr/actors.csv:3: actor `lamp`"]);
    desk.run(&["extract", "draft.txt", "--lexicons", "nowhere"], 2).complains(&["nowhere: ", "expected", "lexicons/"]);
}

#[test]
fn tables_can_be_put_into_canonical_form() {
    let desk = Desk::new("check-fix");
    small_lexicons(&desk);
    let header = "form,actor,example,counterexample,note\n";
    let (keeper, warden) = ("Gardien,keeper,Prie le Gardien ;,,\n", "Veilleur,keeper,Prie le Veilleur ;,,\n");
    desk.put("tables/fr/actors.csv", format!("{header}\"Veilleur\",keeper,Prie le Veilleur ;,,\n{keeper}"));
    desk.run(&["lexicon", "check", "--lexicons", "tables"], 1);
    desk.run(&["lexicon", "check", "--lexicons", "tables", "--fix"], 0).complains(&["tables/fr/actors.csv: rewritten"]);
    assert_eq!(desk.get("tables/fr/actors.csv"), format!("{header}{keeper}{warden}"));
    desk.run(&["lexicon", "check", "--fix"], 2).complains(&["--lexicons"]);
}

#[test]
fn gaps_are_counted_with_an_example() {
    let desk = Desk::new("gaps");
    desk.put("again.txt", DOUBTFUL.replace("du détroit", "de la baie"));
    let run = desk.run(&["lexicon", "gaps", "draft.txt", "doubtful.txt", "again.txt"], 0);
    for part in
        ["Xylographie", "unknown-verb", "unlisted-actor", "doubtful.txt", ": 2 of 7 (28.6 %)", ": 2 of 4 (50.0 %)"]
    {
        assert!(run.out.contains(part), "`{part}` is not in:\n{}", run.out);
    }
    let run = desk.run(&["lexicon", "gaps", "draft.txt", "nowhere.txt", "--limit", "1"], 2);
    assert!(run.out.contains("0 of 3 (0.0 %)"), "{}", run.out);
}

#[test]
fn help_and_version_are_there() {
    let desk = Desk::new("help");
    assert_eq!(desk.run(&["--version"], 0).out.trim_end(), concat!("exhorte ", env!("CARGO_PKG_VERSION")));
    for command in [
        &["-h"][..],
        &["extract", "-h"],
        &["explain", "-h"],
        &["compare", "-h"],
        &["schema", "-h"],
        &["lexicon", "check", "-h"],
        &["lexicon", "gaps", "-h"],
    ] {
        let help = desk.run(command, 0).out;
        assert!(help.contains("Examples:"), "{command:?}\n{help}");
    }
    desk.run(&[], 2).complains(&["Usage: exhorte"]);
}

#[test]
fn excel_opens_comma_separated_values() {
    let desk = Desk::new("excel");
    desk.run(&["extract", "draft.txt", "--excel"], 0);
    assert!(desk.get("output/draft.csv").starts_with("\u{feff}id;document;title;"));
    desk.run(&["extract", "draft.txt", "--excel", "--labels", "en"], 0);
    assert!(desk.get("output/draft.csv").starts_with("\u{feff}id,document,title,"));
    desk.run(&["extract", "draft.txt", "doubtful.txt", "--excel", "--combine"], 0);
    let table = desk.get("output/combined.csv");
    assert_eq!((table.matches('\u{feff}').count(), table.lines().count()), (1, 6));
}

#[test]
fn many_formats_leave_a_title_its_room() {
    let desk = Desk::new("title");
    let title = "Protection des phares et des balises des petits ports";
    desk.put("titled.txt", format!("A/80/L.9\n\n{title}\n\n{DRAFT}"));
    let told =
        desk.run(&["extract", "titled.txt", "--format", "csv,jsonl,html", "--output", "folder/of/results"], 0).out;
    for part in [title, " written to folder/of/results/titled.csv folder/of/results/titled.jsonl "] {
        assert!(told.contains(part), "`{part}` is not said in:\n{told}");
    }
}

#[test]
fn a_matrix_is_printed_and_written() {
    let desk = Desk::new("matrix");
    let printed = desk.run(&["matrix", "draft.txt"], 0).out;
    let row = printed.lines().find(|line| line.contains("Secrétaire général")).unwrap();
    assert!(row.trim_end().ends_with('4'), "{printed}");
    assert!(!printed.contains('\u{1b}'), "a pipe has no colours");
    desk.run(&["matrix", "draft.txt", "--format", "csv,jsonl,xlsx"], 0);
    assert!(desk.get("output/draft.matrix.csv").starts_with("actor,name,actor_kind,asks,1,2,3\r\n"));
    assert_eq!(desk.files("output"), ["draft.matrix.csv", "draft.matrix.jsonl", "draft.matrix.xlsx"]);
    let long = desk.run(&["matrix", "draft.txt", "--long", "--directives", "--kind", "office", "--output", "-"], 0);
    let lines: Vec<&str> = long.out.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].starts_with("secretary-general,Secrétaire général,office,addressed,draft.txt,"), "{lines:?}");
}

#[test]
fn one_actor_is_tracked_over_documents() {
    let desk = Desk::new("track");
    let printed = desk.run(&["track", "secretaire general", "draft.txt", "doubtful.txt"], 0).out;
    assert!(printed.contains("(secretary-general): 1 in 2 documents"), "{printed}");
    let written = desk.run(&["track", "member-states", "draft.txt", "--format", "csv", "--output", "-"], 0).out;
    assert_eq!(written.lines().count(), 3, "{written}");
    let listed = desk.run(&["track", "--list", "draft.txt", "--format", "csv", "--output", "-"], 0).out;
    assert!(listed.contains("\r\nmember-states,États Membres,group,2,0,0,0,0\r\n"), "{listed}");
    let several = desk.run(&["track", "office", "draft.txt"], 2).err;
    assert!(several.contains("a name of several actors") && several.contains("unodc"), "{several}");
    let unknown = desk.run(&["track", "Secretary Genral", "draft.txt"], 2).err;
    assert!(unknown.contains("perhaps one of these is meant") && unknown.contains("secretary-general"), "{unknown}");
    desk.run(&["track", "unodc"], 2);
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_is_brought_up_to_date() {
    let desk = Desk::new("sync");
    desk.run(&["extract", "draft.txt", "--format", "xlsx", "--output", "."], 0);
    let first = fs::read(desk.folder.join("draft.xlsx")).unwrap();
    let told = desk.run(&["sync", "draft.xlsx", "draft.txt"], 0).out;
    assert_eq!(told, "4 unchanged, 0 changed, 0 new, 0 gone\n");
    desk.put("draft.txt", DRAFT.replace("les États Membres", "les États Membres et les gardiens"));
    let told = desk.run(&["sync", "draft.xlsx", "draft.txt", "--dry-run"], 0).out;
    assert_eq!(told, "2 unchanged, 2 changed, 0 new, 0 gone\n");
    assert_eq!(fs::read(desk.folder.join("draft.xlsx")).unwrap(), first);
    let told = desk.run(&["sync", "draft.xlsx", "draft.txt"], 0).out;
    assert!(told.contains("2 changed") && told.contains("the old workbook is draft.before-1.xlsx"), "{told}");
    assert_eq!(fs::read(desk.folder.join("draft.before-1.xlsx")).unwrap(), first);
    desk.put(".~lock.draft.xlsx#", "somebody");
    desk.run(&["sync", "draft.xlsx", "draft.txt"], 2).complains(&["open in another program", ".~lock.draft.xlsx#"]);
    desk.run(&["sync", "draft.txt", "draft.txt"], 2).complains(&["no workbook", "expected a workbook of asks"]);
    fs::remove_file(desk.folder.join(".~lock.draft.xlsx#")).unwrap();
    desk.run(&["sync", "draft.xlsx", "draft.txt", "nowhere.txt"], 2).complains(&["nothing was written"]);
    desk.run(&["sync", "nowhere.xlsx", "draft.txt"], 2).complains(&["nowhere.xlsx: no such file"]);
    desk.put("results/draft.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    let before = fs::read(desk.folder.join("draft.xlsx")).unwrap();
    desk.run(&["sync", "draft.xlsx", "results"], 2).complains(&["no text at all", "nothing was written"]);
    assert_eq!(fs::read(desk.folder.join("draft.xlsx")).unwrap(), before);
}

#[test]
fn results_beside_documents_are_no_documents() {
    let desk = Desk::new("beside");
    desk.put("drafts/draft.txt", DRAFT);
    let formats = if cfg!(all(feature = "xlsx", feature = "parquet")) {
        "csv,jsonl,html,ics,xlsx,parquet"
    } else {
        "csv,jsonl,html,ics"
    };
    let extract = ["extract", "drafts", "--output", "drafts", "--format", formats];
    desk.run(&extract, 0);
    desk.run(&["matrix", "drafts", "--output", "drafts", "--format", "csv,jsonl", "--excel"], 0);
    desk.run(&["compare", "draft.txt", "doubtful.txt", "--output", "drafts"], 0);
    let files = desk.files("drafts");
    let run = desk.run(&extract, 0);
    run.complains(&["passed over", "tables", "1 calendar", "1 report"]);
    assert!(run.out.contains("draft.txt") && !run.out.contains("documents"), "{}", run.out);
    assert_eq!(desk.files("drafts"), files);
    desk.run(&["extract", "drafts/draft.csv"], 2).complains(&["a table (CSV)"]);
}

#[test]
#[cfg(unix)]
fn links_lead_to_files_but_not_out_of_folders() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new("links");
    desk.put("drafts/doubtful.txt", DOUBTFUL);
    let link = |to: &str, name: &str| symlink(to, desk.folder.join("drafts").join(name)).unwrap();
    link("../draft.txt", "draft.txt");
    link("..", "round");
    let run = desk.run(&["extract", "drafts"], 0);
    run.complains(&["1 link to a folder"]);
    assert_eq!(desk.files("output"), ["doubtful.csv", "draft.csv"]);
    link("nowhere", "lost.txt");
    desk.run(&["extract", "drafts"], 2).complains(&["drafts/lost.txt: no such file"]);
}

#[test]
fn an_empty_folder_is_told() {
    let desk = Desk::new("empty-folder");
    fs::create_dir_all(desk.folder.join("drafts/inner")).unwrap();
    for command in ["extract", "matrix"] {
        desk.run(&[command, "drafts", "draft.txt"], 2).complains(&["drafts: a folder without files"]);
    }
}

#[test]
fn results_that_were_written_over_are_made_again() {
    let desk = Desk::new("written-over");
    desk.put("revised/draft.txt", DRAFT.replace("gardiens", "veilleurs"));
    let first = ["extract", "draft.txt", "--resume"];
    desk.run(&first, 0);
    let result = desk.get("output/draft.csv");
    for other in [&["extract", "revised/draft.txt", "--resume"][..], &["extract", "draft.txt", "--labels", "en"]] {
        desk.run(other, 0);
        assert_ne!(desk.get("output/draft.csv"), result);
        desk.run(&first, 0);
        assert_eq!(desk.get("output/draft.csv"), result);
    }
    assert!(desk.run(&first, 0).out.contains("1 unchanged"));
}

#[test]
#[cfg(unix)]
fn names_of_files_may_be_long_and_hold_anything() {
    let desk = Desk::new("names");
    let long = "p".repeat(250);
    desk.put(&format!("drafts/{long}.txt"), DRAFT);
    desk.put("drafts/\u{1B}[31mred.txt", DRAFT);
    desk.put("drafts/two\nlines.txt", DRAFT);
    let run = desk.run(&["extract", "drafts"], 0);
    assert!(!run.out.contains('\u{1B}'), "{}", run.out);
    assert_eq!(desk.files("output"), ["\u{1B}[31mred.csv", &format!("{long}.csv"), "two\nlines.csv"]);
}

#[test]
fn a_closed_pipe_is_no_failure_of_tables() {
    let desk = Desk::new("pipe-of-tables");
    let many: String =
        (1..2000).map(|n| format!("{n}. Prie le Secrétaire général de compter les phares ;\n\n")).collect();
    desk.put("long.txt", format!("L'Assemblée générale,\n\n{many}"));
    let mut command = desk.command(&["matrix", "long.txt", "--long", "--format", "csv", "--output", "-"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let run = Run::of(child.wait_with_output().unwrap(), 0);
    assert_eq!(run.err, "");
}
