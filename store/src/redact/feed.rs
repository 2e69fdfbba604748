//! RSS and Atom: an entry that holds a needle is cut out. Other markup, and the rest of a feed, is marked place by place.

use super::needles::Needles;
use super::{Form, search};

/// A feed says so near its beginning.
const HEAD: usize = 4 << 10;
const ROOTS: [&str; 4] = ["<rss", "<feed", "<rdf:rdf", "<?xml"];

/// The markup without needles; `None` when nothing of it was found.
pub(super) fn redacted(text: &str, needles: &Needles) -> Option<String> {
    let head: String = text.chars().take(HEAD).collect::<String>().to_ascii_lowercase();
    let mut rest = None;
    if ROOTS.iter().any(|root| head.contains(root)) && !head.contains("<html") {
        rest = without_entries(text, needles);
    }
    let marked = search::marked(rest.as_deref().unwrap_or(text), Form::Markup, needles);
    marked.or(rest)
}

fn without_entries(text: &str, needles: &Needles) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    let mut cut = false;
    for (start, end) in entries(text) {
        if search::holds(text.get(start..end)?, Form::Markup, needles) {
            out.push_str(text.get(from..start)?);
            from = end;
            cut = true;
        }
    }
    out.push_str(text.get(from..)?);
    cut.then_some(out)
}

/// Where each outermost `item` and `entry` begins and ends, whatever its prefix. Comments and CDATA are stepped over.
fn entries(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    let mut at = 0;
    while let Some(n) = text[at..].find('<') {
        let tag = at + n;
        let rest = &text[tag..];
        let close = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<![CDATA[") {
            "]]>"
        } else {
            ">"
        };
        let Some(length) = rest.find(close).map(|n| n + close.len()) else { break };
        at = tag + length;
        let inner = rest[..length].trim_start_matches('<').trim_end_matches('>');
        let name = inner.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next();
        let name = name.unwrap_or_default();
        let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
        if !local.eq_ignore_ascii_case("item") && !local.eq_ignore_ascii_case("entry") {
            continue;
        }
        if inner.starts_with('/') {
            depth = depth.saturating_sub(1);
            if depth == 0 && start < tag {
                found.push((start, at));
                start = at;
            }
        } else if !inner.ends_with('/') {
            if depth == 0 {
                start = tag;
            }
            depth += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::{Needle, Redacted, redact};

    #[test]
    fn entries_of_the_forgotten_are_cut_out() {
        let needles = Needles::new(&[
            Needle::Word("Ana Conda".to_owned()),
            Needle::Address("https://example.org/a/1".to_owned()),
        ]);
        let kept = "<entry><title>Kept</title><![CDATA[</entry>]]></entry>";
        let body = format!(
            "<?xml version='1.0'?><feed><author>Ana&#32;Conda</author>\n{kept}\n\
             <entry xml:lang='en'><link href='http://www.example.org/a/1/'/></entry>\n\
             <atom:entry><p>by <b>Ana</b> <i>Conda</i></p></atom:entry>\n{kept}</feed>"
        );
        let Redacted::Changed(after) = redact(body.as_bytes(), Form::Unknown, &needles) else { panic!() };
        let expected =
            format!("<?xml version='1.0'?><feed><author>[forgotten]</author>\n{kept}\n\n\n{kept}</feed>");
        assert_eq!(String::from_utf8(after).unwrap(), expected);
    }

    #[test]
    fn broken_feeds_are_read_as_far_as_they_go() {
        for (text, count) in [
            ("<rss></item><item>", 0),
            ("<item/><item></item></item>", 1),
            ("<item><item></item>", 0),
            ("<!-- <item></item>", 0),
            ("<", 0),
        ] {
            assert_eq!(
                entries(text).iter().filter(|(a, b)| text[*a..*b].starts_with("<item")).count(),
                count,
                "{text}"
            );
        }
    }
}
