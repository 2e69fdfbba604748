//! Servers that never come to an end, one byte at a time: the total time-out ends them, and they are tried again later.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use super::site;
use crate::support::Bench;

/// Sends `byte` five times a second until the client has had enough.
fn drip(stream: &mut TcpStream, byte: u8) {
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    while stream.write_all(&[byte]).is_ok() {
        match stream.read(&mut [0]) {
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            _ => return,
        }
    }
}

fn drips_after(head: &'static str, error: &str, outcomes: &[&str]) {
    let stub = site(&[], move |_, stream| {
        let _ = stream.write_all(head.as_bytes());
        drip(stream, b' ');
    });
    let bench = Bench::new();
    bench.limits("min_interval = '10ms'\ntotal_timeout = '1s'");
    bench.source(&stub.url("/feed.xml"), "");
    let run = bench.collect(&["run"]);

    assert_eq!(run.code, 3, "{run:?}");
    let task = &bench
        .rows("SELECT state, attempts, last_error, due_at > (SELECT ended_at FROM run) AS later FROM task")
        [0];
    assert_eq!((&task["state"], &task["attempts"]), (&"todo".into(), &1.into()));
    assert!(task["last_error"].as_str().unwrap().contains(error), "{task}");
    assert_eq!(task["later"], 1);
    let feed = "SELECT outcome || ' ' || truncated FROM capture WHERE url LIKE '%/feed.xml'";
    assert_eq!(bench.column(feed), outcomes);
    // The next run leaves it alone until it is due.
    bench.collect(&["run"]);
    assert_eq!(stub.log.paths(), ["/robots.txt", "/feed.xml"]);
}

#[test]
fn a_body_that_drips_is_cut_kept_and_tried_again_later() {
    drips_after("HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n<rss", "cut short", &["transient 1"]);
}

#[test]
fn a_head_that_drips_is_given_up_and_tried_again_later() {
    drips_after("HTTP/1.1 200 OK\r\nx-slow: ", "no answer in time", &[]);
}
