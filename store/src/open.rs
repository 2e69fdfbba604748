//! Opening a store for reading, also where the reader may not write.
//!
//! A store keeps a write-ahead log, and `SQLite` makes an index of it beside the file before it reads. Where the folder may
//! not be written to, that fails; a store without a log, which nobody has open then, is read as it stands.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use url::Url;

use crate::look::{Looked, look};
use crate::place::{beside, resolved};
use crate::{StoreError, schema};

const READING: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// Opens a file for reading only and checks that it is a store of this schema.
pub(crate) fn open_read_only(path: &Path) -> Result<Connection, StoreError> {
    let (connection, found) = open_any_schema(path)?;
    if found == schema::VERSION {
        Ok(connection)
    } else {
        Err(StoreError::Older { found, known: schema::VERSION })
    }
}

/// Opens a file for reading only and checks that it is a store of this schema or an earlier one; gives its version.
pub(crate) fn open_any_schema(path: &Path) -> Result<(Connection, i64), StoreError> {
    let empty = || StoreError::Empty { path: path.display().to_string() };
    match look(path)? {
        Looked::Nothing => return Err(StoreError::Missing { path: path.display().to_string() }),
        Looked::Empty => return Err(empty()),
        Looked::Database => {}
    }
    match open_database(path)? {
        // A database without a table: whoever began it was stopped.
        (_, 0) => Err(empty()),
        opened => Ok(opened),
    }
}

/// Refuses a file that is there and is no store, without leaving anything beside it; damage is told where it is opened.
///
/// # Errors
/// Those of [`look`], [`StoreError::Foreign`], [`StoreError::Draft`], [`StoreError::Newer`].
pub(crate) fn refuse_others(path: &Path) -> Result<(), StoreError> {
    if look(path)? != Looked::Database {
        return Ok(());
    }
    // Nobody has it open where no log lies beside it: then it is read without making one.
    let is_closed = !["-wal", "-journal"].iter().any(|log| beside(path, log).exists());
    let opened = match as_it_stands(path) {
        Some(address) if is_closed => {
            Connection::open_with_flags(address, READING | OpenFlags::SQLITE_OPEN_URI)
        }
        _ => Connection::open_with_flags(path, READING),
    };
    match checked(path, opened) {
        Err(error @ (StoreError::Foreign | StoreError::Draft | StoreError::Newer { .. })) => Err(error),
        _ => Ok(()),
    }
}

fn open_database(path: &Path) -> Result<(Connection, i64), StoreError> {
    let first = checked(path, Connection::open_with_flags(path, READING));
    let Err(StoreError::Open { source, .. }) = &first else { return first };
    // A reader is told that something is read-only where the log's index cannot be made. Where the file itself cannot be
    // read, the reason is not the folder.
    let of_folder = matches!(source.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly));
    if !of_folder || std::fs::File::open(path).is_err() {
        return first;
    }
    let holds = |log: &Path| std::fs::metadata(log).map_or(0, |meta| meta.len()) > 0;
    // SQLite's files lie beside the file itself, not beside a link to it.
    let real = resolved(path);
    for log in [beside(&real, "-wal"), beside(&real, "-journal")] {
        if holds(&log) {
            let (path, log) = (path.display().to_string(), log.display().to_string());
            return Err(StoreError::LogOutOfReach { path, log });
        }
    }
    // The index of the log is there as long as anybody has the store open.
    if beside(&real, "-shm").exists() {
        return first;
    }
    let Some(address) = as_it_stands(&real) else { return first };
    tracing::warn!(
        "the folder of {} may not be written to: the store is read as it stands, and a run that another user starts now is not \
         noticed",
        path.display()
    );
    checked(path, Connection::open_with_flags(address, READING | OpenFlags::SQLITE_OPEN_URI))
}

/// The address that tells `SQLite` to take no locks and look for no log.
fn as_it_stands(path: &Path) -> Option<String> {
    let mut address = Url::from_file_path(std::path::absolute(path).ok()?).ok()?;
    address.set_query(Some("immutable=1"));
    Some(address.into())
}

fn checked(path: &Path, opened: rusqlite::Result<Connection>) -> Result<(Connection, i64), StoreError> {
    let failed = |source| StoreError::Open { path: path.display().to_string(), source };
    let connection = opened.map_err(failed)?;
    connection.busy_timeout(Duration::from_secs(10)).map_err(failed)?;
    let found = schema::check(&connection).map_err(|e| match e {
        StoreError::Sqlite(source) => failed(source),
        other => other,
    })?;
    Ok((connection, found))
}
