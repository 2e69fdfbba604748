//! Reading for the analysis: one snapshot, rows as they are, texts on demand.

mod addresses;
mod channels;
mod claims;
mod evidence;
mod items;
mod listed;
mod objects;
mod people;
mod snapshot;

pub use channels::{ProfileRow, PublishedRow, ShownRow};
pub use claims::{ClaimQuery, ClaimRow, ConflictRow};
pub use evidence::{CaptureRow, SeriesRow};
pub use items::{ItemRow, TextRow};
pub use listed::ListedRow;
pub use objects::CarriedRow;
pub use people::{AccountRow, AttributionRow, ObservedRow, SourceRow, UnreadPages};
pub use snapshot::Reader;
