//! The findings: one serialisable value from which every output file is made; `report.json` is it.
//!
//! Times are RFC 3339 in UTC; fields ending in `_local` are the same time in the narrative's zone. Intervals are half-open.

mod basis;
mod carriers;
mod compared;
mod coordination;
mod forests;
mod framing;
mod ledger;
mod matching;
mod resemblance;
mod sites;
mod surge;
mod time;

pub use basis::{
    Coverage, Evidence, Interval, Matched, NarrativeInfo, ObservedInterval, Ranking, Sentence, StoreInfo,
};
pub use carriers::{
    AccountFinding, AccountName, ActorFinding, Amplification, AmplificationRow, ClaimFinding, FirstItem,
    ShareRow, ShareStatus, Shares,
};
pub use compared::{
    Compared, Comparison, ControlCount, Early, Grouping, LeadLag, Part, Reach, Refusal, Salience,
    SalienceRefusal, SalienceRow,
};
pub use coordination::{
    CommunityFinding, Coordination, EarliestFinding, EdgeFinding, LayerFinding, NodeFinding, OpenedFinding,
    PairFinding, SharedIdentifier, SharedSites,
};
pub use forests::{ForestFinding, TreeFinding};
pub use framing::{ActorTerms, ActorUse, ClaimUse, Firmness, FirstUse, TermFinding};
pub use ledger::{JudgementFinding, Ledger, LedgerClaim, PartyFinding, SourceFinding};
pub use matching::{ClauseFinding, Form, Matching, MisspellingFinding, Precision, SeedFinding};
pub use resemblance::{CampaignFinding, ChannelFinding, DocumentedBy, Likeness, TraitFinding, TraitResult};
use serde::{Deserialize, Serialize};
pub use sites::{IndicatorRow, Indicators, ListFinding, LookAlikeRow, LookAlikes};
pub use surge::{Added, AddedRow, Onset, PlaceboFinding, SeriesCounts};
pub use time::{
    DayRow, EventFinding, FirstCaptured, GapBefore, HourRow, NearestSurge, Peak, Point, SeriesFinding, Surge,
    Timeline,
};

/// The schema of the findings.
pub const SCHEMA: &str = "whence-report/1";

/// Everything that was found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Findings {
    /// [`SCHEMA`].
    pub schema: String,
    /// The version of the program.
    pub version: String,
    /// What was asked.
    pub narrative: NarrativeInfo,
    /// Of which store.
    pub store: StoreInfo,
    /// The analysis' present: the last capture unless told otherwise.
    pub now: String,
    /// What was found in a few sentences, each with its evidence.
    pub summary: Vec<Sentence>,
    /// What matched.
    pub matched: Matched,
    /// What was observed.
    pub coverage: Coverage,
    /// Counts over time, one for each measure.
    pub timelines: Vec<Timeline>,
    /// The first captured item of all.
    pub first_captured: Option<FirstCaptured>,
    /// Stretches well above what came before.
    pub surges: Vec<Surge>,
    /// What happened meanwhile.
    pub events: Vec<EventFinding>,
    /// What was laid under the timeline.
    pub series: Vec<SeriesFinding>,
    /// Who carried it, by accepted claims.
    pub actors: Vec<ActorFinding>,
    /// Every account with matched items.
    pub accounts: Vec<AccountFinding>,
    /// Shares of all compared accounts.
    pub shares: Shares,
    /// Shares on each platform.
    pub shares_by_platform: Vec<Shares>,
    /// Who was passed on.
    pub amplification: Amplification,
    /// What is claimed, who was asked, what the analyst makes of it.
    pub ledger: Ledger,
    /// Characteristic terms of actors.
    pub terms: Vec<ActorTerms>,
    /// What lists of indicators name.
    pub indicators: Indicators,
    /// Domains that look like a protected one.
    pub lookalikes: LookAlikes,
    /// Channels held against documented campaigns.
    pub resemblance: Vec<CampaignFinding>,
    /// How items were found, and how precisely.
    pub matching: Matching,
    /// Shares, early shares and reach among the accounts that can be compared.
    pub comparisons: Vec<Comparison>,
    /// The narrative beside what its actors publish otherwise; nothing without actors.
    pub salience: Option<Salience>,
    /// What was passed on, in trees.
    pub forest: ForestFinding,
    /// The order of platforms over what several carried.
    pub lead_lag: Vec<LeadLag>,
    /// Who shared the same things together.
    pub coordination: Coordination,
    /// How it was done.
    pub method: Vec<String>,
    /// What it cannot tell.
    pub limits: Vec<String>,
    /// The captures that it stands on.
    pub evidence: Vec<Evidence>,
}
