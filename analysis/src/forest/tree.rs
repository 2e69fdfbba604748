//! What a forest is made of.

use whence_store::time::Micros;

/// By what an item is tied to its parent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// Its platform says that it is a repost.
    Repost,
    /// It has the same words.
    Exact,
    /// It has most of the words: the part of the shorter text's 5-grams that the longer one holds.
    Near(f64),
}

/// What an item passes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Parent {
    /// Another item, by its place among the nodes.
    Item(usize),
    /// Something on its platform that the store does not hold, by the platform's id.
    Missing(String),
}

/// An item's tie to its parent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Link {
    /// What it passes on.
    pub(crate) parent: Parent,
    /// By what.
    pub(crate) kind: Kind,
    /// Whether times decide that the parent came first. What is declared is so whatever the times.
    pub(crate) certain: bool,
    /// Whether the times say the opposite of what is declared.
    pub(crate) backwards: bool,
}

/// A tree: what was passed on, and how.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tree {
    /// The earliest captured item: what the others pass on, or where that was not captured the earliest that does.
    pub(crate) root: usize,
    /// The id of what is passed on and was not captured.
    pub(crate) missing: Option<String>,
    /// All items, the root first, then by time.
    pub(crate) members: Vec<usize>,
    /// Items whose times leave open whether they were published before the root.
    pub(crate) may_be_earlier: usize,
    /// The first and the last that a member may have been published.
    pub(crate) first: Micros,
    pub(crate) last: Micros,
}

/// Answers and quotations: engagement, never amplification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Engagement {
    /// Who answers or quotes, by its place among the nodes.
    pub(crate) item: usize,
    /// `reply` or `quote`.
    pub(crate) kind: &'static str,
    /// What is answered or quoted, by the platform's id.
    pub(crate) target: String,
    /// Its place among the nodes, where it is one of them.
    pub(crate) node: Option<usize>,
}

/// Everything that was passed on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Forest {
    /// Each node's tie to its parent.
    pub(crate) links: Vec<Option<Link>>,
    /// For each node the earliest captured item with the same words, where there is another.
    pub(crate) same_words: Vec<Option<usize>>,
    /// Trees of two items and more, or of one that passes on something not captured; largest first.
    pub(crate) trees: Vec<Tree>,
    /// Answers and quotations.
    pub(crate) engagement: Vec<Engagement>,
    /// Ties that were cut because they ran in a circle.
    pub(crate) circles: usize,
}
