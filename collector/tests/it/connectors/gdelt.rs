//! GDELT over real sockets.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::lists::{World, kill_at, placed, serve, stall, typed};
use crate::support::{Stub, page, status};

const WANTED: &str = "query = '\"harbour\"'\nfrom = '2025-01-24'\nto = '2025-01-25'\nevery = '1h'";

/// A search that is full for the whole day; the earlier half of it may stall.
fn search(stalls: &Arc<AtomicBool>) -> Stub {
    let stalls = Arc::clone(stalls);
    serve(move |request, stream| {
        let path = request.path.as_str();
        let begins = path.contains("startdatetime=20250124000000");
        if !path.starts_with("/api/") {
            typed(stream, "text/html", page(path));
        } else if begins && path.contains("enddatetime=20250125000000") {
            let article = format!("{{\"url\":\"{}/p/many\"}}", request.origin());
            typed(stream, "application/json", format!("{{\"articles\":[{}]}}", vec![article; 250].join(",")));
        } else if begins && stalls.load(Ordering::SeqCst) {
            stall(stream);
        } else if begins {
            typed(stream, "application/json", placed("gdelt/one.json", &request.origin()));
        } else {
            typed(stream, "application/json", "{}");
        }
    })
}

#[test]
fn a_full_window_is_halved_and_a_past_time_is_swept_once() {
    let world = World::new("gdelt", "/", &WANTED.replace("1h", "1ms"), search(&Arc::default()));
    let run = world.run(0);
    assert_eq!(world.items(), ["/p/many", "/p/one"]);
    assert!(run.err.contains("some entries could not be read"), "{}", run.err);
    let told = world.bench.column("SELECT context FROM task WHERE url LIKE '%/p/one'");
    assert!(told[0].contains("Harbour opens") || told[0].contains("Harbour   opens"), "{told:?}");
    // When it was seen is not when it was published.
    assert_eq!(world.bench.column("SELECT DISTINCT created_basis FROM item"), ["capture"]);
    let asked = world.paths().len();
    assert_eq!(asked, 3 + 2, "{:?}", world.paths());
    world.run(0);
    assert_eq!(world.paths().len(), asked);
}

#[test]
fn a_kill_between_two_windows_loses_and_repeats_nothing() {
    let stalls = Arc::new(AtomicBool::new(true));
    let world = World::new("gdelt", "/", WANTED, search(&stalls));
    // The day, its later half, its earlier half.
    kill_at(&world, 3);
    stalls.store(false, Ordering::SeqCst);
    let killed = world.paths();
    world.run(0);
    assert_eq!(world.items(), ["/p/many", "/p/one"]);
    assert!(world.paths()[3..].iter().all(|path| !killed[..2].contains(path)), "{:?}", world.paths());
}

#[test]
fn it_is_given_up_after_three_attempts() {
    let stub = serve(|_, stream| status(stream, "429 Too Many Requests", "retry-after: 0\r\n"));
    let world = World::new("gdelt", "/", WANTED, stub);
    // How many runs that takes is a matter of how long each lasts.
    for _ in 0..3 {
        world.bench.collect(&["run"]);
    }
    world.assert_same();
    let error = world.bench.column("SELECT last_error FROM task WHERE state = 'failed'");
    assert!(error[0].contains("given up after 3 attempts"), "{error:?}");
    assert_eq!(world.paths().len(), 3);
}
