//! The JSON Schema of one line of JSON Lines, made from the definition of the columns.

use serde_json::{Map, Value as Json, json};

use super::jsonl::ALWAYS;
use crate::{Column, ValueType};

/// The JSON Schema (2020-12) of one line of [`Format::Jsonl`](super::Format::Jsonl), as text.
///
/// ```
/// let schema: serde_json::Value = serde_json::from_str(&exhorte::export::schema()).unwrap();
/// assert_eq!(schema["properties"]["force"]["maximum"], 5);
/// ```
pub fn schema() -> String {
    let properties: Map<String, Json> =
        Column::ALL.iter().map(|column| (column.name().to_owned(), property(*column))).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Record",
        "description": "One ask, decision or statement of a resolution; what does not apply is left out",
        "type": "object",
        "required": ALWAYS.map(Column::name),
        "properties": properties,
        "additionalProperties": false,
    });
    format!("{schema:#}\n")
}

fn property(column: Column) -> Json {
    let mut property = match column.value_type() {
        ValueType::Text => json!({ "type": "string" }),
        ValueType::Word(words) => json!({ "type": "string", "enum": words }),
        ValueType::Day => json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        ValueType::List => json!({ "type": "array", "items": { "type": "string", "minLength": 1 } }),
        ValueType::Number(least, Some(most)) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        ValueType::Number(least, None) => json!({ "type": "integer", "minimum": least }),
        ValueType::Flag => json!({ "type": "boolean", "default": false }),
    };
    // A column that may be left out is, where it is empty.
    if !ALWAYS.contains(&column) {
        match column.value_type() {
            ValueType::Text => property["minLength"] = 1.into(),
            ValueType::List => property["minItems"] = 1.into(),
            _ => {}
        }
    }
    property["description"] = column.about().into();
    property
}
