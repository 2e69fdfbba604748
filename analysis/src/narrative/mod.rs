//! Narratives: stories defined by terms in several languages and a window.
//!
//! This reads `config/narratives/NAME.toml` strictly and makes one full-text expression of its query. It judges
//! nothing: what belongs to a narrative is what the analyst's words match.

mod asked;
mod file;
mod load;
pub mod query;
mod window;

pub use asked::{Asked, Control, Seed};
pub use file::Show;
pub(crate) use load::everything;
pub use load::{Event, Listed, Narrative, SeriesWanted, list, load};
pub use window::{Day, Window};
