//! How long a workbook of many asks takes, and how much memory.

use std::time::Instant;

use exhorte::export::{Format, Results, write};
use exhorte::{Document, Language, Lexicons, extract};

/// How many asks the workbook has.
const ASKS: usize = 50_000;
/// How many each document has.
const PARAGRAPHS: usize = 40;

fn main() {
    let lexicons = Lexicons::embedded();
    let paragraph = |number: usize| {
        format!(
            "{number}. Prie le Secrétaire général de dresser, en consultation avec les États Membres et au plus tard en \
             juin 2031, la carte numéro {number} des phares, des balises et des bouées de la région ;\n\n"
        )
    };
    let text: String = (1..=PARAGRAPHS).map(paragraph).collect();
    let text = format!("L'Assemblée générale,\n\n{text}");
    let read = |place: usize| extract(&lexicons, &Document::new(format!("{place}.txt"), &*text, Language::Fr));
    let many: Vec<_> = (0..ASKS / PARAGRAPHS).map(read).collect();
    for (name, extractions) in [("one draft", &many[..1]), ("many", &many[..])] {
        let results = Results { extractions, ..Results::of(&lexicons, &many[0]) };
        let (begun, mut bytes) = (Instant::now(), Vec::new());
        write(Format::Xlsx, &results, &mut bytes).expect("a workbook can be written");
        let asks = results.records().count();
        println!("{name}: {asks} asks, {:.3} s, {} kB", begun.elapsed().as_secs_f64(), bytes.len() / 1000);
    }
    // What the system says of this process, where it does.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("memory: not known here"));
}
