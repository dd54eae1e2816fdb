//! Identifying: mentions become ids; short names and pronouns get the ones that they stand for in this document.

use crate::clauses::{Mention, Reader, Who};
use crate::folded::Folded;
use crate::lexicon::{ActorId, Lexicons, Meaning, Reference, Role};
use crate::{Language, NoteKind};

/// What is carried from paragraph to paragraph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub organ: Option<ActorId>,
    /// Who was named in full, and in which paragraph last.
    named: Vec<(ActorId, usize)>,
    paragraph: usize,
    /// Whom the last directive addressed.
    pub addressed: Vec<ActorId>,
}

/// Who a mention is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Identified {
    pub ids: Vec<ActorId>,
    /// Why nobody, or not surely somebody, was identified.
    pub doubt: Option<NoteKind>,
}

impl Known {
    pub fn new(organ: Option<ActorId>) -> Self {
        Known { organ, ..Known::default() }
    }

    /// Remembers who is named in a paragraph.
    pub fn read(&mut self, reader: &Reader<'_, '_>) {
        self.paragraph += 1;
        for hit in reader.hits.iter().filter(|hit| hit.roles.has(Role::Actor)) {
            let entry = hit.entry(reader.lexicon, Role::Actor);
            if let Some(Meaning::Actor(Reference::Actor(id))) = entry.map(|entry| &entry.meaning) {
                self.name(*id);
            }
        }
    }

    fn name(&mut self, id: ActorId) {
        match self.named.iter_mut().find(|(known, _)| *known == id) {
            Some((_, paragraph)) => *paragraph = self.paragraph,
            None => self.named.push((id, self.paragraph)),
        }
    }

    /// Who a mention is, as far as one candidate is left.
    pub fn identify(&self, lexicons: &Lexicons, reader: &Reader<'_, '_>, mention: &Mention) -> Identified {
        match &mention.who {
            Who::Known(reference, _) => self.reference(lexicons, reader, reference, mention),
            Who::Earlier if self.addressed.is_empty() => doubt(NoteKind::UnclearReference),
            Who::Earlier => Identified { ids: self.addressed.clone(), doubt: None },
            Who::Unlisted => doubt(NoteKind::UnlistedActor),
        }
    }

    fn reference(&self, lexicons: &Lexicons, reader: &Reader<'_, '_>, reference: &Reference, mention: &Mention) -> Identified {
        let organ = self.organ.and_then(|id| lexicons.organ(id));
        match reference {
            Reference::Actor(id) => one(Some(*id)),
            Reference::Organ => one(self.organ),
            Reference::President => one(organ.and_then(|organ| organ.president)),
            Reference::Secretariat => one(organ.and_then(|organ| organ.secretariat)),
            Reference::OneOf(candidates) => {
                let words = reader.folded.text(mention.words.start, mention.words.end);
                self.one_of(lexicons, reader.lexicon.language, candidates, words)
            }
        }
    }

    /// Which candidate a short name means: the one named last, the organ itself, or the one that is called so.
    fn one_of(&self, lexicons: &Lexicons, language: Language, candidates: &[ActorId], words: &str) -> Identified {
        let named = |id: &ActorId| self.named.iter().find(|(known, _)| known == id).map(|(_, paragraph)| *paragraph);
        let last = candidates.iter().filter_map(named).max();
        let latest: Vec<ActorId> =
            candidates.iter().filter(|id| last.is_some() && named(id) == last).copied().collect();
        let own = self.organ.filter(|organ| candidates.contains(organ));
        match (latest.as_slice(), own) {
            (latest, Some(own)) if last != Some(self.paragraph) || latest.contains(&own) => one(Some(own)),
            ([id], _) => one(Some(*id)),
            ([], _) => one(called(lexicons, language, candidates, words)),
            _ => doubt(NoteKind::UnclearReference),
        }
    }
}

fn doubt(kind: NoteKind) -> Identified {
    Identified { ids: Vec::new(), doubt: Some(kind) }
}

fn one(id: Option<ActorId>) -> Identified {
    match id {
        Some(id) => Identified { ids: vec![id], doubt: None },
        None => doubt(NoteKind::UnclearReference),
    }
}

/// The candidate whose own name the words are: *Comité* for a committee of which no more is known.
fn called(lexicons: &Lexicons, language: Language, candidates: &[ActorId], words: &str) -> Option<ActorId> {
    let key = Folded::of(words).key;
    candidates.iter().rev().copied().find(|id| {
        let actor = lexicons.actor(*id);
        Folded::of(lexicons.label(&actor.id, language)).key == key
    })
}
