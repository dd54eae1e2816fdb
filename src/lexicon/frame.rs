//! Frames: what may follow a verb, in a small notation.
//!
//! `à X de V` is read so: the preposition *à*, the addressee, the complementizer *de*, the action as an infinitive.
//! The slots `X`, `V`, `S` (a clause) and `N` (anything) are the same in all languages; other words are particles of
//! the language in their dictionary form.

use super::Symbol;

/// What may follow a verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Particles, one of which stands before the addressee or the thing; empty where none does.
    pub lead: Vec<Symbol>,
    /// Whether somebody is addressed.
    pub addressed: bool,
    /// Complementizers, one of which opens the action.
    pub complementizers: Vec<Symbol>,
    /// What the action is.
    pub tail: Tail,
    /// The notation it was read from.
    pub notation: String,
}

/// What an action is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// An infinitive phrase.
    Infinitive,
    /// A clause.
    Clause,
    /// A noun phrase, or whatever follows.
    Thing,
}

impl Frame {
    /// Reads a frame; `intern` gives the symbol of a particle.
    pub(crate) fn parse(notation: &str, mut intern: impl FnMut(&str) -> Symbol) -> Result<Self, String> {
        let mut frame = Frame {
            lead: Vec::new(),
            addressed: false,
            complementizers: Vec::new(),
            tail: Tail::Thing,
            notation: notation.to_owned(),
        };
        let mut tail = None;
        for place in notation.split_whitespace() {
            if tail.is_some() {
                return Err(format!("`{place}` stands after the end of frame `{notation}`"));
            }
            match place {
                "X" if frame.addressed => return Err(format!("frame `{notation}` has two addressees")),
                "X" => {
                    frame.addressed = true;
                    frame.lead = std::mem::take(&mut frame.complementizers);
                }
                "V" => tail = Some(Tail::Infinitive),
                "S" => tail = Some(Tail::Clause),
                "N" => tail = Some(Tail::Thing),
                particles => frame.complementizers = particles.split('|').map(&mut intern).collect(),
            }
        }
        frame.tail = tail.ok_or_else(|| format!("frame `{notation}` does not end with V, S or N"))?;
        if frame.tail == Tail::Thing && !frame.addressed {
            frame.lead = std::mem::take(&mut frame.complementizers);
        }
        Ok(frame)
    }

    /// How much a text must show for the frame to be read: the more, the earlier it is tried.
    pub(crate) fn demands(&self) -> u32 {
        let tail = match self.tail {
            Tail::Infinitive | Tail::Clause => 4,
            Tail::Thing => 0,
        };
        let complementizer = u32::from(!self.complementizers.is_empty());
        u32::from(self.addressed) * 2 + u32::from(!self.lead.is_empty()) + tail + complementizer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_name_particles_and_slots() {
        let mut names: Vec<String> = Vec::new();
        let mut intern = |name: &str| {
            let at = names.iter().position(|known| known == name).unwrap_or_else(|| {
                names.push(name.to_owned());
                names.len() - 1
            });
            Symbol(at as u16)
        };
        let frame = Frame::parse("à X de|d V", &mut intern).unwrap();
        assert_eq!((frame.lead.len(), frame.addressed, frame.complementizers.len()), (1, true, 2));
        assert_eq!(frame.tail, Tail::Infinitive);
        let frame = Frame::parse("à N", &mut intern).unwrap();
        assert_eq!((frame.lead.len(), frame.addressed, frame.complementizers.len()), (1, false, 0));
        assert!(Frame::parse("X de", &mut intern).is_err());
        assert!(Frame::parse("X X V", &mut intern).is_err());
    }
}
