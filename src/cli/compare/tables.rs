//! Comparisons as tables for people.

use exhorte::{Comparison, Difference, Pair, Side};

use super::Compared;
use crate::cli::summary::{Screen, figures, lines, shortened, unbroken};

/// How many letters of the words on each side are shown.
const WORDS: usize = 240;

/// Where two versions differ, field by field.
pub fn differences(compared: &Compared, screen: Screen) -> String {
    let Compared { headings: [first, second], comparison, .. } = compared;
    let found = counted(comparison.differences.len());
    let all = comparison.pairs.len() + comparison.unpaired;
    let counted = format!("{found}; paragraphs and sub-paragraphs compared: {all}\n");
    if comparison.differences.is_empty() {
        return format!("{first}\n{second}\n{counted}");
    }
    let mut table = screen.table(&["paragraph", "field", first, second]);
    for difference in &comparison.differences {
        let Difference { place, field, first, second, .. } = difference;
        table.add_row([place.to_string(), field.as_str().to_owned(), shown(first), shown(second)]);
    }
    unbroken(&mut table, &[0, 1]);
    format!("{}\n{counted}", lines(&table))
}

/// The value above its words.
fn shown(side: &Side) -> String {
    let value = if side.value.is_empty() { "-" } else { &side.value };
    if side.words.is_empty() { value.to_owned() } else { format!("{value}\n\"{}\"", shortened(&side.words, WORDS)) }
}

/// How many differences there are, in words.
pub fn counted(differences: usize) -> String {
    match differences {
        0 => "no difference".to_owned(),
        1 => "1 difference".to_owned(),
        many => format!("{many} differences"),
    }
}

/// How far versions agree, in figures, and where they do not.
pub fn summary(compared: &[Compared], list: bool, screen: Screen) -> String {
    let mut table = screen.table(&["text", "paragraphs", "on one side", "kinds agree", "actors agree"]);
    let tallies: Vec<Tally> = compared.iter().map(|pair| Tally::of(&pair.comparison)).collect();
    for (pair, tally) in compared.iter().zip(&tallies) {
        table.add_row(tally.row(pair.name.clone()));
    }
    if compared.len() != 1 {
        let all = tallies.into_iter().fold(Tally::default(), Tally::and);
        table.add_row(all.row(format!("{} texts", compared.len())));
    }
    figures(&mut table, &[1, 2, 3, 4]);
    let listed = if list { format!("\n{}", disagreements(compared, screen)) } else { String::new() };
    format!("{}{listed}", lines(&table))
}

/// Paragraphs and sub-paragraphs, and in how many of them two versions agree.
#[derive(Clone, Copy, Default)]
struct Tally {
    paired: usize,
    unpaired: usize,
    kinds: usize,
    /// Those with directives.
    directed: usize,
    actors: usize,
}

impl Tally {
    fn of(comparison: &Comparison) -> Self {
        let pairs = &comparison.pairs;
        let actors = pairs.iter().filter_map(Pair::actors_agree);
        Tally {
            paired: pairs.len(),
            unpaired: comparison.unpaired,
            kinds: pairs.iter().filter(|pair| pair.kinds_agree()).count(),
            directed: actors.clone().count(),
            actors: actors.filter(|agree| *agree).count(),
        }
    }

    fn and(self, other: Tally) -> Self {
        Tally {
            paired: self.paired + other.paired,
            unpaired: self.unpaired + other.unpaired,
            kinds: self.kinds + other.kinds,
            directed: self.directed + other.directed,
            actors: self.actors + other.actors,
        }
    }

    fn row(&self, name: String) -> [String; 5] {
        let (kinds, actors) = (share(self.kinds, self.paired), share(self.actors, self.directed));
        [name, self.paired.to_string(), self.unpaired.to_string(), kinds, actors]
    }
}

fn share(some: usize, all: usize) -> String {
    if all == 0 { "-".to_owned() } else { format!("{some} of {all} ({:.1} %)", 100.0 * some as f64 / all as f64) }
}

/// Every paragraph in which kinds or actors do not agree.
fn disagreements(compared: &[Compared], screen: Screen) -> String {
    let mut table = screen.table(&["text", "paragraph", "field", "first", "second"]);
    for Compared { name, comparison, .. } in compared {
        for pair in &comparison.pairs {
            let mut add = |field: &str, [first, second]: [String; 2]| {
                table.add_row([name.clone(), pair.place.to_string(), field.to_owned(), first, second]);
            };
            if !pair.kinds_agree() {
                let kinds = |side: usize| pair.kinds[side].iter().map(|kind| kind.as_str()).collect::<Vec<_>>();
                add("kinds", [kinds(0).join("; "), kinds(1).join("; ")]);
            }
            if pair.actors_agree() == Some(false) {
                add(
                    "actors",
                    [0, 1].map(|side| pair.actors[side].as_deref().map_or("-".to_owned(), |ids| ids.join("; "))),
                );
            }
        }
    }
    unbroken(&mut table, &[0, 1, 2]);
    lines(&table)
}
