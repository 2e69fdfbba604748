//! What can be wrong with a share log, and what to do about it.

use std::path::PathBuf;

use whence_store::StoreError;
use whence_store::hint::Hint;
use whence_store::program::Exit;

/// Coordination could not be computed.
#[derive(Debug, thiserror::Error)]
pub enum CoordinationError {
    /// The file cannot be opened or read.
    #[error("{path}: {source}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no CSV, or its text is not UTF-8.
    #[error("{path}: line {line}: {what}", path = path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// A column is missing.
    #[error("{path}: line 1: there is no column {column}; the columns are {found}", path = path.display())]
    Column {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
        /// The columns that there are.
        found: String,
    },
    /// A cell cannot be read.
    #[error("{path}: line {line}, column {column}: {value:?} {what}", path = path.display())]
    Cell {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// The cell, cut after 60 characters.
        value: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// More rows than row numbers.
    #[error("{path}: line {line}: more than {most} shares", path = path.display())]
    TooMany {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// How many can be held.
        most: u64,
    },
    /// A file cannot be written.
    #[error("cannot write {path}: {source}", path = path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Communities could not be found.
    #[error("communities: {0}")]
    Communities(String),
}

impl CoordinationError {
    /// The exit code: the log and how it was named are the user's, the rest is not.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Write { .. } | Self::Communities(_) => Exit::Failed,
            _ => Exit::Usage,
        }
    }
}

impl Hint for CoordinationError {
    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Read { .. } => "name a CSV file with --shares; it may be packed by gzip",
            Self::Csv { .. } => {
                "the file must be CSV in UTF-8 with one header line and as many cells in every line"
            }
            Self::Column { column, .. } => {
                return Some(format!(
                    "name the column {column:?} in the first line; the order of columns is free"
                ));
            }
            Self::Cell { column: "timestamp_share" | "timestamp", .. } => {
                "write seconds since 1970, such as 1737331200 or 1737331200.25, or a time such as 2025-01-20T00:00:00Z"
            }
            Self::Cell { .. } => "give every share an id",
            Self::TooMany { .. } => "split the log by time",
            Self::Store(error) => return error.hint(),
            Self::Write { .. } => {
                "name a folder that may be written with --out; it is made if it is not there"
            }
            Self::Communities(_) => "raise --min-edge-weight or lower --fdr, so that fewer edges stand",
        };
        Some(text.to_owned())
    }
}
