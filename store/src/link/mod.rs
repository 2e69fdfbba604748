//! One form per web address, so that the same page shared in many spellings is one object.

use url::Url;

/// The rule version of [`canonical`]; a change makes older `url` rows stale.
pub const CANONICAL_RULE: i64 = 1;

/// Query parameters that say where a click came from, not what is shown.
const TRACKING: &[&str] = &[
    "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "igsh", "mc_cid", "mc_eid", "ref_src",
    "ref_url", "cmpid", "ncid", "twclid", "ttclid", "wt_mc", "spm", "scm",
];

/// A web address with scheme and host in lower case, no `www.`, no fragment, no tracking parameters and its
/// query in order; `None` for what is not http or https.
pub fn canonical(raw: &str) -> Option<Canonical> {
    let mut url = Url::parse(raw.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let mut pairs: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, _)| !is_tracking(key))
        .map(|(k, v)| (k.into_owned(), v.into_owned()))
        .collect();
    pairs.sort();
    if pairs.is_empty() {
        url.set_query(None);
    } else {
        url.query_pairs_mut().clear().extend_pairs(pairs);
    }
    let host = url.host_str()?.trim_end_matches('.').to_owned();
    let bare = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    if bare != host {
        url.set_host(Some(&bare)).ok()?;
    }
    let host = url.port().map_or_else(|| bare.clone(), |port| format!("{bare}:{port}"));
    Some(Canonical { url: url.into(), host })
}

fn is_tracking(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.starts_with("utm_") || TRACKING.contains(&key.as_str())
}

/// The result of [`canonical`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    /// The address.
    pub url: String,
    /// Its host without `www.`, with the port when it is not the scheme's own.
    pub host: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str) -> String {
        canonical(a).unwrap().url
    }

    #[test]
    fn spellings_of_one_page_are_one() {
        let plain = "https://example.org/a?b=1&c=2";
        for other in [
            "https://www.Example.org/a?c=2&b=1#top",
            "https://example.org:443/a?b=1&c=2&utm_source=x&fbclid=1",
            "https://u:p@example.org/a?b=1&c=2",
        ] {
            assert_eq!(same(other), plain);
        }
        assert_eq!(same("http://example.org"), "http://example.org/");
        assert_eq!(canonical("http://127.0.0.1:80/").unwrap().host, "127.0.0.1");
        assert_eq!(canonical("http://127.0.0.1:8080/").unwrap().host, "127.0.0.1:8080");
        assert!(canonical("mailto:a@b").is_none() && canonical("not a url").is_none());
    }
}
