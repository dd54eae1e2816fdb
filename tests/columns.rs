//! Whatever is made from the definition of the columns agrees with it.

use std::fs;
use std::path::{Path, PathBuf};

use exhorte::export::{self, Dialect, Format, Results};
use exhorte::{Column, Document, Extraction, Language, Lexicons, Value, ValueType, extract};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What the golden documents give.
fn golden(lexicons: &Lexicons) -> Vec<Extraction> {
    let mut files: Vec<PathBuf> = Vec::new();
    for folder in fs::read_dir(root().join("tests/golden")).unwrap() {
        files.extend(fs::read_dir(folder.unwrap().path()).unwrap().map(|entry| entry.unwrap().path()));
    }
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    assert!(files.len() > 3, "the golden documents were not found");
    let read = files.iter().map(|file| {
        let language: Language = file.file_stem().unwrap().to_str().unwrap().parse().unwrap();
        extract(lexicons, &Document::open(file, language).unwrap())
    });
    read.collect()
}

#[test]
fn values_are_of_the_type_of_their_column() {
    for record in golden(&Lexicons::embedded()).iter().flat_map(|extraction| &extraction.records) {
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

#[test]
fn the_schema_in_the_tree_is_that_of_the_columns() {
    let file = root().join("schema/record.schema.json");
    let kept = fs::read_to_string(&file).unwrap_or_default();
    let schema = export::schema();
    assert!(kept == schema, "{} should be what `exhorte schema` prints:\n\n{schema}", file.display());
}

#[test]
fn json_lines_follow_the_schema() {
    let schema = serde_json::from_str(&export::schema()).unwrap();
    jsonschema::meta::validate(&schema).expect("the schema is one");
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let lexicons = Lexicons::embedded();
    let extractions = golden(&lexicons);
    let mut lines = Vec::new();
    let results =
        Results { extractions: &extractions, lexicons: &lexicons, language: Language::Fr, dialect: Dialect::Plain };
    export::write(Format::Jsonl, &results, &mut lines).unwrap();
    let lines: Vec<serde_json::Value> =
        String::from_utf8(lines).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), results.records().count());
    for line in &lines {
        let faults: Vec<String> =
            validator.iter_errors(line).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert_eq!(faults, [""; 0], "{line:#}");
    }
    // What the schema is there to refuse.
    for (column, wrong) in
        [("kind", "wish".into()), ("date", "2031-13-01".into()), ("force", 6.into()), ("colour", "blue".into())]
    {
        let mut line = lines[0].clone();
        line[column] = wrong;
        assert!(!validator.is_valid(&line), "{column} is taken as {}", line[column]);
        line.as_object_mut().unwrap().shift_remove(column);
        let optional = !["kind", "force"].contains(&column);
        assert_eq!(validator.is_valid(&line), optional, "without {column}");
    }
}
