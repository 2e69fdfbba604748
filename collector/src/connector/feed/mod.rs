//! Feeds: RSS, Atom, JSON Feed. A feed names pages; what the pages say is read by [`super::article`].
//!
//! A feed shows its last entries. Where it names further pages of itself, they are asked for until an entry turns up that the sweep
//! before knew. Pages are never guessed from how a publisher's software usually names them.

mod source_line;
mod sweep;

use std::collections::BTreeSet;

use url::Url;
use whence_store::time::Micros;

pub(super) use self::sweep::complete_since;
use self::sweep::{MOST_PAGES, Sweep};
use super::{Ask, Asked, Connector, Cursors, ReadError, Reading, Response, Said, Unfit, article, keys};
use crate::config::SourceConfig;
use crate::feed_document::{self, Document, Entry};

/// The word of its polls.
pub(crate) const KIND: &str = "feed";
/// The word of further pages.
const PAGE: &str = "feed_page";
/// The name of the cursor: the entries that the last sweep began with.
const KNOWN: &str = "known";

/// The connector of feeds.
pub struct Feed;

impl Connector for Feed {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[KIND, PAGE]
    }

    fn check(&self, source: &SourceConfig) -> Result<(), Unfit> {
        keys::only(source, &["from", "to"], "take it out: `url` says what is asked for")
    }

    fn start(&self, source: &SourceConfig, cursors: &Cursors, _: Micros) -> Vec<Ask> {
        let sweep = Sweep::after(cursors.get(KNOWN).map(String::as_str));
        vec![Ask::list(KIND, source.url.clone(), sweep.to_json())]
    }

    fn read(
        &self,
        asked: &Asked<'_>,
        response: &Response<'_>,
        source: &SourceConfig,
    ) -> Result<Reading, ReadError> {
        read(asked, response, source)
    }
}

fn read(asked: &Asked<'_>, response: &Response<'_>, source: &SourceConfig) -> Result<Reading, ReadError> {
    let zone = source.zone();
    let document = feed_document::read(response.body, response.content_type(), response.url, zone.as_ref())
        .map_err(|e| ReadError(e.to_string()))?;
    let mut reading = Reading::default();
    let mut seen = BTreeSet::new();
    for entry in &document.entries {
        let Some(url) = page_of(entry) else {
            let id = entry.id.as_deref().unwrap_or_default();
            reading.missed(|| format!("entry `{id}` has no link to a page"));
            continue;
        };
        let published = published(entry);
        let is_wanted = published.is_none_or(|at| {
            source.target.from.is_none_or(|from| at >= from) && source.target.to.is_none_or(|to| at < to)
        });
        if is_wanted && seen.insert(key(entry)) {
            let context = serde_json::to_string(&said(entry)).unwrap_or_default();
            // A page without a date in the feed counts from when it was seen there.
            reading.asks.push(Ask::page(
                article::KIND,
                url,
                context,
                published.or(Some(response.received_at)),
            ));
        }
    }
    go_on(&mut reading, &document, asked, response, source);
    Ok(reading)
}

/// Says what the page proves, and asks for the next one or ends the sweep.
fn go_on(
    reading: &mut Reading,
    document: &Document,
    asked: &Asked<'_>,
    response: &Response<'_>,
    source: &SourceConfig,
) {
    let mut sweep = Sweep::of(asked, response.received_at);
    let keys: Vec<String> = document.entries.iter().map(key).collect();
    let dates: Vec<Option<Micros>> = document.entries.iter().map(published).collect();
    let is_met = sweep.meets(&keys);
    let since = complete_since(&dates, sweep.until);
    let next = document.next.clone().filter(|next| {
        let is_over = is_met || document.entries.is_empty() || sweep.page + 1 >= MOST_PAGES;
        let is_before = source.target.from.zip(since).is_some_and(|(from, since)| since < from);
        !is_over && !is_before && matches!(next.scheme(), "http" | "https") && next != asked.url
    });
    reading.observed.extend(sweep.proves(since, is_met, next.is_some(), &source.target));
    sweep.begin_with(&keys);
    match next {
        Some(next) => reading.asks.insert(0, Ask::list(PAGE, next, sweep.next(since).to_json())),
        None => reading.cursors.push((KNOWN.to_owned(), Some(sweep.newest()))),
    }
}

/// What a page's reader gets to know.
fn said(entry: &Entry) -> Said {
    let origin = entry.origin.clone().unwrap_or_default();
    let line = || source_line::find(entry.content.as_deref().or(entry.summary.as_deref())?);
    let is_told = origin.name.is_some() || origin.url.is_some();
    Said {
        title: entry.title.clone(),
        published: entry.published.as_ref().or(entry.updated.as_ref()).map(|at| at.original.clone()),
        author: entry.author.clone(),
        source: if is_told { origin.name } else { line() },
        source_url: origin.url.map(String::from),
        ..Said::default()
    }
}

fn published(entry: &Entry) -> Option<Micros> {
    entry.published.as_ref().or(entry.updated.as_ref()).map(|at| at.at)
}

/// What an entry is known by: its id, or its page.
fn key(entry: &Entry) -> String {
    sweep::mark(entry.id.as_deref().or(entry.link.as_ref().map(Url::as_str)).unwrap_or_default())
}

/// The page of an entry.
fn page_of(entry: &Entry) -> Option<Url> {
    let mut url = entry.link.clone()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then_some(url)
}

#[cfg(test)]
mod tests;
