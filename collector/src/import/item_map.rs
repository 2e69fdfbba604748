//! The parts of a preset that make items: who published, when, what.

use serde::Deserialize;
use whence_store::ingest::{ActorKind, ItemKind};
use whence_store::time::Precision;

use super::list::{ListField, Place};
use super::preset::one_or_more;
use super::value::Field;

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
    /// The zone of times without an offset; UTC by default. `unknown`: such a time is good for its day only.
    #[serde(default)]
    pub zone: Option<String>,
    /// The zones that abbreviations at the end of a time mean, as offsets: `EST = "-05:00"`. Where there are any, a time with
    /// another is good for its day only.
    #[serde(default)]
    pub abbreviations: std::collections::BTreeMap<String, String>,
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
    /// Kinds by what a record says, the first that fits, where its relations are not told by ids.
    #[serde(default)]
    pub kinds: Vec<KindWhen>,
    /// When it was published: the first place that has a time which can be read.
    #[serde(deserialize_with = "one_or_more")]
    pub created: Vec<TimeMap>,
    /// When it was changed last.
    #[serde(default, deserialize_with = "one_or_more")]
    pub modified: Vec<TimeMap>,
    /// When a tool saw it, where the file tells; else it is seen when the file is imported.
    #[serde(default, deserialize_with = "one_or_more")]
    pub seen: Vec<TimeMap>,
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
    #[serde(default, deserialize_with = "one_or_more")]
    pub media: Vec<MediaMap>,
    /// Counts beside it: name to field.
    #[serde(default)]
    pub metrics: std::collections::BTreeMap<String, Field>,
    /// Where an object is whose members are all counts, under their own names.
    #[serde(default)]
    pub metrics_from: Option<String>,
}

/// A kind, and the records that have it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindWhen {
    /// The field.
    pub path: String,
    /// The words that say so, whatever their case; without any, that the field is there.
    #[serde(default, deserialize_with = "one_or_more")]
    pub is: Vec<String>,
    /// The kind then.
    pub kind: ItemKind,
}

/// Accounts named in an item.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MentionMap {
    /// Where the entries are.
    pub each: Place,
    /// The handle in an entry; the entry itself by default.
    #[serde(default)]
    pub handle: Option<Field>,
    /// The id in an entry.
    #[serde(default)]
    pub id: Option<Field>,
}

/// Pictures and films of an item.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MediaMap {
    /// Where the entries are.
    pub each: Place,
    /// The kind in an entry; the entry itself by default.
    #[serde(default)]
    pub kind: Option<Field>,
    /// Its address.
    #[serde(default)]
    pub url: Option<Field>,
    /// Its alternative text.
    #[serde(default)]
    pub alt: Option<Field>,
}

impl KindWhen {
    /// Whether a record is of this kind.
    pub(super) fn holds(&self, record: &serde_json::Value, context: &super::value::Context<'_>) -> bool {
        let value = context.first(record, &self.path).and_then(super::value::scalar);
        value.is_some_and(|text| self.is.is_empty() || super::value::is_one_of(&text, &self.is))
    }
}

impl TimeMap {
    /// Whether a time may be good for its day only because nobody says its zone.
    pub(super) fn may_lack_zone(&self) -> bool {
        self.zone.as_deref() == Some(UNKNOWN) || !self.abbreviations.is_empty()
    }
}

/// The zone of times of which nobody says where they were read from a clock.
pub(super) const UNKNOWN: &str = "unknown";
