//! `TikTok`: films and rows of pictures share their numbers; the name before them is ignored by the platform, and left out.

use super::{Address, Found, Kind, after_at, hashtag, is_code, is_name, is_number};

const PLATFORM: &str = "tiktok";
const HOST: &str = "tiktok.com";

pub(super) fn find(address: &Address) -> Option<Found> {
    let parts = address.segments();
    match address.host.as_str() {
        "tiktok.com" | "m.tiktok.com" => {}
        "vm.tiktok.com" | "vt.tiktok.com" => {
            return match parts[..] {
                [code] => short(code, Found::here, format!("{}/{code}", address.host), format!("/{code}")),
                _ => None,
            };
        }
        _ => return None,
    }
    match parts[..] {
        // Without a name the `@` stands alone.
        [name, "video" | "photo", id] if after_at(name).is_some() => post(id),
        ["embed", "v2" | "v3", id] | ["player", "v1", id] | ["embed", id] | ["share", "video", id] => {
            post(id)
        }
        ["v", page] => post(page.strip_suffix(".html").unwrap_or(page)),
        ["tag", tag] => hashtag(PLATFORM, HOST, "/tag/", tag),
        ["t", code] => {
            let here = |platform, kind, id, rest| Found::at(platform, HOST, kind, id, rest);
            short(code, here, format!("t/{code}"), format!("/t/{code}"))
        }
        [name] => {
            let name = after_at(name)?.to_ascii_lowercase();
            let found = || Found::at(PLATFORM, HOST, Kind::Account, format!("@{name}"), format!("/@{name}"));
            is_name(&name, 30, b"._").then(found)
        }
        _ => None,
    }
}

fn post(id: &str) -> Option<Found> {
    let found = || Found::at(PLATFORM, HOST, Kind::Post, id.to_owned(), format!("/@/video/{id}"));
    is_number(id, 6, 25).then(found)
}

fn short(
    code: &str,
    found: impl Fn(&'static str, Kind, String, String) -> Found,
    id: String,
    rest: String,
) -> Option<Found> {
    is_code(code, 4, 30).then(|| found(PLATFORM, Kind::Short, id, rest))
}
