//! A page's source before it is parsed: what the HTML standard keeps apart from the text is taken out, what it keeps for readers without
//! scripts is put in.

use std::borrow::Cow;

use super::tree::is_inline;

/// A source without the readings beside the characters of `<ruby>`: they repeat its text in another script.
///
/// `<rt>` and `<rp>` need no end tag: they end where the next, or the `<ruby>`, begins or ends.
pub(super) fn without_readings(source: &str) -> Cow<'_, str> {
    if !source.contains("<ruby") && !source.contains("<RUBY") {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len());
    let mut inside = false;
    for (at, part) in source.split('<').enumerate() {
        let closing = part.starts_with('/');
        let name = part.trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        let is_reading = at > 0 && ["rt", "rp", "rtc"].iter().any(|n| n.eq_ignore_ascii_case(name));
        if is_reading && !closing {
            inside = true;
        } else if is_reading {
            inside = false;
            out.push_str(part.split_once('>').map_or("", |(_, rest)| rest));
        } else if inside
            && !name.is_empty()
            && !name.starts_with(['r', 'R'])
            && is_inline(&name.to_ascii_lowercase())
        {
            // Markup within a reading; a block ends one that nobody closed.
        } else {
            inside = false;
            if at > 0 {
                out.push('<');
            }
            out.push_str(part);
        }
    }
    Cow::Owned(out)
}

/// The body with what `<noscript>` holds in it for readers without scripts; nothing where there is no such part.
///
/// Parsers for browsers take it for one text, as a browser with scripts does.
pub(super) fn unscripted(source: &str) -> Option<String> {
    let body = tags(source).find(|(_, name)| name.eq_ignore_ascii_case("body"))?.0;
    let mut out = String::with_capacity(source.len());
    let mut from = 0;
    for (at, name) in tags(source).filter(|(at, name)| *at > body && name.eq_ignore_ascii_case("noscript")) {
        out.push_str(&source[from..at]);
        out.push_str("div");
        from = at + name.len();
    }
    out.push_str(&source[from..]);
    (from > 0).then_some(out)
}

/// The names of all tags, opening and closing, and where each name begins.
fn tags(source: &str) -> impl Iterator<Item = (usize, &str)> {
    source.match_indices('<').map(|(at, _)| {
        let from = at + 1 + usize::from(source[at + 1..].starts_with('/'));
        let rest = &source[from..];
        (from, &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len())])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_are_taken_out_of_ruby() {
        for (source, plain) in [
            ("<ruby>普通<rt>ふつう</rt></ruby>の", "<ruby>普通</ruby>の"),
            ("<ruby>東<rp>(<rt>とう<rp>)<rb>京<rt>きょう</ruby>", "<ruby>東<rb>京</ruby>"),
            ("<p>a<rt>b</p>", "<p>a<rt>b</p>"),
            ("<ruby>a<rt><b>b</b><p>c", "<ruby>a<p>c"),
        ] {
            assert_eq!(without_readings(source), plain);
        }
    }

    #[test]
    fn what_is_kept_for_readers_without_scripts_is_put_into_the_body() {
        let page = "<head><noscript><style></style></noscript><body><NOSCRIPT><p>a</p></NOSCRIPT>";
        let read = "<head><noscript><style></style></noscript><body><div><p>a</p></div>";
        assert_eq!(unscripted(page).as_deref(), Some(read));
        assert_eq!(unscripted("<noscript>a</noscript><body>"), None);
    }
}
