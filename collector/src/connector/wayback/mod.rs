//! The Wayback Machine: its index of captures (CDX), and the captures as they were sent.
//!
//! A capture is read as the page that it is of. When the archive took it is an upper bound of its publication, and never stands for
//! it unless the page says nothing of its own.

mod captured;
mod index;

use std::time::Duration;

use url::Url;
use whence_store::time::Micros;

use self::captured::Captured;
use super::archived::{self, Listed, compact};
use super::{
    Ask, Asked, Connector, Cursors, Governed, Judged, Outcome, ReadError, Reading, Response, Unfit, judge,
    keys,
};
use crate::config::SourceConfig;

/// The word of its polls.
const KIND: &str = "wayback";
/// The word of the further pages of the index.
const PAGE: &str = "wayback_page";
/// The word of captures.
const CAPTURE: &str = "wayback_capture";
/// Rows of the index at once.
const ROWS: &str = "5000";
/// Clients that ask on after a refusal are shut out for an hour; the archive names no time itself.
const PATIENCE: i64 = 60 * Micros::SECOND;

/// The connector of the Wayback Machine.
pub struct Wayback;

impl Connector for Wayback {
    fn name(&self) -> &'static str {
        "wayback"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[KIND, PAGE, CAPTURE]
    }

    fn home(&self) -> Option<&'static str> {
        Some("https://web.archive.org/")
    }

    fn check(&self, source: &SourceConfig) -> Result<(), Unfit> {
        keys::only(source, &["query", "from", "to"], "it uses query, from and to")?;
        if source.target.query.as_deref().is_none_or(|query| query.trim().is_empty()) {
            return Err(Unfit {
                key: "query",
                message: "is missing".to_owned(),
                hint: "write a page or a site, such as `example.org/news/*` or `*.example.org`".to_owned(),
            });
        }
        Ok(())
    }

    fn start(&self, source: &SourceConfig, _: &Cursors, _: Micros) -> Vec<Ask> {
        let context = Listed::default().to_json();
        index_page(source, None).map(|url| Ask::list(KIND, url, context)).into_iter().collect()
    }

    fn governed(&self, kind: &str) -> Governed {
        // The index is a documented interface; a capture is a page of the archive's site.
        if kind == CAPTURE { Governed::Robots } else { Governed::Terms("the Wayback CDX server") }
    }

    fn min_interval(&self) -> Option<Duration> {
        Some(Duration::from_millis(2_500))
    }

    fn judge(&self, asked: &Asked<'_>, response: &Response<'_>) -> Judged {
        let judged = judge(response);
        if judged.outcome == Outcome::RateLimited && judged.until.is_none() {
            return Judged { until: Some(response.received_at.plus(PATIENCE)), ..judged };
        }
        let is_index = asked.kind != CAPTURE;
        if judged.outcome == Outcome::Ok && is_index && response.body.trim_ascii_start().starts_with(b"<") {
            return Judged::of(Outcome::Gated, "a page in the place of the index");
        }
        judged
    }

    fn read(
        &self,
        asked: &Asked<'_>,
        response: &Response<'_>,
        source: &SourceConfig,
    ) -> Result<Reading, ReadError> {
        if asked.kind == CAPTURE { capture(asked, response, source) } else { list(asked, response, source) }
    }
}

/// The address of a page of the index.
fn index_page(source: &SourceConfig, resume: Option<&str>) -> Option<Url> {
    let mut url = source.url.join("cdx/search/cdx").ok()?;
    let target = &source.target;
    {
        let mut pairs = url.query_pairs_mut();
        pairs.append_pair("url", target.query.as_deref()?.trim()).append_pair("output", "json");
        pairs.append_pair("fl", "urlkey,timestamp,original,mimetype,statuscode,digest,length");
        pairs.append_pair("filter", "statuscode:200").append_pair("filter", "mimetype:text/html");
        // The server leaves out what follows an equal capture; the rest is up to us.
        pairs
            .append_pair("collapse", "digest")
            .append_pair("limit", ROWS)
            .append_pair("showResumeKey", "true");
        if let Some(from) = target.from {
            pairs.append_pair("from", &compact(from));
        }
        if let Some(to) = target.to {
            pairs.append_pair("to", &compact(to.plus(-1)));
        }
        if let Some(key) = resume {
            pairs.append_pair("resumeKey", key);
        }
    }
    Some(url)
}

fn list(asked: &Asked<'_>, response: &Response<'_>, source: &SourceConfig) -> Result<Reading, ReadError> {
    let page = index::read(response.body)?;
    let mut listed = Listed::of(asked.context);
    let mut reading =
        Reading { unmapped: page.unmapped, first_error: page.first_error, ..Reading::default() };
    for row in page.rows {
        let is_wanted = source.target.from.is_none_or(|from| row.at >= from)
            && source.target.to.is_none_or(|to| row.at < to);
        if !is_wanted || row.is_unchanged || !listed.is_new(&row.key, &row.digest) {
            continue;
        }
        let path = format!("web/{}id_/{}", row.timestamp, row.original);
        match source.url.join(&path) {
            Ok(url) => {
                let captured =
                    Captured { original: row.original, timestamp: row.timestamp, digest: row.digest };
                reading.asks.push(Ask::page(CAPTURE, url, captured.to_json(), Some(row.at)));
            }
            Err(e) => reading.missed(|| format!("`{path}`: {e}")),
        }
    }
    if let Some(next) =
        page.resume.and_then(|key| index_page(source, Some(&key))).filter(|next| next != asked.url)
    {
        reading.asks.insert(0, Ask::list(PAGE, next, listed.to_json()));
    }
    Ok(reading)
}

fn capture(asked: &Asked<'_>, response: &Response<'_>, source: &SourceConfig) -> Result<Reading, ReadError> {
    let captured = Captured::of(asked.context)
        .ok_or_else(|| ReadError("the request does not say what was captured".to_owned()))?;
    // The archive leads on to the nearest capture that it has: that one's time counts.
    let timestamp = captured::timestamp_of(response.url).unwrap_or_else(|| captured.timestamp.clone());
    let item = archived::page(&captured.original, &timestamp, response, source)?;
    Ok(Reading { items: vec![item], ..Reading::default() })
}

#[cfg(test)]
mod tests;
