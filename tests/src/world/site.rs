//! The three news sites and how each of them differs on the wire.

use super::product::Language;

/// The form of a site's feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FeedForm {
    /// RSS 2.0 with the whole text in `content:encoded`.
    RssFull,
    /// Atom 1.0.
    Atom,
    /// RSS 2.0 with a summary only.
    RssSummary,
}

/// One news site.
#[derive(Debug)]
pub(crate) struct Site {
    /// The source's name in the configuration.
    pub(crate) name: &'static str,
    /// The name that readers see.
    pub(crate) title: &'static str,
    pub(crate) language: Language,
    pub(crate) zone: &'static str,
    /// Hours east of Greenwich.
    pub(crate) hours: i64,
    pub(crate) feed: FeedForm,
    /// Compresses for clients that accept it.
    pub(crate) gzip: bool,
    /// Sends GB18030 and says so in a meta tag only.
    pub(crate) legacy_charset: bool,
    /// Seconds that its robots.txt asks for between requests.
    pub(crate) crawl_delay: Option<u32>,
    /// Ordinary articles on a weekday, from and to.
    pub(crate) daily: (i64, i64),
}

/// The whole press of the demo world.
pub(crate) const SITES: [Site; 3] = [
    Site {
        name: "harbour-courier",
        title: "The Harbour Courier",
        language: Language::English,
        zone: "Asia/Jakarta",
        hours: 7,
        feed: FeedForm::RssFull,
        gzip: true,
        legacy_charset: false,
        crawl_delay: None,
        daily: (2, 4),
    },
    Site {
        name: "kabar-teluk",
        title: "Kabar Teluk",
        language: Language::Indonesian,
        zone: "Asia/Jakarta",
        hours: 7,
        feed: FeedForm::Atom,
        gzip: false,
        legacy_charset: false,
        // A real second of waiting per request, so it is the site with the fewest articles that asks for it.
        crawl_delay: Some(1),
        daily: (2, 2),
    },
    Site {
        name: "yunluo-wanbao",
        title: "云螺晚报",
        language: Language::Chinese,
        zone: "Asia/Shanghai",
        hours: 8,
        feed: FeedForm::RssSummary,
        gzip: false,
        legacy_charset: true,
        crawl_delay: None,
        daily: (2, 3),
    },
];
