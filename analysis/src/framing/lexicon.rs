//! Words by which a language hedges, attributes and denies. One TOML file a language, in `lexicons/`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use whence_store::settings::{SettingsError, parse_toml};

use super::phrase::plain;

/// The shipped lexicons: file name and text.
const SHIPPED: [(&str, &str); 9] = [
    ("ar.toml", include_str!("../../lexicons/ar.toml")),
    ("de.toml", include_str!("../../lexicons/de.toml")),
    ("en.toml", include_str!("../../lexicons/en.toml")),
    ("es.toml", include_str!("../../lexicons/es.toml")),
    ("fr.toml", include_str!("../../lexicons/fr.toml")),
    ("id.toml", include_str!("../../lexicons/id.toml")),
    ("ja.toml", include_str!("../../lexicons/ja.toml")),
    ("ru.toml", include_str!("../../lexicons/ru.toml")),
    ("zh.toml", include_str!("../../lexicons/zh.toml")),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LexiconFile {
    language: String,
    hedges: Vec<String>,
    attributions: Vec<String>,
    rebuttals: Vec<String>,
    negations_before: Vec<String>,
    negations_after: Vec<String>,
}

/// The words of one language, in the form in which texts are compared.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// The writer is not sure.
    pub hedges: Vec<String>,
    /// Somebody else is said to say it.
    pub attributions: Vec<String>,
    /// It is called wrong, wherever in the sentence.
    pub rebuttals: Vec<String>,
    /// Denies what follows closely.
    pub negations_before: Vec<String>,
    /// Denies what stands closely before it.
    pub negations_after: Vec<String>,
}

/// The lexicons by language (ISO 639-1).
#[derive(Debug, Clone, Default)]
pub struct Lexicons(BTreeMap<String, Lexicon>);

impl Lexicons {
    /// The shipped ones.
    ///
    /// # Errors
    /// [`SettingsError`] for a file that is wrong; a test reads all of them.
    pub fn shipped() -> Result<Self, SettingsError> {
        let mut all = BTreeMap::new();
        for (name, text) in SHIPPED {
            let file: LexiconFile = parse_toml(Path::new(name), text)?;
            let fold = |words: Vec<String>| words.iter().map(|word| plain(word)).collect();
            all.insert(
                file.language,
                Lexicon {
                    hedges: fold(file.hedges),
                    attributions: fold(file.attributions),
                    rebuttals: fold(file.rebuttals),
                    negations_before: fold(file.negations_before),
                    negations_after: fold(file.negations_after),
                },
            );
        }
        Ok(Self(all))
    }

    /// The lexicon of a language, by its first letters (`zh-Hant` is `zh`).
    pub fn of(&self, language: &str) -> Option<&Lexicon> {
        self.0.get(language.split(['-', '_']).next()?)
    }

    /// The languages.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_languages_with_words_of_every_kind() {
        let all = Lexicons::shipped().unwrap();
        assert_eq!(
            all.languages().collect::<Vec<_>>(),
            ["ar", "de", "en", "es", "fr", "id", "ja", "ru", "zh"]
        );
        for language in all.languages() {
            let words = all.of(language).unwrap();
            for list in [&words.hedges, &words.attributions, &words.rebuttals] {
                assert!(list.len() >= 18, "{language}: {}", list.len());
                assert!(list.iter().all(|word| !word.is_empty()), "{language}");
            }
            assert!(!words.negations_before.is_empty() || !words.negations_after.is_empty());
        }
        assert!(all.of("zh-Hant").is_some() && all.of("tlh").is_none());
    }
}
