//! A search of articles by windows of time, the newest 250 of each and no more, and the articles on the same host.

use serde_json::{Value, json};

use super::hosts::Host;
use super::served::{Answer, Asked};
use super::{feed, told};

/// Articles of an answer.
const MOST: usize = 250;

pub(super) fn source(host: &Host) -> Vec<String> {
    let (from, to) = (told::at(host.pages), told::at(0));
    vec![format!("url = \"{}/\"\nquery = \"harbour\"\nfrom = \"{from}\"\nto = \"{to}\"", host.base)]
}

pub(super) fn answer(host: &Host, asked: &Asked) -> Answer {
    if asked.path != "/api/v2/doc/doc" {
        return feed::article(host, asked);
    }
    let bound = |name: &str| asked.query.get(name).and_then(|time| told::number_at(time));
    let (Some(oldest), Some(newest)) = (bound("startdatetime"), bound("enddatetime")) else {
        return Answer::of("text/html", "Invalid query.");
    };
    let wanted = newest..oldest.saturating_add(1).min(host.pages);
    let articles: Vec<Value> = wanted
        .take(MOST)
        .map(|number| {
            json!({
                "url": format!("{}/{number}.html", host.base), "url_mobile": "", "title": format!("Report  {number}"),
                "seendate": told::at(number).strftime("%Y%m%dT%H%M%SZ").to_string(), "socialimage": "",
                "domain": "many.example", "language": "English", "sourcecountry": "Nowhere", "odd": 1,
            })
        })
        .collect();
    // Nothing found is an empty object.
    Answer::json(&if articles.is_empty() { json!({}) } else { json!({"articles": articles}) })
}
