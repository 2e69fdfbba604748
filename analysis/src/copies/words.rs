//! What of a text is compared: its letters and digits, folded, without addresses, hashtags and mentions.
//!
//! Platforms add addresses to every copy, and who copies adds hashtags and mentions: they are not the words.

use sha2::{Digest as _, Sha256};
use whence_store::text::fold;

/// Letters that a text must have before its copies say anything: two people may well write a short one. A letter of a
/// script without spaces counts for two.
const FEWEST: usize = 32;
/// Letters in a shingle.
const LETTERS: usize = 5;

/// The letters and digits of a title and text that are compared.
pub(crate) fn compared(title: Option<&str>, text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for part in title.into_iter().chain(std::iter::once(text)) {
        letters.extend(fold(&bare(part)).chars().filter(|c| c.is_alphanumeric()));
    }
    letters
}

/// Whether letters are enough for their copies to say anything.
pub(crate) fn suffices(letters: &str) -> bool {
    let weight = |c: char| if is_dense(c) { 2 } else { 1 };
    let mut sum = 0;
    letters.chars().any(|c| {
        sum += weight(c);
        sum >= FEWEST
    })
}

/// Equal for equal letters: 128 bits of their SHA-256.
pub(crate) fn key(letters: &str) -> u128 {
    let digest = Sha256::digest(letters.as_bytes());
    digest.iter().take(16).fold(0, |bits, &byte| bits << 8 | u128::from(byte))
}

/// A letter of a script without spaces.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A text without addresses, hashtags and mentions.
fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = if matches!(c, '@' | '#' | '＠' | '＃') {
            let body = &rest[c.len_utf8()..];
            let end =
                body.find(|c: char| !(c.is_alphanumeric() || c == '_' || is_mark(c))).unwrap_or(body.len());
            // Scripts without spaces write a sign behind a hashtag too: `#人工智能#`.
            let closing = body[end..]
                .chars()
                .next()
                .filter(|&sign| sign == c && c != '@' && body[..end].chars().any(is_dense));
            c.len_utf8() + end + closing.map_or(0, char::len_utf8)
        } else if is_address(rest) {
            rest.find(|c: char| c.is_whitespace() || is_dense(c)).unwrap_or(rest.len())
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        out.push(' ');
        rest = &rest[skipped..];
    }
    out
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn is_address(rest: &str) -> bool {
    let begins = |with: &str| rest.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    begins("http://") || begins("https://") || begins("www.")
}

/// The set of a text's character 5-grams, as hashes in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shingles(Vec<u64>);

impl Shingles {
    /// Of letters.
    pub(crate) fn new(letters: &str) -> Self {
        let chars: Vec<char> = letters.chars().collect();
        Self::of(chars.windows(LETTERS.min(chars.len()).max(1)).map(hash))
    }

    /// Of parts that were hashed already.
    pub(crate) fn of(hashes: impl Iterator<Item = u64>) -> Self {
        let mut hashes: Vec<u64> = hashes.collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self(hashes)
    }

    /// The hashes, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.0.iter().copied()
    }

    /// The part of the smaller set that is in the larger one, 0 to 1.
    pub(crate) fn containment(&self, other: &Self) -> f64 {
        let few = self.0.len().min(other.0.len());
        if few == 0 { 0.0 } else { self.common(other) as f64 / few as f64 }
    }

    /// The part of both sets together that is in each, 0 to 1 (Jaccard 1901).
    pub(crate) fn jaccard(&self, other: &Self) -> f64 {
        let common = self.common(other);
        let all = self.0.len() + other.0.len() - common;
        if all == 0 { 0.0 } else { common as f64 / all as f64 }
    }

    fn common(&self, other: &Self) -> usize {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut both = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            let order = x.cmp(y);
            both += usize::from(order.is_eq());
            if order.is_le() {
                a.next();
            }
            if order.is_ge() {
                b.next();
            }
        }
        both
    }
}

/// FNV-1a over the characters, mixed as `SplitMix64` mixes: the same on every machine and in every version.
fn hash(chars: &[char]) -> u64 {
    let folded = chars.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &c| {
        (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3)
    });
    crate::chance::mixed(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_hashtags_and_mentions_are_not_the_words() {
        let same = [
            "The Summit decided, to invite: six! https://t.co/a1 #BRICS @MFA",
            "#BRICS The summit decided to invite six HTTPS://t.co/b2",
            "The Summit　decided to “invite” ＃金砖国家 six",
        ];
        for text in same {
            assert_eq!(compared(None, text), "thesummitdecidedtoinvitesix", "{text}");
        }
        assert_eq!(compared(Some("标题"), "看https://a.b/c深度求索"), "标题看深度求索");
        assert_eq!(compared(None, "#人工智能#来了 a@b"), "来了a");
    }

    #[test]
    fn short_texts_say_nothing() {
        assert!(!suffices("happymidautumnfestival") && !suffices("中国新年快乐"));
        assert!(suffices(&"a".repeat(32)) && suffices(&"中".repeat(16)));
    }

    #[test]
    fn containment_is_of_the_shorter() {
        let (long, short) = (Shingles::new("abcdefghijklmnop"), Shingles::new("cdefghij"));
        assert!(
            (long.containment(&short) - 1.0).abs() < 1e-9 && (short.containment(&long) - 1.0).abs() < 1e-9
        );
        assert!(Shingles::new("").containment(&long) < 1e-9);
        assert!(Shingles::new("zzzzz").containment(&long) < 1e-9);
        // Twelve shingles and four, all of the four among the twelve.
        assert!((long.jaccard(&short) - 4.0 / 12.0).abs() < 1e-9 && (long.jaccard(&long) - 1.0).abs() < 1e-9);
        assert!(Shingles::new("").jaccard(&Shingles::new("")) < 1e-9);
    }
}
