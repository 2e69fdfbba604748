//! From a post, as the server shows it, to items: the post itself, and the posts that it quotes.

use serde_json::Value;
use whence_store::ingest::{ItemKind, NewAccount, NewItem};
use whence_store::time::Micros;

use super::stamp::{self, Stamp};
use super::{PLATFORM, RULE, embed, gone, record};
use crate::config::Target;
use crate::connector::{Reading, lenient, sweep};

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
    let written =
        view.pointer("/record").or_else(|| view.pointer("/value")).ok_or_else(|| missing("record"))?;
    let account = view.pointer("/author").and_then(account).ok_or_else(|| missing("author"))?;
    let stamp = stamp::of_post(written, view).ok_or_else(|| missing("time that can be read"))?;
    let embedded = embed::read(written, view.pointer("/embed").or_else(|| view.pointer("/embeds/0")));
    if let Some(quoted) = embedded.quoted {
        // Quotes nest as deep as the server shows them, and JSON no deeper than its reader goes.
        put(quoted, target, reading);
    }
    reading.gone.extend(embedded.lost.clone().map(gone));
    let mut metrics = lenient::counts(view, COUNTS);
    metrics.extend(record::labels(values(view)));
    let item = record::item(uri, account, written, &stamp, embedded, metrics);
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
    (!said.is_empty()).then(|| record::unique(said).join("; "))
}

/// Labels that hold; one that is negated was taken back.
fn values(labelled: &Value) -> impl Iterator<Item = &str> {
    let holds = |label: &&Value| !lenient::is_true(label, "/neg");
    lenient::list(labelled, "/labels").iter().filter(holds).filter_map(|label| lenient::text(label, "/val"))
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
        seen: None,
        rule_version: RULE,
    };
    Ok((item, at))
}
