//! Pictures: the hashes of one that was asked for, given to every item that shows it.
//!
//! It does: find the items with its address, write the hashes beside them, move their shares from the address to the picture.
//! It does not: see the picture; its bytes never come here.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::memory::Memory;
use super::new_item::NewItem;
use super::share;
use crate::StoreError;
use crate::evidence::chain::hex;
use crate::time::Micros;

/// The word of tasks that ask for pictures.
pub const PICTURE_TASK: &str = "media";
/// How the reader of a capture begins that holds the hashes of a picture.
pub const READ_BY_PICTURE: &str = r#"{"by":"picture""#;
/// After pages, which name more.
const PRIORITY: i64 = -10;
/// The words of `media.kind` that stand for still pictures.
const STILL: [&str; 2] = ["photo", "thumbnail"];

/// What is kept of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPicture {
    /// Its address, as items name it.
    pub url: String,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// What it looks like: 64 bits, of which few differ for what looks alike.
    pub dhash: u64,
    /// Its type, as its bytes say it.
    pub mime: String,
    /// Its size, bytes.
    pub size: u64,
    /// Its width, pixels.
    pub width: u32,
    /// Its height, pixels.
    pub height: u32,
}

/// The key under which shares know a picture: its hash, wherever it lies, or else its address.
pub(super) fn key(url: String, sha256: Option<&[u8]>) -> String {
    sha256.map_or(url, |hash| format!("sha256:{}", hex(hash)))
}

/// Gives the hashes of a picture to every item that shows it; gives how many there are.
pub(super) fn put(
    connection: &Connection,
    picture: &NewPicture,
    capture: i64,
    memory: &mut Memory<'_>,
) -> Result<usize, StoreError> {
    let items = shown_by(connection, &picture.url)?;
    let mut update = connection.prepare_cached(
        "UPDATE media SET sha256 = ?3, dhash = ?4, mime = ?5, size = ?6, width = ?7, height = ?8, capture_id = ?9
         WHERE item_id = ?1 AND url = ?2",
    )?;
    for id in &items {
        let before = share::of_known(connection, *id, memory)?;
        update.execute(params![
            id,
            picture.url,
            picture.sha256.as_slice(),
            picture.dhash.cast_signed(),
            picture.mime,
            i64::try_from(picture.size).unwrap_or(i64::MAX),
            picture.width,
            picture.height,
            capture
        ])?;
        let after = share::of_known(connection, *id, memory)?;
        share::replace(connection, &before, &after)?;
    }
    share::drop_media(connection, &picture.url, memory)?;
    Ok(items.len())
}

/// The items that show what lies at an address.
fn shown_by(connection: &Connection, url: &str) -> Result<Vec<i64>, StoreError> {
    // What has no hashes yet is an object by its address.
    let mut statement = connection.prepare_cached(
        "SELECT share.item_id FROM object JOIN share ON share.kind = object.kind AND share.object_id = object.id
         WHERE object.kind = ?1 AND object.key = ?2
         UNION SELECT item_id FROM media WHERE url = ?2 AND sha256 IS NOT NULL",
    )?;
    let rows = statement.query_map(params![share::MEDIA, url], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives an item that came later the hashes of what lies at an address, if they are known; gives the SHA-256.
pub(super) fn known(
    connection: &Connection,
    item_id: i64,
    n: i64,
    url: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found: Option<(i64, i64, Vec<u8>)> = connection
        .prepare_cached(
            "SELECT item_id, n, sha256 FROM media WHERE url = ?1 AND sha256 IS NOT NULL ORDER BY item_id, n LIMIT 1",
        )?
        .query_row([url], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((from_item, from_n, sha256)) = found else { return Ok(None) };
    connection
        .prepare_cached(
            "UPDATE media SET (sha256, dhash, mime, size, width, height, capture_id) =
               (SELECT sha256, dhash, mime, size, width, height, capture_id FROM media AS known
                WHERE known.item_id = ?4 AND known.n = ?5)
             WHERE item_id = ?1 AND n = ?2 AND url = ?3",
        )?
        .execute(params![item_id, n, url, from_item, from_n])?;
    Ok(Some(sha256))
}

/// Makes tasks of the pictures of a page's items that nobody has asked for; gives how many. Items that were forgotten are not in
/// the store, and their pictures are not asked for.
pub(super) fn ask(
    connection: &Connection,
    source: i64,
    items: &[NewItem],
    due: Micros,
) -> Result<usize, StoreError> {
    let mut wanted = connection.prepare_cached(
        "SELECT media.url FROM item JOIN media ON media.item_id = item.id
         WHERE item.platform = ?1 AND item.native_id = ?2 AND media.kind IN (?3, ?4) AND media.sha256 IS NULL
           AND (media.url LIKE 'http://%' OR media.url LIKE 'https://%') ORDER BY media.n",
    )?;
    let mut add = connection.prepare_cached(
        "INSERT INTO task (source_id, kind, url, due_at, priority) SELECT ?1, 'media', ?2, ?3, ?4
         WHERE NOT EXISTS (SELECT 1 FROM task WHERE kind = 'media' AND url = ?2)",
    )?;
    let mut added = 0;
    for item in items {
        let urls = wanted
            .query_map(params![item.account.platform, item.native_id, STILL[0], STILL[1]], |row| {
                row.get::<_, String>(0)
            })?
            .collect::<Result<Vec<_>, _>>()?;
        for url in urls {
            added += add.execute(params![source, url, due.0, PRIORITY])?;
        }
    }
    Ok(added)
}
