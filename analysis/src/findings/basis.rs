//! What was asked, of what, and what the answer stands on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What was asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NarrativeInfo {
    /// The file's name.
    pub name: String,
    /// The title.
    pub title: String,
    /// The question.
    pub question: Option<String>,
    /// The query as written.
    pub query: String,
    /// The query with every set written out.
    pub query_canonical: String,
    /// The SHA-256 of the canonical query.
    pub query_sha256: String,
    /// When.
    pub window: Interval,
    /// In whose days and hours.
    pub time_zone: String,
}

/// An interval `[from, to)`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// Its beginning.
    pub from: String,
    /// Its end, not included.
    pub to: String,
    /// Its beginning in the narrative's zone.
    pub from_local: String,
    /// Its end in the narrative's zone.
    pub to_local: String,
}

/// Of which store.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StoreInfo {
    /// How many captures it holds.
    pub captures: i64,
    /// The end of its evidence chain, in hexadecimal.
    pub head: String,
    /// When the last capture ended.
    pub last_capture: Option<String>,
}

/// A sentence with the numbers of its evidence.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// Places in the evidence list.
    pub evidence: Vec<usize>,
}

/// What matched. Entries of rankings are apart: they are not items.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Matched {
    /// Items.
    pub items: usize,
    /// Accounts that published them.
    pub accounts: usize,
    /// Items by platform.
    pub by_platform: BTreeMap<String, usize>,
    /// Items by kind.
    pub by_kind: BTreeMap<String, usize>,
    /// Items by language; `und` where it is not known.
    pub by_lang: BTreeMap<String, usize>,
    /// Entries of rankings.
    pub ranking: Ranking,
    /// Captures that gave what matched.
    pub captures: usize,
}

/// Matched entries of rankings.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Ranking {
    /// How many entries.
    pub entries: usize,
    /// By platform.
    pub by_platform: BTreeMap<String, usize>,
}

/// What was observed, of the sources that gave what matched.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Whether anything is known of it; if not, `gaps` is empty because it is not known either.
    pub known: bool,
    /// When each source was observed within the window.
    pub observed: Vec<ObservedInterval>,
    /// When nothing was.
    pub gaps: Vec<Interval>,
    /// Hours of the window up to now in which nothing was observed.
    pub gap_hours: f64,
    /// Accounts with matched items whose coverage is not known.
    pub unknown_accounts: usize,
    /// Sources with matched items of whose coverage nothing is known.
    pub sources_without_coverage: Vec<String>,
    /// Pages that these sources named and that were not read.
    pub unread_pages: Unread,
}

/// Pages that a source named and that were not read: each makes its hour a gap of the source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// Refused by robots.txt or for their address.
    pub refused: i64,
    /// Given up.
    pub failed: i64,
    /// Still waiting.
    pub waiting: i64,
}

/// When a source was observed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ObservedInterval {
    /// The source.
    pub source: String,
    /// From.
    pub from: String,
    /// To, not included.
    pub to: String,
}

/// A capture that something stands on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Evidence {
    /// Its number in the report.
    pub n: usize,
    /// Its row in the store.
    pub capture: i64,
    /// `http`, `file` or `decision`.
    pub kind: String,
    /// Its address, where it leads to nobody who is to be protected.
    pub url: Option<String>,
    /// When it was fetched.
    pub fetched_at: String,
    /// The SHA-256 of its body.
    pub sha256: Option<String>,
    /// Whether its body was cut.
    pub truncated: bool,
    /// Its value in the chain.
    pub chain: String,
    /// Whether a sentence or a row of the report names it; else only counts rest on it.
    pub cited: bool,
}
