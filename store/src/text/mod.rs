//! Text folding and the full-text form: one place, used when items are indexed and when they are searched.

mod arabic;
mod fold;
mod script;
mod terms;
mod tokens;

pub use fold::fold;
pub use script::is_run;
pub use terms::{phrase_query, terms};
pub use tokens::{FtsText, fts_text};
