//! Documents of plain text in the forms in which resolutions are published, printed by LibreOffice.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How a document is printed.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    pub name: &'static str,
    /// Width and height of the paper, in centimetres.
    pub paper: (f32, f32),
    pub columns: u32,
    /// How large the text is, in points.
    pub size: u32,
    pub justified: bool,
    /// Whether words may be cut at the ends of lines.
    pub cut: bool,
    /// Whether lines of the text are numbered in the margin: the first of how many.
    pub numbered: Option<u32>,
    /// What stands across the pages.
    pub watermark: Option<&'static str>,
    /// What stands above the document on its first page.
    pub banner: Option<&'static str>,
    /// Whether the letters of headings are set apart.
    pub spaced: bool,
    /// Where the running header and the number of the page stand.
    pub running: Running,
}

/// Running headers and footers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Running {
    /// The symbol at the outer edge, the title beside it; job number and `2/7` below.
    York,
    /// The symbol alone, over a line; the number of the page alone below.
    Geneva,
    /// `Page 2` below the text, which goes on right above it.
    Page,
    /// Nothing but the number, between dashes.
    Dashes,
}

pub const LETTER: (f32, f32) = (21.59, 27.94);
pub const A4: (f32, f32) = (21.0, 29.7);

impl Form {
    pub const PLAIN: Form = Form {
        name: "plain",
        paper: LETTER,
        columns: 1,
        size: 10,
        justified: true,
        cut: false,
        numbered: None,
        watermark: None,
        banner: None,
        spaced: false,
        running: Running::York,
    };
}

/// A block of a document as it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    Heading,
    /// A paragraph whose first line is set in.
    Indented,
    /// An item of a list at this depth: its label stands before what is set in further.
    Item(usize),
}

/// The text of a golden document, with what belongs to its pages taken out.
struct Text {
    blocks: Vec<String>,
    notes: HashMap<u32, String>,
}

impl Text {
    fn of(text: &str) -> Self {
        let (mut blocks, mut notes): (Vec<String>, _) = (Vec::new(), HashMap::new());
        let mut whole = true;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !is_furniture(line)) {
            let raised: u32 = line.chars().map_while(lowered).fold(0, |number, digit| number * 10 + digit);
            if raised != 0 {
                notes.insert(raised, line.trim_start_matches(|c| lowered(c).is_some()).trim().to_owned());
                continue;
            }
            let line = line.strip_prefix("- ").filter(|line| label(line).is_some()).unwrap_or(line);
            match blocks.last_mut() {
                // A paragraph that the end of a page has cut.
                Some(last) if !whole && line.starts_with(char::is_lowercase) && label(line).is_none() => {
                    let _ = write!(last, " {line}");
                }
                _ => blocks.push(line.to_owned()),
            }
            whole = line.ends_with(['.', ';', ':', ',']);
        }
        Text { blocks, notes }
    }
}

fn is_furniture(line: &str) -> bool {
    let bare = line.trim_matches('*');
    bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | ' ' | '(' | ')' | 'F' | 'E' | '*'))
}

fn lowered(digit: char) -> Option<u32> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|raised| raised == digit).map(|digit| digit as u32)
}

/// The label of an item and how deep it stands.
fn label(line: &str) -> Option<(&str, usize)> {
    let bare = line.trim_start_matches('*');
    let (label, _) = bare.split_once(' ')?;
    let inner = label.trim_start_matches('(').strip_suffix([')', '.']);
    match inner {
        None if label.chars().all(|c| c.is_ascii_digit()) && label.len() < 3 => Some((label, 0)),
        None => (label == "-" || label == "\u{2013}").then_some((label, 2)),
        Some(number) if label.ends_with('.') && number.bytes().all(|b| b.is_ascii_digit()) => Some((label, 0)),
        Some(letters) if label.ends_with(')') && letters.bytes().all(|b| b"ivx".contains(&b)) => Some((label, 2)),
        Some(letter) if label.ends_with(')') && letter.len() == 1 => Some((label, 1)),
        Some(_) => None,
    }
}

/// A golden document as a flat OpenDocument text.
pub fn document(text: &str, form: &Form) -> String {
    let Text { blocks, notes } = Text::of(text);
    let (first, blocks) = blocks.split_first().expect("a document has a masthead");
    let (house, symbol) = first.split_at(
        first.split(' ').find(|word| word.contains('/')).map_or(first.len(), |word| first.find(word).unwrap_or(0)),
    );
    let (masthead, text) = blocks.split_at(blocks.iter().position(|block| is_organ(block)).unwrap_or(0));
    let (right, left): (Vec<&String>, Vec<&String>) = masthead.iter().partition(|block| is_of_distribution(block));
    let mut next_note = 1;
    let mut run = |block: &str| spans(block, form, &notes, &mut next_note);
    let p = |style: &str, content: &str| format!("<text:p text:style-name='{style}'>{content}</text:p>");
    let headings: String = left.iter().skip(1).map(|block| p("Left", &run(block))).collect();
    let paragraphs: String = text
        .iter()
        .map(|block| match set(block) {
            Set::Item(depth) => {
                let (label, _) = label(block).unwrap_or((block, 0));
                let rest = &block[block.find(label).unwrap_or(0) + label.len()..];
                let rest = run(rest.trim_start_matches('*').trim());
                p(&format!("Item{depth}"), &format!("{}<text:tab/>{rest}", escaped(label)))
            }
            set => p(&format!("{set:?}"), &run(block)),
        })
        .collect();
    let organ = left.first().map_or("", |organ| organ.as_str());
    let title = left.get(1).map_or("", |title| title.as_str());
    let body = [
        form.banner.map_or(String::new(), |banner| p("Banner", &escaped(banner))),
        table([
            [p("House", &escaped(house.trim())), p("Right", &escaped(symbol))],
            [p("House", &escaped(organ)), right.iter().map(|line| p("Small", &escaped(line))).collect()],
        ]),
        headings,
        section(&paragraphs),
    ];
    filled(form)
        .replace("{script}", "Liberation Serif")
        .replace("{script-properties}", "")
        .replace("{direction}", "lr-tb")
        .replace("{pages}", &pages(symbol, title, form))
        .replace("{body}", &body.concat())
}

/// A table of two columns.
fn table(rows: [[String; 2]; 2]) -> String {
    let cell = |content: String| format!("<table:table-cell office:value-type='string'>{content}</table:table-cell>");
    let row = |cells: [String; 2]| format!("<table:table-row>{}</table:table-row>", cells.map(cell).concat());
    let columns = ["Wide", "Narrow"].map(|style| format!("<table:table-column table:style-name='{style}'/>"));
    format!("<table:table table:name='Masthead'>{}{}</table:table>", columns.concat(), rows.map(row).concat())
}

/// Paragraphs in as many columns as the form has.
fn section(paragraphs: &str) -> String {
    format!("<text:section text:style-name='Columns' text:name='Columns'>{paragraphs}</text:section>")
}

/// What stands at the right of a masthead: how the document is distributed, its day, its language.
fn is_of_distribution(block: &str) -> bool {
    let starts = ["Distr", "Original", "Fran", "English"].iter().any(|start| block.starts_with(start));
    starts
        || block.len() < 16
            && block.ends_with(|c: char| c.is_ascii_digit())
            && block.starts_with(|c: char| c.is_ascii_digit())
}

/// The line with which the organ begins to speak.
fn is_organ(block: &str) -> bool {
    let bare = block.replace(['*', ' '], "");
    bare.ends_with(',') && block.len() < 40 && bare.starts_with(['L', 'T'])
}

fn set(block: &str) -> Set {
    if let Some((_, depth)) = label(block) {
        return Set::Item(depth);
    }
    if block.ends_with([',', ';', '.', ':']) { Set::Indented } else { Set::Heading }
}

/// The header and the footer of the first page and of the others.
fn pages(symbol: &str, title: &str, form: &Form) -> String {
    let job = "27-07733 (F)    300427    <text:tab/>*2707733*";
    let number =
        "<text:page-number text:select-page='current'>1</text:page-number>/<text:page-count>9</text:page-count>";
    let watermark = form.watermark.map_or(String::new(), |words| {
        format!(
            "<draw:custom-shape draw:style-name='Mark' text:anchor-type='char' draw:z-index='0' svg:width='14cm' svg:height='4cm' draw:transform='rotate (0.785398163397448) translate (4cm 18cm)'><text:p text:style-name='Across'>{words}</text:p><draw:enhanced-geometry draw:type='rectangle' svg:viewBox='0 0 21600 21600' draw:enhanced-path='M 0 0 L 21600 0 21600 21600 0 21600 0 0 Z N'/></draw:custom-shape>"
        )
    });
    let p = |style: &str, content: &str| format!("<text:p text:style-name='{style}'>{content}</text:p>");
    let (first, header, header_left, footer, footer_left) = match form.running {
        Running::York => (
            p("Small", job),
            p("Small", &format!("{}<text:tab/>{symbol}", escaped(title))),
            p("Small", &format!("{symbol}<text:tab/>{}", escaped(title))),
            p("Small", &format!("27-07733<text:tab/>{number}")),
            p("Small", &format!("{number}<text:tab/>27-07733")),
        ),
        Running::Geneva => {
            let number = "<text:page-number text:select-page='current'>1</text:page-number>";
            let right = p("Outer", number);
            (p("Small", "GE.27-07733  (F)"), p("Ruled", symbol), p("Ruled", symbol), right, p("Small", number))
        }
        Running::Page => {
            let number = "Page <text:page-number text:select-page='current'>1</text:page-number>";
            (p("Middle", number), String::new(), String::new(), p("Middle", number), p("Middle", number))
        }
        Running::Dashes => {
            let number = "- <text:page-number text:select-page='current'>1</text:page-number> -";
            (String::new(), p("Middle", number), p("Middle", number), String::new(), String::new())
        }
    };
    let header_of = |tag: &str, content: &str| format!("<style:{tag}>{}</style:{tag}>", content);
    let with_mark = |content: &str| {
        if content.is_empty() {
            p("Small", &watermark)
        } else {
            content.replacen("</text:p>", &format!("{watermark}</text:p>"), 1)
        }
    };
    format!(
        "<style:master-page style:name='First' style:page-layout-name='Page' style:next-style-name='Rest'>{}{}</style:master-page>\
         <style:master-page style:name='Rest' style:page-layout-name='Page'>{}{}{}{}</style:master-page>",
        header_of("header", &with_mark("")),
        header_of("footer", &first),
        header_of("header", &with_mark(&header)),
        header_of("header-left", &with_mark(&header_left)),
        header_of("footer", &footer),
        header_of("footer-left", &footer_left),
    )
}

/// The runs of a paragraph: italic and bold type, notes in their places, and where words may be cut.
fn spans(block: &str, form: &Form, notes: &HashMap<u32, String>, next: &mut u32) -> String {
    let mut out = String::new();
    let (mut open, mut strong) = (false, false);
    let characters: Vec<char> = block.chars().collect();
    let mut at = 0;
    while at < characters.len() {
        let character = characters[at];
        if character == '*' {
            let double = characters.get(at + 1) == Some(&'*');
            let is_open = if double { &mut strong } else { &mut open };
            let style = if double { "Bold" } else { "Italic" };
            out.push_str(&if *is_open {
                "</text:span>".to_owned()
            } else {
                format!("<text:span text:style-name='{style}'>")
            });
            *is_open = !*is_open;
            at += 1 + usize::from(double);
            continue;
        }
        let plain = character.is_ascii_digit() && at != 0 && characters[at - 1].is_alphabetic();
        let number = lowered(character).or(character.to_digit(10).filter(|_| plain));
        if let Some(note) = number.filter(|number| number == next).and_then(|number| notes.get(&number)) {
            let _ = write!(
                out,
                "<text:note text:id='n{next}' text:note-class='footnote'><text:note-citation>{next}</text:note-citation><text:note-body><text:p text:style-name='Note'>{}</text:p></text:note-body></text:note>",
                escaped(note)
            );
            *next += 1;
        } else {
            out.push_str(&escaped(&character.to_string()));
            // Between a vowel and a consonant within a word.
            let around = characters.get(at.wrapping_sub(2)..at + 4).is_some_and(|c| c.iter().all(|c| c.is_lowercase()));
            let vowel = |c: &char| "aeiouyéèê".contains(*c);
            if form.cut && around && vowel(&character) && !vowel(&characters[at + 1]) && vowel(&characters[at + 2]) {
                out.push('\u{ad}');
            }
        }
        at += 1;
    }
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// How a language is written.
pub struct Script {
    pub code: &'static str,
    /// As notes call it.
    pub language: &'static str,
    pub font: &'static str,
    pub leftwards: bool,
}

/// Whether a font is there.
pub fn has_font(name: &str) -> bool {
    let fonts = Command::new("fc-list").args([name, "family"]).output();
    fonts.is_ok_and(|fonts| !fonts.stdout.is_empty())
}

/// A flat OpenDocument text whose lines are the paragraphs of a text in any script.
pub fn in_script(text: &str, script: &Script, columns: u32) -> String {
    let paragraphs = text.lines().map(|line| format!("<text:p text:style-name='Script'>{}</text:p>", escaped(line)));
    let body = paragraphs.collect::<String>();
    let direction = if script.leftwards { "rl-tb" } else { "lr-tb" };
    let properties = format!(
        "<style:paragraph-properties fo:margin-top='0.25cm' fo:text-align='justify' style:writing-mode='{direction}'/>\
        <style:text-properties style:font-name='Script' style:font-name-complex='Script' style:font-name-asian='Script' \
        fo:font-size='11pt' style:font-size-complex='11pt' style:font-size-asian='11pt' fo:language='{0}' \
        style:language-complex='{0}' style:language-asian='{0}'/>",
        script.code
    );
    filled(&Form { columns, paper: A4, ..Form::PLAIN })
        .replace("{script}", script.font)
        .replace("{script-properties}", &properties)
        .replace("{direction}", direction)
        .replace("{pages}", "<style:master-page style:name='First' style:page-layout-name='Page'/>")
        .replace("{body}", &section(&body))
}

/// The template with what a form says.
fn filled(form: &Form) -> String {
    TEMPLATE
        .replace("{width}", &form.paper.0.to_string())
        .replace("{height}", &form.paper.1.to_string())
        .replace("{size}", &form.size.to_string())
        .replace("{note-size}", &(form.size - 2).to_string())
        .replace("{align}", if form.justified { "justify" } else { "start" })
        .replace("{columns}", &form.columns.to_string())
        .replace("{number-lines}", if form.numbered.is_some() { "true" } else { "false" })
        .replace("{increment}", &form.numbered.unwrap_or(1).to_string())
        .replace("{heading}", if form.spaced { "fo:letter-spacing='0.08cm'" } else { "" })
}

/// Prints flat OpenDocument texts into a folder; nothing if LibreOffice is not there.
pub fn print(folder: &Path, documents: &[(String, String)]) -> Option<Vec<PathBuf>> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).unwrap();
    let sources: Vec<PathBuf> = documents.iter().map(|(name, _)| folder.join(format!("{name}.fodt"))).collect();
    for (path, (_, document)) in sources.iter().zip(documents) {
        fs::write(path, document).unwrap();
    }
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let office = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder)
        .args(&sources)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !office.is_ok_and(|status| status.success()) {
        return None;
    }
    let printed: Vec<PathBuf> = sources.iter().map(|source| source.with_extension("pdf")).collect();
    printed.iter().all(|path| path.is_file()).then_some(printed)
}

const TEMPLATE: &str = include_str!("form.fodt");
