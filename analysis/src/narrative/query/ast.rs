//! The tree of a query, and its canonical text: with every set written out, operators explicit, phrases quoted, the same
//! question always gives the same text, and the text read again gives the same tree.

use std::fmt::{self, Display, Formatter};

use super::field::Field;

/// A word or phrase.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Phrase {
    /// As written.
    pub(crate) written: String,
    /// How many letters may be wrong: 0 for none.
    pub(crate) edits: u8,
}

/// What an item meets or not: a clause of the query.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Leaf {
    /// Title or text hold it.
    Phrase(Phrase),
    /// Title or text hold one of the first and one of the second, at most so many words apart, in either order.
    Near { left: Vec<Phrase>, right: Vec<Phrase>, within: u8 },
    /// Something is known of the item.
    Field(Field),
}

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Leaf(Leaf),
    /// Any of these.
    Or(Vec<Node>),
    /// All of the first (never empty), and none of the second.
    And(Vec<Node>, Vec<Node>),
}

impl Node {
    /// Collects the leaves that are looked for; those behind `NOT` are not.
    pub(crate) fn wanted<'a>(&'a self, into: &mut Vec<&'a Leaf>) {
        match self {
            Self::Leaf(leaf) => {
                if !into.contains(&leaf) {
                    into.push(leaf);
                }
            }
            Self::Or(nodes) | Self::And(nodes, _) => nodes.iter().for_each(|node| node.wanted(into)),
        }
    }

    /// Collects every leaf.
    pub(crate) fn leaves<'a>(&'a self, into: &mut Vec<&'a Leaf>) {
        match self {
            Self::Leaf(leaf) => into.push(leaf),
            Self::Or(nodes) => nodes.iter().for_each(|node| node.leaves(into)),
            Self::And(some, none) => some.iter().chain(none).for_each(|node| node.leaves(into)),
        }
    }

    /// The phrases of a node that is nothing but phrases joined by OR.
    pub(super) fn alternatives(&self) -> Option<Vec<Phrase>> {
        match self {
            Self::Leaf(Leaf::Phrase(phrase)) => Some(vec![phrase.clone()]),
            Self::Or(nodes) => {
                let all: Option<Vec<Vec<Phrase>>> = nodes.iter().map(Self::alternatives).collect();
                Some(all?.concat())
            }
            _ => None,
        }
    }
}

impl Leaf {
    /// The phrases that it looks for.
    pub(crate) fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        let (one, other): (&[Phrase], &[Phrase]) = match self {
            Self::Phrase(phrase) => (std::slice::from_ref(phrase), &[]),
            Self::Near { left, right, .. } => (left, right),
            Self::Field(_) => (&[], &[]),
        };
        one.iter().chain(other)
    }
}

impl Display for Phrase {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.written)?;
        if self.edits > 0 { write!(f, "~{}", self.edits) } else { Ok(()) }
    }
}

impl Display for Leaf {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Phrase(phrase) => phrase.fmt(f),
            Self::Near { left, right, within } => {
                alternatives(f, left)?;
                write!(f, " NEAR/{within} ")?;
                alternatives(f, right)
            }
            Self::Field(field) => field.fmt(f),
        }
    }
}

fn alternatives(f: &mut Formatter<'_>, phrases: &[Phrase]) -> fmt::Result {
    match phrases {
        [one] => one.fmt(f),
        many => write!(f, "({})", joined(many, " OR ")),
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leaf(leaf) => leaf.fmt(f),
            Self::Or(nodes) => f.write_str(&joined(nodes.iter().map(Bracketed), " OR ")),
            Self::And(positive, negative) => {
                f.write_str(&joined(positive.iter().map(Bracketed), " AND "))?;
                negative.iter().try_for_each(|node| write!(f, " AND NOT {}", Bracketed(node)))
            }
        }
    }
}

/// A node with parentheses where it has operators of its own.
struct Bracketed<'a>(&'a Node);

impl Display for Bracketed<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Node::Leaf(leaf) => leaf.fmt(f),
            node => write!(f, "({node})"),
        }
    }
}

fn joined<T: Display>(parts: impl IntoIterator<Item = T>, with: &str) -> String {
    parts.into_iter().map(|part| part.to_string()).collect::<Vec<_>>().join(with)
}
