//! A small file system of a test's own, which goes away with it.

use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::support::Bench;

pub(super) struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// One of so many kilobytes; says why where the test may not make it.
    pub(super) fn new(kilobytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={kilobytes}k");
        let made =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        let why = match made {
            Ok(output) if output.status.success() => return Some(Self { folder }),
            Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
            Err(error) => error.to_string(),
        };
        eprintln!("skipped: a small disk cannot be mounted: {why}");
        None
    }

    /// Mounts it anew, with another size or for reading only.
    pub(super) fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        // A program that another test starts at this moment holds our open files until it is running itself: the disk is busy then.
        for _ in 0..100 {
            let done = Command::new("mount").args(["-o", &options]).arg(self.folder.path()).output().unwrap();
            if done.status.success() {
                return;
            }
            eprintln!("{options}: {done:?}");
            thread::park_timeout(Duration::from_millis(20));
        }
        panic!("{options}: the disk stays busy");
    }

    /// Fills it but for so many kilobytes; gives the file to delete.
    pub(super) fn fill(&self, room: u64) -> PathBuf {
        let path = self.folder.path().join("filler");
        let mut file = File::create(&path).unwrap();
        while file.write_all(&[7; 4096]).is_ok() {}
        let length = file.metadata().unwrap().len();
        file.set_len(length - (room << 10)).unwrap();
        path
    }

    /// Has the bench's store, and the lock beside it, on this disk from now on; gives the store's place.
    pub(super) fn has_store_of(&self, bench: &Bench) -> PathBuf {
        for name in ["it.db", "it.db-lock"] {
            let link = bench.db().with_file_name(name);
            std::os::unix::fs::symlink(self.folder.path().join(name), link).unwrap();
        }
        self.folder.path().join("it.db")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.folder.path()).output();
    }
}
