//! AMP, the light pages: caches that carry the page's address, and the forms that sites give their own.

use super::address::{Address, Pair};

/// Sites where a path may end in the word itself, as a name or an entry.
const OF_NAMES: &[&str] = &[
    "github.com",
    "gitlab.com",
    "npmjs.com",
    "pypi.org",
    "crates.io",
    "docker.com",
    "wiktionary.org",
    "wikipedia.org",
];

/// The page that a cache shows.
pub(super) fn cached(address: &Address) -> Option<String> {
    let domain = address.domain_name()?;
    if address.has_port() {
        return None;
    }
    let rest = if domain.starts_with("google.") && address.host == domain {
        address.path.strip_prefix("/amp/")?
    } else if (domain == "ampproject.org" && address.host.ends_with(".cdn.ampproject.org"))
        || domain == "bing-amp.com"
    {
        let (kind, rest) = address.path.strip_prefix('/')?.split_once('/')?;
        if !matches!(kind, "c" | "v" | "r" | "i" | "a" | "wp") {
            return None;
        }
        rest
    } else {
        return None;
    };
    let (scheme, rest) = rest.strip_prefix("s/").map_or(("http", rest), |rest| ("https", rest));
    let host = rest.split('/').next()?;
    if !host.contains('.') {
        return None;
    }
    // Parameters of the page stand among the cache's own, which no page has.
    let mut target = format!("{scheme}://{rest}");
    let own = |pair: &&Pair| !pair.name().starts_with("amp_") && pair.name() != "usqp";
    for (n, pair) in address.query.iter().filter(own).enumerate() {
        target.push(if n == 0 { '?' } else { '&' });
        target.push_str(pair.name());
        if !pair.value().is_empty() {
            target.push('=');
            target.push_str(pair.value());
        }
    }
    Some(target)
}

/// Takes the light page's marks out of an address; says whether its path changed.
pub(super) fn strip(address: &mut Address) -> bool {
    address.query.retain(|pair| !is_mark(pair));
    if address.domain_name() == Some("cnn.com")
        && let Some(rest) = address.path.strip_prefix("/cnn/2")
    {
        address.path = format!("/2{rest}");
        return true;
    }
    let Some(path) = full(&address.path) else { return false };
    if address.domain_name().is_some_and(|domain| OF_NAMES.contains(&domain)) {
        return false;
    }
    address.path = path;
    true
}

fn is_mark(pair: &Pair) -> bool {
    match pair.name() {
        "amp" | "_amp" => matches!(pair.value(), "" | "1" | "true" | "yes"),
        "outputType" | "output" => pair.value() == "amp",
        "__amp_source_origin" => true,
        _ => false,
    }
}

/// The path of the full page. Marks that stand there again and again go at once.
fn full(path: &str) -> Option<String> {
    if let Some(stem) = path.strip_suffix(".amp.html") {
        let stem = stem.trim_end_matches(".amp");
        return (!stem.ends_with('/')).then(|| format!("{stem}.html"));
    }
    if let Some(stem) = path.strip_suffix(".amp") {
        let stem = stem.trim_end_matches(".amp");
        return is_headline(stem.rsplit('/').next()?).then(|| stem.to_owned());
    }
    let (stem, end) = match path.strip_suffix("/amp/") {
        Some(stem) => (stem, "/"),
        None => (path.strip_suffix("/amp")?, ""),
    };
    let stem = stem.trim_end_matches("/amp");
    is_headline(stem.rsplit('/').next()?).then(|| format!("{stem}{end}"))
}

/// Whether a part of a path looks like the name of a page, not like that of a shelf: `/dictionary/amp` is a word.
fn is_headline(part: &str) -> bool {
    part.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'_' | b'%'))
}
