//! Folding for search: NFKC, case, Arabic forms; and overlapping bigrams for scripts without spaces.
//!
//! `SQLite`'s `unicode61` tokenizer takes a whole run of Han, Kana or Hangul as one token, and its `trigram`
//! tokenizer finds no word of two characters, which most Chinese words are. So such runs are written into the
//! index as overlapping bigrams followed by the last character alone, and queries as phrases of bigrams.

use unicode_normalization::UnicodeNormalization as _;

/// Folds text for comparison: NFKC, lower case, Arabic letter forms unified, vowel marks and tatweel dropped.
pub fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter_map(fold_arabic).collect()
}

fn fold_arabic(c: char) -> Option<char> {
    match c {
        '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' => None,
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ى' => Some('ي'),
        'ة' => Some('ه'),
        _ => Some(c),
    }
}

/// Whether a character belongs to a script written without spaces that is indexed as bigrams.
pub(crate) const fn is_bigram_script(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3105}'..='\u{312f}' | '\u{3131}'..='\u{318e}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// What the full-text table holds for a text.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FtsText {
    /// The tokens in order, so that phrases can be searched.
    pub text: String,
    /// Arabic words without their attached article and particles; kept apart, as they would break phrases.
    pub variants: String,
}

/// The full-text form of a text.
pub fn fts_text(text: &str) -> FtsText {
    let folded = fold(text);
    FtsText { text: with_bigrams(&folded, true), variants: arabic_variants(&folded) }
}

/// Writes runs of bigram scripts as overlapping bigrams; the last run's closing single character is written
/// only when `close_last` (an index needs it; a query that ends within a longer run must not ask for it).
pub(super) fn with_bigrams(folded: &str, close_last: bool) -> String {
    let mut out = String::with_capacity(folded.len() * 2);
    let mut run: Vec<char> = Vec::new();
    for c in folded.chars() {
        if is_bigram_script(c) {
            run.push(c);
        } else {
            flush_run(&mut out, &mut run, true);
            out.push(c);
        }
    }
    flush_run(&mut out, &mut run, close_last);
    out
}

fn flush_run(out: &mut String, run: &mut Vec<char>, close: bool) {
    let Some(&last) = run.last() else { return };
    out.push(' ');
    for pair in run.windows(2) {
        out.extend([pair[0], pair[1], ' ']);
    }
    if close || run.len() == 1 {
        out.push(last);
        out.push(' ');
    }
    run.clear();
}

/// Arabic attaches the article and one-letter particles to the word: "والسفارة" holds "السفارة" and "سفارة".
fn arabic_variants(folded: &str) -> String {
    let mut out = String::new();
    for word in folded.split(|c: char| !c.is_alphanumeric() || is_bigram_script(c)) {
        if !word.starts_with(|c| matches!(c, '\u{620}'..='\u{64a}')) {
            continue;
        }
        let mut rest = word;
        for prefix in ["و", "ف"] {
            rest = strip_arabic(rest, prefix, &mut out);
        }
        for prefix in ["ب", "ل", "ك"] {
            rest = strip_arabic(rest, prefix, &mut out);
        }
        rest = strip_arabic(rest, "ال", &mut out);
        strip_arabic(rest, "ل", &mut out);
    }
    out
}

fn strip_arabic<'a>(word: &'a str, prefix: &str, out: &mut String) -> &'a str {
    match word.strip_prefix(prefix) {
        // Shorter rests are rarely words of their own.
        Some(rest) if rest.chars().count() >= 3 => {
            out.push_str(rest);
            out.push(' ');
            rest
        }
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_width_case_and_arabic_forms() {
        assert_eq!(fold("ＤeepSeek"), "deepseek");
        assert_eq!(fold("السَّفارة"), "السفاره");
        assert_eq!(fold("أحمد"), "احمد");
    }

    #[test]
    fn runs_become_bigrams_with_the_last_alone() {
        assert_eq!(fts_text("AI深度求索").text, "ai 深度 度求 求索 索 ");
        assert_eq!(fts_text("求").text, " 求 ");
    }

    #[test]
    fn arabic_words_are_found_without_article() {
        let words = fts_text("بالسفارة والسفارة للسفارة").variants;
        assert_eq!(words.split(' ').filter(|w| *w == "سفاره").count(), 3, "{words}");
    }
}
