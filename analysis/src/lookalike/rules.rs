//! The rules, from the surest to the weakest.

use serde::{Deserialize, Serialize};
use unicode_security::confusable_detection::skeleton;

use super::{Brand, Host};

/// In which way a domain looks like a brand's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The brand's label under another public suffix: `example.ltd` for `example.com`.
    OtherSuffix,
    /// The brand's label, or its whole domain, as a label of somebody else's: `example.com.other.net`.
    BrandAsLabel,
    /// Letters that look alike (UTS 39 skeletons, and digits for letters): `examp1e.com`, `xn--…`.
    Homoglyph,
    /// A few letters added, left out, exchanged or swapped: `exmaple.com`.
    EditDistance,
    /// The brand with words around it: `example-news.com`.
    BrandInLabel,
}

impl Rule {
    /// Its name, as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OtherSuffix => "other-suffix",
            Self::BrandAsLabel => "brand-as-label",
            Self::Homoglyph => "homoglyph",
            Self::EditDistance => "edit-distance",
            Self::BrandInLabel => "brand-in-label",
        }
    }

    /// What it means, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::OtherSuffix => "the same name under another ending",
            Self::BrandAsLabel => "the name as a part of another's domain",
            Self::Homoglyph => "letters that look alike",
            Self::EditDistance => "a few letters differ",
            Self::BrandInLabel => "the name with more around it",
        }
    }
}

/// A domain that looks like a brand's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookAlike<'a> {
    /// The brand.
    pub brand: &'a Brand,
    /// How.
    pub rule: Rule,
    /// Edits between the labels (insertion, deletion, exchange, swap of neighbours); for a brand with more around it so many
    /// characters more.
    pub distance: usize,
}

/// A brand this long may stand without a hyphen at an end of a label: `examplenews`.
const AT_AN_END: usize = 6;
/// A brand this long may stand anywhere in a label.
const ANYWHERE: usize = 9;

/// How many edits still look alike: none below five characters, one below nine, else two.
const fn edits(length: usize) -> usize {
    match length {
        0..5 => 0,
        5..9 => 1,
        _ => 2,
    }
}

/// Whether a domain looks like a brand's, by the first rule that says so. The brand's own domain does not.
pub fn compare<'a>(host: &Host, brand: &'a Brand) -> Option<LookAlike<'a>> {
    if brand.registered.as_ref() == Some(&host.registered) {
        return None;
    }
    let (rule, distance) = same_label(host, brand)
        .or_else(|| as_label(host, brand))
        .or_else(|| homoglyph(host, brand))
        .or_else(|| edited(host, brand))
        .or_else(|| within(host, brand))?;
    Some(LookAlike { brand, rule, distance })
}

/// The brand that a domain looks most like: by rule, then by distance, then in the order given. Nothing for a domain that is one
/// of the brands' own.
pub fn closest<'a>(host: &Host, brands: &'a [Brand]) -> Option<LookAlike<'a>> {
    if brands.iter().any(|brand| brand.registered.as_ref() == Some(&host.registered)) {
        return None;
    }
    brands.iter().filter_map(|brand| compare(host, brand)).min_by_key(|found| (found.rule, found.distance))
}

fn same_label(host: &Host, brand: &Brand) -> Option<(Rule, usize)> {
    // A name has no ending of its own: that a site is called like it is all that can be said.
    let rule = if brand.registered.is_some() { Rule::OtherSuffix } else { Rule::BrandAsLabel };
    (host.label == brand.label).then_some((rule, 0))
}

fn as_label(host: &Host, brand: &Brand) -> Option<(Rule, usize)> {
    host.below.contains(&brand.label).then_some((Rule::BrandAsLabel, 0))
}

fn homoglyph(host: &Host, brand: &Brand) -> Option<(Rule, usize)> {
    (looks(&host.label) == looks(&brand.label))
        .then(|| (Rule::Homoglyph, strsim::osa_distance(&host.label, &brand.label)))
}

/// What a label looks like: its UTS 39 skeleton without accents and case, digits as the letters that they stand for.
fn looks(label: &str) -> String {
    let skeleton: String = skeleton(label).collect();
    let folded = whence_store::text::fold(&skeleton).replace("vv", "w");
    folded
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' => 'l',
            '3' => 'e',
            '5' => 's',
            other => other,
        })
        .collect()
}

fn edited(host: &Host, brand: &Brand) -> Option<(Rule, usize)> {
    let most = edits(brand.label.chars().count());
    let plain = host.label.replace('-', "");
    let distance =
        strsim::osa_distance(&host.label, &brand.label).min(1 + strsim::osa_distance(&plain, &brand.label));
    // A letter typed twice, or once for twice, makes no other word of a short label either.
    let is_doubled = distance > 0 && collapsed(&host.label) == collapsed(&brand.label);
    (is_doubled || (1..=most).contains(&distance)).then_some((Rule::EditDistance, distance))
}

/// A label with every run of one letter as one.
fn collapsed(label: &str) -> String {
    let mut chars: Vec<char> = label.chars().collect();
    chars.dedup();
    chars.into_iter().collect()
}

fn within(host: &Host, brand: &Brand) -> Option<(Rule, usize)> {
    let (label, own) = (host.label.as_str(), brand.label.as_str());
    let length = own.chars().count();
    // Parts between hyphens: `the-example-news` has `example`, and `ex-ample` if that is the brand.
    let mut edges = label.match_indices(own).map(|(at, _)| (at, at + own.len()));
    let apart = |at: usize, end: usize| {
        let left = at == 0 || label[..at].ends_with('-');
        let right = end == label.len() || label[end..].starts_with('-');
        left && right
            || length >= AT_AN_END && (at == 0 || end == label.len() || left || right)
            || length >= ANYWHERE
    };
    edges.any(|(at, end)| apart(at, end)).then(|| (Rule::BrandInLabel, label.chars().count() - length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(domain: &str, brand: &str) -> Option<(Rule, usize)> {
        let brand = Brand::read(brand).unwrap();
        compare(&Host::read(domain).unwrap(), &brand).map(|found| (found.rule, found.distance))
    }

    #[test]
    fn each_rule_finds_its_own() {
        for (domain, brand, wanted) in [
            ("harbourcourier.ltd", "harbourcourier.com", Some((Rule::OtherSuffix, 0))),
            ("harbourcourier.co.com", "harbourcourier.com", Some((Rule::OtherSuffix, 0))),
            ("harbourcourier.com.other.net", "harbourcourier.com", Some((Rule::BrandAsLabel, 0))),
            ("harbourcourier.other.net", "harbourcourier.com", Some((Rule::BrandAsLabel, 0))),
            ("harb0urcourier.com", "harbourcourier.com", Some((Rule::Homoglyph, 1))),
            ("harbоurcourier.com", "harbourcourier.com", Some((Rule::Homoglyph, 1))),
            ("harbuorcourier.com", "harbourcourier.com", Some((Rule::EditDistance, 1))),
            ("harbor-courier.com", "harbourcourier.com", Some((Rule::EditDistance, 2))),
            ("harbourcourier-live.net", "harbourcourier.com", Some((Rule::BrandInLabel, 5))),
            ("myharbourcouriernews.net", "harbourcourier.com", Some((Rule::BrandInLabel, 6))),
            ("harbourcourier.com", "harbourcourier.com", None),
            ("sport.harbourcourier.com", "harbourcourier.com", None),
            ("quay.ltd", "quay.com", Some((Rule::OtherSuffix, 0))),
            ("quai.com", "quay.com", None),
            ("quays.com", "quay.com", None),
            ("quayy.lol", "quay.com", Some((Rule::EditDistance, 1))),
            ("quay-times.com", "quay.com", Some((Rule::BrandInLabel, 6))),
            ("rnorning.com", "morning.com", Some((Rule::Homoglyph, 2))),
            ("morning.other", "The Morning", None),
            ("themorning.other", "The Morning", Some((Rule::BrandAsLabel, 0))),
        ] {
            assert_eq!(rule(domain, brand), wanted, "{domain} for {brand}");
        }
    }

    #[test]
    fn punycode_is_looked_through() {
        let cyrillic = idna::domain_to_ascii("hаrbourcourier.com").unwrap();
        assert!(cyrillic.starts_with("xn--"));
        assert_eq!(rule(&cyrillic, "harbourcourier.com"), Some((Rule::Homoglyph, 1)));
    }

    #[test]
    fn the_surest_rule_and_no_brand_against_another() {
        let brands = [Brand::read("example.com").unwrap(), Brand::read("example.org").unwrap()];
        assert_eq!(closest(&Host::read("example.org").unwrap(), &brands), None);
        let brands = [Brand::read("exampel.net").unwrap(), Brand::read("example.com").unwrap()];
        let host = Host::read("example.shop").unwrap();
        let found = closest(&host, &brands).unwrap();
        assert_eq!((found.rule, found.brand.written.as_str()), (Rule::OtherSuffix, "example.com"));
    }
}
