//! Comparing: two versions of one text, paragraph by paragraph and clause by clause.
//!
//! Nothing here looks at words: acts, actors and times have the same ids in every language, and are all that is compared.

mod alignment;
mod passage;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::{Extraction, Kind, Note, NoteKind, Value};
use alignment::{Pairing, aligned, paired};
use passage::{Clause, Passage, passages};

/// How two versions of one text agree and where they differ.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Where they differ, in the order of the first text.
    pub differences: Vec<Difference>,
    /// The paragraphs and sub-paragraphs that both have, in the order of the first text.
    pub pairs: Vec<Pair>,
    /// How many paragraphs and sub-paragraphs only one of them has.
    pub unpaired: usize,
}

/// One thing that two versions say differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The symbol of the first text, or its file name where no symbol is known.
    pub document: String,
    /// Where.
    pub place: Place,
    /// What differs.
    pub field: Field,
    /// What the first text has.
    pub first: Side,
    /// What the second text has.
    pub second: Side,
}

/// A paragraph or sub-paragraph, as the first text places it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// `operative`, or `annex-1`, `annex-2`, ….
    pub section: String,
    /// The part of a text that repeats its numbers, or nothing.
    pub part: String,
    /// `32`, `3(a)`, `3(a)(ii)`.
    pub paragraph: String,
}

impl fmt::Display for Place {
    /// `32`, `B.3(a)`, `annex-1.2`: only what is not the same for all of a text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let section = if self.section == "operative" { "" } else { &self.section };
        let names = [section, &self.part, &self.paragraph].into_iter().filter(|name| !name.is_empty());
        f.pad(&names.collect::<Vec<_>>().join("."))
    }
}

/// What one of two texts says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Side {
    /// The value: ids joined with `; `, a number, a time, or nothing.
    pub value: String,
    /// The words that stand for it.
    pub words: String,
    /// The id of the record, or of the first of several; nothing where there is none.
    pub id: String,
}

/// What can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// A paragraph that one text has and the other has not, or that could be read in one of them only; the values are the
    /// acts in it.
    Paragraph,
    /// A clause that one text has and the other has not; the value is its act.
    Clause,
    /// Whether it asks, decides or states.
    Kind,
    /// How strong the act is, where it is far from the other's; the values are acts with their force.
    Force,
    /// Who is asked, or who decides.
    Actors,
    /// By when.
    Deadline,
    /// How often.
    Recurrence,
    /// Whether a report is due.
    Report,
    /// How many actions the verb has.
    Asks,
}

impl Field {
    /// The name of the field, as it stands in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Paragraph => "paragraph",
            Field::Clause => "clause",
            Field::Kind => "kind",
            Field::Force => "force",
            Field::Actors => "actors",
            Field::Deadline => "deadline",
            Field::Recurrence => "recurrence",
            Field::Report => "report",
            Field::Asks => "asks",
        }
    }
}

impl Difference {
    /// A difference in a paragraph; which document that is in is known to whoever has the extractions.
    fn at(passage: &Passage<'_>, field: Field, first: Side, second: Side) -> Self {
        Difference { document: String::new(), place: passage.place(), field, first, second }
    }

    /// The columns of every table of differences, in their order.
    pub const COLUMNS: [&'static str; 11] = [
        "document",
        "section",
        "part",
        "paragraph",
        "field",
        "first",
        "second",
        "first_words",
        "second_words",
        "first_id",
        "second_id",
    ];

    /// What stands in the columns.
    pub fn values(&self) -> [Value<'_>; Difference::COLUMNS.len()] {
        let Difference { document, place: Place { section, part, paragraph }, field, first, second } = self;
        [
            document,
            section,
            part,
            paragraph,
            field.as_str(),
            &first.value,
            &second.value,
            &first.words,
            &second.words,
            &first.id,
            &second.id,
        ]
        .map(|text| Value::Text(Cow::Borrowed(text)))
    }
}

/// A paragraph or sub-paragraph that both texts have: what they make of it in all.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Which one.
    pub place: Place,
    /// The kinds of the clauses of each text, in text order.
    pub kinds: [Vec<Kind>; 2],
    /// Whom the directives of each text address, each once and in text order; nothing where it has no directive.
    pub actors: [Option<Vec<Arc<str>>>; 2],
}

impl Pair {
    fn of(first: &Passage<'_>, second: &Passage<'_>) -> Self {
        Pair {
            place: first.place(),
            kinds: [first.kinds(), second.kinds()],
            actors: [first.addressed(), second.addressed()],
        }
    }

    /// Whether both texts have as many clauses of each kind, in whatever order.
    pub fn kinds_agree(&self) -> bool {
        let [first, second] = &self.kinds;
        let count = |kinds: &[Kind], kind: &Kind| kinds.iter().filter(|other| *other == kind).count();
        first.len() == second.len() && first.iter().all(|kind| count(first, kind) == count(second, kind))
    }

    /// Whether the directives of both texts address the same actors; nothing where neither text has a directive.
    pub fn actors_agree(&self) -> Option<bool> {
        let [first, second] = self.actors.each_ref().map(Option::as_deref);
        first.or(second)?;
        Some(same(first.unwrap_or_default(), second.unwrap_or_default()))
    }
}

/// Compares what two versions of one text gave.
///
/// Paragraphs are paired by section, part and label, or by section and label where only one text is divided into parts.
/// Within a paragraph clauses are paired in their order so that as much as possible agrees; one that has no counterpart is
/// told, and does not disturb those behind it.
/// An act is compared by its kind, and by its force where that is two or more from the other's: languages do not draw the
/// lines between neighbouring verbs alike.
///
/// ```
/// use exhorte::{Document, Field, Language, Lexicons, compare, extract};
/// let lexicons = Lexicons::embedded();
/// let read = |text: &str, language| extract(&lexicons, &Document::new("draft", text, language));
/// let french = read("L'Assemblée générale,\n\n1. Prie le Secrétaire général de compter les phares avant 2031.", Language::Fr);
/// let english = read("The General Assembly,\n\n1. Requests the Secretary-General to count lighthouses before 2032.", Language::En);
/// let comparison = compare(&french, &english);
/// let [difference] = &comparison.differences[..] else { panic!("they differ once") };
/// assert_eq!((difference.place.to_string().as_str(), difference.field), ("1", Field::Deadline));
/// assert_eq!((difference.first.value.as_str(), difference.second.value.as_str()), ("2031", "2032"));
/// assert_eq!(difference.second.words, "before 2032");
/// ```
pub fn compare(first: &Extraction, second: &Extraction) -> Comparison {
    let (passages, others) = (passages(first), passages(second));
    let pairings = paired(&passages, &others);
    let gaps = gaps(&pairings);
    let (unread, other_unread) = (Unread::of(first), Unread::of(second));
    let mut comparison = Comparison::default();
    for (pairing, [gap, other_gap]) in pairings.iter().zip(gaps) {
        let differences = &mut comparison.differences;
        match *pairing {
            (Some(passage), Some(other)) => {
                comparison.pairs.push(Pair::of(passage, other));
                compare_passages(passage, other, differences);
                continue;
            }
            (Some(passage), None) => {
                let side = other_unread.side(passage, other_gap);
                differences.push(Difference::at(passage, Field::Paragraph, passage.side(), side));
            }
            (None, Some(other)) => {
                let side = unread.side(other, gap);
                differences.push(Difference::at(other, Field::Paragraph, side, other.side()));
            }
            (None, None) => continue,
        }
        comparison.unpaired += 1;
    }
    for difference in &mut comparison.differences {
        difference.document.clone_from(&first.source.document);
    }
    comparison
}

/// For each pairing, what stands in both texts between the paragraphs that were read before and behind it.
fn gaps(pairings: &[Pairing<'_, Passage<'_>>]) -> Vec<[Range<usize>; 2]> {
    let mut gaps = vec![[0..usize::MAX, 0..usize::MAX]; pairings.len()];
    let sides = |at: usize| [pairings[at].0, pairings[at].1].into_iter().enumerate();
    for at in 1..pairings.len() {
        for (side, passage) in sides(at - 1) {
            gaps[at][side].start = passage.map_or(gaps[at - 1][side].start, |passage| passage.record().span.start);
        }
    }
    for at in (1..pairings.len()).rev() {
        for (side, passage) in sides(at) {
            gaps[at - 1][side].end = passage.map_or(gaps[at][side].end, |passage| passage.record().span.start);
        }
    }
    gaps
}

/// The words of a text whose verb nobody knows, by the label of the paragraph and in text order.
struct Unread<'e>(HashMap<&'e str, Vec<&'e Note>>);

impl<'e> Unread<'e> {
    fn of(extraction: &'e Extraction) -> Self {
        let mut unread: HashMap<&str, Vec<&Note>> = HashMap::new();
        for note in extraction.notes.iter().filter(|note| note.kind == NoteKind::UnknownVerb) {
            unread.entry(&note.paragraph).or_default().push(note);
        }
        unread.values_mut().for_each(|notes| notes.sort_by_key(|note| note.span.start));
        Unread(unread)
    }

    /// What stands in place of a paragraph of the other text: such words, or nothing.
    fn side(&self, passage: &Passage<'_>, gap: Range<usize>) -> Side {
        let notes = self.0.get(passage.record().paragraph.as_str()).map_or(&[][..], Vec::as_slice);
        let next = notes.get(notes.partition_point(|note| note.span.start < gap.start));
        next.filter(|note| note.span.start < gap.end).map_or(Side::default(), |note| Side {
            value: note.kind.as_str().to_owned(),
            words: note.words.clone(),
            id: String::new(),
        })
    }
}

fn compare_passages(passage: &Passage<'_>, other: &Passage<'_>, differences: &mut Vec<Difference>) {
    for pairing in aligned(&passage.clauses, &other.clauses) {
        let difference = |field, first, second| Difference::at(passage, field, first, second);
        match pairing {
            (Some(clause), Some(other)) => {
                let fields = FIELDS.into_iter().filter(|field| differ(*field, clause, other));
                differences.extend(fields.map(|field| difference(field, clause.side(field), other.side(field))));
            }
            (clause, other) => {
                let side =
                    |clause: Option<&Clause<'_>>| clause.map_or(Side::default(), |clause| clause.side(Field::Clause));
                differences.push(difference(Field::Clause, side(clause), side(other)));
            }
        }
    }
}

/// What is compared of two clauses, in the order in which differences are told.
const FIELDS: [Field; 7] =
    [Field::Kind, Field::Force, Field::Actors, Field::Deadline, Field::Recurrence, Field::Report, Field::Asks];

/// How far the forces of two acts are from each other, at least, if their verbs do not translate each other.
const FAR: u8 = 2;

fn differ(field: Field, clause: &Clause<'_>, other: &Clause<'_>) -> bool {
    let (record, counterpart) = (clause.record(), other.record());
    let kinds_differ = record.kind != counterpart.kind;
    match field {
        Field::Kind => kinds_differ,
        // A statement asks nobody for anything: whatever else differs only says so again.
        _ if kinds_differ && [record.kind, counterpart.kind].contains(&Kind::Statement) => false,
        Field::Force => !kinds_differ && FAR <= record.force.abs_diff(counterpart.force),
        _ => !same(&clause.values(field), &other.values(field)),
    }
}

/// Whether two lists hold the same values, each of which stands there once.
fn same<T: PartialEq>(values: &[T], others: &[T]) -> bool {
    values.len() == others.len() && values.iter().all(|value| others.contains(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Language, Lexicons, extract};

    fn comparison(french: &str, english: &str) -> Comparison {
        let lexicons = Lexicons::embedded();
        let french = Document::new("fr.txt", format!("L'Assemblée générale,\n\n{french}"), Language::Fr);
        let english = Document::new("en.txt", format!("The General Assembly,\n\n{english}"), Language::En);
        compare(&extract(&lexicons, &french), &extract(&lexicons, &english))
    }

    /// Each difference as `paragraph field: first | second`.
    #[track_caller]
    fn check(french: &str, english: &str, expected: &[&str]) {
        let found = comparison(french, english).differences;
        let told = found.iter().map(|difference| {
            let Difference { place, field, first, second, .. } = difference;
            format!("{place} {}: {} | {}", field.as_str(), first.value, second.value)
        });
        assert_eq!(told.collect::<Vec<_>>(), expected, "{french}\n{english}");
    }

    #[test]
    fn each_field_is_compared() {
        let french = "1. Prie le Secrétaire général de compter les phares avant 2031.";
        for (english, expected) in [
            ("1. Requests the Secretary-General to count lighthouses before 2031.", ""),
            ("1. Notes the count of lighthouses.", "1 kind: directive | statement"),
            ("1. Invites the Secretary-General to count lighthouses before 2031.", "1 force: request (4) | invite (2)"),
            ("1. Calls upon the Secretary-General to count lighthouses before 2031.", ""),
            (
                "1. Requests Member States to count lighthouses before 2031.",
                "1 actors: secretary-general | member-states",
            ),
            ("1. Requests the Secretary-General to count lighthouses before 2032.", "1 deadline: 2031 | 2032"),
            ("1. Requests the Secretary-General to count lighthouses.", "1 deadline: 2031 | "),
            (
                "1. Requests the Secretary-General to count lighthouses every year before 2031.",
                "1 recurrence:  | annual",
            ),
            ("1. Requests the Secretary-General to report on lighthouses before 2031.", "1 report: false | true"),
            ("1. Requests the Secretary-General to count lighthouses and to paint them before 2031.", "1 asks: 1 | 2"),
        ] {
            let expected: Vec<&str> = [expected].into_iter().filter(|told| !told.is_empty()).collect();
            check(french, english, &expected);
        }
    }

    #[test]
    fn values_stand_with_their_words() {
        let french = "1. Prie le Secrétaire général de compter les phares avant 2031.";
        let english = "1. Requests Member States to count lighthouses.";
        let found = comparison(french, english).differences;
        let words = |at: usize| (found[at].first.words.as_str(), found[at].second.words.as_str());
        assert_eq!(words(0), ("le Secrétaire général", "Member States"));
        assert_eq!(words(1), ("avant 2031", "Requests Member States to count lighthouses"));
        assert_eq!((&*found[0].first.id, &*found[0].second.id), ("fr.txt#OP1.1.1", "en.txt#OP1.1.1"));
    }

    #[test]
    fn a_clause_that_is_missing_does_not_disturb_the_others() {
        check(
            "1. Note que les phares sont vieux, se félicite de leur entretien, prie le Secrétaire général d'en tenir la \
             liste et invite les États Membres à y contribuer.",
            "1. Notes that lighthouses are old, requests the Secretary-General to keep a list of them, and invites Member \
             States to contribute to it.",
            &["1 clause: welcome | "],
        );
        check(
            "1. Prie le Secrétaire général de compter les phares.",
            "1. Notes that lighthouses are old, and requests the Secretary-General to count lighthouses.",
            &["1 clause:  | note"],
        );
    }

    #[test]
    fn paragraphs_of_one_side_are_told_in_their_place() {
        let french = "1. Note le rapport.\n\n2. Prie le Secrétaire général de compter les phares.\n\n4. Note la liste.";
        let english = "1. Notes the report.\n\n3. Invites States to paint lighthouses.\n\n4. Notes the list.";
        check(french, english, &["2 paragraph: request | ", "3 paragraph:  | invite"]);
        assert_eq!((comparison(french, english).pairs.len(), comparison(french, english).unpaired), (2, 2));
    }

    #[test]
    fn a_verb_that_nobody_knows_is_told_as_such() {
        let found = comparison("1. Xylographie les phares.", "1. Notes the lighthouses.").differences;
        assert_eq!((found[0].field, found[0].first.value.as_str()), (Field::Paragraph, "unknown-verb"));
        assert!(found[0].first.words.contains("Xylographie"), "{}", found[0].first.words);
    }

    #[test]
    fn parts_that_one_side_lacks_do_not_keep_paragraphs_apart() {
        let french = "A\n\n1. Note le rapport.\n\nB\n\n2. Prie le Secrétaire général de compter les phares.";
        let english = "1. Notes the report.\n\n2. Requests the Secretary-General to count lighthouses.";
        check(french, english, &[]);
    }

    #[test]
    fn agreement_looks_at_kinds_and_at_actors_of_directives() {
        let pair = |kinds: [&[Kind]; 2], actors: [Option<&[&str]>; 2]| Pair {
            place: Place::default(),
            kinds: kinds.map(<[Kind]>::to_vec),
            actors: actors.map(|ids| ids.map(|ids| ids.iter().map(|id| Arc::from(*id)).collect())),
        };
        let (directive, statement) = (Kind::Directive, Kind::Statement);
        for (kinds, actors, expected) in [
            ([&[statement][..], &[statement][..]], [None, None], (true, None)),
            (
                [&[statement, directive], &[directive, statement]],
                [Some(&["a", "b"][..]), Some(&["b", "a"][..])],
                (true, Some(true)),
            ),
            (
                [&[directive, directive], &[directive, statement]],
                [Some(&["a", "b"]), Some(&["a"])],
                (false, Some(false)),
            ),
            (
                [&[directive, directive, statement], &[directive, statement, statement]],
                [Some(&["a"]), Some(&["a"])],
                (false, Some(true)),
            ),
            ([&[directive], &[statement]], [Some(&[]), None], (false, Some(true))),
        ] {
            let pair = pair(kinds, actors);
            assert_eq!((pair.kinds_agree(), pair.actors_agree()), expected, "{pair:?}");
        }
    }
}
