//! `exhorte schema`: what a line of JSON Lines looks like, for programs that read it.

use clap::Args;
use exhorte::{Error, export};

use super::{Outcome, streams};

const EXAMPLES: &str = "\
Examples:
  exhorte schema > record.schema.json
      keeps the schema, to check lines of --format jsonl with
  exhorte schema | jq -r '.properties | keys[]'
      lists the columns";

/// Print the JSON Schema of a line of JSON Lines
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {}

pub fn run() -> Result<Outcome, Error> {
    streams::print(&export::schema())?;
    Ok(Outcome::Done)
}
