//! Findings about what lists name, and about domains that look like another's. Neither names anybody.

use serde::{Deserialize, Serialize};

use super::carriers::FirstItem;
use crate::lookalike::{BaseRate, Rule};

/// What lists of indicators name, in matched items and their accounts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Indicators {
    /// Accepted indicators in the store.
    pub held: u64,
    /// The lists that something meets.
    pub lists: Vec<ListFinding>,
}

/// A list, by who keeps it and when it said so.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ListFinding {
    /// Its name.
    pub list: String,
    /// Who keeps it.
    pub asserted_by: String,
    /// Where; withheld where it leads to an account that is not named.
    pub asserted_url: Option<String>,
    /// When, a date.
    pub asserted: String,
    /// The capture that states it.
    pub evidence: usize,
    /// Matched items that carry something of it, or are by an account on it.
    pub items: usize,
    /// What of it is met.
    pub rows: Vec<IndicatorRow>,
}

/// One entry of a list that is met.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IndicatorRow {
    /// What is listed; withheld where it is an account, or leads to one, that is not named.
    pub listed: Option<String>,
    /// Its platform; `web` for domains and addresses.
    pub platform: String,
    /// `id`, `handle`, `domain`, `subdomain` or `url`.
    pub matched_by: String,
    /// Matched items that carry it, or are by the account.
    pub items: usize,
    /// By so many accounts.
    pub accounts: usize,
    /// These, where they are few.
    pub account_labels: Vec<String>,
    /// The first captured of the items.
    pub first: FirstItem,
}

/// Domains that look like a protected one, in matched items.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct LookAlikes {
    /// The brands that were looked for.
    pub brands: Vec<String>,
    /// Distinct hosts in matched items that were compared.
    pub hosts: usize,
    /// How often the rules meet ordinary domains.
    pub base_rate: BaseRate,
    /// What was found.
    pub rows: Vec<LookAlikeRow>,
}

/// A domain that looks like a brand's.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LookAlikeRow {
    /// The host, in ASCII; withheld where it is the site of an account that is not named.
    pub domain: Option<String>,
    /// The brand.
    pub brand: String,
    /// The rule.
    pub rule: Rule,
    /// Edits, or characters more.
    pub distance: usize,
    /// Matched items that link or spell it, or are on it.
    pub items: usize,
    /// By so many accounts.
    pub accounts: usize,
    /// The first captured of them.
    pub first: FirstItem,
}
