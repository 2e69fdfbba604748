//! Hosts that refuse, stall, break off or answer with something else, for single pages and every connector of lists. Each case
//! ends with a proper answer, so that none passes where nothing is read.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};

use whence_store::time::{Clock as _, Micros, SystemClock};

use super::{World, placed, serve, stall, typed};
use crate::connectors::commoncrawl;
use crate::support::{Request, answer, page, status};

/// A connector with a list that leads to one page.
struct Listed {
    connector: &'static str,
    more: &'static str,
    /// The fixture of the list; none where a page is asked for itself.
    list: Option<&'static str>,
    /// A list that names nothing.
    empty: &'static str,
    /// A place of the list after which bytes that are no text may stand.
    breaks: &'static str,
}

const LISTED: &[Listed] = &[
    Listed {
        connector: "page",
        more: "",
        list: None,
        empty: "<!doctype html><title></title>",
        breaks: "The first",
    },
    Listed {
        connector: "feed",
        more: "",
        list: Some("feed/one.xml"),
        empty: "<rss version='2.0'><channel><title>none</title></channel></rss>",
        breaks: "Harbour",
    },
    Listed {
        connector: "sitemap",
        more: "",
        list: Some("sitemap/one.xml"),
        empty: "<urlset></urlset>",
        breaks: "<url>",
    },
    Listed {
        connector: "wayback",
        more: "query = 'gazette.example/*'",
        list: Some("wayback/cdx-one.json"),
        empty: "[]",
        breaks: "[\"k",
    },
    Listed {
        connector: "commoncrawl",
        more: commoncrawl::WANTED,
        list: Some("commoncrawl/collinfo.json"),
        empty: "[]",
        breaks: "January",
    },
    Listed {
        connector: "gdelt",
        // Until its time is over, the search is made again.
        more: "query = 'harbour'\nfrom = '2025-01-24'\nto = '2199-01-01'",
        list: Some("gdelt/one.json"),
        empty: "{}",
        breaks: "Harbour",
    },
];

impl Listed {
    /// The list, or the page itself.
    fn body(&self, request: &Request) -> Vec<u8> {
        self.list.map_or_else(|| page("the harbour").into_bytes(), |list| placed(list, &request.origin()))
    }

    fn kind(&self) -> &'static str {
        if self.list.is_some() { "application/xml" } else { "text/html" }
    }

    /// What stands behind the list: pages, and an archive's records of them.
    fn behind(&self, request: &Request, stream: &mut TcpStream) -> bool {
        let is_page = self.list.is_some() && request.path.contains("/p/one");
        if is_page {
            typed(stream, "text/html", page("the harbour"));
        }
        is_page || self.connector == "commoncrawl" && commoncrawl::records(request, stream)
    }

    /// A world whose list is answered by `first` the first time, and properly from then on.
    fn world(&'static self, first: impl Fn(&[u8], &mut TcpStream) + Send + Sync + 'static) -> World {
        let asked = AtomicUsize::new(0);
        let stub = serve(move |request, stream| {
            if self.behind(request, stream) {
                return;
            }
            let body = self.body(request);
            if asked.fetch_add(1, Ordering::SeqCst) == 0 {
                first(&body, stream);
            } else if request.path.starts_with("/list") {
                typed(stream, self.kind(), body);
            } else {
                status(stream, "404 Not Found", "");
            }
        });
        World::new(self.connector, "/list/", self.more, stub)
    }

    /// The first answer leaves no item; then time passes, the proper one comes, and its page is read.
    fn recovers(&self, world: &World) {
        assert_eq!(world.items(), [""; 0], "{}", self.connector);
        world.time_passes();
        let run = world.bench.collect(&["run"]);
        world.assert_same();
        assert_eq!(world.items().len(), 1, "{}: {run:?} {:?}", self.connector, world.paths());
    }
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

/// Every connector is answered `code` once, which leaves its task as `expected`.
fn refused(code: &'static str, headers: &'static str, body: &'static str, expected: &str, ended: i32) {
    for listed in LISTED {
        let world = listed.world(move |_, stream| answer(stream, code, headers, body));
        world.run(ended);
        assert_eq!(became(&world), expected, "{} {code}", listed.connector);
        assert_eq!(world.paths().len(), 1, "{}: it is not asked for again", listed.connector);
        // What is gone for good is not asked for again so soon.
        if !expected.ends_with("gone") {
            listed.recovers(&world);
        }
    }
}

const JSON: &str = "content-type: application/json\r\n";
const HTML: &str = "content-type: text/html\r\n";

#[test]
fn who_wants_a_login_is_not_asked_again() {
    refused("401 Unauthorized", "", "", "failed auth_failed", 0);
}

#[test]
fn what_is_forbidden_in_words_is_not_asked_for_again() {
    refused("403 Forbidden", JSON, "{\"detail\":\"no\"}", "failed forbidden", 0);
}

#[test]
fn what_is_forbidden_by_a_page_is_not_asked_for_again() {
    refused("403 Forbidden", HTML, "<html>no</html>", "failed forbidden", 0);
}

#[test]
fn a_used_up_quota_is_waited_for() {
    refused("402 Payment Required", "", "", "todo quota_exhausted", 3);
}

#[test]
fn what_is_gone_or_withheld_by_law_says_so() {
    refused("410 Gone", "", "", "done gone", 0);
    refused("451 Unavailable For Legal Reasons", "", "", "failed withheld", 0);
}

#[test]
fn what_failed_once_is_read_the_next_time() {
    refused("503 Service Unavailable", "retry-after: 1\r\n", "", "todo transient", 3);
    refused("502 Bad Gateway", HTML, "<html>later</html>", "todo transient", 3);
}

/// Every connector is told 429 with headers, and waits for so many seconds.
fn patient(headers: &str, least: i64, most: i64) {
    for listed in LISTED {
        let sent = headers.to_owned();
        let world = listed.world(move |_, stream| status(stream, "429 Too Many Requests", &sent));
        world.run(3);
        assert_eq!(became(&world), "todo rate_limited", "{} {headers}", listed.connector);
        let due = due_in(&world);
        assert!((least..=most).contains(&due), "{} {headers}: {due}", listed.connector);
        let before = world.paths().len();
        world.run(0);
        assert_eq!(world.paths().len(), before, "it is left alone");
        listed.recovers(&world);
    }
}

fn reset(at: &str) -> String {
    format!("x-ratelimit-remaining: 0\r\nx-ratelimit-reset: {at}\r\n")
}

/// Long enough that no run of all connectors takes it.
const WAIT: i64 = 3600;

fn later() -> Micros {
    SystemClock.now().plus(WAIT * Micros::SECOND)
}

#[test]
fn a_reset_in_unix_time_is_waited_for() {
    patient(&reset(&(later().0 / Micros::SECOND).to_string()), WAIT - 300, WAIT + 1);
}

#[test]
fn a_reset_in_iso_time_is_waited_for() {
    patient(&reset(&later().to_string()), WAIT - 300, WAIT + 1);
}

#[test]
fn a_reset_in_seconds_is_waited_for() {
    patient(&reset("120"), 118, 121);
    patient("retry-after: 90\r\n", 89, 91);
}

#[test]
fn who_is_not_told_how_long_waits_the_usual_time() {
    patient("", 29, 75);
}

#[test]
fn a_reset_in_the_past_says_nothing() {
    patient(&reset("1500000000"), 29, 75);
}

/// Writes a head that promises the whole list, and a part of it.
fn begin(body: &[u8], stream: &mut TcpStream) {
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-type: application/xml\r\ncontent-length: {}\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body[..body.len() * 2 / 3]));
}

#[test]
fn a_list_that_breaks_off_is_not_taken_for_the_whole() {
    for listed in LISTED {
        let world = listed.world(begin);
        world.run(3);
        assert_eq!(became(&world), "todo transient", "{}", listed.connector);
        listed.recovers(&world);
    }
}

#[test]
fn a_list_that_never_ends_is_given_up() {
    for listed in LISTED {
        let world = listed.world(|body, stream| {
            begin(body, stream);
            stall(stream);
        });
        world.bench.limits("min_interval = '10ms'\ntotal_timeout = '1s'");
        world.run(3);
        assert_eq!(became(&world), "todo transient", "{}", listed.connector);
        listed.recovers(&world);
    }
}

#[test]
fn a_page_in_the_place_of_the_list_is_kept_and_read_as_nothing() {
    for listed in LISTED.iter().filter(|listed| listed.list.is_some()) {
        let page = "<!doctype html><title>Log in</title><form></form>";
        let world = listed.world(move |_, stream| typed(stream, "text/html", page));
        world.run(0);
        assert!(became(&world).starts_with("failed "), "{} {}", listed.connector, became(&world));
        listed.recovers(&world);
    }
}

#[test]
fn a_list_that_names_nothing_is_no_failure() {
    for listed in LISTED {
        let world = listed.world(|_, stream| typed(stream, listed.kind(), listed.empty));
        world.run(0);
        // A page without a text is no item, and says so.
        let expected = if listed.list.is_some() { "done ok" } else { "failed schema_changed" };
        assert_eq!(became(&world), expected, "{}", listed.connector);
        listed.recovers(&world);
    }
}

#[test]
fn a_login_host_is_not_followed_into() {
    for listed in LISTED {
        // Another host than the source's may not be reached from loopback: the decision is kept.
        let world = listed.world(|_, stream| {
            status(stream, "302 Found", "location: https://login.example.org/?next=list\r\n");
        });
        let run = world.bench.collect(&["run", "--json"]);
        assert_ne!(run.code, 1, "{run:?}");
        world.assert_same();
        assert!(world.bench.count("SELECT count(*) FROM decision") > 0, "{}", listed.connector);
        listed.recovers(&world);
    }
}

#[test]
fn bytes_that_are_no_text_cost_nothing_else() {
    for listed in LISTED {
        let stub = serve(move |request, stream| {
            if listed.behind(request, stream) {
                return;
            }
            let mut body = listed.body(request);
            let breaks = listed.breaks.as_bytes();
            let at = body.windows(breaks.len()).position(|some| some == breaks).unwrap() + breaks.len();
            body.splice(at..at, [0xff, 0xfe]);
            typed(stream, listed.kind(), body);
        });
        let world = World::new(listed.connector, "/list/", listed.more, stub);
        world.run(0);
        assert_eq!(world.items().len(), 1, "{}", listed.connector);
    }
}

#[test]
fn packed_lists_are_read() {
    for listed in LISTED {
        let stub = serve(move |request, stream| {
            if listed.behind(request, stream) {
                return;
            }
            let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            packer.write_all(&listed.body(request)).unwrap();
            let headers = format!("content-type: {}\r\ncontent-encoding: gzip\r\n", listed.kind());
            answer(stream, "200 OK", &headers, packer.finish().unwrap());
        });
        let world = World::new(listed.connector, "/list/", listed.more, stub);
        world.run(0);
        assert_eq!(world.items().len(), 1, "{}", listed.connector);
    }
}

#[test]
fn unchanged_lists_are_understood() {
    for listed in LISTED {
        let stub = serve(move |request, stream| {
            if listed.behind(request, stream) {
                return;
            }
            if request.conditional {
                return status(stream, "304 Not Modified", "");
            }
            let headers = format!("content-type: {}\r\netag: \"1\"\r\n", listed.kind());
            answer(stream, "200 OK", &headers, listed.body(request));
        });
        let world = World::new(listed.connector, "/list/", listed.more, stub);
        world.run(0);
        assert_eq!(world.items().len(), 1, "{}", listed.connector);
        world.run(0);
        assert_eq!(became(&world), "done not_modified", "{}", listed.connector);
    }
}
