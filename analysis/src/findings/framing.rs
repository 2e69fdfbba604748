//! Findings about how the story is told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::carriers::FirstItem;

/// Terms that an actor uses more than everybody else in the same language.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActorTerms {
    /// The actor by accepted claims.
    pub actor: String,
    /// The language.
    pub language: String,
    /// Its own distinct items that were compared; reposts are others' words.
    pub items: usize,
    /// Those of everybody else.
    pub others: usize,
    /// The terms, the most characteristic first.
    pub terms: Vec<TermFinding>,
}

/// A term.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TermFinding {
    /// The term, folded; of scripts without spaces a run of characters.
    pub term: String,
    /// Items of the actor that have it.
    pub here: u64,
    /// Items of everybody else that have it.
    pub there: u64,
    /// The weighted log-odds ratio.
    pub log_odds: f64,
    /// In its standard deviations.
    pub z: f64,
    /// The capture of the actor's first item that has it.
    pub evidence: usize,
}

/// How often and how firmly a tracked claim is said in matched items.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ClaimUse {
    /// Whether it was looked for: the file gives wordings.
    pub is_looked_for: bool,
    /// Matched items that say it in one of its wordings, reposts included.
    pub items: usize,
    /// By so many accounts.
    pub accounts: usize,
    /// By how firmly; reposts are apart.
    pub said: Firmness,
    /// By language.
    pub by_language: BTreeMap<String, Firmness>,
    /// By actor of accepted claims, most items first.
    pub by_actor: Vec<ActorUse>,
    /// Languages of these items that have no lexicon: there everything but questions and quotations is called flat.
    pub without_lexicon: Vec<String>,
    /// The first captured item that says it.
    pub first: Option<FirstUse>,
    /// The first captured item that says it as a fact.
    pub first_flat: Option<FirstUse>,
    /// Captures of items that say it, the first of each class.
    pub evidence: Vec<usize>,
}

/// Items by how firmly they say a claim.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Firmness {
    /// As a fact.
    pub flat: usize,
    /// With a word of doubt, or as a question.
    pub hedged: usize,
    /// As what somebody else says.
    pub attributed: usize,
    /// Denied.
    pub negated: usize,
    /// Passed on: a repost's words are another's.
    pub passed_on: usize,
}

/// An actor's use of a claim.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ActorUse {
    /// The actor.
    pub actor: String,
    /// Its items that say it.
    pub said: Firmness,
}

/// The first captured item that says a claim.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FirstUse {
    /// Whose.
    pub account: String,
    /// The item.
    #[serde(flatten)]
    pub item: FirstItem,
}
