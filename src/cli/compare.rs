//! `exhorte compare`: where two versions of a text differ, for those who review translations.

mod tables;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, error::ErrorKind};
use exhorte::export::{self, Format};
use exhorte::{Comparison, Error, Extraction, Language, Lexicons};

use super::extract::Output;
use super::files::replace;
use super::inputs::{Inputs, inputs, is_dash, plain_stem};
use super::passed::{Naming, PassedOver};
use super::reading::{self, Reading};
use super::summary::Screen;
use super::{Outcome, missing, misused, streams};

const EXAMPLES: &str = "\
Examples:
  exhorte compare draft.fr.txt draft.en.txt
      prints where the two say different things
  exhorte compare draft.fr.txt draft.en.txt --format csv,jsonl --output review
      writes them into review/draft.differences.csv and review/draft.differences.jsonl
  exhorte compare draft.fr.txt draft.en.txt --strict --quiet
      exits with 1 if they differ
  exhorte compare first.txt second.txt --languages fr,en
      reads the first in French and the second in English, whatever they seem to be
  exhorte compare texts/fr texts/en --summary
      how far the files of one name in two folders agree, in figures";

/// Show where two versions of a text say different things
///
/// Paragraphs are paired by their numbers, clauses by their order and what they do.
/// What is compared: the kind of an act, its force if that is far from the other's, who is asked, by when, how often,
/// whether a report is due, and how many actions a verb has; what only one version has is told too.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// One version, or a folder of texts; - is standard input
    first: PathBuf,

    /// The other version, or a folder with files of the same names
    second: PathBuf,

    /// Write the differences in these forms, separated by commas: csv, jsonl; without it they are printed as a table
    #[arg(long, value_name = "FORMATS", value_delimiter = ',')]
    format: Vec<Format>,

    /// The folder to write them into, made where it is missing; - is standard output
    #[arg(long, short, value_name = "DIR")]
    output: Option<Output>,

    /// The languages of the first and the second version, as fr,en; without it each is recognised
    #[arg(long, value_name = "LANGUAGES", value_delimiter = ',')]
    languages: Vec<Language>,

    /// Read with the tables of this folder, laid out as lexicons/, instead of those in the program
    #[arg(long, value_name = "DIR")]
    lexicons: Option<PathBuf>,

    /// Print in how many paragraphs kinds and actors agree, instead of the differences
    #[arg(long, conflicts_with_all = ["format", "output"])]
    summary: bool,

    /// Name the paragraphs in which they do not
    #[arg(long, requires = "summary")]
    list: bool,

    /// Exit with 1 if there is a difference
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    naming: Naming,

    /// Print nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// Two versions, and what their comparison gave.
struct Compared {
    /// What results are called.
    name: String,
    /// The files, each with the language that it was read in.
    headings: [String; 2],
    comparison: Comparison,
}

/// Compares two files, or the files of two folders pair by pair.
pub fn run(arguments: &Arguments) -> Result<Outcome, Error> {
    arguments.check();
    let lexicons = reading::lexicons(arguments.lexicons.as_deref())?;
    let (mut compared, mut outcome) = (Vec::new(), Outcome::Done);
    let (folders, mut passed) = (arguments.first.is_dir(), PassedOver::default());
    for versions in arguments.versions()? {
        match arguments.compare(lexicons, versions) {
            Ok(pair) => compared.push(pair),
            Err(error) if passed.takes(!folders, &error) => {}
            Err(error) => {
                streams::complain(&error);
                outcome = Outcome::Failed;
            }
        }
    }
    if !arguments.quiet {
        passed.tell(arguments.naming);
    }
    match arguments.formats()[..] {
        [] if arguments.quiet => {}
        [] => streams::print(&arguments.render(&compared, Screen::stdout()))?,
        ref formats => arguments.write(&compared, formats)?,
    }
    let differ = compared.iter().any(|pair| !pair.comparison.differences.is_empty());
    Ok(if arguments.strict && differ { outcome.max(Outcome::Noted) } else { outcome })
}

/// Two files that are to be compared, and what results are called.
struct Versions {
    name: String,
    paths: [PathBuf; 2],
}

impl Arguments {
    /// Ends the program where what was typed does not go together.
    fn check(&self) {
        if matches!(self.output, Some(Output::Stdout)) && self.formats().len() != 1 {
            let message = "standard output takes one format, but several were given; \
                           give one to `--format`, or a folder to `--output`";
            misused(ErrorKind::ArgumentConflict, message);
        }
        if let Some(format) = self.format.iter().find(|format| !format.grows()) {
            let message = format!("differences are a table, which `{}` is not; give csv or jsonl", format.extension());
            misused(ErrorKind::InvalidValue, &message);
        }
        if ![0, 2].contains(&self.languages.len()) {
            let message = "`--languages` wants two languages, that of the first version and that of the second, \
                           as `--languages fr,en`";
            misused(ErrorKind::WrongNumberOfValues, message);
        }
        if [&self.first, &self.second].into_iter().all(|path| is_dash(path)) {
            let message = "standard input can be read once, but `-` was given twice; name a file for one version";
            misused(ErrorKind::ArgumentConflict, message);
        }
    }

    /// The formats that results are written in, each once; none where they are printed for people.
    fn formats(&self) -> Vec<Format> {
        let mut formats: Vec<Format> = Vec::new();
        for format in &self.format {
            if !formats.contains(format) {
                formats.push(*format);
            }
        }
        if formats.is_empty() && self.output.is_some() { vec![Format::Csv] } else { formats }
    }

    fn versions(&self) -> Result<Vec<Versions>, Error> {
        let (first, second) = (&self.first, &self.second);
        match (first.is_dir(), second.is_dir()) {
            (false, false) => {
                let paths = [first.clone(), second.clone()];
                let [name, other] = [text_name(first), text_name(second)];
                let name = if name == other { name } else { format!("{name}-{other}") };
                Ok(vec![Versions { name, paths }])
            }
            (true, true) => self.paired(texts(first)?, texts(second)?),
            (folder, _) => {
                let (folder, file) = if folder { (first, second) } else { (second, first) };
                let found = "a folder beside a file".to_owned();
                let expected = "two files or two folders".to_owned();
                let advice = format!("name the file in it that `{}` is to be compared with", file.display());
                Err(missing(&folder.display().to_string(), found, expected, advice))
            }
        }
    }

    /// The texts of one name; those that stand alone are told.
    fn paired(
        &self,
        mut first: BTreeMap<String, PathBuf>,
        mut second: BTreeMap<String, PathBuf>,
    ) -> Result<Vec<Versions>, Error> {
        let names: Vec<String> = first.keys().filter(|name| second.contains_key(*name)).cloned().collect();
        let both = |name: String| Some(Versions { paths: [first.remove(&name)?, second.remove(&name)?], name });
        let versions: Vec<Versions> = names.into_iter().filter_map(both).collect();
        if versions.is_empty() {
            let found = "no file that has its name in common with one of the other folder".to_owned();
            let expected = format!("files named as those of {}", self.first.display());
            let advice = "name two files instead".to_owned();
            return Err(missing(&self.second.display().to_string(), found, expected, advice));
        }
        if !self.quiet {
            for (alone, other) in [(first, &self.second), (second, &self.first)] {
                for path in alone.values() {
                    let other = other.display();
                    streams::say(format_args!("exhorte: {}: no file of that name in {other}", path.display()));
                }
            }
        }
        Ok(versions)
    }

    fn compare(&self, lexicons: &Lexicons, versions: Versions) -> Result<Compared, Error> {
        let Versions { name, paths: [first, second] } = versions;
        let [(heading, first), (other, second)] = [self.read(lexicons, &first, 0)?, self.read(lexicons, &second, 1)?];
        Ok(Compared { name, headings: [heading, other], comparison: exhorte::compare(&first, &second) })
    }

    /// Reads one version; what is doubtful about the whole of it is told.
    fn read(&self, lexicons: &Lexicons, path: &Path, side: usize) -> Result<(String, Extraction), Error> {
        let document = Reading::of(self.languages.get(side).copied()).open(lexicons, path)?;
        let name = if is_dash(path) { document.name.clone() } else { path.display().to_string() };
        let extraction = exhorte::extract(lexicons, &document);
        let doubts = extraction.notes.iter().filter(|note| note.paragraph.is_empty() && !self.quiet);
        doubts.for_each(|note| streams::say(format_args!("exhorte: {name}: {}", note.message())));
        Ok((format!("{name} ({})", document.language), extraction))
    }

    fn render(&self, compared: &[Compared], screen: Screen) -> String {
        if self.summary {
            return tables::summary(compared, self.list, screen);
        }
        compared.iter().map(|pair| tables::differences(pair, screen)).collect::<Vec<_>>().join("\n")
    }

    fn write(&self, compared: &[Compared], formats: &[Format]) -> Result<(), Error> {
        let folder = match &self.output {
            Some(Output::Stdout) => {
                let pairs = compared.iter().map(|pair| pair.comparison.differences.as_slice());
                let differences = pairs.collect::<Vec<_>>().concat();
                return streams::print_with(|to| export::write_differences(formats[0], &differences, to));
            }
            Some(Output::Folder(folder)) => folder.clone(),
            None => PathBuf::from(Output::FOLDER),
        };
        fs::create_dir_all(&folder).map_err(|source| Error::Write { path: folder.clone(), source })?;
        for Compared { name, comparison: Comparison { differences, .. }, .. } in compared {
            let mut written = Vec::with_capacity(formats.len());
            for format in formats {
                let file = folder.join(format!("{name}.differences.{}", format.extension()));
                replace(&file, |to| export::write_differences(*format, differences, to))?;
                written.push(file.display().to_string());
            }
            if !self.quiet {
                let told = format!("{} in {}\n", tables::counted(differences.len()), written.join(", "));
                streams::print(&told)?;
            }
        }
        Ok(())
    }
}

/// The files of a folder, by the name of the text and the folders in between.
fn texts(folder: &Path) -> Result<BTreeMap<String, PathBuf>, Error> {
    let Inputs { documents, missing, .. } = inputs(&[folder.to_owned()], None);
    if let Some(error) = missing.into_iter().next() {
        return Err(error);
    }
    let name = |path: &Path| {
        let between = path.strip_prefix(folder).ok().and_then(Path::parent).unwrap_or(Path::new(""));
        between.components().map(|part| format!("{}-", part.as_os_str().to_string_lossy())).collect::<String>()
            + &text_name(path)
    };
    Ok(documents.into_iter().map(|file| (name(&file.path), file.path)).collect())
}

/// What a text is called in all languages: the file's name without its extension, and without a language before that.
fn text_name(path: &Path) -> String {
    let stem = plain_stem(path);
    match stem.rsplit_once('.') {
        Some((name, language)) if !name.is_empty() && language.parse::<Language>().is_ok() => name.to_owned(),
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_called_alike_in_all_languages() {
        for (path, name) in [
            ("fr/A_RES_1.txt", "A_RES_1"),
            ("draft.fr.txt", "draft"),
            ("draft.EN.docx", "draft"),
            ("L.4.txt", "L.4"),
            ("fr.txt", "fr"),
            (".fr.txt", ".fr"),
            ("-", "stdin"),
        ] {
            assert_eq!(text_name(Path::new(path)), name, "{path}");
        }
    }
}
