//! All needles as one automaton, and the places in a view where one of them is found.

use std::collections::{BTreeSet, HashMap, HashSet};

use aho_corasick::{AhoCorasick, Anchored, Input, StartKind};

use super::entity;
use super::escape::Kinds;
use super::firsts::{self, Firsts};
use super::letters;
use super::needle::{self, Needle, Rule, Shape};
use super::record::Record;
use super::view::View;
use super::words::Words;
use super::{MARK, RECORD};

/// Texts that begin alike are followed to their end for so many; the others are found by their sentences.
const TAILS: usize = 8;

/// What the automaton knows about one of its patterns.
#[derive(Debug, Default)]
struct Pattern {
    rules: Vec<Rule>,
    tails: Vec<Vec<u8>>,
    /// How the text must go on where the pattern alone is not the forgotten's own.
    exact: Exact,
    /// Whether it is, or begins, something that the forgotten wrote.
    is_text: bool,
}

/// Tails of which one must follow in full, found by their length.
#[derive(Debug, Default)]
struct Exact {
    lengths: BTreeSet<usize>,
    tails: HashSet<Vec<u8>>,
}

impl Exact {
    /// How long the longest tail is with which a text begins.
    fn longest(&self, rest: &[u8]) -> Option<usize> {
        self.lengths
            .iter()
            .rev()
            .copied()
            .find(|n| rest.get(..*n).is_some_and(|tail| self.tails.contains(tail)))
    }
}

/// Patterns and the automaton that finds them.
#[derive(Debug, Default)]
struct Index {
    automaton: Option<AhoCorasick>,
    /// Patterns of 2^31 bytes and more make no automaton; every body is then taken to hold one, and is dropped.
    too_large: bool,
    patterns: Vec<Pattern>,
}

impl Index {
    fn new(forms: impl IntoIterator<Item = Shape>) -> Self {
        let mut places: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut patterns: Vec<Pattern> = Vec::new();
        for form in forms {
            let place = *places.entry(form.head).or_insert_with(|| {
                patterns.push(Pattern::default());
                patterns.len() - 1
            });
            let pattern = &mut patterns[place];
            pattern.is_text |= form.is_text;
            if form.exact {
                pattern.exact.lengths.insert(form.tail.len());
                pattern.exact.tails.insert(form.tail);
                continue;
            }
            if !pattern.rules.contains(&form.rule) {
                pattern.rules.push(form.rule);
            }
            if !form.tail.is_empty() && pattern.tails.len() < TAILS && !pattern.tails.contains(&form.tail) {
                pattern.tails.push(form.tail);
            }
        }
        let mut heads: Vec<(Vec<u8>, usize)> = places.into_iter().collect();
        heads.sort_unstable_by_key(|(_, place)| *place);
        let built = AhoCorasick::builder()
            .start_kind(StartKind::Unanchored)
            .build(heads.iter().map(|(head, _)| head));
        Self { too_large: built.is_err(), automaton: built.ok(), patterns }
    }

    fn found<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = (&'a Pattern, usize, usize)> + use<'a> {
        self.automaton
            .iter()
            .flat_map(|automaton| automaton.find_overlapping_iter(Input::new(text).anchored(Anchored::No)))
            .map(|found| (&self.patterns[found.pattern().as_usize()], found.start(), found.end()))
    }
}

/// Everything that must not be left, built once and used on many bodies.
#[derive(Debug, Default)]
pub struct Needles {
    plain: Index,
    squeezed: Index,
    /// By what the forgotten's own records are told, and those in which they passed something on.
    pub(super) records: [Record; 2],
    /// The forms that are found only alone.
    alone: HashSet<Vec<u8>>,
    /// The same with nothing spared, where something is.
    unsparing: Option<Box<Self>>,
}

impl Needles {
    /// Makes the automaton; every part of a text counts. Empty needles find nothing.
    pub fn new(needles: &[Needle]) -> Self {
        Self::made(needles, &[], &Words::default(), &Firsts::default())
    }

    /// Needles for what others did not write first, and the same with nothing spared for what is the forgotten's own.
    pub(super) fn of(words: &Words, firsts: &Firsts) -> Self {
        let text = |said: &super::Said| Needle::Text(said.text.clone());
        let mut names = words.names.clone();
        names.extend(words.said.iter().filter(|said| said.is_name).map(text));
        let texts: Vec<Needle> = words.said.iter().filter(|said| !said.is_name).map(text).collect();
        let mut needles = Self::made(&names, &texts, words, firsts);
        if firsts.spare_any() {
            needles.unsparing = Some(Box::new(Self::made(&names, &texts, words, &Firsts::default())));
        }
        needles
    }

    fn made(names: &[Needle], texts: &[Needle], words: &Words, firsts: &Firsts) -> Self {
        let both = || names.iter().map(|name| (name, false)).chain(texts.iter().map(|text| (text, true)));
        let marked =
            |forms: Vec<Shape>, is_text: bool| forms.into_iter().map(move |form| Shape { is_text, ..form });
        let plain = || {
            let known = words.known.iter().flat_map(|text| needle::known_forms(text));
            both()
                .flat_map(|(needle, is_text)| marked(needle.forms(firsts), is_text))
                .chain(marked(known.collect(), true))
        };
        let known = words.known.iter().filter_map(|text| needle::known_squeezed(text));
        let squeezed = both()
            .flat_map(|(needle, is_text)| marked(needle.squeezed_forms(firsts), is_text))
            .chain(marked(known.collect(), true));
        let ids = || words.passed.iter().flat_map(|passed| &passed.ids);
        Self {
            plain: Index::new(plain()),
            squeezed: Index::new(squeezed),
            records: [
                Record {
                    texts: both().filter_map(|(needle, _)| needle.squeezed()).collect(),
                    identities: both()
                        .flat_map(|(needle, _)| [needle.identity(), needle.page()])
                        .flatten()
                        .collect(),
                },
                Record {
                    texts: words.passed.iter().map(|passed| firsts::key(&passed.text)).collect(),
                    identities: ids().filter_map(Needle::identity).collect(),
                },
            ],
            alone: plain()
                .filter(|form| matches!(form.rule, Rule::Short | Rule::Alone))
                .map(|form| form.head)
                .collect(),
            unsparing: None,
        }
    }

    /// The needles for what is known to be the forgotten's own: nothing is spared.
    pub(crate) fn unsparing(&self) -> &Self {
        self.unsparing.as_deref().unwrap_or(self)
    }

    /// Whether something is spared.
    pub(super) const fn spare(&self) -> bool {
        self.unsparing.is_some()
    }

    /// Whether a view holds one.
    pub(super) fn are_in(&self, view: &[u8], json: bool) -> bool {
        self.plain.too_large
            || self
                .plain
                .found(view)
                .any(|(pattern, start, end)| pattern.end(view, start, end, json, false).is_some())
    }

    /// Whether a view holds something that the forgotten wrote.
    pub(super) fn texts_are_in(&self, view: &[u8], json: bool) -> bool {
        self.plain.found(view).any(|(pattern, start, end)| {
            pattern.is_text && pattern.end(view, start, end, json, false).is_some()
        })
    }

    /// Whether a text without tags and spaces holds one.
    pub(super) fn are_in_squeezed(&self, squeezed: &[u8]) -> bool {
        self.squeezed.too_large
            || self.squeezed.found(squeezed).any(|(pattern, start, end)| {
                !is_ours(squeezed, start, end)
                    && (!pattern.rules.is_empty() || pattern.exact.longest(&squeezed[end..]).is_some())
            })
    }

    /// The places in a view where one is, each as far as the text goes on like the needle.
    pub(super) fn places(&self, view: &[u8], json: bool) -> Vec<(usize, usize)> {
        let mut covered = 0;
        let mut places = Vec::new();
        for (pattern, start, end) in self.plain.found(view) {
            // Within a place that is covered, no tail is followed again: the time stays linear.
            let Some(longest) = pattern.end(view, start, end, json, end > covered) else { continue };
            covered = covered.max(longest);
            places.push((start, longest));
        }
        places
    }

    /// Whether there are forms that are found only alone.
    pub(super) fn have_short(&self) -> bool {
        !self.alone.is_empty()
    }

    /// Whether a string is all of a form that is found only so.
    pub(super) fn are_alone_in(&self, text: &str, first: Kinds) -> bool {
        self.alone.contains(&View::full(text, first))
    }
}

impl Pattern {
    /// Where a needle ends that was found by this pattern, if it counts; `far` as far as the text goes on like it.
    fn end(&self, text: &[u8], start: usize, end: usize, json: bool, far: bool) -> Option<usize> {
        let is_meant = !is_ours(text, start, end)
            && !is_reference(text, start, end)
            && (!json || !is_literal(text, start, end));
        if !is_meant {
            return None;
        }
        let rest = &text[end..];
        if !self.rules.iter().any(|rule| stands(*rule, text, start, end)) {
            return self.exact.longest(rest).map(|length| end + length);
        }
        if !far || !self.rules.contains(&Rule::Anywhere) {
            return Some(end);
        }
        let same = |tail: &Vec<u8>| tail.iter().zip(rest).take_while(|(a, b)| a == b).count();
        let mut end = end + self.tails.iter().map(same).max().unwrap_or(0);
        while text.get(end).is_some_and(|b| b & 0xc0 == 0x80) {
            end += 1;
        }
        Some(end)
    }
}

fn stands(rule: Rule, text: &[u8], start: usize, end: usize) -> bool {
    match rule {
        Rule::Anywhere => true,
        Rule::Word { open_start, open_end } => {
            let before = before(text, start);
            let after = after(text, end);
            (open_start || !before.is_some_and(letters::is_word))
                && !after.is_some_and(|c| letters::is_mark(c) || (!open_end && letters::is_word(c)))
                && !is_in_decimal(text, start, end)
        }
        Rule::Short => {
            let ends = !after(text, end).is_some_and(letters::is_word);
            (ends && matches!(before(text, start), Some('@' | '/'))) || is_alone(text, start, end)
        }
        Rule::Alone => is_alone(text, start, end),
    }
}

fn before(text: &[u8], at: usize) -> Option<char> {
    let from = (at.saturating_sub(4)..at).rev().find(|n| text[*n] & 0xc0 != 0x80)?;
    std::str::from_utf8(&text[from..at]).ok()?.chars().next_back()
}

fn after(text: &[u8], at: usize) -> Option<char> {
    let rest = &text[at..text.len().min(at + 4)];
    rest.utf8_chunks().next()?.valid().chars().next()
}

/// Digits with a decimal point beside them, and digits beyond it, are part of a number that is no id.
fn is_in_decimal(text: &[u8], start: usize, end: usize) -> bool {
    let digit = |n: Option<usize>| n.and_then(|n| text.get(n)).is_some_and(u8::is_ascii_digit);
    let point = |n: Option<usize>| n.and_then(|n| text.get(n)) == Some(&b'.');
    text[start..end].iter().all(u8::is_ascii_digit)
        && ((point(start.checked_sub(1)) && digit(start.checked_sub(2)))
            || (point(Some(end)) && digit(Some(end + 1))))
}

/// Whether a place is all of a text, of a quoted string or of what stands between two tags.
fn is_alone(text: &[u8], start: usize, end: usize) -> bool {
    let before = text[..start].strip_suffix(b" ").unwrap_or(&text[..start]).last();
    let after = text[end..].strip_prefix(b" ").unwrap_or(&text[end..]).first();
    matches!(
        (before, after),
        (None, None) | (Some(b'"'), Some(b'"')) | (Some(b'\''), Some(b'\'')) | (Some(b'>'), Some(b'<'))
    )
}

/// Whether a place lies in what redaction itself writes: a needle `forgotten` must not find its own mark.
fn is_ours(text: &[u8], start: usize, end: usize) -> bool {
    [MARK, RECORD].iter().any(|ours| {
        (end.saturating_sub(ours.len())..=start)
            .any(|from| from + ours.len() >= end && text[from..].starts_with(ours.as_bytes()))
    })
}

/// Whether a place is the name or number in `&amp;`, which a page says without meaning it.
fn is_reference(text: &[u8], start: usize, end: usize) -> bool {
    let head = &text[..start];
    let word = || std::str::from_utf8(&text[start..end]).unwrap_or_default();
    text.get(end) == Some(&b';')
        && (head.ends_with(b"&#") || (head.ends_with(b"&") && entity::named(word()).is_some()))
}

/// Whether a place is one of JSON's own words.
fn is_literal(text: &[u8], start: usize, end: usize) -> bool {
    let before = text[..start].trim_ascii_end().last();
    let after = text[end..].trim_ascii_start().first();
    matches!(&text[start..end], b"true" | b"false" | b"null")
        && matches!(before, None | Some(b':' | b',' | b'['))
        && matches!(after, None | Some(b',' | b']' | b'}'))
}
