//! Which blocks of a page an extractor chose: its text, found again in the page.

use super::block::{Block, fold};

/// Blocks shorter than this (bytes of the fold) are the same as others by chance: they count where they follow.
const SHORT: usize = 24;
/// A short block that was chosen stands this near (bytes of the fold) to the one before it.
const NEAR: usize = 200;
/// How many bytes are compared at most, in lengths of the extractor's text and beyond: what is more is a hostile page.
const BUDGET: usize = 400;

/// Beyond so many lines none is looked for a second time.
const MOST_LINES: usize = 2_000;
/// At most so many lines are looked for a second time.
const MOST_MISSING: usize = 100;

/// Finds an extractor's text again, line by line in order: per block, whether it was chosen.
pub(super) fn find(blocks: &[Block], text: &str) -> Vec<bool> {
    let mut lines = Lines::new(text);
    let whole = std::mem::take(&mut lines.whole);
    let mut kept = vec![false; blocks.len()];
    let mut at = 0;
    let mut budget = whole.len().saturating_mul(BUDGET) + (1 << 20);
    for (block, kept) in blocks.iter().zip(&mut kept) {
        let wanted = block.fold.as_str();
        if wanted.is_empty() || wanted.len() > whole.len() {
            continue;
        }
        if wanted.len() < SHORT {
            if let Some(start) = lines.short(&whole, at, wanted) {
                *kept = true;
                // What lies between is to be found on its own.
                if start == at {
                    at += wanted.len();
                }
            }
            continue;
        }
        if budget == 0 {
            break;
        }
        if let Some(ahead) = whole[at..].find(wanted) {
            budget = budget.saturating_sub(ahead + wanted.len());
            *kept = true;
            at += ahead + wanted.len();
            continue;
        }
        budget = budget.saturating_sub(whole.len() - at);
        if let Some(end) = ends(&whole, at, wanted) {
            *kept = true;
            at = end;
        } else {
            budget = budget.saturating_sub(at);
            *kept = whole[..at].contains(wanted);
        }
    }
    let mut lines = missing(text, blocks, &kept);
    if !lines.is_empty() {
        for (block, kept) in blocks
            .iter()
            .zip(&mut kept)
            .filter(|(block, kept)| !**kept && !block.hidden && block.fold.len() >= 4)
        {
            // What the extractor cut out of a block, or a line that stands elsewhere in its text.
            let Some(line) = lines.iter().position(|line| holds(&block.fold, line) || *line == block.fold)
            else {
                continue;
            };
            *kept = true;
            lines.swap_remove(line);
            if lines.is_empty() {
                break;
            }
        }
    }
    kept
}

/// An extractor's text, folded into one, and where its lines begin.
struct Lines {
    whole: String,
    starts: Vec<usize>,
    taken: Vec<bool>,
}

impl Lines {
    fn new(text: &str) -> Self {
        let (mut whole, mut starts) = (String::with_capacity(text.len()), Vec::new());
        for line in text.lines() {
            let line = fold(line);
            if !line.is_empty() {
                starts.push(whole.len());
                whole.push_str(&line);
            }
        }
        let taken = vec![false; starts.len()];
        Self { whole, starts, taken }
    }

    /// Where the next line is that is this short block and no other, near a place: words of menus are within many sentences.
    fn short(&mut self, whole: &str, at: usize, wanted: &str) -> Option<usize> {
        let from = self.starts.partition_point(|start| *start < at);
        for line in from..self.starts.len() {
            let start = self.starts[line];
            if start > at + NEAR + wanted.len() {
                break;
            }
            let end = self.starts.get(line + 1).copied().unwrap_or(whole.len());
            if !self.taken[line] && whole[start..end] == *wanted {
                self.taken[line] = true;
                return Some(start);
            }
        }
        None
    }
}

/// Whether a line is most of a block.
fn holds(block: &str, line: &str) -> bool {
    line.len() >= SHORT && 2 * line.len() >= block.len() && block.contains(line)
}

/// The extractor's lines that no chosen block holds, at most a few: more are another document.
fn missing(text: &str, blocks: &[Block], kept: &[bool]) -> Vec<String> {
    let mut all = String::new();
    for (block, _) in blocks.iter().zip(kept).filter(|(_, kept)| **kept) {
        all.push_str(&block.fold);
        all.push(' ');
    }
    let lines = text
        .lines()
        .take(MOST_LINES)
        .map(fold)
        .filter(|line| line.len() >= 4 && !all.contains(line.as_str()));
    lines.take(MOST_MISSING).collect()
}

/// A block of which the extractor left out a middle part, a link or a note: its beginning and its end are there.
fn ends(whole: &str, at: usize, wanted: &str) -> Option<usize> {
    if wanted.len() < 2 * SHORT {
        return None;
    }
    let head = &wanted[..wanted.floor_char_boundary(SHORT)];
    let tail = &wanted[wanted.ceil_char_boundary(wanted.len() - SHORT)..];
    let start = at + whole[at..].find(head)?;
    let limit = whole.floor_char_boundary((start + wanted.len() + SHORT).min(whole.len()));
    let end = start + whole[start..limit].find(tail)? + tail.len();
    (2 * (end - start) >= wanted.len()).then_some(end)
}
