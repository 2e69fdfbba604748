//! A file that is there whole or not at all: written beside its place as `NAME.part`, then renamed.
//!
//! A killed process leaves the `.part`, which the next one replaces; a failing one takes it away. Nothing of the store that the
//! file is made from is touched, whatever it is called, and nobody may read the file who may not read the store.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::hint::Hint;
use crate::place::{beside, folder, is_same, is_same_file, own_files};

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
    #[error("{path} is the store itself, or a file beside it that belongs to it", path = path.display())]
    Itself {
        /// The file.
        path: PathBuf,
    },
    /// There is something of that name that is no file: a folder, a device, a pipe.
    #[error("{path} is there already and is no ordinary file", path = path.display())]
    NotAFile {
        /// What is there.
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
            Self::NotAFile { .. } => {
                "choose another name: only an ordinary file is replaced, also with --force"
            }
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
    /// The store, which says who may read the file.
    source: PathBuf,
    /// Held with a lock for as long as the file is being written.
    file: File,
    replace: bool,
    finished: bool,
}

impl Part {
    /// Begins a file that is to be at `place`, made from the store at `source`; a `.part` of a killed process goes away.
    ///
    /// # Errors
    /// [`PartError`].
    pub(crate) fn begin(place: &Path, source: &Path, replace: bool) -> Result<Self, PartError> {
        let path = beside(place, ".part");
        refuse_own_files(place, &path, source)?;
        may_take(place, replace)?;
        remove_left(&path)?;
        let failed = |source| PartError::Write { path: path.clone(), source };
        let file = match create(&path, source) {
            Ok(file) => file,
            // Another process was faster.
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => return Err(PartError::Busy { path }),
            Err(e) => return Err(failed(e)),
        };
        lock(&file, &path)?;
        let (place, source) = (place.to_path_buf(), source.to_path_buf());
        Ok(Self { place, path, source, file, replace, finished: false })
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
        rights(&self.file, &self.source)
            .and_then(|rights| self.file.set_permissions(rights))
            .and_then(|()| self.file.sync_all())
            .map_err(|e| failed(&self.path, e))?;
        // Asked again, as writing may have taken long.
        may_take(&self.place, self.replace)?;
        fs::rename(&self.path, &self.place).map_err(|e| failed(&self.place, e))?;
        self.finished = true;
        let folder = folder(&self.place);
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

/// Refuses a place where making the file would write into the store or a file of its own: by the name, by the `.part`, or by
/// what `SQLite` makes beside that.
fn refuse_own_files(place: &Path, part: &Path, source: &Path) -> Result<(), PartError> {
    let own = own_files(source);
    let made = ["-wal", "-shm", "-journal"].map(|ending| beside(part, ending));
    let touched = [place.to_path_buf(), part.to_path_buf()].into_iter().chain(made);
    for path in touched {
        if own.iter().any(|own| is_same(own, &path)) {
            return Err(PartError::Itself { path });
        }
    }
    Ok(())
}

/// Whether a name may be taken: what lies there has to be an ordinary file, or a link to one or to none, that may go.
fn may_take(place: &Path, replace: bool) -> Result<(), PartError> {
    let path = place.to_path_buf();
    match fs::symlink_metadata(place) {
        // The link itself is replaced, not what it leads to; a link to a device stands for that.
        Ok(found) if found.is_symlink() && fs::metadata(place).is_ok_and(|led| !led.is_file()) => {
            Err(PartError::NotAFile { path })
        }
        Ok(found) if !found.is_symlink() && !found.is_file() => Err(PartError::NotAFile { path }),
        Ok(_) if !replace => Err(PartError::Exists { path }),
        Ok(_) => Ok(()),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(PartError::Write { path, source }),
    }
}

/// Removes the `.part` of a killed process. Its rights and its owner may be others than a new one's.
fn remove_left(path: &Path) -> Result<(), PartError> {
    let failed = |source| PartError::Write { path: path.to_path_buf(), source };
    match fs::symlink_metadata(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(failed(e)),
        Ok(found) if !found.is_file() => return Err(PartError::NotAFile { path: path.to_path_buf() }),
        Ok(_) => {}
    }
    let left = match File::open(path) {
        Ok(left) => left,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(failed(e)),
    };
    lock(&left, path)?;
    // Whoever removes it holds its lock: what has the name now may be another process' new one.
    let now = fs::symlink_metadata(path).map_err(|_| PartError::Busy { path: path.to_path_buf() })?;
    if cfg!(unix) && !is_same_file(&left.metadata().map_err(failed)?, &now) {
        return Err(PartError::Busy { path: path.to_path_buf() });
    }
    fs::remove_file(path).map_err(failed)
}

fn lock(file: &File, path: &Path) -> Result<(), PartError> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(PartError::Busy { path: path.to_path_buf() }),
        Err(TryLockError::Error(source)) => Err(PartError::Write { path: path.to_path_buf(), source }),
    }
}

/// Makes the file, for nobody but its owner to write and for nobody to read who may not read the store.
fn create(path: &Path, source: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create_new(true).read(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
        // A store that is not there is refused where it is read.
        let store = fs::metadata(source).map_or(0, |store| store.mode());
        // While it is made, its owner writes.
        options.mode(store & 0o666 | 0o600);
    }
    #[cfg(not(unix))]
    let _ = source;
    options.open(path)
}

/// The rights of the finished file: those that it was made with, which the user's mask has cut, as far as the store has them too. Where it has another group
/// than the store, that group may do no more than everybody may.
#[cfg(unix)]
fn rights(file: &File, source: &Path) -> io::Result<Permissions> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let (part, store) = (file.metadata()?, fs::metadata(source)?);
    let both = part.mode() & store.mode() & 0o666;
    let is_of_group = part.gid() == store.gid();
    let mode = if is_of_group { both } else { both & (0o606 | (both & 0o006) << 3) };
    Ok(Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn rights(file: &File, _: &Path) -> io::Result<Permissions> {
    Ok(file.metadata()?.permissions())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let (store, place) = (folder.path().join("a.db"), folder.path().join("a.csv"));
        fs::write(&store, "a store").unwrap();
        fs::write(beside(&place, ".part"), "of a killed process").unwrap();
        let part = Part::begin(&place, &store, false).unwrap();
        part.file().write_all(b"new").unwrap();
        assert!(matches!(Part::begin(&place, &store, false), Err(PartError::Busy { .. })));
        drop(part);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a part that was given up goes away");
        let part = Part::begin(&place, &store, false).unwrap();
        part.file().write_all(b"new").unwrap();
        part.finish().unwrap();
        assert_eq!(fs::read(&place).unwrap(), b"new");
        assert!(matches!(Part::begin(&place, &store, false), Err(PartError::Exists { .. })));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
