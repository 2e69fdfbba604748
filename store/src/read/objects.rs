//! What items carry: addresses, pictures, counts beside them.

use rusqlite::params;

use super::Reader;
use crate::StoreError;
use crate::time::Micros;

/// A count beside an item, as it was last captured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetricRow {
    /// `likes`, `views`, …
    pub name: String,
    /// The count.
    pub value: i64,
    /// When it was seen.
    pub seen_at: Micros,
}

/// An item of an account, without its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnItem {
    /// Its row.
    pub id: i64,
    /// When it was published.
    pub at: Micros,
    /// The source that gave it.
    pub source_id: i64,
    /// Whether it is an entry of a ranking.
    pub ranking: bool,
}

impl Reader {
    /// What an account published in `[from, to)`, in order of time.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn own_items(&self, account: i64, from: Micros, to: Micros) -> Result<Vec<OwnItem>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, created_at, source_id, kind = 'ranking' FROM item
             WHERE account_id = ?1 AND created_at >= ?2 AND created_at < ?3 ORDER BY created_at, id",
        )?;
        let rows = statement.query_map(params![account, from.0, to.0], |row| {
            Ok(OwnItem {
                id: row.get(0)?,
                at: Micros(row.get(1)?),
                source_id: row.get(2)?,
                ranking: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The counts beside an item as last captured, by name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn metrics(&self, item: i64) -> Result<Vec<MetricRow>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT name, value, max(seen_at) FROM metric WHERE item_id = ?1 GROUP BY name ORDER BY name",
        )?;
        let rows = statement.query_map(params![item], |row| {
            Ok(MetricRow { name: row.get(0)?, value: row.get(1)?, seen_at: Micros(row.get(2)?) })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The addresses that an item links, and what its pictures are known by, each with its kind (`url`, `media`).
    ///
    /// A picture without a hash is known by its address.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn carried(&self, item: i64) -> Result<Vec<(&'static str, String)>, StoreError> {
        let mut found = Vec::new();
        for (kind, sql) in [
            (
                "url",
                "SELECT DISTINCT canonical FROM link JOIN url ON url.id = link.url_id WHERE item_id = ?1 ORDER BY 1",
            ),
            (
                "media",
                "SELECT DISTINCT coalesce(lower(hex(sha256)), url) AS known FROM media WHERE item_id = ?1 AND known IS NOT NULL ORDER BY 1",
            ),
        ] {
            let mut statement = self.connection().prepare_cached(sql)?;
            let rows = statement.query_map([item], |row| row.get::<_, String>(0))?;
            for row in rows {
                found.push((kind, row?));
            }
        }
        Ok(found)
    }

    /// The row of the item that a platform knows by an id, if the store has it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn item_of(&self, platform: &str, native_id: &str) -> Result<Option<i64>, StoreError> {
        let mut statement =
            self.connection().prepare_cached("SELECT id FROM item WHERE platform = ?1 AND native_id = ?2")?;
        let mut rows = statement.query(params![platform, native_id])?;
        Ok(match rows.next()? {
            Some(row) => Some(row.get(0)?),
            None => None,
        })
    }
}
