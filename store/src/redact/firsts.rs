//! Which parts of the forgotten texts others wrote first: these are not the forgotten's own, and are spared.
//!
//! It is shown the texts of others one by one and keeps none of them. It judges nothing but words and times: whose text
//! counts is its caller's to say.

use std::collections::{BTreeSet, HashMap, HashSet};

use aho_corasick::AhoCorasick;

use super::escape::Kinds;
use super::needle::{self, Needle};
use super::view::View;
use super::words::Said;

/// Parts are looked for by so many bytes of their beginning, and then compared to their end.
const HEAD: usize = 16;

/// What a piece of a text is to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// All of it.
    Whole,
    /// A line or a sentence.
    Part,
    /// The beginning by which a long text or part is searched.
    Opening,
}

#[derive(Debug, Default)]
struct Entry {
    /// The earliest that the forgotten are known to have said it, µs.
    at: i64,
    is_whole: bool,
    is_part: bool,
    /// The earliest that somebody else said it, as far as was shown, µs.
    others: Option<i64>,
}

impl Entry {
    /// Whether somebody else said it first, or at the same time.
    fn is_spared(&self) -> bool {
        self.others.is_some_and(|at| at <= self.at)
    }
}

/// Pieces of forgotten texts, squeezed, with who said them first.
///
/// Memory: the pieces, at most some three times the bytes of the texts, and an automaton over 16 bytes of each. Time: one pass over each
/// text that is shown.
#[derive(Debug, Default)]
pub struct Firsts {
    entries: HashMap<Vec<u8>, Entry>,
    /// Whole texts that are too short to count by themselves.
    short: HashSet<Vec<u8>>,
    automaton: Option<AhoCorasick>,
    /// For each pattern of the automaton, the lengths of the pieces that begin so.
    lengths: Vec<BTreeSet<usize>>,
}

impl Firsts {
    pub(super) fn new(said: &[Said]) -> Self {
        let mut firsts = Self::default();
        for said in said {
            let pieces = Needle::Text(said.text.clone()).pieces();
            if !said.is_name && !pieces.iter().any(|(piece, _)| *piece == Piece::Whole) {
                firsts.short.insert(key(&said.text));
            }
            for (piece, key) in pieces {
                let entry = firsts.entries.entry(key).or_insert(Entry { at: i64::MAX, ..Entry::default() });
                entry.at = entry.at.min(said.at);
                entry.is_whole |= piece == Piece::Whole && !said.is_name;
                entry.is_part |= piece == Piece::Part;
            }
        }
        let mut heads: HashMap<&[u8], BTreeSet<usize>> = HashMap::new();
        for key in firsts.entries.keys() {
            heads.entry(&key[..key.len().min(HEAD)]).or_default().insert(key.len());
        }
        let (heads, lengths): (Vec<&[u8]>, Vec<_>) = heads.into_iter().unzip();
        // Without an automaton nothing is found with others, and nothing is spared.
        firsts.automaton = AhoCorasick::new(heads).ok();
        firsts.lengths = lengths;
        firsts
    }

    /// Shows a text of somebody else, published at that time, µs.
    pub fn show(&mut self, text: &str, at: i64) {
        let mut held = Vec::new();
        self.each_piece(text, |key| held.push(key.to_vec()));
        for key in held {
            if let Some(entry) = self.entries.get_mut(&key) {
                entry.others = Some(entry.others.map_or(at, |other| other.min(at)));
            }
        }
    }

    /// The latest time that matters: who said something later said nothing first. Nothing where there is no text.
    pub fn latest(&self) -> Option<i64> {
        self.entries.values().map(|entry| entry.at).max()
    }

    /// The parts of a text that others were seen to say, but only later.
    pub fn later<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let is_later = |part: &&str| {
            self.entries.get(&key(part)).is_some_and(|entry| entry.others.is_some_and(|at| at > entry.at))
        };
        needle::parts(text).filter(is_later).collect()
    }

    /// How many parts are spared.
    pub fn spared(&self) -> usize {
        self.entries.values().filter(|entry| entry.is_part && !entry.is_whole && entry.is_spared()).count()
    }

    /// Whether a text holds all of a forgotten one, or is all of a short one.
    pub fn whole_is_in(&self, text: &str) -> bool {
        let mut found = self.short.contains(&key(text));
        self.each_piece(text, |key| found |= self.entries.get(key).is_some_and(|entry| entry.is_whole));
        found
    }

    /// Whether a piece, folded and squeezed, is not the forgotten's own.
    pub(super) fn spare(&self, key: &[u8]) -> bool {
        self.entries.get(key).is_some_and(Entry::is_spared)
    }

    /// Whether any piece is spared.
    pub(super) fn spare_any(&self) -> bool {
        self.entries.values().any(Entry::is_spared)
    }

    fn each_piece<'a>(&'a self, text: &str, mut found: impl FnMut(&[u8]) + 'a) {
        let Some(automaton) = &self.automaton else { return };
        let squeezed = key(text);
        for place in automaton.find_overlapping_iter(&squeezed) {
            let rest = &squeezed[place.start()..];
            for piece in
                self.lengths[place.pattern().as_usize()].iter().map_while(|length| rest.get(..*length))
            {
                if self.entries.contains_key(piece) {
                    found(piece);
                }
            }
        }
    }
}

/// The form in which pieces are compared: everything undone, without spaces and tags.
pub(super) fn key(text: &str) -> Vec<u8> {
    needle::squeezed(&View::full(text, Kinds::None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, at: i64) -> Said {
        Said { text: text.to_owned(), at, is_name: false }
    }

    #[test]
    fn what_others_said_no_later_is_spared() {
        let texts = [
            said("The harbour is closed today. Nobody was told of it!", 10),
            said("Nobody was told of it!", 20),
        ];
        let mut firsts = Firsts::new(&texts);
        assert_eq!((firsts.spared(), firsts.latest()), (0, Some(10)));
        firsts.show("They say: THE  HARBOUR is closed&nbsp;today. Why?", 11);
        assert_eq!(firsts.later(&texts[0].text), ["The harbour is closed today. "]);
        assert!(!firsts.spare_any());
        firsts.show("They say: THE  HARBOUR is closed&nbsp;today. Why?", 10);
        assert!(
            firsts.later(&texts[0].text).is_empty() && firsts.spare(&key("the harbour is closed today."))
        );
        // What is also a whole text is no part that could be spared.
        firsts.show("Nobody was told of it!", 5);
        assert_eq!(firsts.spared(), 1);
        assert!(
            firsts.whole_is_in("So nobody was told of it!")
                && !firsts.whole_is_in("The harbour is closed today.")
        );
    }

    #[test]
    fn pieces_that_begin_alike_are_told_apart() {
        let long = "A beginning that is the same for both of these, and it goes on for a while yet";
        let mut firsts = Firsts::new(&[
            said(&format!("{long} one. Rest of the first."), 5),
            said(&format!("{long} two. Rest of the second."), 5),
        ]);
        firsts.show(&format!("{long} two. And something else"), 1);
        assert!(firsts.spare(&key(&format!("{long} two."))) && !firsts.spare(&key(&format!("{long} one."))));
    }
}
