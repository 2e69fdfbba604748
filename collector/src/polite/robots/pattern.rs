//! One path pattern of a rule, and whether it covers a request target (RFC 9309, 2.2.2 and 2.2.3).
//!
//! It does: `*`, `$`, percent-encoding. It does not: choose between rules. A match takes time in proportion to the target and
//! the pattern, whatever they are: each piece between two `*` is looked for once, from where the one before it ended.

use std::borrow::Cow;

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    /// It closes what it covers.
    Disallow,
    /// It opens what it covers.
    Allow,
}

/// A rule of a robots.txt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) effect: Effect,
    /// The pattern, its octets outside ASCII encoded.
    pub(super) pattern: String,
    /// The pattern with its needless encoding undone, where there is any.
    plain: Option<String>,
}

/// A request target in the forms in which rules are compared with it.
#[derive(Debug)]
pub(super) struct Target<'a> {
    written: Cow<'a, str>,
    plain: Option<String>,
}

impl<'a> Target<'a> {
    pub(super) fn new(target: &'a str) -> Self {
        let written = upper_escapes(target);
        let plain = plain(&written);
        Self { written, plain }
    }

    fn plain(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.written)
    }
}

impl Rule {
    /// A rule from the value of its line; nothing when it is empty and covers nothing.
    pub(super) fn new(effect: Effect, value: &[u8]) -> Option<Self> {
        if value.is_empty() {
            return None;
        }
        let mut pattern = encoded(value);
        // Every target begins with a slash. Who forgot it in a rule that closes meant one; a rule that opens is taken at its word.
        if effect == Effect::Disallow && !pattern.starts_with(['/', '*']) {
            pattern.insert(0, '/');
        }
        let plain = plain(&pattern);
        Some(Self { effect, pattern, plain })
    }

    /// The weight of the rule for a target that it covers, in octets; nothing when it does not cover it.
    ///
    /// A rule that closes holds for every way to write what it names, as RFC 9309 wants it. A rule that opens holds for what it
    /// says as it is written: Google's parser reads both like this, and where the two disagree we ask for less.
    pub(super) fn weight(&self, target: &Target<'_>) -> Option<usize> {
        if covers(&self.pattern, &target.written) {
            return Some(self.pattern.len());
        }
        match self.effect {
            Effect::Disallow => {
                let needed = self.plain.is_some() || target.plain.is_some();
                let pattern = self.plain.as_deref().unwrap_or(&self.pattern);
                (needed && covers(pattern, target.plain())).then_some(self.pattern.len())
            }
            // Who opens the index of a folder opens the folder: servers answer both with one page.
            Effect::Allow => {
                let (folder, file) = self.pattern.rsplit_once('/')?;
                let is_index = file.starts_with("index.htm");
                (is_index && covers(&format!("{folder}/$"), &target.written)).then_some(folder.len() + 2)
            }
        }
    }
}

/// Whether a pattern covers the beginning of a target, or all of it if it ends with `$`.
fn covers(pattern: &str, target: &str) -> bool {
    let (pattern, anchored) = match pattern.strip_suffix('$') {
        Some(rest) => (rest, true),
        None => (pattern, false),
    };
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| target.strip_prefix(first)) else { return false };
    let mut last = None;
    for piece in pieces {
        // The last piece may have to be found at the end, so that it is kept until it is known to be the last.
        if let Some(piece) = last.replace(piece) {
            match rest.find(piece) {
                Some(at) => rest = &rest[at + piece.len()..],
                None => return false,
            }
        }
    }
    match last {
        Some(piece) if anchored => rest.ends_with(piece),
        Some(piece) => rest.contains(piece),
        None => !anchored || rest.is_empty(),
    }
}

/// Octets as text: those outside ASCII are encoded, escapes are written in capitals.
fn encoded(value: &[u8]) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value {
        if byte.is_ascii() {
            out.push(char::from(*byte));
        } else {
            escape(*byte, &mut out);
        }
    }
    upper_escapes(&out).into_owned()
}

fn escape(byte: u8, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push('%');
    out.push(char::from(DIGITS[usize::from(byte >> 4)]));
    out.push(char::from(DIGITS[usize::from(byte & 15)]));
}

/// The octet of an escape that `text` begins with.
fn escaped(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else { return None };
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    Some(digit(*high)? << 4 | digit(*low)?)
}

/// The text with its escapes in capitals; octets outside ASCII stay what they are.
fn upper_escapes(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_lower = |at: usize| {
        escaped(&bytes[at..]).is_some() && bytes[at + 1..at + 3].iter().any(u8::is_ascii_lowercase)
    };
    let Some(first) = (0..bytes.len()).find(|at| is_lower(*at)) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(at) = rest.find('%') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let length = if let Some(byte) = escaped(from.as_bytes()) {
            escape(byte, &mut out);
            3
        } else {
            out.push('%');
            1
        };
        rest = &from[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The text with the encoding of unreserved characters undone and that of octets outside ASCII done; nothing when that is the
/// text itself.
fn plain(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let needless = |at: usize| escaped(&bytes[at..]).filter(|byte| is_unreserved(*byte));
    if (0..bytes.len()).all(|at| bytes[at].is_ascii() && needless(at).is_none()) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        if let Some(byte) = needless(at) {
            out.push(char::from(byte));
            at += 3;
            continue;
        }
        if bytes[at].is_ascii() {
            out.push(char::from(bytes[at]));
        } else {
            escape(bytes[at], &mut out);
        }
        at += 1;
    }
    Some(out)
}

/// RFC 3986, 2.3.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn covered(effect: Effect, pattern: &str, target: &str) -> bool {
        Rule::new(effect, pattern.as_bytes()).is_some_and(|rule| rule.weight(&Target::new(target)).is_some())
    }

    /// The same question, asked of a regular expression.
    fn by_expression(pattern: &str, target: &str) -> bool {
        let (pattern, end) = pattern.strip_suffix('$').map_or((pattern, ""), |rest| (rest, "\\z"));
        let pieces: Vec<String> = pattern.split('*').map(regex::escape).collect();
        let expression = format!("(?s)\\A{}{end}", pieces.join(".*"));
        regex::Regex::new(&expression).unwrap().is_match(target)
    }

    #[test]
    fn stars_and_ends() {
        for (pattern, target, covers) in [
            ("/", "/a", true),
            ("/fish", "/fish.html", true),
            ("/fish", "/Fish", false),
            ("/*.php$", "/a.php?x=1", false),
            ("/*.php$", "/a.php.php", true),
            ("/a*b*c", "/a-c-b-c", true),
            ("/a*b*c", "/a-c-b", false),
            ("/a$", "/a", true),
            ("/a$", "/a/", false),
            ("/a$b", "/a$b", true),
            ("/ab*b$", "/ab", false),
            ("/***", "/", true),
        ] {
            assert_eq!(covered(Effect::Allow, pattern, target), covers, "{pattern} {target}");
        }
    }

    #[test]
    fn a_rule_that_closes_holds_for_every_way_to_write_what_it_names() {
        for (pattern, target) in [
            ("/caf\u{e9}", "/caf%c3%a9"),
            ("/%62%61%7a", "/baz"),
            ("/baz", "/%62%61%7A"),
            ("/a%2fb", "/a%2Fb"),
            ("private", "/private/"),
            ("/\u{30c4}", "/\u{30c4}"),
        ] {
            assert!(covered(Effect::Disallow, pattern, target), "{pattern} {target}");
        }
        assert!(
            !covered(Effect::Disallow, "/a%2Fb", "/a/b"),
            "a reserved character means something else encoded"
        );
        assert!(!covered(Effect::Disallow, "/a%2A", "/abc"), "an encoded star is a star");
        assert!(
            !covered(Effect::Allow, "/%62%61%7a", "/baz") && !covered(Effect::Allow, "private", "/private")
        );
    }

    proptest! {
        #[test]
        fn a_pattern_covers_what_its_regular_expression_matches(
            pattern in "/[ab*]{0,12}\\$?",
            target in "/[ab]{0,24}",
        ) {
            prop_assert_eq!(covers(&pattern, &target), by_expression(&pattern, &target));
        }

        #[test]
        fn no_octets_are_too_odd(
            pattern in proptest::collection::vec(any::<u8>(), 0..40),
            target in any::<String>(),
        ) {
            for effect in [Effect::Allow, Effect::Disallow] {
                if let Some(rule) = Rule::new(effect, &pattern) {
                    let _ = rule.weight(&Target::new(&target));
                }
            }
        }
    }
}
