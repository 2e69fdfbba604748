//! The main text of a page: the blocks that the extractor chose, less what rules know to be none, with what it lost.
//!
//! It does: run the `trafilatura` crate, find its text again in the page, compare it with a second opinion that costs little, repair it
//! by rules that each can be switched off. It does not: know any site.

mod block;
mod chosen;
mod extractor;
mod labels;
mod opinion;
mod place;
mod rules;

use url::Url;

use super::tree::{Id, Tree};
use super::without::Without;

pub(super) use block::{Block, blocks};

/// The main text.
#[derive(Debug, Default)]
pub(super) struct MainText {
    pub(super) text: String,
    /// How far the extractor and the second opinion agree, 0 to 1.
    pub(super) agreement: f64,
    /// Which was taken: `trafilatura`, `trafilatura+readability`, `density`, `whole`.
    pub(super) by: &'static str,
    /// The blocks that the text is of.
    pub(super) kept: Vec<bool>,
}

/// What the main text is read from.
pub(super) struct About<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) html: &'a str,
    pub(super) blocks: &'a [Block],
    pub(super) url: Option<&'a Url>,
    pub(super) heading: Option<Id>,
    pub(super) title: Option<&'a str>,
    /// What the page says for machines that it is about.
    pub(super) descriptions: &'a [&'a str],
    pub(super) without: &'a Without,
}

/// Reads the main text.
pub(super) fn read(about: &About<'_>) -> MainText {
    let blocks = about.blocks;
    let places = place::places(about.tree, blocks, about.heading);
    let own = opinion::choose(about.tree, blocks, &places);
    let first = extractor::run(about.html, about.url, false);
    let mut kept = chosen::find(blocks, &first);
    let mut by = "trafilatura";
    // A cheap look first: only where the two opinions differ is the costly one asked.
    let doubtful = first.chars().count() < LITTLE || 5 * letters(blocks, &kept) < 3 * letters(blocks, &own);
    if doubtful && about.without.has("second-opinion") {
        let second = extractor::run(about.html, about.url, true);
        if second != first {
            kept = chosen::find(blocks, &second);
            by = "trafilatura+readability";
        }
    }
    let agreement = agreement(blocks, &kept, &own);
    if !kept.contains(&true) {
        // What the extractor finds nothing in is read by the second opinion, and if that has none either, whole.
        let frameless =
            || blocks.iter().zip(&places).map(|(block, place)| !block.hidden && !place.frame).collect();
        (kept, by) = if own.contains(&true) { (own, "density") } else { (frameless(), "whole") };
    }
    let repair = rules::About {
        tree: about.tree,
        blocks,
        places: &places,
        heading: about.heading,
        title: about.title,
        descriptions: about.descriptions,
        host: about.url.and_then(Url::host_str),
        without: about.without,
    };
    rules::repair(&repair, &mut kept);
    MainText { text: join(blocks, &kept), agreement, by, kept }
}

/// A text of fewer characters is asked for a second time.
const LITTLE: usize = 250;

fn letters(blocks: &[Block], kept: &[bool]) -> usize {
    blocks.iter().zip(kept).filter(|(_, kept)| **kept).map(|(block, _)| block.fold.len()).sum()
}

fn join(blocks: &[Block], kept: &[bool]) -> String {
    let lines = blocks.iter().zip(kept).filter(|(_, kept)| **kept).map(|(block, _)| block.text.as_str());
    lines.collect::<Vec<_>>().join("\n")
}

/// Twice the letters that both chose, over the letters of both (Dice).
fn agreement(blocks: &[Block], one: &[bool], two: &[bool]) -> f64 {
    let (mut both, mut all) = (0, 0);
    for ((block, one), two) in blocks.iter().zip(one).zip(two) {
        let length = block.fold.len();
        both += if *one && *two { 2 * length } else { 0 };
        all += usize::from(*one) * length + usize::from(*two) * length;
    }
    if all == 0 { 0.0 } else { f64::from(u32::try_from(both).unwrap_or(u32::MAX)) / all as f64 }
}
