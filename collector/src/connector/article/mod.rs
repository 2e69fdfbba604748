//! Article pages: the text, and what the page says of itself in JSON-LD, meta tags and markup.

mod published;

use url::Url;
use whence_store::ingest::{ItemKind, LangSource, NewAccount, NewItem};
use whence_store::link;
use whence_store::time::Micros;

use super::{Ask, Asked, Connector, Cursors, Gone, ReadError, Reading, Response, Said};
use crate::config::SourceConfig;
use crate::extract::{MOST_BYTES, Page, PageKind, extract};

/// The version of this reading; written into items.
const RULE: i64 = 4;
pub(super) use crate::extract::{DEEPEST, MOST_ELEMENTS};

/// The word of its requests.
pub(crate) const KIND: &str = "article";

/// The connector of single pages, which reads the pages that other connectors name as well.
pub struct Article;

impl Connector for Article {
    fn name(&self) -> &'static str {
        "page"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    fn start(&self, source: &SourceConfig, _: &Cursors, now: Micros) -> Vec<Ask> {
        vec![Ask { again: true, ..Ask::page(KIND, source.url.clone(), "{}".to_owned(), Some(now)) }]
    }

    fn longest(&self, _kind: &str) -> u64 {
        MOST_BYTES as u64
    }

    fn gone(&self, asked: &Asked<'_>) -> Vec<Gone> {
        let page = link::page(asked.url.as_str());
        page.map(|page| Gone { platform: "web".to_owned(), native_id: page.url }).into_iter().collect()
    }

    fn read(
        &self,
        asked: &Asked<'_>,
        response: &Response<'_>,
        source: &SourceConfig,
    ) -> Result<Reading, ReadError> {
        Ok(Reading { items: vec![read(response, source, asked.context)?], ..Reading::default() })
    }
}

/// Reads an article page. `context` is what the list that named it said of it.
pub(super) fn read(
    response: &Response<'_>,
    source: &SourceConfig,
    context: &str,
) -> Result<NewItem, ReadError> {
    if let Some(kind) = response.content_type().map(str::to_ascii_lowercase)
        && !["html", "xml", "text/plain", "octet-stream"].iter().any(|k| kind.contains(k))
    {
        return Err(ReadError(format!("a page of type `{kind}` is not read")));
    }
    let charset = response.content_type().and_then(charset);
    let latest = latest(response.received_at);
    let page = Page { bytes: response.body, url: Some(response.url), charset: charset.as_deref(), latest };
    let facts = extract(&page).map_err(|error| ReadError(error.to_string()))?;
    if facts.kind != PageKind::Article {
        return Err(ReadError(format!(
            "it is no article but a page of kind `{}`: the body is kept",
            facts.kind.as_str()
        )));
    }
    if facts.text.trim().is_empty() {
        return Err(ReadError("the page holds no text that could be told from its frame".to_owned()));
    }
    let said: Said = serde_json::from_str(context).unwrap_or_default();
    let dated = published::published(&facts.dates, &said, response, source.zone().as_ref());
    let canonical = facts.links.canonical.as_deref().and_then(|url| Url::parse(url).ok());
    let (canonical, origin) = own_or_origin(canonical, response.url);
    let url = canonical.unwrap_or_else(|| response.url.clone());
    let host = host_of(&url);
    // Only the source's own site is what the operator vouches for; a feed may name pages of any other.
    let publisher = (host_of(response.url) == host_of(&source.url)).then_some(source.publisher).flatten();
    let title = facts.title.clone().or_else(|| said.title.clone());
    let (declared, detected) =
        if facts.language_declared { (facts.language, None) } else { (None, facts.language) };
    let lang = declared
        .or_else(|| said.lang.clone())
        .map(|lang| (lang, LangSource::Author))
        .or_else(|| detected.map(|lang| (lang, LangSource::Detected)));
    let mut links = facts.links.outbound;
    let named = facts.links.sources.into_iter().filter_map(|source| source.url);
    for source in named.chain(origin).chain(said.source_url.clone()) {
        if !links.contains(&source) {
            links.push(source);
        }
    }
    let key = link::page(url.as_str()).map_or_else(|| url.to_string(), |c| c.url);
    Ok(NewItem {
        account: NewAccount {
            platform: "web".to_owned(),
            native_id: Some(host.clone()),
            handle: host,
            name: facts.site.or_else(|| said.site.clone()),
            publisher,
            ..NewAccount::default()
        },
        native_id: key,
        kind: ItemKind::Article,
        created: dated.at,
        created_basis: dated.basis,
        modified: dated.modified,
        title,
        text: facts.text,
        byline: said.byline(&facts.authors),
        lang,
        url: Some(response.url.to_string()),
        repost_of: None,
        quote_of: None,
        reply_to: None,
        thread_id: None,
        links,
        tags: facts.tags,
        mentions: Vec::new(),
        media: Vec::new(),
        metrics: Vec::new(),
        seen: None,
        rule_version: RULE,
    })
}

/// The charset of a `Content-Type`.
fn charset(content_type: &str) -> Option<String> {
    let (_, rest) = content_type.split_once("charset=").or_else(|| content_type.split_once("CHARSET="))?;
    Some(rest.trim_matches(['"', '\'', ' ']).split([';', '"']).next()?.trim().to_owned())
}

/// The last day that a page can have been published on: a clock that is a day ahead is a wrong zone.
fn latest(received: Micros) -> Option<jiff::civil::Date> {
    let at = jiff::Timestamp::from_microsecond(received.plus(Micros::DAY).0).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(at).date())
}

/// A page is known by its canonical address, but only within its own site: a page that names another site's address
/// says where it was taken from, not what it is. That address is a link of it.
fn own_or_origin(canonical: Option<Url>, fetched: &Url) -> (Option<Url>, Option<String>) {
    match canonical {
        Some(url) if host_of(&url) == host_of(fetched) => (Some(url), None),
        other => (None, other.map(String::from)),
    }
}

fn host_of(url: &Url) -> String {
    link::page(url.as_str()).map_or_else(String::new, |c| c.host)
}

#[cfg(test)]
mod tests;
