//! Bounds: how much a PDF may unpack to, before and while it is read.
//!
//! The reader of the syntax unpacks streams of objects whole, whatever they grow to, as soon as it needs one of them.
//! So the streams of a file are looked at before: what they could grow to at the most is often enough, and where it is
//! not, the largest are unpacked to nowhere and counted.

use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::{Dict, Object, Stream};
use hayro_syntax::reader::{Reader, ReaderContext, ReaderExt, Skippable};
use memchr::memmem;

/// How many bytes all streams of a file together may unpack to.
const UNPACKED: u64 = 256 << 20;
/// How many operators the pages of a file may have.
const OPERATORS: u64 = 20_000_000;
/// How many characters the pages of a file may show.
const CHARACTERS: usize = 10_000_000;
/// How often a file may be gone through in search of the ends of strings, dictionaries and streams; a sound one is gone
/// through about three times.
const SEARCHES: u64 = 32;
/// How many bytes may be gone through beyond that, since small files cost little.
const SEARCHED: u64 = 256 << 20;
/// How many bytes an object has at the most that is no stream, as a rule.
const AHEAD: usize = 64 * 1024;
/// How many times its length a packed stream can grow to at the most.
const FLATE: u64 = 1032;
const LZW: u64 = 2740;
const RUNS: u64 = 64;

/// What there is too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    Unpacked,
    Operators,
    Characters,
    Unended,
}

impl Excess {
    pub fn found(self) -> &'static str {
        match self {
            Excess::Unpacked => "data that unpacks to more than 256 MB",
            Excess::Operators => "more than 20 million drawing operators",
            Excess::Characters => "more than 10 million characters",
            Excess::Unended => "strings, dictionaries and streams that have no end",
        }
    }
}

/// What is left to be spent on a file.
pub(super) struct Budget {
    unpacked: u64,
    operators: u64,
    characters: usize,
}

impl Budget {
    pub fn new() -> Self {
        Budget { unpacked: UNPACKED, operators: OPERATORS, characters: CHARACTERS }
    }

    /// The bytes of a stream, nothing where they cannot be decoded.
    pub fn decode<'a>(&mut self, stream: &Stream<'a>) -> Result<Cow<'a, [u8]>, Excess> {
        // Streams of an encrypted file could not be counted before.
        if self.unpacked < bound(stream) && self.unpacked < count(stream, self.unpacked) {
            return Err(Excess::Unpacked);
        }
        let data = stream.decoded_data().unwrap_or_default();
        self.unpacked = self.unpacked.checked_sub(data.len() as u64).ok_or(Excess::Unpacked)?;
        Ok(data)
    }

    pub fn operator(&mut self) -> Result<(), Excess> {
        self.operators = self.operators.checked_sub(1).ok_or(Excess::Operators)?;
        Ok(())
    }

    pub fn characters(&mut self, number: usize) -> Result<(), Excess> {
        self.characters = self.characters.checked_sub(number).ok_or(Excess::Characters)?;
        Ok(())
    }
}

/// Looks whether a file can be read within bounds: whether what begins in it ends, and how far its streams grow.
pub(super) fn check(file: &[u8]) -> Result<(), Excess> {
    let mut search = Search::new(file);
    search.objects()?;
    let mut packed = search.streams()?;
    let mut total: u64 = packed.iter().fold(0, |total, (bound, _)| total.saturating_add(*bound));
    packed.sort_unstable_by_key(|(bound, _)| *bound);
    while UNPACKED < total {
        let Some((bound, place)) = packed.pop() else { return Err(Excess::Unpacked) };
        total -= bound;
        // What the others could grow to is not known yet; what this one does grow to may be too much by itself.
        let stream = Reader::new(&file[place]).read_with_context::<Stream<'_>>(&ReaderContext::dummy());
        total = total.saturating_add(stream.map_or(0, |stream| count(&stream, UNPACKED)));
    }
    Ok(())
}

/// A search for the ends of what begins in a file.
///
/// The reader looks for them wherever something seems to begin, up to the end of the file; if many things have no end,
/// that takes as many times the length of the file.
struct Search<'f> {
    file: &'f [u8],
    /// How many bytes may still be gone through.
    left: u64,
}

impl<'f> Search<'f> {
    fn new(file: &'f [u8]) -> Self {
        Search { file, left: SEARCHES * file.len() as u64 + SEARCHED }
    }

    fn spend(&mut self, bytes: usize) -> Result<(), Excess> {
        self.left = self.left.checked_sub(bytes as u64).ok_or(Excess::Unended)?;
        Ok(())
    }

    fn ahead(&self, at: usize) -> Reader<'f> {
        Reader::new(&self.file[at..self.file.len().min(at + AHEAD)])
    }

    /// Looks for the ends of all that seem to be objects or dictionaries.
    fn objects(&mut self) -> Result<(), Excess> {
        for at in memmem::find_iter(self.file, b"obj") {
            let mut reader = self.ahead(at + 3);
            reader.skip_white_spaces_and_comments();
            let ended = Object::skip(&mut reader, false).is_some();
            self.spend_on(at, &reader, ended)?;
        }
        let mut after = 0;
        for at in memmem::find_iter(self.file, b"<<") {
            // Data that are packed hold these letters by chance; the reader looks for them between other things only.
            let apart =
                at == after || self.file[..at].last().is_some_and(|byte| byte.is_ascii_whitespace() || *byte == 0);
            if at < after || !apart {
                continue;
            }
            let mut reader = self.ahead(at);
            let ended = Dict::skip(&mut reader, false).is_some();
            self.spend_on(at, &reader, ended)?;
            after = if ended { at + reader.offset() } else { after };
        }
        Ok(())
    }

    /// Takes account of an attempt at reading something, which has come so far.
    fn spend_on(&mut self, at: usize, reader: &Reader<'_>, ended: bool) -> Result<(), Excess> {
        // What fails anywhere but at the beginning of something has been found to be no object.
        let begun = || matches!(reader.peek_byte(), None | Some(b'(' | b'[')) || reader.peek_tag(b"<<").is_some();
        let endless = !ended && begun();
        self.spend(if endless { self.file.len() - at } else { reader.offset() })
    }

    /// The streams of a file that can grow, wherever something looks like one: how far each can, and where it stands.
    fn streams(&mut self) -> Result<Vec<(u64, Range<usize>)>, Excess> {
        let mut streams = Vec::new();
        let mut ends = memmem::find_iter(self.file, b"endstream").peekable();
        for at in memmem::find_iter(self.file, b"obj").map(|at| at + 3) {
            let Some((dict, data)) = self.stream_head(at) else { continue };
            while ends.next_if(|end| *end < data).is_some() {}
            let end = match (told_end(self.file, &dict, data), ends.peek()) {
                (Some(end), _) => end,
                (None, Some(end)) => *end + b"endstream".len(),
                (None, None) => self.file.len(),
            };
            self.spend(end - data)?;
            let mut reader = Reader::new(&self.file[at..end]);
            reader.skip_white_spaces_and_comments();
            let start = at + reader.offset();
            let stream = reader.read_with_context::<Stream<'_>>(&ReaderContext::dummy());
            let bound = stream.as_ref().map_or(0, bound);
            if bound != 0 {
                streams.push((bound, start..end));
            }
        }
        Ok(streams)
    }

    /// The dictionary of a stream that begins here, and where its data do.
    fn stream_head(&self, at: usize) -> Option<(Dict<'f>, usize)> {
        let mut reader = self.ahead(at);
        reader.skip_white_spaces_and_comments();
        reader.peek_tag(b"<<")?;
        let dict = reader.read_with_context::<Dict<'_>>(&ReaderContext::dummy())?;
        reader.skip_white_spaces_and_comments();
        reader.forward_tag(b"stream")?;
        reader.forward_tag(b"\n").or_else(|| reader.forward_tag(b"\r\n")).or_else(|| reader.forward_tag(b"\r"))?;
        Some((dict, at + reader.offset()))
    }
}

/// Where a stream ends whose dictionary tells the length of its data, if it does end there.
fn told_end(file: &[u8], dict: &Dict<'_>, data: usize) -> Option<usize> {
    let after = data.checked_add(dict.get::<u32>("Length")? as usize)?;
    let rest = file.get(after..)?;
    let white = rest.iter().take(64).take_while(|byte| byte.is_ascii_whitespace() || **byte == 0).count();
    rest[white..].starts_with(b"endstream").then_some(after + white + b"endstream".len())
}

/// What a stream can unpack to at the most; 0 for images, which are not unpacked.
fn bound(stream: &Stream<'_>) -> u64 {
    let image = |filter: &Filter| {
        matches!(filter, Filter::DctDecode | Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode)
    };
    let filters = stream.filters();
    if filters.iter().any(image) {
        return 0;
    }
    let growth = filters.iter().fold(1_u64, |growth, filter| {
        growth.saturating_mul(match filter {
            Filter::FlateDecode => FLATE,
            Filter::LzwDecode => LZW,
            Filter::RunLengthDecode => RUNS,
            // `z` stands for four zeros.
            Filter::Ascii85Decode => 4,
            _ => 1,
        })
    });
    // A filter that stands elsewhere in the file is not known yet.
    let unknown = filters.is_empty() && ["Filter", "F"].iter().any(|key| stream.dict().contains_key(key));
    let growth = if unknown { FLATE } else { growth };
    growth.saturating_mul(stream.raw_data().len() as u64)
}

/// What a stream unpacks to, as far as that can be told without keeping it.
fn count(stream: &Stream<'_>, limit: u64) -> u64 {
    let data = stream.raw_data();
    let counted = match stream.filters().as_slice() {
        [Filter::FlateDecode] | [] => {
            let counted = drain(ZlibDecoder::new(&data[..]), limit);
            if counted == 0 { drain(DeflateDecoder::new(&data[..]), limit) } else { counted }
        }
        [Filter::FlateDecode, Filter::FlateDecode] => drain(ZlibDecoder::new(ZlibDecoder::new(&data[..])), limit),
        _ => return bound(stream),
    };
    // Encrypted data cannot be counted; four times the bounds of other files hold for it.
    if counted == 0 { bound(stream) / 4 } else { counted }
}

fn drain(unpacked: impl Read, limit: u64) -> u64 {
    let mut unpacked = unpacked.take(limit.saturating_add(1));
    let (mut buffer, mut total) = ([0; 16 * 1024], 0);
    // Damage ends it, as it ends the reading.
    while let Ok(read @ 1..) = unpacked.read(&mut buffer) {
        total += read as u64;
    }
    total
}
