//! Parquet files as other programs read them.
#![cfg(feature = "parquet")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use exhorte::export::{Dialect, Format, Results, write};
use exhorte::{Column, Document, Extraction, Language, Lexicons, Record, Value, extract};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, RowAccessor};

fn golden(lexicons: &Lexicons) -> Vec<Extraction> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let read = |name: &str, language| extract(lexicons, &Document::open(&folder.join(name), language).unwrap());
    vec![
        read("assembly/fr.txt", Language::Fr),
        // A document without a record, among others.
        extract(lexicons, &Document::new("empty.txt", "", Language::Fr)),
        read("council/en.txt", Language::En),
    ]
}

fn written(test: &str, extractions: &[Extraction], lexicons: &Lexicons) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}.parquet"));
    let mut bytes = Vec::new();
    write(
        Format::Parquet,
        &Results { extractions, lexicons, language: Language::Fr, dialect: Dialect::Plain },
        &mut bytes,
    )
    .unwrap();
    fs::write(&file, bytes).unwrap();
    file
}

/// What a field should be that was written from a value.
fn is(field: &Field, value: &Value<'_>) -> bool {
    match (field, value) {
        (Field::Str(field), Value::Text(text)) => field == text,
        (Field::Null, Value::Text(text)) => text.is_empty(),
        (Field::Null, Value::Nothing) => true,
        (Field::Date(days), Value::Text(text)) => {
            let epoch = jiff::civil::date(1970, 1, 1);
            (epoch + jiff::Span::new().days(*days)).to_string() == **text
        }
        (Field::Long(field), Value::Number(number)) => u64::try_from(*field) == Ok(*number),
        (Field::Bool(field), Value::Flag(flag)) => field == flag,
        (Field::ListInternal(list), Value::List(items)) => {
            let texts = list.elements().iter().zip(items).all(|(element, item)| *element == Field::Str((*item).into()));
            list.len() == items.len() && texts
        }
        _ => false,
    }
}

#[test]
fn every_value_comes_back() {
    let lexicons = Lexicons::embedded();
    let extractions = golden(&lexicons);
    let file = written("back", &extractions, &lexicons);
    let reader = SerializedFileReader::try_from(&*file).unwrap();
    let records: Vec<&Record> = extractions.iter().flat_map(|extraction| &extraction.records).collect();
    let mut rows = 0;
    for (row, record) in reader.get_row_iter(None).unwrap().zip(&records) {
        let row = row.unwrap();
        assert_eq!(row.len(), Column::ALL.len());
        assert_eq!(row.get_string(0).unwrap(), &record.id);
        for (column, (name, field)) in Column::ALL.iter().zip(row.get_column_iter()) {
            assert_eq!(column.name(), name);
            assert!(is(field, &record.value(*column)), "{}: {name} is {field}", record.id);
        }
        rows += 1;
    }
    assert_eq!(rows, records.len());
    let facts = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let fact = |key: &str| facts.iter().find(|fact| fact.key == key).and_then(|fact| fact.value.clone());
    assert_eq!(fact("exhorte.version").as_deref(), Some(env!("CARGO_PKG_VERSION")));
    assert_eq!(fact("exhorte.lexicons"), Some(lexicons.fingerprint()));
}

#[test]
fn nothing_makes_a_table_without_rows() {
    let file = written("nothing", &[], &Lexicons::empty());
    let reader = SerializedFileReader::try_from(&*file).unwrap();
    assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
    assert_eq!(reader.metadata().file_metadata().schema_descr().num_columns(), Column::ALL.len());
}

#[test]
fn duckdb_reads_it() {
    let lexicons = Lexicons::embedded();
    let extractions = golden(&lexicons);
    let file = written("duckdb", &extractions, &lexicons);
    let program = "\
import sys
try:
    import duckdb
except ImportError:
    sys.exit(77)
rows = duckdb.connect().execute('''select count(*), count(deadline_date), sum(len(actors)), sum(report::int),
    max(force), typeof(any_value(deadline_date)), typeof(any_value(actors)) from read_parquet(?)''', [sys.argv[1]])
print(*rows.fetchall()[0], sep='|')
";
    let Ok(run) = Command::new("python3").args(["-c", program]).arg(&file).output() else {
        eprintln!("skipped: there is no python3");
        return;
    };
    if run.status.code() == Some(77) {
        eprintln!("skipped: python3 has no duckdb");
        return;
    }
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let records: Vec<&Record> = extractions.iter().flat_map(|extraction| &extraction.records).collect();
    let count = |fits: fn(&Record) -> bool| records.iter().filter(|record| fits(record)).count();
    let expected = format!(
        "{}|{}|{}|{}|{}|DATE|VARCHAR[]\n",
        records.len(),
        count(|record| !record.deadline_date.is_empty()),
        records.iter().map(|record| record.actors.len()).sum::<usize>(),
        count(|record| record.report),
        records.iter().map(|record| record.force).max().unwrap()
    );
    assert_eq!(String::from_utf8_lossy(&run.stdout), expected);
}
