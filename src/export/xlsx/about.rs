//! The sheet that explains the others.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::style::{Look, Style};
use super::{asks, document, held, put};
use crate::export::Results;
use crate::export::tracking::{STATUSES, Tracking};

/// How many documents are named.
const DOCUMENTS: usize = 1000;
/// The width of what is said, in letters.
const WIDTH: u32 = 100;

pub fn write(results: &Results<'_>, style: &Style, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let word = |key: &str| results.lexicons.word(key, results.language);
    let (mut row, mut links) = (0, 0);
    let pair = |sheet: &mut Worksheet, row: &mut u32, left: &str, right: &str| {
        sheet.write_string_with_format(*row, 0, left, &style.strong)?;
        sheet.write_string_with_format(*row, 1, held(right), style.of(Look::Text))?;
        *row += 1;
        Ok::<(), XlsxError>(())
    };
    let section = |sheet: &mut Worksheet, row: &mut u32, key: &str| {
        *row += 1;
        sheet.write_string_with_format(*row, 0, word(key), &style.section)?;
        *row += 1;
        Ok::<(), XlsxError>(())
    };
    let title = match results.extractions {
        [one] if !one.source.title.is_empty() => &one.source.title,
        _ => word("heading.asks"),
    };
    sheet.write_string_with_format(row, 0, held(title), &style.title)?;
    sheet.set_row_height(row, 28)?;
    row += 2;
    sheet.write_string_with_format(row, 0, word("about.workbook"), style.of(Look::Faint))?;
    row += 1;
    sheet.write_string_with_format(row, 0, word("about.sync").replace('`', ""), style.of(Look::Faint))?;
    row += 1;

    section(sheet, &mut row, "heading.made")?;
    pair(sheet, &mut row, word("heading.program"), &format!("exhorte {}", env!("CARGO_PKG_VERSION")))?;
    pair(sheet, &mut row, word("heading.lexicons"), &results.lexicons.fingerprint()[..16])?;
    pair(sheet, &mut row, word("heading.asks"), &results.records().count().to_string())?;

    section(sheet, &mut row, "heading.documents")?;
    for extraction in results.extractions.iter().take(DOCUMENTS) {
        let source = &extraction.source;
        put(sheet, style, (row, 0), &document(&source.document), Look::Text, &mut links)?;
        let said = [&source.title, &source.date, &source.language];
        let said: Vec<&str> = said.into_iter().map(String::as_str).filter(|piece| !piece.is_empty()).collect();
        sheet.write_string_with_format(row, 1, held(&said.join(", ")), style.of(Look::Text))?;
        row += 1;
    }
    if DOCUMENTS < results.extractions.len() {
        pair(sheet, &mut row, "...", &results.extractions.len().to_string())?;
    }

    section(sheet, &mut row, "heading.force")?;
    for force in 0..=5_u8 {
        let acts = results.lexicons.acts().filter(|act| act.force == force);
        let glosses = acts.map(|act| results.lexicons.gloss(&act.id, results.language)).collect::<Vec<_>>().join(", ");
        let said = format!("{} ({glosses})", word(&format!("force.{force}")));
        let lines = said.chars().count().div_ceil(WIDTH as usize).max(1);
        sheet.set_row_height(row, lines as f64 * 13.0 + 4.0)?;
        sheet.write_number_with_format(row, 0, force, style.heat(force))?;
        sheet.write_string_with_format(row, 1, &said, style.of(Look::Text))?;
        row += 1;
    }

    section(sheet, &mut row, "heading.columns")?;
    for (of, _) in asks::layout(true) {
        let about = match of {
            asks::Of::Record(column) => word(&format!("about.{}", column.name())).replace('`', ""),
            asks::Of::People(column) => word(column.about()).to_owned(),
        };
        pair(sheet, &mut row, asks::heading(results, of), &about)?;
    }
    let statuses = STATUSES.map(word).join(", ");
    pair(sheet, &mut row, word(Tracking::Status.key()), &statuses)?;
    sheet.set_column_width(0, 30)?;
    sheet.set_column_width(1, WIDTH)?;
    sheet.set_screen_gridlines(false);
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}
