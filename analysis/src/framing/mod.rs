//! How the story is told: which terms an actor uses more than others, and how firmly the tracked claims are said.
//!
//! Both are counts of words that anyone can repeat. Neither says what anybody means or intends.

mod lexicon;
mod logodds;
mod phrase;
mod stance;
mod terms;
mod usage;

pub use lexicon::{Lexicon, Lexicons};
pub(crate) use phrase::{find, plain, sentences};
pub use stance::Stance;
pub(crate) use terms::characteristic;
pub(crate) use usage::Usages;
