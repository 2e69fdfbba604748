//! Disks that are full and folders that may not be written to: clear errors, nothing lost, nothing left behind.

use std::path::{Path, PathBuf};
use std::process::Command;

use whence_store::time::Micros;
use whence_store::work::RunLock;
use whence_store::{Store, StoreError, verify};

use crate::support::{Bench, Ended, evidence, post};

/// A small file system of its own, which goes away with the test.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// One of so many kilobytes; says why where the test may not make it.
    fn new(kilobytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={kilobytes}k");
        let made =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        match made {
            Ok(output) if output.status.success() => Some(Self { folder }),
            Ok(output) => {
                eprintln!(
                    "skipped: a small disk cannot be mounted: {}",
                    String::from_utf8_lossy(&output.stderr)
                );
                None
            }
            Err(error) => {
                eprintln!("skipped: a small disk cannot be mounted: {error}");
                None
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Fills what is left, all but so many kilobytes; gives the file to delete.
    fn fill(&self) -> PathBuf {
        let path = self.path("filler");
        let mut file = std::fs::File::create(&path).unwrap();
        let block = [7_u8; 1024];
        while std::io::Write::write_all(&mut file, &block).is_ok() {}
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.folder.path()).output();
    }
}

#[test]
fn a_full_disk_loses_nothing_that_was_stored() {
    let Some(disk) = SmallDisk::new(4096) else { return };
    let bench = Bench::new();
    // The store lies on the small disk, under the bench's name for it.
    std::os::unix::fs::symlink(disk.path("it.db"), bench.db()).unwrap();
    let mut filled = bench.open();
    let mut stored = 0;
    let error = loop {
        let text = format!("{stored} ").repeat(2000);
        let page = filled.page(0, stored, vec![post("Ann", &stored.to_string(), &text)]);
        match filled.store.put_page(&page) {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
    };
    assert!(stored > 10, "{stored}");
    assert!(error.to_string().contains("full"), "{error}");
    let hint = whence_store::hint::Hint::hint(&error).unwrap();
    assert!(hint.contains("free some space"), "{hint}");
    assert_eq!(whence_store::program::store_exit(&error), whence_store::program::Exit::Failed);
    // Whoever is killed there finds everything again.
    drop(filled);
    assert_eq!(bench.column("SELECT count(*) FROM item", &[]), [stored.to_string()]);

    let whole = verify(&bench.db(), None).unwrap();
    assert!(whole.findings.is_empty() && whole.captures == stored, "{whole:?}");
    // A larger disk, and writing goes on.
    let larger =
        Command::new("mount").args(["-o", "remount,size=16m"]).arg(disk.folder.path()).status().unwrap();
    assert!(larger.success());
    let mut filled = bench.open();
    filled.put(0, stored, vec![post("Ann", "after", "words")]);
    assert!(verify(&bench.db(), Some(&whole.head.chain)).unwrap().findings.is_empty());
}

#[test]
fn a_full_disk_leaves_no_copy_and_no_export() {
    let Some(disk) = SmallDisk::new(1024) else { return };
    let bench = Bench::new();
    let mut filled = bench.open();
    for n in 0..400 {
        filled.put(0, n, vec![post("Ann", &n.to_string(), &format!("words {n} ").repeat(800))]);
    }
    drop(filled);
    let before = std::fs::read(bench.db()).unwrap();
    for (command, more) in
        [("backup", &["--to"][..]), ("export", &["--format", "ndjson", "--identifiable", "--out"])]
    {
        let to = disk.path("out");
        let mut arguments = vec![command];
        arguments.extend(more);
        arguments.push(to.to_str().unwrap());
        let ended = bench.program(&arguments);
        assert_eq!(ended.code, 1, "{command}: {ended:?}");
        for part in ["out", "free some space", "the store is untouched"] {
            assert!(ended.err.contains(part), "{command}: `{part}` is not in {}", ended.err);
        }
        let left: Vec<_> = std::fs::read_dir(disk.folder.path()).unwrap().collect();
        assert!(left.is_empty(), "{command}: {left:?}");
        assert_eq!(std::fs::read(bench.db()).unwrap(), before);
    }
    assert!(verify(&bench.db(), None).unwrap().findings.is_empty());
}

#[test]
fn a_full_disk_still_reads() {
    let Some(disk) = SmallDisk::new(1024) else { return };
    std::fs::write(disk.path("it.db"), evidence()).unwrap();
    let filler = disk.fill();
    for arguments in [&["stats"][..], &["verify"], &["sql", "SELECT 1"], &["export", "--format", "csv"]] {
        let ended = run(Command::new(env!("CARGO_BIN_EXE_whence-store")), arguments, &disk.path("it.db"));
        assert!(matches!(ended.code, 0 | 1), "{arguments:?}: {ended:?}");
        assert!(ended.code == 0 || ended.err.contains("hint: "), "{arguments:?}: {ended:?}");
    }
    std::fs::remove_file(filler).unwrap();
    assert!(verify(&disk.path("it.db"), None).unwrap().findings.is_empty());
}

/// A folder that everybody may read, with the program and a store in it; nothing where the tests may not change users.
struct Foreign {
    folder: tempfile::TempDir,
}

const NOBODY: u32 = 65534;

impl Foreign {
    fn new() -> Option<Self> {
        use std::os::unix::fs::PermissionsExt as _;
        use std::os::unix::process::CommandExt as _;
        let folder = tempfile::tempdir().unwrap();
        let this = Self { folder };
        std::fs::create_dir(this.path("store")).unwrap();
        std::fs::copy(env!("CARGO_BIN_EXE_whence-store"), this.path("program")).unwrap();
        std::fs::write(this.db(), evidence()).unwrap();
        for path in [this.folder.path().to_path_buf(), this.path("store"), this.path("program")] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
        }
        match Command::new(this.path("program")).arg("--version").uid(NOBODY).output() {
            Ok(output) if output.status.success() => Some(this),
            other => {
                eprintln!("skipped: the program cannot be run as another user: {other:?}");
                None
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn db(&self) -> PathBuf {
        self.path("store/it.db")
    }

    fn mode(&self, name: &str, mode: u32) {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(self.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Runs the program as a user who owns nothing.
    fn run(&self, arguments: &[&str]) -> Ended {
        use std::os::unix::process::CommandExt as _;
        let mut command = Command::new(self.path("program"));
        command.uid(NOBODY);
        run(command, arguments, &self.db())
    }

    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.path("store")).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn run(mut command: Command, arguments: &[&str], db: &Path) -> Ended {
    let output = command.args(arguments).arg("--db").arg(db).env_remove("WHENCE_LOG").output().unwrap();
    Ended {
        code: output.status.code().expect("the program ends by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

const READERS: [&[&str]; 4] = [
    &["stats"],
    &["verify"],
    &[
        "sql",
        "SELECT native_id FROM item WHERE id IN (SELECT rowid FROM item_fts WHERE item_fts MATCH terms('words'))",
    ],
    &["export", "--format", "csv", "--identifiable"],
];

/// Gives the store the log of its usual journal mode, closed cleanly: no log lies beside it.
fn as_runs_leave_it(db: &Path) {
    drop(Store::open(db).unwrap());
}

#[test]
fn a_folder_that_may_not_be_written_to_is_read() {
    let Some(foreign) = Foreign::new() else { return };
    for logged in [false, true] {
        if logged {
            as_runs_leave_it(&foreign.db());
        }
        assert_eq!(foreign.files(), ["it.db"]);
        let own =
            READERS.map(|arguments| run(Command::new(foreign.path("program")), arguments, &foreign.db()).out);
        // Reading as the owner may leave an empty log and its index behind.
        for ending in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(foreign.path(&format!("store/it.db{ending}")));
        }
        for (arguments, own) in READERS.iter().zip(own) {
            let ended = foreign.run(arguments);
            assert_eq!(ended.code, 0, "{arguments:?}, logged: {logged}: {ended:?}");
            assert_eq!(ended.out, own, "{arguments:?}");
            assert_eq!(ended.err.contains("read as it stands"), logged, "{}", ended.err);
        }
        assert_eq!(foreign.files(), ["it.db"], "something was left behind");
    }
}

#[test]
fn a_log_that_cannot_be_read_is_said() {
    let Some(foreign) = Foreign::new() else { return };
    as_runs_leave_it(&foreign.db());
    // A run that was killed leaves a log without an index, if somebody copies the one and not the other.
    let bench = Bench::of(&std::fs::read(foreign.db()).unwrap());
    let mut filled = bench.open();
    filled.put(0, 100, vec![post("Ann", "logged", "in the log only")]);
    std::fs::copy(bench.path("it.db-wal"), foreign.path("store/it.db-wal")).unwrap();
    for arguments in READERS {
        let ended = foreign.run(arguments);
        assert_eq!(ended.code, 1, "{arguments:?}: {ended:?}");
        for part in ["it.db-wal", "hint: ", "copy", "whence-store backup"] {
            assert!(ended.err.contains(part), "{arguments:?}: `{part}` is not in {}", ended.err);
        }
    }
    // Whoever may write there makes a copy that anybody can read, with what the log holds.
    let copy = foreign.path("store/copy.db");
    let made = run(
        Command::new(foreign.path("program")),
        &["backup", "--to", copy.to_str().unwrap()],
        &foreign.db(),
    );
    assert_eq!(made.code, 0, "{made:?}");
    std::fs::rename(&copy, foreign.db()).unwrap();
    let _ = std::fs::remove_file(foreign.path("store/it.db-wal"));
    let _ = std::fs::remove_file(foreign.path("store/it.db-shm"));
    let ended = foreign.run(&["sql", "SELECT count(*) AS n FROM item", "--format", "csv"]);
    assert_eq!(ended.out, "n\n3\n", "{ended:?}");
}

#[test]
fn a_file_that_may_not_be_read_is_said() {
    let Some(foreign) = Foreign::new() else { return };
    foreign.mode("store/it.db", 0o600);
    for arguments in READERS {
        let ended = foreign.run(arguments);
        assert_eq!(ended.code, 1, "{arguments:?}: {ended:?}");
        assert!(ended.err.contains("it.db") && ended.err.contains("hint: "), "{}", ended.err);
    }
    let ended = foreign.run(&["backup", "--to", "/nowhere.db"]);
    assert_eq!(ended.code, 1, "{ended:?}");
}

#[test]
fn copies_and_exports_go_where_one_may_write() {
    let Some(foreign) = Foreign::new() else { return };
    for arguments in [&["backup", "--to"][..], &["export", "--format", "csv", "--out"]] {
        let to = foreign.path("store/out");
        let ended = foreign.run(&[arguments, &[to.to_str().unwrap()]].concat());
        assert_eq!(ended.code, 1, "{arguments:?}: {ended:?}");
        assert!(ended.err.contains("may write to") && ended.err.contains("out.part"), "{}", ended.err);
        assert_eq!(foreign.files(), ["it.db"]);
    }
    foreign.mode("store/it.db", 0o444);
    foreign.mode("store", 0o777);
    for arguments in READERS {
        let ended = foreign.run(arguments);
        assert_eq!(ended.code, 0, "a file for reading only: {arguments:?}: {ended:?}");
    }
    let to = foreign.path("store/out");
    let ended = foreign.run(&["backup", "--to", to.to_str().unwrap()]);
    assert_eq!(ended.code, 0, "{ended:?}");
}

#[test]
fn a_second_writer_is_told_who_is_in_the_way() {
    let bench = Bench::of(&evidence());
    let _held = RunLock::take(&bench.db(), "run", Micros(0)).unwrap();
    let error = RunLock::take(&bench.db(), "import", Micros(1)).unwrap_err();
    assert!(matches!(error, StoreError::Locked { .. }) && error.to_string().contains("`run`"), "{error}");
    assert_eq!(whence_store::program::store_exit(&error), whence_store::program::Exit::Locked);
}

#[test]
fn a_transaction_of_another_program_is_waited_for_and_then_told() {
    let bench = Bench::of(&evidence());
    let mut filled = bench.open();
    let other = bench.raw();
    other.execute_batch("BEGIN IMMEDIATE; UPDATE source SET url = 'x';").unwrap();
    let page = filled.page(0, 100, vec![post("Ann", "late", "words")]);
    let error = filled.store.put_page(&page).unwrap_err();
    assert!(error.is_locked(), "{error}");
    assert_eq!(whence_store::program::store_exit(&error), whence_store::program::Exit::Locked);
    assert!(whence_store::hint::Hint::hint(&error).unwrap().contains("wait for it to end"));
    // Readers and copies do not wait for a writer.
    assert_eq!(bench.program(&["verify"]).code, 0);
    let copy = bench.path("copy.db");
    assert_eq!(bench.program(&["backup", "--to", copy.to_str().unwrap()]).code, 0);
    other.execute_batch("ROLLBACK").unwrap();
    filled.store.put_page(&page).unwrap();
    assert!(verify(&bench.db(), None).unwrap().findings.is_empty());
}

#[test]
fn a_file_held_by_another_program_alone_is_busy_for_readers_too() {
    // A copy has no log: there a writer keeps readers out while it writes.
    let bench = Bench::of(&evidence());
    let other = bench.raw();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let ended = bench.program(&["stats"]);
    assert_eq!(ended.code, 4, "{ended:?}");
    assert!(ended.err.contains("it.db") && ended.err.contains("hint: another process"), "{}", ended.err);
}
