//! Article pages: the text, and what the page says of itself in JSON-LD, meta tags and markup.

mod body;
mod facts;
mod json_ld;
mod published;

use url::Url;
use whence_store::ingest::{ItemKind, LangSource, NewAccount, NewItem};
use whence_store::link;
use whence_store::time::Micros;

use super::{Ask, Asked, Connector, Cursors, Gone, ReadError, Reading, Response, Said};
use crate::config::SourceConfig;
use crate::text::{decode_page, elements, language, nesting};

/// The version of this reading; written into items.
const RULE: i64 = 2;
/// The longest of 833 real pages has 1.4 MB; a page takes seven times its length while it is read.
const MOST_BYTES: usize = 4 << 20;
/// Real pages nest some dozens deep.
pub(super) const DEEPEST: usize = 500;
/// The largest of 833 real pages has 6,770 elements; each takes some 2.5 KB while a page is read.
pub(super) const MOST_ELEMENTS: usize = 50_000;

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
    if response.body.len() > MOST_BYTES {
        let most = MOST_BYTES >> 20;
        return Err(ReadError(format!("it is longer than {most} MiB: not read, the body is kept")));
    }
    let html = decode_page(response.body, response.content_type());
    // Parsers take quadratic time and extractors exhaust the stack on what no real page does.
    let nested = nesting(&html);
    if nested > DEEPEST {
        return Err(ReadError(format!("its elements are nested {nested} deep: not read, the body is kept")));
    }
    let elements = elements(&html);
    if elements > MOST_ELEMENTS {
        return Err(ReadError(format!("it has {elements} elements: not read, the body is kept")));
    }
    let said: Said = serde_json::from_str(context).unwrap_or_default();
    let facts = facts::read(&html, response.url);
    let text = body::main_text(&html, response.url);
    if text.trim().is_empty() {
        return Err(ReadError("the page holds no text that could be told from its frame".to_owned()));
    }
    let dated = published::published(&facts, &said, response, source.zone().as_ref());
    let url = page_url(&facts, response.url);
    let host = host_of(&url);
    // Only the source's own site is what the operator vouches for; a feed may name pages of any other.
    let publisher = (host_of(response.url) == host_of(&source.url)).then_some(source.publisher).flatten();
    let title = facts.title.clone().or_else(|| said.title.clone());
    let lang = facts
        .lang
        .clone()
        .map(|lang| (lang, LangSource::Author))
        .or_else(|| said.lang.clone().map(|lang| (lang, LangSource::Author)))
        .or_else(|| language(&text).map(|lang| (lang, LangSource::Detected)));
    let mut links = facts.links.clone();
    links.extend(said.source_url.clone().filter(|url| !facts.links.contains(url)));
    let key = link::page(url.as_str()).map_or_else(|| url.to_string(), |c| c.url);
    Ok(NewItem {
        account: NewAccount {
            platform: "web".to_owned(),
            native_id: Some(host.clone()),
            handle: host,
            name: facts.site.clone().or_else(|| said.site.clone()),
            publisher,
            ..NewAccount::default()
        },
        native_id: key,
        kind: ItemKind::Article,
        created: dated.at,
        created_basis: dated.basis.to_owned(),
        modified: dated.modified,
        title,
        text,
        byline: said.byline(&facts.authors),
        lang,
        url: Some(response.url.to_string()),
        repost_of: None,
        quote_of: None,
        reply_to: None,
        thread_id: None,
        links,
        tags: facts.tags.clone(),
        mentions: Vec::new(),
        media: Vec::new(),
        metrics: Vec::new(),
        seen: None,
        rule_version: RULE,
    })
}

/// A page is known by its canonical address, but only within its own site: a page that names another site's address
/// says where it was taken from, not what it is.
fn page_url(facts: &facts::Facts, fetched: &Url) -> Url {
    match &facts.canonical {
        Some(url) if host_of(url) == host_of(fetched) => url.clone(),
        _ => fetched.clone(),
    }
}

fn host_of(url: &Url) -> String {
    link::page(url.as_str()).map_or_else(String::new, |c| c.host)
}

#[cfg(test)]
mod tests;
