//! Addresses in a text: with a scheme, defanged, or a bare host with or without a path.

use std::collections::BTreeMap;

use super::{domains, host, refang};
use crate::link::{Canonical, canonical};
use crate::redact::is_unspaced;

/// So many addresses of a text count; a text of more is a list.
const MOST: usize = 256;
/// A longer address is none.
const LONGEST: usize = 4_096;

/// The addresses in a text, each once, in their one form. Mail addresses and handles (`a@b.example`) are none.
pub fn find(text: &str) -> Vec<Canonical> {
    // Most texts have no address, and are not looked at twice.
    if !may_hold_one(text) {
        return Vec::new();
    }
    let text = refang(text);
    let mut found: BTreeMap<String, Canonical> = BTreeMap::new();
    for token in text.split(ends) {
        for address in of_token(token) {
            if found.len() == MOST {
                return found.into_values().collect();
            }
            found.insert(address.url.clone(), address);
        }
    }
    found.into_values().collect()
}

/// Whether a text has a dot with something right behind it, or brackets in which one may be spelled.
fn may_hold_one(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().zip(bytes.iter().skip(1).chain([&b' '])).any(|(byte, next)| match byte {
        b'.' => !next.is_ascii_whitespace(),
        b'[' | b'(' | b'{' => true,
        _ => false,
    })
}

/// What no address goes on behind.
fn ends(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '`' | '|' | '^')
        || matches!(c, '\u{3000}'..='\u{3029}' | '\u{ff01}'..='\u{ff0d}' | '\u{ff1a}'..='\u{ff20}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

fn of_token(token: &str) -> Vec<Canonical> {
    if token.len() > LONGEST || !token.contains('.') {
        return Vec::new();
    }
    let lower = token.to_ascii_lowercase();
    let schemes: Vec<(usize, usize)> = ["http://", "https://"]
        .iter()
        .flat_map(|scheme| lower.match_indices(scheme).map(|(at, found)| (at, found.len())))
        .collect();
    if schemes.is_empty() {
        return bare(token);
    }
    let mut found = Vec::new();
    for (at, length) in &schemes {
        // Two addresses that run together are two, unless the second is in the query of the first.
        let rest = &token[at + length..];
        let glued = schemes.iter().map(|(other, _)| *other).filter(|other| other > at).min();
        let own = glued
            .map(|other| &token[at + length..other])
            .filter(|own| !own.contains(['=', '?']) && !own.ends_with('/'));
        for place in places(own.unwrap_or(rest)) {
            found.extend(address(&token[*at..at + length], place));
        }
    }
    found
}

/// The address without the signs behind it; and without the words of a script without spaces that run into it.
fn places(rest: &str) -> Vec<&str> {
    let whole = trimmed(rest);
    let mut places = vec![whole];
    if let Some((at, _)) = whole.char_indices().find(|(_, c)| is_unspaced(*c))
        && at > 0
    {
        places.push(trimmed(&whole[..at]));
    }
    places
}

fn trimmed(place: &str) -> &str {
    let mut place = place;
    loop {
        let shorter =
            place.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '‘', '*', '…', '。', '，', '~']);
        let open = |c| shorter.matches(c).count();
        let shorter = [(')', '('), (']', '['), ('}', '{')]
            .into_iter()
            .find(|(close, begin)| shorter.ends_with(*close) && open(*close) > open(*begin))
            .map_or(shorter, |(close, _)| &shorter[..shorter.len() - close.len_utf8()]);
        if shorter.len() == place.len() {
            return place;
        }
        place = shorter;
    }
}

fn address(scheme: &str, place: &str) -> Option<Canonical> {
    let authority = place.split(['/', '?', '#', '\\']).next()?;
    let name = authority.rsplit('@').next()?;
    let name = name
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        .map_or(name, |(name, _)| name);
    if !is_site(name) && !host(name).is_some_and(|host| host.is_number) {
        return None;
    }
    let found = canonical(&format!("{}{place}", scheme.to_ascii_lowercase()))?;
    (!domains(&found.host).is_empty()).then_some(found)
}

/// Bare hosts: runs of letters, digits, dots and hyphens that are a host with a domain, each with the path behind it.
fn bare(token: &str) -> Vec<Canonical> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = token[at..].find(char::is_alphanumeric).map(|n| at + n) {
        let run = &token[start..];
        let length = run.find(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-')).unwrap_or(run.len());
        let before = token[..start].chars().next_back();
        let (name, rest) = run.split_at(length);
        // What follows a sign of an address is a part of one: of a mail address, a path, a handle.
        let is_part = before.is_some_and(|c| matches!(c, '@' | '/' | '_' | '\\' | '=' | '&' | '%' | '#'));
        if !is_part && !rest.starts_with(['@', '_']) && name.contains('.') {
            let path = if rest.starts_with('/') { rest } else { "" };
            let port = rest
                .strip_prefix(':')
                .map(|rest| rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())));
            let tail = match port {
                Some((port, more)) if !port.is_empty() && more.starts_with('/') => rest,
                _ => path,
            };
            for name in names(name) {
                if is_site(name) && is_known_top(name) {
                    for place in places(&format!("{name}{tail}")) {
                        found.extend(address("https://", place));
                    }
                }
            }
            if !tail.is_empty() {
                return found;
            }
        }
        at = start + length;
    }
    found
}

/// The name as it stands; and, where words of a script without spaces run into it, what is left without them.
fn names(name: &str) -> Vec<&str> {
    let name = name.trim_matches(['.', '-']);
    let mut names = vec![name];
    if name.contains(is_unspaced) {
        names.extend(
            name.split(is_unspaced).map(|part| part.trim_matches(['.', '-'])).filter(|part| !part.is_empty()),
        );
    }
    names
}

/// Whether a name has a domain that could be one: letters, or an international name.
fn is_site(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let Some((rest, top)) = name.rsplit_once('.') else { return false };
    let is_top = top.chars().count() >= 2
        && (top.chars().all(char::is_alphabetic) || top.to_ascii_lowercase().starts_with("xn--"));
    is_top && !rest.is_empty() && rest.split('.').all(|label| !label.is_empty() && label.len() <= 252)
}

/// Top-level domains that are reserved for examples and tests (RFC 2606): lists and texts that are made up use them.
const RESERVED: [&str; 3] = ["example", "test", "invalid"];

/// Whether a name ends in a top-level domain that there is: `sentence.Next` without a blank is no site. International ones are taken
/// as they come.
fn is_known_top(name: &str) -> bool {
    let top = name.trim_end_matches('.').rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    !top.is_ascii()
        || top.starts_with("xn--")
        || RESERVED.contains(&&*top)
        || psl::suffix(top.as_bytes()).is_some_and(|suffix| suffix.is_known())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forgotten_blank_makes_no_site() {
        assert_eq!(find("That was all.Nobody came.They left at ten.").len(), 0);
        assert_eq!(urls("That was all.Nobody looked at evil.com today"), ["https://evil.com/"]);
    }

    fn urls(text: &str) -> Vec<String> {
        find(text).into_iter().map(|found| found.url).collect()
    }

    #[test]
    fn addresses_are_found_in_the_forms_that_people_write() {
        for (text, found) in [
            ("see hxxps://evil[.]example/x, please", "https://evil.example/x"),
            ("(HTTPS://EVIL.EXAMPLE/a_(b))", "https://evil.example/a_(b)"),
            ("evil.example.", "https://evil.example/"),
            ("at evil(dot)example/a/b?c=1!", "https://evil.example/a/b?c=1"),
            ("www.evil.example", "https://evil.example/"),
            ("请看evil.example。", "https://evil.example/"),
            ("на пример.рф/х", "https://xn--e1afmkfd.xn--p1ai/%D1%85"),
            ("http://46.4.83.140:8080/x", "http://46.4.83.140:8080/x"),
            ("\"evil.example\"", "https://evil.example/"),
            ("[link](https://evil.example/x)", "https://evil.example/x"),
        ] {
            assert!(urls(text).contains(&found.to_owned()), "{text}: {:?}", urls(text));
        }
        assert_eq!(
            urls("https://a.example/xhttps://b.example/y"),
            ["https://a.example/x", "https://b.example/y"]
        );
        assert!(urls("https://evil.example/x真的").contains(&"https://evil.example/x".to_owned()));
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in [
            "bob@evil.example",
            "@bob@evil.example",
            "v1.2.3",
            "3.5",
            "U.S.",
            "a.b",
            "…",
            "no",
            "http://",
            "https://x",
            "file_a.example",
        ] {
            assert_eq!(urls(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(urls("https://other.example/evil.example"), ["https://other.example/evil.example"]);
        assert_eq!(urls("other.example/evil.example"), ["https://other.example/evil.example"]);
    }
}
