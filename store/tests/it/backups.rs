//! Copies of a store: whole, checked, one file, and never in the place of something else.

use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use whence_store::{SCHEMA_VERSION, verify};

use crate::support::{Bench, evidence, post};

fn backup(bench: &Bench, to: &str, more: &[&str]) -> crate::support::Ended {
    let to = bench.path(to);
    let mut arguments = vec!["backup", "--to", to.to_str().unwrap()];
    arguments.extend(more);
    bench.program(&arguments)
}

#[test]
fn a_copy_is_the_store_in_one_file() {
    let bench = Bench::of(&evidence());
    let before = bench.program(&["verify", "--json"]).out;
    let ended = backup(&bench, "copy.db", &["--json"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let copied: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    let verified: serde_json::Value = serde_json::from_str(&before).unwrap();
    assert_eq!(copied["head"], verified["head"]);
    assert_eq!(
        bench.files().iter().filter(|name| name.starts_with("copy")).count(),
        1,
        "{:?}",
        bench.files()
    );
    let found = verify(&bench.path("copy.db"), copied["head"]["chain"].as_str()).unwrap();
    assert!(found.findings.is_empty() && found.captures == 4, "{found:?}");
    assert_eq!(copied["bytes"], std::fs::metadata(bench.path("copy.db")).unwrap().len());
    // The head that was noted down finds what was cut off the store since.
    let head = copied["head"]["chain"].as_str().unwrap().to_owned();
    let raw = bench.raw();
    raw.execute_batch("DROP TRIGGER capture_stays; DELETE FROM capture WHERE id = 4;").unwrap();
    drop(raw);
    assert_eq!(bench.program(&["verify", "--against", &head]).code, 5);
}

#[test]
fn a_folder_gets_a_name_from_the_head() {
    let bench = Bench::of(&evidence());
    let ended = backup(&bench, "", &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let head = verify(&bench.db(), None).unwrap().head;
    let name = format!("it-{}-{}.db", &head.chain[..8], head.captures);
    assert!(bench.path(&name).exists(), "{:?}", bench.files());
    for part in [name.as_str(), &head.chain, "--against", "`forget` does not reach backups"] {
        assert!(ended.out.contains(part), "{part}: {}", ended.out);
    }
}

#[test]
fn nothing_is_overwritten_unless_told() {
    let bench = Bench::of(&evidence());
    std::fs::write(bench.path("copy.db"), "mine").unwrap();
    let ended = backup(&bench, "copy.db", &[]);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.err.contains("copy.db is there already") && ended.err.contains("--force"), "{}", ended.err);
    assert_eq!(std::fs::read(bench.path("copy.db")).unwrap(), b"mine");
    assert_eq!(backup(&bench, "copy.db", &["--force"]).code, 0);
    assert_eq!(verify(&bench.path("copy.db"), None).unwrap().captures, 4);
    // Not even when told: the store itself, and a place where a log lies that would be taken for the copy's.
    let store = std::fs::read(bench.db()).unwrap();
    assert_eq!(backup(&bench, "it.db", &["--force"]).code, 2);
    assert_eq!(std::fs::read(bench.db()).unwrap(), store);
    std::fs::write(bench.path("other.db-wal"), "a log").unwrap();
    let ended = backup(&bench, "other.db", &["--force"]);
    assert!(
        ended.code == 2 && ended.err.contains("other.db-wal") && ended.err.contains("hint: "),
        "{ended:?}"
    );
    assert!(!bench.path("other.db").exists() && !bench.path("other.db.part").exists());
}

#[test]
fn a_copy_taken_while_a_run_writes_is_one_snapshot() {
    let bench = Bench::new();
    let mut filled = bench.open();
    for n in 0..200 {
        filled.put(0, n, vec![post("Ann", &n.to_string(), &"words ".repeat(500))]);
    }
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut n = 200;
            while !stop.load(Ordering::SeqCst) {
                filled.put(0, n, vec![post("Ann", &n.to_string(), &"more ".repeat(500))]);
                n += 1;
            }
            n
        });
        for n in 0..5 {
            let name = format!("copy{n}.db");
            let ended = backup(&bench, &name, &[]);
            assert_eq!(ended.code, 0, "{ended:?}");
            let verified = verify(&bench.path(&name), None).unwrap();
            assert!(verified.findings.is_empty(), "{verified:?}");
            assert!(verified.captures >= 200);
        }
        stop.store(true, Ordering::SeqCst);
        assert!(writer.join().unwrap() > 200, "nothing was written meanwhile");
    });
    assert!(verify(&bench.db(), None).unwrap().findings.is_empty());
}

#[test]
fn a_killed_backup_leaves_no_copy_and_is_no_obstacle() {
    let bench = Bench::new();
    let mut filled = bench.open();
    for n in 0..400 {
        filled.put(0, n, vec![post("Ann", &n.to_string(), &format!("words {n} ").repeat(5000))]);
    }
    drop(filled);
    let to = bench.path("copy.db");
    let mut killed = Command::new(env!("CARGO_BIN_EXE_whence-store"))
        .args(["backup", "--db"])
        .arg(bench.db())
        .arg("--to")
        .arg(&to)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let part = bench.path("copy.db.part");
    while std::fs::metadata(&part).map_or(0, |meta| meta.len()) < 1 << 20 {
        assert!(killed.try_wait().unwrap().is_none(), "it ended before it could be killed");
        std::thread::yield_now();
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(part.exists() && !to.exists(), "{:?}", bench.files());
    let ended = backup(&bench, "copy.db", &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(to.exists() && !part.exists(), "{:?}", bench.files());
    assert_eq!(verify(&to, None).unwrap().captures, 400);
}

#[test]
fn a_store_of_a_later_program_is_not_copied_and_one_that_is_empty_neither() {
    let bench = Bench::of(&evidence());
    bench.raw().pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
    assert_eq!(backup(&bench, "copy.db", &[]).code, 2);
    let empty = Bench::of(b"");
    assert_eq!(backup(&empty, "copy.db", &[]).code, 2);
    assert_eq!(empty.files(), ["it.db"]);
    assert_eq!(bench.files(), ["it.db"]);
}

#[test]
fn folders_that_are_not_there_are_said() {
    let bench = Bench::of(&evidence());
    let ended = backup(&bench, "none/copy.db", &[]);
    assert_eq!(ended.code, 1, "{ended:?}");
    assert!(ended.err.contains("none/copy.db") && ended.err.contains("hint: "), "{}", ended.err);
}
