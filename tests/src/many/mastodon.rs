//! One server of Mastodon: an account's statuses, or those under a tag, page by page.

use serde_json::{Value, json};

use super::hosts::Host;
use super::served::{Answer, Asked};
use super::told;

/// Statuses of a page.
const PAGE: usize = 40;

pub(super) fn account_source(host: &Host) -> Vec<String> {
    vec![format!("url = \"{}\"\naccount = \"harbour\"", host.base)]
}

pub(super) fn tag_source(host: &Host) -> Vec<String> {
    vec![format!("url = \"{}\"\ntag = \"harbour\"", host.base)]
}

pub(super) fn answer(host: &Host, asked: &Asked) -> Answer {
    match asked.path.as_str() {
        "/api/v1/accounts/lookup" => Answer::json(&account(host, "harbour")),
        "/api/v1/accounts/9/statuses" => statuses(host, asked, false),
        "/api/v1/timelines/tag/harbour" => statuses(host, asked, true),
        _ => Answer::json(&json!({"error": "Record not found"})).status(404),
    }
}

fn account(host: &Host, name: &str) -> Value {
    json!({
        "id": if name == "harbour" { "9".to_owned() } else { format!("9{name}") }, "username": name, "acct": name,
        "display_name": name, "note": "<p>About ships</p>", "url": format!("{}/@{name}", host.base),
        "uri": format!("{}/users/{name}", host.base), "created_at": "2019-05-01T00:00:00.000Z", "bot": false,
        "locked": false, "discoverable": true, "indexable": true, "noindex": false, "followers_count": 12,
        "fields": [], "a_field_of_tomorrow": null,
    })
}

/// A status, newest with the highest id.
fn status(host: &Host, id: usize, name: &str) -> Value {
    let number = host.pages * PAGE - id;
    json!({
        "id": id.to_string(), "uri": format!("{}/users/{name}/statuses/{id}", host.base),
        "url": format!("{}/@{name}/{id}", host.base), "created_at": told::at(number).to_string(), "edited_at": null,
        "content": format!("<p>{} <a href=\"{}/tags/harbour\" class=\"mention hashtag\" rel=\"tag\">#<span>harbour</span></a></p>", told::sentence(host.number, number), host.base),
        "spoiler_text": "", "sensitive": false, "visibility": "public", "language": "en", "in_reply_to_id": null,
        "reblog": null, "quote": null, "replies_count": 0, "reblogs_count": number % 9, "favourites_count": 3,
        "mentions": [], "tags": [{"name": "harbour"}], "media_attachments": [], "card": null, "poll": null,
        "account": account(host, name), "a_field_of_tomorrow": {"deep": [1]},
    })
}

/// A page below an id. An account passes on the same old status again and again.
fn statuses(host: &Host, asked: &Asked, is_tag: bool) -> Answer {
    let below = asked.number("max_id").unwrap_or(host.pages * PAGE + 1).min(host.pages * PAGE + 1);
    let lowest = below.saturating_sub(PAGE).max(1);
    let list = (lowest..below).rev().map(|id| {
        let name = if is_tag { format!("writer{}", id % 50) } else { "harbour".to_owned() };
        let mut shown = status(host, id, &name);
        if !is_tag && id % 9 == 4 {
            shown["reblog"] = status(host, id / 500 + 1, "evening");
            shown["content"] = json!("");
        }
        shown
    });
    let answer = Answer::json(&Value::Array(list.collect()));
    if lowest <= 1 {
        return answer;
    }
    let here = format!("{}{}?limit={PAGE}", host.base, asked.path);
    answer.header(
        "link",
        format!("<{here}&max_id={lowest}>; rel=\"next\", <{here}&min_id={below}>; rel=\"prev\""),
    )
}
