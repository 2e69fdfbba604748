//! One source, one server, and the program.

use std::io::Read as _;
use std::net::TcpStream;
use std::process::Stdio;
use std::time::Duration;

use crate::support::{Bench, Ended, Request, Stub, answer, status};

/// The bytes of a fixture.
pub(in crate::connectors) fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The bytes of a fixture, with a server's address in the place of `ORIGIN`.
pub(in crate::connectors) fn placed(name: &str, origin: &str) -> Vec<u8> {
    String::from_utf8(fixture(name)).unwrap().replace("ORIGIN", origin).into_bytes()
}

/// A source at its server.
pub(in crate::connectors) struct World {
    pub(in crate::connectors) bench: Bench,
    pub(in crate::connectors) stub: Stub,
}

/// A server without a robots.txt.
pub(in crate::connectors) fn serve(rest: impl Fn(&Request, &mut TcpStream) + Send + Sync + 'static) -> Stub {
    Stub::start(move |request, stream| match request.path.as_str() {
        "/robots.txt" => status(stream, "404 Not Found", ""),
        _ => rest(request, stream),
    })
}

impl World {
    /// A source of a connector at a path of a server; `more` are further keys.
    pub(in crate::connectors) fn new(connector: &str, path: &str, more: &str, stub: Stub) -> Self {
        let bench = Bench::new();
        let url = stub.url(path);
        let every = if more.contains("every") { "" } else { "every = '1ms'" };
        let text =
            format!("[[source]]\nname = 'it'\nconnector = '{connector}'\nurl = '{url}'\n{every}\n{more}\n");
        bench.write("config/sources/it.toml", text);
        Self { bench, stub }
    }

    /// Runs the program, which has to end with a code; what it stored is sound, and reads the same again.
    pub(in crate::connectors) fn run(&self, code: i32) -> Ended {
        let run = self.bench.collect(&["run", "--json"]);
        assert_eq!(run.code, code, "{run:?}\n{:?}", self.stub.log.paths());
        self.assert_same();
        run
    }

    /// Panics unless the store is sound, and what its evidence says.
    pub(in crate::connectors) fn assert_same(&self) {
        self.bench.assert_clean();
        let remap = self.bench.collect(&["remap", "--check"]);
        assert!(remap.code == 0 && remap.out.contains("nothing changed"), "{remap:?}");
    }

    /// Makes due what was put off.
    pub(in crate::connectors) fn time_passes(&self) {
        let store = rusqlite::Connection::open(self.bench.db()).unwrap();
        store.execute_batch("UPDATE task SET due_at = 0; UPDATE host SET next_allowed_at = 0").unwrap();
    }

    /// The paths that were asked for, without robots.txt.
    pub(in crate::connectors) fn paths(&self) -> Vec<String> {
        self.stub.log.paths().into_iter().filter(|path| path != "/robots.txt").collect()
    }

    /// The pages that are stored as items, in order.
    pub(in crate::connectors) fn items(&self) -> Vec<String> {
        let origin = self.stub.origin();
        let ids = self.bench.column("SELECT url FROM item ORDER BY url");
        ids.into_iter().map(|id| id.replace(&origin, "")).collect()
    }

    /// The windows of coverage that are wider than an instant.
    pub(in crate::connectors) fn windows(&self) -> Vec<String> {
        let windows = "SELECT strftime('%d %H:%M', from_at / 1000000, 'unixepoch') || ' ' ||
                       strftime('%Y', to_at / 1000000, 'unixepoch') FROM observed WHERE to_at > from_at ORDER BY from_at";
        self.bench.column(windows)
    }
}

/// Starts the program, and kills it when the server has been asked `hits` times.
pub(in crate::connectors) fn kill_at(world: &World, hits: usize) {
    let mut child =
        world.bench.command(&["run"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let reached = world.stub.log.reaches(hits, Duration::from_secs(30));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(reached, "{:?}", world.stub.log.paths());
}

/// Writes an answer of a type.
pub(in crate::connectors) fn typed(stream: &mut TcpStream, kind: &str, body: impl AsRef<[u8]>) {
    answer(stream, "200 OK", &format!("content-type: {kind}\r\n"), body);
}

/// Answers nothing until the client has gone away.
pub(in crate::connectors) fn stall(stream: &mut TcpStream) {
    let _ = stream.read(&mut [0]);
}
