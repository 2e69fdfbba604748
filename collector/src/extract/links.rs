//! Addresses that a page gives: its canonical form, its twins, what it names as its source, what its text links to.

use std::collections::BTreeSet;

use serde::Serialize;
use url::Url;

use super::head::Head;
use super::linked::LinkedData;
use super::text::Block;
use super::tree::Tree;

/// The addresses of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Links {
    /// The address that the page gives itself.
    pub canonical: Option<String>,
    /// Other forms of the same page.
    pub twins: Vec<Twin>,
    /// Where the page says that it was taken from: syndication tags, JSON-LD, links called "source".
    pub sources: Vec<SourceLink>,
    /// Links in the text that leave the site.
    pub outbound: Vec<String>,
}

/// Another form of the same page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Twin {
    /// `amp`, `mobile`, `translation`, `shortlink`.
    pub kind: &'static str,
    /// Its address.
    pub url: String,
    /// The language of a translation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

/// A source that the page names; `url` is missing where it names one without linking to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceLink {
    /// `syndication-source`, `original-source`, `json-ld`, `link`, or `named` for a word without an address.
    pub kind: &'static str,
    /// The address.
    pub url: Option<String>,
    /// The words that name it.
    pub text: Option<String>,
}

/// Words of links that lead to the source.
const SOURCE: &[&str] = &[
    "source",
    "source link",
    "original",
    "original article",
    "original source",
    "read the original",
    "read original",
    "link to source",
    "quelle",
    "originalartikel",
    "zum original",
    "fuente",
    "fuente original",
    "artículo original",
    "fonte",
    "artigo original",
    "articolo originale",
    "lien source",
    "article original",
    "bron",
    "źródło",
    "zdroj",
    "kaynak",
    "sumber",
    "sumber asli",
    "tautan sumber",
    "artikel asli",
    "nguồn",
    "источник",
    "оригинал",
    "джерело",
    "المصدر",
    "المصدر الأصلي",
    "رابط المصدر",
    "منبع",
    "מקור",
    "来源",
    "原文",
    "原文链接",
    "阅读原文",
    "來源",
    "原文連結",
    "出典",
    "元記事",
    "引用元",
    "출처",
    "원문",
];
/// At most so many of each.
const MOST: usize = 500;

/// What the addresses are read from.
pub(super) struct About<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) head: &'a Head,
    pub(super) linked: &'a LinkedData,
    pub(super) url: Option<&'a Url>,
    pub(super) blocks: &'a [Block],
    pub(super) kept: &'a [bool],
}

/// Reads the addresses.
pub(super) fn read(about: &About<'_>) -> Links {
    let base = base(about);
    let join = |href: &str| {
        let href = href.trim();
        let url = match &base {
            Some(base) => base.join(href).ok()?,
            None => Url::parse(href).ok()?,
        };
        matches!(url.scheme(), "http" | "https").then_some(url)
    };
    let head = about.head;
    let canonical = head.link("canonical").or_else(|| head.first(&["og:url", "twitter:url"])).and_then(join);
    let mut links = Links { canonical: canonical.map(String::from), ..Links::default() };
    for link in &head.links {
        let has = |rel: &str| link.rel.split(' ').any(|r| r == rel);
        let kind = if has("amphtml") {
            "amp"
        } else if has("alternate") && (link.media.contains("max-width") || link.media.contains("handheld")) {
            "mobile"
        } else if has("alternate") && !link.lang.is_empty() && !link.lang.eq_ignore_ascii_case("x-default") {
            "translation"
        } else if has("shortlink") {
            "shortlink"
        } else if has("syndication-source") || has("original-source") {
            let kind = if has("syndication-source") { "syndication-source" } else { "original-source" };
            links.sources.extend(join(&link.href).map(|url| SourceLink {
                kind,
                url: Some(url.into()),
                text: None,
            }));
            continue;
        } else {
            continue;
        };
        if let Some(url) = join(&link.href).filter(|_| links.twins.len() < MOST) {
            let lang = (kind == "translation").then(|| link.lang.to_ascii_lowercase());
            links.twins.push(Twin { kind, url: url.into(), lang });
        }
    }
    for kind in ["syndication-source", "original-source"] {
        let named = head.all(kind).filter_map(join);
        links.sources.extend(named.map(|url| SourceLink { kind, url: Some(url.into()), text: None }));
    }
    let based = about.linked.based_on.iter().filter_map(|href| join(href));
    links.sources.extend(based.map(|url| SourceLink { kind: "json-ld", url: Some(url.into()), text: None }));
    anchors(about, base.as_ref(), &join, &mut links);
    named(about, &mut links);
    let mut seen = BTreeSet::new();
    links.sources.retain(|source| {
        seen.insert((source.url.clone(), source.url.is_none().then(|| source.text.clone())))
    });
    links
}

/// The page's `<base>`, else its own address, else the canonical one.
fn base(about: &About<'_>) -> Option<Url> {
    let own = about
        .url
        .cloned()
        .or_else(|| Url::parse(about.head.link("canonical").or_else(|| about.head.first(&["og:url"]))?).ok());
    let given = about.tree.named("base").find_map(|id| about.tree.attr(id, "href"));
    match (given, own) {
        (Some(href), Some(own)) => own.join(href).ok().or(Some(own)),
        (Some(href), None) => Url::parse(href).ok(),
        (None, own) => own,
    }
}

fn anchors(about: &About<'_>, base: Option<&Url>, join: &dyn Fn(&str) -> Option<Url>, links: &mut Links) {
    let tree = about.tree;
    let mut seen = BTreeSet::new();
    // A block runs from its first text to the next block's.
    let ends = about.blocks.iter().skip(1).map(|block| block.first).chain([tree.len()]);
    for ((block, end), kept) in about.blocks.iter().zip(ends).zip(about.kept) {
        if block.linked == 0 || block.hidden {
            continue;
        }
        // The link may open before its first text.
        let from = block.first.saturating_sub(3).max(block.holder);
        // `Source: <a>The Daily</a>`
        let lower = if block.text.len() < 480 { block.text.to_lowercase() } else { String::new() };
        let begin = lower.trim_start_matches(['(', '（', '[']);
        let labelled = block.text.chars().count() < 120
            && SOURCE.iter().any(|s| begin.strip_prefix(s).is_some_and(|rest| rest.starts_with([':', '：'])));
        for id in from..end {
            if tree.name(id) != "a" {
                continue;
            }
            let Some(url) = tree.attr(id, "href").and_then(join) else { continue };
            let text = tree.text_up_to(id, 200);
            let word = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let leaves = base.is_none_or(|base| base.host_str() != url.host_str());
            if leaves && (SOURCE.contains(&word.as_str()) || labelled) {
                links.sources.push(SourceLink {
                    kind: "link",
                    url: Some(url.clone().into()),
                    text: Some(text),
                });
            }
            if *kept && leaves && links.outbound.len() < MOST && seen.insert(url.to_string()) {
                links.outbound.push(url.into());
            }
        }
    }
}

/// A page that says "Source link" and gives none.
fn named(about: &About<'_>, links: &mut Links) {
    if links.sources.iter().any(|source| source.url.is_some()) {
        return;
    }
    for block in about
        .blocks
        .iter()
        .filter(|block| !block.hidden && block.linked == 0 && block.text.chars().count() <= 30)
    {
        let word = block.text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if SOURCE.contains(&word.as_str()) {
            links.sources.push(SourceLink { kind: "named", url: None, text: Some(block.text.clone()) });
            return;
        }
    }
}
