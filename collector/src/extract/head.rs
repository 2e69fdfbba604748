//! What stands in a page's head: meta tags, links, title, language.

use super::tree::{Tree, squeeze};

/// The head of a page. Names are in lower case, values have their spaces folded and are not empty.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// `<meta>` tags with a name, in the document's order.
    pub(super) metas: Vec<(String, String)>,
    /// `<link>` tags: `rel`, `href`, and their `media` or `type` or `hreflang`.
    pub(super) links: Vec<Link>,
    /// `<title>`.
    pub(super) title: Option<String>,
    /// `<html lang>`.
    pub(super) lang: Option<String>,
}

/// One `<link>`.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) rel: String,
    pub(super) href: String,
    pub(super) media: String,
    pub(super) lang: String,
}

impl Head {
    /// Reads the head. Meta tags are read wherever they stand, as templates put them into bodies.
    pub(super) fn read(tree: &Tree<'_>) -> Self {
        let mut head = Self::default();
        for id in tree.elements() {
            match tree.name(id) {
                "meta" => head.metas.extend(meta(tree, id)),
                "link" => {
                    let value = |name| tree.attr(id, name).map(squeeze).unwrap_or_default();
                    let (rel, href) = (value("rel").to_ascii_lowercase(), value("href"));
                    if !rel.is_empty() && !href.is_empty() && head.links.len() < 500 {
                        head.links.push(Link { rel, href, media: value("media"), lang: value("hreflang") });
                    }
                }
                // The titles of pictures are no titles of pages.
                "title" if head.title.is_none() && tree.name(tree.nodes[id].parent) == "head" => {
                    head.title = Some(tree.text(id)).filter(|text| !text.is_empty());
                }
                "html" if head.lang.is_none() => {
                    head.lang = tree.attr(id, "lang").or_else(|| tree.attr(id, "xml:lang")).map(squeeze);
                }
                _ => {}
            }
        }
        head.lang = head.lang.filter(|lang| !lang.is_empty());
        head
    }

    /// The first value of the first of these names that is there.
    pub(super) fn first(&self, names: &[&str]) -> Option<&str> {
        let value = |name: &str| self.metas.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        names.iter().find_map(|name| value(name))
    }

    /// All values of a name.
    pub(super) fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> + 's {
        self.metas.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The address of the first link with this `rel`.
    pub(super) fn link(&self, rel: &str) -> Option<&str> {
        let mut links = self.links.iter();
        links.find(|link| link.rel.split(' ').any(|r| r == rel)).map(|link| link.href.as_str())
    }
}

fn meta(tree: &Tree<'_>, id: usize) -> Option<(String, String)> {
    let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|n| tree.attr(id, n))?;
    let content = squeeze(tree.attr(id, "content").or_else(|| tree.attr(id, "value"))?);
    (!content.is_empty()).then(|| (name.trim().to_ascii_lowercase(), content))
}
