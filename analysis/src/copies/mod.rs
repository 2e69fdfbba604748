//! Copies of words: what of a text is compared, exact copies, and near copies by `MinHash` and exact containment.
//!
//! This says that two texts have the same words. It does not say who copied whom: order in time is `forest`'s.

mod index;
mod minhash;
mod words;

pub(crate) use index::Index;
pub(crate) use minhash::Sketch;
pub(crate) use words::{Shingles, compared, key, suffices};

/// The part of the shorter text's 5-grams that the longer one must hold to be a near copy of it. Measured on public copies of one
/// agency report, copies with small changes hold 0.79 and more, other articles of the field 0.31.
pub(crate) const CONTAINED: f64 = 0.8;
