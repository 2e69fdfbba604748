//! Who: actors by accepted claims, accounts, shares where they may be given, and who was passed on.
//!
//! Nothing here infers who is behind an account.

mod accounts;
mod actors;
mod amplification;
mod common;
mod comparison;
mod forests;
mod order;
mod reach;
mod salience;
mod shares;

pub(crate) use accounts::list as list_accounts;
pub(crate) use actors::list as list_actors;
pub(crate) use amplification::count as count_amplification;
pub(crate) use comparison::all as compare_all;
pub(crate) use forests::{find as find_forests, sentence as forest_sentence};
pub(crate) use order::{lead_lag, object as object_words, sentence as order_sentence};
pub(crate) use salience::{salience, sentence as salience_sentence};
pub(crate) use shares::{CONFLICT, NO_CLAIM, compare};
