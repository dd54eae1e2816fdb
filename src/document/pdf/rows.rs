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
    /// Whether it runs from right to left.
    pub leftwards: bool,
    /// Where its second word begins, below which the next line may begin if the first one is a label.
    pub second_word: Option<f32>,
}

/// How far apart two words may be that belong to one stretch, in sizes.
const GAP: f32 = 0.9;
/// How wide a space is at the least where spaces are not written.
const SPACE: f32 = 0.17;
/// The same where they are, so that a gap is rather the work of justifying.
const EXTRA_SPACE: f32 = 0.25;
/// How many pairs of letters a line has at the least that is set with its letters apart.
const TRACKED: usize = 4;
/// What is left of an accent that was set onto its letter.
const SET: char = '\0';
/// How much smaller than its row a raised mark is at the least.
const SMALLER: f32 = 0.85;
/// How much higher than its row a raised mark stands at the least, in sizes.
const HIGHER: f32 = 0.12;
/// The same at the most.
const HIGHEST: f32 = 0.8;

impl Row {
    /// The words of all cells.
    pub fn text(&self) -> String {
        self.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    pub fn left(&self) -> f32 {
        self.cells[0].left
    }

    pub fn right(&self) -> f32 {
        self.cells[self.cells.len() - 1].right
    }
}

impl Line {
    /// Adds what stands further to the right.
    pub fn join(&mut self, other: Line) {
        self.second_word = self.second_word.or(Some(other.left));
        self.text.push(' ');
        self.text.push_str(&other.text);
        self.right = self.right.max(other.right);
    }
}

/// Looks at the rows of a page that is read from right to left as in a mirror, so that it is like all others.
///
/// Such pages are told by most of their lines; others stay as they are.
pub(super) fn mirror(rows: &mut [Row], width: f32) -> bool {
    let (mut leftwards, mut all) = (0, 0);
    for cell in rows.iter().flat_map(|row| &row.cells) {
        all += cell.text.len();
        leftwards += cell.text.len() * usize::from(cell.leftwards);
    }
    let mirrored = all < leftwards * 2;
    for row in rows.iter_mut().filter(|_| mirrored) {
        row.cells.reverse();
        for cell in &mut row.cells {
            (cell.left, cell.right) = (width - cell.right, width - cell.left);
            cell.second_word = None;
        }
    }
    mirrored
}

/// Characters drawn one after the other at one height and in one size.
#[derive(Clone, Copy, Debug)]
struct Fragment<'g> {
    glyphs: &'g [Glyph],
    /// The height of its line, which for a raised mark is that of the text before it.
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

    /// Whether it is a mark that is raised above the line of a fragment.
    fn is_raised_above(&self, line: &Fragment<'_>) -> bool {
        let rise = (line.y - self.glyphs[0].y) / line.size;
        self.is_mark() && self.size < SMALLER * line.size && HIGHER < rise && rise < HIGHEST
    }

    /// Whether it rather than another says at which height and in which size a row is set: it is larger, or longer.
    fn outweighs(&self, other: &Fragment<'_>) -> bool {
        let larger = other.size < SMALLER * self.size;
        larger || SMALLER * other.size <= self.size && other.glyphs.len() < self.glyphs.len()
    }

    /// Whether it could be the mark of a note, or of several.
    fn is_mark(&self) -> bool {
        let of_mark = |c: char| c.is_ascii_digit() || matches!(c, ',' | '*' | ' ' | '\u{2013}' | '-' | '(' | ')');
        self.glyphs.iter().all(|glyph| of_mark(glyph.character))
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
    // Beside a column of other lines, a mark may be nearer to one of these.
    for place in 1..fragments.len() {
        let (before, mark) = (fragments[place - 1], &mut fragments[place]);
        if mark.is_raised_above(&before) && (mark.left() - before.right()).abs() < GAP * before.size {
            mark.y = before.y;
        }
    }
    fragments.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows = Vec::new();
    let mut from = 0;
    while from < fragments.len() {
        let mut main = fragments[from];
        let mut to = from + 1;
        // Raised marks come before what they are raised above.
        while to < fragments.len() && (fragments[to].y - main.y).abs() < 0.45 * main.size.max(fragments[to].size) {
            if fragments[to].outweighs(&main) {
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
            cells.push(cell(&row[from..place]));
            from = place;
        }
        end = row.get(place).map_or(end, |next| end.max(next.right()));
    }
    cells
}

fn cell(fragments: &[Fragment<'_>]) -> Line {
    // The longest of the largest ones.
    let main = fragments.iter().max_by(|a, b| a.size.total_cmp(&b.size).then(a.glyphs.len().cmp(&b.glyphs.len())));
    let main = main.unwrap_or(&fragments[0]);
    let mut written: Vec<Written> = Vec::new();
    for fragment in fragments {
        let raised = fragment.is_raised_above(main);
        for glyph in fragment.glyphs {
            let character = if raised { numeral::raise(glyph.character) } else { glyph.character };
            let glyph = Written { left: glyph.x, right: glyph.end(), size: glyph.size, character };
            if !written.last().is_some_and(|before| before.is_struck_twice(&glyph)) {
                written.push(glyph);
            }
        }
    }
    set_accents(&mut written);
    let count = |of: fn(char) -> bool| written.iter().filter(|glyph| of(glyph.character)).count();
    // Figures are written in the same way in every line.
    let leftwards = count(char::is_alphabetic) < count(language::runs_leftwards) * 2;
    if leftwards {
        written = turned(&written);
    }
    let (left, right) = (fragments[0].left(), fragments.iter().map(Fragment::right).fold(f32::MIN, f32::max));
    let (text, first_word, second_word) = spell(&written);
    Line { y: main.y, left, right, size: main.size, text, first_word, leftwards, second_word }
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
    /// How far it is from the next, whichever way the line runs.
    fn gap(&self, next: &Written) -> f32 {
        (next.left - self.right).max(self.left - next.right)
    }

    /// Bold type is made by some programs by drawing every character twice.
    fn is_struck_twice(&self, next: &Written) -> bool {
        self.character == next.character && (next.left - self.left).abs() < 0.08 * self.size
    }
}

/// Puts accents that are drawn by themselves onto the letters that they stand over.
fn set_accents(written: &mut Vec<Written>) {
    if !written.iter().any(|glyph| combining(glyph.character).is_some()) {
        return;
    }
    written.sort_by(|a, b| a.left.total_cmp(&b.left));
    for at in 0..written.len() {
        let Some(accent) = combining(written[at].character) else { continue };
        let middle = (written[at].left + written[at].right) / 2.0;
        let letter = [at.wrapping_sub(1), at + 1].into_iter().find_map(|place| {
            let letter = written.get(place).filter(|letter| letter.left < middle && middle < letter.right)?;
            Some((place, compose(letter.character, accent)?))
        });
        if let Some((place, accented)) = letter {
            written[place].character = accented;
            written[at].character = SET;
        }
    }
    written.retain(|glyph| glyph.character != SET);
}

/// A letter with an accent; the letter *i* has lost its dot to it.
fn compose(letter: char, accent: char) -> Option<char> {
    unicode_normalization::char::compose(if letter == '\u{131}' { 'i' } else { letter }, accent)
}

/// The accent of a letter that a sign of its own shows.
fn combining(sign: char) -> Option<char> {
    Some(match sign {
        '`' => '\u{300}',
        '\u{b4}' => '\u{301}',
        '^' | '\u{2c6}' => '\u{302}',
        '~' | '\u{2dc}' => '\u{303}',
        '\u{af}' => '\u{304}',
        '\u{2d8}' => '\u{306}',
        '\u{2d9}' => '\u{307}',
        '\u{a8}' => '\u{308}',
        '\u{2da}' => '\u{30a}',
        '\u{2dd}' => '\u{30b}',
        '\u{2c7}' => '\u{30c}',
        '\u{b8}' => '\u{327}',
        '\u{2db}' => '\u{328}',
        _ => return None,
    })
}

/// A line that runs leftwards in the order in which it is read; figures and words of other scripts in it keep theirs.
fn turned(written: &[Written]) -> Vec<Written> {
    let mut turned = with_spaces(written);
    turned.reverse();
    let rightwards = |glyph: &Written| glyph.character.is_alphanumeric() && !language::runs_leftwards(glyph.character);
    let mut from = 0;
    while from < turned.len() {
        if !rightwards(&turned[from]) {
            from += 1;
            continue;
        }
        let mut to = from + 1;
        // Marks within a figure or a symbol belong to it.
        while to < turned.len() && !language::runs_leftwards(turned[to].character) && turned[to].character != ' ' {
            to += 1;
        }
        while !rightwards(&turned[to - 1]) {
            to -= 1;
        }
        turned[from..to].reverse();
        from = to;
    }
    // Neighbours are none any more: as if the line was written in this order.
    let mut end = 0.0;
    for glyph in &mut turned {
        (glyph.left, glyph.right) = (end, end + (glyph.right - glyph.left));
        end = glyph.right;
    }
    turned
}

/// The characters of a line with a space wherever they are apart.
fn with_spaces(written: &[Written]) -> Vec<Written> {
    let mut spaced: Vec<Written> = Vec::with_capacity(written.len() + 8);
    for glyph in written {
        if let Some(before) = spaced.last().copied()
            && SPACE * glyph.size.min(before.size) < before.gap(glyph)
            && ![before, *glyph].iter().any(|glyph| glyph.character.is_whitespace())
        {
            spaced.push(Written { left: before.right, right: glyph.left, character: ' ', ..*glyph });
        }
        spaced.push(*glyph);
    }
    spaced
}

/// How far apart the letters of a line are set: nothing, unless most of them are as far apart as words.
fn tracking(written: &[Written]) -> f32 {
    let letters = |pair: &&[Written]| pair.iter().all(|glyph| !glyph.character.is_whitespace());
    let apart = |pair: &[Written]| SPACE * pair[0].size < pair[0].gap(&pair[1]);
    let (mut pairs, mut wide) = (0, 0);
    for pair in written.windows(2).filter(letters) {
        pairs += 1;
        wide += usize::from(apart(pair));
    }
    if pairs < TRACKED || wide * 4 < pairs * 3 {
        return 0.0;
    }
    let mut gaps: Vec<f32> = written.windows(2).filter(letters).map(|pair| pair[0].gap(&pair[1])).collect();
    gaps.sort_by(f32::total_cmp);
    gaps[gaps.len() / 2]
}

/// The letters of a ligature.
fn ligature(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

/// Whether two characters need no space, as those of scripts that write none, or such a one and a figure beside it.
fn meet(before: &Written, glyph: &Written) -> bool {
    let alone = [before, glyph].map(|glyph| language::stands_alone(glyph.character));
    let near = before.gap(glyph) < 0.5 * glyph.size;
    alone == [true, true] || near && alone.contains(&true)
}

/// The text of a line, how wide its first word is, and where the second one begins.
fn spell(written: &[Written]) -> (String, f32, Option<f32>) {
    let mut text = String::with_capacity(written.len() + 8);
    let spaced = written.iter().any(|glyph| glyph.character == ' ');
    let space = if spaced { EXTRA_SPACE } else { SPACE };
    let tracking = tracking(written);
    let (mut first_word, mut second_word) = (None, None);
    for (place, glyph) in written.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| &written[before]);
        let gap = before.map_or(0.0, |before| before.gap(glyph));
        let wide = space * glyph.size.min(before.map_or(glyph.size, |b| b.size)) < gap - tracking;
        let alone = before.is_some_and(|before| meet(before, glyph));
        if glyph.character.is_whitespace() || wide && !alone {
            let blank = if glyph.character == '\u{a0}' { '\u{a0}' } else { ' ' };
            let breaks = blank == ' ' && first_word.is_none();
            first_word = first_word.or(before.filter(|_| breaks).map(|before| (before.right - written[0].left).abs()));
            if !text.ends_with(char::is_whitespace) {
                text.push(blank);
            }
        }
        if numeral::is_raised(glyph.character) {
            // A mark belongs to the word before it, however far justifying has moved it.
            text.truncate(text.trim_end().len());
        }
        if !glyph.character.is_whitespace() && !glyph.character.is_control() {
            second_word = second_word.or(first_word.map(|_| glyph.left));
            match ligature(glyph.character) {
                Some(letters) => text.push_str(letters),
                None => text.push(glyph.character),
            }
        }
    }
    let whole = written.last().map_or(0.0, |last| (last.right - written[0].left).abs());
    (text.trim().to_owned(), first_word.unwrap_or(whole), second_word)
}
