//! Items of a narrative.

use rusqlite::params;

use super::Reader;
use crate::StoreError;
use crate::time::{Micros, Precision};

/// An item without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// Its row.
    pub id: i64,
    /// The platform.
    pub platform: String,
    /// The platform's id.
    pub native_id: String,
    /// Its account's row.
    pub account_id: i64,
    /// Its source's row.
    pub source_id: i64,
    /// The capture that it was read from.
    pub capture_id: i64,
    /// `post`, `repost`, `reply`, `quote`, `article`, `video`, `comment` or `ranking`.
    pub kind: String,
    /// When it was published.
    pub created_at: Micros,
    /// How precisely that is known.
    pub precision: Precision,
    /// Which field said so.
    pub created_basis: String,
    /// When it was first captured.
    pub first_seen_at: Micros,
    /// Its language, if known.
    pub lang: Option<String>,
    /// Where people read it.
    pub url: Option<String>,
    /// The item that it passes on.
    pub repost_of: Option<String>,
    /// The item that it quotes.
    pub quote_of: Option<String>,
    /// The item that it answers.
    pub reply_to: Option<String>,
}

/// An item's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRow {
    /// The item's row.
    pub id: i64,
    /// Its title.
    pub title: Option<String>,
    /// Its text.
    pub text: String,
}

impl Reader {
    /// Items that match a full-text query (see [`crate::text::phrase_query`]; an empty one matches all) and were published in
    /// `[from, to)`, in order of time.
    ///
    /// # Errors
    /// [`StoreError`], also for a query that FTS5 cannot read.
    pub fn match_items(&self, fts_query: &str, from: Micros, to: Micros) -> Result<Vec<ItemRow>, StoreError> {
        // A condition that is left out costs nothing; one with OR would look at every item.
        let matching = match fts_query {
            "" => "?1 = ''",
            _ => "id IN (SELECT rowid FROM item_fts WHERE item_fts MATCH ?1)",
        };
        let mut statement = self.connection().prepare_cached(&format!(
            "SELECT id, platform, native_id, account_id, source_id, capture_id, kind, created_at, created_precision, created_basis,
               first_seen_at, lang, url, repost_of, quote_of, reply_to
             FROM item WHERE {matching} AND created_at >= ?2 AND created_at < ?3
             ORDER BY created_at, id",
        ))?;
        let rows = statement.query_map(params![fts_query, from.0, to.0], |row| {
            Ok(ItemRow {
                id: row.get(0)?,
                platform: row.get(1)?,
                native_id: row.get(2)?,
                account_id: row.get(3)?,
                source_id: row.get(4)?,
                capture_id: row.get(5)?,
                kind: row.get(6)?,
                created_at: Micros(row.get(7)?),
                precision: Precision::parse(&row.get::<_, String>(8)?).unwrap_or(Precision::None),
                created_basis: row.get(9)?,
                first_seen_at: Micros(row.get(10)?),
                lang: row.get(11)?,
                url: row.get(12)?,
                repost_of: row.get(13)?,
                quote_of: row.get(14)?,
                reply_to: row.get(15)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When the first and the last item whose time is known was published.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn span(&self) -> Result<Option<(Micros, Micros)>, StoreError> {
        Ok(self
            .connection()
            .query_row(
                "SELECT min(created_at), max(created_at) FROM item WHERE created_precision <> 'none'",
                [],
                |row| Ok(row.get::<_, Option<i64>>(0)?.zip(row.get::<_, Option<i64>>(1)?)),
            )?
            .map(|(first, last)| (Micros(first), Micros(last))))
    }

    /// Who published the item that a platform knows by an id, if the store has it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn author_of(&self, platform: &str, native_id: &str) -> Result<Option<i64>, StoreError> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT account_id FROM item WHERE platform = ?1 AND native_id = ?2")?;
        let mut rows = statement.query(params![platform, native_id])?;
        Ok(match rows.next()? {
            Some(row) => Some(row.get(0)?),
            None => None,
        })
    }

    /// The words of some items, in the order asked for; unknown rows are left out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn texts(&self, ids: &[i64]) -> Result<Vec<TextRow>, StoreError> {
        let mut statement =
            self.connection().prepare_cached("SELECT id, title, text FROM item WHERE id = ?1")?;
        let mut texts = Vec::with_capacity(ids.len());
        for id in ids {
            let mut rows = statement.query([id])?;
            if let Some(row) = rows.next()? {
                texts.push(TextRow { id: row.get(0)?, title: row.get(1)?, text: row.get(2)? });
            }
        }
        Ok(texts)
    }
}
