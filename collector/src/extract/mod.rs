//! From the bytes of a page to what it says: its text, title, authors, dates and the rest, each with where it stands.
//!
//! It does: read bytes, a URL and the header's charset. It does not: open anything, read a clock, or have rules for single sites.

mod author;
mod credit;
mod date;
mod head;
mod kind;
mod linked;
mod links;
mod quote;
mod source;
mod text;
mod title;
mod translated;
mod tree;
mod without;

use jiff::civil::Date;
use scraper::Html;
use serde::Serialize;
use url::Url;

pub use credit::Credit;
pub use date::{Dated, Dates, Stamp};
pub use kind::PageKind;
pub use links::{Links, SourceLink, Twin};
pub use quote::Quote;
pub use translated::Translation;
pub use without::{RULES, Without};

use crate::text::{decode_page_of, elements, language, nesting};

/// Real pages nest some dozens deep. Parsers take quadratic time and extractors exhaust the stack on what no real page does.
pub const DEEPEST: usize = 500;
/// The largest of 833 real pages has 6,770 elements; each takes some 2.5 KB while a page is read.
pub const MOST_ELEMENTS: usize = 50_000;
/// The longest of 833 real pages has 1.4 MB; a page takes seven times its length while it is read.
pub const MOST_BYTES: usize = 4 << 20;
/// Below this agreement of two extractors a text is to be looked at.
pub const LOW_AGREEMENT: f64 = 0.5;

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
    /// What kind of page it is.
    pub kind: PageKind,
    /// The title.
    pub title: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// When it was published and changed.
    #[serde(flatten)]
    pub dates: Dates,
    /// What the page calls its site.
    pub site: Option<String>,
    /// The section of the site.
    pub section: Option<String>,
    /// The language (ISO 639-1).
    pub language: Option<String>,
    /// Whether the page names its language itself; else it was told from the text.
    pub language_declared: bool,
    /// Its addresses.
    #[serde(flatten)]
    pub links: Links,
    /// Tags.
    pub tags: Vec<String>,
    /// Agencies and sources that are credited.
    pub credits: Vec<Credit>,
    /// What the page says of its translation.
    pub translation: Option<Translation>,
    /// Quotes of the text.
    pub quotes: Vec<Quote>,
    /// How far two extractors agree on the text, 0 to 1.
    pub agreement: f64,
    /// Whether they agree so little that somebody should look at it.
    pub low_agreement: bool,
    /// Which extractor's text it is.
    pub extractor: &'static str,
    /// The main text; paragraphs are lines.
    pub text: String,
}

/// Why a page is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TooMuch {
    /// More bytes than a page has.
    #[error("it is longer than {} MiB: not read, the body is kept", MOST_BYTES >> 20)]
    Bytes,
    /// Nested deeper than a page is.
    #[error("its elements are nested {0} deep: not read, the body is kept")]
    Nested(usize),
    /// More elements than a page has.
    #[error("it has {0} elements: not read, the body is kept")]
    Elements(usize),
}

/// Reads a page.
///
/// # Errors
/// When it is larger, or nested deeper, than any page that people read.
pub fn extract(page: &Page<'_>) -> Result<Extracted, TooMuch> {
    extract_without(page, &Without::default())
}

/// Reads a page with rules switched off, to measure them.
///
/// # Errors
/// As [`extract`].
pub fn extract_without(page: &Page<'_>, without: &Without) -> Result<Extracted, TooMuch> {
    if page.bytes.len() > MOST_BYTES {
        return Err(TooMuch::Bytes);
    }
    let content_type = page.charset.map(|charset| format!("text/html; charset={charset}"));
    let host = page.url.and_then(Url::host_str);
    let source = decode_page_of(page.bytes, content_type.as_deref(), host);
    let nested = nesting(&source);
    if nested > DEEPEST {
        return Err(TooMuch::Nested(nested));
    }
    let count = elements(&source);
    if count > MOST_ELEMENTS {
        return Err(TooMuch::Elements(count));
    }
    let plain = if without.has("ruby") { source::without_readings(&source) } else { source.as_str().into() };
    let said = parsed(page, &plain, without);
    if said.text.len() >= LITTLE || !without.has("unscripted") {
        return Ok(said);
    }
    let Some(unscripted) = source::unscripted(&plain).filter(|s| nesting(s) <= DEEPEST) else {
        return Ok(said);
    };
    let again = parsed(page, &unscripted, without);
    let better = again.kind == PageKind::Article && again.text.len() > LITTLE.max(3 * said.text.len());
    Ok(if better { again } else { said })
}

/// A page with less text than this (bytes) is looked at once more as it is without scripts.
const LITTLE: usize = 500;

fn parsed(page: &Page<'_>, source: &str, without: &Without) -> Extracted {
    let html = Html::parse_document(source);
    read(page, source, &tree::Tree::new(&html), without)
}

fn read(page: &Page<'_>, source: &str, tree: &tree::Tree<'_>, without: &Without) -> Extracted {
    let head = head::Head::read(tree);
    let linked = linked::read(tree);
    let named = head.first(&["og:site_name", "application-name"]).map(str::to_owned);
    let site = named.or_else(|| linked.publisher.clone());
    let title::Titled { title, heading } = title::read(&title::About {
        tree,
        head: &head,
        linked: &linked,
        url: page.url,
        site: site.as_deref(),
        without,
    });
    let mut sites: Vec<String> = site.iter().cloned().chain(linked.publisher.clone()).collect();
    sites.extend(page.url.and_then(Url::host_str).map(|host| host.trim_start_matches("www.").to_owned()));
    let blocks = text::blocks(tree);
    let authors = author::read(&author::About {
        tree,
        head: &head,
        linked: &linked,
        heading,
        sites,
        blocks: &blocks,
        without,
    });
    let declared = [
        head.lang.as_deref(),
        linked.lang.as_deref(),
        head.first(&["og:locale", "language", "content-language", "dc.language"]),
    ];
    let lang = declared.into_iter().flatten().find(|lang| code(lang).is_some());
    let dates = date::read(&date::About {
        tree,
        head: &head,
        linked: &linked,
        url: page.url,
        lang,
        heading,
        latest: page.latest,
        without,
    });
    let mut descriptions: Vec<&str> = ["og:description", "description", "twitter:description"]
        .iter()
        .filter_map(|name| head.first(&[*name]))
        .collect();
    descriptions.extend(linked.description.as_deref());
    let main = text::read(&text::About {
        tree,
        html: source,
        blocks: &blocks,
        url: page.url,
        heading,
        title: title.as_deref(),
        descriptions: &descriptions,
        without,
    });
    let links = links::read(&links::About {
        tree,
        head: &head,
        linked: &linked,
        url: page.url,
        blocks: &blocks,
        kept: &main.kept,
    });
    let kind = kind::read(&kind::About {
        blocks: &blocks,
        kept: &main.kept,
        title: title.as_deref(),
        linked: &linked,
    });
    Extracted {
        kind,
        authors,
        dates,
        site,
        section: linked
            .section
            .clone()
            .or_else(|| head.first(&["article:section", "section", "parsely-section"]).map(str::to_owned)),
        language: lang.and_then(code).or_else(|| language(&main.text)),
        language_declared: lang.is_some(),
        links,
        tags: head.all("article:tag").map(str::to_owned).collect(),
        credits: credit::read(&blocks, &main.kept),
        translation: translated::read(&blocks),
        quotes: quote::read(&main.text),
        agreement: (main.agreement * 1000.0).round() / 1000.0,
        low_agreement: main.agreement < LOW_AGREEMENT,
        extractor: main.by,
        text: main.text,
        title,
    }
}

/// `en-GB`, `zh_CN`, `id` become the language alone.
fn code(lang: &str) -> Option<String> {
    let code = lang.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    (matches!(code.len(), 2 | 3) && code.chars().all(|c| c.is_ascii_alphabetic())).then_some(code)
}
