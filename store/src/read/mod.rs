//! Reading for the analysis: one snapshot, rows as they are, texts on demand.

mod addresses;
mod bodies;
mod channels;
mod claims;
mod evidence;
mod hosts_and_tags;
mod items;
mod listed;
mod matching;
mod objects;
mod people;
mod shares;
mod snapshot;
mod vocabulary;

pub use bodies::AnswerRow;
pub use channels::{ProfileRow, PublishedRow, ShownRow};
pub use claims::{ClaimQuery, ClaimRow, ConflictRow};
pub use evidence::{CaptureRow, SeriesRow};
pub use hosts_and_tags::CarriedRow;
pub use items::{ItemRow, Said, TextRow, Versions};
pub use listed::ListedRow;
pub use matching::Wanted;
pub use objects::{MetricRow, OwnItem};
pub use people::{AccountRow, AttributionRow, ObservedRow, SourceRow, UnreadPages};
pub use shares::{ShareKind, ShareRow};
pub use snapshot::Reader;
