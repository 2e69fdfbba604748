//! What a query of a person may not do, and what it may.

use whence_store::sql::{Limits, QueryError, query};

use crate::support::{Bench, evidence};

fn ask(bench: &Bench, sql: &str) -> Result<whence_store::sql::Table, QueryError> {
    query(&bench.db(), sql, &[], Limits { kilo_steps: 20_000, ..Limits::default() })
}

#[test]
fn nothing_that_writes_is_run() {
    let whole = evidence();
    let bench = Bench::of(&whole);
    let aside = bench.path("aside.db");
    let aside = aside.display();
    for sql in [
        "INSERT INTO meta VALUES ('a', x'00')",
        "UPDATE item SET text = ''",
        "DELETE FROM item",
        "DROP TABLE item",
        "DROP TRIGGER blob_keeps",
        "CREATE TABLE a (b)",
        "CREATE TEMP TABLE a (b)",
        "CREATE TEMP VIEW a AS SELECT 1",
        "ALTER TABLE item ADD COLUMN a",
        &format!("ATTACH '{aside}' AS aside"),
        &format!("VACUUM INTO '{aside}'"),
        "VACUUM",
        "REINDEX",
        "ANALYZE",
        "BEGIN IMMEDIATE",
        "SAVEPOINT a",
        "PRAGMA query_only = 0",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA user_version = 7",
        "PRAGMA writable_schema = 1",
        "SELECT * FROM pragma_database_list",
        "SELECT load_extension('libm.so')",
        "INSERT INTO item_fts (item_fts) VALUES ('optimize')",
        "WITH a AS (SELECT 1) DELETE FROM item",
        "EXPLAIN DELETE FROM item",
    ] {
        let refused = ask(&bench, sql).expect_err(sql);
        assert!(matches!(refused, QueryError::Refused(_)), "{sql}: {refused:?}");
        let ended = bench.program(&["sql", sql]);
        assert_eq!(ended.code, 2, "{sql}: {ended:?}");
        assert!(ended.err.contains("hint: ") && ended.out.is_empty(), "{sql}: {ended:?}");
    }
    assert!(ask(&bench, "SELECT 1; DELETE FROM item").is_err());
    assert_eq!(std::fs::read(bench.db()).unwrap(), whole);
    assert_eq!(bench.files(), ["it.db"]);
}

#[test]
fn no_query_runs_for_ever() {
    let bench = Bench::of(&evidence());
    let endless = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t";
    let product = "SELECT count(*) FROM pragma_table_info('item') a, pragma_table_info('item') b, pragma_table_info('item') c,
        pragma_table_info('item') d, pragma_table_info('item') e, pragma_table_info('item') f";
    for sql in [endless, product] {
        let stopped = ask(&bench, sql).expect_err(sql);
        assert!(matches!(stopped, QueryError::Stopped(20_000)), "{sql}: {stopped:?}");
        let ended = bench.program(&["sql", sql, "--kilo-steps", "1000"]);
        assert_eq!(ended.code, 3, "{ended:?}");
        assert!(ended.err.contains("--kilo-steps"), "{}", ended.err);
    }
}

#[test]
fn no_query_fills_the_memory() {
    let bench = Bench::of(&evidence());
    for sql in [
        "SELECT zeroblob(1 << 30)",
        "SELECT length(randomblob(1 << 30))",
        "SELECT printf('%.*c', 1 << 30, 'x')",
        "SELECT replace(hex(zeroblob(8000000)), '0', '0123456789')",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LIMIT 100) SELECT group_concat(hex(zeroblob(1000000))) FROM t",
    ] {
        let refused = ask(&bench, sql).expect_err(sql);
        assert!(matches!(refused, QueryError::Refused(_)), "{sql}: {refused:?}");
    }
}

#[test]
fn no_answer_fills_the_memory() {
    let bench = Bench::of(&evidence());
    let many = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LIMIT 1000) SELECT zeroblob(10000000) FROM t";
    let table = ask(&bench, many).unwrap();
    let bytes = table.rows.len() * 10_000_000;
    assert!(table.cut && bytes > 10_000_000 && bytes < 500_000_000, "{} rows", table.rows.len());
    let sorted = format!("SELECT * FROM ({many}) ORDER BY 1");
    let stopped = ask(&bench, &sorted).expect_err("ten gigabytes are not sorted in memory");
    assert!(matches!(stopped, QueryError::Refused(_)), "{stopped:?}");
}

#[test]
fn what_reads_is_run() {
    let bench = Bench::of(&evidence());
    for sql in [
        "SELECT * FROM post",
        "SELECT * FROM attribution",
        "SELECT * FROM coverage",
        "SELECT * FROM hourly",
        "SELECT * FROM politeness",
        "SELECT * FROM article",
        "WITH a AS (SELECT handle FROM account) SELECT count(*) FROM a",
        "SELECT rowid FROM item_fts WHERE item_fts MATCH terms('words OR \"no such\"')",
        "SELECT rowid, rank FROM item_fts WHERE item_fts MATCH terms('words') ORDER BY rank",
        "SELECT json_object('a', text) FROM item",
        "SELECT row_number() OVER (ORDER BY id) FROM item",
        "SELECT name FROM pragma_table_info('item')",
        "EXPLAIN QUERY PLAN SELECT * FROM item",
        "VALUES (1), (2)",
    ] {
        ask(&bench, sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
    }
    assert_eq!(bench.column("SELECT handle FROM attribution ORDER BY 1", &[]), ["Ann", "Bob"]);
    assert_eq!(bench.found("words"), ["1", "2"]);
}

#[test]
fn what_cannot_be_understood_is_told() {
    let bench = Bench::of(&evidence());
    for (sql, part) in [("SELEC 1", "syntax"), ("SELECT a FROM b", "no such table"), ("", "")] {
        match ask(&bench, sql) {
            Err(QueryError::Wrong(said)) => assert!(said.contains(part), "{sql}: {said}"),
            other => panic!("{sql}: {other:?}"),
        }
    }
    let unknown = query(&bench.db(), "SELECT 1", &[("a".to_owned(), "b".to_owned())], Limits::default());
    assert!(matches!(unknown, Err(QueryError::NoParameter(name)) if name == "a"));
}
