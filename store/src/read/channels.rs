//! What is known of one account: its description, and what it published, newest first.

use rusqlite::params;

use super::Reader;
use crate::StoreError;
use crate::time::{Micros, Precision};

/// How an account last showed itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileRow {
    /// Its description of itself.
    pub description: Option<String>,
    /// When it was opened.
    pub opened_at: Option<Micros>,
}

/// Something that an account published itself: no repost, reply, comment or entry of a ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRow {
    /// The item's row.
    pub id: i64,
    /// What it is.
    pub kind: String,
    /// When it was published.
    pub created_at: Micros,
    /// How precisely that is known.
    pub precision: Precision,
    /// Its language, if known.
    pub lang: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its text; of a film its description.
    pub text: String,
    /// The capture that it was read from.
    pub capture_id: i64,
    /// The hosts that it links.
    pub hosts: Vec<String>,
    /// Its hashtags.
    pub tags: Vec<String>,
    /// Its pictures and films.
    pub media: Vec<ShownRow>,
}

/// A picture, a film or its captions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownRow {
    /// `photo`, `thumbnail`, `video`, `captions`, …
    pub kind: String,
    /// Its words: alternative text, captions.
    pub words: Option<String>,
    /// SHA-256 of its bytes, where they were asked for.
    pub sha256: Option<Vec<u8>>,
    /// What it looks like, in 64 bits.
    pub dhash: Option<i64>,
}

impl Reader {
    /// How an account last showed itself.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn profile(&self, account: i64) -> Result<ProfileRow, StoreError> {
        Ok(self.connection().query_row(
            "SELECT description, opened_at FROM account WHERE id = ?1",
            [account],
            |row| {
                Ok(ProfileRow {
                    description: row.get(0)?,
                    opened_at: row.get::<_, Option<i64>>(1)?.map(Micros),
                })
            },
        )?)
    }

    /// What an account published itself, newest first, `limit` at most.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn published(&self, account: i64, limit: usize) -> Result<Vec<PublishedRow>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, kind, created_at, created_precision, lang, title, text, capture_id FROM item
             WHERE account_id = ?1 AND kind IN ('post', 'quote', 'article', 'video') ORDER BY created_at DESC, id DESC LIMIT ?2",
        )?;
        let rows =
            statement.query_map(params![account, i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
                Ok(PublishedRow {
                    id: row.get(0)?,
                    kind: row.get(1)?,
                    created_at: Micros(row.get(2)?),
                    precision: Precision::parse(&row.get::<_, String>(3)?).unwrap_or(Precision::None),
                    lang: row.get(4)?,
                    title: row.get(5)?,
                    text: row.get(6)?,
                    capture_id: row.get(7)?,
                    hosts: Vec::new(),
                    tags: Vec::new(),
                    media: Vec::new(),
                })
            })?;
        let mut published: Vec<PublishedRow> = rows.collect::<Result<_, _>>()?;
        for item in &mut published {
            item.hosts = self.hosts_of(item.id)?;
            item.tags = self.tags(item.id)?;
            item.media = self.shown(item.id)?;
        }
        Ok(published)
    }

    fn tags(&self, item: i64) -> Result<Vec<String>, StoreError> {
        let mut statement =
            self.connection().prepare_cached("SELECT tag FROM tag WHERE item_id = ?1 ORDER BY tag")?;
        let rows = statement.query_map([item], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn shown(&self, item: i64) -> Result<Vec<ShownRow>, StoreError> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT kind, alt, sha256, dhash FROM media WHERE item_id = ?1 ORDER BY n")?;
        let rows = statement.query_map([item], |row| {
            Ok(ShownRow { kind: row.get(0)?, words: row.get(1)?, sha256: row.get(2)?, dhash: row.get(3)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
