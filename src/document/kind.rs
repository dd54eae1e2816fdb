//! What a file is, told from its bytes and never from its name.

use encoding_rs::Encoding;
use memchr::memmem;

use super::Refusal;
use super::text::utf_16;

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text or Markdown, unless its bytes turn out to be none.
    Text,
    Html,
    /// A package as DOCX, XLSX and PPTX files are; its reader tells them apart.
    Office,
    Pdf,
    /// Something that no reader takes.
    Foreign(String),
}

/// Beginnings of files that no reader takes, and what they are.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"BM", "a bitmap image"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xFD7zXZ\0", "an xz archive"),
    (b"(\xB5/\xFD", "a zstd archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7FELF", "a program"),
    (b"MZ", "a program"),
    (b"%!PS", "a PostScript file"),
    (b"\xFFWPC", "a WordPerfect file"),
    (b"MIME-Version:", "a web archive (MHTML)"),
    (b"SQLite format 3\0", "an SQLite database"),
];

/// Containers as OLE has them: old Word, Excel and PowerPoint files, and new ones that are encrypted.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0";
const OLE_PARTS: [(&str, &str); 5] = [
    ("EncryptedPackage", "a Word or other Office file that is protected by a password"),
    ("WordDocument", "an old Word file (DOC)"),
    ("Workbook", "an old Excel file (XLS)"),
    ("PowerPoint Document", "an old PowerPoint file (PPT)"),
    ("__substg1.0_", "an Outlook message"),
];

/// What the first part of an archive says of an archive that is a document.
const MIME_TYPES: [(&str, &str); 5] = [
    ("application/vnd.oasis.opendocument.text", "an OpenDocument text (ODT)"),
    ("application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet (ODS)"),
    ("application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation (ODP)"),
    ("application/vnd.oasis.opendocument", "an OpenDocument file"),
    ("application/epub+zip", "an EPUB book"),
];

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
    // Text may begin with the letters of a short signature.
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let binary = memchr::memchr(0, sample).is_some();
    let sure = |signature: &[u8]| binary || 4 <= signature.len() || !signature.is_ascii();
    let signed = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature) && sure(signature));
    if let Some((_, what)) = signed {
        return Kind::Foreign((*what).to_owned());
    }
    if bytes.starts_with(OLE) {
        return Kind::Foreign(container(bytes).to_owned());
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return archive(bytes);
    }
    if bytes.trim_ascii_start().starts_with(b"%PDF-") {
        return Kind::Pdf;
    }
    // Most files are text, which these say at once.
    let bare = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    if binary || bare.starts_with(b"<") { markup(&beginning(sample)) } else { Kind::Text }
}

fn container(bytes: &[u8]) -> &'static str {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    OLE_PARTS.iter().find(|(name, _)| holds(name)).map_or("an old Office file", |(_, what)| what)
}

fn archive(bytes: &[u8]) -> Kind {
    let first = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]);
    if let Some((_, what)) = MIME_TYPES.iter().find(|(mime, _)| first.contains(&format!("mimetype{mime}"))) {
        return Kind::Foreign((*what).to_owned());
    }
    // The names of the parts stand uncompressed in an archive.
    if memmem::find(bytes, b"[Content_Types].xml").is_some() {
        return Kind::Office;
    }
    Kind::Foreign("a ZIP archive".to_owned())
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
    if declared {
        return Kind::Foreign(format!("an XML file whose root is <{name}>"));
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
    } else if what.contains("archive") {
        "unpack it and give the documents in it"
    } else if what.contains("image") {
        "recognise its text with another program, and save that as plain text"
    } else {
        "open it in the program that it was made with, and save the document as DOCX or as plain text"
    };
    Refusal { found: what, expected: super::readable(), advice: advice.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: impl AsRef<[u8]>, kind: Kind) {
        let bytes = bytes.as_ref();
        assert_eq!(of(bytes), kind, "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(80)]));
    }

    fn foreign(what: &str) -> Kind {
        Kind::Foreign(what.to_owned())
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
    fn what_cannot_be_read_is_named() {
        check(
            "<?xml version='1.0'?><w:wordDocument xmlns:w='x'>",
            foreign("an XML file whose root is <w:worddocument>"),
        );
        check(b"{\\rtf1 x", foreign("an RTF file"));
        check(b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.textPK", foreign("an OpenDocument text (ODT)"));
        check(b"PK\x03\x04 a.txt", foreign("a ZIP archive"));
        check(b"PK\x03\x04 [Content_Types].xml", Kind::Office);
        check(b"%PDF-1.7", Kind::Pdf);
        for (part, what) in OLE_PARTS {
            let name = part.encode_utf16().flat_map(u16::to_le_bytes);
            check([OLE, &name.collect::<Vec<_>>()].concat(), foreign(what));
        }
    }
}
