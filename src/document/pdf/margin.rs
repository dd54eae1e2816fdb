//! Numbers of lines, which drafts have in the margin.

use super::Sheet;
use super::rows::{Line, Row};

/// How many numbers a page has at the least.
const NUMBERS: usize = 4;
/// How many digits a number has at the most.
const DIGITS: usize = 5;

/// A margin: that of the first or of the last cell of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// Takes the numbers of lines out of the margins of the pages: outside of all text, and growing with the rows.
pub(super) fn strip(sheets: &mut [Sheet]) {
    for sheet in sheets {
        for side in [Side::Left, Side::Right] {
            let rows = numbered(&sheet.rows, side);
            if grow_with_rows(&rows) {
                rows.iter().for_each(|(row, _)| side.remove(&mut sheet.rows[*row]));
                sheet.rows.retain(|row| !row.cells.is_empty());
            }
        }
    }
}

/// The rows with a number in the margin, and the number.
fn numbered(rows: &[Row], side: Side) -> Vec<(usize, u32)> {
    let candidates = rows.iter().enumerate().filter_map(|(at, row)| Some((at, number(side.cell(row)?)?)));
    let candidates: Vec<(usize, u32)> = candidates.collect();
    if candidates.len() < NUMBERS {
        return candidates;
    }
    let mut text: Vec<f32> = (rows.iter().filter_map(|row| side.text(row))).map(|cell| side.edge(cell)).collect();
    text.sort_by(f32::total_cmp);
    // What stands above or below the text may reach further out.
    let Some(edge) = text.get(text.len() / 20) else { return Vec::new() };
    let outside = |at: &usize| side.cell(&rows[*at]).is_some_and(|cell| side.inner_edge(cell) < *edge);
    candidates.into_iter().filter(|(at, _)| outside(at)).collect()
}

/// Whether as many lines are counted between two numbers as there are rows, but for some that are not counted.
fn grow_with_rows(numbers: &[(usize, u32)]) -> bool {
    let steady = numbers.windows(2).filter(|pair| {
        let ((row, number), (next_row, next)) = (pair[0], pair[1]);
        number.checked_add((next_row - row) as u32) == Some(next)
    });
    NUMBERS <= numbers.len() && (numbers.len() - 1) * 3 <= steady.count() * 5
}

fn number(cell: &Line) -> Option<u32> {
    let digits = cell.text.len() <= DIGITS && cell.text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| cell.text.parse().ok()).flatten()
}

impl Side {
    fn cell(self, row: &Row) -> Option<&Line> {
        match self {
            Side::Left => row.cells.first(),
            Side::Right => row.cells.last(),
        }
    }

    /// The outermost cell of a row that is no number.
    fn text(self, row: &Row) -> Option<&Line> {
        let mut cells = row.cells.iter().filter(|cell| number(cell).is_none());
        match self {
            Side::Left => cells.next(),
            Side::Right => cells.next_back(),
        }
    }

    /// How far inwards the outer edge of a cell is, and its inner edge.
    fn edge(self, cell: &Line) -> f32 {
        match self {
            Side::Left => cell.left,
            Side::Right => -cell.right,
        }
    }

    fn inner_edge(self, cell: &Line) -> f32 {
        match self {
            Side::Left => cell.right,
            Side::Right => -cell.left,
        }
    }

    fn remove(self, row: &mut Row) {
        match self {
            Side::Left => drop(row.cells.remove(0)),
            Side::Right => drop(row.cells.pop()),
        }
    }
}
