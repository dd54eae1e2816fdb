//! Paragraphs: lines that belong together become one, over the ends of pages and columns.

use std::collections::HashSet;

use super::rows::Line;

/// A line that follows another at more than this many times the usual distance begins a paragraph.
const WIDE: f32 = 1.3;
/// How far a line is set in at the least to begin a paragraph, in sizes.
const INDENT: f32 = 0.8;
/// How far the first line of a paragraph is set in at the most, in sizes.
const DEEP: f32 = 8.0;
/// How much room a line leaves beyond the first word of the next at the least if its paragraph ends there, in sizes.
const ROOM: f32 = 1.0;

/// The text of a document while it is put together.
#[derive(Default)]
pub(super) struct Paragraphs {
    pub text: String,
    /// Where the pages begin in the text.
    pub pages: Vec<usize>,
    /// The hyphens at the ends of lines: where they stand in the text.
    hyphens: Vec<usize>,
    last: Option<Last>,
}

/// The line before.
struct Last {
    line: Line,
    /// Whether it is the first one of its paragraph.
    first: bool,
    edges: Edges,
}

/// What lines of a column have in common.
#[derive(Clone, Copy)]
struct Edges {
    left: f32,
    right: f32,
    pitch: f32,
}

impl Edges {
    fn of(column: &[Line]) -> Self {
        let widest = column.iter().map(|line| line.right).fold(f32::MIN, f32::max);
        let half = (column.iter().map(|line| line.left).fold(f32::MAX, f32::min) + widest) / 2.0;
        // What begins in the right half, as in a masthead, tells nothing of the margins.
        let body = || column.iter().filter(|line| line.left < half);
        let left = most(body().map(|line| line.left)).unwrap_or(widest);
        let mut rights: Vec<f32> = body().map(|line| line.right).collect();
        rights.sort_by(|a, b| b.total_cmp(a));
        // One or two lines may stand out.
        let right = rights.get(rights.len().min(9) / 4).copied().unwrap_or(widest);
        let pitches = column.windows(2).map(|pair| (pair[1].y - pair[0].y) / pair[0].size.max(1.0));
        let pitch = most(pitches.filter(|pitch| 0.8 < *pitch && *pitch < 2.6)).unwrap_or(1.2);
        Edges { left, right, pitch }
    }
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
    let mut lengths: Vec<f32> = lengths.collect();
    lengths.sort_by(f32::total_cmp);
    let mut best: Option<(usize, f32)> = None;
    for run in lengths.chunk_by(|a, b| b - a < 0.1 * a.abs().clamp(1.0, 10.0)) {
        if best.is_none_or(|(count, _)| count < run.len()) {
            best = Some((run.len(), run[0]));
        }
    }
    best.map(|(_, length)| length)
}

impl Paragraphs {
    /// Begins a page.
    pub fn page(&mut self) {
        self.pages.push(self.text.len());
    }

    /// Adds the lines of a column.
    pub fn column(&mut self, column: Vec<Line>) {
        let edges = Edges::of(&column);
        let measures: Vec<f32> = column.chunk_by(alike).flat_map(|block| measure(block, edges)).collect();
        for (place, (line, right)) in column.into_iter().zip(measures).enumerate() {
            self.line(line, Edges { right, ..edges }, place == 0);
        }
    }

    /// Adds a paragraph of its own.
    pub fn paragraph(&mut self, text: &str) {
        self.last = None;
        self.part();
        self.text.push_str(text);
    }

    fn line(&mut self, line: Line, edges: Edges, first_of_column: bool) {
        let parted = self.last.as_ref().is_none_or(|last| {
            if first_of_column { begins_column(last, &line, edges) } else { begins(last, &line, edges) }
        });
        if parted {
            self.part();
        } else if self.text.ends_with('-') && line.text.starts_with(char::is_alphanumeric) {
            self.hyphens.push(self.text.len() - 1);
        } else if self.text.ends_with('\u{ad}') {
            self.text.pop();
        } else if !runs_on(&self.text, &line.text) {
            self.text.push(' ');
        }
        if first_of_column && !parted {
            // The page begins with the line, and not with the space before it.
            let at = self.text.len();
            self.pages.iter_mut().rev().take(1).filter(|start| **start + 1 == at).for_each(|start| *start = at);
        }
        self.text.push_str(&line.text);
        self.last = Some(Last { line, first: parted, edges });
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
        let cuts = cuts(&self.text, &self.hyphens);
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
    if WIDE * edges.pitch.max(1.0) * size < line.y - before.y {
        return !goes_on(before, line) || 2.0 * WIDE * edges.pitch * size < line.y - before.y;
    }
    let step = line.left - before.left;
    if INDENT * size < step {
        // The first line of a list may hang out to the left of the others.
        return !(last.first && hangs(before));
    }
    if step < -INDENT * size && (!last.first || step < -DEEP * size) {
        return true;
    }
    if label(&line.text).is_some() && ends(&before.text) {
        return true;
    }
    has_room(before, line, last.edges.right) && !goes_on(before, line)
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
    let terminated = before.text.trim_end_matches(super::is_note_mark).ends_with(['.', ';', ':']);
    indented || terminated || has_room(before, line, last.edges.right)
}

/// Whether the words alone say that a sentence goes on.
fn goes_on(before: &Line, line: &Line) -> bool {
    let inner = line.text.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit());
    inner && label(&line.text).is_none() && !ends(&before.text)
}

/// Whether the first word of a line would have had room in the one before.
fn has_room(before: &Line, line: &Line, right: f32) -> bool {
    line.first_word + ROOM * line.size < right - before.right
}

/// Whether a text can end here, or a part of a sentence that is set in a line of its own.
fn ends(text: &str) -> bool {
    text.trim_end_matches(super::is_note_mark)
        .ends_with(['.', ';', ':', ',', '!', '?', '\u{61b}', '\u{60c}', '\u{ff1b}', '\u{3002}', '\u{ff0c}'])
}

/// Whether a line begins with a number or letter behind which its paragraph is set in.
fn hangs(line: &Line) -> bool {
    let first = line.text.split_whitespace().next().unwrap_or("");
    first.len() <= 12 && first.ends_with(['.', ')']) || first.starts_with(['\u{2022}', '\u{2013}', '-'])
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
    let alone = |character: Option<char>| character.is_some_and(crate::language::stands_alone);
    alone(before.chars().next_back()) && alone(after.chars().next())
}

/// The hyphens at the ends of lines that only cut a word.
///
/// The text itself tells: how else a word is written in it; if it is nowhere else, whether its parts are words; and at
/// last whether lines end with hyphens more often than the compounds of the text would bring about.
fn cuts(text: &str, hyphens: &[usize]) -> Vec<usize> {
    if hyphens.is_empty() {
        return Vec::new();
    }
    let at_end: HashSet<usize> = hyphens.iter().copied().collect();
    let mut words: HashSet<String> = HashSet::new();
    let mut compounds = 0;
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '-') {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let inner = word.match_indices('-').map(|(at, _)| start + at).any(|at| at_end.contains(&at));
        if !inner {
            let whole = word.trim_matches('-').to_lowercase();
            compounds += usize::from(whole.contains('-'));
            words.extend(whole.split('-').map(str::to_owned));
            words.insert(whole);
        }
    }
    // A line holds about a dozen words, one of which is its last.
    let hyphenated = 2 + compounds / 4 < hyphens.len();
    let cut = |at: usize| {
        let part = |c: char| !c.is_alphanumeric() && c != '-';
        let before = text[..at].rsplit(part).next().unwrap_or("").to_lowercase();
        let after = text[at + 1..].split(part).next().unwrap_or("").to_lowercase();
        if words.contains(&format!("{before}{after}")) {
            return true;
        }
        if words.contains(&format!("{before}-{after}")) || !text[at + 1..].starts_with(char::is_lowercase) {
            return false;
        }
        // The parts of a compound are words.
        match (words.contains(&before), words.contains(&after)) {
            (false, false) => true,
            (true, true) => false,
            _ => hyphenated,
        }
    };
    hyphens.iter().copied().filter(|at| cut(*at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cut_at_ends_of_lines_are_whole_again() {
        let text = "recommandations, recomman-dations, sous des mesures sous-régionales";
        let hyphen = text.find("-d").unwrap();
        assert_eq!(cuts(text, &[hyphen]), [hyphen]);
        let kept = text.find("-r").unwrap();
        assert_eq!(cuts(text, &[kept]), [0; 0]);
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
