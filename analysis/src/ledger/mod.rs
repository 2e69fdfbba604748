//! What is claimed: who asserts it, how it stands, on which sources, how it is said; and who was asked for comment.
//!
//! The program looks for wordings and captures. How a claim stands, who was asked, and every word of likelihood or
//! confidence are the analyst's, from the narrative's file.

mod parties;
mod summary;

use whence_store::StoreError;

use crate::case::Case;
use crate::evidence::EvidenceList;
use crate::findings::{JudgementFinding, Ledger, LedgerClaim, SourceFinding};
use crate::framing::Usages;
use crate::narrative::{ClaimSource, Judgement, Who};

pub(crate) use summary::{method, sentences};

/// The ledger of a narrative.
pub(crate) fn ledger(case: &Case<'_>, evidence: &mut EvidenceList) -> Result<Ledger, StoreError> {
    let narrative = case.narrative;
    let usages = Usages::new(case)?;
    let mut claims = Vec::with_capacity(narrative.claims.len());
    for claim in &narrative.claims {
        claims.push(LedgerClaim {
            id: claim.id.clone(),
            text: case.guard.scrubbed(&claim.text),
            asserted_by: name(case, &claim.asserted_by, claim.who),
            status: claim.status,
            sources: claim.sources.iter().map(|one| source(case, one, evidence)).collect::<Result<_, _>>()?,
            usage: usages.of(claim, evidence)?,
        });
    }
    let parties = narrative
        .parties
        .iter()
        .map(|party| parties::finding(case, party, evidence))
        .collect::<Result<_, _>>()?;
    Ok(Ledger {
        claims,
        parties,
        judgements: narrative.judgements.iter().map(|one| judgement(case, one)).collect(),
    })
}

/// A name that the analyst gives: of a person only when the analyst asks for persons, else even where an account of the store
/// calls itself so.
fn name(case: &Case<'_>, written: &str, who: Who) -> String {
    if who == Who::Person && !case.naming.shows_persons() {
        return "a person (not named)".to_owned();
    }
    written.to_owned()
}

/// An address, unless it leads to an account that is not named.
fn told_url(case: &Case<'_>, url: &str) -> Option<String> {
    (!case.guard.finds_in_url(url)).then(|| url.to_owned())
}

/// The capture of a page, where the store has it.
fn captured(case: &Case<'_>, url: &str, evidence: &mut EvidenceList) -> Result<Option<usize>, StoreError> {
    Ok(case.reader.captured(url)?.map(|(_, capture)| evidence.cite(capture)))
}

fn source(
    case: &Case<'_>,
    source: &ClaimSource,
    evidence: &mut EvidenceList,
) -> Result<SourceFinding, StoreError> {
    Ok(SourceFinding {
        by: source.by.as_deref().map(|by| case.guard.scrubbed(by)),
        date: source.date.to_string(),
        says: source.says,
        url: told_url(case, &source.url),
        evidence: captured(case, &source.url, evidence)?,
    })
}

/// Two sentences: how likely, and how much the analyst trusts that (ICD 203).
fn judgement(case: &Case<'_>, judgement: &Judgement) -> JudgementFinding {
    let (opening, range) = judgement.likelihood.opening();
    let statement = judgement.statement.trim().trim_end_matches('.');
    let because = judgement.because.trim().trim_end_matches('.');
    JudgementFinding {
        likelihood_sentence: format!("{opening} ({range}) that {}.", case.guard.scrubbed(statement)),
        confidence_sentence: format!(
            "Confidence in this judgement: {}. The reason: {}.",
            judgement.confidence.as_str(),
            case.guard.scrubbed(because)
        ),
        by: case.guard.scrubbed(&judgement.by),
        date: judgement.date.to_string(),
        likelihood: judgement.likelihood,
        confidence: judgement.confidence,
    }
}
