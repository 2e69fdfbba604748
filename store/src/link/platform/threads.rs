//! Threads: the code names the post, whoever's name stands before it.

use super::{Address, Found, Kind, after_at, is_code, is_name};

const PLATFORM: &str = "threads";
const HOST: &str = "threads.com";

pub(super) fn find(address: &Address) -> Option<Found> {
    if !matches!(address.host.as_str(), "threads.com" | "threads.net") {
        return None;
    }
    match address.segments()[..] {
        [_, "post", code, ..] | ["t", code, ..] if is_code(code, 5, 60) => {
            Some(Found::at(PLATFORM, HOST, Kind::Post, code.to_owned(), format!("/t/{code}")))
        }
        [name] | [name, "replies" | "reposts" | "media"] => {
            let name = after_at(name)?.to_ascii_lowercase();
            is_name(&name, 30, b"._")
                .then(|| Found::at(PLATFORM, HOST, Kind::Account, format!("@{name}"), format!("/@{name}")))
        }
        _ => None,
    }
}
