//! Mastodon and what speaks like it, on any host: only paths that nobody else has. `/@name` alone is a profile at many sites, and
//! is one here only on hosts that are known.

use super::{Address, Found, Kind, after_at, is_name, is_number, is_one_of, tag};

const PLATFORM: &str = "mastodon";

/// Large servers.
const KNOWN: &str = "alive.bar chaos.social fedibird.com fosstodon.org hachyderm.io infosec.exchange journa.host m.cmx.im \
    mas.to masto.ai mastodon.online mastodon.social mastodon.world mathstodon.xyz mstdn.jp mstdn.social \
    newsie.social o3o.ca pawoo.net social.vivaldi.net techhub.social universeodon.com";

pub(super) fn find(address: &Address) -> Option<Found> {
    // The usual page is none of these.
    if !(address.path.starts_with("/@")
        || address.path.starts_with("/%40")
        || address.path.starts_with("/users/")
        || address.path.starts_with("/web/")
        || address.path.starts_with("/deck/")
        || address.path.starts_with("/tags/"))
    {
        return None;
    }
    let host = address.host.as_str();
    let is_known = is_one_of(host, KNOWN) || host.starts_with("mastodon.") || host.starts_with("mstdn.");
    let mut parts = address.segments();
    if matches!(parts.first(), Some(&"web" | &"deck")) {
        parts.remove(0);
    }
    match parts[..] {
        ["users", name, "statuses", id] | ["users", name, "statuses", id, "activity"]
            if is_user(name) && is_number(id, 1, 20) =>
        {
            Some(post(host, name, id))
        }
        ["users", name] if is_known && is_user(name) => Some(account(host, name)),
        ["tags", part] if is_known => {
            let (id, part) = tag(part)?;
            Some(Found::here(PLATFORM, Kind::Hashtag, id, format!("/tags/{part}")))
        }
        [name] => match split(after_at(name)?) {
            (name, Some(other)) if is_user(name) && is_host(other) => {
                let whole = format!("@{name}@{other}").to_ascii_lowercase();
                Some(Found::here(PLATFORM, Kind::Account, whole.clone(), format!("/{whole}")))
            }
            (name, None) if is_known && is_user(name) => Some(account(host, name)),
            _ => None,
        },
        [name, id] | [name, id, "embed"] => match split(after_at(name)?) {
            // A copy of another server's post: which post it is there, is not told.
            (name, Some(other)) if is_user(name) && is_host(other) && is_number(id, 1, 20) => {
                let path = format!("/@{name}@{other}/{id}").to_ascii_lowercase();
                Some(Found::here(PLATFORM, Kind::Post, format!("{host}{path}"), path))
            }
            // Numbers of posts are times, with 18 digits since 2017.
            (name, None) if is_user(name) && is_number(id, if is_known { 1 } else { 17 }, 20) => {
                Some(post(host, name, id))
            }
            _ => None,
        },
        _ => None,
    }
}

fn split(whole: &str) -> (&str, Option<&str>) {
    whole
        .split_once('@')
        .or_else(|| whole.split_once("%40"))
        .map_or((whole, None), |(name, host)| (name, Some(host)))
}

fn is_user(name: &str) -> bool {
    is_name(name, 60, b"_.-")
}

fn is_host(name: &str) -> bool {
    name.contains('.') && is_name(name, 253, b".-")
}

fn account(host: &str, name: &str) -> Found {
    let name = name.to_ascii_lowercase();
    Found::here(PLATFORM, Kind::Account, format!("@{name}@{host}"), format!("/@{name}"))
}

/// The id is the address by which servers know the post.
fn post(host: &str, name: &str, id: &str) -> Found {
    let name = name.to_ascii_lowercase();
    let whole = format!("https://{host}/users/{name}/statuses/{id}");
    Found::here(PLATFORM, Kind::Post, whole, format!("/@{name}/{id}"))
}
