//! Where copies and exports may be written: never into the store or what belongs to it, by whatever name, never in the place of
//! a device, and for nobody to read who may not read the store.

use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use crate::support::{Bench, Ended, evidence, run};

const COMMANDS: [&[&str]; 2] = [&["backup", "--to"], &["export", "--format", "csv", "--out"]];

fn write(command: &[&str], db: &Path, to: &Path, force: bool) -> Ended {
    let mut arguments = [command, &[to.to_str().unwrap()]].concat();
    if force {
        arguments.push("--force");
    }
    run(Command::new(env!("CARGO_BIN_EXE_whence-store")), &arguments, db)
}

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Every file of a bench and its bytes; links are followed.
fn contents(bench: &Bench) -> Vec<(String, Option<Vec<u8>>)> {
    let read = |name: &String| std::fs::read(bench.path(name)).ok();
    bench.files().into_iter().map(|name| (name.clone(), read(&name))).collect()
}

#[test]
fn a_store_is_never_overwritten_by_what_is_made_from_it() {
    // What the store is called, and where its copy is to be.
    for (db, to) in [
        ("copy.db.part", "copy.db"),
        ("copy.db.part-wal", "copy.db"),
        ("copy.db.part-journal", "copy.db"),
        ("it.db", "it.db"),
        ("it.db", "link.db"),
        ("it.db", "hard.db"),
        ("link.db", "it.db"),
        ("link.db", "hard.db"),
        ("it.db", "part-is-link.db"),
        ("it.db", "part-is-hard.db"),
        ("it.db", "it.db-wal"),
        ("it.db", "it.db-shm"),
        ("it.db", "it.db-journal"),
        ("it.db", "it.db-lock"),
        ("it.db", "it.db-remap"),
        ("it.db", "it.db.part"),
        ("link.db", "it.db-wal"),
        ("it.db", "link.db-wal"),
        ("hard.db", "it.db"),
    ] {
        let bench = Bench::new();
        std::fs::write(bench.path(if db.starts_with("copy") { db } else { "it.db" }), evidence()).unwrap();
        if !db.starts_with("copy") {
            symlink("it.db", bench.path("link.db")).unwrap();
            symlink("it.db", bench.path("part-is-link.db.part")).unwrap();
            symlink("it.db-wal", bench.path("link.db-wal")).unwrap();
            std::fs::hard_link(bench.db(), bench.path("hard.db")).unwrap();
            std::fs::hard_link(bench.db(), bench.path("part-is-hard.db.part")).unwrap();
            std::fs::write(bench.path("it.db-lock"), "a lock").unwrap();
        }
        let before = contents(&bench);
        for command in COMMANDS {
            for force in [false, true] {
                let ended = write(command, &bench.path(db), &bench.path(to), force);
                assert_eq!(ended.code, 2, "{db} to {to}, {command:?}, {force}: {ended:?}");
                assert!(ended.err.contains("hint: "), "{}", ended.err);
                assert!(!force || ended.err.contains("the store itself"), "{db} to {to}: {}", ended.err);
                assert_eq!(contents(&bench), before, "{db} to {to}, {command:?}, {force}");
            }
        }
    }
}

#[test]
fn the_log_of_a_store_that_is_open_is_not_overwritten() {
    let bench = Bench::new();
    let mut filled = bench.open();
    filled.put(0, 1, vec![crate::support::post("Ann", "1", "words")]);
    for ending in ["-wal", "-shm"] {
        let own = bench.path(&format!("it.db{ending}"));
        for command in COMMANDS {
            let ended = write(command, &bench.db(), &own, true);
            assert!(ended.code == 2 && ended.err.contains("the store itself"), "{ended:?}");
        }
    }
    assert_eq!(bench.column("SELECT count(*) FROM item", &[]), ["1"]);
}

#[test]
fn only_ordinary_files_are_replaced() {
    let bench = Bench::of(&evidence());
    symlink("/dev/null", bench.path("to-device")).unwrap();
    std::fs::create_dir(bench.path("folder")).unwrap();
    let pipe = Command::new("mkfifo").arg(bench.path("pipe")).status().unwrap();
    assert!(pipe.success());
    let pipe = Command::new("mkfifo").arg(bench.path("pipe-beside.part")).status().unwrap();
    assert!(pipe.success());
    let before = bench.files();
    for force in [false, true] {
        for command in COMMANDS {
            for to in ["to-device", "pipe", "pipe-beside"] {
                let ended = write(command, &bench.db(), &bench.path(to), force);
                assert!(ended.code == 2 && ended.err.contains("no ordinary file"), "{to}: {ended:?}");
            }
            let ended = write(command, &bench.db(), Path::new("/dev/fd/1"), force);
            assert!(ended.code == 2 && ended.err.contains("no ordinary file"), "{ended:?}");
        }
        let ended = write(COMMANDS[1], &bench.db(), &bench.path("folder"), force);
        assert!(ended.code == 2 && ended.err.contains("no ordinary file"), "{ended:?}");
    }
    assert_eq!(bench.files(), before);
    assert!(std::fs::metadata(bench.path("pipe")).unwrap().file_type().is_fifo());
    assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

#[test]
fn a_link_that_leads_nowhere_is_there_already() {
    let bench = Bench::of(&evidence());
    for command in COMMANDS {
        symlink("nothing", bench.path("link")).unwrap();
        let ended = write(command, &bench.db(), &bench.path("link"), false);
        assert!(ended.code == 2 && ended.err.contains("is there already"), "{ended:?}");
        assert!(std::fs::symlink_metadata(bench.path("link")).unwrap().is_symlink());
        assert_eq!(write(command, &bench.db(), &bench.path("link"), true).code, 0);
        assert!(std::fs::symlink_metadata(bench.path("link")).unwrap().is_file());
        assert!(!bench.path("nothing").exists(), "what it leads to is not written");
        std::fs::remove_file(bench.path("link")).unwrap();
    }
}

#[test]
fn whoever_may_not_read_the_store_may_not_read_what_is_made_from_it() {
    let bench = Bench::of(&evidence());
    let to = bench.path("out");
    for command in COMMANDS {
        for (of_store, expected) in
            [(0o600, 0o600), (0o400, 0o400), (0o640, 0o640), (0o644, 0o644), (0o660, 0o640)]
        {
            // What a killed process left is readable for all, and is not written into.
            let left = bench.path("out.part");
            std::fs::write(&left, "of a killed process").unwrap();
            std::fs::set_permissions(&left, std::fs::Permissions::from_mode(0o666)).unwrap();
            let held = std::fs::File::open(&left).unwrap();
            std::fs::set_permissions(bench.db(), std::fs::Permissions::from_mode(of_store)).unwrap();
            // The usual mask, so that the test says the same for every user.
            let mut shell = Command::new("sh");
            shell.args(["-c", "umask 022; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_whence-store")]);
            let arguments = [command, &[to.to_str().unwrap(), "--identifiable", "--force"][..]].concat();
            let arguments: Vec<&str> =
                arguments.into_iter().filter(|a| command[0] == "export" || *a != "--identifiable").collect();
            let ended = run(shell, &arguments, &bench.db());
            assert_eq!(ended.code, 0, "{ended:?}");
            assert_eq!(mode(&to), expected, "{command:?} of a store of {of_store:o}");
            assert_eq!(std::io::read_to_string(held).unwrap(), "of a killed process");
        }
    }
}
