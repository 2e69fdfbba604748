//! Sweeps: coverage, cursors, bounds, deleted posts, kills.

use std::process::Stdio;
use std::time::Duration;

use serde_json::{Value, json};

use super::{KEYS, OWN, Reply, World, cursor, file, pages, three_pages, uri};

/// A post of the account at a minute of an hour.
fn post(minute: u32) -> Value {
    let at = format!("2025-01-27T10:{minute:02}:00.000Z");
    json!({"post": {"uri": uri(&format!("m{minute:02}")), "cid": "c", "author": {"did": OWN, "handle": "press.harbour.example"},
        "record": {"text": format!("At minute {minute}."), "createdAt": at}, "indexedAt": at}})
}

fn feed(minutes: &[u32], cursor: Option<&str>) -> Reply {
    let feed: Vec<Value> = minutes.iter().map(|minute| post(*minute)).collect();
    let mut page = json!({ "feed": feed });
    if let Some(cursor) = cursor {
        page["cursor"] = json!(cursor);
    }
    Reply::json(page.to_string())
}

/// Windows of the account, joined, as minutes and the word `now`.
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
    assert_eq!(windows(&world), ["07:20 07:50", "07:50 09:00", "09:00 now"]);
    let whose = "SELECT DISTINCT native_id FROM observed JOIN account ON account.id = account_id";
    assert_eq!(world.bench.column(whose), [OWN], "others were seen, and not observed");
    let of_source = world.bench.count("SELECT count(*) FROM observed WHERE account_id IS NULL");
    assert_eq!(of_source, 3);
}

#[test]
fn the_next_sweep_ends_where_the_last_began() {
    let world = World::new("bluesky", KEYS, |path, before| match (cursor(path).as_deref(), before) {
        (None, 0) => feed(&[30, 20], Some("a")),
        (None, _) => feed(&[50, 40], Some("b")),
        (Some("a"), _) => feed(&[10], None),
        (Some("b"), _) => feed(&[30, 20], Some("c")),
        (other, _) => panic!("{other:?}"),
    });
    world.run();
    assert_eq!((world.items(), world.stub.log.len()), (3, 2));
    world.run();
    assert_eq!((world.items(), world.stub.log.len()), (5, 4), "{:?}", world.stub.log.paths());
    assert!(world.value("SELECT value FROM cursor").contains("m50"));
}

/// A first page that is unchanged would not name its further pages again, and an unchanged last page would not end the sweep.
#[test]
fn unchanged_pages_do_not_hide_the_rest_of_a_sweep() {
    let world = World::new("bluesky", KEYS, |path, before| match (cursor(path).as_deref(), before) {
        (None, _) => feed(&[30, 20], Some("a")).with("etag: \"1\""),
        (Some("a"), _) => feed(&[10], Some("b")).with("etag: \"2\""),
        (Some("b"), 0) => Reply::error("401 Unauthorized", file("error-expired.json")),
        _ => feed(&[5], None).with("etag: \"3\""),
    });
    world.run();
    assert_eq!((world.items(), world.bench.count("SELECT count(*) FROM cursor")), (3, 0));
    world.run();
    assert_eq!((world.items(), world.bench.count("SELECT count(*) FROM cursor")), (4, 1));
    assert!(world.stub.log.hits().iter().all(|hit| !hit.conditional));
    // Now the first page ends a sweep by itself: from then on it costs no body while it is unchanged.
    world.run();
    world.run();
    assert_eq!(world.outcomes()[6..], ["ok", "not_modified"]);
}

#[test]
fn bounds_of_time_are_kept() {
    let keys = format!("{KEYS}\nfrom = '2025-01-27T10:15:00Z'\nto = '2025-01-27T10:45:00Z'");
    let world = World::new("bluesky", &keys, |path, _| match cursor(path).as_deref() {
        None => feed(&[50, 40, 30], Some("a")),
        Some("a") => feed(&[20, 10], Some("b")),
        other => panic!("the sweep ends at `from`, and asks for {other:?}"),
    });
    assert_eq!(world.run().code, 0);
    let texts = world.bench.column("SELECT text FROM item ORDER BY created_at");
    assert_eq!(texts, ["At minute 20.", "At minute 30.", "At minute 40."]);
    assert_eq!(windows(&world), ["10:15 10:30", "10:30 10:45"]);
}

#[test]
fn an_empty_feed_is_no_failure_and_posts_come_later() {
    let world = World::new("bluesky", KEYS, |_, before| match before {
        0 => Reply::json(file("feed-empty.json")),
        _ => feed(&[10], None),
    });
    assert_eq!((world.run().code, world.items()), (0, 0));
    assert_eq!(world.bench.count("SELECT count(*) FROM observed WHERE to_at > from_at"), 0);
    assert_eq!((world.run().code, world.items()), (0, 1));
}

#[test]
fn an_empty_page_with_a_cursor_is_not_the_end() {
    let world = World::new("bluesky", KEYS, |path, _| match cursor(path).as_deref() {
        None => feed(&[30], Some("a")),
        Some("a") => feed(&[], Some("b")),
        _ => feed(&[20], None),
    });
    assert_eq!((world.run().code, world.items()), (0, 2));
    assert_eq!(windows(&world), ["10:20 10:30", "10:30 now"]);
}

#[test]
fn a_cursor_that_stands_still_ends_the_sweep() {
    let world = World::new("bluesky", KEYS, |path, _| match cursor(path).as_deref() {
        None => feed(&[30], Some("a")),
        _ => feed(&[20], Some("a")),
    });
    let run = world.run();
    assert_eq!((run.code, world.items(), world.stub.log.len()), (0, 2, 2), "{run:?}");
    assert!(run.err.contains("the cursor of the next page"), "{}", run.err);
}

#[test]
fn posts_that_are_missing_are_asked_for_and_marked_only_when_they_are_gone() {
    let world = World::new("bluesky", KEYS, |path, before| {
        if path.starts_with("/xrpc/app.bsky.feed.getPosts?") {
            assert_eq!(path.matches("uris=").count(), 2, "{path}");
            // Of the two that are missing, one was only left out of the list.
            return Reply::json(json!({"posts": [post(30)["post"]]}).to_string());
        }
        match before {
            0 => feed(&[40, 30, 20, 10], None),
            // Nothing is said of what lies below the window.
            _ => feed(&[50, 40, 15], None),
        }
    });
    world.run();
    assert_eq!(world.items(), 4);
    world.run();
    let gone = world.bench.column("SELECT text FROM item WHERE gone_at IS NOT NULL");
    assert_eq!(gone, ["At minute 20."]);
    assert_eq!(world.stub.log.len(), 3, "{:?}", world.stub.log.paths());
}

#[test]
fn a_kill_between_pages_loses_nothing_and_repeats_nothing() {
    let world = World::new("bluesky", KEYS, |path, _| pages(path));
    world.hourly();
    // Slow enough to be met between two pages.
    world.bench.limits("min_interval = '2s'\ntotal_timeout = '5s'");
    for page in 1..=2 {
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
    assert_eq!(world.stub.log.len(), 3, "{:?}", world.stub.log.paths());
    assert_eq!(windows(&world), ["07:20 07:50", "07:50 09:00", "09:00 now"]);
    let undisturbed = three_pages(KEYS);
    undisturbed.run();
    let items = "SELECT native_id || kind || text FROM item ORDER BY 1";
    assert_eq!(world.bench.column(items), undisturbed.bench.column(items));
}
