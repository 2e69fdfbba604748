//! Connected components by union-find.

/// For each of `count` nodes the smallest node of its component.
pub(crate) fn components(count: usize, edges: impl Iterator<Item = (usize, usize)>) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..count).collect();
    for (a, b) in edges {
        let (a, b) = (root(&mut parent, a), root(&mut parent, b));
        // The smaller one stays, so that the order of the edges changes nothing.
        parent[a.max(b)] = a.min(b);
    }
    for node in 0..count {
        parent[node] = root(&mut parent, node);
    }
    parent
}

fn root(parent: &mut [usize], node: usize) -> usize {
    let mut node = node;
    while parent[node] != node {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    node
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn what_is_joined_has_one_smallest_node() {
        assert_eq!(components(6, [(4, 5), (2, 4), (0, 1)].into_iter()), [0, 0, 2, 3, 2, 2]);
    }
}
