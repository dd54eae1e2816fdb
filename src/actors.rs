//! Identifying: mentions become ids; short names and pronouns get the ones that they stand for in this document.

use crate::clauses::{Mention, Reader, Who};
use crate::folded::Folded;
use crate::hits::Finder;
use crate::lexicon::{ActorId, Lexicons, Meaning, Reference, Role};
use crate::outline::Paragraph;
use crate::{Language, NoteKind};

/// What is carried from paragraph to paragraph.
pub(crate) struct Known<'l, 'd> {
    pub organ: Option<ActorId>,
    /// The preamble, which is only read when a short name asks who was named before: most do not.
    unread: Option<Preamble<'l, 'd>>,
    /// Who was named in full.
    named: Vec<Named>,
    paragraph: usize,
    /// Whom short names have meant, and how often.
    called: Vec<(ActorId, u32)>,
    /// Whom the last directive addressed; nobody if no row knows whom.
    pub addressed: Vec<ActorId>,
}

/// Preambular paragraphs, and what reads them.
pub(crate) struct Preamble<'l, 'd> {
    pub finder: Finder<'l, 'd>,
    pub paragraphs: Vec<Paragraph>,
}

/// Somebody who was named in full.
#[derive(Clone, Copy, Debug)]
struct Named {
    id: ActorId,
    /// The paragraph in which that was done last, and the token there with which it was done first.
    paragraph: usize,
    first: usize,
    /// The last paragraph before that one in which it was done, or 0.
    before: usize,
    /// How often it was done.
    times: u32,
}

/// Who a mention is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Identified {
    pub ids: Vec<ActorId>,
    /// Why nobody, or not surely somebody, was identified.
    pub doubt: Option<NoteKind>,
}

impl<'l, 'd> Known<'l, 'd> {
    pub fn new(organ: Option<ActorId>, preamble: Preamble<'l, 'd>) -> Self {
        let paragraph = preamble.paragraphs.len();
        Known { organ, unread: Some(preamble), named: Vec::new(), paragraph, called: Vec::new(), addressed: Vec::new() }
    }

    /// Remembers who is named in the next operative paragraph.
    pub fn read(&mut self, reader: &Reader<'_, '_>) {
        self.paragraph += 1;
        self.read_names(reader, self.paragraph);
    }

    fn read_preamble(&mut self) {
        let Some(mut preamble) = self.unread.take() else { return };
        for (number, paragraph) in preamble.paragraphs.iter().enumerate() {
            let reader = preamble.finder.glance(paragraph);
            self.read_names(&reader, number + 1);
        }
    }

    fn read_names(&mut self, reader: &Reader<'_, '_>, paragraph: usize) {
        for hit in reader.hits.iter().filter(|hit| hit.roles.has(Role::Actor)) {
            let entry = hit.entry(reader.lexicon, Role::Actor);
            if let Some(Meaning::Actor(Reference::Actor(id))) = entry.map(|entry| &entry.meaning) {
                self.name(*id, paragraph, hit.first);
            }
        }
    }

    fn name(&mut self, id: ActorId, paragraph: usize, first: usize) {
        let Some(named) = self.named.iter_mut().find(|named| named.id == id) else {
            return self.named.push(Named { id, paragraph, first, before: 0, times: 1 });
        };
        named.times += 1;
        if named.paragraph < paragraph {
            (named.before, named.paragraph, named.first) = (named.paragraph, paragraph, first);
        }
    }

    /// Who a mention is, as far as one candidate is left.
    pub fn identify(&mut self, lexicons: &Lexicons, reader: &Reader<'_, '_>, mention: &Mention) -> Identified {
        match &mention.who {
            Who::Known(reference, _) => self.reference(lexicons, reader, reference, mention),
            Who::Unlisted => doubt(NoteKind::UnlistedActor),
        }
    }

    fn reference(
        &mut self,
        lexicons: &Lexicons,
        reader: &Reader<'_, '_>,
        reference: &Reference,
        mention: &Mention,
    ) -> Identified {
        let organ = self.organ.and_then(|id| lexicons.organ(id));
        match reference {
            Reference::Actor(id) => one(Some(*id)),
            Reference::ByOrgan { organ, own, other } => {
                one(Some(if self.organ == Some(*organ) { *own } else { *other }))
            }
            Reference::Organ => one(self.organ),
            Reference::President => one(organ.and_then(|organ| organ.president)),
            Reference::Secretariat => one(organ.and_then(|organ| organ.secretariat)),
            Reference::Earlier if self.addressed.is_empty() => doubt(NoteKind::UnclearReference),
            Reference::Earlier => Identified { ids: self.addressed.clone(), doubt: None },
            Reference::OneOf(candidates) => {
                let words = reader.folded.text(mention.words.start, mention.words.end);
                let language = reader.lexicon.language;
                let found = self.one_of(lexicons, language, candidates, words, mention.words.start);
                if let Some(id) = found.ids.first() {
                    self.call(*id);
                }
                found
            }
        }
    }

    /// Which candidate a short name means: the one named last before it, the organ itself, the one that it has meant so
    /// far, or the one that is called so.
    fn one_of(
        &mut self,
        lexicons: &Lexicons,
        language: Language,
        candidates: &[ActorId],
        words: &str,
        at: usize,
    ) -> Identified {
        let mut named = self.named_of(candidates, at);
        let here = named.iter().filter(|named| named.paragraph == self.paragraph);
        if let Some(id) = outstanding(here.copied()) {
            return one(Some(id));
        }
        if let Some(own) = self.own(lexicons).into_iter().find(|own| candidates.contains(own)) {
            return one(Some(own));
        }
        if let Some(id) = self.usual(candidates) {
            return one(Some(id));
        }
        if named.is_empty() {
            self.read_preamble();
            named = self.named_of(candidates, at);
        }
        if named.is_empty() {
            named = self.named_of(candidates, usize::MAX);
        }
        let last = named.iter().map(|named| named.paragraph).max();
        let latest = named.iter().filter(|named| Some(named.paragraph) == last);
        match outstanding(latest.copied()) {
            Some(id) => one(Some(id)),
            None if named.is_empty() => one(called(lexicons, language, candidates, words)),
            None => doubt(NoteKind::UnclearReference),
        }
    }

    /// Which candidates were named before a token of this paragraph.
    fn named_of(&self, candidates: &[ActorId], at: usize) -> Vec<Named> {
        let before = |named: &Named| match named.paragraph == self.paragraph && at <= named.first {
            true if named.before == 0 => None,
            true => Some(Named { paragraph: named.before, ..*named }),
            false => Some(*named),
        };
        self.named.iter().filter(|named| candidates.contains(&named.id)).filter_map(before).collect()
    }

    /// Remembers whom a short name means.
    fn call(&mut self, id: ActorId) {
        match self.called.iter_mut().find(|(known, _)| *known == id) {
            Some((_, times)) => *times += 1,
            None => self.called.push((id, 1)),
        }
    }

    /// Whom short names have so often meant that another must be named beside them to be meant.
    fn usual(&self, candidates: &[ActorId]) -> Option<ActorId> {
        let called = || self.called.iter().filter(|(id, _)| candidates.contains(id));
        let (id, most) = called().max_by_key(|(_, times)| *times)?;
        let others: u32 = called().map(|(_, times)| *times).sum::<u32>() - most;
        (USUAL <= *most && others * OUTSTANDING <= *most).then_some(*id)
    }

    /// The organ that adopts the text, its president, its secretariat and the body that it belongs to.
    fn own(&self, lexicons: &Lexicons) -> Vec<ActorId> {
        let organ = self.organ.and_then(|organ| lexicons.organ(organ));
        let offices = organ.map(|organ| [organ.president, organ.secretariat]);
        let body = self.organ.and_then(|organ| lexicons.actor_id(&lexicons.actor(organ).part_of));
        self.organ.into_iter().chain(offices.into_iter().flatten().flatten()).chain(body).collect()
    }
}

/// How many times as often as all others one must have been named to be the one that is meant.
const OUTSTANDING: u32 = 3;

/// How often a short name must have meant somebody to mean him when others are named elsewhere.
const USUAL: u32 = 3;

/// The only one of some, or the one that outweighs the others.
fn outstanding(named: impl Iterator<Item = Named>) -> Option<ActorId> {
    let named: Vec<Named> = named.collect();
    let most = named.iter().max_by_key(|named| named.times)?;
    let others: u32 = named.iter().map(|named| named.times).sum::<u32>() - most.times;
    (others * OUTSTANDING <= most.times).then_some(most.id)
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
