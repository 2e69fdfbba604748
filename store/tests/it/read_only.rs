//! Files and folders that a user may only read: read where that is right, refused with a way out where it is not.

use std::path::{Path, PathBuf};
use std::process::Command;

use whence_store::Store;

use crate::support::{Bench, Ended, evidence, post, run};

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
