//! `CONFIG/sources/*.toml`: what is collected.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use jiff::tz::TimeZone;
use serde::Deserialize;
use url::Url;
use whence_store::ingest::ActorKind;
use whence_store::link;
use whence_store::settings::{self, SettingsError};
use whence_store::time::Micros;

use super::units;
use crate::connector::{self, Connector, Unfit};
use crate::fetch::Reach;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFile {
    #[serde(default)]
    source: Vec<Entry>,
}

/// A `[[source]]` as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools, reason = "each is a key of its own that the operator may set")]
struct Entry {
    name: String,
    connector: String,
    url: Option<Url>,
    account: Option<String>,
    channel: Option<String>,
    tag: Option<String>,
    query: Option<String>,
    #[serde(default, deserialize_with = "units::some_instant")]
    from: Option<Micros>,
    #[serde(default, deserialize_with = "units::some_instant")]
    to: Option<Micros>,
    #[serde(default)]
    threads: bool,
    #[serde(default)]
    unlisted: bool,
    #[serde(default = "hourly", deserialize_with = "units::duration")]
    every: Duration,
    #[serde(default, deserialize_with = "units::some_duration")]
    min_interval: Option<Duration>,
    #[serde(default)]
    budget: Budget,
    #[serde(default = "yes")]
    articles: bool,
    #[serde(default, deserialize_with = "units::some_duration")]
    revisit: Option<Duration>,
    #[serde(default)]
    media: Option<String>,
    #[serde(default)]
    publisher: Option<ActorKind>,
    #[serde(default)]
    time_zone: Option<String>,
    #[serde(default = "yes")]
    enabled: bool,
}

/// One source.
#[derive(Debug, Clone)]
pub struct SourceConfig {
    /// Its name: letters, digits, `-`, `_`, `.`.
    pub name: String,
    /// Its connector's word, see [`crate::connector::CONNECTORS`].
    pub connector: String,
    /// Its address; for platforms the server that is asked.
    pub url: Url,
    /// What is asked for there.
    pub target: Target,
    /// How often it is polled.
    pub every: Duration,
    /// Between two requests to its hosts, if not the collector's limit.
    pub min_interval: Option<Duration>,
    /// What it may spend.
    pub budget: Budget,
    /// Whether the pages that it names are fetched.
    pub articles: bool,
    /// After how long a fetched page is looked at again, to catch revisions; never by default.
    pub revisit: Option<Duration>,
    /// Whether the pictures that its items show are asked for, once, and known by their hashes; they are not kept.
    pub hash_media: bool,
    /// What the operator knows of the publisher. Without it the site is shown under a pseudonym.
    pub publisher: Option<ActorKind>,
    /// The zone of times that name none.
    pub time_zone: Option<String>,
    /// Whether it is collected at all.
    pub enabled: bool,
    /// Which labels of platforms become candidate claims.
    pub labels: super::Labels,
}

/// What is asked for at a source's server. Each connector says which of these it needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// An account, by handle or id.
    pub account: Option<String>,
    /// A channel, a playlist, a subreddit.
    pub channel: Option<String>,
    /// A hashtag, without `#`.
    pub tag: Option<String>,
    /// A query in the server's language.
    pub query: Option<String>,
    /// Nothing published before.
    pub from: Option<Micros>,
    /// Nothing published from then on.
    pub to: Option<Micros>,
    /// Whether the threads of its posts are asked for as well.
    pub threads: bool,
    /// Whether posts are kept whose authors ask not to be listed or indexed: for public officials only.
    pub unlisted: bool,
}

/// What a source may spend; without a number there is no bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Requests in a day.
    pub requests: Option<u64>,
    /// Bytes received in a day, as sent.
    #[serde(default, deserialize_with = "units::some_size")]
    pub bytes: Option<u64>,
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

    /// The address that stands for it in the store: that of its server, and behind `#` what is asked for there, as many sources ask
    /// one server.
    pub fn address(&self) -> Url {
        let mut address = self.url.clone();
        let Target { account, channel, tag, query, .. } = &self.target;
        let keys = [("account", account), ("channel", channel), ("tag", tag), ("query", query)];
        let mut of = url::form_urlencoded::Serializer::new(String::new());
        for (key, value) in keys {
            if let Some(value) = value {
                of.append_pair(key, value);
            }
        }
        let of = of.finish();
        if !of.is_empty() {
            address.set_fragment(Some(&of));
        }
        address
    }

    /// Between two requests to its hosts: its own key or else the `usual` interval, and never less than its platform bears. A
    /// server on the operator's own machine is no platform.
    pub fn interval(&self, usual: Duration) -> Duration {
        let wanted = self.min_interval.unwrap_or(usual);
        let least = connector::named(&self.connector).and_then(Connector::min_interval);
        match Reach::of(&self.url) {
            Reach::Public => least.map_or(wanted, |least| least.max(wanted)),
            Reach::Loopback => wanted,
        }
    }

    /// Reads the keys of one `[[source]]`, as a configuration file holds them.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub fn parse(toml: &str) -> Result<Self, SettingsError> {
        let path = Path::new("[[source]]");
        let entry: Entry = settings::parse_toml(path, toml)?;
        entry.check(path, 0)
    }
}

impl Entry {
    fn check(self, path: &Path, index: usize) -> Result<SourceConfig, SettingsError> {
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
        let Some(connector) = connector::named(&self.connector) else {
            let names: Vec<&str> = connector::CONNECTORS.iter().map(|known| known.name()).collect();
            let message = format!("there is no connector `{}`", self.connector);
            return Err(wrong("connector", message, &format!("use one of {}", names.join(", "))));
        };
        let home = || connector.home().and_then(|home| Url::parse(home).ok());
        let Some(url) = self.url.clone().or_else(home) else {
            return Err(wrong("url", "is missing".to_owned(), "write the source's http or https address"));
        };
        if !matches!(url.scheme(), "http" | "https") {
            return Err(wrong(
                "url",
                format!("`{}` is not fetched", url.scheme()),
                "use an http or https address",
            ));
        }
        if !url.username().is_empty() || url.password().is_some() {
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
        if let Some(media) = self.media.as_deref().filter(|media| *media != "hash") {
            return Err(wrong(
                "media",
                format!("`{media}` is nothing that is done with pictures"),
                "write `media = \"hash\"`, or leave it out: no picture is asked for then",
            ));
        }
        if self.from.zip(self.to).is_some_and(|(from, to)| from >= to) {
            return Err(wrong("to", "is not after `from`".to_owned(), "`from` is included, `to` is not"));
        }
        let source = self.finish(url);
        match connector.check(&source) {
            Ok(()) => Ok(source),
            Err(Unfit { key, message, hint }) => Err(wrong(key, message, &hint)),
        }
    }

    fn finish(self, url: Url) -> SourceConfig {
        SourceConfig {
            name: self.name,
            connector: self.connector,
            url,
            target: Target {
                account: self.account,
                channel: self.channel,
                tag: self.tag,
                query: self.query,
                from: self.from,
                to: self.to,
                threads: self.threads,
                unlisted: self.unlisted,
            },
            every: self.every,
            min_interval: self.min_interval,
            budget: self.budget,
            articles: self.articles,
            revisit: self.revisit,
            hash_media: self.media.is_some(),
            publisher: self.publisher,
            time_zone: self.time_zone,
            labels: super::Labels::default(),
            enabled: self.enabled,
        }
    }
}

/// Loads all sources, in order of files and places.
///
/// # Errors
/// [`SettingsError`], also for a name used twice, and for two words on one site.
pub fn load_sources(config: &Path) -> Result<Vec<SourceConfig>, SettingsError> {
    let labels = super::Labels::load(config)?;
    let mut sources = Vec::new();
    let mut names = BTreeSet::new();
    let mut publishers = BTreeMap::new();
    for path in settings::toml_files(&config.join("sources"))? {
        let file: SourceFile = settings::read_toml(&path)?;
        for (index, entry) in file.source.into_iter().enumerate() {
            let mut source = entry.check(&path, index)?;
            source.labels = labels.clone();
            if !names.insert(source.name.clone()) {
                return Err(SettingsError::Value {
                    path,
                    key: format!("source[{index}].name"),
                    message: format!("`{}` is used twice", source.name),
                    hint: "a source's name stands for it in the store: give each its own".to_owned(),
                });
            }
            // What is known of a site must not hang on which of its sources was polled last.
            if let (Some(site), Some(publisher)) = (link::page(source.url.as_str()), source.publisher)
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
