//! Rows of a CSV file: split at commas as long as nothing is quoted, read by the `csv` crate from the first quote on.

use std::io::{Chain, Cursor, Read};
use std::ops::Range;

use csv::ByteRecord;
use memchr::{memchr, memchr_iter};

/// One row: the bytes of its cells, and where each is.
#[derive(Debug, Default)]
pub(crate) struct Row {
    bytes: Vec<u8>,
    cells: Vec<Range<usize>>,
    /// Where it begins, from 1.
    pub(crate) line: u64,
}

impl Row {
    /// A cell; nothing where there is none.
    pub(crate) fn get(&self, place: usize) -> &[u8] {
        self.cells.get(place).map_or(&[], |cell| &self.bytes[cell.clone()])
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// All cells.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.cells.iter().map(|cell| &self.bytes[cell.clone()])
    }

    /// Whether all of it is UTF-8.
    pub(crate) fn is_text(&self) -> bool {
        std::str::from_utf8(&self.bytes).is_ok()
    }

    fn split(&mut self, line: &[u8]) {
        self.bytes.clear();
        self.bytes.extend_from_slice(line);
        self.cells.clear();
        let mut start = 0;
        for comma in memchr_iter(b',', line) {
            self.cells.push(start..comma);
            start = comma + 1;
        }
        self.cells.push(start..line.len());
    }

    fn copy(&mut self, record: &ByteRecord) {
        self.bytes.clear();
        self.cells.clear();
        for cell in record {
            let start = self.bytes.len();
            self.bytes.extend_from_slice(cell);
            self.cells.push(start..self.bytes.len());
        }
    }
}

type Bytes = Box<dyn Read>;

/// The rows of a file, one after another.
pub(crate) enum Rows {
    /// No quote was seen yet.
    Plain(Plain),
    /// From the line after these on.
    Quoted { rows: Box<csv::Reader<Chain<Cursor<Vec<u8>>, Bytes>>>, record: ByteRecord, lines: u64 },
}

/// Bytes that were read, and where the next line begins.
pub(crate) struct Plain {
    bytes: Bytes,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    lines: u64,
}

const BUFFER: usize = 1 << 18;

impl Rows {
    pub(crate) fn new(bytes: Bytes) -> Self {
        Self::Plain(Plain { bytes, buffer: vec![0; BUFFER], start: 0, end: 0, lines: 0 })
    }

    /// Reads the next row that is not empty, if there is one.
    ///
    /// # Errors
    /// What the system or the `csv` crate said; the row has the line then.
    pub(crate) fn next(&mut self, row: &mut Row) -> Result<bool, csv::Error> {
        loop {
            match self {
                Self::Quoted { rows, record, lines } => {
                    let more = rows.read_byte_record(record)?;
                    row.line = *lines + record.position().map_or(0, csv::Position::line);
                    row.copy(record);
                    return Ok(more);
                }
                Self::Plain(plain) => {
                    let Some(line) = plain.line()? else { return Ok(false) };
                    row.line = plain.lines;
                    let text = &plain.buffer[line.clone()];
                    let text = text.strip_suffix(b"\r").unwrap_or(text);
                    if memchr(b'"', text).is_some() {
                        *self =
                            std::mem::replace(self, Self::new(Box::new(std::io::empty()))).quoted(line.start);
                        continue;
                    }
                    if text.is_empty() {
                        continue;
                    }
                    row.split(text);
                    return Ok(true);
                }
            }
        }
    }

    /// Gives the rest, from a place of the buffer on, to the `csv` crate.
    fn quoted(self, start: usize) -> Self {
        let Self::Plain(plain) = self else { return self };
        let read = plain.buffer[start..plain.end].to_vec();
        let rest = Cursor::new(read).chain(plain.bytes);
        let rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rest);
        Self::Quoted { rows: Box::new(rows), record: ByteRecord::new(), lines: plain.lines - 1 }
    }
}

impl Plain {
    /// The next line without its end, as a place in the buffer.
    fn line(&mut self) -> std::io::Result<Option<Range<usize>>> {
        let mut searched = self.start;
        loop {
            if let Some(found) = memchr(b'\n', &self.buffer[searched..self.end]) {
                let line = self.start..searched + found;
                self.start = line.end + 1;
                self.lines += 1;
                return Ok(Some(line));
            }
            searched = self.end - self.start;
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, searched);
            if self.end == self.buffer.len() {
                self.buffer.resize(self.buffer.len() * 2, 0);
            }
            match self.bytes.read(&mut self.buffer[self.end..]) {
                Ok(0) if self.end == 0 => return Ok(None),
                Ok(0) => {
                    let line = 0..self.end;
                    self.start = self.end;
                    self.lines += 1;
                    return Ok(Some(line));
                }
                Ok(more) => self.end += more,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives few bytes at a time.
    struct Drops(Vec<u8>);

    impl Read for Drops {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let n = self.0.len().min(buffer.len()).min(7);
            buffer[..n].copy_from_slice(&self.0[..n]);
            self.0.drain(..n);
            Ok(n)
        }
    }

    fn all(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut rows = Rows::new(Box::new(Drops(text.as_bytes().to_vec())));
        let (mut row, mut found) = (Row::default(), Vec::new());
        while rows.next(&mut row).unwrap() {
            found.push((
                row.line,
                row.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect(),
            ));
        }
        found
    }

    #[test]
    fn plain_and_quoted_rows_are_those_of_the_csv_crate() {
        for text in [
            "",
            "a,b\n",
            "a,b\r\nc,d\r\n",
            "a,b\n\n\nc,d",
            "a,\n,\n",
            "a,b\n\"c, d\",e\nf,g\n\"two\nlines\",h\ni,j",
            "\"a\"\n",
            "a very long line that is more than one read,b\nc,d\n",
        ] {
            let mut reader =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let wanted: Vec<(u64, Vec<String>)> = reader
                .records()
                .map(Result::unwrap)
                .map(|record| (record.position().unwrap().line(), record.iter().map(str::to_owned).collect()))
                .collect();
            let cells =
                |rows: &[(u64, Vec<String>)]| rows.iter().map(|(_, cells)| cells.clone()).collect::<Vec<_>>();
            assert_eq!(cells(&all(text)), cells(&wanted), "{text:?}");
        }
        let lines: Vec<u64> = all("a\nb\n\"c\nd\"\ne\n").into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 2, 3, 5]);
    }
}
