//! Fonts: what the codes of a string mean, and how wide they are.
//!
//! Only what text needs is read: the program of a font, which draws its glyphs, is never opened.

use std::collections::HashMap;
use std::sync::LazyLock;

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, MACINTOSH, SHIFT_JIS, WINDOWS_1252};
use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};

use super::bounds::{Budget, Excess};

/// A font of a document.
pub(super) struct Font {
    codes: Codes,
    to_unicode: Option<CMap>,
    /// Of simple fonts: the characters of the 256 codes, 0 where unknown.
    table: Vec<char>,
    widths: HashMap<u32, f32>,
    default_width: Option<f32>,
    /// What a unit of the widths is in sizes of the font.
    unit: f32,
    /// Whether it draws bars, which are no text.
    pub bars: bool,
}

/// How the bytes of a string make codes.
#[derive(Clone, Copy)]
enum Codes {
    One,
    Two,
    /// Two bytes that are UTF-16.
    Unicode,
    /// One or two bytes of a character set of East Asia.
    Legacy(&'static Encoding),
}

/// One code of a string.
pub(super) struct Shown {
    pub text: Text,
    /// In sizes of the font.
    pub width: f32,
    /// Whether it is the space that word spacing widens.
    pub space: bool,
}

/// The characters of a code: one, as a rule.
pub(super) enum Text {
    One(char),
    Many(String),
}

impl Font {
    pub fn read(dict: &Dict<'_>, budget: &mut Budget) -> Result<Self, Excess> {
        let subtype = dict.get::<Name<'_>>("Subtype").map(|name| name.as_str().to_owned()).unwrap_or_default();
        let to_unicode = match dict.get::<Stream<'_>>("ToUnicode") {
            Some(stream) => CMap::parse(&budget.decode(&stream)?, |_| None),
            None => None,
        };
        let base = dict.get::<Name<'_>>("BaseFont").map(|name| name.as_str().to_ascii_lowercase()).unwrap_or_default();
        let mut font = Font {
            codes: Codes::One,
            to_unicode,
            table: Vec::new(),
            widths: HashMap::new(),
            default_width: None,
            unit: 0.001,
            bars: ["barcode", "3 of 9", "3of9", "code39", "code128"].iter().any(|name| base.contains(name)),
        };
        if subtype == "Type0" {
            font.composite(dict)
        } else {
            font.simple(dict, &subtype)
        }
        Ok(font)
    }

    fn composite(&mut self, dict: &Dict<'_>) {
        let name = dict.get::<Name<'_>>("Encoding").map(|name| name.as_str().to_owned()).unwrap_or_default();
        self.codes = match name.as_str() {
            name if name.contains("UCS2") || name.contains("UTF16") => Codes::Unicode,
            name if name.starts_with("GB") => Codes::Legacy(GBK),
            name if name.contains("B5") => Codes::Legacy(BIG5),
            name if name.contains("RKSJ") => Codes::Legacy(SHIFT_JIS),
            name if name.starts_with("KSC") => Codes::Legacy(EUC_KR),
            _ => Codes::Two,
        };
        let descendant = dict.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        let Some(descendant) = descendant else { return };
        self.default_width = Some(descendant.get::<f32>("DW").unwrap_or(1000.0));
        if let (Codes::Two, Some(widths)) = (self.codes, descendant.get::<Array<'_>>("W")) {
            self.cid_widths(&widths);
        }
    }

    /// `first [w w w]` or `first last w`, again and again.
    fn cid_widths(&mut self, widths: &Array<'_>) {
        let mut items = widths.iter::<Object<'_>>();
        while let Some(first) = items.next().and_then(number) {
            match items.next() {
                Some(Object::Array(list)) => {
                    for (place, width) in list.iter::<f32>().enumerate() {
                        self.widths.insert(first as u32 + place as u32, width);
                    }
                }
                Some(last) => {
                    let last = number(last).unwrap_or(first).min(f32::from(u16::MAX));
                    let Some(width) = items.next().and_then(number) else { return };
                    self.widths.extend((first as u32..=last as u32).map(|code| (code, width)));
                }
                None => return,
            }
        }
    }

    fn simple(&mut self, dict: &Dict<'_>, subtype: &str) {
        if subtype == "Type3" {
            let matrix = dict.get::<Array<'_>>("FontMatrix").and_then(|matrix| matrix.iter::<f32>().next());
            self.unit = matrix.filter(|unit| unit.is_finite()).unwrap_or(0.001);
        }
        let first = dict.get::<i32>("FirstChar").unwrap_or(0).clamp(0, 255) as u32;
        if let Some(widths) = dict.get::<Array<'_>>("Widths") {
            self.widths.extend((first..256).zip(widths.iter::<f32>()));
            let descriptor = dict.get::<Dict<'_>>("FontDescriptor");
            self.default_width = Some(descriptor.and_then(|d| d.get::<f32>("MissingWidth")).unwrap_or(0.0));
        }
        self.table = encoding(dict);
    }

    /// Each code of a string.
    pub fn show(&self, string: &[u8], mut each: impl FnMut(Shown)) {
        let mut at = 0;
        while at < string.len() {
            let length = self.length(&string[at..]);
            let bytes = &string[at..at + length];
            let code = bytes.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            let text = self.text(code, bytes);
            each(Shown { width: self.width(code, &text), space: length == 1 && code == 32, text });
            at += length;
        }
    }

    fn length(&self, rest: &[u8]) -> usize {
        match self.codes {
            Codes::One => 1,
            Codes::Two | Codes::Unicode => 2.min(rest.len()),
            Codes::Legacy(_) => (1 + usize::from(0x80 < rest[0])).min(rest.len()),
        }
    }

    fn text(&self, code: u32, bytes: &[u8]) -> Text {
        if let Some(found) = self.to_unicode.as_ref().and_then(|map| map.lookup_bf_string(code)) {
            match found {
                BfString::Char('\0') => {}
                BfString::Char(one) => return Text::One(one),
                BfString::String(many) => return Text::Many(many),
            }
        }
        let found = match self.codes {
            Codes::One => self.table.get(code as usize).copied().filter(|found| *found != '\0'),
            Codes::Two => None,
            Codes::Unicode => char::from_u32(code),
            Codes::Legacy(encoding) => encoding.decode_without_bom_handling(bytes).0.chars().next(),
        };
        Text::One(found.unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn width(&self, code: u32, text: &Text) -> f32 {
        match self.widths.get(&code).copied().or(self.default_width) {
            Some(width) => width * self.unit,
            // One of the fonts that every viewer brings along: the width of a character of its shape.
            None => match text {
                Text::One(one) => usual_width(*one),
                Text::Many(many) => many.chars().map(usual_width).sum(),
            },
        }
    }
}

fn number(object: Object<'_>) -> Option<f32> {
    match object {
        Object::Number(number) => Some(number.as_f32()).filter(|number| number.is_finite() && 0.0 <= *number),
        _ => None,
    }
}

/// The characters of the codes of a simple font.
fn encoding(dict: &Dict<'_>) -> Vec<char> {
    let named = dict.get::<Name<'_>>("Encoding").map(|name| name.as_str().to_owned());
    let described = dict.get::<Dict<'_>>("Encoding");
    let base = named.or_else(|| {
        let base = described.as_ref()?.get::<Name<'_>>("BaseEncoding")?;
        Some(base.as_str().to_owned())
    });
    let base = match base.as_deref() {
        Some("MacRomanEncoding") => MACINTOSH,
        _ => WINDOWS_1252,
    };
    let mut table: Vec<char> =
        (0..=255_u8).map(|byte| base.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or('\0')).collect();
    let mut code = 0;
    for item in described.iter().flat_map(|d| d.get::<Array<'_>>("Differences")).flat_map(|list| list.iter()) {
        match item {
            Object::Number(number) => code = number.as_i64().clamp(0, 256) as usize,
            Object::Name(name) => {
                if let Some(slot) = table.get_mut(code) {
                    // A name that says nothing stands for the usual character of its code, if there is one.
                    let usual = Some(*slot).filter(|usual| !usual.is_control());
                    *slot = glyph_character(name.as_str()).or(usual).unwrap_or('\0');
                }
                code += 1;
            }
            _ => {}
        }
    }
    table
}

/// The characters of glyphs by the names of the Adobe Glyph List.
static NAMES: LazyLock<HashMap<String, char>> = LazyLock::new(|| {
    let blocks = [0x20..0x590_u32, 0x600..0x700, 0x1E00..0x2600, 0xFB00..0xFB07];
    let named = blocks.into_iter().flatten().filter_map(|code| {
        let name = glyph_names::glyph_name(code)?;
        Some((name.into_owned(), char::from_u32(code)?))
    });
    // Of characters that share a name, the first is the usual one.
    let mut names = HashMap::new();
    named.for_each(|(name, character)| {
        names.entry(name).or_insert(character);
    });
    names
});

/// The ligatures from U+FB00 on.
const LIGATURES: [&str; 5] = ["ff", "fi", "fl", "ffi", "ffl"];

/// `eacute`, `uni00E9`, `u00E9`, `a.sc`, `f_i`.
fn glyph_character(name: &str) -> Option<char> {
    let name = name.split('.').next()?;
    if let Some(ligature) = LIGATURES.iter().position(|letters| *letters == name.replace('_', "")) {
        return char::from_u32(0xFB00 + ligature as u32);
    }
    let hexadecimal = |digits: &str| char::from_u32(u32::from_str_radix(digits, 16).ok()?);
    NAMES.get(name).copied().or_else(|| match name.strip_prefix("uni") {
        Some(digits) => hexadecimal(digits.get(..4)?),
        None => hexadecimal(name.strip_prefix('u').filter(|digits| 4 <= digits.len())?),
    })
}

/// How wide a character is in most fonts.
fn usual_width(character: char) -> f32 {
    match character {
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' | ' ' | '/' | '\u{a0}' => 0.278,
        '(' | ')' | '[' | ']' | '-' | 'r' | '"' | '*' => 0.333,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '\u{2014}' => 0.85,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.5,
        _ if character.is_uppercase() => 0.7,
        _ => 0.54,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_glyphs_are_characters() {
        for (name, character) in [
            ("eacute", Some('é')),
            ("uni00E9", Some('é')),
            ("u00E9", Some('é')),
            ("a.sc", Some('a')),
            ("quoteright", Some('’')),
            ("space", Some(' ')),
            ("fi", Some('\u{fb01}')),
            ("f_f_i", Some('\u{fb03}')),
            ("g37", None),
        ] {
            assert_eq!(glyph_character(name), character, "{name}");
        }
    }
}
