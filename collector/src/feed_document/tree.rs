//! The elements of a broken or whole XML document, as a list in its order.

use url::Url;

use super::DocumentError;
use crate::text::{Entities, Token, Tokens, attribute, each_attribute};

/// A list of some thousands of entries stays far below.
const MOST_ELEMENTS: usize = 1_000_000;
/// What is nested deeper is text to a list, whatever it is.
const DEEPEST: usize = 100;

/// What an element's name belongs to, as far as feeds are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS of any version, RDF or Atom.
    Feed,
    /// Dublin Core elements.
    Dublin,
    /// Dublin Core terms.
    Terms,
    /// `content:encoded`.
    Content,
    /// Podcasts.
    Itunes,
    /// XHTML.
    Xhtml,
    /// Anything else.
    Other,
}

#[derive(Debug)]
struct Element<'a> {
    name: &'a str,
    attributes: &'a str,
    parent: Option<usize>,
    /// Where its content begins and ends in the text.
    content: (usize, usize),
    /// The first element that is not within it.
    next: usize,
}

/// A document.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    text: &'a str,
    elements: Vec<Element<'a>>,
    /// What the document declares in its type.
    pub(super) doctype: &'a str,
    /// Prefixes with what they stand for. Feeds do not use one prefix for two things.
    prefixes: Vec<(&'a str, Space)>,
}

/// One element of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'t, 'a> {
    tree: &'t Tree<'a>,
    index: usize,
}

impl<'a> Tree<'a> {
    /// Takes a text apart; what is not closed ends with what it is in.
    ///
    /// # Errors
    /// [`DocumentError::TooLarge`].
    pub(super) fn of(text: &'a str) -> Result<Self, DocumentError> {
        let mut tree = Self { text, elements: Vec::new(), doctype: "", prefixes: Vec::new() };
        let mut open: Vec<usize> = Vec::new();
        for (place, token) in Tokens::of(text) {
            match token {
                Token::Doctype(doctype) => tree.doctype = doctype,
                Token::Start { name, attributes, is_empty } => {
                    if is_entry(name)
                        && let Some(at) = open.iter().position(|i| is_entry(tree.elements[*i].name))
                        && local(tree.elements[open[at]].name) == local(name)
                    {
                        // An entry does not lie within an entry: the one before was not closed.
                        tree.close(&mut open, at, place.start);
                    }
                    if tree.elements.len() == MOST_ELEMENTS {
                        return Err(DocumentError::TooLarge(MOST_ELEMENTS));
                    }
                    let index = tree.elements.len();
                    let (parent, content) = (open.last().copied(), (place.end, place.end));
                    tree.elements.push(Element { name, attributes, parent, content, next: index + 1 });
                    tree.declare(attributes);
                    if !is_empty && open.len() < DEEPEST {
                        open.push(index);
                    }
                }
                Token::End(name) => {
                    let same = |i: &usize| tree.elements[*i].name.eq_ignore_ascii_case(name);
                    if let Some(at) = open.iter().rposition(same) {
                        tree.close(&mut open, at, place.start);
                    }
                }
                Token::Text(_) | Token::Cdata(_) => {}
            }
        }
        tree.close(&mut open, 0, text.len());
        Ok(tree)
    }

    fn close(&mut self, open: &mut Vec<usize>, from: usize, at: usize) {
        let next = self.elements.len();
        for index in open.drain(from..) {
            self.elements[index].content.1 = at;
            self.elements[index].next = next;
        }
    }

    fn declare(&mut self, attributes: &'a str) {
        for (name, uri) in each_attribute(attributes) {
            if let Some(prefix) = name.strip_prefix("xmlns:")
                && self.prefixes.len() < DEEPEST
                && !self.prefixes.iter().any(|(known, _)| *known == prefix)
            {
                self.prefixes.push((prefix, space(uri)));
            }
        }
    }

    /// Its elements, in order.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Node<'_, 'a>> {
        (0..self.elements.len()).map(|index| Node { tree: self, index })
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn is_entry(name: &str) -> bool {
    matches!(local(name), "item" | "entry")
}

fn space(uri: &str) -> Space {
    let uri = uri.trim().to_ascii_lowercase();
    let has = |part: &str| uri.contains(part);
    match () {
        () if has("purl.org/dc/elements") => Space::Dublin,
        () if has("purl.org/dc/terms") => Space::Terms,
        () if has("purl.org/rss/1.0/modules/content") => Space::Content,
        () if has("w3.org/1999/xhtml") => Space::Xhtml,
        () if has("itunes") => Space::Itunes,
        () if has("purl.org/rss/1.0/modules") => Space::Other,
        () if has("purl.org/atom") || has("w3.org/2005/atom") || has("22-rdf-syntax-ns") => Space::Feed,
        () if has("purl.org/rss") || has("netscape.com") || has("backend.userland.com") => Space::Feed,
        () if has("blogs.law.harvard.edu/tech/rss") || has("purl.org/net/rss") => Space::Feed,
        () => Space::Other,
    }
}

/// What a prefix means that is not declared.
fn usual(prefix: &str) -> Space {
    match prefix.to_ascii_lowercase().as_str() {
        "dc" => Space::Dublin,
        "dcterms" => Space::Terms,
        "content" => Space::Content,
        "itunes" => Space::Itunes,
        "xhtml" => Space::Xhtml,
        "rss" | "rdf" | "atom" | "atom10" | "atom03" | "a10" => Space::Feed,
        _ => Space::Other,
    }
}

impl<'t, 'a> Node<'t, 'a> {
    fn element(&self) -> &'t Element<'a> {
        &self.tree.elements[self.index]
    }

    fn parent(&self) -> Option<Self> {
        self.element().parent.map(|index| Node { tree: self.tree, index })
    }

    /// Itself and what it lies in.
    fn road(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), Self::parent)
    }

    /// Whether this is its name, without the prefix.
    pub(super) fn is_named(&self, name: &str) -> bool {
        local(self.element().name).eq_ignore_ascii_case(name)
    }

    /// What its name belongs to.
    pub(super) fn space(&self) -> Space {
        if let Some((prefix, _)) = self.element().name.split_once(':') {
            let declared = self.tree.prefixes.iter().find(|(known, _)| *known == prefix);
            return declared.map_or_else(|| usual(prefix), |(_, space)| *space);
        }
        let declared = self.road().find_map(|node| Some((node.index, node.attribute("xmlns")?)));
        match declared.map(|(at, uri)| (at, space(uri))) {
            // A root that is a feed's by name is one, whatever it declares.
            None | Some((0, Space::Other)) => Space::Feed,
            Some((_, space)) => space,
        }
    }

    /// An attribute, its entities as they stand.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        attribute(self.element().attributes, name)
    }

    /// The elements right within it.
    pub(super) fn children(self) -> impl Iterator<Item = Self> {
        let end = self.element().next;
        let mut at = self.index + 1;
        std::iter::from_fn(move || {
            let node = (at < end).then_some(Node { tree: self.tree, index: at })?;
            at = node.element().next;
            Some(node)
        })
    }

    /// Whether elements lie within it.
    pub(super) fn has_children(&self) -> bool {
        self.element().next > self.index + 1
    }

    /// Its content as it is written.
    pub(super) fn content(&self) -> &'a str {
        let (from, to) = self.element().content;
        self.tree.text.get(from..to).unwrap_or_default()
    }

    /// What addresses within it are relative to.
    pub(super) fn base(self, document: &Url, entities: &mut Entities) -> Url {
        let mut said: Vec<String> = self
            .road()
            .filter_map(|node| node.attribute("xml:base"))
            .map(|base| entities.decode(base))
            .collect();
        said.reverse();
        said.iter().fold(document.clone(), |base, next| base.join(next.trim()).unwrap_or(base))
    }
}
