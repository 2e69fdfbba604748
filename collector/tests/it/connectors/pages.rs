//! Pages that are asked for themselves: what they may lack, and what they may hold beyond what is read.

use std::fmt::Write as _;

use super::lists::{World, serve, typed};
use crate::support::page;

/// What was stored of a page.
fn read(body: impl AsRef<[u8]> + Send + Sync + 'static) -> serde_json::Value {
    let world = World::new("page", "/p", "", serve(move |_, stream| typed(stream, "text/html", &body)));
    world.run(0);
    world.bench.rows("SELECT * FROM item").pop().expect("the page is an item")
}

#[test]
fn a_page_that_says_nothing_of_itself_has_its_text_alone() {
    let body = page("cranes").replace(" lang='en'", "");
    let (from, to) = (body.find("<head>").unwrap(), body.find("<p>").unwrap());
    let row = read(format!("{}<body><article>{}", &body[..from], &body[to..]));
    assert!(row["text"].as_str().unwrap().contains("The last paragraph tells"), "{row}");
    assert!(row["byline"].is_null() && row["modified_at"].is_null(), "{row}");
    assert_eq!((&row["created_basis"], &row["created_precision"]), (&"capture".into(), &"none".into()));
}

#[test]
fn elements_and_members_that_nobody_knows_change_nothing() {
    let known = read(page("cranes"));
    let unknown = "<meta name='unheard:of' content='9'><script type='application/ld+json'>{\"@type\": \"Unheard\", \"of\": [null, {}]}</script></head>";
    let body = page("cranes").replace("</head>", unknown).replace("<h1>", "<un-heard of='1'></un-heard><h1>");
    let row = read(body);
    assert_eq!((&row["title"], &row["text"]), (&known["title"], &known["text"]));
    assert_eq!(row["title"], "On cranes");
}

#[test]
fn a_very_long_page_is_kept_whole() {
    let mut many = String::new();
    for n in 0..4_000 {
        write!(many, "<p>Paragraph {n} of a long report on the crane of the harbour.</p>").unwrap();
    }
    let row = read(page("cranes").replace("</article>", &format!("{many}</article>")));
    let text = row["text"].as_str().unwrap();
    assert!(
        text.len() > 200_000
            && text.ends_with("Paragraph 3999 of a long report on the crane of the harbour."),
        "{}",
        text.len()
    );
}

#[test]
fn a_page_in_gb18030_is_read() {
    let paragraph = "<p>港口的新起重机今天开始工作，码头上的人们从早晨就在那里等候，据说它比旧的那台安静得多，也快得多。</p>";
    let body = format!(
        "<!doctype html><html><head><meta charset='gb18030'><title>港口</title></head><body><article>{}</article></body></html>",
        paragraph.repeat(3)
    );
    let (bytes, _, _) = encoding_rs::GB18030.encode(&body);
    let row = read(bytes.into_owned());
    assert_eq!(row["title"], "港口");
    assert!(row["text"].as_str().unwrap().contains("新起重机今天开始工作"), "{row}");
}
