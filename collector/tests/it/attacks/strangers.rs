//! What a request tells of others: nothing. No cookies, no referrer, no credentials, whatever a server sets.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use crate::support::{Bench, Request, Stub, answer, page, rss, status};

type Seen = Arc<Mutex<Vec<(String, Vec<(String, String)>)>>>;

fn note(seen: &Seen, request: &Request) {
    seen.lock().unwrap().push((request.path.clone(), request.headers.clone()));
}

#[test]
fn nothing_that_a_server_sets_comes_back_to_it_or_to_another() {
    let set = "set-cookie: id=1; path=/; max-age=99999\r\nset-cookie: other=2\r\nwww-authenticate: Basic\r\n";
    let seen = Seen::default();
    let there = Arc::clone(&seen);
    let other = Stub::start(move |request, stream| {
        note(&there, request);
        match request.path.as_str() {
            "/robots.txt" => status(stream, "404 Not Found", set),
            _ => answer(stream, "200 OK", &format!("{set}content-type: text/html\r\n"), page("another host")),
        }
    });
    let (here, elsewhere) = (Arc::clone(&seen), other.url("/page"));
    let stub = Stub::start(move |request, stream| {
        note(&here, request);
        match request.path.as_str() {
            "/robots.txt" => status(stream, "404 Not Found", set),
            "/feed.xml" => {
                answer(stream, "200 OK", &format!("{set}etag: \"1\"\r\n"), rss(["/a", "/b", "/c"]));
            }
            "/a" => status(stream, "302 Found", &format!("{set}location: {elsewhere}\r\n")),
            "/b" => status(stream, "401 Unauthorized", set),
            _ => {
                answer(
                    stream,
                    "200 OK",
                    &format!("{set}content-type: text/html\r\n"),
                    page("the third page"),
                );
            }
        }
    });
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "every = '1ms'\nrevisit = '1ms'");
    bench.collect(&["run"]);
    bench.collect(&["run"]);

    let seen = seen.lock().unwrap();
    assert!(seen.iter().filter(|(path, _)| path == "/feed.xml").count() == 2, "{seen:?}");
    assert!(seen.iter().any(|(path, _)| path == "/page"), "the redirect was followed");
    let said: BTreeSet<&str> =
        seen.iter().flat_map(|(_, headers)| headers).map(|(name, _)| name.as_str()).collect();
    let usual = ["accept", "accept-encoding", "host", "user-agent", "if-none-match", "if-modified-since"];
    assert!(said.iter().all(|name| usual.contains(name)), "{said:?}");
    let kept =
        "SELECT count(*) FROM capture WHERE headers LIKE '%cookie%' OR request_headers LIKE '%cookie%'";
    assert_eq!(bench.count(kept), 0);
}
