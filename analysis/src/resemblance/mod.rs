//! Whether a channel's activity resembles a documented campaign: trait by trait, against control channels.
//!
//! It says what matches, what does not, what cannot be seen, and how many ordinary channels match as much. It makes no
//! single score, and never says that a channel belongs to a campaign: who runs it cannot be seen from this.

mod channel;
mod compare;
mod file;
mod load;
mod observe;
mod parts;
mod references;
mod words;

pub(crate) use compare::compare;
pub(crate) use file::ResemblanceFile;
pub use file::{Test, Weight};
pub(crate) use load::load;
pub use load::{Campaign, CampaignSource, Resemblance, Tag, Trait};
pub(crate) use words::summary;
