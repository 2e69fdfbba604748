//! Import: files that users already have, captured in chunks and mapped by a TOML preset.
//!
//! The road of a file: `input` opens it, and `archive` the members of a zip; `choose` finds the preset by the rules of `detect` where
//! the user names none; `chunk` (for CSV, `rows`) cuts it at record borders; `records` reads a chunk, and `spread` takes records out of
//! pages; `preset`, `item_map` and, for registries and lists, `claim_map` are the mapping as written; `select`, `value` and `list` find
//! fields; `map_item`, `map_actor`, `map_point` and `indicator` make what is stored, and `content` puts it together, or, for streams of
//! events, `events`; `run` ties them together, one transaction a chunk, and `dry` does all but store; `again` reads a stored chunk for
//! `remap`.

mod again;
mod archive;
mod choose;
mod chunk;
mod claim_map;
mod content;
mod detect;
mod dry;
mod events;
mod indicator;
mod input;
mod item_map;
mod list;
mod map_actor;
mod map_item;
mod map_point;
mod preset;
mod records;
mod report;
mod rows;
mod run;
mod select;
mod spread;
mod time_format;
mod value;

pub(crate) use again::read_again;
pub use choose::{AUTO, Chosen, choose};
pub use dry::{DryRun, dry_run};
pub use events::EventCounts;
pub use input::Input;
pub(crate) use preset::FileFormat;
pub use preset::{Preset, load, names};
pub use report::ImportReport;
pub use run::{ImportOptions, import, import_inputs};

/// What stops an import.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file could not be read.
    #[error("cannot read {file}: {source}")]
    Read {
        /// The file.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is not of the preset's format.
    #[error("{file}: {place}: {message}")]
    Format {
        /// The file.
        file: String,
        /// The line or byte.
        place: String,
        /// What is wrong.
        message: String,
    },
    /// A record could not be mapped. Counted, not fatal; the first one is reported.
    #[error("{file}: {place}: {message}")]
    Unmapped {
        /// The file.
        file: String,
        /// The line or record number.
        place: String,
        /// The field and what is wrong with it.
        message: String,
    },
    /// There is no such preset.
    #[error("there is no preset `{name}` under {folder}")]
    NoPreset {
        /// The name asked for.
        name: String,
        /// Where it was looked for.
        folder: String,
        /// The presets that are there.
        known: Vec<String>,
    },
    /// No preset knows the file, or several do.
    #[error("{file}: {message}")]
    Unchosen {
        /// The file.
        file: String,
        /// What was found.
        message: String,
        /// The presets that come nearest.
        candidates: Vec<String>,
    },
    /// The document is too large for a format that must be read whole.
    #[error("{file}: a JSON document of more than {limit_mib} MiB cannot be read at once")]
    TooLarge {
        /// The file.
        file: String,
        /// The limit.
        limit_mib: u64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] whence_store::StoreError),
    /// The preset is wrong.
    #[error(transparent)]
    Settings(#[from] whence_store::settings::SettingsError),
}

impl whence_store::hint::Hint for ImportError {
    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Read { .. } => "check the path and its permissions",
            Self::Format { .. } => {
                "check that the file is whole and that the preset fits it; what was read before is stored"
            }
            Self::Unmapped { .. } => {
                "mend the file, or the preset's mapping and import with --again; the raw record is kept"
            }
            Self::NoPreset { known, .. } => return Some(format!("use one of: {}", known.join(", "))),
            Self::Unchosen { candidates, .. } if candidates.is_empty() => {
                return Some(
                    "name a preset; docs/presets.md lists them, and says how to write one".to_owned(),
                );
            }
            Self::Unchosen { candidates, .. } => {
                return Some(format!("name the preset that it is: {}", candidates.join(", ")));
            }
            Self::TooLarge { .. } => {
                "split it, or convert it to one JSON object a line (NDJSON), which is read as a stream"
            }
            Self::Store(error) => return error.hint(),
            Self::Settings(error) => return error.hint(),
        };
        Some(text.to_owned())
    }
}
