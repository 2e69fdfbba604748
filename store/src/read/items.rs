//! Items of a narrative.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, params};

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
    /// When it was found gone.
    pub gone_at: Option<Micros>,
}

fn of(row: &rusqlite::Row<'_>) -> rusqlite::Result<ItemRow> {
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
        gone_at: row.get::<_, Option<i64>>(16)?.map(Micros),
    })
}

/// Title, text, and since when an item was seen to say so.
pub type Said = (Option<String>, String, Micros);
/// What items that changed said, by platform and id.
pub type Versions = BTreeMap<(String, String), Vec<Said>>;

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
    /// The items of some rows, in the order asked for; unknown rows are left out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn items(&self, ids: &[i64]) -> Result<Vec<ItemRow>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, platform, native_id, account_id, source_id, capture_id, kind, created_at, created_precision, created_basis,
               first_seen_at, lang, url, repost_of, quote_of, reply_to, gone_at FROM item WHERE id = ?1",
        )?;
        let mut items = Vec::with_capacity(ids.len());
        for id in ids {
            items.extend(statement.query_row([id], of).optional()?);
        }
        Ok(items)
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

    /// What items that changed said, by platform and id, oldest first: title, text, and since when it was seen so. The first is
    /// what an item said before its first change.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn versions(&self) -> Result<Versions, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT platform, native_id, title, text, seen_at FROM item_version ORDER BY platform, native_id, seen_at, id",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Versions::new();
        while let Some(row) = rows.next()? {
            let said = (row.get(2)?, row.get(3)?, Micros(row.get(4)?));
            found.entry((row.get(0)?, row.get(1)?)).or_default().push(said);
        }
        Ok(found)
    }

    /// What one item that changed said, as [`Reader::versions`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn versions_of(&self, platform: &str, native_id: &str) -> Result<Vec<Said>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT title, text, seen_at FROM item_version WHERE platform = ?1 AND native_id = ?2 ORDER BY seen_at, id",
        )?;
        let rows = statement.query_map(params![platform, native_id], |row| {
            Ok((row.get(0)?, row.get(1)?, Micros(row.get(2)?)))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
