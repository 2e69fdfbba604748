//! An index of captures with keys to go on with, and the captures. Each page was captured twice with the same bytes.

use serde_json::json;

use super::hosts::Host;
use super::served::{Answer, Asked};
use super::told;

/// Rows of a page of the index.
const ROWS: usize = 200;

pub(super) fn source(host: &Host) -> Vec<String> {
    vec![format!("url = \"{}/\"\nquery = \"gazette{}.example/*\"", host.base, host.number)]
}

pub(super) fn answer(host: &Host, asked: &Asked) -> Answer {
    if asked.path == "/cdx/search/cdx" {
        return index(host, asked.number("resumeKey").unwrap_or_default());
    }
    let captured = asked.path.strip_prefix("/web/").and_then(|rest| rest.split_once("id_/"));
    let number = captured.and_then(|(_, original)| number(original));
    match number {
        Some(number) if number < host.pages && !told::is_deleted(number) => {
            Answer::html(told::page(host.number, &format!("/{number}.html")))
        }
        _ => Answer::missing(),
    }
}

fn number(original: &str) -> Option<usize> {
    original.rsplit_once('/')?.1.strip_suffix(".html")?.parse().ok()
}

fn index(host: &Host, from: usize) -> Answer {
    let mut rows =
        vec![json!(["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"])];
    let end = (from + ROWS).min(host.pages * 2);
    for row in from..end {
        let (page, site) = (row / 2, format!("gazette{}", host.number));
        // The later capture comes later in the index.
        let taken = told::compact(page * 2 + 1 - row % 2);
        let original = format!("http://{site}.example/{page}.html");
        rows.push(json!([
            format!("example,{site})/{page}.html"),
            taken,
            original,
            "text/html",
            "200",
            format!("D{page}"),
            "1200"
        ]));
    }
    if end < host.pages * 2 {
        rows.extend([json!([]), json!([end.to_string()])]);
    }
    Answer::json(&json!(rows))
}
