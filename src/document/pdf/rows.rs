//! Rows: the characters of a page that stand on one height, as the words that they make.

use super::super::numeral;
use super::page::Glyph;
use crate::language;

/// What stands on one height, from left to right.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub y: f32,
    pub size: f32,
    /// Stretches of text with wide gaps between them; at least one.
    pub cells: Vec<Line>,
}

/// A stretch of text without wide gaps.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub y: f32,
    pub left: f32,
    pub right: f32,
    pub size: f32,
    pub text: String,
    /// How wide its first word is, which a line before might have had room for.
    pub first_word: f32,
}

/// How far apart two words may be that belong to one stretch, in sizes.
const GAP: f32 = 1.2;
/// How wide a space is at the least where spaces are not written.
const SPACE: f32 = 0.17;
/// The same where they are, so that a gap is rather the work of justifying.
const EXTRA_SPACE: f32 = 0.25;
/// How much smaller than its row a raised mark is at the least.
const SMALLER: f32 = 0.85;
/// How much higher than its row a raised mark stands at the least, in sizes.
const HIGHER: f32 = 0.12;

impl Row {
    /// The words of all cells.
    pub fn text(&self) -> String {
        self.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    pub fn left(&self) -> f32 {
        self.cells[0].left
    }
}

impl Line {
    /// Adds what stands further to the right.
    pub fn join(&mut self, other: Line) {
        self.text.push(' ');
        self.text.push_str(&other.text);
        self.right = self.right.max(other.right);
    }
}

/// Characters drawn one after the other at one height and in one size.
#[derive(Clone, Copy, Debug)]
struct Fragment<'g> {
    glyphs: &'g [Glyph],
    y: f32,
    size: f32,
}

impl Fragment<'_> {
    fn left(&self) -> f32 {
        self.glyphs[0].x
    }

    fn right(&self) -> f32 {
        self.glyphs.iter().map(Glyph::end).fold(f32::MIN, f32::max)
    }
}

/// The rows of a page, from the top down.
pub(super) fn rows(glyphs: &[Glyph]) -> Vec<Row> {
    let mut fragments: Vec<Fragment<'_>> = glyphs
        .chunk_by(follows)
        .map(trim)
        .filter(|glyphs| !glyphs.is_empty())
        .map(|glyphs| Fragment { glyphs, y: glyphs[0].y, size: glyphs[0].size })
        .collect();
    fragments.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows = Vec::new();
    let mut from = 0;
    while from < fragments.len() {
        let mut main = fragments[from];
        let mut to = from + 1;
        // Raised marks come before what they are raised above.
        while to < fragments.len() && (fragments[to].y - main.y).abs() < 0.45 * main.size.max(fragments[to].size) {
            if main.glyphs.len() * usize::from(main.size <= fragments[to].size) < fragments[to].glyphs.len() {
                main = fragments[to];
            }
            to += 1;
        }
        let row = &mut fragments[from..to];
        row.sort_by(|a, b| a.left().total_cmp(&b.left()));
        rows.push(Row { y: main.y, size: main.size, cells: cells(row, &main) });
        from = to;
    }
    rows
}

/// Whether a character goes on where the one before it ends.
fn follows(before: &Glyph, glyph: &Glyph) -> bool {
    let size = before.size;
    let gap = glyph.x - before.end();
    (glyph.y - before.y).abs() < 0.05 * size
        && (glyph.size - size).abs() < 0.05 * size
        && -0.3 * size < gap
        && gap < GAP * size
}

/// Without the spaces at both ends, but not without the one that parts it from what follows.
fn trim(glyphs: &[Glyph]) -> &[Glyph] {
    let space = |glyph: &Glyph| glyph.character.is_whitespace();
    let start = glyphs.iter().take_while(|glyph| space(glyph)).count();
    let end = glyphs.len() - glyphs.iter().rev().take_while(|glyph| space(glyph)).count();
    glyphs.get(start..end.max(start)).unwrap_or(&[])
}

fn cells(row: &[Fragment<'_>], main: &Fragment<'_>) -> Vec<Line> {
    let mut cells = Vec::new();
    let (mut from, mut end) = (0, row[0].right());
    for place in 1..=row.len() {
        let wide = row.get(place).is_none_or(|next| GAP * main.size < next.left() - end);
        if wide {
            cells.push(cell(&row[from..place], main));
            from = place;
        }
        end = row.get(place).map_or(end, |next| end.max(next.right()));
    }
    cells
}

fn cell(fragments: &[Fragment<'_>], main: &Fragment<'_>) -> Line {
    let mut written: Vec<Written> = Vec::new();
    for fragment in fragments {
        let raised = fragment.size < SMALLER * main.size && HIGHER * main.size < main.y - fragment.y;
        for glyph in fragment.glyphs {
            let character = if raised { numeral::raise(glyph.character) } else { glyph.character };
            let glyph = Written { left: glyph.x, right: glyph.end(), size: glyph.size, character };
            if !written.last().is_some_and(|before| before.is_struck_twice(&glyph)) {
                written.push(glyph);
            }
        }
    }
    if written.iter().filter(|glyph| language::runs_leftwards(glyph.character)).count() * 2 > written.len() {
        turn(&mut written);
    }
    let (left, right) = (fragments[0].left(), fragments.iter().map(Fragment::right).fold(f32::MIN, f32::max));
    let (text, first_word) = spell(&written);
    Line { y: main.y, left, right, size: main.size, text, first_word }
}

/// A character of a line.
#[derive(Clone, Copy, Debug)]
struct Written {
    left: f32,
    right: f32,
    size: f32,
    character: char,
}

impl Written {
    /// Bold type is made by some programs by drawing every character twice.
    fn is_struck_twice(&self, next: &Written) -> bool {
        self.character == next.character && (next.left - self.left).abs() < 0.08 * self.size
    }
}

/// Puts a line that runs leftwards in the order in which it is read; figures and words of other scripts in it keep
/// theirs.
fn turn(written: &mut [Written]) {
    written.reverse();
    let rightwards = |glyph: &Written| glyph.character.is_alphanumeric() && !language::runs_leftwards(glyph.character);
    let mut from = 0;
    while from < written.len() {
        if !rightwards(&written[from]) {
            from += 1;
            continue;
        }
        let mut to = from + 1;
        // Marks within a figure or a symbol belong to it.
        while to < written.len() && !language::runs_leftwards(written[to].character) && written[to].character != ' ' {
            to += 1;
        }
        while !rightwards(&written[to - 1]) {
            to -= 1;
        }
        written[from..to].reverse();
        from = to;
    }
}

/// The text of a line, and how wide its first word is.
fn spell(written: &[Written]) -> (String, f32) {
    let mut text = String::with_capacity(written.len() + 8);
    let spaced = written.iter().any(|glyph| glyph.character == ' ');
    let space = if spaced { EXTRA_SPACE } else { SPACE };
    let mut first_word = None;
    for (place, glyph) in written.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| &written[before]);
        let gap = before.map_or(0.0, |before| (glyph.left - before.right).max(before.left - glyph.right));
        let wide = space * glyph.size.min(before.map_or(glyph.size, |b| b.size)) < gap;
        let alone =
            before.is_some_and(|b| language::stands_alone(b.character) && language::stands_alone(glyph.character));
        if glyph.character.is_whitespace() || wide && !alone {
            first_word = first_word.or(before.map(|before| (before.right - written[0].left).abs()));
            let blank = if glyph.character == '\u{a0}' { '\u{a0}' } else { ' ' };
            if !text.ends_with(char::is_whitespace) {
                text.push(blank);
            }
        }
        if !glyph.character.is_whitespace() && !glyph.character.is_control() {
            text.push(glyph.character);
        }
    }
    let whole = written.last().map_or(0.0, |last| (last.right - written[0].left).abs());
    (text.trim().to_owned(), first_word.unwrap_or(whole))
}
