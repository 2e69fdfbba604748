//! What an address says: the words in it that may be somebody's handle, id or item, and the ones that stand where accounts do.
//!
//! It reads addresses; whom a word finds is asked elsewhere.

use url::Url;

/// Sites on which people have accounts, and shorteners of theirs, which lead nobody knows where: an address there is withheld
/// unless it names an account that may be named.
const PEOPLE: &[&str] = &[
    "bilibili.com",
    "bsky.app",
    "douyin.com",
    "facebook.com",
    "fb.com",
    "fb.me",
    "gab.com",
    "gettr.com",
    "instagram.com",
    "linkedin.com",
    "mastodon.social",
    "ok.ru",
    "pinterest.com",
    "reddit.com",
    "snapchat.com",
    "t.cn",
    "t.co",
    "t.me",
    "telegram.me",
    "threads.com",
    "threads.net",
    "tiktok.com",
    "toutiao.com",
    "truthsocial.com",
    "tumblr.com",
    "twitch.tv",
    "twitter.com",
    "vk.com",
    "weibo.cn",
    "weibo.com",
    "x.com",
    "xhslink.com",
    "xiaohongshu.com",
    "youtu.be",
    "youtube.com",
    "zhihu.com",
];

/// What stands before an account in the paths of many sites.
const BEFORE_ACCOUNTS: &[&str] =
    &["account", "accounts", "member", "members", "people", "profile", "profiles", "u", "user", "users"];

/// First parts of a path on [`PEOPLE`]'s sites that stand before what is named, and are nobody's account.
const BEFORE_NAMED: &[&str] = &[
    "c",
    "channel",
    "company",
    "i",
    "in",
    "p",
    "permalink.php",
    "profile",
    "r",
    "reel",
    "s",
    "status",
    "story.php",
    "u",
    "user",
    "video",
    "watch",
    "web",
];

/// Shorter words of an address say nothing.
const SHORTEST: usize = 3;
/// Numbers with fewer digits are dates and counts.
const SHORTEST_NUMBER: usize = 5;
/// So many words in one part of a path are a name; more are a headline, in which only what is no word of a language is looked at.
const LONGEST_NAME: usize = 3;
/// Words that are put together again at most.
const LONGEST_RUN: usize = 4;

/// An address, taken apart.
#[derive(Debug)]
pub(super) struct Address {
    /// The address as it is compared with words, its escapes read.
    pub(super) plain: String,
    /// Words that may be somebody's handle or id, or an item's.
    pub(super) words: Vec<String>,
    /// Words that stand where an account does: after `/@`, after `/user/`, before the `@` of a host.
    pub(super) accounts: Vec<String>,
    /// On a site of people: the word that its path begins with, where that would be an account.
    pub(super) begins: Option<String>,
    /// Whether it is on a site of people.
    pub(super) of_people: bool,
}

impl Address {
    /// Reads an address, with or without its scheme; nothing where it cannot be read.
    pub(super) fn read(address: &str) -> Option<Self> {
        let address = address.trim();
        let whole = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
        let url = Url::parse(&whole).ok()?;
        let host = url.host_str()?.trim_end_matches('.');
        let host = host.strip_prefix("www.").unwrap_or(host);
        // Twice, as an address in a query has its own signs encoded again.
        let plain = decoded(&decoded(address));
        let path = decoded(&decoded(url.path()));
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let of_people = PEOPLE
            .iter()
            .any(|site| host == *site || host.strip_suffix(site).is_some_and(|s| s.ends_with('.')));
        let begins = parts.first().filter(|_| of_people).map(|part| part.trim_start_matches('@'));
        Some(Self {
            words: words(&url, host),
            accounts: accounts(&url, &plain, &parts),
            begins: begins.filter(|part| !BEFORE_NAMED.contains(part)).map(str::to_owned),
            of_people,
            plain,
        })
    }
}

/// Whether a host is one of [`PEOPLE`]'s, or looks like one with a name of letters at its end.
pub(super) fn is_host(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(before, last)| {
        !before.is_empty() && last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic())
    })
}

/// What stands where an account does.
fn accounts(url: &Url, plain: &str, parts: &[&str]) -> Vec<String> {
    let mut accounts = vec![url.username().to_owned()];
    for (_, after) in plain.match_indices("/@").map(|(at, sign)| plain.split_at(at + sign.len())) {
        accounts.push(handle(after).to_owned());
    }
    for pair in parts.windows(2).filter(|pair| BEFORE_ACCOUNTS.contains(&pair[0].to_lowercase().as_str())) {
        accounts.push(handle(pair[1].trim_start_matches('@')).to_owned());
    }
    accounts.retain(|account| !account.is_empty());
    accounts
}

/// The handle that a text begins with.
pub(super) fn handle(text: &str) -> &str {
    let end =
        text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', '-'])
}

/// The host and those above it, the address itself (pages are known by it), and what stands between the signs of its path, query
/// and fragment.
fn words(url: &Url, host: &str) -> Vec<String> {
    let mut words = vec![url.to_string()];
    words.extend(crate::link::canonical(url.as_str()).map(|canonical| canonical.url));
    words.extend(crate::link::first_form(url.as_str()));
    let mut rest = Some(host);
    while let Some(part) = rest {
        words.push(part.to_owned());
        rest = part.split_once('.').map(|(_, above)| above).filter(|above| above.contains('.'));
    }
    // What stands before a site's own name may be somebody's there.
    let labels: Vec<&str> = host.split('.').collect();
    words.extend(labels[..labels.len().saturating_sub(2)].iter().map(|label| (*label).to_owned()));
    let after = [Some(url.path()), url.query(), url.fragment()].into_iter().flatten();
    for text in after {
        let text = decoded(&decoded(text));
        let parts = text.split(['/', '?', '#', '&', '=', ':', ';', ',', '+', '|', '!', ' ']);
        for part in parts.map(|part| part.trim_matches('@')) {
            words.push(part.to_owned());
            words.extend(part.rsplit_once('.').map(|(stem, _)| stem.to_owned()));
            words.extend(part.split('@').filter(|piece| *piece != part).map(str::to_owned));
            let is_name = tokens(part).len() <= LONGEST_NAME;
            words.extend(runs(part).into_iter().filter(|run| is_name || is_telling(run)));
        }
    }
    words.retain(|word| word.chars().count() >= SHORTEST || !word.is_ascii());
    words.sort();
    words.dedup();
    words
}

/// Whether a word is no word of a language: handles and ids have digits and underscores.
pub(super) fn is_telling(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit() || c == '_') && !is_short_number(word)
}

fn is_short_number(word: &str) -> bool {
    word.len() < SHORTEST_NUMBER && word.chars().all(|c| c.is_ascii_digit())
}

/// What a word holds between its signs: `lisadoe-profile` holds `lisadoe`, and `by-wang_li7` both `wang_li7` and its halves.
pub(super) fn runs(word: &str) -> Vec<String> {
    let tokens = tokens(word);
    let mut runs: Vec<String> = word
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|piece| !piece.is_empty())
        .map(str::to_owned)
        .collect();
    for (n, (start, _)) in tokens.iter().enumerate() {
        runs.extend(tokens[n..].iter().take(LONGEST_RUN).map(|(_, end)| word[*start..*end].to_owned()));
    }
    runs.retain(|run| (run.chars().count() >= SHORTEST || !run.is_ascii()) && !is_short_number(run));
    runs.sort();
    runs.dedup();
    runs
}

/// Where letters and digits stand together; scripts that need no space between words part from ASCII.
fn tokens(word: &str) -> Vec<(usize, usize)> {
    let mut tokens: Vec<(usize, usize)> = Vec::new();
    let mut before: Option<bool> = None;
    for (at, c) in word.char_indices() {
        let kind = c.is_alphanumeric().then(|| c.is_ascii());
        match (kind, tokens.last_mut()) {
            (Some(_), Some((_, end))) if kind == before => *end = at + c.len_utf8(),
            (Some(_), _) => tokens.push((at, at + c.len_utf8())),
            (None, _) => {}
        }
        before = kind;
    }
    tokens
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
        for (address, word) in [
            ("https://m.example/u/wang_li7?tab=posts", "wang_li7"),
            ("https://m.example/@wang_li7", "wang_li7"),
            ("https://m.example/search?q=from%3Awang_li7", "wang_li7"),
            ("https://m.example/wang_li7.json", "wang_li7"),
            ("https://m.example/n/%E7%8E%8B%E5%B0%8F", "王小"),
            ("https://m.example/share?u=https%253A%252F%252Fx.com%252Fwang_li7", "wang_li7"),
            ("https://sub.blog.example/a", "blog.example"),
            ("https://lisadoe.blog.example/a", "lisadoe"),
            ("https://archive.example/lisadoe-profile", "lisadoe"),
            ("https://archive.example/profile_lisadoe", "lisadoe"),
            ("https://archive.example/posts-of-lisa_doe", "lisa_doe"),
            ("https://archive.example/what-they-said-of-wang_li7-yesterday", "wang_li7"),
            ("https://archive.example/lisadoe看", "lisadoe"),
        ] {
            let words = Address::read(address).unwrap().words;
            assert!(words.contains(&word.to_owned()), "{address}: {words:?}");
        }
        let headline =
            Address::read("https://paper.example/2024/01/what-the-model-says-of-harbours").unwrap().words;
        assert!(!headline.iter().any(|word| word == "model" || word == "2024-01"), "{headline:?}");
    }

    #[test]
    fn what_stands_where_accounts_do_is_told() {
        for (address, account) in [
            ("https://m.example/@private_person9/1", "private_person9"),
            ("m.example:8080/@private_person9", "private_person9"),
            ("https://m.example/%40private_person9", "private_person9"),
            ("https://m.example/user/private_person9?a", "private_person9"),
            ("https://private_person9@m.example/", "private_person9"),
        ] {
            assert_eq!(Address::read(address).unwrap().accounts, [account], "{address}");
        }
        let of = |address: &str| {
            let read = Address::read(address).unwrap();
            (read.of_people, read.begins)
        };
        assert_eq!(of("x.com:443/lisadoe"), (true, Some("lisadoe".to_owned())));
        assert_eq!(of("https://m.x.com/i/status/1"), (true, None));
        assert_eq!(of("https://notx.com/lisadoe"), (false, None));
    }
}
