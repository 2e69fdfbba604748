//! How firmly a claim is said in a text: flat, hedged, as somebody else's, or denied.
//!
//! By words alone, sentence by sentence. Irony, quotations over several sentences, and denials in the next sentence are
//! not seen: the classes are a reading aid, and every item can be read in the evidence.

use serde::{Deserialize, Serialize};

use super::lexicon::Lexicon;
use super::phrase::{find, plain, sentences};

/// How firmly, from the firmest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// As a fact.
    Flat,
    /// With a word of doubt, or as a question.
    Hedged,
    /// As what somebody else says, or in quotation marks.
    Attributed,
    /// Denied.
    Negated,
}

/// So many words lie between a particle and what it denies; in scripts without spaces so many characters.
const NEAR: usize = 4;
const NEAR_IN_RUN: usize = 6;

/// The firmest way in which one of the wordings (in the form of `plain`) is said in a text; nothing where none is. Without a
/// lexicon everything that is no question and no quotation is flat.
pub(crate) fn stance(text: &str, wordings: &[String], lexicon: Option<&Lexicon>) -> Option<Stance> {
    let said = sentences(text).into_iter().filter_map(|sentence| of_sentence(sentence, wordings, lexicon));
    // A wording may run over a full stop, as in headlines: then the whole text is its sentence.
    said.min().or_else(|| of_sentence(text, wordings, lexicon))
}

fn of_sentence(sentence: &str, wordings: &[String], lexicon: Option<&Lexicon>) -> Option<Stance> {
    let text = plain(sentence);
    let (wording, place) = wordings.iter().find_map(|wording| Some((wording, find(&text, wording)?)))?;
    let none = Lexicon::default();
    let lexicon = lexicon.unwrap_or(&none);
    // What is part of the claim's own words says nothing of how it is said.
    let (before, after) = (&text[..place.start], &text[place.end..]);
    let around = |words: &[String]| {
        words.iter().any(|word| find(before, word).is_some() || find(after, word).is_some())
    };
    let near_before = lexicon.negations_before.iter().any(|word| is_near(before, word, true));
    let near_after = lexicon.negations_after.iter().any(|word| is_near(after, word, false));
    let asked = sentence.trim_end().ends_with(['?', '？', '؟']);
    Some(if around(&lexicon.rebuttals) || near_before || near_after {
        Stance::Negated
    } else if around(&lexicon.attributions) || is_quoted(sentence, wording) {
        Stance::Attributed
    } else if asked || around(&lexicon.hedges) {
        Stance::Hedged
    } else {
        Stance::Flat
    })
}

/// Whether a word stands close to the border of a text at which the claim begins or ends.
fn is_near(text: &str, word: &str, at_end: bool) -> bool {
    let in_run = word.chars().any(whence_store::text::is_run);
    if in_run {
        let chars: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
        let most = NEAR_IN_RUN + word.chars().count();
        let near: String = if at_end {
            chars[chars.len().saturating_sub(most)..].iter().collect()
        } else {
            chars[..chars.len().min(most)].iter().collect()
        };
        return near.contains(word);
    }
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let most = NEAR + word.split(' ').count();
    let near =
        if at_end { &words[words.len().saturating_sub(most)..] } else { &words[..words.len().min(most)] };
    find(&near.join(" "), word).is_some()
}

/// Whether a wording stands within quotation marks.
fn is_quoted(sentence: &str, wording: &str) -> bool {
    const MARKS: [(char, char); 6] =
        [('“', '”'), ('„', '“'), ('«', '»'), ('「', '」'), ('『', '』'), ('"', '"')];
    MARKS.iter().any(|&(open, close)| {
        let mut rest = sentence;
        while let Some((_, inside)) = rest.split_once(open) {
            let Some((quoted, after)) = inside.split_once(close) else { return false };
            if find(&plain(quoted), wording).is_some() {
                return true;
            }
            rest = after;
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::Lexicons;
    use super::*;

    fn read(language: &str, wording: &str, text: &str) -> Option<Stance> {
        let all = Lexicons::shipped().unwrap();
        stance(text, &[plain(wording)], Some(all.of(language).unwrap()))
    }

    #[test]
    fn four_ways_in_nine_languages() {
        use Stance::{Attributed, Flat, Hedged, Negated};
        for (language, wording, texts) in [
            (
                "en",
                "copied the engine",
                [
                    "They copied the engine.",
                    "They may have copied the engine.",
                    "According to a rival, they copied the engine.",
                    "It is false that they copied the engine.",
                ],
            ),
            (
                "zh",
                "抄袭了引擎",
                [
                    "他们抄袭了引擎。",
                    "他们可能抄袭了引擎。",
                    "据报道，他们抄袭了引擎。",
                    "他们没有抄袭了引擎。",
                ],
            ),
            (
                "es",
                "copiaron el motor",
                [
                    "Copiaron el motor.",
                    "Quizás copiaron el motor.",
                    "Según un rival, copiaron el motor.",
                    "No copiaron el motor.",
                ],
            ),
            (
                "fr",
                "copié le moteur",
                [
                    "Ils ont copié le moteur.",
                    "Ils auraient copié le moteur.",
                    "Selon un rival, ils ont copié le moteur.",
                    "Ils n'ont pas copié le moteur.",
                ],
            ),
            (
                "de",
                "den motor kopiert",
                [
                    "Sie haben den Motor kopiert.",
                    "Sie haben angeblich den Motor kopiert.",
                    "Laut einem Rivalen haben sie den Motor kopiert.",
                    "Sie haben nie den Motor kopiert.",
                ],
            ),
            (
                "ru",
                "скопировали двигатель",
                [
                    "Они скопировали двигатель.",
                    "Они якобы скопировали двигатель.",
                    "По словам конкурента, они скопировали двигатель.",
                    "Они не скопировали двигатель.",
                ],
            ),
            (
                "ar",
                "نسخوا المحرك",
                [
                    "نسخوا المحرك.",
                    "ربما نسخوا المحرك.",
                    "بحسب منافس، نسخوا المحرك.",
                    "نفت الشركة أنهم نسخوا المحرك.",
                ],
            ),
            (
                "ja",
                "エンジンを模倣し",
                [
                    "彼らはエンジンを模倣した。",
                    "彼らはエンジンを模倣した可能性がある。",
                    "競合によると、彼らはエンジンを模倣した。",
                    "彼らはエンジンを模倣していない。",
                ],
            ),
            (
                "id",
                "menyalin mesin",
                [
                    "Mereka menyalin mesin.",
                    "Mereka mungkin menyalin mesin.",
                    "Menurut pesaing, mereka menyalin mesin.",
                    "Mereka tidak menyalin mesin.",
                ],
            ),
        ] {
            for (text, wanted) in texts.into_iter().zip([Flat, Hedged, Attributed, Negated]) {
                assert_eq!(read(language, wording, text), Some(wanted), "{language}: {text}");
            }
            assert_eq!(read(language, wording, "…"), None);
        }
    }

    #[test]
    fn only_what_is_near_denies() {
        let far = "Not everybody who came to the long evening in town knew it: they copied the engine.";
        assert_eq!(read("en", "copied the engine", far), Some(Stance::Flat));
        let next = "They copied the engine. That is not to say more.";
        assert_eq!(read("en", "copied the engine", next), Some(Stance::Flat));
        let both = "Did they copied the engine? They copied the engine!";
        assert_eq!(read("en", "copied the engine", both), Some(Stance::Flat), "the firmest counts");
    }

    #[test]
    fn questions_hedge_and_quotation_marks_attribute() {
        assert_eq!(read("en", "copied the engine", "They copied the engine?"), Some(Stance::Hedged));
        assert_eq!(
            read("en", "copied the engine", "A poster: “they copied the engine”"),
            Some(Stance::Attributed)
        );
        assert_eq!(stance("они скопировали", &[plain("скопировали")], None), Some(Stance::Flat));
        assert_eq!(
            read("en", "not proven", "It is not proven."),
            Some(Stance::Flat),
            "the claim's own words"
        );
    }
}
