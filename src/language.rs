//! Languages and the mechanics of their scripts.
//!
//! What is known here is how letters are written — case, accents, apostrophes, spaces — and nothing of any word.
//! Words live in the tables under `lexicons/`.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

/// A language that resolutions are read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// French.
    Fr,
    /// English.
    En,
}

impl Language {
    /// Every language that has a folder of lexicons, in the order in which they were made.
    pub const ALL: [Language; 2] = [Language::Fr, Language::En];

    /// The two-letter code of ISO 639-1, which is also the name of the folder of lexicons.
    ///
    /// ```
    /// assert_eq!(exhorte::Language::Fr.code(), "fr");
    /// ```
    pub fn code(self) -> &'static str {
        match self {
            Language::Fr => "fr",
            Language::En => "en",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Language::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(code))
            .ok_or_else(|| format!("no lexicons for language `{code}`; known are fr, en"))
    }
}

/// What a character is to the reader of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    /// A letter: how it is folded, whether it was a capital and whether it bore an accent.
    Letter { folded: Fold, capital: bool, accented: bool },
    /// A decimal digit.
    Digit(u8),
    /// Any white space, and what stands for it.
    Space,
    /// An apostrophe, which ends a word (`l'`) and is part of it.
    Apostrophe,
    /// A hyphen, which separates the parts of a compound.
    Hyphen,
    /// A soft hyphen: the word goes on after it.
    SoftHyphen,
    /// A mark that stands alone, folded to one ASCII character.
    Mark(u8),
    /// A raised digit: the mark of a footnote.
    Raised(u8),
    /// A combining accent on the letter before.
    Accent,
    /// Something that a reader does not see: emphasis marks, direction marks, zero-width characters.
    Nothing,
}

/// The folded form of one letter: up to four bytes of UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fold {
    bytes: [u8; 4],
    len: u8,
}

impl Fold {
    const fn ascii(byte: u8) -> Self {
        Fold { bytes: [byte, 0, 0, 0], len: 1 }
    }

    fn of(text: &str) -> Self {
        let mut bytes = [0; 4];
        let len = text.len().min(4);
        bytes[..len].copy_from_slice(&text.as_bytes()[..len]);
        Fold { bytes, len: len as u8 }
    }

    /// Whether it begins with a letter of ASCII.
    pub(crate) fn is_latin(&self) -> bool {
        self.bytes[0].is_ascii_lowercase()
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

/// What the character is, whatever the language.
pub(crate) fn glyph(character: char) -> Glyph {
    let code = character as usize;
    match TABLE.get(code) {
        Some(glyph) => *glyph,
        None => classify(character),
    }
}

/// The first 1,536 code points (Latin, Greek, Cyrillic), computed once: folding is the inner loop of the program.
pub(crate) static TABLE: LazyLock<Vec<Glyph>> =
    LazyLock::new(|| (0..0x600).map(|code| char::from_u32(code).map_or(Glyph::Nothing, classify)).collect());

fn classify(character: char) -> Glyph {
    match character {
        'a'..='z' => Glyph::Letter { folded: Fold::ascii(character as u8), capital: false, accented: false },
        'A'..='Z' => {
            Glyph::Letter { folded: Fold::ascii(character.to_ascii_lowercase() as u8), capital: true, accented: false }
        }
        '0'..='9' => Glyph::Digit(character as u8),
        '\'' | '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{00B4}' | '`' => Glyph::Apostrophe,
        '-' | '\u{2010}' | '\u{2011}' => Glyph::Hyphen,
        '\u{00AD}' => Glyph::SoftHyphen,
        '*' | '_' | '\\' => Glyph::Nothing,
        '\u{2012}'..='\u{2015}' | '\u{2212}' => Glyph::Mark(b'-'),
        '«' | '»' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{2039}' | '\u{203A}' | '"' => Glyph::Mark(b'"'),
        '\u{2026}' => Glyph::Mark(b'.'),
        '\u{00B2}' => Glyph::Raised(b'2'),
        '\u{00B3}' => Glyph::Raised(b'3'),
        '\u{00B9}' => Glyph::Raised(b'1'),
        '\u{2070}' => Glyph::Raised(b'0'),
        '\u{2074}'..='\u{2079}' => Glyph::Raised(b'4' + (character as u32 - 0x2074) as u8),
        '\u{0300}'..='\u{036F}' => Glyph::Accent,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{0640}' => {
            Glyph::Nothing
        }
        '°' | 'º' | 'ª' => Glyph::Letter { folded: Fold::ascii(b'o'), capital: false, accented: true },
        _ if character.is_whitespace() => Glyph::Space,
        _ if character.is_ascii_control() || character.is_control() => Glyph::Space,
        _ if character.is_alphanumeric() => letter(character),
        _ if character.is_ascii() => Glyph::Mark(character as u8),
        _ => Glyph::Mark(b'#'),
    }
}

fn letter(character: char) -> Glyph {
    let capital = character.is_uppercase();
    let lower: String = character.to_lowercase().collect();
    let bare: String = match lower.as_str() {
        "œ" => "oe".to_owned(),
        "æ" => "ae".to_owned(),
        "ß" => "ss".to_owned(),
        // In Cyrillic a dropped mark would make another letter of it.
        other if ('\u{0400}'..='\u{052F}').contains(&character) => other.to_owned(),
        other => other.nfkd().filter(|c| !('\u{0300}'..='\u{036F}').contains(c)).collect(),
    };
    let accented = bare != lower || !bare.is_ascii();
    Glyph::Letter { folded: Fold::of(if bare.is_empty() { &lower } else { &bare }), capital, accented }
}

/// The letters that typists confuse with Latin ones.
pub(crate) const CYRILLIC: std::ops::RangeInclusive<char> = '\u{0400}'..='\u{04FF}';

/// The Latin letter that a Cyrillic one cannot be told from by eye, or the letter itself.
pub(crate) fn latin_twin(character: char) -> char {
    const TWINS: [(char, char); 17] = [
        ('А', 'A'),
        ('В', 'B'),
        ('С', 'C'),
        ('Е', 'E'),
        ('Н', 'H'),
        ('К', 'K'),
        ('М', 'M'),
        ('О', 'O'),
        ('Р', 'P'),
        ('Т', 'T'),
        ('Х', 'X'),
        ('а', 'a'),
        ('с', 'c'),
        ('е', 'e'),
        ('о', 'o'),
        ('р', 'p'),
        ('х', 'x'),
    ];
    TWINS.iter().find(|(twin, _)| *twin == character).map_or(character, |(_, latin)| *latin)
}

/// Whether every character of the script is a word of its own, as in Chinese.
pub(crate) fn stands_alone(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

/// Whether a character belongs to a script that runs from right to left.
#[cfg(feature = "pdf")]
pub(crate) fn runs_leftwards(character: char) -> bool {
    matches!(character, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
        && !matches!(character, '\u{0660}'..='\u{0669}' | '\u{06F0}'..='\u{06F9}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fold_to_their_bare_lower_case() {
        for (character, bare, capital, accented) in [
            ('a', "a", false, false),
            ('É', "e", true, true),
            ('œ', "oe", false, true),
            ('ç', "c", false, true),
            ('Й', "й", true, true),
        ] {
            let Glyph::Letter { folded, capital: c, accented: a } = glyph(character) else {
                panic!("{character} is a letter");
            };
            assert_eq!((folded.as_bytes(), c, a), (bare.as_bytes(), capital, accented), "{character}");
        }
    }

    #[test]
    fn codes_name_languages() {
        assert_eq!("FR".parse(), Ok(Language::Fr));
        assert!("xx".parse::<Language>().unwrap_err().contains("known are"));
    }
}
