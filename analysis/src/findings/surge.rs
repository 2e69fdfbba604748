//! Findings about surges: when they began, what was added, and what tests before events say.

use serde::{Deserialize, Serialize};

use super::time::Surge;
use crate::placebo::Placebo;

/// When a stretch began, with a 95 % interval `[low, high)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Onset {
    /// The beginning of the hour or day.
    pub at: String,
    /// The same in the narrative's zone; a date where only the day is known.
    pub at_local: String,
    /// Not before.
    pub low: String,
    /// Not before, in the narrative's zone.
    pub low_local: String,
    /// Before.
    pub high: String,
    /// Before, in the narrative's zone.
    pub high_local: String,
    /// How finely it is known: `hour` or `day`.
    pub unit: String,
}

/// Where the added items of a stretch came from, by one property.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Added {
    /// `actor`, `platform`, `language` or `object`.
    pub by: String,
    /// Items above what as many quiet days before it have.
    pub total: f64,
    /// Those that added most. Items with several actors or objects are counted for each.
    pub rows: Vec<AddedRow>,
    /// How many more have added.
    pub more: usize,
    /// In words, where one has added most of them.
    pub sentence: Option<String>,
}

/// What one actor, platform, language or object added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AddedRow {
    /// Which.
    pub label: String,
    /// Its items in the stretch.
    pub items: usize,
    /// What as many quiet days have of it.
    pub usual: f64,
    /// The difference.
    pub added: f64,
    /// Of all added items.
    pub share: f64,
}

/// A test whether items rose before an event, its window fixed in the narrative's file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PlaceboFinding {
    /// Which timeline, or series.
    pub measure: String,
    /// The window's length in days.
    pub days: usize,
    /// The test; nothing where it was refused.
    pub test: Option<Placebo>,
    /// Why it was refused.
    pub refused: Option<String>,
    /// What may be said.
    pub sentence: String,
    /// What has to be said with it.
    pub caveats: Vec<String>,
    /// The captures that the counts stand on, where they are few enough to name.
    pub evidence: Vec<usize>,
}

/// What a series of counts shows when it is looked at as items are.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SeriesCounts {
    /// What was done, or why nothing was.
    pub note: String,
    /// Its surges.
    pub surges: Vec<Surge>,
    /// Tests before events.
    pub placebo: Vec<PlaceboFinding>,
}
