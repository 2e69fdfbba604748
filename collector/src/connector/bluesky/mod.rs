//! Bluesky: the posts and reposts of an account, newest first, and the threads below its posts.
//!
//! It asks the public interface that Bluesky offers for this, without a key. It does not search, which needs an account's password.

pub(crate) mod dump;
mod embed;
pub(crate) mod event;
mod facets;
mod feed;
mod post;
mod record;
mod refusal;
mod stamp;
mod thread;

use serde::{Deserialize, Serialize};
use url::Url;
use whence_store::time::Micros;

use super::sweep::Sweep;
use super::{
    Ask, Asked, Connector, Cursors, Gone, Governed, Judged, ReadError, Reading, Response, Unfit, interface,
};
use crate::config::SourceConfig;

/// The word of the platform.
pub(super) const PLATFORM: &str = "bluesky";
/// The version of this reading; written into items.
const RULE: i64 = 1;

/// The first page of an account's feed.
const POLL: &str = "bluesky";
/// Its further pages.
const PAGE: &str = "bluesky-page";
/// A post and the answers below it.
const THREAD: &str = "bluesky-thread";
/// Posts by their addresses: those that the answer lacks are gone.
const POSTS: &str = "bluesky-posts";

/// The connector of Bluesky.
pub struct Bluesky;

/// What a request for posts by their addresses is about.
#[derive(Debug, Default, Serialize, Deserialize)]
struct About {
    uris: Vec<String>,
}

impl About {
    fn of(context: &str) -> Self {
        serde_json::from_str(context).unwrap_or_default()
    }

    fn to_context(&self) -> String {
        // A list of texts always serialises.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Connector for Bluesky {
    fn name(&self) -> &'static str {
        "bluesky"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[POLL, PAGE, THREAD, POSTS]
    }

    fn home(&self) -> Option<&'static str> {
        Some("https://public.api.bsky.app")
    }

    fn check(&self, source: &SourceConfig) -> Result<(), Unfit> {
        interface::check(source)?;
        let target = &source.target;
        interface::unused(target.channel.is_some(), "channel", "name the account with `account`")?;
        interface::unused(target.tag.is_some(), "tag", "tags need the search, which is not for everyone")?;
        interface::unused(target.query.is_some(), "query", "the search is not for everyone")?;
        if actor(source).is_none() {
            return Err(Unfit {
                key: "account",
                message: target.account.as_ref().map_or_else(
                    || "is missing".to_owned(),
                    |account| format!("`{account}` is neither a handle nor a DID"),
                ),
                hint:
                    "write a handle such as harbour.example, or better the DID, as handles change: did:plc:…"
                        .to_owned(),
            });
        }
        Ok(())
    }

    fn start(&self, source: &SourceConfig, cursors: &Cursors, _: Micros) -> Vec<Ask> {
        let Some(actor) = actor(source) else { return Vec::new() };
        let sweep = Sweep::start(actor, cursors);
        vec![Ask::list(POLL, feed::page(&source.url, actor, None), sweep.to_context())]
    }

    fn headers(&self, _: &str, _: &str) -> Vec<(String, String)> {
        vec![("accept".to_owned(), "application/json".to_owned())]
    }

    fn governed(&self, _: &str) -> Governed {
        Governed::Terms("Bluesky's public API")
    }

    fn judge(&self, asked: &Asked<'_>, response: &Response<'_>) -> Judged {
        refusal::meaning(asked, response)
    }

    fn gone(&self, asked: &Asked<'_>) -> Vec<Gone> {
        if asked.kind == THREAD {
            About::of(asked.context).uris.into_iter().map(gone).collect()
        } else {
            Vec::new()
        }
    }

    fn read(
        &self,
        asked: &Asked<'_>,
        response: &Response<'_>,
        source: &SourceConfig,
    ) -> Result<Reading, ReadError> {
        match asked.kind {
            THREAD => thread::read(response, source),
            POSTS => thread::read_posts(&About::of(asked.context).uris, response, source),
            _ => feed::read(asked, response, source),
        }
    }
}

/// The account, as the interface wants it named.
fn actor(source: &SourceConfig) -> Option<&str> {
    let account = source.target.account.as_deref()?.trim().trim_start_matches('@');
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '_' | '%');
    let is_handle = account.contains('.') && !account.contains(':') && !account.ends_with('.');
    ((is_handle || account.starts_with("did:")) && account.chars().all(plain)).then_some(account)
}

fn gone(native_id: String) -> Gone {
    Gone { platform: PLATFORM.to_owned(), native_id }
}

/// A request of the interface.
fn method(server: &Url, name: &str, parameters: &[(&str, &str)]) -> Url {
    let mut url = server.clone();
    url.set_path(&format!("/xrpc/{name}"));
    url.query_pairs_mut().clear().extend_pairs(parameters);
    url
}

#[cfg(test)]
mod tests;
