//! A page of an account's feed: its posts and answers, and what it reposted.

use serde_json::Value;
use url::Url;
use whence_store::ingest::NewAccount;

use super::{PAGE, gone, method, post, thread};
use crate::config::{SourceConfig, Target};
use crate::connector::sweep::{Seen, Sweep};
use crate::connector::{Ask, Asked, ReadError, Reading, Response, lenient};

/// The address of a page.
pub(super) fn page(server: &Url, actor: &str, cursor: Option<&str>) -> Url {
    let mut parameters = vec![("actor", actor), ("limit", "100"), ("filter", "posts_with_replies")];
    parameters.extend(cursor.map(|cursor| ("cursor", cursor)));
    method(server, "app.bsky.feed.getAuthorFeed", &parameters)
}

/// What the entries of a page are to its sweep.
#[derive(Default)]
struct Shown {
    /// The account's own posts.
    posts: Vec<Seen>,
    reposts: Vec<Seen>,
    /// Whose feed it is.
    owner: Option<NewAccount>,
    /// Whether its owner does not want it shown to everyone.
    is_left_out: bool,
}

/// Reads a page.
pub(super) fn read(
    asked: &Asked<'_>,
    response: &Response<'_>,
    source: &SourceConfig,
) -> Result<Reading, ReadError> {
    let document = lenient::document(response)?;
    let feed = document.pointer("/feed").and_then(Value::as_array);
    let feed = feed.ok_or_else(|| ReadError("the answer has no list `feed`".to_owned()))?;
    let sweep = Sweep::from_context(asked.context);
    let (mut reading, mut shown) = (Reading::default(), Shown::default());
    for entry in feed {
        take(entry, &source.target, &mut reading, &mut shown);
    }
    if source.target.threads {
        let news = |seen: &&Seen| seen.replies > 0 && sweep.replies_before(&seen.id) != Some(seen.replies);
        reading.asks.extend(shown.posts.iter().filter(news).map(|seen| thread::ask(&source.url, &seen.id)));
    }
    let actor = sweep.of.clone();
    let cursor = lenient::text(&document, "/cursor");
    let stands_still = cursor.is_some() && cursor == cursor_of(asked.url).as_deref();
    if stands_still {
        reading.missed(|| "the cursor of the next page is that of this page".to_owned());
    }
    let is_cut = stands_still || shown.is_left_out;
    // A repost's place in the feed is not shown to the second, as a post's is.
    let places = if shown.posts.is_empty() { &shown.reposts } else { &shown.posts };
    let turned = sweep.turn(places, cursor.is_some() && !is_cut, response.received_at, &source.target);
    let missing: Vec<String> = turned
        .missing
        .into_iter()
        .map(|seen| seen.id)
        .filter(|uri| uri.contains("/app.bsky.feed.post/"))
        .collect();
    reading.asks.extend(thread::ask_posts(&source.url, &missing));
    if let Some((next, cursor)) = turned.next.zip(cursor) {
        let url = page(&source.url, &actor, Some(cursor));
        reading.asks.push(Ask::list(PAGE, url, next.to_context()));
    }
    if !is_cut {
        reading.cursors = turned.cursors;
    }
    reading.observed.extend(turned.window);
    if let Some(((from, to), owner)) = turned.window.zip(shown.owner) {
        // Others' posts are here for being reposted or answered: nothing more of theirs was seen.
        reading.watched.push((owner, from, to));
    }
    Ok(reading)
}

/// Takes in an entry of a feed that lies in a file.
pub(super) fn take_from_file(entry: &Value, target: &Target, reading: &mut Reading) {
    take(entry, target, reading, &mut Shown::default());
}

/// Takes in an entry.
fn take(entry: &Value, target: &Target, reading: &mut Reading, shown: &mut Shown) {
    let view = entry.pointer("/post").unwrap_or(&Value::Null);
    let kind = |value: &Value| {
        lenient::text(value, "/$type").map(|kind| kind.rsplit('#').next().unwrap_or(kind).to_owned())
    };
    for answered in ["/reply/root", "/reply/parent"].iter().filter_map(|path| entry.pointer(path)) {
        match kind(answered).as_deref() {
            Some("postView") => {
                post::put(answered, target, reading);
            }
            Some("notFoundPost") => reading.gone.extend(lenient::owned(answered, "/uri").map(gone)),
            _ => {}
        }
    }
    let is_lost = lenient::is_true(view, "/notFound");
    let is_blocked = lenient::is_true(view, "/blocked");
    if is_lost {
        reading.gone.extend(lenient::owned(view, "/uri").map(gone));
    }
    let original = if is_lost || is_blocked { None } else { post::put(view, target, reading) };
    let reason = entry.pointer("/reason").filter(|reason| kind(reason).as_deref() == Some("reasonRepost"));
    let whose = reason.map_or_else(|| view.pointer("/author"), |reason| reason.pointer("/by"));
    if whose.is_some_and(|whose| post::is_left_out(whose, target)) {
        shown.is_left_out = true;
        return;
    }
    if let Some(reason) = reason {
        let Some(uri) = lenient::text(view, "/uri") else { return };
        match post::repost(reason, uri, original.as_ref().map(|post| &post.item)) {
            Ok((item, at)) => {
                shown.owner.get_or_insert_with(|| item.account.clone());
                shown.reposts.push(Seen { id: item.native_id.clone(), at: at.0, replies: 0 });
                post::keep(item, target, reading);
            }
            Err(why) => reading.missed(|| why),
        }
    } else if let Some(post) = original {
        shown.owner.get_or_insert_with(|| post.item.account.clone());
        // A post that is dated back stands where its author wants it to, and proves nothing.
        if post.stamp.is_agreed {
            let replies = lenient::count(view, "/replyCount").unwrap_or_default();
            shown.posts.push(Seen { id: post.item.native_id, at: post.stamp.key.0, replies });
        }
    }
}

/// The cursor that a page was asked with.
fn cursor_of(url: &Url) -> Option<String> {
    url.query_pairs().find(|(name, _)| name == "cursor").map(|(_, value)| value.into_owned())
}
