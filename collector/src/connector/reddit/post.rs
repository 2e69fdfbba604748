//! One post of a feed.

use feed_rs::model::Entry as FeedEntry;
use url::Url;
use whence_store::ingest::{ItemKind, LangSource, NewAccount, NewItem};
use whence_store::time::Micros;

use super::super::atom::Atom;
use super::content::{self, post_at};
use crate::text::language;

/// The platform's word.
pub(super) const PLATFORM: &str = "reddit";
/// The version of this reading; written into items.
const RULE: i64 = 1;
/// What stands in the place of an author or a text that was taken away.
const TAKEN: &[&str] = &["[deleted]", "[removed]"];

/// What an entry is.
pub(super) enum Entry {
    /// A post.
    Post(Box<NewItem>),
    /// What is left of one that was taken away: its full name.
    Gone(String),
}

/// Reads an entry.
pub(super) fn read(entry: &FeedEntry, atom: &Atom) -> Result<Entry, String> {
    let id = &entry.id;
    let is_post = id.strip_prefix("t3_").is_some_and(|id| id.chars().all(|c| c.is_ascii_alphanumeric()));
    if !is_post {
        return Err("an entry is no post".to_owned());
    }
    let link = entry.links.iter().find(|link| matches!(link.rel.as_deref(), None | Some("alternate")));
    let page = link.and_then(|link| Url::parse(&link.href).ok());
    let short = || format!("https://www.reddit.com/comments/{}", id.trim_start_matches("t3_"));
    let page = page.map_or_else(|| Url::parse(&short()), Ok).map_err(|e| format!("{id}: {e}"))?;
    let html = entry.content.as_ref().and_then(|content| content.body.as_deref()).unwrap_or_default();
    let content = content::read(html, &page).map_err(|e| format!("{id}: {e}"))?;
    let author = entry.authors.first().and_then(|author| author.name.as_deref());
    let author =
        author.map(|name| name.trim().trim_start_matches("/u/")).ok_or(format!("{id} has no author"))?;
    if TAKEN.contains(&author) || TAKEN.contains(&content.text.as_str()) {
        return Ok(Entry::Gone(id.clone()));
    }
    if !super::is_name(author) {
        return Err(format!("{id}: `{author}` is no user's name"));
    }
    // Feeds of old had one time alone, that of the post.
    let (at, basis) = match (entry.published, entry.updated) {
        (Some(at), _) => (at, "published"),
        (None, Some(at)) => (at, "updated"),
        (None, None) => return Err(format!("{id} has no time")),
    };
    let title = entry.title.as_ref().map(|title| title.content.trim().to_owned()).filter(|t| !t.is_empty());
    let lang = language(&format!("{} {}", title.as_deref().unwrap_or_default(), content.text));
    let submitted = content.submitted.filter(|url| post_at(url).as_deref() != Some(id));
    let quote_of = submitted.as_ref().and_then(post_at);
    let links = submitted.map(String::from).into_iter().chain(content.links).collect();
    Ok(Entry::Post(Box::new(NewItem {
        account: NewAccount {
            platform: PLATFORM.to_owned(),
            handle: author.to_owned(),
            ..NewAccount::default()
        },
        native_id: id.clone(),
        // A post of another subreddit that is submitted again has a title of its own.
        kind: if quote_of.is_some() { ItemKind::Quote } else { ItemKind::Post },
        created: atom.moment(at),
        created_basis: basis.to_owned(),
        modified: entry.updated.filter(|updated| *updated > at).map(|at| Micros(at.timestamp_micros())),
        title,
        text: content.text,
        byline: None,
        lang: lang.map(|lang| (lang, LangSource::Detected)),
        url: Some(page.into()),
        repost_of: None,
        quote_of,
        reply_to: None,
        thread_id: None,
        links,
        tags: Vec::new(),
        mentions: content.mentions,
        media: content.pictures,
        metrics: Vec::new(),
        seen: None,
        rule_version: RULE,
    })))
}
