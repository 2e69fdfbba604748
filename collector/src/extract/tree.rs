//! A page as a flat list of nodes in the order of the document: every question to a page is a pass over a slice.
//!
//! It does: hold nodes with parent and end of subtree, attributes, visible text. It does not: interpret, or change the page.

use ego_tree::iter::Edge;
use scraper::node::Element;
use scraper::{Html, Node as HtmlNode};

/// The number of a node.
pub(super) type Id = usize;

/// One node: what it is, its parent, and the number after its last descendant.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) parent: Id,
    pub(super) end: Id,
    pub(super) what: What<'a>,
}

/// An element or a text. Comments, doctypes and processing instructions are left out.
#[derive(Debug)]
pub(super) enum What<'a> {
    Element(&'a Element),
    Text(&'a str),
}

/// A parsed page. Node 0 is the `<html>` element.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) nodes: Vec<Node<'a>>,
}

/// Elements whose text nobody sees.
const UNSEEN: &[&str] =
    &["script", "style", "template", "noscript", "svg", "iframe", "select", "textarea", "option", "head"];

impl<'a> Tree<'a> {
    /// Flattens a parsed page.
    pub(super) fn new(html: &'a Html) -> Self {
        let mut nodes: Vec<Node<'a>> = Vec::with_capacity(4096);
        let mut open: Vec<Id> = Vec::with_capacity(64);
        for edge in html.tree.root().traverse() {
            match edge {
                Edge::Open(node) => {
                    let what = match node.value() {
                        HtmlNode::Element(element) => What::Element(element),
                        HtmlNode::Text(text) => What::Text(text),
                        _ => continue,
                    };
                    let id = nodes.len();
                    let parent = open.last().copied().unwrap_or(id);
                    let element = matches!(what, What::Element(_));
                    nodes.push(Node { parent, end: id + 1, what });
                    if element {
                        open.push(id);
                    }
                }
                Edge::Close(node) => {
                    if matches!(node.value(), HtmlNode::Element(_))
                        && let Some(id) = open.pop()
                    {
                        nodes[id].end = nodes.len();
                    }
                }
            }
        }
        Self { nodes }
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// An element's name in lower case, or nothing for a text.
    pub(super) fn name(&self, id: Id) -> &'a str {
        match self.nodes[id].what {
            What::Element(element) => element.name(),
            What::Text(_) => "",
        }
    }

    /// An attribute's value.
    pub(super) fn attr(&self, id: Id, name: &str) -> Option<&'a str> {
        match self.nodes[id].what {
            What::Element(element) => element.attr(name),
            What::Text(_) => None,
        }
    }

    /// All elements, in the document's order.
    pub(super) fn elements(&self) -> impl Iterator<Item = Id> + '_ {
        self.within(0)
    }

    /// The elements of a subtree, its root first.
    pub(super) fn within(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let end = self.nodes.get(id).map_or(id, |node| node.end);
        (id..end).filter(|id| matches!(self.nodes[*id].what, What::Element(_)))
    }

    /// The elements of one name, in the document's order.
    pub(super) fn named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = Id> + 's {
        self.elements().filter(move |id| self.name(*id) == name)
    }

    /// A node's parents, the nearest first.
    pub(super) fn parents(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let up = move |id: &Id| (self.nodes[*id].parent != *id).then(|| self.nodes[*id].parent);
        std::iter::successors(up(&id), up)
    }

    /// The visible text of a subtree with spaces folded. Words of neighbouring elements do not run together.
    pub(super) fn text(&self, id: Id) -> String {
        self.text_up_to(id, usize::MAX)
    }

    /// As [`Self::text`], but ends once so many bytes are there.
    pub(super) fn text_up_to(&self, id: Id, most: usize) -> String {
        let mut out = String::new();
        let (mut at, end) = (id, self.nodes[id].end);
        while at < end && out.len() < most {
            match self.nodes[at].what {
                What::Text(text) => out.push_str(text),
                What::Element(element) if at != id && UNSEEN.contains(&element.name()) => {
                    at = self.nodes[at].end;
                    continue;
                }
                What::Element(element) if !is_inline(element.name()) => out.push(' '),
                What::Element(_) => {}
            }
            at += 1;
        }
        squeeze(&out)
    }

    /// The values of `class` and `id`, in lower case.
    pub(super) fn marks(&self, id: Id) -> String {
        let class = self.attr(id, "class").unwrap_or_default();
        let name = self.attr(id, "id").unwrap_or_default();
        let mut out = String::with_capacity(class.len() + name.len() + 1);
        out.push_str(class);
        out.push(' ');
        out.push_str(name);
        out.make_ascii_lowercase();
        out
    }
}

/// Whether an element stands within a line.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "data"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "del"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "strong"
            | "sub"
            | "sup"
            | "u"
            | "var"
            | "wbr"
            | "span"
            | "ruby"
            | "rb"
            | "tt"
            | "big"
            | "strike"
            | "acronym"
            | "nobr"
            | "label"
            | "time"
    )
}

/// A text with its spaces folded.
pub(super) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
