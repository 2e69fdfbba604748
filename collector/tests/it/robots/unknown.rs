//! Rules that cannot be known forbid everything for now, and lose nothing for good.

use std::io::Write as _;
use std::net::TcpStream;

use super::{CLOSED, crawl, site};
use crate::support::{Bench, Request, Stub, answer, page, rss, status};

/// Crawls a host whose rules cannot be known: nothing but `asked` may be asked for.
fn nothing_is_fetched(robots: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static, asked: &[&str]) {
    let stub = site(robots);
    let (bench, run) = crawl(&stub);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(stub.log.paths(), asked);
    let decision = &bench.rows("SELECT kind, url, reason FROM decision")[0];
    assert_eq!((&decision["kind"], &decision["url"]), (&"robots".into(), &stub.url("/feed.xml").into()));
    assert!(decision["reason"].as_str().unwrap().contains("cannot be reached"), "{decision}");
    assert_eq!(
        bench.column("SELECT DISTINCT robots_status FROM host WHERE robots_status > ''"),
        ["unreachable"]
    );
    let explained = bench.collect(&["explain", &stub.url("/feed.xml")]).out;
    assert!(explained.contains("cannot be reached"), "{explained}");
    // Nor does the next run ask again at once.
    bench.collect(&["run"]);
    assert_eq!(stub.log.paths(), asked);
}

#[test]
fn a_failing_host_is_left_alone() {
    nothing_is_fetched(|_, stream| status(stream, "503 Service Unavailable", ""), &["/robots.txt"]);
}

#[test]
fn a_robots_txt_that_breaks_off_is_not_taken_for_the_whole() {
    let cut = |_: &Request, stream: &mut TcpStream| {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", CLOSED.len());
        let _ = stream.write_all(format!("{head}{}", &CLOSED[..16]).as_bytes());
    };
    nothing_is_fetched(cut, &["/robots.txt"]);
}

#[test]
fn a_robots_txt_that_is_broken_in_its_packing_is_not_taken_for_the_whole() {
    let broken = |_: &Request, stream: &mut TcpStream| {
        answer(stream, "200 OK", "content-encoding: gzip\r\n", b"\x1f\x8b\x08\0\0\0\0\0\0\x03broken");
    };
    nothing_is_fetched(broken, &["/robots.txt"]);
}

#[test]
fn a_robots_txt_that_leads_inside_is_not_followed() {
    nothing_is_fetched(
        |_, stream| status(stream, "302 Found", "location: http://10.0.0.1/r\r\n"),
        &["/robots.txt"],
    );
}

#[test]
fn a_page_of_a_host_that_fails_today_waits_for_another_day() {
    let failing = Stub::start(|_, stream| status(stream, "502 Bad Gateway", ""));
    let there = failing.url("/page");
    let stub = Stub::start(move |request, stream| match request.path.as_str() {
        "/feed.xml" => answer(stream, "200 OK", "", rss([&there, "/here"])),
        "/here" => answer(stream, "200 OK", "content-type: text/html\r\n", page("a page next door")),
        _ => status(stream, "404 Not Found", ""),
    });
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    assert_eq!(bench.collect(&["run"]).code, 3);
    assert_eq!(bench.column("SELECT title FROM item"), ["On a page next door"]);
    assert_eq!(failing.log.paths(), ["/robots.txt"]);
    assert_eq!(bench.column("SELECT url FROM decision"), [failing.url("/page")]);
    let task = "SELECT state, due_at > (SELECT ended_at FROM run) AS later FROM task WHERE url LIKE '%/page'";
    assert_eq!(bench.rows(task), [serde_json::json!({"state": "todo", "later": 1})]);
}
