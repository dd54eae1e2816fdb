//! What is known of the numbers of paragraphs when all of them are there: those that were lost, and those that repeat.

use rustc_hash::FxHashMap;

use super::{Paragraph, Section};
use crate::{Note, NoteKind};

/// Gives lost numbers back: to a lone paragraph 1, to others what their neighbours leave open, with a note.
///
/// `lost` holds the places of these paragraphs, in order.
pub(super) fn infer(operative: &mut [Paragraph], lost: &[usize]) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut from = 0;
    while from < lost.len() {
        let mut to = from + 1;
        while to < lost.len() && follow_directly(operative, lost[to - 1], lost[to]) {
            to += 1;
        }
        infer_run(operative, &lost[from..to], &mut notes);
        from = to;
    }
    notes
}

/// Whether no numbered paragraph of the same part stands between two paragraphs.
fn follow_directly(operative: &[Paragraph], a: usize, b: usize) -> bool {
    let (first, second) = (&operative[a], &operative[b]);
    let between = &operative[a + 1..b];
    between.iter().all(|p| p.depth != 0 || p.closing) && first.part == second.part && first.section == second.section
}

fn infer_run(operative: &mut [Paragraph], run: &[usize], notes: &mut Vec<Note>) {
    let (section, part) = (operative[run[0]].section, operative[run[0]].part.clone());
    let belongs = |p: &Paragraph| p.section == section && p.part == part;
    let number = |p: &Paragraph| p.label.parse::<u32>().ok();
    let before = operative[..run[0]].iter().rev().filter(|p| belongs(p)).find_map(number).unwrap_or(0);
    for (place, &index) in run.iter().enumerate() {
        let label = (before + 1 + place as u32).to_string();
        let lost = std::mem::replace(&mut operative[index].label, label.clone());
        for child in operative[index + 1..].iter_mut().take_while(|p| p.depth != 0 || p.closing) {
            child.label = child.label.replacen(&lost, &label, 1);
        }
    }
    let others = |p: &Paragraph| belongs(p) && p.depth == 0 && number(p).is_some_and(|number| 1 < number);
    if before == 0 && !operative.iter().any(others) {
        return;
    }
    notes.extend(run.iter().map(|&index| {
        let Paragraph { label, pieces, .. } = &operative[index];
        Note { kind: NoteKind::InferredNumber, paragraph: label.clone(), words: String::new(), span: pieces[0] }
    }));
}

/// Tells paragraphs of one label apart.
pub(super) fn count_repetitions(operative: &mut [Paragraph]) {
    let mut seen: FxHashMap<(Section, &str, &str), u32> = FxHashMap::default();
    let mut counts = Vec::with_capacity(operative.len());
    for paragraph in &*operative {
        let times = seen.entry((paragraph.section, &paragraph.part, &paragraph.label)).or_default();
        if !paragraph.closing {
            *times += 1;
        }
        counts.push(times.saturating_sub(1));
    }
    for (paragraph, repeated) in operative.iter_mut().zip(counts) {
        paragraph.repeated = repeated;
    }
}
