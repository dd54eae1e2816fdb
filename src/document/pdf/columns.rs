//! Columns: rows of a page become lines in the order in which they are read.

use super::rows::{Line, Row};

/// How many rows must have text on both sides of a gutter.
const ROWS: usize = 4;
/// In how many rows a gutter may first be seen.
const SEEDS: usize = 3;
/// How many rows a column may have.
const FURTHEST: usize = 400;
/// How much of the width of the text a column takes up at the least.
const COLUMN: f32 = 0.2;
/// How far apart parts of a row are that have nothing to do with each other, in sizes.
const APART: f32 = 3.0;

/// The lines of a page, in columns of text one after the other.
pub(super) fn lines(rows: Vec<Row>) -> Vec<Vec<Line>> {
    let left = rows.iter().map(Row::left).fold(f32::MAX, f32::min);
    let right = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.right).fold(f32::MIN, f32::max);
    let least = COLUMN * (right - left);
    let mut blocks: Vec<Vec<Line>> = Vec::new();
    let mut plain: Vec<Line> = Vec::new();
    let mut rows = rows;
    let mut at = 0;
    while at < rows.len() {
        match gutter(&rows[at..], least) {
            Some((count, middle)) => {
                blocks.push(std::mem::take(&mut plain));
                let (mut first, mut second) = (Vec::new(), Vec::new());
                for row in &mut rows[at..at + count] {
                    let (before, after): (Vec<Line>, Vec<Line>) =
                        std::mem::take(&mut row.cells).into_iter().partition(|cell| cell.right <= middle);
                    first.extend(joined(before));
                    second.extend(joined(after));
                }
                blocks.extend([first, second]);
                at += count;
            }
            None => {
                plain.extend(apart(&mut rows[at]));
                at += 1;
            }
        }
    }
    blocks.push(plain);
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// How many rows from the first on share a gutter, and where it is; any gap in the first rows may be part of it.
fn gutter(rows: &[Row], least: f32) -> Option<(usize, f32)> {
    let gaps = rows.iter().take(SEEDS).flat_map(|row| row.cells.windows(2)).map(|pair| (pair[0].right, pair[1].left));
    gaps.filter_map(|gap| along(gap, rows, least)).max_by_key(|(count, _)| *count)
}

/// How many rows leave a part of a gap free that has columns of text on both sides, and the middle of that part.
fn along((mut from, mut to): (f32, f32), rows: &[Row], least: f32) -> Option<(usize, f32)> {
    let (mut count, mut both) = (0, 0);
    let (mut widths, mut lefts) = ([0.0_f32; 2], [f32::MAX; 2]);
    for row in rows.iter().take(FURTHEST) {
        // Every row must leave a part of the gutter free.
        let before = row.cells.iter().map(|cell| cell.right).filter(|right| *right < to).fold(from, f32::max);
        let after = row.cells.iter().map(|cell| cell.left).filter(|left| from < *left).fold(to, f32::min);
        let free = row.cells.iter().all(|cell| cell.right <= before || after <= cell.left);
        if !free || after - before < row.size * 0.8 {
            break;
        }
        (from, to) = (before, after);
        let sides: Vec<usize> = row.cells.iter().map(|cell| usize::from(to <= cell.left)).collect();
        both += usize::from(sides.contains(&0) && sides.contains(&1));
        for (cell, side) in row.cells.iter().zip(sides) {
            lefts[side] = lefts[side].min(cell.left);
            widths[side] = widths[side].max(cell.right - lefts[side]);
        }
        count += 1;
    }
    (ROWS <= both && widths.iter().all(|width| least < *width)).then_some((count, (from + to) / 2.0))
}

/// A row of one column: its cells are one line.
fn joined(cells: Vec<Line>) -> Option<Line> {
    cells.into_iter().reduce(|mut line, cell| {
        line.join(cell);
        line
    })
}

/// A row outside of columns: what follows a number is more of its line, what is far off is a line of its own.
fn apart(row: &mut Row) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for cell in std::mem::take(&mut row.cells) {
        match lines.last_mut() {
            Some(line) if is_label(&line.text) || cell.left - line.right < APART * row.size => line.join(cell),
            _ => lines.push(cell),
        }
    }
    lines
}

/// `3.`, `(a)`, `iv)`, `78/133.`, `II.`: what begins a paragraph and has a gap behind it.
fn is_label(text: &str) -> bool {
    text.len() <= 12 && !text.contains(' ') && text.ends_with(['.', ')', '\u{2013}', '-', '\u{2022}'])
}
