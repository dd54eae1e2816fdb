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
        let mut folder = Folder::new(self, text);
        let mut blots = blots.iter().peekable();
        for piece in pieces {
            let mut from = piece.start;
            while let Some(blot) = blots.next_if(|blot| blot.span.start < piece.end) {
                if blot.span.start < from {
                    continue;
                }
                folder.run(from, blot.span.start);
                if !blot.joins {
                    folder.close();
                }
                from = blot.span.end;
            }
            folder.run(from, piece.end);
            folder.space();
        }
        folder.copy();
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
struct Folder<'f, 't> {
    folded: &'f mut Folded,
    text: &'t str,
    /// The stretch of the text that belongs at the end of the clean text and is not there yet: most of a paragraph is
    /// copied in one piece.
    stretch: Span,
    /// What has to be added to a place in the stretch to make one of the clean text, beyond the end of numbers if need
    /// be.
    shift: usize,
    /// What the most frequent characters are.
    table: &'static [Glyph],
    /// The word or figure that is being written, if there is one.
    open: Option<Kind>,
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

impl<'f, 't> Folder<'f, 't> {
    fn new(folded: &'f mut Folded, text: &'t str) -> Self {
        Folder {
            folded,
            text,
            stretch: Span::default(),
            shift: 0,
            table: &TABLE,
            open: None,
            glued: true,
            compound: false,
            soft: false,
            accents: 0,
            letters: 0,
        }
    }

    /// Folds a stretch of the document.
    fn run(&mut self, from: usize, to: usize) {
        let bytes = &self.text.as_bytes()[..to];
        let mut at = from;
        while let Some(&byte) = bytes.get(at) {
            at = match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'\xC3'..=b'\xC5' => match self.latin(bytes, at) {
                    end if at < end => end,
                    _ => self.any(at, to),
                },
                b' ' => {
                    self.space();
                    at + 1
                }
                b'[' | b']' | b'\\' => self.bracket(at, to),
                _ => self.any(at, to),
            };
        }
    }

    /// Latin words with single spaces between them, which most of any text is; where they end.
    fn latin(&mut self, bytes: &[u8], mut at: usize) -> usize {
        loop {
            let begins = self.open != Some(Kind::Word);
            if begins {
                self.close();
            }
            let key = self.folded.key.len();
            let (end, accents) = self.letters(bytes, at);
            if end == at {
                return at;
            }
            if begins {
                let capital = self.text[at..].starts_with(char::is_uppercase);
                self.folded.key[key].make_ascii_uppercase();
                self.push(Kind::Word, key, at, end, capital);
            } else {
                self.extend(at, end);
            }
            self.accentuate(accents);
            if bytes.get(end) != Some(&b' ') {
                return end;
            }
            self.space();
            at = end + 1;
            if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
                return at;
            }
        }
    }

    /// Folds the Latin letters that stand at a place: where they end, and how many of them bear an accent.
    #[inline]
    fn letters(&mut self, bytes: &[u8], at: usize) -> (usize, u32) {
        let (mut end, mut letters, mut accents) = (at, 0, 0);
        loop {
            let plain = copy_letters(&bytes[end..], &mut self.folded.key);
            end += plain;
            letters += plain as u32;
            let Some((fold, accented)) = self.two_bytes(bytes, end) else { break };
            self.folded.key.extend_from_slice(fold.as_bytes());
            end += 2;
            letters += 1;
            accents += u32::from(accented);
        }
        self.letters += letters;
        (end, accents)
    }

    /// The Latin letter that two bytes write, and whether it bears an accent.
    #[inline]
    fn two_bytes(&self, bytes: &[u8], at: usize) -> Option<(Fold, bool)> {
        let first = *bytes.get(at).filter(|first| (0xC3..=0xC5).contains(*first))?;
        let second = *bytes.get(at + 1)?;
        let code = usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F);
        match self.table.get(code)? {
            Glyph::Letter { folded, accented, .. } if folded.is_latin() => Some((*folded, *accented)),
            _ => None,
        }
    }

    fn accentuate(&mut self, accents: u32) {
        if accents != 0 {
            self.accents += accents;
            if let Some(token) = self.folded.tokens.last_mut() {
                token.accented = true;
            }
        }
    }

    /// Whatever may be Markdown.
    fn bracket(&mut self, at: usize, to: usize) -> usize {
        let Some(markup) = markdown(&self.text[at..to]) else { return self.any(at, to) };
        if self.text.as_bytes()[at] == b'[' && 1 < markup {
            self.close();
        }
        at + markup
    }

    /// Any character.
    fn any(&mut self, at: usize, to: usize) -> usize {
        // Only called on character boundaries: runs begin and end on them.
        let character = self.text[at..to].chars().next().unwrap_or(' ');
        let end = at + character.len_utf8();
        self.character(character, at, end);
        end
    }

    fn character(&mut self, character: char, at: usize, end: usize) {
        let seen = if self.is_twin(character, end) { latin_twin(character) } else { character };
        let glyph = self.table.get(seen as usize).copied().unwrap_or_else(|| glyph(seen));
        match glyph {
            Glyph::Letter { folded, capital, accented } => {
                self.letter(&folded, capital, accented, stands_alone(character), at, end);
            }
            Glyph::Digit(digit) => self.digit(digit, at, end),
            Glyph::Space => self.space(),
            Glyph::Apostrophe => self.apostrophe(at, end),
            Glyph::Hyphen => self.hyphen(at, end),
            Glyph::SoftHyphen => self.soft = true,
            Glyph::Mark(mark) => self.mark(mark, at, end),
            Glyph::Raised(_) => self.close(),
            Glyph::Accent => self.accent(at, end),
            Glyph::Nothing => {}
        }
    }

    /// Whether this is a letter of another script that looks like a Latin one, in a Latin word.
    fn is_twin(&self, character: char, end: usize) -> bool {
        if !CYRILLIC.contains(&character) {
            return false;
        }
        let follows = self.text[end..].starts_with(|next: char| next.is_ascii_alphabetic());
        follows || self.open.is_some() && self.folded.key.last().is_some_and(u8::is_ascii_alphabetic)
    }

    /// Any other letter; one that stands alone is a word by itself.
    fn letter(&mut self, fold: &Fold, capital: bool, accented: bool, alone: bool, at: usize, end: usize) {
        let bytes = fold.as_bytes();
        self.letters += 1;
        if alone || self.open != Some(Kind::Word) {
            self.begin(Kind::Word, at, end, capital);
            let latin = bytes[0].is_ascii_lowercase();
            self.folded.key.push(if latin { bytes[0].to_ascii_uppercase() } else { START });
            self.folded.key.extend_from_slice(&bytes[usize::from(latin)..]);
        } else {
            self.folded.key.extend_from_slice(bytes);
            self.extend(at, end);
        }
        self.accentuate(u32::from(accented));
        if alone {
            self.close();
        }
    }

    fn digit(&mut self, digit: u8, at: usize, end: usize) {
        if self.open == Some(Kind::Figure) {
            self.extend(at, end);
        } else {
            self.begin(Kind::Figure, at, end, false);
            self.folded.key.push(START);
        }
        self.folded.key.push(digit);
    }

    /// Ends the word with its apostrophe; without a word before, it is a mark.
    fn apostrophe(&mut self, at: usize, end: usize) {
        if self.open == Some(Kind::Word) {
            self.folded.key.push(b'\'');
            self.extend(at, end);
            self.open = None;
        } else {
            self.mark(b'"', at, end);
        }
    }

    /// A hyphen within a compound separates its words; elsewhere it is a dash.
    fn hyphen(&mut self, at: usize, end: usize) {
        let next = self.text[end..].chars().next();
        if self.open.is_some() && next.is_some_and(|c| c.is_alphanumeric() || c.is_whitespace()) {
            self.close();
            self.keep(at, end);
            self.compound = true;
            return;
        }
        self.mark(b'-', at, end);
    }

    fn mark(&mut self, mark: u8, at: usize, end: usize) {
        self.begin(Kind::Mark, at, end, false);
        self.folded.key.push(mark);
        self.open = None;
    }

    /// An accent written as a character of its own belongs to the letter before.
    fn accent(&mut self, at: usize, end: usize) {
        if self.open.is_none() {
            return;
        }
        self.grow(at, end);
        self.accentuate(1);
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
        if self.open.is_some() {
            self.folded.key.push(b' ');
            self.open = None;
        }
    }

    /// Begins a token, whose key comes next.
    fn begin(&mut self, kind: Kind, at: usize, end: usize, capital: bool) {
        self.close();
        self.push(kind, self.folded.key.len(), at, end, capital);
    }

    #[inline]
    fn push(&mut self, kind: Kind, key: usize, at: usize, end: usize, capital: bool) {
        if !self.glued && self.clean_len() != 0 {
            self.keep_space();
        }
        self.glued = true;
        self.compound = false;
        self.soft = false;
        self.keep(at, end);
        let clean_end = self.clean_len();
        self.folded.tokens.push(Token {
            key: key as u32,
            clean: (clean_end + at - end) as u32,
            clean_end: clean_end as u32,
            source: at as u32,
            source_end: end as u32,
            kind,
            capital,
            accented: false,
        });
        self.open = Some(kind);
    }

    /// Adds a part of the text to the last token.
    fn extend(&mut self, at: usize, end: usize) {
        self.soft = false;
        self.grow(at, end);
    }

    fn grow(&mut self, at: usize, end: usize) {
        self.keep(at, end);
        let clean_end = self.clean_len() as u32;
        if let Some(token) = self.folded.tokens.last_mut() {
            token.clean_end = clean_end;
            token.source_end = end as u32;
        }
    }

    /// A part of the text belongs in the clean text, as it stands.
    #[inline]
    fn keep(&mut self, at: usize, end: usize) {
        if at != self.stretch.end {
            self.copy();
            self.stretch.start = at;
            self.shift = self.folded.clean.len().wrapping_sub(at);
        }
        self.stretch.end = end;
    }

    /// One space belongs in the clean text: as a rule the one that stands there.
    #[inline]
    fn keep_space(&mut self) {
        if self.text.as_bytes().get(self.stretch.end) == Some(&b' ') {
            self.stretch.end += 1;
        } else {
            self.copy();
            self.folded.clean.push(' ');
            self.shift = self.shift.wrapping_add(1);
        }
    }

    /// Copies what belongs in the clean text: seldom more than once for a line.
    #[cold]
    fn copy(&mut self) {
        self.folded.clean.push_str(self.stretch.of(self.text));
        self.stretch.start = self.stretch.end;
    }

    /// How long the clean text will be.
    fn clean_len(&self) -> usize {
        self.stretch.end.wrapping_add(self.shift)
    }
}

/// One in each of eight bytes, the bit that makes small letters of capitals, and the highest.
const EACH: u64 = 0x0101_0101_0101_0101;
const SMALL: u64 = 0x20 * EACH;
const HIGHEST: u64 = 0x80 * EACH;

/// Copies the letters of ASCII that bytes begin with, in lower case; how many there are.
#[inline]
fn copy_letters(bytes: &[u8], to: &mut Vec<u8>) -> usize {
    let start = to.len();
    let mut copied = 0;
    // Eight in one step: most words are no longer.
    while let Some(eight) = bytes[copied..].first_chunk() {
        let eight = u64::from_le_bytes(*eight);
        to.extend_from_slice(&(eight | SMALL).to_le_bytes());
        let letters = leading_letters(eight);
        copied += letters;
        if letters < 8 {
            to.truncate(start + copied);
            return copied;
        }
    }
    let rest = bytes[copied..].iter().take_while(|byte| byte.is_ascii_alphabetic());
    to.extend(rest.map(u8::to_ascii_lowercase));
    to.len() - start
}

/// How many letters of ASCII eight bytes begin with, the first byte lowest.
///
/// The highest bit of each byte says whether it is none; the sums that tell stay within their bytes.
fn leading_letters(bytes: u64) -> usize {
    let lower = (bytes | SMALL) & !HIGHEST;
    let from_a = lower + (0x80 - b'a' as u64) * EACH;
    let behind_z = lower + (0x7F - b'z' as u64) * EACH;
    let others = (!from_a | behind_z | bytes) & HIGHEST;
    (others.trailing_zeros() / 8) as usize
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
    fn words_of_all_lengths_are_folded_alike() {
        for length in 1..20 {
            let plain = "b".repeat(length);
            let accented = format!("{}é{}", "b".repeat(length - 1), "B".repeat(length));
            let folded = format!("{}e{}", "b".repeat(length - 1), "b".repeat(length));
            for (word, lower) in [(plain.clone(), plain), (accented, folded)] {
                let expected = format!("{}{} ", lower[..1].to_uppercase(), &lower[1..]);
                // Behind it stand other letters, a mark, or nothing.
                assert_eq!(key(&format!("{word} x")), format!("{expected}X "));
                assert_eq!(key(&format!("{word}@[`{{")), format!("{}@[\"{{", expected));
                assert_eq!(key(&word), expected);
            }
        }
        assert_eq!(key("É œuvre Ça ×3×"), "E Oeuvre Ca #^3 #");
        assert!(Folded::of("École").tokens[0].capital && Folded::of("École").tokens[0].accented);
    }

    #[test]
    fn clean_text_is_what_one_would_quote() {
        for (text, expected) in [
            ("*Prie*  le\nSecrétaire³ général ;", "Prie le Secrétaire général ;"),
            ("aux niveaux sous- régionaux", "aux niveaux sous-régionaux"),
            ("« l’Office »", "« l’Office »"),
            ("deux  mots,\u{a0}et   un\u{ad}e pause", "deux mots, et une pause"),
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
