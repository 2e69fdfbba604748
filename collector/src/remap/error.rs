//! What stops a remap.

use whence_store::hint::Hint;

/// What stops a remap. The tables are as they were then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RemapError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] whence_store::StoreError),
    /// The configuration is wrong.
    #[error(transparent)]
    Settings(#[from] whence_store::settings::SettingsError),
    /// A preset cannot be used.
    #[error("capture {capture}: {source}")]
    Preset {
        /// The capture that it read.
        capture: i64,
        /// What is wrong with it.
        source: Box<crate::import::ImportError>,
    },
    /// A source that was collected is not configured any more.
    #[error("capture {capture} belongs to the source `{name}`, which is not configured any more")]
    NoSource {
        /// The capture.
        capture: i64,
        /// The source's name.
        name: String,
    },
    /// A capture does not say how it was read.
    #[error(
        "capture {capture} does not say how it was read, or in words that this program does not know: {message}"
    )]
    Reader {
        /// The capture.
        capture: i64,
        /// What is wrong with its words.
        message: String,
    },
    /// A stored address or header cannot be read.
    #[error("capture {capture}: its {part} cannot be read")]
    Capture {
        /// The capture.
        capture: i64,
        /// Which part of it.
        part: &'static str,
    },
}

impl Hint for RemapError {
    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Store(error) => return error.hint(),
            Self::Settings(error) => return error.hint(),
            Self::Preset { .. } => {
                "remap reads every import by its preset as it is today: put the file back under presets/, mended or not"
            }
            Self::NoSource { .. } => {
                "put it back into sources/, with `enabled = false` if it is not to be collected: its time zone and publisher are needed"
            }
            Self::Reader { .. } => {
                "it was written by another version: use that version, or collect and import into a new store"
            }
            Self::Capture { .. } => "run `whence-store verify`: the store may be damaged",
        };
        Some(text.to_owned())
    }
}
