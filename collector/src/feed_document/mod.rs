//! The reading of feeds: bytes in, entries out. RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, JSON Feed 1.x, whole or broken.
//!
//! It says what the feed says, and nothing of what to do about it: that is the connector's. Texts are plain; addresses are
//! resolved; dates keep what was written. A feed that is no XML is read as far as it can be.

mod charset;
mod json;
mod tree;
mod value;
mod xml;

use jiff::tz::TimeZone;
use url::Url;
use whence_store::time::Moment;

/// A feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Its title.
    pub title: Option<String>,
    /// The site that it is of.
    pub link: Option<Url>,
    /// Who makes it.
    pub author: Option<String>,
    /// Its id.
    pub id: Option<String>,
    /// When it was changed.
    pub updated: Option<Moment>,
    /// Where it goes on with older entries: `next_url`, or `link rel="next"` (RFC 5005).
    pub next: Option<Url>,
    /// Its entries, in its order.
    pub entries: Vec<Entry>,
}

/// An entry of a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its title.
    pub title: Option<String>,
    /// The page that it is about.
    pub link: Option<Url>,
    /// When it was published.
    pub published: Option<Moment>,
    /// When it was changed.
    pub updated: Option<Moment>,
    /// What it says in short.
    pub summary: Option<String>,
    /// What it says in full, where the feed tells that apart.
    pub content: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// What it is known by.
    pub id: Option<String>,
    /// Whom it was taken from, where the feed says so.
    pub origin: Option<Origin>,
}

/// Whom an entry was taken from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// By name.
    pub name: Option<String>,
    /// By address, of a site, a feed or a page.
    pub url: Option<Url>,
}

/// Why something is no feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// None of the elements that feeds begin with.
    #[error("not a feed: it holds no <rss>, <feed> or <RDF>, and is no JSON Feed")]
    NoFeed,
    /// JSON that ends early, or is none.
    #[error("not a feed that can be read: {0}")]
    Json(String),
    /// More elements than a list has.
    #[error("not a feed: it has more than {0} elements")]
    TooLarge(usize),
}

/// Reads a feed. Addresses are resolved against `base`; dates without an offset are taken to be of `zone`, or UTC.
///
/// # Errors
/// [`DocumentError`].
pub fn read(
    body: &[u8],
    content_type: Option<&str>,
    base: &Url,
    zone: Option<&TimeZone>,
) -> Result<Document, DocumentError> {
    let text = charset::decode_document(body, content_type);
    if text.trim_start().starts_with('{') {
        json::read(&text, base, zone)
    } else {
        xml::read(&text, base, zone)
    }
}
