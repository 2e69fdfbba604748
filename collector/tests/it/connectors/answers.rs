//! What any platform's server may answer, over all connectors of the table: what becomes of the answer, and that the next
//! proper one is read as if nothing had been.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use whence_store::time::{Clock as _, Micros, SystemClock};

use super::served::{Served, fixture, page};
use crate::support::{Bench, Request, Stub, answer, status};

/// A platform, and where it differs from the others.
struct Platform {
    connector: &'static str,
    keys: &'static str,
    content_type: &'static str,
    /// A proper answer to a poll.
    fixture: &'static str,
    items: usize,
    /// What a 403 with a web page is.
    blocked: &'static str,
    /// What any web page is in the place of what was asked for.
    other_page: &'static str,
    /// What a 404 is.
    missing: &'static str,
}

const PLATFORMS: &[Platform] = &[TELEGRAM, YOUTUBE, REDDIT];

const TELEGRAM: Platform = Platform {
    connector: "telegram",
    keys: "channel = 'Harbour_Watch'",
    content_type: "text/html; charset=utf-8",
    fixture: "telegram/newest.html",
    items: 3,
    blocked: "forbidden",
    other_page: "forbidden",
    missing: "gone",
};

const YOUTUBE: Platform = Platform {
    connector: "youtube",
    keys: "channel = 'UCharbour0film0channel00'",
    content_type: "text/xml; charset=UTF-8",
    fixture: "youtube/channel.xml",
    items: 3,
    blocked: "gated",
    other_page: "gated",
    missing: "transient",
};

const REDDIT: Platform = Platform {
    connector: "reddit",
    keys: "channel = 'harbour'",
    content_type: "application/atom+xml; charset=UTF-8",
    fixture: "reddit/new.xml",
    items: 3,
    blocked: "gated",
    other_page: "gated",
    missing: "gone",
};

const WEB_PAGE: &str = "<!DOCTYPE html><html><head><title>Wait</title></head><body><p>Show that you are no robot.</p></body></html>";

impl Platform {
    fn body(&self) -> String {
        fixture(self.fixture)
    }

    /// Serves `odd` for the first request, and the proper answer from then on.
    fn odd_first(&self, odd: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Served {
        let (asked, body, kind) = (Arc::new(AtomicUsize::new(0)), self.body(), self.content_type);
        Served::new(self.connector, self.keys, move |request, stream| {
            if asked.fetch_add(1, Ordering::SeqCst) == 0 {
                odd(request, stream);
            } else {
                page(stream, kind, &body);
            }
        })
    }

    fn assert_read(&self, served: &Served) {
        assert_eq!(served.outcome(), "ok", "{}", self.connector);
        assert_eq!(served.ids().len(), self.items, "{}", self.connector);
    }

    /// One answer, its class and the exit code; then a proper one.
    fn assert_judged(&self, line: &'static str, headers: &str, body: &'static str, class: &str, code: i32) {
        let headers = headers.to_owned();
        let served = self.odd_first(move |_, stream| answer(stream, line, &headers, body));
        let first = served.run();
        let told = format!("{}, {line}: {first:?}", self.connector);
        assert_eq!(served.outcome(), class, "{told}");
        assert_eq!(first.code, code, "{told}");
        assert!(served.ids().is_empty(), "{told}");
        assert!(served.observed().is_empty(), "{told}");
        assert_eq!(served.asked().len(), 1, "a refusal is not asked again in the same run: {told}");
        served.run_later();
        self.assert_read(&served);
    }
}

const HTML: &str = "content-type: text/html\r\n";
const JSON: &str = "content-type: application/json\r\n";

/// Every platform answers so once.
fn judged(line: &'static str, headers: &str, body: &'static str, class: &str, code: i32) {
    for platform in PLATFORMS {
        platform.assert_judged(line, headers, body, class, code);
    }
}

#[test]
fn who_wants_a_login_is_told() {
    judged("401 Unauthorized", HTML, "", "auth_failed", 0);
}

#[test]
fn a_used_up_quota_is_told() {
    judged("402 Payment Required", JSON, "{}", "quota_exhausted", 3);
}

#[test]
fn what_is_forbidden_in_words_is_told() {
    judged("403 Forbidden", JSON, r#"{"message":"Forbidden","reason":"private"}"#, "forbidden", 0);
}

#[test]
fn what_is_forbidden_by_a_page_is_told() {
    for platform in PLATFORMS {
        platform.assert_judged("403 Forbidden", HTML, WEB_PAGE, platform.blocked, 0);
    }
}

#[test]
fn a_page_in_the_place_of_what_was_asked_for_is_told() {
    for platform in PLATFORMS {
        platform.assert_judged("200 OK", HTML, WEB_PAGE, platform.other_page, 0);
    }
}

#[test]
fn what_is_missing_or_withheld_by_law_is_told() {
    judged("451 Unavailable For Legal Reasons", HTML, "", "withheld", 0);
    for platform in PLATFORMS {
        let code = if platform.missing == "transient" { 3 } else { 0 };
        platform.assert_judged("404 Not Found", HTML, "", platform.missing, code);
    }
}

/// Every platform is told 429 with headers, which ask for an hour.
fn patient(headers: &str) {
    for platform in PLATFORMS {
        let hour = hence();
        let sent = headers.to_owned();
        let served = platform.odd_first(move |_, stream| status(stream, "429 Too Many Requests", &sent));
        assert_eq!(served.run().code, 3, "{headers}");
        assert_eq!(served.outcome(), "rate_limited", "{headers}");
        let until = served.bench.number("SELECT max(next_allowed_at) FROM host");
        assert!((until - hour.0).abs() < 120_000_000, "{headers}: {until} is not {}", hour.0);
        served.run();
        assert_eq!(served.asked().len(), 1, "{headers}: nothing is asked before then");
        served.run_later();
        platform.assert_read(&served);
    }
}

/// In an hour.
fn hence() -> Micros {
    SystemClock.now().plus(Micros::HOUR)
}

fn reset(at: &str) -> String {
    format!("x-ratelimit-remaining: 0\r\nx-ratelimit-reset: {at}\r\n")
}

#[test]
fn a_reset_in_unix_time_is_waited_for() {
    patient(&reset(&(hence().0 / Micros::SECOND).to_string()));
}

#[test]
fn a_reset_in_iso_time_is_waited_for() {
    patient(&reset(&hence().to_string()));
}

#[test]
fn a_reset_in_seconds_is_waited_for() {
    patient("retry-after: 3600\r\n");
    patient(&reset("3600.5").replace("remaining: 0", "remaining: 0.0"));
}

#[test]
fn who_is_not_told_how_long_backs_off() {
    judged("429 Too Many Requests", "", "", "rate_limited", 3);
}

#[test]
fn a_reset_in_the_past_says_nothing() {
    judged("429 Too Many Requests", &reset("1000000001"), "", "rate_limited", 3);
}

#[test]
fn a_failing_server_is_asked_again_later() {
    for platform in PLATFORMS {
        for line in ["500 Internal Server Error", "503 Service Unavailable", "520 Unknown"] {
            platform.assert_judged(line, HTML, WEB_PAGE, "transient", 3);
        }
    }
}

#[test]
fn a_cut_body_is_not_taken_for_a_whole_one() {
    for platform in PLATFORMS {
        let body = platform.body();
        let cut = body[..body.len() / 2].to_owned();
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {}\r\ncontent-length: {}\r\n\r\n",
            platform.content_type,
            body.len()
        );
        let served = platform.odd_first(move |_, stream| {
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(cut.as_bytes()));
        });
        assert_eq!(served.run().code, 3);
        assert_eq!(served.outcome(), "transient", "{}", platform.connector);
        assert!(served.ids().is_empty() && served.observed().is_empty());
        served.run_later();
        platform.assert_read(&served);
    }
}

#[test]
fn a_body_that_never_ends_is_given_up() {
    for platform in PLATFORMS {
        let body = platform.body();
        let begun = body[..200].to_owned();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {}\r\n\r\n", platform.content_type);
        let served = platform.odd_first(move |_, stream| {
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(begun.as_bytes()));
            super::served::hang(stream);
        });
        served.bench.limits("min_interval = '10ms'\ntotal_timeout = '1s'");
        assert_eq!(served.run().code, 3);
        assert!(served.ids().is_empty() && served.observed().is_empty());
        served.run_later();
        platform.assert_read(&served);
    }
}

#[test]
fn bytes_that_are_no_text_cost_nothing_else() {
    for platform in PLATFORMS {
        let body = platform.body().replace("ide table", "ide \u{fffd}table").into_bytes();
        let broken: Vec<u8> = String::from_utf8(body).unwrap().into_bytes();
        let at = broken.windows(3).position(|bytes| bytes == [0xef, 0xbf, 0xbd]).unwrap();
        let broken = [&broken[..at], &[0xff, 0xfe], &broken[at + 3..]].concat();
        let kind = platform.content_type;
        let served = platform.odd_first(move |_, stream| page(stream, kind, &broken));
        assert_eq!(served.run().code, 0);
        platform.assert_read(&served);
        let text = "SELECT count(*) FROM item WHERE title || text LIKE '%ide \u{fffd}%table%' OR text LIKE '%ide \u{fffd}%table%'";
        assert_eq!(served.bench.count(text), 1, "{}", platform.connector);
    }
}

#[test]
fn a_packed_body_is_read() {
    for platform in PLATFORMS {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(platform.body().as_bytes()).unwrap();
        let packed = gzip.finish().unwrap();
        let headers = format!("content-type: {}\r\ncontent-encoding: gzip\r\n", platform.content_type);
        let served = platform.odd_first(move |_, stream| answer(stream, "200 OK", &headers, &packed));
        assert_eq!(served.run().code, 0);
        platform.assert_read(&served);
    }
}

#[test]
fn an_unchanged_page_costs_no_body_and_proves_the_time_since() {
    for platform in PLATFORMS {
        let (body, kind) = (platform.body(), platform.content_type);
        let served = Served::new(platform.connector, platform.keys, move |request, stream| {
            if request.conditional {
                status(stream, "304 Not Modified", "");
            } else {
                answer(stream, "200 OK", &format!("content-type: {kind}\r\netag: \"one\"\r\n"), &body);
            }
        });
        served.run();
        platform.assert_read(&served);
        let before = served.observed()[0];
        let second = served.run();
        assert_eq!(second.json()["unchanged"], 1, "{second:?}");
        assert_eq!(served.outcome(), "not_modified");
        let now = served.observed();
        assert!(now.len() == 1 && now[0].0 == before.0 && now[0].1 > before.1, "{before:?}, {now:?}");
        assert_eq!(served.ids().len(), platform.items);
    }
}

#[test]
fn a_way_to_a_login_host_is_a_gate() {
    for platform in PLATFORMS {
        let served = platform.odd_first(|request, stream| {
            let port = request.host.rsplit_once(':').map_or("80", |(_, port)| port).to_owned();
            let to = format!("location: http://localhost:{port}/login\r\n");
            status(stream, "302 Found", &to);
        });
        // The login page is whatever comes next; its host alone tells.
        assert_eq!(served.run().code, 0);
        assert_eq!(served.outcome(), "gated", "{}", platform.connector);
        assert!(served.ids().is_empty() && served.observed().is_empty());
        served.run_later();
        platform.assert_read(&served);
    }
}

#[test]
fn robots_txt_is_obeyed() {
    for platform in PLATFORMS {
        let (body, kind) = (platform.body(), platform.content_type);
        let stub = Stub::start(move |request, stream| match request.path.as_str() {
            "/robots.txt" => page(stream, "text/plain", "User-agent: *\nDisallow: /\n"),
            _ => page(stream, kind, &body),
        });
        let bench = Bench::new();
        let Platform { connector, keys, .. } = platform;
        let source = format!(
            "[[source]]\nname = 'it'\nconnector = '{connector}'\nurl = '{}'\n{keys}\n",
            stub.origin()
        );
        bench.write("config/sources/it.toml", source);
        bench.collect(&["run"]);
        assert_eq!(stub.log.paths(), ["/robots.txt"], "{connector}");
        assert_eq!(bench.column("SELECT kind FROM decision"), ["robots"]);
    }
}

#[test]
fn a_platforms_own_interval_holds_in_a_run() {
    // The first request of a run waits for the whole interval: a run that must end before asks for nothing. The host's name is
    // one that can never be found, so that nothing would be asked for even if the wait were cut short.
    for (connector, keys, time) in
        [("telegram", "channel = 'Harbour_Watch'", "1"), ("reddit", "channel = 'harbour'", "10")]
    {
        let bench = Bench::new();
        let source = format!(
            "[[source]]\nname = 'it'\nconnector = '{connector}'\nurl = 'https://platform.invalid/'\nmin_interval = '1ms'\n{keys}\n"
        );
        bench.write("config/sources/it.toml", source);
        let run = bench.collect(&["run", "--json", "--max-time", time]);
        assert_eq!((run.code, &run.json()["cut_short"]), (3, &true.into()), "{connector}: {run:?}");
        assert_eq!(bench.count("SELECT count(*) FROM capture"), 0, "{connector}: not even robots.txt");
        assert_eq!(bench.column("SELECT state || ' ' || attempts FROM task"), ["todo 0"], "{connector}");
    }
}
