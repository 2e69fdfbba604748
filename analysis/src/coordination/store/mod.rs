//! From a store: the shares of a narrative's items, layer by layer, and the layers fused.
//!
//! Accounts, items and objects are called as in reports: whoever is not an office or an outlet has a pseudonym, and an object that
//! would find such an account has a number. Items whose time is not known to the minute are left out: at midnight everybody meets.

mod called;
mod fuse;
mod layer;
mod near_text;
mod report;
mod road;
mod sequence;

pub use layer::Layer;
pub(crate) use report::{LAYERS, WINDOW, layer_words, together};
pub use road::{LayerSummary, SiteSummary, StoreSummary, run_store};
