//! An account's feed with cursors, and threads below its posts.

use serde_json::{Value, json};

use super::hosts::Host;
use super::served::{Answer, Asked};
use super::told;

/// Posts of a page; the last of them begins the next page once more.
const PAGE: usize = 100;

pub(super) fn source(host: &Host) -> Vec<String> {
    vec![format!("url = \"{}\"\naccount = \"{}\"", host.base, did(host.number))]
}

pub(super) fn source_with_threads(host: &Host) -> Vec<String> {
    source(host).into_iter().map(|keys| keys + "\nthreads = true").collect()
}

pub(super) fn answer(host: &Host, asked: &Asked) -> Answer {
    match asked.path.as_str() {
        "/xrpc/app.bsky.feed.getAuthorFeed" => feed(host, asked.number("cursor").unwrap_or_default()),
        "/xrpc/app.bsky.feed.getPostThread" => {
            let number = asked.query.get("uri").and_then(|uri| uri.rsplit_once("/3")?.1.parse().ok());
            number.map_or_else(Answer::missing, |number| thread(host, number))
        }
        _ => Answer::missing(),
    }
}

fn did(account: usize) -> String {
    format!("did:plc:many{account:08}")
}

fn uri(account: usize, number: usize) -> String {
    format!("at://{}/app.bsky.feed.post/3{number:08}", did(account))
}

fn author(account: usize) -> Value {
    json!({"did": did(account), "handle": format!("host{account}.example"), "displayName": format!("Host {account}"), "odd": [1]})
}

fn post(account: usize, number: usize, reply: Option<&str>) -> Value {
    let at = told::at(number).to_string();
    let mut record = json!({
        "$type": "app.bsky.feed.post", "text": told::sentence(account, number), "createdAt": at, "langs": ["en"],
    });
    if let Some(parent) = reply {
        record["reply"] = json!({"root": {"uri": parent}, "parent": {"uri": parent}});
    }
    json!({
        "uri": uri(account, number), "cid": format!("bafy{number}"), "author": author(account), "record": record,
        "indexedAt": at, "likeCount": number % 50, "repostCount": 1, "quoteCount": 0,
        "replyCount": if number.is_multiple_of(5) { 2 } else { 0 }, "unknownToReaders": {"since": 2031},
    })
}

/// Some entries are reposts of another's post, some answer a post that was deleted.
fn entry(host: usize, number: usize) -> Value {
    if number % 7 == 3 {
        let reason = json!({
            "$type": "app.bsky.feed.defs#reasonRepost", "by": author(host), "indexedAt": told::at(number).to_string(),
            "uri": format!("at://{}/app.bsky.feed.repost/3{number:08}", did(host)),
        });
        return json!({"post": post(host + 1000, number + 10, None), "reason": reason});
    }
    if number % 11 == 5 {
        let lost = uri(host + 2000, number + 20);
        let none = json!({"$type": "app.bsky.feed.defs#notFoundPost", "uri": lost, "notFound": true});
        return json!({"post": post(host, number, Some(&lost)), "reply": {"root": none, "parent": none}});
    }
    json!({"post": post(host, number, None)})
}

fn feed(host: &Host, from: usize) -> Answer {
    let total = host.pages * (PAGE - 1);
    let entries: Vec<Value> = (from..(from + PAGE).min(total)).map(|n| entry(host.number, n)).collect();
    let mut page = json!({"feed": entries});
    if from + PAGE < total {
        page["cursor"] = json!((from + PAGE - 1).to_string());
    }
    Answer::json(&page)
}

fn thread(host: &Host, number: usize) -> Answer {
    let root = uri(host.number, number);
    let answered = |by: usize| json!({"$type": "app.bsky.feed.defs#threadViewPost", "post": post(host.number + by, number, Some(&root))});
    let lost = json!({"$type": "app.bsky.feed.defs#notFoundPost", "uri": uri(host.number + 5000, number), "notFound": true});
    Answer::json(&json!({"thread": {
        "$type": "app.bsky.feed.defs#threadViewPost", "post": post(host.number, number, None),
        "replies": [answered(3000), answered(4000), lost],
    }}))
}
