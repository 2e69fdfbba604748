//! `whence-collect sources`: a store with a source in each state.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Bench, Stub, answer, page, rss, status};

/// One source for each way to do: the path of its feed says which.
const SOURCES: &[(&str, &str)] = &[
    ("well", ""),
    ("closed", ""),
    ("login", ""),
    ("broken", ""),
    ("behind", "every = '1h'"),
    ("poor", "budget = { requests = 1 }"),
    ("off", "enabled = false"),
];

fn served() -> (Stub, Bench) {
    let stub = Stub::start(|request, stream| match request.path.as_str() {
        "/robots.txt" => {
            answer(stream, "200 OK", "", "User-agent: *\nDisallow: /closed.xml\nDisallow: /secret/\n");
        }
        "/login.xml" => status(stream, "401 Unauthorized", ""),
        "/broken.xml" => answer(stream, "200 OK", "content-type: text/html\r\n", page("no feed")),
        path if path.contains(".xml") && path.rfind('/') == Some(0) => {
            answer(stream, "200 OK", "content-type: application/rss+xml\r\n", {
                rss([format!("/a{path}"), format!("/secret{path}")])
            });
        }
        path => answer(stream, "200 OK", "content-type: text/html\r\n", page(path)),
    });
    let bench = Bench::new();
    let mut toml = String::new();
    for (name, more) in SOURCES {
        let url = stub.url(&format!("/{name}.xml"));
        writeln!(toml, "[[source]]\nname = '{name}'\nconnector = 'feed'\nurl = '{url}'\n{more}").unwrap();
    }
    bench.write("config/sources/it.toml", toml);
    (stub, bench)
}

fn of<'a>(health: &'a Value, name: &str) -> &'a Value {
    health.as_array().unwrap().iter().find(|source| source["name"] == name).unwrap()
}

#[test]
fn every_state_is_told_with_its_reason_the_troubled_first() {
    let (stub, bench) = served();
    let before = bench.collect(&["sources", "--json"]).json();
    assert_eq!(
        (&of(&before, "well")["state"], &of(&before, "off")["state"]),
        (&"never-run".into(), &"off".into())
    );
    assert_eq!(bench.collect(&["sources", "--check"]).code, 0, "nothing has failed yet");

    let run = bench.collect(&["run"]);
    assert_eq!(run.code, 3, "{run:?}");
    let raw = rusqlite::Connection::open(bench.db()).unwrap();
    raw.execute("UPDATE source SET due_at = polled_at - 7200000000 WHERE name = 'behind'", []).unwrap();
    // A source that was taken out of the configuration, and files that were imported.
    raw.execute_batch(
        "INSERT INTO source (name, connector) VALUES ('import:posts', 'import');
         INSERT INTO source (name, connector, url) VALUES ('old', 'feed', 'https://old.example/')",
    )
    .unwrap();
    let asked = stub.log.len();
    let ended = bench.collect(&["sources", "--json"]);
    let health = ended.json();
    let state = |name: &str| of(&health, name)["state"].as_str().unwrap().to_owned();
    let states =
        ["well", "closed", "login", "broken", "behind", "poor", "off", "import:posts", "old"].map(state);
    assert_eq!(
        states,
        ["ok", "gated", "gated", "failing", "late", "waiting", "off", "ok", "off"],
        "{health:#}"
    );
    let order: Vec<&str> = health.as_array().unwrap().iter().map(|s| s["state"].as_str().unwrap()).collect();
    assert_eq!(order, ["failing", "gated", "gated", "late", "waiting", "ok", "ok", "off", "off"]);

    let well = of(&health, "well");
    assert_eq!((&well["items"], &well["items_day"], &well["items_week"]), (&1.into(), &1.into(), &1.into()));
    assert_eq!((&well["refused"], &well["last_decision"]["kind"]), (&1.into(), &"robots".into()), "{well}");
    assert_eq!(well["common_error"][1], 1, "{well}");
    assert_eq!(
        (&of(&health, "broken")["failures"], &of(&health, "broken")["failed"]),
        (&1.into(), &1.into())
    );
    assert!(of(&health, "behind")["overdue_seconds"].as_i64().unwrap() >= 7200);
    let budget = &of(&health, "poor")["budgets"][0];
    assert_eq!((&budget["unit"], &budget["most"]), (&"requests".into(), &1.into()), "{budget}");
    assert!(budget["spent"].as_u64() >= Some(1) && budget["renews_at"].is_i64(), "{budget}");

    let text = bench.collect(&["sources"]).out;
    assert!(text.starts_with("failing   broken (feed) http"), "{text}");
    assert!(text.ends_with("9 sources: 1 failing, 2 gated, 1 late, 1 waiting, 2 ok, 2 off\n"), "{text}");
    assert!(text.contains("no run polled it for more than an interval"), "{text}");
    assert!(text.contains("budget: 0 of 1 requests left, renews "), "{text}");
    assert!(
        text.contains("1 item (1 new in a day, 1 in a week); 0 requests waiting, 0 given up, 1 refused"),
        "{text}"
    );
    assert_eq!(bench.collect(&["sources", "--check"]).code, 3);
    assert_eq!(stub.log.len(), asked, "nothing is asked of the network");
}

#[test]
fn a_host_that_asked_for_patience_is_waited_for() {
    let stub = Stub::start(|request, stream| match request.path.as_str() {
        "/robots.txt" => status(stream, "404 Not Found", ""),
        _ => status(stream, "429 Too Many Requests", "retry-after: 5000\r\n"),
    });
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    assert_eq!(bench.collect(&["run"]).code, 3);
    let health = bench.collect(&["sources", "--json", "--check"]);
    assert_eq!((health.code, &health.json()[0]["state"]), (0, &"waiting".into()), "{health:?}");
    assert_eq!(health.json()[0]["patience"][0][0], stub.origin().trim_start_matches("http://"));
    let explained = bench.collect(&["explain", &stub.url("/x")]).out;
    assert!(explained.contains("would be fetched, not before "), "{explained}");
}
