//! The records of a chunk of a file. A first import and `remap` read a chunk here; neither needs the file for it.

use csv::ByteRecord;
use serde_json::Value;

use super::preset::{FileFormat, Preset};
use super::spread::{Found, spread};

/// A record with its place, or why it could not be read.
pub(super) type Placed = (String, Result<Found, String>);

/// A chunk that is to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    /// Its bytes, unpacked.
    pub(super) bytes: &'a [u8],
    /// The chunks before it that it cannot be read without, in their order.
    pub(super) before: &'a [Vec<u8>],
    /// Whether the file ends with it.
    pub(super) last: bool,
    /// The number of its first line, for messages.
    pub(super) line: u64,
}

/// The records of a chunk. A JSON document has them all in its last one.
///
/// # Errors
/// For a document that is no JSON: line and message.
pub(super) fn records(
    format: FileFormat,
    preset: &Preset,
    piece: &Piece<'_>,
) -> Result<Vec<Placed>, (String, String)> {
    match format {
        FileFormat::Ndjson => Ok(lines(preset, piece)),
        FileFormat::Csv => Ok(rows(piece)),
        FileFormat::Json if !piece.last => Ok(Vec::new()),
        FileFormat::Json if piece.before.is_empty() => document(preset, piece.bytes),
        FileFormat::Json => document(preset, &[&piece.before.concat(), piece.bytes].concat()),
    }
}

fn lines(preset: &Preset, piece: &Piece<'_>) -> Vec<Placed> {
    let mut records = Vec::new();
    for (line, text) in (piece.line..).zip(piece.bytes.split(|byte| *byte == b'\n')) {
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        if text.trim_ascii().is_empty() {
            continue;
        }
        match serde_json::from_slice::<Value>(text) {
            Ok(value) => {
                // A list in the place of a record is none; in the place of a page it is several.
                let found = if preset.records.is_empty() && value.is_array() {
                    vec![Found { record: value, outer: None }]
                } else {
                    spread(preset, value)
                };
                let several = found.len() > 1;
                for (n, found) in (1..).zip(found) {
                    let place =
                        if several { format!("line {line}, record {n}") } else { format!("line {line}") };
                    records.push((place, Ok(found)));
                }
            }
            Err(e) => records.push((format!("line {line}"), Err(format!("not JSON: {e}")))),
        }
    }
    records
}

/// The records of a whole document.
pub(super) fn document(preset: &Preset, bytes: &[u8]) -> Result<Vec<Placed>, (String, String)> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let document: Value =
        serde_json::from_slice(text).map_err(|e| (format!("line {}", e.line()), format!("not JSON: {e}")))?;
    let found = spread(preset, document);
    Ok((1..).zip(found).map(|(n, found)| (format!("record {n}"), Ok(found))).collect())
}

fn reader(bytes: &[u8], headers: bool) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().flexible(true).has_headers(headers).from_reader(bytes)
}

/// The names of the columns, as the first bytes of a file have them.
fn header(reader: &mut csv::Reader<&[u8]>) -> Vec<String> {
    // Reading from memory does not fail, and rows of any width are let pass.
    let Ok(header) = reader.byte_headers() else { return Vec::new() };
    header
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim_start_matches('\u{feff}').trim().to_owned())
        .collect()
}

fn rows(piece: &Piece<'_>) -> Vec<Placed> {
    let first = piece.before.first();
    let mut rows = reader(piece.bytes, first.is_none());
    let header = match first {
        Some(first) => header(&mut reader(first, true)),
        None => header(&mut rows),
    };
    let mut records = Vec::new();
    let is_cut = piece.last && !piece.bytes.ends_with(b"\n") && !piece.bytes.ends_with(b"\r");
    let mut row = ByteRecord::new();
    let (mut begin, mut cells) = (rows.position().byte(), 0);
    loop {
        let at = rows.position().byte();
        let line = piece.line - 1 + rows.position().line();
        if !matches!(rows.read_byte_record(&mut row), Ok(true)) {
            break;
        }
        (begin, cells) = (at, row.len());
        // The second half of a CRLF is counted with the row after it.
        let rest = row
            .position()
            .and_then(|p| piece.bytes.get(usize::try_from(p.byte()).ok()?..))
            .unwrap_or_default();
        let breaks = rest.iter().take_while(|byte| **byte == b'\n').count() as u64;
        let line = row.position().map_or(line, |position| piece.line - 1 + position.line()) + breaks;
        records.push((format!("line {line}"), record(&header, &row)));
    }
    let tail = usize::try_from(begin).ok().and_then(|begin| piece.bytes.get(begin..)).unwrap_or_default();
    if piece.last
        && let Some((_, record)) = records.last_mut()
        && is_unclosed(tail, cells < header.len())
    {
        *record =
            Err("a quote is opened and never closed: the rest of the file is in this record".to_owned());
    } else if is_cut
        && cells < header.len()
        && let Some((_, record)) = records.last_mut()
    {
        *record = Err(format!("the file ends in this row: {cells} cells under a header of {}", header.len()));
    }
    records
}

/// Whether the last record of a file runs to its end because of a quote: quotes come in pairs, those within cells too. It then
/// swallowed lines, or at least the cells that it lacks.
fn is_unclosed(record: &[u8], lacks_cells: bool) -> bool {
    let quotes = record.split(|byte| *byte == b'"').count() - 1;
    quotes % 2 == 1 && (lacks_cells || record.trim_ascii_end().contains(&b'\n'))
}

fn record(header: &[String], row: &ByteRecord) -> Result<Found, String> {
    if row.len() > header.len() {
        return Err(format!("{} cells under a header of {}", row.len(), header.len()));
    }
    let mut map = serde_json::Map::new();
    for (name, cell) in header.iter().zip(row) {
        let text = std::str::from_utf8(cell).map_err(|_| format!("column `{name}` is not UTF-8"))?;
        map.insert(name.clone(), Value::String(text.to_owned()));
    }
    Ok(Found { record: Value::Object(map), outer: None })
}
