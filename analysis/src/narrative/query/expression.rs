//! The tree as one FTS5 expression.
//!
//! FTS5's `NOT` takes two operands, so what is taken away is gathered: `(p AND q) NOT (n OR m)`.

use super::ast::Node;

/// The FTS5 form of a tree.
pub(super) fn fts(node: &Node) -> String {
    match node {
        Node::Phrase { fts, .. } => fts.clone(),
        Node::Or(nodes) => joined(nodes, " OR "),
        Node::And(positive, negative) if negative.is_empty() => joined(positive, " AND "),
        Node::And(positive, negative) => {
            format!("({}) NOT ({})", joined(positive, " AND "), joined(negative, " OR "))
        }
    }
}

fn joined(nodes: &[Node], with: &str) -> String {
    let part = |node: &Node| match node {
        Node::Phrase { fts, .. } => fts.clone(),
        _ => format!("({})", fts(node)),
    };
    nodes.iter().map(part).collect::<Vec<_>>().join(with)
}
