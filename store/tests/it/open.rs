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

/// Panics unless whoever writes is refused too, and leaves no lock.
fn refused_for_writing(bench: &Bench, part: &str) {
    let files = bench.files();
    let error = RunLock::take(&bench.db(), "run", Micros(0)).unwrap_err();
    assert!(error.to_string().contains(part), "{error}");
    let ended = bench.program(&["forget", "--item", "x/1", "--reason", "a test"]);
    assert!(ended.code == 2 && ended.err.contains(part) && ended.err.contains("hint: "), "{ended:?}");
    assert_eq!(bench.files(), files, "something lies beside it");
}

#[test]
fn a_database_of_another_program() {
    let bench = Bench::new();
    let other = Connection::open(bench.db()).unwrap();
    other.execute_batch("CREATE TABLE item (id INTEGER PRIMARY KEY); INSERT INTO item VALUES (1);").unwrap();
    drop(other);
    refused(&bench, 2, "not a Whence store");
    refused_for_writing(&bench, "not a Whence store");
    assert!(matches!(Store::open(&bench.db()), Err(StoreError::Foreign)));
}

#[test]
fn a_database_of_another_program_that_keeps_a_log() {
    let bench = Bench::new();
    let other = Connection::open(bench.db()).unwrap();
    other.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE item (id INTEGER PRIMARY KEY);").unwrap();
    // Its table is in the log alone.
    refused_for_writing(&bench, "not a Whence store");
    drop(other);
    assert_eq!(bench.files(), ["it.db"]);
    refused_for_writing(&bench, "not a Whence store");
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
    refused_for_writing(&bench, &format!("schema {}", SCHEMA_VERSION + 1));
}

#[test]
fn a_file_that_is_no_database() {
    for text in ["id,author,created,text\n".repeat(100), "x".to_owned()] {
        let bench = Bench::of(text.as_bytes());
        refused(&bench, 2, "it.db is no SQLite file");
        refused(&bench, 2, "hint: check the path");
        refused_for_writing(&bench, "it.db is no SQLite file");
    }
}

#[test]
fn an_empty_file_is_said_to_be_empty() {
    let bench = Bench::of(b"");
    let files = bench.files();
    for arguments in READERS {
        let ended = bench.program(arguments);
        assert!(ended.code == 2 && ended.err.contains("it.db is empty"), "{arguments:?}: {ended:?}");
        assert!(ended.err.contains("hint: ") && !ended.err.contains("schema"), "{}", ended.err);
    }
    assert_eq!(bench.files(), files);
    // Nor is there more in a database without a table, as a run leaves that was killed when it began.
    let raw = bench.raw();
    raw.execute_batch("PRAGMA journal_mode = WAL; BEGIN; CREATE TABLE a (b); ROLLBACK;").unwrap();
    drop(raw);
    assert!(std::fs::metadata(bench.db()).unwrap().len() > 0);
    let ended = bench.program(&["stats"]);
    assert!(ended.code == 2 && ended.err.contains("it.db is empty"), "{ended:?}");
}

#[test]
fn a_folder_and_a_pipe_are_no_files() {
    let bench = Bench::new();
    std::fs::create_dir(bench.db()).unwrap();
    refused(&bench, 2, "it.db is a folder");
    refused_for_writing(&bench, "it.db is a folder");
    let bench = Bench::new();
    assert!(std::process::Command::new("mkfifo").arg(bench.db()).status().unwrap().success());
    for arguments in READERS {
        let ended = bench.program(arguments);
        assert!(
            ended.code == 2 && ended.err.contains("it.db is no ordinary file"),
            "{arguments:?}: {ended:?}"
        );
    }
    refused_for_writing(&bench, "it.db is no ordinary file");
}

#[test]
fn a_store_whose_first_bytes_are_hurt_is_damaged() {
    let bench = Bench::of(&evidence());
    let mut bytes = std::fs::read(bench.db()).unwrap();
    bytes[3] = b'?';
    std::fs::write(bench.db(), bytes).unwrap();
    refused(&bench, 5, "not a database");
    for arguments in READERS {
        assert!(bench.program(arguments).err.contains("it.db"));
    }
}

#[test]
fn a_link_to_a_store_has_the_lock_of_the_store() {
    let bench = Bench::new();
    std::fs::create_dir(bench.path("real")).unwrap();
    std::os::unix::fs::symlink("real/it.db", bench.db()).unwrap();
    std::os::unix::fs::symlink("real", bench.path("other")).unwrap();
    let real = bench.path("real/it.db");
    // Before the store is there, and when it is.
    for _ in 0..2 {
        let held = RunLock::take(&bench.db(), "run", Micros(0)).unwrap();
        for name in ["real/it.db", "other/it.db", "real/../it.db"] {
            assert!(RunLock::take(&bench.path(name), "run", Micros(1)).unwrap_err().is_locked(), "{name}");
        }
        drop(bench.open());
        drop(held);
        assert!(real.exists());
    }
    assert!(bench.path("real/it.db-lock").exists());
    assert_eq!(bench.files(), ["it.db", "other", "real"]);
    // The log is that of the file, too.
    let mut filled = bench.open();
    filled.put(0, 1, Vec::new());
    let stats: serde_json::Value = serde_json::from_str(&bench.program(&["stats", "--json"]).out).unwrap();
    assert!(stats["wal_bytes"].as_u64().unwrap() > 0, "{stats}");
}

#[test]
fn what_fails_later_names_the_file() {
    let damaged = Bench::of(&evidence());
    damaged
        .raw()
        .execute_batch("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE tbl_name = 'blob'")
        .unwrap();
    let ended = damaged.program(&["stats"]);
    assert!(ended.code == 5 && ended.err.contains("it.db"), "{ended:?}");
}

#[test]
fn a_file_that_is_not_there_is_not_made() {
    let bench = Bench::new();
    refused(&bench, 2, "there is no store");
    let ended = bench.program(&["forget", "--item", "x/1", "--reason", "a test"]);
    assert!(ended.code == 2 && ended.err.contains("there is no store"), "{ended:?}");
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
