//! Exports: complete where everybody may be named, and without people where not.

use std::process::{Command, Stdio};

use serde_json::{Value, json};
use whence_store::ingest::{ActorKind, ItemKind, NewItem, NewMedia, NewMention};
use whence_store::privacy::Pseudonyms;
use whence_store::read::Reader;
use whence_store::time::{Micros, Moment, Precision};

use crate::support::{Bench, account, claim, post};

/// What would find Ann, Bob or Eve, who are nobody's office.
const SECRETS: [&str; 12] = [
    "Ann",
    "ann_7",
    "4411",
    "Annabella",
    "secret words",
    "ann-post",
    "ann-pic",
    "Bob",
    "bob_8",
    "5522",
    "Eve Writer",
    "stranger_9",
];

fn at(mut item: NewItem, second: i64) -> NewItem {
    item.created =
        Moment { at: Micros(second * Micros::SECOND), precision: Precision::Second, original: String::new() };
    item
}

/// An embassy by an accepted claim, an outlet by configuration, a person by a claim, and people of whom nothing is claimed.
fn bench() -> Bench {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut ann = at(post("ann_7", "ann-post-1", "secret words of Ann, 深度求索"), 30);
    ann.account.native_id = Some("4411".to_owned());
    ann.account.name = Some("Annabella".to_owned());
    ann.url = Some("https://x.com/ann_7/status/ann-post-1".to_owned());
    ann.title = Some("secret words".to_owned());
    ann.links = vec!["https://ann-post.example/".to_owned()];
    ann.tags = vec!["AnnSecret".to_owned()];
    ann.mentions = vec![NewMention { handle: "@bob_8".to_owned(), native_id: None }];
    ann.media = vec![NewMedia {
        kind: "photo".to_owned(),
        url: Some("https://p.example/ann-pic".to_owned()),
        alt: None,
    }];
    ann.reply_to = Some("e-1".to_owned());
    ann.thread_id = Some("ann-post-1".to_owned());
    ann.metrics = vec![("likes".to_owned(), 7), ("saves".to_owned(), 2)];
    ann.kind = ItemKind::Reply;

    let mut plain = at(
        post(
            "Embassy",
            "e-1",
            "Hello @bob_8, @stranger_9 and @Embassy: see https://example.org/a, https://x.com/ann_7/status/ann-post-1, \
        x.com/stranger_9, bob_8 and https://x.com/Embassy/status/e-1 =1",
        ),
        10,
    );
    plain.links = [
        "https://example.org/a",
        "https://x.com/ann_7",
        "https://x.com/i/status/ann-post-1",
        "https://t.co/stranger_9",
    ]
    .map(str::to_owned)
    .to_vec();
    plain.mentions = ["bob_8", "stranger_9", "Embassy"]
        .map(|handle| NewMention { handle: handle.to_owned(), native_id: None })
        .to_vec();
    plain.tags = vec!["Launch".to_owned()];
    plain.byline = Some("Eve Writer".to_owned());
    let mut repost = at(post("Embassy", "e-2", "RT secret words of Ann"), 40);
    repost.kind = ItemKind::Repost;
    repost.repost_of = Some("ann-post-1".to_owned());
    let mut own = at(post("Embassy", "e-3", "=cmd words"), 50);
    own.kind = ItemKind::Quote;
    own.quote_of = Some("e-1".to_owned());
    let mut bob = at(post("bob_8", "bob-1", "secret words"), 20);
    bob.account.native_id = Some("5522".to_owned());
    bob.kind = ItemKind::Repost;
    bob.repost_of = Some("e-1".to_owned());
    let mut article = at(post("paper.example", "https://paper.example/1", "An article"), 60);
    "web".clone_into(&mut article.account.platform);
    article.account.publisher = Some(ActorKind::Outlet);
    article.kind = ItemKind::Article;
    article.created.precision = Precision::Day;
    let mut diplomat = at(post("diplomat", "d-1", "secret words"), 70);
    diplomat.account.name = Some("Bob Diplomat".to_owned());

    let mut page = filled.page(0, 100, vec![plain, bob, ann, repost, own, article, diplomat]);
    let mut person = claim("Eve Writer", "diplomat");
    person.actor_kind = ActorKind::Person;
    page.content.claims =
        vec![claim("Embassy of Somewhere", "embassy"), claim("Embassy of Somewhere", "diplomat"), person];
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

fn records(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn ids(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| record["id"].as_str().unwrap_or("-")).collect()
}

#[test]
fn nobody_but_offices_and_outlets_is_found_in_an_export() {
    let bench = bench();
    for format in ["ndjson", "csv"] {
        let text = export(&bench, &["--format", format]);
        for secret in SECRETS {
            assert!(!text.contains(secret), "{format}: `{secret}` is in {text}");
        }
        assert!(text.contains("Hello ") && text.contains("Embassy") && text.contains("An article"), "{text}");
    }
    let list = export(&bench, &["--format", "ids-only", "--platform", "x"]);
    assert_eq!(list, "e-1\ne-2\ne-3\n");
}

#[test]
fn what_is_left_of_people_is_under_the_pseudonyms_of_reports() {
    let bench = bench();
    let records = records(&export(&bench, &["--format", "ndjson"]));
    assert_eq!(
        ids(&records),
        ["e-1", "-", "-", "e-2", "e-3", "https://paper.example/1", "-"],
        "in order of time"
    );
    let reader = Reader::open(&bench.db()).unwrap();
    let key = reader.pseudonym_key().unwrap();
    let pseudonyms = Pseudonyms::new(&key);
    let ann = &records[2];
    let expected = json!({"platform": "x", "item": pseudonyms.item("x", "ann-post-1"), "kind": "reply",
        "created": "1970-01-01T00:00:30Z", "precision": "second", "author": pseudonyms.account("x", Some("4411"), "ann_7"),
        "withheld": true, "reply_to": "e-1", "conv": pseudonyms.item("x", "ann-post-1"), "favs": 7, "metrics": {"saves": 2}});
    let mut shown = ann.clone();
    shown.as_object_mut().unwrap().remove("lang");
    assert_eq!(shown, expected);
    // Who passed on what of the embassy's stays known, and whom the embassy passed on does not.
    assert_eq!(records[1]["rt_of"], "e-1");
    assert_eq!(records[3]["rt_of"], ann["item"]);
    assert!(records[3].get("text").is_none() && records[3]["withheld"] == true, "{}", records[3]);
    assert_eq!((&records[4]["quote_of"], &records[4]["text"]), (&json!("e-1"), &json!("=cmd words")));
    assert!(records[4].get("withheld").is_none());
    // A claim that a person runs it outweighs the others.
    assert_eq!(records[6]["author"], pseudonyms.account("x", None, "diplomat"));
    assert_eq!((&records[5]["created"], &records[5]["precision"]), (&json!("1970-01-01"), &json!("day")));
}

#[test]
fn words_of_an_office_keep_what_leads_to_nobody() {
    let bench = bench();
    let first = records(&export(&bench, &["--format", "ndjson"])).remove(0);
    let text = first["text"].as_str().unwrap();
    assert_eq!(
        text,
        "Hello [account], [account] and @Embassy: see https://example.org/a, [address] [address] [account] and \
         https://x.com/Embassy/status/e-1 =1"
    );
    assert_eq!(first["urls"], json!(["https://example.org/a"]));
    assert_eq!(first["hashtags"], json!(["launch"]));
    let handles: Vec<&str> =
        first["mentions"].as_array().unwrap().iter().map(|m| m["handle"].as_str().unwrap()).collect();
    let reader = Reader::open(&bench.db()).unwrap();
    let key = reader.pseudonym_key().unwrap();
    let bob = Pseudonyms::new(&key).account("x", Some("5522"), "bob_8");
    assert!(handles.contains(&bob.as_str()), "whom it mentions has one pseudonym everywhere: {handles:?}");
    assert!(handles.contains(&"embassy") && handles.len() == 3, "{handles:?}");
    assert!(first.get("byline").is_none() && first["withheld"] == true);
}

#[test]
fn everything_is_there_where_everybody_may_be_named() {
    let bench = bench();
    let ended = bench.program(&["export", "--format", "ndjson", "--identifiable"]);
    assert!(ended.code == 0 && ended.err.contains("names people"), "{ended:?}");
    let records = records(&ended.out);
    assert_eq!(ids(&records), ["e-1", "bob-1", "ann-post-1", "e-2", "e-3", "https://paper.example/1", "d-1"]);
    let ann = &records[2];
    for (key, value) in [
        ("author", json!("ann_7")),
        ("author_id", json!("4411")),
        ("author_name", json!("Annabella")),
        ("text", json!("secret words of Ann, 深度求索")),
        ("url", json!("https://x.com/ann_7/status/ann-post-1")),
        ("urls", json!(["https://ann-post.example/"])),
        ("hashtags", json!(["annsecret"])),
        ("mentions", json!([{"handle": "bob_8"}])),
        ("media", json!([{"kind": "photo", "url": "https://p.example/ann-pic"}])),
        ("reply_to", json!("e-1")),
        ("favs", json!(7)),
        ("metrics", json!({"saves": 2})),
    ] {
        assert_eq!(ann[key], value, "{key}");
    }
    for record in &records {
        assert!(record.get("item").is_none() && record.get("withheld").is_none(), "{record}");
    }
}

#[test]
fn selections_are_made_by_words_time_platform_kind_and_account() {
    let bench = bench();
    let of = |more: &[&str]| {
        let text = export(&bench, &[&["--format", "ndjson", "--identifiable"], more].concat());
        ids(&records(&text)).join(" ")
    };
    assert_eq!(of(&["--terms", "求索"]), "ann-post-1");
    assert_eq!(of(&["--terms", "(("]), "");
    assert_eq!(of(&["--platform", "web"]), "https://paper.example/1");
    assert_eq!(of(&["--kind", "repost"]), "bob-1 e-2");
    assert_eq!(of(&["--account", "@EMBASSY"]), "e-1 e-2 e-3");
    assert_eq!(of(&["--from", "1970-01-01T00:00:20Z", "--to", "1970-01-01T00:00:40Z"]), "bob-1 ann-post-1");
    assert_eq!(of(&["--from", "1970-01-02"]), "");
    assert_eq!(bench.program(&["export", "--format", "ids-only"]).code, 2);
    assert_eq!(bench.program(&["export", "--format", "csv", "--kind", "rumour"]).code, 2);
    assert_eq!(bench.program(&["export", "--format", "csv", "--from", "yesterday"]).code, 2);
}

#[test]
fn spreadsheets_run_no_formula() {
    let bench = bench();
    let text = export(&bench, &["--format", "csv", "--identifiable"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 7);
    let cell = |row: usize, name: &str| rows[row][header.iter().position(|h| h == name).unwrap()].to_owned();
    assert_eq!(cell(4, "text"), "'=cmd words");
    assert_eq!(cell(2, "text"), "secret words of Ann, 深度求索");
    assert_eq!((cell(2, "favs"), cell(2, "metrics")), ("7".to_owned(), "saves=2".to_owned()));
    assert_eq!(cell(2, "author_id"), "4411");
    for row in &rows {
        assert!(!row.iter().any(|cell| cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
    }
}

#[test]
fn a_file_is_written_whole_and_replaces_nothing_unless_told() {
    let bench = bench();
    let file = bench.path("out.ndjson");
    let arguments = ["export", "--format", "ndjson", "--out", file.to_str().unwrap()];
    assert_eq!(bench.program(&arguments).code, 0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), export(&bench, &["--format", "ndjson"]));
    assert!(!bench.path("out.ndjson.part").exists());
    let again = bench.program(&arguments);
    assert!(again.code == 2 && again.err.contains("hint: "), "{again:?}");
    assert_eq!(bench.program(&[&arguments[..], &["--force"]].concat()).code, 0);
    // A command that fails leaves the file as it was.
    let before = std::fs::read(&file).unwrap();
    assert_eq!(
        bench.program(&["export", "--format", "ids-only", "--force", "--out", file.to_str().unwrap()]).code,
        2
    );
    assert_eq!(std::fs::read(&file).unwrap(), before);
    let store = bench.db();
    let ended = bench.program(&["export", "--format", "csv", "--force", "--out", store.to_str().unwrap()]);
    assert!(ended.code == 2 && ended.err.contains("the store itself"), "{ended:?}");
    assert_eq!(export(&bench, &["--format", "ndjson"]).lines().count(), 7);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let bench = Bench::new();
    let mut filled = bench.open();
    for n in 0..20 {
        let items = (0..100).map(|m| post("Ann", &format!("{n}-{m}"), &"words ".repeat(50))).collect();
        filled.put(0, n, items);
    }
    drop(filled);
    for format in ["ndjson", "csv"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_whence-store"))
            .args(["export", "--identifiable", "--format", format, "--db"])
            .arg(bench.db())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}: {err}");
        assert!(!err.contains("error"), "{format}: {err}");
    }
}
