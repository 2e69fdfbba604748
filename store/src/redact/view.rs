//! A text as it is compared: escapes undone to some depth, letters folded, white space collapsed; with the way back
//! from each place in it to the bytes that it was made of.

use super::escape::{self, Kinds, Unit};
use super::letters;

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    /// The escapes undone first.
    pub(super) first: Kinds,
    /// How many more levels are undone, of all kinds.
    pub(super) more: usize,
}

impl Reading {
    /// Escapes of escapes of escapes are undone, and once more; deeper ones are not found.
    pub(super) const DEEPEST: usize = 4;

    /// Everything undone, the grammar's own escapes first: what they spell may end an escape of another kind.
    pub(super) const fn full(first: Kinds) -> Self {
        Self { first, more: Self::DEEPEST }
    }

    /// The readings of a text, from the shallowest on.
    pub(super) fn all(first: Kinds) -> impl Iterator<Item = Self> {
        (0..=Self::DEEPEST).map(move |more| Self { first, more })
    }
}

/// A part of a view and where it comes from.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where it begins in the view.
    out: usize,
    /// Where it begins in the text.
    raw: usize,
    /// Where its one character ends in the text; `None` where byte stands for byte.
    raw_end: Option<usize>,
}

/// A text made comparable.
#[derive(Debug, Default)]
pub(super) struct View {
    /// The folded text.
    pub(super) text: Vec<u8>,
    /// Whether a deeper reading would differ.
    pub(super) deeper: bool,
    pieces: Option<Vec<Piece>>,
}

/// What the quick loop does with a byte: copies it, collapses it, undoes an escape, or folds a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Copied,
    Blank,
    Space,
    Escape,
    Wide,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Copied; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte {
            0x20 => Class::Blank,
            0x09..=0x0d => Class::Space,
            0x26 | 0x25 | 0x5c => Class::Escape,
            0x80.. => Class::Wide,
            _ => Class::Copied,
        };
        byte += 1;
    }
    classes
};

impl View {
    /// Reads a text; `mapped` keeps the way back.
    pub(super) fn new(text: &str, reading: Reading, mapped: bool) -> Self {
        let bytes = text.as_bytes();
        let mut view =
            Self { text: Vec::with_capacity(bytes.len() + 16), deeper: false, pieces: mapped.then(Vec::new) };
        let mut units = [Vec::new(), Vec::new()];
        let mut at = 0;
        while at < bytes.len() {
            at = view.copy(bytes, at);
            let Some(&byte) = bytes.get(at) else { break };
            let simple = (byte == b'\\' && reading.first == Kinds::Backslash)
                .then(|| escape::simple(&bytes[at..]))
                .flatten();
            let (ch, length) = if let Some(found) = simple {
                found
            } else if CLASSES[usize::from(byte)] == Class::Escape {
                let end = escape::run_end(bytes, at);
                view.run(&text[at..end], at, reading, &mut units);
                at = end;
                continue;
            } else {
                let ch = text[at..].chars().next().unwrap_or(' ');
                (ch, ch.len_utf8())
            };
            view.push(ch, at, at + length);
            at += length;
        }
        view
    }

    /// A text with everything undone, without spaces at its ends.
    pub(super) fn full(text: &str, first: Kinds) -> Vec<u8> {
        Self::new(text, Reading::full(first), false).text.trim_ascii().to_vec()
    }

    /// Copies the ASCII that stands for itself, with single blanks in it; gives where it ends.
    fn copy(&mut self, bytes: &[u8], from: usize) -> usize {
        let mut spaced = self.text.last() == Some(&b' ');
        let mut at = from;
        while let Some(&byte) = bytes.get(at) {
            match CLASSES[usize::from(byte)] {
                Class::Copied => spaced = false,
                Class::Blank if !spaced => spaced = true,
                _ => break,
            }
            at += 1;
        }
        if at > from {
            if let Some(pieces) = &mut self.pieces {
                pieces.push(Piece { out: self.text.len(), raw: from, raw_end: None });
            }
            let start = self.text.len();
            self.text.extend_from_slice(&bytes[from..at]);
            self.text[start..].make_ascii_lowercase();
        }
        at
    }

    /// Folds one character in.
    fn push(&mut self, ch: char, raw: usize, raw_end: usize) {
        let Self { text, pieces, .. } = self;
        letters::fold(ch, |letter| {
            if letter == ' ' && text.last() == Some(&b' ') {
                return;
            }
            if let Some(pieces) = pieces {
                pieces.push(Piece { out: text.len(), raw, raw_end: Some(raw_end) });
            }
            text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        });
    }

    /// Undoes the escapes of a run.
    fn run(&mut self, run: &str, base: usize, reading: Reading, buffers: &mut [Vec<Unit>; 2]) {
        let [units, next] = buffers;
        units.clear();
        units.extend(run.char_indices().map(|(n, ch)| Unit { ch, start: n, end: n + ch.len_utf8() }));
        if escape::undo(units, reading.first, next) {
            std::mem::swap(units, next);
        }
        for _ in 0..reading.more {
            if !escape::undo(units, Kinds::All, next) {
                break;
            }
            std::mem::swap(units, next);
        }
        for unit in units.iter() {
            self.push(unit.ch, base + unit.start, base + unit.end);
        }
        self.deeper = self.deeper || escape::undo(units, Kinds::All, next);
    }

    /// The bytes of the text that a range of the view was made of.
    pub(super) fn raw(&self, start: usize, end: usize) -> (usize, usize) {
        let pieces = self.pieces.as_deref().unwrap_or_default();
        let piece = |out: usize| {
            let n = pieces.partition_point(|p| p.out <= out);
            n.checked_sub(1).and_then(|n| pieces.get(n)).copied()
        };
        let from =
            piece(start).map_or(0, |p| if p.raw_end.is_none() { p.raw + (start - p.out) } else { p.raw });
        let last = end.saturating_sub(1);
        let to = piece(last).map_or(0, |p| p.raw_end.unwrap_or(p.raw + (last - p.out) + 1));
        (from, to.max(from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, reading: Reading) -> (String, bool) {
        let view = View::new(text, reading, true);
        (String::from_utf8(view.text).unwrap(), view.deeper)
    }

    #[test]
    fn depth_is_as_asked_for() {
        let text = r"A  b\n\\u00C9 &amp;eacute; %2541";
        let levels: Vec<(String, bool)> = Reading::all(Kinds::None).map(|r| read(text, r)).collect();
        assert_eq!(levels[0], (r"a b\n\\u00c9 &amp;eacute; %2541".to_owned(), true));
        assert_eq!(levels[1], (r"a b \u00c9 &eacute; %41".to_owned(), true));
        assert_eq!(levels[2], ("a b e\u{301} e\u{301} a".to_owned(), false));
        let (json, deeper) = read(r"a\u00e9&amp;", Reading { first: Kinds::Backslash, more: 0 });
        assert_eq!((json.as_str(), deeper), ("ae\u{301}&amp;", true));
    }

    #[test]
    fn every_place_leads_back() {
        let text = "x \n É\\u0041b%C3%A9 中z";
        let view = View::new(text, Reading::full(Kinds::None), true);
        let find = |part: &str| {
            let at = view.text.windows(part.len()).position(|w| w == part.as_bytes()).unwrap();
            let (from, to) = view.raw(at, at + part.len());
            &text[from..to]
        };
        assert_eq!(find("x"), "x");
        assert_eq!(find("e\u{301}a"), "É\\u0041");
        assert_eq!(find("ab"), "\\u0041b");
        assert_eq!(find("be\u{301} 中z"), "b%C3%A9 中z");
    }
}
