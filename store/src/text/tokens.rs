//! The tokens of a text: words, and overlapping bigrams for scripts without spaces.
//!
//! `SQLite`'s `unicode61` tokenizer takes a whole run of Han or kana as one token, and its `trigram` tokenizer finds no
//! word of two characters, which most Chinese words are. So such runs are written into the index as overlapping bigrams
//! followed by the last character alone, and queries as phrases of bigrams. The table has the `ascii` tokenizer, which only
//! parts at spaces here: what a word is does not depend on the Unicode tables of anybody's `SQLite`.

use super::arabic::variants;
use super::fold::{Sink, fold_into};
use super::script::{Class, class};

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
    let mut tokens = Tokens {
        text: String::with_capacity(text.len() * 2 + 2),
        variants: String::new(),
        state: State::Between,
    };
    fold_into(text, &mut tokens);
    tokens.end();
    FtsText { text: tokens.text, variants: tokens.variants }
}

/// The tokens that a query asks for, and whether the last is only the beginning of one.
///
/// The last run is open: the text may go on after it.
pub(super) fn query_tokens(folded: &str) -> (Vec<String>, bool) {
    let mut tokens = Tokens { text: String::new(), variants: String::new(), state: State::Between };
    for c in folded.trim_end_matches(|c| class(c) == Class::Break).chars() {
        tokens.put(c);
    }
    let prefix = matches!(tokens.state, State::Run { alone: true, .. });
    if prefix || !matches!(tokens.state, State::Run { .. }) {
        tokens.end();
    }
    (tokens.text.split(' ').filter(|token| !token.is_empty()).map(str::to_owned).collect(), prefix)
}

/// Where the last character left us.
#[derive(Debug, Clone, Copy)]
enum State {
    Between,
    /// In a word that began at this byte of the output.
    Word {
        from: usize,
        arabic: bool,
    },
    /// In a run whose last character was this, and whether it was the first as well.
    Run {
        last: char,
        alone: bool,
    },
}

/// Writes tokens, each followed by a space.
struct Tokens {
    text: String,
    variants: String,
    state: State,
}

impl Tokens {
    /// Ends the word or run.
    fn end(&mut self) {
        match self.state {
            State::Between => return,
            State::Word { from, arabic } => {
                if arabic {
                    variants(&self.text[from..], &mut self.variants);
                }
            }
            State::Run { last, .. } => self.text.push(last),
        }
        self.text.push(' ');
        self.state = State::Between;
    }

    /// Goes on with a word of this kind, or begins one.
    fn word(&mut self, of_arabic: bool) {
        if !matches!(self.state, State::Word { arabic, .. } if arabic == of_arabic) {
            self.end();
            self.state = State::Word { from: self.text.len(), arabic: of_arabic };
        }
    }
}

impl Sink for Tokens {
    fn put(&mut self, c: char) {
        match class(c) {
            Class::Break => self.end(),
            Class::Run => {
                let alone = if let State::Run { last, .. } = self.state {
                    self.text.push(last);
                    self.text.push(c);
                    self.text.push(' ');
                    false
                } else {
                    self.end();
                    true
                };
                self.state = State::Run { last: c, alone };
            }
            Class::Mark if matches!(self.state, State::Word { .. }) => self.text.push(c),
            kind => {
                self.word(kind == Class::Arabic);
                self.text.push(c);
            }
        }
    }

    fn put_ascii(&mut self, run: &str) {
        let bytes = run.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let len = bytes[at..].iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(bytes.len() - at);
            if len > 0 {
                self.word(false);
                self.text.put_ascii(&run[at..at + len]);
                at += len;
            }
            if at < bytes.len() {
                self.end();
                at += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;
    use proptest::prelude::*;

    /// The tokens by runs of one class, in two passes.
    fn plain(text: &str) -> FtsText {
        let mut out = FtsText::default();
        let folded: Vec<char> = fold(text).chars().collect();
        let mut kinds: Vec<Class> = Vec::new();
        for c in &folded {
            let before = kinds.last().copied();
            kinds.push(match class(*c) {
                Class::Mark => {
                    before.filter(|k| matches!(k, Class::Word | Class::Arabic)).unwrap_or(Class::Word)
                }
                kind => kind,
            });
        }
        let mut at = 0;
        for same in kinds.chunk_by(|a, b| a == b) {
            let part = &folded[at..at + same.len()];
            at += same.len();
            let word: String = part.iter().collect();
            match same[0] {
                Class::Break => continue,
                Class::Run => {
                    for pair in part.windows(2) {
                        out.text.extend([pair[0], pair[1], ' ']);
                    }
                    out.text.extend(part.last());
                }
                kind => {
                    if kind == Class::Arabic {
                        variants(&word, &mut out.variants);
                    }
                    out.text.push_str(&word);
                }
            }
            out.text.push(' ');
        }
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn the_quick_way_is_the_plain_one(
            text in "([a-zA-Z0-9]{0,5}|[ .,#_'-]|[深度求索路透社々〇]{1,4}|[ァ-ヾぁ-ゖｦ-ﾟ]{1,4}|[가-힣ᄀ-ᇿ]{1,3}|[وفبلكاسرةىأ]{1,7}|[ـ-ْ]|[а-яЁё]{1,4}|[ก-๎]{1,5}|[ऀ-ॿ]{1,4}|[À-ɏ]{1,4}|[\u{300}-\u{36f}\u{200b}-\u{200f}\u{ad}]|.){0,14}"
        ) {
            prop_assert_eq!(fts_text(&text), plain(&text));
        }

        #[test]
        fn tokens_are_words_to_sqlite(text in any::<String>()) {
            let tokens = fts_text(&text);
            for c in tokens.text.chars() {
                prop_assert!(c == ' ' || c.is_ascii_alphanumeric() || !c.is_ascii());
            }
            prop_assert!(!tokens.text.contains("  ") && !tokens.text.starts_with(' '));
        }
    }

    #[test]
    fn runs_become_bigrams_with_the_last_alone() {
        assert_eq!(fts_text("AI深度求索").text, "ai 深度 度求 求索 索 ");
        assert_eq!(fts_text("求").text, "求 ");
        assert_eq!(fts_text("12年5月").text, "12 年 5 月 ");
        assert_eq!(fts_text("ไทย").text, "ไท ทย ย ");
    }

    #[test]
    fn arabic_and_latin_part() {
        assert_eq!(fts_text("الـDeepSeek كوفيد19").text, "ال deepseek كوفيد 19 ");
    }
}
