//! All forms of a language as one automaton.
//!
//! # Note [Words as numbers]
//!
//! The automaton does not run over letters but over words: every word that occurs in some form has a number of two
//! bytes, all other words share one. A form is thus a short string of numbers; it begins and ends with words, so that
//! no match can begin or end inside one, and a leftmost-longest search loses nothing to a filter of boundaries.
//! An automaton over the letters of the same forms is several times as large, takes many times as long to build —
//! which every start of the program would pay — and reads six bytes for every two of this one.
//!
//! Most words of a text begin no longer form: those are looked up, as are pairs of words, and the automaton is asked
//! only where two words stand together that begin a longer one.

use std::hash::Hasher;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Anchored, BuildError, Input, MatchKind, StartKind};
use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHasher};

use crate::folded::Folded;

/// The number of a form.
pub(crate) type Pattern = u32;

/// The number of a word that occurs in no form.
const UNKNOWN: u16 = u16::MAX;

/// No form.
const NONE: Pattern = Pattern::MAX;

/// How many words there can be: seven bits in each byte of a number, of which the first has its high bit set.
const MOST: usize = (1 << 14) - 128;

/// The forms of a language.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    /// The numbers of words by their codes, which tell short words apart; of long ones the key does.
    words: FxHashMap<u64, u16>,
    /// The keys of the words, one after the other, and where each ends.
    keys: Vec<u8>,
    key_ends: Vec<u32>,
    /// The forms as strings of numbers.
    forms: IndexSet<Box<[u8]>, FxBuildHasher>,
    /// For each word the form that it is by itself, or [`NONE`].
    single: Vec<Pattern>,
    /// The pairs of words that are a form or begin a longer one.
    pairs: FxHashMap<u32, Pair>,
    /// The forms of three words and more that the automaton finds, by its own numbers.
    long: Vec<Pattern>,
    automaton: Option<AhoCorasick>,
}

/// What two words that stand together are.
#[derive(Clone, Copy, Debug)]
struct Pair {
    /// The form that they are by themselves, or [`NONE`].
    form: Pattern,
    /// Whether they begin a longer one.
    longer: bool,
}

impl Forms {
    /// The number of a form, which is given folded; forms are numbered in the order in which they come.
    pub fn insert(&mut self, form: &Folded) -> Result<Pattern, String> {
        self.insert_words(form, form.len())
    }

    /// The number of the form that the first word makes.
    pub fn insert_first(&mut self, form: &Folded) -> Result<Pattern, String> {
        self.insert_words(form, 1)
    }

    fn insert_words(&mut self, form: &Folded, words: usize) -> Result<Pattern, String> {
        let mut numbers = Vec::with_capacity(words * 2);
        for token in 0..words {
            numbers.extend(bytes(self.learn(form.key_of(token))?));
        }
        if let Some(known) = self.forms.get_index_of(numbers.as_slice()) {
            return Ok(known as Pattern);
        }
        let pattern = self.forms.len() as Pattern;
        let Some(first) = number_at(&numbers, 0) else { return Err("the form holds no word".to_owned()) };
        match number_at(&numbers, 1) {
            None => self.single[usize::from(first)] = pattern,
            Some(second) => {
                let pair = self.pairs.entry(both(first, second)).or_insert(Pair { form: NONE, longer: false });
                if words == 2 {
                    pair.form = pattern;
                } else {
                    pair.longer = true;
                    self.long.push(pattern);
                }
            }
        }
        self.forms.insert(numbers.into());
        Ok(pattern)
    }

    /// The number of a word, which may be new.
    fn learn(&mut self, word: &[u8]) -> Result<u16, String> {
        if let Some(number) = self.number(word) {
            return Ok(number);
        }
        let number = self.key_ends.len();
        if MOST <= number || self.words.contains_key(&code(word)) {
            return Err(format!("the lexicon holds more than {MOST} words, or two that cannot be told apart"));
        }
        self.words.insert(code(word), number as u16);
        self.keys.extend_from_slice(word);
        self.key_ends.push(self.keys.len() as u32);
        self.single.push(NONE);
        Ok(number as u16)
    }

    /// Builds the automaton when all forms are there.
    pub fn finish(&mut self) -> Result<(), BuildError> {
        let long = self.long.iter().map(|pattern| &self.forms[*pattern as usize]);
        self.automaton = Some(automaton(long, StartKind::Anchored)?);
        Ok(())
    }

    /// How many forms there are.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// The keys of all forms, letter by letter.
    pub fn keys(&self) -> impl Iterator<Item = Vec<u8>> {
        self.forms.iter().map(|form| {
            let numbers = form.chunks_exact(2).map(|pair| usize::from(pair[0] & 0x7F) << 7 | usize::from(pair[1]));
            numbers.flat_map(|number| self.key(number)).copied().collect()
        })
    }

    /// Finds the longest forms in a text, from left to right, with the tokens that each covers; `numbers` is where the
    /// words are written as numbers.
    pub fn find(&self, text: &Folded, numbers: &mut Vec<u8>, mut found: impl FnMut(Pattern, Range<usize>)) {
        numbers.clear();
        numbers.reserve(text.len() * 2);
        for token in 0..text.len() {
            numbers.extend_from_slice(&bytes(self.number_of(text, token).unwrap_or(UNKNOWN)));
        }
        let mut token = 0;
        while token < text.len() {
            token = match self.longest(numbers, token) {
                Some((pattern, end)) => {
                    found(pattern, token..end);
                    end
                }
                None => token + 1,
            };
        }
    }

    /// The longest form that begins with a token, and the token after it.
    fn longest(&self, numbers: &[u8], token: usize) -> Option<(Pattern, usize)> {
        let word = number_at(numbers, token)?;
        if word == UNKNOWN {
            return None;
        }
        let second = number_at(numbers, token + 1);
        if let Some(pair) = second.and_then(|second| self.pairs.get(&both(word, second))) {
            let goes_on = pair.longer && number_at(numbers, token + 2).is_some_and(|third| third != UNKNOWN);
            if let Some((pattern, words)) = goes_on.then(|| self.long(&numbers[token * 2..])).flatten() {
                return Some((pattern, token + words));
            }
            if pair.form != NONE {
                return Some((pair.form, token + 2));
            }
        }
        let single = self.single[usize::from(word)];
        (single != NONE).then_some((single, token + 1))
    }

    /// The longest form of three words and more that numbers begin with, and how many words it has.
    fn long(&self, numbers: &[u8]) -> Option<(Pattern, usize)> {
        let found = self.automaton.as_ref()?.find(Input::new(numbers).anchored(Anchored::Yes))?;
        Some((self.long[found.pattern().as_usize()], found.end() / 2))
    }

    /// The form that is made of two stretches of text, if there is one.
    pub fn composed(&self, text: &Folded, head: Range<usize>, rest: Range<usize>) -> Option<Pattern> {
        let mut numbers = [0; 32];
        let mut len = 0;
        for token in head.chain(rest) {
            let pair = bytes(self.number_of(text, token)?);
            numbers.get_mut(len..len + 2)?.copy_from_slice(&pair);
            len += 2;
        }
        let (pattern, end) = self.longest(&numbers[..len], 0)?;
        (end * 2 == len).then_some(pattern)
    }

    /// The number of a word of a text: of a short one the code is read from the key at once.
    fn number_of(&self, text: &Folded, token: usize) -> Option<u16> {
        let word = text.key_of(token);
        match text.eight_from(token) {
            Some(eight) if (1..=SHORT).contains(&word.len()) => {
                self.words.get(&(eight & u64::MAX >> (64 - 8 * word.len()))).copied()
            }
            _ => self.number(word),
        }
    }

    fn number(&self, word: &[u8]) -> Option<u16> {
        let number = *self.words.get(&code(word))?;
        (word.len() <= SHORT || self.key(usize::from(number)) == word).then_some(number)
    }

    fn key(&self, number: usize) -> &[u8] {
        let start = number.checked_sub(1).map_or(0, |before| self.key_ends[before]);
        &self.keys[start as usize..self.key_ends[number] as usize]
    }
}

/// The automaton that finds the longest of these keys.
pub(crate) fn automaton<K: AsRef<[u8]>>(
    keys: impl IntoIterator<Item = K>,
    start: StartKind,
) -> Result<AhoCorasick, BuildError> {
    let mut builder = AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostLongest).start_kind(start).prefilter(false);
    // Tables for what follows the first byte: those for what follows the second would take longer to make than they save.
    builder.dense_depth(2);
    builder.kind(Some(AhoCorasickKind::ContiguousNFA)).build(keys)
}

/// A number as the automaton reads it: the two bytes cannot be taken for one another.
fn bytes(number: u16) -> [u8; 2] {
    [0x80 | (number >> 7) as u8, (number & 0x7F) as u8]
}

/// The numbers of two words as one.
fn both(first: u16, second: u16) -> u32 {
    u32::from(first) << 16 | u32::from(second)
}

/// The number that a token's two bytes write.
fn number_at(numbers: &[u8], token: usize) -> Option<u16> {
    let pair = numbers.get(token * 2..token * 2 + 2)?;
    let number = u16::from(pair[0] & 0x7F) << 7 | u16::from(pair[1]);
    Some(if usize::from(number) < MOST { number } else { UNKNOWN })
}

/// How many bytes a word has at most that is its own code.
const SHORT: usize = 8;

/// A number for a word: its bytes where these are few, or else a hash; the highest byte tells the two apart, since in
/// text it is never 255.
fn code(word: &[u8]) -> u64 {
    if word.len() <= SHORT {
        return word.iter().rev().fold(0, |code, byte| code << 8 | u64::from(*byte));
    }
    let mut hasher = FxHasher::default();
    hasher.write(word);
    hasher.finish() | 0xFF << 56
}
