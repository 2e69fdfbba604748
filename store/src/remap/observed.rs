//! Coverage of sources some of whose bodies say less since: it stays as it was proven.
//!
//! A list proves the time from its oldest entry on, if it is in order. Where an entry was forgotten, the list that is left proves
//! less than it did, or more, and what was observed is the same. What is forgotten for its age loses its coverage when it is
//! forgotten (`forget/derived.rs`).

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::StoreError;
use crate::evidence::capture::REDACTED;

/// An interval as the store has it.
struct Proven {
    source: i64,
    /// Platform, id and handle of the account; nothing for the whole source.
    account: Option<(String, Option<String>, String)>,
    from: i64,
    to: i64,
    capture: i64,
}

/// The sources of which a body was redacted, when something was forgotten or when it came.
const SOURCES: &str = "SELECT source_id FROM store.capture
   WHERE blob_id IN (SELECT row_id FROM store.tombstone WHERE kind = 'blob') OR substr(reader, -length(?1)) = ?1";

/// Puts the store's intervals of sources some of whose bodies were redacted into the side file, in the place of what was read.
pub(super) fn keep(side: &mut Connection, store: &Path) -> Result<(), StoreError> {
    side.execute("ATTACH ?1 AS store", [store.display().to_string()])?;
    let transaction = side.transaction()?;
    transaction.execute(&format!("DELETE FROM main.observed WHERE source_id IN ({SOURCES})"), [REDACTED])?;
    for interval in proven(&transaction)? {
        put(&transaction, &interval)?;
    }
    transaction.commit()?;
    side.execute_batch("DETACH store")?;
    Ok(())
}

fn proven(side: &Connection) -> Result<Vec<Proven>, StoreError> {
    let mut statement = side.prepare(&format!(
        "SELECT source_id, platform, native_id, handle, from_at, to_at, capture_id
         FROM store.observed LEFT JOIN store.account ON account.id = account_id
         WHERE source_id IN ({SOURCES}) ORDER BY observed.id"
    ))?;
    let rows = statement.query_map([REDACTED], |row| {
        let platform: Option<String> = row.get(1)?;
        let account = match platform {
            Some(platform) => Some((platform, row.get(2)?, row.get(3)?)),
            None => None,
        };
        Ok(Proven { source: row.get(0)?, account, from: row.get(4)?, to: row.get(5)?, capture: row.get(6)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn put(side: &Connection, proven: &Proven) -> Result<(), StoreError> {
    let Proven { source, account, from, to, capture } = proven;
    let account: Option<i64> = match account {
        None => None,
        Some((platform, native_id, handle)) => {
            let known = side
                .prepare_cached(
                    "SELECT id FROM main.account WHERE platform = ?1 AND native_id IS ?2 AND (?2 IS NOT NULL OR handle = ?3)",
                )?
                .query_row(params![platform, native_id, handle], |row| row.get(0))
                .optional()?;
            // An account that nothing tells of any more has no coverage either.
            let Some(known) = known else { return Ok(()) };
            Some(known)
        }
    };
    side.prepare_cached(
        "INSERT INTO main.observed (source_id, account_id, from_at, to_at, capture_id) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![source, account, from, to, capture])?;
    Ok(())
}
