//! Why a series could not be used.

use std::path::{Path, PathBuf};

use whence_store::hint::Hint;

/// What is wrong, in which file and line, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{}: {}{message}", path.display(), line.map_or_else(String::new, |line| format!("line {line}: ")))]
pub struct SeriesError {
    /// The file.
    pub path: PathBuf,
    /// The line, counted from 1.
    pub line: Option<u64>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl SeriesError {
    pub(crate) fn file(path: &Path, message: impl Into<String>, hint: &str) -> Self {
        Self { path: path.to_owned(), line: None, message: message.into(), hint: hint.to_owned() }
    }

    pub(crate) fn line(path: &Path, line: u64, message: impl Into<String>, hint: &str) -> Self {
        Self { line: Some(line), ..Self::file(path, message, hint) }
    }
}

impl Hint for SeriesError {
    fn hint(&self) -> Option<String> {
        Some(self.hint.clone())
    }
}
