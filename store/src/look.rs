//! What a file is, told by its first bytes before `SQLite` opens it or anything is made beside it.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use crate::StoreError;
use crate::schema::APPLICATION_ID;

/// What every `SQLite` file begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Where the header has the mark of the program that the file belongs to.
const MARK: std::ops::Range<usize> = 68..72;

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looked {
    /// Nothing.
    Nothing,
    /// A file without a byte.
    Empty,
    /// What may be a store, sound or damaged; or what this user may not read, which `SQLite` will say.
    Database,
}

/// Looks at a file.
///
/// # Errors
/// [`StoreError::NotAFile`], [`StoreError::NotSqlite`], [`StoreError::Foreign`] for a mark of another program.
pub(crate) fn look(path: &Path) -> Result<Looked, StoreError> {
    let Ok(found) = fs::metadata(path) else { return Ok(Looked::Nothing) };
    let shown = || path.display().to_string();
    // Opening a pipe would wait for somebody to write into it.
    if !found.is_file() {
        let what = if found.is_dir() { "a folder" } else { "no ordinary file" };
        return Err(StoreError::NotAFile { path: shown(), what });
    }
    if found.len() == 0 {
        return Ok(Looked::Empty);
    }
    let mut head = Vec::with_capacity(MARK.end);
    let read = File::open(path).and_then(|file| file.take(MARK.end as u64).read_to_end(&mut head));
    if read.is_err() {
        return Ok(Looked::Database);
    }
    let mark = head.get(MARK).and_then(|mark| mark.try_into().ok()).map(i32::from_be_bytes);
    if head.starts_with(MAGIC) {
        return match mark {
            // A store that was begun has its mark in the log first.
            Some(0 | APPLICATION_ID) | None => Ok(Looked::Database),
            Some(_) => Err(StoreError::Foreign),
        };
    }
    // A store whose first page was hurt: its mark is left, or there are only zeros, as failing disks leave and no program writes.
    let zeros = head.iter().take(MAGIC.len()).all(|byte| *byte == 0);
    if mark == Some(APPLICATION_ID) || zeros {
        Ok(Looked::Database)
    } else {
        Err(StoreError::NotSqlite { path: shown() })
    }
}
