//! Toutiao: articles, films and short posts share their numbers, and the word before a number is not always what it is: all are
//! posts here.

use super::{Address, Found, Kind, is_code, is_number};

const PLATFORM: &str = "toutiao";
const HOST: &str = "toutiao.com";

pub(super) fn find(address: &Address) -> Option<Found> {
    let domain = address.domain_name()?;
    if !(address.host == domain || matches!(address.before_domain(), "m" | "wap")) {
        return None;
    }
    match address.segments()[..] {
        ["article" | "group" | "item" | "video" | "w" | "i" | "a", id, ..] if is_id(id) => Some(post(id)),
        ["c", "user", "token", token] if is_code(token, 8, 120) => {
            let path = format!("/c/user/token/{token}");
            Some(Found::at(PLATFORM, HOST, Kind::Account, format!("token/{token}"), path))
        }
        ["c", "user", id] | ["profile", id] if is_number(id, 4, 20) => {
            Some(Found::at(PLATFORM, HOST, Kind::Account, id.to_owned(), format!("/c/user/{id}")))
        }
        ["is", code] if is_code(code, 4, 20) => Some(Found::at(
            PLATFORM,
            "m.toutiao.com",
            Kind::Short,
            format!("is/{code}"),
            format!("/is/{code}"),
        )),
        [joined, ..] => joined.strip_prefix(['i', 'a', 'w']).filter(|id| is_id(id)).map(post),
        _ => None,
    }
}

fn is_id(part: &str) -> bool {
    is_number(part, 15, 20)
}

fn post(id: &str) -> Found {
    Found::at(PLATFORM, HOST, Kind::Post, id.to_owned(), format!("/article/{id}"))
}
