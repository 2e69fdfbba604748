//! A source of one connector, and a server on loopback that answers it.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::support::{Bench, Ended, Stub, answer};

/// An answer of the server.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    status: &'static str,
    headers: String,
    body: Vec<u8>,
    ends: Ends,
}

/// How a body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    Whole,
    /// After half of it.
    Halfway,
    /// Never: after half of it a byte comes now and then.
    Dripping,
}

impl Reply {
    pub(super) fn new(status: &'static str, headers: &str, body: impl AsRef<[u8]>) -> Self {
        Self { status, headers: headers.to_owned(), body: body.as_ref().to_vec(), ends: Ends::Whole }
    }

    pub(super) fn json(body: impl AsRef<[u8]>) -> Self {
        Self::new("200 OK", "content-type: application/json; charset=utf-8\r\n", body)
    }

    pub(super) fn error(status: &'static str, body: impl AsRef<[u8]>) -> Self {
        Self { status, ..Self::json(body) }
    }

    pub(super) fn page(status: &'static str) -> Self {
        Self::new(status, "content-type: text/html\r\n", "<!doctype html><title>Sign in</title><form></form>")
    }

    pub(super) fn with(mut self, header: &str) -> Self {
        self.headers = format!("{}{header}\r\n", self.headers);
        self
    }

    pub(super) fn halfway(self) -> Self {
        Self { ends: Ends::Halfway, ..self }
    }

    pub(super) fn dripping(self) -> Self {
        Self { ends: Ends::Dripping, ..self }
    }

    fn write(&self, stream: &mut TcpStream) {
        if self.ends == Ends::Whole {
            return answer(stream, self.status, &self.headers, &self.body);
        }
        let head = format!(
            "HTTP/1.1 {}\r\n{}content-length: {}\r\n\r\n",
            self.status,
            self.headers,
            self.body.len()
        );
        let half = &self.body[..self.body.len() / 2];
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(half));
        stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
        while self.ends == Ends::Dripping && stream.write_all(b" ").is_ok() {
            match stream.read(&mut [0]) {
                Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                _ => return,
            }
        }
    }
}

/// A fixture of a connector.
pub(super) fn fixture(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

pub(super) struct World {
    pub(super) bench: Bench,
    pub(super) stub: Stub,
}

impl World {
    /// A source that is due in every run. `reply` is told the path and how often it was asked for before.
    pub(super) fn new(
        connector: &str,
        keys: &str,
        reply: impl Fn(&str, usize) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let asked = std::sync::Mutex::new(std::collections::HashMap::<String, usize>::new());
        let stub = Stub::start(move |request, stream| {
            let before = {
                let mut asked = asked.lock().unwrap();
                let count = asked.entry(request.path.clone()).or_default();
                *count += 1;
                *count - 1
            };
            let reply = reply(&request.path, before);
            if request.conditional && reply.headers.contains("etag:") {
                return Reply::new("304 Not Modified", "", "").write(stream);
            }
            reply.write(stream);
        });
        let bench = Bench::new();
        bench.limits("min_interval = '5ms'\ntotal_timeout = '1s'");
        let url = stub.origin();
        let source = format!(
            "[[source]]\nname = 'it'\nconnector = '{connector}'\nurl = '{url}'\nevery = '1ms'\n{keys}\n"
        );
        bench.write("config/sources/it.toml", source);
        Self { bench, stub }
    }

    /// Makes the source due once an hour.
    pub(super) fn hourly(&self) {
        let path = self.bench.config().join("sources/it.toml");
        let source = std::fs::read_to_string(&path).unwrap();
        self.bench.write("config/sources/it.toml", source.replace("'1ms'", "'1h'"));
    }

    /// Runs the program; whatever came, the store is sound and says what its evidence says.
    pub(super) fn run(&self) -> Ended {
        let run = self.bench.collect(&["run"]);
        self.assert_sound();
        run
    }

    pub(super) fn assert_sound(&self) {
        let remap = self.bench.collect(&["remap", "--check"]);
        assert!(remap.code == 0 && remap.out.contains("nothing changed"), "{remap:?}");
        self.bench.assert_clean();
    }

    /// Lets the time pass that hosts asked for.
    pub(super) fn time_passes(&self) {
        let store = Connection::open(self.bench.db()).unwrap();
        store.execute("UPDATE task SET due_at = 0 WHERE state = 'todo'", []).unwrap();
        store.execute("UPDATE host SET next_allowed_at = 0", []).unwrap();
    }

    pub(super) fn items(&self) -> usize {
        self.bench.count("SELECT count(*) FROM item")
    }

    /// The outcomes of captures, in order.
    pub(super) fn outcomes(&self) -> Vec<String> {
        self.bench.column("SELECT outcome FROM capture ORDER BY id")
    }

    /// The one value that a query gives.
    pub(super) fn value(&self, query: &str) -> String {
        let mut rows = self.bench.column(query);
        assert_eq!(rows.len(), 1, "{query}: {rows:?}");
        rows.remove(0)
    }
}
