//! The form of a narrative file. Unknown keys are errors; what the values mean is checked in `load`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::asked::{BaselineFile, ControlFile, SampleFile, SeedFile};
use super::judgement::JudgementFile;
use super::party::PartyFile;
use super::together::TogetherFile;
use super::tracked::ClaimFile;
use crate::resemblance::ResemblanceFile;

/// A synonym set: phrases by language.
pub(super) type Phrases = BTreeMap<String, Vec<String>>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NarrativeFile {
    pub(super) title: String,
    pub(super) question: Option<String>,
    pub(super) query: String,
    pub(super) time_zone: String,
    pub(super) window: WindowFile,
    #[serde(default)]
    pub(super) terms: BTreeMap<String, Phrases>,
    #[serde(default)]
    pub(super) event: Vec<EventFile>,
    #[serde(default)]
    pub(super) series: Vec<SeriesFile>,
    #[serde(default)]
    pub(super) claim: Vec<ClaimFile>,
    #[serde(default)]
    pub(super) party: Vec<PartyFile>,
    #[serde(default)]
    pub(super) judgement: Vec<JudgementFile>,
    #[serde(default)]
    pub(super) protect: Protect,
    #[serde(default)]
    pub(super) resemblance: ResemblanceFile,
    #[serde(default)]
    pub(super) seed: Vec<SeedFile>,
    #[serde(default)]
    pub(super) control: Vec<ControlFile>,
    pub(super) baseline: Option<BaselineFile>,
    pub(super) sample: Option<SampleFile>,
    pub(super) coordination: Option<TogetherFile>,
}

/// Names and domains of which look-alikes are looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Protect {
    pub(super) brands: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WindowFile {
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventFile {
    pub(super) name: String,
    pub(super) at: String,
    pub(super) source: String,
    pub(super) placebo_days: Option<usize>,
    #[serde(default)]
    pub(super) placebo_searched: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeriesFile {
    pub(super) name: String,
    pub(super) measure: String,
    pub(super) label: String,
    #[serde(default)]
    pub(super) show: Show,
    #[serde(default)]
    pub(super) counts: bool,
}

/// How a series is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Show {
    /// The values as they are.
    #[default]
    Value,
    /// Percent against the value before.
    Change,
}
