//! What must not be left, and each form in which it is searched.

use url::Url;

use super::escape::Kinds;
use super::letters;
use super::markup;
use super::view::{Reading, View};

/// A text counts by itself from this weight on; shorter ones are everybody's.
pub(crate) const WEIGHTY: usize = 16;
/// A text is found by so many bytes of its beginning: who has these, has the text.
pub(crate) const HEAD: usize = 64;

/// Something that must not be left in a body, in its original spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needle {
    /// A text or title. Found by its whole, and by each of its lines and sentences that weighs 16 or more (ideographs and
    /// syllables weigh 2, other characters 1). A shorter text is found only where it is all of a JSON string, a cell,
    /// or the text between two tags.
    Text(String),
    /// A handle, a display name or an id, in any case. Found as a whole word: neither neighbour is a letter, a digit, `_`
    /// or a mark; in scripts written without spaces, anywhere from two characters on. Digits with a decimal point beside
    /// them are not a word. A word of one or two letters is found only as `@al`, as `/al` in an address, and as all of
    /// a JSON string or a cell; a name without letters and digits only as the last.
    Word(String),
    /// A web address. Found with or without scheme, `www.` and closing slash, and as the beginning of longer ones.
    Address(String),
}

/// Where a form counts as found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Wherever it stands.
    Anywhere,
    /// Between ends of words; an open end needs none.
    Word { open_start: bool, open_end: bool },
    /// After `@` or `/`, or alone.
    Short,
    /// Alone: all of a string, a cell or an element.
    Alone,
}

/// A form of a needle: what the automaton looks for, and how the text goes on where only its beginning is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) rule: Rule,
    pub(super) head: Vec<u8>,
    pub(super) tail: Vec<u8>,
}

impl Shape {
    fn new(rule: Rule, mut head: Vec<u8>) -> Self {
        let mut tail = Vec::new();
        if rule == Rule::Anywhere && head.len() > HEAD {
            let cut = (HEAD - 3..=HEAD).rev().find(|n| head[*n] & 0xc0 != 0x80).unwrap_or(HEAD);
            tail = head.split_off(cut);
        }
        Self { rule, head, tail }
    }
}

impl Needle {
    /// The forms in which it is searched.
    pub(super) fn forms(&self) -> Vec<Shape> {
        let mut forms = Vec::new();
        match self {
            Self::Text(text) => {
                for form in spellings(text) {
                    let rule = if weight(&form) >= WEIGHTY { Rule::Anywhere } else { Rule::Alone };
                    forms.push(Shape::new(rule, form));
                }
                let parts = parts(text).flat_map(spellings).filter(|part| weight(part) >= WEIGHTY);
                forms.extend(parts.map(|part| Shape::new(Rule::Anywhere, part)));
            }
            Self::Word(word) => {
                for form in spellings(word.trim().trim_start_matches('@')) {
                    let rule = word_rule(&String::from_utf8_lossy(&form));
                    if form.contains(&b' ') {
                        let joined = form.iter().map(|b| if *b == b' ' { b'+' } else { *b }).collect();
                        forms.push(Shape::new(rule, joined));
                    }
                    forms.push(Shape::new(rule, form));
                }
            }
            Self::Address(address) => {
                let parsed = Url::parse(address.trim()).map(String::from).unwrap_or_default();
                for form in [address.as_str(), &parsed].into_iter().flat_map(spellings) {
                    let bare = bare_address(&form).to_vec();
                    let rule = if weight(&bare) < 4 {
                        Rule::Alone
                    } else {
                        Rule::Word { open_start: false, open_end: false }
                    };
                    forms.push(Shape::new(rule, bare));
                }
            }
        }
        forms.retain(|form| !form.head.is_empty());
        forms
    }

    /// The text without spaces and tags, for layouts that put them where they were not.
    pub(super) fn squeezed(&self) -> Option<Vec<u8>> {
        let Self::Text(text) = self else { return None };
        Some(squeezed(&View::full(text, Kinds::None))).filter(|text| !text.is_empty())
    }

    /// The same for each part that counts by itself.
    pub(super) fn squeezed_forms(&self) -> Vec<Shape> {
        let Self::Text(text) = self else { return Vec::new() };
        std::iter::once(text.as_str())
            .chain(parts(text))
            .map(|part| squeezed(&View::full(part, Kinds::None)))
            .filter(|part| weight(part) >= WEIGHTY)
            .map(|part| Shape::new(Rule::Anywhere, part))
            .collect()
    }

    /// The form that tells whose a record is, for ids, names and addresses.
    pub(super) fn identity(&self) -> Option<Vec<u8>> {
        match self {
            Self::Text(_) => None,
            Self::Word(name) | Self::Address(name) => Some(identity(&View::full(name, Kinds::None))),
        }
        .filter(|form| !form.is_empty())
    }
}

/// An id, a name or an address without what varies around it.
pub(super) fn identity(full: &[u8]) -> Vec<u8> {
    let full = bare_address(full);
    full.strip_prefix(b"@").unwrap_or(full).to_vec()
}

/// A folded text without tags and spaces.
pub(super) fn squeezed(folded: &[u8]) -> Vec<u8> {
    markup::without_tags(folded, markup::Gap::Squeezed)
        .unwrap_or_else(|| folded.iter().copied().filter(|b| *b != b' ').collect())
}

/// As it is written and with its escapes undone, as either may be in a body; both folded.
fn spellings(text: &str) -> Vec<Vec<u8>> {
    let plain = View::new(text, Reading { first: Kinds::None, more: 0 }, false);
    let mut forms = vec![plain.text.trim_ascii().to_vec()];
    if plain.deeper {
        forms.push(View::full(text, Kinds::None));
    }
    forms
}

/// The lines of a text, and the sentences in them.
pub(crate) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| matches!(c, '。' | '！' | '？' | '؟' | '।');
    text.lines().flat_map(move |line| {
        let mut last = ' ';
        let sentences = line.split_inclusive(move |c: char| {
            let end = ends(c) || (c.is_whitespace() && matches!(last, '.' | '!' | '?' | '…'));
            last = c;
            end
        });
        std::iter::once(line).chain(sentences)
    })
}

/// How much a folded text tells: ideographs and syllables count twice, as each is near a word.
fn weight(folded: &[u8]) -> usize {
    let text = String::from_utf8_lossy(folded);
    text.chars().map(|c| if letters::is_unspaced(c) { 2 } else { usize::from(!letters::is_mark(c)) }).sum()
}

fn word_rule(word: &str) -> Rule {
    if !word.contains(char::is_alphanumeric) {
        return Rule::Alone;
    }
    if weight(word.as_bytes()) <= 2 {
        return Rule::Short;
    }
    let open = |c: Option<char>| c.is_some_and(letters::is_unspaced);
    Rule::Word { open_start: open(word.chars().next()), open_end: open(word.chars().next_back()) }
}

/// A folded address without scheme, `www.` and closing slash.
fn bare_address(folded: &[u8]) -> &[u8] {
    let colon = folded.windows(3).position(|w| w == b"://");
    let rest = match colon {
        Some(n) if folded[..n].iter().all(u8::is_ascii_alphanumeric) => &folded[n + 3..],
        _ => folded.strip_prefix(b"//").unwrap_or(folded),
    };
    let rest = rest.strip_prefix(b"www.").unwrap_or(rest);
    rest.strip_suffix(b"/").unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heads(needle: &Needle) -> Vec<(String, Rule)> {
        needle.forms().into_iter().map(|f| (String::from_utf8(f.head).unwrap(), f.rule)).collect()
    }

    #[test]
    fn a_text_is_known_by_its_lines_and_sentences() {
        let text = "Short. The harbour opens again! 深度求索发布了新模型。好。\nAnother line of it";
        let found: Vec<String> = heads(&Needle::Text(text.to_owned())).into_iter().map(|(h, _)| h).collect();
        for part in ["the harbour opens again!", "深度求索发布了新模型。", "another line of it"] {
            assert!(found.iter().any(|f| f == part), "{part} {found:?}");
        }
        assert!(!found.iter().any(|f| f == "short." || f == "好。"), "{found:?}");
        assert_eq!(heads(&Needle::Text("Yes!".to_owned())), [("yes!".to_owned(), Rule::Alone)]);
    }

    #[test]
    fn words_know_their_ends() {
        let rule = |word: &str| heads(&Needle::Word(word.to_owned()))[0].1;
        assert_eq!(rule("@Alice"), Rule::Word { open_start: false, open_end: false });
        assert_eq!(rule("王小明"), Rule::Word { open_start: true, open_end: true });
        assert_eq!(rule("al"), Rule::Short);
        assert_eq!(rule("王"), Rule::Short);
        assert_eq!(rule("🔥🔥🔥"), Rule::Alone);
        assert!(heads(&Needle::Word(" ".to_owned())).is_empty());
    }

    #[test]
    fn addresses_lose_what_varies() {
        for address in ["https://www.example.org/a/", "http://example.org/a", "//example.org/a"] {
            let needle = Needle::Address(address.to_owned());
            assert!(heads(&needle).iter().all(|(head, _)| head == "example.org/a"), "{:?}", heads(&needle));
        }
        let needle = Needle::Address("https://bücher.example/".to_owned());
        assert!(heads(&needle).iter().any(|(head, _)| head == "xn--bcher-kva.example"));
    }
}
