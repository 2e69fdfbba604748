//! Reading a stored chunk of a file again, by a preset as it is today.

use whence_store::time::Micros;

use super::content::{Mapped, content};
use super::preset::Preset;
use super::records::{Piece, records};
use crate::reading::FileReader;

/// Reads a stored chunk; `before` are the chunks that [`FileReader::after`] names. A document that is no JSON any more (its
/// stored body was redacted in between) gives nothing.
pub(crate) fn read_again(
    preset: &Preset,
    reader: &FileReader,
    bytes: &[u8],
    before: &[Vec<u8>],
    at: Micros,
) -> Mapped {
    let piece = Piece { bytes, before, last: reader.last, line: 1 };
    match records(reader.format, preset, &piece) {
        Ok(records) => content(preset, reader, records, at),
        Err(_) if bytes.is_empty() => Mapped { redacted: 1, ..Mapped::default() },
        Err(first) => Mapped { unmapped: 1, first_unmapped: Some(first), ..Mapped::default() },
    }
}
