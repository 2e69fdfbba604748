//! Weibo: a post has a number (`mid`), and the same number in base 62 (`bid`) behind its author's. Both name one id here, the
//! number, which the platform's own data give.

use std::fmt::Write as _;

use super::{Address, Found, Kind, is_code, is_name, is_number, is_one_of, percent};

const PLATFORM: &str = "weibo";
const HOST: &str = "weibo.com";

/// Digits of base 62, in the platform's order.
const DIGITS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// First parts of paths that are no names.
const RESERVED: &str = "a ajax at comment detail download fav friends hot like login message mygroups n newlogin p search set \
    settings show signup status top ttarticle tv u";

pub(super) fn find(address: &Address) -> Option<Found> {
    let parts = address.segments();
    match address.host.as_str() {
        "weibo.com" | "m.weibo.cn" | "m.weibo.com" | "weibo.cn" => {}
        "t.cn" => {
            return match parts[..] {
                [code] if is_code(code, 3, 20) => {
                    Some(Found::at(PLATFORM, "t.cn", Kind::Short, format!("t.cn/{code}"), format!("/{code}")))
                }
                _ => None,
            };
        }
        "card.weibo.com" => {
            return match parts[..] {
                ["article", "m", "show", "id", id] => article(id),
                _ => None,
            };
        }
        "video.weibo.com" => {
            return if parts == ["show"] { video(&percent::decoded(address.value("fid")?)?) } else { None };
        }
        _ => return None,
    }
    match parts[..] {
        ["status" | "detail" | "statuses", id] => post(id),
        ["u" | "profile", id] if is_user(id) => Some(account(id)),
        ["n", name] => {
            let name = percent::decoded(name)?;
            let rest = format!("/n/{}", percent::segment(&name));
            (!name.is_empty() && !name.contains('/')).then(|| found(Kind::Account, format!("@{name}"), rest))
        }
        ["tv", "show", id] => video(&percent::decoded(id)?),
        ["ttarticle", "p", "show"] => article(address.value("id")?),
        [user, id] if is_user(user) => post(id),
        [user] if is_user(user) => Some(account(user)),
        [name] if address.host == HOST && is_name(name, 40, b"_-") => {
            // A name of the site's own choosing, which is not the one that is shown.
            let name = name.to_ascii_lowercase();
            let is_account = !is_one_of(&name, RESERVED) && !is_number(&name, 1, 40);
            is_account.then(|| found(Kind::Account, name.clone(), format!("/{name}")))
        }
        _ => None,
    }
}

fn found(kind: Kind, id: String, rest: String) -> Found {
    Found::at(PLATFORM, HOST, kind, id, rest)
}

fn is_user(part: &str) -> bool {
    is_number(part, 5, 12)
}

fn account(id: &str) -> Found {
    found(Kind::Account, id.to_owned(), format!("/u/{id}"))
}

fn post(part: &str) -> Option<Found> {
    let id = if is_number(part, 14, 20) { part.to_owned() } else { number(part)? };
    let rest = format!("/detail/{id}");
    Some(found(Kind::Post, id, rest))
}

fn article(id: &str) -> Option<Found> {
    is_number(id, 10, 30).then(|| found(Kind::Article, id.to_owned(), format!("/ttarticle/p/show?id={id}")))
}

fn video(id: &str) -> Option<Found> {
    let (kind, number) = id.split_once(':')?;
    (is_number(kind, 1, 6) && is_code(number, 8, 40))
        .then(|| found(Kind::Video, id.to_owned(), format!("/tv/show/{id}")))
}

/// The number that a code stands for: from its end, each four signs are seven digits.
fn number(code: &str) -> Option<String> {
    if !(8..=10).contains(&code.len()) || !code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let mut number = String::with_capacity(20);
    let first = code.len() % 4;
    let mut at = 0;
    while at < code.len() {
        let end = if at == 0 && first > 0 { first } else { at + 4 };
        let mut value = 0_usize;
        for byte in code[at..end].bytes() {
            value = value * 62 + DIGITS.iter().position(|digit| *digit == byte)?;
        }
        // What does not fit into seven digits is no part of a code.
        if value > 9_999_999 {
            return None;
        }
        let width = if at == 0 { 1 } else { 7 };
        write!(number, "{value:0width$}").ok()?;
        at = end;
    }
    (number.len() >= 14 && !number.starts_with('0')).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_code_is_a_number_in_another_base() {
        for (code, expected) in [
            ("z0JH2lOMb", Some("3501756485200075")),
            ("PaUnu000G", Some("5126000000000042")),
            ("28Ray4BBt", Some("221110101097863")),
            ("ZZZZZZZZZ", None),
            ("login", None),
            ("0000000000", None),
        ] {
            assert_eq!(number(code).as_deref(), expected, "{code}");
        }
    }
}
