//! The corpus: what of a store belongs to a narrative, loaded once from one snapshot.
//!
//! Texts stay in the store and are read for the few items that a report quotes.

mod claims;
mod load;
mod matching;
mod misspellings;
mod seeds;

pub use claims::Claims;
pub(crate) use load::Membership;
pub use load::{Corpus, Item};
pub(crate) use matching::Matcher;
pub(crate) use misspellings::Expansion;
pub(crate) use seeds::SeedFound;
