//! What people in the demo world write: templates with slots, one file a language. Only templates live here;
//! `prose` fills and joins them. A template marked `news` names the product, no other one may.

mod chinese;
mod english;
mod indonesian;

use super::product::Language;

/// Slots: `{P}` product, `{M}` maker, `{O}` the maker's older product, `{WHO}` and `{ORG}` somebody quoted,
/// `{PLACE}`, `{N}` a small number, `{K}` a large one, `{PCT}` a percentage.
pub(crate) struct Vocabulary {
    /// Ordinary subjects of articles.
    pub(crate) topics: &'static [Topic],
    /// Sentences that fit any ordinary article.
    pub(crate) anything: &'static [&'static str],
    /// Articles about the product.
    pub(crate) news: Topic,
    /// Ordinary posts of people and of registered accounts, and what people say under any post.
    pub(crate) chatter: &'static [&'static str],
    pub(crate) bulletins: &'static [&'static str],
    pub(crate) remarks: &'static [&'static str],
    /// Posts about the product: ordinary people's, registered accounts', and remarks on either.
    pub(crate) news_posts: &'static [&'static str],
    pub(crate) news_statements: &'static [&'static str],
    pub(crate) news_remarks: &'static [&'static str],
    /// The narrative's very first item.
    pub(crate) first_post: &'static str,
    /// Journalists, people quoted, bodies they speak for, places.
    pub(crate) bylines: &'static [&'static str],
    pub(crate) people: &'static [&'static str],
    pub(crate) bodies: &'static [&'static str],
    pub(crate) places: &'static [&'static str],
    pub(crate) hashtags: &'static [&'static str],
    /// What stands between two sentences.
    pub(crate) gap: &'static str,
}

/// A subject: its section, headlines and sentences.
pub(crate) struct Topic {
    pub(crate) section: &'static str,
    pub(crate) headlines: &'static [&'static str],
    pub(crate) sentences: &'static [&'static str],
}

/// The words of a language.
pub(crate) const fn of(language: Language) -> &'static Vocabulary {
    match language {
        Language::English => &english::WORDS,
        Language::Indonesian => &indonesian::WORDS,
        Language::Chinese => &chinese::WORDS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_news_names_the_product_and_all_of_it_does() {
        for language in Language::ALL {
            let words = of(language);
            for list in [words.news_posts, words.news_statements, words.news_remarks, words.news.headlines] {
                assert!(list.iter().all(|t| t.contains("{P}")), "{}", language.code());
            }
            assert!(words.first_post.contains("{P}"));
            assert!(
                words.news.sentences[..4].iter().all(|t| t.contains("{P}")),
                "an article opens with these"
            );
            let ordinary = words.topics.iter().flat_map(|t| t.headlines.iter().chain(t.sentences));
            let ordinary = ordinary
                .chain(words.anything)
                .chain(words.chatter)
                .chain(words.bulletins)
                .chain(words.remarks);
            assert!(!ordinary.into_iter().any(|t| t.contains("{P}")));
        }
    }
}
