//! Reading for the analysis: one snapshot, rows as they are, texts on demand.

mod claims;
mod evidence;
mod items;
mod people;
mod shares;
mod snapshot;

pub use claims::{ClaimQuery, ClaimRow, ConflictRow};
pub use evidence::{CaptureRow, SeriesRow};
pub use items::{ItemRow, TextRow};
pub use people::{AccountRow, AttributionRow, ObservedRow, SourceRow, UnreadPages};
pub use shares::{ShareKind, ShareRow};
pub use snapshot::Reader;
