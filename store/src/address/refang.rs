//! Defanged addresses made whole again: `hxxps://evil[.]example`, `evil(dot)example`.

use std::borrow::Cow;

/// What stands for a sign between brackets, in lower case.
const SIGNS: [(&str, &str); 9] = [
    (".", "."),
    ("dot", "."),
    ("punkt", "."),
    ("点", "."),
    (":", ":"),
    ("://", "://"),
    ("/", "/"),
    ("at", "@"),
    ("@", "@"),
];
const OPEN: [char; 3] = ['[', '(', '{'];
const CLOSE: [char; 3] = [']', ')', '}'];

/// A text with its defanged addresses as they were: `hxxp` and its kin are `http`, and a bracketed sign is the sign, with the spaces
/// around it taken away. Everything else stays.
pub fn refang(text: &str) -> Cow<'_, str> {
    let signs = bracketed(text);
    let text = signs.map_or(Cow::Borrowed(text), Cow::Owned);
    match schemes(&text) {
        Some(whole) => Cow::Owned(whole),
        None => text,
    }
}

fn bracketed(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find(|c| OPEN.contains(&c) || c == '\\') {
        let (before, from) = rest.split_at(at);
        if let Some((sign, length)) = sign(from) {
            out.push_str(before.trim_end_matches(' '));
            out.push_str(sign);
            rest = from[length..].trim_start_matches([' ', '\n']);
            found = true;
        } else {
            let next = from.chars().next().map_or(1, char::len_utf8);
            out.push_str(before);
            out.push_str(&from[..next]);
            rest = &from[next..];
        }
    }
    out.push_str(rest);
    found.then_some(out)
}

/// The sign that a text begins with in brackets or behind a backslash, and how long that is.
fn sign(text: &str) -> Option<(&'static str, usize)> {
    if text.starts_with("\\.") {
        return Some((".", 2));
    }
    let open = OPEN.iter().position(|open| text.starts_with(*open))?;
    let inside = &text[1..];
    let end = inside.find(CLOSE[open]).filter(|end| *end <= 12)?;
    let word = inside[..end].trim().to_lowercase();
    let sign = SIGNS.iter().find(|(written, _)| *written == word)?.1;
    Some((sign, 1 + end + 1))
}

/// `hxxp`, `hXXps`, `h**p`, `htxp` before `://`.
fn schemes(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at);
        let word_at = before
            .char_indices()
            .rev()
            .take(6)
            .take_while(|(_, c)| c.is_ascii_alphabetic() || *c == '*')
            .last()
            .map_or(before.len(), |(n, _)| n);
        let (kept, word) = before.split_at(word_at);
        out.push_str(kept);
        match whole(word) {
            Some(scheme) => {
                out.push_str(scheme);
                found = true;
            }
            None => out.push_str(word),
        }
        out.push_str("://");
        rest = &after[3..];
    }
    out.push_str(rest);
    found.then_some(out)
}

fn whole(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    let is_http = |word: &str| matches!(word, "hxxp" | "h**p" | "htxp" | "hxtp" | "httxp" | "xxxx" | "meow");
    if is_http(&word) {
        return Some("http");
    }
    word.strip_suffix('s').is_some_and(is_http).then_some("https")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defanged_forms_become_whole() {
        for (defanged, whole) in [
            ("hxxps://evil[.]example/x", "https://evil.example/x"),
            ("HXXP://EVIL[.]EXAMPLE", "http://EVIL.EXAMPLE"),
            (
                "see evil(dot)example or evil [.] example, and evil{.}example",
                "see evil.example or evil.example, and evil.example",
            ),
            ("https[:]//evil[.]example", "https://evil.example"),
            ("https[://]evil[DOT]example", "https://evil.example"),
            ("h**ps://evil\\.example", "https://evil.example"),
            ("www[.]evil[.]example", "www.evil.example"),
        ] {
            assert_eq!(refang(defanged), whole);
        }
    }

    #[test]
    fn other_words_stay() {
        for text in ["a (b) [c] {d}", "ftp://x", "see (dots) [. . .]", "[", "x://", "（dot）", "a[點]b"] {
            assert!(matches!(refang(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
