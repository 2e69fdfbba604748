//! From the bytes of a page to what it says: its text, title, authors, dates and the rest, each with where it stands.
//!
//! It does: read bytes, a URL and the header's charset. It does not: open anything, read a clock, or have rules for single sites.

mod author;
mod date;
mod head;
mod linked;
mod text;
mod title;
mod tree;

use jiff::civil::Date;
use scraper::Html;
use serde::Serialize;
use url::Url;

pub use date::{Dated, Dates, Stamp};
pub use text::{RULES, Without};

/// A page as it came.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The body, unpacked.
    pub bytes: &'a [u8],
    /// Its address, if known.
    pub url: Option<&'a Url>,
    /// The charset that the HTTP header names.
    pub charset: Option<&'a str>,
    /// No date of the page can be after this day.
    pub latest: Option<Date>,
}

/// What a page says.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Extracted {
    /// The title.
    pub title: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// When it was published and changed.
    #[serde(flatten)]
    pub dates: Dates,
    /// The main text; paragraphs are lines.
    pub text: String,
    /// How far two extractors agree on the text, 0 to 1.
    pub agreement: f64,
    /// What the page calls its site.
    pub site: Option<String>,
}

/// Reads a page.
pub fn extract(page: &Page<'_>) -> Extracted {
    extract_without(page, &Without::default())
}

/// Reads a page with rules switched off, to measure them.
pub fn extract_without(page: &Page<'_>, without: &Without) -> Extracted {
    let content_type = page.charset.map(|charset| format!("text/html; charset={charset}"));
    let text = crate::text::decode_page(page.bytes, content_type.as_deref());
    let html = Html::parse_document(&text);
    let tree = tree::Tree::new(&html);
    let head = head::Head::read(&tree);
    let linked = linked::read(&tree);
    let site = head.first(&["og:site_name", "application-name"]).map(str::to_owned).or_else(|| linked.publisher.clone());
    let titled = title::read(&tree, &head, &linked, page.url, site.as_deref());
    let mut sites: Vec<String> = site.iter().cloned().chain(linked.publisher.clone()).collect();
    sites.extend(page.url.and_then(Url::host_str).map(|host| host.trim_start_matches("www.").to_owned()));
    let authors = author::read(&author::About { tree: &tree, head: &head, linked: &linked, heading: titled.heading, sites });
    let lang = head.lang.clone().or_else(|| head.first(&["og:locale", "language", "content-language"]).map(str::to_owned));
    let dates = date::read(&date::About {
        tree: &tree,
        head: &head,
        linked: &linked,
        url: page.url,
        lang: lang.as_deref(),
        heading: titled.heading,
        latest: page.latest,
    });
    let blocks = text::blocks(&tree);
    let main = text::read(&text::About {
        tree: &tree,
        html: &text,
        blocks: &blocks,
        url: page.url,
        heading: titled.heading,
        title: titled.title.as_deref(),
        without,
    });
    Extracted { text: main.text, agreement: main.agreement, title: titled.title, authors, dates, site }
}
