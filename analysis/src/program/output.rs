//! Writing a report's files: each whole or not at all.

use std::path::{Path, PathBuf};

use whence_store::hint::Hint;

/// The output folder cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {path}: {source}", path = path.display())]
pub struct OutputError {
    /// The file or folder.
    pub path: PathBuf,
    /// What the system said.
    pub source: std::io::Error,
}

impl Hint for OutputError {
    fn hint(&self) -> Option<String> {
        Some("name a folder that may be written with --out; it is made if it is not there".to_owned())
    }
}

/// Writes files into a folder, which is made if need be. Every file is written beside its place first, so that a reader never
/// sees half of one, and no file is put in place before all could be written.
///
/// # Errors
/// [`OutputError`].
pub fn write(folder: &Path, files: &[(&'static str, Vec<u8>)]) -> Result<(), OutputError> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| OutputError { path, source }
    };
    std::fs::create_dir_all(folder).map_err(failed(folder))?;
    let beside = |name: &str| folder.join(format!(".{name}.part"));
    for (name, bytes) in files {
        let path = beside(name);
        std::fs::write(&path, bytes).map_err(failed(&path))?;
    }
    for (name, _) in files {
        let path = folder.join(name);
        std::fs::rename(beside(name), &path).map_err(failed(&path))?;
    }
    Ok(())
}
