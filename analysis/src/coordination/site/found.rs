//! What sites have in common, with names and evidence.

use whence_store::StoreError;

use super::identifier::Identifier;
use super::pages::{self, Site};
use super::shared::{self, Held};
use crate::case::Case;

/// Sites that have an identifier in common. It is a shared identifier, not ownership: who made, hosts or advertises on several
/// sites has one too.
#[derive(Debug, Default)]
pub(crate) struct SharedIdentifiers {
    /// Sites with a stored page, by name.
    pub(crate) sites: Vec<SiteFound>,
    /// Identifiers on two sites and more.
    pub(crate) identifiers: Vec<IdentifierFound>,
    /// Two sites by place, and the places of the identifiers that they have in common.
    pub(crate) edges: Vec<([usize; 2], Vec<usize>)>,
    /// Sites that hang together, by place; the largest first.
    pub(crate) groups: Vec<Vec<usize>>,
}

/// A site.
#[derive(Debug, Clone)]
pub(crate) struct SiteFound {
    /// Its registered domain, or a pseudonym.
    pub(crate) label: String,
    /// Whether it may be named.
    pub(crate) named: bool,
    /// Accepted actors.
    pub(crate) actors: Vec<String>,
    /// Pages that were read.
    pub(crate) pages: usize,
}

/// An identifier.
#[derive(Debug, Clone)]
pub(crate) struct IdentifierFound {
    pub(crate) kind: &'static str,
    /// As it is written; a pseudonym where it would find a site that may not be named.
    pub(crate) value: String,
    /// Sites by place, each with the capture that shows it.
    pub(crate) sites: Vec<(usize, i64)>,
    /// Whether it is on too many sites to join any.
    pub(crate) is_common: bool,
}

/// Looks for them in the sites of the matched items.
///
/// # Errors
/// [`StoreError`].
pub(crate) fn find(case: &Case<'_>) -> Result<SharedIdentifiers, StoreError> {
    let mut sites = pages::read(case)?;
    sites.sort_by(|a, b| a.label.cmp(&b.label));
    let has: Vec<shared::Has> = sites.iter().map(|site| site.has.clone()).collect();
    let held = shared::held(&has);
    let edges = shared::edges(&held);
    let groups = shared::groups(sites.len(), &edges);
    let identifiers = held.into_iter().map(|held| called(case, &sites, held)).collect();
    Ok(SharedIdentifiers {
        identifiers,
        edges: edges.into_iter().map(|((a, b), held)| ([a, b], held)).collect(),
        groups,
        sites: sites
            .into_iter()
            .map(|site| SiteFound {
                label: site.label,
                named: site.named,
                actors: site.actors,
                pages: site.pages,
            })
            .collect(),
    })
}

fn called(case: &Case<'_>, sites: &[Site], held: Held) -> IdentifierFound {
    let Identifier { kind, value } = held.identifier;
    // Services list the sites that have an identifier.
    let named = held.sites.iter().all(|&(site, _)| sites[site].named);
    let value = if named { value } else { case.naming.pseudonyms().item(kind.name(), &value) };
    IdentifierFound { kind: kind.name(), value, sites: held.sites, is_common: held.is_common }
}
