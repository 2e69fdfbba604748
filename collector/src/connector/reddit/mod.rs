//! Reddit's feeds: the newest posts of a subreddit, or of one of its users.
//!
//! It does: read titles, texts, submitted links, authors, times. It does not: log in, read comments or votes, ask for the `.json`
//! pages, which are closed to programs without a key.

mod content;
mod post;

use std::time::Duration;

use url::Url;
use whence_store::time::Micros;

use self::post::Entry;
use super::atom::{Atom, judge_feed};
use super::feed::complete_since;
use super::{
    Ask, Asked, Connector, Cursors, Gone, Judged, Outcome, ReadError, Reading, Response, Unfit, keys,
};
use crate::config::SourceConfig;

/// The word of its requests.
const KIND: &str = "reddit";
/// Since June 2026 a reader without a key is served about once a minute.
const LEAST: Duration = Duration::from_secs(90);
/// What the platform says to readers that it does not want.
const FENCE: &[u8] = b"whoa there, pardner!";

/// The connector of Reddit's feeds.
pub struct Reddit;

impl Connector for Reddit {
    fn name(&self) -> &'static str {
        "reddit"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    fn home(&self) -> Option<&'static str> {
        Some("https://www.reddit.com/")
    }

    fn check(&self, source: &SourceConfig) -> Result<(), Unfit> {
        let hint = "write `channel = \"SUBREDDIT\"` or `account = \"NAME\"`, without `r/` and `u/`; a feed has no bounds and no \
                    search";
        keys::only(source, &["channel", "account"], hint)?;
        let unfit = |key, message: String| Unfit { key, message, hint: hint.to_owned() };
        match (source.target.channel.as_deref(), source.target.account.as_deref()) {
            (Some(_), Some(_)) => Err(unfit("account", "stands beside `channel`".to_owned())),
            (None, None) => Err(unfit("channel", "is missing, and so is `account`".to_owned())),
            (Some(name), None) if !is_name(name) => {
                Err(unfit("channel", format!("`{name}` is no subreddit's name")))
            }
            (None, Some(name)) if !is_name(name) => {
                Err(unfit("account", format!("`{name}` is no user's name")))
            }
            _ => Ok(()),
        }
    }

    fn start(&self, source: &SourceConfig, _: &Cursors, _: Micros) -> Vec<Ask> {
        address(source).map(|url| Ask::list(KIND, url, "{}".to_owned())).into_iter().collect()
    }

    fn min_interval(&self) -> Option<Duration> {
        Some(LEAST)
    }

    fn judge(&self, asked: &Asked<'_>, response: &Response<'_>) -> Judged {
        let begins = response.body.trim_ascii_start();
        // A post may quote the words: in a feed they are a post's.
        let is_feed = begins.starts_with(b"<?xml") || begins.starts_with(b"<feed");
        let body = response.body.to_ascii_lowercase();
        if !is_feed && body.windows(FENCE.len()).any(|words| words == FENCE) {
            return Judged::of(Outcome::Gated, "the platform's page for readers that it does not want");
        }
        judge_feed(asked, response)
    }

    fn read(&self, _: &Asked<'_>, response: &Response<'_>, _: &SourceConfig) -> Result<Reading, ReadError> {
        let atom = Atom::read(response)?;
        let mut reading = Reading::default();
        let mut dates = Vec::new();
        for entry in atom.entries() {
            match post::read(entry, &atom) {
                Ok(Entry::Post(item)) => {
                    dates.push(Some(item.created.at));
                    reading.items.push(*item);
                }
                Ok(Entry::Gone(native_id)) => {
                    reading.gone.push(Gone { platform: post::PLATFORM.to_owned(), native_id });
                }
                Err(why) => reading.missed(|| why),
            }
        }
        if reading.unmapped == 0 {
            let since = complete_since(&dates, response.received_at);
            reading.observed.extend(since.map(|since| (since, response.received_at)));
        }
        Ok(reading)
    }
}

/// What subreddits and users may be called.
fn is_name(name: &str) -> bool {
    (2..=32).contains(&name.len())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

fn address(source: &SourceConfig) -> Option<Url> {
    let target = &source.target;
    let path = match (&target.channel, &target.account) {
        (Some(name), _) => format!("/r/{name}/new/.rss?limit=100"),
        (None, Some(name)) => format!("/user/{name}/submitted/.rss"),
        (None, None) => return None,
    };
    source.url.join(&path).ok()
}
