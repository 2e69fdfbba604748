//! Short quotations from accounts that may be named, without what leads to those that may not.

use unicode_normalization::char::is_combining_mark;

use super::Guard;
use super::letters::{is_cjk, normal};

/// The longest quotation, in characters.
const LONGEST: usize = 200;

/// A quotation of an item's words; nothing where they are another's (a repost) or nothing is left.
///
/// Every address becomes `[link]`, every mention of an account that may not be named `[account]`. The whole text is cleaned
/// before it is cut, so that no half of an address remains.
pub fn excerpt(guard: &Guard, platform: &str, kind: &str, text: &str) -> Option<String> {
    if kind == "repost" || is_passed_on(text) {
        return None;
    }
    let text = cleaned(guard, platform, own(text));
    let mut chars = text.chars();
    let mut short: String = chars.by_ref().take(LONGEST).collect();
    if chars.next().is_some() {
        short.push('…');
    }
    (!short.trim().is_empty()).then_some(short)
}

/// A text without addresses, and without what leads to accounts that may not be named; of any length.
pub fn cleaned(guard: &Guard, platform: &str, text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(|word| clean(guard, platform, word)).collect();
    guard.scrubbed(&words.join(" "))
}

/// Whether a text begins as people begin words of another's: `RT @x:`, `转发//@x`, `via @x`.
fn is_passed_on(text: &str) -> bool {
    let text = normal(text);
    let sign = |c: char| !c.is_alphanumeric() && c != '@';
    let text = text.trim_start_matches(sign);
    ["rt", "转发", "轉發", "via"].iter().any(|mark| {
        text.strip_prefix(mark).is_some_and(|rest| rest.trim_start_matches(sign).starts_with('@'))
    })
}

/// A text up to the first `//@`: there Weibo's chain of forwarded words begins.
fn own(text: &str) -> &str {
    let chain = |rest: &str| {
        rest.strip_prefix(['/', '／'])
            .and_then(|rest| rest.strip_prefix(['/', '／']))
            .is_some_and(|rest| rest.trim_start().starts_with(['@', '＠']))
    };
    text.char_indices().find(|&(n, _)| chain(&text[n..])).map_or(text, |(n, _)| &text[..n])
}

/// One word without addresses and mentions.
fn clean(guard: &Guard, platform: &str, word: &str) -> String {
    if let Some(place) = address(word) {
        // Scripts without spaces run into the address; what stands before it is kept.
        return format!("{}[link]", clean(guard, platform, &word[..place]));
    }
    let Some(place) = word.find(['@', '＠']) else { return word.to_owned() };
    let (before, rest) = word.split_at(place);
    let rest = rest.trim_start_matches(['@', '＠']);
    let end = rest.find(|c: char| !(is_word(c) || matches!(c, '.' | '-'))).unwrap_or(rest.len());
    let handle = rest[..end].trim_end_matches(['.', '-']);
    if handle.is_empty() {
        return format!("{before}@{}", clean(guard, platform, rest));
    }
    let after = clean(guard, platform, &rest[handle.len()..]);
    // What stands before an @ without a space is the first half of a mail address or of a fediverse handle. Scripts without
    // spaces run into mentions; there only what looks like a host makes it an address.
    match before.chars().last() {
        Some(c) if is_word(c) && !is_cjk(c) || is_host(handle) => format!("[account]{after}"),
        _ if guard.may_mention(platform, handle) => format!("{before}@{handle}{after}"),
        _ => format!("{before}[account]{after}"),
    }
}

/// Whether a character is part of a word, be it written with marks of their own.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_combining_mark(c)
}

/// Whether what stands behind an @ is a host: parts with a dot between them, the last of letters.
fn is_host(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(first, last)| {
        !first.is_empty() && last.chars().count() > 1 && last.chars().all(char::is_alphabetic)
    })
}

/// Where an address begins in a word: a scheme, `www.`, or a name with a dot and a path.
fn address(word: &str) -> Option<usize> {
    let lower = word.to_ascii_lowercase();
    let marks = ["http:", "https:", "www.", "ftp:", "://"];
    if let Some(place) = marks.iter().filter_map(|mark| lower.find(mark)).min() {
        return Some(place);
    }
    let slash = lower.find('/')?;
    let host = &lower[..slash];
    let begin = host
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')))
        .map_or(0, |n| n + host[n..].chars().next().map_or(1, char::len_utf8));
    let host = &host[begin..];
    let last = host.rsplit('.').next()?;
    (host.contains('.') && last.len() >= 2 && last.chars().all(|c| c.is_ascii_alphabetic())).then_some(begin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found() {
        for (word, place) in [
            ("https://a.b/c", Some(0)),
            ("看https://a.b", Some(3)),
            ("t.co/xyz", Some(0)),
            ("(t.co/x", Some(1)),
            ("and/or", None),
            ("1.5/2", None),
            ("3.5", None),
        ] {
            assert_eq!(address(word), place, "{word}");
        }
    }
    #[test]
    fn mail_addresses_leave_nothing() {
        let guard = Guard::default();
        for (text, wanted) in [
            ("write to josé@example.org now", "write to [account] now"),
            ("jose\u{301}@example.org", "[account]"),
            ("wang_@example.org", "[account]"),
            ("jose.@example.org", "[account]"),
            ("Жанна@пример.рф", "[account]"),
            ("张三@example.org", "[account]"),
            ("感谢@张三 的报道", "感谢[account] 的报道"),
            ("see @Mu\u{308}ller", "see [account]"),
        ] {
            assert_eq!(excerpt(&guard, "x", "post", text).as_deref(), Some(wanted), "{text}");
        }
    }
    #[test]
    fn the_words_of_others_are_not_quoted() {
        let quoted = |text: &str| excerpt(&Guard::default(), "weibo", "post", text);
        for text in [
            "RT @x: their words",
            "RT@x: their words",
            "RT: @x their words",
            "rt ＠x：their words",
            "ＲＴ：＠x their words",
            " “RT @x: their words”",
            "转发//@张三: 他的话",
            "转发 @张三：他的话",
            "轉發：＠張三：他的話",
            "via @x their words",
            "Via: ＠x",
            "//@张三:他的话",
        ] {
            assert_eq!(quoted(text), None, "{text}");
        }
        for (text, wanted) in [
            ("我的话//@张三: 他的话 //@李四: 更多", "我的话"),
            ("我的话／／＠张三：他的话", "我的话"),
            ("mine // @x: theirs", "mine"),
            ("转发微博//@张三", "转发微博"),
            ("RT is a channel", "RT is a channel"),
            ("Art @x", "Art [account]"),
            ("viability", "viability"),
            ("either // or", "either // or"),
        ] {
            assert_eq!(quoted(text).as_deref(), Some(wanted), "{text}");
        }
    }
}
