//! Forgetting: nothing of an account is left in the file, others are, and it does not come back.

use std::io::Write as _;

use rusqlite::Connection;
use whence_store::program::{self, Exit};
use whence_store::time::SystemClock;

use crate::support::{Bench, Stub, answer, rss};

/// Ann is to be forgotten. Bob passes on, quotes, answers and names her; Cid has nothing to do with her.
const POSTS: &str = r#"
{"id":"100001","author":"Ann_Miller7","created":"2025-01-26T08:00:00Z","text":"The harbour masters met in secret, says Ann herself.","urls":["https://annsite.example/diary"],"hashtags":["secretharbour"]}
{"id":"100002","author":"Ann_Miller7","created":"2025-01-26T09:00:00Z","text":"港口的秘密会议今天又开始了，没有人知道为什么。"}
{"id":"100003","author":"Bob","created":"2025-01-26T10:00:00Z","text":"The harbour masters met in secret, says Ann herself.","rt_of":"100001"}
{"id":"100004","author":"Bob","created":"2025-01-26T11:00:00Z","text":"@ann_miller7 I do not believe a word about the weather","reply_to":"100002"}
{"id":"100005","author":"Bob","created":"2025-01-26T12:00:00Z","text":"She wrote: \"The harbour masters met in secret, says Ann herself.\" see https:\/\/x.com\/Ann_Miller7\/status\/100001","quote_of":"100001"}
{"id":"100006","author":"Cid","created":"2025-01-26T13:00:00Z","text":"The weather stays fine over the islands"}
"#;

/// Whatever would find her.
const TRACES: [&str; 9] = [
    "ann_miller7",
    "Ann_Miller7",
    "harbour masters met in secret",
    "says Ann herself",
    "港口的秘密会议",
    "没有人知道为什么",
    "x.com/Ann_Miller7",
    "100001",
    "100002",
];

/// Words of the index that only her posts have, folded; bigrams for ideographs.
const TOKENS: [&str; 4] = ["herself", "密会", "secretharbour", "masters"];

fn forget(bench: &Bench, arguments: &[&str]) -> (Exit, String) {
    let all = ["whence-store", "forget", "--reason", "asked for", "--db"]
        .into_iter()
        .map(std::ffi::OsString::from)
        .chain([bench.db().into()])
        .chain(arguments.iter().map(std::ffi::OsString::from));
    let mut out = Vec::new();
    let exit = program::run(all, &mut out, &SystemClock).unwrap_or_else(|e| panic!("{e:#}"));
    (exit, String::from_utf8(out).unwrap())
}

/// Every byte of the store's files, and every body unpacked.
fn bytes(bench: &Bench) -> Vec<u8> {
    let mut all = Vec::new();
    for suffix in ["", "-wal", "-shm", "-remap", "-remap-wal", "-lock", "-journal"] {
        let path = format!("{}{suffix}", bench.db().display());
        all.extend(std::fs::read(path).unwrap_or_default());
    }
    let connection = Connection::open(bench.db()).unwrap();
    let mut bodies = connection.prepare("SELECT codec, size, bytes FROM blob").unwrap();
    let mut rows = bodies.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (codec, size, stored): (String, u32, Vec<u8>) =
            (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap());
        all.extend(if codec == "zstd" {
            zstd::bulk::decompress(&stored, size as usize).unwrap()
        } else {
            stored
        });
    }
    all
}

fn found<'a>(bench: &Bench, traces: &[&'a str]) -> Vec<&'a str> {
    let all = bytes(bench);
    traces.iter().filter(|t| all.windows(t.len()).any(|part| part == t.as_bytes())).copied().collect()
}

fn posts(bench: &Bench) -> Vec<String> {
    bench.column("SELECT native_id || ' ' || text AS post FROM item ORDER BY native_id")
}

fn filled() -> (Bench, std::path::PathBuf) {
    let bench = Bench::new();
    let file = bench.write("posts.ndjson", POSTS.trim_start());
    let ended = bench.import("whence-posts", std::slice::from_ref(&file), &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    (bench, file)
}

#[test]
fn an_account_leaves_no_byte_and_does_not_come_back() {
    let (bench, file) = filled();
    assert_eq!(found(&bench, &TRACES), TRACES, "the search finds what is there");
    assert_eq!(found(&bench, &TOKENS).len(), TOKENS.len(), "{:?}", found(&bench, &TOKENS));

    let (_, would) = forget(&bench, &["--account", "x/Ann_Miller7", "--dry-run"]);
    assert!(would.contains("1 accounts, 3 items"), "{would}");
    assert_eq!(posts(&bench).len(), 6, "a dry run changes nothing");

    let (exit, told) = forget(&bench, &["--account", "x/Ann_Miller7"]);
    assert_eq!(exit, Exit::Done);
    assert!(told.contains("1 accounts, 3 items") && told.contains("Backups"), "{told}");
    let none: [&str; 0] = [];
    assert_eq!(found(&bench, &TRACES), none);
    assert_eq!(found(&bench, &TOKENS), none);
    bench.assert_clean();
    let left = posts(&bench);
    assert_eq!(left.len(), 3, "her posts and Bob's repost are gone: {left:?}");
    assert_eq!(left[2], "100006 The weather stays fine over the islands");
    assert!(left[0].contains("I do not believe a word about the weather"), "{left:?}");
    bench.assert_imports_say_the_same();

    // The same file again, and one that was exported anew.
    assert_eq!(bench.import_only("whence-posts", &[file], &["--again"]).code, 0);
    assert_eq!(posts(&bench), left);
    let more = format!(
        "{}{{\"id\":\"100007\",\"author\":\"Ann_Miller7\",\"created\":\"2025-01-27T08:00:00Z\",\"text\":\"A third secret of the harbour, never told.\"}}\n\
         {{\"id\":\"100008\",\"author\":\"Bob\",\"created\":\"2025-01-27T08:00:00Z\",\"text\":\"Nothing new from the islands\"}}\n",
        POSTS.trim_start()
    );
    let file = bench.write("later.ndjson", more);
    bench.import_only("whence-posts", &[file], &[]);
    assert_eq!(posts(&bench).len(), 4, "{:?}", posts(&bench));
    assert_eq!(posts(&bench)[3], "100008 Nothing new from the islands");
    assert_eq!(found(&bench, &TRACES), none);
    assert_eq!(found(&bench, &["A third secret", "100007"]), none);
    bench.assert_clean();
    bench.remap_imports();
    assert_eq!(posts(&bench).len(), 4);
    assert_eq!(found(&bench, &TRACES), none);
    bench.assert_imports_say_the_same();
}

#[test]
fn an_item_goes_alone() {
    let (bench, _) = filled();
    forget(&bench, &["--item", "x/100002"]);
    let none: [&str; 0] = [];
    assert_eq!(found(&bench, &["港口的秘密会议", "没有人知道为什么"]), none);
    assert_eq!(posts(&bench).len(), 5);
    assert_eq!(bench.number("SELECT count(*) FROM account WHERE handle = 'ann_miller7'"), 1);
    bench.assert_clean();
    bench.assert_imports_say_the_same();
}

#[test]
fn what_is_older_goes_with_its_bodies() {
    let (bench, _) = filled();
    forget(&bench, &["--older-than", "2025-01-26T10:30:00Z"]);
    assert_eq!(posts(&bench).len(), 3, "{:?}", posts(&bench));
    bench.assert_clean();
    bench.remap_imports();
    bench.assert_imports_say_the_same();
    forget(&bench, &["--older-than", "2100-01-01"]);
    assert!(posts(&bench).is_empty());
    assert_eq!(bench.number("SELECT coalesce(sum(size), 0) FROM blob"), 0);
    bench.assert_clean();
    bench.assert_imports_say_the_same();
}

#[test]
fn a_source_is_not_asked_again() {
    let site = Stub::start(|request, stream| match request.path.as_str() {
        "/feed.xml" => answer(stream, "200 OK", "content-type: application/rss+xml\r\n", rss(["/one"])),
        "/robots.txt" => answer(stream, "404 Not Found", "", ""),
        _ => {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gzip.write_all(crate::support::page("lighthouses").as_bytes()).unwrap();
            let packed = gzip.finish().unwrap();
            answer(stream, "200 OK", "content-type: text/html\r\ncontent-encoding: gzip\r\n", packed);
        }
    });
    let bench = Bench::new();
    bench.source(&site.url("/feed.xml"), "");
    let ended = bench.collect(&["run"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(!posts(&bench).is_empty());
    let name = bench.column("SELECT name FROM source WHERE connector = 'feed'")[0].clone();
    forget(&bench, &["--source", &name]);
    assert!(posts(&bench).is_empty());
    let none: [&str; 0] = [];
    assert_eq!(found(&bench, &["lighthouses", "/feed.xml"]), none);
    bench.assert_clean();
    assert_eq!(bench.collect(&["remap", "--check"]).code, 0);
    let asked = site.log.len();
    let ended = bench.collect(&["run"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(site.log.len(), asked, "nothing is asked");
    assert_eq!(found(&bench, &["lighthouses", "/feed.xml"]), none);
}

#[test]
fn what_is_not_there_is_told() {
    let (bench, _) = filled();
    let db = bench.db();
    for (arguments, part) in [
        (["--account", "x/nobody"], "no account x/nobody"),
        (["--item", "x/1"], "no item x/1"),
        (["--source", "none"], "no source none"),
    ] {
        let all = ["whence-store", "forget", "--reason", "r", "--db", db.to_str().unwrap()];
        let error = program::run(all.iter().chain(&arguments).map(Into::into), &mut Vec::new(), &SystemClock)
            .unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
    }
    assert_eq!(posts(&bench).len(), 6);
}
