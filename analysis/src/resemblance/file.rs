//! The form of a campaign's file, `config/campaigns/NAME.toml`, and of a narrative's `[resemblance]`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Campaigns that a narrative's channels are held against.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResemblanceFile {
    /// Names of files in `campaigns/`.
    pub(crate) campaigns: Vec<String>,
    /// `PLATFORM:ID` or `PLATFORM:HANDLE`; without, all other channels of the platform.
    #[serde(default)]
    pub(crate) controls: Vec<String>,
    #[serde(default)]
    pub(crate) tag: Vec<TagFile>,
}

/// What a person saw or heard, and the program cannot.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TagFile {
    pub(crate) channel: String,
    #[serde(rename = "trait")]
    pub(crate) of: String,
    pub(crate) is_there: bool,
    pub(crate) by: String,
    pub(crate) date: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CampaignFile {
    pub(super) title: String,
    pub(super) version: u32,
    pub(super) about: String,
    pub(super) platforms: Vec<String>,
    #[serde(default)]
    pub(super) known_lists: Vec<String>,
    pub(super) source: Vec<SourceFile>,
    #[serde(rename = "trait")]
    pub(super) traits: Vec<TraitFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceFile {
    pub(super) url: String,
    pub(super) date: String,
    pub(super) by: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TraitFile {
    pub(super) id: String,
    pub(super) weight: Weight,
    pub(super) why: String,
    pub(super) test: Test,
}

/// How much a trait says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// Many ordinary channels have it.
    Generic,
    /// Who has it took it from the same place: a script, a picture, a paragraph, a link.
    Specific,
}

/// How a trait is looked for. Shares are between 0 and 1.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Test {
    /// Of the last `last` titles, at least `share` hit `sets_each` or more of the sets of terms.
    Topics {
        /// So many titles.
        last: usize,
        /// So many sets a title.
        sets_each: usize,
        /// So many of the titles.
        share: f64,
        /// Sets of terms by language.
        sets: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    },
    /// The account was opened on or after a date.
    OpenedAfter {
        /// The date.
        date: String,
    },
    /// Uploads a week, and how even the gaps between them are.
    Cadence {
        /// At least.
        from: f64,
        /// At most.
        to: f64,
        /// The gaps' standard deviation over their mean, at most.
        unevenness: Option<f64>,
    },
    /// The share of items in some languages.
    Language {
        /// ISO 639-1.
        languages: Vec<String>,
        /// At least.
        share: f64,
    },
    /// The share of titles with one of some phrases.
    TitlePhrases {
        /// The phrases.
        phrases: Vec<String>,
        /// At least.
        share: f64,
    },
    /// A phrase by which the channel says so itself, in its description, a text or a tag.
    SelfLabel {
        /// The phrases.
        phrases: Vec<String>,
    },
    /// What only a person sees or hears: taken from the narrative's tags.
    Analyst {},
    /// The same spoken or written script on another channel of the store.
    Script {
        /// The share of its parts, at least.
        containment: f64,
    },
    /// A paragraph of the reference texts, or of channels known by a list.
    Boilerplate {
        /// The share of its parts, at least.
        containment: f64,
        /// Reference texts.
        #[serde(default)]
        texts: Vec<String>,
    },
    /// A picture or film of the references, or of channels known by a list.
    Asset {
        /// SHA-256, in hexadecimal.
        #[serde(default)]
        sha256: Vec<String>,
        /// Bits in which two pictures may differ and still be the same.
        bits: u32,
    },
    /// A domain of the references, or of channels known by a list.
    Link {
        /// Registered domains or hosts.
        #[serde(default)]
        domains: Vec<String>,
    },
}

impl Test {
    /// Whether what it finds can come only from the same place.
    pub const fn may_be_specific(&self) -> bool {
        matches!(
            self,
            Self::Script { .. } | Self::Boilerplate { .. } | Self::Asset { .. } | Self::Link { .. }
        )
    }
}
