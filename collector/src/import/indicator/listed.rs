//! From a listed value to what the store can match: a domain with all below it, an address, an account.

use url::Url;
use whence_store::address::{host, refang};
use whence_store::link::canonical;

use super::place::{self, Profile};

/// What is listed, as a claim has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) platform: String,
    /// `a.example`, `a.example/b/*`, `a.example/b`, or a handle.
    pub(super) pattern: String,
    pub(super) native_id: Option<String>,
    /// The address as listed, in its one form.
    pub(super) address: Option<String>,
}

/// Types of indicators that are neither domains, addresses nor accounts; the beginnings of their words.
const NOTHING: [&str; 25] = [
    "md5",
    "sha",
    "hash",
    "imphash",
    "ssdeep",
    "tlsh",
    "filename",
    "file",
    "android_package",
    "ios_app",
    "app_id",
    "email",
    "mutex",
    "regkey",
    "registry",
    "yara",
    "snort",
    "sigma",
    "pattern-in",
    "btc",
    "xmr",
    "phone",
    "vulnerability",
    "asn",
    "other",
];

/// Makes of a value what can be matched; `Err` says why nothing can, in words to count by.
pub(super) fn listed(
    value: &str,
    of_type: Option<&str>,
    platform: Option<&str>,
    more: &[String],
) -> Result<Vec<Listed>, String> {
    let kind = of_type.map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty());
    if let Some(kind) = kind.as_deref().filter(|kind| NOTHING.iter().any(|nothing| kind.starts_with(nothing)))
    {
        return Err(kind.to_owned());
    }
    let whole = refang(value);
    // MISP writes a domain and its number together.
    let text = match kind.as_deref() {
        Some("domain|ip" | "hostname|port" | "ip-dst|port" | "ip-src|port") => {
            whole.split('|').next().unwrap_or_default()
        }
        _ => &whole,
    };
    let text = text.trim().trim_matches(['"', '\'', '<', '>', '`']).trim_end_matches([',', ';']);
    let name = kind.as_deref().unwrap_or("without a type");
    let of_kind = kind.as_deref().and_then(place::platform);
    let platform = platform.and_then(|word| place::platform(&word.trim().to_lowercase())).or(of_kind);
    if text.is_empty() || text.contains(char::is_whitespace) {
        return Err(format!("{name}: no domain, address or handle"));
    }
    if let Some(handle) = platform.filter(|_| !text.contains(['/', ':']) && !is_host_of(platform, text)) {
        return account(handle, text).ok_or_else(|| format!("{name}: no handle"));
    }
    if text.starts_with('@') || text.contains('@') && !text.contains('/') {
        return Err(format!("{name}: a handle without its platform"));
    }
    let address = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    place(&address, more)
        .ok_or_else(|| format!("{name}: no domain, address or handle"))?
        .map_err(|why| format!("{name}: {why}"))
}

/// Whether a word is a platform's host and not a handle with a dot.
fn is_host_of(platform: Option<&str>, text: &str) -> bool {
    place::platform(&text.to_lowercase()) == platform && text.contains('.')
}

/// An account, and its pages wherever they are linked.
pub(super) fn account(platform: &str, handle: &str) -> Option<Vec<Listed>> {
    let handle = handle.trim_start_matches('@');
    let is_handle = !handle.is_empty()
        && handle.len() <= 256
        && handle.chars().all(|c| c.is_alphanumeric() || "._-@:".contains(c));
    is_handle.then(|| {
        with_pages(&Profile { platform: own(platform), handle: handle.to_owned(), native_id: None }, None)
    })
}

/// The word of a platform that we know; handles of others are not listed.
fn own(platform: &str) -> &'static str {
    place::platform(platform).unwrap_or("other")
}

fn with_pages(profile: &Profile, address: Option<&str>) -> Vec<Listed> {
    let mut all = vec![Listed {
        platform: profile.platform.to_owned(),
        pattern: profile.handle.clone(),
        native_id: profile.native_id.clone(),
        address: address.map(str::to_owned),
    }];
    for page in place::pages(profile.platform, &profile.handle) {
        all.push(Listed { platform: "web".to_owned(), pattern: page, native_id: None, address: None });
    }
    all
}

/// What an address stands for; nothing for what is none.
fn place(address: &str, more: &[String]) -> Option<Result<Vec<Listed>, &'static str>> {
    let found = canonical(address)?;
    let url = Url::parse(&found.url).ok()?;
    let site = host(url.host_str()?)?;
    if !site.is_number && !site.name.contains('.') {
        return None;
    }
    let top = site.name.rsplit('.').next().unwrap_or_default();
    if !site.is_number && (top.len() < 2 || top.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let is_bare = url.path() == "/" && url.query().is_none();
    let web = |pattern: String| Listed {
        platform: "web".to_owned(),
        pattern,
        native_id: None,
        address: Some(found.url.clone()),
    };
    if place::is_shared(&site.name, more) {
        if is_bare {
            return Some(Err("a host that many share"));
        }
        let own = web(exact(&found.url));
        return Some(Ok(match place::profile(&site.name, url.path()) {
            Some(profile) => {
                let mut all = with_pages(&profile, Some(&found.url));
                if !all.iter().any(|listed| listed.pattern == own.pattern) {
                    all.push(own);
                }
                all
            }
            None => vec![own],
        }));
    }
    if is_bare && url.port().is_none() {
        return Some(Ok(vec![web(site.name)]));
    }
    let pattern = exact(&found.url);
    // Whatever lies below a listed page of somebody's own site is theirs too; with a query it is that page alone.
    Some(Ok(vec![web(if url.query().is_some() { pattern } else { format!("{pattern}/*") })]))
}

/// An address without its scheme and the slash at its end.
fn exact(url: &str) -> String {
    url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(value: &str, of_type: Option<&str>) -> Result<Vec<String>, String> {
        let all = listed(value, of_type, None, &[])?;
        Ok(all.into_iter().map(|listed| format!("{} {}", listed.platform, listed.pattern)).collect())
    }

    #[test]
    fn values_become_what_can_be_matched() {
        for (value, of_type, first) in [
            ("evil[.]example", None, "web evil.example"),
            ("HXXPS://WWW.Evil[.]example/", Some("url"), "web evil.example"),
            ("evil.example/vote", Some("phishing_url"), "web evil.example/vote/*"),
            ("https://evil.example/a?b=1", Some("url"), "web evil.example/a?b=1"),
            ("sites.google.com/view/x", Some("url"), "web sites.google.com/view/x"),
            ("somebody.blogspot.com", Some("domain"), "web somebody.blogspot.com"),
            ("https://twitter.com/Some_Body", Some("twitter"), "x some_body"),
            ("@some_body", Some("twitter"), "x some_body"),
            ("https://t[.]me/berlin/42", Some("t.me"), "web t.me/berlin/42"),
            ("46.4.83.140", Some("ip-dst"), "web 46.4.83.140"),
            ("evil.example|1.2.3.4", Some("domain|ip"), "web evil.example"),
            ("пример.рф", Some("domain"), "web xn--e1afmkfd.xn--p1ai"),
        ] {
            assert_eq!(patterns(value, of_type).unwrap()[0], first, "{value}");
        }
        assert!(patterns("https://twitter.com/A", None).unwrap().contains(&"web x.com/a".to_owned()));
    }

    #[test]
    fn what_would_match_too_much_or_nothing_is_left_out() {
        for (value, of_type, why) in [
            ("facebook.com", Some("domain"), "domain: a host that many share"),
            ("https://www.facebook.com/", None, "without a type: a host that many share"),
            ("0123456789abcdef0123456789abcdef", Some("md5"), "md5"),
            ("63 accounts", Some("other"), "other"),
            ("@somebody", Some("handle"), "handle: a handle without its platform"),
            ("two words", None, "without a type: no domain, address or handle"),
            ("word", Some("domain"), "domain: no domain, address or handle"),
        ] {
            assert_eq!(patterns(value, of_type).unwrap_err(), why, "{value}");
        }
    }
}
