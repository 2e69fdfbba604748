//! Exit codes, the same for all three programs.

use std::process::ExitCode;

use crate::backup::BackupError;
use crate::export::ExportError;
use crate::forget::ForgetError;
use crate::hint::{self, Hint};
use crate::settings::SettingsError;
use crate::sql::QueryError;
use crate::{PartError, StoreError};

/// How a program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Failed.
    Failed = 1,
    /// Wrong usage or configuration.
    Usage = 2,
    /// Incomplete: a limit, a gate or a failing host; the next run goes on.
    Incomplete = 3,
    /// Another run holds the store.
    Locked = 4,
    /// The store is damaged.
    Damaged = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Prints what went wrong to standard error and picks the exit code; `more` knows the errors of one program.
pub fn finish(
    result: anyhow::Result<Exit>,
    more: impl Fn(&anyhow::Error) -> Option<(Exit, Option<String>)>,
) -> ExitCode {
    use std::io::Write as _;
    let error = match result {
        Ok(exit) => return exit.into(),
        Err(error) => error,
    };
    let (exit, advice) = more(&error).or_else(|| shared(&error)).unwrap_or((Exit::Failed, None));
    // A closed pipe (`whence-store sql … | head`) is not an error of ours.
    if error.chain().any(|e| {
        e.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    }) {
        return ExitCode::SUCCESS;
    }
    let _ = writeln!(std::io::stderr(), "{}", hint::render(&error, advice));
    exit.into()
}

fn shared(error: &anyhow::Error) -> Option<(Exit, Option<String>)> {
    for cause in error.chain() {
        if let Some(e) = cause.downcast_ref::<SettingsError>() {
            return Some((Exit::Usage, e.hint()));
        }
        if let Some(e) = cause.downcast_ref::<QueryError>() {
            let exit = match e {
                QueryError::Store(e) => store_exit(e),
                QueryError::Stopped(_) | QueryError::TimeUp(_) => Exit::Incomplete,
                QueryError::Thread(_) => Exit::Failed,
                _ => Exit::Usage,
            };
            return Some((exit, e.hint()));
        }
        if let Some(e) = cause.downcast_ref::<ForgetError>() {
            let exit = match e {
                ForgetError::Store(e) => store_exit(e),
                _ => Exit::Usage,
            };
            return Some((exit, e.hint()));
        }
        if let Some(e) = cause.downcast_ref::<BackupError>() {
            return Some((backup_exit(e), e.hint()));
        }
        if let Some(e) = cause.downcast_ref::<ExportError>() {
            return Some((export_exit(e), e.hint()));
        }
        if let Some(e) = cause.downcast_ref::<PartError>() {
            return Some((part_exit(e), e.hint()));
        }
        if let Some(e) = cause.downcast_ref::<StoreError>() {
            return Some((store_exit(e), e.hint()));
        }
    }
    None
}

fn backup_exit(error: &BackupError) -> Exit {
    match error {
        BackupError::Store(e) | BackupError::Copy { source: e, .. } => store_exit(e),
        BackupError::Part(e) => part_exit(e),
        BackupError::LogInTheWay { .. } => Exit::Usage,
        BackupError::Unsound { .. } => Exit::Damaged,
    }
}

fn export_exit(error: &ExportError) -> Exit {
    match error {
        ExportError::Store(e) => store_exit(e),
        ExportError::Write(_) => Exit::Failed,
        ExportError::NoPlatform => Exit::Usage,
    }
}

const fn part_exit(error: &PartError) -> Exit {
    match error {
        PartError::Exists { .. } | PartError::Itself { .. } | PartError::NotAFile { .. } => Exit::Usage,
        PartError::Busy { .. } => Exit::Locked,
        PartError::Write { .. } => Exit::Failed,
    }
}

/// The exit code of an error of the store.
pub fn store_exit(error: &StoreError) -> Exit {
    match error {
        e if e.is_damage() => Exit::Damaged,
        e if e.is_locked() => Exit::Locked,
        StoreError::Missing { .. }
        | StoreError::Empty { .. }
        | StoreError::NotAFile { .. }
        | StoreError::NotSqlite { .. }
        | StoreError::Foreign
        | StoreError::Draft
        | StoreError::Newer { .. } => Exit::Usage,
        _ => Exit::Failed,
    }
}
