//! The attack table: what a hostile server sends, what comes of it in the store, how long it takes and how much memory.
//!
//! Each row is a run of the real program over four pages, of which the third is the attack. Memory is what the process held at
//! most, when it asked for the fourth page, above what it had held when it asked for the third: by then it had read a page and one
//! with hardly a text, for which the extractor compiles patterns that no other page needs.

mod bodies;
mod heads;
mod packed;
mod redirects;
mod slow;

use std::net::TcpStream;
use std::process::Stdio;
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use super::peak_memory;
use crate::support::{Bench, Log, Request, Stub, answer, page, rss, status};

/// No attack may cost more memory than this, in bytes.
const MOST_MEMORY: u64 = 16_000_000;
/// A guard against hanging, far above what any row takes.
const MOST_TIME: Duration = Duration::from_mins(1);
/// The usual limits of a row; those on bodies are the program's own.
const LIMITS: &str = "min_interval = '10ms'\ntotal_timeout = '30s'";

type Serve = dyn Fn(&Request, &mut TcpStream) + Send + Sync;

/// A row of the table.
struct Attack {
    name: String,
    limits: &'static str,
    path: &'static str,
    serve: Arc<Serve>,
    /// What the store says: outcome of the capture, state of the task, part of its error.
    expect: (&'static str, &'static str, &'static str),
}

/// What came of a row.
struct Outcome {
    said: [String; 3],
    code: Option<i32>,
    time: Duration,
    memory: Option<u64>,
}

impl Attack {
    fn new(
        name: impl Into<String>,
        expect: (&'static str, &'static str, &'static str),
        serve: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static,
    ) -> Self {
        Self { name: name.into(), limits: LIMITS, path: "/attack", serve: Arc::new(serve), expect }
    }

    /// An attack that is some bytes.
    fn bytes(
        name: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
        expect: (&'static str, &'static str, &'static str),
    ) -> Self {
        let bytes = bytes.into();
        Self::new(name, expect, move |_, stream| {
            send(stream, &bytes);
        })
    }

    fn run(&self) -> Outcome {
        let pid = Arc::new(OnceLock::<u32>::new());
        let marks = Arc::new(Mutex::new(Vec::new()));
        let (child, seen, serve, path) =
            (Arc::clone(&pid), Arc::clone(&marks), Arc::clone(&self.serve), self.path);
        let html = "content-type: text/html\r\n";
        let stub = Stub::start(move |request, stream| {
            let mark = || seen.lock().unwrap().push((Log::now(), peak_memory(*child.wait())));
            match request.path.as_str() {
                "/robots.txt" => status(stream, "404 Not Found", ""),
                "/feed.xml" => answer(stream, "200 OK", "", rss(["/before", "/short", path, "/after"])),
                "/before" => answer(stream, "200 OK", html, page("what came before")),
                "/short" => {
                    answer(stream, "200 OK", html, "<!doctype html><title>A notice</title><p>Closed today.");
                }
                "/after" => {
                    mark();
                    answer(stream, "200 OK", html, page("what came after"));
                }
                asked => {
                    if asked == path {
                        mark();
                    }
                    serve(request, stream);
                }
            }
        });
        let bench = Bench::new();
        bench.limits(self.limits);
        bench.source(&stub.url("/feed.xml"), "");
        let mut child = bench.command(&["run"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        pid.set(child.id()).unwrap();
        let code = child.wait().unwrap().code();
        let (first, last) = {
            let marks = marks.lock().unwrap();
            (*marks.first().expect(&self.name), *marks.last().expect(&self.name))
        };
        let around = "SELECT state || coalesce(last_error, '') FROM task WHERE url GLOB '*/before' OR url GLOB '*/short' OR url GLOB '*/after'";
        assert_eq!(
            bench.column(around),
            ["done", "done", "done"],
            "{}: the pages around the attack",
            self.name
        );
        bench.assert_clean();
        let one = |query: &str| {
            bench.column(&format!("{query} WHERE url = '{}'", stub.url(self.path))).pop().unwrap_or_default()
        };
        let said = [
            one("SELECT outcome || iif(truncated, ', cut', '') FROM capture"),
            one("SELECT state FROM task"),
            one("SELECT coalesce(last_error, '') FROM task"),
        ];
        let memory = first.1.zip(last.1).map(|(before, after)| after - before);
        Outcome { said, code, time: last.0 - first.0, memory }
    }
}

/// Writes bytes; a client that has gone away is its own affair.
fn send(stream: &mut TcpStream, bytes: &[u8]) -> bool {
    std::io::Write::write_all(stream, bytes).is_ok()
}

/// The head of an answer that is a page; without its last word the next request could be sent into a connection that ends.
fn head(headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n{headers}\r\n").into_bytes()
}

/// Works through the attacks, some at a time: most of them wait.
fn work(attacks: &[Attack]) -> Vec<Outcome> {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let outcomes: Vec<OnceLock<Outcome>> = attacks.iter().map(|_| OnceLock::new()).collect();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(attack) = attacks.get(at) else { return };
                    let _ = outcomes[at].set(attack.run());
                }
            });
        }
    });
    outcomes.into_iter().map(|outcome| outcome.into_inner().unwrap()).collect()
}

#[test]
fn every_attack_ends_as_it_should_in_time_and_memory() {
    let attacks: Vec<Attack> = [packed::all(), heads::all(), bodies::all(), slow::all(), redirects::all()]
        .into_iter()
        .flatten()
        .collect();
    let outcomes = work(&attacks);
    let mut wrong = Vec::new();
    eprintln!("| sent | capture | task | why | ms | KiB above idle |\n|---|---|---|---|---|---|");
    for (attack, Outcome { said, code, time, memory }) in attacks.iter().zip(&outcomes) {
        let [capture, state, error] = said;
        let kib = memory.map_or_else(|| "unknown".to_owned(), |bytes| (bytes >> 10).to_string());
        let capture_said = if capture.is_empty() { "-" } else { capture };
        eprintln!("| {} | {capture_said} | {state} | {error} | {} | {kib} |", attack.name, time.as_millis());
        let (expected, expected_state, part) = attack.expect;
        let as_expected = capture == expected && state == expected_state && error.contains(part);
        let code_expected = if state == "todo" { 3 } else { 0 };
        // A task that failed for good is reported by its run.
        let is_code = *code == Some(code_expected) || (state == "failed" && *code == Some(1));
        if !as_expected || !is_code || *time > MOST_TIME || memory.is_some_and(|bytes| bytes > MOST_MEMORY) {
            wrong.push(format!("{}: expected {:?}, code {code:?}, {kib} KiB", attack.name, attack.expect));
        }
    }
    let most = outcomes.iter().filter_map(|outcome| outcome.memory).max();
    eprintln!("{} attacks; at most {:?} KiB above idle", attacks.len(), most.map(|bytes| bytes >> 10));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
