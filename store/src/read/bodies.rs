//! Bodies of answers, unpacked: what a page said beyond what was read from it.

use rusqlite::OptionalExtension as _;

use super::Reader;
use crate::StoreError;
use crate::evidence::{blob, decode};

/// An answer of the web that was stored with its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// The capture.
    pub capture_id: i64,
    /// Where the last redirect led.
    pub final_url: String,
}

impl Reader {
    /// Every answer of the web that was right and has a body, in order of captures.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn answers(&self, mut take: impl FnMut(AnswerRow)) -> Result<(), StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, final_url FROM capture
             WHERE kind = 'http' AND outcome = 'ok' AND blob_id IS NOT NULL ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(AnswerRow { capture_id: row.get(0)?, final_url: row.get(1)? });
        }
        Ok(())
    }

    /// The body of a capture, without its content encoding, at most `cap` bytes of it; nothing where it has none.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn body(&self, capture: i64, cap: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT blob.id, blob.size, blob.codec, blob.bytes, capture.headers
             FROM capture JOIN blob ON blob.id = capture.blob_id WHERE capture.id = ?1",
        )?;
        let row = statement.query_row([capture], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get(3)?, row.get::<_, String>(4)?))
        });
        let Some((id, size, codec, stored, headers)) = row.optional()? else { return Ok(None) };
        let headers: Vec<(String, String)> = serde_json::from_str(&headers)
            .map_err(|_| StoreError::Damaged { what: format!("the headers of capture {capture}") })?;
        let encodings = headers.iter().find(|(name, _)| name == "content-encoding");
        let wire = blob::unpack(id, size, &codec, stored)?;
        let mut bytes =
            decode(&wire, encodings.map_or("", |(_, value)| value.as_str()), cap).bytes.into_owned();
        bytes.truncate(usize::try_from(cap).unwrap_or(usize::MAX));
        Ok(Some(bytes))
    }
}
