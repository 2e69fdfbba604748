//! Layers fused: two accounts that are near in any of them.
//!
//! The smallest p-value of the layers times their number (Bonferroni): it holds whatever the layers have in common, and they have much
//! (an address has a host; a copied text has the same tags).

use std::collections::BTreeMap;

use crate::coordination::options::Options;
use crate::coordination::significance::Tests;
use crate::coordination::sweep::Edge;

/// An edge of the fused graph.
#[derive(Debug, Clone)]
pub(super) struct Fused {
    pub(super) edge: Edge,
    /// Layer by number, objects and p-value there.
    pub(super) layers: Vec<(usize, u32, f64)>,
}

/// Fuses the edges of several layers whose p-value is at most the false discovery rate; others could not stand. `accounts` is how
/// many there are. Gives those that stand, by account.
pub(super) fn fuse(layers: &[Vec<Edge>], accounts: usize, options: &Options) -> Vec<Fused> {
    let mut met: BTreeMap<(u32, u32), Fused> = BTreeMap::new();
    for (n, edges) in layers.iter().enumerate() {
        for edge in edges {
            let fused = met
                .entry((edge.from, edge.to))
                .or_insert_with(|| Fused { edge: Edge::none(edge.from, edge.to), layers: Vec::new() });
            fused.layers.push((n, edge.objects, edge.p));
            fused.edge.add(edge);
            fused.edge.p = fused.edge.p.min(edge.p * layers.len() as f64);
        }
    }
    let mut tests = Tests::new();
    let values: Vec<f64> = met.values().map(|fused| fused.edge.p).collect();
    tests.extend(&values, usize::MAX);
    let ranks = tests.rank(accounts as f64 * (accounts as f64 - 1.0) / 2.0);
    met.into_values()
        .map(|mut fused| {
            fused.edge.q = ranks.q(fused.edge.p);
            fused
        })
        .filter(|fused| fused.edge.stands(options))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(from: u32, to: u32, objects: u32, p: f64) -> Edge {
        Edge { objects, p, pairs: 1, ..Edge::none(from, to) }
    }

    #[test]
    fn the_smallest_p_counts_once_for_each_layer() {
        let layers = [vec![edge(0, 1, 2, 1e-6), edge(0, 2, 1, 0.009)], vec![edge(0, 1, 3, 1e-9)]];
        let fused = fuse(&layers, 10, &Options::default());
        assert_eq!(fused.len(), 1);
        assert_eq!((fused[0].edge.from, fused[0].edge.to, fused[0].edge.objects), (0, 1, 5));
        assert!((fused[0].edge.p / 2e-9 - 1.0).abs() < 1e-9);
        assert!((fused[0].edge.q / (2e-9 * 45.0) - 1.0).abs() < 1e-9);
    }
}
