//! What elements are for the text of a page.

use html5gum::StartTag;

use super::look::{Label, Look, Sheet};

/// The elements that matter, by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    A,
    Article,
    /// One of those whose content begins and ends lines.
    Block,
    Br,
    Cell,
    /// A list that counts nothing.
    Ul,
    Ol,
    Li,
    /// What frames documents on a site, unless the document itself has one.
    Frame,
    /// What never belongs to a document.
    Aside,
    /// What is no text of the page, or text that was deleted.
    Silent,
    /// Text for machines.
    Code,
    /// A style sheet.
    Style,
    Main,
    P,
    Pre,
    Row,
    Sup,
    Table,
    /// Blocks whose end need not be marked.
    Loose,
    /// All others, which say nothing of lines.
    Inline,
    /// Those that hold nothing and have no end.
    Void,
}

impl Tag {
    /// How many there are.
    pub const COUNT: usize = Tag::Void as usize + 1;

    pub fn named(name: &[u8]) -> Self {
        match name {
            b"a" => Tag::A,
            b"article" => Tag::Article,
            b"br" => Tag::Br,
            b"td" | b"th" => Tag::Cell,
            b"ul" | b"menu" | b"dir" => Tag::Ul,
            b"ol" => Tag::Ol,
            b"li" => Tag::Li,
            b"header" | b"footer" => Tag::Frame,
            b"nav" | b"aside" | b"dialog" => Tag::Aside,
            b"script" | b"title" => Tag::Code,
            b"style" => Tag::Style,
            b"template" | b"select" | b"button" | b"textarea" | b"datalist" | b"svg" | b"iframe" | b"object"
            | b"audio" | b"video" | b"canvas" | b"del" | b"noscript" | b"noframes" | b"rp" | b"rt" | b"label"
            | b"legend" => Tag::Silent,
            b"main" => Tag::Main,
            b"p" => Tag::P,
            b"pre" | b"listing" | b"xmp" | b"plaintext" => Tag::Pre,
            b"tr" => Tag::Row,
            b"sup" => Tag::Sup,
            b"table" => Tag::Table,
            b"body" | b"dd" | b"dt" | b"head" | b"html" | b"tbody" | b"tfoot" | b"thead" => Tag::Loose,
            b"address" | b"blockquote" | b"caption" | b"center" | b"details" | b"div" | b"dl" | b"fieldset"
            | b"figcaption" | b"figure" | b"form" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"hgroup"
            | b"search" | b"section" | b"summary" => Tag::Block,
            b"hr" => Tag::Br,
            b"area" | b"base" | b"col" | b"embed" | b"img" | b"input" | b"link" | b"meta" | b"param" | b"source"
            | b"track" | b"wbr" => Tag::Void,
            _ => Tag::Inline,
        }
    }

    /// Whether it begins and ends lines, as long as nothing else is said.
    pub fn breaks(self) -> bool {
        !matches!(self, Tag::A | Tag::Inline | Tag::Sup | Tag::Silent | Tag::Code | Tag::Style | Tag::Void)
    }
}

/// A start tag.
pub(super) struct Element<'t> {
    pub tag: Tag,
    pub look: Look,
    tokens: &'t StartTag<()>,
    id: Option<String>,
    classes: String,
}

/// The roles of elements that frame documents.
const ROLES: [&str; 8] =
    ["alert", "alertdialog", "banner", "complementary", "contentinfo", "dialog", "navigation", "search"];
/// How the names of elements begin that hold what sites say for themselves.
///
/// They must say no less than that: headings and sections are named for what they are about.
const OF_SITES: [&str; 31] = [
    "a2a_",
    "addthis",
    "addtoany",
    "breadcrumb",
    "catlinks",
    "consent-banner",
    "consent-dialog",
    "consent-manager",
    "consent-popup",
    "cookie",
    "eu-cookie",
    "gdpr",
    "licensecontainer",
    "mw-editsection",
    "mw-jump",
    "navbar",
    "navbox",
    "pagination",
    "printfooter",
    "share-button",
    "share-link",
    "sharethis",
    "skip-link",
    "skip-nav",
    "skip-to",
    "skiplink",
    "social-icon",
    "social-link",
    "social-media",
    "social-shar",
    "system-breadcrumb",
];
/// What systems put before the names of the blocks that pages are made of.
const OF_BLOCKS: [&str; 3] = ["block-", "region-", "widget-"];
/// The names of what is not on the printed page, or is only read aloud.
const UNPRINTED: [&str; 9] = [
    "d-print-none",
    "element-invisible",
    "hidden-print",
    "no-print",
    "noprint",
    "screen-reader-text",
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
];

impl<'t> Element<'t> {
    pub fn of(tokens: &'t StartTag<()>, sheet: &Sheet) -> Self {
        let attribute = |name: &str| attribute(tokens, name);
        let (id, classes) = (attribute("id"), attribute("class").unwrap_or_default());
        let own = attribute("style").map(|style| Look::of(&style)).unwrap_or_default();
        let name = String::from_utf8_lossy(&tokens.name);
        let of_sheet = sheet.look(&name, id.as_deref(), &classes.split_whitespace().collect::<Vec<_>>());
        Element { tag: Tag::named(&tokens.name), look: own.or(of_sheet), tokens, id, classes }
    }

    pub fn attribute(&self, name: &str) -> Option<String> {
        attribute(self.tokens, name)
    }

    /// The names by which links lead to it.
    pub fn names(&self) -> impl Iterator<Item = String> {
        let name = (self.tag == Tag::A).then(|| self.attribute("name")).flatten();
        self.id.clone().into_iter().chain(name)
    }

    /// The name within a page that a link leads to; sites write out the address of the page itself, too.
    pub fn target(&self) -> Option<String> {
        let address = self.attribute("href").filter(|_| self.tag == Tag::A)?;
        let (_, name) = address.split_once('#')?;
        Some(name.to_owned()).filter(|name| !name.is_empty())
    }

    /// Whether it begins and ends lines.
    pub fn breaks(&self) -> bool {
        let free = matches!(self.tag, Tag::A | Tag::Inline | Tag::Block | Tag::P);
        self.look.block.filter(|_| free).unwrap_or(self.tag.breaks())
    }

    /// Whether it stands outside of documents, by its name or by its role.
    pub fn is_foreign(&self) -> bool {
        let role = self.attribute("role").unwrap_or_default();
        // LibreOffice marks the header and the footer of every page so.
        let running = self.attribute("title").is_some_and(|title| matches!(&*title, "header" | "footer"));
        // Dialogs are hidden so until they are opened; so are sheets behind others, on which the text may stand.
        let unheard = self.attribute("aria-hidden").is_some_and(|hidden| hidden == "true") && role != "tabpanel";
        self.tag == Tag::Aside
            || ROLES.contains(&&*role)
            || (running || unheard) && self.tag == Tag::Block
            || matches!(self.tag, Tag::Block | Tag::Ul | Tag::Ol | Tag::P | Tag::Table) && self.is_of_site()
    }

    /// Whether its name says that it is no part of a document, but of the site or of the screen.
    fn is_of_site(&self) -> bool {
        // The page itself bears the names of what its sites may show.
        let root = matches!(self.tokens.name.as_slice(), b"html" | b"body");
        let of_site = |word: &str| {
            let name = word.to_ascii_lowercase();
            let name = OF_BLOCKS.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(&name);
            OF_SITES.iter().any(|known| name.starts_with(known)) || UNPRINTED.contains(&name)
        };
        !root && self.words().any(of_site)
    }

    pub fn is_heading(&self) -> bool {
        matches!(self.tokens.name.as_slice(), [b'h', b'1'..=b'6'])
    }

    /// Whether it is said to hold notes.
    pub fn is_note(&self) -> bool {
        let of_notes = |name: &str| {
            let name = name.to_ascii_lowercase();
            name.contains("footnote") || name.contains("endnote") || name == "references" && self.tag == Tag::Ol
        };
        // What frames the whole document may be named for what is in it.
        let whole = matches!(self.tag, Tag::Loose | Tag::Main | Tag::Article);
        !whole && (self.attribute("role").is_some_and(|role| of_notes(&role)) || self.words().any(of_notes))
    }

    /// Whether it is said to be the mark of a note.
    fn is_mark(&self) -> bool {
        let said = [self.attribute("role"), self.attribute("epub:type")];
        said.iter().flatten().any(|said| said.contains("noteref"))
    }

    pub fn is_main(&self) -> bool {
        self.tag == Tag::Main || self.attribute("role").is_some_and(|role| role == "main")
    }

    /// Whether nobody sees it.
    pub fn is_hidden(&self) -> bool {
        let of_screen = matches!(self.tag, Tag::A | Tag::Inline) && self.is_of_site();
        self.attribute("hidden").is_some() || self.look.hidden == Some(true) || of_screen
    }

    pub fn is_raised(&self) -> bool {
        self.tag == Tag::Sup || self.look.raised == Some(true) || self.is_mark()
    }

    /// Whether it is what Word writes out before an item of a list.
    pub fn is_label(&self) -> bool {
        let style = self.attribute("style").filter(|_| self.tag == Tag::Inline).unwrap_or_default();
        style.to_ascii_lowercase().replace(' ', "").contains("mso-list:ignore")
    }

    /// What stands before the items of a list, or before this one, where it is said.
    pub fn label(&self) -> Option<Label> {
        self.look.label.or_else(|| Label::of_type(&self.attribute("type")?))
    }

    pub fn number(&self, attribute: &str) -> Option<i64> {
        self.attribute(attribute)?.trim().parse().ok()
    }

    /// Its id and its classes.
    fn words(&self) -> impl Iterator<Item = &str> {
        self.id.as_deref().into_iter().chain(self.classes.split_whitespace())
    }
}

fn attribute(tokens: &StartTag<()>, name: &str) -> Option<String> {
    tokens.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
}
