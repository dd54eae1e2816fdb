//! Symbols of United Nations documents, such as `A/C.3/80/L.4` or `S/2024/432`.
//!
//! They are made the same in all languages: parts of capitals and figures with slashes between them, the first of
//! which names the organ (ST/LIB/SER.B/5/Rev.5, *United Nations document series symbols*).

use indexmap::IndexSet;

/// The symbols that a text names, in text order, each once.
pub(crate) fn symbols(text: &str) -> IndexSet<&str> {
    let mut found = IndexSet::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'/', &text.as_bytes()[from..]) {
        let slash = from + at;
        let start = slash - text[from..slash].bytes().rev().take_while(|byte| is_inner(*byte)).count();
        let end = slash + text[slash..].bytes().take_while(|byte| is_inner(*byte)).count();
        let symbol = text[start..end].trim_end_matches(['.', '-', '/']);
        if is_symbol(symbol) {
            found.insert(symbol);
        }
        from = end;
    }
    found
}

fn is_inner(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-')
}

fn is_symbol(text: &str) -> bool {
    let mut parts = text.split('/');
    let series = parts.next().unwrap_or("");
    let figures = |part: &str| part.bytes().any(|byte| byte.is_ascii_digit());
    let series_known = (1..=12).contains(&series.len())
        && series.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && series.starts_with(|c: char| c.is_ascii_uppercase());
    series_known && text.len() < 60 && parts.clone().all(|part| !part.is_empty()) && parts.any(figures)
}

#[cfg(test)]
mod tests {
    use super::symbols;

    #[test]
    fn symbols_are_told_from_other_slashes() {
        for (text, found) in [
            ("le rapport A/79/322, et (S/2024/432).", vec!["A/79/322", "S/2024/432"]),
            ("A/C.3/80/L.4/Rev.1", vec!["A/C.3/80/L.4/Rev.1"]),
            ("résolution 64/293 et/ou VIH/sida", vec![]),
            ("CEDAW/C/GC/38", vec!["CEDAW/C/GC/38"]),
        ] {
            assert_eq!(symbols(text).into_iter().collect::<Vec<_>>(), found, "{text}");
        }
    }
}
