//! Whether an address leads to people who are not to be found.

use url::Url;

use super::standing::{Found, Standing};
use crate::StoreError;

/// Sites on which people have accounts, and shorteners of theirs, which lead nobody knows where: an address there is withheld
/// unless it names an account that may be named.
pub(super) const PEOPLE: &[&str] = &[
    "bsky.app",
    "facebook.com",
    "fb.com",
    "fb.me",
    "instagram.com",
    "linkedin.com",
    "ok.ru",
    "reddit.com",
    "t.cn",
    "t.co",
    "t.me",
    "threads.net",
    "threads.com",
    "tiktok.com",
    "toutiao.com",
    "twitter.com",
    "vk.com",
    "weibo.cn",
    "weibo.com",
    "x.com",
    "youtu.be",
    "youtube.com",
];

/// Shorter words of an address say nothing.
const SHORTEST: usize = 3;

/// Whether an address may stand in an export that protects people. What cannot be read as one may not.
pub(super) fn may_stand(standing: &Standing<'_>, address: &str) -> Result<bool, StoreError> {
    let address = address.trim();
    let whole = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
    let Ok(url) = Url::parse(&whole) else { return Ok(false) };
    let Some(host) = url.host_str() else { return Ok(false) };
    let host = host.strip_prefix("www.").unwrap_or(host);
    let mut named = false;
    for word in words(&url, host) {
        match standing.of_word(&word)? {
            Found::Protected => return Ok(false),
            Found::Named => named = true,
            Found::Nobody => {}
        }
    }
    let people = PEOPLE
        .iter()
        .any(|site| host == *site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.')));
    Ok(named || !people)
}

/// The host and those above it, the address itself (pages are known by it), and what stands between the signs of its path, query
/// and fragment.
fn words(url: &Url, host: &str) -> Vec<String> {
    let mut words = vec![url.to_string()];
    words.extend(crate::link::canonical(url.as_str()).map(|canonical| canonical.url));
    let mut rest = Some(host);
    while let Some(part) = rest {
        words.push(part.to_owned());
        rest = part.split_once('.').map(|(_, above)| above).filter(|above| above.contains('.'));
    }
    let after = [Some(url.path()), url.query(), url.fragment()].into_iter().flatten();
    for text in after {
        // Twice, as an address in a query has its own signs encoded again.
        let text = decoded(&decoded(text));
        let parts = text.split(['/', '?', '#', '&', '=', ':', ';', ',', '+', '|', '!', ' ']);
        for part in parts.map(|part| part.trim_matches('@')) {
            words.push(part.to_owned());
            words.extend(part.rsplit_once('.').map(|(stem, _)| stem.to_owned()));
            words.extend(part.split('@').filter(|piece| *piece != part).map(str::to_owned));
        }
    }
    words.retain(|word| word.chars().count() >= SHORTEST || !word.is_ascii());
    words.sort();
    words.dedup();
    words
}

/// Percent-decoded.
pub(crate) fn decoded(text: &str) -> String {
    // The form's decoding is borrowed for its `%`: the signs that part pairs and words are kept as they are.
    let escaped = text.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(escaped.as_bytes())
        .next()
        .map_or_else(|| text.to_owned(), |(name, _)| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_an_address_is_looked_at() {
        let of = |address: &str| {
            let url = Url::parse(address).unwrap();
            words(&url, url.host_str().unwrap())
        };
        for (address, word) in [
            ("https://m.example/u/wang_li7?tab=posts", "wang_li7"),
            ("https://m.example/@wang_li7", "wang_li7"),
            ("https://m.example/search?q=from%3Awang_li7", "wang_li7"),
            ("https://m.example/wang_li7.json", "wang_li7"),
            ("https://m.example/n/%E7%8E%8B%E5%B0%8F", "王小"),
            ("https://m.example/share?u=https%253A%252F%252Fx.com%252Fwang_li7", "wang_li7"),
            ("https://sub.blog.example/a", "blog.example"),
        ] {
            assert!(of(address).contains(&word.to_owned()), "{address}: {:?}", of(address));
        }
    }
}
