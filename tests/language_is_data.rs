//! Rust knows no word of any language: words live in `lexicons/`, letters in `src/language.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use exhorte::{Document, Language, Lexicons, extract};

/// The one module that knows how letters are written.
const LETTERS: &str = "src/language.rs";

#[test]
fn literals_hold_no_letters_of_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(&root.join("src"), &mut files);
    assert!(files.len() > 10, "the sources were not found");
    let mut faults = String::new();
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file).display().to_string().replace('\\', "/");
        if name == LETTERS {
            continue;
        }
        let source = fs::read_to_string(&file).expect("a source can be read");
        for (line, literal) in literals(&source) {
            let letters: String = literal.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).collect();
            if !letters.is_empty() {
                faults.push_str(&format!("{name}:{line}: `{letters}` in `{literal}`: move the words to lexicons/\n"));
            }
        }
    }
    assert!(faults.is_empty(), "words or letters of a language in the code\n{faults}");
}

#[test]
fn empty_lexicons_read_nothing() {
    let lexicons = Lexicons::empty();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut files = Vec::new();
    collect(&golden, &mut files);
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "txt")) {
        for language in Language::ALL {
            let document = Document::open(file, language).expect("a golden document can be read");
            assert_eq!(extract(&lexicons, &document).records, [], "{}", file.display());
        }
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("a folder can be listed");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

/// The string and character literals of a source with their lines; those in comments, in documentation and in test
/// modules are left out.
fn literals(source: &str) -> Vec<(usize, String)> {
    let mut scanner = Scanner { text: source, at: 0 };
    let (mut found, mut depth, mut test) = (Vec::new(), 0_usize, Test::No);
    while let Some(piece) = scanner.piece() {
        match piece {
            Piece::Attribute("#[cfg(test)]") => test = Test::Announced,
            Piece::Code('{') => {
                depth += 1;
                if test == Test::Announced {
                    test = Test::Within(depth);
                }
            }
            Piece::Code('}') => {
                if test == Test::Within(depth) {
                    test = Test::No;
                }
                depth = depth.saturating_sub(1);
            }
            Piece::Code(';') if test == Test::Announced => test = Test::No,
            Piece::Literal(start, literal) if test == Test::No => {
                found.push((source[..start].matches('\n').count() + 1, literal.to_owned()));
            }
            _ => {}
        }
    }
    found
}

#[derive(PartialEq)]
enum Test {
    No,
    Announced,
    /// Up to the brace that closes this depth.
    Within(usize),
}

enum Piece<'s> {
    Code(char),
    /// An attribute, or its beginning where it holds literals.
    Attribute(&'s str),
    Literal(usize, &'s str),
    Comment,
}

struct Scanner<'s> {
    text: &'s str,
    at: usize,
}

impl<'s> Scanner<'s> {
    fn piece(&mut self) -> Option<Piece<'s>> {
        let start = self.at;
        let rest = &self.text[start..];
        let first = rest.chars().next()?;
        if rest.starts_with("//") {
            self.at += rest.find('\n').unwrap_or(rest.len());
            return Some(Piece::Comment);
        }
        if rest.starts_with("/*") {
            self.at += block_comment(rest);
            return Some(Piece::Comment);
        }
        if let Some(length) = raw_string(rest).filter(|_| !self.in_word()) {
            self.at += length;
            return Some(Piece::Literal(start, &rest[..length]));
        }
        match first {
            '"' => {
                self.at += quoted(rest, '"');
                Some(Piece::Literal(start, &self.text[start..self.at]))
            }
            '\'' => match character(rest) {
                Some(length) => {
                    self.at += length;
                    Some(Piece::Literal(start, &rest[..length]))
                }
                None => {
                    self.at += 1;
                    Some(Piece::Code('\''))
                }
            },
            '#' if rest.starts_with("#[") => {
                let end =
                    rest.find([']', '"']).map_or(rest.len(), |end| end + usize::from(rest.as_bytes()[end] == b']'));
                self.at += end;
                Some(Piece::Attribute(&rest[..end]))
            }
            other => {
                self.at += other.len_utf8();
                Some(Piece::Code(other))
            }
        }
    }

    fn in_word(&self) -> bool {
        self.text[..self.at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
    }
}

/// The length of a comment that may hold others.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The length of `r"…"`, `br#"…"#` and their like.
fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix("br").or(text.strip_prefix("cr")).or(text.strip_prefix('r'))?;
    let bare = after.trim_start_matches('#');
    let close = format!("\"{}", "#".repeat(after.len() - bare.len()));
    let open = text.len() - bare.strip_prefix('"')?.len();
    Some(text[open..].find(&close).map_or(text.len(), |at| open + at + close.len()))
}

/// The length of a literal between two marks, escapes included.
fn quoted(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == mark => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

/// The length of a character literal; nothing where a lifetime begins.
fn character(text: &str) -> Option<usize> {
    let mut inner = text[1..].chars();
    match inner.next()? {
        '\\' => Some(quoted(text, '\'')),
        one => (inner.next() == Some('\'')).then(|| 1 + one.len_utf8() + 1),
    }
}

#[test]
fn the_scanner_tells_literals_from_comments() {
    let source = r####"
        /// doc "é"
        fn f<'a>(x: &'a str) -> char { /* "à /* ù */" */ g("kept é\" 1", 'ç', '\'', r#"raw "é" 2"#); 'x' }
        #[cfg(test)]
        mod tests { fn t() { h("dropped é", '}'); } }
        #[doc = "attr"] const C: &str = "last";
    "####;
    let found: Vec<String> = literals(source).into_iter().map(|(_, literal)| literal).collect();
    let expected = ["\"kept é\\\" 1\"", "'ç'", "'\\''", "r#\"raw \"é\" 2\"#", "'x'", "\"attr\"", "\"last\""];
    assert_eq!(found, expected);
}
