//! Folding for comparison: width, case, accents, Arabic letter forms and digits; signs that are not seen are dropped.
//!
//! The rule is [`thorough`]: decompose (NFKD), lower, drop and unify, compose (NFC). It is slow, and most characters of
//! most texts need nothing of it, so they are folded one by one by [`simple`], which a test holds against the rule.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{canonical_combining_class, compose, is_combining_mark};

/// Where folded characters go.
pub(super) trait Sink {
    /// Takes a folded character.
    fn put(&mut self, c: char);
    /// Takes characters of ASCII that are still to be lowered.
    fn put_ascii(&mut self, run: &str);
}

impl Sink for String {
    fn put(&mut self, c: char) {
        self.push(c);
    }

    fn put_ascii(&mut self, run: &str) {
        let from = self.len();
        self.push_str(run);
        self[from..].make_ascii_lowercase();
    }
}

/// Folds text for comparison; folding what is folded changes nothing.
///
/// NFKC and lower case; accents of Latin and Greek letters, stress marks, vowel marks of Arabic and Hebrew, tatweel and
/// characters without a shape are dropped; forms of one Arabic letter and of one digit are unified; `ß` is `ss`.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Folds into a sink.
pub(super) fn fold_into(text: &str, sink: &mut impl Sink) {
    let bytes = text.as_bytes();
    // The last simple character waits: a mark that follows it would change it.
    let mut held: Option<(usize, char)> = None;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii() {
            let len = bytes[at..].iter().position(|b| !b.is_ascii()).unwrap_or(bytes.len() - at);
            if let Some((_, c)) = held.take() {
                sink.put(c);
            }
            let last = at + len - 1;
            sink.put_ascii(&text[at..last]);
            held = Some((last, char::from(bytes[last].to_ascii_lowercase())));
            at += len;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        if let Some(folded) = simple(c) {
            if let Some((_, before)) = held.replace((at, folded)) {
                sink.put(before);
            }
            at += c.len_utf8();
        } else {
            let from = held.take().map_or(at, |(from, _)| from);
            let len = text[at..].find(|c: char| c.is_ascii() || simple(c).is_some());
            at = len.map_or(text.len(), |len| at + len);
            thorough(&text[from..at], sink);
        }
    }
    if let Some((_, c)) = held {
        sink.put(c);
    }
}

/// `À` to `ÿ` without accents; `_` where more than one character comes of it.
const LATIN_1: &[u8; 64] = b"aaaaaa_ceeeeiiii_nooooo_ouuuuy__aaaaaa_ceeeeiiii_nooooo_ouuuuy_y";

/// The folded form of a character that folds into one, by itself, and joins nothing before it; `None` for all others.
fn simple(c: char) -> Option<char> {
    Some(match c {
        '\u{4e00}'..='\u{9fff}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fe}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{3001}'..='\u{3029}'
        | '\u{430}'..='\u{44f}'
        | '\u{621}'
        | '\u{624}'
        | '\u{626}'..='\u{628}'
        | '\u{62a}'..='\u{63a}'
        | '\u{641}'..='\u{648}'
        | '\u{64a}'
        | '\u{60c}'
        | '\u{61b}'
        | '\u{61f}'
        | '\u{901}'..='\u{939}'
        | '\u{93e}'..='\u{94c}'
        | '\u{e01}'..='\u{e32}'
        | '\u{e34}'..='\u{e37}'
        | '\u{e40}'..='\u{e47}'
        | '\u{2012}'..='\u{2016}'
        | '\u{2018}'..='\u{201f}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{1f300}'..='\u{1f64f}' => c,
        // Upper case stands 32 before lower case, in ASCII and in Cyrillic.
        '\u{410}'..='\u{42f}' => char::from_u32(u32::from(c) + 0x20)?,
        '\u{622}' | '\u{623}' | '\u{625}' => '\u{627}',
        '\u{629}' => '\u{647}',
        '\u{649}' => '\u{64a}',
        '\u{ff01}'..='\u{ff5e}' => {
            let ascii = u8::try_from(u32::from(c) - 0xfee0).ok()?;
            char::from(ascii.to_ascii_lowercase())
        }
        '\u{c0}'..='\u{ff}' => match LATIN_1[usize::try_from(u32::from(c) - 0xc0).ok()?] {
            b'_' => return None,
            letter => char::from(letter),
        },
        _ => return None,
    })
}

/// The rule itself, for a text that begins with no mark or at the very beginning.
fn thorough(text: &str, sink: &mut impl Sink) {
    let mut base = ' ';
    text.chars()
        .map(voiced)
        .nfkd()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_dropped(*c))
        .filter_map(|c| {
            let c = letter(c);
            if !is_combining_mark(c) {
                base = c;
                return Some(c);
            }
            // A vowel sign stands by itself: what follows it composes with nothing before it.
            if !is_accent(c) && canonical_combining_class(c) == 0 {
                base = c;
            }
            (!is_accent(c) || (compose(base, c).is_some() && !is_bared(base))).then_some(c)
        })
        .nfc()
        .for_each(|c| {
            if c == 'ß' {
                sink.put('s');
                sink.put('s');
            } else {
                sink.put(c);
            }
        });
}

/// The voicing signs of kana that stand alone are those that attach, typed by another key.
const fn voiced(c: char) -> char {
    match c {
        '\u{309b}' => '\u{3099}',
        '\u{309c}' => '\u{309a}',
        _ => c,
    }
}

/// What has no shape or is only a help to readers: joiners, soft hyphens, marks of direction and variation, tatweel, vowel
/// marks of Arabic and Hebrew, strokes and rings around characters.
const fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{652}' | '\u{656}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{8ca}'..='\u{8e1}' | '\u{8e3}'..='\u{8ff}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Marks that stay only where they make another letter: `й` and `が` are letters, `é` is an accented `e`.
const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{653}'..='\u{655}' | '\u{3099}' | '\u{309a}')
}

/// Letters that lose every accent: Latin, Greek, alef, and the Russian `е`, as `ё` is mostly written without its dots.
const fn is_bared(base: char) -> bool {
    matches!(base, '\0'..='\u{3ff}' | '\u{1d00}'..='\u{1fff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab6f}'
        | '\u{627}' | '\u{435}')
}

/// Letters and digits with several forms, lowered and decomposed before.
fn letter(c: char) -> char {
    let digit = |zero: u32| char::from_u32(u32::from(c) - zero + 0x30).unwrap_or(c);
    let latin = |a: u32| char::from_u32(u32::from(c) - a + 0x61).unwrap_or(c);
    match c {
        'ς' => 'σ',
        'ı' => 'i',
        'ø' => 'o',
        'ł' => 'l',
        'đ' => 'd',
        '\u{671}' => '\u{627}',
        '\u{649}' | '\u{6cc}' => '\u{64a}',
        '\u{629}' => '\u{647}',
        '\u{6a9}' => '\u{643}',
        '\u{660}'..='\u{669}' => digit(0x660),
        '\u{6f0}'..='\u{6f9}' => digit(0x6f0),
        '\u{966}'..='\u{96f}' => digit(0x966),
        // White letters on black, which have no decomposition.
        '\u{1f150}'..='\u{1f169}' => latin(0x1f150),
        '\u{1f170}'..='\u{1f189}' => latin(0x1f170),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The rule applied to the whole text.
    fn plain(text: &str) -> String {
        let mut out = String::new();
        thorough(text, &mut out);
        out
    }

    /// Characters of many scripts, with those that fold in an unusual way more often.
    fn any_text() -> impl Strategy<Value = String> {
        let unusual = "aeksзиеёйوياأإآٱىةؤئ\u{640}\u{64b}\u{654}\u{653}\u{301}\u{306}\u{308}\u{327}\u{345}\u{3099}\u{309a}\u{309b}\
            がかｶﾞﾟパ한ᄒ\u{1161}\u{11ab}㈜ßẞİıΣςΆ\u{200d}\u{200b}\u{ad}\u{fe0f}あ深\u{20bb7}𝐃①½ﬁ…ำ\u{e38}\u{e48}ด\u{93c}क\u{94d}ড\u{9be}\u{9c7}😀🅰 .";
        let one = prop_oneof![
            5 => proptest::sample::select(unusual.chars().collect::<Vec<_>>()),
            2 => proptest::char::any(),
            2 => proptest::char::range('\u{a0}', '\u{3ff}'),
            1 => proptest::char::range('\u{400}', '\u{1fff}'),
            1 => proptest::char::range('\u{2e80}', '\u{33ff}'),
            1 => proptest::char::range(' ', '~'),
        ];
        proptest::collection::vec(one, 0..12).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn the_quick_way_is_the_rule(text in any_text()) {
            prop_assert_eq!(fold(&text), plain(&text));
        }

        #[test]
        fn folding_twice_is_folding_once(text in any_text()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }

    #[test]
    fn every_character_keeps_the_rule() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let once = fold(&text);
            assert_eq!(once, plain(&text), "U+{:04X}", u32::from(c));
            assert_eq!(fold(&once), once, "U+{:04X}", u32::from(c));
            let marked = format!("a{c}\u{301}\u{653}\u{3099}b");
            assert_eq!(fold(&marked), plain(&marked), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn forms_of_one_word_are_equal() {
        for (a, b) in [
            ("ＤeepSeek", "deepseek"),
            ("Deep\u{200b}Se\u{ad}ek", "deepseek"),
            ("D\u{336}e\u{336}ep\u{20e3}", "deep"),
            ("🅳🅴🅴🅿 𝓼𝓮𝓮𝓴", "deep seek"),
            ("السَّفارة", "السفاره"),
            ("السـفـارة", "السفاره"),
            ("أحمد إلى آل ٱل", "احمد الي ال ال"),
            ("کتاب فارسی", "كتاب فارسي"),
            ("مسؤول رئيس", "مسؤول رئيس"),
            ("٢٠٢٥ ۲۰۲۵ २०२५", "2025 2025 2025"),
            ("ｶﾞｷﾞﾊﾟ か\u{3099} か゛", "ガギパ が が"),
            ("あ\u{3099}", "あ"),
            ("з\u{93e}\u{308}", "з\u{93e}"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("STRASSE Straße GROẞ", "strasse strasse gross"),
            ("İstanbul ISTANBUL ıstanbul istanbul", "istanbul istanbul istanbul istanbul"),
            ("ΌΣΟΣ όσος ὅσος", "οσοσ οσοσ οσοσ"),
            ("Việt Wałęsa naïve", "viet walesa naive"),
            ("посо\u{301}льство Ёлка й ї", "посольство елка й ї"),
            ("שָׁלוֹם", "שלום"),
        ] {
            assert_eq!(fold(a), b, "{a}");
        }
    }
}
