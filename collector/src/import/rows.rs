//! Cutting a CSV file into chunks between its rows. Cells may hold line breaks, so that only a CSV reader knows where
//! a row ends; what it consumes is kept beside it, so that chunks hold the very bytes of the file.

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use csv::ByteRecord;
use serde_json::Value;

use super::ImportError;
use super::chunk::{CUT_AFTER, Chunk, Input, LARGEST_CHUNK, LONGEST_RECORD};

/// The CSV reader asks for so many bytes more than it has used, at most.
const READ_AHEAD: usize = 64 << 10;

impl Input {
    /// Gives the chunks of a CSV file in order.
    pub(super) fn rows(
        &self,
        each: &mut dyn FnMut(Chunk) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let seen = Rc::new(RefCell::new(Vec::new()));
        let room = Rc::new(Cell::new(LONGEST_RECORD + READ_AHEAD));
        let tee = Tee { inner: self.reader()?, seen: Rc::clone(&seen), room: Rc::clone(&room) };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(tee);
        let header: Vec<String> = reader
            .byte_headers()
            .map_err(|e| self.format_error("header".to_owned(), said(&e)))?
            .iter()
            .map(|name| String::from_utf8_lossy(name).trim_start_matches('\u{feff}').trim().to_owned())
            .collect();
        let mut chunk = Chunk::at(0);
        let mut row = ByteRecord::new();
        let (mut last, mut cells) = (0, 0);
        loop {
            let (begin, line) = (reader.position().byte(), reader.position().line());
            let length = usize::try_from(begin - chunk.from).unwrap_or(usize::MAX);
            room.set(length + LONGEST_RECORD + READ_AHEAD);
            match reader.read_byte_record(&mut row) {
                Ok(false) => break,
                Ok(true) => {}
                Err(e) => {
                    // What was read before is kept before the error is told.
                    chunk.bytes = seen.take();
                    chunk.bytes.truncate(length);
                    if !chunk.records.is_empty() {
                        each(chunk)?;
                    }
                    return Err(self.format_error(format!("line {line}"), said(&e)));
                }
            }
            let too_large = reader.position().byte() - chunk.from > LARGEST_CHUNK as u64;
            (last, cells) = (length, row.len());
            if length >= CUT_AFTER || (length > 0 && too_large) {
                let rest = seen.borrow_mut().split_off(length);
                chunk.bytes = seen.replace(rest);
                each(std::mem::replace(&mut chunk, Chunk::at(begin)))?;
                last = 0;
            }
            let line = row.position().map_or(line, csv::Position::line);
            chunk.records.push((format!("line {line}"), record(&header, &row)));
        }
        chunk.bytes = seen.take();
        if let Some((_, record)) = chunk.records.last_mut()
            && is_unclosed(&chunk.bytes[last..], cells < header.len())
        {
            *record =
                Err("a quote is opened and never closed: the rest of the file is in this record".to_owned());
        }
        if chunk.bytes.is_empty() { Ok(()) } else { each(chunk) }
    }
}

fn said(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(e) if e.kind() == io::ErrorKind::FileTooLarge => e.to_string(),
        csv::ErrorKind::Io(e) => format!("the file ends early: {e}"),
        _ => error.to_string(),
    }
}

/// Whether the last record of a file runs to its end because of a quote: quotes come in pairs, those within cells too. It then
/// swallowed lines, or at least the cells that it lacks.
fn is_unclosed(record: &[u8], lacks_cells: bool) -> bool {
    let quotes = record.split(|byte| *byte == b'"').count() - 1;
    quotes % 2 == 1 && (lacks_cells || record.trim_ascii_end().contains(&b'\n'))
}

fn record(header: &[String], row: &ByteRecord) -> Result<Value, String> {
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

/// Keeps what the CSV reader consumes, and stops it in a record that does not end.
struct Tee {
    inner: Box<dyn BufRead>,
    seen: Rc<RefCell<Vec<u8>>>,
    room: Rc<Cell<usize>>,
}

impl Read for Tee {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.seen.borrow().len() > self.room.get() {
            let why = "a record of more than 8 MiB: is a quote opened and never closed?";
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
        }
        let n = self.inner.read(buffer)?;
        self.seen.borrow_mut().extend_from_slice(&buffer[..n]);
        Ok(n)
    }
}
