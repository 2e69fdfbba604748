//! Text folding and the full-text form: one place, used when items are indexed and when they are searched.

mod fold;
mod terms;

pub(crate) use fold::is_bigram_script;
pub use fold::{FtsText, fold, fts_text};
pub use terms::{phrase_query, terms};
