//! Who: actors by accepted claims, accounts, shares where they may be given, and who was passed on.
//!
//! Nothing here infers who is behind an account.

mod accounts;
mod actors;
mod amplification;
mod shares;

pub(crate) use accounts::list as list_accounts;
pub(crate) use actors::list as list_actors;
pub(crate) use amplification::count as count_amplification;
pub(crate) use shares::{CONFLICT, NO_CLAIM, compare};
