//! One video of a feed.

use feed_rs::model::{Entry, MediaObject};
use url::Url;
use whence_store::ingest::{ItemKind, LangSource, NewAccount, NewItem, NewMedia};
use whence_store::time::Micros;

use super::super::atom::Atom;
use super::super::plain;
use crate::text::language;

/// The version of this reading; written into items.
const RULE: i64 = 1;

/// Reads a video; `asked` is the channel or playlist whose feed it stands in.
pub(super) fn read(entry: &Entry, atom: &Atom, asked: &str) -> Result<NewItem, String> {
    let link = entry.links.iter().find(|link| matches!(link.rel.as_deref(), None | Some("alternate")));
    let page = link.and_then(|link| Url::parse(&link.href).ok());
    let id = entry.id.strip_prefix("yt:video:").map(str::to_owned).or_else(|| named(page.as_ref()?));
    let id = id.filter(|id| super::is_plain(id) && !id.is_empty()).ok_or("a video has no id")?;
    let published = entry.published.ok_or_else(|| format!("video {id} has no time of publication"))?;
    let account = account(entry, asked).ok_or_else(|| format!("video {id} does not say whose it is"))?;
    let media = entry.media.first();
    let title = entry.title.as_ref().map(|title| title.content.trim().to_owned()).filter(|t| !t.is_empty());
    let described = media.and_then(|media| media.description.as_ref());
    let text = described.map(|text| text.content.trim().to_owned()).unwrap_or_default();
    let lang = language(&format!("{} {text}", title.as_deref().unwrap_or_default()));
    Ok(NewItem {
        account,
        kind: ItemKind::Video,
        created: atom.moment(published),
        created_basis: "published".to_owned(),
        modified: entry.updated.map(|at| Micros(at.timestamp_micros())),
        links: plain::links(&text),
        tags: plain::tags(&format!("{} {text}", title.as_deref().unwrap_or_default())),
        title,
        text,
        byline: None,
        lang: lang.map(|lang| (lang, LangSource::Detected)),
        url: Some(page.map_or_else(|| format!("https://www.youtube.com/watch?v={id}"), String::from)),
        native_id: id,
        repost_of: None,
        quote_of: None,
        reply_to: None,
        thread_id: None,
        mentions: Vec::new(),
        media: media.map(pictures).unwrap_or_default(),
        metrics: media.map(counts).unwrap_or_default(),
        seen: None,
        rule_version: RULE,
    })
}

/// The video that an address leads to: `watch?v=ID` or `shorts/ID`.
fn named(page: &Url) -> Option<String> {
    let queried = page.query_pairs().find(|(name, _)| name == "v").map(|(_, id)| id.into_owned());
    queried.or_else(|| page.path().strip_prefix("/shorts/").map(str::to_owned))
}

/// Whose it is. The feed gives the channel's id and name but not its handle: the id stands in for it.
fn account(entry: &Entry, asked: &str) -> Option<NewAccount> {
    let author = entry.authors.first();
    let page = author.and_then(|author| Url::parse(author.uri.as_deref()?).ok());
    let named = page.and_then(|page| page.path().strip_prefix("/channel/").map(str::to_owned));
    let id = named.or_else(|| Some(asked.to_owned())).filter(|id| super::is_channel(id))?;
    let name = author
        .and_then(|author| Some(author.name.as_deref()?.trim().to_owned()))
        .filter(|name| !name.is_empty());
    Some(NewAccount {
        platform: "youtube".to_owned(),
        handle: id.clone(),
        native_id: Some(id),
        name,
        ..NewAccount::default()
    })
}

fn pictures(media: &MediaObject) -> Vec<NewMedia> {
    let picture = |url: &str| NewMedia { kind: "thumbnail".to_owned(), url: Some(url.to_owned()), alt: None };
    media.thumbnails.iter().map(|thumbnail| picture(&thumbnail.image.uri)).collect()
}

fn counts(media: &MediaObject) -> Vec<(String, i64)> {
    let Some(community) = &media.community else { return Vec::new() };
    let counted = [("views", community.stats_views), ("ratings", community.stars_count)];
    let read = |(name, count): (&str, Option<u64>)| Some((name.to_owned(), i64::try_from(count?).ok()?));
    counted.into_iter().filter_map(read).collect()
}
