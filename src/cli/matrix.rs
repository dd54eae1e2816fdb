//! `exhorte matrix`: who is involved in which paragraph, and how.

mod screen;

use clap::Args;
use exhorte::{Across, Error, Involved, Matrix, Selection};

use super::gathered::{Destination, Gathering};
use super::{Outcome, named};

const EXAMPLES: &str = "\
Examples:
  exhorte matrix draft.txt
      prints actors down and paragraphs across
  exhorte matrix draft.txt --directives --min-force 4 --kind organ
      only organs, and only what is asked of them strongly
  exhorte matrix drafts/ --format xlsx
      a sheet with one column for each document, output/matrix.xlsx
  exhorte matrix drafts/ --long --format csv --output -
      one row for each actor and ask, for pivot tables";

/// Show who is involved in which paragraph, and how
///
/// A figure is the force of what addresses the actor, 0 to 5; letters stand for other roles, as the legend says.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    #[command(flatten)]
    gathering: Gathering,

    /// Only actors of these kinds, separated by commas: group, office, organ, state
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = ["group", "office", "organ", "state"])]
    kind: Vec<String>,

    /// Only these actors, each by an id, an acronym or a name; may be repeated
    #[arg(long, value_name = "ACTOR")]
    actor: Vec<String>,

    /// Only directives: no decisions, no statements
    #[arg(long)]
    directives: bool,

    /// Only acts of at least this force, 0 to 5
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u8).range(..=5))]
    min_force: u8,

    /// What stands across; without it paragraphs of one document, or else documents
    #[arg(long, value_name = "WHAT", value_parser = ["paragraph", "document"])]
    across: Option<String>,

    /// One row for each actor and ask, instead of a matrix
    #[arg(long)]
    long: bool,

    #[command(flatten)]
    destination: Destination,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, Error> {
    arguments.destination.check();
    let lexicons = arguments.gathering.lexicons()?;
    let selection = Selection {
        kinds: arguments.kind.clone(),
        actors: named::actors(lexicons, &arguments.actor)?,
        directives: arguments.directives,
        min_force: arguments.min_force,
    };
    let gathered = arguments.gathering.read(lexicons)?;
    let results = gathered.results(arguments.destination.excel);
    let name = gathered.stem.as_ref().map_or("matrix".to_owned(), |stem| format!("{stem}.matrix"));
    if arguments.long {
        let involved = results.records().flat_map(|record| selection.of(lexicons, record));
        let listing = Involved::listing(&results, involved);
        let write = |format, to: &mut dyn std::io::Write| listing.write(format, results.dialect, to);
        arguments.destination.send(&name, |screen| super::summary::listed(&listing, screen), write)?;
    } else {
        let matrix = Matrix::new(&results, &selection, arguments.across(results.extractions.len()));
        let write = |format, to: &mut dyn std::io::Write| matrix.write(format, &results, to);
        arguments.destination.send(&name, |on| screen::matrix(&matrix, &results, on), write)?;
    }
    Ok(gathered.outcome)
}

impl Arguments {
    fn across(&self, documents: usize) -> Across {
        match self.across.as_deref() {
            Some("paragraph") => Across::Paragraphs,
            None if documents == 1 => Across::Paragraphs,
            _ => Across::Documents,
        }
    }
}
