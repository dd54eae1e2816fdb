//! The command line.
use std::io::Write;
use exhorte::*;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let lex = Lexicons::embedded();
    if args[1] == "faults" { for f in lex.faults() { println!("{f}"); } return; }
    let lang = if args[2].contains("/en/") || args[2].contains(".en.") { Language::En } else { Language::Fr };
    let doc = Document::open(std::path::Path::new(&args[2]), lang).unwrap();
    let ex = extract(&lex, &doc);
    let out = std::io::stdout();
    let mut out = std::io::BufWriter::new(out.lock());
    export::write(export::Format::Jsonl, &ex, &mut out).unwrap();
    out.flush().unwrap();
    for n in &ex.notes { eprintln!("{:?} {} {}", n.kind, n.paragraph, n.words.chars().take(120).collect::<String>()); }
}
