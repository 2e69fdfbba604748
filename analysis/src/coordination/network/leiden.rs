//! Communities by the Leiden algorithm (Traag, Waltman and van Eck 2019), modularity, seeded; a library does it.

use std::collections::BTreeMap;

use leiden_rs::{GraphDataBuilder, Leiden, LeidenConfig};

use crate::coordination::CoordinationError;

/// For each of `count` nodes the smallest node of its community. The same edges in the same order and the same seed give the same
/// communities.
///
/// # Errors
/// [`CoordinationError::Communities`].
pub(crate) fn leiden(
    count: usize,
    edges: &[(usize, usize, f64)],
    seed: u64,
) -> Result<Vec<usize>, CoordinationError> {
    if edges.is_empty() {
        return Ok((0..count).collect());
    }
    let failed = |error: &dyn std::fmt::Display| CoordinationError::Communities(error.to_string());
    let mut builder = GraphDataBuilder::new(count);
    for &(from, to, weight) in edges {
        builder.add_edge(from, to, weight).map_err(|error| failed(&error))?;
    }
    let graph = builder.build().map_err(|error| failed(&error))?;
    let config = LeidenConfig { seed: Some(seed), ..LeidenConfig::default() };
    let found = Leiden::new(config).run(&graph).map_err(|error| failed(&error))?;
    let mut smallest: BTreeMap<usize, usize> = BTreeMap::new();
    Ok((0..count).map(|node| *smallest.entry(found.partition.community_of(node)).or_insert(node)).collect())
}

#[cfg(test)]
mod tests {
    use super::leiden;

    /// Rings of cliques with one edge between neighbours: the communities are the cliques.
    #[test]
    fn cliques_in_a_ring_are_parted() {
        let (cliques, size) = (6, 5);
        let mut edges = Vec::new();
        for clique in 0..cliques {
            let first = clique * size;
            for a in 0..size {
                for b in a + 1..size {
                    edges.push((first + a, first + b, 1.0));
                }
            }
            edges.push((first, ((clique + 1) % cliques) * size + 1, 1.0));
        }
        for seed in [1, 2, 3] {
            let found = leiden(cliques * size, &edges, seed).unwrap();
            let wanted: Vec<usize> = (0..cliques * size).map(|node| node / size * size).collect();
            assert_eq!(found, wanted);
        }
    }
}
