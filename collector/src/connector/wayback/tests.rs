use whence_store::time::Precision;

use super::*;

const NOW: Micros = Micros(1_738_000_000_000_000);

fn source(more: &str) -> SourceConfig {
    SourceConfig::parse(&format!("name = 'a'\nconnector = 'wayback'\nquery = 'example.org/*'\n{more}"))
        .unwrap()
}

#[test]
fn the_index_is_asked_for_what_is_wanted_and_no_more() {
    let source = source("from = '2025-01-24'\nto = '2025-01-28'");
    let ask = &Wayback.start(&source, &Cursors::default(), NOW)[0];
    assert_eq!(ask.url.host_str(), Some("web.archive.org"));
    let query = ask.url.query().unwrap();
    assert!(query.contains("url=example.org%2F*") && query.contains("from=20250124000000"), "{query}");
    assert!(query.contains("to=20250127235959"), "`to` is not included: {query}");
    assert!(
        SourceConfig::parse("name = 'a'\nconnector = 'wayback'").unwrap_err().to_string().contains("query")
    );
}

#[test]
fn a_capture_is_dated_by_its_page_and_else_by_the_archive_as_an_upper_bound() {
    let source = source("");
    let text = "The ministry said on Monday that the harbour would open again within a week, after a look at the cranes.";
    let read = |head: &str, original: &str| {
        let context =
            Captured { original: original.into(), timestamp: "20250126080000".into(), digest: "A".into() };
        let url = Url::parse(&format!("https://web.archive.org/web/20250126080000id_/{original}")).unwrap();
        let body = format!(
            "<html><head>{head}</head><body><article><p>{text}</p><p>{text}</p></article></body></html>"
        );
        let response =
            Response { url: &url, status: 200, headers: &[], body: body.as_bytes(), received_at: NOW };
        let asked = Asked { kind: CAPTURE, url: &url, context: &context.to_json(), last_poll: None };
        Wayback.read(&asked, &response, &source).unwrap().items.remove(0)
    };
    let dated = read("<meta name='date' content='2025-01-25T08:00:00Z'>", "https://example.org/a");
    assert_eq!(
        (dated.created_basis.as_str(), dated.native_id.as_str()),
        ("meta:date", "https://example.org/a")
    );
    let undated = read("", "https://example.org/a?b=1");
    assert_eq!((undated.created_basis.as_str(), undated.created.precision), ("archive", Precision::None));
    assert_eq!(
        (undated.created.at.to_string().as_str(), undated.created.original.as_str()),
        ("2025-01-26T08:00:00Z", "20250126080000")
    );
    // A page cannot have been published after it was captured.
    assert_eq!(
        read("<meta name='date' content='2025-01-29T08:00:00Z'>", "https://example.org/a").created_basis,
        "archive"
    );
}

#[test]
fn a_refusal_without_a_time_means_a_minute() {
    let url = Url::parse("https://web.archive.org/cdx/search/cdx").unwrap();
    let asked = Asked { kind: KIND, url: &url, context: "{}", last_poll: None };
    let judged = |status, body| {
        Wayback.judge(&asked, &Response { url: &url, status, headers: &[], body, received_at: NOW })
    };
    assert_eq!(judged(429, b"").until, Some(NOW.plus(60 * Micros::SECOND)));
    assert_eq!(judged(200, b" <html>").outcome, Outcome::Gated);
    assert_eq!(judged(200, b"[]").outcome, Outcome::Ok);
}
