//! Any derived row that was changed, removed or slipped in is named, and mended.

use rusqlite::Connection;

use super::world::{assert_index, assert_same, derived, raw, searches, world};

/// A change of each kind in each table, and the table that it shows in.
const TAMPERED: [(&str, &str); 39] = [
    ("account", "UPDATE account SET name = 'Another' WHERE handle = 'writer3'"),
    ("account", "UPDATE account SET publisher = NULL WHERE publisher = 'outlet'"),
    ("account", "UPDATE account SET native_id = 'id99' WHERE native_id = 'id4'"),
    ("account", "DELETE FROM account WHERE handle = 'writer5'"),
    ("account", "INSERT INTO account (platform, handle, shown_handle, first_seen_at, last_seen_at) VALUES ('x', 'writer1', 'writer1', 0, 0)"),
    ("item", "UPDATE item SET text = text || '.' WHERE native_id = '17'"),
    ("item", "UPDATE item SET created_at = created_at + 1 WHERE native_id = '18'"),
    ("item", "UPDATE item SET account_id = 1 + account_id % 5 WHERE native_id = '19'"),
    ("item", "UPDATE item SET gone_at = 1 WHERE native_id = '20'"),
    ("item", "DELETE FROM item WHERE native_id = '21'"),
    ("item", "INSERT INTO item SELECT 100000, platform, 'new', account_id, source_id, capture_id, kind, created_at, created_precision,
       created_original, created_basis, modified_at, first_seen_at, last_seen_at, gone_at, title, text, byline, lang, lang_source, url,
       repost_of, quote_of, reply_to, thread_id, rule_version FROM item WHERE native_id = '22'"),
    // The item is the same under another number; what named it names nothing now.
    ("metric", "UPDATE item SET id = 5000 + id WHERE native_id IN ('30', '31')"),
    ("metric", "UPDATE metric SET value = value + 1 WHERE item_id = 40 AND name = 'likes'"),
    ("metric", "DELETE FROM metric WHERE item_id = 41"),
    ("metric", "INSERT INTO metric VALUES (42, 'shares', 1, 1)"),
    ("url", "UPDATE url SET host = 'example.com' WHERE id = 2"),
    ("link", "UPDATE link SET raw = 'https://example.com/' WHERE item_id = 44"),
    ("link", "DELETE FROM link WHERE item_id = 45"),
    ("tag", "UPDATE tag SET tag = 'other' WHERE item_id = 46 AND tag = 'harbour'"),
    ("tag", "DELETE FROM tag WHERE item_id = 46"),
    ("mention", "UPDATE mention SET handle = 'nobody' WHERE item_id = 47"),
    ("mention", "INSERT INTO mention VALUES (48, 'nobody', NULL)"),
    ("media", "UPDATE media SET alt = 'a ship'"),
    ("media", "DELETE FROM media WHERE n = 1"),
    ("object", "UPDATE object SET key = 'harbor' WHERE key = 'harbour'"),
    ("share", "UPDATE share SET at = at + 1 WHERE item_id = 50 AND kind = 6"),
    ("share", "DELETE FROM share WHERE item_id = 51"),
    ("share", "INSERT INTO share VALUES (7, 1, 0, 1, 52)"),
    ("actor", "UPDATE actor SET kind = 'person' WHERE name = 'Harbour News'"),
    ("actor", "INSERT INTO actor (name, kind, owner) VALUES ('A ghost', 'office', '')"),
    ("series", "UPDATE series SET value = 200 WHERE local_date = '2025-01-27' AND measure = 'close'"),
    ("series", "DELETE FROM series WHERE measure = 'volume'"),
    ("observed", "UPDATE observed SET from_at = from_at - 1"),
    ("observed", "INSERT INTO observed (source_id, from_at, to_at, capture_id) VALUES (1, 0, 1, 1)"),
    ("item_fts", "DELETE FROM item_fts WHERE rowid = 60"),
    ("item_fts", "INSERT INTO item_fts (rowid, text, variants) VALUES (70000, 'harbour', '')"),
    // An index that cannot be read any more.
    ("item_fts", "UPDATE item_fts_data SET block = x'00' WHERE id > 10"),
    ("item_fts", "DELETE FROM item_fts_data"),
    // As many words as before.
    ("item_fts", "UPDATE item_fts SET text = 'one two three', variants = '' WHERE rowid = 61; UPDATE item_fts SET text = 'one two four', variants = '' WHERE rowid = 61"),
];

#[test]
fn a_tampered_row_of_any_table_is_named_and_mended() {
    let bench = world();
    let before = derived(&bench);
    // A reader that is open all the while sees the tables before or after, and searches right in both.
    let reader = Connection::open(bench.db()).unwrap();
    let searched = || -> Vec<i64> {
        let mut found = reader
            .prepare("SELECT rowid FROM item_fts WHERE item_fts MATCH 'harbour' ORDER BY rowid")
            .unwrap();
        found.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let harbour = searched();
    assert!(harbour.len() > 800);
    for (table, sql) in TAMPERED {
        let connection = raw(&bench);
        connection.execute_batch(sql).unwrap_or_else(|e| panic!("{e}: {sql}"));
        assert!(connection.changes() > 0, "{sql} changes nothing");
        drop(connection);
        let ended = bench.collect(&["remap", "--check", "--json"]);
        let report = ended.json();
        let tables: Vec<&str> = report["difference"]["tables"]
            .as_array()
            .unwrap()
            .iter()
            .map(|t| t["table"].as_str().unwrap())
            .collect();
        assert!(ended.code == 3 && tables.contains(&table), "{sql}: {ended:?}");
        let ended = bench.collect(&["remap"]);
        assert!(
            ended.code == 0 && ended.out.contains("replaced by what the evidence says"),
            "{sql}: {ended:?}"
        );
        assert!(ended.out.contains(&format!("{table}: ")), "{sql}: {ended:?}");
        assert!(derived(&bench) == before, "{sql}");
        assert_eq!(searched(), harbour, "{sql}");
        assert_index(&bench);
    }
    assert_same(&bench);
    bench.assert_clean();
}

#[test]
fn rows_that_have_other_numbers_are_the_same_rows() {
    let bench = world();
    let found = searches(&bench).len();
    // All numbers of items moved by one thousand, in every table that names them.
    let connection = raw(&bench);
    connection.execute_batch("UPDATE item SET id = id + 1000000; UPDATE item SET id = id - 999000;").unwrap();
    for table in ["metric", "link", "tag", "mention", "media", "share"] {
        let sql = format!(
            "UPDATE {table} SET item_id = item_id + 1000000; UPDATE {table} SET item_id = item_id - 999000"
        );
        connection.execute_batch(&sql).unwrap();
    }
    drop(connection);
    let ended = bench.collect(&["remap", "--check", "--json"]);
    let report = ended.json();
    // The full text still has the old numbers: it alone differs.
    let tables = report["difference"]["tables"].as_array().unwrap();
    assert!(tables.len() == 1 && tables[0]["table"] == "item_fts", "{report:#}");
    assert_eq!(bench.collect(&["remap"]).code, 0);
    assert_same(&bench);
    assert_eq!(searches(&bench).len(), found);
}
