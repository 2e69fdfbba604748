//! Feeds: RSS, Atom, JSON Feed. A feed names pages; what the pages say is read by [`super::article`].

use chrono::{DateTime, Utc};
use feed_rs::model::Entry;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use url::Url;
use whence_store::time::Micros;

use super::{Ask, Asked, Connector, Cursors, ReadError, Reading, Response, article};
use crate::config::SourceConfig;
use crate::text::web_date;

/// The word of its requests.
pub(crate) const KIND: &str = "feed";

/// The connector of feeds.
pub struct Feed;

impl Connector for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    fn start(&self, source: &SourceConfig, _: &Cursors, _: Micros) -> Vec<Ask> {
        vec![Ask::list(KIND, source.url.clone(), "{}".to_owned())]
    }

    fn read(
        &self,
        _: &Asked<'_>,
        response: &Response<'_>,
        source: &SourceConfig,
    ) -> Result<Reading, ReadError> {
        read(response, source)
    }
}

/// What a feed says of a page, kept for the time when the page is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedEntry {
    /// Its title.
    pub title: Option<String>,
    /// When it was published, RFC 3339.
    pub published: Option<String>,
}

fn read(response: &Response<'_>, source: &SourceConfig) -> Result<Reading, ReadError> {
    let zone = source.zone();
    let parser = feed_rs::parser::Builder::new()
        .base_uri(Some(response.url.as_str()))
        .timestamp_parser(move |text| stamp(text, zone.as_ref()))
        .build();
    let feed =
        parser.parse(response.body).map_err(|e| ReadError(format!("not a feed that can be read: {e}")))?;
    let mut reading = Reading::default();
    let mut dates = Vec::with_capacity(feed.entries.len());
    for entry in &feed.entries {
        dates.push(published(entry));
        if let Some(url) = link(entry, response.url) {
            let context = FeedEntry {
                title: entry.title.as_ref().map(|t| t.content.trim().to_owned()).filter(|t| !t.is_empty()),
                published: published(entry).map(|at| at.to_string()),
            };
            let context = serde_json::to_string(&context).unwrap_or_default();
            // A page without a date in the feed counts from when it was seen there.
            let published = published(entry).or(Some(response.received_at));
            reading.asks.push(Ask::page(article::KIND, url, context, published));
        } else {
            reading.missed(|| format!("entry `{}` has no link to a page", entry.id));
        }
    }
    let since = complete_since(&dates, response.received_at);
    reading.observed.extend(since.map(|since| (since, response.received_at)));
    Ok(reading)
}

fn stamp(text: &str, zone: Option<&TimeZone>) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(web_date(text, zone)?.at.0)
}

fn published(entry: &Entry) -> Option<Micros> {
    entry.published.or(entry.updated).map(|at| Micros(at.timestamp_micros()))
}

/// The page of an entry: its `alternate` link, or the first one that leads to a page.
fn link(entry: &Entry, base: &Url) -> Option<Url> {
    let page = |rel: Option<&str>| matches!(rel, None | Some("alternate"));
    let mut links = entry.links.iter().filter(|l| page(l.rel.as_deref())).chain(&entry.links);
    links.find_map(|link| {
        let mut url = base.join(link.href.trim()).ok()?;
        url.set_fragment(None);
        matches!(url.scheme(), "http" | "https").then_some(url)
    })
}

/// A feed lists its last entries, newest first or newest last: from the oldest of them on it shows everything. A feed
/// in any other order (a pinned entry, an editor's choice), or without dates, proves nothing of the kind.
fn complete_since(dates: &[Option<Micros>], received: Micros) -> Option<Micros> {
    let dates: Vec<Micros> = dates.iter().copied().collect::<Option<_>>()?;
    let descending = dates.windows(2).all(|pair| pair[0] >= pair[1]);
    let ascending = dates.windows(2).all(|pair| pair[0] <= pair[1]);
    let oldest = dates.iter().copied().min()?;
    ((descending || ascending) && oldest <= received).then_some(oldest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(body: &str) -> Reading {
        let url = Url::parse("https://example.org/feeds/all.xml").unwrap();
        let response = Response {
            url: &url,
            status: 200,
            headers: &[],
            body: body.as_bytes(),
            received_at: Micros(1_738_000_000_000_000),
        };
        let source = SourceConfig::parse(
            "name = 'a'\nconnector = 'feed'\nurl = 'https://example.org/'\ntime_zone = 'Asia/Shanghai'",
        )
        .unwrap();
        read(&response, &source).unwrap()
    }

    #[test]
    fn entries_become_pages_with_what_the_feed_says_of_them() {
        let reading = read_text(
            "<rss version='2.0'><channel><title>t</title>
             <item><title>A</title><link>/a#x</link><pubDate>2025-01-27 08:00:00</pubDate></item>
             <item><title>B</title><link>https://other.example/b</link><pubDate>Sun, 26 Jan 2025 08:00:00 GMT</pubDate></item>
             <item><title>C</title><link>mailto:c@d</link><pubDate>Sat, 25 Jan 2025 08:00:00 GMT</pubDate></item>
             </channel></rss>",
        );
        let urls: Vec<&str> = reading.asks.iter().map(|ask| ask.url.as_str()).collect();
        assert_eq!(urls, ["https://example.org/a", "https://other.example/b"]);
        assert!(reading.asks[0].context.contains("2025-01-27T00:00:00Z"), "{}", reading.asks[0].context);
        assert_eq!(reading.unmapped, 1);
        assert_eq!(reading.observed[0].0.to_string(), "2025-01-25T08:00:00Z");
    }

    #[test]
    fn a_feed_out_of_order_proves_no_coverage() {
        let item = |day: u8| {
            format!(
                "<item><title>x</title><link>/{day}</link><pubDate>{day} Jan 2025 08:00:00 GMT</pubDate></item>"
            )
        };
        let feed = |days: &[u8]| {
            format!(
                "<rss version='2.0'><channel>{}</channel></rss>",
                days.iter().map(|d| item(*d)).collect::<String>()
            )
        };
        assert_eq!(read_text(&feed(&[3, 26, 25])).observed, []);
        assert_eq!(read_text(&feed(&[24, 25, 26])).observed.len(), 1);
    }
}
