//! Datasette on the demo's store, with the plugin and the canned queries of `config/datasette`.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use whence_store::sql::{Format, Limits, print, query};
use whence_tests::road::walk;
use whence_tests::world::WorldSpec;

use crate::python_terms::{datasette_folder, python};

/// Whether this Python has Datasette, on an `SQLite` that can read the index (3.43, with `contentless_delete`).
const USABLE: &str =
    "import sys; from datasette.utils.sqlite import sqlite3; sys.exit(sqlite3.sqlite_version_info < (3, 43))";

/// Datasette on loopback; it ends with the test.
struct Served {
    child: Child,
    port: u16,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn begin(db: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = datasette_folder();
        let child = Command::new(python())
            .args(["-B", "-m", "datasette", "serve", "-h", "127.0.0.1", "-p", &port.to_string()])
            .arg("--metadata")
            .arg(config.join("metadata.json"))
            .arg("--plugins-dir")
            .arg(config.join("plugins"))
            .args(["--setting", "sql_time_limit_ms", "5000", "--setting", "max_returned_rows", "2000"])
            .arg(db)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut served = Self { child, port };
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return served;
            }
            assert!(served.child.try_wait().unwrap().is_none(), "Datasette ended at once");
            #[allow(clippy::disallowed_methods, reason = "what is waited for is another process")]
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("Datasette did not answer within a minute");
    }

    /// The status and the body of an answer.
    fn get(&self, path: &str, params: &[(&str, &str)]) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let params: Vec<String> =
            params.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        write!(stream, "GET {path}?{} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", params.join("&")).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }
}

fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "%{byte:02X}");
        out
    })
}

/// The one value of a query, as text.
fn value(db: &Path, sql: &str) -> String {
    let mut printed = Vec::new();
    print(&query(db, sql, &[], Limits::default()).unwrap(), Format::Json, &mut printed).unwrap();
    let rows: Value = serde_json::from_slice(&printed).unwrap();
    match rows[0].as_object().unwrap().values().next().unwrap() {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[test]
fn every_canned_query_gives_rows() {
    let usable = Command::new(python()).args(["-B", "-c", USABLE]).stderr(Stdio::null()).status();
    if !usable.is_ok_and(|status| status.success()) {
        println!("skipped: Datasette ({} has no datasette with SQLite 3.43 or later)", python());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    walk(&WorldSpec::ordinary(rand::random::<u32>().into()), folder.path(), &mut |_| {}).unwrap();
    let db = folder.path().join("whence.db");
    let item = value(&db, "SELECT min(item_id) FROM link");
    let handle = value(&db, "SELECT min(handle) FROM attribution");
    let host = value(&db, "SELECT max(host) FROM politeness");
    // A word of an item with a link, in the world's own terms.
    let words = value(
        &db,
        "SELECT tag FROM tag JOIN link USING (item_id) JOIN item ON item.id = item_id
        WHERE created_precision = 'second' GROUP BY tag ORDER BY count(*) DESC LIMIT 1",
    );
    let before = std::fs::read(&db).unwrap();
    let served = Served::begin(&db);

    let metadata = std::fs::read_to_string(datasette_folder().join("metadata.json")).unwrap();
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    let queries = metadata["databases"]["whence"]["queries"].as_object().unwrap();
    assert!(queries.len() >= 8);
    for (name, canned) in queries {
        let params: Vec<(&str, &str)> = canned["params"]
            .as_array()
            .unwrap()
            .iter()
            .map(|param| {
                let param = param.as_str().unwrap();
                let value = match param {
                    "words" => &words,
                    "handle" => &handle,
                    "host" => &host,
                    "item" => &item,
                    "source" => "",
                    other => panic!("{name}: no value for {other}"),
                };
                (param, value)
            })
            .chain([("_shape", "objects")])
            .collect();
        let (status, body) = served.get(&format!("/whence/{name}.json"), &params);
        let answer: Value = serde_json::from_str(&body).unwrap();
        let rows = answer["rows"].as_array().map_or(0, Vec::len);
        assert!(status == 200 && rows > 0, "{name} {params:?}: {status} {body}");
        println!("{name}: {rows} rows");
    }

    // What the plugin finds is what the store itself finds.
    let sql = "SELECT count(*) AS n FROM search WHERE words MATCH terms(:words)";
    let (_, body) = served.get("/whence.json", &[("sql", sql), ("words", &words), ("_shape", "array")]);
    let table = query(&db, sql, &[("words".to_owned(), words.clone())], Limits::default()).unwrap();
    let found: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(found[0]["n"].as_i64(), table.number());

    let aside = folder.path().join("aside.db");
    for attack in [
        "INSERT INTO meta VALUES ('a', x'00')".to_owned(),
        format!("ATTACH '{}' AS aside", aside.display()),
        "SELECT 1; DELETE FROM item".to_owned(),
        "WITH a AS (SELECT 1) DELETE FROM item".to_owned(),
        "SELECT value FROM meta".to_owned(),
        "SELECT count(*) FROM Meta".to_owned(),
        "SELECT key, value FROM meta NATURAL FULL JOIN (SELECT 1 AS value)".to_owned(),
        "SELECT value FROM meta NATURAL FULL JOIN (SELECT :words AS value)".to_owned(),
        "SELECT hex(value) FROM (SELECT NULL AS value) NATURAL FULL JOIN main.meta".to_owned(),
        "SELECT a.value FROM (SELECT x'00' AS value) AS a LEFT JOIN meta USING (value)".to_owned(),
        "-- a\nSELECT value FROM meta NATURAL FULL JOIN (SELECT 1 AS value)".to_owned(),
        "WITH a AS (SELECT value FROM meta NATURAL FULL JOIN (SELECT 1 AS value)) SELECT * FROM a".to_owned(),
        "EXPLAIN SELECT value FROM meta".to_owned(),
        "SELECT hex(zeroblob(1000000000))".to_owned(),
        "SELECT load_extension('libm.so')".to_owned(),
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t".to_owned(),
    ] {
        let (status, body) = served.get("/whence.json", &[("sql", &attack), ("_shape", "array")]);
        assert!(status >= 400, "{attack}: {status} {body}");
    }
    for fine in [
        "SELECT count(*) FROM item NATURAL FULL JOIN (SELECT 1 AS id)",
        "EXPLAIN QUERY PLAN SELECT * FROM item",
    ] {
        let (status, body) = served.get("/whence.json", &[("sql", fine), ("_shape", "array")]);
        assert_eq!(status, 200, "{fine}: {body}");
    }
    // The pages themselves are drawn, whatever is refused.
    for page in ["/", "/whence", "/whence/search", "/whence/item", "/whence/attribution"] {
        assert_eq!(served.get(page, &[]).0, 200, "{page}");
    }
    assert!(!aside.exists());
    assert!(std::fs::read(&db).unwrap() == before, "the store has changed");
}
