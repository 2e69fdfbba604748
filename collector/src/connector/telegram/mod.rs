//! Public channels of Telegram, by the preview pages at `t.me/s/CHANNEL`.
//!
//! It does: read the newest page, and older ones down to what is known or to `from`. It does not: log in, join, or look at a
//! channel that has no preview. A gap between two ids proves nothing: service messages, albums and deletions all leave one.

mod count;
mod find;
mod message;
mod page;
mod sweep;
mod text;

use std::time::Duration;

use url::Url;
use whence_store::time::Micros;

use self::page::Page;
use self::sweep::Sweep;
use super::{
    Ask, Asked, Connector, Cursors, Judged, Outcome, ReadError, Reading, Response, Unfit, judge, keys,
};
use crate::config::SourceConfig;

/// The word of its polls.
const KIND: &str = "telegram";
/// The word of older pages.
const OLDER: &str = "telegram-older";

/// The connector of Telegram's channel previews.
pub struct Telegram;

impl Connector for Telegram {
    fn name(&self) -> &'static str {
        "telegram"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[KIND, OLDER]
    }

    fn home(&self) -> Option<&'static str> {
        Some("https://t.me/")
    }

    fn check(&self, source: &SourceConfig) -> Result<(), Unfit> {
        let hint = "write `channel = \"NAME\"`, and `from` or `to` if wanted";
        keys::only(source, &["channel", "from", "to"], hint)?;
        let unfit = |message: String| Unfit { key: "channel", message, hint: hint.to_owned() };
        match source.target.channel.as_deref() {
            Some(name) if is_name(name) => Ok(()),
            Some(name) => Err(unfit(format!("`{name}` is no public channel's name"))),
            None => Err(unfit("is missing".to_owned())),
        }
    }

    fn start(&self, source: &SourceConfig, cursors: &Cursors, _: Micros) -> Vec<Ask> {
        let context = Sweep::begin(source, cursors).to_json();
        address(source, None).map(|url| Ask::list(KIND, url, context)).into_iter().collect()
    }

    fn min_interval(&self) -> Option<Duration> {
        Some(Duration::from_secs(2))
    }

    fn judge(&self, asked: &Asked<'_>, response: &Response<'_>) -> Judged {
        let judged = judge(response);
        if judged.outcome != Outcome::Ok {
            return judged;
        }
        if response.url.host_str() != asked.url.host_str() {
            let why = format!("led away to {}", response.url.host_str().unwrap_or_default());
            return Judged::of(Outcome::Gated, why);
        }
        let closed = || Judged::of(Outcome::Forbidden, "the channel has no public preview");
        if !response.url.path().starts_with("/s/") {
            return closed();
        }
        match Page::parse(response) {
            Ok(page) if page.is_whole() && !page.has_history() => closed(),
            _ => judged,
        }
    }

    fn read(
        &self,
        asked: &Asked<'_>,
        response: &Response<'_>,
        source: &SourceConfig,
    ) -> Result<Reading, ReadError> {
        let sweep = Sweep::read(asked.context)?;
        let page = Page::parse(response)?;
        if !page.has_history() {
            return Err(ReadError("the page holds no history of a channel".to_owned()));
        }
        let mut reading = Reading::default();
        let seen = page.messages(&mut reading, source);
        reading.accounts.extend(page.channel());
        sweep.go_on(&seen, response.received_at, source, &mut reading)?;
        Ok(reading)
    }
}

/// Letters, digits and underscores, as channels may be called; an invitation is no name.
fn is_name(name: &str) -> bool {
    (4..=32).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The page of the newest messages, or of those before an id.
fn address(source: &SourceConfig, before: Option<i64>) -> Option<Url> {
    let mut url = source.url.join(&format!("/s/{}", source.target.channel.as_deref()?)).ok()?;
    if let Some(id) = before {
        url.query_pairs_mut().append_pair("before", &id.to_string());
    }
    Some(url)
}
