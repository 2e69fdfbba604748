//! Findings about resemblance to documented campaigns.

use serde::{Deserialize, Serialize};

use super::carriers::AccountName;
use crate::resemblance::Weight;

/// A campaign, and the channels that were held against it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CampaignFinding {
    /// The file's name.
    pub campaign: String,
    /// What it is called.
    pub title: String,
    /// The file's version.
    pub version: u32,
    /// What is documented of it.
    pub about: String,
    /// Who documented it: name, date, address.
    pub sources: Vec<DocumentedBy>,
    /// Ordinary channels that every trait was also looked for on.
    pub controls: usize,
    /// How the controls were chosen.
    pub controls_note: String,
    /// Channels of the store that a list names as the campaign's; they are neither compared nor controls.
    pub known: usize,
    /// The channels, those that match most first.
    pub channels: Vec<ChannelFinding>,
    /// Channels with matched items that were left out, as there were too many.
    pub left_out: usize,
}

/// Who documented a campaign.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DocumentedBy {
    /// Whose it is.
    pub by: String,
    /// When, a date.
    pub date: String,
    /// Where.
    pub url: String,
}

/// How far the words may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Likeness {
    /// At least half of what can be seen matches, a specific trait among it.
    Resembles,
    /// At least half of what can be seen matches, none of it specific.
    ConsistentWith,
    /// Less than half matches.
    Unlike,
    /// Fewer than three traits can be seen.
    TooLittle,
}

impl Likeness {
    /// The words in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Resembles => "resembles",
            Self::ConsistentWith => "consistent-with",
            Self::Unlike => "unlike",
            Self::TooLittle => "too-little",
        }
    }
}

/// A channel held against a campaign.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChannelFinding {
    /// Which.
    #[serde(flatten)]
    pub account: AccountName,
    /// Its matched items.
    pub items: usize,
    /// What it published that was looked at.
    pub looked_at: usize,
    /// How far the words go.
    pub likeness: Likeness,
    /// Observable traits that match.
    pub matches: usize,
    /// Traits that can be observed on it.
    pub observable: usize,
    /// Matching traits that are specific, and that at most a tenth of the controls have.
    pub specific: usize,
    /// Control channels that match as many of these observable traits.
    pub controls_as_many: usize,
    /// All of it in a sentence.
    pub sentence: String,
    /// The captures that the sentence rests on.
    pub evidence: Vec<usize>,
    /// Trait by trait.
    pub traits: Vec<TraitFinding>,
}

/// Whether a trait is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TraitResult {
    /// It is.
    #[serde(rename = "match")]
    Match,
    /// It is not.
    #[serde(rename = "no match")]
    NoMatch,
    /// That cannot be seen.
    #[serde(rename = "not observable")]
    NotObservable,
}

impl TraitResult {
    /// The word in every output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::NoMatch => "no match",
            Self::NotObservable => "not observable",
        }
    }
}

/// One trait of one channel.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TraitFinding {
    /// Its short name.
    #[serde(rename = "trait")]
    pub id: String,
    /// How much it says.
    pub weight: Weight,
    /// Why it is a trait.
    pub why: String,
    /// Whether it is there.
    pub result: TraitResult,
    /// What was measured, or why nothing could be.
    pub measured: String,
    /// Controls on which it matches.
    pub controls_matching: usize,
    /// Controls on which it can be observed.
    pub controls_observable: usize,
    /// Whether more than a tenth of these have a specific trait: then it counts as generic.
    pub is_common: bool,
    /// The captures that it was seen in.
    pub evidence: Vec<usize>,
}
