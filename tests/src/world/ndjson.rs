//! One post as one line of the import files.

use serde::Serialize;

use super::cast::Cast;
use super::posts::{Post, Relation};
use super::stamps;

/// The keys of a line, in order.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    author: &'a str,
    created: String,
    lang: &'a str,
    text: &'a str,
    note: bool,
    rt_of: Option<String>,
    quote_of: Option<String>,
    reply_to: Option<String>,
    conv: String,
    rts: i64,
    favs: i64,
    replies: i64,
    quotes: i64,
    views: Option<i64>,
    urls: Vec<String>,
    hashtags: &'a [String],
    media: Vec<&'a str>,
    source: String,
    src: String,
}

/// The line of `post`, with a line feed; `url` gives an article's address by its index.
///
/// # Errors
/// Never in practice: the line holds strings and numbers only.
pub(crate) fn line(post: &Post, cast: &Cast, url: impl Fn(usize) -> String) -> serde_json::Result<String> {
    let draft = &post.draft;
    let handle = &cast.accounts[draft.author].handle;
    let target = |wanted: bool| post.target.filter(|_| wanted).map(|id| id.to_string());
    let line = Line {
        id: post.id.to_string(),
        author: handle,
        created: stamps::iso(draft.at, 0),
        lang: draft.language.code(),
        text: &draft.text,
        note: draft.text.chars().count() > 280,
        rt_of: target(matches!(draft.relation, Relation::Repost(_))),
        quote_of: target(matches!(draft.relation, Relation::Quote(_))),
        reply_to: target(matches!(draft.relation, Relation::Reply(_))),
        conv: post.conversation.to_string(),
        rts: post.reposts,
        favs: post.likes,
        replies: post.likes / 9,
        quotes: post.likes / 14,
        views: post.views,
        urls: draft.article.map(url).into_iter().collect(),
        hashtags: &draft.hashtags,
        media: draft.media.into_iter().collect(),
        source: format!("<a href=\"https://client.example\" rel=\"nofollow\">{}</a>", post.client),
        src: format!("{handle}-1.json"),
    };
    Ok(serde_json::to_string(&line)? + "\n")
}
