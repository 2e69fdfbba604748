//! JSON-LD: what a page says of itself for search engines.

use serde_json::Value;

use super::tree::{Tree, What, squeeze};

/// What the JSON-LD of a page says of the article. The article's body is left aside: publishers cut it short.
#[derive(Debug, Clone, Default)]
pub(super) struct LinkedData {
    pub(super) kinds: Vec<String>,
    pub(super) headline: Option<String>,
    pub(super) description: Option<String>,
    pub(super) authors: Vec<Author>,
    pub(super) publisher: Option<String>,
    pub(super) section: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) published: Vec<String>,
    pub(super) modified: Vec<String>,
    /// `isAccessibleForFree` is false.
    pub(super) paid: bool,
    /// Addresses of what the page is based on: `isBasedOn`, `citation`, `translationOfWork`.
    pub(super) based_on: Vec<String>,
    /// Dates of objects that are no article: a page, a product.
    pub(super) page_published: Vec<String>,
    pub(super) page_modified: Vec<String>,
}

/// An author, and whether the page says that it is an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Author {
    pub(super) name: String,
    pub(super) organisation: bool,
}

/// Objects nest a few levels; deeper is not meant for reading.
const DEEPEST: usize = 8;
/// A page with more objects is a list.
const MOST_OBJECTS: usize = 2_000;

/// Reads all JSON-LD blocks; what is broken beyond the usual slips is passed over.
pub(super) fn read(tree: &Tree<'_>) -> LinkedData {
    let blocks: Vec<Value> = tree
        .named("script")
        .filter(|id| tree.attr(*id, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")))
        .flat_map(|id| parse(&raw(tree, id)))
        .collect();
    let mut objects = Vec::new();
    for block in &blocks {
        collect(block, &mut objects, 0);
    }
    let mut data = LinkedData::default();
    let articles: Vec<&Value> = objects.iter().filter(|o| is_article(o)).copied().collect();
    // Pages that list others give each a few words; the page's own article says most of itself.
    let article = articles.iter().max_by_key(|o| (weight(o), std::cmp::Reverse(position(&objects, o))));
    if let Some(article) = article {
        read_article(article, &objects, &mut data);
    }
    for object in &objects {
        let kinds = kinds(object);
        let page =
            ["WebPage", "Product", "Recipe", "VideoObject", "HowTo", "QAPage", "Question", "PodcastEpisode"];
        if kinds.iter().any(|kind| page.contains(kind)) {
            data.page_published
                .extend(text(object.get("datePublished")).or_else(|| text(object.get("uploadDate"))));
            data.page_modified.extend(text(object.get("dateModified")));
            if article.is_none() {
                data.kinds.extend(kinds.iter().map(|kind| (*kind).to_owned()));
                data.authors.extend(names(object.get("author"), &objects));
                data.headline = data.headline.take().or_else(|| text(object.get("headline")));
                data.lang = data.lang.take().or_else(|| text(object.get("inLanguage")));
            }
        }
        if object.get("isAccessibleForFree").is_some_and(is_false) {
            data.paid = true;
        }
    }
    data
}

fn read_article(article: &Value, objects: &[&Value], data: &mut LinkedData) {
    data.kinds = kinds(article).into_iter().map(str::to_owned).collect();
    data.headline = text(article.get("headline")).or_else(|| text(article.get("name")));
    data.description = text(article.get("description"));
    data.authors = names(article.get("author"), objects);
    if data.authors.is_empty() {
        data.authors = names(article.get("creator"), objects);
    }
    data.publisher = names(article.get("publisher"), objects).into_iter().next().map(|author| author.name);
    data.section = text(article.get("articleSection"));
    data.lang = text(article.get("inLanguage"));
    data.published.extend(text(article.get("datePublished")));
    data.published.extend(text(article.get("dateCreated")));
    data.modified.extend(text(article.get("dateModified")));
    for key in ["isBasedOn", "citation", "translationOfWork", "isBasedOnUrl"] {
        data.based_on.extend(addresses(article.get(key)));
    }
}

fn position(objects: &[&Value], object: &Value) -> usize {
    objects.iter().position(|o| std::ptr::eq(*o, object)).unwrap_or(usize::MAX)
}

/// How much an object says of itself.
fn weight(object: &Value) -> usize {
    let says =
        ["headline", "datePublished", "author", "articleBody", "publisher", "mainEntityOfPage", "image"];
    says.iter().filter(|key| object.get(**key).is_some()).count()
}

fn raw(tree: &Tree<'_>, id: usize) -> String {
    let inside = &tree.nodes[id..tree.nodes[id].end];
    inside
        .iter()
        .filter_map(|node| if let What::Text(text) = node.what { Some(text) } else { None })
        .collect()
}

/// Parses a block. Templates leave control characters, comments, trailing commas and semicolons in it.
fn parse(text: &str) -> Vec<Value> {
    let trimmed = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let trimmed = trimmed.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>");
    let trimmed =
        trimmed.trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim().trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(trimmed) {
        return vec![value];
    }
    let clean: String = trimmed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut out = String::with_capacity(clean.len());
    for c in clean.chars() {
        if matches!(c, '}' | ']') {
            let kept = out.trim_end().len();
            if out[..kept].ends_with(',') {
                out.truncate(kept - 1);
            }
        }
        out.push(c);
    }
    // Objects one after the other, or before something else, are still objects.
    serde_json::Deserializer::from_str(&out).into_iter::<Value>().map_while(Result::ok).collect()
}

fn collect<'a>(value: &'a Value, objects: &mut Vec<&'a Value>, depth: usize) {
    if depth > DEEPEST || objects.len() >= MOST_OBJECTS {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|v| collect(v, objects, depth + 1)),
        Value::Object(map) => {
            objects.push(value);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "author", "publisher"] {
                if let Some(inner) = map.get(key) {
                    collect(inner, objects, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn kinds(object: &Value) -> Vec<&str> {
    match object.get("@type") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(kind)) => vec![kind],
        _ => Vec::new(),
    }
}

fn is_article(object: &Value) -> bool {
    kinds(object).iter().any(|kind| {
        kind.ends_with("Article")
            || kind.ends_with("Posting")
            || matches!(*kind, "Report" | "Review" | "Article")
    })
}

fn is_false(value: &Value) -> bool {
    value.as_bool() == Some(false) || value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("false"))
}

/// A text, or the first of a list, with the entities that templates leave in it decoded.
fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => decoded(&squeeze(text)),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => return list.iter().find_map(|v| text(Some(v))),
        Value::Object(map) => return text(map.get("@value").or_else(|| map.get("name"))),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A text whose entities were escaped twice.
pub(super) fn decoded(text: &str) -> String {
    if text.contains('&') { crate::text::Entities::default().decode(text) } else { text.to_owned() }
}

/// Names of people or organisations: text, an object with a name, a reference to an object by `@id`, or a list.
fn names(value: Option<&Value>, objects: &[&Value]) -> Vec<Author> {
    match value {
        Some(Value::Array(list)) => list.iter().flat_map(|v| names(Some(v), objects)).collect(),
        Some(object @ Value::Object(map)) => {
            let organisation = kinds(object).iter().any(|kind| kind.ends_with("Organization"));
            if let Some(Value::Array(list)) = map.get("name") {
                let all = list.iter().filter_map(|name| text(Some(name)));
                return all.map(|name| Author { name, organisation }).collect();
            }
            if let Some(name) = text(map.get("name")) {
                return vec![Author { name, organisation }];
            }
            let Some(id) = map.get("@id") else { return Vec::new() };
            let named = objects.iter().find(|o| o.get("@id") == Some(id) && o.get("name").is_some());
            named.map(|o| names(Some(&without_id(o)), &[])).unwrap_or_default()
        }
        other => text(other).map(|name| Author { name, organisation: false }).into_iter().collect(),
    }
}

fn without_id(object: &Value) -> Value {
    let mut copy = object.clone();
    if let Some(map) = copy.as_object_mut() {
        map.remove("@id");
    }
    copy
}

fn addresses(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(list)) => list.iter().flat_map(|v| addresses(Some(v))).collect(),
        Some(Value::Object(map)) => addresses(map.get("url").or_else(|| map.get("@id"))),
        Some(Value::String(text)) if text.starts_with("http") => vec![text.clone()],
        _ => Vec::new(),
    }
}
