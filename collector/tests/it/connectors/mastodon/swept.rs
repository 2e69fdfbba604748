//! Sweeps: coverage, cursors, bounds, deleted statuses, kills.

use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};

use super::{KEYS, LOOKUP, Reply, World, file, linked, list, pages, server, status, three_pages};

/// Windows of the account, as minutes and the word `now`.
fn windows(world: &World) -> Vec<String> {
    world.bench.column(
        "SELECT strftime('%H:%M', from_at / 1000000, 'unixepoch') || ' '
           || CASE WHEN to_at > 1738000000000000 THEN 'now' ELSE strftime('%H:%M', to_at / 1000000, 'unixepoch') END
         FROM observed WHERE account_id IS NOT NULL ORDER BY from_at",
    )
}

#[test]
fn each_page_proves_its_window_of_the_account_and_of_no_other() {
    let world = three_pages(KEYS);
    world.run();
    assert_eq!(windows(&world), ["07:05 07:50", "07:50 09:00", "09:00 now"]);
    let whose = "SELECT DISTINCT native_id FROM observed JOIN account ON account.id = account_id";
    assert_eq!(world.bench.column(whose), ["https://social.example/users/harbour"]);
}

#[test]
fn the_next_sweep_ends_where_the_last_began() {
    let world = server(KEYS, |origin, path, before| match path {
        LOOKUP => Reply::json(file("account.json")),
        path if path.ends_with("max_id=20") => Reply::json(list(&[10])),
        path if path.ends_with("max_id=40") => linked(list(&[30, 20]), origin, "20"),
        _ if before == 0 => linked(list(&[30, 20]), origin, "20"),
        _ => linked(list(&[50, 40]), origin, "40"),
    });
    world.run();
    assert_eq!((world.items(), world.stub.log.len()), (3, 3));
    world.run();
    assert_eq!((world.items(), world.stub.log.len()), (5, 5), "{:?}", world.stub.log.paths());
}

#[test]
fn bounds_of_time_are_kept() {
    let keys = format!("{KEYS}\nfrom = '2025-01-27T10:15:00Z'\nto = '2025-01-27T10:45:00Z'");
    let world = server(&keys, |origin, path, _| match path {
        LOOKUP => Reply::json(file("account.json")),
        path if path.ends_with("max_id=30") => linked(list(&[20, 10]), origin, "10"),
        path if path.ends_with("max_id=10") => panic!("the sweep ends at `from`"),
        _ => linked(list(&[50, 40, 30]), origin, "30"),
    });
    assert_eq!(world.run().code, 0);
    let texts = world.bench.column("SELECT text FROM item ORDER BY created_at");
    assert_eq!(texts, ["At minute 20.", "At minute 30.", "At minute 40."]);
    assert_eq!(windows(&world), ["10:15 10:30", "10:30 10:45"]);
}

/// A server that closed a list may answer with an empty one.
#[test]
fn an_empty_list_proves_nothing() {
    let world = World::new("mastodon", "tag = 'hafen'", |_, before| match before {
        0 => Reply::json(file("statuses-empty.json")),
        _ => Reply::json(list(&[10])),
    });
    assert_eq!((world.run().code, world.items()), (0, 0));
    assert_eq!(world.bench.count("SELECT count(*) FROM observed WHERE to_at > from_at"), 0);
    assert_eq!((world.run().code, world.items()), (0, 1));
}

#[test]
fn a_list_that_goes_on_elsewhere_is_not_followed() {
    for astray in ["http://127.0.0.1:9/api/v1/x?max_id=1", "https://evil.example/x"] {
        let world = World::new("mastodon", "tag = 'hafen'", move |_, _| {
            Reply::json(list(&[10])).with(&format!("link: <{astray}>; rel=\"next\""))
        });
        let run = world.run();
        assert_eq!((run.code, world.items(), world.stub.log.len()), (0, 1, 1), "{run:?}");
        assert!(run.err.contains("which is not asked"), "{}", run.err);
        assert_eq!(world.bench.count("SELECT count(*) FROM cursor"), 0, "the sweep is not complete");
    }
}

#[test]
fn statuses_that_are_missing_are_looked_at_again_and_marked_only_when_they_are_gone() {
    let remote = || {
        let mut remote = status(35);
        remote["account"]["acct"] = json!("harbour@other.example");
        remote["uri"] = json!("https://other.example/35");
        remote
    };
    let world = server("tag = 'hafen'", move |_, path, before| match (path, before) {
        ("/api/v1/statuses/30", _) => Reply::error("404 Not Found", file("error-not-found.json")),
        ("/api/v1/statuses/25", _) => Reply::error("410 Gone", "{}"),
        ("/api/v1/statuses/22", _) => Reply::error("404 Not Found", "a proxy's word"),
        ("/api/v1/statuses/20", _) => Reply::json(status(20).to_string()),
        (_, 0) => {
            let mut all: Vec<Value> = [40, 30, 25, 22, 20, 10].map(status).to_vec();
            all.insert(1, remote());
            Reply::json(Value::from(all).to_string())
        }
        // Nothing is said of what lies below the window, or of other servers' posts.
        _ => Reply::json(list(&[40, 15])),
    });
    world.run();
    assert_eq!(world.items(), 7);
    world.run();
    let gone = world.bench.column("SELECT text FROM item WHERE gone_at IS NOT NULL ORDER BY 1");
    assert_eq!(gone, ["At minute 25.", "At minute 30."]);
    assert_eq!(world.stub.log.len(), 6, "{:?}", world.stub.log.paths());
}

#[test]
fn a_kill_between_pages_loses_nothing_and_repeats_nothing() {
    let world = server(KEYS, |origin, path, _| pages(origin, path));
    world.hourly();
    // Slow enough to be met between two pages.
    world.bench.limits("min_interval = '2s'\ntotal_timeout = '5s'");
    for page in 1..=3 {
        let mut child =
            world.bench.command(&["run"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        assert!(world.stub.log.reaches(page, Duration::from_secs(30)));
        // The page is stored well before the next one may be asked for.
        assert!(!world.stub.log.reaches(page + 1, Duration::from_secs(1)));
        child.kill().unwrap();
        assert_eq!(child.wait().unwrap().code(), None, "the kill came too late");
    }
    world.bench.limits("min_interval = '5ms'\ntotal_timeout = '1s'");
    let run = world.run();
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(world.stub.log.len(), 4, "{:?}", world.stub.log.paths());
    assert_eq!(windows(&world), ["07:05 07:50", "07:50 09:00", "09:00 now"]);
    let undisturbed = three_pages(KEYS);
    undisturbed.run();
    let items = "SELECT native_id || kind || text FROM item ORDER BY 1";
    assert_eq!(world.bench.column(items), undisturbed.bench.column(items));
}
