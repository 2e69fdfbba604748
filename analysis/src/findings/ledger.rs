//! Findings about what is claimed, by whom, how it stands; who was asked; and what the analyst makes of it.

use serde::{Deserialize, Serialize};

use super::framing::ClaimUse;
use crate::narrative::{ClaimStanding, Confidence, Likelihood, Says};

/// What is claimed, and what those say whom it is about.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Ledger {
    /// The claims that the narrative tracks.
    pub claims: Vec<LedgerClaim>,
    /// The parties; empty when none was named.
    pub parties: Vec<PartyFinding>,
    /// The analyst's judgements.
    pub judgements: Vec<JudgementFinding>,
}

/// A claim that the narrative tracks. Not a claim about an account: a statement of the story.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LedgerClaim {
    /// Its short name.
    pub id: String,
    /// What is claimed.
    pub text: String,
    /// Who asserts it.
    pub asserted_by: String,
    /// How it stands, by the analyst with the sources beside it.
    pub status: ClaimStanding,
    /// The sources.
    pub sources: Vec<SourceFinding>,
    /// How it is said in matched items.
    #[serde(rename = "use")]
    pub usage: ClaimUse,
}

/// A source of a claim.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SourceFinding {
    /// Whose it is.
    pub by: Option<String>,
    /// When, a date.
    pub date: String,
    /// What it says of the claim.
    pub says: Says,
    /// Where; nothing where the address leads to an account that is not named.
    pub url: Option<String>,
    /// Its capture, where the store has the page.
    pub evidence: Option<usize>,
}

/// A party, and whether it was asked for comment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PartyFinding {
    /// Its name.
    pub name: String,
    /// When it was asked, a date; nothing when it was not.
    pub asked: Option<String>,
    /// By whom, where it was not the analyst.
    pub asked_by: Option<String>,
    /// How.
    pub asked_how: Option<String>,
    /// Where that can be read.
    pub asked_url: Option<String>,
    /// When it answered, a date.
    pub answered: Option<String>,
    /// What.
    pub answer: Option<String>,
    /// Where that can be read.
    pub answer_url: Option<String>,
    /// Captures of these pages, where the store has them.
    pub evidence: Vec<usize>,
    /// All of it in a sentence.
    pub sentence: String,
}

/// A judgement of the analyst. Its two sentences are never joined.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct JudgementFinding {
    /// What is judged, and how likely it is.
    pub likelihood_sentence: String,
    /// How much the analyst trusts that, and why.
    pub confidence_sentence: String,
    /// Whose judgement it is.
    pub by: String,
    /// When, a date.
    pub date: String,
    /// The word of likelihood.
    pub likelihood: Likelihood,
    /// The word of confidence.
    pub confidence: Confidence,
}
