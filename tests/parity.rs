//! Whether the language versions of one text agree: `tests/golden/*/parity.snap` shows them side by side.
//!
//! The versions say the same thing, so that whatever differs here is misread in one of them, or put otherwise by the
//! translator. A snapshot that grows shorter is a gain; one that shows a difference is honest.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use exhorte::{Comparison, Difference, Document, Extraction, Language, Lexicons, Pair, Side, compare, extract};

#[test]
fn versions_of_a_document() {
    let lexicons = Lexicons::embedded();
    let mut compared = 0;
    for folder in folders() {
        let [first, others @ ..] = &Language::ALL;
        let read = |language: &Language| read(&lexicons, &folder, *language);
        let Some(extraction) = read(first) else { continue };
        let versions = others.iter().filter_map(|other| Some((other, read(other)?)));
        let shown: Vec<String> =
            versions.map(|(other, version)| show([*first, *other], &compare(&extraction, &version))).collect();
        if shown.is_empty() {
            continue;
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&folder);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("parity", shown.join("\n")));
        compared += 1;
    }
    assert!(2 <= compared, "the golden documents were not found");
}

fn folders() -> Vec<PathBuf> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let entries = fs::read_dir(golden).expect("the golden documents can be listed");
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    folders.sort();
    folders
}

/// What a version gave, if there is one.
fn read(lexicons: &Lexicons, folder: &Path, language: Language) -> Option<Extraction> {
    let path = folder.join(format!("{language}.txt"));
    let read = || Document::open(&path, language).expect("a golden document can be read");
    path.exists().then(|| extract(lexicons, &read()))
}

fn show(languages: [Language; 2], comparison: &Comparison) -> String {
    let Comparison { differences, pairs, unpaired } = comparison;
    let directed: Vec<bool> = pairs.iter().filter_map(Pair::actors_agree).collect();
    let (kinds, actors) = (pairs.iter().filter(|pair| pair.kinds_agree()), directed.iter().filter(|agree| **agree));
    let mut shown = format!(
        "kinds agree in {} of {}, actors in {} of {}; on one side only {unpaired}; differences {}\n",
        kinds.count(),
        pairs.len(),
        actors.count(),
        directed.len(),
        differences.len()
    );
    for pair in pairs {
        show_pair(&mut shown, pair);
        let here = differences.iter().filter(|difference| difference.place == pair.place);
        here.for_each(|difference| show_difference(&mut shown, languages, difference));
    }
    let alone = |difference: &&Difference| pairs.iter().all(|pair| pair.place != difference.place);
    for difference in differences.iter().filter(alone) {
        let _ = writeln!(shown, "\n{}", difference.place);
        show_difference(&mut shown, languages, difference);
    }
    shown
}

/// The kinds of the clauses and the actors of directives of the first version.
fn show_pair(shown: &mut String, pair: &Pair) {
    let kinds = pair.kinds[0].iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    let actors = pair.actors[0].as_deref().map_or(String::new(), |actors| format!("  [{}]", actors.join(", ")));
    let _ = writeln!(shown, "\n{}  {kinds}{actors}", pair.place);
}

fn show_difference(shown: &mut String, languages: [Language; 2], difference: &Difference) {
    let _ = writeln!(shown, "  {}", difference.field.as_str());
    for (language, Side { value, words, .. }) in languages.iter().zip([&difference.first, &difference.second]) {
        let value = if value.is_empty() { "-" } else { value };
        let words = if words.is_empty() { String::new() } else { format!("  \"{words}\"") };
        let _ = writeln!(shown, "    {language}: {value}{words}");
    }
}
