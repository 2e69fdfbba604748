//! How often ordinary domains look alike by chance.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Brand, Host, closest};

/// Well-known sites of many kinds and countries, one a line; written by hand, and looked at by nobody's brand.
const ORDINARY: &str = include_str!("ordinary.txt");

/// How many of the ordinary domains look like one of some brands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseRate {
    /// Ordinary domains compared: the control list without the brands' own.
    pub domains: usize,
    /// So many of them look like a brand by some rule.
    pub alike: usize,
    /// By rule.
    pub by_rule: BTreeMap<String, usize>,
}

/// Measures the rules on the control list.
pub fn base_rate(brands: &[Brand]) -> BaseRate {
    let mut rate = BaseRate::default();
    for host in
        ORDINARY.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).filter_map(Host::read)
    {
        if brands.iter().any(|brand| brand.registered.as_ref() == Some(&host.registered)) {
            continue;
        }
        rate.domains += 1;
        if let Some(found) = closest(&host, brands) {
            rate.alike += 1;
            *rate.by_rule.entry(found.rule.as_str().to_owned()).or_default() += 1;
        }
    }
    rate
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_control_list_is_what_it_says() {
        let lines: Vec<&str> =
            ORDINARY.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        let hosts: Vec<Host> = lines.iter().map(|line| Host::read(line).unwrap()).collect();
        for (line, host) in lines.iter().zip(&hosts) {
            assert_eq!(host.registered, *line, "one registered domain a line");
        }
        let distinct: BTreeSet<&str> = lines.iter().copied().collect();
        assert_eq!(distinct.len(), lines.len());
        assert!(lines.len() >= 400, "{}", lines.len());
    }

    #[test]
    fn names_of_their_own_are_seldom_met_and_words_of_everybody_more_often() {
        let brand = |text: &str| [Brand::read(text).unwrap()];
        let rare = base_rate(&brand("harbourcourier.com"));
        assert_eq!(rare.alike, 0);
        let common = base_rate(&brand("nature.org"));
        assert!(common.alike > 0 && common.by_rule.values().sum::<usize>() == common.alike, "{common:?}");
    }

    #[test]
    fn a_brand_is_not_its_own_control() {
        let with = base_rate(&[Brand::read("wikipedia.org").unwrap()]);
        let without = base_rate(&[Brand::read("harbourcourier.com").unwrap()]);
        assert_eq!(with.domains + 1, without.domains);
    }
}
