//! Folding: the characters of a paragraph, one after the other, become its key, its clean text and its tokens.

use super::{Folded, Kind, START, Token};
use crate::Span;
use crate::language::{CYRILLIC, Fold, Glyph, TABLE, glyph, latin_twin, stands_alone};

/// The state of folding between two characters.
pub(super) struct Folder<'f, 't> {
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

/// Of more letters than these one would bear an accent, if accents were written.
const MANY: u32 = 80;

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
    pub fn new(folded: &'f mut Folded, text: &'t str) -> Self {
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
    pub fn run(&mut self, from: usize, to: usize) {
        let bytes = &self.text.as_bytes()[..to];
        let mut at = from;
        while let Some(&byte) = bytes.get(at) {
            at = match byte {
                b'a'..=b'z' | b'A'..=b'Z' => self.latin(bytes, at),
                b'\xC3'..=b'\xC5' if self.two_bytes(bytes, at).is_some() => self.latin(bytes, at),
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
    ///
    /// A Latin letter must stand at the place.
    fn latin(&mut self, bytes: &[u8], mut at: usize) -> usize {
        loop {
            let begins = self.open != Some(Kind::Word);
            if begins {
                self.close();
            }
            let key = self.folded.key.len();
            let (end, accents) = self.letters(bytes, at);
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

    pub fn space(&mut self) {
        // A word cut by a soft hyphen, or a compound cut after its hyphen, goes on in the next line.
        if self.soft {
            return;
        }
        self.close();
        self.glued = self.compound;
    }

    /// Ends the word that is being written.
    pub fn close(&mut self) {
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

    /// Ends the folding; whether accents were lost.
    pub fn finish(mut self) -> bool {
        self.copy();
        self.accents == 0 && MANY < self.letters
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
