//! Defanged addresses, as threat reports write them so that nobody opens them by mistake: made whole on request only.
//!
//! [`canonical`](super::canonical) never does this: a text with `[.]` in it is no address that anybody shared.

use std::borrow::Cow;

/// Spellings and what they stand for; the longer before what they begin with.
const SPELLINGS: &[(&str, &str)] = &[
    ("[://]", "://"),
    ("[:]//", "://"),
    ("[:/]/", "://"),
    ("[:]", ":"),
    ("[dot]", "."),
    ("(dot)", "."),
    ("{dot}", "."),
    ("[.]", "."),
    ("(.)", "."),
    ("{.}", "."),
    ("[.", "."),
    (".]", "."),
    ("[/]", "/"),
    ("[at]", "@"),
    ("[@]", "@"),
    ("\\.", "."),
];

/// The address as it was meant: `hxxps[:]//example[.]org` is `https://example.org`. What stands after the host is left, but for
/// the signs that part it: brackets in a path or a query may be its own.
pub fn refang(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let head = head(text);
    let (before, after) = text.split_at(head);
    let mut whole = String::with_capacity(text.len());
    let mut rest = before;
    while let Some(c) = rest.chars().next() {
        let found = SPELLINGS.iter().find(|(spelling, _)| {
            rest.get(..spelling.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(spelling))
        });
        // An address of numbers has brackets of its own.
        if let Some((spelling, sign)) = found {
            whole.push_str(sign);
            rest = &rest[spelling.len()..];
        } else {
            whole.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    let scheme = whole.find("://").unwrap_or(0);
    let name = match whole[..scheme].to_ascii_lowercase().as_str() {
        "hxxp" | "hxtp" | "htxp" | "httx" | "h**p" | "meow" => Some("http"),
        "hxxps" | "hxtps" | "htxps" | "httxs" | "h**ps" | "meows" => Some("https"),
        _ => None,
    };
    if let Some(name) = name {
        whole.replace_range(..scheme, name);
    }
    if whole == before {
        return Cow::Borrowed(text);
    }
    whole.push_str(after);
    Cow::Owned(whole)
}

/// Where the host ends: at the first `/`, `?` or `#` after the scheme that is in no bracket.
fn head(text: &str) -> usize {
    // The scheme's own slashes, however they are bracketed.
    let from = ["://", "[://]", "[:]//", "[:/]/"]
        .iter()
        .filter_map(|sign| text.find(sign).map(|at| at + sign.len()))
        .min()
        .unwrap_or(0);
    let rest = &text[from..];
    rest.find(['/', '?', '#'])
        .map(|at| if rest[..at].ends_with('[') { at - 1 } else { at })
        .map_or(text.len(), |at| if rest[at..].starts_with("[/]") { from + at + 3 } else { from + at })
}

#[cfg(test)]
mod tests {
    use super::refang;

    #[test]
    fn what_was_defanged_is_whole_again() {
        for (written, meant) in [
            ("hxxps[:]//example[.]org/a", "https://example.org/a"),
            ("hXXp://news(.)example[dot]org", "http://news.example.org"),
            ("hxxps[://]example[.org", "https://example.org"),
            ("https://example[.]org[/]a?b[.]=1", "https://example.org/a?b[.]=1"),
            ("example[.]org", "example.org"),
            ("hxxp://[2001:db8::1]/a", "http://[2001:db8::1]/a"),
            ("https://example.org/a[.]b?c=(.)", "https://example.org/a[.]b?c=(.)"),
            ("nothing of the kind", "nothing of the kind"),
        ] {
            assert_eq!(refang(written), meant);
        }
    }
}
