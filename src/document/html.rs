//! HTML: the tags of a page as they come, without a tree.
//!
//! For the text of a page it matters where lines begin, which numbers its lists count and what does not belong to the
//! document; unclosed and misnested tags matter no more to that than their depth does.

mod element;
mod look;
mod page;
mod wrapped;

use encoding_rs::{Encoding, REPLACEMENT, UTF_16BE, UTF_16LE, X_USER_DEFINED};
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

use super::{Content, Refusal, readable, text};
use element::Tag;
use page::{Page, Trust};

/// How much of a page is searched for the declaration of its encoding.
const HEAD: usize = 4096;

/// Reads the bytes of a page.
pub(super) fn read(bytes: Vec<u8>) -> Result<Content, Refusal> {
    let declared = declared(&bytes[..bytes.len().min(HEAD)]);
    let (html, notes) = text::decode(bytes, declared)?;
    let counts = if html.contains("reversed") { counts(&html) } else { Vec::new() };
    let mut page = page(&html, &counts, Trust::Full);
    if page.unended() {
        // Something that is left out never ends, and would take the document with it.
        page = self::page(&html, &counts, Trust::Text);
    }
    let text = page.finish();
    if text.is_empty() && html.to_ascii_lowercase().contains("<frameset") {
        return Err(Refusal {
            found: "an HTML page of frames, whose text stands in other files".to_owned(),
            expected: readable(),
            advice: "give the page that the frame with the document shows".to_owned(),
            foreign: None,
        });
    }
    Ok(Content { text, notes, ..Content::default() })
}

fn page(html: &str, counts: &[i64], trust: Trust) -> Page {
    let mut page = Page::new(counts.to_vec(), trust);
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => page.open(&tag),
            Token::EndTag(tag) => page.close(Tag::named(&tag.name)),
            Token::String(text) => page.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    page
}

fn tokens(html: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::<()>::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).flatten()
}

/// How many items each ordered list has, in the order in which they begin: reversed ones count down from it.
fn counts(html: &str) -> Vec<i64> {
    let (mut counts, mut open) = (Vec::new(), Vec::new());
    for token in tokens(html) {
        match token {
            Token::StartTag(StartTag { name, .. }) => match Tag::named(&name) {
                Tag::Ol => {
                    open.push(Some(counts.len()));
                    counts.push(0);
                }
                Tag::Ul => open.push(None),
                Tag::Li => {
                    if let Some(Some(list)) = open.last() {
                        counts[*list] += 1;
                    }
                }
                _ => {}
            },
            Token::EndTag(tag) if matches!(Tag::named(&tag.name), Tag::Ol | Tag::Ul) => drop(open.pop()),
            _ => {}
        }
    }
    counts
}

/// The encoding that a page declares: `<meta charset="...">`, `content="text/html; charset=..."` or that of XML.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let declarations = ["charset", "encoding"].into_iter().flat_map(|word| head.match_indices(word));
    declarations.into_iter().find_map(|(at, word)| {
        let before = head[..at].rfind('<').map(|tag| &head[tag..at])?;
        if !(before.starts_with("<meta") || before.starts_with("<?xml")) {
            return None;
        }
        let value =
            head[at + word.len()..].trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(value.len());
        // Who can read the declaration does not read UTF-16, and some encodings are read by nobody any more.
        let unlikely = |encoding: &&Encoding| [UTF_16LE, UTF_16BE, REPLACEMENT, X_USER_DEFINED].contains(encoding);
        Encoding::for_label(&value.as_bytes()[..end]).filter(|encoding| !unlikely(encoding))
    })
}
