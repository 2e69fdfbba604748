//! Dates that contradict each other: publication and change are kept apart, and the newest does not win.

use serde_json::json;

use super::page::{expect, page, read};

fn linked(published: &str, modified: &str) -> String {
    format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Lindby\",\"datePublished\":\"{published}\",\"dateModified\":\"{modified}\"}}</script>"
    )
}

#[test]
fn publication_and_change_are_kept_apart() {
    let url = "https://lindby.example/harbour";
    let cases = [
        (
            "both",
            linked("2025-01-27T08:00:00+07:00", "2025-02-03T09:00:00+07:00"),
            "",
            url,
            vec![
                ("/published/at", json!("2025-01-27T08:00:00+07:00")),
                ("/published/source", json!("json-ld:datePublished")),
                ("/published/precision", json!("second")),
                ("/published/zone", json!("+07:00")),
                ("/modified/at", json!("2025-02-03T09:00:00+07:00")),
            ],
        ),
        (
            "only a change",
            "<meta property='article:modified_time' content='2025-02-03T09:00:00Z'>".to_owned(),
            "",
            url,
            vec![("/published", json!(null)), ("/modified/at", json!("2025-02-03T09:00:00Z"))],
        ),
        (
            "a conflict is kept",
            format!(
                "{}<meta property='article:published_time' content='2025-01-20T08:00:00Z'>",
                linked("2025-01-27T08:00:00Z", "2025-01-28")
            ),
            "",
            url,
            vec![
                ("/published/at", json!("2025-01-27T08:00:00Z")),
                ("/conflicts/0/at", json!("2025-01-20T08:00:00Z")),
                ("/conflicts/0/source", json!("meta:article:published_time")),
            ],
        ),
        (
            "the newest does not win",
            String::new(),
            "<p class='date'>Published 27 January 2025 · Updated 3 February 2025</p>",
            url,
            vec![("/published/at", json!("2025-01-27")), ("/modified/at", json!("2025-02-03"))],
        ),
        (
            "a sidebar is newer",
            String::new(),
            "<time datetime='2025-01-27T08:00'>27 January</time></article><aside class='latest'><time datetime='2025-03-01'>1 March</time></aside><article>",
            url,
            vec![("/published/at", json!("2025-01-27T08:00"))],
        ),
        (
            "the address",
            String::new(),
            "",
            "https://lindby.example/2025/01/27/harbour",
            vec![("/published/at", json!("2025-01-27")), ("/published/source", json!("url"))],
        ),
        (
            "the evening before",
            linked("2025-01-28T01:30:00Z", "2025-01-28T01:40:00Z"),
            "",
            "https://lindby.example/2025/01/27/harbour",
            vec![("/published/at", json!("2025-01-28T01:30:00Z")), ("/day", json!("2025-01-27"))],
        ),
        ("no date", String::new(), "", url, vec![("/published", json!(null)), ("/day", json!(null))]),
    ];
    for (name, head, above, url, facts) in cases {
        expect(name, &read(&page("en", &head, "Lindby", above, ""), url), &facts);
    }
}

#[test]
fn visible_dates_are_read_in_many_languages() {
    for (lang, line) in [
        ("en", "27 January 2025"),
        ("de", "27. Januar 2025"),
        ("es", "27 de enero de 2025"),
        ("id", "Senin, 27 Januari 2025"),
        ("ru", "27 января 2025"),
        ("ar", "27 يناير 2025"),
        ("zh", "2025年1月27日"),
        ("ja", "2025年1月27日"),
    ] {
        let said = read(
            &page(lang, "", "Lindby", &format!("<p class='date'>{line}</p>"), ""),
            "https://lindby.example/harbour",
        );
        expect(
            lang,
            &said,
            &[("/published/at", json!("2025-01-27")), ("/published/precision", json!("day"))],
        );
    }
}
