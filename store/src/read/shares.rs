//! Shares of one kind of object, and what objects and items are called.

use rusqlite::params;

use super::Reader;
use crate::StoreError;
use crate::time::Micros;

/// What kind of object is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShareKind {
    /// The item that is passed on.
    Repost,
    /// The item that is quoted.
    Quote,
    /// The item that is answered.
    Reply,
    /// An address in its one form.
    Url,
    /// A host.
    Domain,
    /// A text, as the full-text index folds it; never an empty one.
    Text,
    /// A hashtag.
    Tag,
    /// An account that is mentioned.
    Mention,
    /// A picture or film, by its bytes where they are known, else by its address.
    Media,
}

impl ShareKind {
    /// The number in `share.kind`.
    fn number(self) -> i64 {
        match self {
            Self::Repost => 1,
            Self::Quote => 2,
            Self::Reply => 3,
            Self::Url => 4,
            Self::Domain => 5,
            Self::Text => 6,
            Self::Tag => 7,
            Self::Mention => 8,
            Self::Media => 9,
        }
    }
}

/// A share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShareRow {
    /// The object's number within its kind.
    pub object_id: i64,
    /// When the item was published.
    pub at: Micros,
    /// Who published it.
    pub account_id: i64,
    /// The item.
    pub item_id: i64,
}

impl Reader {
    /// Every share of a kind, in order of object and time; `take` says nothing back, so that none need be kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn shares(&self, kind: ShareKind, mut take: impl FnMut(ShareRow)) -> Result<(), StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT object_id, at, account_id, item_id FROM share WHERE kind = ?1
             ORDER BY object_id, at, account_id, item_id",
        )?;
        let mut rows = statement.query([kind.number()])?;
        while let Some(row) = rows.next()? {
            take(ShareRow {
                object_id: row.get(0)?,
                at: Micros(row.get(1)?),
                account_id: row.get(2)?,
                item_id: row.get(3)?,
            });
        }
        Ok(())
    }

    /// What an object is called: an address, a host, a tag, `PLATFORM/ID`; nothing for a text, which is known by its hash alone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn object_name(&self, kind: ShareKind, object_id: i64) -> Result<Option<String>, StoreError> {
        let sql = match kind {
            ShareKind::Text => return Ok(None),
            ShareKind::Url => "SELECT canonical FROM url WHERE id = ?1",
            _ => "SELECT key FROM object WHERE id = ?1",
        };
        let mut statement = self.connection().prepare_cached(sql)?;
        let mut rows = statement.query(params![object_id])?;
        Ok(match rows.next()? {
            Some(row) => Some(row.get(0)?),
            None => None,
        })
    }

    /// Whether an address is that of a platform's object or account, by its row.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn names_platform(&self, url: i64) -> Result<bool, StoreError> {
        let mut statement =
            self.connection().prepare_cached("SELECT named_platform IS NOT NULL FROM url WHERE id = ?1")?;
        let mut rows = statement.query([url])?;
        Ok(match rows.next()? {
            Some(row) => row.get(0)?,
            None => false,
        })
    }

    /// The tags of an item, by their letters.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn tags_of(&self, item_id: i64) -> Result<Vec<String>, StoreError> {
        let mut statement =
            self.connection().prepare_cached("SELECT tag FROM tag WHERE item_id = ?1 ORDER BY tag")?;
        let rows = statement.query_map([item_id], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
