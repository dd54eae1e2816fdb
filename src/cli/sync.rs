//! `exhorte sync`: a workbook in which people have worked learns what the texts say now.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use exhorte::{Error, Synced};

use super::files::replace;
use super::gathered::Gathering;
use super::{Outcome, missing, streams};

const EXAMPLES: &str = "\
Examples:
  exhorte extract drafts/ --combine --format xlsx -o monitoring
      makes a workbook, monitoring/combined.xlsx
  exhorte sync monitoring/combined.xlsx drafts/
      brings it up to date when the drafts have changed; the old file is kept beside it";

/// Bring a workbook up to date in which people have worked
///
/// Every text that the workbook is about must be named.
/// Asks are paired by their wording and by their ids: new ones are added and marked, changed wording stands beside the
/// old, and what is in no text any more is kept and marked. Whatever people have written, and every column, sheet,
/// filter and format of theirs, stays.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The workbook, as `extract --format xlsx` made it
    workbook: PathBuf,

    #[command(flatten)]
    gathering: Gathering,

    /// Say what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub fn run(arguments: &Arguments) -> Result<Outcome, Error> {
    let path = &arguments.workbook;
    let refused = |found: String, expected: &str, advice: &str| {
        Err(missing(&path.display().to_string(), found, expected.to_owned(), advice.to_owned()))
    };
    if let Some(lock) = locks(path).into_iter().find(|lock| lock.exists()) {
        let found = format!("open in another program, as {} says", lock.display());
        return refused(found, "a closed workbook", "close it there, or remove that file if nobody has it open");
    }
    let bytes = fs::read(path).map_err(|source| Error::Read { path: path.clone(), source })?;
    let lexicons = arguments.gathering.lexicons()?;
    let gathered = arguments.gathering.read(lexicons)?;
    let lost = match (gathered.outcome, gathered.extractions.len()) {
        (Outcome::Done, 0) => Some("no text at all, so that all asks would seem to be gone"),
        (Outcome::Done, _) => None,
        _ => Some("texts that could not be read, whose asks would seem to be gone"),
    };
    if let Some(found) = lost {
        let advice = "mend or leave out what is told above; nothing was written";
        return refused(found.to_owned(), "all texts of the workbook", advice);
    }
    let synced = match exhorte::sync(&bytes, &gathered.results(false)) {
        Ok(synced) => synced,
        Err(reason) => return refused(reason, "a workbook of asks", "it is as it was"),
    };
    let kept = match &synced.bytes {
        Some(new) if !arguments.dry_run => {
            let copy = spare(path);
            replace(&copy, |to| to.write_all(&bytes))?;
            replace(path, |to| to.write_all(new))?;
            Some(copy)
        }
        _ => None,
    };
    streams::print(&told(&synced, kept.as_deref()))?;
    Ok(gathered.outcome)
}

fn told(synced: &Synced, kept: Option<&Path>) -> String {
    let Synced { unchanged, changed, new, gone, .. } = synced;
    let kept = kept.map_or(String::new(), |copy| format!("the old workbook is {}\n", copy.display()));
    format!("{unchanged} unchanged, {changed} changed, {new} new, {gone} gone\n{kept}")
}

/// The files that other programs make beside a workbook that they have open.
fn locks(path: &Path) -> [PathBuf; 2] {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    [path.with_file_name(format!(".~lock.{name}#")), path.with_file_name(format!("~${name}"))]
}

/// A name for a copy that no file has.
fn spare(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let end = path.extension().map_or(String::new(), |end| format!(".{}", end.to_string_lossy()));
    let named = |number: u32| path.with_file_name(format!("{stem}.before-{number}{end}"));
    (1..).map(named).find(|copy| !copy.exists()).unwrap_or_else(|| named(0))
}
