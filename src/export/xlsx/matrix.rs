//! The responsibility matrix: the stronger an actor is asked, the warmer the cell.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::printed;
use super::style::Style;
use crate::export::Results;
use crate::{Across, Involvement, Matrix, Selection};

/// How many columns a sheet has at most.
const COLUMNS: usize = 16_000;
/// How many letters a heading may have before it is turned.
const LETTERS: usize = 4;

pub fn write(results: &Results<'_>, style: &Style, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let across = if results.extractions.len() == 1 { Across::Paragraphs } else { Across::Documents };
    let mut matrix = Matrix::new(results, &Selection::default(), across);
    if COLUMNS < matrix.columns.len() {
        matrix = Matrix::new(results, &Selection::default(), Across::Documents);
    }
    draw(&matrix, results, style, sheet)
}

/// Writes a matrix, with a legend below it.
pub fn draw(matrix: &Matrix, results: &Results<'_>, style: &Style, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let word = |key: &str| results.lexicons.word(key, results.language);
    let longest = matrix.columns.iter().map(|column| column.label.chars().count()).max().unwrap_or(0);
    let head = if LETTERS < longest { &style.turned } else { style.heading() };
    sheet.write_string_with_format(0, 0, word("heading.actor"), &style.head)?;
    sheet.write_string_with_format(0, 1, word("heading.total"), style.heading())?;
    for (place, column) in matrix.columns.iter().take(COLUMNS).enumerate() {
        sheet.write_string_with_format(0, place as u16 + 2, &column.label, head)?;
    }
    for (place, row) in matrix.rows.iter().enumerate() {
        let at = place as u32 + 1;
        sheet.write_string_with_format(at, 0, super::held(&row.name), &style.strong)?;
        let asked = row.total().count(Involvement::Addressed);
        sheet.write_number_with_format(at, 1, asked, style.of(super::Look::Number))?;
        for (&column, cell) in row.cells.range(..COLUMNS) {
            let format = if cell.count(Involvement::Addressed) == 0 { &style.beside } else { style.heat(cell.force) };
            let marks = cell.marks(results.lexicons, results.language);
            match marks.parse::<u8>() {
                Ok(force) => sheet.write_number_with_format(at, column as u16 + 2, force, format)?,
                Err(_) => sheet.write_string_with_format(at, column as u16 + 2, &marks, format)?,
            };
        }
    }
    sheet.set_column_width(0, 56)?;
    sheet.set_column_width(1, 7)?;
    if !matrix.columns.is_empty() {
        sheet.set_column_range_width(2, matrix.columns.len().min(COLUMNS) as u16 + 1, 5.2)?;
    }
    sheet.set_row_height(0, if LETTERS < longest { 110 } else { 24 })?;
    legend(matrix.rows.len() as u32 + 2, results, style, sheet)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_screen_gridlines(false);
    printed(sheet)
}

/// What the marks and colours say.
fn legend(top: u32, results: &Results<'_>, style: &Style, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let word = |key: &str| results.lexicons.word(key, results.language);
    let addressed = word("role.addressed");
    for force in 0..=5_u8 {
        let row = top + u32::from(force);
        let text = format!("{addressed} ({})", word(&format!("force.{force}")));
        sheet.write_number_with_format(row, 1, force, style.heat(force))?;
        sheet.write_string_with_format(row, 0, &text, style.of(super::Look::Faint))?;
    }
    for (place, role) in Involvement::ALL.into_iter().skip(1).enumerate() {
        let row = top + 6 + place as u32;
        sheet.write_string_with_format(row, 1, word(&format!("mark.{}", role.as_str())), &style.beside)?;
        let text = word(&format!("role.{}", role.as_str()));
        sheet.write_string_with_format(row, 0, text, style.of(super::Look::Faint))?;
    }
    Ok(())
}
