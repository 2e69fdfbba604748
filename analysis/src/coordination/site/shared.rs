//! From identifiers to sites that have one in common.

use std::collections::{BTreeMap, BTreeSet};

use super::identifier::Identifier;
use crate::coordination::network::components;

/// An identifier on more sites than this, and on more than [`COMMON_SHARE`] of those that were read, is that of a service, a theme or
/// a network, not of whoever keeps a site.
pub(crate) const COMMON_SITES: usize = 10;
/// See [`COMMON_SITES`].
pub(crate) const COMMON_SHARE: f64 = 0.05;

/// What a site has: each identifier with the capture that showed it first.
pub(super) type Has = BTreeMap<Identifier, i64>;

/// An identifier, and where it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) identifier: Identifier,
    /// Sites by place, each with the capture that shows it.
    pub(super) sites: Vec<(usize, i64)>,
    /// Whether it is on too many sites to say anything of any two of them.
    pub(super) is_common: bool,
}

/// Identifiers on two sites and more.
pub(super) fn held(sites: &[Has]) -> Vec<Held> {
    let mut all: BTreeMap<&Identifier, Vec<(usize, i64)>> = BTreeMap::new();
    for (site, has) in sites.iter().enumerate() {
        for (identifier, &capture) in has {
            all.entry(identifier).or_default().push((site, capture));
        }
    }
    all.into_iter()
        .filter(|(_, on)| on.len() > 1)
        .map(|(identifier, on)| Held {
            identifier: identifier.clone(),
            is_common: on.len() > COMMON_SITES && on.len() as f64 > COMMON_SHARE * sites.len() as f64,
            sites: on,
        })
        .collect()
}

/// Two sites, and the places of the identifiers that both have; common ones make no edge.
pub(super) fn edges(held: &[Held]) -> BTreeMap<(usize, usize), Vec<usize>> {
    let mut edges: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (place, held) in held.iter().enumerate().filter(|(_, held)| !held.is_common) {
        for (n, &(a, _)) in held.sites.iter().enumerate() {
            for &(b, _) in &held.sites[n + 1..] {
                edges.entry((a, b)).or_default().push(place);
            }
        }
    }
    edges
}

/// Sites that hang together, the largest group first; of equals that with the first site.
pub(super) fn groups(count: usize, edges: &BTreeMap<(usize, usize), Vec<usize>>) -> Vec<Vec<usize>> {
    let joined: BTreeSet<usize> = edges.keys().flat_map(|&(a, b)| [a, b]).collect();
    let first = components(count, edges.keys().copied());
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for site in joined {
        groups.entry(first[site]).or_default().push(site);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group[0]));
    groups
}

#[cfg(test)]
mod tests {
    use super::super::identifier::Kind;
    use super::*;

    fn has(values: &[&str]) -> Has {
        values.iter().map(|value| (Identifier::new(Kind::TagManager, *value), 7)).collect()
    }

    #[test]
    fn what_two_have_joins_them_and_what_many_have_joins_nobody() {
        let mut sites: Vec<Has> = (0..30).map(|n| has(&["everybody", &format!("own{n}")])).collect();
        sites[3].extend(has(&["three"]));
        sites[8].extend(has(&["three", "eight"]));
        sites[21].extend(has(&["eight"]));
        let held = held(&sites);
        let told: Vec<(&str, usize, bool)> =
            held.iter().map(|h| (h.identifier.value.as_str(), h.sites.len(), h.is_common)).collect();
        assert_eq!(told, [("eight", 2, false), ("everybody", 30, true), ("three", 2, false)]);
        let edges = edges(&held);
        assert_eq!(edges.keys().copied().collect::<Vec<_>>(), [(3, 8), (8, 21)]);
        assert_eq!(groups(30, &edges), [vec![3, 8, 21]]);
    }

    #[test]
    fn of_few_sites_an_identifier_of_most_still_says_something() {
        let sites: Vec<Has> = (0..6).map(|_| has(&["one"])).collect();
        assert!(!held(&sites)[0].is_common);
    }
}
