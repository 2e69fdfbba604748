//! The second opinion: the element whose paragraphs hold most text that is neither links nor frame, from the blocks alone.
//!
//! Each block gives its letters, less those in links, to its holder's parent and half as many to the grandparent, as
//! Readability does (Arc90, 2010); the container with most wins, and its blocks with few links are its text.

use super::block::Block;
use super::place::Place;
use crate::extract::tree::{Id, Tree};

/// Blocks with fewer letters give nothing.
const LINE: usize = 40;

/// The blocks that hold the text, in this opinion.
pub(super) fn choose(tree: &Tree<'_>, blocks: &[Block], places: &[Place]) -> Vec<bool> {
    let mut scores = vec![0.0_f64; tree.len()];
    for (block, place) in blocks.iter().zip(places) {
        let length = block.text.chars().count();
        if length < LINE || block.hidden || place.frame || block.link_share() > 0.5 {
            continue;
        }
        let commas = block.text.matches([',', '，', '、', '،', '。']).count();
        let weight = (length.min(600) as f64 / 100.0 + commas.min(6) as f64) * (1.0 - block.link_share());
        let mut up = tree.nodes[block.holder].parent;
        for share in [1.0, 0.6, 0.3, 0.15] {
            scores[up] += weight * share;
            let parent = tree.nodes[up].parent;
            if parent == up {
                break;
            }
            up = parent;
        }
    }
    let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    let Some(best) = best.filter(|best| scores[*best] > 0.0) else { return vec![false; blocks.len()] };
    let inside = |id: Id| id >= best && id < tree.nodes[best].end;
    let keeps = |(block, place): (&Block, &Place)| {
        inside(block.first)
            && !block.hidden
            && !place.frame
            && block.link_share() <= 0.5
            && block.text.chars().count() >= 2
    };
    blocks.iter().zip(places).map(keeps).collect()
}
