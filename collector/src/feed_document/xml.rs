//! RSS, RDF and Atom: one reader, as real feeds mix their elements.

use jiff::tz::TimeZone;
use url::Url;
use whence_store::time::Moment;

use super::tree::{Node, Space, Tree};
use super::value::{Usually, text};
use super::{Document, DocumentError, Entry, Origin};
use crate::text::{Entities, web_date};

/// What feeds begin with.
const ROOTS: &[&str] = &["rss", "rdf", "feed", "channel"];

/// What a reading needs everywhere.
struct Reader<'d> {
    base: &'d Url,
    zone: Option<&'d TimeZone>,
    entities: Entities,
    usually: Usually,
}

/// Reads a document.
///
/// # Errors
/// [`DocumentError`].
pub(super) fn read(xml: &str, base: &Url, zone: Option<&TimeZone>) -> Result<Document, DocumentError> {
    let tree = Tree::of(xml)?;
    let root = tree.nodes().find(|node| ROOTS.iter().any(|name| node.is_named(name)));
    let root = root.ok_or(DocumentError::NoFeed)?;
    let is_atom = root.is_named("feed");
    let usually = if is_atom { Usually::Plain } else { Usually::Html };
    let mut reader = Reader { base, zone, entities: Entities::declared(tree.doctype), usually };
    let is = |node: &Node<'_, '_>, name: &str| node.is_named(name) && node.space() == Space::Feed;
    let channel = if is_atom { Some(root) } else { tree.nodes().find(|node| is(node, "channel")) };
    let head = channel.map(|node| reader.entry(node)).unwrap_or_default();
    let next = channel.and_then(|node| reader.link(node, "next"));
    let mut document = Document {
        title: head.title,
        link: head.link,
        author: head.author,
        id: head.id,
        updated: head.updated,
        next,
        entries: Vec::new(),
    };
    let name = if is_atom { "entry" } else { "item" };
    document.entries.extend(tree.nodes().filter(|node| is(node, name)).map(|node| reader.entry(node)));
    if is_atom {
        // RFC 4287 4.2.1: entries without an author are the feed's author's.
        for entry in document.entries.iter_mut().filter(|entry| entry.author.is_none()) {
            entry.author.clone_from(&document.author);
        }
    }
    Ok(document)
}

impl Reader<'_> {
    fn entry(&mut self, node: Node<'_, '_>) -> Entry {
        use Space::{Content, Dublin, Feed, Itunes, Terms, Xhtml};
        let usually = self.usually;
        let author = self.person(node, &[(Feed, "author"), (Feed, "managingeditor")]);
        let creators = [(Dublin, "creator"), (Dublin, "author"), (Itunes, "author")];
        let id = self.text(node, &[(Feed, "id"), (Feed, "guid"), (Dublin, "identifier")], Usually::Token);
        Entry {
            title: self.text(node, &[(Feed, "title"), (Dublin, "title")], usually),
            link: self.link(node, "alternate").or_else(|| self.permanent_link(node)),
            published: self
                .date(node, &[(Feed, "published"), (Feed, "issued"), (Feed, "pubdate"), (Terms, "issued")]),
            updated: self.date(
                node,
                &[
                    (Feed, "updated"),
                    (Feed, "modified"),
                    (Feed, "lastbuilddate"),
                    (Dublin, "date"),
                    (Terms, "modified"),
                ],
            ),
            summary: self.text(
                node,
                &[(Feed, "summary"), (Feed, "description"), (Dublin, "description"), (Itunes, "summary")],
                usually,
            ),
            content: self.text(
                node,
                &[
                    (Content, "encoded"),
                    (Feed, "content"),
                    (Xhtml, "body"),
                    (Feed, "body"),
                    (Feed, "fullitem"),
                ],
                usually,
            ),
            author: author.or_else(|| self.text(node, &creators, Usually::Token)),
            id: id.or_else(|| node.attribute("rdf:about").map(|about| self.entities.decode(about))),
            origin: self.origin(node),
        }
    }

    /// The first of some elements that holds a text; the first names are preferred.
    fn text(&mut self, node: Node<'_, '_>, names: &[(Space, &str)], usually: Usually) -> Option<String> {
        self.first(node, names, |reader, child| text(&child, usually, &mut reader.entities))
    }

    fn first<T>(
        &mut self,
        node: Node<'_, '_>,
        names: &[(Space, &str)],
        mut read: impl FnMut(&mut Self, Node<'_, '_>) -> Option<T>,
    ) -> Option<T> {
        names.iter().find_map(|(space, name)| {
            let mut found = node.children().filter(|child| child.is_named(name) && child.space() == *space);
            found.find_map(|child| read(self, child))
        })
    }

    fn date(&mut self, node: Node<'_, '_>, names: &[(Space, &str)]) -> Option<Moment> {
        self.first(node, names, |reader, child| {
            let written = text(&child, Usually::Token, &mut reader.entities)?;
            web_date(&written, reader.zone)
        })
    }

    /// A person is a text, or an element with a name; an address stands in for a name that is missing.
    fn person(&mut self, node: Node<'_, '_>, names: &[(Space, &str)]) -> Option<String> {
        let parts = [(Space::Feed, "name"), (Space::Feed, "email")];
        self.first(node, names, |reader, child| {
            let told = reader.text(child, &parts, Usually::Token);
            told.or_else(|| {
                let alone =
                    (!child.has_children()).then(|| text(&child, Usually::Token, &mut reader.entities));
                alone.flatten().map(|written| name_of(&written))
            })
        })
    }

    /// An address of a relation: a `link` with `href`, or the text of one that says no relation.
    fn link(&mut self, node: Node<'_, '_>, relation: &str) -> Option<Url> {
        self.first(node, &[(Space::Feed, "link")], |reader, child| {
            let said = child.attribute("rel").map_or("alternate", str::trim).to_ascii_lowercase();
            let said = said.rsplit('/').next().unwrap_or_default();
            if said != relation {
                return None;
            }
            let written = match child.attribute("href") {
                Some(href) => reader.entities.decode(href),
                None => text(&child, Usually::Token, &mut reader.entities)?,
            };
            reader.address(child, &written)
        })
    }

    /// An id that is an address, and not said to be none.
    fn permanent_link(&mut self, node: Node<'_, '_>) -> Option<Url> {
        self.first(node, &[(Space::Feed, "guid")], |reader, child| {
            let is_link =
                child.attribute("isPermaLink").is_none_or(|said| !said.trim().eq_ignore_ascii_case("false"));
            let written = is_link.then(|| text(&child, Usually::Token, &mut reader.entities))??;
            Url::parse(&written).ok()
        })
    }

    fn address(&mut self, node: Node<'_, '_>, written: &str) -> Option<Url> {
        let written = written.trim();
        if written.is_empty() {
            return None;
        }
        node.base(self.base, &mut self.entities).join(written).ok()
    }

    /// `<source>` of RSS holds a name and names a feed; that of Atom holds the head of a feed; `dc:source` is one of both.
    fn origin(&mut self, node: Node<'_, '_>) -> Option<Origin> {
        let told = self.first(node, &[(Space::Feed, "source")], |reader, child| {
            if child.has_children() {
                let head = reader.entry(child);
                return Some(Origin { name: head.title, url: head.link });
            }
            let url = child.attribute("url").map(|url| reader.entities.decode(url));
            Some(Origin {
                name: text(&child, reader.usually, &mut reader.entities),
                url: url.and_then(|url| reader.address(child, &url)),
            })
        });
        let told = told.filter(|origin| origin.name.is_some() || origin.url.is_some());
        told.or_else(|| {
            let written =
                self.text(node, &[(Space::Dublin, "source"), (Space::Terms, "source")], Usually::Token)?;
            let url = Url::parse(&written).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
            Some(Origin { name: url.is_none().then_some(written), url })
        })
    }
}

/// `address (Name)` and `Name <address>` are of mail; the name is the person.
fn name_of(written: &str) -> String {
    let inside = |open: char, close: char| {
        let (before, rest) = written.split_once(open)?;
        let (within, _) = rest.split_once(close)?;
        Some((before.trim(), within.trim()))
    };
    for (open, close) in [('(', ')'), ('<', '>')] {
        if let Some((before, within)) = inside(open, close) {
            if before.contains('@') && !within.is_empty() {
                return within.to_owned();
            }
            if within.contains('@') && !before.is_empty() {
                return before.to_owned();
            }
        }
    }
    written.to_owned()
}

#[cfg(test)]
mod tests;
