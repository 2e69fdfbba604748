//! Twins, sources, links, authors, quotes.

use serde_json::json;

use super::page::{expect, expect_story, page, read};

const URL: &str = "https://lindby.example/harbour";

#[test]
fn twins_and_the_canonical_address_are_read() {
    for (name, head, facts) in [
        (
            "amp",
            "<link rel='amphtml' href='/harbour/amp'>",
            vec![
                ("/twins/0/kind", json!("amp")),
                ("/twins/0/url", json!("https://lindby.example/harbour/amp")),
            ],
        ),
        (
            "mobile",
            "<link rel='alternate' media='only screen and (max-width: 640px)' href='https://m.lindby.example/harbour'>",
            vec![
                ("/twins/0/kind", json!("mobile")),
                ("/twins/0/url", json!("https://m.lindby.example/harbour")),
            ],
        ),
        (
            "translation",
            "<link rel='alternate' hreflang='id' href='/id/harbour'><link rel='alternate' hreflang='x-default' href='/'>",
            vec![
                ("/twins/0/kind", json!("translation")),
                ("/twins/0/lang", json!("id")),
                ("/twins/1", json!(null)),
            ],
        ),
        ("short", "<link rel='shortlink' href='/?p=7'>", vec![("/twins/0/kind", json!("shortlink"))]),
        (
            "canonical",
            "<link rel='canonical' href='/harbour?full'>",
            vec![("/canonical", json!("https://lindby.example/harbour?full"))],
        ),
        (
            "of another site",
            "<link rel='canonical' href='https://origin.example/a'>",
            vec![("/canonical", json!("https://origin.example/a"))],
        ),
    ] {
        let said = read(&page("en", head, "Harbour to open", "", ""), URL);
        expect(name, &said, &facts);
        expect_story(name, &said, "en");
    }
}

#[test]
fn sources_are_read_with_and_without_a_link() {
    for (name, head, below, facts) in [
        (
            "linked",
            "",
            "<p><a href='https://origin.example/a'>Source link</a></p>",
            vec![("/sources/0/kind", json!("link")), ("/sources/0/url", json!("https://origin.example/a"))],
        ),
        (
            "without a link",
            "",
            "<p>Source link</p>",
            vec![
                ("/sources/0/kind", json!("named")),
                ("/sources/0/url", json!(null)),
                ("/sources/0/text", json!("Source link")),
            ],
        ),
        (
            "labelled",
            "",
            "<p>Sumber: <a href='https://origin.example/b'>Harian Pelabuhan</a></p>",
            vec![("/sources/0/url", json!("https://origin.example/b"))],
        ),
        (
            "original text",
            "",
            "<p><a href='https://origin.example/c'>阅读原文</a></p>",
            vec![("/sources/0/url", json!("https://origin.example/c"))],
        ),
        (
            "syndicated",
            "<meta name='syndication-source' content='https://origin.example/d'>",
            "",
            vec![("/sources/0/kind", json!("syndication-source"))],
        ),
        (
            "based on",
            "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Harbour to open\",\"isBasedOn\":\"https://origin.example/e\"}</script>",
            "",
            vec![("/sources/0/kind", json!("json-ld"))],
        ),
    ] {
        let said = read(&page("en", head, "Harbour to open", "", below), URL);
        expect(name, &said, &facts);
        expect_story(name, &said, "en");
    }
}

#[test]
fn authors_are_people_first() {
    let organised = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Harbour to open\",\"author\":{\"@type\":\"Organization\",\"name\":\"Lindby Post\"}}</script>";
    let both = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Harbour to open\",\"author\":[{\"@type\":\"Person\",\"name\":\"Mira Anders\"},{\"@type\":\"Person\",\"name\":\"Tor Lindt\"}]}</script>";
    for (name, head, above, authors) in [
        (
            "a byline beats the house",
            organised,
            "<p class='byline'>By Mira Anders</p>",
            json!(["Mira Anders"]),
        ),
        ("the house alone", organised, "", json!(["Lindby Post"])),
        ("two people", both, "", json!(["Mira Anders", "Tor Lindt"])),
        (
            "a link to a profile",
            "",
            "<div><a rel='author' href='/people/7'>Mira Anders</a></div>",
            json!(["Mira Anders"]),
        ),
    ] {
        expect(name, &read(&page("en", head, "Harbour to open", above, ""), URL), &[("/authors", authors)]);
    }
}

#[test]
fn quotes_have_speakers() {
    for (lang, said) in [
        ("en", "We have looked at every bolt of these cranes"),
        ("de", "Wir haben jede Schraube dieser Kräne geprüft"),
        ("id", "Kami sudah memeriksa setiap baut derek ini"),
        ("es", "Hemos revisado cada tornillo de estas grúas"),
    ] {
        let page = read(&page(lang, "", "Lindby", "", ""), URL);
        expect(
            lang,
            &page,
            &[
                ("/quotes/0/text", json!(said)),
                ("/quotes/0/speaker", json!("Mira Anders")),
                ("/language", json!(lang)),
            ],
        );
    }
}
