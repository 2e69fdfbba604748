//! A text taken apart into what may name somebody: addresses, handles with their sign, tags, words.

use super::address::{handle, is_host};

/// A part of a text; all of them in order are the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// An address, with or without its scheme.
    Address(&'t str),
    /// A handle with its `@`.
    Account(&'t str),
    /// A tag with its `#`.
    Tag(&'t str),
    /// Letters, digits and what stands within words.
    Word(&'t str),
    /// A sign or a space.
    Other(&'t str),
}

impl<'t> Piece<'t> {
    /// What stands after the sign of a handle or a tag; otherwise all of it.
    pub(super) fn word(self) -> &'t str {
        match self {
            Self::Account(text) | Self::Tag(text) => text.trim_start_matches(['@', '＠', '#', '＃']),
            Self::Address(text) | Self::Word(text) | Self::Other(text) => text,
        }
    }
}

/// Takes a text apart.
pub(super) fn pieces<'t>(text: &'t str) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        let (end, make): (usize, fn(&'t str) -> Piece<'t>) = if let Some(end) = address_end(rest) {
            (end, Piece::Address)
        } else if matches!(first, '@' | '＠') && !handle(after).is_empty() {
            (first.len_utf8() + handle(after).len(), Piece::Account)
        } else if matches!(first, '#' | '＃') && !handle(after).is_empty() {
            (first.len_utf8() + handle(after).len(), Piece::Tag)
        } else if handle(rest).is_empty() {
            (first.len_utf8(), Piece::Other)
        } else {
            (word_end(rest), Piece::Word)
        };
        pieces.push(make(&rest[..end]));
        rest = &rest[end..];
    }
    pieces
}

/// Where the word ends that a text begins with: at its last letter, or where an address begins, as scripts without spaces have
/// them within a line.
fn word_end(text: &str) -> usize {
    let word = handle(text);
    let mut before = None;
    for (at, c) in word.char_indices() {
        let is_edge = before.is_some_and(|before: char| !before.is_ascii()) && c.is_ascii();
        if at > 0 && (begins_scheme(&text[at..]) || is_edge && address_end(&text[at..]).is_some()) {
            return at;
        }
        before = Some(c);
    }
    word.len()
}

fn begins(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with))
}

fn begins_scheme(text: &str) -> bool {
    begins(text, "https://") || begins(text, "http://")
}

/// Where the address ends that a text begins with.
fn address_end(text: &str) -> Option<usize> {
    (begins_scheme(text) || begins(text, "www.") || begins_with_host(text)).then(|| {
        text.find(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '<' | '>' | '）' | '」' | '”' | '，' | '。' | '、' | '；')
        })
        .unwrap_or(text.len())
    })
}

/// Whether a text begins with a host, perhaps its port, and a path.
fn begins_with_host(text: &str) -> bool {
    let end =
        text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).unwrap_or(text.len());
    let (host, rest) = text.split_at(end);
    let rest = match rest.strip_prefix(':') {
        Some(port) => port.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    is_host(host) && rest.starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart_and_nothing_is_lost() {
        use Piece::{Account, Address, Tag, Word};
        let text = "看x.com/lisadoe 和#王小7，(t.me:443/a) @ann_7: seehttps://a.example/b ＠bob m.example/c and/or 1.5/2";
        let taken = pieces(text);
        let joined: String = taken
            .iter()
            .map(|piece| match piece {
                Address(s) | Account(s) | Tag(s) | Word(s) | Piece::Other(s) => *s,
            })
            .collect();
        assert_eq!(joined, text);
        for piece in [
            Address("x.com/lisadoe"),
            Tag("#王小7"),
            Address("t.me:443/a)"),
            Account("@ann_7"),
            Address("https://a.example/b"),
            Account("＠bob"),
            Address("m.example/c"),
            Word("and"),
            Word("1.5"),
        ] {
            assert!(taken.contains(&piece), "{piece:?} is not in {taken:?}");
        }
    }
}
