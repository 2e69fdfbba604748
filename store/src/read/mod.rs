//! Reading for the analysis: one snapshot, rows as they are, texts on demand.

mod claims;
mod evidence;
mod items;
mod matching;
mod objects;
mod people;
mod snapshot;
mod vocabulary;

pub use claims::{ClaimQuery, ClaimRow, ConflictRow};
pub use evidence::{CaptureRow, SeriesRow};
pub use items::{ItemRow, Said, TextRow, Versions};
pub use matching::Wanted;
pub use objects::{MetricRow, OwnItem};
pub use people::{AccountRow, AttributionRow, ObservedRow, SourceRow, UnreadPages};
pub use snapshot::Reader;
