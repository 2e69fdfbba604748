//! Text folding and the full-text form: one place, used when items are indexed and when they are searched.

mod arabic;
mod fold;
mod script;
mod terms;
mod tokens;

pub use fold::fold;
pub use script::is_run;
pub use terms::{ends_in_run, phrase_forms, phrase_query, single_word, terms};
pub use tokens::{FtsText, fts_text};
