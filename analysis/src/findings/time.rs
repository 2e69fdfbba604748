//! Findings about when.

use serde::{Deserialize, Serialize};

use super::carriers::AccountName;
use super::surge::{Added, Onset, PlaceboFinding, SeriesCounts};
use crate::coverage::State;
use crate::narrative::Show;
use crate::surge::Kind;

/// Counts over time of one measure.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Timeline {
    /// `items` or `ranking`.
    pub measure: String,
    /// `items` or `topic-hours`.
    pub unit: String,
    /// What its numbers mean.
    pub note: String,
    /// All of them.
    pub total: u64,
    /// The day with the most.
    pub peak: Option<Peak>,
    /// Counted on their day, but not in an hour: their time is known to the day only.
    pub not_in_hours: u64,
    /// Not counted at all: their time is not known.
    pub undated: u64,
    /// Local hours that were a gap on every day that was observed at all.
    pub daily_gap_hours: Vec<i8>,
    /// Whether anything is known of its coverage.
    pub coverage_known: bool,
    /// What was done to find surges, or why nothing was.
    pub surge_note: String,
    /// Its first captured item.
    pub first_captured: Option<FirstCaptured>,
    /// The captures that gave its items, where they are few enough to name; all are in the evidence list.
    pub evidence: Vec<usize>,
    /// Local days.
    pub days: Vec<DayRow>,
    /// Hours.
    pub hours: Vec<HourRow>,
}

/// The day with the most.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Peak {
    /// The local date.
    pub date: String,
    /// How many.
    pub count: u64,
}

/// One local day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DayRow {
    /// The local date.
    pub date: String,
    /// How many; nothing for a gap without items. In a partial day or a gap it is a lower bound.
    pub count: Option<u64>,
    /// How far it was observed.
    pub state: State,
    /// The local hours that were a gap.
    pub gap_hours: Vec<i8>,
}

/// One hour.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HourRow {
    /// Its beginning.
    pub at: String,
    /// Its beginning in the narrative's zone.
    pub at_local: String,
    /// How many, as in [`DayRow`].
    pub count: Option<u64>,
    /// How far it was observed.
    pub state: State,
}

/// The first item that was captured: never "the first".
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FirstCaptured {
    /// The item: `platform:id`, or a pseudonym.
    pub item: String,
    /// Its platform.
    pub platform: String,
    /// What it is.
    pub kind: String,
    /// When.
    pub at: String,
    /// When, in the narrative's zone; the date alone where only that is known.
    pub at_local: String,
    /// How precisely that is known.
    pub precision: String,
    /// Who published it.
    pub account: AccountName,
    /// The actors that accepted claims give for the account at that time.
    pub actor: Option<String>,
    /// A quotation, where the account may be named.
    pub excerpt: Option<String>,
    /// The gap before it.
    pub gap_before: Option<GapBefore>,
    /// All of that in words.
    pub sentence: String,
    /// Its evidence.
    pub evidence: usize,
}

/// The gap before an item.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GapBefore {
    /// Its beginning.
    pub from: String,
    /// Its end.
    pub to: String,
    /// Its beginning in the narrative's zone.
    pub from_local: String,
    /// Its end in the narrative's zone.
    pub to_local: String,
    /// Whether it ends at the item.
    pub adjacent: bool,
    /// `all` where nothing was observed in it, `some` where only part of the sources or accounts was not.
    pub scope: String,
}

/// A stretch well above what came before.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Surge {
    /// In which timeline.
    pub measure: String,
    /// Its first local day.
    pub from: String,
    /// The day after its last.
    pub to: String,
    /// How many of its days were observed.
    pub days: usize,
    /// Per day, weekday and coverage taken out.
    pub rate_per_day: f64,
    /// The same before it.
    pub baseline_per_day: f64,
    /// One over the other; nothing where there was nothing before.
    pub rate_ratio: Option<f64>,
    /// The lower end of its 95 % interval, given the days.
    pub rate_ratio_low: Option<f64>,
    /// The upper end.
    pub rate_ratio_high: Option<f64>,
    /// When it began.
    pub onset: Onset,
    /// Methods for comparison (`binseg`, `pelt`) that have a change point within a day of its first day.
    pub also_by: Vec<String>,
    /// Where the added items came from, by actor, platform, language and object.
    pub added: Vec<Added>,
    /// How many days the baseline stands on.
    pub baseline_days: usize,
    /// `spike` or `surge`.
    pub kind: Kind,
    /// Whether the window ends with it.
    pub open: bool,
    /// All of that in words.
    pub sentence: String,
}

/// Something that happened meanwhile.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EventFinding {
    /// What.
    pub name: String,
    /// The local date.
    pub date: String,
    /// The instant, or the day's beginning.
    pub at: String,
    /// Whether only the day is known.
    pub whole_day: bool,
    /// Who says so.
    pub source: String,
    /// The nearest surge, or spike where there is no surge.
    pub nearest_surge: Option<NearestSurge>,
    /// The order in time, in words.
    pub sentence: String,
    /// Whether items rose before it, where the narrative asks.
    pub placebo: Option<PlaceboFinding>,
}

/// The surge nearest to an event.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NearestSurge {
    /// Its first local day.
    pub from: String,
    /// Days from its beginning to the event; negative where the event came before it.
    pub days_before: i32,
    /// `spike` or `surge`.
    pub kind: Kind,
    /// In which timeline.
    pub measure: String,
}

/// A series laid under the timeline.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SeriesFinding {
    /// Its name.
    pub name: String,
    /// Its measure.
    pub measure: String,
    /// What people call it.
    pub label: String,
    /// Its unit.
    pub unit: Option<String>,
    /// How it is drawn.
    pub show: Show,
    /// Its values in the window.
    pub points: Vec<Point>,
    /// What it shows as counts, where the narrative says that it counts items.
    pub counts: Option<SeriesCounts>,
    /// Its evidence.
    pub evidence: Vec<usize>,
}

/// A value of a series.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Point {
    /// The date as the source wrote it, else the local date.
    pub date: String,
    /// The value.
    pub value: f64,
    /// Percent against the value before.
    pub change_percent: Option<f64>,
}
