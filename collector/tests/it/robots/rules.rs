//! Rules that are known are obeyed, wherever they lie, and named in what is kept.

use std::time::Duration;

use super::{ALL, CLOSED, crawl, site};
use crate::support::{Stub, answer, page, rss, status};

#[test]
fn without_a_robots_txt_everything_is_fetched() {
    let stub = site(|_, stream| status(stream, "404 Not Found", ""));
    let (bench, run) = crawl(&stub);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(stub.log.paths()[1..], ALL);
    assert_eq!(bench.count("SELECT count(*) FROM item"), 2);
}

#[test]
fn a_closed_path_is_refused_by_the_rule_that_closes_it() {
    let stub = site(|_, stream| answer(stream, "200 OK", "content-type: text/plain\r\n", CLOSED));
    let (bench, run) = crawl(&stub);
    assert_eq!(run.json()["refused"], 1, "{run:?}");
    assert_eq!(stub.log.paths(), ["/robots.txt", "/feed.xml", "/open/a"]);
    let decision = &bench.rows("SELECT kind, url, reason FROM decision")[0];
    assert_eq!((&decision["kind"], &decision["url"]), (&"robots".into(), &stub.url("/closed/b").into()));
    assert!(decision["reason"].as_str().unwrap().starts_with("Disallow: /closed/"), "{decision}");
    let explained = bench.collect(&["explain", &stub.url("/closed/b")]).out;
    assert!(
        explained.contains("Disallow: /closed/") && explained.contains("would not be fetched"),
        "{explained}"
    );
    // What was fetched says which rule allowed it.
    let rules = bench.column("SELECT robots_rule FROM capture WHERE url LIKE '%/open/a'");
    assert_eq!(rules, ["no rule of robots.txt names it"]);
}

#[test]
fn redirects_lead_to_the_rules_also_on_another_host() {
    let elsewhere = Stub::start(|_, stream| answer(stream, "200 OK", "", CLOSED));
    let target = elsewhere.url("/rules");
    let stub = site(move |request, stream| match request.path.as_str() {
        "/robots.txt" => status(stream, "301 Moved Permanently", "location: /moved\r\n"),
        _ => status(stream, "302 Found", &format!("location: {target}\r\n")),
    });
    let (bench, _) = crawl(&stub);
    assert_eq!(stub.log.paths(), ["/robots.txt", "/moved", "/feed.xml", "/open/a"]);
    assert_eq!(elsewhere.log.paths(), ["/rules"]);
    assert_eq!(bench.column("SELECT url FROM decision"), [stub.url("/closed/b")]);
}

#[test]
fn too_many_redirects_count_as_no_robots_txt() {
    let stub = site(|_, stream| status(stream, "302 Found", "location: /again\r\n"));
    let (_, run) = crawl(&stub);
    assert_eq!(run.code, 0, "{run:?}");
    // RFC 9309, 2.3.1.2: at least five redirects are followed, then the file may count as unavailable.
    assert_eq!(stub.log.paths()[6..], ALL);
}

#[test]
fn a_redirect_of_a_page_into_a_closed_path_is_refused() {
    let stub = Stub::start(|request, stream| match request.path.as_str() {
        "/robots.txt" => answer(stream, "200 OK", "", CLOSED),
        "/feed.xml" => answer(stream, "200 OK", "", rss(["/open/a"])),
        "/open/a" => status(stream, "302 Found", "location: /closed/b\r\n"),
        _ => answer(stream, "200 OK", "content-type: text/html\r\n", page("what is closed")),
    });
    let (bench, _) = crawl(&stub);
    assert_eq!(stub.log.paths(), ["/robots.txt", "/feed.xml", "/open/a"]);
    assert_eq!(
        bench.column("SELECT kind || ' ' || url FROM decision"),
        [format!("robots {}", stub.url("/closed/b"))]
    );
}

#[test]
fn the_hosts_own_delay_is_kept_and_the_operator_is_named() {
    let stub = Stub::start(|request, stream| {
        assert!(request.user_agent.starts_with("Whence/"), "{}", request.user_agent);
        assert!(request.user_agent.contains("(+mailto:tests@example.org)"), "{}", request.user_agent);
        match request.path.as_str() {
            "/robots.txt" => answer(stream, "200 OK", "", "User-agent: whence\nCrawl-delay: 1\n"),
            "/feed.xml" => answer(stream, "200 OK", "", rss(["/open/a"])),
            _ => answer(stream, "200 OK", "content-type: text/html\r\n", page("a slow host")),
        }
    });
    let (bench, run) = crawl(&stub);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(bench.count("SELECT count(*) FROM item"), 1, "the stub was content with the user agent");
    let hits = stub.log.hits();
    assert_eq!(hits.len(), 3);
    assert!(hits[2].at.duration_since(hits[1].at) >= Duration::from_secs(1));
}
