//! VK: objects are named `OWNER_NUMBER`, with a sign before communities. A name may be anybody's or a community's.

use super::{Address, Found, Kind, is_code, is_name, is_number, is_one_of, is_script, percent};

const PLATFORM: &str = "vk";
const HOST: &str = "vk.com";

/// Beginnings of objects' names, and what they are.
const OBJECTS: [(&str, Kind, &str); 4] = [
    ("wall", Kind::Post, "wall"),
    ("video", Kind::Video, "video"),
    ("clip", Kind::Video, "video"),
    ("photo", Kind::Photo, "photo"),
];

/// First parts of paths that are no names.
const RESERVED: &str = "about al_im.php apps audio away clips doc docs feed friends groups im join login market photo photos \
    search settings share.php video videos wall write";

pub(super) fn find(address: &Address) -> Option<Found> {
    let parts = address.segments();
    match address.host.as_str() {
        "vk.com" | "m.vk.com" | "vk.ru" | "m.vk.ru" | "vkvideo.ru" | "m.vkvideo.ru" => {}
        "vk.cc" => {
            return match parts[..] {
                [code] if is_code(code, 3, 20) => Some(Found::at(
                    PLATFORM,
                    "vk.cc",
                    Kind::Short,
                    format!("vk.cc/{code}"),
                    format!("/{code}"),
                )),
                _ => None,
            };
        }
        _ => return None,
    }
    // What is opened over a page is what is meant.
    for name in ["w", "z"] {
        if let Some(value) = address.value(name) {
            let value = percent::decoded(value)?;
            return object(value.split('/').next()?, address);
        }
    }
    let [part] = parts[..] else { return None };
    if let Some(found) = object(part, address) {
        return Some(found);
    }
    let number = |beginning: &str| part.strip_prefix(beginning).filter(|id| is_number(id, 1, 15));
    if let Some(id) = number("id") {
        return Some(found(Kind::Account, id.to_owned(), format!("/id{id}")));
    }
    if let Some(id) = number("club").or_else(|| number("public")) {
        return Some(found(Kind::Group, id.to_owned(), format!("/club{id}")));
    }
    let name = part.to_ascii_lowercase();
    let is_account = name.len() >= 2
        && !address.host.ends_with("vkvideo.ru")
        && is_name(&name, 40, b"_.")
        && !is_script(&name)
        && !is_one_of(&name, RESERVED);
    is_account.then(|| found(Kind::Account, format!("@{name}"), format!("/{name}")))
}

fn found(kind: Kind, id: String, rest: String) -> Found {
    Found::at(PLATFORM, HOST, kind, id, rest)
}

fn object(part: &str, address: &Address) -> Option<Found> {
    let (rest, kind, word) = OBJECTS
        .iter()
        .find_map(|(beginning, kind, word)| part.strip_prefix(beginning).map(|rest| (rest, *kind, *word)))?;
    let (owner, number) = rest.split_once('_')?;
    if !is_number(owner.strip_prefix('-').unwrap_or(owner), 1, 15) || !is_number(number, 1, 15) {
        return None;
    }
    if kind == Kind::Post
        && let Some(reply) = address.value("reply").filter(|reply| is_number(reply, 1, 15))
    {
        let id = format!("{rest}?reply={reply}");
        return Some(found(Kind::Comment, id.clone(), format!("/wall{id}")));
    }
    Some(found(kind, rest.to_owned(), format!("/{word}{rest}")))
}
