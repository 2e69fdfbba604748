//! Handles, ids and sites of protected accounts, looked for in addresses.

use std::collections::BTreeSet;

use super::letters::{is_cjk, normal};

/// What leads to protected accounts in an address.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// Whole segments of a path or a query.
    segments: BTreeSet<String>,
    /// Sites: these hosts, and all below them.
    hosts: BTreeSet<String>,
}

impl Addresses {
    /// Takes an account's handle and ids; on the platform `web` the handle is a host.
    pub(super) fn extend(&mut self, platform: &str, keys: impl Iterator<Item = String>) {
        for key in keys {
            if platform == "web" {
                self.hosts.insert(site(&key).to_owned());
            }
            self.segments.insert(key);
        }
    }

    /// Takes a name, where it is more than one Latin word: such a word is a segment of many addresses.
    pub(super) fn extend_name(&mut self, name: &str) {
        if name.contains(' ') || name.chars().any(is_cjk) {
            self.segments.insert(name.to_owned());
        }
    }

    /// Whether an address holds one of them.
    pub(super) fn find(&self, url: &str) -> bool {
        let url = normal(&decoded(url));
        let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let place = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at(place);
        let host = host.rsplit('@').next().unwrap_or(host);
        // Some ids have signs of their own: did:plc:x, x@site.example.
        let whole = path.split(['/', '?', '#', '&', '=']).map(|segment| segment.trim_start_matches('@'));
        // Names are written with other signs for spaces: wang-secret, Wang_Secret, wang+secret.
        let name = |segment: &str| self.is_key(&segment.replace(['-', '_', '+'], " "));
        self.is_site(host)
            || whole.clone().any(name)
            || whole.chain(path.split(is_border)).any(|segment| self.is_key(segment))
    }

    /// Whether a host is, or lies below, a protected site. A port says nothing.
    fn is_site(&self, host: &str) -> bool {
        let host = host.split(':').next().unwrap_or(host).trim_end_matches('.');
        let mut rest = Some(site(host));
        while let Some(part) = rest {
            if self.hosts.contains(part) {
                return true;
            }
            rest = part.split_once('.').map(|(_, above)| above);
        }
        false
    }

    /// Whether a segment is a handle or an id, with or without a file's ending, or a site: archives have addresses in paths.
    fn is_key(&self, segment: &str) -> bool {
        let stem = segment.rsplit_once('.').map_or(segment, |(stem, _)| stem);
        self.segments.contains(segment) || self.segments.contains(stem) || self.is_site(segment)
    }
}

fn site(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

/// Whether a character ends a segment; `@` and `:` stand before handles (`/@x`, `q=from:x`).
fn is_border(c: char) -> bool {
    c.is_whitespace() || matches!(c, '/' | '?' | '#' | '&' | '=' | ';' | ':' | ',' | '+' | '@' | '|' | '!')
}

/// Percent-decoded, twice: an address in a query has its own signs encoded again.
fn decoded(url: &str) -> String {
    (0..2).fold(url.to_owned(), |text, _| once_decoded(&text))
}

fn once_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let digit =
        |n: usize| bytes.get(n).and_then(|&b| char::from(b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
    let mut out = Vec::with_capacity(bytes.len());
    let mut n = 0;
    while n < bytes.len() {
        if let (b'%', Some(high), Some(low)) = (bytes[n], digit(n + 1), digit(n + 2)) {
            out.push(high << 4 | low);
            n += 3;
        } else {
            out.push(bytes[n]);
            n += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(accounts: &[(&str, &str)]) -> Addresses {
        let mut all = Addresses::default();
        for (platform, key) in accounts {
            all.extend(platform, std::iter::once(normal(key)));
        }
        all
    }

    #[test]
    fn words_of_every_address_withhold_nothing() {
        let all =
            addresses(&["http", "https", "www", "com", "news", "registry", "example"].map(|key| ("x", key)));
        for url in [
            "https://www.registry.example/list",
            "http://news.example.com/2025/the-news-of-today",
            "https://registry.example:8080",
            "https://registry.example?page=2",
        ] {
            assert!(!all.find(url), "{url}");
        }
        assert!(all.find("https://x.com/news") && all.find("https://x.com/News/status/1"));
    }

    #[test]
    fn handles_ids_and_sites_are_found() {
        let all = addresses(&[
            ("x", "wang_li7"),
            ("x", "8812345678901"),
            ("weibo", "王小明"),
            ("bluesky", "did:plc:abc123"),
            ("mastodon", "wang@social.example"),
            ("web", "blog.example"),
            ("web", "www.site.example"),
        ]);
        for url in [
            "https://x.com/Wang_Li7/status/1",
            "https://x.com/@wang_li7",
            "https://m.example/u/wang_li7?tab=posts",
            "https://m.example/search?q=from%3Awang_li7",
            "https://m.example/profile.php?id=8812345678901#top",
            "https://m.example/wang_li7.json",
            "https://m.example/n/%E7%8E%8B%E5%B0%8F%E6%98%8E",
            "https://m.example/share?u=https%253A%252F%252Fx.com%252Fwang_li7",
            "https://bsky.example/profile/did:plc:abc123",
            "https://other.example/@wang@social.example/1",
            "https://blog.example/a",
            "https://user:pass@de.BLOG.example:443/a",
            "https://www.blog.example",
            "https://site.example/",
            "https://archive.example/web/2025/https://blog.example/a",
        ] {
            assert!(all.find(url), "{url}");
        }
        for url in
            ["https://myblog.example/wang_li77", "https://blog.example.org/8812345678901a", "https://x.com/"]
        {
            assert!(!all.find(url), "{url}");
        }
    }
}
