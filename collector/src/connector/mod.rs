//! Connectors: sans-IO. They say what to ask for, judge what came, and read it; they open nothing and wait for nothing.
//!
//! One kind of source, one connector. A connector is tested with bytes alone.

mod archived;
pub mod article;
mod atom;
pub mod bluesky;
pub mod commoncrawl;
pub mod feed;
pub mod gdelt;
mod interface;
mod judge;
mod keys;
mod lenient;
pub mod mastodon;
pub(crate) mod picture;
mod plain;
mod reading;
pub mod reddit;
mod said;
pub mod sitemap;
mod sweep;
pub mod telegram;
pub mod wayback;
pub mod youtube;

use std::collections::BTreeMap;
use std::time::Duration;

use url::Url;
use whence_store::time::Micros;

pub use judge::{Judged, Outcome, Verdict, judge};
pub use picture::Picture;
pub use reading::{Gone, ReadError, Reading};
pub use said::Said;

use crate::config::SourceConfig;

/// A request that a connector wants made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// What reads the answer: one of the words of a connector's [`Connector::kinds`].
    pub kind: &'static str,
    /// What to ask for.
    pub url: Url,
    /// What the connector wants to know when it reads the answer, as JSON.
    pub context: String,
    /// When the page was published, if the answer that names it says so: an unread page is a gap then. Nothing for lists.
    pub published: Option<Micros>,
    /// Whether to ask again when it was done before: lists and their further pages, but not the pages that they name.
    pub again: bool,
    /// Higher ones are asked for first within a host; 0 for pages.
    pub priority: i64,
}

/// The priority of a poll and of the further pages of a list: what they name can wait, and they may lose entries.
pub const LIST: i64 = 10;

impl Ask {
    /// A list to be asked for, again and again.
    pub fn list(kind: &'static str, url: Url, context: String) -> Self {
        Self { kind, url, context, published: None, again: true, priority: LIST }
    }

    /// A page to be asked for once.
    pub fn page(kind: &'static str, url: Url, context: String, published: Option<Micros>) -> Self {
        Self { kind, url, context, published, again: false, priority: 0 }
    }
}

/// A request that was made.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What reads the answer.
    pub kind: &'a str,
    /// What was asked for.
    pub url: &'a Url,
    /// What the connector wanted to know.
    pub context: &'a str,
    /// When the source was polled before.
    pub last_poll: Option<Micros>,
}

/// An answer to be judged and read.
#[derive(Debug, Clone, Copy)]
pub struct Response<'a> {
    /// Where it came from in the end.
    pub url: &'a Url,
    /// The HTTP status.
    pub status: u16,
    /// The headers that are kept, names in lower case.
    pub headers: &'a [(String, String)],
    /// Its body, unpacked.
    pub body: &'a [u8],
    /// When it came.
    pub received_at: Micros,
}

impl<'a> Response<'a> {
    /// A header.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Its `Content-Type`.
    pub fn content_type(&self) -> Option<&'a str> {
        self.header("content-type")
    }
}

/// What governs whether an address may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Governed {
    /// The host's robots.txt.
    Robots,
    /// The terms of a documented public interface, by its name; robots.txt speaks of pages.
    Terms(&'static str),
}

/// What the operator's configuration lacks for a connector.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// The key.
    pub key: &'static str,
    /// What is wrong with it.
    pub message: String,
    /// What would be right.
    pub hint: String,
}

/// Where a source stopped, by the names that its connector gave.
pub type Cursors = BTreeMap<String, String>;

/// A kind of source.
pub trait Connector: Sync {
    /// Its word in the configuration.
    fn name(&self) -> &'static str;

    /// The words of the requests that it reads. The first is that of its polls; further pages of a list have another.
    fn kinds(&self) -> &'static [&'static str];

    /// The public address where it usually asks, for sources that name none.
    fn home(&self) -> Option<&'static str> {
        None
    }

    /// Whether a source's configuration will do.
    ///
    /// # Errors
    /// [`Unfit`].
    fn check(&self, _source: &SourceConfig) -> Result<(), Unfit> {
        Ok(())
    }

    /// What a poll of a source begins with.
    fn start(&self, source: &SourceConfig, cursors: &Cursors, now: Micros) -> Vec<Ask>;

    /// Headers that a request needs besides the usual ones, such as `Accept` or `Range`.
    fn headers(&self, _kind: &str, _context: &str) -> Vec<(String, String)> {
        Vec::new()
    }

    /// The longest body of a kind that it reads, in bytes unpacked, where that is less than the operator's limit.
    fn longest(&self, _kind: &str) -> u64 {
        u64::MAX
    }

    /// What the `Content-Type` of an answer has to begin with for its body to be received at all, where that matters.
    fn only(&self, _kind: &str) -> Option<&'static str> {
        None
    }

    /// Whether a request of a kind may be answered by saying that nothing has changed. A sweep's further pages may not: such an
    /// answer would not tell what lies behind the page, and end the sweep there.
    fn conditional(&self, kind: &str) -> bool {
        self.kinds().first() == Some(&kind)
    }

    /// What governs requests of a kind.
    fn governed(&self, _kind: &str) -> Governed {
        Governed::Robots
    }

    /// The least time between two requests to its platform's hosts, whatever the configuration says.
    fn min_interval(&self) -> Option<Duration> {
        None
    }

    /// How often a request is tried at most, whatever the configuration says.
    fn attempts(&self) -> Option<i64> {
        None
    }

    /// What an answer means for the work ahead.
    fn judge(&self, _asked: &Asked<'_>, response: &Response<'_>) -> Judged {
        judge(response)
    }

    /// The items that an answer of [`Outcome::Gone`] proves to be gone.
    fn gone(&self, _asked: &Asked<'_>) -> Vec<Gone> {
        Vec::new()
    }

    /// Reads an answer that was judged to be [`Outcome::Ok`].
    ///
    /// # Errors
    /// [`ReadError`] when it is nothing that can be read.
    fn read(
        &self,
        asked: &Asked<'_>,
        response: &Response<'_>,
        source: &SourceConfig,
    ) -> Result<Reading, ReadError>;
}

/// All connectors.
pub const CONNECTORS: &[&dyn Connector] = &[
    &feed::Feed,
    &article::Article,
    &sitemap::Sitemap,
    &bluesky::Bluesky,
    &mastodon::Mastodon,
    &telegram::Telegram,
    &youtube::Youtube,
    &reddit::Reddit,
    &wayback::Wayback,
    &commoncrawl::CommonCrawl,
    &gdelt::Gdelt,
];

/// The connector of a word of the configuration.
pub fn named(name: &str) -> Option<&'static dyn Connector> {
    CONNECTORS.iter().copied().find(|connector| connector.name() == name)
}

/// The connector that reads the answers to requests of a kind.
pub fn reader_of(kind: &str) -> Option<&'static dyn Connector> {
    if kind == picture::KIND {
        return Some(&picture::Pictures);
    }
    CONNECTORS.iter().copied().find(|connector| connector.kinds().contains(&kind))
}

/// The least time between two requests to the host of an address, whoever asks: a platform's minimum holds for its pages also where a
/// plain feed or a link leads to them.
pub fn least_interval(url: &Url) -> Duration {
    let Some(host) = url.host_str() else { return Duration::ZERO };
    let least = CONNECTORS.iter().filter_map(|connector| {
        let home = Url::parse(connector.home()?).ok()?;
        let platform = home.host_str()?;
        let platform = platform.strip_prefix("www.").unwrap_or(platform);
        let is_there = host.strip_suffix(platform).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        connector.min_interval().filter(|_| is_there)
    });
    least.max().unwrap_or_default()
}

/// How often a request of a kind is tried at most, where requests usually are `usual` times.
pub fn most_attempts(kind: &str, usual: i64) -> i64 {
    reader_of(kind).and_then(Connector::attempts).map_or(usual, |most| most.min(usual))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_platforms_minimum_holds_for_its_hosts_whoever_asks() {
        let least = |url: &str| least_interval(&Url::parse(url).unwrap());
        let reddit = named("reddit").unwrap().min_interval().unwrap();
        for there in ["https://www.reddit.com/r/a/.rss", "http://old.reddit.com/", "https://reddit.com/"] {
            assert_eq!(least(there), reddit, "{there}");
        }
        assert_eq!(least("https://t.me/s/harbour"), Duration::from_secs(2));
        for elsewhere in [
            "https://notreddit.com/",
            "https://reddit.com.example/",
            "https://example.org/",
            "http://127.0.0.1/",
        ] {
            assert_eq!(least(elsewhere), Duration::ZERO, "{elsewhere}");
        }
    }
}
