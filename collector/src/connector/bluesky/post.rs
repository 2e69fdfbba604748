//! From a post, as the server shows it, to items: the post itself, and the posts that it quotes.

use serde_json::Value;
use whence_store::ingest::{ItemKind, LangSource, NewAccount, NewItem};
use whence_store::time::Micros;

use super::stamp::{self, Stamp};
use super::{PLATFORM, RULE, embed, facets, gone};
use crate::config::Target;
use crate::connector::{Reading, lenient, sweep};
use crate::text::language;

const COUNTS: &[(&str, &str)] = &[
    ("likes", "/likeCount"),
    ("reposts", "/repostCount"),
    ("replies", "/replyCount"),
    ("quotes", "/quoteCount"),
    ("bookmarks", "/bookmarkCount"),
];

/// A post that was read.
#[derive(Debug)]
pub(super) struct Post {
    pub(super) item: NewItem,
    pub(super) stamp: Stamp,
}

/// Reads a post, and puts it and what it quotes into `reading` where the source is about their times; gives the post. A post that
/// cannot be read, or is left out, is counted.
pub(super) fn put(view: &Value, target: &Target, reading: &mut Reading) -> Option<Post> {
    if view.pointer("/author").is_some_and(|author| is_left_out(author, target)) {
        reading.leave_out();
        return None;
    }
    match read(view, target, reading) {
        Ok(post) => {
            keep(post.item.clone(), target, reading);
            Some(post)
        }
        Err(why) => {
            reading.missed(|| why);
            None
        }
    }
}

/// Whether an account's owner wants it shown to signed-in people only, and the source does not say otherwise.
pub(super) fn is_left_out(author: &Value, target: &Target) -> bool {
    !target.unlisted && values(author).any(|value| value == "!no-unauthenticated")
}

/// Keeps an item where the source is about its time.
pub(super) fn keep(item: NewItem, target: &Target, reading: &mut Reading) {
    if sweep::wanted(target, item.created.at) {
        reading.items.push(item);
    }
}

fn read(view: &Value, target: &Target, reading: &mut Reading) -> Result<Post, String> {
    let uri = lenient::owned(view, "/uri").ok_or("a post has no `uri`")?;
    let missing = |what: &str| format!("post `{uri}` has no {what}");
    // A quoted post has its record under another name.
    let record =
        view.pointer("/record").or_else(|| view.pointer("/value")).ok_or_else(|| missing("record"))?;
    let account = view.pointer("/author").and_then(account).ok_or_else(|| missing("author"))?;
    let stamp = stamp::of_post(record, view).ok_or_else(|| missing("time that can be read"))?;
    let text = lenient::owned(record, "/text").unwrap_or_default();
    let facets = facets::read(record, &text);
    let embedded = embed::read(record, view.pointer("/embed").or_else(|| view.pointer("/embeds/0")));
    if let Some(quoted) = embedded.quoted {
        // Quotes nest as deep as the server shows them, and JSON no deeper than its reader goes.
        put(quoted, target, reading);
    }
    reading.gone.extend(embedded.lost.map(gone));
    let reply_to = lenient::owned(record, "/reply/parent/uri");
    let kind = match (&embedded.quote, &reply_to) {
        (Some(_), _) => ItemKind::Quote,
        (None, Some(_)) => ItemKind::Reply,
        (None, None) => ItemKind::Post,
    };
    let mut links = facets.links;
    links.extend(embedded.links);
    let mut metrics = lenient::counts(view, COUNTS);
    metrics.extend(labels(view));
    let item = NewItem {
        url: address(&account, &uri),
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
        rule_version: RULE,
    };
    Ok(Post { item, stamp })
}

/// Who published; ids stay, handles change.
pub(super) fn account(author: &Value) -> Option<NewAccount> {
    let did = lenient::owned(author, "/did")?;
    Some(NewAccount {
        platform: PLATFORM.to_owned(),
        handle: lenient::owned(author, "/handle").unwrap_or_else(|| did.clone()),
        native_id: Some(did),
        name: lenient::owned(author, "/displayName"),
        description: lenient::owned(author, "/description"),
        label: standing(author),
        opened_at: stamp::time(author, "/createdAt").map(|moment| moment.at),
        publisher: None,
    })
}

/// What the platform and its label services say of an account.
fn standing(author: &Value) -> Option<String> {
    let valid = |path| lenient::text(author, path) == Some("valid");
    let verified = valid("/verification/verifiedStatus").then(|| "verified".to_owned());
    let trusted = valid("/verification/trustedVerifierStatus").then(|| "trusted verifier".to_owned());
    let labels = values(author).map(str::to_owned);
    let said: Vec<String> = verified.into_iter().chain(trusted).chain(labels).collect();
    (!said.is_empty()).then(|| unique(said).join("; "))
}

/// Labels that hold; one that is negated was taken back.
fn values(labelled: &Value) -> impl Iterator<Item = &str> {
    let holds = |label: &&Value| !lenient::is_true(label, "/neg");
    lenient::list(labelled, "/labels").iter().filter(holds).filter_map(|label| lenient::text(label, "/val"))
}

/// How many say what of a post: label services are many, and none speaks for the platform alone.
fn labels(view: &Value) -> Vec<(String, i64)> {
    let mut counted: Vec<(String, i64)> = Vec::new();
    for value in values(view) {
        let name = format!("label:{value}");
        match counted.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counted.push((name, 1)),
        }
    }
    counted
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
fn address(account: &NewAccount, uri: &str) -> Option<String> {
    let key = uri.split_once("/app.bsky.feed.post/")?.1;
    Some(format!("https://bsky.app/profile/{}/post/{key}", account.native_id.as_deref()?))
}

fn unique(texts: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(texts.len());
    for text in texts {
        if !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}

/// A repost: another's post, passed on by `by` at a time that the server states.
pub(super) fn repost(
    reason: &Value,
    uri: &str,
    original: Option<&NewItem>,
) -> Result<(NewItem, Micros), String> {
    let missing = |what: &str| format!("the repost of `{uri}` has no {what}");
    let account = reason.pointer("/by").and_then(account).ok_or_else(|| missing("account"))?;
    let created = stamp::time(reason, "/indexedAt").ok_or_else(|| missing("time that can be read"))?;
    let by = account.native_id.clone().unwrap_or_default();
    let at = created.at;
    let item = NewItem {
        // Servers of before 2025 do not name the repost's own record.
        native_id: lenient::owned(reason, "/uri").unwrap_or_else(|| format!("{by} reposts {uri}")),
        account,
        kind: ItemKind::Repost,
        created,
        created_basis: "reason.indexedAt".to_owned(),
        modified: None,
        title: None,
        text: original.map(|item| item.text.clone()).unwrap_or_default(),
        byline: None,
        lang: original.and_then(|item| item.lang.clone()),
        url: original.and_then(|item| item.url.clone()),
        repost_of: Some(uri.to_owned()),
        quote_of: None,
        reply_to: None,
        thread_id: None,
        links: original.map(|item| item.links.clone()).unwrap_or_default(),
        tags: original.map(|item| item.tags.clone()).unwrap_or_default(),
        mentions: original.map(|item| item.mentions.clone()).unwrap_or_default(),
        media: original.map(|item| item.media.clone()).unwrap_or_default(),
        metrics: Vec::new(),
        rule_version: RULE,
    };
    Ok((item, at))
}
