//! Actors by accepted claims that held when the items were published.

use std::collections::{BTreeMap, BTreeSet};

use whence_store::StoreError;
use whence_store::read::AttributionRow;

use super::NO_CLAIM;
use crate::case::Case;
use crate::corpus::Item;
use crate::evidence::EvidenceList;
use crate::findings::{ActorFinding, ClaimFinding, Shares};

#[derive(Default)]
struct Gathered<'a> {
    items: Vec<&'a Item>,
    claims: BTreeMap<i64, &'a AttributionRow>,
}

/// The actors, most items first. Entries of rankings are not items, and no actor's.
pub(crate) fn list(
    case: &Case<'_>,
    shares: &Shares,
    evidence: &mut EvidenceList,
) -> Result<Vec<ActorFinding>, StoreError> {
    let mut gathered: BTreeMap<(&str, Option<&str>), Gathered<'_>> = BTreeMap::new();
    for item in case.corpus.measured(false) {
        let mut counted = BTreeSet::new();
        for claim in case.corpus.claims.at(item.row.account_id, item.row.created_at) {
            let key = (claim.actor.as_str(), claim.owner.as_deref());
            let actor = gathered.entry(key).or_default();
            actor.claims.insert(claim.claim_id, claim);
            // Two sources may claim the same of one account.
            if counted.insert(key) {
                actor.items.push(item);
            }
        }
    }
    let mut found = Vec::with_capacity(gathered.len());
    for actor in gathered.values() {
        found.push(one(case, actor, shares, evidence)?);
    }
    found.sort_by(|a, b| {
        b.items.cmp(&a.items).then_with(|| (a.label(), &a.owner).cmp(&(b.label(), &b.owner)))
    });
    Ok(found.into_iter().filter(|actor| actor.items > 0).collect())
}

fn one(
    case: &Case<'_>,
    actor: &Gathered<'_>,
    shares: &Shares,
    evidence: &mut EvidenceList,
) -> Result<ActorFinding, StoreError> {
    // Every entry was made with a claim and an item.
    let (Some(claim), Some(&first)) = (actor.claims.values().next(), actor.items.first()) else {
        return Err(StoreError::Damaged { what: "an attribution without a claim".to_owned() });
    };
    let first = actor.items.iter().copied().find(|item| item.dated()).unwrap_or(first);
    let protected = case.naming.protects(claim);
    let label = case.actor(claim);
    let accounts: BTreeSet<i64> = actor.items.iter().map(|item| item.row.account_id).collect();
    let share = shares.rows.iter().find(|row| row.who == label && row.who != NO_CLAIM).map(|row| row.share);
    let claims = actor.claims.values().map(|claim| said(case, claim, protected, evidence)).collect();
    Ok(ActorFinding {
        name: (!protected).then(|| label.clone()),
        pseudonym: protected.then_some(label),
        kind: claim.actor_kind.as_str().to_owned(),
        owner: case.owner(claim).map(str::to_owned),
        parent: case.parent(claim).map(str::to_owned),
        items: actor.items.len(),
        accounts: accounts.len(),
        account_labels: accounts.iter().map(|&id| case.account(id).label).collect(),
        share,
        first: case.first(first, true, evidence)?,
        claims,
    })
}

fn said(
    case: &Case<'_>,
    claim: &AttributionRow,
    protected: bool,
    evidence: &mut EvidenceList,
) -> ClaimFinding {
    let leads =
        protected || !case.naming.is_named(claim.account_id) || case.guard.finds_in_url(&claim.asserted_url);
    ClaimFinding {
        asserted_by: case.guard.scrubbed(&claim.asserted_by),
        asserted_url: (!leads).then(|| claim.asserted_url.clone()),
        asserted_at: claim.asserted_at.to_string(),
        claim: claim.claim_id,
        account: case.account(claim.account_id).label,
        evidence: evidence.cite(claim.capture_id),
    }
}
