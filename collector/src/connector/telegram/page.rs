//! A page of a channel's preview: its messages, its channel, and what it tells of its place in the history.

use scraper::Html;
use url::Url;
use whence_store::ingest::NewAccount;
use whence_store::time::Micros;

use super::super::article::{DEEPEST, MOST_ELEMENTS};
use super::super::{ReadError, Reading, Response};
use super::{find, message};
use crate::config::SourceConfig;
use crate::text::{decode_page, elements, html_text, nesting};

/// A page that can be read.
pub(super) struct Page {
    document: Html,
    base: Url,
    is_whole: bool,
}

/// What a page tells of its place in the history.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// The highest id on it.
    pub(super) highest: Option<i64>,
    /// The lowest id on it.
    pub(super) lowest: Option<i64>,
    /// The time of the oldest message on it.
    pub(super) oldest: Option<Micros>,
    /// How many messages it has.
    pub(super) messages: usize,
    /// Whether each of its messages was read.
    pub(super) is_complete: bool,
}

impl Page {
    /// Parses a page.
    ///
    /// # Errors
    /// [`ReadError`] where a parser would choke on it.
    pub(super) fn parse(response: &Response<'_>) -> Result<Self, ReadError> {
        let html = decode_page(response.body, response.content_type());
        if nesting(&html) > DEEPEST || elements(&html) > MOST_ELEMENTS {
            return Err(ReadError("its elements are more than any page's: not read".to_owned()));
        }
        let is_whole = html.contains("</html>");
        Ok(Self { document: Html::parse_document(&html), base: response.url.clone(), is_whole })
    }

    /// Whether the page came to its end.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Whether it shows a channel's history, be it an empty one.
    pub(super) fn has_history(&self) -> bool {
        find::first(self.document.root_element(), "section.tgme_channel_history").is_some()
    }

    /// The channel as the page's head shows it.
    pub(super) fn channel(&self) -> Option<NewAccount> {
        let head = find::first(self.document.root_element(), ".tgme_channel_info")?;
        let handle = find::said(head, ".tgme_channel_info_header_username a")?;
        let description = find::first(head, ".tgme_channel_info_description");
        Some(NewAccount {
            platform: message::PLATFORM.to_owned(),
            handle: handle.trim_start_matches('@').to_owned(),
            name: find::said(head, ".tgme_channel_info_header_title span"),
            description: description.map(|about| html_text(&about.inner_html())).filter(|t| !t.is_empty()),
            label: find::first(head, ".verified-icon").map(|_| "verified".to_owned()),
            ..NewAccount::default()
        })
    }

    /// Reads the messages into a reading, those of the source's window alone.
    pub(super) fn messages(&self, reading: &mut Reading, source: &SourceConfig) -> Seen {
        let root = self.document.root_element();
        let mut seen = Seen { is_complete: true, ..Seen::default() };
        for block in find::all(root, "div.tgme_widget_message") {
            seen.messages += 1;
            let post = message::Post::of(block);
            let id = post.as_ref().ok().map(|post| post.id);
            seen.highest = seen.highest.max(id);
            seen.lowest = seen.lowest.into_iter().chain(id).min();
            match post.and_then(|post| Ok((message::time(block)?, post))) {
                Ok((at, post)) => {
                    seen.oldest = seen.oldest.into_iter().chain([at.at]).min();
                    let window = &source.target;
                    let is_in =
                        window.from.is_none_or(|from| at.at >= from) && window.to.is_none_or(|to| at.at < to);
                    let is_service = block.value().classes().any(|token| token == "service_message");
                    if is_in && !is_service {
                        reading.items.push(message::read(block, &post, at, &self.base));
                    }
                }
                Err(why) => {
                    seen.is_complete = false;
                    reading.missed(|| why);
                }
            }
        }
        seen
    }
}
