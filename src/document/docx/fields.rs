//! Fields: codes that Word computes text from, most of it stored behind them.
//!
//! Numbers are not always stored, so those fields that count are understood: `LISTNUM`, `AUTONUM`, `AUTONUMLGL`,
//! `AUTONUMOUT` and `SEQ` (ECMA-376, part 1, 17.16.5).

use crate::document::numeral::Numeral;

/// Whether the codes of fields are told from their results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fields {
    Trusted,
    Ignored,
}

/// The fields that are open, each within the one before.
#[derive(Debug, Default)]
pub(super) struct OpenFields {
    fields: Vec<Field>,
    /// The codes of how many are being read.
    in_code: usize,
}

#[derive(Debug, Default)]
struct Field {
    code: String,
    in_code: bool,
    /// Whether there is a result to be read.
    shown: bool,
}

impl OpenFields {
    /// Whether what comes is no text that anybody sees.
    pub fn in_code(&self) -> bool {
        self.in_code != 0
    }

    /// Begins a field whose code follows.
    pub fn begin(&mut self) {
        self.fields.push(Field { in_code: true, ..Field::default() });
        self.in_code += 1;
    }

    /// Begins a field whose code is known and whose result follows.
    pub fn begin_with(&mut self, code: String) {
        self.fields.push(Field { code, ..Field::default() });
    }

    /// Takes a piece of the code of the innermost field.
    pub fn code(&mut self, text: &str) {
        if let Some(field) = self.fields.last_mut().filter(|field| field.in_code) {
            field.code.push_str(text);
        }
    }

    /// The code of the innermost field ends and its result follows.
    pub fn separate(&mut self) {
        if self.fields.last_mut().is_some_and(|field| std::mem::take(&mut field.in_code)) {
            self.in_code -= 1;
        }
    }

    /// Takes notice that some of a result was read.
    pub fn shown(&mut self) {
        if let Some(field) = self.fields.last_mut() {
            field.shown = true;
        }
    }

    /// Ends the innermost field: what it counts, and whether it has stored its result.
    pub fn end(&mut self) -> Option<(Counting, bool)> {
        self.separate();
        let field = self.fields.pop()?;
        if field.shown {
            self.shown();
        }
        // In the code of another field nothing counts.
        let counting = if self.in_code() { None } else { Counting::of(&field.code) };
        counting.map(|counting| (counting, field.shown))
    }
}

/// A field that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Counting {
    /// The next number of a list, anywhere in a paragraph.
    List {
        /// The name of the list; without one it is that of the paragraph, or the last one.
        name: Option<String>,
        level: Option<usize>,
        start: Option<i64>,
    },
    /// The number of the paragraph, by the level of the heading that it is or stands below.
    Paragraph {
        /// The name of the field, which says how numbers are written.
        scheme: String,
        numeral: Option<Numeral>,
        /// What stands behind the number, where it is not a point.
        mark: Option<String>,
    },
    /// The next number of a sequence.
    Sequence {
        name: String,
        numeral: Numeral,
        step: Step,
        /// The level of the headings that begin it anew.
        anew: Option<usize>,
        hidden: bool,
    },
}

/// What a field does to the count of its sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Next,
    Same,
    To(i64),
}

impl Counting {
    fn of(code: &str) -> Option<Self> {
        let Code { words, switches } = Code::of(code);
        let mut words = words.into_iter();
        let field = words.next()?.to_ascii_uppercase();
        let switch = |name: char| switches.iter().find(|(found, _)| *found == name).map(|(_, value)| value.as_str());
        let numeral = || switches.iter().filter(|(name, _)| *name == '*').find_map(|(_, value)| numeral(value));
        let level = |name| switch(name)?.parse().ok().and_then(|level: usize| level.checked_sub(1));
        match field.as_str() {
            "LISTNUM" => Some(Counting::List {
                name: words.next(),
                level: level('l'),
                start: switch('s').and_then(|start| start.parse().ok()),
            }),
            "AUTONUM" | "AUTONUMLGL" | "AUTONUMOUT" => Some(Counting::Paragraph {
                scheme: field,
                numeral: numeral(),
                mark: switch('e').map(|_| String::new()).or_else(|| switch('s').map(str::to_owned)),
            }),
            "SEQ" => Some(Counting::Sequence {
                name: words.next()?.to_lowercase(),
                numeral: numeral().unwrap_or_default(),
                step: match switch('r').and_then(|number| number.parse().ok()) {
                    Some(number) => Step::To(number),
                    // Behind the name of a mark stands the number that the sequence had there.
                    None if switch('c').is_some() || words.next().is_some() => Step::Same,
                    None => Step::Next,
                },
                anew: level('s'),
                hidden: switch('h').is_some() && switch('*').is_none(),
            }),
            _ => None,
        }
    }
}

/// The words of a code, and its switches with what follows them.
struct Code {
    words: Vec<String>,
    switches: Vec<(char, String)>,
}

impl Code {
    fn of(text: &str) -> Self {
        let mut code = Code { words: Vec::new(), switches: Vec::new() };
        let mut rest = text.trim_start();
        let mut after_switch = false;
        while let Some(first) = rest.chars().next() {
            if let Some(switch) = rest.strip_prefix('\\').and_then(|rest| rest.chars().next()) {
                code.switches.push((switch.to_ascii_lowercase(), String::new()));
                rest = &rest[1 + switch.len_utf8()..];
            } else {
                let (word, after) = match rest.strip_prefix('"') {
                    Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                    None => {
                        let ends = |(at, c): (usize, char)| at != 0 && (c.is_whitespace() || c == '\\');
                        let end = rest.char_indices().find(|place| ends(*place)).map_or(rest.len(), |(at, _)| at);
                        rest.split_at(end)
                    }
                };
                rest = after;
                match code.switches.last_mut().filter(|_| after_switch) {
                    Some((_, value)) => word.clone_into(value),
                    None => code.words.push(word.to_owned()),
                }
            }
            after_switch = first == '\\';
            rest = rest.trim_start();
        }
        code
    }
}

/// How a field says that its number is to be written; capitals are capitals of the number.
fn numeral(name: &str) -> Option<Numeral> {
    let capital = name.starts_with(|c: char| c.is_ascii_uppercase());
    match (name.to_ascii_lowercase().as_str(), capital) {
        ("arabic", _) => Some(Numeral::Decimal),
        ("alphabetic", false) => Some(Numeral::LowerLetter),
        ("alphabetic", true) => Some(Numeral::UpperLetter),
        ("roman", false) => Some(Numeral::LowerRoman),
        ("roman", true) => Some(Numeral::UpperRoman),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_taken_apart() {
        let list =
            |name: Option<&str>, level, start| Some(Counting::List { name: name.map(str::to_owned), level, start });
        let paragraph = |scheme: &str, numeral, mark: Option<&str>| {
            Some(Counting::Paragraph { scheme: scheme.to_owned(), numeral, mark: mark.map(str::to_owned) })
        };
        let sequence = |numeral, step, anew, hidden| {
            Some(Counting::Sequence { name: "para".to_owned(), numeral, step, anew, hidden })
        };
        for (code, counting) in [
            (" LISTNUM ", list(None, None, None)),
            ("listnum \"My list\" \\l 2 \\s 5", list(Some("My list"), Some(1), Some(5))),
            ("LISTNUM NumberDefault\\l3", list(Some("NumberDefault"), Some(2), None)),
            ("LISTNUM \\l 0", list(None, None, None)),
            (" AUTONUM  \\* Arabic ", paragraph("AUTONUM", Some(Numeral::Decimal), None)),
            ("AUTONUM \\* ROMAN \\s )", paragraph("AUTONUM", Some(Numeral::UpperRoman), Some(")"))),
            ("AUTONUMLGL \\e \\* MERGEFORMAT", paragraph("AUTONUMLGL", None, Some(""))),
            ("SEQ Para \\* roman \\s 2", sequence(Numeral::LowerRoman, Step::Next, Some(1), false)),
            ("SEQ para \\r 7 \\h", sequence(Numeral::Decimal, Step::To(7), None, true)),
            ("SEQ para \\c", sequence(Numeral::Decimal, Step::Same, None, false)),
            ("SEQ", None),
            ("REF LISTNUM", None),
            ("\\", None),
            ("\"", None),
            ("", None),
        ] {
            assert_eq!(Counting::of(code), counting, "{code}");
        }
    }
}
