//! Facebook: many pages for one post. An object's number is the platform's own, whoever's page stands before it; a page is told by
//! its number or by its name, and which belong together is not told by addresses.

use super::{Address, Found, Kind, hashtag, is_code, is_name, is_number, is_one_of, is_script};

const PLATFORM: &str = "facebook";
const HOST: &str = "facebook.com";

/// First parts of paths that are no names.
const RESERVED: &str = "ads about business dialog events explore flx friends gaming groups hashtag help home legal live login \
    marketplace media messages notes pages people photo photos plugins policies posts privacy profile public \
    recover reel reels search settings share sharer stories story tr video videos watch";

pub(super) fn find(address: &Address) -> Option<Found> {
    let parts = address.segments();
    match address.host.as_str() {
        "fb.watch" | "fb.me" => return short(address, &parts),
        "facebook.com" | "fb.com" => {}
        host if is_face(host.strip_suffix(".facebook.com")?) => {}
        _ => return None,
    }
    let value = |name: &str| address.value(name);
    match parts[..] {
        ["permalink.php" | "story.php"] => post(value("story_fbid")?),
        ["photo.php" | "photo"] => photo(value("fbid")?),
        ["watch" | "video.php"] | ["watch", "live"] => video(value("v")?),
        ["profile.php"] => account_by_id(value("id")?),
        ["people" | "pages", _, id] => account_by_id(id),
        ["hashtag", tag] => hashtag(PLATFORM, HOST, "/hashtag/", tag),
        ["share", "p" | "v" | "r" | "g", code] | ["share", code] if is_code(code, 6, 40) => {
            let path = parts.join("/");
            Some(found(Kind::Short, path.clone(), format!("/{path}")))
        }
        ["groups", name] if is_name(name, 80, b".-_") => {
            let name = name.to_ascii_lowercase();
            Some(found(Kind::Group, name.clone(), format!("/groups/{name}")))
        }
        ["groups", _, "posts" | "permalink", id]
        | ["groups", _, "posts", _, id]
        | [_, "posts", id]
        | [_, "posts", _, id] => post(id),
        [_, "photos", id] | [_, "photos", _, id] => photo(id),
        ["reel" | "reels", id] | [_, "videos", id] | [_, "videos", _, id] => video(id),
        [name] => account(name),
        _ => None,
    }
}

/// Whether a host is the same site for small screens or in a language.
fn is_face(label: &str) -> bool {
    matches!(label, "m" | "mbasic" | "mobile" | "touch" | "web" | "business" | "l-m")
        || (label.split_once('-').is_some_and(|(language, land)| language.len() == 2 && land.len() == 2)
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
}

fn found(kind: Kind, id: String, rest: String) -> Found {
    Found::at(PLATFORM, HOST, kind, id, rest)
}

/// Short numbers are of the time when they counted within a page.
fn is_id(part: &str) -> bool {
    is_number(part, 9, 20)
}

fn post(id: &str) -> Option<Found> {
    let is_post = is_id(id) || (id.starts_with("pfbid") && is_code(id, 10, 120));
    is_post.then(|| found(Kind::Post, id.to_owned(), format!("/permalink.php?story_fbid={id}")))
}

fn photo(id: &str) -> Option<Found> {
    is_id(id).then(|| found(Kind::Photo, id.to_owned(), format!("/photo?fbid={id}")))
}

fn video(id: &str) -> Option<Found> {
    is_id(id).then(|| found(Kind::Video, id.to_owned(), format!("/watch?v={id}")))
}

fn account_by_id(id: &str) -> Option<Found> {
    // The first accounts have few digits.
    is_number(id, 1, 20).then(|| found(Kind::Account, id.to_owned(), format!("/profile.php?id={id}")))
}

fn account(part: &str) -> Option<Found> {
    let name = part.to_ascii_lowercase();
    // A number alone may be an account or any other object.
    let is_account = name.len() >= 3
        && is_name(&name, 60, b".-")
        && !is_script(&name)
        && !is_number(&name, 1, 60)
        && !is_one_of(&name, RESERVED);
    is_account.then(|| found(Kind::Account, format!("@{name}"), format!("/{name}")))
}

fn short(address: &Address, parts: &[&str]) -> Option<Found> {
    match parts {
        [code] if is_code(code, 2, 40) => {
            Some(Found::here(PLATFORM, Kind::Short, format!("{}/{code}", address.host), format!("/{code}")))
        }
        _ => None,
    }
}
