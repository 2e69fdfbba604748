//! A robots.txt that is large, packed, something else, or not to be had at all.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{ALL, CLOSED, crawl, site};
use crate::support::{Bench, answer, page, status};

fn gzip(pieces: &[&[u8]]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    for piece in pieces {
        packer.write_all(piece).unwrap();
    }
    packer.finish().unwrap()
}

/// Whether the closed page of a host with this robots.txt is fetched; both others are in any case.
fn is_closed(headers: &'static str, robots: Vec<u8>) -> bool {
    let stub = site(move |_, stream| answer(stream, "200 OK", headers, &robots));
    let (bench, run) = crawl(&stub);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(bench.count("SELECT max(length(robots_body)) FROM host") <= 500 << 10);
    let paths = stub.log.paths();
    assert_eq!(paths[..3], ["/robots.txt", ALL[0], ALL[1]]);
    paths.len() == 3
}

#[test]
fn packed_rules_are_rules() {
    assert!(is_closed("content-encoding: gzip\r\n", gzip(&[CLOSED.as_bytes()])));
}

#[test]
fn of_a_bomb_the_first_500_kib_are_rules() {
    let comment = b"# nothing to see here\n".repeat(50_000);
    let pieces: Vec<&[u8]> = std::iter::once(CLOSED.as_bytes()).chain([comment.as_slice(); 60]).collect();
    assert!(is_closed("content-encoding: gzip\r\n", gzip(&pieces)));
}

#[test]
fn what_is_beyond_500_kib_is_no_rule() {
    let fill = |length: usize| format!("{}\n", "#".repeat(length - 1));
    assert!(is_closed("", format!("{}{CLOSED}{}", fill(400 << 10), fill(300 << 10)).into_bytes()));
    assert!(!is_closed("", format!("{}{CLOSED}", fill(500 << 10)).into_bytes()));
}

#[test]
fn what_is_no_robots_txt_names_no_rule() {
    assert!(!is_closed("content-type: text/html\r\n", page("a page that says: disallow: /closed/").into()));
    assert!(!is_closed("", (0..=255).cycle().take(10_000).collect()));
    assert!(!is_closed("", Vec::new()));
    // What a browser would show as one line with a page around it is still what its author wrote.
    assert!(is_closed("", format!("\u{feff}<pre>\r\r\n{CLOSED}</pre>").into_bytes()));
}

#[test]
fn the_fifth_redirect_still_leads_to_the_rules() {
    let stub = site(|request, stream| {
        let at: usize = request.path.trim_start_matches("/robots.txt").parse().unwrap_or(0);
        if at == 5 {
            answer(stream, "200 OK", "", CLOSED);
        } else {
            status(stream, "308 Permanent Redirect", &format!("location: /robots.txt{}\r\n", at + 1));
        }
    });
    let (bench, _) = crawl(&stub);
    assert_eq!(bench.column("SELECT url FROM decision"), [stub.url("/closed/b")]);
}

/// Asserts that a source whose rules cannot be had is left alone, and not given up.
fn is_left_alone(url: &str) {
    let bench = Bench::new();
    bench.limits("min_interval = '10ms'\ntotal_timeout = '1s'\nconnect_timeout = '1s'");
    bench.source(url, "");
    assert_eq!(bench.collect(&["run"]).code, 3);
    let reason = &bench.column("SELECT kind || ': ' || reason FROM decision")[0];
    assert!(reason.starts_with("robots: robots.txt cannot be reached"), "{reason}");
    assert_eq!(bench.column("SELECT state FROM task"), ["todo"]);
}

#[test]
fn rules_that_do_not_come_in_time_forbid_everything() {
    // It waits for more than the one request that comes on this connection.
    let stub = site(|_, stream| {
        let _ = stream.read(&mut [0]);
    });
    is_left_alone(&stub.url("/feed.xml"));
    assert_eq!(stub.log.paths(), ["/robots.txt"]);
}

#[test]
fn a_host_that_refuses_connections_forbids_everything() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    is_left_alone(&format!("http://{address}/feed.xml"));
}
