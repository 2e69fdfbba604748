//! The tree of a query, and its canonical text.

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// A phrase as written, with its FTS5 form.
    Phrase { written: String, fts: String },
    /// Any of these.
    Or(Vec<Node>),
    /// All of the first (never empty), and none of the second.
    And(Vec<Node>, Vec<Node>),
}

impl Node {
    /// Collects the phrases that are looked for; those behind `NOT` are not.
    pub(super) fn phrases(&self, into: &mut Vec<String>) {
        match self {
            Self::Phrase { written, .. } => into.push(written.clone()),
            Self::Or(nodes) | Self::And(nodes, _) => nodes.iter().for_each(|node| node.phrases(into)),
        }
    }
}

/// The query with every set written out, operators explicit, phrases quoted: the same question always gives the same text.
pub(super) fn canonical(node: &Node) -> String {
    match node {
        Node::Phrase { written, .. } => format!("\"{written}\""),
        Node::Or(nodes) => joined(nodes, " OR "),
        Node::And(positive, negative) => {
            let mut text = joined(positive, " AND ");
            for node in negative {
                text.push_str(" AND NOT ");
                text.push_str(&bracketed(node));
            }
            text
        }
    }
}

fn joined(nodes: &[Node], with: &str) -> String {
    nodes.iter().map(bracketed).collect::<Vec<_>>().join(with)
}

fn bracketed(node: &Node) -> String {
    match node {
        Node::Phrase { .. } => canonical(node),
        _ => format!("({})", canonical(node)),
    }
}
