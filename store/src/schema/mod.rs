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
    ("0011_conditions.sql", include_str!("0011_conditions.sql")),
];

/// The schema version that this program writes.
pub const VERSION: i64 = 11;
// A migration that is added raises the version with it.
const _: () = assert!(MIGRATIONS.len() == 11);

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
        let older = MIGRATIONS.iter().position(|(name, _)| *name == "0010_registry.sql").unwrap();
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
        assert_eq!(
            listed(&connection).unwrap(),
            objects().unwrap(),
            "an older store ends as a new one begins"
        );
    }

    /// A condition that lists values has `SQLite` build a table of them for each row.
    #[test]
    fn rows_are_written_without_a_table_beside_each() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        let mut tables = connection
            .prepare("SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'")
            .unwrap();
        let names = tables.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap);
        for table in names.filter(|name| !name.starts_with("sqlite_") && !name.starts_with("item_fts")) {
            let columns: i64 = connection
                .query_row("SELECT count(*) FROM pragma_table_info(?1)", [&table], |row| row.get(0))
                .unwrap();
            let values = vec!["?"; usize::try_from(columns).unwrap()].join(", ");
            let mut plan =
                connection.prepare(&format!("EXPLAIN INSERT INTO {table} VALUES ({values})")).unwrap();
            let nothing = vec![None::<String>; usize::try_from(columns).unwrap()];
            let steps =
                plan.query_map(rusqlite::params_from_iter(nothing), |row| row.get::<_, String>(1)).unwrap();
            let beside = steps.map(Result::unwrap).filter(|step| step == "OpenEphemeral").count();
            assert_eq!(beside, 0, "{table}: write the condition as comparisons joined by OR");
        }
    }

    #[test]
    fn conditions_hold_in_other_words() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        for refused in [
            "INSERT INTO source (name, connector, measure) VALUES ('a', 'b', 'volume')",
            "INSERT INTO account (platform, handle, shown_handle, publisher, first_seen_at, last_seen_at)
               VALUES ('x', 'a', 'a', 'bot', 1, 1)",
            "INSERT INTO url (canonical, host, rule_version, named_kind) VALUES ('https://a.example/', 'a.example', 1, 'page')",
            "INSERT INTO actor (name, kind, owner) VALUES ('a', 'indicator', '')",
        ] {
            let said = connection.execute(refused, []).unwrap_err().to_string();
            assert!(said.contains("CHECK constraint failed"), "{refused}: {said}");
        }
        let may =
            "INSERT INTO account (platform, handle, shown_handle, publisher, first_seen_at, last_seen_at)
                     VALUES ('x', 'a', 'a', 'outlet', 1, 1)";
        connection.execute(may, []).unwrap();
    }
}
