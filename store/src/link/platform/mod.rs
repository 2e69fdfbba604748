//! Platforms, one file each: from an address to the object that it names. What is not known for certain is no object.

mod bluesky;
mod facebook;
mod fediverse;
mod instagram;
mod reddit;
mod shortener;
mod telegram;
mod threads;
mod tiktok;
mod toutiao;
mod truth_social;
mod vk;
mod weibo;
mod x;
mod youtube;

use super::address::Address;
use super::object::{Found, Kind};
use super::percent;

/// The object that an address names.
pub(super) fn recognise(address: &Address) -> Option<Found> {
    if address.has_port() || (address.path == "/" && address.query.is_empty() && address.fragment.is_none()) {
        // Nothing but a host names an object only where the host is somebody's.
        return (address.domain_name() == Some("t.me") && !address.has_port())
            .then(|| telegram::find(address))
            .flatten();
    }
    match address.domain_name()? {
        "x.com" | "twitter.com" | "t.co" => x::find(address),
        "youtube.com" | "youtu.be" | "youtube-nocookie.com" => youtube::find(address),
        "facebook.com" | "fb.com" | "fb.watch" | "fb.me" => facebook::find(address),
        "instagram.com" | "instagr.am" => instagram::find(address),
        "t.me" | "telegram.me" | "telegram.dog" => telegram::find(address),
        "tiktok.com" => tiktok::find(address),
        "weibo.com" | "weibo.cn" | "t.cn" => weibo::find(address),
        "toutiao.com" | "toutiaocdn.com" | "toutiaocdn.net" | "toutiaoimg.cn" | "toutiaoimg.com" => {
            toutiao::find(address)
        }
        "bsky.app" => bluesky::find(address),
        "threads.net" | "threads.com" => threads::find(address),
        "reddit.com" | "redd.it" => reddit::find(address),
        "truthsocial.com" => truth_social::find(address),
        "vk.com" | "vk.ru" | "vkvideo.ru" | "vk.cc" => vk::find(address),
        domain => shortener::find(address, domain).or_else(|| fediverse::find(address)),
    }
}

/// Whether a part is a number of so many digits.
fn is_number(part: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a part is a code of letters, digits, `-` and `_`.
fn is_code(part: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&part.len())
        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Whether a part is a name of letters, digits and these signs.
fn is_name(part: &str, most: usize, signs: &[u8]) -> bool {
    (1..=most).contains(&part.len())
        && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || signs.contains(&byte))
}

/// Whether a name in lower case is a program of the site's own.
fn is_script(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end == "php")
}

/// Whether a name is one of a list with spaces between.
fn is_one_of(name: &str, list: &str) -> bool {
    list.split(' ').any(|other| other == name)
}

/// What stands behind an `@`, however that is written.
fn after_at(part: &str) -> Option<&str> {
    part.strip_prefix('@').or_else(|| part.strip_prefix("%40"))
}

/// A hashtag as the store keeps tags, decoded and without case, and as a part of an address.
fn tag(part: &str) -> Option<(String, String)> {
    let tag = percent::decoded(part)?.to_lowercase();
    let tag = tag.trim_start_matches('#').trim();
    (!tag.is_empty() && !tag.contains('/')).then(|| (tag.to_owned(), percent::segment(tag)))
}

/// A hashtag's page.
fn hashtag(platform: &'static str, host: &'static str, path: &str, part: &str) -> Option<Found> {
    let (id, part) = tag(part)?;
    Some(Found::at(platform, host, Kind::Hashtag, id, format!("{path}{part}")))
}
