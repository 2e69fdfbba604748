//! The words that are looked for.

use crate::framing::{find, plain};

/// Words of cause: order in time is all that evidence of this kind shows.
const CAUSE: [&str; 24] = [
    "caused",
    "causing",
    "causes",
    "led to",
    "leads to",
    "leading to",
    "drove",
    "driven by",
    "drives",
    "triggered",
    "triggers",
    "sparked",
    "sparks",
    "fuelled",
    "fueled",
    "resulted in",
    "results in",
    "brought about",
    "gave rise to",
    "provoked",
    "unleashed",
    "propelled",
    "engineered",
    "as a result of",
];
/// Words that say who is behind something, or what somebody intends.
const ACCUSATION: [&str; 24] = [
    "orchestrated",
    "orchestrates",
    "orchestrating",
    "masterminded",
    "covert",
    "covertly",
    "fake",
    "fakes",
    "bot",
    "bots",
    "botnet",
    "troll",
    "trolls",
    "troll farm",
    "puppet",
    "puppets",
    "sockpuppet",
    "sockpuppets",
    "mouthpiece",
    "psyop",
    "is part of",
    "are part of",
    "was part of",
    "were part of",
];
/// Both rows of ICD 203.
const LIKELIHOOD: [&str; 15] = [
    "almost no chance",
    "remote chance",
    "very unlikely",
    "highly improbable",
    "unlikely",
    "improbable",
    "roughly even chance",
    "roughly even odds",
    "likely",
    "probable",
    "probably",
    "almost certain",
    "almost certainly",
    "nearly certain",
    "improbably",
];
const CONFIDENCE: [&str; 3] = ["confidence", "confident", "confidently"];

fn first(text: &str, words: &[&'static str]) -> Option<&'static str> {
    let text = plain(text);
    words
        .iter()
        .copied()
        .filter_map(|word| Some((find(&text, word)?.start, word)))
        .min()
        .map(|(_, word)| word)
}

/// The first word of cause or accusation in a text.
pub fn banned(text: &str) -> Option<&'static str> {
    first(text, &CAUSE).or_else(|| first(text, &ACCUSATION))
}

/// All words of cause or accusation in a text.
pub(super) fn all_banned(text: &str) -> Vec<&'static str> {
    let text = plain(text);
    CAUSE.iter().chain(&ACCUSATION).copied().filter(|word| find(&text, word).is_some()).collect()
}

/// What to write in the place of a banned word.
pub(super) fn instead(word: &str) -> &'static str {
    if ACCUSATION.contains(&word) {
        "say what was seen; who is behind it is said by accepted claims only"
    } else {
        "say in which order things were seen; order in time is not cause"
    }
}

/// The first word of likelihood in a text.
pub fn likelihood_word(text: &str) -> Option<&'static str> {
    first(text, &LIKELIHOOD)
}

/// The first word of confidence in a text; a confidence interval is a measure, and none.
pub fn confidence_word(text: &str) -> Option<&'static str> {
    let text = plain(text).replace("confidence interval", "").replace("confidence intervals", "");
    CONFIDENCE.iter().copied().find(|word| find(&text, word).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_only() {
        assert_eq!(banned("This LED TO that."), Some("led to"));
        assert_eq!(banned("It was orchestrated and then caused more"), Some("caused"));
        assert_eq!(banned("robots.txt, both, because, pulled together, sparkling"), None);
        assert_eq!(all_banned("fake bots drove it"), ["drove", "fake", "bots"]);
        assert_eq!(likelihood_word("unlike this"), None);
        assert_eq!(likelihood_word("It is very likely"), Some("likely"));
        assert_eq!(confidence_word("a 95 % confidence interval"), None);
        assert_eq!(confidence_word("We have high confidence"), Some("confidence"));
    }
}
