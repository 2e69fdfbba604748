//! Links, tags, mentions and media of an item.

use rusqlite::{Connection, params};

use super::account::NewAccount;
use super::item::NewItem;
use crate::link::{CANONICAL_RULE, canonical};
use crate::{StoreError, text};

/// Writes what an item carries; what is there already stays.
pub(super) fn put(connection: &Connection, item_id: i64, item: &NewItem) -> Result<(), StoreError> {
    for raw in &item.links {
        let Some(canonical) = canonical(raw) else { continue };
        // The no-op update makes RETURNING give the id of a row that was there before.
        let url_id: i64 = connection
            .prepare_cached(
                "INSERT INTO url (canonical, host, rule_version) VALUES (?1, ?2, ?3)
                 ON CONFLICT (canonical) DO UPDATE SET host = host RETURNING id",
            )?
            .query_row(params![canonical.url, canonical.host, CANONICAL_RULE], |row| row.get(0))?;
        connection
            .prepare_cached("INSERT OR IGNORE INTO link (item_id, url_id, raw) VALUES (?1, ?2, ?3)")?
            .execute(params![item_id, url_id, raw])?;
    }
    for tag in &item.tags {
        let folded = text::fold(tag.trim().trim_matches('#'));
        if !folded.is_empty() {
            connection
                .prepare_cached("INSERT OR IGNORE INTO tag (item_id, tag) VALUES (?1, ?2)")?
                .execute(params![item_id, folded])?;
        }
    }
    for mention in &item.mentions {
        let handle = NewAccount::folded_handle(&mention.handle);
        connection
            .prepare_cached("INSERT OR IGNORE INTO mention (item_id, handle, native_id) VALUES (?1, ?2, ?3)")?
            .execute(params![item_id, handle, mention.native_id])?;
    }
    for (n, media) in (0_i64..).zip(&item.media) {
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO media (item_id, n, kind, url, alt) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![item_id, n, media.kind, media.url, media.alt])?;
    }
    Ok(())
}
