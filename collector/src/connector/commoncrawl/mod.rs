//! Common Crawl: its collections, their index, and single records of its archives, read as the pages that they are of.

mod collection;
mod row;
mod warc;

use std::time::Duration;

use serde_json::Value;
use url::Url;
use whence_store::evidence::decode;
use whence_store::time::Micros;

use self::row::Record;
use super::archived::{self, Listed, compact};
use super::{
    Ask, Asked, Connector, Cursors, Governed, Judged, Outcome, ReadError, Reading, Response, Unfit, judge,
    keys,
};
use crate::config::SourceConfig;

/// The word of its polls: the list of collections.
const KIND: &str = "commoncrawl";
/// The word of the request for the number of pages that a collection's index has.
const COUNT: &str = "commoncrawl_count";
/// The word of the index' pages.
const INDEX: &str = "commoncrawl_index";
/// The word of records.
const RECORD: &str = "commoncrawl_record";
/// Where the lists are.
const HOME: &str = "https://index.commoncrawl.org/";
/// Where the archives are.
const DATA: &str = "https://data.commoncrawl.org/";
/// Pages of the index of one collection: some 15,000 rows each.
const MOST_PAGES: u64 = 500;
/// The largest page that is unpacked.
const LARGEST: u64 = 64 << 20;

/// The connector of Common Crawl.
pub struct CommonCrawl;

impl Connector for CommonCrawl {
    fn name(&self) -> &'static str {
        "commoncrawl"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[KIND, COUNT, INDEX, RECORD]
    }

    fn home(&self) -> Option<&'static str> {
        Some(HOME)
    }

    fn check(&self, source: &SourceConfig) -> Result<(), Unfit> {
        keys::only(source, &["query", "from", "to"], "it uses query, from and to")?;
        let missing =
            |key, hint: &str| Unfit { key, message: "is missing".to_owned(), hint: hint.to_owned() };
        if source.target.query.as_deref().is_none_or(|query| query.trim().is_empty()) {
            return Err(missing(
                "query",
                "write a page or a site, such as `example.org/news/*` or `*.example.org`",
            ));
        }
        if source.target.from.is_none() {
            return Err(missing(
                "from",
                "write when the captures may begin: there are more than a hundred collections",
            ));
        }
        Ok(())
    }

    fn start(&self, source: &SourceConfig, _: &Cursors, _: Micros) -> Vec<Ask> {
        let url = source.url.join("collinfo.json").ok();
        url.map(|url| Ask::list(KIND, url, "{}".to_owned())).into_iter().collect()
    }

    fn headers(&self, kind: &str, context: &str) -> Vec<(String, String)> {
        let record = Record::of(context).filter(|_| kind == RECORD);
        record.map(|record| ("range".to_owned(), record.range())).into_iter().collect()
    }

    fn governed(&self, _: &str) -> Governed {
        Governed::Terms("Common Crawl")
    }

    fn min_interval(&self) -> Option<Duration> {
        Some(Duration::from_secs(1))
    }

    fn judge(&self, asked: &Asked<'_>, response: &Response<'_>) -> Judged {
        let judged = judge(response);
        let is_list = asked.kind != RECORD;
        if judged.outcome == Outcome::Ok && is_list && response.body.trim_ascii_start().starts_with(b"<") {
            return Judged::of(Outcome::Gated, "a page in the place of the index");
        }
        if response.status == 404 && is_list && is_empty(response.body) {
            return Judged { outcome: Outcome::Ok, until: None, why: None };
        }
        judged
    }

    fn read(
        &self,
        asked: &Asked<'_>,
        response: &Response<'_>,
        source: &SourceConfig,
    ) -> Result<Reading, ReadError> {
        match asked.kind {
            _ if asked.kind != RECORD && response.status == 404 => Ok(Reading::default()),
            COUNT => count(asked, response),
            INDEX => index(response, source),
            RECORD => record(asked, response, source),
            _ => collections(response, source),
        }
    }
}

/// Whether an answer says that there is nothing, as the index does.
fn is_empty(body: &[u8]) -> bool {
    String::from_utf8_lossy(&body[..body.len().min(500)]).contains("No Captures found")
}

/// Reads JSON; bytes that are no text cost their characters, not the answer.
fn json(body: &[u8]) -> Result<Value, ReadError> {
    serde_json::from_str(&String::from_utf8_lossy(body))
        .map_err(|e| ReadError(format!("not an answer of the index: {e}")))
}

/// Asks each collection that may hold captures of the time how long its index is. Collections do not change: one is asked once.
fn collections(response: &Response<'_>, source: &SourceConfig) -> Result<Reading, ReadError> {
    let list = json(response.body)?;
    let list = list.as_array().ok_or_else(|| ReadError("the collections are no list".to_owned()))?;
    let mut reading = Reading::default();
    for entry in list {
        let Some(collection) = collection::read(entry) else {
            reading.missed(|| format!("{entry} is no collection"));
            continue;
        };
        if collection.overlaps(source.target.from, source.target.to)
            && let Some(mut url) = index_of(source, &collection.path)
        {
            url.query_pairs_mut().append_pair("showNumPages", "true");
            reading.asks.push(Ask { again: false, ..Ask::list(COUNT, url, "{}".to_owned()) });
        }
    }
    Ok(reading)
}

/// The query to a collection's index, at the server that the source names.
fn index_of(source: &SourceConfig, path: &str) -> Option<Url> {
    let mut url = source.url.join(path).ok()?;
    let target = &source.target;
    {
        let mut pairs = url.query_pairs_mut();
        pairs.append_pair("url", target.query.as_deref()?.trim()).append_pair("output", "json");
        pairs.append_pair("filter", "status:200").append_pair("filter", "mime:text/html");
        if let Some(from) = target.from {
            pairs.append_pair("from", &compact(from));
        }
        if let Some(to) = target.to {
            pairs.append_pair("to", &compact(to.plus(-1)));
        }
    }
    Some(url)
}

/// Asks for the pages of a collection's index.
fn count(asked: &Asked<'_>, response: &Response<'_>) -> Result<Reading, ReadError> {
    let pages = row::number(json(response.body)?.get("pages"));
    let pages = pages.ok_or_else(|| ReadError("it does not say how many pages the index has".to_owned()))?;
    let mut reading = Reading::default();
    for page in 0..pages.min(MOST_PAGES) {
        let mut url = asked.url.clone();
        let kept: Vec<(String, String)> = asked
            .url
            .query_pairs()
            .filter(|(name, _)| name != "showNumPages")
            .map(|(n, v)| (n.into(), v.into()))
            .collect();
        url.query_pairs_mut().clear().extend_pairs(kept).append_pair("page", &page.to_string());
        reading.asks.push(Ask { again: false, ..Ask::list(INDEX, url, "{}".to_owned()) });
    }
    if pages > MOST_PAGES {
        reading.missed(|| {
            format!("the index has {pages} pages, of which {MOST_PAGES} are asked for: narrow `query`")
        });
    }
    Ok(reading)
}

/// Asks for the records that a page of the index names.
fn index(response: &Response<'_>, source: &SourceConfig) -> Result<Reading, ReadError> {
    let text = String::from_utf8_lossy(response.body);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut reading = Reading::default();
    let mut listed = Listed::default();
    let data = if source.url.as_str() == HOME { Url::parse(DATA).ok() } else { Some(source.url.clone()) };
    for line in &lines {
        let read = serde_json::from_str(line).ok().and_then(|row| row::read(&row));
        let Some((record, at)) = read else {
            reading.missed(|| {
                format!("`{}` is no row of the index", line.chars().take(200).collect::<String>())
            });
            continue;
        };
        let is_wanted =
            source.target.from.is_none_or(|from| at >= from) && source.target.to.is_none_or(|to| at < to);
        if !is_wanted || !listed.is_new(&record.original, &record.digest) {
            continue;
        }
        if let Some(mut url) = data.as_ref().and_then(|data| data.join(&record.filename).ok()) {
            // An archive holds thousands of records: the range is a part of what is asked for.
            url.set_fragment(Some(&record.range()));
            reading.asks.push(Ask::page(RECORD, url, record.to_json(), Some(at)));
        }
    }
    if reading.unmapped == lines.len() && !lines.is_empty() {
        return Err(ReadError("not a page of the index: none of its lines is a row".to_owned()));
    }
    Ok(reading)
}

fn record(asked: &Asked<'_>, response: &Response<'_>, source: &SourceConfig) -> Result<Reading, ReadError> {
    let record = Record::of(asked.context)
        .ok_or_else(|| ReadError("the request does not say what was captured".to_owned()))?;
    if response.status != 206 {
        return Err(ReadError("the whole archive came in the place of one record".to_owned()));
    }
    let captured = warc::read(response.body, LARGEST)?;
    let encodings = captured.header("content-encoding").unwrap_or_default();
    let body = decode(&captured.body, encodings, LARGEST).bytes;
    let page = Response { status: captured.status, headers: &captured.headers, body: &body, ..*response };
    let item = archived::page(&record.original, &record.timestamp, &page, source)?;
    Ok(Reading { items: vec![item], ..Reading::default() })
}

#[cfg(test)]
mod tests;
