//! Hosts: registered domains by the public suffix list, and the names that show the same pages as another.

use super::address::Address;

/// Labels before a site's own name that are the same site: of the web itself, and of its light pages.
const BEFORE: [&str; 2] = ["www.", "amp."];

/// Mobile sites that are known to show a page under the same path as the full one.
const MOBILE: &[&str] = &[
    "m.36kr.com",
    "m.bilibili.com",
    "m.dw.com",
    "m.guancha.cn",
    "m.imdb.com",
    "m.jiemian.com",
    "m.scmp.com",
    "m.sohu.com",
    "m.thepaper.cn",
    "m.yicai.com",
    "mobile.nytimes.com",
];

/// Projects of Wikimedia, whose mobile sites have an `m` in the middle.
const WIKIMEDIA: &[&str] = &[
    "wikipedia.org",
    "wikimedia.org",
    "wiktionary.org",
    "wikinews.org",
    "wikiquote.org",
    "wikisource.org",
    "wikidata.org",
    "wikivoyage.org",
    "wikibooks.org",
];

/// The host as sites call themselves, and where its registered domain begins.
pub(super) fn bare(name: &str) -> (String, Option<usize>) {
    let name = name.trim_end_matches('.');
    let domain = psl::domain_str(name).map(str::len);
    // Where `www.` belongs to the registered name itself, as in `www.gov.uk`, it is no prefix.
    let mut rest = name;
    while let Some(shorter) = BEFORE.iter().find_map(|before| rest.strip_prefix(before)) {
        if domain.is_none_or(|length| shorter.len() < length) {
            break;
        }
        rest = shorter;
    }
    (rest.to_owned(), domain.map(|length| rest.len().saturating_sub(length)))
}

/// Takes the full site's host in the place of a mobile one's.
pub(super) fn mobile(address: &mut Address) -> bool {
    let before = address.before_domain();
    let full = if matches!(before, "m" | "mobile") && MOBILE.contains(&address.host.as_str()) {
        address.domain()
    } else if let Some(language) = before.strip_suffix(".m").or((before == "m").then_some("")) {
        address.domain_name().filter(|domain| WIKIMEDIA.contains(domain)).map(|domain| {
            if language.is_empty() { domain.to_owned() } else { format!("{language}.{domain}") }
        })
    } else {
        None
    };
    match full {
        Some(full) => {
            address.set_host(full);
            true
        }
        None => false,
    }
}
