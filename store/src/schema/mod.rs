//! The schema and its migrations: numbered SQL files, forward only, each in its own transaction.
//!
//! `PRAGMA user_version` holds the number of the last one applied.

mod document;

pub(crate) use document::Document;

use rusqlite::{Connection, TransactionBehavior};

use crate::StoreError;

/// `"WHNC"`: tells a Whence store from any other `SQLite` file.
pub(crate) const APPLICATION_ID: i32 = 0x5748_4e43;

/// Each file's name and its SQL.
const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_work.sql", include_str!("0001_work.sql")),
    ("0002_evidence.sql", include_str!("0002_evidence.sql")),
    ("0003_forgetting.sql", include_str!("0003_forgetting.sql")),
    ("0004_derived.sql", include_str!("0004_derived.sql")),
    ("0005_views.sql", include_str!("0005_views.sql")),
    ("0006_events.sql", include_str!("0006_events.sql")),
    ("0007_health.sql", include_str!("0007_health.sql")),
    ("0008_pictures.sql", include_str!("0008_pictures.sql")),
    ("0009_addresses.sql", include_str!("0009_addresses.sql")),
    ("0010_registry.sql", include_str!("0010_registry.sql")),
];

/// The schema version that this program writes.
pub const VERSION: i64 = 10;
// A migration that is added raises the version with it.
const _: () = assert!(MIGRATIONS.len() == 10);

/// Brings an open database to [`VERSION`].
///
/// # Errors
/// [`StoreError::Newer`] for a file of a later program, [`StoreError::Foreign`] for a file that is not Whence's,
/// [`StoreError::Draft`] for one of the form that was never released.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let version = check(connection)?;
    for (number, (_, sql)) in (1..).zip(MIGRATIONS).skip(usize::try_from(version).unwrap_or(0)) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have migrated while this one waited for the lock.
        let now: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if now >= number {
            continue;
        }
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Whether this is a store, and of which version; 0 for an empty file.
pub(crate) fn check(connection: &Connection) -> Result<i64, StoreError> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let ours = application == APPLICATION_ID || (application == 0 && tables == 0 && version == 0);
    if !ours {
        return Err(StoreError::Foreign);
    }
    if version > VERSION {
        return Err(StoreError::Newer { found: version, known: VERSION });
    }
    // The draft had everything in its first file, evidence too; today's first file is work alone.
    let draft: i64 =
        connection
            .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'blob'", [], |row| row.get(0))?;
    if version == 1 && draft > 0 {
        return Err(StoreError::Draft);
    }
    Ok(version)
}

/// Every object of the schema as this program writes it: type, name and SQL.
pub(crate) fn objects() -> Result<Vec<(String, String, String)>, StoreError> {
    let mut fresh = Connection::open_in_memory()?;
    migrate(&mut fresh)?;
    listed(&fresh)
}

/// Every object of a database's schema that has SQL of its own.
pub(crate) fn listed(connection: &Connection) -> Result<Vec<(String, String, String)>, StoreError> {
    let mut statement = connection
        .prepare("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY 1, 2")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use rusqlite::params;

    use super::*;
    use crate::evidence::row::CLAIM;

    /// Claims are moved into a new table, and are evidence all the same.
    #[test]
    fn claims_of_an_older_store_keep_their_rows_and_hashes() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "foreign_keys", true).unwrap();
        let older = MIGRATIONS.iter().take_while(|(name, _)| *name != "0011_registry.sql").count();
        for (_, sql) in &MIGRATIONS[..older] {
            connection.execute_batch(sql).unwrap();
        }
        connection.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        connection.pragma_update(None, "user_version", i64::try_from(older).unwrap()).unwrap();
        connection
            .execute_batch(
                "BEGIN; INSERT INTO run (id, command, version, started_at) VALUES (1, 'import', '0', 1);
                 INSERT INTO source (id, name, connector) VALUES (1, 'import:one', 'import');",
            )
            .unwrap();
        let nothing = None::<String>;
        for supersedes in [None, Some(1_i64)] {
            let values = params![
                1_i64,
                "Embassy",
                "office",
                nothing,
                nothing,
                nothing,
                nothing,
                "x",
                "embassy",
                nothing,
                nothing,
                "a registry",
                "https://example.org/",
                1_i64,
                None::<i64>,
                None::<i64>,
                "accepted",
                nothing,
                supersedes
            ];
            CLAIM.insert(&connection, values).unwrap();
        }
        connection
            .execute_batch(
                "INSERT INTO capture VALUES (1, 1, 1, 'file', 'file:a', 'file:a', NULL, '[]', NULL, NULL, '[]', '[]', 1, 1, NULL, 'ok', 0,
                   '{}', NULL, zeroblob(32), zeroblob(16), zeroblob(32));
                 INSERT INTO account (platform, handle, shown_handle, first_seen_at, last_seen_at) VALUES ('x', 'embassy', 'embassy', 1, 1);
                 COMMIT",
            )
            .unwrap();
        migrate(&mut connection).unwrap();
        let mut statement = connection.prepare(&CLAIM.select("ORDER BY id")).unwrap();
        let whole = statement
            .query_map([], |row| Ok(CLAIM.hash(row)?.to_vec() == CLAIM.stored(row)?))
            .unwrap()
            .map(Result::unwrap);
        assert_eq!(whole.collect::<Vec<_>>(), [true, true]);
        let named: String = connection
            .query_row("SELECT actor || ' ' || claim_id FROM attribution", [], |row| row.get(0))
            .unwrap();
        assert_eq!(named, "Embassy 2");
        for change in ["UPDATE claim SET actor = 'x'", "DELETE FROM claim WHERE id = 2"] {
            let refused = connection.execute(change, []).unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{refused}");
        }
        let orphans: i64 = connection
            .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(orphans, 0);
    }
}
