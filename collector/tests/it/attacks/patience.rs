//! Hosts that ask for patience: nothing is asked of them before the time that they named, in this run or the next.

use whence_store::time::{Clock as _, Micros, SystemClock};

use super::site;
use crate::support::{Bench, status};

#[test]
fn too_many_requests_keeps_the_whole_host_waiting() {
    let stub = site(&["/a", "/b", "/c"], |_, stream| {
        status(stream, "429 Too Many Requests", "retry-after: 3600\r\n");
    });
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "every = '1ms'");
    let run = bench.collect(&["run", "--json"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert_eq!(stub.log.paths(), ["/robots.txt", "/feed.xml", "/a"], "the other pages wait as well");
    assert_eq!(run.json()["later"], 3);

    let until = bench.number("SELECT next_allowed_at FROM host");
    let asked = bench.number("SELECT ended_at FROM capture WHERE status = 429");
    assert_eq!(until, asked + 3600 * Micros::SECOND);
    let explained = bench.collect(&["explain", &stub.url("/b")]);
    assert!(explained.out.contains(&format!("not before {}", Micros(until))), "{}", explained.out);

    let second = bench.collect(&["run"]);
    assert_eq!(second.code, 3, "{second:?}");
    assert_eq!(stub.log.len(), 3, "{:?}", stub.log.paths());
}

#[test]
fn a_date_is_kept_to_the_second() {
    // HTTP dates have whole seconds.
    let until = Micros((SystemClock.now().0 / Micros::SECOND + 7200) * Micros::SECOND);
    let date = until.timestamp().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let stub = site(&[], move |_, stream| {
        status(stream, "503 Service Unavailable", &format!("retry-after: {date}\r\n"));
    });
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    assert_eq!(bench.collect(&["run"]).code, 3);
    assert_eq!(bench.number("SELECT next_allowed_at FROM host"), until.0);
    assert_eq!(bench.number("SELECT due_at FROM task"), until.0);
    let explained = bench.collect(&["explain", &stub.url("/feed.xml")]);
    assert!(explained.out.contains(&format!("not before {until}")), "{}", explained.out);

    bench.collect(&["run"]);
    assert_eq!(stub.log.paths(), ["/robots.txt", "/feed.xml"]);
}
