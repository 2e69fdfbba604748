//! Texts as the coordination-network-toolkit compares them.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation as _;

/// Lower case without what follows an `@` up to white space, white space made single.
pub(super) fn transformed(message: &str) -> String {
    let text = without_mentions(&message.to_lowercase());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The set of its words (UAX #29), white space and apostrophes between words aside.
pub(super) fn words(message: &str) -> BTreeSet<String> {
    let text = without_mentions(&message.to_lowercase());
    text.split_word_bounds()
        .flat_map(str::split_whitespace)
        .filter(|word| *word != "'")
        .map(str::to_owned)
        .collect()
}

/// Jaccard's similarity; of two empty sets it has no value.
pub(super) fn similarity(a: &BTreeSet<String>, b: &BTreeSet<String>) -> Option<f64> {
    let common = a.intersection(b).count();
    let all = a.len() + b.len() - common;
    (all > 0).then(|| common as f64 / all as f64)
}

fn without_mentions(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut mention = false;
    for c in text.chars() {
        mention = c == '@' || mention && !c.is_whitespace();
        if !mention {
            kept.push(c);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_compared_as_the_toolkit_does() {
        assert_eq!(transformed("Hello  WORLD @bob"), "hello world");
        assert_eq!(transformed("mail a@b.example\nnow"), "mail a now");
        let all: Vec<String> = words("Don't say 'so', 深度!").into_iter().collect();
        assert_eq!(all, ["!", ",", "don't", "say", "so", "度", "深"]);
        assert_eq!(similarity(&words(""), &words("@x")), None);
    }
}
