//! JSON-LD: what a page says of itself for search engines.

use scraper::{Html, Selector};
use serde_json::Value;

/// What the first article-like object of a page's JSON-LD says. The article's body is left aside: publishers cut it.
#[derive(Debug, Clone, Default)]
pub(super) struct LinkedData {
    pub(super) headline: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
}

/// Reads all JSON-LD blocks; broken ones are passed over.
pub(super) fn read(document: &Html) -> LinkedData {
    let Ok(selector) = Selector::parse("script[type='application/ld+json']") else {
        return LinkedData::default();
    };
    let blocks: Vec<Value> = document
        .select(&selector)
        .filter_map(|script| {
            let text: String = script.text().collect();
            // Control characters and trailing commas are common slips of templates.
            let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            serde_json::from_str(clean.trim().trim_end_matches(';')).ok()
        })
        .collect();
    let mut objects = Vec::new();
    for block in &blocks {
        collect(block, &mut objects, 0);
    }
    let article = objects.iter().find(|o| is_article(o)).copied();
    let Some(article) = article else { return LinkedData::default() };
    LinkedData {
        headline: text(article.get("headline")).or_else(|| text(article.get("name"))),
        authors: names(article.get("author"), &objects),
        publisher: names(article.get("publisher"), &objects).into_iter().next(),
        published: text(article.get("datePublished")).or_else(|| text(article.get("dateCreated"))),
        modified: text(article.get("dateModified")),
    }
}

fn collect<'a>(value: &'a Value, objects: &mut Vec<&'a Value>, depth: usize) {
    // Objects nest a few levels (@graph, mainEntity); deeper is not meant for reading.
    if depth > 8 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|v| collect(v, objects, depth + 1)),
        Value::Object(map) => {
            objects.push(value);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement"] {
                if let Some(inner) = map.get(key) {
                    collect(inner, objects, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn is_article(object: &Value) -> bool {
    let article = |t: &Value| {
        t.as_str().is_some_and(|t| {
            t.ends_with("Article") || t.ends_with("Posting") || matches!(t, "Report" | "Review")
        })
    };
    match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(article),
        Some(one) => article(one),
        None => false,
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Array(list) => return list.iter().find_map(|v| text(Some(v))),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Names of people or organisations: text, an object with a name, a reference to an object by `@id`, or a list.
fn names(value: Option<&Value>, objects: &[&Value]) -> Vec<String> {
    match value {
        Some(Value::Array(list)) => list.iter().flat_map(|v| names(Some(v), objects)).collect(),
        Some(Value::Object(map)) => {
            if let Some(name) = text(map.get("name")) {
                vec![name]
            } else {
                let Some(id) = map.get("@id") else { return Vec::new() };
                let named = objects.iter().find(|o| o.get("@id") == Some(id) && o.get("name").is_some());
                named.and_then(|o| text(o.get("name"))).into_iter().collect()
            }
        }
        other => text(other).into_iter().collect(),
    }
}
