//! One run at a time: a second one is told who holds the store, and a killed one holds nothing.

use std::process::Stdio;
use std::sync::Mutex;
use std::sync::mpsc;
use std::time::Duration;

use crate::support::{Bench, Stub, answer, rss};

#[test]
fn a_second_run_ends_at_once_and_a_killed_one_leaves_no_lock() {
    // The feed is answered only when the test says so: the first run stands still in the middle of its work.
    let (go, gate) = mpsc::channel::<()>();
    let gate = Mutex::new(gate);
    let stub = Stub::start(move |request, stream| {
        if request.path == "/feed.xml" {
            gate.lock().unwrap().recv().unwrap();
        }
        answer(stream, "200 OK", "", rss([""; 0]));
    });
    let bench = Bench::new();
    bench.source(&stub.url("/feed.xml"), "");
    let start = || bench.command(&["run"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();

    let mut first = start();
    assert!(stub.log.reaches(2, Duration::from_mins(1)));
    let file = bench.write("posts.ndjson", "");
    let import = ["import", "generic-ndjson", file.to_str().unwrap()];
    bench.write(
        "config/presets/generic-ndjson.toml",
        include_str!("../../../config/presets/generic-ndjson.toml"),
    );
    for arguments in [&["run"][..], &import] {
        let second = bench.collect(arguments);
        assert_eq!(second.code, 4, "{arguments:?}: {second:?}");
        let pid = format!("process {}", first.id());
        assert!(second.err.contains(&pid) && second.err.contains("hint:"), "{}", second.err);
    }
    // Reading and explaining need no lock, and a monitor is not turned away.
    let told = bench.collect(&["sources", "--json"]);
    assert_eq!((told.code, told.json()[0]["name"].as_str()), (0, Some("it")), "{told:?}");
    assert_eq!(bench.count("SELECT count(*) FROM run"), 1);
    assert_eq!(bench.collect(&["explain", &stub.url("/x")]).code, 0);
    assert_eq!(stub.log.len(), 2, "{:?}", stub.log.paths());

    first.kill().unwrap();
    first.wait().unwrap();
    go.send(()).unwrap();
    let mut third = start();
    go.send(()).unwrap();
    assert_eq!(third.wait().unwrap().code(), Some(0));
    bench.assert_clean();
}
