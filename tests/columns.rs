//! Whatever is made from the definition of the columns agrees with it.

use std::fs;
use std::path::{Path, PathBuf};

use exhorte::{Column, Document, Extraction, Language, Lexicons, Value, ValueType, extract};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What the golden documents give.
fn golden() -> Vec<Extraction> {
    let lexicons = Lexicons::embedded();
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in fs::read_dir(root().join("tests/golden")).unwrap() {
        files.extend(fs::read_dir(folder.unwrap().path()).unwrap().map(|entry| entry.unwrap().path()));
    }
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    assert!(files.len() > 3, "the golden documents were not found");
    let read = files.iter().map(|file| {
        let language: Language = file.file_stem().unwrap().to_str().unwrap().parse().unwrap();
        extract(&lexicons, &Document::open(file, language).unwrap())
    });
    read.collect()
}

#[test]
fn values_are_of_the_type_of_their_column() {
    for record in golden().iter().flat_map(|extraction| &extraction.records) {
        for column in Column::ALL {
            let value = record.value(*column);
            let fits = match (column.value_type(), &value) {
                (ValueType::Text, Value::Text(_)) | (ValueType::List, Value::List(_)) => true,
                (ValueType::Flag, Value::Flag(_)) | (ValueType::Number(..), Value::Nothing) => true,
                (ValueType::Word(words), Value::Text(text)) => text.is_empty() || words.contains(&&**text),
                (ValueType::Day, Value::Text(day)) => day.is_empty() || day.parse::<jiff::civil::Date>().is_ok(),
                (ValueType::Number(least, most), Value::Number(number)) => {
                    least <= *number && most.is_none_or(|most| *number <= most)
                }
                _ => false,
            };
            assert!(fits, "{}: {} is {value:?}, not {:?}", record.id, column.name(), column.value_type());
        }
    }
}

#[test]
fn the_readme_lists_the_columns() {
    let mut table = "| column | type | what it holds |\n|---|---|---|\n".to_owned();
    for column in Column::ALL {
        let value_type = match column.value_type() {
            ValueType::Text => "text".to_owned(),
            ValueType::Word(words) => format!("`{}`", words.join("`, `")),
            ValueType::Day => "day".to_owned(),
            ValueType::List => "list".to_owned(),
            ValueType::Number(least, Some(most)) => format!("{least} to {most}"),
            ValueType::Number(..) => "number".to_owned(),
            ValueType::Flag => "flag".to_owned(),
        };
        table.push_str(&format!("| `{}` | {value_type} | {} |\n", column.name(), column.about()));
    }
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.contains(&format!("\n{table}\n")), "README.md should hold this table of the columns:\n\n{table}");
}
