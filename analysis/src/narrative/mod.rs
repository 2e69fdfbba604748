//! Narratives: stories defined by terms in several languages and a window.
//!
//! This reads `config/narratives/NAME.toml` strictly and makes one full-text expression of its query. It judges
//! nothing: what belongs to a narrative is what the analyst's words match.

mod asked;
mod file;
mod judgement;
mod load;
mod party;
pub mod query;
mod together;
mod tracked;
mod window;

pub use asked::{Beside, Control, Seed};
pub use file::Show;
pub use judgement::{Confidence, Judgement, Likelihood};
pub(crate) use load::{At, everything, named};
pub use load::{Event, Listed, Narrative, SeriesWanted, list, load};
pub use party::{Answer, Asked, Party};
pub use together::Together;
pub use tracked::{ClaimSource, ClaimStanding, Says, TrackedClaim, Who};
pub use window::{Day, Window};
