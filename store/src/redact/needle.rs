//! What must not be left, and each form in which it is searched.

use url::Url;

use super::escape::Kinds;
use super::firsts::{self, Firsts, Piece};
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
    /// syllables weigh 2, other characters 1) and that nobody else wrote first. A shorter text is found only where it is all
    /// of a JSON string, a cell, or the text between two tags.
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
    /// Whether the beginning alone does not count, as others began so first.
    pub(super) exact: bool,
    /// Whether it is of a text, and not of a name.
    pub(super) is_text: bool,
}

impl Shape {
    fn new(rule: Rule, mut head: Vec<u8>, firsts: &Firsts) -> Self {
        let tail = match opening(&head) {
            Some(cut) if rule == Rule::Anywhere => head.split_off(cut),
            _ => Vec::new(),
        };
        let exact = !tail.is_empty() && firsts.spare(&key_of(&head));
        Self { rule, head, tail, exact, is_text: false }
    }

    /// A form that counts from its beginning to its end only.
    fn known(form: Vec<u8>) -> Self {
        let shape = Self::new(Rule::Anywhere, form, &Firsts::default());
        Self { exact: !shape.tail.is_empty(), ..shape }
    }
}

/// Where the beginning ends by which a long form is searched.
fn opening(form: &[u8]) -> Option<usize> {
    let cut = || (HEAD - 3..=HEAD).rev().find(|n| form[*n] & 0xc0 != 0x80).unwrap_or(HEAD);
    (form.len() > HEAD).then(cut)
}

fn key_of(form: &[u8]) -> Vec<u8> {
    firsts::key(&String::from_utf8_lossy(form))
}

impl Needle {
    /// The forms in which it is searched.
    pub(super) fn forms(&self, firsts: &Firsts) -> Vec<Shape> {
        let mut forms = Vec::new();
        match self {
            Self::Text(text) => {
                for form in spellings(text) {
                    let rule = if weight(&form) >= WEIGHTY { Rule::Anywhere } else { Rule::Alone };
                    forms.push(Shape::new(rule, form, firsts));
                }
                let own = parts(text).filter(|part| !firsts.spare(&firsts::key(part)));
                let own = own.flat_map(spellings).filter(|part| weight(part) >= WEIGHTY);
                forms.extend(own.map(|part| Shape::new(Rule::Anywhere, part, firsts)));
            }
            Self::Word(word) => {
                for form in spellings(word.trim().trim_start_matches('@')) {
                    let rule = word_rule(&String::from_utf8_lossy(&form));
                    if form.contains(&b' ') {
                        let joined = form.iter().map(|b| if *b == b' ' { b'+' } else { *b }).collect();
                        forms.push(Shape::new(rule, joined, firsts));
                    }
                    forms.push(Shape::new(rule, form, firsts));
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
                    forms.push(Shape::new(rule, bare, firsts));
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

    /// The same for it and each of its own parts, where they count by themselves.
    pub(super) fn squeezed_forms(&self, firsts: &Firsts) -> Vec<Shape> {
        let Self::Text(text) = self else { return Vec::new() };
        std::iter::once(firsts::key(text))
            .chain(parts(text).map(firsts::key).filter(|part| !firsts.spare(part)))
            .filter(|part| weight(part) >= WEIGHTY)
            .map(|part| Shape::new(Rule::Anywhere, part, firsts))
            .collect()
    }

    /// What of a text others may have written first, as [`Firsts`] compares it: the whole and its parts, as far as they count by
    /// themselves, and the beginnings by which these are searched.
    pub(super) fn pieces(&self) -> Vec<(Piece, Vec<u8>)> {
        let Self::Text(text) = self else { return Vec::new() };
        let mut pieces = Vec::new();
        for (piece, part) in
            std::iter::once((Piece::Whole, text.as_str())).chain(parts(text).map(|part| (Piece::Part, part)))
        {
            let forms = spellings(part);
            if !forms.iter().any(|form| weight(form) >= WEIGHTY) {
                continue;
            }
            let key = firsts::key(part);
            let openings = forms.iter().filter_map(|form| opening(form).map(|cut| key_of(&form[..cut])));
            pieces.extend(openings.map(|opening| (Piece::Opening, opening)));
            pieces.extend(opening(&key).map(|cut| (Piece::Opening, key[..cut].to_vec())));
            pieces.push((piece, key));
        }
        pieces.retain(|(_, key)| !key.is_empty());
        pieces
    }

    /// As it is written.
    pub(super) fn as_str(&self) -> &str {
        let (Self::Text(text) | Self::Word(text) | Self::Address(text)) = self;
        text
    }

    /// The form that tells whose a record is, for ids, names and addresses.
    pub(super) fn identity(&self) -> Option<Vec<u8>> {
        match self {
            Self::Text(_) => None,
            Self::Word(name) | Self::Address(name) => Some(identity(&View::full(name, Kinds::None))),
        }
        .filter(|form| !form.is_empty())
    }

    /// Likewise of the one form of an address: a page of theirs is known in every spelling.
    pub(super) fn page(&self) -> Option<Vec<u8>> {
        match self {
            Self::Word(address) | Self::Address(address) if address.contains("://") => {
                crate::link::canonical(address).map(|known| identity(&View::full(&known.url, Kinds::None)))
            }
            _ => None,
        }
    }
}

/// The forms of a text that is known in just these words.
pub(super) fn known_forms(text: &str) -> impl Iterator<Item = Shape> {
    spellings(text).into_iter().filter(|form| weight(form) >= WEIGHTY).map(Shape::known)
}

/// The same without spaces and tags.
pub(super) fn known_squeezed(text: &str) -> Option<Shape> {
    Some(firsts::key(text)).filter(|form| weight(form) >= WEIGHTY).map(Shape::known)
}

/// The whole of a text and those of its parts that nobody else wrote first, each with whether its beginning alone counts.
pub(crate) fn own_parts<'t>(text: &'t str, firsts: &Firsts) -> impl Iterator<Item = (&'t str, bool)> {
    let own = parts(text).filter(|part| !firsts.spare(&firsts::key(part)));
    std::iter::once(text).chain(own).map(|part| {
        let begins = |form: &Vec<u8>| opening(form).is_none_or(|cut| !firsts.spare(&key_of(&form[..cut])));
        (part, spellings(part).iter().all(begins))
    })
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
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
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
        needle
            .forms(&Firsts::default())
            .into_iter()
            .map(|f| (String::from_utf8(f.head).unwrap(), f.rule))
            .collect()
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
