//! What a file is, told from its bytes and never from its name.

use encoding_rs::Encoding;
use memchr::memmem;

use super::text::utf_16;
use super::{Foreign, Refusal};

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text or Markdown, unless its bytes turn out to be none.
    Text,
    Html,
    /// A package as DOCX, XLSX and PPTX files are; its reader tells them apart.
    Office,
    Pdf,
    /// Something that no reader takes, though it may be a document.
    Other(String),
    /// What is no document, and the name of its format.
    Foreign(Foreign, String),
}

/// Beginnings of documents that no reader takes, and what they are.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"{\\rtf", "an RTF file"),
    (b"%!PS", "a PostScript file"),
    (b"\xFFWPC", "a WordPerfect file"),
    (b"MIME-Version:", "a web archive (MHTML)"),
];

/// Containers as OLE has them: old Word, Excel and PowerPoint files, and new ones that are encrypted.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0";
const OLE_PARTS: [(&str, &str); 3] = [
    ("EncryptedPackage", "a Word or other Office file that is protected by a password"),
    ("WordDocument", "an old Word file (DOC)"),
    ("__substg1.0_", "an Outlook message"),
];
const FOREIGN_OLE_PARTS: [(&str, Foreign, &str); 2] =
    [("Workbook", Foreign::Workbook, "XLS"), ("PowerPoint Document", Foreign::Presentation, "PPT")];

/// What the first part of an archive says of an archive that is a document.
const MIME_TYPES: [(&str, &str); 2] = [
    ("application/vnd.oasis.opendocument.text", "an OpenDocument text (ODT)"),
    ("application/epub+zip", "an EPUB book"),
];
const FOREIGN_MIME_TYPES: [(&str, Foreign, &str); 2] = [
    ("application/vnd.oasis.opendocument.spreadsheet", Foreign::Workbook, "ODS"),
    ("application/vnd.oasis.opendocument.presentation", Foreign::Presentation, "ODP"),
];

/// Names of parts that only packages of Office have.
const OFFICE_PARTS: [&str; 2] = ["[Content_Types].xml", "word/document.xml"];

/// How much of a file is looked at to tell text from HTML.
const SAMPLE: usize = 64 * 1024;

/// Elements that a page can begin with, where it has lost its `html`.
const ELEMENTS: &[&str] = &[
    "a",
    "article",
    "b",
    "base",
    "blockquote",
    "body",
    "br",
    "center",
    "dir",
    "div",
    "dl",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "i",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "ol",
    "p",
    "pre",
    "script",
    "section",
    "span",
    "strong",
    "style",
    "table",
    "tbody",
    "td",
    "title",
    "tr",
    "u",
    "ul",
];

/// What a file with these bytes is.
pub(super) fn of(bytes: &[u8]) -> Kind {
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Kind::Other((*what).to_owned());
    }
    if bytes.starts_with(OLE) {
        return container(bytes);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return archive(bytes);
    }
    if bytes.trim_ascii_start().starts_with(b"%PDF-") {
        return Kind::Pdf;
    }
    // Most files are text, which these say at once.
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if let Some((foreign, format)) = Foreign::written(sample) {
        return Kind::Foreign(foreign, format.to_owned());
    }
    let binary = memchr::memchr(0, sample).is_some();
    if binary
        && !is_wide(sample)
        && let Some((foreign, format)) = Foreign::of(sample)
    {
        return Kind::Foreign(foreign, format);
    }
    let bare = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if binary || bare.starts_with(b"<") { markup(&beginning(sample)) } else { Kind::Text }
}

/// What a file is that no document can be in, where its beginning says so.
///
/// Other files must be read as a whole to be told from documents.
pub(super) fn foreign(beginning: &[u8]) -> Option<Refusal> {
    match (beginning.starts_with(b"PK"), of(beginning)) {
        // The parts of an archive are named at its end.
        (false, Kind::Foreign(foreign, format)) => Some(refuse_foreign(foreign, &format)),
        _ => None,
    }
}

/// Whether a file is text in UTF-16, in which every other byte may be zero.
fn is_wide(sample: &[u8]) -> bool {
    Encoding::for_bom(sample).is_some() || utf_16(sample).is_some()
}

fn container(bytes: &[u8]) -> Kind {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    let document = OLE_PARTS.iter().find(|(name, _)| holds(name)).map(|(_, what)| Kind::Other((*what).to_owned()));
    let foreign = || FOREIGN_OLE_PARTS.iter().find(|(name, ..)| holds(name));
    document
        .or_else(|| foreign().map(|(_, foreign, format)| Kind::Foreign(*foreign, (*format).to_owned())))
        .unwrap_or_else(|| Kind::Other("an old Office file".to_owned()))
}

fn archive(bytes: &[u8]) -> Kind {
    let first = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]);
    let is = |mime: &str| first.contains(&format!("mimetype{mime}"));
    if let Some((_, foreign, format)) = FOREIGN_MIME_TYPES.iter().find(|(mime, ..)| is(mime)) {
        return Kind::Foreign(*foreign, (*format).to_owned());
    }
    if let Some((_, what)) = MIME_TYPES.iter().find(|(mime, _)| is(mime)) {
        return Kind::Other((*what).to_owned());
    }
    // The names of the parts stand uncompressed in an archive.
    let holds = |name: &str| memmem::find(bytes, name.as_bytes()).is_some();
    if OFFICE_PARTS.iter().any(|part| holds(part)) {
        return Kind::Office;
    }
    // Its table of contents is the last thing in it.
    if memmem::rfind(bytes, b"PK\x05\x06").is_none() {
        return Kind::Other("a ZIP archive that is cut short, and may have been a Word file".to_owned());
    }
    Kind::Foreign(Foreign::Archive, "ZIP".to_owned())
}

/// The beginning of a file as text, whatever its encoding.
fn beginning(sample: &[u8]) -> String {
    let marked = Encoding::for_bom(sample).map(|(encoding, _)| encoding);
    match marked.or_else(|| utf_16(sample)) {
        Some(encoding) => encoding.decode(sample).0.into_owned(),
        None => String::from_utf8_lossy(sample).into_owned(),
    }
}

/// Tells HTML from text that mentions a tag, and from other XML: a page begins with an element.
fn markup(beginning: &str) -> Kind {
    let blank = |c: char| c.is_whitespace() || c == '\u{FEFF}';
    let mut rest = beginning.trim_start_matches(blank);
    let mut declared = false;
    loop {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?xml") {
            declared = true;
            "?>"
        } else {
            break;
        };
        let Some((_, after)) = rest.split_once(end) else { break };
        rest = after.trim_start_matches(blank);
    }
    let Some(name) = tag(rest) else { return Kind::Text };
    let doctype = |root: &str| {
        let words = rest.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.take(2).map(str::to_ascii_lowercase).eq(["doctype", root])
    };
    if name == "html" || name.ends_with(":html") || rest.starts_with("<!") && doctype("html") {
        return Kind::Html;
    }
    if name == "svg" || rest.starts_with("<!") && doctype("svg") {
        return Kind::Foreign(Foreign::Image, "SVG".to_owned());
    }
    if declared {
        return Kind::Other(format!("an XML file whose root is <{name}>"));
    }
    let known = |piece: &&str| tag(piece).is_some_and(|name| ELEMENTS.contains(&name.as_str()));
    let tags = rest.match_indices('<').map(|(at, _)| &rest[at..]).filter(known).take(2).count();
    if ELEMENTS.contains(&name.as_str()) && tags == 2 { Kind::Html } else { Kind::Text }
}

/// The name of the element that a text begins with the tag of; nothing where it begins with anything else.
fn tag(text: &str) -> Option<String> {
    let inner = text.strip_prefix('<')?;
    let inner = inner.strip_prefix(['/', '!']).unwrap_or(inner);
    let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_')))?;
    let sound = inner[end..].starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace());
    (sound && end != 0 && end < 40).then(|| inner[..end].to_ascii_lowercase())
}

/// Refuses a file that no reader takes.
pub(super) fn refuse(what: String) -> Refusal {
    let advice = if what.contains("password") {
        "open it with its password, save it without one and try again"
    } else if what.contains("cut short") {
        "fetch it again"
    } else {
        "open it in the program that it was made with, and save the document as DOCX or as plain text"
    };
    Refusal { found: what, expected: super::readable(), advice: advice.to_owned(), foreign: None }
}

/// Refuses a file that is no document.
pub(super) fn refuse_foreign(foreign: Foreign, format: &str) -> Refusal {
    Refusal {
        found: format!("{} {foreign} ({format})", foreign.article()),
        expected: super::readable(),
        advice: foreign.advice().to_owned(),
        foreign: Some(foreign),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: impl AsRef<[u8]>, kind: Kind) {
        let bytes = bytes.as_ref();
        assert_eq!(of(bytes), kind, "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(80)]));
    }

    fn other(what: &str) -> Kind {
        Kind::Other(what.to_owned())
    }

    fn foreign(kind: Foreign, format: &str) -> Kind {
        Kind::Foreign(kind, format.to_owned())
    }

    #[test]
    fn pages_are_told_from_text_that_mentions_tags() {
        for page in [
            "<!DOCTYPE html><p>1. Requests",
            "\u{FEFF}\n <!-- saved --> <HTML lang=en>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\">\n<html>",
            "<p>The General Assembly,<p>1. Requests",
            "<div class=\"text\">1. Requests</div>",
        ] {
            check(page, Kind::Html);
            let wide: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
            check(wide, Kind::Html);
        }
        for text in [
            "The <p> tag begins a paragraph, and <br> a line.",
            "<The General Assembly,>\n1. Requests",
            "<p",
            "< p >",
            "<unknown>1. Requests</unknown>",
            "1. Requests <b>States</b>",
            "BM and MZ are no words",
            "",
        ] {
            check(text, Kind::Text);
        }
    }

    #[test]
    fn documents_that_cannot_be_read_are_named() {
        check("<?xml version='1.0'?><w:wordDocument xmlns:w='x'>", other("an XML file whose root is <w:worddocument>"));
        check(b"{\\rtf1 x", other("an RTF file"));
        check(b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.textPK", other("an OpenDocument text (ODT)"));
        check(b"PK\x03\x04 a.txt", other("a ZIP archive that is cut short, and may have been a Word file"));
        check(b"PK\x03\x04 [Content_Types].xml", Kind::Office);
        check(b"%PDF-1.7", Kind::Pdf);
        for (part, what) in OLE_PARTS {
            check(ole(part), other(what));
        }
    }

    #[test]
    fn what_is_no_document_is_told_by_its_bytes() {
        check("id,document,title\r\n", foreign(Foreign::Table, "CSV"));
        check("\u{FEFF}actor;name;actor_kind;asks;A/80/L.1\r\n", foreign(Foreign::Table, "CSV"));
        check("{\"id\":\"A/80/L.1#OP1.1.1\"", foreign(Foreign::Table, "JSON"));
        check(b"PAR1\x15\0", foreign(Foreign::Table, "Parquet"));
        check("BEGIN:VCALENDAR\r\n", foreign(Foreign::Calendar, "iCalendar"));
        check("one, two, three\n", Kind::Text);
        check("one,two\nthree,", Kind::Text);
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", foreign(Foreign::Image, "PNG"));
        check(b"<svg xmlns='x'>", foreign(Foreign::Image, "SVG"));
        check(b"PK\x03\x04 a.txt PK\x05\x06", foreign(Foreign::Archive, "ZIP"));
        check(b"\x1F\x8B\x08\0\0\0\0\0", foreign(Foreign::Archive, "GZ"));
        check(b"ID3\x04\0\0\0\0", foreign(Foreign::Sound, "ID3"));
        check(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", foreign(Foreign::Film, "MP4"));
        check(b"\x7FELF\x02\x01\x01\0", foreign(Foreign::Program, "ELF"));
        check(
            b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK",
            foreign(Foreign::Workbook, "ODS"),
        );
        for (part, kind, format) in FOREIGN_OLE_PARTS {
            check(ole(part), foreign(kind, format));
        }
        // Letters of short signatures, and text in which every other byte is zero.
        check("BM II* MZ \u{1F}", Kind::Text);
        check("BM II* MZ".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(), Kind::Text);
    }

    fn ole(part: &str) -> Vec<u8> {
        [OLE, &part.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat()
    }
}
