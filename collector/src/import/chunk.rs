//! Cutting a file into chunks at record borders. Memory holds one chunk at a time, but for JSON documents, which must be
//! read whole.

use std::io::{BufRead as _, Read as _};

use sha2::{Digest as _, Sha256};
use whence_store::evidence::chain::hex;

use super::ImportError;
use super::input::Input;
use super::preset::{FileFormat, Preset};
use super::records::{self, Piece, Placed};

/// A chunk is cut at the first record border after so many bytes.
pub(super) const CUT_AFTER: usize = 4 << 20;
/// A chunk is cut before a record that would make it larger than this.
pub(super) const LARGEST_CHUNK: usize = 8 << 20;
/// A record larger than this is not a record.
pub(super) const LONGEST_RECORD: usize = LARGEST_CHUNK;
/// A JSON document larger than this is refused.
pub(super) const LARGEST_DOCUMENT: u64 = 256 << 20;

/// A part of a file, and the records in it.
pub(super) struct Chunk {
    /// The bytes, unpacked.
    pub(super) bytes: Vec<u8>,
    /// Where they begin in the (unpacked) file.
    pub(super) from: u64,
    /// Whether the file ends with it.
    pub(super) last: bool,
    /// SHA-256 of the chunks before it that it cannot be read without, in their order.
    pub(super) after: Vec<String>,
    /// Its records.
    pub(super) records: Vec<Placed>,
}

/// The SHA-256 of a chunk, in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

impl Chunk {
    /// A chunk of a file of lines, with its records.
    fn of_lines(preset: &Preset, bytes: Vec<u8>, from: u64, line: u64) -> Self {
        let piece = Piece { bytes: &bytes, before: &[], last: false, line };
        // Only a document can fail as a whole.
        let records = records::records(FileFormat::Ndjson, preset, &piece).unwrap_or_default();
        Self { bytes, from, last: false, after: Vec::new(), records }
    }
}

impl Input {
    /// Gives the file's chunks in order.
    pub(super) fn chunks(
        &self,
        preset: &Preset,
        mut each: impl FnMut(Chunk) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        match self.format(preset)? {
            FileFormat::Ndjson => self.lines(preset, &mut each),
            FileFormat::Csv => self.rows(preset, &mut each),
            FileFormat::Json => self.document(preset, &mut each),
        }
    }

    fn lines(
        &self,
        preset: &Preset,
        each: &mut dyn FnMut(Chunk) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let mut reader = self.reader()?;
        let mut bytes = Vec::new();
        // Where the chunk begins: byte and line.
        let (mut from, mut first) = (0_u64, 1_u64);
        for line in 1_u64.. {
            let start = bytes.len();
            let limit = LONGEST_RECORD as u64 + 1;
            let wrong = match (&mut reader).take(limit).read_until(b'\n', &mut bytes) {
                Ok(0) => break,
                Ok(n) if n > LONGEST_RECORD => Some("longer than 8 MiB: this is not NDJSON".to_owned()),
                Ok(_) => None,
                Err(source) => Some(self.ended(&source)),
            };
            if let Some(wrong) = wrong {
                // What was read before is kept before the error is told.
                bytes.truncate(start);
                if start > 0 {
                    each(Chunk::of_lines(preset, bytes, from, first))?;
                }
                return Err(self.format_error(format!("line {line}"), wrong));
            }
            if start > 0 && bytes.len() > LARGEST_CHUNK {
                let rest = bytes.split_off(start);
                each(Chunk::of_lines(preset, std::mem::replace(&mut bytes, rest), from, first))?;
                (from, first) = (from + start as u64, line);
            }
            if bytes.len() >= CUT_AFTER {
                let length = bytes.len() as u64;
                each(Chunk::of_lines(preset, std::mem::take(&mut bytes), from, first))?;
                (from, first) = (from + length, line + 1);
            }
        }
        if bytes.is_empty() { Ok(()) } else { each(Chunk::of_lines(preset, bytes, from, first)) }
    }

    fn document(
        &self,
        preset: &Preset,
        each: &mut dyn FnMut(Chunk) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let mut bytes = Vec::new();
        if let Err(source) = self.reader()?.take(LARGEST_DOCUMENT + 1).read_to_end(&mut bytes) {
            return Err(if self.is_packed() {
                let place = format!("byte {} (unpacked)", bytes.len());
                self.format_error(place, self.ended(&source))
            } else {
                self.read_error(source)
            });
        }
        if bytes.len() as u64 > LARGEST_DOCUMENT {
            return Err(ImportError::TooLarge { file: self.name.clone(), limit_mib: LARGEST_DOCUMENT >> 20 });
        }
        // A document that cannot be read is not captured.
        let records = records::document(preset, &bytes)
            .map_err(|(place, message)| self.format_error(place, message))?;
        // Records of a document cannot be told by byte range: they all rest on its last chunk, as it is there when the others
        // are.
        let mut after = Vec::new();
        let mut from = 0;
        while bytes.len() > LARGEST_CHUNK {
            let rest = bytes.split_off(LARGEST_CHUNK);
            let piece = std::mem::replace(&mut bytes, rest);
            let (length, hash) = (piece.len() as u64, sha256(&piece));
            let (last, records) = (false, Vec::new());
            each(Chunk { bytes: piece, from, last, after: Vec::new(), records })?;
            after.push(hash);
            from += length;
        }
        each(Chunk { bytes, from, last: true, after, records })
    }
}
