//! Cutting a CSV file into chunks between its rows. Cells may hold line breaks, so that only a CSV reader knows where
//! a row ends; what it consumes is kept beside it, so that chunks hold the very bytes of the file.

use std::cell::{Cell, RefCell};
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use csv::ByteRecord;

use super::ImportError;
use super::chunk::{self, CUT_AFTER, Chunk, LARGEST_CHUNK, LONGEST_RECORD};
use super::input::Input;
use super::preset::{FileFormat, Preset};
use super::records::{self, Piece};

/// The CSV reader asks for so many bytes more than it has used, at most.
const READ_AHEAD: usize = 64 << 10;

impl Input {
    /// Gives the chunks of a CSV file in order.
    pub(super) fn rows(
        &self,
        preset: &Preset,
        each: &mut dyn FnMut(Chunk) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        let seen = Rc::new(RefCell::new(Vec::new()));
        let room = Rc::new(Cell::new(LONGEST_RECORD + READ_AHEAD));
        let tee = Tee { inner: self.reader()?, seen: Rc::clone(&seen), room: Rc::clone(&room) };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(tee);
        reader.byte_headers().map_err(|e| self.format_error("header".to_owned(), said(&e)))?;
        let mut cut = Cut { preset, each, from: 0, line: 1, first: Vec::new() };
        let mut row = ByteRecord::new();
        let mut is_empty = true;
        loop {
            let (begin, line) = (reader.position().byte(), reader.position().line());
            let length = usize::try_from(begin - cut.from).unwrap_or(usize::MAX);
            room.set(length + LONGEST_RECORD + READ_AHEAD);
            match reader.read_byte_record(&mut row) {
                Ok(false) => break,
                Ok(true) => {}
                Err(e) => {
                    // What was read before is kept before the error is told.
                    let mut bytes = seen.take();
                    bytes.truncate(length);
                    if !is_empty {
                        cut.chunk(bytes, line, false)?;
                    }
                    return Err(self.format_error(format!("line {line}"), said(&e)));
                }
            }
            let too_large = reader.position().byte() - cut.from > LARGEST_CHUNK as u64;
            if length >= CUT_AFTER || (length > 0 && too_large) {
                let rest = seen.borrow_mut().split_off(length);
                cut.chunk(seen.replace(rest), line, false)?;
            }
            is_empty = false;
        }
        let bytes = seen.take();
        if bytes.is_empty() { Ok(()) } else { cut.chunk(bytes, 0, true) }
    }
}

/// Gives chunks, each beginning where the one before ended.
struct Cut<'a> {
    preset: &'a Preset,
    each: &'a mut dyn FnMut(Chunk) -> Result<(), ImportError>,
    from: u64,
    line: u64,
    /// The first chunk: it has the header that the others are read by.
    first: Vec<Vec<u8>>,
}

impl Cut<'_> {
    /// Gives a chunk; `next` is the line after it.
    fn chunk(&mut self, bytes: Vec<u8>, next: u64, last: bool) -> Result<(), ImportError> {
        let (from, line) = (self.from, self.line);
        let piece = Piece { bytes: &bytes, before: &self.first, last, line };
        // Only a document can fail as a whole.
        let records = records::records(FileFormat::Csv, self.preset, &piece).unwrap_or_default();
        let after = self.first.iter().map(|first| chunk::sha256(first)).collect();
        (self.from, self.line) = (from + bytes.len() as u64, next);
        if from == 0 && !last {
            self.first = vec![bytes.clone()];
        }
        (self.each)(Chunk { bytes, from, last, after, records })
    }
}

fn said(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(e) if e.kind() == io::ErrorKind::FileTooLarge => e.to_string(),
        csv::ErrorKind::Io(e) => format!("the file ends early: {e}"),
        _ => error.to_string(),
    }
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
