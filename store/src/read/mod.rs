//! Reading for the analysis: one snapshot, rows as they are, texts on demand.

mod evidence;
mod items;
mod people;
mod snapshot;

pub use evidence::{CaptureRow, SeriesRow};
pub use items::{ItemRow, TextRow};
pub use people::{AccountRow, AttributionRow, ObservedRow, SourceRow, UnreadPages};
pub use snapshot::Reader;
