//! Reading one item with everything that it carries.

use rusqlite::{Connection, Row};

use super::record::{Counts, Media, Mention, Picture, Record, written};
use crate::StoreError;
use crate::evidence::chain::hex;
use crate::time::{Micros, Precision};

/// Reads items of a snapshot, complete.
pub(super) struct ItemReader<'a>(&'a Connection);

impl<'a> ItemReader<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Self(connection)
    }

    /// An item, and the row of the account that published it.
    pub(super) fn read(&self, id: i64) -> Result<(Record, i64), StoreError> {
        let (mut record, account) = self
            .0
            .prepare_cached(
                "SELECT item.platform, item.native_id, item.kind, item.created_at, item.created_precision, account.shown_handle,
                   account.native_id, account.name, item.lang, item.title, item.text, item.byline, item.url, item.repost_of,
                   item.quote_of, item.reply_to, item.thread_id, item.account_id
                 FROM item JOIN account ON account.id = item.account_id WHERE item.id = ?1",
            )?
            .query_row([id], |row| Ok((record(row)?, row.get(17)?)))?;
        record.urls =
            self.list("SELECT link.raw FROM link WHERE item_id = ?1 ORDER BY url_id", id, |row| row.get(0))?;
        record.hashtags =
            self.list("SELECT tag FROM tag WHERE item_id = ?1 ORDER BY tag", id, |row| row.get(0))?;
        record.mentions = self.list(
            "SELECT handle, native_id FROM mention WHERE item_id = ?1 ORDER BY handle",
            id,
            |row| Ok(Mention { handle: row.get(0)?, id: row.get(1)? }),
        )?;
        record.media =
            self.list(
            "SELECT kind, url, alt, sha256, dhash, mime, size, width, height FROM media WHERE item_id = ?1 ORDER BY n",
            id,
            |row| {
                let picture = picture(row)?;
                Ok(Media { kind: row.get(0)?, url: row.get(1)?, alt: row.get(2)?, picture })
            },
        )?;
        // Later values come later and take the place of earlier ones.
        let counts = self.list(
            "SELECT name, value FROM metric WHERE item_id = ?1 ORDER BY name, seen_at",
            id,
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        for (name, value) in counts {
            record.counts.put(name, value);
        }
        Ok((record, account))
    }

    fn list<T>(
        &self,
        sql: &str,
        id: i64,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.0.prepare_cached(sql)?;
        Ok(statement.query_map([id], read)?.collect::<Result<_, _>>()?)
    }
}

/// The hashes of a row of `media`, if it has any.
fn picture(row: &Row<'_>) -> rusqlite::Result<Option<Picture>> {
    let Some(sha256) = row.get::<_, Option<Vec<u8>>>(3)? else { return Ok(None) };
    Ok(Some(Picture {
        sha256: hex(&sha256),
        dhash: format!("{:016x}", row.get::<_, i64>(4)?),
        mime: row.get(5)?,
        size: row.get(6)?,
        width: row.get(7)?,
        height: row.get(8)?,
    }))
}

fn record(row: &Row<'_>) -> rusqlite::Result<Record> {
    let word: String = row.get(4)?;
    let precision = Precision::parse(&word).unwrap_or(Precision::None);
    Ok(Record {
        platform: row.get(0)?,
        id: row.get(1)?,
        item: None,
        kind: row.get(2)?,
        created: written(Micros(row.get(3)?), precision),
        precision: word,
        author: row.get(5)?,
        author_id: row.get(6)?,
        author_name: row.get(7)?,
        withheld: false,
        lang: row.get(8)?,
        title: row.get(9)?,
        text: row.get(10)?,
        byline: row.get(11)?,
        url: row.get(12)?,
        rt_of: row.get(13)?,
        quote_of: row.get(14)?,
        reply_to: row.get(15)?,
        conv: row.get(16)?,
        urls: Vec::new(),
        hashtags: Vec::new(),
        mentions: Vec::new(),
        media: Vec::new(),
        counts: Counts::default(),
    })
}
