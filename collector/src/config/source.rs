//! `CONFIG/sources/*.toml`: what is collected.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use jiff::tz::TimeZone;
use serde::Deserialize;
use url::Url;
use whence_store::ingest::ActorKind;
use whence_store::link::canonical;
use whence_store::settings::{self, SettingsError};

use super::units;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    #[serde(default)]
    source: Vec<SourceConfig>,
}

/// One source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceConfig {
    /// Its name: letters, digits, `-`, `_`, `.`.
    pub name: String,
    /// Its connector: `feed`.
    pub connector: String,
    /// Its address.
    pub url: Url,
    /// How often it is polled.
    #[serde(default = "hourly", deserialize_with = "units::duration")]
    pub every: Duration,
    /// Between two requests to its host, if not the collector's limit.
    #[serde(default, deserialize_with = "units::some_duration")]
    pub min_interval: Option<Duration>,
    /// Whether the pages that it names are fetched.
    #[serde(default = "yes")]
    pub articles: bool,
    /// After how long a fetched page is looked at again, to catch revisions; never by default.
    #[serde(default, deserialize_with = "units::some_duration")]
    pub revisit: Option<Duration>,
    /// What the operator knows of the publisher. Without it the site is shown under a pseudonym.
    #[serde(default)]
    pub publisher: Option<ActorKind>,
    /// The zone of times that name none.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// Whether it is collected at all.
    #[serde(default = "yes")]
    pub enabled: bool,
}

const fn hourly() -> Duration {
    Duration::from_hours(1)
}

const fn yes() -> bool {
    true
}

impl SourceConfig {
    /// The zone of times that name none.
    pub fn zone(&self) -> Option<TimeZone> {
        self.time_zone.as_deref().and_then(|name| TimeZone::get(name).ok())
    }

    fn check(&self, path: &Path, index: usize) -> Result<(), SettingsError> {
        let wrong = |key: &str, message: String, hint: &str| SettingsError::Value {
            path: path.to_path_buf(),
            key: format!("source[{index}].{key}"),
            message,
            hint: hint.to_owned(),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if self.name.is_empty() || !self.name.chars().all(plain) {
            return Err(wrong(
                "name",
                format!("`{}` is no name", self.name),
                "use letters, digits, `-`, `_` and `.`",
            ));
        }
        if self.connector != "feed" {
            return Err(wrong(
                "connector",
                format!("there is no connector `{}`", self.connector),
                "use `feed`",
            ));
        }
        if !matches!(self.url.scheme(), "http" | "https") {
            return Err(wrong(
                "url",
                format!("`{}` is not fetched", self.url.scheme()),
                "use an http or https address",
            ));
        }
        if !self.url.username().is_empty() || self.url.password().is_some() {
            return Err(wrong(
                "url",
                "holds a user name or password".to_owned(),
                "public sources only: take it out",
            ));
        }
        if let Some(zone) = &self.time_zone
            && TimeZone::get(zone).is_err()
        {
            return Err(wrong(
                "time_zone",
                format!("there is no zone `{zone}`"),
                "use an IANA name such as Asia/Jakarta",
            ));
        }
        Ok(())
    }
}

/// Loads all sources, in order of files and places.
///
/// # Errors
/// [`SettingsError`], also for a name used twice, and for two words on one site.
pub fn load_sources(config: &Path) -> Result<Vec<SourceConfig>, SettingsError> {
    let mut sources = Vec::new();
    let mut names = BTreeSet::new();
    let mut publishers = BTreeMap::new();
    for path in settings::toml_files(&config.join("sources"))? {
        let file: SourceFile = settings::read_toml(&path)?;
        for (index, source) in file.source.into_iter().enumerate() {
            source.check(&path, index)?;
            if !names.insert(source.name.clone()) {
                return Err(SettingsError::Value {
                    path,
                    key: format!("source[{index}].name"),
                    message: format!("`{}` is used twice", source.name),
                    hint: "a source's name stands for it in the store: give each its own".to_owned(),
                });
            }
            // What is known of a site must not hang on which of its sources was polled last.
            if let (Some(site), Some(publisher)) = (canonical(source.url.as_str()), source.publisher)
                && *publishers.entry(site.host.clone()).or_insert(publisher) != publisher
            {
                return Err(SettingsError::Value {
                    path,
                    key: format!("source[{index}].publisher"),
                    message: format!("another source says otherwise of {}", site.host),
                    hint: "say the same in all sources of a site, or say it once".to_owned(),
                });
            }
            sources.push(source);
        }
    }
    Ok(sources)
}
