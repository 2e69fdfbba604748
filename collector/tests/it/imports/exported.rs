//! What `whence-store export` wrote is read back: the same items, accounts, links, tags and counts in another store.

use std::path::PathBuf;

use whence_store::program::{self, Exit};
use whence_store::time::SystemClock;

use super::{import, import_again};
use crate::support::Bench;

/// Posts, an article, a video and a ranking entry, with times of every precision that a file can have.
const ITEMS: &str = r##"
{"id":"1","platform":"x","author":"Ann","author_id":"77","author_name":"Ann \"A\" Bell","created":"2025-01-27T08:00:00.250Z","text":"One & two &amp; three, 深度求索\nhttps://example.org/?b=1&a=2","lang":"en","url":"https://x.com/Ann/status/1","links":["https://Example.org/?b=1&a=2","https://example.org/b"],"tags":["#Launch","AI"],"mentions":["@Bob","Cid"],"thread":"1","likes":7,"reposts":2,"views":100}
{"id":"2","platform":"x","author":"Bob","author_id":"78","created":"2025-01-27T08:01:00Z","text":"","repost_of":"1","thread":"1"}
{"id":"3","platform":"x","author":"Bob","author_id":"78","created":"2025-01-27T08:02:00Z","text":"=1+1","reply_to":"1","quotes":1,"replies":0}
{"id":"4","platform":"x","author":"Ann","author_id":"77","created":"2025-01-27T08:03:00Z","text":"so","quote_of":"3","reply_to":"1"}
{"id":"https://paper.example/1","platform":"web","kind":"article","author":"paper.example","created":"2025-01-26","title":"A title","text":"Words of a page.","url":"https://paper.example/1"}
{"id":"5","platform":"weibo","kind":"ranking","author":"hot","created":"2025-01-26 09:30","text":"深度求索"}
{"id":"6","platform":"video","kind":"video","author":"Cid","created":"2025-01-26 09:30:01","title":"Film","text":"Words"}
"##;

/// What two stores must agree on, by natural keys.
const SAME: [&str; 7] = [
    "SELECT platform, native_id, kind, created_at, created_precision, title, text, byline, lang, url, repost_of, quote_of, reply_to, thread_id FROM item ORDER BY platform, native_id",
    "SELECT platform, native_id, handle, shown_handle, name FROM account ORDER BY platform, handle",
    "SELECT item.platform, item.native_id, account.platform AS of, account.handle FROM item
       JOIN account ON account.id = item.account_id ORDER BY 1, 2",
    "SELECT item.native_id, url.canonical, url.host, link.raw FROM link JOIN item ON item.id = link.item_id
       JOIN url ON url.id = link.url_id ORDER BY 1, 2",
    "SELECT item.native_id, tag FROM tag JOIN item ON item.id = tag.item_id ORDER BY 1, 2",
    "SELECT item.native_id, mention.handle, mention.native_id AS id FROM mention JOIN item ON item.id = mention.item_id ORDER BY 1, 2",
    "SELECT item.native_id, metric.name, metric.value FROM metric JOIN item ON item.id = metric.item_id ORDER BY 1, 2",
];
const MEDIA: &str = "SELECT item.native_id, n, media.kind, media.url, media.alt FROM media JOIN item ON item.id = media.item_id ORDER BY 1, 2";

/// Exports a bench's store into a file of another bench.
fn exported(from: &Bench, to: &Bench, more: &[&str]) -> PathBuf {
    let file = to.write("export.ndjson", "");
    let mut arguments: Vec<std::ffi::OsString> =
        ["whence-store", "export", "--format", "ndjson", "--identifiable", "--force", "--db"]
            .map(Into::into)
            .into();
    arguments.extend([from.db().into(), "--out".into(), file.clone().into()]);
    arguments.extend(more.iter().map(Into::into));
    let mut out = Vec::new();
    assert_eq!(program::run(arguments, &mut out, &SystemClock).unwrap(), Exit::Done);
    file
}

fn assert_same(one: &Bench, other: &Bench) {
    for query in SAME.iter().chain([&MEDIA]) {
        assert_eq!(one.rows(query), other.rows(query), "{query}");
    }
}

#[test]
fn an_export_comes_back_as_it_was() {
    let bench = Bench::new();
    let file = bench.write("items.ndjson", ITEMS.trim_start());
    import(&bench, "generic-ndjson", &[file]);
    let other = Bench::new();
    let file = exported(&bench, &other, &[]);
    let report = import(&other, "whence-export", std::slice::from_ref(&file));
    assert_eq!(report["new_items"], 7, "{report}");
    assert_same(&bench, &other);
    let precisions = other.column("SELECT DISTINCT created_precision FROM item ORDER BY 1");
    assert_eq!(precisions, ["day", "minute", "second"]);
    import_again(&other, "whence-export", std::slice::from_ref(&file));
    // What came back is exported as before, byte by byte.
    let third = Bench::new();
    let again = exported(&other, &third, &[]);
    assert_eq!(std::fs::read_to_string(again).unwrap(), std::fs::read_to_string(file).unwrap());
}

#[test]
fn precisions_that_no_form_of_a_time_has_and_other_counts_come_back() {
    let line = r#"{"platform":"x","id":"1","kind":"post","created":"2025-01-27T08:00:00Z","precision":"relative","author":"a","text":"t","byline":"A. Writer, B. Writer","metrics":{"saves":3,"hot":12},"media":[{"kind":"photo","url":"https://p.example/1","alt":"a cat"},{"kind":"video"}],"mentions":[{"handle":"bob","id":"8"}]}
{"platform":"x","id":"2","kind":"post","created":"2025-01-27T09Z","precision":"hour","author":"a","text":"t"}
{"platform":"x","id":"3","kind":"post","created":"2025-01-27T09:00:00Z","precision":"none","author":"a","text":"t"}
"#;
    let bench = Bench::new();
    let file = bench.write("items.ndjson", line);
    import(&bench, "whence-export", &[file]);
    assert_eq!(
        bench.column("SELECT created_precision FROM item ORDER BY native_id"),
        ["relative", "hour", "none"]
    );
    assert_eq!(bench.count("SELECT count(*) FROM media"), 2);
    assert_eq!(bench.column("SELECT name || value FROM metric ORDER BY name"), ["hot12", "saves3"]);
    let other = Bench::new();
    let file = exported(&bench, &other, &[]);
    import(&other, "whence-export", &[file]);
    assert_same(&bench, &other);
}

#[test]
fn a_word_that_is_no_precision_is_told() {
    let bench = Bench::new();
    let line = r#"{"platform":"x","id":"1","created":"2025-01-27T08:00:00Z","precision":"roughly","author":"a","text":"t"}"#;
    let file = bench.write("items.ndjson", line);
    let ended = bench.import("whence-export", &[file], &[]);
    assert!(ended.err.contains("`roughly` is no precision"), "{ended:?}");
}

#[test]
fn posts_of_x_come_back_by_the_preset_for_posts_too() {
    let bench = Bench::new();
    let posts = r#"{"id":"1","author":"Ann","created":"2025-01-27T08:00:00Z","text":"One, 深度求索","lang":"en","urls":["https://example.org/a"],"hashtags":["Launch"],"conv":"1","rts":2,"favs":7,"replies":0,"quotes":1,"views":9}
{"id":"2","author":"Bob","created":"2025-01-27T08:01:00Z","text":"RT","rt_of":"1","lang":"en","conv":"1"}
{"id":"3","author":"Bob","created":"2025-01-27T08:02:00Z","text":"No","reply_to":"1","lang":"en"}
"#;
    let file = bench.write("posts.ndjson", posts);
    import(&bench, "whence-posts", &[file]);
    let other = Bench::new();
    let file = exported(&bench, &other, &["--platform", "x"]);
    import(&other, "whence-posts", &[file]);
    assert_same(&bench, &other);
}

#[test]
fn what_was_withheld_is_not_taken_for_posts() {
    let bench = Bench::new();
    let file = bench.write("items.ndjson", ITEMS.trim_start());
    import(&bench, "generic-ndjson", &[file]);
    let other = Bench::new();
    let file = other.write("safe.ndjson", "");
    let arguments =
        ["whence-store", "export", "--format", "ndjson", "--force", "--db"].map(std::ffi::OsString::from);
    let places = [bench.db().into(), "--out".into(), file.clone().into()];
    assert_eq!(
        program::run(arguments.into_iter().chain(places), &mut Vec::new(), &SystemClock).unwrap(),
        Exit::Done
    );
    let ended = other.import("whence-export", &[file], &[]);
    assert_eq!(ended.code, 3, "{ended:?}");
    assert_eq!((other.count("SELECT count(*) FROM item"), ended.json()["unmapped"].clone()), (0, 7.into()));
}
