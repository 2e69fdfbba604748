//! All platforms that a host can be: what its sources are, and how it answers.

use std::time::Duration;

use whence_collector::connector::{Connector, named};

use super::hosts::Host;
use super::served::{Answer, Asked};
use super::{
    bluesky, commoncrawl, feed, gdelt, mastodon, reddit, sitemap, telegram, watched, wayback, youtube,
};

/// A platform.
#[derive(Debug)]
pub struct Platform {
    /// Its word in the figures.
    pub name: &'static str,
    /// The connector that reads it.
    pub connector: &'static str,
    /// The keys of each source that a host of it is, besides its name and connector.
    pub(super) sources: fn(&Host) -> Vec<String>,
    pub(super) answer: fn(&Host, &Asked) -> Answer,
}

impl Platform {
    /// Between two requests to a host of it, where `usual` is the collector's limit: platforms bear different ones. No limit at
    /// all is none here either.
    pub fn interval(&self, usual: Duration) -> Duration {
        if usual.is_zero() {
            return usual;
        }
        named(self.connector).and_then(Connector::min_interval).unwrap_or_default().max(usual)
    }
}

/// All platforms; each connector has at least one.
pub const PLATFORMS: &[Platform] = &[
    Platform { name: "feed", connector: "feed", sources: feed::rss_source, answer: feed::answer },
    Platform { name: "feed-atom", connector: "feed", sources: feed::atom_source, answer: feed::answer },
    Platform { name: "feed-json", connector: "feed", sources: feed::json_source, answer: feed::answer },
    Platform { name: "page", connector: "page", sources: watched::source, answer: watched::answer },
    Platform { name: "sitemap", connector: "sitemap", sources: sitemap::source, answer: sitemap::answer },
    Platform { name: "bluesky", connector: "bluesky", sources: bluesky::source, answer: bluesky::answer },
    Platform {
        name: "bluesky-threads",
        connector: "bluesky",
        sources: bluesky::source_with_threads,
        answer: bluesky::answer,
    },
    Platform {
        name: "mastodon",
        connector: "mastodon",
        sources: mastodon::account_source,
        answer: mastodon::answer,
    },
    Platform {
        name: "mastodon-tag",
        connector: "mastodon",
        sources: mastodon::tag_source,
        answer: mastodon::answer,
    },
    Platform { name: "telegram", connector: "telegram", sources: telegram::source, answer: telegram::answer },
    Platform { name: "youtube", connector: "youtube", sources: youtube::source, answer: youtube::answer },
    Platform { name: "reddit", connector: "reddit", sources: reddit::source, answer: reddit::answer },
    Platform { name: "wayback", connector: "wayback", sources: wayback::source, answer: wayback::answer },
    Platform {
        name: "commoncrawl",
        connector: "commoncrawl",
        sources: commoncrawl::source,
        answer: commoncrawl::answer,
    },
    Platform { name: "gdelt", connector: "gdelt", sources: gdelt::source, answer: gdelt::answer },
];

/// Those whose names are given; all where none is.
pub fn platforms(only: &[String]) -> Vec<&'static Platform> {
    PLATFORMS.iter().filter(|known| only.is_empty() || only.iter().any(|name| name == known.name)).collect()
}

#[cfg(test)]
mod tests {
    use whence_collector::connector::CONNECTORS;

    use super::*;

    #[test]
    fn each_connector_has_a_platform() {
        for connector in CONNECTORS {
            assert!(
                PLATFORMS.iter().any(|known| known.connector == connector.name()),
                "{}",
                connector.name()
            );
        }
        assert!(PLATFORMS.iter().all(|known| named(known.connector).is_some()));
    }

    #[test]
    fn a_platform_bears_no_less_than_its_connector_says() {
        let interval =
            |name: &str, usual| platforms(&[name.to_owned()])[0].interval(Duration::from_millis(usual));
        assert_eq!(interval("feed", 1000), Duration::from_secs(1));
        assert_eq!(interval("telegram", 1000), Duration::from_secs(2));
        assert_eq!(interval("telegram", 9000), Duration::from_secs(9));
        assert_eq!(interval("telegram", 0), Duration::ZERO);
    }
}
