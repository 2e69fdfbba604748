//! The form that rule 1 gave an address: what was forgotten under it is on the list by it (`ingest/suppression.rs`), and a keyed
//! hash cannot be made anew from a hash. Used for nothing else.

use url::Url;

const TRACKING: &[&str] = &[
    "fbclid", "gclid", "dclid", "msclkid", "yclid", "igshid", "igsh", "mc_cid", "mc_eid", "ref_src",
    "ref_url", "cmpid", "ncid", "twclid", "ttclid", "wt_mc", "spm", "scm",
];

/// The form by rule 1.
pub fn first_form(raw: &str) -> Option<String> {
    let mut url = Url::parse(raw.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let is_tracking = |key: &str| {
        let key = key.to_ascii_lowercase();
        key.starts_with("utm_") || TRACKING.contains(&key.as_str())
    };
    let mut pairs: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, _)| !is_tracking(key))
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
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
    Some(url.into())
}
