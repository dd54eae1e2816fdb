//! Numbers, letters, roman numbers and figures of paragraphs.

/// How many levels of letters there can be: more are damage.
const DEEPEST: usize = 5;

/// The labels of a part of a document while it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Labels {
    number: u32,
    /// What stands behind the number of a paragraph that a draft has put in: *bis*.
    suffix: String,
    /// How many paragraphs have lost their number since the last one that has it.
    lost: u32,
    levels: Vec<Level>,
}

#[derive(Clone, Debug)]
struct Level {
    marker: String,
    style: Style,
    place: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Letter,
    Roman,
    Figure,
}

impl Labels {
    /// The last number.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// How deep the last label is: 0 for a numbered paragraph.
    pub fn depth(&self) -> usize {
        self.levels.len()
    }

    /// A paragraph with its number, and what a draft adds to the number of one that it puts in.
    pub fn numbered(&mut self, number: u32, suffix: &str) {
        *self = Labels { number, suffix: suffix.to_owned(), ..Labels::default() };
    }

    /// A paragraph whose number is lost; it counts until its neighbours tell better.
    pub fn unnumbered(&mut self) {
        self.number += 1;
        self.suffix.clear();
        self.lost += 1;
        self.levels.clear();
    }

    /// A sub-paragraph; returns its depth. `opens` says whether the text before ends with a colon.
    pub fn lettered(&mut self, marker: &str, opens: bool) -> usize {
        let places = [
            (Style::Letter, letter(marker)),
            (Style::Roman, roman(marker)),
            (Style::Figure, marker.parse().ok().filter(|figure| *figure != 0)),
        ];
        let candidates: Vec<(Style, u32)> = places.into_iter().filter_map(|(s, p)| p.map(|p| (s, p))).collect();
        let continued = (0..self.levels.len()).rev().find_map(|depth| {
            let level = &self.levels[depth];
            let next = candidates.iter().find(|(style, place)| *style == level.style && *place == level.place + 1);
            next.map(|found| (depth, *found))
        });
        let first = candidates.iter().rev().find(|(_, place)| *place == 1).copied();
        let (depth, (style, place)) = match (continued, first) {
            (Some(continued), first) if !(opens && first.is_some()) => continued,
            (_, Some(first)) => (self.levels.len(), first),
            (Some(continued), None) => continued,
            (None, None) => {
                (self.levels.len().saturating_sub(1), candidates.first().copied().unwrap_or((Style::Letter, 1)))
            }
        };
        let depth = depth.min(DEEPEST - 1);
        self.levels.truncate(depth);
        self.levels.push(Level { marker: marker.to_owned(), style, place });
        self.levels.len()
    }

    /// The text of the numbered paragraph goes on after its sub-paragraphs.
    pub fn close(&mut self) {
        self.levels.clear();
    }

    /// `3`, `3bis`, `3(a)`, `3(a)(ii)`.
    pub fn label(&self) -> String {
        let mut label = format!("{}{}", self.number, self.suffix);
        for level in &self.levels {
            label.push('(');
            label.push_str(&level.marker);
            label.push(')');
        }
        label
    }
}

/// A line that is nothing but the name of a part: `A`, `II`.
pub(super) fn part(line: &str) -> Option<&str> {
    let bare = line.trim_matches(['*', '_', ' ', '.', '#']);
    let known = (bare.len() == 1 && bare.as_bytes()[0].is_ascii_uppercase())
        || (!bare.is_empty() && bare.len() <= 5 && bare.bytes().all(|byte| b"IVX".contains(&byte)));
    known.then_some(bare)
}

/// The name of a part at the beginning of a line that ends without a mark, before its title: *II Contracts*.
///
/// A sentence may begin so, too; only numbers that begin again behind it tell.
pub(super) fn titled_part(line: &str) -> Option<&str> {
    let bare = line.trim_matches(['*', '_', ' ', '#']);
    let (name, title) = bare.split_once([' ', '\u{a0}'])?;
    let titled = title.trim_start().starts_with(char::is_uppercase) && bare.ends_with(char::is_alphabetic);
    part(name).filter(|_| titled)
}

fn letter(marker: &str) -> Option<u32> {
    match marker.as_bytes() {
        [byte] if byte.is_ascii_alphabetic() => Some(u32::from(byte.to_ascii_lowercase() - b'a') + 1),
        // After z come aa, bb.
        [a, b] if a == b && a.is_ascii_alphabetic() => Some(u32::from(a.to_ascii_lowercase() - b'a') + 27),
        _ => None,
    }
}

fn roman(marker: &str) -> Option<u32> {
    let value = |byte: u8| match byte.to_ascii_lowercase() {
        b'i' => Some(1),
        b'v' => Some(5),
        b'x' => Some(10),
        b'l' => Some(50),
        _ => None,
    };
    let values = marker.bytes().map(value).collect::<Option<Vec<u32>>>()?;
    let mut sum = 0;
    for (at, &value) in values.iter().enumerate() {
        let smaller = values.get(at + 1).is_some_and(|next| value < *next);
        sum = if smaller { sum - value as i32 } else { sum + value as i32 };
    }
    u32::try_from(sum).ok().filter(|sum| *sum != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markers: &[(&str, bool)], labels: &[&str]) {
        let mut state = Labels::default();
        state.numbered(3, "");
        let found: Vec<String> = markers
            .iter()
            .map(|(marker, opens)| {
                state.lettered(marker, *opens);
                state.label()
            })
            .collect();
        assert_eq!(found, labels);
    }

    #[test]
    fn letters_and_roman_numbers_are_told_apart() {
        check(&[("a", true), ("b", false)], &["3(a)", "3(b)"]);
        check(&[("a", true), ("i", true), ("ii", false), ("b", false)], &["3(a)", "3(a)(i)", "3(a)(ii)", "3(b)"]);
        check(&[("i", true), ("ii", false)], &["3(i)", "3(ii)"]);
        check(&[("g", true), ("h", false), ("i", false), ("j", false)], &["3(g)", "3(h)", "3(i)", "3(j)"]);
        check(&[("1", true), ("a", true), ("b", false), ("2", false)], &["3(1)", "3(1)(a)", "3(1)(b)", "3(2)"]);
        check(&[("i", true), ("a", true), ("b", false), ("ii", false)], &["3(i)", "3(i)(a)", "3(i)(b)", "3(ii)"]);
    }

    #[test]
    fn parts_stand_alone() {
        assert_eq!(part("A"), Some("A"));
        assert_eq!(part("**II**"), Some("II"));
        assert_eq!(part("Aide"), None);
        assert_eq!(titled_part("**II. Marchés**"), Some("II"));
        assert_eq!(titled_part("A new title"), None);
        assert_eq!(titled_part("I Ports;"), None);
    }
}
