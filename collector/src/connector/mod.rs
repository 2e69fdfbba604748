//! Connectors: sans-IO. They say what to ask for, and read what came; they open nothing and wait for nothing.
//!
//! One source type, one connector. A connector is tested with bytes alone.

pub mod article;
pub mod feed;

use jiff::tz::TimeZone;
use url::Url;
use whence_store::ingest::{ActorKind, NewItem};
use whence_store::time::Micros;

/// An answer to be read.
#[derive(Debug, Clone)]
pub struct Response<'a> {
    /// Where it came from in the end.
    pub url: &'a Url,
    /// Its `Content-Type`.
    pub content_type: Option<&'a str>,
    /// Its body, unpacked.
    pub body: &'a [u8],
    /// When it came.
    pub received_at: Micros,
}

/// What the configuration says of the source.
#[derive(Debug, Clone)]
pub struct SourceFacts<'a> {
    /// The source's configured address.
    pub url: &'a Url,
    /// What the operator knows of the publisher.
    pub publisher: Option<ActorKind>,
    /// The zone of times that name none.
    pub zone: Option<TimeZone>,
}

/// What a connector read from an answer.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Items.
    pub items: Vec<NewItem>,
    /// Pages that it names.
    pub discovered: Vec<Discovered>,
    /// From when on the answer shows everything that was published, as far as it can be told from the answer alone.
    pub complete_since: Option<Micros>,
    /// Entries that could not be read.
    pub unmapped: usize,
    /// Why the first of them could not.
    pub first_error: Option<String>,
}

/// A page to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovered {
    /// Its address.
    pub url: Url,
    /// When it was published, if the answer says so.
    pub published: Option<Micros>,
    /// What the connector wants to know when it reads the page, as JSON.
    pub context: String,
}

/// Why an answer could not be read at all.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ReadError(pub String);
