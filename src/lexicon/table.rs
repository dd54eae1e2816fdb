//! Reading the CSV tables, with file and line for every fault.

use csv::{ReaderBuilder, StringRecord};

use crate::Fault;

/// A table as it was read: its name, as `lexicons/fr/acts.csv`, and its rows with their lines.
pub(crate) struct Table {
    pub name: String,
    pub rows: Vec<(u32, StringRecord)>,
}

impl Table {
    /// Reads a table that must have these columns in this order; faulty rows are left out and told.
    pub(crate) fn read(name: &str, text: &str, columns: &[&str], faults: &mut Vec<Fault>) -> Self {
        let mut table = Table { name: name.to_owned(), rows: Vec::new() };
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        match reader.headers() {
            Ok(found) if found.iter().eq(columns.iter().copied()) => {}
            Ok(found) if found.is_empty() => return table,
            Ok(found) => {
                let found = found.iter().collect::<Vec<_>>().join(",");
                let expected = columns.join(",");
                faults.push(table.fault(1, format!("found the columns `{found}`, expected `{expected}`")));
                return table;
            }
            Err(error) => {
                faults.push(table.fault(1, error.to_string()));
                return table;
            }
        }
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, |position| position.line()) as u32;
                    if record.len() == columns.len() {
                        table.rows.push((line, record));
                    } else {
                        let message = format!("found {} cells, expected {}", record.len(), columns.len());
                        faults.push(table.fault(line, message));
                    }
                }
                Err(error) => {
                    let line = error.position().map_or(0, |position| position.line()) as u32;
                    faults.push(table.fault(line, error.to_string()));
                }
            }
        }
        table
    }

    /// A fault in a line of this table.
    pub(crate) fn fault(&self, line: u32, message: String) -> Fault {
        Fault { table: self.name.clone(), line: u64::from(line), message }
    }
}

/// The table in canonical form: rows sorted by the columns given, then by all; quoted only where needed.
pub(crate) fn canonical(text: &str, sorted_by: &[usize]) -> Result<String, csv::Error> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers = reader.headers()?.clone();
    let mut rows = reader.records().collect::<Result<Vec<_>, _>>()?;
    rows.sort_by(|a, b| {
        let keys = sorted_by.iter().map(|&column| compare(a.get(column), b.get(column)));
        keys.chain([a.iter().cmp(b.iter())]).find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    });
    rows.dedup();
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    writer.write_record(&headers)?;
    for row in &rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Numbers by value, so that a table of ordinals reads in order; other cells by their letters.
fn compare(a: Option<&str>, b: Option<&str>) -> std::cmp::Ordering {
    let number = |cell: Option<&str>| cell.and_then(|cell| cell.parse::<u32>().ok());
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a.cmp(&b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_name_the_line() {
        let mut faults = Vec::new();
        let table = Table::read("t.csv", "a,b\n1,2\n3\n", &["a", "b"], &mut faults);
        assert_eq!(table.rows.len(), 1);
        assert_eq!(faults[0].to_string(), "t.csv:3: found 1 cells, expected 2");
        Table::read("t.csv", "a,c\n", &["a", "b"], &mut faults);
        assert_eq!(faults[1].to_string(), "t.csv:1: found the columns `a,c`, expected `a,b`");
    }

    #[test]
    fn canonical_form_is_sorted_and_sparely_quoted() {
        let text = "form,n\n\"b\",10\nc,9\na,10\n";
        assert_eq!(canonical(text, &[1, 0]).unwrap(), "form,n\nc,9\na,10\nb,10\n");
    }
}
