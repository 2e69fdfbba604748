use url::Url;
use whence_store::ingest::{ActorKind, NewItem};
use whence_store::time::{Micros, Precision};

use super::*;

const PARAGRAPH: &str = "The ministry said on Monday that the harbour would open again within a week, after engineers had \
    looked at every crane and found that two of them could be repaired without new parts from abroad.";

fn read_html(html: &str, url: &str, context: &str) -> NewItem {
    let url = Url::parse(url).unwrap();
    let response = Response {
        url: &url,
        status: 200,
        headers: &[("content-type".to_owned(), "text/html; charset=utf-8".to_owned())],
        body: html.as_bytes(),
        received_at: Micros(1_800_000_000 * Micros::SECOND),
    };
    let source = SourceConfig::parse(
        "name = 'a'
connector = 'feed'
url = 'https://news.example/feed'
publisher = 'outlet'
time_zone = 'Asia/Jakarta'",
    )
    .unwrap();
    read(&response, &source, context).unwrap()
}

fn page(head: &str) -> String {
    format!(
        "<html lang='en-GB'><head>{head}</head><body><nav><a href='/'>Home</a></nav><article><h1>Harbour to open</h1>\
         <p>{PARAGRAPH}</p><p>{PARAGRAPH} See <a href='https://other.example/x'>more</a>.</p></article></body></html>"
    )
}

#[test]
fn a_page_is_read_from_json_ld_meta_and_markup() {
    let item = read_html(
        &page(
            "<title>Harbour | News</title><link rel='canonical' href='/harbour?utm_source=x'><script type='application/ld+json'>\
             {\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"Harbour to open again\",\"datePublished\":\"2025-01-27T08:00:00+07:00\",\
             \"dateModified\":\"2025-01-28T08:00:00+07:00\",\"author\":[{\"@type\":\"Person\",\"name\":\"Mira Anders\"},{\"@id\":\"#b\"}]},\
             {\"@type\":\"Person\",\"@id\":\"#b\",\"name\":\"Tor Lindt\"}]}</script><meta property='og:site_name' content='News'>",
        ),
        "https://www.news.example/2024/12/01/harbour",
        "{}",
    );
    assert_eq!(item.native_id, "https://news.example/harbour");
    // What readers see above the text, not what machines are told.
    assert_eq!(item.title.as_deref(), Some("Harbour to open"));
    assert_eq!(item.created.at.to_string(), "2025-01-27T01:00:00Z");
    assert_eq!(item.created_basis, "json-ld:datePublished");
    assert_eq!(item.modified.unwrap().to_string(), "2025-01-28T01:00:00Z");
    assert_eq!(item.byline.as_deref(), Some("Mira Anders; Tor Lindt"));
    assert_eq!(item.lang.as_ref().unwrap().0, "en");
    assert_eq!(item.links, ["https://other.example/x"]);
    assert_eq!(
        (item.account.handle.as_str(), item.account.publisher),
        ("news.example", Some(ActorKind::Outlet))
    );
    assert!(
        item.text.contains("two of them could be repaired") && !item.text.contains("Home"),
        "{}",
        item.text
    );
    assert!(item.text.lines().count() >= 2, "paragraphs survive: {}", item.text);
}

#[test]
fn dates_fall_back_from_feed_to_address_to_none() {
    let feed = r#"{"published":"2025-01-26T00:00:00Z"}"#;
    assert_eq!(read_html(&page(""), "https://news.example/2024/12/01/a", feed).created_basis, "feed");
    let by_url = read_html(&page(""), "https://news.example/2024/12/01/a", "{}");
    assert_eq!((by_url.created_basis.as_str(), by_url.created.precision), ("url", Precision::Day));
    let none = read_html(&page("<meta name='date' content='soon'>"), "https://news.example/a", "{}");
    assert_eq!((none.created_basis.as_str(), none.created.precision), ("capture", Precision::None));
    let future = read_html(&page("<meta name='date' content='2199-01-01'>"), "https://news.example/a", "{}");
    assert_eq!(future.created_basis, "capture");
}

#[test]
fn another_sites_canonical_does_not_rename_a_page() {
    let item = read_html(
        &page("<link rel='canonical' href='https://reuters.example/x'>"),
        "https://copy.example/x",
        "{}",
    );
    assert_eq!(item.native_id, "https://copy.example/x");
    assert!(item.links.contains(&"https://reuters.example/x".to_owned()), "it says where it was taken from");
    assert_eq!(item.account.publisher, None, "the operator vouches for its own source's site only");
}

#[test]
fn hostile_pages_are_read_or_refused_without_a_crash() {
    let source =
        SourceConfig::parse("name = 'a'\nconnector = 'feed'\nurl = 'https://news.example/feed'").unwrap();
    let deep = format!("<html><body>{}<p>{PARAGRAPH}</p>", "<div>".repeat(100_000));
    let url = Url::parse("https://news.example/x").unwrap();
    for body in [deep.as_bytes(), &b""[..], b"\xff\xfe\x00", b"<script>", b"<html><body></body></html>"] {
        let response = Response { url: &url, status: 200, headers: &[], body, received_at: Micros(0) };
        let _ = read(&response, &source, "not json");
    }
}
