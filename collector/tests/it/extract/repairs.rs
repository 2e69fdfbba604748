//! What the text of a page gains and loses by rules: leads, quotations, lists, contacts, lines of dates, ruby, parts for readers without
//! scripts.

use serde_json::json;

use super::page::{expect, expect_story, page, read, story};

const URL: &str = "https://lindby.example/harbour";

fn text(html: &str) -> String {
    read(html, URL)["text"].as_str().unwrap().to_owned()
}

#[test]
fn what_belongs_to_the_text_is_put_back() {
    let lead = "Two cranes can be repaired, and fishermen are to have help before the winter comes.";
    let described = format!("<meta property='og:description' content='{lead}'>");
    let tweet = "<div class='social-embed'><blockquote><p>We are open again.</p>— Harbour (@harbour) <a href='https://x.example/1'>27 January 2025</a></blockquote></div>";
    let story_with_tweet =
        page("en", "", "Harbour to open", "", "").replacen("</p><p>", &format!("</p>{tweet}<p>"), 1);
    for (name, html, wanted) in [
        (
            "a lead",
            page("en", &described, "Harbour to open", &format!("<div class='x1'>{lead}</div>"), ""),
            lead,
        ),
        ("a post that is quoted", story_with_tweet, "We are open again."),
        (
            "a bare address",
            page("en", "", "Harbour to open", "", "").replacen(
                "</p><p>",
                "</p><p><a href='mailto:harbour@lindby.example'>harbour@lindby.example</a></p><p>",
                1,
            ),
            "harbour@lindby.example",
        ),
    ] {
        assert!(text(&html).contains(wanted), "{name}: {}", text(&html));
    }
}

#[test]
fn what_does_not_belong_to_it_is_taken_out() {
    let list = "<ul><li><a href='/a'>A storm at the harbour last year</a></li><li><a href='/b'>Fishermen wait for money</a></li></ul>";
    for (name, above, below, gone) in [
        ("a line of dates", "<p>Updated 1:39 am, Monday, January 27, 2025</p>", "", "Updated"),
        ("a list of other stories", "", list, "A storm"),
        ("a contact", "", "<p>Reach Mira Anders at mira@lindby.example.</p>", "Reach Mira"),
        ("a word of a menu", "<div><a href='/h'>Harbour</a></div>", "", "\nHarbour\n"),
    ] {
        let html = page("en", "", "Lindby to open again", above, below);
        let said = format!("\n{}\n", text(&html));
        assert!(!said.contains(gone), "{name}: {said}");
        expect_story(name, &read(&html, URL), "en");
    }
}

#[test]
fn ruby_is_read_without_its_readings() {
    let html = page("ja", "", "港が再開", "", "")
        .replace("港の外", "<ruby>港<rp>(</rp><rt>みなと</rt><rp>)</rp></ruby>の外");
    expect_story("ruby", &read(&html, URL), "ja");
    assert!(!text(&html).contains("みなと"));
}

#[test]
fn a_text_for_readers_without_scripts_is_a_text() {
    let html = format!(
        "<html lang='en'><head><title>Harbour</title></head><body><nav><a href='/'>Home</a></nav><h1>Harbour</h1>\
         <noscript><div class='body'>{}</div></noscript><footer><p>Lindby Post, 1 Harbour Street</p></footer></body></html>",
        story("en")
    );
    expect_story("noscript", &read(&html, URL), "en");
}

#[test]
fn a_line_that_labels_its_author_is_read() {
    for (name, line) in [
        ("in it", "<div>Autor: Mira Anders</div>"),
        ("in the next", "<div><h5>Autor:</h5>Mira Anders</div>"),
        (
            "a word of a button is none",
            "<span class='author'>Registrieren</span><div>Auteur : Mira Anders</div>",
        ),
    ] {
        let said = read(&page("de", "", "Hafen", "", line), URL);
        expect(name, &said, &[("/authors", json!(["Mira Anders"]))]);
    }
}
