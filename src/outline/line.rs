//! Lines, and what their first characters say.

use crate::Span;

/// A line that is not empty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub marker: Marker,
    /// The text after the marker, trimmed.
    pub body: Span,
    /// The text with its marker.
    pub whole: Span,
}

/// What a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// A number, with its point or without.
    Number {
        number: u32,
        dotted: bool,
    },
    /// A letter, a roman number or a figure in parentheses, which are left out of the span.
    Letter(Span),
    /// The dash of a list.
    Dash,
    /// A raised number, or a number alone in its line.
    Footnote(u32),
    None,
}

/// The lines of a text.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while from < text.len() {
            let rest = &text.as_bytes()[from..];
            let end = memchr::memchr3(b'\n', b'\r', b'\x0c', rest).map_or(text.len(), |at| from + at);
            let span = trim(text, Span { start: from, end });
            from = end + 1;
            if !span.is_empty() {
                return Some(read(text, span));
            }
        }
        None
    })
}

/// Whether a paragraph whose last mark is this is at its end.
pub(super) fn terminates(mark: Option<char>) -> bool {
    matches!(mark, Some('.' | ';' | ':' | '!' | '?'))
}

/// The last character that is neither emphasis nor the mark of a footnote.
pub(super) fn last_mark(text: &str) -> Option<char> {
    let text = text.trim_end();
    let marked = text.strip_suffix(']').and_then(|text| text.rfind("[^")).filter(|at| text.len() - at < 12);
    let text = &text[..marked.unwrap_or(text.len())];
    let raised = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    let bare = text.trim_end_matches(|c: char| c.is_whitespace() || c == '*' || c == '_' || raised(c));
    let without_number = bare.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let mark = without_number.chars().next_back();
    match mark {
        // `… du Secrétaire général ; 4`: the number is a mark of a footnote.
        Some(';' | ':') => mark,
        _ => bare.trim_end_matches(['»', '"', '\u{201D}', ')']).trim_end().chars().next_back(),
    }
}

impl Line {
    /// Whether the line is a page number, a job number, a rule or a symbol that stands alone.
    pub fn is_furniture(&self, text: &str) -> bool {
        let line = self.body.of(text);
        if 60 < line.len() {
            return line.bytes().all(|b| matches!(b, b'_' | b'\\' | b'-' | b'*' | b'=' | b' ' | b'.'));
        }
        let bare = line.trim_matches(['*', '_', ' ', '\\', '|']);
        if bare.bytes().all(|byte| !byte.is_ascii_alphanumeric()) && bare.is_ascii() {
            return true;
        }
        if self.marker == Marker::None || matches!(self.marker, Marker::Number { .. }) {
            return is_page_or_job_number(bare);
        }
        false
    }
}

/// `5`, `13/15`, `25-16618`, `25-16618 13/15`, `17-02174 (F)`, `25-20114 (F)    211125    241125`.
fn is_page_or_job_number(line: &str) -> bool {
    let mut words = line.split_whitespace().map(|word| word.trim_matches('*'));
    let number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let pair = |word: &str, mark| word.split_once(mark).is_some_and(|(a, b)| number(a) && number(b));
    let suffix = |word: &str| word.len() <= 3 && word.starts_with('(') && word.ends_with(')');
    line.bytes().any(|byte| byte.is_ascii_digit())
        && words.all(|word| word.is_empty() || number(word) || pair(word, '/') || pair(word, '-') || suffix(word))
}

fn read(text: &str, span: Span) -> Line {
    let mut body = span;
    let mut dash = false;
    loop {
        let line = body.of(text);
        let next = line.chars().next().unwrap_or(' ');
        let after = &line[next.len_utf8().min(line.len())..];
        // `-`, `–`, `•` of a list, `#` of a heading, `>` of a quotation.
        let listed = matches!(next, '-' | '–' | '—' | '•' | '#' | '>' | '·' | '\u{F0B7}')
            && after.starts_with([' ', '\u{a0}', '\t', '#']);
        let emphasis = matches!(next, '*' | '_' | '[') && !line.starts_with("[^");
        if !listed && !emphasis {
            break;
        }
        dash |= listed;
        body = trim(text, Span { start: body.start + next.len_utf8(), end: body.end });
    }
    let marker = marker(text, body);
    match marker {
        Some((marker, rest)) => Line { marker, body: rest, whole: body },
        None if dash => Line { marker: Marker::Dash, body, whole: body },
        None => Line { marker: Marker::None, body, whole: body },
    }
}

/// How many digits the number of a paragraph may have, and how many without its point.
const DIGITS: usize = 6;
const FIGURES: usize = 3;

fn marker(text: &str, span: Span) -> Option<(Marker, Span)> {
    let line = span.of(text);
    let rest = |skipped: usize| {
        let after = &line[skipped..];
        let bare = after.trim_start_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
        trim(text, Span { start: span.end - bare.len(), end: span.end })
    };
    let raised: Vec<u32> = line.chars().map_while(raised_digit).take(4).collect();
    if !raised.is_empty() {
        let bytes: usize = line.chars().take(raised.len()).map(char::len_utf8).sum();
        let number = raised.iter().fold(0, |number, digit| number * 10 + digit);
        return Some((Marker::Footnote(number), rest(bytes)));
    }
    // A note of Markdown: `[^3]: See …`.
    if let Some((number, _)) = line.strip_prefix("[^").and_then(|note| note.split_once("]:")) {
        let after = "[^]:".len() + number.len();
        return number.parse().ok().map(|number| (Marker::Footnote(number), rest(after)));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=DIGITS).contains(&digits) {
        let number = line[..digits].parse().ok()?;
        // `1\.` is how Markdown writes a number that is to stay as it is.
        let after = line[digits..].trim_start_matches(['*', '\\']);
        let skipped = line.len() - after.len();
        // `163 .` lost its place in scanning.
        if let Some(after) = after.trim_start().strip_prefix('.').or_else(|| after.strip_prefix(')')) {
            let skipped = line.len() - after.len() - 1;
            // `1.5 degré` and `16.2` are figures of the text.
            let figure = after.starts_with(|c: char| c.is_ascii_digit());
            return (!figure).then(|| (Marker::Number { number, dotted: true }, rest(skipped + 1)));
        }
        if FIGURES < digits {
            return None;
        }
        if after.is_empty() {
            return Some((Marker::Footnote(number), rest(skipped)));
        }
        let spaced = after.starts_with(|c: char| c.is_whitespace());
        return spaced.then(|| (Marker::Number { number, dotted: false }, rest(skipped)));
    }
    let open = usize::from(line.starts_with('('));
    let inner = &line[open..];
    // `(1)`: a figure needs both parentheses.
    let figures = inner.bytes().take_while(u8::is_ascii_digit).count();
    if open == 1 && (1..=2).contains(&figures) && inner[figures..].starts_with(')') {
        let label = Span { start: span.start + open, end: span.start + open + figures };
        return Some((Marker::Letter(label), rest(open + figures + 1)));
    }
    let letters = inner.bytes().take_while(u8::is_ascii_alphabetic).count();
    // `a)`, `a )`, `(a)`, `*a*)`, `iv)`.
    let after = inner[letters..].trim_start_matches(['*', ' ', '_', '\\', '\u{a0}']);
    let between = inner.len() - letters - after.len();
    // After z come aa, bb.
    let doubled = letters == 2 && inner.as_bytes()[0] == inner.as_bytes()[1];
    let roman = letters <= 5 && inner[..letters].bytes().all(|b| b"ivxl".contains(&b));
    let is_label = letters == 1 || doubled || roman;
    let lower = inner[..letters].bytes().all(|byte| byte.is_ascii_lowercase());
    if letters != 0 && is_label && lower && between <= 2 && after.starts_with(')') {
        let label = Span { start: span.start + open, end: span.start + open + letters };
        return Some((Marker::Letter(label), rest(line.len() - after.len() + 1)));
    }
    None
}

fn raised_digit(character: char) -> Option<u32> {
    match character {
        '⁰' => Some(0),
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        '⁴'..='⁹' => Some(character as u32 - '⁴' as u32 + 4),
        _ => None,
    }
}

/// Without white space, and without emphasis at its beginning.
fn trim(text: &str, span: Span) -> Span {
    let line = span.of(text);
    let start =
        span.start + (line.len() - line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').len());
    let end = span.end - (line.len() - line.trim_end().len());
    Span { start, end: end.max(start) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, marker: Marker, body: &str) {
        let read = lines(line).next().unwrap();
        assert_eq!((read.marker, read.body.of(line)), (marker, body), "{line}");
    }

    #[test]
    fn markers_are_told_from_text() {
        check("- 1. Exhorte", Marker::Number { number: 1, dotted: true }, "Exhorte");
        check("28 Engage les", Marker::Number { number: 28, dotted: false }, "Engage les");
        check("**3.** *Prie*", Marker::Number { number: 3, dotted: true }, "Prie*");
        check("1204. Exhorte", Marker::Number { number: 1204, dotted: true }, "Exhorte");
        check("2030 Mettre", Marker::None, "2030 Mettre");
        check("16.2 Mettre", Marker::None, "16.2 Mettre");
        check("1\\. Exhorte", Marker::Number { number: 1, dotted: true }, "Exhorte");
        check("[^3]: Voir", Marker::Footnote(3), "Voir");
        check("[^a]: Voir", Marker::None, "[^a]: Voir");
        check("[Exhorte", Marker::None, "Exhorte");
        check("³⁵ Résolution", Marker::Footnote(35), "Résolution");
        check("a ) Prendre", Marker::Letter(Span { start: 0, end: 1 }), "Prendre");
        check("(iv) take", Marker::Letter(Span { start: 1, end: 3 }), "take");
        check("(12) take", Marker::Letter(Span { start: 1, end: 3 }), "take");
        check("(2019) take", Marker::None, "(2019) take");
        check("(bb) take", Marker::Letter(Span { start: 1, end: 3 }), "take");
        check("- favoriser", Marker::Dash, "favoriser");
        check("A) Partie", Marker::None, "A) Partie");
        check("pour) cela", Marker::None, "pour) cela");
    }

    #[test]
    fn furniture_is_recognised() {
        for line in
            ["25-16618 **13/15**", "17-02174 (F)", "____________", "\\_\\_\\_\\_", "25-20114 (F)    211125    241125"]
        {
            assert!(lines(line).next().unwrap().is_furniture(line), "{line}");
        }
        for line in ["et de prendre note", "2030, et au-delà"] {
            assert!(!lines(line).next().unwrap().is_furniture(line), "{line}");
        }
    }

    #[test]
    fn ends_are_seen_through_footnote_marks() {
        for (text, terminated) in [
            ("la question ;", true),
            ("la question ;³⁵", true),
            ("la question ; 4", true),
            ("la question ;[^4]", true),
            ("la question [^4]", false),
            ("au plus tard en 2029", false),
            ("les organismes", false),
            ("(Venezuela).", true),
        ] {
            assert_eq!(terminates(last_mark(text)), terminated, "{text}");
        }
    }
}
