//! Answers that break off, lie about their length, or are no HTTP.

use std::io::Write as _;
use std::net::TcpStream;

use super::site;
use crate::support::{Bench, answer, page};

fn raw(stream: &mut TcpStream, bytes: &[u8]) {
    let _ = stream.write_all(bytes);
}

#[test]
fn what_is_not_http_is_tried_again_later() {
    for bytes in
        [&b"\x16\x03\x01\x02\x00\x01\xff"[..], b"HTTP/1.1 2x0 OK\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\nbroken"]
    {
        let stub = site(&[], move |_, stream| raw(stream, bytes));
        let bench = Bench::new();
        bench.source(&stub.url("/feed.xml"), "");
        let run = bench.collect(&["run"]);
        assert_eq!(run.code, 3, "{bytes:?}: {run:?}");
        assert_eq!(bench.column("SELECT state || ' ' || attempts FROM task"), ["todo 1"], "{bytes:?}");
        assert_eq!(bench.count("SELECT count(*) FROM capture"), 1, "robots.txt alone: {bytes:?}");
        assert!(run.err.contains("no proper answer"), "{bytes:?}: {}", run.err);
    }
}

#[test]
fn a_page_that_breaks_off_is_asked_for_again_and_never_taken_for_the_whole() {
    let stub = site(&["/page"], |_, stream| {
        let whole = page("a page that breaks off");
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\netag: \"1\"\r\ncontent-length: {}\r\n\r\n",
            whole.len()
        );
        raw(stream, format!("{head}{}", &whole[..whole.len() * 2 / 3]).as_bytes());
    });
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    let run = bench.collect(&["run"]);
    assert_eq!(run.code, 3, "{run:?}");
    let captures = "SELECT outcome || ' ' || truncated FROM capture WHERE url LIKE '%/page'";
    assert_eq!(bench.column(captures), ["transient 1"], "the part that came is kept as evidence");
    assert_eq!(bench.count("SELECT count(*) FROM item"), 0);
    // Else a `304` would make the part last for ever.
    assert_eq!(bench.count("SELECT count(*) FROM validator WHERE url LIKE '%/page'"), 0);
    assert_eq!(bench.column("SELECT state FROM task WHERE kind = 'article'"), ["todo"]);
}

#[test]
fn a_page_that_always_breaks_off_is_read_as_far_as_it_goes_in_the_last_attempt() {
    let stub = site(&["/page"], |_, stream| {
        let whole = page("a server that counts wrongly");
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n",
            whole.len() + 9
        );
        raw(stream, format!("{head}{whole}").as_bytes());
    });
    let bench = Bench::new();
    bench.limits("min_interval = '10ms'\nattempts = 1");
    bench.source(&stub.url("/feed.xml"), "");
    assert_eq!(bench.collect(&["run"]).code, 0);
    assert_eq!(bench.column("SELECT title FROM item"), ["On a server that counts wrongly"]);
    assert_eq!(bench.column("SELECT truncated FROM capture WHERE url LIKE '%/page'"), ["1"]);
}

#[test]
fn bytes_beyond_the_stated_length_are_not_read() {
    let stub = site(&["/page"], |_, stream| {
        let whole = page("a page with a tail");
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n", whole.len());
        raw(stream, format!("{head}{whole}HTTP/1.1 200 OK\r\n\r\nsmuggled").as_bytes());
    });
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    assert_eq!(bench.collect(&["run"]).code, 0);
    let size = bench.count("SELECT size FROM capture JOIN blob ON blob.id = blob_id WHERE url LIKE '%/page'");
    assert_eq!(size, page("a page with a tail").len());
}

#[test]
fn broken_packing_is_kept_as_it_came_and_tried_again() {
    let stub = site(&["/page"], |_, stream| {
        answer(
            stream,
            "200 OK",
            "content-type: text/html\r\ncontent-encoding: gzip\r\n",
            page("no gzip at all"),
        );
    });
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    assert_eq!(bench.collect(&["run"]).code, 3);
    let size = bench.count("SELECT size FROM capture JOIN blob ON blob.id = blob_id WHERE url LIKE '%/page'");
    assert_eq!(size, page("no gzip at all").len());
    assert!(bench.column("SELECT last_error FROM task WHERE kind = 'article'")[0].contains("cut short"));
}
