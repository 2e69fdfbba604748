//! Template boilerplate: the names of classes and ids that most pages of a site have, whatever they tell.
//!
//! Two sites with four fifths of these names in common are made by the same template. Many unrelated sites buy the same one, so
//! this says least of all identifiers.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};
use whence_store::evidence::chain::hex;

use super::identifier::{Identifier, Kind};
use super::markup::Markup;
use crate::coordination::network::components;
use crate::copies::{Shingles, Sketch};

/// Fewer names are those of any page.
const FEWEST: usize = 30;
/// The least part of all names of two sites that is common to both.
const SIMILAR: f64 = 0.8;

/// The names in a page. Those with numbers of three digits and more are of one item, not of the template.
pub(super) fn names(markup: &Markup) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for tag in &markup.tags {
        for (sign, attribute) in [('.', "class"), ('#', "id")] {
            for name in tag.get(attribute).unwrap_or_default().split_ascii_whitespace() {
                let numbers = name.as_bytes().windows(3).any(|three| three.iter().all(u8::is_ascii_digit));
                if !numbers {
                    names.insert(format!("{sign}{name}"));
                }
            }
        }
    }
    names
}

/// The names that at least half of a site's pages have.
pub(super) fn common(pages: &[BTreeSet<String>]) -> BTreeSet<String> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for name in pages.iter().flatten() {
        *counts.entry(name).or_default() += 1;
    }
    counts.into_iter().filter(|&(_, count)| count * 2 >= pages.len()).map(|(name, _)| name.clone()).collect()
}

/// For each site the template that it shares with others, step by step; nothing where it shares none, or has too few names.
pub(super) fn find(sites: &[BTreeSet<String>]) -> Vec<Option<Identifier>> {
    let number = |name: &String| {
        Sha256::digest(name.as_bytes()).iter().take(8).fold(0, |bits, &byte| bits << 8 | u64::from(byte))
    };
    let sets: Vec<Shingles> = sites.iter().map(|names| Shingles::of(names.iter().map(number))).collect();
    let mut bands: BTreeMap<(usize, u64), Vec<usize>> = BTreeMap::new();
    for (site, set) in sets.iter().enumerate().filter(|(site, _)| sites[*site].len() >= FEWEST) {
        for key in Sketch::new(set).bands() {
            bands.entry(key).or_default().push(site);
        }
    }
    let mut alike = Vec::new();
    for bucket in bands.values() {
        for pair in bucket.windows(2) {
            for other in [bucket[0], pair[0]] {
                if sets[other].jaccard(&sets[pair[1]]) >= SIMILAR {
                    alike.push((other, pair[1]));
                }
            }
        }
    }
    let group = components(sites.len(), alike.into_iter());
    let mut members: BTreeMap<usize, usize> = BTreeMap::new();
    for &first in &group {
        *members.entry(first).or_default() += 1;
    }
    group
        .iter()
        .map(|first| {
            let all: Vec<&str> = sites[*first].iter().map(String::as_str).collect();
            let value = hex(&Sha256::digest(all.join(" ").as_bytes())[..8]);
            (members[first] > 1).then(|| Identifier::new(Kind::Template, value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(from: usize, to: usize) -> BTreeSet<String> {
        (from..to).map(|n| format!(".name-{}", "x".repeat(n))).collect()
    }

    #[test]
    fn names_are_those_of_the_template() {
        let page = |id: usize| {
            names(&Markup::read(&format!(
                "<body class='home  page-{id} dark'><div id=top class=col-12></div>"
            )))
        };
        let (a, b) = (page(1234), page(1235));
        assert_eq!(a, b);
        assert_eq!(a.into_iter().collect::<Vec<_>>(), ["#top", ".col-12", ".dark", ".home"]);
        let only = BTreeSet::from([".only".to_owned()]);
        assert_eq!(common(&[b.clone(), b.clone(), only]).len(), 4);
    }

    #[test]
    fn sites_with_most_names_in_common_share_a_template() {
        let found = find(&[site(1, 60), site(3, 60), site(100, 160), site(1, 20), site(1, 20)]);
        assert!(found[0].is_some() && found[0] == found[1], "{found:?}");
        assert!(found[2..].iter().all(Option::is_none), "few names say nothing: {found:?}");
    }
}
