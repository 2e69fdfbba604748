//! What language a text is in, where the platform does not say.

use whatlang::{Lang, detect};

/// Fewer letters than this tell a language only by their script.
const FEW_LETTERS: usize = 20;
/// From here on the first guess is right for 9 sentences of 10 and more; below, only where the detector is sure itself.
const ENOUGH_LETTERS: usize = 50;

/// The ISO 639-1 code of a text's language; nothing when the text is too short or the guess is weak.
pub(crate) fn language(text: &str) -> Option<String> {
    let sample: String = text.chars().take(2000).collect();
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let found = detect(&sample)?;
    let by_script =
        matches!(found.lang(), Lang::Cmn | Lang::Jpn | Lang::Kor | Lang::Tha | Lang::Heb | Lang::Ell);
    if !by_script && (letters < FEW_LETTERS || (letters < ENOUGH_LETTERS && !found.is_reliable())) {
        return None;
    }
    Some(short(found.lang()).to_owned())
}

fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::Cmn => "zh",
        Lang::Eng => "en",
        Lang::Ind => "id",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Ara => "ar",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Nld => "nl",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
        Lang::Tha => "th",
        Lang::Ukr => "uk",
        Lang::Pol => "pl",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        Lang::Hin => "hi",
        Lang::Heb => "he",
        Lang::Ell => "el",
        Lang::Swe => "sv",
        // ISO 639-3 for the others: still a code that people can look up.
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_texts_are_told_by_script_only() {
        assert_eq!(language("深度求索发布新模型").as_deref(), Some("zh"));
        assert_eq!(language("ok then"), None);
        assert_eq!(
            language("The ministry said on Monday that the new model would be released next week.")
                .as_deref(),
            Some("en")
        );
        assert_eq!(
            language("Kementerian mengatakan pada hari Senin bahwa model baru akan dirilis minggu depan.")
                .as_deref(),
            Some("id")
        );
    }
}
