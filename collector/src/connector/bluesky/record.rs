//! From the record of a post, as its author's program wrote it, to an item. A page of the network and a recording of the stream have
//! the same records; what a server adds to them is read elsewhere.

use serde_json::Value;
use whence_store::ingest::{ItemKind, LangSource, NewAccount, NewItem};

use super::stamp::Stamp;
use super::{RULE, embed, facets};
use crate::connector::lenient;
use crate::text::language;

/// Makes an item of the record at `uri`.
pub(super) fn item(
    uri: String,
    account: NewAccount,
    record: &Value,
    stamp: &Stamp,
    embedded: embed::Embed<'_>,
    metrics: Vec<(String, i64)>,
) -> NewItem {
    let text = lenient::owned(record, "/text").unwrap_or_default();
    let facets = facets::read(record, &text);
    let reply_to = lenient::owned(record, "/reply/parent/uri");
    let kind = match (&embedded.quote, &reply_to) {
        (Some(_), _) => ItemKind::Quote,
        (None, Some(_)) => ItemKind::Reply,
        (None, None) => ItemKind::Post,
    };
    let mut links = facets.links;
    links.extend(embedded.links);
    NewItem {
        url: address(&uri),
        account,
        kind,
        created: stamp.created.clone(),
        created_basis: stamp.basis.clone(),
        modified: None,
        title: None,
        byline: None,
        lang: lang(record, &text),
        text,
        repost_of: None,
        quote_of: embedded.quote,
        reply_to,
        thread_id: Some(lenient::owned(&record["reply"]["root"], "/uri").unwrap_or_else(|| uri.clone())),
        native_id: uri,
        links: unique(links),
        tags: unique(facets.tags),
        mentions: facets.mentions,
        media: embedded.media,
        metrics,
        seen: None,
        rule_version: RULE,
    }
}

/// The language that the author states; where several are stated, the one that the text looks like.
fn lang(record: &Value, text: &str) -> Option<(String, LangSource)> {
    let stated: Vec<&str> =
        lenient::list(record, "/langs").iter().filter_map(|code| lenient::text(code, "")).collect();
    let author = |code: &str| (code.to_owned(), LangSource::Author);
    match stated[..] {
        [code] => Some(author(code)),
        _ => language(text)
            .map(|code| (code, LangSource::Detected))
            .or_else(|| stated.first().map(|code| author(code))),
    }
}

/// Where people read a post.
fn address(uri: &str) -> Option<String> {
    let (owner, key) = uri.strip_prefix("at://")?.split_once("/app.bsky.feed.post/")?;
    Some(format!("https://bsky.app/profile/{owner}/post/{key}"))
}

/// Labels that hold, each with how many say so: label services are many, and none speaks for the platform alone.
pub(super) fn labels<'v>(values: impl Iterator<Item = &'v str>) -> Vec<(String, i64)> {
    let mut counted: Vec<(String, i64)> = Vec::new();
    for value in values {
        let name = format!("label:{value}");
        match counted.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counted.push((name, 1)),
        }
    }
    counted
}

/// Texts in their order, each once.
pub(super) fn unique(texts: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(texts.len());
    for text in texts {
        if !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}
