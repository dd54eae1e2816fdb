//! Actors that were typed by name.

use exhorte::{Actor, Called, Error, Language, Lexicons};

use super::missing;

/// The ids of actors that were named; a name that means nobody, or several, is an error that says who is near.
pub fn actors(lexicons: &Lexicons, names: &[String]) -> Result<Vec<String>, Error> {
    names.iter().map(|name| actor(lexicons, name).map(|actor| actor.id.to_string())).collect()
}

/// The actor that a name means.
pub fn actor<'l>(lexicons: &'l Lexicons, name: &str) -> Result<&'l Actor, Error> {
    let expected = "the id, an acronym or a name of one actor in any language".to_owned();
    match lexicons.called(name) {
        Called::One(actor) => Ok(actor),
        Called::Several(actors) => {
            let advice = format!("take one of these ids:\n{}", listed(lexicons, &actors));
            Err(missing(name, "a name of several actors".to_owned(), expected, advice))
        }
        Called::Nobody(near) if near.is_empty() => {
            let advice = "`exhorte track --list FILES` shows whom documents name".to_owned();
            Err(missing(name, "a name of nobody that the lexicons know".to_owned(), expected, advice))
        }
        Called::Nobody(near) => {
            let advice = format!("perhaps one of these is meant:\n{}", listed(lexicons, &near));
            Err(missing(name, "a name of nobody that the lexicons know".to_owned(), expected, advice))
        }
    }
}

/// How many actors are told.
const MOST: usize = 12;

fn listed(lexicons: &Lexicons, actors: &[&Actor]) -> String {
    let line = |actor: &&Actor| {
        let names = Language::ALL.map(|language| lexicons.label(&actor.id, language)).join(" / ");
        format!("  {}  {names}", actor.id)
    };
    let mut lines: Vec<String> = actors.iter().take(MOST).map(line).collect();
    if MOST < actors.len() {
        lines.push(format!("  and {} more", actors.len() - MOST));
    }
    lines.join("\n")
}
