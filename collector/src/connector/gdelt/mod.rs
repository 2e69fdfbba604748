//! GDELT's search of news articles: addresses of pages that it saw in a window of time. What the pages say is read by
//! [`super::article`].
//!
//! An answer holds 250 articles and there is no next page: a window that is full is halved. When GDELT saw an article is not when it
//! was published, and is not taken for it.

mod window;

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;
use url::Url;
use whence_store::time::Micros;

use self::window::Sweep;
use super::archived::{at, compact};
use super::{
    Ask, Asked, Connector, Cursors, Governed, Judged, Outcome, ReadError, Reading, Response, Said, Unfit,
    article, judge, keys,
};
use crate::config::SourceConfig;

/// The word of its polls.
const KIND: &str = "gdelt";
/// The word of further windows of a sweep.
const SLICE: &str = "gdelt_slice";
/// Articles of one answer.
const MOST: usize = 250;
/// The cursor: the poll whose whole window was swept.
const SWEPT: &str = "swept";
/// GDELT goes on finding articles for some time; a window is swept for good when it is over for so long.
const SETTLED: i64 = Micros::DAY;

/// The connector of GDELT.
pub struct Gdelt;

impl Connector for Gdelt {
    fn name(&self) -> &'static str {
        "gdelt"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[KIND, SLICE]
    }

    fn home(&self) -> Option<&'static str> {
        Some("https://api.gdeltproject.org/")
    }

    fn check(&self, source: &SourceConfig) -> Result<(), Unfit> {
        keys::only(source, &["query", "from", "to"], "it uses query, from and to")?;
        let target = &source.target;
        let missing = [
            ("query", target.query.as_deref().is_none_or(|query| query.trim().is_empty())),
            ("from", target.from.is_none()),
            ("to", target.to.is_none()),
        ];
        match missing.into_iter().find(|(_, is_missing)| *is_missing) {
            None => Ok(()),
            Some((key, _)) => Err(Unfit {
                key,
                message: "is missing".to_owned(),
                hint: "write a query and the time that it is about; for what goes on now use feeds"
                    .to_owned(),
            }),
        }
    }

    fn start(&self, source: &SourceConfig, cursors: &Cursors, _: Micros) -> Vec<Ask> {
        let Some((from, to)) = source.target.from.zip(source.target.to) else { return Vec::new() };
        let Some(url) = search(source, from, to) else { return Vec::new() };
        if cursors.get(SWEPT).is_some_and(|swept| swept == url.as_str()) {
            return Vec::new();
        }
        vec![Ask::list(KIND, url, Sweep::of(from, to).to_json())]
    }

    fn governed(&self, _: &str) -> Governed {
        Governed::Terms("GDELT DOC 2.0")
    }

    fn min_interval(&self) -> Option<Duration> {
        Some(Duration::from_secs(10))
    }

    fn attempts(&self) -> Option<i64> {
        Some(3)
    }

    fn judge(&self, _: &Asked<'_>, response: &Response<'_>) -> Judged {
        let judged = judge(response);
        let body = response.body.trim_ascii();
        if judged.outcome != Outcome::Ok || body.is_empty() || body.starts_with(b"{") {
            return judged;
        }
        // Errors are pages or plain words, with status 200.
        let told: String = String::from_utf8_lossy(&body[..body.len().min(200)]).into_owned();
        let class = match told.to_ascii_lowercase() {
            told if told.contains("limit requests") || told.contains("too many") => Outcome::RateLimited,
            told if told.starts_with('<') => Outcome::Gated,
            _ => Outcome::Forbidden,
        };
        Judged::of(class, told)
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

/// The search of a window.
fn search(source: &SourceConfig, from: Micros, to: Micros) -> Option<Url> {
    let mut url = source.url.join("api/v2/doc/doc").ok()?;
    url.query_pairs_mut()
        .append_pair("query", source.target.query.as_deref()?.trim())
        .append_pair("mode", "artlist")
        .append_pair("format", "json")
        .append_pair("maxrecords", &MOST.to_string())
        .append_pair("sort", "datedesc")
        .append_pair("startdatetime", &compact(from))
        .append_pair("enddatetime", &compact(to));
    Some(url)
}

fn read(asked: &Asked<'_>, response: &Response<'_>, source: &SourceConfig) -> Result<Reading, ReadError> {
    let mut sweep =
        Sweep::read(asked.context).ok_or_else(|| ReadError("the request names no window".to_owned()))?;
    let articles = articles(response.body)?;
    let mut reading = Reading::default();
    let mut seen = BTreeSet::new();
    for found in &articles {
        let text = |key: &str| found.get(key)?.as_str().map(str::trim).filter(|text| !text.is_empty());
        let url = text("url").and_then(|url| Url::parse(url).ok());
        let Some(mut url) = url.filter(|url| matches!(url.scheme(), "http" | "https")) else {
            reading.missed(|| format!("{found} has no address"));
            continue;
        };
        url.set_fragment(None);
        if seen.insert(url.to_string()) {
            let said = Said { title: text("title").map(str::to_owned), ..Said::default() };
            let context = serde_json::to_string(&said).unwrap_or_default();
            let digits = |date: &str| date.chars().filter(char::is_ascii_digit).collect::<String>();
            let noticed = text("seendate").and_then(|date| at(&digits(date)));
            reading.asks.push(Ask::page(article::KIND, url, context, noticed));
        }
    }
    if articles.len() >= MOST && !sweep.halve() {
        reading.missed(|| format!("more than {MOST} articles in a quarter of an hour: narrow `query`"));
    }
    let next = sweep.next();
    if let Some(url) = next.and_then(|(from, to)| search(source, from, to)) {
        reading.asks.insert(0, Ask::list(SLICE, url, sweep.to_json()));
    } else if let Some((from, to)) = source.target.from.zip(source.target.to)
        && response.received_at >= to.plus(SETTLED)
    {
        reading.cursors.push((SWEPT.to_owned(), search(source, from, to).map(String::from)));
    }
    Ok(reading)
}

/// The articles of an answer. Titles may hold control characters, which JSON forbids; nothing found is an empty object.
fn articles(body: &[u8]) -> Result<Vec<Value>, ReadError> {
    let text = String::from_utf8_lossy(body).replace(|c: char| c.is_control(), " ");
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let wrong = |e: serde_json::Error| ReadError(format!("not an answer of GDELT: {e}"));
    let mut answer: Value = serde_json::from_str(&text).map_err(wrong)?;
    match answer.get_mut("articles").map(Value::take) {
        None => Ok(Vec::new()),
        Some(Value::Array(articles)) => Ok(articles),
        Some(_) => Err(ReadError("not an answer of GDELT: `articles` is no list".to_owned())),
    }
}

#[cfg(test)]
mod tests;
