//! Text and Markdown, in the encodings that they come in.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{Content, Refusal};
use crate::{Note, NoteKind, Span};

/// How much of a file is looked at to tell what it is.
const SAMPLE: usize = 64 * 1024;

/// How many bytes a text may have: the places of its words are counted in 32 bits.
const LARGEST: usize = u32::MAX as usize;

/// Reads bytes as text.
pub(super) fn read(bytes: Vec<u8>) -> Result<Content, Refusal> {
    let (text, notes) = decode(bytes, None)?;
    Ok(Content { text, notes, ..Content::default() })
}

/// The text of bytes that say themselves, or do not, in which encoding they are.
///
/// UTF-8 goes before what is declared: bytes that pass for it by chance do not occur in documents, and false
/// declarations do.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<(String, Vec<Note>), Refusal> {
    if LARGEST < bytes.len() {
        return Err(unreadable(format!("{} bytes", bytes.len())));
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return Ok((encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(), Vec::new()));
    }
    if let Some(at) = memchr::memchr(0, &bytes[..bytes.len().min(SAMPLE)]) {
        let Some(encoding) = utf_16(&bytes) else {
            return Err(unreadable(format!("a zero byte at offset {at}, as in binary files")));
        };
        return Ok((encoding.decode_without_bom_handling(&bytes).0.into_owned(), vec![told(encoding.name())]));
    }
    match simdutf8::compat::from_utf8(&bytes) {
        Ok(text) => Ok((text.to_owned(), Vec::new())),
        Err(error) => {
            let offset = error.valid_up_to();
            match declared.filter(|encoding| *encoding != UTF_8) {
                Some(encoding) => Ok((encoding.decode_without_bom_handling(&bytes).0.into_owned(), Vec::new())),
                None => single_byte(offset, bytes),
            }
        }
    }
}

/// UTF-16 without a mark: every other byte of Latin text is zero.
pub(super) fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = sample.len() / 4;
    if sample.len() < 4 {
        return None;
    }
    if many < odd && even * 20 < odd {
        Some(UTF_16LE)
    } else if many < even && odd * 20 < even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Bytes that are no UTF-8: Windows-1252, unless they are UTF-8 with damage or no text at all.
fn single_byte(offset: usize, bytes: Vec<u8>) -> Result<(String, Vec<Note>), Refusal> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let control = sample.iter().filter(|byte| **byte < 9 || (14..32).contains(*byte)).count();
    if sample.len() < control * 50 {
        return Err(unreadable(format!("control characters and no UTF-8 at byte offset {offset}")));
    }
    let lossy = String::from_utf8_lossy(&bytes);
    let damaged = lossy.matches(char::REPLACEMENT_CHARACTER).count();
    let sound = lossy.chars().filter(|c| !c.is_ascii() && *c != char::REPLACEMENT_CHARACTER).count();
    if damaged < sound {
        return Ok((lossy.into_owned(), vec![told(&format!("UTF-8 with damage, first at byte offset {offset}"))]));
    }
    let text = WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned();
    Ok((text, vec![told(&format!("Windows-1252; no UTF-8 at byte offset {offset}"))]))
}

fn told(words: &str) -> Note {
    Note { kind: NoteKind::Encoding, paragraph: String::new(), words: words.to_owned(), span: Span::default() }
}

fn unreadable(found: String) -> Refusal {
    Refusal {
        found,
        expected: "text or Markdown of less than 4 GB in UTF-8, UTF-16 or Windows-1252".to_owned(),
        advice: "save the document as plain text, or paste its text into `exhorte extract -`".to_owned(),
        foreign: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_recognised() {
        let text = "1. Décide de rester saisie de la question.";
        let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (windows, ..) = WINDOWS_1252.encode(text);
        for (bytes, notes) in [(text.as_bytes().to_vec(), 0), (utf_16, 1), (windows.into_owned(), 1)] {
            let (decoded, told) = decode(bytes, None).unwrap();
            assert_eq!((decoded.as_str(), told.len()), (text, notes));
        }
    }

    #[test]
    fn damage_is_told_with_its_offset() {
        let (text, notes) = decode(b"D\xC3\xA9cide et \xC3\xA9value \xFF ici".to_vec(), None).unwrap();
        assert!(text.contains("Décide"));
        assert!(notes[0].words.contains("offset 19"), "{}", notes[0].words);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [b"ab\0cd\0\0\0ef".to_vec(), vec![0xFF, 1, 2, 3, 4, 5, 6, 7]] {
            let refusal = decode(bytes, None).unwrap_err();
            assert!(refusal.found.contains("offset") && refusal.expected.contains("UTF-8"), "{refusal:?}");
        }
    }

    #[test]
    fn what_is_declared_is_believed_where_bytes_are_no_utf_8() {
        let (text, notes) = decode(b"D\xE9cide".to_vec(), Some(encoding_rs::ISO_8859_15)).unwrap();
        assert_eq!((text.as_str(), notes.len()), ("Décide", 0));
        let (text, notes) = decode("Décide".into(), Some(WINDOWS_1252)).unwrap();
        assert_eq!((text.as_str(), notes.len()), ("Décide", 0));
    }
}
