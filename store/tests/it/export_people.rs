//! No field of an export holds what finds people who are not public: neither those whom the store knows, nor those who are only
//! mentioned.

use serde_json::Value;
use whence_store::ingest::{ItemKind, LangSource, NewItem, NewMedia, NewMention};

use crate::support::{Bench, account, claim, post};

/// Handles, names and ids of people: three whom the store knows, and two who are only mentioned.
const PEOPLE: [&str; 14] = [
    "wang_li7",
    "1234567890",
    "wang lihua",
    "lisadoe",
    "7755",
    "lisa doe",
    "lisa_before",
    "9000000001",
    "amy-smith",
    "amy smith",
    "private_person9",
    "quietperson",
    "9988776655",
    "eve writer",
];

fn person(handle: &str, id: &str, name: &str, native_id: &str) -> NewItem {
    let mut item = post(handle, native_id, "private words");
    item.account.native_id = Some(id.to_owned());
    item.account.name = Some(name.to_owned());
    item
}

/// An embassy, three people, and items of the embassy that lead to people by every field that a file can fill.
fn bench() -> Bench {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut wang = person("wang_li7", "1234567890", "Wang Lihua", "9000000001");
    // Also what is left of a person's own item leads nowhere.
    wang.metrics = vec![("likes".to_owned(), 1), ("of:wang_li7".to_owned(), 2), ("lisadoe".to_owned(), 3)];
    wang.lang = Some(("by wang_li7".to_owned(), LangSource::Platform));
    wang.thread_id = Some("wang_li7-thread".to_owned());
    let before = person("lisa_before", "7755", "Lisa Doe", "lisa-1");
    let lisa = person("lisadoe", "7755", "Lisa Doe", "lisa-2");
    let amy = person("amy-smith", "4321", "Amy Smith", "amy-1");

    let mut office = post(
        "Embassy",
        "e-1",
        "We answer #wang_li7, #LisaDoe and @lisadoe and lisadoe, m.example/wang_li7, wang_li7@mail.example, x.com/lisadoe, \
         (https://t.me/lisadoe) https://m.example/s/9000000001 WANG_LI7 wang_li7. ＠lisadoe x.com:443/lisadoe, \
         https://mastodon.social/@private_person9/1, https://xhslink.com/user/private_person9, \
         m.example:8443/@quietperson/2 https://m.example/%40quietperson 看x.com/lisadoe，转wang_li7说 @private_person9 \
         quietperson, Lisa Doe and EVE WRITER of lisa_before; post-wang_li7-fan. Kept: @Embassy, embassy words, \
         https://example.org/news/harbour-2031, https://x.com/Embassy/status/e-1 and and/or 24/7.",
    );
    office.title = Some("To @lisadoe: wang_li7 (amy-smith)".to_owned());
    office.account.name = Some("Embassy, by @lisadoe".to_owned());
    office.byline = Some("Eve Writer".to_owned());
    office.url = Some("https://x.com/Embassy/status/e-1".to_owned());
    office.links = [
        "https://m.example/s/9000000001",
        "https://archive.example/lisadoe-profile",
        "https://archive.example/saved_lisadoe",
        "https://archive.example/what-they-said-of-wang_li7-on-a-day",
        "https://ok.example/?q=lisadoe",
        "https://ok.example/#lisadoe",
        "https://lisadoe@ok.example/",
        "https://lisadoe.blog.example/",
        "https://mastodon.social/@private_person9/1",
        "https://unknown.example/@quietperson",
        "https://unknown.example/users/quietperson/posts",
        "https://x.com/search?q=quietperson+embassy",
        "https://x.com:443/lisadoe",
        "https://t.me/quietperson",
        "https://example.org/news/harbour-2031",
        "https://x.com/Embassy/status/e-1",
    ]
    .map(str::to_owned)
    .to_vec();
    office.tags =
        ["wang_li7", "lisadoe", "private_person9", "ofwang_li7", "news"].map(str::to_owned).to_vec();
    office.tags.retain(|tag| tag != "ofwang_li7");
    office.mentions = vec![
        NewMention { handle: "wang_li7".to_owned(), native_id: Some("1234567890".to_owned()) },
        NewMention { handle: "private_person9".to_owned(), native_id: Some("9988776655".to_owned()) },
        NewMention { handle: "Embassy".to_owned(), native_id: None },
    ];
    office.media = ["https://m.example/media/wang_li7/1.jpg", "https://m.example/media/plain.jpg"]
        .map(|url| NewMedia {
            kind: "photo".to_owned(),
            url: Some(url.to_owned()),
            alt: Some("lisadoe with wang_li7, Lisa Doe and private_person9 at 9988776655".to_owned()),
        })
        .to_vec();
    office.metrics =
        [("likes", 5), ("saves", 2), ("quoted:wang_li7", 1), ("by:lisadoe", 1), ("private_person9", 1)]
            .map(|(name, n)| (name.to_owned(), n))
            .to_vec();
    office.quote_of = Some("9000000001".to_owned());
    office.reply_to = Some("amy-1".to_owned());
    office.thread_id = Some("wang_li7-thread".to_owned());
    office.kind = ItemKind::Quote;
    office.lang = Some(("en by wang_li7".to_owned(), LangSource::Platform));

    // Who is answered is named without any sign; ids and addresses hold a handle.
    let mut answer = post("Embassy", "to-wang_li7-1", "Thank you, Amy Smith (amy-smith).");
    answer.reply_to = Some("amy-1".to_owned());
    answer.url = Some("https://x.com/Embassy/status/to-wang_li7-1".to_owned());
    let mut again = post("Embassy", "e-3", "once more");
    again.reply_to = Some("to-wang_li7-1".to_owned());

    filled.put(0, 90, vec![before]);
    let mut page = filled.page(0, 100, vec![wang, lisa, amy, office, answer, again]);
    page.content.claims = vec![claim("Embassy of Somewhere", "embassy")];
    page.content.accounts = vec![account("Embassy", None)];
    filled.store.put_page(&page).unwrap();
    drop(filled);
    bench
}

fn export(bench: &Bench, arguments: &[&str]) -> String {
    let ended = bench.program(&[&["export"], arguments].concat());
    assert_eq!(ended.code, 0, "{arguments:?}: {ended:?}");
    ended.out
}

/// Every text in a value with the way to it, keys included.
fn walk(value: &Value, way: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                found.push((format!("{way} key"), key.clone()));
                walk(member, &format!("{way}/{key}"), found);
            }
        }
        Value::Array(members) => {
            for member in members {
                walk(member, &format!("{way}/"), found);
            }
        }
        Value::String(text) => found.push((way.to_owned(), text.clone())),
        other => found.push((way.to_owned(), other.to_string())),
    }
}

fn assert_nobody(fields: &[(String, String)], format: &str) {
    for (way, text) in fields {
        let folded = text.to_lowercase();
        for word in PEOPLE {
            assert!(!folded.contains(word), "{format}: {way} holds `{word}`: {text}");
        }
    }
}

#[test]
fn no_field_of_an_export_finds_people() {
    let bench = bench();
    // The test itself: with everybody named, each of them is there.
    let everything = export(&bench, &["--format", "ndjson", "--identifiable"]).to_lowercase();
    for word in PEOPLE {
        assert!(everything.contains(word) || word == "lisa_before", "{word} is nowhere");
    }
    let mut fields = Vec::new();
    let lines = export(&bench, &["--format", "ndjson"]);
    for line in lines.lines() {
        walk(&serde_json::from_str(line).unwrap(), "", &mut fields);
    }
    assert!(fields.len() > 60, "{}", fields.len());
    assert_nobody(&fields, "ndjson");

    let text = export(&bench, &["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    for row in reader.records() {
        let row = row.unwrap();
        let cells: Vec<(String, String)> =
            header.iter().zip(row.iter()).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect();
        assert_nobody(&cells, "csv");
    }
    assert_eq!(export(&bench, &["--format", "ids-only", "--platform", "x"]), "e-1\ne-3\n");
}

#[test]
fn what_leads_to_nobody_stays() {
    let bench = bench();
    let lines = export(&bench, &["--format", "ndjson", "--account", "embassy"]);
    let records: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |id: &str| records.iter().find(|record| record["id"] == id).unwrap();
    let office = of("e-1");
    let text = office["text"].as_str().unwrap();
    for part in [
        "We answer ",
        "Kept: @Embassy, embassy words, https://example.org/news/harbour-2031, https://x.com/Embassy/status/e-1 and and/or 24/7.",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let urls = ["https://example.org/news/harbour-2031", "https://x.com/Embassy/status/e-1"];
    let mut kept: Vec<&str> =
        office["urls"].as_array().unwrap().iter().map(|url| url.as_str().unwrap()).collect();
    kept.sort_unstable();
    assert_eq!(kept, urls);
    assert_eq!(office["hashtags"], serde_json::json!(["news"]));
    assert_eq!(office["url"], urls[1]);
    assert_eq!((&office["favs"], &office["metrics"]), (&5.into(), &serde_json::json!({"saves": 2})));
    assert_eq!(office["media"].as_array().unwrap().len(), 2);
    assert_eq!(office["media"][1]["url"], "https://m.example/media/plain.jpg");
    assert_eq!(office["media"][0].get("url"), None);
    // An id that holds a handle is a pseudonym, the same wherever it stands.
    let answer = records.iter().find(|record| record.get("item").is_some()).unwrap();
    assert_eq!(answer["text"], "Thank you, [account] ([account]).");
    assert_eq!(of("e-3")["reply_to"], answer["item"]);
    assert_eq!(of("e-3")["author_name"], "Embassy, by [account]");
}
