//! A copy of a store, taken while a run may be writing: one snapshot, checked before it has its name.
//!
//! The copy is one file without a log, so that it can be read in a folder that nobody may write to. What is forgotten in the
//! store later is not forgotten in its copies.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::StoreError;
use crate::evidence::chain::{self, Head};
use crate::hint::Hint;
use crate::open::open_any_schema;
use crate::part::{Part, PartError};
use crate::place::beside;
use crate::stats::count_rows;

/// Pages copied between two reports of progress: 4 MiB at the usual page of 4 KiB.
const STEP: i32 = 1024;

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file could not be written.
    #[error(transparent)]
    Part(#[from] PartError),
    /// Reading or writing failed on the way.
    #[error("cannot copy the store to {to}: {source}", to = to.display())]
    Copy {
        /// The copy.
        to: PathBuf,
        /// What failed.
        source: StoreError,
    },
    /// A log lies where the copy is to be, which `SQLite` would take for the copy's own.
    #[error("{log} belongs to another file that was at {to}", log = log.display(), to = to.display())]
    LogInTheWay {
        /// The log.
        log: PathBuf,
        /// The copy.
        to: PathBuf,
    },
    /// The copy is not what was copied, or what was copied is damaged.
    #[error("the copy is not sound: {what}")]
    Unsound {
        /// What was found.
        what: String,
    },
}

impl Hint for BackupError {
    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Store(error) => return error.hint(),
            Self::Part(error) => return error.hint(),
            Self::Copy { source: StoreError::Sqlite(error), .. }
                if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) =>
            {
                "free some space, or write to another disk: nothing was left behind, and the store is untouched"
            }
            Self::Copy { source, .. } => return source.hint(),
            Self::LogInTheWay { .. } => "a program has that file open, or was killed: choose another name",
            Self::Unsound { .. } => {
                "nothing was left behind; `whence-store verify` says whether the store is damaged: if so, keep it as it is and \
                 restore an earlier copy"
            }
        };
        Some(text.to_owned())
    }
}

/// A copy that was made.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Copied {
    /// The file.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: u64,
    /// The end of the chain in it, for [`crate::verify()`] against the store later.
    pub head: Head,
}

/// Copies the store at `from` to the file `to`, or into the folder `to` as `NAME-<head>-<captures>.db`. `progress` is told
/// how many pages of how many are copied.
///
/// # Errors
/// [`BackupError`]; there is no new file then, and a file that was to be replaced is as it was.
pub fn backup(
    from: &Path,
    to: &Path,
    replace: bool,
    progress: &mut dyn FnMut(i32, i32),
) -> Result<Copied, BackupError> {
    // A store of an earlier schema is copied as it is, so that there is a copy before it is brought up to date.
    let (source, _) = open_any_schema(from)?;
    // A read transaction keeps the snapshot while it is copied in steps: what a run adds is not seen, and nothing begins anew.
    let of_store = |e: StoreError| e.of(from);
    source.execute_batch("BEGIN").map_err(|e| of_store(e.into()))?;
    let head = chain::head(&source).map_err(of_store)?;
    let rows = count_rows(&source).map_err(of_store)?;
    let to = place(from, to, &head);
    check_place(&to)?;
    let part = Part::begin(&to, from, replace)?;
    let _litter = Litter(part.path().to_path_buf());
    let failed = |source: StoreError| BackupError::Copy { to: to.clone(), source };
    copy(&source, part.path(), progress).map_err(failed)?;
    drop(source);
    check(part.path(), &head, &rows).map_err(|e| match e {
        BackupError::Store(source) => failed(source),
        other => other,
    })?;
    part.finish()?;
    let bytes = fs::metadata(&to).map_or(0, |meta| meta.len());
    Ok(Copied { path: to, bytes, head })
}

/// The file that a copy becomes.
fn place(from: &Path, to: &Path, head: &Head) -> PathBuf {
    if !to.is_dir() {
        return to.to_path_buf();
    }
    let stem = from.file_stem().unwrap_or_default().to_string_lossy();
    to.join(format!("{stem}-{}-{}.db", &head.chain[..8], head.captures))
}

fn check_place(to: &Path) -> Result<(), BackupError> {
    for ending in ["-wal", "-journal"] {
        let log = beside(to, ending);
        if fs::metadata(&log).is_ok_and(|meta| meta.len() > 0) {
            return Err(BackupError::LogInTheWay { log, to: to.to_path_buf() });
        }
    }
    Ok(())
}

fn copy(source: &Connection, part: &Path, progress: &mut dyn FnMut(i32, i32)) -> Result<(), StoreError> {
    let mut target = Connection::open(part)?;
    // A copy that is broken off is thrown away: there is nothing to roll back to.
    target.pragma_update(None, "journal_mode", "OFF")?;
    target.pragma_update(None, "synchronous", "OFF")?;
    target.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    {
        let backup = Backup::new(source, &mut target)?;
        loop {
            let result = backup.step(STEP)?;
            let now = backup.progress();
            progress(now.pagecount - now.remaining, now.pagecount);
            match result {
                StepResult::Done => break,
                StepResult::More => {}
                _ => return Err(StoreError::Locked { lock: part.display().to_string() }),
            }
        }
    }
    // The pages say that a log belongs to them, as in the store.
    target.pragma_update(None, "journal_mode", "DELETE")?;
    target.close().map_err(|(_, error)| error.into())
}

/// Whether the copy's trees are sound, and it ends and counts as the snapshot does.
fn check(part: &Path, head: &Head, rows: &[(String, i64)]) -> Result<(), BackupError> {
    let unsound = |what: String| Err(BackupError::Unsound { what });
    let (copied, _) = open_any_schema(part)?;
    let first: String =
        copied.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(StoreError::from)?;
    if first != "ok" {
        return unsound(first.replace('\n', " "));
    }
    let found = chain::head(&copied)?;
    if found != *head {
        return unsound(format!("its chain ends in {}, the store's in {}", found.chain, head.chain));
    }
    let found = count_rows(&copied)?;
    match found.iter().zip(rows).find(|(found, expected)| found != expected) {
        Some(((table, found), (_, expected))) => unsound(format!("{table} has {found} rows, not {expected}")),
        None if found.len() != rows.len() => unsound("it has not the same tables".to_owned()),
        None => Ok(()),
    }
}

/// Takes away what `SQLite` may leave beside an unfinished copy.
struct Litter(PathBuf);

impl Drop for Litter {
    fn drop(&mut self) {
        for ending in ["-wal", "-shm", "-journal"] {
            let _ = fs::remove_file(beside(&self.0, ending));
        }
    }
}
