//! Which language a text is in, by its letters and how they follow each other: no lexicon has to be compiled to know
//! which one.

use whichlang::{Lang, detect_language};

use crate::{Language, Note, NoteKind, Span};

/// How many samples of a text are looked at, spread over all of it: a few, and more where these disagree.
const FEW: usize = 4;
const SAMPLES: usize = 12;
/// How many bytes a sample has: of shorter ones some are taken for another language, since names are much of them.
const SAMPLE: usize = 200;
/// How many samples, and what part of them, must be in another language before anybody is told.
const MANY: usize = 2;
const SHARE: usize = 4;

/// The languages that resolutions are written in, and what they are called.
const NAMES: [(Lang, &str); 6] = [
    (Lang::Fra, "French"),
    (Lang::Eng, "English"),
    (Lang::Spa, "Spanish"),
    (Lang::Rus, "Russian"),
    (Lang::Ara, "Arabic"),
    (Lang::Cmn, "Chinese"),
];

fn read(language: Language) -> Lang {
    match language {
        Language::Fr => Lang::Fra,
        Language::En => Lang::Eng,
    }
}

/// What a language of resolutions is called; nothing where a sample seems to be in any other, which it seldom is.
fn name(lang: Lang) -> Option<&'static str> {
    NAMES.into_iter().find(|(known, _)| *known == lang).map(|(_, name)| name)
}

/// Samples of a text, and the language that each is in.
pub(super) struct Samples(Vec<(Span, Lang)>);

impl Samples {
    /// Samples from all over a text.
    pub(super) fn of(text: &str) -> Self {
        let few = Samples::taken(text, FEW);
        let agree = few.0.windows(2).all(|pair| pair[0].1 == pair[1].1);
        if agree { few } else { Samples::taken(text, SAMPLES) }
    }

    fn taken(text: &str, most: usize) -> Self {
        let count = text.len().div_ceil(SAMPLE).min(most);
        let mut samples = Vec::with_capacity(count);
        for place in 0..count {
            let start = boundary(text, text.len() / count * place);
            let span = Span { start, end: boundary(text, start + SAMPLE) };
            let sample = span.of(text);
            let lang = detect_language(sample);
            if sample.contains(char::is_alphabetic) && name(lang).is_some() {
                samples.push((span, lang));
            }
        }
        Samples(samples)
    }

    /// The language that most samples are in, of those that have lexicons.
    pub(super) fn most(&self) -> Language {
        let votes = |language: &Language| self.0.iter().filter(|(_, lang)| *lang == read(*language)).count();
        let mut most = Language::ALL[0];
        for language in Language::ALL {
            if votes(&most) < votes(&language) {
                most = language;
            }
        }
        most
    }

    /// A note for every other language that a good part of the text is in, with the first sample of it.
    pub(super) fn others(&self, language: Language) -> Vec<Note> {
        let needed = MANY.max(self.0.len() / SHARE);
        let mut found: Vec<(Lang, Span, usize)> = Vec::new();
        for &(span, lang) in self.0.iter().filter(|(_, lang)| *lang != read(language)) {
            match found.iter_mut().find(|(known, ..)| *known == lang) {
                Some((.., count)) => *count += 1,
                None => found.push((lang, span, 1)),
            }
        }
        let many = found.into_iter().filter(|(.., count)| needed <= *count);
        let note = |(lang, span, _): (Lang, Span, usize)| Note {
            kind: NoteKind::OtherLanguage,
            paragraph: String::new(),
            words: name(lang).unwrap_or_default().to_owned(),
            span,
        };
        many.map(note).collect()
    }
}

/// The place itself, or that of the letter which it stands in.
fn boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    const FR: &str = "Prie le Secrétaire général de dresser la carte des phares et de lui en rendre compte ;\n\n";
    const EN: &str = "Requests the Secretary-General to map the lighthouses and to report to it thereon;\n\n";
    const ES: &str =
        "Solicita al Secretario General que prepare un mapa de los faros y que la informe al respecto;\n\n";

    fn told(text: &str, language: Language) -> Vec<String> {
        Samples::of(text).others(language).into_iter().map(|note| note.words).collect()
    }

    fn recognise(text: &str) -> Language {
        Samples::of(text).most()
    }

    #[test]
    fn most_of_a_text_decides() {
        assert_eq!(recognise(FR), Language::Fr);
        assert_eq!(recognise(EN), Language::En);
        assert_eq!(recognise(&[FR, &EN.repeat(60)].concat()), Language::En);
        assert_eq!(recognise(&[EN, &FR.repeat(60)].concat()), Language::Fr);
    }

    #[test]
    fn what_is_no_text_is_read_in_the_first_language() {
        for text in ["", "1", "12 34 — …", "\u{0301}\u{0301}"] {
            assert_eq!((recognise(text), told(text, Language::Fr)), (Language::ALL[0], Vec::new()), "{text}");
        }
    }

    #[test]
    fn a_good_part_in_another_language_is_told() {
        assert_eq!(told(&FR.repeat(60), Language::Fr), [""; 0]);
        assert_eq!(told(&[FR.repeat(40), EN.repeat(40)].concat(), Language::Fr), ["English"]);
        assert_eq!(told(&[FR.repeat(40), EN.repeat(3)].concat(), Language::Fr), [""; 0], "a quotation is no part");
        assert_eq!(told(&EN.repeat(40), Language::Fr), ["English"], "the language that was given is wrong");
        assert_eq!(told(&ES.repeat(40), Language::Fr), ["Spanish"]);
        assert_eq!(told(&[FR.repeat(4), EN.repeat(4)].concat(), Language::Fr), ["English"], "half of a short text");
        assert_eq!(told(FR, Language::Fr), [""; 0]);
    }
}
