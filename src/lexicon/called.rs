//! Whom a name means that somebody has typed: an id, an acronym, or any name in any language.

use std::cmp::Reverse;

use indexmap::{IndexMap, IndexSet};

use super::{Actor, Lexicons, form};
use crate::Language;
use crate::folded::Folded;

/// Whom a name means.
#[derive(Debug)]
pub enum Called<'l> {
    /// This actor.
    One(&'l Actor),
    /// One of these, and the name alone does not tell which.
    Several(Vec<&'l Actor>),
    /// Nobody; these have names that are near to it.
    Nobody(Vec<&'l Actor>),
}

/// How many actors with near names are told.
const NEAR: usize = 6;
/// How much alike two names must be to be near, of 1.
const ALIKE: f64 = 0.88;

impl Lexicons {
    /// Whom a name means: an id, or a name in any language, whatever its case and accents.
    ///
    /// ```
    /// use exhorte::{Called, Lexicons};
    /// let lexicons = Lexicons::embedded();
    /// let Called::One(actor) = lexicons.called("secretaire general") else { panic!() };
    /// assert_eq!(&*actor.id, "secretary-general");
    /// ```
    pub fn called(&self, name: &str) -> Called<'_> {
        if let Some(actor) = self.actors.get(&name.trim().to_ascii_lowercase()) {
            return Called::One(actor);
        }
        let wanted = key(name);
        let names = self.names();
        let meant = names.get(&wanted).filter(|_| !wanted.is_empty());
        let meant: Vec<&Actor> = meant.into_iter().flatten().map(|place| &self.actors[*place]).collect();
        match meant[..] {
            [] => Called::Nobody(self.near(&wanted, &names)),
            [one] => Called::One(one),
            _ => Called::Several(meant),
        }
    }

    /// All names of all actors, folded, with the places of those whom they mean.
    fn names(&self) -> IndexMap<Vec<u8>, IndexSet<usize>> {
        let mut names: IndexMap<Vec<u8>, IndexSet<usize>> = IndexMap::new();
        let mut add = |name: &str, place| _ = names.entry(key(name)).or_default().insert(place);
        for (place, actor) in self.actors.values().enumerate() {
            actor.labels.iter().for_each(|(_, label)| add(label, place));
        }
        for language in Language::ALL {
            let [_, actors, states, ..] = self.rows(language);
            for (_, row) in actors.rows.iter().chain(&states.rows) {
                let places: Vec<usize> = row[1].split('|').filter_map(|id| self.actors.get_index_of(id)).collect();
                for form in form::expand(&row[0]).unwrap_or_default() {
                    places.iter().for_each(|place| add(&form, *place));
                }
            }
        }
        names
    }

    /// Those with names that hold the words that are wanted or are much like them, the nearest first.
    fn near(&self, wanted: &[u8], names: &IndexMap<Vec<u8>, IndexSet<usize>>) -> Vec<&Actor> {
        if wanted.is_empty() {
            return Vec::new();
        }
        let wanted = String::from_utf8_lossy(wanted).into_owned();
        let likeness = |name: &[u8]| {
            let name = String::from_utf8_lossy(name);
            // Words begin with a mark of their own in folded text: whole words are compared.
            let held = name.contains(&wanted) || !name.is_empty() && wanted.contains(&*name);
            let alike = strsim::jaro_winkler(&name, &wanted);
            (held || ALIKE <= alike).then_some((held, (alike * 1000.0) as u32))
        };
        let mut near: Vec<_> = names.iter().filter_map(|(name, places)| Some((likeness(name)?, places))).collect();
        near.sort_by_key(|(likeness, _)| Reverse(*likeness));
        let near: IndexSet<usize> = near.into_iter().flat_map(|(_, places)| places).copied().collect();
        near.into_iter().take(NEAR).map(|place| &self.actors[place]).collect()
    }
}

/// A name as texts and forms are folded.
fn key(name: &str) -> Vec<u8> {
    let mut key = Folded::of(name).key;
    key.pop();
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(actors: &[&Actor]) -> Vec<String> {
        actors.iter().map(|actor| actor.id.to_string()).collect()
    }

    #[test]
    fn names_of_every_language_mean_the_same() {
        let lexicons = Lexicons::embedded();
        for name in ["unodc", "UNODC", "ONUDC", "united nations office on drugs and crime"] {
            match lexicons.called(name) {
                Called::One(actor) => assert_eq!(&*actor.id, "unodc", "{name}"),
                other => panic!("{name}: {other:?}"),
            }
        }
    }

    #[test]
    fn short_names_may_mean_several() {
        let lexicons = Lexicons::embedded();
        let Called::Several(actors) = lexicons.called("office") else { panic!() };
        assert!(ids(&actors).contains(&"unodc".to_owned()), "{:?}", ids(&actors));
    }

    #[test]
    fn unknown_names_have_near_ones() {
        let lexicons = Lexicons::embedded();
        let Called::Nobody(near) = lexicons.called("Secretary Genral") else { panic!() };
        assert_eq!(ids(&near)[0], "secretary-general");
        let Called::Nobody(near) = lexicons.called("...") else { panic!() };
        assert!(near.is_empty());
    }
}
