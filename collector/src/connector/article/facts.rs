//! What a page says of itself: title, authors, site, canonical address, language, dates, links.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Selector};
use url::Url;

use super::json_ld;

/// What a page says of itself. Each date names where it stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) title: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) site: Option<String>,
    pub(super) canonical: Option<Url>,
    pub(super) lang: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) links: Vec<String>,
    /// When it was published, the most trusted first.
    pub(super) published: Vec<(&'static str, String)>,
    /// When it was changed.
    pub(super) modified: Vec<String>,
}

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "article_date_original",
    "citation_publication_date",
];
const MODIFIED: &[&str] =
    &["article:modified_time", "og:updated_time", "datemodified", "lastmod", "dcterms.modified"];
const AUTHOR: &[&str] =
    &["author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl"];

/// Reads a page's head and markup.
pub(super) fn read(html: &str, base: &Url) -> Facts {
    let document = Html::parse_document(html);
    let linked = json_ld::read(&document);
    let metas = metas(&document);
    let meta = |names: &[&str]| -> Vec<String> {
        names
            .iter()
            .flat_map(|n| metas.iter().filter(move |(name, _)| name == n))
            .map(|(_, v)| v.clone())
            .collect()
    };
    let mut facts = Facts { tags: meta(&["article:tag"]), links: links(&document, base), ..Facts::default() };
    facts.title = linked
        .headline
        .clone()
        .or_else(|| meta(&["og:title", "twitter:title", "parsely-title"]).into_iter().next())
        .or_else(|| first_text(&document, "h1"))
        .or_else(|| first_text(&document, "title"));
    facts.site = meta(&["og:site_name"]).into_iter().next().or(linked.publisher);
    facts.canonical = attribute(&document, "link[rel~='canonical']", "href")
        .or_else(|| meta(&["og:url"]).into_iter().next())
        .and_then(|href| base.join(href.trim()).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    facts.lang = attribute(&document, "html", "lang")
        .or_else(|| meta(&["og:locale", "language"]).into_iter().next())
        .and_then(|lang| code(&lang));
    facts.authors = authors(linked.authors, &meta(AUTHOR), &document);
    facts.published.extend(linked.published.map(|date| ("json-ld:datePublished", date)));
    facts.published.extend(meta(PUBLISHED).into_iter().map(|date| ("meta", date)));
    facts
        .published
        .extend(itemprop(&document, "datePublished").map(|date| ("microdata:datePublished", date)));
    facts.published.extend(
        attribute(&document, "article time[datetime], time[pubdate][datetime]", "datetime")
            .map(|d| ("time", d)),
    );
    facts.published.extend(attribute(&document, "time[datetime]", "datetime").map(|date| ("time", date)));
    facts.modified.extend(linked.modified);
    facts.modified.extend(meta(MODIFIED));
    facts
}

fn select<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    // The selectors are constants of this file; one that does not parse would find nothing, and a test would show it.
    Selector::parse(selector).map(|s| document.select(&s).collect()).unwrap_or_default()
}

fn first_text(document: &Html, selector: &str) -> Option<String> {
    select(document, selector)
        .into_iter()
        .map(|e| squeeze(&e.text().collect::<String>()))
        .find(|t| !t.is_empty())
}

fn attribute(document: &Html, selector: &str, name: &str) -> Option<String> {
    select(document, selector)
        .into_iter()
        .find_map(|e| e.value().attr(name))
        .map(squeeze)
        .filter(|t| !t.is_empty())
}

fn itemprop(document: &Html, name: &str) -> Option<String> {
    let found = select(document, &format!("[itemprop='{name}']"));
    found
        .into_iter()
        .find_map(|e| e.value().attr("content").or_else(|| e.value().attr("datetime")))
        .map(squeeze)
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `<meta>` tags: the name in lower case and the content.
fn metas(document: &Html) -> Vec<(String, String)> {
    select(document, "meta[content]")
        .into_iter()
        .filter_map(|e| {
            let name = e
                .value()
                .attr("property")
                .or_else(|| e.value().attr("name"))
                .or_else(|| e.value().attr("itemprop"))?;
            let content = squeeze(e.value().attr("content")?);
            (!content.is_empty()).then(|| (name.to_ascii_lowercase(), content))
        })
        .collect()
}

/// `en-GB`, `zh_CN`, `id` become the language alone.
fn code(lang: &str) -> Option<String> {
    let code = lang.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    (matches!(code.len(), 2 | 3) && code.chars().all(|c| c.is_ascii_alphabetic())).then_some(code)
}

fn authors(linked: Vec<String>, metas: &[String], document: &Html) -> Vec<String> {
    let mut found: Vec<String> = linked;
    if found.is_empty() {
        found.extend(metas.iter().cloned());
    }
    if found.is_empty() {
        found.extend(
            select(document, "[rel='author'], [itemprop='author']")
                .into_iter()
                .map(|e| squeeze(&e.text().collect::<String>())),
        );
    }
    let mut seen = BTreeSet::new();
    // A profile's address is not a name, and a line as long as a sentence is not a byline.
    found.retain(|name| {
        !name.is_empty()
            && !name.contains("://")
            && name.chars().count() <= 80
            && seen.insert(name.to_lowercase())
    });
    found.truncate(12);
    found
}

/// Links that leave the page's site: they are what a page shares.
fn links(document: &Html, base: &Url) -> Vec<String> {
    let mut seen = BTreeSet::new();
    select(document, "article a[href], main a[href], p a[href]")
        .into_iter()
        .filter_map(|e| base.join(e.value().attr("href")?.trim()).ok())
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str() != base.host_str())
        .map(String::from)
        .filter(|url| seen.insert(url.clone()))
        .take(500)
        .collect()
}
