//! A preset as written under `config/presets/`: what a file of some tool holds, and where.

use std::path::Path;

use regex::Regex;
use serde::{Deserialize, Serialize};
use whence_store::settings::{self, SettingsError};
use whence_store::work::Measure;

use super::ImportError;
use super::claim_map::{ActorMap, ClaimMap, IndicatorMap};
use super::detect::Detect;
pub(super) use super::item_map::{AccountMap, ItemMap, MediaMap, MentionMap, TextForm, TimeMap};
use super::spread::Join;
use super::value::{Field, When};
use crate::config::Labels;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    /// RFC 4180 with a header.
    Csv,
    /// One JSON object a line.
    Ndjson,
    /// One JSON document.
    Json,
}

/// What a file's records become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gives {
    /// Items.
    Items,
    /// Actors and claims.
    Actors,
    /// Values of series.
    Series,
    /// What is on a list: domains, addresses, handles.
    Indicators,
}

/// Code that reads records which no mapping can: events that depend on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reader {
    /// Events of the Bluesky Jetstream, first version of its wire.
    BskyJetstream,
    /// Posts and pages of Bluesky, as its servers answer.
    Bluesky,
}

/// A mapping preset.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its name: the file's stem.
    #[serde(skip)]
    pub name: String,
    /// Its file as it is written: what a dry run shows.
    #[serde(skip)]
    pub text: String,
    /// The SHA-256 of its file, in hexadecimal: kept with everything that is read by it.
    #[serde(skip)]
    pub sha256: String,
    /// Which labels of platforms become candidate claims: of the configuration that it lies in.
    #[serde(skip)]
    pub labels: Labels,
    /// One line for people.
    pub title: String,
    /// What the user has to know before importing (terms, traps), printed at each import.
    #[serde(default)]
    pub notice: Option<String>,
    /// How the file is written: one format, or several told apart by the first byte.
    #[serde(deserialize_with = "one_or_more")]
    pub format: Vec<FileFormat>,
    /// How a file of this kind is known.
    #[serde(default, deserialize_with = "one_or_more")]
    pub detect: Vec<Detect>,
    /// What reads the records, instead of a mapping.
    #[serde(default)]
    pub reader: Option<Reader>,
    /// What its records become.
    #[serde(default = "items")]
    pub gives: Gives,
    /// What counting the items means.
    #[serde(default)]
    pub measure: Measure,
    /// For JSON: where the records of a document or line are; the document's array, or the line, by default.
    #[serde(default)]
    pub records: Vec<String>,
    /// For JSON: where the containers are that `records` is meant in, the first that are there; the document or line by default.
    #[serde(default)]
    pub within: Vec<String>,
    /// What records name by a key and have elsewhere in their container.
    #[serde(default)]
    pub join: Vec<Join>,
    /// Keys under which some records are wrapped once more.
    #[serde(default)]
    pub unwrap: Vec<String>,
    /// Records that are not meant to be mapped.
    #[serde(default)]
    pub skip: Vec<Skip>,
    /// Records that are meant to be mapped: those that are like one of these; all by default.
    #[serde(default)]
    pub keep: Vec<When>,
    /// What the file's name tells.
    #[serde(default)]
    pub file: Option<FileName>,
    /// Who published an item.
    #[serde(default)]
    pub account: Option<AccountMap>,
    /// The item.
    #[serde(default)]
    pub item: Option<ItemMap>,
    /// What the file proves to have been observed.
    #[serde(default)]
    pub observed: ObservedRule,
    /// Who states the claims.
    #[serde(default)]
    pub claim: Option<ClaimMap>,
    /// The actor of a record.
    #[serde(default)]
    pub actor: Option<ActorMap>,
    /// The values of a record.
    #[serde(default)]
    pub series: Option<SeriesMap>,
    /// What a record lists.
    #[serde(default)]
    pub indicator: Option<IndicatorMap>,
}

/// One value or a list of them.
pub(super) fn one_or_more<'de, D: serde::Deserializer<'de>, T: serde::de::DeserializeOwned>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    let read = |value: toml::Value| T::deserialize(value).map_err(serde::de::Error::custom);
    match toml::Value::deserialize(deserializer)? {
        toml::Value::Array(values) => values.into_iter().map(read).collect(),
        value => Ok(vec![read(value)?]),
    }
}

const fn items() -> Gives {
    Gives::Items
}

/// A rule for records that are left out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// The field.
    pub path: String,
    /// Its values in records to leave out; without any, records that have it are left out.
    #[serde(default, deserialize_with = "one_or_more")]
    pub equals: Vec<String>,
    /// Records that have this are not left out.
    #[serde(default)]
    pub unless: Option<String>,
}

/// What a file's name tells: named groups of a pattern, used as `$name`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileName {
    /// A regular expression over the path as given, with `/` between folders.
    #[serde(default, deserialize_with = "super::value::optional_regex")]
    pub pattern: Option<Regex>,
    /// The formats whose files cannot be read without it; such a file with another name is left out, with a warning.
    #[serde(default)]
    pub required_for: Vec<FileFormat>,
    /// Which members of a zip archive are read, by their paths in it.
    #[serde(default, deserialize_with = "super::value::optional_regex")]
    pub members: Option<Regex>,
}

/// Reads a regular expression, so that a wrong one is an error of its key.
pub(super) fn regex<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Regex, D::Error> {
    let text = String::deserialize(deserializer)?;
    Regex::new(&text).map_err(serde::de::Error::custom)
}

/// What a file proves to have been observed. A file of posts proves nothing by itself: pinned posts are old, and
/// pages may be missing. `--observed` states it by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObservedRule {
    /// Nothing.
    #[default]
    None,
    /// Every hour that has an item was observed whole: for lists taken each hour.
    CreatedHour,
}

/// The values of a record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesMap {
    /// The series' name.
    pub name: Field,
    /// When.
    pub at: TimeMap,
    /// The unit of all values.
    #[serde(default)]
    pub unit: Option<Field>,
    /// Whether names are made upper case, as tickers are.
    #[serde(default)]
    pub upper_case: bool,
    /// Measure to path, or to several of which the first counts that is there.
    pub values: std::collections::BTreeMap<String, Paths>,
    /// Words that stand for no value.
    #[serde(default)]
    pub missing: Vec<String>,
}

/// One path or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub struct Paths(#[serde(deserialize_with = "one_or_more")] pub Vec<String>);

impl Preset {
    /// Checks what the types cannot: that the parts which `gives` needs are there.
    fn check(&self, path: &Path) -> Result<(), SettingsError> {
        let missing = |key: &str| SettingsError::Value {
            path: path.to_path_buf(),
            key: key.to_owned(),
            message: "is missing".to_owned(),
            hint: format!("add a [{key}] table, or change `gives`"),
        };
        if self.reader.is_some() {
            let maps = self.account.is_some() || self.item.is_some() || self.gives != Gives::Items;
            let is_lines = !self.format.contains(&FileFormat::Csv);
            return if is_lines && !maps {
                Ok(())
            } else {
                Err(SettingsError::Value {
                    path: path.to_path_buf(),
                    key: "reader".to_owned(),
                    message: "reads JSON by itself".to_owned(),
                    hint: "write `format = \"ndjson\"`, and take out `gives`, [account] and [item]"
                        .to_owned(),
                })
            };
        }
        match self.gives {
            Gives::Items if self.account.is_none() => Err(missing("account")),
            Gives::Items if self.item.is_none() => Err(missing("item")),
            Gives::Actors | Gives::Indicators if self.claim.is_none() => Err(missing("claim")),
            Gives::Actors if self.actor.is_none() => Err(missing("actor")),
            Gives::Series if self.series.is_none() => Err(missing("series")),
            Gives::Indicators if self.indicator.is_none() => Err(missing("indicator")),
            Gives::Indicators
                if self.indicator.as_ref().is_some_and(|map| !map.stix && map.value.is_none()) =>
            {
                Err(missing("indicator.value"))
            }
            _ => Ok(()),
        }
    }
}

/// Loads a preset by name from `CONFIG/presets/`.
///
/// # Errors
/// [`ImportError::NoPreset`] with the names that are there, or what is wrong with the file.
pub fn load(config: &Path, name: &str) -> Result<Preset, ImportError> {
    let folder = config.join("presets");
    let known = names(config)?;
    if !known.iter().any(|k| k == name) {
        return Err(ImportError::NoPreset {
            name: name.to_owned(),
            folder: folder.display().to_string(),
            known,
        });
    }
    let path = folder.join(format!("{name}.toml"));
    let text = std::fs::read_to_string(&path)
        .map_err(|source| SettingsError::Read { path: path.clone(), source })?;
    let mut preset: Preset = settings::parse_toml(&path, &text)?;
    name.clone_into(&mut preset.name);
    preset.sha256 = super::chunk::sha256(text.as_bytes());
    preset.labels = Labels::load(config)?;
    preset.check(&path)?;
    preset.text = text;
    Ok(preset)
}

/// The names of the presets under `CONFIG/presets/`, in order.
///
/// # Errors
/// The folder cannot be read.
pub fn names(config: &Path) -> Result<Vec<String>, ImportError> {
    Ok(settings::toml_files(&config.join("presets"))?
        .iter()
        .filter_map(|path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .collect())
}
