//! Arabic words with what is attached to them: one of `و ف`, one of `ب ل ك`, the article `ال`; `ل` and the article are `لل`.

/// Conjunctions.
const BEFORE: [char; 2] = ['و', 'ف'];
/// Particles.
const PARTICLES: [char; 3] = ['ب', 'ل', 'ك'];
const ARTICLE: &str = "ال";

/// Stands between variants, so that no phrase reaches from one to the next; in no folded text it is a word.
const APART: &str = " \u{f8ff} ";

/// Writes every word that this one holds behind attached letters: `وبالسفارة` holds `بالسفارة`, `السفارة` and `سفارة`.
pub(super) fn variants(word: &str, out: &mut String) {
    let mut rest = word;
    let mut write = |article: &str, bare: &str| {
        out.push_str(article);
        out.push_str(bare);
        out.push_str(APART);
    };
    if let Some(after) = rest.strip_prefix(BEFORE).filter(|after| is_word(after)) {
        write("", after);
        rest = after;
    }
    if let Some(after) = rest.strip_prefix(PARTICLES).filter(|after| is_word(after)) {
        write("", after);
        if let Some(bare) = rest.strip_prefix("لل").filter(|bare| is_word(bare)) {
            write("", bare);
            write(ARTICLE, bare);
        }
        rest = after;
    }
    if let Some(bare) = rest.strip_prefix(ARTICLE).filter(|bare| is_word(bare)) {
        write("", bare);
    }
}

/// Every word that has this one among its variants, and the word itself.
pub(super) fn attached(word: &str) -> Vec<String> {
    if !is_word(word) {
        return vec![word.to_owned()];
    }
    let mut out = Vec::new();
    for before in ["", "و", "ف"] {
        for particle in ["", "ب", "ل", "ك"] {
            out.extend(["", ARTICLE].map(|article| format!("{before}{particle}{article}{word}")));
        }
        out.push(format!("{before}لل{word}"));
        if let Some(bare) = word.strip_prefix(ARTICLE).filter(|bare| is_word(bare)) {
            out.push(format!("{before}لل{bare}"));
        }
    }
    out
}

/// A single letter that is left is no word.
fn is_word(rest: &str) -> bool {
    rest.chars().nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(word: &str) -> Vec<String> {
        let mut out = String::new();
        variants(word, &mut out);
        out.split(' ').filter(|w| !w.is_empty() && *w != APART.trim()).map(str::to_owned).collect()
    }

    #[test]
    fn attached_letters_are_taken_off_one_by_one() {
        assert_eq!(words("وبالسفاره"), ["بالسفاره", "السفاره", "سفاره"]);
        assert_eq!(words("للسفاره"), ["لسفاره", "سفاره", "السفاره"]);
        assert_eq!(words("الحق"), ["حق"]);
        assert_eq!(words("سفاره"), Vec::<String>::new());
        assert_eq!(words("وب"), Vec::<String>::new());
    }

    #[test]
    fn variants_are_the_inverse_of_what_attaches() {
        for word in ["سفاره", "السفاره", "حق", "لبن", "بلد", "والد", "العاب"] {
            for longer in attached(word) {
                assert!(longer == word || words(&longer).iter().any(|w| w == word), "{word} in {longer}");
                for inner in words(&longer) {
                    assert!(attached(&inner).contains(&longer), "{inner} in {longer}");
                }
            }
        }
    }
}
