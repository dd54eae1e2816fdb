//! Paragraphs: lines that belong together become one, over the ends of pages and columns.

use std::collections::HashSet;

use super::columns::Column;
use super::rows::Line;

/// A line that follows another at more than this many times the usual distance begins a paragraph.
const WIDE: f32 = 1.3;
/// How far a line is set in at the least to begin a paragraph, in sizes.
const INDENT: f32 = 0.8;
/// How far the first line of a paragraph is set in at the most, in sizes.
const DEEP: f32 = 8.0;
/// How far a line may begin from what stands behind the label of the line before if it hangs from that, in sizes.
const HANG: f32 = 0.3;
/// How much room a line leaves beyond the first word of the next at the least if its paragraph ends there, in sizes.
const ROOM: f32 = 1.0;

/// How much of the measure a line fills at the most that ends before a number, though that could go on with it.
const SHORT: f32 = 0.6;

/// How many characters of a word are looked at on either side of a hyphen.
const LONGEST: usize = 48;

/// The text of a document while it is put together.
#[derive(Default)]
pub(super) struct Paragraphs {
    pub text: String,
    /// Where the pages begin in the text.
    pub pages: Vec<usize>,
    /// The hyphens at the ends of lines: where they stand in the text.
    hyphens: Vec<usize>,
    /// Whether it is certain that words are cut at the ends of lines.
    hyphenated: bool,
    last: Option<Last>,
}

/// The line before.
struct Last {
    line: Line,
    /// Whether it is the first one of its paragraph.
    first: bool,
    /// How far it is below the line before it, if that is of the same paragraph and column.
    pitch: Option<f32>,
    edges: Edges,
}

/// What lines of a column have in common.
#[derive(Clone, Copy)]
struct Edges {
    left: f32,
    right: f32,
    /// How far lines stand apart, in sizes: the frequent distance, and the least that is no exception.
    pitch: f32,
    least: f32,
}

impl Edges {
    /// The margins of a column; the right one may be known from elsewhere on the page.
    fn of(column: &[Line], margin: Option<f32>) -> Self {
        let widest = column.iter().map(|line| line.right).fold(f32::MIN, f32::max);
        let half = (column.iter().map(|line| line.left).fold(f32::MAX, f32::min) + widest) / 2.0;
        // What begins in the right half, as in a masthead, tells nothing of the margins.
        let body = || column.iter().filter(|line| line.left < half);
        let left = most(body().map(|line| line.left)).unwrap_or(widest);
        let right = margin.or(right_margin(body().map(|line| line.right))).unwrap_or(widest);
        let pitches = column.windows(2).map(|pair| (pair[1].y - pair[0].y) / pair[0].size.max(1.0));
        let pitches = runs(pitches.filter(|pitch| 0.8 < *pitch && *pitch < 2.6));
        let longest = pitches.iter().map(|(count, _)| *count).max().unwrap_or(0);
        let least = |count: usize| pitches.iter().find(|run| count <= run.0).map(|(_, pitch)| *pitch);
        let pitch = least(longest.div_ceil(3)).unwrap_or(1.2);
        Edges { left, right, pitch, least: least(2).unwrap_or(pitch) }
    }
}

/// How far to the right lines reach, but for one or two that stand out.
pub(super) fn right_margin(ends: impl Iterator<Item = f32>) -> Option<f32> {
    let mut ends: Vec<f32> = ends.collect();
    ends.sort_by(|a, b| b.total_cmp(a));
    ends.get(ends.len().min(9) / 4).copied()
}

/// Whether two lines may be of one heading or paragraph.
fn alike(line: &Line, next: &Line) -> bool {
    (next.left - line.left).abs() < 1.0 && (next.size - line.size).abs() < 0.1 && next.y - line.y < 1.6 * line.size
}

/// How far to the right the lines of a block may reach: to the margin, or as far as the longest where a heading is set
/// in a narrower measure.
fn measure(block: &[Line], edges: Edges) -> impl Iterator<Item = f32> {
    let widest = block.iter().map(|line| line.right).fold(f32::MIN, f32::max);
    let long = 0.55 * (edges.right - edges.left) < widest - block[0].left;
    let right = if long && 1 < block.len() { widest.min(edges.right) } else { edges.right };
    block.iter().map(move |_| right)
}

/// The most frequent of some lengths, the smaller one of two that are as frequent.
fn most(lengths: impl Iterator<Item = f32>) -> Option<f32> {
    let runs = runs(lengths);
    let longest = runs.iter().map(|(count, _)| *count).max()?;
    runs.into_iter().find(|(count, _)| *count == longest).map(|(_, length)| length)
}

/// Lengths that are much the same: how many, and the least of them.
fn runs(lengths: impl Iterator<Item = f32>) -> Vec<(usize, f32)> {
    let mut lengths: Vec<f32> = lengths.collect();
    lengths.sort_by(f32::total_cmp);
    let runs = lengths.chunk_by(|a, b| b - a < 0.1 * a.abs().clamp(1.0, 10.0));
    runs.map(|run| (run.len(), run[0])).collect()
}

impl Paragraphs {
    /// Begins a page.
    pub fn page(&mut self) {
        self.pages.push(self.text.len());
    }

    /// Adds the lines of a column.
    pub fn column(&mut self, Column { lines: column, margin }: Column) {
        let edges = Edges::of(&column, margin);
        let measures: Vec<f32> = column.chunk_by(alike).flat_map(|block| measure(block, edges)).collect();
        for (place, (line, right)) in column.into_iter().zip(measures).enumerate() {
            self.line(line, Edges { right, ..edges }, place == 0);
        }
    }

    /// Adds a paragraph of its own, whose lines are known.
    pub fn paragraph(&mut self, lines: &[String]) {
        self.last = None;
        self.part();
        for (place, line) in lines.iter().enumerate() {
            if place != 0 {
                self.join(line);
            }
            self.text.push_str(line);
        }
    }

    fn line(&mut self, line: Line, edges: Edges, first_of_column: bool) {
        let parted = self.last.as_ref().is_none_or(|last| {
            if first_of_column { begins_column(last, &line, edges) } else { begins(last, &line, edges) }
        });
        if parted {
            self.part();
        } else {
            self.join(&line.text);
        }
        if first_of_column && !parted {
            // The page begins with the line, and not with the space before it.
            let at = self.text.len();
            self.pages.iter_mut().rev().take(1).filter(|start| **start + 1 == at).for_each(|start| *start = at);
        }
        self.text.push_str(&line.text);
        let above = self.last.as_ref().filter(|_| !parted && !first_of_column);
        let pitch = above.map(|above| line.y - above.line.y);
        self.last = Some(Last { line, first: parted, pitch, edges });
    }

    /// Gets the end of a line ready for the beginning of the next.
    fn join(&mut self, next: &str) {
        let inner = next.starts_with(char::is_alphanumeric);
        // Some programs cut words with a hyphen of their own, which no word has.
        if inner && self.text.ends_with('\u{2010}') {
            self.text.pop();
            self.text.push('-');
            self.hyphenated = true;
        }
        if self.text.ends_with('-') && inner {
            self.hyphens.push(self.text.len() - 1);
        } else if self.text.ends_with('\u{ad}') {
            self.text.pop();
        } else if !(runs_on(&self.text, next) || inner && ends_in_range(&self.text) || self.text.ends_with(['(', '[']))
        {
            self.text.push(' ');
        }
    }

    /// Parts two paragraphs; a page that has begun begins with the second.
    fn part(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let before = self.text.len();
        self.text.push_str("\n\n");
        self.pages.iter_mut().rev().take_while(|start| **start == before).for_each(|start| *start = before + 2);
    }

    /// The text, with words that were cut at the ends of lines whole again, and where its pages begin.
    pub fn finish(mut self) -> (String, Vec<usize>) {
        let cuts = cuts(&self.text, &self.hyphens, self.hyphenated);
        let mut text = String::with_capacity(self.text.len());
        let mut from = 0;
        for cut in &cuts {
            text.push_str(&self.text[from..*cut]);
            from = cut + 1;
        }
        text.push_str(&self.text[from..]);
        for start in &mut self.pages {
            *start -= cuts.partition_point(|cut| cut < start);
        }
        (text, self.pages)
    }
}

/// Whether a line begins a paragraph, as it stands below another.
fn begins(last: &Last, line: &Line, edges: Edges) -> bool {
    let before = &last.line;
    let size = before.size.max(line.size);
    // A line beside another, or above it, is none that follows.
    if line.y <= before.y + 0.3 * size || 0.1 * size < (line.size - before.size).abs() {
        return true;
    }
    let usual = edges.pitch.max(1.0) * size;
    if WIDE * last.pitch.map_or(usual, |pitch| pitch.clamp(size, usual)) < line.y - before.y {
        let too_wide = 2.0 * WIDE * edges.pitch * size < line.y - before.y;
        return too_wide || !goes_on(before, line) || has_room(before, line, last.edges.right);
    }
    let step = line.left - before.left;
    if INDENT * size < step {
        // The first line of a list may hang out to the left of the others.
        return !(last.first && hangs(before, line)) || has_room(before, line, last.edges.right);
    }
    if step < -INDENT * size && (!last.first || step < -DEEP * size) {
        return true;
    }
    let labelled = label(&line.text).is_some();
    let inner = line.text.starts_with(char::is_lowercase);
    let loose = WIDE * edges.least.max(1.0) * size < line.y - before.y;
    if labelled && (loose || ends(&before.text)) || loose && (closes(&before.text) || !inner && ends(&before.text)) {
        return true;
    }
    has_room(before, line, last.edges.right) && (is_short(before, line, last.edges) || !goes_on(before, line))
}

/// Whether the first line of a column or page begins a paragraph.
fn begins_column(last: &Last, line: &Line, edges: Edges) -> bool {
    let before = &last.line;
    if 0.1 * before.size.max(line.size) < (line.size - before.size).abs() {
        return true;
    }
    let indented = INDENT * line.size < line.left - edges.left;
    if label(&line.text).is_some() && (ends(&before.text) || indented) {
        return true;
    }
    if goes_on(before, line) {
        return false;
    }
    indented || closes(&before.text) || has_room(before, line, last.edges.right)
}

/// Whether the words alone say that a sentence goes on.
fn goes_on(before: &Line, line: &Line) -> bool {
    let inner = line.text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    inner && label(&line.text).is_none() && !is_numbered_title(&line.text) && !ends(&before.text)
}

/// Whether a line begins with the number of a resolution, as `78/133.`
fn is_numbered_title(text: &str) -> bool {
    let number = text.split(' ').next().and_then(|word| word.strip_suffix('.')?.split_once('/'));
    number.is_some_and(|(session, number)| {
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        digits(session) && number.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether a line is a short one below which another begins with a number, as the day of a meeting.
fn is_short(before: &Line, line: &Line, edges: Edges) -> bool {
    let number = line.text.starts_with(|c: char| c.is_ascii_digit());
    number && before.right + line.first_word < edges.left + SHORT * (edges.right - edges.left)
}

/// Whether the first word of a line would have had room in the one before.
fn has_room(before: &Line, line: &Line, right: f32) -> bool {
    line.first_word + ROOM * line.size < right - before.right
}

/// Whether a text is at its end here, as far as its last mark tells.
fn closes(text: &str) -> bool {
    text.trim_end_matches(super::is_note_mark).ends_with(['.', ';', ':'])
}

/// Whether a text can end here, or a part of a sentence that is set in a line of its own.
fn ends(text: &str) -> bool {
    text.trim_end_matches(super::is_note_mark)
        .ends_with(['.', ';', ':', ',', '!', '?', '\u{61b}', '\u{60c}', '\u{ff1b}', '\u{3002}', '\u{ff0c}'])
}

/// Whether a line begins with a number, a letter or a dash, and the next one below what stands behind it.
fn hangs(before: &Line, line: &Line) -> bool {
    let first = before.text.split_whitespace().next().unwrap_or("");
    let labelled = first.len() <= 12 && first.ends_with(['.', ')']) || first.starts_with(['\u{2022}', '\u{2013}', '-']);
    labelled && before.second_word.is_some_and(|body| (line.left - body).abs() < HANG * line.size)
}

/// The number or letter that a line begins with: `12.`, `(a)`, `iv)`.
fn label(text: &str) -> Option<&str> {
    let (label, _) = text.split_once([' ', '\u{a0}'])?;
    let bare = label.strip_suffix('.').or(label.strip_suffix(')'))?.trim_start_matches('(');
    let number = bare.len() <= 3 && bare.bytes().all(|byte| byte.is_ascii_digit());
    let letters = bare.len() <= 5 && bare.bytes().all(|byte| byte.is_ascii_lowercase()) && label.ends_with(')');
    (!bare.is_empty() && (number || letters)).then_some(label)
}

/// Whether two lines meet without a space: in scripts that write none.
fn runs_on(before: &str, after: &str) -> bool {
    let alone = |character: Option<char>| {
        let wide_mark = |c| matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}');
        character.is_some_and(|c| crate::language::stands_alone(c) || wide_mark(c))
    };
    alone(before.chars().next_back()) || alone(after.chars().next())
}

/// Whether a text ends with a dash that stands without spaces, as between two years.
fn ends_in_range(text: &str) -> bool {
    text.strip_suffix(['\u{2013}', '\u{2011}', '/']).is_some_and(|before| before.ends_with(char::is_alphanumeric))
}

/// The hyphens at the ends of lines that only cut a word.
fn cuts(text: &str, hyphens: &[usize], hyphenated: bool) -> Vec<usize> {
    if hyphens.is_empty() {
        return Vec::new();
    }
    let words = Words::of(text, hyphens);
    // A line holds about a dozen words, one of which is its last: compounds alone would bring about fewer hyphens.
    let many = 2 + words.compounds / 8 < hyphens.len();
    let hyphenated = hyphenated || many || hyphens.iter().any(|at| words.is_whole_elsewhere(Halves::of(text, *at)));
    hyphens.iter().copied().filter(|at| words.is_cut(Halves::of(text, *at), hyphenated)).collect()
}

/// What stands before and behind a hyphen, up to what is no part of a word.
#[derive(Clone, Copy)]
struct Halves<'t> {
    before: &'t str,
    after: &'t str,
}

impl<'t> Halves<'t> {
    fn of(text: &'t str, at: usize) -> Self {
        let outside = |c: char| !c.is_alphanumeric() && c != '-';
        let inside = |(_, c): &(usize, char)| !outside(*c);
        let first = text[..at].char_indices().rev().take(LONGEST).take_while(inside).last();
        let last = text[at + 1..].char_indices().take(LONGEST).take_while(inside).last();
        let before = &text[first.map_or(at, |(start, _)| start)..at];
        let after = &text[at + 1..at + 1 + last.map_or(0, |(start, c)| start + c.len_utf8())];
        Halves { before, after }
    }

    /// The words that meet at the hyphen: halves may be compounds themselves.
    fn inner(self) -> (String, String) {
        let before = self.before.rsplit('-').next().unwrap_or("");
        let after = self.after.split('-').next().unwrap_or("");
        (before.to_lowercase(), after.to_lowercase())
    }
}

/// How words are written in a text, apart from those at the ends of lines.
#[derive(Default)]
struct Words {
    /// Words, compounds and the parts of these.
    known: HashSet<String>,
    /// The parts of compounds that have a part behind them, and before them.
    first: HashSet<String>,
    last: HashSet<String>,
    compounds: usize,
}

impl Words {
    fn of(text: &str, hyphens: &[usize]) -> Self {
        let mut words = Words::default();
        let at_end: HashSet<usize> = hyphens.iter().copied().collect();
        for word in text.split(|c: char| !c.is_alphanumeric() && c != '-') {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            if !word.match_indices('-').any(|(at, _)| at_end.contains(&(start + at))) {
                words.add(word.trim_matches('-').to_lowercase());
            }
        }
        words
    }

    fn add(&mut self, word: String) {
        let parts: Vec<&str> = word.split('-').collect();
        if let [first @ .., last] = &parts[..]
            && !first.is_empty()
        {
            self.compounds += 1;
            self.first.extend(first.iter().map(|part| (*part).to_owned()));
            self.last.extend(parts[1..].iter().map(|part| (*part).to_owned()));
            self.known.insert((*last).to_owned());
            self.known.extend(first.iter().map(|part| (*part).to_owned()));
        }
        self.known.insert(word);
    }

    fn is_compound_elsewhere(&self, halves: Halves<'_>) -> bool {
        self.known.contains(&format!("{}-{}", halves.before, halves.after).to_lowercase())
    }

    fn is_whole_elsewhere(&self, halves: Halves<'_>) -> bool {
        self.known.contains(&format!("{}{}", halves.before, halves.after).to_lowercase())
    }

    /// Whether a hyphen only cuts a word: how else the word is written in the text tells; if it is nowhere else,
    /// whether its parts are words or stand in other compounds, and whether lines end with cut words at all.
    fn is_cut(&self, halves: Halves<'_>, hyphenated: bool) -> bool {
        if self.is_whole_elsewhere(halves) {
            return true;
        }
        if !hyphenated || self.is_compound_elsewhere(halves) || !halves.after.starts_with(char::is_lowercase) {
            return false;
        }
        let (before, after) = halves.inner();
        let (known_before, known_after) = (self.known.contains(&before), self.known.contains(&after));
        let compound = self.first.contains(&before)
            || known_before && (known_after || halves.before.contains('-') || self.last.contains(&after));
        !compound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cut_at_ends_of_lines_are_whole_again() {
        let text = "recommandations, recomman-dations, sous des mesures sous-régionales";
        let hyphen = text.find("-d").unwrap();
        assert_eq!(cuts(text, &[hyphen], false), [hyphen]);
        let kept = text.find("-r").unwrap();
        assert_eq!(cuts(text, &[kept], false), [0; 0]);
    }

    #[test]
    fn labels_are_told_from_words() {
        for (line, expected) in [
            ("12. Prie", Some("12.")),
            ("(a) To do", Some("(a)")),
            ("iv) Faire", Some("iv)")),
            ("2030. Then", None),
            ("pour) cela", Some("pour)")),
            ("A/80/L.4 of", None),
        ] {
            assert_eq!(label(line), expected, "{line}");
        }
    }
}
