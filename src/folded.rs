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

mod folder;

use crate::Span;
use folder::Folder;

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
        self.bare = folder.finish();
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

    /// Eight bytes of the key, from where a token begins, the first lowest; nothing near its end.
    pub(crate) fn eight_from(&self, token: usize) -> Option<u64> {
        self.key[self.tokens[token].key as usize..].first_chunk().map(|eight| u64::from_le_bytes(*eight))
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
            ("Diyarbakır ıldız", "Diyarbakır ^ıldız "),
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
