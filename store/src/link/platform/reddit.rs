//! Reddit: things have full names, `t3_` for posts and `t1_` for comments; the subreddit and the title before them say nothing more.

use super::{Address, Found, Kind, is_code, is_name};

const PLATFORM: &str = "reddit";
const HOST: &str = "reddit.com";

pub(super) fn find(address: &Address) -> Option<Found> {
    let parts = address.segments();
    match address.host.as_str() {
        "redd.it" => return if parts.len() == 1 { post(parts[0]) } else { None },
        "reddit.com" => {}
        host => match host.strip_suffix(".reddit.com")? {
            "old" | "new" | "np" | "m" | "i" | "amp" | "sh" | "en" | "ssl" | "pay" => {}
            _ => return None,
        },
    }
    match parts[..] {
        ["r", group, "s", code] if is_group(group) && is_code(code, 5, 20) => {
            let path = format!("/r/{}/s/{code}", group.to_ascii_lowercase());
            Some(Found::at(PLATFORM, HOST, Kind::Short, format!("s/{code}"), path))
        }
        ["u" | "user", name] | ["u" | "user", name, "submitted" | "comments" | "overview"] => {
            let name = name.to_ascii_lowercase();
            is_name(&name, 30, b"_-").then(|| {
                Found::at(PLATFORM, HOST, Kind::Account, format!("@{name}"), format!("/user/{name}"))
            })
        }
        ["r" | "user" | "u", _, "comments", ref rest @ ..] | ["comments", ref rest @ ..] => thing(rest),
        ["gallery" | "tb", id] => post(id),
        ["r", group] | ["r", group, "new" | "hot" | "top" | "rising"] if is_group(group) => {
            let group = group.to_ascii_lowercase();
            let path = format!("/r/{group}");
            Some(Found::at(PLATFORM, HOST, Kind::Group, group, path))
        }
        _ => None,
    }
}

fn is_group(name: &str) -> bool {
    is_name(name, 30, b"_")
}

/// Numbers in base 36.
fn id(part: &str) -> Option<String> {
    ((3..=12).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        .then(|| part.to_ascii_lowercase())
}

fn post(part: &str) -> Option<Found> {
    let id = id(part)?;
    Some(Found::at(PLATFORM, HOST, Kind::Post, format!("t3_{id}"), format!("/comments/{id}")))
}

fn thing(rest: &[&str]) -> Option<Found> {
    match rest {
        [of, _, comment] => {
            let (of, comment) = (id(of)?, id(comment)?);
            let path = format!("/comments/{of}/comment/{comment}");
            Some(Found::at(PLATFORM, HOST, Kind::Comment, format!("t1_{comment}"), path))
        }
        [of] | [of, _] => post(of),
        _ => None,
    }
}
