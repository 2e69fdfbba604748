//! Facets: the links, mentions and tags of a text, by ranges of its UTF-8 bytes.

use serde_json::Value;
use whence_store::ingest::NewMention;

use crate::connector::lenient;

/// What the facets of a text name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Facets {
    pub(super) links: Vec<String>,
    pub(super) tags: Vec<String>,
    pub(super) mentions: Vec<NewMention>,
}

/// Reads the facets of a post's record. What is shown of a link is often shortened: its address is taken.
pub(super) fn read(record: &Value, text: &str) -> Facets {
    let mut facets = Facets::default();
    for facet in lenient::list(record, "/facets") {
        let shown = range(facet, text);
        for feature in lenient::list(facet, "/features") {
            match lenient::text(feature, "/$type").and_then(|kind| kind.rsplit('#').next()) {
                Some("link") => facets.links.extend(lenient::owned(feature, "/uri")),
                Some("tag") => facets.tags.extend(lenient::owned(feature, "/tag")),
                Some("mention") => facets.mentions.extend(mention(feature, shown)),
                _ => {}
            }
        }
    }
    facets.tags.extend(lenient::list(record, "/tags").iter().filter_map(|tag| lenient::owned(tag, "")));
    facets
}

/// The part of the text that a facet is about; nothing where its range is shifted or out of the text, as some programs write it.
fn range<'t>(facet: &Value, text: &'t str) -> Option<&'t str> {
    let offset = |path| lenient::count(facet, path).and_then(|n| usize::try_from(n).ok());
    // Bounds within a character give nothing.
    text.get(offset("/index/byteStart")?..offset("/index/byteEnd")?)
}

/// A mention names its account by id; its handle is what the text shows after `@`.
fn mention(feature: &Value, shown: Option<&str>) -> Option<NewMention> {
    let did = lenient::owned(feature, "/did")?;
    let handle = shown.and_then(|shown| shown.strip_prefix('@')).filter(|handle| !handle.is_empty());
    Some(NewMention { handle: handle.map_or_else(|| did.clone(), str::to_owned), native_id: Some(did) })
}
