//! Parquet: the same columns with types of their own; what the text leaves open is null.

use std::io::{self, Write};
use std::sync::Arc;

use jiff::civil::{Date, date};
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::Results;
use super::jsonl::ALWAYS;
use crate::{Column, Record, Value, ValueType};

/// How many records a group of rows holds at most.
const GROUP: usize = 65_536;

pub(super) fn write(results: &Results<'_>, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(&file(results)?)?;
    to.flush()
}

fn file(results: &Results<'_>) -> Result<Vec<u8>> {
    let schema = Arc::new(parse_message_type(&schema())?);
    let program = concat!("exhorte ", env!("CARGO_PKG_VERSION"));
    let facts = [("exhorte.version", env!("CARGO_PKG_VERSION").to_owned())].into_iter();
    let facts = facts.chain([("exhorte.lexicons", results.lexicons.fingerprint())]);
    let properties = WriterProperties::builder()
        .set_created_by(program.to_owned())
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(facts.map(|(key, value)| KeyValue::new(key.to_owned(), value)).collect()));
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties.build()))?;
    let records: Vec<&Record> = results.records().collect();
    for records in records.chunks(GROUP) {
        let mut group = writer.next_row_group()?;
        let mut columns = Column::ALL.iter();
        while let Some(mut writer) = group.next_column()? {
            if let Some(column) = columns.next() {
                write_column(*column, records, writer.untyped())?;
            }
            writer.close()?;
        }
        group.close()?;
    }
    writer.into_inner()
}

/// The columns in the notation of Parquet.
fn schema() -> String {
    let columns = Column::ALL.iter().map(|column| {
        let name = column.name();
        let needed = if may_lack(*column) { "optional" } else { "required" };
        match column.value_type() {
            ValueType::Text | ValueType::Word(_) => format!("{needed} binary {name} (STRING);"),
            ValueType::Day => format!("{needed} int32 {name} (DATE);"),
            ValueType::Number(..) => format!("{needed} int64 {name};"),
            ValueType::Flag => format!("required boolean {name};"),
            ValueType::List => format!(
                "required group {name} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}"
            ),
        }
    });
    format!("message record {{ {} }}", columns.collect::<Vec<_>>().join(" "))
}

/// Whether there are records without a value in the column; lists are empty there, and flags are false.
fn may_lack(column: Column) -> bool {
    !ALWAYS.contains(&column) && !matches!(column.value_type(), ValueType::List | ValueType::Flag)
}

fn write_column(column: Column, records: &[&Record], writer: &mut ColumnWriter<'_>) -> Result<()> {
    let values = records.iter().map(|record| record.value(column));
    match writer {
        ColumnWriter::ByteArrayColumnWriter(writer) if column.value_type() == ValueType::List => {
            let Lists { items, defined, repeated } = Lists::of(values);
            writer.write_batch(&items, Some(&defined), Some(&repeated))?;
        }
        ColumnWriter::ByteArrayColumnWriter(writer) => {
            let (texts, defined) = defined(column, values, |value| match value {
                Value::Text(text) => Some(text).filter(|text| !may_lack(column) || !text.is_empty()),
                _ => None,
            });
            let texts: Vec<ByteArray> = texts.iter().map(|text| ByteArray::from(&**text)).collect();
            writer.write_batch(&texts, defined.as_deref(), None)?;
        }
        ColumnWriter::Int32ColumnWriter(writer) => {
            let (days, defined) = defined(column, values, |value| match value {
                Value::Text(day) => day.parse().ok().map(days_since_1970),
                _ => None,
            });
            writer.write_batch(&days, defined.as_deref(), None)?;
        }
        ColumnWriter::Int64ColumnWriter(writer) => {
            let (numbers, defined) = defined(column, values, |value| match value {
                Value::Number(number) => Some(number as i64),
                _ => None,
            });
            writer.write_batch(&numbers, defined.as_deref(), None)?;
        }
        ColumnWriter::BoolColumnWriter(writer) => {
            let flags: Vec<bool> = values.map(|value| value == Value::Flag(true)).collect();
            writer.write_batch(&flags, None, None)?;
        }
        _ => unreachable!("the schema has no other types"),
    }
    Ok(())
}

/// The values that are there and, where some may be lacking, for each record whether it has one.
fn defined<'r, T>(
    column: Column,
    values: impl Iterator<Item = Value<'r>>,
    value: impl Fn(Value<'r>) -> Option<T>,
) -> (Vec<T>, Option<Vec<i16>>) {
    let values: Vec<Option<T>> = values.map(value).collect();
    let defined = may_lack(column).then(|| values.iter().map(|value| i16::from(value.is_some())).collect());
    (values.into_iter().flatten().collect(), defined)
}

/// Lists as Parquet has them: all items one after the other, whether there is one, and whether it goes on with a list.
#[derive(Default)]
struct Lists {
    items: Vec<ByteArray>,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

impl Lists {
    fn of<'r>(values: impl Iterator<Item = Value<'r>>) -> Self {
        let mut lists = Lists::default();
        for value in values {
            let items = if let Value::List(items) = value { items } else { Vec::new() };
            if items.is_empty() {
                lists.defined.push(0);
                lists.repeated.push(0);
            }
            for (place, item) in items.into_iter().enumerate() {
                lists.items.push(ByteArray::from(item));
                lists.defined.push(1);
                lists.repeated.push(i16::from(place != 0));
            }
        }
        lists
    }
}

fn days_since_1970(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}
