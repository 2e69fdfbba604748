//! Files that are no store, or one of another time: refused with a reason, and left as they are.

use rusqlite::Connection;
use whence_store::time::Micros;
use whence_store::work::RunLock;
use whence_store::{SCHEMA_VERSION, Store, StoreError, verify};

use crate::support::{Bench, evidence};

const READERS: [&[&str]; 4] = [&["stats"], &["verify"], &["sql", "SELECT 1"], &["export", "--format", "csv"]];

/// Panics unless every reader ends so, with a hint, and neither the file nor its folder is changed.
fn refused(bench: &Bench, code: i32, part: &str) {
    let (bytes, files) = (std::fs::read(bench.db()).ok(), bench.files());
    for arguments in READERS {
        let ended = bench.program(arguments);
        assert_eq!(ended.code, code, "{arguments:?}: {ended:?}");
        assert!(ended.err.contains(part) && ended.err.contains("hint: "), "{arguments:?}: {}", ended.err);
        assert!(ended.out.is_empty(), "{}", ended.out);
    }
    let opened = Store::open_existing(&bench.db());
    assert!(opened.is_err(), "it opens for writing");
    assert_eq!(std::fs::read(bench.db()).ok(), bytes, "the file has changed");
    assert_eq!(bench.files(), files, "something lies beside it");
}

#[test]
fn a_database_of_another_program() {
    let bench = Bench::new();
    let other = Connection::open(bench.db()).unwrap();
    other.execute_batch("CREATE TABLE item (id INTEGER PRIMARY KEY); INSERT INTO item VALUES (1);").unwrap();
    drop(other);
    refused(&bench, 2, "not a Whence store");
    assert!(matches!(Store::open(&bench.db()), Err(StoreError::Foreign)));
}

#[test]
fn a_database_of_another_program_with_its_own_mark() {
    let bench = Bench::new();
    let other = Connection::open(bench.db()).unwrap();
    other.execute_batch("PRAGMA application_id = 7; PRAGMA user_version = 1; CREATE TABLE a (b);").unwrap();
    drop(other);
    refused(&bench, 2, "not a Whence store");
}

#[test]
fn a_store_of_a_later_program() {
    let bench = Bench::of(&evidence());
    bench.raw().pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
    refused(&bench, 2, &format!("schema {}", SCHEMA_VERSION + 1));
}

#[test]
fn a_file_that_is_no_database() {
    let bench = Bench::of("id,author,created,text\n".repeat(100).as_bytes());
    refused(&bench, 5, "not a database");
}

#[test]
fn a_file_that_is_not_there_is_not_made() {
    let bench = Bench::new();
    refused(&bench, 2, "there is no store");
    assert!(bench.files().is_empty());
}

#[test]
fn half_a_store_is_damaged() {
    let whole = evidence();
    let bench = Bench::of(&whole[..whole.len() / 2]);
    for arguments in [&["verify"][..], &["stats"]] {
        let ended = bench.program(arguments);
        assert_eq!(ended.code, 5, "{arguments:?}: {ended:?}");
    }
}

#[test]
fn opening_twice_changes_nothing_and_an_empty_file_becomes_a_store() {
    let bench = Bench::of(b"");
    drop(Store::open(&bench.db()).unwrap());
    let keys = || -> Vec<String> {
        let raw = bench.raw();
        let mut statement = raw.prepare("SELECT key || hex(value) FROM meta ORDER BY key").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let first = keys();
    drop(Store::open(&bench.db()).unwrap());
    assert_eq!(keys(), first, "pseudonyms stay the same, and the list of the forgotten");
    assert_eq!(first.len(), 2);
    assert_eq!(bench.program(&["sql", "SELECT value FROM meta"]).code, 2, "the keys are nobody's to read");
    let verified = verify(&bench.db(), None).unwrap();
    assert_eq!((verified.captures, verified.findings), (0, Vec::new()));
}

#[test]
fn readers_work_while_a_run_holds_the_store() {
    let bench = Bench::of(&evidence());
    let _lock = RunLock::take(&bench.db(), "run", Micros(0)).unwrap();
    let mut writing = bench.open();
    writing.put(0, 50, Vec::new());
    for arguments in READERS {
        assert_eq!(bench.program(arguments).code, 0, "{arguments:?}");
    }
    assert!(RunLock::take(&bench.db(), "run", Micros(1)).unwrap_err().is_locked());
}
