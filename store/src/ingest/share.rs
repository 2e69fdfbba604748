//! Shares: which objects an item carries, in the narrow form that coordination is computed from.
//!
//! The shares of an item are a function of its row, links, tags, mentions and media, so that they can be taken back when one of
//! them changes.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::item::title_and_text;
use super::memory::Memory;
use super::new_item::{ItemKind, NewItem};
use super::picture;
use crate::StoreError;
use crate::evidence::blob::sha256;
use crate::text::FtsText;

/// Kind, object, time, account, item.
pub(super) type ShareRow = [i64; 5];

const REPOST: i64 = 1;
const QUOTE: i64 = 2;
const REPLY: i64 = 3;
const URL: i64 = 4;
const DOMAIN: i64 = 5;
const TEXT: i64 = 6;
const TAG: i64 = 7;
const MENTION: i64 = 8;
pub(super) const MEDIA: i64 = 9;

/// Who shares, by which item, when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sharer {
    pub(super) item_id: i64,
    pub(super) account_id: i64,
    /// µs
    pub(super) at: i64,
}

/// What an item carries besides its words and relations.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// Rows and hosts of its addresses.
    pub(super) urls: Vec<(i64, String)>,
    /// Folded tags.
    pub(super) tags: Vec<String>,
    /// Folded handles.
    pub(super) mentions: Vec<String>,
    /// What its media are known by, see [`picture::key`].
    pub(super) media: Vec<String>,
}

struct Said<'a> {
    platform: &'a str,
    is_repost: bool,
    relations: [Option<&'a str>; 3],
    /// Whether its words say anything, and the number of them.
    text: Option<i64>,
}

/// Notes the shares of an item that was just inserted.
pub(super) fn of_new(
    connection: &Connection,
    sharer: Sharer,
    item: &NewItem,
    (words, text_object): (&FtsText, i64),
    carried: &Carried,
    memory: &mut Memory<'_>,
) -> Result<(), StoreError> {
    let said = Said {
        platform: &item.account.platform,
        is_repost: item.kind == ItemKind::Repost,
        relations: [item.repost_of.as_deref(), item.quote_of.as_deref(), item.reply_to.as_deref()],
        text: says_anything(words).then_some(text_object),
    };
    let rows = rows(connection, sharer, &said, carried, memory)?;
    memory.shares.extend(rows);
    Ok(())
}

/// The shares of an item as it stands in the store.
pub(super) fn of_known(
    connection: &Connection,
    item_id: i64,
    memory: &mut Memory<'_>,
) -> Result<Vec<ShareRow>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT platform, kind, account_id, created_at, repost_of, quote_of, reply_to, title, text FROM item WHERE id = ?1",
    )?;
    let mut found = statement.query([item_id])?;
    let Some(row) = found.next()? else { return Ok(Vec::new()) };
    let (platform, kind): (String, String) = (row.get(0)?, row.get(1)?);
    let sharer = Sharer { item_id, account_id: row.get(2)?, at: row.get(3)? };
    let relations: [Option<String>; 3] = [row.get(4)?, row.get(5)?, row.get(6)?];
    let words = title_and_text(row.get::<_, Option<String>>(7)?.as_deref(), &row.get::<_, String>(8)?);
    let said = Said {
        platform: &platform,
        is_repost: kind == ItemKind::Repost.as_str(),
        relations: relations.each_ref().map(Option::as_deref),
        text: says_anything(&words).then(|| text_object(&words.text)),
    };
    rows(connection, sharer, &said, &carried(connection, item_id)?, memory)
}

fn carried(connection: &Connection, item_id: i64) -> Result<Carried, StoreError> {
    let texts = |sql: &str| -> Result<Vec<String>, StoreError> {
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([item_id], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    let mut statement = connection.prepare_cached(
        "SELECT url.id, url.host FROM link JOIN url ON url.id = link.url_id WHERE link.item_id = ?1",
    )?;
    let urls = statement.query_map([item_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Carried {
        urls: urls.collect::<Result<_, _>>()?,
        tags: texts("SELECT tag FROM tag WHERE item_id = ?1")?,
        mentions: texts("SELECT handle FROM mention WHERE item_id = ?1")?,
        media: media(connection, item_id)?,
    })
}

fn media(connection: &Connection, item_id: i64) -> Result<Vec<String>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT url, sha256 FROM media WHERE item_id = ?1 AND url IS NOT NULL")?;
    let rows = statement.query_map([item_id], |row| {
        Ok(picture::key(row.get(0)?, row.get::<_, Option<Vec<u8>>>(1)?.as_deref()))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Removes the object of an address of media that nobody shares under its address any more.
pub(super) fn drop_media(
    connection: &Connection,
    url: &str,
    memory: &mut Memory<'_>,
) -> Result<(), StoreError> {
    memory.objects.remove(&(MEDIA, url.to_owned()));
    connection
        .prepare_cached(
            "DELETE FROM object WHERE kind = ?1 AND key = ?2
               AND NOT EXISTS (SELECT 1 FROM share WHERE share.kind = ?1 AND share.object_id = object.id)",
        )?
        .execute(params![MEDIA, url])?;
    Ok(())
}

fn rows(
    connection: &Connection,
    sharer: Sharer,
    said: &Said<'_>,
    carried: &Carried,
    memory: &mut Memory<'_>,
) -> Result<Vec<ShareRow>, StoreError> {
    let row = |kind, object| [kind, object, sharer.at, sharer.account_id, sharer.item_id];
    let mut rows = Vec::new();
    let mut named = |kind: i64, key: String| -> Result<(), StoreError> {
        rows.push(row(kind, object(connection, kind, key, memory)?));
        Ok(())
    };
    for (kind, related) in [REPOST, QUOTE, REPLY].into_iter().zip(said.relations) {
        if let Some(id) = related {
            named(kind, format!("{}/{id}", said.platform))?;
        }
    }
    for (_, host) in &carried.urls {
        named(DOMAIN, host.clone())?;
    }
    for tag in &carried.tags {
        named(TAG, tag.clone())?;
    }
    for handle in &carried.mentions {
        named(MENTION, format!("{}/{handle}", said.platform))?;
    }
    for key in &carried.media {
        named(MEDIA, key.clone())?;
    }
    rows.extend(carried.urls.iter().map(|(url, _)| row(URL, *url)));
    // A repost says nothing of its own: its text is another's, and the object that it shares is the item.
    if let Some(text) = said.text.filter(|_| !said.is_repost) {
        rows.push(row(TEXT, text));
    }
    Ok(rows)
}

fn says_anything(words: &FtsText) -> bool {
    !words.text.trim().is_empty()
}

/// The number of a text: the first 63 bits of SHA-256 over its words as the index has them. Two of a hundred million texts
/// meet by chance with a probability below one in a thousand.
pub(super) fn text_object(words: &str) -> i64 {
    let hash = sha256(words.as_bytes());
    let first = [hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7]];
    i64::from_be_bytes(first) & i64::MAX
}

/// The number of an object, made when it is new.
fn object(
    connection: &Connection,
    kind: i64,
    key: String,
    memory: &mut Memory<'_>,
) -> Result<i64, StoreError> {
    let known = (kind, key);
    if let Some(id) = memory.objects.get(&known) {
        return Ok(*id);
    }
    let found: Option<i64> = connection
        .prepare_cached("SELECT id FROM object WHERE kind = ?1 AND key = ?2")?
        .query_row(params![known.0, known.1], |row| row.get(0))
        .optional()?;
    let id = match found {
        Some(id) => id,
        None => connection
            .prepare_cached("INSERT INTO object (kind, key) VALUES (?1, ?2)")?
            .insert(params![known.0, known.1])?,
    };
    memory.objects.insert(known, id);
    Ok(id)
}

/// Writes the shares of a page's new items, in the order of the table: neighbours in it lie on the same leaf.
pub(super) fn flush(connection: &Connection, memory: &mut Memory<'_>) -> Result<(), StoreError> {
    memory.shares.sort_unstable();
    let mut add = connection.prepare_cached(
        "INSERT OR IGNORE INTO share (kind, object_id, at, account_id, item_id) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for row in memory.shares.drain(..) {
        add.execute(row)?;
    }
    Ok(())
}

/// Makes `after` of `before`.
pub(super) fn replace(
    connection: &Connection,
    before: &[ShareRow],
    after: &[ShareRow],
) -> Result<(), StoreError> {
    let mut remove = connection.prepare_cached(
        "DELETE FROM share WHERE kind = ?1 AND object_id = ?2 AND at = ?3 AND account_id = ?4 AND item_id = ?5",
    )?;
    for row in before.iter().filter(|row| !after.contains(row)) {
        remove.execute(*row)?;
    }
    let mut add = connection.prepare_cached(
        "INSERT OR IGNORE INTO share (kind, object_id, at, account_id, item_id) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for row in after.iter().filter(|row| !before.contains(row)) {
        add.execute(*row)?;
    }
    Ok(())
}
