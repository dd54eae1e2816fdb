//! What elements are for the text of a page.

use html5gum::StartTag;

use crate::document::numeral::Numeral;

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
            b"script" | b"style" | b"title" => Tag::Code,
            b"template" | b"select" | b"button" | b"textarea" | b"datalist" | b"svg" | b"iframe" | b"object"
            | b"audio" | b"video" | b"canvas" | b"del" | b"noscript" | b"rp" | b"rt" | b"label" | b"legend" => {
                Tag::Silent
            }
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

    /// Whether it begins and ends lines.
    pub fn breaks(self) -> bool {
        !matches!(self, Tag::A | Tag::Inline | Tag::Sup | Tag::Silent | Tag::Code | Tag::Void)
    }
}

/// A start tag.
pub(super) struct Element<'t> {
    pub tag: Tag,
    tokens: &'t StartTag<()>,
}

/// The roles of elements that frame documents.
const ROLES: [&str; 8] =
    ["alert", "alertdialog", "banner", "complementary", "contentinfo", "dialog", "navigation", "search"];
/// How the names of elements begin that hold what sites say for themselves.
const OF_SITES: [&str; 5] = ["breadcrumb", "cookie", "consent", "gdpr", "navbar"];

impl<'t> Element<'t> {
    pub fn of(tokens: &'t StartTag<()>) -> Self {
        Element { tag: Tag::named(&tokens.name), tokens }
    }

    pub fn attribute(&self, name: &str) -> Option<String> {
        let value = self.tokens.attributes.get(name.as_bytes())?;
        Some(String::from_utf8_lossy(value).into_owned())
    }

    /// The names by which links lead to it.
    pub fn names(&self) -> impl Iterator<Item = String> {
        let name = (self.tag == Tag::A).then(|| self.attribute("name")).flatten();
        self.attribute("id").into_iter().chain(name)
    }

    /// The name within the page that a link leads to.
    pub fn target(&self) -> Option<String> {
        let address = self.attribute("href").filter(|_| self.tag == Tag::A)?;
        let (_, name) = address.split_once('#').filter(|(page, _)| !page.contains("://"))?;
        Some(name.to_owned()).filter(|name| !name.is_empty())
    }

    /// Whether it stands outside of documents, by its name or by its role.
    pub fn is_foreign(&self) -> bool {
        let role = self.attribute("role").unwrap_or_default();
        // LibreOffice marks the header and the footer of every page so.
        let running = self.attribute("title").is_some_and(|title| matches!(&*title, "header" | "footer"));
        // The page itself bears the names of what its sites may show.
        let names = matches!(self.tag, Tag::Block | Tag::Ul | Tag::Ol | Tag::P) && !self.is_root();
        let of_sites = |name: &str| OF_SITES.iter().any(|known| name.to_ascii_lowercase().starts_with(known));
        self.tag == Tag::Aside
            || ROLES.contains(&&*role)
            || running && self.tag == Tag::Block
            || names && self.words().iter().any(|word| of_sites(word))
    }

    /// Whether it is said to hold notes.
    pub fn is_note(&self) -> bool {
        let of_notes = |name: &str| name.to_ascii_lowercase().contains("footnote") || name.contains("endnote");
        self.attribute("role").is_some_and(|role| of_notes(&role)) || self.words().iter().any(|word| of_notes(word))
    }

    pub fn is_main(&self) -> bool {
        self.tag == Tag::Main || self.attribute("role").is_some_and(|role| role == "main")
    }

    /// Whether nobody sees it.
    pub fn is_hidden(&self) -> bool {
        self.attribute("hidden").is_some() || self.style("display").is_some_and(|display| display == "none")
    }

    pub fn is_raised(&self) -> bool {
        self.tag == Tag::Sup || self.style("vertical-align").is_some_and(|align| align == "super")
    }

    /// How the items of a list are numbered; nothing where they are not.
    pub fn numeral(&self) -> Option<Numeral> {
        let style = self.style("list-style-type").or_else(|| self.style("list-style"));
        let styled = style.as_deref().unwrap_or_default().split_whitespace().find_map(|word| match word {
            "none" => Some(None),
            "decimal" => Some(Some(Numeral::Decimal)),
            "lower-alpha" | "lower-latin" => Some(Some(Numeral::LowerLetter)),
            "upper-alpha" | "upper-latin" => Some(Some(Numeral::UpperLetter)),
            "lower-roman" => Some(Some(Numeral::LowerRoman)),
            "upper-roman" => Some(Some(Numeral::UpperRoman)),
            _ => None,
        });
        styled.unwrap_or_else(|| {
            Some(match self.attribute("type").as_deref() {
                Some("a") => Numeral::LowerLetter,
                Some("A") => Numeral::UpperLetter,
                Some("i") => Numeral::LowerRoman,
                Some("I") => Numeral::UpperRoman,
                _ => Numeral::Decimal,
            })
        })
    }

    pub fn number(&self, attribute: &str) -> Option<i64> {
        self.attribute(attribute)?.trim().parse().ok()
    }

    fn is_root(&self) -> bool {
        matches!(self.tokens.name.as_slice(), b"html" | b"body")
    }

    /// Its id and its classes.
    fn words(&self) -> Vec<String> {
        let said = [self.attribute("id"), self.attribute("class")];
        said.into_iter()
            .flatten()
            .flat_map(|said| said.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    }

    fn style(&self, property: &str) -> Option<String> {
        let style = self.attribute("style")?.to_ascii_lowercase();
        let mut declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
        declarations.find(|(name, _)| name.trim() == property).map(|(_, value)| value.trim().to_owned())
    }
}
