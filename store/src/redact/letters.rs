//! One form per letter: case, width, ligatures, accents written apart, and characters that nobody sees.
//!
//! Coarser than [`crate::text::fold`] in nothing but case rules, and letter by letter, so that each letter keeps its
//! place in the body.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Gives the letters that stand for a character; spaces of all kinds become `' '`.
pub(crate) fn fold(c: char, mut emit: impl FnMut(char)) {
    if c.is_ascii() {
        emit(if is_space(c) { ' ' } else { c.to_ascii_lowercase() });
    } else if is_space(c) {
        emit(' ');
    } else if is_plain(c) {
        emit(c);
    } else if !is_unseen(c) {
        decompose_compatible(c, |part| {
            for letter in part.to_lowercase() {
                match letter {
                    // The dot of a Turkish capital is lost in its small letter.
                    '\u{307}' => {}
                    'ς' => emit('σ'),
                    'ı' => emit('i'),
                    'ß' => {
                        emit('s');
                        emit('s');
                    }
                    other => emit(other),
                }
            }
        });
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// Ideographs and syllables, which have no case and no second form; most text beyond ASCII is made of them.
const fn is_plain(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Soft hyphens, joiners, direction marks and variation selectors: pages put them into words for the layout.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether a character is part of a word: a letter, a digit, `_`, or a mark on one.
pub(super) fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric() || is_combining_mark(c)
}

/// Whether a character is a mark that belongs to the letter before it.
pub(crate) fn is_mark(c: char) -> bool {
    is_combining_mark(c)
}

/// Whether words of this character's script stand next to each other without spaces.
pub(crate) const fn is_unspaced(c: char) -> bool {
    crate::text::is_run(c)
        || matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|c| fold(c, |letter| out.push(letter)));
        out
    }

    #[test]
    fn spellings_of_one_name_are_one() {
        for (a, b) in [
            ("José", "JOSE\u{301}"),
            ("ａｌｉｃｅ", "Alice"),
            ("al\u{200b}i\u{ad}ce", "ALICE"),
            ("ΑΛΕΞΗΣ", "αλεξης"),
            ("İlker", "ilker"),
            ("Groß", "GROSS"),
            ("a\u{a0}b", "A B"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
        assert_ne!(folded("jose"), folded("josé"));
        assert_eq!(folded("深度求索"), "深度求索");
    }
}
