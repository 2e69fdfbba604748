//! What a run tells while it goes on: JSON lines in a pipe, bars on a terminal; and what each wait is for.

use std::process::Command;

use serde_json::Value;

use crate::support::{Bench, Stub, answer, page, rss, status};

/// A site of two pages, one of which first asks for patience.
fn site() -> Stub {
    let asked = std::sync::atomic::AtomicBool::new(false);
    Stub::start(move |request, stream| match request.path.as_str() {
        "/robots.txt" => status(stream, "404 Not Found", ""),
        "/feed.xml" => answer(stream, "200 OK", "content-type: application/rss+xml\r\n", rss(["/a", "/b"])),
        "/a" if !asked.swap(true, std::sync::atomic::Ordering::SeqCst) => {
            status(stream, "429 Too Many Requests", "retry-after: 7\r\n");
        }
        path => answer(stream, "200 OK", "content-type: text/html\r\n", page(path)),
    })
}

#[test]
fn in_a_pipe_every_line_is_json_and_a_wait_says_who_until_when_and_why() {
    let stub = site();
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    let run = bench.collect(&["run", "--json"]);
    assert_eq!((run.code, &run.json()["new_items"]), (0, &2.into()), "{run:?}");
    assert_eq!(run.json()["requests"], 5, "robots.txt, the feed, two pages, one of them twice");
    let lines: Vec<Value> = run.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let wait = lines.iter().find(|line| line["message"] == "waiting").unwrap();
    let host = stub.origin();
    assert_eq!(wait["host"], host.trim_start_matches("http://"), "{wait}");
    assert!(wait["reason"].as_str().unwrap().contains("Retry-After"), "{wait}");
    assert!(wait["until"].as_str().unwrap().ends_with('Z') && wait["timestamp"].is_string(), "{wait}");
}

#[test]
fn on_a_terminal_bars_are_drawn_and_gone_when_the_summary_is_printed() {
    let stub = site();
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    let run = bench.command(&["run"]);
    let quoted: Vec<String> = std::iter::once(run.get_program())
        .chain(run.get_args())
        .map(|word| format!("'{}'", word.to_str().unwrap()))
        .collect();
    let mut script = Command::new("script");
    script.args(["-qec", &format!("stty cols 140 rows 30; {}", quoted.join(" ")), "/dev/null"]);
    script
        .env("TERM", "xterm")
        .env_remove("WHENCE_LOG")
        .env_remove("NO_COLOR")
        .stdin(std::process::Stdio::null());
    let Ok(ended) = script.output() else {
        eprintln!("there is no `script` on this machine: no terminal to draw on");
        return;
    };
    let told = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success(), "{told}");
    assert!(told.contains("] 1 done, 1 waiting, 1 host, "), "{told}");
    assert!(told.contains("it asked for patience (Retry-After or a used-up limit), 1 waiting"), "{told}");
    // A line of the log stands at the beginning of its own line, not behind a bar.
    let line = told.split(['\n', '\r']).find(|line| line.contains("INFO") && line.contains("until")).unwrap();
    assert!(!line.contains("done,"), "{line}");
    let summary = told.find("answered (").unwrap();
    assert!(!told[summary..].contains(" done, "), "{told}");
}

#[test]
fn quiet_draws_nothing() {
    let stub = site();
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "budget = { requests = 2 }");
    let run = bench.collect(&["run", "--quiet"]);
    assert!(run.code == 3 && !run.err.contains("collecting"), "{run:?}");
    let left = run.err.lines().find(|line| line.contains("left for a later run")).unwrap();
    assert!(left.contains("its budget of 2 requests a day is used up") && left.contains("until"), "{left}");
}
