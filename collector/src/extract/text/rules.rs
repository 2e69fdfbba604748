//! The rules that repair a choice of blocks. Each has a name and can be switched off, so that it can be measured.

use std::collections::BTreeSet;

use super::block::{Block, fold};
use super::labels;
use super::place::Place;
use crate::extract::tree::{Id, Tree};

/// Rules, by the names under which `--without` switches them off.
pub const RULES: &[&str] = &[
    "second-opinion",
    "captions",
    "asides",
    "labels",
    "title",
    "links",
    "ends",
    "leads",
    "gaps",
    "beginnings",
];

/// Which rules are switched off.
#[derive(Debug, Clone, Default)]
pub struct Without(pub BTreeSet<String>);

impl Without {
    pub(in crate::extract) fn has(&self, rule: &str) -> bool {
        !self.0.contains(rule)
    }
}

/// What the rules look at.
pub(super) struct About<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) blocks: &'a [Block],
    pub(super) places: &'a [Place],
    pub(super) heading: Option<Id>,
    pub(super) title: Option<&'a str>,
    pub(super) without: &'a Without,
}

/// A paragraph of this length (characters) is text wherever it stands.
const PARAGRAPH: usize = 80;

/// Repairs a choice: first what was lost is put back, then what is none is taken out.
pub(super) fn repair(about: &About<'_>, kept: &mut [bool]) {
    if !kept.contains(&true) {
        return;
    }
    if about.without.has("gaps") {
        gaps(about, kept);
    }
    if about.without.has("leads") {
        leads(about, kept);
    }
    if about.without.has("beginnings") {
        beginnings(about, kept);
    }
    drop(about, kept);
    if about.without.has("ends") {
        ends(about, kept);
    }
}

fn length(block: &Block) -> usize {
    // A character of a script without spaces says as much as two letters.
    block.text.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum()
}

fn is_plain(about: &About<'_>, at: usize, links: f64) -> bool {
    let (block, place) = (&about.blocks[at], &about.places[at]);
    !block.hidden && !place.frame && place.aside.is_none() && !place.caption && block.link_share() <= links
}

/// Paragraphs, items and headings between two chosen blocks, in the same container as both.
fn gaps(about: &About<'_>, kept: &mut [bool]) {
    let container = |at: usize| {
        let holder = about.blocks[at].holder;
        let place = &about.places[at];
        let parent = about.tree.nodes[holder].parent;
        if place.item || place.table { about.tree.nodes[parent].parent } else { parent }
    };
    let chosen: Vec<usize> = (0..kept.len()).filter(|at| kept[*at]).collect();
    for pair in chosen.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        // A long way between two is another part of the page.
        if to - from < 2 || to - from > 30 {
            continue;
        }
        let (one, two) = (container(from), container(to));
        for (at, kept) in kept.iter_mut().enumerate().take(to).skip(from + 1) {
            let here = container(at);
            let same = here == one || here == two;
            let heading = about.places[at].heading > 1;
            *kept |= same && is_plain(about, at, 0.3) && (length(&about.blocks[at]) >= 25 || heading);
        }
    }
}

/// The lines under the title that say what the article says, where they are marked as such.
fn leads(about: &About<'_>, kept: &mut [bool]) {
    let Some(first) = kept.iter().position(|kept| *kept) else { return };
    let title = about.title.map(fold).unwrap_or_default();
    for (at, kept) in kept.iter_mut().enumerate().take(first).skip(first.saturating_sub(12)) {
        let block = &about.blocks[at];
        let place = &about.places[at];
        *kept |= place.lead
            && !place.frame
            && !place.caption
            && !block.hidden
            && block.link_share() < 0.3
            && length(block) >= 40
            && block.fold != title;
    }
}

/// Paragraphs between the title and the first chosen block.
fn beginnings(about: &About<'_>, kept: &mut [bool]) {
    let (Some(first), Some(heading)) = (kept.iter().position(|kept| *kept), about.heading) else { return };
    for (at, kept) in kept.iter_mut().enumerate().take(first).skip(first.saturating_sub(12)) {
        *kept |= about.blocks[at].first > heading
            && is_plain(about, at, 0.2)
            && length(&about.blocks[at]) >= PARAGRAPH;
    }
}

/// Takes out captions, boxes, labels, the title itself and lone links.
fn drop(about: &About<'_>, kept: &mut [bool]) {
    let title = about.title.map(fold).unwrap_or_default();
    let total: usize = about
        .blocks
        .iter()
        .zip(kept.iter())
        .filter(|(_, kept)| **kept)
        .map(|(block, _)| block.text.len())
        .sum();
    let first_paragraph =
        (0..kept.len()).find(|at| kept[*at] && length(&about.blocks[*at]) >= PARAGRAPH).unwrap_or(0);
    let before = sums(about.blocks, kept);
    for at in 0..kept.len() {
        if !kept[at] {
            continue;
        }
        let (block, place) = (&about.blocks[at], &about.places[at]);
        let size = length(block);
        // What is most of the text is the text.
        if 2 * block.text.len() > total {
            continue;
        }
        let out = (place.caption && size < 400 && about.without.has("captions"))
            || (place.aside.is_some_and(|id| 4 * letters(about, &before, id) < total)
                && (size < 300 || block.link_share() > 0.3)
                && about.without.has("asides"))
            || (about.without.has("labels") && labels::is_label(&block.text, block.link_share()))
            || (at <= first_paragraph
                && !title.is_empty()
                && block.fold == title
                && about.without.has("title"))
            || (block.link_share() >= 0.9
                && size < 200
                && !place.item
                && !place.table
                && place.heading == 0
                && alone(about, at, kept)
                && about.without.has("links"));
        if out {
            kept[at] = false;
        }
    }
}

/// The letters of the chosen blocks before each block, and of all at the end.
fn sums(blocks: &[Block], kept: &[bool]) -> Vec<usize> {
    let mut sum = 0;
    let mut out = vec![0];
    for (block, kept) in blocks.iter().zip(kept) {
        sum += if *kept { block.text.len() } else { 0 };
        out.push(sum);
    }
    out
}

/// The letters of the chosen blocks in an element.
fn letters(about: &About<'_>, sums: &[usize], id: Id) -> usize {
    let from = about.blocks.partition_point(|block| block.first < id);
    let to = about.blocks.partition_point(|block| block.first < about.tree.nodes[id].end);
    sums[to] - sums[from]
}

/// Whether a block has a chosen paragraph before it: a lone link then leads elsewhere.
fn alone(about: &About<'_>, at: usize, kept: &[bool]) -> bool {
    (at.saturating_sub(3)..at).any(|before| kept[before] && length(&about.blocks[before]) >= PARAGRAPH)
}

/// Headings with nothing under them at the end, and short lines after the last paragraph.
fn ends(about: &About<'_>, kept: &mut [bool]) {
    while let Some(last) = kept.iter().rposition(|kept| *kept) {
        let (block, place) = (&about.blocks[last], &about.places[last]);
        let lone = place.heading > 0 || (block.link_share() > 0.6 && length(block) < 200);
        if !lone || kept.iter().filter(|kept| **kept).count() < 3 {
            break;
        }
        kept[last] = false;
    }
}
