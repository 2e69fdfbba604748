//! Common Crawl over real sockets: the lists, the index, and records of archives.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::lists::{World, kill_at, placed, serve, stall, typed};
use crate::support::{Request, Stub, answer, page, status};

pub(super) const WANTED: &str = "query = 'gazette.example/*'\nfrom = '2025-01-24'\nto = '2025-01-28'";

/// An archive: a record after seven other bytes, and more after it.
fn archive(subject: &str) -> (Vec<u8>, usize) {
    let body = page(subject);
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}");
    let head = format!("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n", http.len());
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(format!("{head}{http}\r\n\r\n").as_bytes()).unwrap();
    let member = packer.finish().unwrap();
    (["ignored".as_bytes(), &member, b"the next record"].concat(), member.len())
}

/// Answers requests for an index of one page and for records of archives; says whether it was one.
pub(super) fn records(request: &Request, stream: &mut TcpStream) -> bool {
    let path = request.path.as_str();
    if path.contains("showNumPages") {
        typed(stream, "application/json", "{\"pages\": \"1\"}");
    } else if path.contains("-index?") {
        typed(stream, "text/x-ndjson", rows(request, "page-0.ndjson", "one"));
    } else {
        return record(request, stream);
    }
    true
}

/// A page of the index, with the lengths of its records.
fn rows(request: &Request, name: &str, subject: &str) -> String {
    let rows = String::from_utf8(placed(&format!("commoncrawl/{name}"), &request.origin())).unwrap();
    let rows = rows.replace("LENGTH_ONE", &archive("one").1.to_string());
    let rows = rows.replace("LENGTH_TWO", &archive("two").1.to_string());
    rows.replace("LENGTH", &archive(subject).1.to_string())
}

/// Answers a request for a record; says whether it was one.
fn record(request: &Request, stream: &mut TcpStream) -> bool {
    let Some((_, name)) = request.path.split_once("/crawl-data/") else { return false };
    let (bytes, _) = archive(name.trim_end_matches(".warc.gz"));
    let (from, to) = request.range().expect("one record is asked for");
    answer(stream, "206 Partial Content", "content-type: application/octet-stream\r\n", &bytes[from..=to]);
    true
}

/// The hosts of Common Crawl in one; the second page of the index may stall.
fn crawl(stalls: &Arc<AtomicBool>) -> Stub {
    let stalls = Arc::clone(stalls);
    serve(move |request, stream| {
        let path = request.path.as_str();
        if path == "/collinfo.json" {
            typed(stream, "application/json", placed("commoncrawl/collinfo.json", ""));
        } else if path.starts_with("/CC-MAIN-2025-08-index?") {
            let nothing = "{\"error\":\"No Captures found for: gazette.example/*\"}";
            answer(stream, "404 Not Found", "content-type: application/json\r\n", nothing);
        } else if path.contains("showNumPages") {
            typed(stream, "application/json", "{\"pages\": \"3\", \"pageSize\": 5, \"blocks\": 7}");
        } else if path.contains("page=1") && stalls.load(Ordering::SeqCst) {
            stall(stream);
        } else if path.contains("page=0") {
            typed(stream, "text/x-ndjson", rows(request, "page-0.ndjson", "one"));
        } else if path.contains("page=1") {
            typed(stream, "text/x-ndjson", rows(request, "page-1.ndjson", "two"));
        } else if path.contains("page=2") {
            typed(stream, "text/x-ndjson", rows(request, "page-2.ndjson", "three"));
        } else if !record(request, stream) {
            status(stream, "404 Not Found", "");
        }
    })
}

#[test]
fn records_of_the_time_that_is_studied_are_read_as_their_pages() {
    let world = World::new("commoncrawl", "/", WANTED, crawl(&Arc::default()));
    world.run(0);
    assert_eq!(world.items(), ["/p/one", "/p/three", "/p/two"]);
    let titles = world.bench.column("SELECT title FROM item ORDER BY url");
    assert_eq!(titles, ["On one", "On three", "On two"]);
    let dated =
        "SELECT created_basis || ' ' || created_precision || ' ' || created_original FROM item ORDER BY url";
    assert_eq!(
        world.bench.column(dated),
        ["archive none 20250125080000", "archive none 20250127090000", "archive none 20250127080000"]
    );
    let evidence = world.bench.column("SELECT url FROM capture WHERE url LIKE '%crawl-data/one%'");
    assert!(evidence.len() == 1 && evidence[0].contains("#bytes=7-"), "{evidence:?}");
    let asked = world.paths();
    assert_eq!(
        asked.iter().filter(|path| path.contains("-index")).count(),
        4,
        "one collection is of the time: {asked:?}"
    );
    // Collections do not change: only the list of them is asked for again.
    world.run(0);
    assert_eq!(world.paths()[asked.len()..], ["/collinfo.json"]);
}

#[test]
fn a_collection_without_captures_is_empty() {
    let wanted = "query = 'gazette.example/*'\nfrom = '2025-02-10'\nto = '2025-02-11'";
    let world = World::new("commoncrawl", "/", wanted, crawl(&Arc::default()));
    world.run(0);
    let state = "SELECT state FROM task WHERE url LIKE '%2025-08%'";
    assert_eq!(world.bench.column(state), ["done"]);
    assert_eq!(
        world.bench.column("SELECT outcome FROM capture WHERE status = 404 AND url LIKE '%2025-08%'"),
        ["ok"]
    );
    assert_eq!(world.items(), [""; 0]);
}

#[test]
fn a_kill_between_two_pages_of_the_index_loses_and_repeats_nothing() {
    let stalls = Arc::new(AtomicBool::new(true));
    let world = World::new("commoncrawl", "/", &format!("{WANTED}\nevery = '1h'"), crawl(&stalls));
    // The list, the number of pages, two of three pages.
    kill_at(&world, 4);
    stalls.store(false, Ordering::SeqCst);
    let killed = world.paths();
    assert!(killed[3].contains("page=1"), "{killed:?}");
    world.run(0);
    assert_eq!(world.items(), ["/p/one", "/p/three", "/p/two"]);
    let again = &world.paths()[killed.len()..];
    assert!(again.iter().all(|path| !killed[..3].contains(path)), "{again:?}");
}

#[test]
fn a_host_that_sends_the_whole_archive_is_not_read_as_a_record() {
    let stub = serve(|request, stream| match request.path.as_str() {
        "/collinfo.json" => typed(stream, "application/json", placed("commoncrawl/collinfo.json", "")),
        path if path.contains("showNumPages") => typed(stream, "application/json", "{\"pages\":1}"),
        path if path.contains("-index") => {
            let rows = String::from_utf8(placed("commoncrawl/page-1.ndjson", &request.origin())).unwrap();
            typed(stream, "text/x-ndjson", rows.replace("LENGTH_ONE", "20").replace("LENGTH", "20"));
        }
        _ => typed(stream, "application/octet-stream", archive("all").0),
    });
    let world = World::new("commoncrawl", "/", WANTED, stub);
    world.run(0);
    let states = "SELECT DISTINCT state FROM task WHERE kind = 'commoncrawl_record'";
    assert_eq!(world.bench.column(states), ["failed"]);
    assert_eq!(world.items(), [""; 0]);
}
