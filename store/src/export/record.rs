//! An item as it is written: flat, under the names that `config/presets/whence-posts.toml` and `whence-export.toml` read.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::time::{Micros, Precision};

/// One item.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Record {
    pub(super) platform: String,
    /// The platform's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    /// The item's pseudonym, where its id would find who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) item: Option<String>,
    pub(super) kind: String,
    /// As precise as it is known, and no more.
    pub(super) created: String,
    pub(super) precision: String,
    /// The handle as shown, or the pseudonym.
    pub(super) author: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) author_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) author_name: Option<String>,
    /// Whether something was left out to protect people.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) withheld: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) lang: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) byline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rt_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) quote_of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reply_to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) conv: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) urls: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) hashtags: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) mentions: Vec<Mention>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) media: Vec<Media>,
    /// The newest value of each count.
    #[serde(flatten)]
    pub(super) counts: Counts,
}

/// An account named in an item.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Mention {
    pub(super) handle: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
}

/// What an item shows.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Media {
    pub(super) kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) alt: Option<String>,
    /// What is known of the picture itself, where it was asked for.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub(super) picture: Option<Picture>,
}

/// A picture by its hashes, both in hexadecimal.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Picture {
    pub(super) sha256: String,
    pub(super) dhash: String,
    pub(super) mime: String,
    /// Bytes.
    pub(super) size: i64,
    /// Pixels.
    pub(super) width: i64,
    /// Pixels.
    pub(super) height: i64,
}

/// Counts: those of X under their short names, others by their own.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Counts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rts: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) favs: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) replies: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) quotes: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) views: Option<i64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) metrics: BTreeMap<String, i64>,
}

impl Counts {
    /// Adds a count by its name in the store.
    pub(super) fn put(&mut self, name: String, value: i64) {
        match name.as_str() {
            "reposts" => self.rts = Some(value),
            "likes" => self.favs = Some(value),
            "replies" => self.replies = Some(value),
            "quotes" => self.quotes = Some(value),
            "views" => self.views = Some(value),
            _ => {
                self.metrics.insert(name, value);
            }
        }
    }
}

/// A time written no more precisely than it is known: a day is a date.
pub(super) fn written(at: Micros, precision: Precision) -> String {
    let form = match precision {
        Precision::Day => "%Y-%m-%d",
        Precision::Hour => "%Y-%m-%dT%HZ",
        Precision::Minute => "%Y-%m-%dT%H:%MZ",
        Precision::Second | Precision::Relative | Precision::None => return at.to_string(),
    };
    at.timestamp().strftime(form).to_string()
}
