//! Unpacking a body under a cap: the blob keeps the bytes as they came, the reader gets them unpacked.
//!
//! It undoes content encodings only; which charset the bytes are in is their reader's question. Stages are read through one
//! another, so that what lies between two of them takes no memory.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Error, Read};

use super::Body;
use super::swell::{Counted, Swell, is_bomb};

/// More than two is no honest server's doing, and each stage may cost the cap once more in time.
const MOST_STAGES: usize = 2;
/// What a decoder reads at once: enough to be quick, and nothing beside the body.
const BUFFER: usize = 16 << 10;

/// A body unpacked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The bytes; those that came, where nothing was packed.
    pub bytes: Cow<'a, [u8]>,
    /// Whether the cap, the swelling or broken packing ended them early.
    pub truncated: bool,
    /// Whether they were ended because they are packed as only a bomb is.
    pub is_bomb: bool,
}

impl Decoded<'_> {
    /// Whether the peer ended the answer early: shorter than it said, or in the middle of its packing. An answer that
    /// was cut by our own cap is another matter, as it would be cut again.
    pub fn is_broken_off(&self, wire: &Body, cap: u64) -> bool {
        let below = |bytes: &[u8]| (bytes.len() as u64) < cap;
        if wire.truncated {
            below(&wire.bytes)
        } else {
            self.truncated && !self.is_bomb && below(&self.bytes)
        }
    }
}

/// Undoes the content encodings of a header, the last one first, reading at most `cap` bytes of each stage.
///
/// Unknown encodings are left as they are; what can be read of a broken stream is kept and flagged.
pub fn decode<'a>(wire: &'a [u8], encodings: &str, cap: u64) -> Decoded<'a> {
    unpack(wire, encodings, cap, false)
}

/// As [`decode`], of bytes that a stranger has sent: what swells as only a bomb does is ended long before the cap.
pub fn decode_warily<'a>(wire: &'a [u8], encodings: &str, cap: u64) -> Decoded<'a> {
    unpack(wire, encodings, cap, true)
}

fn unpack<'a>(wire: &'a [u8], encodings: &str, cap: u64, is_wary: bool) -> Decoded<'a> {
    let names = encodings.rsplit(',').map(|name| name.trim().to_ascii_lowercase());
    let stages: Vec<Packing> = names.filter_map(|name| Packing::of(&name)).take(MOST_STAGES + 1).collect();
    if stages.is_empty() {
        return Decoded { bytes: Cow::Borrowed(wire), ..Decoded::default() };
    }
    if stages.len() > MOST_STAGES {
        return Decoded { truncated: true, is_bomb: true, ..Decoded::default() };
    }
    let wire = Counted::new(wire);
    let taken = wire.taken();
    let mut input: Box<dyn BufRead + 'a> = Box::new(wire);
    for stage in stages {
        let reader = match stage.reader(input) {
            Ok(reader) => Swell::new(reader, cap, is_wary.then(|| taken.clone())),
            Err(_) => return Decoded { truncated: true, ..Decoded::default() },
        };
        input = Box::new(BufReader::with_capacity(BUFFER, reader));
    }
    let mut bytes = Vec::new();
    let ended = input.read_to_end(&mut bytes).err();
    let is_bomb = ended.as_ref().is_some_and(is_bomb);
    Decoded { bytes: Cow::Owned(bytes), truncated: ended.is_some(), is_bomb }
}

/// A way to pack that a server may name.
#[derive(Debug, Clone, Copy)]
enum Packing {
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

impl Packing {
    fn of(name: &str) -> Option<Self> {
        match name {
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "deflate" => Some(Self::Deflate),
            "br" => Some(Self::Brotli),
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    fn reader<'a>(self, mut input: Box<dyn BufRead + 'a>) -> Result<Box<dyn Read + 'a>, Error> {
        Ok(match self {
            Self::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(input)),
            // Servers disagree whether `deflate` has a zlib header; the first bytes tell.
            Self::Deflate if is_zlib(input.fill_buf()?) => Box::new(flate2::bufread::ZlibDecoder::new(input)),
            Self::Deflate => Box::new(flate2::bufread::DeflateDecoder::new(input)),
            Self::Brotli => Box::new(brotli::Decompressor::new(input, BUFFER)),
            Self::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(input)?;
                // 8 MiB is what RFC 9659 allows a server on the web; a larger window is an attack on memory.
                decoder.window_log_max(23)?;
                Box::new(decoder)
            }
        })
    }
}

fn is_zlib(start: &[u8]) -> bool {
    matches!(start, [method, flags, ..] if method & 0x0f == 8 && (u16::from(*method) * 256 + u16::from(*flags)) % 31 == 0)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    const CAP: u64 = 8 << 20;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// Some bytes packed in each way, by the name that a server gives it.
    fn packed(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        zlib.write_all(bytes).unwrap();
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        raw.write_all(bytes).unwrap();
        let mut brotli = Vec::new();
        brotli::CompressorWriter::new(&mut brotli, 4096, 5, 22).write_all(bytes).unwrap();
        vec![
            ("gzip", gzip(bytes)),
            ("X-GZIP", gzip(bytes)),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", raw.finish().unwrap()),
            ("br", brotli),
            ("zstd", zstd::bulk::compress(bytes, 3).unwrap()),
        ]
    }

    #[test]
    fn encodings_are_undone_in_order() {
        let text = b"a page of text ".repeat(100);
        for (name, wire) in packed(&text) {
            assert_eq!(decode_warily(&wire, name, CAP).bytes, text, "{name}");
            let twice = decode_warily(&gzip(&wire), &format!("{name}, gzip"), CAP).bytes.into_owned();
            assert_eq!(twice, text, "{name}, gzip");
        }
        assert_eq!(decode(&text, "identity", CAP).bytes, text);
        let members = [gzip(&text[..100]), gzip(&text[100..])].concat();
        assert_eq!(decode(&members, "gzip", CAP).bytes, text);
    }

    #[test]
    fn a_bomb_of_each_kind_is_cut_long_before_the_cap() {
        for (name, wire) in packed(&vec![0; 64 << 20]) {
            let cut = decode_warily(&wire, name, 32 << 20);
            assert!(
                cut.truncated && cut.is_bomb && cut.bytes.len() < 14 << 20,
                "{name}: {}",
                cut.bytes.len()
            );
            let cut = decode(&wire, name, 32 << 20);
            assert!(cut.truncated && !cut.is_bomb && cut.bytes.len() == 32 << 20, "{name}");
            let nested = gzip(&wire);
            let cut = decode_warily(&nested, &format!("{name}, gzip"), 32 << 20);
            assert!(
                cut.truncated && cut.is_bomb && cut.bytes.len() < 14 << 20,
                "{name}: {}",
                cut.bytes.len()
            );
        }
        let empty = gzip(b"");
        let thrice = decode(&empty, "gzip, gzip, gzip", CAP);
        assert!(thrice.is_bomb && thrice.truncated);
    }

    #[test]
    fn what_fits_exactly_is_whole() {
        let text = vec![7; 1 << 20];
        for (name, wire) in packed(&text) {
            let whole = decode_warily(&wire, name, 1 << 20);
            assert!(!whole.truncated && whole.bytes == text, "{name}");
            let cut = decode_warily(&wire, name, (1 << 20) - 1);
            assert!(cut.truncated && !cut.is_bomb && cut.bytes.len() == (1 << 20) - 1, "{name}");
        }
    }

    #[test]
    fn a_broken_stream_of_each_kind_keeps_what_it_had() {
        let text: Vec<u8> =
            (0..100_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        for (name, wire) in packed(&text) {
            let broken = decode_warily(&wire[..wire.len() / 2], name, CAP);
            assert!(broken.truncated && !broken.is_bomb, "{name}");
            assert!(!broken.bytes.is_empty() && text.starts_with(&broken.bytes), "{name}");
        }
        for name in ["gzip", "br", "zstd", "deflate"] {
            assert!(decode_warily(b"<html>no packing at all</html>", name, CAP).truncated, "{name}");
        }
    }
}
