//! A store with everything in it that is derived: a crawled site with revisions and unchanged answers, and imports of every
//! format.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rusqlite::Connection;

use crate::support::{Bench, Stub, answer, page, status, workspace_config};

/// The derived tables, without the full text.
pub(super) const TABLES: [&str; 13] = [
    "account", "item", "metric", "url", "link", "tag", "mention", "media", "object", "share", "actor",
    "series", "observed",
];

/// A bench with the shipped presets in its own configuration, which a test may mend.
pub(crate) fn bench() -> Bench {
    let bench = Bench::new();
    for entry in std::fs::read_dir(workspace_config().join("presets")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        bench.write(&format!("config/presets/{name}"), std::fs::read(&path).unwrap());
    }
    bench
}

/// Imports a file whose records all map.
pub(super) fn import(bench: &Bench, preset: &str, file: &Path, more: &[&str]) {
    let file = file.to_string_lossy();
    let ended = bench.collect(&[&["import", preset, &*file], more].concat());
    assert_eq!(ended.code, 0, "{preset}: {ended:?}");
}

/// A post of `generic-ndjson` with all that an item carries.
pub(crate) fn post(n: usize, text: &str) -> String {
    let hour = n % 24;
    serde_json::json!({
        "id": n.to_string(), "author": format!("writer{}", n % 17), "author_id": format!("id{}", n % 17),
        "author_name": format!("Writer {} of {}", n % 17, n / 400), "platform": "x", "created": format!("2025-01-27T{hour:02}:00:00Z"),
        "text": text, "links": [format!("https://www.example.org/{}?utm_source=x", n % 9)], "tags": ["Harbour", format!("t{}", n % 5)],
        "mentions": [format!("writer{}", (n + 1) % 17)], "likes": n, "views": n * 3,
        "reply_to": (n % 4 == 1).then(|| (n - 1).to_string()), "repost_of": (n % 7 == 3).then(|| (n - 3).to_string()),
    })
    .to_string()
}

fn posts(range: std::ops::Range<usize>, says: &str) -> String {
    range
        .map(|n| post(n, &format!("{says} {n}: 深度求索 in the harbour, والسفارة, day {}", n % 31)) + "\n")
        .collect()
}

/// A site whose feed has dates, whose second page changes between two runs, and whose first page does not.
fn crawl(bench: &Bench) {
    let round = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&round);
    let stub = Stub::start(move |request, stream| {
        let round = now.load(Ordering::SeqCst);
        match request.path.as_str() {
            "/feed.xml" | "/a" if round == 1 => status(stream, "304 Not Modified", ""),
            "/feed.xml" => {
                let item = |path: &str, day: u8| {
                    format!(
                        "<item><title>{path}</title><link>{path}</link><pubDate>{day} Jan 2025 08:00:00 GMT</pubDate></item>"
                    )
                };
                let items = [item("/c", 27), item("/b", 26), item("/a", 25)].concat();
                let feed = format!("<rss version='2.0'><channel><title>it</title>{items}</channel></rss>");
                answer(stream, "200 OK", "etag: \"feed\"\r\n", feed);
            }
            "/a" => answer(stream, "200 OK", "etag: \"a\"\r\ncontent-type: text/html\r\n", page("tides")),
            "/b" => answer(stream, "200 OK", "content-type: text/html\r\n", page(&format!("ships, {round}"))),
            // A page that cannot be read.
            "/c" => answer(stream, "200 OK", "content-type: image/png\r\n", "no page"),
            _ => status(stream, "404 Not Found", ""),
        }
    });
    bench.source(
        &stub.url("/feed.xml"),
        "every = '1ms'\nrevisit = '1ms'\npublisher = 'outlet'\ntime_zone = 'Asia/Jakarta'",
    );
    for n in 0..3 {
        round.store(n, Ordering::SeqCst);
        let ended = bench.collect(&["run"]);
        assert!(ended.code == 0, "{ended:?}");
    }
    assert!(bench.count("SELECT count(*) FROM capture WHERE status = 304") >= 2);
    assert_eq!(bench.count("SELECT count(*) FROM item WHERE kind = 'article'"), 2);
}

/// The whole of it.
pub(super) fn world() -> Bench {
    let bench = bench();
    crawl(&bench);
    let registry = "Name (English),Entity owner (English),Parent entity (English),Region of Focus,Language,X (Twitter) handle,X (Twitter) URL\n\
                    Harbour News,Harbour Group,Ministry,Asia,English,writer1,https://x.com/writer1\n\
                    Embassy in Atlantis,Ministry,,Atlantis,English,writer2,https://x.com/writer2\n\
                    Somebody Else,,,,English,writer3,https://x.com/writer3\n";
    let registry = bench.write("in/registry_2023-11-03.csv", registry);
    import(
        &bench,
        "actors-canis",
        &registry,
        &["--asserted-by", "A register", "--asserted-url", "https://example.org/r"],
    );
    import(
        &bench,
        "actors-canis",
        &registry,
        &[
            "--again",
            "--status",
            "candidate",
            "--asserted-by",
            "A register",
            "--asserted-url",
            "https://example.org/r",
        ],
    );
    let file = bench.write("in/posts.ndjson", posts(0..900, "First"));
    import(&bench, "generic-ndjson", &file, &["--observed", "2025-01-27T00:00:00Z..2025-01-28T00:00:00Z"]);
    // Some again with other words and numbers, in a later file.
    let file = bench.write("in/later.ndjson", posts(100..300, "Later") + "{\"id\": \"no author\"}\n");
    import(&bench, "generic-ndjson", &file, &["--observed", "2025-01-28T00:00:00Z..2025-01-29T00:00:00Z"]);
    let flat = r#"{"id":"7001","author":"Flat","created":"2025-01-26T10:00:00Z","text":"A &amp; B","media":[],"rts":3,"urls":["https://example.org/1"],"hashtags":["Harbour"],"quotes":1,"quote_of":"5"}"#;
    let media = r#"{"id":"7002","author":"Flat","created":"2025-01-26T10:00:00Z","text":"a picture","media":["photo","video"]}"#;
    let file = bench.write("in/flat.ndjson", format!("{flat}\n{media}\n"));
    import(&bench, "whence-posts", &file, &[]);
    let file = bench.write("in/NVDA_x.csv", "date,close,volume\n2025-01-24,142.6,1\n2025-01-27,118.4,2\n");
    import(&bench, "daily-prices", &file, &[]);
    let list = |from: usize| {
        (from..from + 40).map(|n| serde_json::json!({"title": format!("榜 {n}"), "pos": n, "hot": n * 7}))
    };
    for hour in [9, 10, 12] {
        let text = list(hour).collect::<serde_json::Value>().to_string();
        let file = bench.write(&format!("in/2025-01-27/{hour:02}.json"), text);
        import(&bench, "weibo-hot", &file, &[]);
    }
    bench
}

/// Files whose chunks cannot be read alone: CSV with line breaks in cells, and one JSON document.
pub(super) fn large_files(bench: &Bench) {
    let mut csv = "\u{feff}id,author,created,text\r\n".to_owned();
    for n in 0..9000 {
        let filler = "所 words \"\"and\"\" more\r\n".repeat(33 + n % 37);
        let _ = write!(csv, "{n},a{},2025-01-27T00:00:00Z,\"{n} {filler}\"\r\n", n % 100);
    }
    assert!(csv.len() > 10 << 20, "{}", csv.len());
    import(bench, "generic-csv", &bench.write("in/large.csv", csv), &[]);
    let entry = |n: usize| serde_json::json!({"title": format!("榜 {n}"), "pos": n, "description": format!("{n}{} ", "y".repeat(60)).repeat(7_500)});
    let text = (0..40).map(entry).collect::<serde_json::Value>().to_string();
    assert!(text.len() > 17 << 20, "{}", text.len());
    import(bench, "weibo-hot", &bench.write("in/2025-01-28/11.json", text), &[]);
}

/// The store as `SQLite` opens it for anybody.
pub(crate) fn raw(bench: &Bench) -> Connection {
    let connection = Connection::open(bench.db()).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    connection
}

/// Every derived row, with its numbers, and what some searches find.
pub(crate) fn derived(bench: &Bench) -> Vec<String> {
    let mut rows = Vec::new();
    for table in TABLES {
        rows.extend(bench.rows(&format!("SELECT * FROM {table}")).iter().map(|row| format!("{table} {row}")));
    }
    rows.extend(searches(bench));
    rows.sort();
    rows
}

/// What some searches find.
pub(super) fn searches(bench: &Bench) -> Vec<String> {
    let found = |words: &str| {
        let query =
            format!("SELECT rowid FROM item_fts WHERE item_fts MATCH terms('{words}') ORDER BY rowid");
        format!("{words}: {:?}", bench.column(&query))
    };
    ["harbour", "深度", "السفارة", "later", "first 5", "tides", "榜", "nothing at all"].map(found).to_vec()
}

/// Panics unless remap says that nothing changed.
pub(crate) fn assert_same(bench: &Bench) {
    let ended = bench.collect(&["remap", "--check", "--json"]);
    let report = ended.json();
    assert_eq!(report["difference"], serde_json::json!({"tables": [], "claims": null}), "{report:#}");
    assert_eq!(ended.code, 0, "{ended:?}");
    let files: Vec<_> = std::fs::read_dir(bench.db().parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("-remap"))
        .collect();
    assert!(files.is_empty(), "{files:?}");
}

/// Panics unless the full text's index is whole.
pub(crate) fn assert_index(bench: &Bench) {
    raw(bench).execute_batch("INSERT INTO item_fts (item_fts) VALUES ('integrity-check')").unwrap();
}
