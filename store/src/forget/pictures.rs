//! Hashes of pictures: they go with the items that showed them, also from the rows of the captures that hold them. The hash of
//! somebody's picture finds that picture again wherever it lies.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Forgetting, bodies};
use crate::StoreError;
use crate::evidence::READ_BY_NOTHING;
use crate::ingest::{READ_BY_PICTURE, reindex};

/// Whether a capture's reader holds the hashes of a picture.
pub(super) fn is_picture(reader: &str) -> bool {
    reader.starts_with(READ_BY_PICTURE)
}

/// Forgets what no item shows any more, after the items are gone.
pub(super) fn forget(forgetting: &mut Forgetting<'_>) -> Result<(), StoreError> {
    let connection = forgetting.connection;
    // Others lose a hash with its address, and with the capture that held it.
    let bereft = |condition: &str| format!("sha256 IS NOT NULL AND {condition}");
    let unread = bereft("capture_id IN (SELECT id FROM capture WHERE substr(reader, 1, length(?1)) <> ?1)");
    let lost: Vec<i64> = connection
        .prepare(&format!("SELECT DISTINCT item_id FROM media WHERE {unread}"))?
        .query_map([READ_BY_PICTURE], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let nothing = "UPDATE media SET sha256 = NULL, dhash = NULL, mime = NULL, size = NULL, width = NULL, height = NULL, \
                   capture_id = NULL WHERE";
    connection.execute(&format!("{nothing} {unread}"), [READ_BY_PICTURE])?;
    connection.execute(&format!("{nothing} {}", bereft("url IS NULL")), [])?;
    reshare(connection, &lost)?;
    captures(forgetting)?;
    // Nor is asked for again what nobody shows.
    forgetting.done.work += connection.execute(
        "DELETE FROM task WHERE kind = 'media' AND NOT EXISTS (SELECT 1 FROM media WHERE media.url = task.url)",
        [],
    )?;
    Ok(())
}

/// Makes the shares of items anew.
fn reshare(connection: &Connection, items: &[i64]) -> Result<(), StoreError> {
    let mut clear = connection.prepare("DELETE FROM share WHERE item_id = ?1")?;
    for id in items {
        clear.execute([id])?;
        reindex(connection, *id)?;
    }
    Ok(())
}

/// Takes the hashes out of captures of pictures that no item shows, and the headers, among which validators are hashes too.
fn captures(forgetting: &mut Forgetting<'_>) -> Result<(), StoreError> {
    let connection = forgetting.connection;
    let mut next = connection.prepare(
        "SELECT id FROM capture WHERE substr(reader, 1, length(?1)) = ?1
           AND NOT EXISTS (SELECT 1 FROM media WHERE media.capture_id = capture.id) AND id > ?2 ORDER BY id LIMIT 1",
    )?;
    let mut last = 0_i64;
    while let Some(id) = next.query_row(params![READ_BY_PICTURE, last], |row| row.get(0)).optional()? {
        let changes = [("headers", "[]".to_owned()), ("reader", READ_BY_NOTHING.to_owned())];
        bodies::rewrite(forgetting, id, &changes)?;
        last = id;
    }
    Ok(())
}
