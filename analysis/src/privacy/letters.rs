//! Text as it is compared: folded, in one composed form, with single spaces, and where each part of it stood.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use whence_store::text::fold;

/// Text for comparison: folded, no signs that are not seen, whitespace collapsed.
pub(super) fn normal(text: &str) -> String {
    letters(text).into_iter().map(|letter| letter.folded).collect::<String>().trim().to_owned()
}

/// A letter with all that is set on it, or a run of whitespace.
#[derive(Debug)]
pub(super) struct Letter {
    /// Its bytes in the text.
    pub(super) place: Range<usize>,
    /// As it is compared.
    pub(super) folded: String,
}

impl Letter {
    /// Whether two neighbours belong to one word. Scripts without spaces have no words: there everything is an edge.
    pub(super) fn joins(&self, next: &Self) -> bool {
        let part = |letter: &Self| letter.folded.chars().any(|c| c.is_alphanumeric() && !is_cjk(c));
        part(self) && part(next)
    }
}

/// A text's letters in order; together they cover all of it.
///
/// Composing may join characters and folding may change their number, so every letter is folded with its marks and by itself.
pub(super) fn letters(text: &str) -> Vec<Letter> {
    let mut places: Vec<Range<usize>> = Vec::with_capacity(text.len());
    let mut space = false;
    for (n, c) in text.char_indices() {
        let end = n + c.len_utf8();
        let white = c.is_whitespace();
        match places.last_mut() {
            Some(last) if white && space || is_attached(c) => last.end = end,
            _ => {
                places.push(n..end);
                space = white;
            }
        }
    }
    let letter = |place: Range<usize>| {
        let seen: String = text[place.clone()].chars().filter(|&c| !is_unseen(c)).collect();
        let white = seen.chars().next().is_some_and(char::is_whitespace);
        let folded = if white { " ".to_owned() } else { fold(&seen) };
        Letter { place, folded }
    };
    places.into_iter().map(letter).collect()
}

/// Whether a character belongs to a script without spaces.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether a character belongs to the letter before it: marks, later parts of Hangul syllables, half-width voicing, and
/// what folding drops.
fn is_attached(c: char) -> bool {
    is_combining_mark(c)
        || is_unseen(c)
        || matches!(c, '\u{640}' | '\u{1160}'..='\u{11ff}' | '\u{ff9e}' | '\u{ff9f}')
}

/// Characters without a shape, which would part a name unseen.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name_are_equal() {
        for (a, b) in [
            ("Jose\u{301}  E\u{301}mile\tMu\u{308}ller", "José Émile Müller"),
            ("ＷＡＮＧ\u{3000}ｌｉ", "wang li"),
            ("Wa\u{200b}ng", "wang"),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("ｶﾞ", "ガ"),
            (" a ", "A"),
        ] {
            assert_eq!(normal(a), normal(b), "{a}");
        }
    }

    #[test]
    fn letters_cover_the_text() {
        let text = "e\u{301} \n x\u{202e}\u{301}";
        let all: String = letters(text).iter().map(|letter| &text[letter.place.clone()]).collect();
        assert_eq!(all, text);
    }
}
