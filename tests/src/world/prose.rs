//! Fills templates and joins them into posts and articles. Draws words only; who writes when is decided elsewhere.

use super::dice::Dice;
use super::product::{Language, Product};
use super::words::{self, Topic, Vocabulary};

/// A writer of one language in one world.
pub(crate) struct Prose {
    pub(crate) words: &'static Vocabulary,
    language: Language,
    product: &'static Product,
}

/// An article before it has a place or a time.
pub(crate) struct Piece {
    pub(crate) section: &'static str,
    pub(crate) headline: String,
    pub(crate) byline: &'static str,
    pub(crate) paragraphs: Vec<String>,
}

impl Prose {
    pub(crate) fn new(language: Language, product: &'static Product) -> Self {
        Self { words: words::of(language), language, product }
    }

    /// One of `templates` as a post, with the product's name as people type it.
    pub(crate) fn post(&self, templates: &[&str], dice: &mut Dice) -> String {
        let name = self.product.typed(self.language, dice);
        self.fill(dice.word(templates), &name, dice)
    }

    /// An article on any ordinary subject.
    pub(crate) fn ordinary_article(&self, dice: &mut Dice) -> Piece {
        let topic = dice.pick(self.words.topics);
        let mut sentences: Vec<&str> = topic.sentences.iter().chain(self.words.anything).copied().collect();
        dice.shuffle(&mut sentences);
        self.article(topic, &sentences, dice)
    }

    /// An article about the product. It is named in the headline and at least twice in the text, so that no
    /// extractor that keeps most of an article can lose it.
    pub(crate) fn news_article(&self, dice: &mut Dice) -> Piece {
        let news = &self.words.news;
        let mut naming: Vec<&str> = news.sentences[..4].to_vec();
        dice.shuffle(&mut naming);
        let mut sentences = news.sentences[4..].to_vec();
        dice.shuffle(&mut sentences);
        sentences.insert(0, naming[0]);
        sentences.insert(4, naming[1]);
        sentences.insert(6, naming[2]);
        sentences.extend(self.words.anything.iter().take(4));
        self.article(news, &sentences, dice)
    }

    fn article(&self, topic: &Topic, sentences: &[&str], dice: &mut Dice) -> Piece {
        let name = self.product.printed(self.language);
        let headline = self.fill(dice.word(topic.headlines), name, dice);
        let mut left = sentences;
        let mut paragraphs = Vec::new();
        for _ in 0..dice.between(5, 8) {
            let (now, later) = left.split_at(dice.below(3).saturating_add(2).min(left.len()));
            left = later;
            // A lone sentence at the end would be no paragraph of two to four.
            if now.len() < 2 {
                break;
            }
            let filled: Vec<String> = now.iter().map(|sentence| self.fill(sentence, name, dice)).collect();
            paragraphs.push(filled.join(self.words.gap));
        }
        Piece { section: topic.section, headline, byline: dice.word(self.words.bylines), paragraphs }
    }

    /// Replaces every slot of a template.
    fn fill(&self, template: &str, name: &str, dice: &mut Dice) -> String {
        let mut text = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some((before, slot, after)) = next_slot(rest) {
            text.push_str(before);
            match slot {
                "P" => text.push_str(name),
                "M" => text.push_str(self.product.maker),
                "O" => text.push_str(self.product.older),
                "WHO" => text.push_str(dice.word(self.words.people)),
                "ORG" => text.push_str(dice.word(self.words.bodies)),
                "PLACE" => text.push_str(dice.word(self.words.places)),
                "N" => text.push_str(&dice.between(2, 9).to_string()),
                "PCT" => text.push_str(&dice.between(3, 64).to_string()),
                _ => text.push_str(&self.large(dice)),
            }
            rest = after;
        }
        text + rest
    }

    /// A large number, grouped as the language does.
    fn large(&self, dice: &mut Dice) -> String {
        let (thousands, rest) = (dice.between(2, 96), dice.between(0, 9) * 100);
        match self.language {
            Language::English => format!("{thousands},{rest:03}"),
            Language::Indonesian => format!("{thousands}.{rest:03}"),
            Language::Chinese => format!("{thousands}{rest:03}"),
        }
    }
}

fn next_slot(text: &str) -> Option<(&str, &str, &str)> {
    let (before, after) = text.split_once('{')?;
    let (slot, after) = after.split_once('}')?;
    Some((before, slot, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_long_enough_and_have_no_open_slot() {
        let mut dice = Dice::new(5, "prose");
        let product = Product::draw(5);
        for language in Language::ALL {
            let prose = Prose::new(language, product);
            for round in 0..100 {
                let news = round % 2 == 0;
                let piece =
                    if news { prose.news_article(&mut dice) } else { prose.ordinary_article(&mut dice) };
                assert!((4..=8).contains(&piece.paragraphs.len()), "{}", piece.paragraphs.len());
                let text = piece.paragraphs.join("\n");
                assert!(text.chars().count() > 250, "{text}");
                assert!(!text.contains(['{', '}']) && !piece.headline.contains('{'));
                assert_eq!(product.named_in(&text), news);
                let naming = piece.paragraphs.iter().filter(|p| product.named_in(p)).count();
                assert!(!news || naming >= 2);
                assert_eq!(product.named_in(&piece.headline), news);
            }
        }
    }
}
