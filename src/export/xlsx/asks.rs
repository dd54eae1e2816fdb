//! The sheet of asks: what they say first, then what people write beside them, then everything else, hidden.

use std::borrow::Cow;

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DataValidationErrorStyle, DataValidationRule,
    ExcelDateTime, Format, Worksheet, XlsxError,
};

use super::style::{Look, STATUS, Style};
use super::{Column as Shape, Shown, document, names, table};
use crate::export::Results;
use crate::export::tracking::{STATUSES, Tracking};
use crate::{Column, Kind, Record, Value};

/// The name of the table.
const TABLE: &str = "asks";

/// What is seen first, and how wide.
const FIRST: [(Column, f64); 10] = [
    (Column::Paragraph, 12.0),
    (Column::Kind, 12.0),
    (Column::Act, 15.0),
    (Column::Force, 9.0),
    (Column::ActorNames, 26.0),
    (Column::Sentence, 72.0),
    (Column::DeadlineDate, 12.0),
    (Column::DeadlineText, 22.0),
    (Column::Conditions, 24.0),
    (Column::Notes, 22.0),
];

/// How many rows below the last the drop-down and the colours reach, for those whom people add.
const SPARE: u32 = 200;

/// A column of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Record(Column),
    People(Tracking),
}

impl Of {
    /// The key of its name among the words.
    pub fn key(self) -> Cow<'static, str> {
        match self {
            Of::Record(column) => Cow::Owned(format!("column.{}", column.name())),
            Of::People(column) => Cow::Borrowed(column.key()),
        }
    }
}

/// The columns in order, with their widths; those without one are hidden.
pub fn layout(several: bool) -> Vec<(Of, Option<f64>)> {
    let document = several.then_some((Of::Record(Column::Document), Some(18.0)));
    let first = FIRST.map(|(column, width)| (Of::Record(column), Some(width)));
    let own = [
        (Tracking::Status, 16.0),
        (Tracking::Responsible, 18.0),
        (Tracking::Progress, 13.0),
        (Tracking::Due, 14.0),
        (Tracking::Comment, 36.0),
        (Tracking::Change, 13.0),
        (Tracking::Earlier, 40.0),
    ];
    let own = own.map(|(column, width)| (Of::People(column), Some(width)));
    let mut layout: Vec<_> = document.into_iter().chain(first).chain(own).collect();
    for column in Column::ALL {
        if !layout.iter().any(|(of, _)| *of == Of::Record(*column)) {
            layout.push((Of::Record(*column), None));
        }
    }
    layout
}

pub fn write(results: &Results<'_>, style: &Style, sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let layout = layout(1 < results.extractions.len());
    let columns: Vec<Shape<'_>> = layout.iter().map(|(of, width)| shape(results, *of, *width)).collect();
    let rows = results.records().map(|record| layout.iter().map(|(of, _)| shown(results, record, *of)));
    let count = table(sheet, style, TABLE, &columns, rows)?;
    let place = |of: Of| layout.iter().position(|(known, _)| *known == of).map_or(0, |place| place as u16);
    let (last, force) = (count.max(1) + SPARE, place(Of::Record(Column::Force)));
    for value in 0..=5 {
        let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo(value));
        sheet.add_conditional_format(1, force, last, force, &rule.set_format(style.heat(value).clone()))?;
    }
    statuses(results, sheet, place(Of::People(Tracking::Status)), last)?;
    let progress = place(Of::People(Tracking::Progress));
    let share = DataValidation::new().allow_decimal_number(DataValidationRule::Between(0.0, 1.0));
    sheet.add_data_validation(
        1,
        progress,
        last,
        progress,
        &share.set_error_style(DataValidationErrorStyle::Warning),
    )?;
    let due = place(Of::People(Tracking::Due));
    let from = ExcelDateTime::from_ymd(1945, 1, 1)?;
    let day = DataValidation::new().allow_date(DataValidationRule::GreaterThan(from));
    sheet.add_data_validation(1, due, last, due, &day.set_error_style(DataValidationErrorStyle::Warning))?;
    let left = place(Of::Record(Column::Force));
    sheet.set_freeze_panes(1, left)?;
    Ok(())
}

/// The drop-down of what an ask can have come to, and its colours.
fn statuses(results: &Results<'_>, sheet: &mut Worksheet, column: u16, last: u32) -> Result<(), XlsxError> {
    let words = STATUSES.map(|key| results.lexicons.word(key, results.language));
    let choice = DataValidation::new().allow_list_strings(&words)?.set_error_style(DataValidationErrorStyle::Warning);
    sheet.add_data_validation(1, column, last, column, &choice)?;
    for (word, (fill, ink)) in words.iter().zip(STATUS) {
        let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo(*word));
        let format = Format::new().set_background_color(fill).set_font_color(ink);
        sheet.add_conditional_format(1, column, last, column, &rule.set_format(format))?;
    }
    Ok(())
}

fn shape<'r>(results: &Results<'r>, of: Of, width: Option<f64>) -> Shape<'r> {
    let look = match of {
        Of::People(Tracking::Progress) => Look::Percent,
        Of::People(Tracking::Due) => Look::OpenDate,
        Of::People(Tracking::Change | Tracking::Earlier) => Look::Text,
        Of::People(_) => Look::Open,
        Of::Record(Column::DeadlineDate | Column::Date) => Look::Date,
        Of::Record(Column::Force | Column::Clause | Column::ActionIndex | Column::Page) => Look::Number,
        Of::Record(_) if width.is_none() => Look::Faint,
        Of::Record(_) => Look::Text,
    };
    let mut shape = Shape::new(heading(results, of), look);
    (shape.width, shape.hidden) = (width, width.is_none());
    shape
}

/// What stands above a column.
pub fn heading<'r>(results: &Results<'r>, of: Of) -> &'r str {
    results.lexicons.word(&of.key(), results.language)
}

/// What stands in a cell when the workbook is made.
pub fn shown(results: &Results<'_>, record: &Record, of: Of) -> Shown {
    let (lexicons, language) = (results.lexicons, results.language);
    let word = |key: String| Shown::text(lexicons.word(&key, language));
    let column = match of {
        // What is asked of somebody can be kept track of from the first day.
        Of::People(Tracking::Status) if record.kind == Kind::Directive => {
            return Shown::text(lexicons.word(STATUSES[0], language));
        }
        Of::People(_) => return Shown::Nothing,
        Of::Record(column) => column,
    };
    match (column, record.value(column)) {
        (Column::Document, _) => document(&record.source.document),
        (Column::Organ, Value::Text(id)) => Shown::text(lexicons.label(&id, language)),
        (Column::Kind, Value::Text(kind)) => word(format!("kind.{kind}")),
        (Column::Act, Value::Text(act)) => Shown::text(lexicons.gloss(&act, language)),
        (Column::VerbFrom | Column::AddresseeFrom, Value::Text(from)) if !from.is_empty() => {
            word(format!("from.{from}"))
        }
        (Column::ActorNames, _) => match record.actors.is_empty() {
            true => Shown::text(&*record.addressee),
            false => Shown::text(names(lexicons, record.actors.iter().map(|id| &**id), language)),
        },
        (Column::Partners | Column::Informed | Column::IndirectActors | Column::ImpliedActors, Value::List(ids)) => {
            Shown::text(names(lexicons, ids, language))
        }
        (Column::DeadlineDate | Column::Date, Value::Text(day)) => Shown::day(&day),
        (_, Value::Flag(flag)) => word(format!("word.{}", if flag { "yes" } else { "no" })),
        (_, Value::Number(number)) => Shown::Number(number as f64),
        (_, Value::List(items)) => Shown::text(items.join("; ")),
        (_, Value::Text(text)) => Shown::text(text),
        (_, Value::Nothing) => Shown::Nothing,
    }
}
