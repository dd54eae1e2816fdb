//! The look of elements, as far as it says something of the text: attributes and style sheets.

use rustc_hash::FxHashMap;

use crate::document::numeral::Numeral;

/// What is known of the look of an element; nothing where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub label: Option<Label>,
    pub hidden: Option<bool>,
    /// Whether it begins and ends lines.
    pub block: Option<bool>,
    pub raised: Option<bool>,
}

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Nothing,
    Bullet,
    Number(Numeral),
}

impl Look {
    /// The look that declarations give: `display: none; list-style-type: lower-alpha`.
    pub fn of(declarations: &str) -> Self {
        let mut look = Look::default();
        for declaration in declarations.split(';') {
            let Some((property, value)) = declaration.split_once(':') else { continue };
            let value = value.trim().to_ascii_lowercase();
            let value = value.strip_suffix("!important").unwrap_or(&value).trim();
            match property.trim().to_ascii_lowercase().as_str() {
                "list-style" | "list-style-type" => {
                    look.label = value.split_whitespace().find_map(Label::named).or(look.label);
                }
                "display" => {
                    look.hidden = Some(value == "none");
                    look.block = match value {
                        "block" | "flex" | "grid" | "list-item" | "table" | "table-row" | "flow-root" => Some(true),
                        "inline" => Some(false),
                        _ => look.block,
                    };
                }
                // Converters of printed pages put every line into its place.
                "position" if matches!(value, "absolute" | "fixed") => look.block = Some(true),
                "mso-hide" => look.hidden = Some(value == "all"),
                "vertical-align" => look.raised = Some(value == "super"),
                _ => {}
            }
        }
        look
    }

    /// This look where it says something, and that one elsewhere.
    pub fn or(self, other: Look) -> Look {
        Look {
            label: self.label.or(other.label),
            hidden: self.hidden.or(other.hidden),
            block: self.block.or(other.block),
            raised: self.raised.or(other.raised),
        }
    }
}

impl Label {
    /// What a style sheet calls it.
    fn named(name: &str) -> Option<Self> {
        match name {
            "none" => Some(Label::Nothing),
            "disc" | "circle" | "square" => Some(Label::Bullet),
            "decimal" => Some(Label::Number(Numeral::Decimal)),
            "decimal-leading-zero" => Some(Label::Number(Numeral::PaddedDecimal)),
            "lower-alpha" | "lower-latin" => Some(Label::Number(Numeral::LowerLetter)),
            "upper-alpha" | "upper-latin" => Some(Label::Number(Numeral::UpperLetter)),
            "lower-roman" => Some(Label::Number(Numeral::LowerRoman)),
            "upper-roman" => Some(Label::Number(Numeral::UpperRoman)),
            _ => None,
        }
    }

    /// What the attribute `type` of a list calls it.
    pub fn of_type(name: &str) -> Option<Self> {
        match name {
            "disc" | "circle" | "square" => Some(Label::Bullet),
            _ => name.parse().ok().and_then(Numeral::of).map(Label::Number),
        }
    }
}

/// The style sheets of a page: of their rules, those whose selector is an element, a class or an id, or an element with
/// one of these.
///
/// What depends on where an element stands would need a tree, and is left out.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    looks: FxHashMap<String, Look>,
    /// The labels of lists whose items are counted by rules for what stands before them.
    counted: FxHashMap<String, Label>,
}

impl Sheet {
    /// Takes the rules of a `style` element.
    pub fn read(&mut self, css: &str) {
        let css = without_comments(css);
        let mut rest = css.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let selectors = before.rsplit([';', '}']).next().unwrap_or_default().trim();
            if selectors.starts_with('@') {
                rest = behind_block(after);
                continue;
            }
            let (declarations, next) = after.split_once('}').unwrap_or((after, ""));
            if let Some(label) = counter(declarations) {
                self.counted.extend(selectors.split(',').filter_map(list_of).map(|list| (list, label)));
            }
            // Scripts show what sheets hide.
            let look = Look { hidden: None, ..Look::of(declarations) };
            if look != Look::default() {
                selectors
                    .split(',')
                    .map(str::trim)
                    .filter(|s| is_simple(s))
                    .for_each(|selector| self.add(selector, look));
            }
            rest = next;
        }
    }

    fn add(&mut self, selector: &str, look: Look) {
        let known = self.looks.entry(selector.to_ascii_lowercase()).or_default();
        *known = look.or(*known);
    }

    /// The look of an element; the narrower rule goes before the wider one.
    pub fn look(&self, element: &str, id: Option<&str>, classes: &[&str]) -> Look {
        if self.looks.is_empty() {
            return Look::default();
        }
        let selectors: Vec<String> = selectors(element, id, classes).map(|s| s.to_ascii_lowercase()).collect();
        let found = selectors.iter().filter_map(|selector| self.looks.get(selector));
        let mut look = found.fold(Look::default(), |look, found| look.or(*found));
        // What seems to have no labels has those that are counted.
        if look.label == Some(Label::Nothing) && !self.counted.is_empty() {
            look.label = selectors.iter().find_map(|selector| self.counted.get(selector)).copied();
        }
        look
    }
}

/// The selectors of the rules that are for an element, from the narrowest on.
fn selectors<'e>(element: &'e str, id: Option<&'e str>, classes: &'e [&'e str]) -> impl Iterator<Item = String> + 'e {
    let of_id = id.into_iter().flat_map(move |id| [format!("{element}#{id}"), format!("#{id}")]);
    let narrow = classes.iter().rev().map(move |class| format!("{element}.{class}"));
    let wide = classes.iter().rev().map(|class| format!(".{class}"));
    of_id.chain(narrow).chain(wide).chain([element.to_owned()])
}

/// How a counter is written that declarations put before an element.
fn counter(declarations: &str) -> Option<Label> {
    let (_, content) = declarations.split_once("content:")?;
    let content = content.split(';').next().unwrap_or_default();
    let (_, counter) = content.split_once("counter(").or_else(|| content.split_once("counters("))?;
    let (counter, _) = counter.split_once(')')?;
    let style = counter.rsplit_once(',').map(|(_, style)| style.trim().to_ascii_lowercase());
    style.as_deref().and_then(Label::named).or(Some(Label::Number(Numeral::Decimal)))
}

/// The list before whose items something is put: `ol.a` of `ol.a > li::before`.
fn list_of(selector: &str) -> Option<String> {
    let item = selector.trim().strip_suffix("before")?.trim_end_matches(':').strip_suffix("li")?;
    let list = item.trim_end().trim_end_matches('>').trim();
    let list = if list.is_empty() { "ol" } else { list };
    is_simple(list).then(|| list.to_ascii_lowercase())
}

/// Whether a selector is `ol`, `.alpha`, `ol.alpha`, `#list` or `ol#list`.
fn is_simple(selector: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let (element, rest) = selector.split_at(selector.find(['.', '#']).unwrap_or(selector.len()));
    element.chars().all(plain) && rest.chars().skip(1).all(plain) && !selector.is_empty()
}

/// What follows the block that has been opened.
fn behind_block(css: &str) -> &str {
    let mut depth = 1_usize;
    for (at, c) in css.match_indices(['{', '}']) {
        depth = if c == "{" { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return &css[at + 1..];
        }
    }
    ""
}

fn without_comments(css: &str) -> String {
    let mut bare = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    // Old pages hide their sheets in comments of HTML.
    bare.replace("<!--", " ").replace("-->", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_read() {
        let label = |label| Look { label: Some(label), ..Look::default() };
        for (declarations, look) in [
            ("LIST-STYLE: inside Lower-Alpha", label(Label::Number(Numeral::LowerLetter))),
            ("list-style-type:decimal-leading-zero !important", label(Label::Number(Numeral::PaddedDecimal))),
            ("list-style-type: circle", label(Label::Bullet)),
            ("color: red; list-style: none;", label(Label::Nothing)),
            ("list-style-image: url(x)", Look::default()),
            ("display:none", Look { hidden: Some(true), ..Look::default() }),
            ("display: inline", Look { hidden: Some(false), block: Some(false), ..Look::default() }),
            ("position:absolute;left:1px", Look { block: Some(true), ..Look::default() }),
            ("vertical-align:super", Look { raised: Some(true), ..Look::default() }),
            ("display", Look::default()),
            ("", Look::default()),
        ] {
            assert_eq!(Look::of(declarations), look, "{declarations}");
        }
    }

    #[test]
    fn simple_rules_are_kept_and_narrow_ones_go_first() {
        let mut sheet = Sheet::default();
        sheet.read(
            "<!-- /* Lists { */ @import 'x.css'; ol { list-style: decimal } @media print { ol { list-style: none } }\
             ol.Alpha, p > ol { list-style: lower-alpha } .none { list-style: none; display: none } ol#x{list-style:square}\
             nav ol { list-style: none } li:before { content: '1' } @page { } .open { list-style: circle --> ",
        );
        let label = |id, classes: &[&str]| sheet.look("ol", id, classes).label;
        assert_eq!(label(None, &[]), Some(Label::Number(Numeral::Decimal)));
        assert_eq!(label(None, &["alpha", "none"]), Some(Label::Number(Numeral::LowerLetter)));
        assert_eq!(label(None, &["none"]), Some(Label::Nothing));
        assert_eq!(label(Some("x"), &["none"]), Some(Label::Bullet));
        assert_eq!(sheet.look("ul", None, &["open"]).label, Some(Label::Bullet));
        assert_eq!(sheet.look("ul", None, &["none"]).hidden, None);
        sheet.read("li::before { content: counter(item) } .deep>li:before{content:\"(\" counter(x,lower-latin) \")\"}");
        let label = |classes: &[&str]| sheet.look("ol", None, classes).label;
        assert_eq!(label(&["none"]), Some(Label::Number(Numeral::Decimal)));
        assert_eq!(label(&["none", "deep"]), Some(Label::Number(Numeral::LowerLetter)));
    }
}
