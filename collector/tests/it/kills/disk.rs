//! Imports that meet the end of a disk or a limit on files, or find the disk read-only: a clear error, and nothing lost.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Output, Stdio};
use std::thread;

use whence_store::{StoreError, verify};

use super::small_disk::SmallDisk;
use super::state::{count, open};
use super::world::{TRANSACTIONS, World, import};
use crate::remap::world::assert_same;

/// Panics unless the program failed with one of these words and a hint.
fn assert_told(output: &Output, words: &[&str], case: &str) {
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{case}: {output:?}");
    assert!(told.contains("hint: ") && words.iter().any(|word| told.contains(word)), "{case}: {told}");
}

/// Panics unless the store is a part of an undisturbed import, and importing again makes the whole of it; gives the
/// transactions that were there.
fn goes_on(world: &World, case: &str) -> usize {
    let db = world.bench.db();
    let (stored, head) = world.assert_prefix(&db, None, case);
    let output = import(&world.bench).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{case}: {output:?}");
    assert_eq!(world.assert_prefix(&db, head.as_deref(), case).0, TRANSACTIONS, "{case}");
    stored
}

#[test]
fn a_disk_that_fills_up_loses_nothing_and_a_larger_one_goes_on() {
    let world = World::new();
    let mut lengths = Vec::new();
    for kilobytes in [16, 64, 300, 1200, 3200, 8000] {
        let Some(disk) = SmallDisk::new(kilobytes) else { return };
        let case = format!("{kilobytes} KiB");
        world.without_store();
        let db = disk.has_store_of(&world.bench);
        let output = import(&world.bench).output().unwrap();
        // Where the log's index has no room, SQLite can only say that the disk failed.
        assert_told(&output, &["free some space and run again", "check its space"], &case);
        // What is there can be read on the full disk, as soon as there was room for any of it.
        let read = verify(&db, None);
        let sound = read.as_ref().is_ok_and(|verified| verified.findings.is_empty());
        let unmade = matches!(
            read,
            Err(StoreError::Empty { .. } | StoreError::Older { .. } | StoreError::Open { .. })
        );
        assert!(sound || unmade, "{case}: {read:?}");
        disk.remount("size=64m");
        let stored = goes_on(&world, &case);
        assert_eq!(read.map_or(0, |verified| verified.captures), i64::try_from(stored).unwrap(), "{case}");
        lengths.push(stored);
        if kilobytes == 8000 {
            assert_same(&world.bench);
        }
    }
    assert!(
        lengths.is_sorted() && lengths[0] == 0 && lengths[5] > lengths[4] && lengths[4] > 0,
        "{lengths:?}"
    );
    eprintln!("transactions stored before the disk was full: {lengths:?}");
}

#[test]
fn a_limit_on_the_size_of_files_loses_nothing() {
    let world = World::new();
    let mut lengths = Vec::new();
    for blocks in [100, 3000, 8000] {
        // The system kills the program at the limit, unless whoever starts it has that signal ignored.
        for ignored in [false, true] {
            let case = format!("{blocks} blocks, signal ignored: {ignored}");
            world.without_store();
            let unlimited = import(&world.bench);
            let signal = if ignored { "trap '' XFSZ" } else { ":" };
            let mut limited = Command::new("sh");
            limited.args(["-c", &format!("{signal}; ulimit -f {blocks}; exec \"$@\""), "sh"]);
            limited.arg(unlimited.get_program()).args(unlimited.get_args()).stdin(Stdio::null());
            let output = limited.output().unwrap();
            if ignored {
                assert_told(&output, &["check its space", "free some space"], &case);
            } else {
                assert!(output.status.signal().is_some(), "{case}: {output:?}");
            }
            lengths.push(goes_on(&world, &case));
        }
    }
    assert_same(&world.bench);
    assert!(lengths.contains(&0) && lengths.iter().any(|&stored| stored > 0), "{lengths:?}");
    eprintln!("transactions stored before the limit: {lengths:?}");
}

#[test]
fn a_disk_that_turns_read_only_loses_nothing() {
    let world = World::new();
    let Some(disk) = SmallDisk::new(64 << 10) else { return };
    world.without_store();
    let db = disk.has_store_of(&world.bench);
    let mut child = import(&world.bench).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while open(&db).and_then(|store| count(&store, "capture")).unwrap_or_default() < 3 {
        assert!(child.try_wait().unwrap().is_none(), "the import ended before it could be killed");
        thread::yield_now();
    }
    // A file system with a file open for writing cannot be made read-only; one with the log of a killed program can.
    child.kill().unwrap();
    child.wait().unwrap();
    let log = fs::metadata(db.with_file_name("it.db-wal")).unwrap();
    assert!(log.len() > 0);
    for case in ["with a log", "without a log"] {
        disk.remount("ro");
        assert_told(&import(&world.bench).output().unwrap(), &["Read-only file system"], case);
        let read = verify(&db, None).unwrap();
        assert!(read.findings.is_empty(), "{case}: {:?}", read.findings);
        disk.remount("rw");
        assert_eq!(read.captures, i64::try_from(goes_on(&world, case)).unwrap(), "{case}");
    }
    assert_same(&world.bench);
}
