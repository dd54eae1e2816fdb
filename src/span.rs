//! Ranges of bytes.

use serde::Serialize;

/// A range of bytes in a document's text, from `start` up to, not including, `end`; always on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The text that the span covers.
    ///
    /// ```
    /// let span = exhorte::Span { start: 0, end: 4 };
    /// assert_eq!(span.of("Prie le Comité"), "Prie");
    /// ```
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// How many bytes are covered.
    pub fn len(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether nothing is covered.
    pub fn is_empty(&self) -> bool {
        self.end <= self.start
    }
}
