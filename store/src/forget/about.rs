//! Whether a source is an account's own: by where its address has the handle or the id, never by a word that is in it.

use std::collections::BTreeSet;

use rusqlite::Connection;
use url::Url;

use super::gather::{Account, Subject};
use crate::StoreError;
use crate::export::address::decoded;
use crate::ingest::NewAccount;
use crate::redact::{Needles, redact_text};

/// Platforms and the hosts on which their accounts have addresses; below them likewise.
const HOSTS: [(&str, &[&str]); 14] = [
    ("bluesky", &["bsky.app", "bsky.social"]),
    ("facebook", &["facebook.com", "fb.com"]),
    ("instagram", &["instagram.com"]),
    ("linkedin", &["linkedin.com"]),
    ("ok", &["ok.ru"]),
    ("reddit", &["reddit.com"]),
    ("telegram", &["t.me", "telegram.me"]),
    ("threads", &["threads.net", "threads.com"]),
    ("tiktok", &["tiktok.com"]),
    ("toutiao", &["toutiao.com"]),
    ("vk", &["vk.com"]),
    ("weibo", &["weibo.com", "weibo.cn"]),
    ("x", &["x.com", "twitter.com"]),
    ("youtube", &["youtube.com"]),
];

/// Segments of a path behind which an account stands.
const BEFORE_ACCOUNTS: [&str; 11] =
    ["accounts", "c", "channel", "in", "people", "profile", "s", "u", "user", "users", "public"];

/// First segments of addresses that are about something else than an account.
const OF_SOMETHING_ELSE: [&str; 9] =
    ["explore", "groups", "hashtag", "i", "r", "search", "tag", "tags", "topics"];

/// Parameters that name an account.
const NAMING: [&str; 6] = ["channel_id", "resource", "screen_name", "uid", "user", "user_id"];

/// Keys that name an account behind the `#` of a source's address.
const ASKED_FOR: [&str; 2] = ["account", "channel"];

/// Endings of an account's feeds.
const ENDINGS: [&str; 4] = [".rss", ".atom", ".xml", ".json"];

/// Adds the sources that are the accounts' own, and notes those that only have a word of theirs.
pub(super) fn sources(
    connection: &Connection,
    subject: &mut Subject,
    named: &Needles,
) -> Result<(), StoreError> {
    let mut statement =
        connection.prepare("SELECT id, name, coalesce(url, '') FROM source WHERE forgotten = 0")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, name, url): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if subject.accounts.iter().any(|account| is_of(account, &url)) {
            subject.sources.insert(id);
        } else if [name, url].iter().any(|text| redact_text(text, named).is_some()) {
            subject.sources_named.insert(id);
        }
    }
    Ok(())
}

/// The names of sources.
pub(super) fn names(connection: &Connection, sources: &BTreeSet<i64>) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare("SELECT name FROM source WHERE id = ?1")?;
    sources.iter().map(|id| Ok(statement.query_row([id], |row| row.get(0))?)).collect()
}

/// Whether an address is one of the account's.
fn is_of(account: &Account, address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let keys = || account.handles.iter().chain(&account.native_id);
    if account.platform == "web" {
        return url.host_str().is_some_and(|host| keys().any(|key| site(key) == site(host)));
    }
    account.addresses.iter().any(|own| is_below(own, &url)) || keys().any(|key| names_key(account, key, &url))
}

fn site(host: &str) -> String {
    let host = host.to_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

/// Whether an address is another one, or lies below it. The address of a whole site is no account's.
fn is_below(own: &str, url: &Url) -> bool {
    let Ok(own) = Url::parse(own) else { return false };
    let path = own.path().trim_end_matches('/').to_lowercase();
    let same_site = match (own.host_str(), url.host_str()) {
        (Some(own), Some(host)) => site(own) == site(host),
        _ => false,
    };
    same_site
        && !path.is_empty()
        && own.query().is_none()
        && url
            .path()
            .to_lowercase()
            .strip_prefix(&path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a handle or id stands in the place of an account in an address.
fn names_key(account: &Account, key: &str, url: &Url) -> bool {
    let key = NewAccount::folded_handle(key);
    // `name@social.example` is the account of that site, and known there by its name alone.
    let (name, home) = match key.split_once('@') {
        Some((name, home)) => (name, Some(home)),
        None => (key.as_str(), None),
    };
    let told = |text: &str| {
        let text = NewAccount::folded_handle(&decoded(text));
        text == key
            || (text == name
                && home.is_none_or(|home| url.host_str().is_some_and(|host| site(host) == site(home))))
    };
    if url.scheme() == "acct" {
        let whole = NewAccount::folded_handle(&decoded(url.path()));
        return whole == key || (home.is_none() && whole.split('@').next() == Some(name));
    }
    let Some(host) = url.host_str().map(site) else { return false };
    let of_platform = HOSTS.iter().find(|(_, hosts)| hosts.iter().any(|known| is_at(&host, known)));
    let is_home = match of_platform {
        Some((platform, _)) => *platform == account.platform,
        None => is_at(&host, &account.platform) || home.is_some_and(|home| site(home) == host),
    };
    if of_platform.is_some() && !is_home {
        return false;
    }
    let segments: Vec<&str> = url.path().split('/').filter(|segment| !segment.is_empty()).collect();
    let marked = |segment: &&str| decoded(segment).starts_with('@') && told(without_ending(segment));
    let queried = url.query_pairs().any(|(parameter, value)| {
        let acct = value.strip_prefix("acct:").map(|rest| rest.split('@').next().unwrap_or(rest));
        NAMING.contains(&&*parameter) && (acct.is_some_and(told) || (is_home && told(&value)))
    });
    let mut asked_for = url.fragment().into_iter().flat_map(|of| url::form_urlencoded::parse(of.as_bytes()));
    let is_asked_for = asked_for
        .any(|(name, value)| ASKED_FOR.contains(&&*name) && (is_home || value.contains('@')) && told(&value));
    if segments.iter().any(marked) || queried || is_asked_for {
        return true;
    }
    if !is_home || segments.first().is_some_and(|first| OF_SOMETHING_ELSE.contains(first)) {
        return false;
    }
    match segments.iter().position(|segment| BEFORE_ACCOUNTS.contains(segment)) {
        Some(n) if n + 1 < segments.len() => told(without_ending(segments[n + 1])),
        _ => [segments.first(), segments.last()]
            .into_iter()
            .flatten()
            .any(|segment| told(without_ending(segment))),
    }
}

/// Whether a host is a site, or lies below it.
fn is_at(host: &str, site: &str) -> bool {
    host == site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.'))
}

fn without_ending(segment: &str) -> &str {
    ENDINGS.iter().find_map(|ending| segment.strip_suffix(ending)).unwrap_or(segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(platform: &str, handle: &str, id: Option<&str>, address: Option<&str>) -> Account {
        Account {
            id: None,
            platform: platform.to_owned(),
            native_id: id.map(str::to_owned),
            handles: BTreeSet::from([handle.to_owned()]),
            addresses: address.map(str::to_owned).into_iter().collect(),
        }
    }

    #[test]
    fn a_place_of_an_account_is_its_own() {
        for (platform, handle, url) in [
            ("x", "News", "https://x.com/news"),
            ("x", "news", "https://www.twitter.com/News/with_replies"),
            ("mastodon", "ann", "https://social.example/@Ann.rss"),
            ("mastodon", "ann@social.example", "https://social.example/@ann"),
            ("social.example", "ann", "https://social.example/users/ann.atom"),
            ("mastodon", "ann", "acct:ann@social.example"),
            (
                "mastodon",
                "ann",
                "https://social.example/.well-known/webfinger?resource=acct:ann@social.example",
            ),
            ("telegram", "channel_one", "https://t.me/s/channel_one"),
            ("bluesky", "ann.example", "https://bsky.app/profile/ann.example/rss"),
            ("reddit", "ann", "https://old.reddit.com/user/ann/.rss"),
            ("youtube", "news", "https://www.youtube.com/@news"),
            ("web", "example.org", "https://www.example.org/feed"),
            ("bluesky", "ann.example", "https://public.api.bsky.app/#account=ann.example"),
            ("mastodon", "ann@social.example", "https://social.example/#account=ann"),
            ("mastodon", "ann@social.example", "https://other.example/#account=%40ann%40social.example"),
            ("telegram", "channel_one", "https://t.me/#channel=channel_one"),
        ] {
            assert!(is_of(&account(platform, handle, None, None), url), "{platform}/{handle} {url}");
        }
        let channel = account("youtube", "ann", Some("UC123"), None);
        assert!(is_of(&channel, "https://www.youtube.com/feeds/videos.xml?channel_id=UC123"));
        let claimed = account("m", "ann", None, Some("https://m.example/people-of/ann/"));
        assert!(is_of(&claimed, "https://m.example/people-of/Ann/feed.xml"));
        assert!(!is_of(&claimed, "https://m.example/people-of/anna"));
    }

    #[test]
    fn a_word_of_an_address_is_nobodys() {
        for (platform, handle, url) in [
            ("m", "feed", "http://127.0.0.1:8080/feed.xml"),
            ("m", "news", "https://www.bbc.example/news/rss"),
            ("m", "world", "https://example.org/world"),
            ("x", "rss", "https://example.org/rss"),
            ("x", "news", "https://news.example.org/feed"),
            ("x", "news", "https://t.me/s/news"),
            ("x", "news", "https://www.youtube.com/@news"),
            ("x", "news", "https://x.com/hashtag/news"),
            ("reddit", "news", "https://www.reddit.com/r/news/.rss"),
            ("mastodon", "ann@social.example", "https://other.example/@ann"),
            ("web", "example.org", "https://blog.example.org/feed"),
            ("mastodon", "ann@social.example", "https://other.example/#account=ann"),
            ("bluesky", "ann.example", "https://public.api.bsky.app/#account=ann.example.org"),
            ("mastodon", "ann@social.example", "https://social.example/#tag=ann"),
            ("web", "example.org", "https://other.example/example.org"),
        ] {
            assert!(!is_of(&account(platform, handle, None, None), url), "{platform}/{handle} {url}");
        }
        let everything = account("x", "ann", None, Some("https://x.com/"));
        assert!(!is_of(&everything, "https://x.com/bob"));
    }
}
