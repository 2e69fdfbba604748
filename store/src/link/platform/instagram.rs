//! Instagram: posts, reels and films of old share their codes.

use super::{Address, Found, Kind, hashtag, is_code, is_name, is_number, is_one_of};

const PLATFORM: &str = "instagram";
const HOST: &str = "instagram.com";

/// First parts of paths that are no names.
const RESERVED: &str = "about accounts api challenge developer direct emails explore legal p privacy reel reels share stories tv \
    web";

pub(super) fn find(address: &Address) -> Option<Found> {
    if !matches!(address.host.as_str(), "instagram.com" | "m.instagram.com" | "instagr.am") {
        return None;
    }
    let found = |kind, id: String, rest| Some(Found::at(PLATFORM, HOST, kind, id, rest));
    match address.segments()[..] {
        ["p" | "reel" | "reels" | "tv", code, ..] | [_, "p" | "reel" | "reels" | "tv", code, ..]
            if is_code(code, 5, 60) =>
        {
            found(Kind::Post, code.to_owned(), format!("/p/{code}"))
        }
        ["stories", name, id] if is_user(name) && is_number(id, 5, 25) => {
            let name = name.to_ascii_lowercase();
            found(Kind::Story, id.to_owned(), format!("/stories/{name}/{id}"))
        }
        ["explore", "tags", tag] => hashtag(PLATFORM, HOST, "/explore/tags/", tag),
        ["share", code] if is_code(code, 4, 40) => {
            found(Kind::Short, format!("share/{code}"), format!("/share/{code}"))
        }
        ["share", kind @ ("p" | "reel"), code] if is_code(code, 4, 40) => {
            found(Kind::Short, format!("share/{kind}/{code}"), format!("/share/{kind}/{code}"))
        }
        [name] | [name, "reels" | "tagged" | "embed"] if is_user(name) => {
            let name = name.to_ascii_lowercase();
            found(Kind::Account, format!("@{name}"), format!("/{name}"))
        }
        _ => None,
    }
}

fn is_user(name: &str) -> bool {
    is_name(name, 30, b"._") && !is_one_of(&name.to_ascii_lowercase(), RESERVED)
}
