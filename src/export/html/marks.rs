//! The words of a text with the fields that were read from them.

use crate::{Column, Extraction, Span};

/// What a word can be marked as; of marks on one word, all are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Verb,
    Addressee,
    Action,
    Deadline,
    Partners,
    Conditions,
}

impl Mark {
    pub const ALL: [Mark; 6] =
        [Mark::Verb, Mark::Addressee, Mark::Action, Mark::Deadline, Mark::Partners, Mark::Conditions];

    /// The mark of the words that gave a column.
    fn of(column: Column) -> Option<Self> {
        Some(match column {
            Column::Act => Mark::Verb,
            Column::Actors | Column::ImpliedActors => Mark::Addressee,
            Column::Action => Mark::Action,
            Column::Deadline => Mark::Deadline,
            Column::Partners | Column::Informed | Column::IndirectActors => Mark::Partners,
            Column::Conditions => Mark::Conditions,
            _ => return None,
        })
    }

    /// What the stylesheet calls the mark.
    pub fn class(self) -> &'static str {
        match self {
            Mark::Verb => "verb",
            Mark::Addressee => "addressee",
            Mark::Action => "action",
            Mark::Deadline => "deadline",
            Mark::Partners => "partners",
            Mark::Conditions => "conditions",
        }
    }

    /// The column whose heading names the mark.
    pub fn column(self) -> Column {
        match self {
            Mark::Verb => Column::Verb,
            Mark::Addressee => Column::Addressee,
            Mark::Action => Column::Action,
            Mark::Deadline => Column::DeadlineDate,
            Mark::Partners => Column::Partners,
            Mark::Conditions => Column::Conditions,
        }
    }
}

/// A stretch of text that is marked alike throughout.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub text: String,
    /// Each once, in the order of [`Mark::ALL`].
    pub marks: Vec<Mark>,
    /// The records whose fields it gave, by their place in the extraction.
    pub records: Vec<usize>,
}

/// A field of a record in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Marked {
    span: Span,
    mark: Mark,
    record: usize,
}

/// Takes a text piece by piece, from its beginning to its end, and marks the words of every field.
pub(super) struct Marker<'e> {
    text: &'e str,
    /// What has not been reached, the next at the end.
    ahead: Vec<Marked>,
    /// What has begun and not ended; it may go on in the next piece, behind a page break.
    open: Vec<Marked>,
}

impl<'e> Marker<'e> {
    pub fn new(extraction: &'e Extraction) -> Self {
        let mut ahead = Vec::new();
        for (record, traces) in extraction.records.iter().map(|record| &record.traces).enumerate() {
            let marked = traces.iter().filter_map(|trace| Some((trace.span, Mark::of(trace.column)?)));
            ahead.extend(marked.map(|(span, mark)| Marked { span, mark, record }));
        }
        ahead.sort_unstable_by(|a, b| b.cmp(a));
        ahead.dedup();
        Marker { text: &extraction.text, ahead, open: Vec::new() }
    }

    /// The next piece of the text, cut where marks begin and end.
    pub fn runs(&mut self, piece: Span) -> Vec<Run> {
        // The first asterisk may stand before the piece, at the beginning of its line.
        let before = self.text[..piece.start].trim_end_matches('*').len();
        let emphasis = emphasis(&self.text[before..piece.end]);
        let (mut runs, mut at) = (Vec::new(), piece.start);
        while at < piece.end {
            while let Some(next) = self.ahead.pop_if(|marked| marked.span.start <= at) {
                self.open.push(next);
            }
            self.open.retain(|marked| at < marked.span.end);
            let ends = self.open.iter().map(|marked| marked.span.end);
            let begins = self.ahead.last().map(|marked| marked.span.start);
            let end = ends.chain(begins).min().map_or(piece.end, |end| end.min(piece.end));
            let words = Span { start: at, end }.of(self.text);
            let text = if emphasis { words.replace('*', "") } else { words.to_owned() };
            if !text.is_empty() {
                runs.push(self.run(text));
            }
            at = end;
        }
        runs
    }

    fn run(&self, text: String) -> Run {
        let mut marks: Vec<Mark> = self.open.iter().map(|marked| marked.mark).collect();
        let mut records: Vec<usize> = self.open.iter().map(|marked| marked.record).collect();
        marks.sort_unstable();
        marks.dedup();
        records.sort_unstable();
        records.dedup();
        Run { text, marks, records }
    }
}

/// Whether the asterisks of a text are emphasis, as in Markdown: they come in pairs.
pub(super) fn emphasis(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'*').count().is_multiple_of(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Language, Lexicons, extract};

    fn marked(text: &str, pieces: &[&str]) -> String {
        let extraction = extract(&Lexicons::embedded(), &Document::new("draft.txt", text, Language::En));
        let mut marker = Marker::new(&extraction);
        let mut shown = String::new();
        for piece in pieces {
            let start = text.find(piece).expect("the piece stands in the text");
            for Run { text, marks, records } in marker.runs(Span { start, end: start + piece.len() }) {
                let marks: Vec<&str> = marks.into_iter().map(Mark::class).collect();
                shown += &if marks.is_empty() { text } else { format!("[{text}|{}|{records:?}]", marks.join(" ")) };
            }
            shown += "/";
        }
        shown
    }

    #[test]
    fn fields_within_fields_are_marked_with_both() {
        let body = "*Requests* the Secretary-General to map by 2031 the lighthouses;";
        let text = format!("The General Assembly,\n\n1. {body}\n");
        let expected = "[Requests|verb|[0]] the [Secretary-General|addressee|[0]] to [map |action|[0]]\
                        [by 2031|action deadline|[0]][ the lighthouses|action|[0]];/";
        assert_eq!(marked(&text, &[body]), expected);
    }

    #[test]
    fn a_verb_of_two_actions_belongs_to_both() {
        let body = "Invites States to map the lighthouses and to train keepers;";
        let text = format!("The General Assembly,\n\n1. {body}\n");
        let shown = marked(&text, &[body]);
        assert!(shown.starts_with("[Invites|verb|[0, 1]] [States|addressee|[0, 1]] to [map"), "{shown}");
    }

    #[test]
    fn a_field_goes_on_behind_a_page_break() {
        let (first, second) = ("Requests the Secretary-General to map", "the lighthouses of the strait;");
        let text = format!("The General Assembly,\n\n1. {first}\n\n26-01234 3/7\n\n{second}\n");
        let shown = marked(&text, &[first, second]);
        assert!(shown.ends_with("to [map|action|[0]]/[the lighthouses of the strait|action|[0]];/"), "{shown}");
    }
}
