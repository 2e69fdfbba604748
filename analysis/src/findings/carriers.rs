//! Findings about who.

use serde::{Deserialize, Serialize};

use super::basis::Interval;

/// An account as a report calls it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AccountName {
    /// `@handle`, a site's host, or a pseudonym.
    pub label: String,
    /// Its platform.
    pub platform: String,
    /// Whether it is named.
    pub named: bool,
    /// The handle, if it is named.
    pub handle: Option<String>,
    /// The display name, if it is named.
    pub name: Option<String>,
}

/// An account with matched items.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AccountFinding {
    /// Who.
    #[serde(flatten)]
    pub account: AccountName,
    /// The actors that accepted claims give for it.
    pub actors: Vec<String>,
    /// Whether accepted claims give it to several actors at the same time: then none is told.
    #[serde(default)]
    pub in_conflict: bool,
    /// Matched items.
    pub items: usize,
    /// Matched entries of a ranking.
    pub ranking_entries: usize,
    /// When its first item of these was captured.
    pub first: FirstItem,
    /// Days of the window in which it was observed; nothing where that is not known.
    pub observed_days: Option<f64>,
}

/// The first captured item of an account or actor.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FirstItem {
    /// When.
    pub at: String,
    /// When, in the narrative's zone.
    pub at_local: String,
    /// The item.
    pub item: String,
    /// A quotation, where the account may be named.
    pub excerpt: Option<String>,
    /// Its evidence.
    pub evidence: usize,
}

/// An actor by accepted claims.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActorFinding {
    /// Its name, for offices and outlets.
    pub name: Option<String>,
    /// What stands for a person's name.
    pub pseudonym: Option<String>,
    /// `office`, `outlet` or `person`.
    pub kind: String,
    /// Who owns or runs it.
    pub owner: Option<String>,
    /// The owner's parent body.
    pub parent: Option<String>,
    /// Matched items as captured; to be compared with other actors' only through `share`.
    pub items: usize,
    /// Its accounts with matched items.
    pub accounts: usize,
    /// Their labels.
    pub account_labels: Vec<String>,
    /// Its share of the items of all compared accounts, where that may be said.
    pub share: Option<f64>,
    /// Its first captured item.
    pub first: FirstItem,
    /// The claims.
    pub claims: Vec<ClaimFinding>,
}

impl ActorFinding {
    /// What it is called.
    pub fn label(&self) -> &str {
        self.name.as_deref().or(self.pseudonym.as_deref()).unwrap_or_default()
    }
}

/// An accepted claim.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClaimFinding {
    /// Who says so.
    pub asserted_by: String,
    /// Where; withheld where it leads to a person.
    pub asserted_url: Option<String>,
    /// When.
    pub asserted_at: String,
    /// The claim's row in the store.
    pub claim: i64,
    /// The account that it is about.
    pub account: String,
    /// Its evidence.
    pub evidence: usize,
}

/// Whether shares may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ShareStatus {
    /// Every compared account was observed in the window.
    Given,
    /// They may not, for the reason given.
    Refused,
}

/// Shares inside a window in which every compared account was observed, or why there are none.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shares {
    /// The platform; nothing for all.
    pub platform: Option<String>,
    /// Whether they are given.
    pub status: ShareStatus,
    /// From the first to the last instant that is common to all.
    pub window: Option<Interval>,
    /// Hours that are common to all.
    pub common_hours: f64,
    /// How many accounts are compared.
    pub accounts: usize,
    /// Why they are refused.
    pub reason: Option<String>,
    /// The shares, largest first.
    pub rows: Vec<ShareRow>,
}

/// A share.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShareRow {
    /// An actor, several by conflicting claims, or `no accepted claim`.
    pub who: String,
    /// Items inside the window.
    pub items: usize,
    /// Of all of them, 0 to 1.
    pub share: f64,
}

/// Who was passed on (amplification) and who was answered or quoted (engagement, which may rebut).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Amplification {
    /// Matched reposts.
    pub reposts: usize,
    /// Matched quotes.
    pub quotes: usize,
    /// Matched replies.
    pub replies: usize,
    /// Of all these, how many point at an item that the store does not hold.
    pub outside: usize,
    /// By the account that was passed on, most reposts first.
    pub rows: Vec<AmplificationRow>,
}

/// How often one account was passed on, quoted and answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AmplificationRow {
    /// Who.
    #[serde(flatten)]
    pub account: AccountName,
    /// Its actors by accepted claims.
    pub actors: Vec<String>,
    /// Reposts of its items.
    pub reposts: usize,
    /// By so many accounts.
    pub reposted_by: usize,
    /// Quotes of its items.
    pub quotes: usize,
    /// Replies to its items.
    pub replies: usize,
}
