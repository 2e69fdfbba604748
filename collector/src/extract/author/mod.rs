//! Who wrote a page: JSON-LD, meta tags, marked elements and bylines merged into names.

mod byline;
mod name;

use super::head::Head;
use super::linked::LinkedData;
use super::text::Block;
use super::tree::{Id, Tree};
use super::without::Without;

pub(super) use name::names;

/// Meta tags that name authors.
const METAS: &[&str] = &[
    "author",
    "article:author",
    "article:author_name",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor",
    "byl",
    "bylines",
    "citation_author",
    "cxenseparse:author",
    "authors",
    "article.author",
    "rbauthors",
    "twitter:data1_author",
    "vr:author",
    "mediator_author",
    "weibo:article:author",
    "creator",
    "dc.author",
    "article-author",
    "author_name",
    "shareaholic:article_author_name",
];

/// What the authors are read from.
pub(super) struct About<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) head: &'a Head,
    pub(super) linked: &'a LinkedData,
    pub(super) heading: Option<Id>,
    /// The names of the site, which wrote nothing itself if somebody else did.
    pub(super) sites: Vec<String>,
    pub(super) blocks: &'a [Block],
    pub(super) without: &'a Without,
}

/// The names of the authors, in the page's order: people before organisations, and before the site's own name.
pub(super) fn read(about: &About<'_>) -> Vec<String> {
    let linked = |organisation: bool| {
        let authors = about.linked.authors.iter().filter(move |author| author.organisation == organisation);
        authors.flat_map(|author| names(&author.name)).collect::<Vec<_>>()
    };
    let metas = || -> Vec<String> {
        METAS
            .iter()
            .map(|name| about.head.all(name).flat_map(names).collect::<Vec<_>>())
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    };
    let mut kept = Vec::new();
    let roads: [(&str, &dyn Fn() -> Vec<String>); 5] = [
        ("linked-authors", &|| linked(false)),
        ("meta-authors", &metas),
        ("bylines", &|| byline::read(about.tree, about.heading)),
        ("labelled-authors", &|| byline::lines(about.blocks)),
        ("linked-authors", &|| linked(true)),
    ];
    let is_other = |name: &String| !about.without.has("houses") || !is_house(name, &about.sites);
    for (_, road) in roads.iter().filter(|(rule, _)| about.without.has(rule)) {
        let found = distinct(road());
        if found.iter().any(is_other) {
            return found.into_iter().filter(is_other).take(12).collect();
        }
        if kept.is_empty() {
            kept = found;
        }
    }
    kept.truncate(12);
    kept
}

/// Whether a name is the site's, or that of an account which nobody has.
fn is_house(name: &str, sites: &[String]) -> bool {
    let folded = fold(name);
    let nobody = [
        "admin",
        "administrator",
        "webmaster",
        "redaktion",
        "redaccion",
        "redacción",
        "redazione",
        "editor",
        "redacao",
        "redação",
        "staff",
        "root",
        "guest",
        "author",
        "newsroom",
        "editorialteam",
        "webredaktion",
        "user",
        "dieredaktion",
        "redakcja",
        "redakce",
        "редакция",
        "larédaction",
    ];
    // `Die Harbour` writes in `harbour.example`.
    let is_site = |site: &String| {
        let site_folded = fold(site);
        let name = site.split('.').next().map(fold).unwrap_or_default();
        site_folded == folded
            || (site.contains('.')
                && name.len() > 4
                && folded.contains(&name)
                && folded.len() < 2 * name.len() + 8)
    };
    nobody.contains(&folded.as_str()) || sites.iter().any(is_site)
}

fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn distinct(names: Vec<String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    let mut out = Vec::new();
    for name in names {
        let folded = fold(&name);
        if !seen.contains(&folded) {
            seen.push(folded);
            out.push(name);
        }
    }
    out
}
