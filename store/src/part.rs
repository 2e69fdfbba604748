//! A file that is there whole or not at all: written beside its place as `NAME.part`, then renamed.
//!
//! A killed process leaves the `.part`, which the next one replaces; a failing one takes it away.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::hint::Hint;

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PartError {
    /// There is a file of that name, and it was not said that it may go.
    #[error("{path} is there already", path = path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The file would take the place of the store that it is made from.
    #[error("{path} is the store itself", path = path.display())]
    Itself {
        /// The file.
        path: PathBuf,
    },
    /// Another process writes the same file now.
    #[error("another process is writing {path}", path = path.display())]
    Busy {
        /// The `.part`.
        path: PathBuf,
    },
    /// The system refused.
    #[error("cannot write {path}: {source}", path = path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Hint for PartError {
    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Exists { .. } => "choose another name, or say --force to replace it",
            Self::Itself { .. } => "choose another name",
            Self::Busy { .. } => "wait for it to end; its `.part` goes away with it",
            Self::Write { source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "free some space, or write to another disk: nothing was left behind, and the store is untouched"
                }
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => "check that the folder exists",
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                    "write to a folder that this user may write to"
                }
                _ => return None,
            },
        };
        Some(text.to_owned())
    }
}

/// A file that is being written. Dropped without [`Part::finish`], it goes away.
#[derive(Debug)]
pub(crate) struct Part {
    place: PathBuf,
    path: PathBuf,
    /// Held with a lock for as long as the file is being written.
    file: File,
    replace: bool,
    finished: bool,
}

impl Part {
    /// Begins a file that is to be at `place`, made from the store at `source`; a `.part` of a killed process is emptied.
    ///
    /// # Errors
    /// [`PartError`].
    pub(crate) fn begin(place: &Path, source: &Path, replace: bool) -> Result<Self, PartError> {
        let path = beside(place, ".part");
        let failed = |source| PartError::Write { path: path.clone(), source };
        if let (Ok(source), Ok(place)) = (source.canonicalize(), place.canonicalize())
            && source == place
        {
            return Err(PartError::Itself { path: place });
        }
        if !replace && place.exists() {
            return Err(PartError::Exists { path: place.to_path_buf() });
        }
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(PartError::Busy { path }),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        file.set_len(0).map_err(failed)?;
        Ok(Self { place: place.to_path_buf(), path, file, replace, finished: false })
    }

    /// Where it is written.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The file, to write into.
    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Brings the bytes to the disk and gives the file its name.
    ///
    /// # Errors
    /// [`PartError`]; the file is not there then.
    pub(crate) fn finish(mut self) -> Result<(), PartError> {
        let failed = |path: &Path, source| PartError::Write { path: path.to_path_buf(), source };
        self.file.sync_all().map_err(|e| failed(&self.path, e))?;
        // Asked again, as writing may have taken long.
        if !self.replace && self.place.exists() {
            return Err(PartError::Exists { path: self.place.clone() });
        }
        fs::rename(&self.path, &self.place).map_err(|e| failed(&self.place, e))?;
        self.finished = true;
        let folder = match self.place.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // The name itself lies in the folder, which has to reach the disk as well.
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(|e| failed(folder, e))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A path with an ending added to its name: `a.db` and `-wal` give `a.db-wal`.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let (store, place) = (Path::new("a.db"), folder.path().join("a.csv"));
        fs::write(beside(&place, ".part"), "of a killed process").unwrap();
        let part = Part::begin(&place, store, false).unwrap();
        part.file().write_all(b"new").unwrap();
        assert!(matches!(Part::begin(&place, store, false), Err(PartError::Busy { .. })));
        drop(part);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "a part that was given up goes away");
        let part = Part::begin(&place, store, false).unwrap();
        part.file().write_all(b"new").unwrap();
        part.finish().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"new");
        assert!(matches!(Part::begin(&place, store, false), Err(PartError::Exists { .. })));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
