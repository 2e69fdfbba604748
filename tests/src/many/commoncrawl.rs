//! A list of collections, the pages of an index, and packed records in archives, a range of bytes at a time.

use serde_json::{Value, json};

use super::hosts::Host;
use super::served::{Answer, Asked, gzip};
use super::told;

/// Rows of a page of the index.
const ROWS: usize = 100;
/// What stands before a record in its archive.
const BEFORE: &[u8] = b"earlier";

pub(super) fn source(host: &Host) -> Vec<String> {
    vec![format!(
        "url = \"{}/\"\nquery = \"gazette{}.example/*\"\nfrom = \"2020-01-01\"",
        host.base, host.number
    )]
}

pub(super) fn answer(host: &Host, asked: &Asked) -> Answer {
    match asked.path.as_str() {
        "/collinfo.json" => Answer::json(&json!([{
            "id": "CC-MAIN-2025-22", "name": "May 2025 Index", "cdx-api": format!("{}/CC-MAIN-2025-22-index", host.base),
            "from": "2020-01-01T00:00:00", "to": "2025-06-02T00:00:00", "odd": true,
        }])),
        "/CC-MAIN-2025-22-index" if asked.query.contains_key("showNumPages") => {
            Answer::json(&json!({"pages": host.pages.div_ceil(ROWS), "pageSize": 5, "blocks": 7}))
        }
        "/CC-MAIN-2025-22-index" => index(host, asked.number("page").unwrap_or_default()),
        _ => match (asked.between("/crawl-data/", ".warc.gz"), asked.range) {
            (Some(number), Some(range)) if !told::is_deleted(number) => part(&archive(host, number), range),
            _ => Answer::missing(),
        },
    }
}

fn index(host: &Host, page: usize) -> Answer {
    let row = |number: usize| -> Value {
        let site = format!("gazette{}", host.number);
        json!({
            "urlkey": format!("example,{site})/{number}.html"), "timestamp": told::compact(number),
            "url": format!("http://{site}.example/{number}.html"), "mime": "text/html", "status": "200",
            "digest": format!("D{number}"), "length": record(host, number).len().to_string(),
            "offset": BEFORE.len().to_string(), "filename": format!("crawl-data/{number}.warc.gz"), "odd": "x",
        })
    };
    let numbers = page * ROWS..((page + 1) * ROWS).min(host.pages);
    // Equal bytes of one page are listed twice at times.
    let lines: Vec<String> = numbers
        .flat_map(|n| vec![row(n); 1 + usize::from(n % 10 == 0)])
        .map(|row| row.to_string() + "\n")
        .collect();
    Answer::of("text/x-ndjson", lines.concat())
}

/// A packed record of an answer (ISO 28500).
fn record(host: &Host, number: usize) -> Vec<u8> {
    let page = told::page(host.number, &format!("/{number}.html"));
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    let head = format!("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n", http.len());
    gzip(format!("{head}{http}\r\n\r\n").as_bytes())
}

fn archive(host: &Host, number: usize) -> Vec<u8> {
    [BEFORE, &record(host, number), b"the next record"].concat()
}

fn part(archive: &[u8], (from, to): (usize, usize)) -> Answer {
    match archive.get(from..=to) {
        Some(bytes) => Answer::of("application/octet-stream", bytes)
            .status(206)
            .header("content-range", format!("bytes {from}-{to}/{}", archive.len())),
        None => Answer::missing().status(416),
    }
}
