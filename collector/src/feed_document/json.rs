//! JSON Feed 1.0 and 1.1.

use jiff::tz::TimeZone;
use serde_json::Value;
use url::Url;
use whence_store::time::Moment;

use super::value::from_either;
use super::{Document, DocumentError, Entry, Origin};
use crate::text::{Entities, html_text, web_date};

/// Reads a document. Members of a wrong type are as good as missing.
///
/// # Errors
/// [`DocumentError`].
pub(super) fn read(json: &str, base: &Url, zone: Option<&TimeZone>) -> Result<Document, DocumentError> {
    let feed: Value = serde_json::from_str(json.trim()).map_err(|e| DocumentError::Json(e.to_string()))?;
    let items = feed.get("items").and_then(Value::as_array).ok_or(DocumentError::NoFeed)?;
    Ok(Document {
        title: text(&feed, "title"),
        link: address(&feed, "home_page_url", base),
        author: authors(&feed),
        id: text(&feed, "feed_url"),
        updated: None,
        next: address(&feed, "next_url", base),
        entries: items.iter().map(|item| entry(item, base, zone)).collect(),
    })
}

fn entry(item: &Value, base: &Url, zone: Option<&TimeZone>) -> Entry {
    let date = |key: &str| -> Option<Moment> { web_date(&text(item, key)?, zone) };
    let html = item.get("content_html").and_then(Value::as_str).map(html_text);
    let external = address(item, "external_url", base);
    Entry {
        title: text(item, "title").map(|title| from_either(&title, &mut Entities::default())),
        link: address(item, "url", base).or_else(|| external.clone()),
        published: date("date_published"),
        updated: date("date_modified"),
        summary: text(item, "summary"),
        content: text(item, "content_text").or(html).filter(|content| !content.is_empty()),
        author: authors(item),
        id: id(item),
        // A link blog's entry is about a page elsewhere.
        origin: external.map(|url| Origin { name: None, url: Some(url) }),
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Ids are texts; some feeds write numbers.
fn id(item: &Value) -> Option<String> {
    let number = || item.get("id")?.as_number().map(ToString::to_string);
    text(item, "id").or_else(number)
}

fn address(value: &Value, key: &str, base: &Url) -> Option<Url> {
    base.join(&text(value, key)?).ok()
}

/// `authors` of 1.1, or `author` of 1.0.
fn authors(value: &Value) -> Option<String> {
    let many = value.get("authors").and_then(Value::as_array).into_iter().flatten();
    let names: Vec<String> =
        many.chain(value.get("author")).filter_map(|author| text(author, "name")).collect();
    (!names.is_empty()).then(|| names.join("; "))
}
