//! Rows of what items carry, gathered and written by one statement each: looking a statement up costs as much as a small row.

use rusqlite::{Connection, params};

use crate::StoreError;
use crate::time::Micros;

/// Rows that wait. Whoever reads one of these tables writes them first.
#[derive(Debug, Default)]
pub(super) struct Rows<'page> {
    /// Item, address, as written.
    pub(super) links: Vec<(i64, i64, &'page str)>,
    /// Item, folded tag.
    pub(super) tags: Vec<(i64, String)>,
    /// Item, folded handle, id.
    pub(super) mentions: Vec<(i64, String, Option<&'page str>)>,
    /// Item, name, when seen, value.
    pub(super) metrics: Vec<(i64, &'page str, Micros, i64)>,
    /// Item, address.
    pub(super) spelled: Vec<(i64, String)>,
}

impl Rows<'_> {
    /// Writes them; what is there already stays.
    pub(super) fn write(&mut self, connection: &Connection) -> Result<(), StoreError> {
        let mut add = connection
            .prepare_cached("INSERT OR IGNORE INTO link (item_id, url_id, raw) VALUES (?1, ?2, ?3)")?;
        for row in self.links.drain(..) {
            add.execute(row)?;
        }
        let mut add =
            connection.prepare_cached("INSERT OR IGNORE INTO tag (item_id, tag) VALUES (?1, ?2)")?;
        for row in self.tags.drain(..) {
            add.execute(row)?;
        }
        let mut add = connection.prepare_cached(
            "INSERT OR IGNORE INTO mention (item_id, handle, native_id) VALUES (?1, ?2, ?3)",
        )?;
        for row in self.mentions.drain(..) {
            add.execute(row)?;
        }
        let mut add = connection.prepare_cached(
            "INSERT OR IGNORE INTO metric (item_id, name, seen_at, value) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (item, name, seen, value) in self.metrics.drain(..) {
            add.execute(params![item, name, seen.0, value])?;
        }
        let mut add =
            connection.prepare_cached("INSERT OR IGNORE INTO spelled (item_id, address) VALUES (?1, ?2)")?;
        for row in self.spelled.drain(..) {
            add.execute(row)?;
        }
        Ok(())
    }
}
