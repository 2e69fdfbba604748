//! Findings that compare: shares with intervals inside common coverage, salience, order between platforms.

use serde::{Deserialize, Serialize};

use super::basis::Interval;
use super::carriers::ShareStatus;

/// What accounts are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grouping {
    /// Actors by accepted claims.
    Actor,
    /// Who owns or runs the actors, by accepted claims.
    Owner,
    /// Platforms.
    Platform,
}

/// Shares, early shares and reach among the accounts that can be compared.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Comparison {
    /// What the rows are.
    pub by: Grouping,
    /// The platform; nothing for all.
    pub platform: Option<String>,
    /// Whether they are given.
    pub status: ShareStatus,
    /// Why nothing is given.
    pub reason: Option<String>,
    /// From the first to the last instant that is common to all compared accounts.
    pub window: Option<Interval>,
    /// Hours that are common to all.
    pub common_hours: f64,
    /// Accounts with matched items.
    pub accounts: usize,
    /// Accounts that are compared.
    pub compared: usize,
    /// Accounts that are not, by reason.
    pub refused: Vec<Refusal>,
    /// Matched items of the compared accounts inside the common time.
    pub items: usize,
    /// Matched items of all accounts.
    pub matched: usize,
    /// Items of the compared accounts whose time leaves open whether they lie inside.
    pub undecided: usize,
    /// The first captured of the items inside.
    pub early: Option<Early>,
    /// Why early shares are not given.
    pub early_reason: Option<String>,
    /// Why there are no intervals.
    pub interval_reason: Option<String>,
    /// The rows, largest share first.
    pub rows: Vec<Compared>,
}

/// Accounts that are not compared, and why.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Refusal {
    /// Why.
    pub reason: String,
    /// How many.
    pub accounts: usize,
    /// Their matched items, in the whole window.
    pub items: usize,
}

/// The first captured items of a comparison.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Early {
    /// How many.
    pub items: usize,
    /// The last of them was published then.
    pub until: String,
    /// The same in the narrative's zone.
    pub until_local: String,
    /// Items whose times leave open whether they are among them.
    pub undecided: usize,
}

/// A part of 0 to 1 with its 95 % interval, where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The part.
    pub share: f64,
    /// Its interval's ends.
    pub low: Option<f64>,
    /// As above.
    pub high: Option<f64>,
}

/// One row of a comparison.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Compared {
    /// An actor, an owner, a platform, or `no accepted claim`.
    pub who: String,
    /// Compared accounts with items of this row.
    pub accounts: usize,
    /// Items inside the common time.
    pub items: usize,
    /// Their share.
    pub share: Part,
    /// Items among the first captured.
    pub early_items: usize,
    /// Their share.
    pub early_share: Option<Part>,
    /// When its first captured item inside the common time was published, in the narrative's zone.
    pub first_local: String,
    /// Items of other rows whose times leave open whether they came before that.
    pub first_open: usize,
    /// Its evidence.
    pub evidence: usize,
    /// Counts beside its items, as last captured.
    pub reach: Vec<Reach>,
}

/// A count beside items.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reach {
    /// `likes`, `views`, …
    pub metric: String,
    /// Items that have it.
    pub items: usize,
    /// Their sum.
    pub total: i64,
    /// Of the sum over all rows.
    pub share: Part,
}

/// How much of an actor's own output the narrative is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Salience {
    /// The baseline: days before the window.
    pub baseline: Interval,
    /// How the control terms are called.
    pub controls: Vec<String>,
    /// Actors for which it is given.
    pub rows: Vec<SalienceRow>,
    /// Actors for which it is not, by reason.
    pub refused: Vec<SalienceRefusal>,
}

/// Actors without salience, and why.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SalienceRefusal {
    /// Why.
    pub reason: String,
    /// How many actors.
    pub actors: usize,
}

/// One actor's salience.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SalienceRow {
    /// The actor.
    pub who: String,
    /// Its accounts whose output is known.
    pub accounts: usize,
    /// Its captured items of the window while they were observed.
    pub items: usize,
    /// Those that match.
    pub matched: usize,
    /// Their part.
    pub share: Part,
    /// Its captured items of the baseline while they were observed; nothing where they were not.
    pub baseline_items: Option<usize>,
    /// Those that match.
    pub baseline_matched: Option<usize>,
    /// The ratio of both parts.
    pub ratio: Option<f64>,
    /// Its 95 % interval.
    pub ratio_low: Option<f64>,
    /// As above.
    pub ratio_high: Option<f64>,
    /// The same for each control term: items of the window, of the baseline, and the ratio.
    pub controls: Vec<ControlCount>,
    /// The evidence of its first matching item.
    pub evidence: usize,
}

/// A control term beside an actor's narrative.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ControlCount {
    /// Items of the window that match it.
    pub items: usize,
    /// Items of the baseline that match it.
    pub baseline_items: Option<usize>,
    /// The ratio of both parts.
    pub ratio: Option<f64>,
}

/// The order of two platforms over what both carried.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LeadLag {
    /// A platform.
    pub one: String,
    /// Another.
    pub other: String,
    /// `url`, `media` or `words`; nothing for all together.
    pub object: String,
    /// Objects that both carried.
    pub shared: usize,
    /// Of these, captured first on `one`.
    pub one_first: usize,
    /// Captured first on `other`.
    pub other_first: usize,
    /// Whose times leave the order open.
    pub open: usize,
    /// Left out: the platform that comes second was not observed all the time, so that it may have been first.
    pub refused: usize,
    /// Two-sided p of the sign test, where there are enough.
    pub p: Option<f64>,
    /// Why there is none.
    pub reason: Option<String>,
    /// Median hours from the first to the second, over all that are decided.
    pub median_hours: Option<f64>,
}
