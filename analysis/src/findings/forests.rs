//! Findings on what was passed on: trees rooted at the earliest captured item.

use serde::{Deserialize, Serialize};

use super::carriers::AccountName;

/// The forest of the matched items.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ForestFinding {
    /// Trees of two items and more, or of one that passes on what was not captured.
    pub trees: usize,
    /// Items in them.
    pub items: usize,
    /// Accounts in them.
    pub accounts: usize,
    /// Declared reposts.
    pub reposts: usize,
    /// Items with the same words as an earlier captured one.
    pub exact_copies: usize,
    /// Items with most of the words of an earlier captured one.
    pub near_copies: usize,
    /// Of the copies, those by the account that they copy.
    pub of_oneself: usize,
    /// Trees whose original was not captured.
    pub without_original: usize,
    /// Trees in which an item may be earlier than the root, as its time is vague.
    pub open_roots: usize,
    /// Declared reposts that are told as earlier than what they pass on.
    pub backwards: usize,
    /// Ties that were cut because they ran in a circle.
    pub circles: usize,
    /// Quotes and replies of matched items: engagement, which may rebut.
    pub quotes: usize,
    /// As above.
    pub replies: usize,
    /// The largest trees.
    pub largest: Vec<TreeFinding>,
}

/// A tree.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TreeFinding {
    /// The root.
    pub root: String,
    /// Who published it.
    #[serde(flatten)]
    pub account: AccountName,
    /// The actors that accepted claims give for that account then.
    pub actors: Vec<String>,
    /// When, in the narrative's zone.
    pub at_local: String,
    /// A quotation, where the account may be named.
    pub excerpt: Option<String>,
    /// Whether the root is what the others pass on; else that was not captured.
    pub is_original: bool,
    /// Whether the root was found gone later.
    pub is_gone: bool,
    /// Whether the root itself matched; else it is here because a matched item passes it on.
    pub is_matched: bool,
    /// Items.
    pub items: usize,
    /// Accounts.
    pub accounts: usize,
    /// Reposts, exact copies and near copies.
    pub reposts: usize,
    /// As above.
    pub exact_copies: usize,
    /// As above.
    pub near_copies: usize,
    /// Platforms, by name.
    pub platforms: Vec<String>,
    /// Hours from the root to the last item.
    pub hours: f64,
    /// Items that may be earlier than the root.
    pub may_be_earlier: usize,
    /// The root's evidence.
    pub evidence: usize,
}
