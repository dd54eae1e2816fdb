//! The file: parts in a ZIP archive, of which a few are replaced and all others copied byte by byte.

use std::collections::HashMap;
use std::io::{Cursor, Read, Write};
use std::ops::Range;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::sheet::{Grid, stretched};

/// How large a part may be once it is unpacked: what lies beyond is no workbook of asks.
const LARGEST: u64 = 1 << 30;

/// A workbook, with the parts that are to be replaced.
pub struct Package<'b> {
    archive: std::cell::RefCell<ZipArchive<Cursor<&'b [u8]>>>,
    strings: Vec<Arc<str>>,
    from_1904: bool,
    sheets: Vec<String>,
    replaced: HashMap<String, Vec<u8>>,
}

impl<'b> Package<'b> {
    pub fn open(bytes: &'b [u8]) -> Result<Self, String> {
        let archive = ZipArchive::new(Cursor::new(bytes));
        let archive = archive.map_err(|error| {
            format!(
                "no workbook ({error}), expected a file in the format xlsx; one with a password must be saved without"
            )
        })?;
        if archive.file_names().flatten().any(|name| name.starts_with("_xmlsignatures/")) {
            return Err("it is signed, and any change would break the signature; remove that first".to_owned());
        }
        let archive = std::cell::RefCell::new(archive);
        let mut package =
            Package { archive, strings: Vec::new(), from_1904: false, sheets: Vec::new(), replaced: HashMap::new() };
        let main = package.related("", "/officeDocument")?.pop();
        let main = main.ok_or("no workbook, expected a file in the format xlsx; save it as one")?;
        if let Some(strings) = package.related(&main, "/sharedStrings")?.pop() {
            package.strings = strings_of(&package.part(&strings)?)?.into_iter().map(Arc::from).collect();
        }
        package.read_workbook(&main)?;
        Ok(package)
    }

    /// The paths of all sheets, in order.
    pub fn sheets(&self) -> &[String] {
        &self.sheets
    }

    pub fn grid(&self, path: &str) -> Result<Grid, String> {
        Grid::read(self.part(path)?, &self.strings, self.from_1904).map_err(|error| format!("{path}: {error}"))
    }

    pub fn replace(&mut self, path: &str, bytes: Vec<u8>) {
        self.replaced.insert(path.to_owned(), bytes);
    }

    /// Lets the table of a sheet that ends with the last ask reach down to another row.
    pub fn stretch_table(&mut self, sheet: &str, asks: &Range<u32>, to: u32) -> Result<(), String> {
        for path in self.related(sheet, "/table")? {
            let bytes = self.part(&path)?;
            if let Some(bytes) = stretched(&bytes, asks, to) {
                self.replaced.insert(path, bytes);
            }
        }
        Ok(())
    }

    /// The file with what was replaced.
    pub fn finish(self) -> Result<Vec<u8>, String> {
        let told = |error: &dyn std::fmt::Display| format!("cannot be written anew: {error}");
        let mut archive = self.archive.into_inner();
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for place in 0..archive.len() {
            let entry = archive.by_index_raw(place).map_err(|error| told(&error))?;
            let name = entry.name().map_err(|error| told(&error))?.into_owned();
            let Some(bytes) = self.replaced.get(&name) else {
                writer.raw_copy_file(entry).map_err(|error| told(&error))?;
                continue;
            };
            let options = SimpleFileOptions::default().last_modified_time(entry.last_modified().unwrap_or_default());
            writer.start_file(name, options).map_err(|error| told(&error))?;
            writer.write_all(bytes).map_err(|error| told(&error))?;
        }
        Ok(writer.finish().map_err(|error| told(&error))?.into_inner())
    }

    fn part(&self, path: &str) -> Result<Vec<u8>, String> {
        let mut archive = self.archive.borrow_mut();
        let part =
            archive.by_name(path).map_err(|error| format!("{path} cannot be read ({error}); is the file whole?"))?;
        let mut bytes = Vec::new();
        part.take(LARGEST).read_to_end(&mut bytes).map_err(|error| format!("{path} cannot be read: {error}"))?;
        Ok(bytes)
    }

    /// The parts that a part leads to by a kind of relation; of the whole file where it has no name.
    fn related(&self, part: &str, kind: &str) -> Result<Vec<String>, String> {
        Ok(self.relations(part)?.into_iter().filter(|(_, of, _)| of.ends_with(kind)).map(|(_, _, to)| to).collect())
    }

    /// The relations of a part: id, kind and target.
    fn relations(&self, part: &str) -> Result<Vec<(String, String, String)>, String> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let path = format!("{folder}_rels/{name}.rels");
        if self.archive.borrow().index_for_name(&path).is_none() {
            return Ok(Vec::new());
        }
        let mut relations = Vec::new();
        elements(&self.part(&path)?, |element| {
            if element.local_name().as_ref() == "Relationship" {
                let target = attribute(element, "Target").unwrap_or_default();
                let to = joined(&folder, &target);
                relations.push((
                    attribute(element, "Id").unwrap_or_default(),
                    attribute(element, "Type").unwrap_or_default(),
                    to,
                ));
            }
        })?;
        Ok(relations)
    }

    fn read_workbook(&mut self, main: &str) -> Result<(), String> {
        let relations = self.relations(main)?;
        let (mut sheets, mut from_1904) = (Vec::new(), false);
        elements(&self.part(main)?, |element| match element.local_name().as_ref() {
            "sheet" => {
                let id = element.attributes().flatten().find(|one| one.key.local_name().as_ref() == "id");
                let id = id.map(|one| one.value.to_string());
                let target = relations
                    .iter()
                    .find(|(known, kind, _)| Some(known) == id.as_ref() && kind.ends_with("/worksheet"));
                sheets.extend(target.map(|(_, _, to)| to.clone()));
            }
            "workbookPr" => {
                from_1904 = attribute(element, "date1904").is_some_and(|value| value == "1" || value == "true")
            }
            _ => {}
        })?;
        (self.sheets, self.from_1904) = (sheets, from_1904);
        Ok(())
    }
}

/// The path of a target that is named from a folder.
fn joined(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut pieces: Vec<&str> = folder.split('/').filter(|piece| !piece.is_empty()).collect();
    for piece in target.split('/') {
        match piece {
            "." | "" => {}
            ".." => _ = pieces.pop(),
            piece => pieces.push(piece),
        }
    }
    pieces.join("/")
}

/// Calls for every element of a part.
fn elements(bytes: &[u8], mut each: impl FnMut(&BytesStart<'_>)) -> Result<(), String> {
    let mut reader = Reader::from_reader(bytes);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => each(&element),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(format!("damaged XML: {error}")),
        }
        buffer.clear();
    }
}

pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|one| one.key.as_ref() == name)?;
    Some(quick_xml::escape::unescape(&found.value).map_or_else(|_| found.value.to_string(), |value| value.into_owned()))
}

/// The texts that cells share; phonetic hints are left out.
fn strings_of(bytes: &[u8]) -> Result<Vec<String>, String> {
    let mut reader = Reader::from_reader(bytes);
    let (mut strings, mut buffer) = (Vec::new(), Vec::new());
    let (mut within, mut phonetic) = (false, false);
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => match element.local_name().as_ref() {
                "si" => strings.push(String::new()),
                "t" => within = true,
                "rPh" => phonetic = true,
                _ => {}
            },
            Ok(Event::Empty(element)) if element.local_name().as_ref() == "si" => strings.push(String::new()),
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                "t" => within = false,
                "rPh" => phonetic = false,
                _ => {}
            },
            Ok(Event::Text(text)) if within && !phonetic => add(&mut strings, &text),
            Ok(Event::CData(text)) if within && !phonetic => add(&mut strings, &text),
            Ok(Event::GeneralRef(name)) if within && !phonetic => add(&mut strings, &entity(&name)),
            Ok(Event::Eof) => return Ok(strings),
            Ok(_) => {}
            Err(error) => return Err(format!("damaged texts: {error}")),
        }
        buffer.clear();
    }
}

fn add(strings: &mut [String], text: &str) {
    if let Some(last) = strings.last_mut() {
        last.push_str(text);
    }
}

/// The letters that a name stands for: `amp`, `#233`, `#xE9`.
pub fn entity(name: &str) -> String {
    let written = format!("&{name};");
    quick_xml::escape::unescape(&written).map_or_else(|_| written.clone(), |text| text.into_owned())
}
