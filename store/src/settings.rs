//! Reading configuration files strictly: an unknown or wrong key is an error that names file, key and a way out.
//!
//! This knows TOML and nothing of what a file means; the crates that own a format give the type.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::hint::Hint;

/// Why a configuration file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file could not be read.
    #[error("cannot read {path}: {source}", path = path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not TOML, or a key has a wrong name or type.
    #[error("{path}: {key}: {message}", path = path.display())]
    Parse {
        /// The file.
        path: PathBuf,
        /// The key, dotted from the root (`source[2].url`), or `line N` where no key was reached.
        key: String,
        /// What is wrong with it.
        message: String,
    },
    /// The file is well-formed, but a value makes no sense.
    #[error("{path}: {key}: {message}", path = path.display())]
    Value {
        /// The file.
        path: PathBuf,
        /// The key.
        key: String,
        /// What is wrong with it.
        message: String,
        /// What to write instead.
        hint: String,
    },
}

impl Hint for SettingsError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Read { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
                Some("check the path, or name the folder with --config".to_owned())
            }
            Self::Read { .. } => None,
            Self::Parse { message, .. } if message.contains("unknown field") => {
                Some("remove the key or use one of the names listed above".to_owned())
            }
            Self::Parse { .. } => Some("see docs/configuration.md for every key and its form".to_owned()),
            Self::Value { hint, .. } => Some(hint.clone()),
        }
    }
}

/// Reads one TOML file into `T`. Give `T` `#[serde(deny_unknown_fields)]`.
///
/// # Errors
/// [`SettingsError::Read`] or [`SettingsError::Parse`], naming file and key.
pub fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<T, SettingsError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| SettingsError::Read { path: path.to_path_buf(), source })?;
    parse_toml(path, &text)
}

/// As [`read_toml`] on text already at hand; `path` is for messages.
///
/// # Errors
/// [`SettingsError::Parse`].
pub fn parse_toml<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, SettingsError> {
    let error = |key: String, message: &str| SettingsError::Parse {
        path: path.to_path_buf(),
        key,
        message: message.trim().replace('\n', " "),
    };
    let deserializer =
        toml::Deserializer::parse(text).map_err(|e| error(line_of(text, e.span()), e.message()))?;
    serde_path_to_error::deserialize(deserializer).map_err(|e| {
        let key = e.path().to_string();
        let line = line_of(text, e.inner().span());
        let key = if key == "." { line } else { format!("{key} ({line})") };
        error(key, e.inner().message())
    })
}

fn line_of(text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let start = span.map_or(0, |s| s.start).min(text.len());
    let line = text.as_bytes()[..start].split(|byte| *byte == b'\n').count();
    format!("line {line}")
}

/// The `*.toml` files of a folder in name order; a missing folder holds none.
///
/// # Errors
/// [`SettingsError::Read`] when the folder is there but cannot be listed.
pub fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, SettingsError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(SettingsError::Read { path: folder.to_path_buf(), source }),
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[allow(dead_code)]
        source: Vec<Inner>,
    }
    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[allow(dead_code)]
        url: String,
    }

    fn fails(text: &str) -> String {
        parse_toml::<Sample>(Path::new("sources/a.toml"), text).unwrap_err().to_string()
    }

    #[test]
    fn an_error_names_file_key_and_line() {
        let text = fails("[[source]]\nurl = 'x'\n[[source]]\nurl = 5\n");
        assert!(text.starts_with("sources/a.toml: source[1].url (line 4)"), "{text}");
        let text = fails("[[source]]\nurll = 'x'\n");
        assert!(text.contains("urll") && text.contains("line 2"), "{text}");
        assert!(fails("[[source]\n").contains("line 1"));
    }
}
