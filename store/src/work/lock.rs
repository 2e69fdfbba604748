//! One writer at a time: a lock file beside the store, held by the operating system.
//!
//! The lock goes away with its process, even one killed with SIGKILL, so there is no stale lock to clean up.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

use crate::StoreError;
use crate::look::{Looked, look};
use crate::open::refuse_others;
use crate::place::{beside, resolved};
use crate::time::Micros;

/// A held lock; dropping it lets the next run in.
#[derive(Debug)]
pub struct RunLock {
    _file: File,
}

impl RunLock {
    /// Takes the lock of a store, and writes down who holds it since when. Links to a store have the one lock of the file that
    /// they lead to; hard links are files of their own here. No lock is made beside a file that is there and is no store.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process holds it; [`StoreError::Lock`] when the file cannot be made; those of
    /// [`crate::Store::open`] for a file that is no store.
    pub fn take(store: &Path, command: &str, now: Micros) -> Result<Self, StoreError> {
        let store = resolved(store);
        // Asked once more when it is opened: what is there may be another file by then.
        refuse_others(&store)?;
        let path = beside(&store, "-lock");
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

    /// The same for a command that makes no store: none is locked that is not there.
    ///
    /// # Errors
    /// As [`RunLock::take`], and [`StoreError::Missing`].
    pub fn take_existing(store: &Path, command: &str, now: Micros) -> Result<Self, StoreError> {
        if look(store)? == Looked::Nothing {
            return Err(StoreError::Missing { path: store.display().to_string() });
        }
        Self::take(store, command, now)
    }
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
