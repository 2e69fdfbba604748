//! A CSV file, packed or not, to columns of numbers.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::rows::{Row, Rows};
use super::{Names, micros};
use crate::coordination::CoordinationError;

/// So many characters of a first line are told in an error.
const MOST_SHOWN: usize = 200;

/// A share log as it was read: one entry a row in every column.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    pub(crate) objects: Names,
    pub(crate) accounts: Names,
    pub(crate) contents: Names,
    pub(crate) object: Vec<u32>,
    pub(crate) account: Vec<u32>,
    pub(crate) content: Vec<u32>,
    /// µs
    pub(crate) at: Vec<i64>,
}

impl Columns {
    /// Adds a share.
    pub(crate) fn push(&mut self, object: &[u8], account: &[u8], content: &[u8], at: i64) {
        self.object.push(self.objects.intern(object));
        self.account.push(self.accounts.intern(account));
        self.content.push(self.contents.intern(content));
        self.at.push(at);
    }

    /// Frees what only reading needs.
    pub(crate) fn finish(&mut self) {
        self.objects.finish();
        self.accounts.finish();
        self.contents.finish();
    }
}

const NAMES: [&str; 4] = ["object_id", "account_id", "content_id", "timestamp_share"];

/// Reads `object_id,account_id,content_id,timestamp_share` in any order; other columns are passed over.
///
/// # Errors
/// [`CoordinationError`] with file, line and column.
pub(crate) fn read(path: &Path) -> Result<Columns, CoordinationError> {
    let mut table = Table::open(path)?;
    let places = table.columns(NAMES)?;
    let mut columns = Columns::default();
    let mut row = Row::default();
    while table.next(&mut row)? {
        let [object, account, content, time] = places.map(|place| row.get(place));
        let at = micros(time)
            .ok_or_else(|| table.cell(&row, NAMES[3], time, "is neither seconds since 1970 nor a time"))?;
        for (cell, name) in [(object, NAMES[0]), (account, NAMES[1]), (content, NAMES[2])] {
            if cell.is_empty() {
                return Err(table.cell(&row, name, cell, "is empty"));
            }
        }
        if columns.at.len() >= u32::MAX as usize {
            return Err(table.too_many(&row));
        }
        columns.push(object, account, content, at);
    }
    columns.finish();
    tracing::info!(shares = columns.at.len(), "read");
    Ok(columns)
}

/// A CSV file with a header.
pub(crate) struct Table<'a> {
    path: &'a Path,
    rows: Rows,
    header: Vec<String>,
}

impl<'a> Table<'a> {
    /// Opens a file; packed by gzip when its first bytes say so.
    ///
    /// # Errors
    /// [`CoordinationError::Read`], [`CoordinationError::Csv`].
    pub(crate) fn open(path: &'a Path) -> Result<Self, CoordinationError> {
        let failed = |source| CoordinationError::Read { path: path.to_path_buf(), source };
        let mut file = BufReader::new(File::open(path).map_err(failed)?);
        let packed = file.fill_buf().map_err(failed)?.starts_with(&[0x1f, 0x8b]);
        let bytes: Box<dyn Read> = if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        let mut table = Self { path, rows: Rows::new(bytes), header: Vec::new() };
        let mut row = Row::default();
        table.rows.next(&mut row).map_err(|error| table.broken(&row, error))?;
        table.header = row
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').trim().to_owned())
            .collect();
        Ok(table)
    }

    /// Where some columns are.
    ///
    /// # Errors
    /// [`CoordinationError::Column`].
    pub(crate) fn columns<const N: usize>(
        &self,
        names: [&'static str; N],
    ) -> Result<[usize; N], CoordinationError> {
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            *place = self.header.iter().position(|column| column == name).ok_or_else(|| {
                CoordinationError::Column {
                    path: self.path.to_path_buf(),
                    column: name,
                    found: shown(&self.header),
                }
            })?;
        }
        Ok(places)
    }

    /// Reads the next row, if there is one.
    ///
    /// # Errors
    /// [`CoordinationError::Csv`], [`CoordinationError::Read`].
    pub(crate) fn next(&mut self, row: &mut Row) -> Result<bool, CoordinationError> {
        if !self.rows.next(row).map_err(|error| self.broken(row, error))? {
            return Ok(false);
        }
        if row.len() != self.header.len() {
            return Err(
                self.csv(row, format!("{} cells where the header has {}", row.len(), self.header.len()))
            );
        }
        if !row.is_text() {
            return Err(self.csv(row, "the text is not UTF-8".to_owned()));
        }
        Ok(true)
    }

    /// The error of a cell.
    pub(crate) fn cell(
        &self,
        row: &Row,
        column: &'static str,
        value: &[u8],
        what: &'static str,
    ) -> CoordinationError {
        let value = String::from_utf8_lossy(value).chars().take(60).collect();
        CoordinationError::Cell { path: self.path.to_path_buf(), line: row.line, column, value, what }
    }

    fn too_many(&self, row: &Row) -> CoordinationError {
        CoordinationError::TooMany {
            path: self.path.to_path_buf(),
            line: row.line,
            most: u64::from(u32::MAX),
        }
    }

    fn csv(&self, row: &Row, what: String) -> CoordinationError {
        CoordinationError::Csv { path: self.path.to_path_buf(), line: row.line, what }
    }

    fn broken(&self, row: &Row, error: csv::Error) -> CoordinationError {
        let what = error.to_string();
        match error.into_kind() {
            csv::ErrorKind::Io(source) => CoordinationError::Read { path: self.path.to_path_buf(), source },
            _ => self.csv(row, what),
        }
    }
}

/// The columns of a first line, as far as anybody wants to read them: a file that is no table may be one long line.
fn shown(header: &[String]) -> String {
    let all = header.join(", ");
    match all.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &all[..end]),
        None => all,
    }
}
