//! Bounds: how much a PDF may unpack to, before and while it is read.
//!
//! The reader of the syntax unpacks streams of objects whole, whatever they grow to, as soon as it needs one of them.
//! So the streams of a file are looked at before: what they could grow to at the most is often enough, and where it is
//! not, the largest are unpacked to nowhere and counted.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;
use hayro_syntax::reader::{Reader, ReaderContext, ReaderExt};
use memchr::memmem;

/// How many bytes all streams of a file together may unpack to.
const UNPACKED: u64 = 256 << 20;
/// How many operators the pages of a file may have.
const OPERATORS: u64 = 20_000_000;
/// How many characters the pages of a file may show.
const CHARACTERS: usize = 10_000_000;
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
}

impl Excess {
    pub fn found(self) -> &'static str {
        match self {
            Excess::Unpacked => "packed data that grows to more than 256 MB",
            Excess::Operators => "more than 20 million drawing operators",
            Excess::Characters => "more than 10 million characters",
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

/// Looks whether the streams of a file stay within bounds.
pub(super) fn check(file: &[u8]) -> Result<(), Excess> {
    let mut streams: Vec<(u64, Stream<'_>)> =
        streams(file).map(|stream| (bound(&stream), stream)).filter(|(bound, _)| *bound != 0).collect();
    let mut total: u64 = streams.iter().fold(0, |total, (bound, _)| total.saturating_add(*bound));
    if total <= UNPACKED {
        return Ok(());
    }
    streams.sort_by_key(|(bound, _)| *bound);
    while let Some((bound, stream)) = streams.pop() {
        total = total.saturating_sub(bound);
        // What the others could grow to is not known yet; what this one does grow to may be too much by itself.
        total = total.saturating_add(count(&stream, UNPACKED));
        if total <= UNPACKED {
            return Ok(());
        }
    }
    Err(Excess::Unpacked)
}

/// The streams of a file, wherever something looks like one.
fn streams(file: &[u8]) -> impl Iterator<Item = Stream<'_>> {
    memmem::find_iter(file, b"obj").filter_map(move |at| {
        let after = &file[at + 3..];
        let white = after.iter().take(64).take_while(|byte| byte.is_ascii_whitespace() || **byte == 0).count();
        let object = &after[white..];
        if !object.starts_with(b"<<") && !object.starts_with(b"%") {
            return None;
        }
        let mut reader = Reader::new(object);
        reader.skip_white_spaces_and_comments();
        reader.read_with_context::<Stream<'_>>(&ReaderContext::dummy())
    })
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
