//! Full disks: clear errors, nothing lost, nothing left behind.

use std::path::PathBuf;
use std::process::Command;

use whence_store::verify;

use crate::support::{Bench, evidence, post, run};

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
    assert!(error.to_string().contains("full") && error.to_string().contains("it.db"), "{error}");
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
