//! Cutting a file into chunks at record borders, and reading its records. Memory holds one chunk at a time, but for
//! JSON documents, which must be read whole.

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use flate2::read::MultiGzDecoder;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::ImportError;
use super::preset::{FileFormat, Preset};
use super::select;

/// A chunk is cut at the first record border after so many bytes, and so stays under 8 MiB with records of usual size.
const CUT_AFTER: usize = 4 << 20;
/// A record larger than this is not a record.
const LONGEST_RECORD: usize = 8 << 20;
/// A JSON document larger than this is refused.
const LARGEST_DOCUMENT: u64 = 256 << 20;

/// A part of a file, and the records in it.
pub(super) struct Chunk {
    /// The bytes, after gzip.
    pub(super) bytes: Vec<u8>,
    /// Where they begin in the (unpacked) file.
    pub(super) from: u64,
    /// The records, or why one could not be read, each with its place.
    pub(super) records: Vec<(String, Result<Value, String>)>,
}

/// A file to be imported.
pub(super) struct Input {
    /// The name in messages: the path as given.
    pub(super) name: String,
    /// The SHA-256 of the file as it lies on the disk, in hexadecimal.
    pub(super) sha256: String,
    /// Its size on the disk, in bytes.
    pub(super) size: u64,
    gzip: bool,
    path: std::path::PathBuf,
}

impl Input {
    /// Hashes a file and looks whether it is packed.
    pub(super) fn open(path: &Path) -> Result<Self, ImportError> {
        let name = path.display().to_string();
        let failed = |source| ImportError::Read { file: path.display().to_string(), source };
        let mut file = File::open(path).map_err(failed)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        let mut size = 0_u64;
        let mut magic = Vec::new();
        loop {
            let n = file.read(&mut buffer).map_err(failed)?;
            if n == 0 {
                break;
            }
            if magic.len() < 2 {
                magic.extend_from_slice(&buffer[..n.min(2)]);
            }
            size += n as u64;
            hash.update(&buffer[..n]);
        }
        let sha256 = whence_store::evidence::chain::hex(&hash.finalize());
        Ok(Self { name, sha256, size, gzip: magic.starts_with(&[0x1f, 0x8b]), path: path.to_path_buf() })
    }

    fn reader(&self) -> Result<Box<dyn BufRead>, ImportError> {
        let file = File::open(&self.path).map_err(|source| self.read_error(source))?;
        Ok(if self.gzip {
            Box::new(BufReader::new(MultiGzDecoder::new(file)))
        } else {
            Box::new(BufReader::new(file))
        })
    }

    fn read_error(&self, source: std::io::Error) -> ImportError {
        ImportError::Read { file: self.name.clone(), source }
    }

    fn format_error(&self, place: String, message: String) -> ImportError {
        ImportError::Format { file: self.name.clone(), place, message }
    }

    /// Gives the file's chunks in order.
    pub(super) fn chunks(
        &self,
        preset: &Preset,
        mut each: impl FnMut(Chunk) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        match self.format(preset)? {
            FileFormat::Ndjson => self.lines(&mut each),
            FileFormat::Csv => self.rows(&mut each),
            FileFormat::Json => self.document(preset, &mut each),
        }
    }

    /// Of several formats, an array is a document and an object begins a line of NDJSON.
    pub(super) fn format(&self, preset: &Preset) -> Result<FileFormat, ImportError> {
        let (&first, rest) = preset
            .format
            .split_first()
            .ok_or_else(|| self.format_error("preset".to_owned(), "names no format".to_owned()))?;
        if rest.is_empty() {
            return Ok(first);
        }
        let mut reader = self.reader()?;
        let head = reader.fill_buf().map_err(|source| self.read_error(source))?;
        let start = head.iter().find(|byte| !byte.is_ascii_whitespace() && byte.is_ascii());
        let wanted = match start {
            Some(b'[') => FileFormat::Json,
            Some(b'{') => FileFormat::Ndjson,
            _ => FileFormat::Csv,
        };
        Ok(if preset.format.contains(&wanted) { wanted } else { first })
    }

    fn lines(&self, each: &mut dyn FnMut(Chunk) -> Result<(), ImportError>) -> Result<(), ImportError> {
        let mut reader = self.reader()?;
        let mut chunk = Chunk { bytes: Vec::new(), from: 0, records: Vec::new() };
        for line in 1_u64.. {
            let start = chunk.bytes.len();
            let limit = LONGEST_RECORD as u64 + 1;
            let read = (&mut reader).take(limit).read_until(b'\n', &mut chunk.bytes);
            let n = match read {
                Ok(n) => n,
                Err(source) => {
                    // What was read of a cut file is kept before the error is told.
                    chunk.bytes.truncate(start);
                    if !chunk.bytes.is_empty() {
                        each(chunk)?;
                    }
                    return Err(
                        self.format_error(format!("line {line}"), format!("the file ends early: {source}"))
                    );
                }
            };
            if n == 0 {
                break;
            }
            if n > LONGEST_RECORD {
                return Err(self.format_error(
                    format!("line {line}"),
                    "longer than 8 MiB: this is not NDJSON".to_owned(),
                ));
            }
            let text =
                chunk.bytes[start..].strip_prefix("\u{feff}".as_bytes()).unwrap_or(&chunk.bytes[start..]);
            if !text.trim_ascii().is_empty() {
                let value = serde_json::from_slice(text).map_err(|e| format!("not JSON: {e}"));
                chunk.records.push((format!("line {line}"), value));
            }
            if chunk.bytes.len() >= CUT_AFTER {
                let from = chunk.from + chunk.bytes.len() as u64;
                each(std::mem::replace(&mut chunk, Chunk { bytes: Vec::new(), from, records: Vec::new() }))?;
            }
        }
        if chunk.bytes.is_empty() { Ok(()) } else { each(chunk) }
    }

    fn rows(&self, each: &mut dyn FnMut(Chunk) -> Result<(), ImportError>) -> Result<(), ImportError> {
        let seen = Rc::new(RefCell::new(Vec::new()));
        let tee = Tee { inner: self.reader()?, seen: Rc::clone(&seen) };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(tee);
        let wrong = |e: &csv::Error| {
            let place = e.position().map_or_else(|| "header".to_owned(), |p| format!("line {}", p.line()));
            self.format_error(place, e.to_string())
        };
        let header: Vec<String> = reader
            .byte_headers()
            .map_err(|e| wrong(&e))?
            .iter()
            .map(|name| String::from_utf8_lossy(name).trim_start_matches('\u{feff}').trim().to_owned())
            .collect();
        let mut chunk = Chunk { bytes: Vec::new(), from: 0, records: Vec::new() };
        let mut row = csv::ByteRecord::new();
        loop {
            let more = match reader.read_byte_record(&mut row) {
                Ok(more) => more,
                Err(e) => {
                    chunk.bytes = seen.borrow_mut().split_off(0);
                    if !chunk.records.is_empty() {
                        each(chunk)?;
                    }
                    return Err(wrong(&e));
                }
            };
            if !more {
                break;
            }
            let place = format!("line {}", row.position().map_or(0, csv::Position::line));
            chunk.records.push((place, record(&header, &row)));
            let end = reader.position().byte();
            let length = usize::try_from(end - chunk.from).unwrap_or(usize::MAX);
            if length >= CUT_AFTER {
                let rest = seen.borrow_mut().split_off(length);
                chunk.bytes = std::mem::replace(&mut *seen.borrow_mut(), rest);
                each(std::mem::replace(
                    &mut chunk,
                    Chunk { bytes: Vec::new(), from: end, records: Vec::new() },
                ))?;
            }
        }
        chunk.bytes = seen.take();
        if chunk.bytes.is_empty() { Ok(()) } else { each(chunk) }
    }

    fn document(
        &self,
        preset: &Preset,
        each: &mut dyn FnMut(Chunk) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let mut bytes = Vec::new();
        self.reader()?
            .take(LARGEST_DOCUMENT + 1)
            .read_to_end(&mut bytes)
            .map_err(|source| self.read_error(source))?;
        if bytes.len() as u64 > LARGEST_DOCUMENT {
            return Err(ImportError::TooLarge { file: self.name.clone(), limit_mib: LARGEST_DOCUMENT >> 20 });
        }
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        let document: Value = serde_json::from_slice(text)
            .map_err(|e| self.format_error(format!("line {}", e.line()), format!("not JSON: {e}")))?;
        let found: Vec<&Value> = if preset.records.is_empty() {
            document.as_array().map_or_else(|| vec![&document], |list| list.iter().collect())
        } else {
            preset.records.iter().flat_map(|path| select::all(&document, path)).collect()
        };
        let records = (1..).zip(found).map(|(n, value)| (format!("record {n}"), Ok(value.clone()))).collect();
        // Records of a document cannot be told by byte range: they all rest on its first chunk.
        let mut pieces = bytes.chunks(LONGEST_RECORD);
        let first = pieces.next().unwrap_or_default().to_vec();
        let mut from = first.len() as u64;
        each(Chunk { bytes: first, from: 0, records })?;
        for piece in pieces {
            each(Chunk { bytes: piece.to_vec(), from, records: Vec::new() })?;
            from += piece.len() as u64;
        }
        Ok(())
    }
}

fn record(header: &[String], row: &csv::ByteRecord) -> Result<Value, String> {
    if row.len() > header.len() {
        return Err(format!("{} cells under a header of {}", row.len(), header.len()));
    }
    let mut map = serde_json::Map::new();
    for (name, cell) in header.iter().zip(row) {
        let text = std::str::from_utf8(cell).map_err(|_| format!("column `{name}` is not UTF-8"))?;
        map.insert(name.clone(), Value::String(text.to_owned()));
    }
    Ok(Value::Object(map))
}

/// Keeps what the CSV reader consumes, so that chunks hold the very bytes of the file.
struct Tee {
    inner: Box<dyn BufRead>,
    seen: Rc<RefCell<Vec<u8>>>,
}

impl Read for Tee {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.seen.borrow_mut().extend_from_slice(&buffer[..n]);
        Ok(n)
    }
}
