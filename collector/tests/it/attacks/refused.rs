//! Redirects and links into places that a public page has no business naming.

use super::site;
use crate::support::{Bench, status};

/// Where the pages of the stub lead: path, target as sent, target as the decision names it.
const TARGETS: [(&str, &str, &str); 6] = [
    ("/metadata", "http://169.254.169.254/latest/meta-data/", "http://169.254.169.254/latest/meta-data/"),
    ("/private", "http://10.0.0.1/", "http://10.0.0.1/"),
    ("/file", "file:///etc/passwd", "file:///etc/passwd"),
    ("/decimal", "http://2852039166/", "http://169.254.169.254/"),
    ("/mapped", "http://[::ffff:a9fe:a9fe]/", "http://[::ffff:a9fe:a9fe]/"),
    ("/credentials", "http://user:secret@127.0.0.1/", "http://user:secret@127.0.0.1/"),
];

#[test]
fn redirects_to_the_inside_are_refused_and_written_down() {
    const PAGES: &[&str] = &["/metadata", "/private", "/file", "/decimal", "/mapped", "/credentials"];
    let stub = site(PAGES, |request, stream| {
        let target = TARGETS.iter().find(|(path, ..)| *path == request.path).unwrap().1;
        status(stream, "302 Found", &format!("location: {target}\r\n"));
    });
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    let run = bench.collect(&["run", "--json"]);

    assert_eq!((run.code, &run.json()["refused"]), (0, &TARGETS.len().into()), "{run:?}");
    let decisions = bench.column("SELECT kind || ' ' || url FROM decision ORDER BY id");
    assert_eq!(decisions, TARGETS.map(|(.., named)| format!("address {named}")));
    assert_eq!(bench.column("SELECT DISTINCT state FROM task WHERE kind = 'article'"), ["refused"]);
    let outside = format!("SELECT final_url FROM capture WHERE final_url NOT LIKE '{}/%'", stub.origin());
    assert!(bench.column(&outside).is_empty());
    assert_eq!(stub.log.len(), 2 + TARGETS.len(), "{:?}", stub.log.paths());
}

#[test]
fn a_feed_cannot_name_the_inside_either() {
    const PAGES: &[&str] = &["http://169.254.169.254/latest", "http://192.168.0.1/", "file:///etc/passwd"];
    let stub = site(PAGES, |_, stream| status(stream, "404 Not Found", ""));
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    assert_eq!(bench.collect(&["run"]).code, 0);
    // What is not http is no page; what is http is refused before its robots.txt is asked for.
    assert_eq!(bench.column("SELECT url FROM decision WHERE kind = 'address' ORDER BY id"), PAGES[..2]);
    assert_eq!(stub.log.paths(), ["/robots.txt", "/feed.xml"]);
    assert_eq!(bench.count("SELECT count(*) FROM capture"), 2);
}

#[test]
fn redirects_in_a_circle_end() {
    let stub = site(&["/here"], |request, stream| {
        let target = if request.path == "/here" { "/there" } else { "/here" };
        status(stream, "301 Moved Permanently", &format!("location: {target}\r\n"));
    });
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    assert_eq!(bench.collect(&["run"]).code, 0);
    assert_eq!(bench.column("SELECT kind FROM decision"), ["redirects"]);
    assert_eq!(stub.log.len(), 2 + 6, "five redirects are followed: {:?}", stub.log.paths());
}
