//! Items as connectors and imports give them.

use super::account::NewAccount;
use crate::time::{Micros, Moment};

/// What kind of publication an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemKind {
    /// A post of its own.
    Post,
    /// Another's post passed on unchanged.
    Repost,
    /// An answer.
    Reply,
    /// Another's post with own words.
    Quote,
    /// A page of a website.
    Article,
    /// A video.
    Video,
    /// A comment.
    Comment,
    /// An entry of a ranking: says that a list held it, never how much was said.
    Ranking,
}

impl ItemKind {
    /// The word kept in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Repost => "repost",
            Self::Reply => "reply",
            Self::Quote => "quote",
            Self::Article => "article",
            Self::Video => "video",
            Self::Comment => "comment",
            Self::Ranking => "ranking",
        }
    }
}

/// Who says what language an item is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LangSource {
    /// The platform's own detection.
    Platform,
    /// The author's declaration.
    Author,
    /// Our detection.
    Detected,
}

impl LangSource {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Author => "author",
            Self::Detected => "detected",
        }
    }
}

/// An account named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMention {
    /// Its handle.
    pub handle: String,
    /// Its id.
    pub native_id: Option<String>,
}

/// A picture or film of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMedia {
    /// `photo`, `video`, …
    pub kind: String,
    /// Where it lies.
    pub url: Option<String>,
    /// Its alternative text.
    pub alt: Option<String>,
}

/// An item to be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct NewItem {
    /// Who published it; its platform is the item's.
    pub account: NewAccount,
    /// The platform's id; for web pages the canonical URL.
    pub native_id: String,
    /// What it is.
    pub kind: ItemKind,
    /// When it was published.
    pub created: Moment,
    /// Which field said so (`created_at`, `json-ld:datePublished`, `capture`).
    pub created_basis: String,
    /// When it was last changed, as it says itself.
    pub modified: Option<Micros>,
    /// Its title.
    pub title: Option<String>,
    /// Its text.
    pub text: String,
    /// The people it names as authors, as written.
    pub byline: Option<String>,
    /// Its language and who says so.
    pub lang: Option<(String, LangSource)>,
    /// Where people read it.
    pub url: Option<String>,
    /// The id of the item that it passes on.
    pub repost_of: Option<String>,
    /// The id of the item that it quotes.
    pub quote_of: Option<String>,
    /// The id of the item that it answers.
    pub reply_to: Option<String>,
    /// The id of its conversation.
    pub thread_id: Option<String>,
    /// Links in it, as written.
    pub links: Vec<String>,
    /// Hashtags in it.
    pub tags: Vec<String>,
    /// Accounts named in it.
    pub mentions: Vec<NewMention>,
    /// What it shows.
    pub media: Vec<NewMedia>,
    /// Counts beside it (`likes`, `views`, …).
    pub metrics: Vec<(String, i64)>,
    /// When it was there, where the source says so itself, as a stream of events does; empty: when it was captured.
    pub seen: Option<Micros>,
    /// The version of the rule that read it.
    pub rule_version: i64,
}
