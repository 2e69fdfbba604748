//! Sitemaps: indexes, lists of pages, news sitemaps, plain text, packed or not. What the pages say is read by [`super::article`].
//!
//! `lastmod` is often the time of a build: it tells that a page may have changed, never when it was published.

mod document;
mod unpack;

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use url::Url;
use whence_store::time::{Micros, Moment, Precision};

use self::document::{Place, each_place};
use super::{Ask, Asked, Connector, Cursors, ReadError, Reading, Response, Said, Unfit, article, keys};
use crate::config::{SourceConfig, Target};
use crate::text::{decode_page, web_date};

/// The word of its polls.
const KIND: &str = "sitemap";
/// The word of the sitemaps that an index names.
const PART: &str = "sitemap_part";
/// How deep indexes may name indexes.
const DEEPEST: usize = 3;
/// What the protocol allows in one file.
const MOST_PLACES: usize = 50_000;

/// The connector of sitemaps.
pub struct Sitemap;

/// What a sitemap's reading needs to know of the sweep.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Part {
    /// The indexes that led here.
    #[serde(default)]
    road: Vec<String>,
    /// When the source was polled before.
    #[serde(default)]
    since: Option<i64>,
}

impl Connector for Sitemap {
    fn name(&self) -> &'static str {
        "sitemap"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[KIND, PART]
    }

    fn check(&self, source: &SourceConfig) -> Result<(), Unfit> {
        keys::only(source, &["from", "to"], "take it out: `url` says what is asked for")
    }

    fn start(&self, source: &SourceConfig, _: &Cursors, _: Micros) -> Vec<Ask> {
        vec![Ask::list(KIND, source.url.clone(), "{}".to_owned())]
    }

    fn read(
        &self,
        asked: &Asked<'_>,
        response: &Response<'_>,
        source: &SourceConfig,
    ) -> Result<Reading, ReadError> {
        let (body, is_cut) = unpack::unpacked(response.body)?;
        let text = decode_page(&body, response.content_type());
        let mut part: Part = serde_json::from_str(asked.context).unwrap_or_default();
        if asked.kind == KIND {
            part.since = asked.last_poll.map(|at| at.0);
        }
        part.road.push(asked.url.to_string());
        let zone = source.zone();
        let mut sweep = Sweep {
            part,
            target: &source.target,
            zone: zone.as_ref(),
            seen: BTreeSet::new(),
            reading: Reading::default(),
        };
        let number = each_place(&text, MOST_PLACES, |place| sweep.take(&place, response.url))?;
        if is_cut || number > MOST_PLACES {
            sweep.reading.missed(|| {
                format!("it names more than {MOST_PLACES} places, or is larger than 64 MB: the rest is left")
            });
        }
        Ok(sweep.reading)
    }
}

/// The reading of one file.
struct Sweep<'s> {
    part: Part,
    target: &'s Target,
    zone: Option<&'s TimeZone>,
    seen: BTreeSet<String>,
    reading: Reading,
}

impl Sweep<'_> {
    fn take(&mut self, place: &Place, base: &Url) {
        let address =
            base.join(place.address.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let Some(mut url) = address.filter(|_| !place.address.trim().is_empty()) else {
            self.reading.missed(|| format!("`{}` is no address of a page", place.address.trim()));
            return;
        };
        url.set_fragment(None);
        if !self.seen.insert(url.to_string()) {
            return;
        }
        let changed =
            place.changed.as_deref().and_then(|text| web_date(text, self.zone)).map(|moment| latest(&moment));
        if place.is_sitemap { self.descend(url, changed) } else { self.page(url, place, changed) }
    }

    /// Asks for a sitemap that an index names, unless it has not changed since the last poll.
    fn descend(&mut self, url: Url, changed: Option<Micros>) {
        if self.part.road.iter().any(|known| known == url.as_str()) {
            self.reading.missed(|| format!("the index names {url}, which led to it"));
        } else if self.part.road.len() > DEEPEST {
            self.reading.missed(|| format!("{url} lies deeper than {DEEPEST} indexes"));
        } else if !self.is_older(changed) {
            let context = serde_json::to_string(&self.part).unwrap_or_default();
            self.reading.asks.push(Ask::list(PART, url, context));
        }
    }

    fn page(&mut self, url: Url, place: &Place, changed: Option<Micros>) {
        let published = place.published.as_deref().and_then(|text| web_date(text, self.zone));
        let Target { from, to, .. } = self.target;
        let last = published.as_ref().map(latest).or(changed);
        // What was last changed before was not published after.
        let is_before = from.zip(last).is_some_and(|(from, last)| last < from);
        let is_after = to.zip(published.as_ref()).is_some_and(|(to, published)| published.at >= to);
        if is_before || is_after {
            return;
        }
        let said = Said {
            title: place.title.clone(),
            published: published.as_ref().map(|moment| moment.original.clone()),
            list: Some(KIND.to_owned()),
            site: place.site.clone(),
            lang: place.lang.as_deref().and_then(language),
            alternates: place.alternates.clone(),
            ..Said::default()
        };
        let context = serde_json::to_string(&said).unwrap_or_default();
        let ask = Ask::page(article::KIND, url, context, published.map(|moment| moment.at));
        // A page that was read is only asked for again if it says that it has changed since.
        let again = self.part.since.is_some() && changed.is_some() && !self.is_older(changed);
        self.reading.asks.push(Ask { again, ..ask });
    }

    /// Whether something was last changed before the last poll.
    fn is_older(&self, changed: Option<Micros>) -> bool {
        changed.zip(self.part.since).is_some_and(|(changed, since)| changed.0 < since)
    }
}

/// The end of what a date may mean. A day is over everywhere half a day after its end in UTC.
fn latest(moment: &Moment) -> Micros {
    moment.at.plus(match moment.precision {
        Precision::Day => Micros::DAY + Micros::DAY / 2,
        Precision::Hour => 3600 * Micros::SECOND,
        Precision::Minute => 60 * Micros::SECOND,
        _ => Micros::SECOND,
    })
}

/// `zh-cn` becomes the language alone.
fn language(code: &str) -> Option<String> {
    let code = code.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    (matches!(code.len(), 2 | 3) && code.chars().all(|c| c.is_ascii_alphabetic())).then_some(code)
}

#[cfg(test)]
mod tests;
