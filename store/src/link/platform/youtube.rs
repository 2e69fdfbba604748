//! `YouTube`: one video under many players; channels by id, by handle and by the names of old.

use super::{Address, Found, Kind, after_at, hashtag, is_code, percent};

const PLATFORM: &str = "youtube";
const HOST: &str = "youtube.com";

pub(super) fn find(address: &Address) -> Option<Found> {
    let parts = address.segments();
    match address.host.as_str() {
        "youtu.be" => return video(parts.first()?, address),
        "youtube.com"
        | "m.youtube.com"
        | "music.youtube.com"
        | "gaming.youtube.com"
        | "youtube-nocookie.com" => {}
        _ => return None,
    }
    let playlist = |address: &Address| address.value("list").and_then(playlist);
    match parts[..] {
        ["watch"] => match address.value("v") {
            Some(id) => video(id, address),
            None => playlist(address),
        },
        ["playlist"] | ["embed", "videoseries"] => playlist(address),
        ["watch" | "embed" | "shorts" | "live" | "v" | "e", id] => video(id, address),
        ["channel", id, ..]
            if id.starts_with("UC") && is_code(id, 24, 24) && is_tab(parts.get(2), address) =>
        {
            Some(account(id.to_owned(), format!("/channel/{id}")))
        }
        ["post", id] if is_code(id, 8, 80) => Some(post(id)),
        ["hashtag", tag] => hashtag(PLATFORM, HOST, "/hashtag/", tag),
        ["c" | "user", name, ..] if is_tab(parts.get(2), address) => {
            let name = percent::decoded(name)?.to_lowercase();
            let path = format!("{}/{}", parts[0], percent::segment(&name));
            Some(account(format!("{}/{name}", parts[0]), format!("/{path}")))
        }
        [handle, ..] if is_tab(parts.get(1), address) => {
            let name = percent::decoded(after_at(handle)?)?.to_lowercase();
            let is_handle = !name.is_empty() && !name.contains(['/', '@']);
            is_handle.then(|| account(format!("@{name}"), format!("/@{}", percent::segment(&name))))
        }
        _ => None,
    }
}

/// Whether it is a channel's own page or a shelf of it: not one post among them.
fn is_tab(part: Option<&&str>, address: &Address) -> bool {
    let is_shelf = part.is_none_or(|part| {
        matches!(
            *part,
            "videos"
                | "shorts"
                | "streams"
                | "live"
                | "featured"
                | "about"
                | "community"
                | "posts"
                | "playlists"
        )
    });
    is_shelf && address.value("lb").is_none()
}

fn video(id: &str, address: &Address) -> Option<Found> {
    if !is_code(id, 11, 11) {
        return None;
    }
    let comment = address.value("lc").filter(|comment| is_name_of_comment(comment));
    Some(match comment {
        Some(comment) => Found::at(
            PLATFORM,
            HOST,
            Kind::Comment,
            comment.to_owned(),
            format!("/watch?v={id}&lc={comment}"),
        ),
        None => Found::at(PLATFORM, HOST, Kind::Video, id.to_owned(), format!("/watch?v={id}")),
    })
}

fn is_name_of_comment(text: &str) -> bool {
    super::is_name(text, 80, b"-_.")
}

fn playlist(id: &str) -> Option<Found> {
    let is_list = is_code(id, 2, 80);
    is_list.then(|| Found::at(PLATFORM, HOST, Kind::Playlist, id.to_owned(), format!("/playlist?list={id}")))
}

fn account(id: String, rest: String) -> Found {
    Found::at(PLATFORM, HOST, Kind::Account, id, rest)
}

fn post(id: &str) -> Found {
    Found::at(PLATFORM, HOST, Kind::Post, id.to_owned(), format!("/post/{id}"))
}
