//! What two sites can have in common.

/// A kind of identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// The account of a Universal Analytics property: `UA-1234567` of `UA-1234567-2`.
    GoogleAnalytics,
    /// A Google tag (Analytics 4): `G-…`.
    GoogleTag,
    /// A Tag Manager container: `GTM-…`.
    TagManager,
    /// A Google Ads account: `AW-…`.
    GoogleAds,
    /// An `AdSense` publisher, in the page or in ads.txt: `pub-…`.
    AdSense,
    /// A Yandex Metrica counter.
    Metrica,
    /// A Baidu Tongji site.
    Tongji,
    /// A seller's account in ads.txt.
    AdsTxt,
    /// A tag that shows a service whose page it is.
    Verification,
    /// The picture in the browser's tab, by its bytes.
    Favicon,
    /// Names of classes and ids: the template that pages are made by.
    Template,
}

impl Kind {
    /// Its name in files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::GoogleAnalytics => "google-analytics",
            Self::GoogleTag => "google-tag",
            Self::TagManager => "tag-manager",
            Self::GoogleAds => "google-ads",
            Self::AdSense => "adsense",
            Self::Metrica => "yandex-metrica",
            Self::Tongji => "baidu-tongji",
            Self::AdsTxt => "ads-txt",
            Self::Verification => "verification",
            Self::Favicon => "favicon",
            Self::Template => "template",
        }
    }
}

/// An identifier.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Identifier {
    pub(crate) kind: Kind,
    pub(crate) value: String,
}

impl Identifier {
    pub(super) fn new(kind: Kind, value: impl Into<String>) -> Self {
        Self { kind, value: value.into() }
    }
}
