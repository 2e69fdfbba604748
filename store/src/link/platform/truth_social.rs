//! Truth Social, which has Mastodon's routes and one of its own.

use super::{Address, Found, Kind, after_at, hashtag, is_name, is_number};

const PLATFORM: &str = "truthsocial";
const HOST: &str = "truthsocial.com";

pub(super) fn find(address: &Address) -> Option<Found> {
    if address.host != HOST {
        return None;
    }
    match address.segments()[..] {
        ["users", name, "statuses", id] => post(name, id),
        [name, "posts", id] | [name, id] if after_at(name).is_some() => post(after_at(name)?, id),
        ["tags", tag] => hashtag(PLATFORM, HOST, "/tags/", tag),
        [name] => {
            let name = after_at(name)?.to_ascii_lowercase();
            is_name(&name, 60, b"_")
                .then(|| Found::at(PLATFORM, HOST, Kind::Account, format!("@{name}"), format!("/@{name}")))
        }
        _ => None,
    }
}

fn post(name: &str, id: &str) -> Option<Found> {
    let name = name.to_ascii_lowercase();
    (is_name(&name, 60, b"_") && is_number(id, 6, 20))
        .then(|| Found::at(PLATFORM, HOST, Kind::Post, id.to_owned(), format!("/@{name}/posts/{id}")))
}
