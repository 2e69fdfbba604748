//! A folder of files that are there whole or not at all.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::coordination::CoordinationError;

/// Files that are being written.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    names: Vec<&'static str>,
}

/// One of them.
#[derive(Debug)]
pub(crate) struct Output {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Folder {
    /// Makes a folder if need be.
    ///
    /// # Errors
    /// [`CoordinationError::Write`].
    pub(crate) fn make(path: &Path) -> Result<Self, CoordinationError> {
        std::fs::create_dir_all(path).map_err(failed(path))?;
        Ok(Self { path: path.to_path_buf(), names: Vec::new() })
    }

    /// The place of a file.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Begins a file.
    ///
    /// # Errors
    /// [`CoordinationError::Write`].
    pub(crate) fn begin(&mut self, name: &'static str) -> Result<Output, CoordinationError> {
        let path = self.beside(name);
        let file = File::create(&path).map_err(failed(&path))?;
        self.names.push(name);
        Ok(Output { path, file: BufWriter::with_capacity(1 << 18, file) })
    }

    /// Puts all files in place.
    ///
    /// # Errors
    /// [`CoordinationError::Write`].
    pub(crate) fn finish(self) -> Result<(), CoordinationError> {
        for name in &self.names {
            let path = self.path.join(name);
            std::fs::rename(self.beside(name), &path).map_err(failed(&path))?;
        }
        Ok(())
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.path.join(format!(".{name}.part"))
    }
}

impl Output {
    /// Writes.
    ///
    /// # Errors
    /// [`CoordinationError::Write`].
    pub(crate) fn put(&mut self, bytes: &[u8]) -> Result<(), CoordinationError> {
        self.file.write_all(bytes).map_err(|source| failed(&self.path)(source))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`CoordinationError::Write`].
    pub(crate) fn end(mut self) -> Result<(), CoordinationError> {
        self.file.flush().map_err(failed(&self.path))
    }
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> CoordinationError {
    let path = path.to_path_buf();
    move |source| CoordinationError::Write { path, source }
}
