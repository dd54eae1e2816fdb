//! `exhorte track`: everything that concerns one actor, over many documents.

use clap::{Args, error::ErrorKind};
use exhorte::export::Results;
use exhorte::{Across, Actor, Error, Involved, Involvement, Matrix, Selection};

use super::gathered::{Destination, Gathering};
use super::summary::{Screen, figures, lines, listed, shortened, unbroken};
use super::{Outcome, misused, named};

const EXAMPLES: &str = "\
Examples:
  exhorte track unodc drafts/
      every ask that concerns the office, by role and by the date of the document
  exhorte track 'secretary-general' drafts/ --directives --format csv --output -
      what is asked of the Secretary-General, as a table
  exhorte track --list drafts/
      how often each actor is addressed, a partner, informed and so on";

/// How many letters of an ask are shown.
const ASK: usize = 220;

/// Show every ask that concerns one actor
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES, override_usage = "exhorte track [OPTIONS] ACTOR FILES...\n       exhorte track --list [OPTIONS] FILES...")]
pub struct Arguments {
    /// The actor, by an id, an acronym or a name in any language, and then the documents
    #[command(flatten)]
    gathering: Gathering,

    /// Count all actors by role instead; no actor is named then
    #[arg(long)]
    list: bool,

    /// Only directives: no decisions, no statements
    #[arg(long)]
    directives: bool,

    #[command(flatten)]
    destination: Destination,
}

pub fn run(arguments: &mut Arguments) -> Result<Outcome, Error> {
    arguments.destination.check();
    let lexicons = arguments.gathering.lexicons()?;
    let mut selection = Selection { directives: arguments.directives, ..Selection::default() };
    if arguments.list {
        let gathered = arguments.gathering.read(lexicons)?;
        let results = gathered.results(arguments.destination.excel);
        let matrix = Matrix::new(&results, &selection, Across::Documents);
        let listing = matrix.tallies(&results);
        let write = |format, to: &mut dyn std::io::Write| listing.write(format, results.dialect, to);
        arguments.destination.send("actors", |screen| listed(&listing, screen), write)?;
        return Ok(gathered.outcome);
    }
    let Some(name) = arguments.gathering.split_first() else {
        misused(ErrorKind::MissingRequiredArgument, "an actor and documents are wanted, as `track unodc drafts/`")
    };
    let actor = named::actor(lexicons, &name)?;
    selection.actors = vec![actor.id.to_string()];
    let gathered = arguments.gathering.read(lexicons)?;
    let results = gathered.results(arguments.destination.excel);
    let mut involved: Vec<Involved<'_>> = results.records().flat_map(|record| selection.of(lexicons, record)).collect();
    // Documents without a date stand last; within a document the order is that of the text.
    involved.sort_by_key(|one| (one.role, one.record.source.date.is_empty(), one.record.source.date.as_str()));
    let listing = Involved::listing(&results, involved.iter().copied());
    let write = |format, to: &mut dyn std::io::Write| listing.write(format, results.dialect, to);
    let name: String = actor.id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    arguments.destination.send(&name, |screen| mandates(actor, &involved, &results, screen), write)?;
    Ok(gathered.outcome)
}

/// The asks role by role.
fn mandates(actor: &Actor, involved: &[Involved<'_>], results: &Results<'_>, screen: Screen) -> String {
    let mut parts = vec![format!(
        " {} ({}): {} in {} documents\n",
        results.lexicons.label(&actor.id, results.language),
        actor.id,
        involved.len(),
        results.extractions.len()
    )];
    for role in Involvement::ALL {
        let of_role: Vec<_> = involved.iter().filter(|one| one.role == role).collect();
        if of_role.is_empty() {
            continue;
        }
        let name = results.lexicons.word(&format!("role.{}", role.as_str()), results.language);
        let mut table = screen.table(&["date", "document", "paragraph", "force", "deadline", "ask"]);
        for one in &of_role {
            let record = one.record;
            let due = if record.deadline_date.is_empty() { &record.deadline } else { &record.deadline_date };
            table.add_row([
                record.source.date.clone(),
                record.source.document.clone(),
                record.paragraph.clone(),
                record.force.to_string(),
                due.clone(),
                shortened(&record.sentence, ASK),
            ]);
        }
        figures(&mut table, &[3]);
        unbroken(&mut table, &[0, 1, 2, 3, 4]);
        parts.push(format!(" {name} ({})\n\n{}", of_role.len(), lines(&table)));
    }
    parts.join("\n")
}
