//! A platform on loopback, a bench whose one source asks it, and what has to hold of the store whatever was served.

use std::net::TcpStream;
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::support::{Bench, Ended, Request, Stub, answer, status};

/// A fixture of a platform.
pub(super) fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A platform and a bench.
pub(super) struct Served {
    pub(super) stub: Stub,
    pub(super) bench: Bench,
}

impl Served {
    /// Everything but robots.txt is answered by `handler`; `keys` are those of the source besides its name, connector and address.
    pub(super) fn new(
        connector: &str,
        keys: &str,
        handler: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static,
    ) -> Self {
        let stub = Stub::start(move |request, stream| match request.path.as_str() {
            "/robots.txt" => status(stream, "404 Not Found", ""),
            _ => handler(request, stream),
        });
        let served = Self { stub, bench: Bench::new() };
        served.keys(connector, keys);
        served
    }

    /// A platform that shows one fixture of its folder after the other, and stays with the last.
    pub(super) fn feeds(connector: &str, keys: &str, content_type: &'static str, names: &[&str]) -> Self {
        let name = |name: &&str| fixture(&format!("{connector}/{name}.xml"));
        let bodies = Mutex::new(names.iter().rev().map(name).collect::<Vec<String>>());
        Self::new(connector, keys, move |_, stream| {
            let mut bodies = bodies.lock().unwrap();
            let body = bodies[bodies.len() - 1].replace("LONG TEXT", &"a long story ".repeat(20_000));
            page(stream, content_type, body);
            if bodies.len() > 1 {
                bodies.pop();
            }
        })
    }

    /// Writes the source anew.
    pub(super) fn keys(&self, connector: &str, keys: &str) {
        let url = self.stub.origin();
        let text = format!(
            "[[source]]\nname = 'it'\nconnector = '{connector}'\nurl = '{url}'\nevery = '1ms'\n{keys}\n"
        );
        self.bench.write("config/sources/it.toml", text);
    }

    /// Collects to the end; the store is what its evidence says then.
    pub(super) fn run(&self) -> Ended {
        let ended = self.bench.collect(&["run", "--json"]);
        assert!(ended.code == 0 || ended.code == 3, "{ended:?}");
        self.assert_sound();
        ended
    }

    /// As [`Served::run`], when all that was put off has become due.
    pub(super) fn run_later(&self) -> Ended {
        let store = rusqlite::Connection::open(self.bench.db()).unwrap();
        store.execute_batch("UPDATE task SET due_at = 0; UPDATE host SET next_allowed_at = 0").unwrap();
        drop(store);
        self.run()
    }

    pub(super) fn assert_sound(&self) {
        let remap = self.bench.collect(&["remap", "--check"]);
        assert!(remap.code == 0 && remap.out.contains("nothing changed"), "{remap:?}");
        self.bench.assert_clean();
    }

    /// An item by its id.
    pub(super) fn item(&self, id: &str) -> Value {
        let query = format!("SELECT * FROM item WHERE native_id = '{id}'");
        self.bench.rows(&query).pop().unwrap_or_else(|| panic!("there is no item {id}"))
    }

    /// The ids of the items, in order.
    pub(super) fn ids(&self) -> Vec<String> {
        self.bench.column("SELECT native_id FROM item ORDER BY native_id")
    }

    /// The outcome of the last answer that was no robots.txt.
    pub(super) fn outcome(&self) -> String {
        let query = "SELECT outcome FROM capture WHERE url NOT LIKE '%/robots.txt' ORDER BY id DESC LIMIT 1";
        self.bench.column(query).pop().unwrap_or_default()
    }

    /// What was asked for besides robots.txt.
    pub(super) fn asked(&self) -> Vec<String> {
        self.stub.log.paths().into_iter().filter(|path| path != "/robots.txt").collect()
    }

    /// The windows that were observed, joined.
    pub(super) fn observed(&self) -> Vec<(i64, i64)> {
        let rows = self.bench.rows("SELECT from_at, to_at FROM observed ORDER BY from_at, to_at");
        let mut windows: Vec<(i64, i64)> = Vec::new();
        for row in rows {
            let (from, to) = (row["from_at"].as_i64().unwrap(), row["to_at"].as_i64().unwrap());
            match windows.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => windows.push((from, to)),
            }
        }
        windows
    }
}

/// Answers with a page.
pub(super) fn page(stream: &mut TcpStream, content_type: &str, body: impl AsRef<[u8]>) {
    answer(stream, "200 OK", &format!("content-type: {content_type}\r\n"), body);
}

/// Holds an answer back until its client has gone away.
pub(super) fn hang(stream: &TcpStream) {
    while stream.peek(&mut [0]).is_ok_and(|read| read > 0) {
        thread::park_timeout(Duration::from_millis(20));
    }
}
