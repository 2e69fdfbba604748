//! A post with the answers below it, and posts by their addresses.

use serde_json::Value;
use url::Url;

use super::{About, POSTS, THREAD, gone, method, post};
use crate::config::SourceConfig;
use crate::connector::{Ask, ReadError, Reading, Response, lenient};

/// Answers to answers, as deep as they are asked for: the reader of JSON goes twice as deep and a little more.
const DEPTH: &str = "40";
/// Addresses in one request at most.
const MOST_URIS: usize = 25;

/// Asks for the answers below a post.
pub(super) fn ask(server: &Url, uri: &str) -> Ask {
    let parameters = [("uri", uri), ("depth", DEPTH), ("parentHeight", "0")];
    let about = About { uris: vec![uri.to_owned()] };
    let url = method(server, "app.bsky.feed.getPostThread", &parameters);
    // It can wait: what a list names stays longer than what a list shows.
    Ask { again: true, ..Ask::page(THREAD, url, about.to_context(), None) }
}

/// Asks for posts by their addresses, to see which are gone.
pub(super) fn ask_posts(server: &Url, uris: &[String]) -> Vec<Ask> {
    let ask = |uris: &[String]| {
        let parameters: Vec<_> = uris.iter().map(|uri| ("uris", uri.as_str())).collect();
        let about = About { uris: uris.to_vec() };
        let url = method(server, "app.bsky.feed.getPosts", &parameters);
        Ask { again: true, ..Ask::page(POSTS, url, about.to_context(), None) }
    };
    uris.chunks(MOST_URIS).map(ask).collect()
}

/// Reads a thread.
pub(super) fn read(response: &Response<'_>, source: &SourceConfig) -> Result<Reading, ReadError> {
    let document = lenient::document(response)?;
    let thread = document.pointer("/thread").filter(|thread| thread.is_object());
    let mut reading = Reading::default();
    let mut branches: Vec<&Value> =
        vec![thread.ok_or_else(|| ReadError("the answer has no `thread`".to_owned()))?];
    while let Some(branch) = branches.pop() {
        match lenient::text(branch, "/$type").and_then(|kind| kind.rsplit('#').next()) {
            Some("threadViewPost") => {
                post::put(branch.pointer("/post").unwrap_or(&Value::Null), &source.target, &mut reading);
                branches.extend(lenient::list(branch, "/replies").iter().rev());
            }
            Some("notFoundPost") => reading.gone.extend(lenient::owned(branch, "/uri").map(gone)),
            // Its author and the author above it do not want to meet: it is there, and not shown.
            Some("blockedPost") => {}
            kind => reading.missed(|| format!("a thread holds `{}`", kind.unwrap_or("something unnamed"))),
        }
    }
    Ok(reading)
}

/// Reads posts that were asked for by their addresses: those that the answer lacks are gone.
pub(super) fn read_posts(
    asked: &[String],
    response: &Response<'_>,
    source: &SourceConfig,
) -> Result<Reading, ReadError> {
    let document = lenient::document(response)?;
    let posts = document.pointer("/posts").and_then(Value::as_array);
    let posts = posts.ok_or_else(|| ReadError("the answer has no list `posts`".to_owned()))?;
    let mut reading = Reading::default();
    for shown in posts {
        post::put(shown, &source.target, &mut reading);
    }
    let is_shown = |uri: &String| posts.iter().any(|shown| lenient::text(shown, "/uri") == Some(uri));
    reading.gone.extend(asked.iter().filter(|uri| !is_shown(uri)).cloned().map(gone));
    Ok(reading)
}
