//! What a run would do, told before it.

use crate::support::{Bench, Stub, answer, page, rss, status};

fn site() -> Stub {
    Stub::start(|request, stream| match request.path.as_str() {
        "/robots.txt" => {
            answer(stream, "200 OK", "", "User-agent: *\nCrawl-delay: 0.05\nDisallow: /private/\n");
        }
        "/feed.xml" => {
            answer(
                stream,
                "200 OK",
                "content-type: application/rss+xml\r\n",
                rss(["/a", "/b", "/private/c"]),
            );
        }
        "/a" | "/b" => answer(stream, "200 OK", "content-type: text/html\r\n", page(&request.path)),
        _ => status(stream, "404 Not Found", ""),
    })
}

#[test]
fn a_plan_tells_hosts_requests_and_time_and_asks_for_nothing() {
    let stub = site();
    let bench = Bench::new();
    bench.limits("min_interval = '20ms'");
    bench.source(&stub.url("/feed.xml"), "");
    let before = bench.collect(&["plan", "--json"]).json();
    assert_eq!(before["requests"], 2, "{before}");
    assert_eq!((&before["hosts"][0]["polls"], &before["hosts"][0]["robots"]), (&1.into(), &1.into()));
    assert_eq!(before["hosts"][0]["interval_ms"], 20);
    assert_eq!(before["due"][0], "it");
    assert!(stub.log.hits().is_empty() && !bench.db().exists());

    // Pages that wait are planned at the delay that robots.txt asks for.
    assert_eq!(bench.collect(&["run"]).code, 0);
    let after = bench.collect(&["plan", "--json"]).json();
    assert_eq!((&after["requests"], after["not_due"][0][0].as_str()), (&0.into(), Some("it")), "{after}");
    let asked = stub.log.hits().len();
    let raw = rusqlite::Connection::open(bench.db()).unwrap();
    raw.execute("UPDATE task SET state = 'todo', due_at = 0 WHERE kind = 'article'", []).unwrap();
    let again = bench.collect(&["plan", "--json"]).json();
    assert_eq!((&again["requests"], &again["hosts"][0]["interval_ms"]), (&3.into(), &50.into()), "{again}");
    let text = bench.collect(&["plan"]).out;
    assert!(text.contains("3 requests (3 pages), one every 0.05 s"), "{text}");
    assert!(text.contains("it: not due before"), "{text}");
    assert_eq!(stub.log.hits().len(), asked);
}

#[test]
fn a_plan_of_a_source_that_is_none_says_so() {
    let bench = Bench::new();
    bench.source("http://127.0.0.1:9/feed.xml", "");
    let ended = bench.collect(&["plan", "--source", "other"]);
    assert!(ended.code == 2 && ended.err.contains("no source `other`"), "{ended:?}");
}

#[test]
fn explain_ends_with_the_rule_that_closes_the_road_and_knows_what_is_switched_off() {
    let bench = Bench::new();
    bench.source("http://127.0.0.1:9/feed.xml", "enabled = false");
    let explain = |url: &str| bench.collect(&["explain", url]).out;
    for (url, why) in [
        ("http://2130706433/", "127.0.0.1 is not a public address"),
        ("http://0x7f.1/", "127.0.0.1 is not a public address"),
        ("http://[::ffff:10.0.0.1]/", "is not a public address"),
        ("http://169.254.169.254/latest", "is not a public address"),
        ("ftp://example.org/", "the scheme `ftp` is not fetched"),
    ] {
        let told = explain(url);
        assert!(told.contains(why) && told.ends_with("would not be fetched\n"), "{url}: {told}");
        assert!(!told.contains("robots.txt"), "a host that is never asked has no rules: {told}");
    }
    assert!(explain("http://127.0.0.1:9/x").contains("source `it` is on this host, and is switched off"));
    let platform = explain("https://old.reddit.com/r/harbour/.rss");
    assert!(platform.contains("90s between requests to old.reddit.com"), "{platform}");
}
