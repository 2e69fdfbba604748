//! Phrases found in texts as the index finds them: folded, whole words, parts of runs in scripts without spaces.

use std::ops::Range;

use whence_store::text::{fold, is_run};

/// A text as it is compared: folded, every sign between words a single space.
pub(crate) fn plain(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        if is_part(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) || is_run(c)
}

/// Article and particles that are written together with an Arabic word.
const ATTACHED: [&str; 14] =
    ["ال", "و", "ف", "ب", "ل", "ك", "س", "وال", "بال", "فال", "كال", "لل", "ول", "وب"];

/// Where a phrase stands in a text; both in the form of [`plain`].
pub(crate) fn find(text: &str, phrase: &str) -> Option<Range<usize>> {
    let (first, last) = (phrase.chars().next()?, phrase.chars().next_back()?);
    text.match_indices(phrase).map(|(at, found)| at..at + found.len()).find(|place| {
        let ends = text[place.end..].chars().next().is_none_or(|next| parts(last, next));
        let starts = text[..place.start].chars().next_back().is_none_or(|before| parts(before, first));
        ends && (starts || is_attached(&text[..place.start], first))
    })
}

/// Whether a word ends between two neighbours.
fn parts(before: char, after: char) -> bool {
    !is_part(before) || !is_part(after) || is_run(before) || is_run(after)
}

fn is_attached(before: &str, first: char) -> bool {
    let arabic = matches!(first, '\u{620}'..='\u{64a}');
    arabic && ATTACHED.contains(&before.rsplit(' ').next().unwrap_or(before))
}

/// The sentences of a text, in order, without their full stops.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (n, &(at, c)) in chars.iter().enumerate() {
        let next = chars.get(n + 1).map(|&(_, c)| c);
        let ends = match c {
            '\n' | '。' | '！' | '？' | '؟' | '!' | '…' | '｡' => true,
            // A stop within a number or an address ends nothing.
            '.' | '?' => next.is_none_or(char::is_whitespace),
            _ => false,
        };
        if ends {
            // A question mark is kept: what is asked is not said.
            found.push(&text[from..at + c.len_utf8()]);
            from = at + c.len_utf8();
        }
    }
    found.push(&text[from..]);
    found.into_iter().map(str::trim).filter(|sentence| !sentence.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(text: &str, phrase: &str) -> bool {
        find(&plain(text), &plain(phrase)).is_some()
    }

    #[test]
    fn whole_words_and_parts_of_runs() {
        assert!(finds("It's Deep-Seek, again", "deep seek"));
        assert!(!finds("deepseeker", "deepseek") && !finds("undeepseek", "deepseek"));
        assert!(finds("中国深度求索公司", "深度求索") && finds("用AI深度求索", "深度求索"));
        assert!(finds("Élysée", "elysee") && finds("قالت الشركة اليوم", "شركة"));
        assert!(!finds("الشركةهم", "شركة"));
    }

    #[test]
    fn sentences_end_at_stops_of_every_script() {
        assert_eq!(sentences("A costs 5.6 m. B?  C!\nD"), ["A costs 5.6 m.", "B?", "C!", "D"]);
        assert_eq!(sentences("甲。乙！丙"), ["甲。", "乙！", "丙"]);
        assert_eq!(sentences("see a.example/b.html now"), ["see a.example/b.html now"]);
    }
}
