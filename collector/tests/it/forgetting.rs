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

pub(crate) fn forget(bench: &Bench, arguments: &[&str]) -> (Exit, String) {
    tried(bench, &[&["--reason", "asked for"], arguments].concat()).unwrap_or_else(|e| panic!("{e:#}"))
}

fn tried(bench: &Bench, arguments: &[&str]) -> anyhow::Result<(Exit, String)> {
    let all: Vec<_> = ["whence-store", "forget", "--db"]
        .into_iter()
        .map(std::ffi::OsString::from)
        .chain([bench.db().into()])
        .chain(arguments.iter().map(std::ffi::OsString::from))
        .collect();
    loop {
        let mut out = Vec::new();
        match program::run(all.clone(), &mut out, &SystemClock) {
            // A program that another test starts holds this one's files, locks among them, until it is loaded.
            Err(error) if error.to_string().contains("another run holds the store") => {
                std::thread::yield_now();
            }
            other => return other.map(|exit| (exit, String::from_utf8(out).unwrap())),
        }
    }
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

/// Eve copied sentences of Tim's and passed a post of his on, and now asks to be forgotten. Bob copies her, Cid says what Tim
/// said first.
const COPIED: &str = r#"
{"id":"200001","author":"Tim","created":"2025-01-26T07:00:00Z","text":"The minister has lied about the harbour fund. Nobody in the council objected to it.","likes":3}
{"id":"200002","author":"Tim","created":"2025-01-26T07:30:00Z","text":"What the auditors of the islands found in the cellar of the old customs house is worse still. More on Monday, with documents."}
{"id":"200003","author":"Eve_Copier9","created":"2025-01-26T08:00:00Z","text":"Look what I have found out. The minister has lied about the harbour fund. I alone can save the islands!","urls":["https://evesite.example/diary"]}
{"id":"200004","author":"Eve_Copier9","created":"2025-01-26T08:30:00Z","text":"What the auditors of the islands found in the cellar of the old customs house is worse still. I was there and saw it all."}
{"id":"200005","author":"Eve_Copier9","created":"2025-01-26T09:00:00Z","text":"Nobody in the council objected to it.\nMy friends are the very best in town"}
{"id":"200006","author":"Eve_Copier9","created":"2025-01-26T10:00:00Z","text":"The minister has lied about the harbour fund. Nobody in the council objected to it.","rt_of":"200001"}
{"id":"200007","author":"Bob","created":"2025-01-26T11:00:00Z","text":"Some say: I alone can save the islands! The minister has lied about the harbour fund. Well."}
{"id":"200008","author":"Bob","created":"2025-01-26T12:00:00Z","text":"Look what I have found out. The minister has lied about the harbour fund. I alone can save the islands!"}
{"id":"200009","author":"Cid","created":"2025-01-26T13:00:00Z","text":"Again: The minister has lied about the harbour fund. Hear, hear."}
{"id":"200010","author":"Cid","created":"2025-01-26T14:00:00Z","text":"@eve_copier9 Nobody in the council objected to it. Why?","reply_to":"200005"}
"#;

/// What only Eve wrote, and what tells that she did.
const HERS: [&str; 8] = [
    "ve_copier9",
    "evesite",
    "Look what I have found out",
    "I alone can save the islands",
    "I was there and saw it all",
    "My friends are the very best",
    "200003",
    "200006",
];

/// What Tim wrote first, and she copied.
const HIS: [&str; 4] = [
    "Tim\",\"created\":\"2025-01-26T07:00:00Z\",\"text\":\"The minister has lied about the harbour fund. Nobody in the council objected to it.",
    "Tim\",\"created\":\"2025-01-26T07:30:00Z\",\"text\":\"What the auditors of the islands found in the cellar of the old customs house is worse still. More on Monday",
    "Again: The minister has lied about the harbour fund. Hear, hear.",
    "[forgotten] Nobody in the council objected to it. Why?",
];

fn copied() -> Bench {
    let bench = Bench::new();
    let file = bench.write("copied.ndjson", COPIED.trim_start());
    let ended = bench.import("whence-posts", &[file], &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    bench
}

#[test]
fn what_others_wrote_first_stays_theirs() {
    let bench = copied();
    assert_eq!(found(&bench, &HERS), HERS, "the search finds what is there");
    let (_, would) = forget(&bench, &["--account", "x/eve_copier9", "--dry-run"]);
    assert!(
        would.contains("1 accounts, 4 items; 3 items of others say less, 1 of them held a whole"),
        "{would}"
    );
    assert!(would.contains("3 lines and sentences stay with others"), "{would}");
    let (_, told) = forget(&bench, &["--account", "x/eve_copier9", "--json"]);
    assert!(told.contains("\"items_whole\":1,\"parts_spared\":3"), "{told}");

    let none: [&str; 0] = [];
    assert_eq!(found(&bench, &HERS), none);
    assert_eq!(found(&bench, &HIS), HIS);
    let left = posts(&bench);
    let expected = [
        "200001 The minister has lied about the harbour fund. Nobody in the council objected to it.",
        "200002 What the auditors of the islands found in the cellar of the old customs house is worse still. More on Monday, with documents.",
        // Beside a sentence of hers, the copied one is hers as well.
        "200007 Some say: [forgotten] [forgotten] Well.",
        "200008 [forgotten]",
        "200009 Again: The minister has lied about the harbour fund. Hear, hear.",
        "200010 @[forgotten] Nobody in the council objected to it. Why?",
    ];
    assert_eq!(left, expected);
    bench.assert_clean();
    bench.remap_imports();
    assert_eq!(posts(&bench), left);
    bench.assert_imports_say_the_same();
}

#[test]
fn what_comes_again_is_sieved_by_the_same_rule() {
    let bench = copied();
    forget(&bench, &["--account", "x/eve_copier9"]);
    let left = posts(&bench);
    // Other bytes: as exported anew, and Tim's posts and hers without the rest, and with one that came later.
    let lines: Vec<&str> = COPIED.trim().lines().collect();
    let later = r#"{"id":"200011","author":"Cid","created":"2025-01-26T15:00:00Z","text":"To say it once more. The minister has lied about the harbour fund. So he has."}"#;
    for (name, lines) in [
        ("anew.ndjson", [&lines[..], &[""]].concat()),
        ("later.ndjson", [&lines[2..6], &[later, ""]].concat()),
    ] {
        let file = bench.write(name, lines.join("\n"));
        assert_eq!(bench.import_only("whence-posts", &[file], &[]).code, 0);
        let none: [&str; 0] = [];
        assert_eq!(found(&bench, &HERS), none, "{name}");
    }
    let mut expected = left;
    expected.push(
        "200011 To say it once more. The minister has lied about the harbour fund. So he has.".to_owned(),
    );
    assert_eq!(posts(&bench), expected);
    assert_eq!(
        found(&bench, &["To say it once more. The minister has lied about the harbour fund. So"]).len(),
        1
    );
    bench.assert_clean();
    bench.remap_imports();
    assert_eq!(posts(&bench), expected);
    bench.assert_imports_say_the_same();
}

#[test]
fn an_item_shares_its_sentences_with_older_ones_of_its_account() {
    let bench = copied();
    forget(&bench, &["--item", "x/200005"]);
    let none: [&str; 0] = [];
    assert_eq!(found(&bench, &["My friends are the very best", "200005"]), none);
    assert_eq!(found(&bench, &HIS[..2]), HIS[..2]);
    assert_eq!(posts(&bench).len(), 9);
    bench.assert_clean();
    // A sentence that she herself wrote earlier is that post's.
    forget(&bench, &["--item", "x/200008"]);
    assert_eq!(found(&bench, &["200008"]), none);
    assert_eq!(found(&bench, &["The minister has lied about the harbour fund. Hear"]).len(), 1);
    bench.assert_clean();
    bench.remap_imports();
    bench.assert_imports_say_the_same();
}

#[test]
fn what_is_only_old_leaves_newer_posts_their_sentences() {
    let bench = copied();
    let again = COPIED.trim_start().replace("\"likes\":3", "\"likes\":4");
    let file = bench.write("again.ndjson", again);
    assert_eq!(bench.import_only("whence-posts", &[file], &[]).code, 0);
    forget(&bench, &["--older-than", "2025-01-26T12:30:00Z"]);
    let expected = [
        "200009 Again: The minister has lied about the harbour fund. Hear, hear.",
        "200010 @eve_copier9 Nobody in the council objected to it. Why?",
    ];
    assert_eq!(posts(&bench), expected);
    let none: [&str; 0] = [];
    assert_eq!(
        found(&bench, &["Look what I have found out", "I was there and saw it all", "with documents"]),
        none
    );
    bench.assert_clean();
    bench.remap_imports();
    assert_eq!(posts(&bench), expected);
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
    for (arguments, part) in [
        (["--account", "x/nobody"], "no account x/nobody"),
        (["--item", "x/1"], "no item x/1"),
        (["--source", "none"], "no source none"),
    ] {
        let error = tried(&bench, &[&["--reason", "r"], &arguments[..]].concat()).unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
    }
    assert_eq!(posts(&bench).len(), 6);
}
