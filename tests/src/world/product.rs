//! The invented product that the narrative is about: its names in three languages, in every spelling that is used.

use super::dice::Dice;

/// The language of an account, a site or a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    Indonesian,
    Chinese,
}

impl Language {
    #[cfg(test)]
    pub(crate) const ALL: [Self; 3] = [Self::English, Self::Indonesian, Self::Chinese];

    /// ISO 639-1.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Indonesian => "id",
            Self::Chinese => "zh",
        }
    }
}

/// One invented product. Every name begins with the usual spelling.
#[derive(Debug)]
pub(crate) struct Product {
    /// Names the narrative's file.
    pub(crate) slug: &'static str,
    /// Usual, in two words, and misspelt.
    pub(crate) english: [&'static str; 3],
    pub(crate) indonesian: [&'static str; 2],
    pub(crate) chinese: [&'static str; 1],
    /// Its maker, and the maker's older product: ordinary chatter names both, the query neither.
    pub(crate) maker: &'static str,
    pub(crate) older: &'static str,
}

const PRODUCTS: [Product; 4] = [
    Product {
        slug: "heronmind",
        english: ["Heronmind", "Heron mind", "Heronmynd"],
        indonesian: ["Akalbangau", "Akal Bangau"],
        chinese: ["鹭思通"],
        maker: "Pellow Reach",
        older: "Reachpad",
    },
    Product {
        slug: "tidewright",
        english: ["Tidewright", "Tide wright", "Tidewrigth"],
        indonesian: ["Juruombak", "Juru Ombak"],
        chinese: ["潮匠灵"],
        maker: "Ninefold Quay",
        older: "Quaynotes",
    },
    Product {
        slug: "lanternfold",
        english: ["Lanternfold", "Lantern fold", "Lanternfould"],
        indonesian: ["Lipatlentera", "Lipat Lentera"],
        chinese: ["灯叠"],
        maker: "Osk and Daughters",
        older: "Oskboard",
    },
    Product {
        slug: "quillmoss",
        english: ["Quillmoss", "Quill moss", "Quilmoss"],
        indonesian: ["Penalumut", "Pena Lumut"],
        chinese: ["羽苔智言"],
        maker: "Brackenline",
        older: "Linepress",
    },
];

impl Product {
    pub(crate) fn draw(seed: u64) -> &'static Self {
        Dice::new(seed, "product").pick(&PRODUCTS)
    }

    pub(crate) fn names(&self, language: Language) -> &[&'static str] {
        match language {
            Language::English => &self.english,
            Language::Indonesian => &self.indonesian,
            Language::Chinese => &self.chinese,
        }
    }

    /// Whether a text contains any of the names, case aside: what the narrative's query asks.
    #[cfg(test)]
    pub(crate) fn named_in(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        Language::ALL.iter().flat_map(|l| self.names(*l)).any(|name| lower.contains(&name.to_lowercase()))
    }

    /// A name as somebody writing in `language` would type it now: mostly right, sometimes in two words or misspelt,
    /// sometimes the foreign name, seldom in capitals or none.
    pub(crate) fn typed(&self, language: Language, dice: &mut Dice) -> String {
        let foreign = language != Language::English && dice.chance(20);
        let names = self.names(if foreign { Language::English } else { language });
        let name = if dice.chance(85) { names[0] } else { dice.word(names) };
        match dice.below(20) {
            0 => name.to_uppercase(),
            1 => name.to_lowercase(),
            _ => name.to_owned(),
        }
    }

    /// The name as an edited article prints it.
    pub(crate) fn printed(&self, language: Language) -> &'static str {
        self.names(language)[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_typed_name_is_one_that_the_query_knows() {
        let mut dice = Dice::new(3, "typed");
        for product in &PRODUCTS {
            for _ in 0..200 {
                for language in Language::ALL {
                    assert!(product.named_in(&product.typed(language, &mut dice)));
                }
            }
            assert!(!product.named_in(product.maker) && !product.named_in(product.older));
        }
    }
}
