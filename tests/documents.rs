//! Word files and HTML pages: what is read in them, and what is refused.
//!
//! The documents are written for these tests and packed by them. `tests/files/bees.*` is one document as text, from
//! which a Word file and a page are made; the `.docx` and `.html` files beside it are those, saved again by LibreOffice.

#![cfg(all(feature = "docx", feature = "html"))]

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use exhorte::{Column, Document, Error, Language, Lexicons, Value, extract};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The parts of a Word file that is to be packed.
#[derive(Clone)]
struct Docx {
    parts: Vec<(String, String)>,
}

impl Docx {
    /// A Word file with this body.
    fn of(body: &str) -> Self {
        let document = format!("<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>");
        let types = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>\
            <Default Extension='xml' ContentType='application/xml'/>\
            <Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>";
        let relation = relation("rId1", "officeDocument", "word/document.xml");
        let docx = Docx { parts: Vec::new() };
        docx.with("[Content_Types].xml", types)
            .with("_rels/.rels", &relations(&relation))
            .with("word/document.xml", &document)
    }

    /// The same with another part, or with a part replaced.
    fn with(mut self, name: &str, content: &str) -> Self {
        self.parts.retain(|(known, _)| known != name);
        self.parts.push((name.to_owned(), content.to_owned()));
        self
    }

    /// The same with parts that belong to the document.
    fn with_parts(self, parts: &[(&str, &str)]) -> Self {
        let name = |kind: &str| format!("{kind}.xml");
        let all: String = parts.iter().map(|(kind, _)| relation(&format!("r-{kind}"), kind, &name(kind))).collect();
        let docx = self.with("word/_rels/document.xml.rels", &relations(&all));
        parts.iter().fold(docx, |docx, (kind, content)| docx.with(&format!("word/{}", name(kind)), content))
    }

    fn pack(&self) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.parts {
            archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            archive.write_all(content.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }
}

const NAMESPACES: &str = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' \
    xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' \
    xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' \
    xmlns:v='urn:schemas-microsoft-com:vml' \
    xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' \
    xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'";

fn relation(id: &str, kind: &str, target: &str) -> String {
    let address = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    format!("<Relationship Id='{id}' Type='{address}/{kind}' Target='{target}'/>")
}

fn relations(all: &str) -> String {
    format!("<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{all}</Relationships>")
}

/// A paragraph of plain text.
fn p(text: &str) -> String {
    format!("<w:p>{}</w:p>", r(text))
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

fn numbered(list: u32, level: u32, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr>{}</w:p>",
        r(text)
    )
}

/// A field that stores no result.
fn field(code: &str) -> String {
    let char = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let (first, last) = code.split_at(code.len() / 2);
    let code = format!("<w:r><w:instrText>{first}</w:instrText></w:r><w:r><w:instrText>{last}</w:instrText></w:r>");
    [char("begin"), code, char("end")].concat()
}

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{}</w:p>", r(text))
}

fn level(place: u32, format: &str, pattern: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl='{place}'><w:start w:val='1'/><w:numFmt w:val='{format}'/>{more}<w:lvlText w:val='{pattern}'/></w:lvl>"
    )
}

fn numbering(definitions: &str) -> String {
    format!("<w:numbering xmlns:w='{WORD}'>{definitions}</w:numbering>")
}

/// Three levels as resolutions have them, in the list 1.
fn of_resolutions() -> String {
    let levels =
        level(0, "decimal", "%1.", "") + &level(1, "lowerLetter", "(%2)", "") + &level(2, "lowerRoman", "(%3)", "");
    numbering(&format!(
        "<w:abstractNum w:abstractNumId='7'>{levels}</w:abstractNum>\
         <w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
    ))
}

fn text_of(bytes: Vec<u8>) -> String {
    Document::from_bytes("any", bytes, Language::En).unwrap_or_else(|error| panic!("{error}")).text.to_string()
}

/// Reads a Word file with this body, and checks its lines.
#[track_caller]
fn check_docx(docx: &Docx, lines: &[&str]) {
    assert_eq!(text_of(docx.pack()).split("\n\n").collect::<Vec<_>>(), lines);
}

#[track_caller]
fn check_body(body: &str, lines: &[&str]) {
    check_docx(&Docx::of(body), lines);
}

#[track_caller]
fn check_html(html: &str, lines: &[&str]) {
    let page = format!("<!DOCTYPE html>{html}");
    let text = text_of(page.into_bytes());
    let found: Vec<&str> = text.split("\n\n").filter(|line| !line.is_empty()).collect();
    assert_eq!(found, lines, "{html}");
}

mod docx {
    use super::*;

    #[test]
    fn numbers_are_computed_at_every_level() {
        let body = numbered(1, 0, "Requests States:")
            + &numbered(1, 1, "To count;")
            + &numbered(1, 2, "Hives;")
            + &numbered(1, 2, "Bees;")
            + &numbered(1, 1, "To plant;")
            + &numbered(0, 0, "No number;")
            + &numbered(1, 0, "")
            + &numbered(1, 0, "Invites States:")
            + &numbered(1, 1, "To prune.");
        let lines = [
            "1. Requests States:",
            "(a) To count;",
            "(i) Hives;",
            "(ii) Bees;",
            "(b) To plant;",
            "No number;",
            "3. Invites States:",
            "(a) To prune.",
        ];
        check_docx(&Docx::of(&body).with_parts(&[("numbering", &of_resolutions())]), &lines);
    }

    #[test]
    fn lists_begin_anew_go_on_and_borrow() {
        let levels = level(0, "decimal", "%1.", "") + &level(1, "decimal", "%1.%2", "") + &level(2, "bullet", "·", "");
        let definitions = format!(
            "<w:abstractNum w:abstractNumId='0'><w:styleLink w:val='Outline'/>{levels}</w:abstractNum>\
             <w:abstractNum w:abstractNumId='1'><w:numStyleLink w:val='Outline'/></w:abstractNum>\
             <w:abstractNum w:abstractNumId='2'>{upper}{legal}{never}</w:abstractNum>\
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
             <w:num w:numId='2'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>\
             <w:num w:numId='3'><w:abstractNumId w:val='1'/></w:num>\
             <w:num w:numId='4'><w:abstractNumId w:val='2'/></w:num>\
             <w:num w:numId='5'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'>{own}</w:lvlOverride></w:num>",
            upper = level(0, "upperRoman", "%1.", ""),
            legal = level(1, "decimal", "%1.%2.", "<w:isLgl/>"),
            never = level(2, "lowerLetter", "%3)", "<w:lvlRestart w:val='0'/>"),
            own = level(0, "none", "Article", ""),
        );
        let styles = format!(
            "<w:styles xmlns:w='{WORD}'><w:style w:type='numbering' w:styleId='Outline'>\
             <w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style></w:styles>"
        );
        let paragraphs = [
            (1, 0, "a"),
            (1, 1, "b"),
            (1, 2, "c"),
            (2, 0, "d"),
            (2, 0, "e"),
            (2, 1, "f"),
            (3, 0, "g"),
            (4, 0, "h"),
            (4, 1, "i"),
            (4, 2, "j"),
            (4, 0, "k"),
            (4, 2, "l"),
            (5, 0, "m"),
            (9, 0, "n"),
            (1, 8, "o"),
        ];
        let body: String = paragraphs.iter().map(|(list, level, text)| numbered(*list, *level, text)).collect();
        let docx = Docx::of(&body).with_parts(&[("numbering", &numbering(&definitions)), ("styles", &styles)]);
        let lines = [
            "1. a",
            "1.1 b",
            "- c",
            "5. d",
            "6. e",
            "6.1 f",
            "7. g",
            "I. h",
            "1.1. i",
            "a) j",
            "II. k",
            "b) l",
            "Article m",
            "n",
            "o",
        ];
        check_docx(&docx, &lines);
    }

    #[test]
    fn numbers_come_through_styles() {
        let levels = level(0, "decimal", "%1.", "<w:pStyle w:val='Op'/>")
            + &level(1, "lowerLetter", "(%2)", "<w:pStyle w:val='Sub'/>");
        let numbering = numbering(&format!(
            "<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>\
             <w:num w:numId='3'><w:abstractNumId w:val='0'/></w:num>"
        ));
        let number = "<w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr>";
        let styles = format!(
            "<w:styles xmlns:w='{WORD}'>\
             <w:style w:type='paragraph' w:default='1' w:styleId='Normal'/>\
             <w:style w:type='paragraph' w:styleId='Op'><w:basedOn w:val='Normal'/>{number}</w:style>\
             <w:style w:type='paragraph' w:styleId='Last'><w:basedOn w:val='Op'/></w:style>\
             <w:style w:type='paragraph' w:styleId='Sub'><w:basedOn w:val='Op'/>{number}</w:style>\
             <w:style w:type='paragraph' w:styleId='Loop'><w:basedOn w:val='Loop'/></w:style></w:styles>"
        );
        let unnumbered = "<w:p><w:pPr><w:pStyle w:val='Op'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr>";
        let body = p("Preamble,")
            + &styled("Op", "Requests:")
            + &styled("Sub", "To count;")
            + &styled("Sub", "To plant;")
            + &format!("{unnumbered}{}</w:p>", r("Heading"))
            + &styled("Last", "Decides.")
            + &styled("Loop", "Text")
            + &styled("Unknown", "Text");
        let docx = Docx::of(&body).with_parts(&[("numbering", &numbering), ("styles", &styles)]);
        let lines =
            ["Preamble,", "1. Requests:", "(a) To count;", "(b) To plant;", "Heading", "2. Decides.", "Text", "Text"];
        check_docx(&docx, &lines);
    }

    #[test]
    fn changes_are_read_as_accepted() {
        let deleted_mark = "<w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr>";
        let numbered_mark = "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr><w:rPr><w:del w:id='2'/></w:rPr></w:pPr>";
        let changed =
            "<w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:pPrChange></w:pPr>";
        let body = format!(
            "<w:p>{}<w:del><w:r><w:delText>not </w:delText></w:r></w:del><w:ins><w:r><w:t>now </w:t></w:r></w:ins>{}</w:p>\
             <w:p>{deleted_mark}{}</w:p>{}\
             <w:p>{numbered_mark}<w:del><w:r><w:delText>All gone;</w:delText></w:r></w:del></w:p>{}\
             <w:p><w:moveFrom><w:r><w:t>from</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>to</w:t></w:r></w:moveTo></w:p>\
             <w:p>{changed}{}</w:p>\
             <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>\
             <w:p>{deleted_mark}{}</w:p>",
            r("It is "),
            r("so."),
            r("One "),
            p("paragraph."),
            numbered(1, 0, "First;"),
            r("No number"),
            p("deleted row"),
            p("row"),
            r("Last"),
        );
        let docx = Docx::of(&body).with_parts(&[("numbering", &of_resolutions())]);
        check_docx(&docx, &["It is now so.", "One paragraph.", "1. First;", "to", "No number", "row", "Last"]);
    }

    #[test]
    fn notes_are_numbered_by_their_order() {
        let mark = |kind: &str, id: u32| format!("<w:r><w:{kind}Reference w:id='{id}'/></w:r>");
        let notes = |kind: &str, texts: &[(u32, &str)]| {
            let notes = texts.iter().fold(String::new(), |mut notes, (id, text)| {
                let _ = write!(
                    notes,
                    "<w:{kind} w:id='{id}'><w:p><w:r><w:{kind}Ref/></w:r>{}</w:p>{}</w:{kind}>",
                    r(text),
                    p("more.")
                );
                notes
            });
            format!(
                "<w:{kind}s xmlns:w='{WORD}'><w:{kind} w:type='separator' w:id='0'>{}</w:{kind}>{notes}</w:{kind}s>",
                p("line")
            )
        };
        let raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>";
        let own = "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='6'/><w:t>*</w:t></w:r>";
        let body = format!(
            "<w:p>{}{}{}{}</w:p><w:p>{}{}{raised}e</w:t></w:r>{}{own}</w:p><w:p>{}{raised}12</w:t></w:r></w:p>",
            r("Hives"),
            mark("footnote", 9),
            r(" and bees"),
            mark("endnote", 2),
            r("The 79"),
            mark("footnote", 4),
            mark("footnote", 9),
            r("Marked by hand"),
        );
        let docx = Docx::of(&body).with_parts(&[
            ("footnotes", &notes("footnote", &[(4, "Four"), (6, "* Own"), (9, "Nine"), (11, "Never referred to")])),
            ("endnotes", &notes("endnote", &[(2, "Two")])),
        ]);
        check_docx(
            &docx,
            &[
                "Hives¹ and bees²",
                "The 79³e¹*",
                "Marked by hand¹²",
                "¹ Nine more.",
                "² Two more.",
                "³ Four more.",
                "* Own more.",
            ],
        );
    }

    #[test]
    fn text_boxes_are_read_once() {
        let inner = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
        let alternatives = format!(
            "<mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{}</wps:txbx></mc:Choice>\
             <mc:Fallback><w:pict><v:textbox>{}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>",
            inner("A/81/L.1"),
            inner("A/81/L.1"),
        );
        let newer = "<mc:AlternateContent><mc:Choice Requires='w99'><w:t>new</w:t></mc:Choice>\
                     <mc:Fallback><w:t>old</w:t></mc:Fallback></mc:AlternateContent>";
        let body = format!("<w:p>{}<w:r>{alternatives}</w:r><w:r>{newer}</w:r></w:p>", r("Around it: "));
        check_body(&body, &["A/81/L.1", "Around it: old"]);
    }

    #[test]
    fn runs_hold_more_than_text() {
        let field = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>REF _x</w:instrText></w:r>\
                     <w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:t>inner</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>\
                     <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>result</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>";
        let body = format!(
            "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>\
             <w:r><w:t>quatre</w:t><w:noBreakHyphen/><w:t>vingt</w:t><w:tab/><w:t>co</w:t><w:softHyphen/><w:t>opération</w:t><w:br/><w:t>ligne</w:t></w:r></w:p>\
             <w:p>{field}</w:p>\
             <w:p><w:hyperlink r:id='x'>{}</w:hyperlink><w:fldSimple w:instr='DATE'>{}</w:fldSimple></w:p>\
             <w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>\
             <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>seen</w:t></w:r></w:p>\
             <w:p><w:r><w:sym w:font='Symbol' w:char='F0B3'/><w:sym w:font='Wingdings' w:char='F04A'/></w:r><m:r><m:t>x &lt; &#121;</m:t></m:r></w:p>",
            r("link "),
            r("date"),
            p("control"),
        );
        let lines = [
            "quatre\u{2011}vingt\tcoopération\nligne",
            "result",
            "link date",
            "control",
            "seen",
            "\u{2265}\u{F04A}x < y",
        ];
        check_body(&body, &lines);
    }

    fn paragraph(properties: &str, runs: &[String]) -> String {
        format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", runs.concat())
    }

    #[test]
    fn numbers_in_lists_of_fields_are_computed() {
        let definitions = format!(
            "<w:abstractNum w:abstractNumId='3'><w:name w:val='Points'/>{}{}</w:abstractNum>\
             <w:abstractNum w:abstractNumId='7'>{}{}{}</w:abstractNum>\
             <w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>",
            level(0, "upperLetter", "%1:", ""),
            level(1, "decimalZero", "%1.%2", ""),
            level(0, "decimal", "%1.", ""),
            level(1, "lowerLetter", "(%2)", ""),
            level(2, "lowerRoman", "(%3)", ""),
        );
        let listed = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>";
        let list = || field("LISTNUM");
        let body = [
            // Before any list, the default one; fields side by side go deeper.
            paragraph("", &[list(), r(" one")]),
            paragraph("", &[list(), list(), r(" two")]),
            paragraph("", &[field("LISTNUM NumberDefault \\l 3 \\s 4"), r(" three")]),
            // Within the text they go on; a list that the paragraph belongs to is theirs.
            paragraph("", &[r("text: "), field("LISTNUM LegalDefault \\l 2"), r(" x; "), list(), r(" y")]),
            paragraph(listed, &[r("Requests: "), list(), r(" x; "), list(), r(" y")]),
            paragraph(listed, &[list(), r(" Invites: "), list(), r(" x")]),
            numbered(1, 1, "To go on"),
            paragraph("", &[field("LISTNUM \"points\""), r(" a")]),
            paragraph("", &[field("LISTNUM Points \\l 2"), r(" b")]),
            paragraph("", &["<w:fldSimple w:instr='LISTNUM Points'/>".to_owned(), r(" c")]),
        ];
        let lines = [
            "1) one",
            "2)a) two",
            "iv) three",
            "text: 1.1. x; 1.2. y",
            "1. Requests: (a) x; (b) y",
            "2. (a) Invites: (i) x",
            "(b) To go on",
            "A: a",
            "A.01 b",
            "B: c",
        ];
        check_docx(&Docx::of(&body.concat()).with_parts(&[("numbering", &numbering(&definitions))]), &lines);
    }

    #[test]
    fn paragraphs_are_numbered_by_fields() {
        let styles = format!(
            "<w:styles xmlns:w='{WORD}'>\
             <w:style w:type='paragraph' w:styleId='H1'><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>\
             <w:style w:type='paragraph' w:styleId='H2'><w:basedOn w:val='H1'/><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style></w:styles>"
        );
        let of = |style: &str, code: &str, text: &str| {
            paragraph(&format!("<w:pStyle w:val='{style}'/>"), &[field(code), r(&format!("\t{text}"))])
        };
        let body = [
            of("", "AUTONUM", "one"),
            of("", " AUTONUM \\* Arabic ", "two"),
            of("", "AUTONUM \\* alphabetic \\s )", "three"),
            of("H1", "AUTONUMLGL", "heading"),
            of("H2", "AUTONUMLGL", "below"),
            of("", "AUTONUMLGL", "text"),
            of("", "AUTONUMLGL \\e", "text"),
            of("H1", "AUTONUMOUT", "heading"),
            of("", "AUTONUMOUT", "text"),
            of("", "AUTONUM", "text"),
            of("H1", "AUTONUMLGL", "heading"),
        ];
        let lines = [
            "1.\tone",
            "2.\ttwo",
            "c)\tthree",
            "1.\theading",
            "1.1.\tbelow",
            "1.1.1.\ttext",
            "1.1.2\ttext",
            "I.\theading",
            "A.\ttext",
            "1.\ttext",
            "2.\theading",
        ];
        check_docx(&Docx::of(&body.concat()).with_parts(&[("styles", &styles)]), &lines);
    }

    #[test]
    fn sequences_are_counted_where_their_numbers_are_not_stored() {
        let heading = "<w:pStyle w:val='H1'/>";
        let styles = format!(
            "<w:styles xmlns:w='{WORD}'><w:style w:type='paragraph' w:styleId='H1'><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style></w:styles>"
        );
        let stored = |number: &str| format!("<w:fldSimple w:instr='SEQ para'>{}</w:fldSimple>", r(number));
        let deleted = format!("<w:del w:id='1'>{}</w:del>", field("SEQ para"));
        let body = [
            paragraph("", &[field("SEQ para"), r(". one")]),
            paragraph("", &[stored("2"), r(". two"), deleted]),
            paragraph("", &[field("SEQ Para \\* ROMAN"), field("SEQ para \\h"), field("SEQ para \\c"), r(". three")]),
            paragraph("", &[field("SEQ other \\r 9"), field("SEQ other \\s 1"), r(" other")]),
            paragraph(heading, &[r("Heading")]),
            paragraph("", &[field("SEQ other \\s 1"), r(" anew")]),
            paragraph("", &[field("SEQ"), field("PAGE"), r("nothing")]),
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>".to_owned() + &r("joined ") + "</w:p>",
            paragraph("", &[field("SEQ other"), r(".")]),
        ];
        let lines = ["1. one", "2. two", "III4. three", "910 other", "Heading", "1 anew", "nothing", "joined 2."];
        check_docx(&Docx::of(&body.concat()).with_parts(&[("styles", &styles)]), &lines);
    }

    #[test]
    fn documents_within_the_document_are_read() {
        let types = "<Types><Default Extension='xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml'/></Types>";
        let chunk = |id: &str| format!("<w:altChunk r:id='{id}'/>");
        let body = [
            p("Before"),
            chunk("page"),
            format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p("1."), chunk("text")),
            chunk("docx"),
            chunk("page"),
            chunk("rich"),
            chunk("missing"),
            p("After"),
        ];
        let inner = Docx::of(&(p("Inner") + &numbered(1, 0, "Requests")))
            .with_parts(&[("numbering", &of_resolutions())])
            .pack();
        let relations: String = ["page.html", "text.txt", "docx.docx", "rich.rtf"]
            .iter()
            .map(|name| relation(name.split_once('.').unwrap().0, "aFChunk", name))
            .collect();
        let docx = Docx::of(&body.concat())
            .with("[Content_Types].xml", types)
            .with("word/_rels/document.xml.rels", &super::relations(&relations));
        let mut archive = ZipWriter::new_append(Cursor::new(docx.pack())).unwrap();
        let page = "<html><ol start=4><li>Invites</ol>";
        for (name, content) in [
            ("page.html", page.as_bytes()),
            ("text.txt", b"Decides\n\nalso"),
            ("docx.docx", &inner),
            ("rich.rtf", b"{\\rtf1}"),
        ] {
            archive.start_file(format!("word/{name}"), SimpleFileOptions::default()).unwrap();
            archive.write_all(content).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        let document = Document::from_bytes("any", bytes, Language::En).unwrap();
        let lines: Vec<&str> = document.text.split("\n\n").collect();
        assert_eq!(lines, ["Before", "4. Invites", "1.\tDecides", "also", "Inner", "1. Requests", "After"]);
        let notes: Vec<String> = document.notes.iter().map(|note| note.message()).collect();
        assert_eq!(notes, ["a document within the document was left out: word/rich.rtf, an RTF file"]);
    }

    #[test]
    fn documents_within_documents_end_somewhere() {
        let relations = relations(&(relation("in", "aFChunk", "in.docx") + &relation("no", "aFChunk", "no.txt")));
        let mut inner = Docx::of(&p("The innermost")).pack();
        for depth in 0..10 {
            let body = p(&format!("{depth}")) + "<w:altChunk r:id='in'/>";
            let docx = Docx::of(&body).with("word/_rels/document.xml.rels", &relations);
            let mut archive = ZipWriter::new_append(Cursor::new(docx.pack())).unwrap();
            archive.start_file("word/in.docx", SimpleFileOptions::default()).unwrap();
            archive.write_all(&inner).unwrap();
            inner = archive.finish().unwrap().into_inner();
        }
        let document = Document::from_bytes("any", inner, Language::En).unwrap();
        assert_eq!(document.text.split("\n\n").collect::<Vec<_>>(), ["9", "8", "7", "6", "5"]);
        let told = |words: &str| document.notes.iter().filter(|note| note.words.contains(words)).count();
        assert_eq!((told("too deep"), told("does not hold this part")), (1, 5));
    }

    #[test]
    fn documents_within_documents_may_not_be_too_large() {
        let parts: Vec<String> = (0..6).map(|place| format!("chunk{place}.txt")).collect();
        let all: String = parts.iter().map(|part| relation(part, "aFChunk", part)).collect();
        let body = parts.iter().fold(String::new(), |body, part| body + &format!("<w:altChunk r:id='{part}'/>"));
        let large = "x ".repeat(7 << 20);
        let docx = Docx::of(&(p("Text") + &body)).with("word/_rels/document.xml.rels", &relations(&all));
        let docx = parts.iter().fold(docx, |docx, part| docx.with(&format!("word/{part}"), &large));
        let document = Document::from_bytes("any", docx.pack(), Language::En).unwrap();
        assert!(document.text.starts_with("Text") && document.text.len() < 64 << 20);
        assert!(document.notes.iter().any(|note| note.words.contains("chunk5.txt")), "{:?}", document.notes);
    }

    #[test]
    fn hidden_paragraphs_are_not_there() {
        let styles = format!(
            "<w:styles xmlns:w='{WORD}'><w:style w:type='paragraph' w:styleId='Secret'><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
        );
        let list = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>";
        let hidden = "<w:rPr><w:vanish/></w:rPr>";
        let body = [
            numbered(1, 0, "First"),
            paragraph(&format!("{list}{hidden}"), &[format!("<w:r>{hidden}<w:t>Gone</w:t></w:r>")]),
            paragraph(&format!("<w:pStyle w:val='Secret'/>{list}"), &[r("Gone"), field("LISTNUM")]),
            paragraph(
                &format!("{list}<w:rPr><w:vanish/><w:specVanish/></w:rPr>"),
                &["<w:r><w:rPr><w:vanish w:val='false'/></w:rPr><w:t xml:space='preserve'>Requests </w:t></w:r>"
                    .to_owned()],
            ),
            p("States"),
            numbered(1, 0, "Last"),
        ];
        let docx = Docx::of(&body.concat()).with_parts(&[("numbering", &of_resolutions()), ("styles", &styles)]);
        check_docx(&docx, &["1. First", "2. Requests States", "3. Last"]);
    }

    #[test]
    fn what_stands_around_paragraphs_changes_nothing() {
        let control = |inner: &str| {
            format!(
                "<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr><w:alias w:val='x'/><w:text/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
            )
        };
        let marked = |inner: &str| format!("<w:customXml w:element='x'><w:customXmlPr/>{inner}</w:customXml>");
        let smart = |inner: &str| format!("<w:smartTag w:element='x'><w:smartTagPr/>{inner}</w:smartTag>");
        let row =
            format!("<w:tr>{}<w:tc>{}</w:tc></w:tr>", control(&format!("<w:tc>{}</w:tc>", p("1."))), p("Requests"));
        let body = [
            control(&(p("One") + &control(&numbered(1, 0, "two")))),
            marked(&paragraph("", &[smart(&r("Smart ")), control(&r("control ")), marked(&r("marked"))])),
            format!("<w:tbl>{}</w:tbl>", control(&control(&row))),
            "<w:p><w:moveFromRangeStart w:id='1'/><w:moveFrom w:id='2'><w:r><w:t>gone</w:t></w:r></w:moveFrom><w:moveFromRangeEnd w:id='1'/>\
             <w:moveToRangeStart w:id='3'/><w:moveTo w:id='4'><w:r><w:t>moved</w:t></w:r></w:moveTo><w:moveToRangeEnd w:id='3'/>\
             <w:r><w:commentReference w:id='0'/></w:r></w:p>"
                .to_owned(),
            paragraph("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/><w:ins w:id='5'/></w:numPr>", &[r("inserted")]),
        ];
        let docx = Docx::of(&body.concat()).with_parts(&[("numbering", &of_resolutions())]);
        check_docx(&docx, &["One", "1. two", "Smart control marked", "1.\tRequests", "moved", "2. inserted"]);
    }

    #[test]
    fn tables_and_boxes_of_mastheads_stand_in_one_another() {
        let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
        let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell(&p("A")), cell(&p("/81/L.1")));
        let boxed = |inner: &str| {
            format!(
                "<w:p><w:r><w:pict><v:group><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></v:group></w:pict></w:r></w:p>"
            )
        };
        let body = format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell(&p("United Nations")),
            cell(&(inner + "<w:p/>")),
            cell(&p("General Assembly")),
            cell(&boxed(&(p("Distr.: Limited") + &p("Original: English")))),
        );
        check_body(&body, &["United Nations\tA\t/81/L.1", "General Assembly", "Distr.: Limited", "Original: English"]);
    }

    #[test]
    fn strict_files_are_read() {
        let strict = |xml: &str| {
            let officedoc = "http://schemas.openxmlformats.org/officeDocument/2006";
            xml.replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main")
                .replace(officedoc, "http://purl.oclc.org/ooxml/officeDocument")
        };
        let note =
            format!("<w:footnotes xmlns:w='{WORD}'><w:footnote w:id='3'>{}</w:footnote></w:footnotes>", p("See"));
        let marked = format!("<w:p>{}<w:r><w:footnoteReference w:id='3'/></w:r></w:p>", r("Text"));
        let body = numbered(1, 0, "Requests") + &marked + "<w:p><w:r><m:r><m:t>x</m:t></m:r></w:r></w:p>";
        let mut docx = Docx::of(&body).with_parts(&[("numbering", &of_resolutions()), ("footnotes", &note)]);
        docx.parts.iter_mut().for_each(|(_, content)| *content = strict(content));
        check_docx(&docx, &["1. Requests", "Text¹", "x", "¹ See"]);
    }

    #[test]
    fn templates_and_files_with_macros_are_read() {
        for kind in [
            "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
            "vnd.ms-word.document.macroEnabled.main+xml",
            "vnd.ms-word.template.macroEnabledTemplate.main+xml",
        ] {
            let types = format!("<Types><Default Extension='xml' ContentType='application/{kind}'/></Types>");
            check_docx(&Docx::of(&p("Text")).with("[Content_Types].xml", &types), &["Text"]);
        }
    }

    #[test]
    fn symbols_are_what_they_look_like() {
        let sym = |font: &str, code: &str| format!("<w:r><w:sym w:font='{font}' w:char='{code}'/></w:r>");
        let body = [
            paragraph("", &[sym("Symbol", "F02A"), r(" Reissued")]),
            paragraph("", &[sym("Symbol", "F0B7"), r("\tTo count")]),
            paragraph("", &[sym("Wingdings", "F06C"), sym("Wingdings", "F0D8"), sym("Symbol", "F031")]),
        ];
        check_body(&body.concat(), &["* Reissued", "\u{2022}\tTo count", "\u{2022}\u{F0D8}1"]);
    }

    #[test]
    fn fields_without_end_lose_nothing() {
        let body =
            format!("<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>{}</w:p>{}", r("1. Requests"), p("2. Invites"));
        check_body(&body, &["1. Requests", "2. Invites"]);
    }

    #[test]
    fn the_masthead_may_stand_in_the_header_of_the_first_page() {
        let header = |text: &str| format!("<w:hdr xmlns:w='{WORD}'>{}</w:hdr>", p(text));
        let sections = |title: &str| {
            format!(
                "{}<w:sectPr><w:headerReference w:type='default' r:id='r-default'/>\
                 <w:headerReference w:type='first' r:id='r-header'/>{title}</w:sectPr>",
                p("Text")
            )
        };
        let parts = [("header", &*header("A/81/L.1")), ("default", &*header("running"))];
        check_docx(&Docx::of(&sections("<w:titlePg/>")).with_parts(&parts), &["A/81/L.1", "Text"]);
        check_docx(&Docx::of(&sections("")).with_parts(&parts), &["Text"]);
    }

    #[test]
    fn prefixes_and_places_of_parts_are_free() {
        let document =
            format!("<x:document xmlns:x='{WORD}'><x:body><x:p><x:r><x:t>Text</x:t></x:r></x:p></x:body></x:document>");
        let types = "<Types><Override PartName='/Docs/Main.XML' ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>";
        let docx = Docx { parts: Vec::new() }
            .with("[Content_Types].xml", types)
            .with("_rels/.rels", &relations(&relation("a", "officeDocument", "/docs/main.xml")))
            .with("Docs\\Main.xml", &document);
        check_docx(&docx, &["Text"]);
    }
}

mod html {
    use super::*;

    #[test]
    fn lists_are_counted() {
        check_html(
            "<ol start=3><li>c<li value=7>g<ol type=a><li>x</li><li><p>y</p><p>z</p></ol><li>h</ol><ul><li>u</ul>",
            &["3. c", "7. g", "a) x", "b) y", "z", "8. h", "- u"],
        );
        check_html("<ol reversed><li>c<ol><li>x</ol><li>b</ol>", &["2. c", "1. x", "1. b"]);
        check_html("<ol style='list-style: lower-roman'><li>c</ol><ol type=I start=4><li>d</ol>", &["i) c", "IV. d"]);
        check_html(
            "<ol style='list-style-type:none'><li>14. Requests</ol><ol><li>14. Requests<li>(a) To</ol>",
            &["14. Requests", "14. Requests", "(a) To"],
        );
        check_html("<li>alone<ol></ol><li>again", &["alone", "again"]);
    }

    #[test]
    fn notes_are_raised_and_kept() {
        // As people write them, as Pandoc, Word and LibreOffice do.
        check_html(
            "<p>Hives<sup><a href='#n1'>1</a></sup> in the 79<sup>e</sup> m<sup>2</sup><a href='#p2'>2</a></p>\
             <aside><p id=n1>1. See A/79/1.</p></aside>",
            &["Hives¹ in the 79e m²2", "¹ See A/79/1."],
        );
        check_html(
            "<p>Hives<a href='#fn1' id='fnref1'><sup>1</sup></a></p><section class=footnotes><hr><ol>\
             <li id='fn1'><p>See<p>A/79/1. <a href='#fnref1'>↩</a></p></li></ol></section>",
            &["Hives¹", "¹ See A/79/1. ↩"],
        );
        check_html(
            "<p>Hives<a href='#_ftn1' name='_ftnref1'><span><span style='vertical-align:super'><b>[1]</b></span></span></a>;</p>\
             <div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> See A/79/1.</p></div>",
            &["Hives¹;", "¹ See A/79/1."],
        );
        check_html(
            "<p>Hives<a name='s1anc' href='#s1sym'><sup>1</sup></a></p>\
             <div id=s1><p><a name='s1sym' href='#s1anc'>1</a>See A/79/1.</p></div>",
            &["Hives¹", "¹ See A/79/1."],
        );
        check_html("<div class=footnotes><ol><li>See<li>Ibid.</ol></div>", &["¹ See", "² Ibid."]);
        check_html(
            "<h2>A</h2><p>x<h2>Notes</h2><ol class=references><li>See</ol><h2>B</h2><p>y",
            &["A", "x", "¹ See", "B", "y"],
        );
    }

    #[test]
    fn what_sites_say_for_themselves_is_left_out() {
        let page = "<head><title>Title</title><style>p{}</style></head><body class=cookies-set><header>Site</header><nav><ul><li>Home</ul></nav>\
            <div id=cookie-banner><p>We use <b>cookies</b></p></div><div hidden>Hidden <div>deep</div></div>\
            <article><header><h1>Bees</h1></header><p>Text<script>let x = '<p>no</p>';</script></p><button>Print</button></article>\
            <footer>Imprint</footer>";
        check_html(page, &["Bees", "Text"]);
        check_html("<div>Teaser</div><main><p>Requests States to count</p></main>", &["Requests States to count"]);
        check_html("<div>A document that is long</div><main><p>x</p></main>", &["A document that is long", "x"]);
        check_html("<footer><p>All there is</p></footer>", &["All there is"]);
        check_html("<p>One<nav>Home<p>1. Requests", &["One", "Home", "1. Requests"]);
        check_html("<p>One <del>two<p>three", &["One two", "three"]);
        check_html("<p>One <del>two</del> three", &["One three"]);
    }

    #[test]
    fn lines_follow_blocks_tables_and_breaks() {
        check_html(
            "<table><tr><td>United Nations<td>A/81/L.1<tr><td>1.<td><p>Requests</p><p>and</p></table>x<br>y<pre>a\n b</pre>",
            &["United Nations\tA/81/L.1", "1.\tRequests", "and", "x", "y", "a", "b"],
        );
        check_html("<p>Caf&eacute; &amp;&nbsp;th&#233;\n  et <i>eau</i>,<b>x</b></p>", &["Café &\u{a0}thé et eau,x"]);
        check_html("<p dir=rtl>x</p></p></div></table></td>y", &["x", "y"]);
    }

    #[test]
    fn style_sheets_say_how_lists_are_counted() {
        let sheet = "<style><!-- ol.letters { list-style-type: lower-alpha }\n .plain, #roman { list-style: lower-roman inside }\
                     @media print { ol { list-style: none } } li.off { list-style: none } ul { color: red } --></style>";
        check_html(
            &format!(
                "{sheet}<ol><li>x<ol class='big letters'><li>y<li class=off>z</ol></ol><ol id=roman start=4><li>v</ol>\
                 <ul class=plain><li>one<li>two</ul><ul><li>u</ul>"
            ),
            &["1. x", "a) y", "z", "iv) v", "i) one", "ii) two", "- u"],
        );
        check_html(
            "<ol><li style='list-style-type:upper-alpha'>x<li type=i>y<li>z</ol><ol style='list-style:square'><li>s</ol>",
            &["A. x", "ii) y", "3. z", "- s"],
        );
        // Rules of their own count what such a list seems not to.
        check_html(
            "<style>ol { list-style: none } li::before { content: counter(item) '. ' }</style><ol><li>x<li>y</ol>",
            &["1. x", "2. y"],
        );
        check_html("<style>p { display: block }<p>lost", &[]);
        // As Google Docs writes them.
        check_html(
            "<style>ul.lst-0{list-style-type:none}ol.lst-0,ol.lst-1{list-style-type:none}\
             .lst-0 > li:before{content:\"\" counter(lst-ctn-0,decimal) \". \"}.lst-1>li:before{content:\"(\" counter(lst-ctn-1,lower-latin) \") \"}</style>\
             <ol class='lst-0 start' start=1><li>x</ol><ol class='c1 lst-1'><li>y<li>z</ol><ol class=lst-0 start=2><li>w</ol>",
            &["1. x", "a) y", "b) z", "2. w"],
        );
    }

    #[test]
    fn pages_saved_by_word_keep_their_numbers() {
        let label = |text: &str| {
            format!(
                "<![if !supportLists]><span lang=EN-GB style='mso-fareast-font-family:Arial'><span style='mso-list:Ignore'>{text}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span><![endif]>"
            )
        };
        let item = |level: u32, text: &str, words: &str| {
            format!(
                "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>{}{words}<o:p></o:p></p>",
                label(text)
            )
        };
        let page = [
            "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><style><!-- /* Style Definitions */\n\
             p.MsoNormal, li.MsoNormal {margin:0cm;}\nspan.MsoFootnoteReference {vertical-align:super;}\n@page WordSection1 {size:21cm;}\n\
             @list l0:level1 {mso-level-text:\"%1\\.\";} --></style><!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--></head>\
             <body lang=EN-GB><div class=WordSection1><p class=MsoNormal><span style='mso-tab-count:1'>            </span><i>The Council</i>,<o:p></o:p></p>",
            &item(
                1,
                "1.",
                "<i>Requests</i> States<a style='mso-footnote-id:ftn1' href=\"#_ftn1\" name=\"_ftnref1\"><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a>:",
            ),
            &item(2, "(a)", "To count;"),
            &item(3, "&sect;", "Hives"),
            "<p class=MsoNormal>2.<span style='mso-spacerun:yes'>&nbsp; </span><i>Decides</i><span style='mso-hide:all'>hidden</span>.</p></div>\
             <div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width=\"33%\"><![endif]>\
             <div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href=\"#_ftnref1\" name=\"_ftn1\"><span class=MsoFootnoteReference>[1]</span></a> See A/79/1.</p></div></div></body></html>",
        ];
        let text = text_of(page.concat().into_bytes()).replace('\u{a0}', " ");
        let lines: Vec<String> = text
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|line| !line.is_empty())
            .collect();
        assert_eq!(
            lines,
            ["The Council,", "1. Requests States¹:", "(a) To count;", "- Hives", "2. Decides.", "¹ See A/79/1."]
        );
    }

    #[test]
    fn notes_are_told_by_roles_sheets_and_addresses() {
        check_html(
            "<article class='has-footnotes'><ol><li>Requests<a role=doc-noteref href='#f1'>1</a></ol>\
             <section role=doc-endnotes><ol><li id=f1>See</ol></section></article>",
            &["1. Requests¹", "¹ See"],
        );
        check_html(
            "<style>.mark{vertical-align:super}</style><p>Hives<a class=mark href='https://example.org/page#n2'>2</a>, \
             [<a href='https://example.org/#2'>2</a>]</p><p id=n2>2 See</p>",
            &["Hives², [2]", "² See"],
        );
        check_html(
            "<p>Hives<sup id=cite_ref-1 class=reference><a href='#cite_note-1'><span>[</span>1<span>]</span></a></sup></p>\
             <div class=mw-references-wrap><ol class=references><li id=cite_note-1><span class=mw-cite-backlink><a href='#cite_ref-1'>^</a></span> See</ol></div>",
            &["Hives¹", "¹ ^ See"],
        );
        check_html(
            "<p>Hives<sup>1</sup> bees<sup>(2)</sup><p><sup>1</sup> See<p><sup>2</sup>Ibid.",
            &["Hives¹ bees²", "¹ See", "²Ibid."],
        );
    }

    #[test]
    fn lines_follow_what_is_set_apart() {
        // As converters of printed pages write them.
        check_html(
            "<div id=page1><span style='position:absolute;top:1px'>1. Requests the</span><span style='position:absolute'>States</span></div>",
            &["1. Requests the", "States"],
        );
        check_html(
            "<style>.t{position:absolute}.s{display:block}</style><div class='t m0'>1. <span class=_>&nbsp;</span>Requests</div><div class=t>all</div><span class=s>a</span><span class=s>b</span>c",
            &["1. \u{a0}Requests", "all", "a", "b", "c"],
        );
        check_html(
            "<div style='display:inline'>1. </div><div style='display:inline'>Requests</div><div>x</div>",
            &["1. Requests", "x"],
        );
        check_html(
            "<b>1.</b>&nbsp;Requests<br/><br/>2. Invites<hr><a name=2></a>3. Decides<br>",
            &["1.\u{a0}Requests", "2. Invites", "3. Decides"],
        );
        check_html(
            "<details><summary>Text</summary><p>1. Requests</details><dl><dt>1.<dd>x</dl>",
            &["Text", "1. Requests", "1.", "x"],
        );
    }

    #[test]
    fn what_is_not_of_the_document_is_left_out_however_sites_say_so() {
        let page = "<a class='visually-hidden skip-link' href='#main'>Skip</a><div class='block-system-breadcrumb-block'>Home</div>\
            <div id=block-site-cookie class=block-cookie-banner><p>Cookies</p></div><div aria-hidden=true class=modal>Subscribe</div>\
            <h1>Bees<span class='mw-editsection'>[edit]</span></h1><template><p>Draft</p></template><noscript><p>Scripts</p></noscript>\
            <ul class='social-links'><li>Share</ul><p>Requests <span aria-hidden=true>1</span><span class=sr-only>(opens)</span></p>\
            <table class='navbox noprint'><tr><td>See also</table><div class='share-buttons'>Post</div><form><select><option>fr</select></form>";
        check_html(page, &["Bees", "Requests 1"]);
        check_html(
            "<section id=social-protection><p>a</p></section><section id=consent-of-parties><p>b</p></section><div id=sharing role=tabpanel aria-hidden=true><p>c</p></div>",
            &["a", "b", "c"],
        );
        // Where nothing else is there, it is read all the same.
        check_html("<div class=noprint><p>All there is</p></div>", &["All there is"]);
        check_html("<p>One <span class=noprint>two<p>three", &["One two", "three"]);
    }

    #[test]
    fn pages_of_frames_are_refused() {
        let page =
            b"<html><FRAMESET cols='*'><frame src=a.html></FRAMESET><noframes><body>No frames</body></noframes></html>";
        let error = Document::from_bytes("any", page.to_vec(), Language::En).unwrap_err().to_string();
        assert!(error.contains("page of frames"), "{error}");
    }

    #[test]
    fn encodings_are_those_that_are_declared() {
        for (bytes, notes) in [
            (b"<html><meta charset=iso-8859-15><p>\xBDuvre".to_vec(), 0),
            (b"<html><meta http-equiv=content-type content='text/html; charset=\"l9\"'><p>\xBDuvre".to_vec(), 0),
            (b"<?xml version='1.0' encoding='ISO-8859-15'?><html><p>\xBDuvre".to_vec(), 0),
            (b"<html><p>\x9Cuvre".to_vec(), 1),
            ("<html><meta charset=windows-1252><p>œuvre".into(), 0),
            // Latin-1 is read as Windows-1252, and what cannot be is not believed.
            (b"<html><meta charset=iso-8859-1><p>\x9Cuvre".to_vec(), 0),
            (b"<html><meta charset=utf-16><p>\x9Cuvre".to_vec(), 1),
            (b"<html><meta charset=utf-8><p>\x9Cuvre".to_vec(), 1),
            (b"<html><p>&#156;uvre".to_vec(), 0),
            ("\u{FEFF}<html><meta charset=latin1><p>œuvre".into(), 0),
            ("\u{FEFF}<html><p>œuvre".encode_utf16().flat_map(u16::to_be_bytes).collect(), 0),
        ] {
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            let document = Document::from_bytes("any", bytes, Language::Fr).unwrap();
            assert_eq!((&*document.text, document.notes.len()), ("œuvre", notes), "{shown}");
        }
    }

    #[test]
    fn depth_is_no_danger() {
        for open in [
            "<p>",
            "<div>",
            "<li>",
            "<ol><li>",
            "<table><tr><td>",
            "<b>",
            "<sup>",
            "<a href='#x'>",
            "<nav>",
            "<div id=x><sup>",
        ] {
            let page = format!("<!DOCTYPE html>{}x{}", open.repeat(20_000), "</div>".repeat(20_000));
            assert!(text_of(page.into_bytes()).contains('x'), "{open}");
        }
    }
}

/// One document as text, as a Word file and as a page: the records are the same.
mod whole {
    use super::*;

    const RAISED: &[char] = &['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰'];

    /// The document as text, taken apart.
    struct Bees {
        language: Language,
        text: String,
        /// The cells of the masthead, then all other lines.
        masthead: [Vec<String>; 2],
        lines: Vec<String>,
        notes: Vec<String>,
    }

    /// Where a Word file has its numbers from.
    #[derive(Clone, Copy, PartialEq)]
    enum Numbers {
        /// Lists by styles.
        Styles,
        /// Typed, with a tab behind them.
        Typed,
        Fields,
    }

    /// How a page is written.
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Form {
        Lists,
        /// Lists whose labels a style sheet gives.
        Sheet,
        /// As Word saves pages.
        Word,
        /// One paragraph after the other, broken by `br`.
        Breaks,
        /// A `div` for each line, as converters of printed pages write them.
        Printed,
        /// Text as it was typed.
        Typed,
    }

    /// What was deleted in a Word file.
    #[derive(Clone, Copy, PartialEq)]
    enum Changes {
        Nothing,
        Words,
        Paragraphs,
    }

    impl Bees {
        fn read(language: Language) -> Self {
            let text = fs::read_to_string(file(&format!("bees.{language}.txt"))).unwrap();
            let (notes, mut lines): (Vec<String>, Vec<String>) = text
                .lines()
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .partition(|line| line.starts_with(RAISED));
            let rest = lines.split_off(lines.iter().position(|line| line.starts_with("Original")).unwrap() + 1);
            let right = lines.split_off(2);
            let notes = notes.iter().map(|note| note.split_once(' ').unwrap().1.to_owned()).collect();
            Bees { language, text, masthead: [lines, right], lines: rest, notes }
        }

        /// The lines, each with its depth: 0 for a paragraph without number, 1 for a numbered one, and so on.
        fn paragraphs(&self) -> impl Iterator<Item = (usize, &str)> {
            self.labelled().map(|(depth, _, text)| (depth, text))
        }

        /// The same with their labels.
        fn labelled(&self) -> impl Iterator<Item = (usize, &str, &str)> {
            let mut before = String::new();
            self.lines.iter().map(move |line| {
                let (label, rest) = line.split_once(' ').unwrap();
                let bare = label.trim_matches(['(', ')', '.']);
                let numbered = label.ends_with(['.', ')']) && bare.len() <= 2;
                let depth = match bare {
                    _ if !numbered => 0,
                    _ if label.ends_with('.') => 1,
                    // An i that follows no h is a number.
                    "i" | "ii" if before != "h" => 3,
                    _ => 2,
                };
                before = bare.to_owned();
                if depth == 0 { (0, "", line.as_str()) } else { (depth, label, rest) }
            })
        }

        /// The document as a Word file in which some of it was changed.
        fn docx(&self, changes: Changes, numbers: Numbers) -> Docx {
            let cell = |lines: &[String]| {
                let lines: String = lines.iter().map(|line| p(line)).collect();
                format!("<w:tc><w:tcPr/>{lines}</w:tc>")
            };
            // A cell whose text stands in a box, in the two forms that files have it in.
            let boxed = |lines: &[String]| {
                let lines: String = lines.iter().map(|line| p(line)).collect();
                let lines = format!("<w:txbxContent>{lines}</w:txbxContent>");
                format!(
                    "<w:tc><w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{lines}</wps:txbx></w:drawing></mc:Choice>\
                     <mc:Fallback><w:pict><v:textbox>{lines}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p></w:tc>"
                )
            };
            let (organization, symbol) = self.masthead[0][0].split_once('\t').unwrap();
            let first = cell(&[organization.to_owned()]) + &cell(&[symbol.to_owned()]);
            let right = if numbers == Numbers::Styles { cell(&self.masthead[1]) } else { boxed(&self.masthead[1]) };
            let second = cell(&self.masthead[0][1..]) + &right;
            let mut body = format!("<w:tbl><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>");
            let mut note = 7;
            for (depth, label, text) in self.labelled() {
                let style = if numbers == Numbers::Styles { ["Single", "Op", "OpA", "OpI"][depth] } else { "Single" };
                let pieces: Vec<&str> = text.split(RAISED).collect();
                let label = match numbers {
                    _ if depth == 0 => String::new(),
                    Numbers::Styles => String::new(),
                    Numbers::Typed => format!("<w:r><w:tab/><w:t>{label}</w:t><w:tab/></w:r>"),
                    Numbers::Fields => self.number_field(depth, label) + &r("\t"),
                };
                let mut runs = label + &r(pieces[0]);
                for piece in &pieces[1..] {
                    let mark = "<w:rPr><w:rStyle w:val='Mark'/></w:rPr>";
                    let _ = write!(runs, "<w:r>{mark}<w:footnoteReference w:id='{note}'/></w:r>{}", r(piece));
                    note -= 1;
                }
                let deleted = match changes {
                    Changes::Nothing => "",
                    _ => "<w:del w:id='1' w:author='a'><w:r><w:delText>not at all</w:delText></w:r></w:del>",
                };
                let _ = write!(body, "<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{deleted}{runs}</w:p>");
                let gone = "<w:rPr><w:del w:id='1' w:author='a'/></w:rPr>";
                if changes == Changes::Paragraphs {
                    let _ = write!(body, "<w:p><w:pPr><w:pStyle w:val='{style}'/>{gone}</w:pPr>{deleted}</w:p>");
                }
            }
            body.push_str("<w:sectPr><w:headerReference w:type='default' r:id='r-header'/></w:sectPr>");
            let notes = self.notes.iter().enumerate().fold(String::new(), |mut notes, (place, text)| {
                let _ = write!(notes, "<w:footnote w:id='{}'>{}</w:footnote>", 7 - place, p(text));
                notes
            });
            let (letter, roman) = match self.language {
                Language::Fr => ("%2)", "%3)"),
                Language::En => ("(%2)", "(%3)"),
            };
            let level =
                |place, format, pattern, style| level(place, format, pattern, &format!("<w:pStyle w:val='{style}'/>"));
            let levels = level(0, "decimal", "%1.", "Op")
                + &level(1, "lowerLetter", letter, "OpA")
                + &level(2, "lowerRoman", roman, "OpI");
            let lists = format!(
                "<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>\
                 <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
            );
            let styles = ["Op", "OpA", "OpI"].iter().fold(String::new(), |mut styles, id| {
                let _ = write!(
                    styles,
                    "<w:style w:type='paragraph' w:styleId='{id}'><w:name w:val='{id}'/>\
                     <w:pPr><w:numPr><w:ilvl w:val='{}'/><w:numId w:val='1'/></w:numPr></w:pPr></w:style>",
                    id.len() - 2 + usize::from(*id == "OpI"),
                );
                styles
            });
            let raised = "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr>";
            let styles = format!(
                "<w:styles xmlns:w='{WORD}'><w:style w:type='paragraph' w:default='1' w:styleId='Single'/>{styles}\
                 <w:style w:type='character' w:styleId='Mark'>{raised}</w:style></w:styles>"
            );
            Docx::of(&body).with_parts(&[
                ("styles", &styles),
                ("numbering", &numbering(&lists)),
                ("footnotes", &format!("<w:footnotes xmlns:w='{WORD}'>{notes}</w:footnotes>")),
                ("header", &format!("<w:hdr xmlns:w='{WORD}'>{}</w:hdr>", p("A/C.2/81/L.99"))),
            ])
        }

        /// A field that gives a label: of the kinds that there are, one that begins anew where letters do.
        fn number_field(&self, depth: usize, label: &str) -> String {
            let level = match (self.language, depth) {
                (_, 1) => return field("AUTONUM"),
                (Language::Fr, depth) => depth,
                (Language::En, depth) => depth + 3,
            };
            let first = matches!(label.trim_matches(['(', ')']), "a" | "i");
            let start = if first { "\\s 1" } else { "" };
            field(&format!("LISTNUM NumberDefault \\l {level} {start}"))
        }

        fn html(&self, form: Form) -> String {
            match form {
                Form::Lists | Form::Sheet => self.lists(form),
                _ => self.lines(form),
            }
        }

        /// The document as a page whose lists are not marked as such.
        fn lines(&self, form: Form) -> String {
            let mut page = "<html><body><div>".to_owned();
            let plain = |text: &str| {
                let mut text = text.to_owned();
                for (digit, raised) in ['¹', '²', '³', '⁴'].iter().enumerate() {
                    text = text.replace(*raised, &format!("<sup>{}</sup>", digit + 1));
                }
                text
            };
            let masthead = self.masthead.iter().flatten().map(|line| (0, "", line.as_str()));
            let notes = self.notes.iter().enumerate().map(|(place, text)| (["¹", "²", "³", "⁴"][place], text.as_str()));
            let notes = notes.map(|(mark, text)| (0, mark, text));
            for (depth, label, text) in masthead.chain(self.labelled()).chain(notes) {
                let (label, text) = (plain(label), plain(text));
                let space = if label.is_empty() { "" } else { "&nbsp;&nbsp; " };
                let _ = match form {
                    Form::Word if depth != 0 => writeln!(
                        page,
                        "<p class=MsoNormal style='mso-list:l0 level{depth} lfo1'><![if !supportLists]><span\nstyle='mso-list:Ignore'>{label}\
                         <span style='font:7.0pt \"Times New Roman\"'>{space}</span></span><![endif]>{text}<o:p></o:p></p>"
                    ),
                    Form::Word => writeln!(page, "<p class=MsoNormal>{label}{space}{text}<o:p>&nbsp;</o:p></p>"),
                    Form::Typed => writeln!(page, "<pre>{label} {text}</pre>"),
                    Form::Breaks => writeln!(page, "{label}{space}{text}<br><br>"),
                    _ => {
                        let mut line = format!("{label}{space}");
                        for word in text.split(' ') {
                            if 70 < line.len() {
                                let _ = write!(page, "<div style='position:absolute'>{line}</div>");
                                line.clear();
                            }
                            line = if line.is_empty() { word.to_owned() } else { line + " " + word };
                        }
                        writeln!(page, "<div style='position:absolute'>{line}</div>")
                    }
                };
            }
            page + "</div></body></html>"
        }

        /// The document as a page whose lists are lists.
        fn lists(&self, form: Form) -> String {
            let lists = match form {
                Form::Sheet => ["<ol>", "<ol class='letters x'>", "<ol style='list-style: lower-roman'>"],
                _ => ["<ol>", "<ol type=a>", "<ol type=i>"],
            };
            let cell = |lines: &[String]| format!("<td>{}", lines.join("<br>"));
            let mut page = format!(
                "<!DOCTYPE html><html><head><meta charset=utf-8><title>Bees</title><style>.letters {{ list-style-type: lower-alpha }}</style></head><body><nav><a href=/>Home</a></nav>\
                 <table><tr><td>{}<tr>{}{}</table>\n",
                self.masthead[0][0].replace('\t', "<td>"),
                cell(&self.masthead[0][1..]),
                cell(&self.masthead[1]),
            );
            let (mut open, mut note) = (0, 0);
            for (depth, text) in self.paragraphs() {
                let mut pieces = text.split(RAISED);
                let mut text = pieces.next().unwrap().replace(' ', "\n");
                for piece in pieces {
                    note += 1;
                    let _ = write!(text, "<sup><a href='#note{note}'>{note}</a></sup>{piece}");
                }
                while depth < open {
                    page.push_str("</li></ol>");
                    open -= 1;
                }
                while open < depth {
                    open += 1;
                    page.push_str(lists[open - 1]);
                }
                let _ = if depth == 0 { writeln!(page, "<p>{text}") } else { writeln!(page, "<li><p>{text}</p>") };
            }
            page.push_str("</ol></ol></ol><hr>");
            for (place, text) in self.notes.iter().enumerate() {
                let _ = writeln!(page, "<p id=note{0}>{0}. {text}", place + 1);
            }
            page + "<footer>Imprint</footer></body></html>"
        }

        /// What stands in the records of a document, but for places in its text.
        fn records(&self, bytes: Vec<u8>) -> String {
            let lexicons = Lexicons::embedded();
            let document = Document::from_bytes("bees", bytes, self.language).unwrap_or_else(|error| panic!("{error}"));
            let extraction = extract(&lexicons, &document);
            let mut shown = format!("{:?}\n", extraction.source);
            for record in &extraction.records {
                for column in Column::ALL.iter().filter(|column| !matches!(column.name(), "page" | "start" | "end")) {
                    match record.value(*column) {
                        Value::Nothing => {}
                        value => drop(writeln!(shown, "{}: {value:?}", column.name())),
                    }
                }
            }
            shown
        }

        #[track_caller]
        fn check(&self, what: &str, bytes: Vec<u8>) {
            let (found, expected) = (self.records(bytes), self.records(self.text.clone().into_bytes()));
            assert!(expected.contains("A/C.2/81/L.17#OP2(b)(ii).1.1"), "{expected}");
            if found != expected {
                let differs = |(found, expected): &(&str, &str)| found != expected;
                let difference = found.lines().zip(expected.lines()).find(differs);
                panic!("{what} gives other records than the text: {difference:#?}");
            }
        }
    }

    fn file(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)
    }

    #[test]
    fn records_are_those_of_the_text() {
        for language in Language::ALL {
            let bees = Bees::read(language);
            for numbers in [Numbers::Styles, Numbers::Typed, Numbers::Fields] {
                bees.check("the Word file", bees.docx(Changes::Paragraphs, numbers).pack());
            }
            for form in [Form::Lists, Form::Sheet, Form::Word, Form::Breaks, Form::Printed, Form::Typed] {
                bees.check(&format!("the page ({form:?})"), bees.html(form).into_bytes());
            }
            for saved in ["docx", "html"] {
                let name = format!("bees.{language}.{saved}");
                bees.check(&name, fs::read(file(&name)).unwrap());
            }
        }
    }

    /// The files beside the text are what this leaves in `target/tmp/office`.
    #[test]
    fn office_saves_what_is_read_again() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("office");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for language in Language::ALL {
            let bees = Bees::read(language);
            // What was deleted is plain text in the pages of LibreOffice, and joins paragraphs in its Word files.
            for (format, changes) in [("docx", Changes::Words), ("html", Changes::Nothing)] {
                fs::write(folder.join(format!("bees.{language}.docx")), bees.docx(changes, Numbers::Styles).pack())
                    .unwrap();
                let saved = folder.join(format);
                let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
                let office = Command::new("soffice")
                    .args([&profile, "--headless", "--convert-to", format, "--outdir"])
                    .arg(&saved)
                    .arg(folder.join(format!("bees.{language}.docx")))
                    .output();
                if !office.is_ok_and(|output| output.status.success()) {
                    eprintln!("skipped: LibreOffice (soffice) is not there");
                    return;
                }
                let name = format!("bees.{language}.{format}");
                bees.check(&format!("{name}, saved by LibreOffice"), fs::read(saved.join(&name)).unwrap());
            }
        }
    }
}

/// Files that are no documents, or damaged ones: each is refused by name, and the others of the run are read.
mod bad {
    use super::*;

    fn sound() -> Docx {
        let body = p("The General Assembly,") + &numbered(1, 0, "Requests the Secretary-General to count the hives.");
        Docx::of(&body).with_parts(&[("numbering", &of_resolutions())])
    }

    fn document(content: &str) -> Vec<u8> {
        sound().with("word/document.xml", content).pack()
    }

    fn without(part: &str) -> Vec<u8> {
        let mut docx = sound();
        docx.parts.retain(|(name, _)| name != part);
        docx.pack()
    }

    fn body(body: &str) -> Vec<u8> {
        Docx::of(body).with_parts(&[("numbering", &of_resolutions())]).pack()
    }

    fn of_type(kind: &str) -> Vec<u8> {
        let types = format!("<Types><Default Extension='xml' ContentType='application/{kind}'/></Types>");
        sound().with("[Content_Types].xml", &types).pack()
    }

    fn ole(part: &str) -> Vec<u8> {
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.extend(part.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    /// An archive whose document is a few kilobytes that unpack to as many bytes as are wanted.
    fn bomb(bytes: usize) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in sound().parts {
            archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            if name == "word/document.xml" {
                archive.write_all(format!("<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>").as_bytes()).unwrap();
                let block = [b'x'; 1 << 16];
                (0..bytes / block.len()).for_each(|_| archive.write_all(&block).unwrap());
            } else {
                archive.write_all(content.as_bytes()).unwrap();
            }
        }
        archive.finish().unwrap().into_inner()
    }

    fn zip(name: &str, content: &[u8]) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(name, stored).unwrap();
        archive.write_all(content).unwrap();
        archive.finish().unwrap().into_inner()
    }

    /// A sound file in which the bytes after these are replaced.
    fn damaged(after: &[u8], with: &[u8]) -> Vec<u8> {
        let mut bytes = sound().pack();
        let at = bytes.windows(after.len()).position(|window| window == after).unwrap() + after.len();
        bytes[at..at + with.len()].copy_from_slice(with);
        bytes
    }

    /// The files, and words of what must be said of them.
    fn files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
        let whole = sound().pack();
        let half = whole[..whole.len() / 2].to_vec();
        let laughs = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]><x>&b;</x>";
        vec![
            ("cut.docx", half, "cut short"),
            ("bomb.docx", bomb(64 << 20), "unpacks to more than 16 MB"),
            ("laughs.docx", document(laughs), "declares entities"),
            ("entity.docx", body("<w:p><w:r><w:t>&unknown;</w:t></w:r></w:p>"), "unknown entity &unknown;"),
            ("open.docx", document("<w:document><w:body>"), "ends before"),
            ("crossed.docx", document("<w:document><w:body></w:document></w:body>"), "no sound XML"),
            ("latin.docx", damaged(b"word/numbering.xml", b"\xFF\xFF"), "word/numbering.xml"),
            ("no-document.docx", without("word/document.xml"), "word/document.xml: the file does not hold this part"),
            (
                "no-numbering.docx",
                without("word/numbering.xml"),
                "word/numbering.xml: the file does not hold this part",
            ),
            ("no-types.docx", without("[Content_Types].xml"), "[Content_Types].xml: the file does not hold this part"),
            ("no-relations.docx", without("_rels/.rels"), "_rels/.rels"),
            ("relations.docx", sound().with("_rels/.rels", &relations("")).pack(), "it names no document"),
            ("notes.docx", body("<w:p><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"), "it refers to footnotes"),
            ("sheet.docx", of_type("vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "(XLSX)"),
            ("slides.docx", of_type("vnd.openxmlformats-officedocument.presentationml.x+xml"), "(PPTX)"),
            ("other.docx", of_type("x"), "of the type \"application/x\""),
            ("odt.docx", zip("mimetype", b"application/vnd.oasis.opendocument.text"), "(ODT)"),
            ("zip.txt", zip("a.txt", b"1. Requests"), "an archive (ZIP)"),
            ("secret.docx", ole("EncryptedPackage"), "protected by a password"),
            ("old.docx", ole("WordDocument"), "an old Word file"),
            ("rich.doc", b"{\\rtf1 Requests}".to_vec(), "an RTF file"),
            ("photo.html", b"\x89PNG\r\n\x1a\n\0\0".to_vec(), "an image (PNG)"),
            ("flat.xml", b"<?xml version='1.0'?><pkg:package xmlns:pkg='x'/>".to_vec(), "an XML file"),
            ("zeros.html", b"<html>\0\0\0\0\0\0x".to_vec(), "zero byte"),
        ]
    }

    #[test]
    fn each_is_refused_by_name_and_the_others_are_read() {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let files = files();
        for (name, bytes, _) in &files {
            fs::write(folder.join(name), bytes).unwrap();
        }
        fs::write(folder.join("sound.docx"), sound().pack()).unwrap();
        fs::write(folder.join("named-wrongly.pdf"), sound().pack()).unwrap();
        let run = Command::new(env!("CARGO_BIN_EXE_exhorte"))
            .args(["extract", ".", "--output", "-"])
            .current_dir(&folder)
            .output()
            .unwrap();
        let (out, err) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
        assert_eq!(run.status.code(), Some(2), "{err}");
        for (name, _, words) in &files {
            let line = err
                .lines()
                .find(|line| line.contains(&format!("/{name}: ")))
                .unwrap_or_else(|| panic!("{name} is not told:\n{err}"));
            assert!(line.contains(words), "{name}: `{words}` is not said in: {line}");
            assert!(line.contains("expected") && line.contains(';'), "{line}");
        }
        assert_eq!(err.lines().count(), files.len(), "{err}");
        assert_eq!(out.matches("#OP1.1.1").count(), 2, "{out}");
    }

    /// The packaging standard allows parts in UTF-16.
    #[test]
    fn parts_may_be_in_utf_16() {
        let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let wide = |text: &str, big_end: bool| -> Vec<u8> { if big_end { big(text) } else { little(text) } };
        for (mark, big_end) in [("\u{FEFF}", false), ("\u{FEFF}", true), ("", false)] {
            let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
            for (name, content) in sound().parts {
                archive.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
                let content = content.replace("hives", "ruches \u{1F41D} d'\u{e9}t\u{e9}");
                let declared = format!("{mark}<?xml version='1.0' encoding='UTF-16' standalone='yes'?>{content}");
                archive.write_all(&wide(&declared, big_end)).unwrap();
            }
            let text = text_of(archive.finish().unwrap().into_inner());
            let last = "1. Requests the Secretary-General to count the ruches \u{1F41D} d'\u{e9}t\u{e9}.";
            assert_eq!(text, format!("The General Assembly,\n\n{last}"));
        }
    }

    #[test]
    fn what_is_large_or_deep_or_odd_is_read() {
        let deep = |open: &str, close: &str| body(&[open.repeat(20_000), p("Text"), close.repeat(20_000)].concat());
        for (what, bytes) in [
            ("controls", deep("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")),
            ("tables", deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")),
            ("boxes", deep("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>")),
            (
                "forms",
                deep(
                    "<mc:AlternateContent><mc:Choice Requires='wps'>",
                    "</mc:Choice><mc:Fallback/></mc:AlternateContent>",
                ),
            ),
            ("a part of many megabytes", body(&[p("Text"), p(&"x ".repeat(7 << 20))].concat())),
            ("a level too deep", body(&[numbered(1, 4_000_000_000, ""), p("Text")].concat())),
            ("elements without end", [b"<html>", "<table><tr><td><div>".repeat(50_000).as_bytes(), b"Text"].concat()),
            ("raised letters", format!("<html>{0}Text 12{1}", "<sup>".repeat(50_000), "</sup>".repeat(50_000)).into()),
            ("what closes nothing", b"<html></div></table></ol></td></li></sup></nav>Text".to_vec()),
            ("numbers too large", b"<ol start=9223372036854775807><li>x<li>y</ol><p>Text".to_vec()),
        ] {
            assert!(text_of(bytes).contains("Text"), "{what}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_are_read_or_refused(
        docx in any::<bool>(),
        damages in proptest::collection::vec((0.0..1.0, any::<u8>()), 1..20),
        end in 0.0..2.0,
    ) {
        let file = if docx { "bees.fr.docx" } else { "bees.fr.html" };
        let mut bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(file)).unwrap();
        for (at, byte) in damages {
            let at = (at * bytes.len() as f64) as usize;
            bytes[at] = byte;
        }
        bytes.truncate((end * bytes.len() as f64) as usize);
        read_or_refuse(bytes);
    }

    #[test]
    fn any_markup_is_read_or_refused(pieces in proptest::collection::vec(piece(), 0..60)) {
        read_or_refuse(format!("<html>{}", pieces.concat()).into_bytes());
        let body = pieces.concat();
        read_or_refuse(Docx::of(&body).with_parts(&[("numbering", &of_resolutions())]).pack());
    }
}

/// What documents are made of, in any order.
fn piece() -> impl Strategy<Value = String> {
    let tags = [
        "p",
        "ol",
        "ul",
        "li",
        "table",
        "tr",
        "td",
        "sup",
        "div",
        "aside",
        "main",
        "pre",
        "del",
        "a",
        "br",
        "w:p",
        "w:r",
        "w:t",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:del",
        "w:pPr",
        "w:rPr",
        "w:numPr",
        "w:txbxContent",
        "w:instrText",
        "w:fldSimple",
        "w:altChunk",
        "w:sdtContent",
        "span",
        "style",
        "h2",
    ];
    let attributes = [
        "",
        " id='x'",
        " href='#x'",
        " start='3'",
        " reversed=''",
        " type='a'",
        " class='footnotes'",
        " hidden=''",
        " style='vertical-align:super'",
        " w:val='1'",
        " w:id='2'",
        " w:instr='LISTNUM \\l 3'",
        " r:id='r-numbering'",
        " aria-hidden='true'",
        " style='display:block'",
        " style='position:absolute;list-style:lower-roman'",
        " class='p'",
    ];
    prop_oneof![
        (proptest::sample::select(tags.to_vec()), proptest::sample::select(attributes.to_vec()))
            .prop_map(|(tag, attribute)| format!("<{tag}{attribute}>")),
        proptest::sample::select(tags.to_vec()).prop_map(|tag| format!("</{tag}>")),
        proptest::sample::select(vec!["1. Requests", " ", "[1]", "12", "\u{e9}", "&amp;", "&#x20;", "<", "]]>"])
            .prop_map(str::to_owned),
        proptest::sample::select(vec![
            p("text"),
            numbered(1, 2, "text"),
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r>".to_owned(),
            field("SEQ x \\s 1"),
            field("AUTONUMLGL"),
            "ol.p, .p > li:before { content: counter(x); list-style: none }".to_owned(),
            "<li><sup><a href='#x'>1</a></sup></li>".to_owned(),
        ]),
    ]
}

/// Reads bytes; whoever refuses them must say why.
fn read_or_refuse(bytes: Vec<u8>) {
    match Document::from_bytes("any", bytes, Language::Fr) {
        Ok(document) => drop(extract(&LEXICONS, &document)),
        Err(Error::Unreadable { found, expected, advice, .. }) => {
            assert!(!found.is_empty() && !expected.is_empty() && !advice.is_empty());
        }
        Err(error) => panic!("{error}"),
    }
}

static LEXICONS: LazyLock<Lexicons> = LazyLock::new(Lexicons::embedded);
