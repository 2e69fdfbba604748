//! Pages of the CDX index: JSON arrays, the first of which names the columns.

use serde_json::Value;
use whence_store::time::Micros;

use crate::connector::ReadError;
use crate::connector::archived::at;

/// A row of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// The page's key: what belongs together stands together.
    pub(super) key: String,
    pub(super) timestamp: String,
    pub(super) at: Micros,
    pub(super) original: String,
    pub(super) digest: String,
    /// Whether the archive says that it found what it had.
    pub(super) is_unchanged: bool,
}

/// A page of the index.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) rows: Vec<Row>,
    /// What the next page is asked for with.
    pub(super) resume: Option<String>,
    pub(super) unmapped: usize,
    pub(super) first_error: Option<String>,
}

/// Reads a page.
///
/// # Errors
/// [`ReadError`] for what is no array of arrays.
pub(super) fn read(body: &[u8]) -> Result<Page, ReadError> {
    let mut page = Page::default();
    if body.trim_ascii().is_empty() {
        return Ok(page);
    }
    let wrong = |e: serde_json::Error| ReadError(format!("not the index of an archive: {e}"));
    // Bytes that are no text cost their characters, not the page.
    let rows: Vec<Vec<Value>> = serde_json::from_str(&String::from_utf8_lossy(body)).map_err(wrong)?;
    let mut rows = rows.into_iter();
    let Some(header) = rows.next() else { return Ok(page) };
    let column = |name: &str| header.iter().position(|cell| cell.as_str() == Some(name));
    let columns = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest"].map(column);
    let [_, Some(_), Some(_), ..] = columns else {
        return Err(ReadError(
            "not the index of an archive: it names no timestamp or no original".to_owned(),
        ));
    };
    while let Some(row) = rows.next() {
        if row.is_empty() {
            page.resume = rows.next().and_then(|row| row.first()?.as_str().map(str::to_owned));
            break;
        }
        let cell = |n: usize| columns[n].and_then(|at| row.get(at)?.as_str()).map(str::to_owned);
        let read = || {
            let (timestamp, original) = (cell(1)?, cell(2)?);
            Some(Row {
                key: cell(0).unwrap_or_else(|| original.clone()),
                at: at(&timestamp)?,
                timestamp,
                original,
                digest: cell(5).unwrap_or_default(),
                is_unchanged: cell(3).as_deref() == Some("warc/revisit"),
            })
        };
        if let Some(row) = read() {
            page.rows.push(row);
        } else {
            page.unmapped += 1;
            page.first_error.get_or_insert_with(|| format!("{row:?} is no row of the index"));
        }
    }
    Ok(page)
}
