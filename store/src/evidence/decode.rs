//! Unpacking a body under a cap: the blob keeps the bytes as they came, the reader gets them unpacked.
//!
//! It undoes content encodings only; which charset the bytes are in is their reader's question.

use std::io::{Cursor, Read};

use super::Body;

/// A body unpacked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Whether the cap or broken packing ended them early.
    pub truncated: bool,
}

impl Decoded {
    /// Whether the peer ended the answer early: shorter than it said, or in the middle of its packing. An answer that
    /// was cut by our own cap is another matter, as it would be cut again.
    pub fn is_broken_off(&self, wire: &Body, cap: u64) -> bool {
        let below = |bytes: &[u8]| (bytes.len() as u64) < cap;
        if wire.truncated { below(&wire.bytes) } else { self.truncated && below(&self.bytes) }
    }
}

/// Undoes the content encodings of a header, the last one first, reading at most `cap` bytes of each stage.
///
/// Unknown encodings are left as they are; what can be read of a broken stream is kept and flagged.
pub fn decode(wire: &[u8], encodings: &str, cap: u64) -> Decoded {
    let mut body = Decoded { bytes: wire.to_vec(), truncated: false };
    // More than two is no honest server's doing, and each stage may cost the cap once more.
    for name in encodings.rsplit(',').map(str::trim).filter(|name| !name.is_empty()).take(2) {
        let input = Cursor::new(std::mem::take(&mut body.bytes));
        body = match name.to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => pull(flate2::read::MultiGzDecoder::new(input), cap, body.truncated),
            "deflate" => deflate(input.into_inner(), cap, body.truncated),
            "br" => pull(brotli::Decompressor::new(input, 1 << 14), cap, body.truncated),
            "zstd" => match zstd::stream::read::Decoder::new(input) {
                Ok(mut decoder) => {
                    // 8 MiB is what RFC 8878 asks of every decoder; a larger window is an attack on memory.
                    let _ = decoder.window_log_max(23);
                    pull(decoder, cap, body.truncated)
                }
                Err(_) => Decoded { bytes: Vec::new(), truncated: true },
            },
            _ => Decoded { bytes: input.into_inner(), truncated: body.truncated },
        };
    }
    body
}

fn pull(reader: impl Read, cap: u64, truncated: bool) -> Decoded {
    let mut bytes = Vec::new();
    let failed = reader.take(cap + 1).read_to_end(&mut bytes).is_err();
    let over = bytes.len() as u64 > cap;
    if over {
        bytes.truncate(usize::try_from(cap).unwrap_or(usize::MAX));
    }
    Decoded { bytes, truncated: truncated || failed || over }
}

/// Servers disagree whether `deflate` has a zlib header; the first bytes tell.
fn deflate(wire: Vec<u8>, cap: u64, truncated: bool) -> Decoded {
    let zlib =
        wire.len() >= 2 && wire[0] & 0x0f == 8 && (u16::from(wire[0]) * 256 + u16::from(wire[1])) % 31 == 0;
    if zlib {
        pull(flate2::read::ZlibDecoder::new(Cursor::new(wire)), cap, truncated)
    } else {
        pull(flate2::read::DeflateDecoder::new(Cursor::new(wire)), cap, truncated)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn encodings_are_undone_in_order() {
        let text = b"a page of text ".repeat(100);
        assert_eq!(decode(&gzip(&text), "gzip", 1 << 20).bytes, text);
        assert_eq!(decode(&gzip(&gzip(&text)), "gzip, gzip", 1 << 20).bytes, text);
        assert_eq!(decode(&zstd::bulk::compress(&text, 3).unwrap(), "zstd", 1 << 20).bytes, text);
        assert_eq!(decode(&text, "identity", 1 << 20).bytes, text);
    }

    #[test]
    fn a_bomb_is_cut_at_the_cap_and_a_broken_stream_keeps_what_it_had() {
        let bomb = gzip(&vec![0; 64 << 20]);
        let cut = decode(&bomb, "gzip", 1 << 20);
        assert!(cut.truncated && cut.bytes.len() == 1 << 20);
        let text: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
        let packed = gzip(&text);
        let broken = decode(&packed[..packed.len() / 2], "gzip", 1 << 20);
        assert!(broken.truncated && !broken.bytes.is_empty() && text.starts_with(&broken.bytes));
    }
}
