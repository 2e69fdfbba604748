//! The parts of a preset that give claims: who states them, the actor with its accounts, what is on a list.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;
use whence_store::ingest::{ActorKind, ClaimStatus};

use super::preset::{TimeMap, regex};
use super::value::Field;

/// Who states claims, where and when.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimMap {
    /// Who.
    pub asserted_by: String,
    /// Where.
    pub asserted_url: String,
    /// When; the file's own capture by default.
    #[serde(default)]
    pub asserted_at: Option<TimeMap>,
    /// Whether they count at once.
    pub status: ClaimStatus,
    /// Fields that say these of each record, before what stands above.
    #[serde(default)]
    pub by: Option<Field>,
    /// Likewise.
    #[serde(default)]
    pub url: Option<Field>,
    /// `accepted`, `candidate` or `rejected`.
    #[serde(default)]
    pub status_from: Option<Field>,
    /// From when it holds.
    #[serde(default)]
    pub valid_from: Option<TimeMap>,
    /// Until when; a date is the last day on which it holds.
    #[serde(default)]
    pub valid_to: Option<TimeMap>,
}

/// The actor of a record and its accounts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorMap {
    /// Its name.
    pub name: Field,
    /// Who runs it.
    #[serde(default)]
    pub owner: Option<Field>,
    /// The body above.
    #[serde(default)]
    pub parent: Option<Field>,
    /// The region that it addresses.
    #[serde(default)]
    pub region: Option<Field>,
    /// Its language.
    #[serde(default)]
    pub language: Option<Field>,
    /// Its kind, by the first rule that fits; a person where none does, as persons are protected.
    #[serde(default)]
    pub kind: Vec<KindRule>,
    /// A field that names the kind; it goes before `kind`.
    #[serde(default)]
    pub kind_from: Option<Field>,
    /// Its accounts.
    pub account: Vec<ActorAccount>,
}

/// A rule for an actor's kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindRule {
    /// A field.
    pub field: Field,
    /// What it looks like.
    #[serde(deserialize_with = "regex")]
    pub pattern: Regex,
    /// The kind then.
    pub is: ActorKind,
}

/// An account of an actor.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorAccount {
    /// The platform.
    #[serde(default)]
    pub platform: Option<String>,
    /// A field that names the platform.
    #[serde(default)]
    pub platform_from: Option<Field>,
    /// What its words stand for, whole or behind the last `/`; others are platforms as they are, unless there are any here.
    #[serde(default)]
    pub platforms: BTreeMap<String, String>,
    /// The handle.
    pub handle: Field,
    /// The platform's id.
    #[serde(default)]
    pub id: Option<Field>,
    /// Platforms of which the handle given here is the id.
    #[serde(default)]
    pub handle_is_id: Vec<String>,
    /// The account's address.
    #[serde(default)]
    pub url: Option<Field>,
}

/// What is on a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorMap {
    /// Whether the document is a bundle of STIX 2.1; the fields below are not asked then.
    #[serde(default)]
    pub stix: bool,
    /// What is listed.
    #[serde(default)]
    pub value: Option<Field>,
    /// What it is; told by its form where there is none.
    #[serde(default, rename = "type")]
    pub of_type: Option<Field>,
    /// The platform of handles.
    #[serde(default)]
    pub platform: Option<Field>,
    /// The list or campaign that it belongs to.
    pub campaign: Field,
    /// The part of it that counts: the pattern's first group.
    #[serde(default, deserialize_with = "some_regex")]
    pub campaign_pattern: Option<Regex>,
    /// From when and until when it is listed.
    #[serde(default)]
    pub valid_from: Option<TimeMap>,
    /// Likewise.
    #[serde(default)]
    pub valid_to: Option<TimeMap>,
    /// Further hosts on which many have pages of their own: an address on them is that page alone.
    #[serde(default)]
    pub shared_hosts: Vec<String>,
}

fn some_regex<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Regex>, D::Error> {
    regex(deserializer).map(Some)
}
