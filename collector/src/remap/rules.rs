//! Today's rules: the configured sources, the presets, and the program itself.

use std::collections::{BTreeMap, btree_map};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use whence_store::settings;

use super::RemapError;
use crate::config::{Labels, SourceConfig, load_sources};
use crate::import::{self, ImportError, Preset};

/// What captures are read by.
#[derive(Debug)]
pub struct Rules {
    config: PathBuf,
    sources: Vec<SourceConfig>,
    /// Those that were needed so far.
    presets: BTreeMap<String, Preset>,
    hash: [u8; 32],
}

impl Rules {
    /// Loads them from a configuration folder. Presets are read as captures need them.
    ///
    /// # Errors
    /// [`RemapError::Settings`].
    pub fn load(config: &Path) -> Result<Self, RemapError> {
        let sources = load_sources(config)?;
        let hash = hash(config, &sources)?;
        Ok(Self { config: config.to_path_buf(), sources, presets: BTreeMap::new(), hash })
    }

    /// Stands for all of them: a remap that was killed goes on only under the same.
    pub fn hash(&self) -> &[u8] {
        &self.hash
    }

    pub(super) fn sources(&self) -> &[SourceConfig] {
        &self.sources
    }

    pub(super) fn source(&self, name: &str) -> Option<&SourceConfig> {
        self.sources.iter().find(|source| source.name == name)
    }

    pub(super) fn preset(&mut self, name: &str) -> Result<&Preset, ImportError> {
        Ok(match self.presets.entry(name.to_owned()) {
            btree_map::Entry::Occupied(known) => known.into_mut(),
            btree_map::Entry::Vacant(new) => new.insert(import::load(&self.config, name)?),
        })
    }
}

fn hash(config: &Path, sources: &[SourceConfig]) -> Result<[u8; 32], RemapError> {
    let mut hash = Sha256::new();
    hash.update(env!("CARGO_PKG_VERSION"));
    // Two builds of one version may read otherwise; where the system does not tell them apart, the version has to do.
    if let Ok(about) = std::env::current_exe().and_then(std::fs::metadata) {
        hash.update(about.len().to_be_bytes());
        hash.update(format!("{:?}", about.modified().ok()));
    }
    for source in sources {
        let SourceConfig { name, url, publisher, time_zone, .. } = source;
        hash.update(format!("{:?}", (name, url.as_str(), publisher, time_zone)));
    }
    hash.update(Labels::load(config)?.hash());
    for path in settings::toml_files(&config.join("presets"))? {
        let bytes = std::fs::read(&path)
            .map_err(|source| settings::SettingsError::Read { path: path.clone(), source })?;
        hash.update(path.file_name().unwrap_or_default().as_encoded_bytes());
        hash.update([0]);
        hash.update(Sha256::digest(&bytes));
    }
    Ok(hash.finalize().into())
}
