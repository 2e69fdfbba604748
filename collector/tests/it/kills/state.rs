//! What a store says, by names that no run and no clock changes: two imports of the same files say the same.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest as _, Sha256};
use whence_store::evidence::chain::hex;

/// Each table by natural keys; times of capture and salts differ from import to import and are left out.
const QUERIES: [(&str, &str); 14] = [
    (
        "capture",
        "SELECT capture.id, capture.url, kind, outcome, reader, source.name, hex(sha256)
         FROM capture JOIN source ON source.id = source_id LEFT JOIN blob ON blob.id = blob_id",
    ),
    ("blob", "SELECT hex(sha256), size FROM blob"),
    ("account_version", "SELECT capture_id, platform, native_id, handle, name FROM account_version"),
    ("item_version", "SELECT capture_id, platform, native_id, title, text FROM item_version"),
    ("account", "SELECT platform, native_id, handle, shown_handle, name FROM account"),
    (
        "item",
        "SELECT item.platform, item.native_id, account.native_id, capture_id, kind, created_at, text, repost_of, reply_to
         FROM item JOIN account ON account.id = account_id",
    ),
    ("metric", "SELECT platform, native_id, metric.name, value FROM metric JOIN item ON item.id = item_id"),
    ("url", "SELECT canonical, host FROM url"),
    (
        "link",
        "SELECT platform, native_id, canonical, raw FROM link JOIN item ON item.id = item_id JOIN url ON url.id = url_id",
    ),
    ("tag", "SELECT platform, native_id, tag FROM tag JOIN item ON item.id = item_id"),
    ("mention", "SELECT platform, item.native_id, mention.handle FROM mention JOIN item ON item.id = item_id"),
    (
        "share",
        "SELECT share.kind, iif(share.kind = 6, object_id, coalesce(object.key, canonical)), at, account.native_id, item.native_id
         FROM share JOIN account ON account.id = share.account_id JOIN item ON item.id = item_id
         LEFT JOIN object ON object.id = object_id AND share.kind NOT IN (4, 6)
         LEFT JOIN url ON url.id = object_id AND share.kind = 4",
    ),
    (
        "observed",
        "SELECT source.name, from_at, to_at, capture_id FROM observed JOIN source ON source.id = source_id",
    ),
    // How much the index of the full text holds, also of what no item stands for.
    ("item_fts", "SELECT rowid FROM item_fts"),
];

/// Words of one file, of many, of one post, and of none.
const SEARCHED: [&str; 7] = ["harbour", "深度", "السفارة", "file3", "mark77", "later", "nowhere"];

/// The rows of each table and of each search: how many, and a hash over them.
pub(super) type State = BTreeMap<String, (usize, String)>;

/// What the store says; nothing where the file is not there, or was not made to its end.
pub(super) fn state(db: &Path) -> Option<State> {
    let connection = open(db).ok()?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    if version < whence_store::SCHEMA_VERSION {
        return None;
    }
    let mut state: State =
        QUERIES.iter().map(|&(name, query)| (name.to_owned(), rows(&connection, query, []))).collect();
    for word in SEARCHED {
        let terms = whence_store::text::terms(word);
        let found =
            rows(&connection, "SELECT platform, native_id, text FROM search WHERE words MATCH ?1", [terms]);
        state.insert(format!("search for {word}"), found);
    }
    Some(state)
}

/// How many captures a state has.
pub(super) fn captures(state: &State) -> usize {
    state["capture"].0
}

/// Opens a store as `SQLite` does for anybody; a file that is not there is not made by looking.
pub(super) fn open(db: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(db, OpenFlags::SQLITE_OPEN_READ_WRITE)
}

/// The rows of a table.
pub(super) fn count(store: &Connection, table: &str) -> rusqlite::Result<usize> {
    let rows: u32 = store.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
    Ok(rows as usize)
}

fn rows(connection: &Connection, query: &str, parameters: impl rusqlite::Params) -> (usize, String) {
    let mut statement = connection.prepare(query).unwrap_or_else(|e| panic!("{e}: {query}"));
    let columns = statement.column_count();
    let mut hashes = Vec::new();
    let mut found = statement.query(parameters).unwrap();
    while let Some(row) = found.next().unwrap() {
        let mut hash = Sha256::new();
        for n in 0..columns {
            let value = match row.get_ref(n).unwrap() {
                ValueRef::Null => String::new(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
                other => panic!("{other:?}: {query}"),
            };
            hash.update(value.len().to_le_bytes());
            hash.update(value);
        }
        hashes.push(hash.finalize());
    }
    // Sorted and counted, not made unique: what is there twice is another state.
    hashes.sort_unstable();
    (hashes.len(), hex(&Sha256::digest(hashes.concat())))
}
