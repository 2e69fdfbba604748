//! The words of the full-text index: what people really wrote, misspellings included.

use rusqlite::params;

use super::Reader;
use crate::StoreError;

impl Reader {
    /// The words of the index that have between `shortest` and `longest` characters, each with the number of items that hold it,
    /// in the order of the words.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn vocabulary(&self, shortest: usize, longest: usize) -> Result<Vec<(String, u64)>, StoreError> {
        // A view of the index, in the connection's own temporary schema: the store is not written.
        self.connection().execute_batch(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'item_fts', 'row')",
        )?;
        let mut statement = self.connection().prepare_cached(
            "SELECT term, doc FROM temp.vocabulary WHERE length(term) BETWEEN ?1 AND ?2 ORDER BY term",
        )?;
        let size = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let rows = statement.query_map(params![size(shortest), size(longest)], |row| {
            Ok((row.get(0)?, u64::try_from(row.get::<_, i64>(1)?).unwrap_or_default()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
