//! Hosts that refuse, stall, break off or answer with something else, for every connector of lists.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::{World, placed, serve};
use crate::support::{answer, page, status};

/// A connector with a list that names at most one page, `/p/one` on the server itself.
struct Listed {
    connector: &'static str,
    more: &'static str,
    list: &'static str,
    /// How many pages the list itself names.
    names: usize,
}

const LISTED: &[Listed] = &[
    Listed { connector: "feed", more: "", list: "feed/one.xml", names: 1 },
    Listed { connector: "sitemap", more: "", list: "sitemap/one.xml", names: 1 },
    Listed {
        connector: "wayback",
        more: "query = 'gazette.example/*'",
        list: "wayback/cdx-one.json",
        names: 1,
    },
    Listed {
        connector: "commoncrawl",
        more: "query = 'gazette.example/*'\nfrom = '2025-01-24'",
        list: "commoncrawl/none.json",
        names: 0,
    },
    Listed {
        connector: "gdelt",
        // Until its time is over, the search is made again.
        more: "query = 'harbour'\nfrom = '2025-01-24'\nto = '2199-01-01'",
        list: "gdelt/one.json",
        names: 1,
    },
];

/// A world whose list is answered by `first` the first time, and properly from then on.
fn world(listed: &'static Listed, first: impl Fn(&[u8], &mut TcpStream) + Send + Sync + 'static) -> World {
    let asked = AtomicUsize::new(0);
    let stub = serve(move |request, stream| {
        if request.path.contains("/p/one") {
            return answer(stream, "200 OK", "content-type: text/html\r\n", page("the harbour"));
        }
        let body = placed(listed.list, &request.origin());
        if asked.fetch_add(1, Ordering::SeqCst) == 0 {
            first(&body, stream);
        } else if request.path.starts_with("/list") {
            answer(stream, "200 OK", "content-type: application/xml\r\n", body);
        } else {
            status(stream, "404 Not Found", "");
        }
    });
    World::new(listed.connector, "/list/", listed.more, stub)
}

/// What became of the list's task: its state, and the outcome of its capture.
fn became(world: &World) -> String {
    let list = "SELECT state || ' ' || (SELECT outcome FROM capture WHERE url LIKE '%/list%' ORDER BY id DESC LIMIT 1)
                FROM task WHERE url LIKE '%/list%' ORDER BY id LIMIT 1";
    world.bench.column(list).join(",")
}

/// Seconds until the list is asked for again.
fn due_in(world: &World) -> i64 {
    world.bench.number(
        "SELECT (due_at - (SELECT max(ended_at) FROM capture)) / 1000000 FROM task WHERE url LIKE '%/list%'",
    )
}

#[test]
fn what_is_refused_is_not_asked_for_again_and_says_why() {
    let cases: [(&str, &str, &str, &str, i32); 6] = [
        ("401 Unauthorized", "", "", "failed auth_failed", 0),
        ("403 Forbidden", "content-type: application/json\r\n", "{\"detail\":\"no\"}", "failed forbidden", 0),
        ("403 Forbidden", "content-type: text/html\r\n", "<html>no</html>", "failed forbidden", 0),
        ("402 Payment Required", "", "", "todo quota_exhausted", 3),
        ("410 Gone", "", "", "done gone", 0),
        ("451 Unavailable For Legal Reasons", "", "", "failed withheld", 0),
    ];
    for listed in LISTED {
        for (code, headers, body, expected, ended) in cases {
            let world = world(listed, move |_, stream| answer(stream, code, headers, body));
            world.run(ended);
            assert_eq!(became(&world), expected, "{} {code}", listed.connector);
            assert_eq!(world.items(), [""; 0]);
        }
    }
}

#[test]
fn patience_is_kept_in_each_of_its_forms() {
    let far = "x-rate-limit-remaining: 0\r\nx-rate-limit-reset: 1500000000\r\n";
    let cases: [(&str, &str, i64, i64); 4] = [
        ("429 Too Many Requests", "retry-after: 90\r\n", 89, 91),
        ("429 Too Many Requests", "x-ratelimit-remaining: 0\r\nx-ratelimit-reset: 120\r\n", 118, 121),
        ("429 Too Many Requests", "", 29, 75),
        // A reset in the past says nothing.
        ("429 Too Many Requests", far, 29, 75),
    ];
    for listed in LISTED {
        for (code, headers, least, most) in cases {
            let world = world(listed, move |_, stream| status(stream, code, headers));
            world.run(3);
            assert_eq!(became(&world), "todo rate_limited", "{} {headers}", listed.connector);
            let due = due_in(&world);
            assert!((least..=most).contains(&due), "{} {headers}: {due}", listed.connector);
            let before = world.paths().len();
            world.run(0);
            assert_eq!(world.paths().len(), before, "it is left alone");
        }
    }
}

#[test]
fn what_failed_once_is_read_the_next_time() {
    for listed in LISTED {
        let world =
            world(listed, |_, stream| status(stream, "503 Service Unavailable", "retry-after: 1\r\n"));
        world.run(3);
        assert_eq!(became(&world), "todo transient", "{}", listed.connector);
        world.wait(Duration::from_millis(1200));
        world.run(0);
        assert_eq!(world.items().len(), listed.names, "{}", listed.connector);
        assert_eq!(became(&world), "done ok", "{}", listed.connector);
    }
}

#[test]
fn a_list_that_breaks_off_is_not_taken_for_the_whole() {
    for listed in LISTED {
        let world = world(listed, |body, stream| {
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/xml\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream
                .write_all(head.as_bytes())
                .and_then(|()| stream.write_all(&body[..body.len() * 2 / 3]));
        });
        world.run(3);
        assert_eq!(became(&world), "todo transient", "{}", listed.connector);
    }
}

#[test]
fn a_page_in_the_place_of_the_list_is_kept_and_read_as_nothing() {
    for listed in LISTED {
        let world = world(listed, |_, stream| {
            answer(
                stream,
                "200 OK",
                "content-type: text/html\r\n",
                "<!doctype html><title>Log in</title><form></form>",
            );
        });
        world.run(0);
        assert!(became(&world).starts_with("failed "), "{} {}", listed.connector, became(&world));
        assert_eq!(world.items(), [""; 0]);
    }
}

#[test]
fn a_login_host_is_not_followed_into() {
    for listed in LISTED {
        // Another host than the source's may not be reached from loopback: the decision is kept.
        let world = world(listed, |_, stream| {
            status(stream, "302 Found", "location: https://login.example.org/?next=list\r\n");
        });
        let run = world.bench.collect(&["run", "--json"]);
        assert_ne!(run.code, 1, "{run:?}");
        world.assert_same();
        assert_eq!(world.items(), [""; 0], "{}", listed.connector);
    }
}

#[test]
fn packed_and_unchanged_lists_are_read() {
    for listed in LISTED {
        let stub = serve(move |request, stream| {
            if request.path.contains("/p/one") {
                return answer(stream, "200 OK", "content-type: text/html\r\n", page("the harbour"));
            }
            if request.conditional {
                return status(stream, "304 Not Modified", "");
            }
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            packer.write_all(&placed(listed.list, &request.origin())).unwrap();
            let headers = "content-type: application/xml\r\ncontent-encoding: gzip\r\netag: \"1\"\r\n";
            answer(stream, "200 OK", headers, packer.finish().unwrap());
        });
        let world = World::new(listed.connector, "/list/", listed.more, stub);
        world.run(0);
        assert_eq!(world.items().len(), listed.names, "{}", listed.connector);
        world.run(0);
        assert_eq!(became(&world), "done not_modified", "{}", listed.connector);
    }
}
