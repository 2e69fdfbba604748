//! Feeds in three formats: RSS that holds everything, Atom and JSON Feed that go on page by page.

use std::fmt::Write as _;

use serde_json::json;

use super::hosts::Host;
use super::served::{Answer, Asked};
use super::told;

/// Entries of a page of those that have pages.
const PAGE: usize = 250;

pub(super) fn rss_source(host: &Host) -> Vec<String> {
    vec![format!("url = \"{}/feed.xml\"", host.base)]
}

pub(super) fn atom_source(host: &Host) -> Vec<String> {
    vec![format!("url = \"{}/atom.xml?page=0\"", host.base)]
}

pub(super) fn json_source(host: &Host) -> Vec<String> {
    vec![format!("url = \"{}/feed.json?page=0\"", host.base)]
}

pub(super) fn answer(host: &Host, asked: &Asked) -> Answer {
    let page = asked.number("page").unwrap_or_default();
    match asked.path.as_str() {
        "/feed.xml" => rss(host),
        "/atom.xml" => atom(host, page),
        "/feed.json" => json_feed(host, page),
        _ => article(host, asked),
    }
}

/// The page of an entry; some were taken down.
pub(super) fn article(host: &Host, asked: &Asked) -> Answer {
    match asked.between("/", ".html") {
        Some(number) if number < host.pages && !told::is_deleted(number) => {
            Answer::html(told::page(host.number, &asked.path))
        }
        _ => Answer::missing(),
    }
}

/// The entries of a page: the last of the page before stands on it once more.
fn entries(host: &Host, page: usize) -> std::ops::Range<usize> {
    (page * PAGE).saturating_sub(1).min(host.pages)..((page + 1) * PAGE).min(host.pages)
}

fn next(host: &Host, page: usize) -> Option<usize> {
    ((page + 1) * PAGE < host.pages).then_some(page + 1)
}

fn rss(host: &Host) -> Answer {
    let mut text = String::from("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Many</title>");
    for number in 0..host.pages {
        let date = told::at(number).strftime("%a, %d %b %Y %H:%M:%S GMT");
        let _ = write!(
            text,
            "<item><title>Report {number}</title><link>{}/{number}.html</link><pubDate>{date}</pubDate><odd:mood \
             xmlns:odd=\"https://odd.example/\">fair</odd:mood></item>",
            host.base
        );
    }
    Answer::of("application/rss+xml", text + "</channel></rss>")
}

fn atom(host: &Host, page: usize) -> Answer {
    let base = &host.base;
    let mut text = format!(
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Many</title><id>{base}/</id>"
    );
    if let Some(next) = next(host, page) {
        let _ = write!(text, "<link rel=\"next\" href=\"{base}/atom.xml?page={next}\"/>");
    }
    for number in entries(host, page) {
        let _ = write!(
            text,
            "<entry><id>{base}/{number}</id><title>Report {number}</title><link href=\"{base}/{number}.html\"/>\
             <published>{at}</published><updated>{at}</updated></entry>",
            at = told::at(number)
        );
    }
    Answer::of("application/atom+xml", text + "</feed>")
}

fn json_feed(host: &Host, page: usize) -> Answer {
    let base = &host.base;
    let items: Vec<_> = entries(host, page)
        .map(|number| {
            json!({
                "id": format!("{base}/{number}"), "url": format!("{base}/{number}.html"),
                "title": format!("Report {number}"), "date_published": told::at(number).to_string(),
                "_odd": {"mood": "fair"},
            })
        })
        .collect();
    let mut feed = json!({"version": "https://jsonfeed.org/version/1.1", "title": "Many", "items": items});
    if let Some(next) = next(host, page) {
        feed["next_url"] = json!(format!("{base}/feed.json?page={next}"));
    }
    Answer::json(&feed)
}
