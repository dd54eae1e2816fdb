//! `exhorte lexicon`: for those who keep the tables.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use exhorte::curation::{self, Gap, Gaps};
use exhorte::{Error, Lexicons};

use super::files::replace;
use super::inputs::{Inputs, inputs};
use super::passed::Naming;
use super::reading::Reading;
use super::summary::{Screen, figures, glimpse, lines};
use super::{Outcome, streams};

const CHECK_EXAMPLES: &str = "\
Examples:
  exhorte lexicon check
      checks the tables that the program carries with it
  exhorte lexicon check --lexicons lexicons
      checks the tables of a folder; prints lexicons/fr/acts.csv:17: and what is wrong there
  exhorte lexicon check --lexicons lexicons --fix
      sorts and quotes the tables as they should be, then checks them

Exits with 1 if there is a fault.";

const GAPS_EXAMPLES: &str = "\
Examples:
  exhorte lexicon gaps drafts/*.txt
  exhorte lexicon gaps drafts/*.txt --lexicons lexicons --limit 100";

/// Check the lexicons, or find out what they lack
#[derive(Debug, Subcommand)]
pub enum Command {
    Check(Check),
    Gaps(Lacking),
}

/// Print everything that is wrong in the tables, by file and line
#[derive(Args, Debug)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct Check {
    /// Check the tables of this folder, laid out as lexicons/, instead of those in the program
    #[arg(long, value_name = "DIR")]
    lexicons: Option<PathBuf>,

    /// Rewrite the tables of the folder in canonical form before they are checked
    #[arg(long, requires = "lexicons")]
    fix: bool,
}

/// Print what no row knows, by frequency: verbs that open paragraphs, and addressees
#[derive(Args, Debug)]
#[command(after_help = GAPS_EXAMPLES)]
pub struct Lacking {
    /// Documents, folders of them, or patterns; - is standard input
    #[arg(required = true, value_name = "FILES")]
    files: Vec<PathBuf>,

    /// How many rows each table shows
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,

    #[command(flatten)]
    naming: Naming,

    #[command(flatten)]
    reading: Reading,
}

/// Does what the command asks for.
pub fn run(command: &Command) -> Result<Outcome, Error> {
    match command {
        Command::Check(arguments) => check(arguments),
        Command::Gaps(arguments) => gaps(arguments),
    }
}

fn check(arguments: &Check) -> Result<Outcome, Error> {
    if let Some(folder) = arguments.lexicons.as_deref().filter(|_| arguments.fix) {
        fix(folder)?;
    }
    let lexicons = arguments.lexicons.as_deref().map_or_else(|| Ok(Lexicons::embedded()), Lexicons::read_faulty)?;
    let faults = curation::check(&lexicons);
    let text: String = faults.iter().map(|fault| format!("{fault}\n")).collect();
    streams::print(&text)?;
    streams::say(match faults.len() {
        0 => "no fault".to_owned(),
        1 => "1 fault".to_owned(),
        many => format!("{many} faults"),
    });
    Ok(if faults.is_empty() { Outcome::Done } else { Outcome::Noted })
}

fn fix(folder: &Path) -> Result<(), Error> {
    for (table, text) in curation::rewritten(&Lexicons::read_faulty(folder)?) {
        replace(Path::new(&table), |to| to.write_all(text.as_bytes()))?;
        streams::say(format_args!("{table}: rewritten in canonical form"));
    }
    Ok(())
}

fn gaps(arguments: &Lacking) -> Result<Outcome, Error> {
    let lexicons = arguments.reading.lexicons()?;
    let (mut gaps, mut outcome) = (Gaps::default(), Outcome::Done);
    let Inputs { documents, missing, mut passed } = inputs(&arguments.files, None);
    let mut failed = |error: &Error| {
        streams::complain(error);
        outcome = Outcome::Failed;
    };
    missing.iter().for_each(&mut failed);
    for input in documents {
        match arguments.reading.open(lexicons, &input.path) {
            Ok(document) => gaps.add(&document.name, &exhorte::extract(lexicons, &document)),
            Err(error) if passed.takes(input.named, &error) => {}
            Err(error) => failed(&error),
        }
    }
    passed.tell(arguments.naming);
    streams::print(&render(&gaps, arguments.limit, Screen::stdout()))?;
    Ok(outcome)
}

fn render(gaps: &Gaps, limit: usize, screen: Screen) -> String {
    let (verbs, actors) = (gaps.verbs(), gaps.actors());
    let paragraphs = rate("numbered paragraphs without a known verb", &verbs, gaps.paragraphs);
    let addressees = rate("addressees without an id", &actors, gaps.addressees);
    let verbs = table("first words without a known verb", &verbs, limit, screen);
    let actors = table("addressees without an id", &actors, limit, screen);
    format!("{verbs}\n{actors}\n{paragraphs}{addressees}")
}

fn table(title: &str, gaps: &[&Gap], limit: usize, screen: Screen) -> String {
    if gaps.is_empty() {
        return format!("{title}: none\n");
    }
    let mut table = screen.table(&["count", "words", "note", "for example", "in", "paragraph"]);
    for gap in gaps.iter().take(limit) {
        let (words, example) = (glimpse(&gap.words), glimpse(&gap.example));
        let (document, paragraph) = (gap.document.clone(), gap.paragraph.clone());
        table.add_row([gap.count.to_string(), words, gap.kind.as_str().to_owned(), example, document, paragraph]);
    }
    figures(&mut table, &[0]);
    let hidden = gaps.len().saturating_sub(limit);
    let more = if hidden == 0 { String::new() } else { format!(" {hidden} more; `--limit` shows them\n") };
    format!("{title}:\n{}{more}", lines(&table))
}

/// How many of these are gaps.
fn rate(what: &str, gaps: &[&Gap], all: usize) -> String {
    let found: usize = gaps.iter().map(|gap| gap.count).sum();
    let share = if all == 0 { 0.0 } else { 100.0 * found as f64 / all as f64 };
    format!("{what}: {found} of {all} ({share:.1} %)\n")
}
