//! What can go wrong with a store.

use std::path::Path;

use crate::hint::Hint;

/// An error of the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file cannot be opened or made.
    #[error("cannot open the store {path}: {source}")]
    Open {
        /// The store's file.
        path: String,
        /// What `SQLite` said.
        source: rusqlite::Error,
    },
    /// The file is whole only with its log, and the log cannot be read in a folder that this user may not write to.
    #[error(
        "cannot open the store {path}: the log beside it ({log}) has to be brought in first, and a reader may not do that here"
    )]
    LogOutOfReach {
        /// The store's file.
        path: String,
        /// The log.
        log: String,
    },
    /// There is no such file, and this command does not make one.
    #[error("there is no store at {path}")]
    Missing {
        /// The store's file.
        path: String,
    },
    /// The file has no byte: a reader finds nothing, a run makes a store of it.
    #[error("{path} is empty: there is no store in it yet")]
    Empty {
        /// The file.
        path: String,
    },
    /// There is something else than a file.
    #[error("{path} is {what}, and a store is one file")]
    NotAFile {
        /// What was given for a store.
        path: String,
        /// What it is.
        what: &'static str,
    },
    /// The file is of another kind.
    #[error("{path} is no SQLite file, so it is no store")]
    NotSqlite {
        /// The file.
        path: String,
    },
    /// The file is an `SQLite` database of another program.
    #[error("this SQLite file is not a Whence store")]
    Foreign,
    /// A reader keeps the log from being emptied.
    #[error(
        "what was forgotten is gone from the tables, and still in the log: another program is reading an older state"
    )]
    LogInUse {
        /// The store's file.
        db: String,
    },
    /// The file has the form that the program wrote before its first release.
    #[error("the store has the draft form of schema 1, which was never released")]
    Draft,
    /// The system gives no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
    /// The file was written by a later version.
    #[error("the store has schema {found}, this program knows up to {known}")]
    Newer {
        /// The file's schema version.
        found: i64,
        /// This program's.
        known: i64,
    },
    /// The file needs a migration, and was opened for reading only.
    #[error("the store has schema {found}, this program needs {known}")]
    Older {
        /// The file's schema version.
        found: i64,
        /// This program's.
        known: i64,
    },
    /// Another run is writing.
    #[error("another run holds the store: {lock}")]
    Locked {
        /// The lock file, and what it says of its owner.
        lock: String,
    },
    /// The lock file cannot be made.
    #[error("cannot make the lock file {path}: {source}")]
    Lock {
        /// The lock file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The side file of a remap cannot be removed.
    #[error("cannot remove the side file {path}: {source}")]
    Side {
        /// The side file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Stored bytes do not decompress or are not what their columns say.
    #[error("the store is damaged: {what}")]
    Damaged {
        /// Which row, and what is wrong with it.
        what: String,
    },
    /// A statement failed.
    #[error("the store failed: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A statement failed, where it is known in which file.
    #[error("the store {path} failed: {source}")]
    Failed {
        /// The store's file.
        path: String,
        /// What `SQLite` said.
        source: rusqlite::Error,
    },
    /// Compressing a body failed.
    #[error("cannot compress evidence: {0}")]
    Compress(std::io::Error),
}

impl StoreError {
    /// The same error with the name of the store's file, where it has none yet.
    #[must_use]
    pub fn of(self, store: &Path) -> Self {
        match self {
            Self::Sqlite(source) => Self::Failed { path: store.display().to_string(), source },
            other => other,
        }
    }

    /// What `SQLite` said, if it is an error of `SQLite`.
    const fn of_sqlite(&self) -> Option<&rusqlite::Error> {
        match self {
            Self::Open { source, .. } | Self::Failed { source, .. } | Self::Sqlite(source) => Some(source),
            _ => None,
        }
    }

    /// Whether the file itself is damaged (exit code 5).
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. }) || self.of_sqlite().is_some_and(says_damage)
    }

    /// Whether another process is in the way (exit code 4).
    pub fn is_locked(&self) -> bool {
        let is_busy = |error: &rusqlite::Error| {
            matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy))
        };
        matches!(self, Self::Locked { .. } | Self::LogInUse { .. }) || self.of_sqlite().is_some_and(is_busy)
    }
}

/// Whether an error of `SQLite` can only come from a damaged file: it says so itself, the tables are not those that the
/// schema's version promises, or a value is not of its column's type.
fn says_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::{
        FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, QueryReturnedNoRows,
        SqlInputError, Utf8Error,
    };
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    match error {
        FromSqlConversionFailure(..)
        | IntegralValueOutOfRange(..)
        | InvalidColumnType(..)
        | QueryReturnedNoRows
        | SqlInputError { .. }
        | Utf8Error(..) => true,
        // The statements of the program are fixed: what they name is there unless the schema's own pages are damaged.
        rusqlite::Error::SqliteFailure(_, Some(message)) if message.starts_with("no such ") => true,
        other => matches!(other.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)),
    }
}

impl Hint for StoreError {
    fn hint(&self) -> Option<String> {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure,
        };
        let code = self.of_sqlite().and_then(rusqlite::Error::sqlite_error_code);
        if let Self::LogInUse { db } = self {
            return Some(format!("close it, and run `whence-store forget --finish --db {db}`"));
        }
        let text = match (self, code) {
            (Self::Missing { .. }, _) => {
                "check --db, or collect something first: `whence-collect run` makes the file"
            }
            (Self::Empty { .. }, _) => {
                "check --db; `whence-collect run` or `import` makes a store of an empty file"
            }
            (Self::NotAFile { .. }, _) => "name the store's file with --db",
            (Self::NotSqlite { .. }, _) => {
                "check the path: name another file with --db; nothing was written to this one"
            }
            (Self::Foreign, _) => "name another file with --db; Whence never writes into a foreign database",
            (Self::Draft, _) => "collect and import again into a new file; the old one is not touched",
            (Self::Newer { .. }, _) => "use the newer program that wrote this file",
            (Self::Older { .. }, _) => {
                "open it once with a writing command, such as `whence-collect sources`"
            }
            (Self::Locked { .. }, _) => {
                "wait for it to end; the lock goes away with its process, even a killed one"
            }
            (Self::Side { .. }, _) => {
                "remove it by hand when no remap is running; it holds nothing of its own"
            }
            (error, _) if error.is_damage() => {
                "restore a backup, or run `whence-store verify` to see what is affected"
            }
            (Self::LogOutOfReach { .. }, _) => {
                "a writing command brings it in, such as `whence-collect sources`; where you may not write, copy the file and its log to \
                 a folder of your own, or let a user who may make a copy that is one file: `whence-store backup`"
            }
            (Self::Lock { .. }, _) => {
                "a run writes beside the store: its folder must be writable for this user"
            }
            (_, Some(DatabaseBusy)) => {
                "another process writes to the file: wait for it to end, and run again"
            }
            (_, Some(DiskFull)) => "free some space and run again: nothing that was stored is lost",
            (_, Some(ReadOnly)) => "the file or its folder is read-only for this user",
            (_, Some(PermissionDenied)) => "this user may not read the file",
            (_, Some(CannotOpen)) => {
                "check that the folder exists, and that this user may read the file and write there"
            }
            (_, Some(SystemIoFailure)) => {
                "the disk or the file system failed: check its space and health, then run `whence-store verify`"
            }
            _ => return None,
        };
        Some(text.to_owned())
    }
}
