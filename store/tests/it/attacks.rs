//! Hostile queries run by the program itself: each is refused or stopped with a hint and its exit code, in bounded memory, and
//! leaves nothing beside the store.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::{Bench, evidence};

/// What an attack may take: the heap limit of a query, an answer, and the program itself.
const MOST_KILOBYTES: u64 = 800 << 10;

/// The most memory that the program has held so far, in kilobytes; `None` once it has ended.
fn peak(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

#[derive(Debug)]
struct Attacked {
    code: i32,
    out: String,
    err: String,
    kilobytes: u64,
}

/// Runs the program and watches its memory until it ends by itself.
fn attack(bench: &Bench, sql: &str) -> Attacked {
    attack_within(bench, sql, "60")
}

/// The same with another limit on its time, in seconds.
fn attack_within(bench: &Bench, sql: &str, seconds: &str) -> Attacked {
    let (out, err) = (bench.path("out"), bench.path("err"));
    // A query may be longer than an argument may be: it comes by standard input.
    let typed = bench.path("query");
    std::fs::write(&typed, sql).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_whence-store"))
        .args(["sql", "-", "--kilo-steps", "20000", "--seconds", seconds, "--db"])
        .arg(bench.db())
        .env_remove("WHENCE_LOG")
        .stdin(Stdio::from(std::fs::File::open(&typed).unwrap()))
        .stdout(Stdio::from(std::fs::File::create(&out).unwrap()))
        .stderr(Stdio::from(std::fs::File::create(&err).unwrap()))
        .spawn()
        .unwrap();
    let mut kilobytes = 0;
    let status = loop {
        kilobytes = kilobytes.max(peak(&child).unwrap_or(0));
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        #[allow(clippy::disallowed_methods, reason = "what is watched is another process")]
        std::thread::sleep(Duration::from_millis(2));
    };
    let read = |path: &std::path::Path| {
        let text = String::from_utf8(std::fs::read(path).unwrap()).unwrap();
        std::fs::remove_file(path).unwrap();
        text
    };
    let ended = Attacked {
        code: status.code().expect("the program ends by itself"),
        out: read(&out),
        err: read(&err),
        kilobytes,
    };
    std::fs::remove_file(&typed).unwrap();
    ended
}

/// Refused (2) or stopped (3), told with a hint, and nothing is printed, made or changed.
fn fails(bench: &Bench, whole: &[u8], sql: &str, code: i32) {
    failed(bench, whole, sql, code, &attack(bench, sql));
}

fn failed(bench: &Bench, whole: &[u8], sql: &str, code: i32, ended: &Attacked) {
    let short: String = sql.chars().take(90).collect();
    assert_eq!(ended.code, code, "{short}: {ended:?}");
    assert!(ended.err.contains("hint: ") && ended.out.is_empty(), "{short}: {ended:?}");
    assert!(ended.kilobytes < MOST_KILOBYTES, "{short}: {} kB", ended.kilobytes);
    assert_eq!(bench.files(), ["it.db"], "{short}");
    assert!(std::fs::read(bench.db()).unwrap() == whole, "{short}: the store has changed");
}

#[test]
fn what_writes_or_reaches_out_is_refused() {
    let whole = evidence();
    let bench = Bench::of(&whole);
    let aside = bench.path("aside.db");
    let aside = aside.display();
    for sql in [
        "INSERT INTO item_fts(item_fts) VALUES('delete-all')",
        "INSERT INTO item_fts(item_fts) VALUES('rebuild')",
        "INSERT INTO item_fts(item_fts, rank) VALUES('rank', 'bm25(10.0)')",
        "DELETE FROM item_fts",
        "INSERT INTO search (words) VALUES ('a')",
        "REPLACE INTO meta VALUES ('pseudonym_key', x'00')",
        "UPDATE sqlite_schema SET sql = ''",
        "PRAGMA writable_schema = ON",
        "PRAGMA trusted_schema = ON",
        "PRAGMA hard_heap_limit = 0",
        "PRAGMA temp_store_directory = '/tmp'",
        "PRAGMA wal_checkpoint(TRUNCATE)",
        "PRAGMA integrity_check",
        "DETACH main",
        &format!("ATTACH 'file:{aside}?mode=rwc' AS aside"),
        "ATTACH ':memory:' AS aside",
        &format!("VACUUM main INTO '{aside}'"),
        "CREATE TEMP TRIGGER a AFTER INSERT ON item BEGIN SELECT 1; END",
        "CREATE VIRTUAL TABLE temp.a USING fts5(b)",
        "SELECT load_extension('libm.so', 'entry')",
        "SELECT fts3_tokenizer('a', x'00')",
        "SELECT readfile('/etc/passwd')",
        &format!("SELECT writefile('{aside}', 'x')"),
        "SELECT edit('x')",
        "SELECT * FROM fsdir('/')",
        "SELECT * FROM sqlite_dbpage",
        "SELECT 1; SELECT 2",
        "SELECT 1; ATTACH ':memory:' AS a",
        "SELECT 1;\u{0}DROP TABLE item",
        "COMMIT",
    ] {
        fails(&bench, &whole, sql, 2);
    }
}

#[test]
fn what_grows_is_refused() {
    let whole = evidence();
    let bench = Bench::of(&whole);
    for sql in [
        "SELECT zeroblob(1e9)",
        "SELECT zeroblob(1000000000)",
        "SELECT hex(randomblob(500000000))",
        "SELECT hex(randomblob(10000000))",
        "SELECT printf('%.*c', 1000000000, 'x')",
        "SELECT format('%1000000000d', 1)",
        "SELECT replace(replace(replace(hex(zeroblob(5000)), '0', hex(zeroblob(50))), '0', hex(zeroblob(50))), '0', 'xx')",
        "WITH RECURSIVE t(a) AS (SELECT 'ab' UNION ALL SELECT a || a FROM t) SELECT max(length(a)) FROM t",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LIMIT 1000) SELECT group_concat(hex(zeroblob(100000))) FROM t",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LIMIT 1000) SELECT json_group_array(hex(zeroblob(100000))) FROM t",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LIMIT 1000) SELECT count(DISTINCT randomblob(4000000)) FROM t",
        "SELECT terms(printf('%.*c', 1000000000, 'x'))",
        &format!("SELECT {}1{}", "(".repeat(100_000), ")".repeat(100_000)),
        &format!("SELECT {}1", "- ".repeat(100_000)),
        &format!("SELECT 1{}", " UNION ALL SELECT 1".repeat(50_000)),
        &format!("SELECT 1 WHERE 1{}", " AND (1".repeat(5000)),
        &format!("SELECT * FROM {}item", "item, ".repeat(100)),
        &format!("SELECT 'a' LIKE '{}'", "%a".repeat(100_000)),
        &format!("SELECT 'a' GLOB '{}'", "*a".repeat(100_000)),
        &format!("SELECT json('{}')", "[".repeat(100_000)),
        &format!("SELECT id FROM search WHERE words MATCH '{}a'", "(".repeat(100_000)),
        &format!("SELECT id FROM search WHERE words MATCH '{}a'", "a NOT ".repeat(10_000)),
    ] {
        fails(&bench, &whole, sql, 2);
    }
}

#[test]
fn what_does_not_end_is_stopped() {
    let whole = evidence();
    let bench = Bench::of(&whole);
    let pattern = format!("'{}b'", "%a".repeat(20));
    for sql in [
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT group_concat(hex(zeroblob(100000))) FROM t",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t UNION ALL SELECT n + 2 FROM t) SELECT count(*) FROM t",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT * FROM t a, t b, t c WHERE a.n < 0",
        "WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t LIMIT 100000) SELECT count(*) FROM t a, t b WHERE a.n + b.n < 0",
        &format!(
            "WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t WHERE hex(n) LIKE {pattern}"
        ),
        "SELECT count(*) FROM pragma_table_info('item') a, pragma_table_info('item') b, pragma_table_info('item') c,
           pragma_table_info('item') d, pragma_table_info('item') e, pragma_table_info('item') f",
    ] {
        fails(&bench, &whole, sql, 3);
    }
}

#[test]
fn a_pattern_is_matched_in_bounded_time() {
    // One call is one step, whatever it does, so the length of a pattern is what bounds its time. This is the worst that is allowed:
    // nearly as many beginnings of a match as the text has characters.
    let bench = Bench::of(&evidence());
    for (operator, any) in [("LIKE", '%'), ("GLOB", '*')] {
        let sql = |length: usize| {
            let pattern = format!("{any}{}b", "a".repeat(length - 2));
            format!("SELECT replace(hex(zeroblob(500000)), '0', 'a') {operator} '{pattern}'")
        };
        let ended = attack(&bench, &sql(1000));
        assert_eq!((ended.code, ended.kilobytes < MOST_KILOBYTES), (0, true), "{ended:?}");
        let ended = attack(&bench, &sql(1001));
        assert!(ended.code == 2 && ended.err.contains("pattern too complex"), "{ended:?}");
    }
}

#[test]
fn the_keys_are_not_read_by_any_road() {
    let whole = evidence();
    let bench = Bench::of(&whole);
    let user = Bench::of(&whole);
    user.raw()
        .execute_batch(
            "CREATE VIEW mine AS SELECT * FROM meta; CREATE INDEX keys ON meta (value, key); ANALYZE",
        )
        .unwrap();
    let with_own = std::fs::read(user.db()).unwrap();
    for sql in [
        "SELECT value FROM meta",
        "SELECT key FROM meta",
        "SELECT count(*) FROM meta",
        "SELECT rowid FROM meta",
        "SELECT * FROM META",
        "SELECT * FROM main.\"meta\"",
        "SELECT x'00' IN meta",
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM meta)",
        "SELECT key, value FROM meta NATURAL FULL JOIN (SELECT 1 AS value)",
        "SELECT value FROM meta NATURAL FULL JOIN (SELECT 1 AS value)",
        "SELECT hex(value) FROM (SELECT NULL AS value) NATURAL FULL JOIN main.meta",
        "SELECT value FROM meta FULL JOIN (SELECT 1 AS value) USING (value)",
        "SELECT value FROM meta NATURAL RIGHT JOIN (SELECT 1 AS value)",
        "SELECT value FROM (SELECT 1 AS value) NATURAL RIGHT JOIN meta",
        "SELECT a.value FROM (SELECT x'00' AS value) AS a JOIN meta USING (value)",
        "SELECT a.value FROM (SELECT x'00' AS value) AS a LEFT JOIN meta USING (value)",
        "SELECT value FROM meta AS a NATURAL FULL JOIN meta AS b",
        "SELECT value FROM (SELECT * FROM meta NATURAL FULL JOIN (SELECT 1 AS value, '' AS key)) ORDER BY value",
        "WITH meta2 AS (SELECT value FROM meta NATURAL FULL JOIN (SELECT 1 AS value)) SELECT * FROM meta2",
        "SELECT (SELECT group_concat(hex(value)) FROM meta NATURAL FULL JOIN (SELECT 1 AS value)) FROM run",
        "/* a */ SELECT value FROM meta NATURAL FULL JOIN (SELECT 1 AS value) -- b",
        "; SELECT value FROM meta NATURAL FULL JOIN (SELECT 1 AS value)",
        "SELECT value FROM pragma_table_info('item') NATURAL FULL JOIN meta NATURAL FULL JOIN (SELECT 1 AS value)",
    ] {
        fails(&bench, &whole, sql, 2);
        fails(&user, &with_own, sql, 2);
    }
    for sql in [
        "SELECT * FROM mine",
        "SELECT sample FROM sqlite_stat4",
        "SELECT value FROM mine NATURAL FULL JOIN (SELECT 1 AS value)",
        "SELECT value FROM meta INDEXED BY keys NATURAL FULL JOIN (SELECT 1 AS value)",
    ] {
        fails(&user, &with_own, sql, 2);
    }
    // Joins of other tables are as they were, and a program may be looked at.
    let ended = attack(&bench, "SELECT count(*) FROM item NATURAL FULL JOIN (SELECT 1 AS id)");
    assert_eq!(ended.code, 0, "{ended:?}");
    let ended = attack(&bench, "EXPLAIN SELECT count(*) FROM item");
    assert!(ended.code == 0 && ended.out.contains("Open"), "{ended:?}");
    // What FTS5 keeps of words is no secret, but what shows pages or programs is not there.
    for sql in [
        "SELECT data FROM sqlite_dbpage",
        "SELECT * FROM bytecode('SELECT 1')",
        "SELECT * FROM tables_used('SELECT 1')",
        "SELECT * FROM pragma_function_list",
        "SELECT * FROM pragma_integrity_check",
    ] {
        fails(&bench, &whole, sql, 2);
    }
}

#[test]
fn one_call_that_takes_long_is_stopped_by_the_time() {
    let whole = evidence();
    let bench = Bench::of(&whole);
    for sql in [
        "SELECT instr(hex(zeroblob(8000000)), hex(zeroblob(3900000)) || '1')",
        "SELECT length(replace(hex(zeroblob(8000000)), hex(zeroblob(3900000)) || '1', 'a'))",
        "SELECT length(trim(hex(zeroblob(8000000)), (SELECT group_concat(char(n.key + 200), '') FROM
           (WITH RECURSIVE t(key) AS (SELECT 1 UNION ALL SELECT key + 1 FROM t LIMIT 50000) SELECT key FROM t) AS n) || '0'))",
    ] {
        let (sent, ended) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(|| sent.send(attack_within(&bench, sql, "1")).unwrap());
            // Ten seconds for one: the machine may be busy, but the call would take far longer.
            let ended = ended.recv_timeout(Duration::from_secs(10)).expect(sql);
            failed(&bench, &whole, sql, 3, &ended);
            assert!(ended.err.contains("after 1 seconds") && ended.err.contains("--seconds"), "{ended:?}");
        });
    }
}
