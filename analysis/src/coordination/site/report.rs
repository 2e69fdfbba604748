//! What sites have in common, for a report.

use whence_store::StoreError;

use super::found::{IdentifierFound, SharedIdentifiers, find};
use crate::case::Case;
use crate::evidence::EvidenceList;
use crate::findings::{SharedIdentifier, SharedSites};

/// Captures that are cited of an identifier.
const CITED: usize = 4;

/// Finds and tells it, what joins sites first, the rarest of it first.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn shared_sites(case: &Case<'_>, evidence: &mut EvidenceList) -> Result<SharedSites, StoreError> {
    let found = find(case)?;
    let mut order: Vec<&IdentifierFound> = found.identifiers.iter().collect();
    order.sort_by_key(|one| (one.is_common, one.sites.len()));
    Ok(SharedSites {
        sites: found.sites.len(),
        pages: found.sites.iter().map(|site| site.pages).sum(),
        identifiers: order.into_iter().map(|one| tell(&found, one, evidence)).collect(),
    })
}

fn tell(found: &SharedIdentifiers, one: &IdentifierFound, evidence: &mut EvidenceList) -> SharedIdentifier {
    let sites = || one.sites.iter().map(|&(site, _)| &found.sites[site]);
    let mut actors: Vec<String> = sites().flat_map(|site| site.actors.clone()).collect();
    actors.sort_unstable();
    actors.dedup();
    // The page of a site that may not be named is withheld as its items are.
    let captures = one.sites.iter().take(CITED);
    SharedIdentifier {
        kind: one.kind.to_owned(),
        identifier: one.value.clone(),
        sites: sites().map(|site| site.label.clone()).collect(),
        actors,
        is_common: one.is_common,
        evidence: captures
            .map(|&(site, capture)| evidence.cite_account(capture, found.sites[site].named))
            .collect(),
    }
}
