//! Text folded for matching, with the way back to the source.
//!
//! A paragraph is read once and becomes three things side by side:
//!
//! - the *key*, in which the automaton looks for forms: lower case without accents, one byte of separator after each
//!   word, and the first letter of each word in upper case;
//! - the *clean* text, which is what a person would quote: no footnote marks, no emphasis marks, single spaces;
//! - the *tokens*, which tie the two to the bytes of the document.
//!
//! # Note [Words in the key]
//!
//! Keys and forms are folded by the same function, so that every word begins with a capital (or, in other scripts and
//! for figures, with the byte 1) and ends with a space or an apostrophe.
//! No other place of a key looks so, which makes word boundaries a part of every form: a leftmost-longest search can
//! neither begin nor end inside a word, and needs no filter afterwards that would lose matches.

use crate::Span;
use crate::language::{CYRILLIC, Fold, Glyph, TABLE, glyph, latin_twin, stands_alone};

/// The byte that begins a word which has no capital letter of ASCII.
const START: u8 = 1;

/// One word, figure or mark of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where its key begins; it ends where the next token's key begins.
    pub key: u32,
    /// Where it begins in the clean text.
    pub clean: u32,
    /// Where it ends in the clean text, an apostrophe included.
    pub clean_end: u32,
    /// Where it begins in the document.
    pub source: u32,
    /// Where it ends in the document.
    pub source_end: u32,
    /// What it is.
    pub kind: Kind,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether one of its letters bears an accent.
    pub accented: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Figure,
    Mark,
}

/// A paragraph, folded.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    pub key: Vec<u8>,
    pub clean: String,
    pub tokens: Vec<Token>,
    /// Whether accents were lost, in scanning or in capitals: then their lack says nothing.
    pub bare: bool,
}

/// What stands in the text and is not part of it: a footnote mark written with plain digits, or the space by which
/// scanning has torn a word apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Blot {
    pub span: Span,
    /// Whether what stands on both sides is one word.
    pub joins: bool,
}

impl Folded {
    /// Folds a form of a lexicon or any other text that is one piece.
    pub(crate) fn of(text: &str) -> Self {
        let mut folded = Folded::default();
        folded.fold(text, &[Span { start: 0, end: text.len() }], &[]);
        folded
    }

    /// Folds the pieces of a paragraph, one after the other, leaving out the blots given; what was folded before is
    /// forgotten.
    pub(crate) fn fold(&mut self, text: &str, pieces: &[Span], blots: &[Blot]) {
        self.key.clear();
        self.clean.clear();
        self.tokens.clear();
        let bytes: usize = pieces.iter().map(|piece| piece.end - piece.start).sum();
        self.key.reserve(bytes + bytes / 4);
        self.clean.reserve(bytes);
        self.tokens.reserve(bytes / 5);
        let mut folder = Folder {
            folded: self,
            table: &TABLE,
            open: false,
            glued: true,
            compound: false,
            soft: false,
            accents: 0,
            letters: 0,
        };
        let mut blots = blots.iter().peekable();
        for piece in pieces {
            let mut from = piece.start;
            while let Some(blot) = blots.next_if(|blot| blot.span.start < piece.end) {
                if blot.span.start < from {
                    continue;
                }
                folder.run(text, from, blot.span.start);
                if !blot.joins {
                    folder.close();
                }
                from = blot.span.end;
            }
            folder.run(text, from, piece.end);
            folder.space();
        }
        let (accents, letters) = (folder.accents, folder.letters);
        self.bare = accents == 0 && letters > 80;
        self.key.push(START);
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The key of one token, its separator left out.
    pub(crate) fn word(&self, token: usize) -> &[u8] {
        self.key_of(token).trim_ascii_end()
    }

    /// The key of one token with its separator.
    pub(crate) fn key_of(&self, token: usize) -> &[u8] {
        let end = self.tokens.get(token + 1).map_or(self.key.len() - 1, |next| next.key as usize);
        &self.key[self.tokens[token].key as usize..end]
    }

    /// The clean text from one token up to, not including, another.
    pub(crate) fn text(&self, from: usize, to: usize) -> &str {
        if to <= from || self.tokens.len() < to {
            return "";
        }
        &self.clean[self.tokens[from].clean as usize..self.tokens[to - 1].clean_end as usize]
    }

    /// Where these tokens stand in the document.
    pub(crate) fn span(&self, from: usize, to: usize) -> Span {
        if to <= from || self.tokens.len() < to {
            let at = self.tokens.get(from).or(self.tokens.last()).map_or(0, |token| token.source as usize);
            return Span { start: at, end: at };
        }
        Span { start: self.tokens[from].source as usize, end: self.tokens[to - 1].source_end as usize }
    }

    /// The first byte of a mark, or nothing where the token is a word.
    pub(crate) fn mark(&self, token: usize) -> Option<u8> {
        let found = self.tokens.get(token)?;
        (found.kind == Kind::Mark).then(|| self.key[found.key as usize])
    }

    /// The number that a token writes in figures.
    pub(crate) fn figure(&self, token: usize) -> Option<u32> {
        let found = self.tokens.get(token)?;
        if found.kind != Kind::Figure {
            return None;
        }
        self.clean[found.clean as usize..found.clean_end as usize].parse().ok()
    }
}

/// The state of folding between two characters.
struct Folder<'f> {
    folded: &'f mut Folded,
    /// What the most frequent characters are.
    table: &'static [Glyph],
    /// Whether a word is being written.
    open: bool,
    /// Whether the next word follows without a space.
    glued: bool,
    /// Whether the last thing written was the hyphen of a compound.
    compound: bool,
    /// Whether the last thing read was a soft hyphen.
    soft: bool,
    accents: u32,
    letters: u32,
}

/// How many bytes the text and the target of a link may have.
const LINK: usize = 600;

/// How many bytes of Markdown a text begins with that nobody reads: the mark of a note (`[^3]`), what stands around the
/// words of a link, a backslash before a mark.
fn markdown(text: &str) -> Option<usize> {
    let bytes = &text.as_bytes()[..text.len().min(LINK)];
    let find = |mark: u8, from: usize| memchr::memchr(mark, &bytes[from..]).map(|at| from + at);
    let target = |from: usize| {
        let end = find(b')', from).filter(|_| bytes[from..].starts_with(b"]("))?;
        let target = &bytes[from + 2..end];
        let led = [&b"#"[..], b"/", b"mailto:"].iter().any(|start| target.starts_with(start));
        let leads = led || target.windows(3).any(|window| window == b"://");
        (leads && !target.iter().any(u8::is_ascii_whitespace)).then(|| end + 1 - from)
    };
    match bytes {
        [b'[', b'^', ..] => {
            let end = find(b']', 2).filter(|end| *end < 12)?;
            (2 < end && bytes[2..end].iter().all(u8::is_ascii_alphanumeric)).then_some(end + 1)
        }
        [b'[', ..] => target(find(b']', 1)?).map(|_| 1),
        [b']', ..] => target(0),
        [b'\\', mark, ..] if mark.is_ascii_punctuation() => Some(1),
        _ => None,
    }
}

impl Folder<'_> {
    /// Folds a stretch of the document.
    fn run(&mut self, text: &str, from: usize, to: usize) {
        let bytes = text.as_bytes();
        let mut at = from;
        while at < to {
            let byte = bytes[at];
            if byte.is_ascii_lowercase() {
                let end = at + bytes[at..to].iter().take_while(|b| b.is_ascii_lowercase()).count();
                self.letters_run(&text[at..end], at);
                at = end;
                continue;
            }
            if byte == b' ' {
                self.space();
                at += 1;
                continue;
            }
            if matches!(byte, b'[' | b']' | b'\\')
                && let Some(markup) = markdown(&text[at..to])
            {
                if byte == b'[' && 1 < markup {
                    self.close();
                }
                at += markup;
                continue;
            }
            // Only called on character boundaries: runs begin and end on them.
            let character = text[at..to].chars().next().unwrap_or(' ');
            let end = at + character.len_utf8();
            self.character(character, text, at, end);
            at = end;
        }
    }

    /// Plain lower-case letters, which most of any text is.
    fn letters_run(&mut self, letters: &str, at: usize) {
        if !self.open || !self.in_word() {
            self.begin(Kind::Word, at);
            self.folded.key.push(letters.as_bytes()[0].to_ascii_uppercase());
            self.folded.key.extend_from_slice(&letters.as_bytes()[1..]);
        } else {
            self.folded.key.extend_from_slice(letters.as_bytes());
        }
        self.letters += letters.len() as u32;
        self.folded.clean.push_str(letters);
        self.extend_to(at + letters.len());
    }

    fn character(&mut self, character: char, text: &str, at: usize, end: usize) {
        let seen = if self.is_twin(character, text, end) { latin_twin(character) } else { character };
        let glyph = self.table.get(seen as usize).copied().unwrap_or_else(|| glyph(seen));
        match glyph {
            Glyph::Letter { folded, capital, accented } => self.letter(character, folded, capital, accented, at, end),
            Glyph::Digit(digit) => self.digit(digit, at, end),
            Glyph::Space => self.space(),
            Glyph::Apostrophe => self.apostrophe(character, at, end),
            Glyph::Hyphen => self.hyphen(character, text, at, end),
            Glyph::SoftHyphen => self.soft = true,
            Glyph::Mark(mark) => self.mark(mark, character, at, end),
            Glyph::Raised(_) => self.close(),
            Glyph::Accent => self.accent(character),
            Glyph::Nothing => {}
        }
    }

    /// Whether this is a letter of another script that looks like a Latin one, in a Latin word.
    fn is_twin(&self, character: char, text: &str, end: usize) -> bool {
        if !CYRILLIC.contains(&character) {
            return false;
        }
        let follows = text[end..].starts_with(|next: char| next.is_ascii_alphabetic());
        follows || self.open && self.folded.key.last().is_some_and(u8::is_ascii_alphabetic)
    }

    fn letter(&mut self, character: char, fold: Fold, capital: bool, accented: bool, at: usize, end: usize) {
        let alone = stands_alone(character);
        if alone || !self.open || !self.in_word() {
            self.begin(Kind::Word, at);
            let bytes = fold.as_bytes();
            match bytes[0] {
                first @ b'a'..=b'z' => {
                    self.folded.key.push(first.to_ascii_uppercase());
                    self.folded.key.extend_from_slice(&bytes[1..]);
                }
                _ => {
                    self.folded.key.push(START);
                    self.folded.key.extend_from_slice(bytes);
                }
            }
            if let Some(token) = self.folded.tokens.last_mut() {
                token.capital = capital;
            }
        } else {
            self.folded.key.extend_from_slice(fold.as_bytes());
        }
        self.letters += 1;
        if accented {
            self.accents += 1;
            if let Some(token) = self.folded.tokens.last_mut() {
                token.accented = true;
            }
        }
        self.folded.clean.push(character);
        self.extend_to(end);
        if alone {
            self.close();
        }
    }

    fn digit(&mut self, digit: u8, at: usize, end: usize) {
        let in_figure = self.open && self.folded.tokens.last().is_some_and(|token| token.kind == Kind::Figure);
        if !in_figure {
            self.begin(Kind::Figure, at);
            self.folded.key.push(START);
        }
        self.folded.key.push(digit);
        self.folded.clean.push(char::from(digit));
        self.extend_to(end);
    }

    /// Ends the word with its apostrophe; without a word before, it is a mark.
    fn apostrophe(&mut self, character: char, at: usize, end: usize) {
        if self.open && self.in_word() {
            self.folded.key.push(b'\'');
            self.folded.clean.push(character);
            self.extend_to(end);
            self.open = false;
        } else {
            self.mark(b'"', character, at, end);
        }
    }

    /// A hyphen within a compound separates its words; elsewhere it is a dash.
    fn hyphen(&mut self, character: char, text: &str, at: usize, end: usize) {
        let next = text[end..].chars().next();
        if self.open && next.is_some_and(|c| c.is_alphanumeric() || c.is_whitespace()) {
            self.close();
            self.folded.clean.push(character);
            self.compound = true;
            return;
        }
        self.mark(b'-', character, at, end);
    }

    fn mark(&mut self, mark: u8, character: char, at: usize, end: usize) {
        self.begin(Kind::Mark, at);
        self.folded.key.push(mark);
        self.folded.clean.push(character);
        self.extend_to(end);
        self.open = false;
    }

    /// An accent written as a character of its own belongs to the letter before.
    fn accent(&mut self, character: char) {
        if !self.open {
            return;
        }
        self.accents += 1;
        self.folded.clean.push(character);
        let end = self.folded.clean.len() as u32;
        if let Some(token) = self.folded.tokens.last_mut() {
            token.accented = true;
            token.clean_end = end;
            token.source_end += character.len_utf8() as u32;
        }
    }

    fn space(&mut self) {
        // A word cut by a soft hyphen, or a compound cut after its hyphen, goes on in the next line.
        if self.soft {
            return;
        }
        self.close();
        self.glued = self.compound;
    }

    /// Ends the word that is being written.
    fn close(&mut self) {
        if self.open {
            self.folded.key.push(b' ');
            self.open = false;
        }
    }

    fn begin(&mut self, kind: Kind, at: usize) {
        self.close();
        if !self.glued && !self.folded.clean.is_empty() {
            self.folded.clean.push(' ');
        }
        self.glued = true;
        self.compound = false;
        self.soft = false;
        let clean = self.folded.clean.len() as u32;
        self.folded.tokens.push(Token {
            key: self.folded.key.len() as u32,
            clean,
            clean_end: clean,
            source: at as u32,
            source_end: at as u32,
            kind,
            capital: false,
            accented: false,
        });
        self.open = true;
    }

    fn extend_to(&mut self, source_end: usize) {
        self.soft = false;
        let clean_end = self.folded.clean.len() as u32;
        if let Some(token) = self.folded.tokens.last_mut() {
            token.clean_end = clean_end;
            token.source_end = source_end as u32;
        }
    }

    fn in_word(&self) -> bool {
        self.folded.tokens.last().is_some_and(|token| token.kind == Kind::Word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> String {
        let folded = Folded::of(text);
        String::from_utf8_lossy(&folded.key[..folded.key.len() - 1]).replace('\u{1}', "^")
    }

    #[test]
    fn keys_hold_word_boundaries() {
        for (text, expected) in [
            ("Prie le Secrétaire général", "Prie Le Secretaire General "),
            ("l’Office, à l'ONU ;", "L'Office ,A L'Onu ;"),
            ("sous-régionaux  et\u{a0}28", "Sous Regionaux Et ^28 "),
            ("recomman\u{ad}\ndations", "Recommandations "),
            ("*Prie* de\u{301}ja\u{300}", "Prie Deja "),
            ("États³⁵", "Etats "),
            ("просит", "^просит "),
            ("会议", "^会 ^议 "),
        ] {
            assert_eq!(key(text), expected, "{text}");
        }
    }

    #[test]
    fn clean_text_is_what_one_would_quote() {
        for (text, expected) in [
            ("*Prie*  le\nSecrétaire³ général ;", "Prie le Secrétaire général ;"),
            ("aux niveaux sous- régionaux", "aux niveaux sous-régionaux"),
            ("« l’Office »", "« l’Office »"),
            ("les ruches[^3], le [rapport](https://a.org/b_c) [joint] (là)", "les ruches, le rapport [joint] (là)"),
            ("[^][^ a] [x](y) \\' \\[x", "[^][^ a] [x](y) ' [x"),
        ] {
            assert_eq!(Folded::of(text).clean, expected);
        }
    }

    #[test]
    fn tokens_lead_back_to_the_source() {
        let text = "  Prie  l'État³ de";
        let folded = Folded::of(text);
        let words: Vec<&str> = folded.tokens.iter().map(|t| &text[t.source as usize..t.source_end as usize]).collect();
        assert_eq!(words, ["Prie", "l'", "État", "de"]);
    }
}
