//! One writer at a time: a lock file beside the store, held by the operating system.
//!
//! The lock goes away with its process, even one killed with SIGKILL, so there is no stale lock to clean up.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use crate::StoreError;
use crate::time::Micros;

/// A held lock; dropping it lets the next run in.
#[derive(Debug)]
pub struct RunLock {
    _file: File,
}

impl RunLock {
    /// Takes the lock of a store that must be there already: no lock file is left beside a name that was mistyped.
    ///
    /// # Errors
    /// As [`RunLock::take`], and [`StoreError::Missing`].
    pub fn take_existing(store: &Path, command: &str, now: Micros) -> Result<Self, StoreError> {
        if store.exists() {
            Self::take(store, command, now)
        } else {
            Err(StoreError::Missing { path: store.display().to_string() })
        }
    }

    /// Takes the lock of a store, and writes down who holds it since when.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process holds it; [`StoreError::Lock`] when the file cannot be made.
    pub fn take(store: &Path, command: &str, now: Micros) -> Result<Self, StoreError> {
        let path = lock_path(store);
        let failed = |source| StoreError::Lock { path: path.display().to_string(), source };
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut owner = String::new();
                let _ = file.read_to_string(&mut owner);
                return Err(StoreError::Locked { lock: format!("{} ({})", path.display(), owner.trim()) });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let owner = format!("process {} running `{command}` since {now}\n", std::process::id());
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(owner.as_bytes()))
            .map_err(failed)?;
        Ok(Self { _file: file })
    }
}

fn lock_path(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push("-lock");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_is_told_who_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("a.db");
        let held = RunLock::take(&store, "run", Micros(0)).unwrap();
        let refused = RunLock::take(&store, "run", Micros(1)).unwrap_err();
        assert!(refused.is_locked() && refused.to_string().contains("1970-01-01T00:00:00Z"), "{refused}");
        drop(held);
        RunLock::take(&store, "run", Micros(2)).unwrap();
    }
}
