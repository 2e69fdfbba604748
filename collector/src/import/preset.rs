//! A preset as written under `config/presets/`: what a file of some tool holds, and where.

use std::path::Path;

use regex::Regex;
use serde::{Deserialize, Serialize};
use whence_store::ingest::{ActorKind, ItemKind};
use whence_store::settings::{self, SettingsError};
use whence_store::time::Precision;
use whence_store::work::Measure;

use super::ImportError;
use super::claim_map::{ActorMap, ClaimMap, IndicatorMap};
use super::value::{Field, ListField};
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
}

/// A mapping preset.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its name: the file's stem.
    #[serde(skip)]
    pub name: String,
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
    /// What reads the records, instead of a mapping.
    #[serde(default)]
    pub reader: Option<Reader>,
    /// What its records become.
    #[serde(default = "items")]
    pub gives: Gives,
    /// What counting the items means.
    #[serde(default)]
    pub measure: Measure,
    /// For JSON documents: where the records are; the document's array by default.
    #[serde(default)]
    pub records: Vec<String>,
    /// Keys under which some records are wrapped once more.
    #[serde(default)]
    pub unwrap: Vec<String>,
    /// Records that are not meant to be mapped.
    #[serde(default)]
    pub skip: Vec<Skip>,
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
fn one_or_more<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore<T> {
        One(T),
        More(Vec<T>),
    }
    Ok(match OneOrMore::deserialize(deserializer)? {
        OneOrMore::One(value) => vec![value],
        OneOrMore::More(values) => values,
    })
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
    /// Its value in records to leave out.
    pub equals: String,
}

/// What a file's name tells: named groups of a pattern, used as `$name`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileName {
    /// A regular expression over the path as given, with `/` between folders.
    #[serde(deserialize_with = "regex")]
    pub pattern: Regex,
    /// The formats whose files cannot be read without it; such a file with another name is left out, with a warning.
    #[serde(default)]
    pub required_for: Vec<FileFormat>,
}

/// Reads a regular expression, so that a wrong one is an error of its key.
pub(super) fn regex<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Regex, D::Error> {
    let text = String::deserialize(deserializer)?;
    Regex::new(&text).map_err(serde::de::Error::custom)
}

/// Who published an item.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountMap {
    /// The platform.
    pub platform: Field,
    /// The handle.
    pub handle: Field,
    /// The platform's id.
    #[serde(default)]
    pub id: Option<Field>,
    /// The display name.
    #[serde(default)]
    pub name: Option<Field>,
    /// The description.
    #[serde(default)]
    pub description: Option<Field>,
    /// What the platform says of it.
    #[serde(default)]
    pub label: Option<Field>,
    /// When it was opened.
    #[serde(default)]
    pub opened: Option<TimeMap>,
    /// What is known of the publisher, where a file has but one that is no person.
    #[serde(default)]
    pub publisher: Option<ActorKind>,
}

/// A time.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeMap {
    /// Where it is.
    pub from: Field,
    /// Its formats, tried in order.
    pub format: Vec<String>,
    /// The zone of times without an offset; UTC by default.
    #[serde(default)]
    pub zone: Option<String>,
    /// Its precision, where it is coarser than its form.
    #[serde(default)]
    pub precision: Option<Precision>,
    /// A field that names the precision; it goes before `precision`.
    #[serde(default)]
    pub precision_from: Option<Field>,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextForm {
    /// As it is.
    #[default]
    Plain,
    /// Plain, with `&amp;` and its like.
    Entities,
    /// HTML.
    Html,
}

/// An item.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemMap {
    /// The platform's id.
    pub id: Field,
    /// What it is unless its relations say otherwise.
    pub kind: ItemKind,
    /// A field that names the kind.
    #[serde(default)]
    pub kind_from: Option<Field>,
    /// When it was published.
    pub created: TimeMap,
    /// Its title.
    #[serde(default)]
    pub title: Option<Field>,
    /// Its text.
    #[serde(default)]
    pub text: Option<Field>,
    /// How the text is written.
    #[serde(default)]
    pub text_form: TextForm,
    /// The people whom it names as authors.
    #[serde(default)]
    pub byline: Option<Field>,
    /// Its language, as the platform says.
    #[serde(default)]
    pub lang: Option<Field>,
    /// Where people read it.
    #[serde(default)]
    pub url: Option<Field>,
    /// What it passes on.
    #[serde(default)]
    pub repost_of: Option<Field>,
    /// What it quotes.
    #[serde(default)]
    pub quote_of: Option<Field>,
    /// What it answers.
    #[serde(default)]
    pub reply_to: Option<Field>,
    /// Its conversation.
    #[serde(default)]
    pub thread: Option<Field>,
    /// Its links.
    #[serde(default)]
    pub links: Option<ListField>,
    /// Its hashtags.
    #[serde(default)]
    pub tags: Option<ListField>,
    /// Accounts named in it.
    #[serde(default)]
    pub mentions: Option<MentionMap>,
    /// What it shows.
    #[serde(default)]
    pub media: Option<MediaMap>,
    /// Counts beside it: name to field.
    #[serde(default)]
    pub metrics: std::collections::BTreeMap<String, Field>,
    /// Where an object is whose members are all counts, under their own names.
    #[serde(default)]
    pub metrics_from: Option<String>,
}

/// Accounts named in an item.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MentionMap {
    /// Where the entries are.
    pub each: String,
    /// The handle in an entry; the entry itself by default.
    #[serde(default)]
    pub handle: Option<String>,
    /// The id in an entry.
    #[serde(default)]
    pub id: Option<String>,
}

/// Pictures and films of an item.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaMap {
    /// Where the entries are.
    pub each: String,
    /// The kind in an entry; the entry itself by default.
    #[serde(default)]
    pub kind: Option<String>,
    /// Its address.
    #[serde(default)]
    pub url: Option<String>,
    /// Its alternative text.
    #[serde(default)]
    pub alt: Option<String>,
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
            let is_lines = self.format == [FileFormat::Ndjson];
            return if is_lines && !maps {
                Ok(())
            } else {
                Err(SettingsError::Value {
                    path: path.to_path_buf(),
                    key: "reader".to_owned(),
                    message: "reads lines of NDJSON by itself".to_owned(),
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
    let known: Vec<String> = settings::toml_files(&folder)?
        .iter()
        .filter_map(|path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()))
        .collect();
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
    Ok(preset)
}
