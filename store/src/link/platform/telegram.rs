//! Telegram, by <https://core.telegram.org/api/links>: messages count within a channel, whose name has no case.

use super::{Address, Found, Kind, after_at, is_code, is_name, is_number, is_one_of};

const PLATFORM: &str = "telegram";
const HOST: &str = "t.me";

/// First parts of paths that are no names.
const RESERVED: &str = "addemoji addlist addstickers addtheme auction bg boost confirmphone contact giftcode invoice iv joinchat \
    login nft proxy setlanguage share socks";

pub(super) fn find(address: &Address) -> Option<Found> {
    let mut parts = address.segments();
    let before = address.before_domain();
    if before.is_empty() {
        if parts.len() > 1 && parts[0] == "s" {
            parts.remove(0);
        }
    } else if address.domain_name() == Some(HOST) && !before.contains('.') {
        // A name of its own stands before the host instead of behind it.
        parts.insert(0, before);
    } else {
        return None;
    }
    match parts[..] {
        ["c", channel, .., message]
            if is_number(channel, 1, 20) && is_message(message) && parts.len() < 5 =>
        {
            Some(post(&format!("c/{channel}"), message, address))
        }
        ["joinchat", code] => invitation(code),
        [name, message] | [name, _, message] if is_message(message) => {
            let is_thread = parts.len() == 2 || is_message(parts[1]);
            let name = username(name).filter(|_| is_thread)?;
            Some(post(&name, message, address))
        }
        [code] if code.starts_with('+') => invitation(&code[1..]),
        [name] => {
            let name = username(name)?;
            Some(found(Kind::Account, format!("@{name}"), format!("/{name}")))
        }
        _ => None,
    }
}

fn found(kind: Kind, id: String, rest: String) -> Found {
    Found::at(PLATFORM, HOST, kind, id, rest)
}

fn is_message(part: &str) -> bool {
    is_number(part, 1, 12)
}

fn username(part: &str) -> Option<String> {
    let name = after_at(part).unwrap_or(part).to_ascii_lowercase();
    // Short names are of the platform's own pages and of what was auctioned.
    let is_user = name.len() >= 4 && is_name(&name, 32, b"_") && name.as_bytes()[0].is_ascii_alphabetic();
    (is_user && !is_one_of(&name, RESERVED)).then_some(name)
}

fn post(chat: &str, message: &str, address: &Address) -> Found {
    match address.value("comment").filter(|comment| is_message(comment)) {
        Some(comment) => {
            let id = format!("{chat}/{message}?comment={comment}");
            found(Kind::Comment, id.clone(), format!("/{id}"))
        }
        None => found(Kind::Post, format!("{chat}/{message}"), format!("/{chat}/{message}")),
    }
}

fn invitation(code: &str) -> Option<Found> {
    is_code(code, 6, 60).then(|| found(Kind::Group, format!("+{code}"), format!("/+{code}")))
}
