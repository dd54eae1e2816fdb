//! Pages whose lines are those of print or of a typewriter, an element or a break for each: paragraphs are put together
//! from them.

use super::page::has_label;
use crate::document::numeral::is_raised;

/// How many lines a page must have to be looked at.
const LINES: usize = 12;
/// The width of a page that is set in lines, in characters: that which nine lines of ten do not go beyond.
const WIDTHS: std::ops::RangeInclusive<usize> = 30..=160;
/// How much of the width a line fills that another one follows, in tenths: letters differ in width.
const FULL: usize = 9;
/// Of how many lines one at least must begin in the middle of a sentence.
const MANY: usize = 6;

/// Joins lines that go on in the next one, where a page is set in lines.
pub(super) fn join<T: PartialEq>(lines: Vec<(T, String)>) -> Vec<(T, String)> {
    let Some(width) = width(&lines) else { return lines };
    let mut joined: Vec<(T, String)> = Vec::with_capacity(lines.len());
    // How many characters the last line has; none that belong to a paragraph where it is the row of a table.
    let mut last = 0;
    for (region, line) in lines {
        let characters = if line.contains('\t') { 0 } else { line.chars().count() };
        match joined.last_mut() {
            Some((before, text)) if *before == region && goes_on(text, last, &line, width) => {
                // What is cut at a hyphen keeps it: most words that are have it anyway.
                let cut = text.ends_with(['-', '\u{AD}']) && !text.ends_with(" -");
                text.push_str(if cut { "" } else { " " });
                text.push_str(&line);
            }
            _ => joined.push((region, line)),
        }
        last = characters;
    }
    joined
}

/// The width of a page that is set in lines; nothing of any other page.
fn width<T>(lines: &[(T, String)]) -> Option<usize> {
    let goes_on = |line: &str| line.starts_with(char::is_lowercase) && !has_label(line);
    let begun = lines.iter().filter(|(_, line)| goes_on(line)).count();
    if lines.len() < LINES || begun * MANY < lines.len() {
        return None;
    }
    let mut widths: Vec<usize> = lines.iter().map(|(_, line)| line.chars().count()).collect();
    widths.sort_unstable();
    Some(widths[widths.len() * 9 / 10]).filter(|width| WIDTHS.contains(width))
}

/// Whether a line was broken where it is because the first word of the next one had no room.
///
/// What begins with a capital goes on only in a numbered paragraph: above these, headings are as long as lines.
/// A full line at the end of a sentence may be the end of a paragraph as well; who knows the words decides then.
fn goes_on(text: &str, characters: usize, next: &str, width: usize) -> bool {
    let word = next.split([' ', '\u{a0}', '\t']).next().unwrap_or_default().chars().count();
    let full = characters != 0 && width * FULL / 10 < characters + 1 + word && !next.contains('\t');
    let mark = text.trim_end_matches(is_raised).chars().next_back();
    let ends = matches!(mark, Some('.' | ';' | ':' | '!' | '?'));
    let small = next.starts_with(char::is_lowercase) && !has_label(next);
    let figure = next.starts_with(|c: char| c.is_ascii_digit()) && !has_label(next);
    let words = next.starts_with(|c: char| c.is_alphabetic() || matches!(c, '(' | '"' | '\u{AB}' | '\u{201C}'));
    let inside = !ends && (figure || words && mark != Some(','));
    // Page numbers and the symbols of documents stand between lines.
    let furniture = !next.contains(char::is_lowercase) && !next.ends_with(['.', ';', ':', ',']);
    full && !furniture && (small || has_label(text) && inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> String {
        let lines = text.lines().map(|line| ((), line.to_owned())).collect();
        join(lines).into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn broken_lines_are_joined() {
        let page = "A/81/L.3\n\
            Lighthouses of small ports and\n\
            their keepers in all the Regions\n\
            The General Assembly,\n\
            Noting that lamps went out in\n\
            ports of all regions in the last\n\
            storms, and that few were lit\n\
            again before the winter,\n\
            1. Requests the office of the\n\
            United Nations for ports, by\n\
            31 December 2027, to count the\n\
            lamps referred to in paragraph\n\
            2 (a) and to set up a well-\n\
            equipped workshop in winter -\n\
            or later - of its own;\n\
            2. Invites States:\n\
            (a) To light them, as well as all\n\
            Harbours that have none;\n\
            (b) To report.";
        let expected = "A/81/L.3\n\
            Lighthouses of small ports and their keepers in all the Regions\n\
            The General Assembly,\n\
            Noting that lamps went out in ports of all regions in the last storms, and that few were lit \
            again before the winter,\n\
            1. Requests the office of the United Nations for ports, by 31 December 2027, to count the lamps referred \
            to in paragraph 2 (a) and to set up a well-equipped workshop in winter - or later - of its own;\n\
            2. Invites States:\n\
            (a) To light them, as well as all Harbours that have none;\n\
            (b) To report.";
        assert_eq!(joined(page), expected);
    }

    #[test]
    fn paragraphs_are_left_alone() {
        let page = "1. Requests States to light their lamps;\n".repeat(20);
        assert_eq!(joined(&page), page.trim_end());
        let broken = "1. Requests the Secretary-General to\nreport on lamps and the Member States\nA/81/L.3\n2/5\n\
                      and all the ports; 1. Requests the\n- Harbours\n"
            .repeat(8);
        let expected = "1. Requests the Secretary-General to report on lamps and the Member States\nA/81/L.3\n2/5\n\
                        and all the ports; 1. Requests the\n- Harbours\n"
            .repeat(8);
        assert_eq!(joined(&broken), expected.trim_end());
        let page = format!("1. Requests {};\nand\n", "States to light lamps, ".repeat(20)).repeat(12);
        assert_eq!(joined(&page), page.trim_end());
    }
}
