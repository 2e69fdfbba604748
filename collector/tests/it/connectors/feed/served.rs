//! Feeds over real sockets: what they say of pages, their further pages, and what breaks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::connectors::lists::{World, fixture, kill_at, serve, stall, typed};
use crate::support::{Stub, page};

/// A server with a feed in pages (`/feed.xml?page=N` is the Nth file), and all pages that they name.
fn paged(kind: &'static str, files: &'static [&'static str]) -> Stub {
    serve(move |request, stream| match request.path.strip_prefix("/feed.xml") {
        Some(query) => {
            let n = query.strip_prefix("?page=").map_or(1, |n| n.parse().unwrap());
            typed(stream, kind, fixture(files[n - 1]));
        }
        None => typed(stream, "text/html", page(&request.path)),
    })
}

fn one(kind: &'static str, file: &'static str, more: &str) -> World {
    let world =
        World::new("feed", "/feed.xml", more, paged(kind, std::slice::from_ref(Box::leak(Box::new(file)))));
    world.run(0);
    world
}

#[test]
fn what_a_feed_says_of_a_page_is_in_the_item() {
    let world = one("application/rss+xml", "feed/told.xml", "time_zone = 'Asia/Shanghai'");
    let rows = world.bench.rows("SELECT url, byline, created_at, created_precision, created_original, created_basis FROM item ORDER BY url");
    let of = |path: &str| rows.iter().find(|row| row["url"].as_str().unwrap().ends_with(path)).unwrap();
    assert_eq!(rows.len(), 3, "one entry is written twice: {rows:?}");
    let one = of("/p/one");
    assert_eq!(one["byline"], "Ana Lim; source: Wire Agency");
    assert_eq!(
        (&one["created_original"], &one["created_basis"]),
        (&"2025-01-27 08:00:00".into(), &"feed".into())
    );
    assert_eq!(one["created_at"], 1_737_936_000_000_000_i64, "the zone of the source holds");
    let links = "SELECT count(*) FROM link WHERE raw LIKE '%wire.example/feed.xml'";
    assert_eq!(world.bench.count(links), 1);
    let two = of("/p/two");
    assert_eq!(two["created_precision"], "day");
    assert_eq!(two["byline"], serde_json::Value::Null, "dc:source is an address here");
    assert_eq!(
        (&of("/p/three")["created_precision"], &of("/p/three")["created_basis"]),
        (&"none".into(), &"capture".into())
    );
    let context = "SELECT context FROM task WHERE url LIKE '%/p/one'";
    assert!(
        world.bench.column(context)[0].contains("Cranes & ships again"),
        "{:?}",
        world.bench.column(context)
    );
}

#[test]
fn a_feed_in_gb2312_and_a_broken_one_are_read() {
    let world = one("application/xml", "feed/gb2312.xml", "");
    assert_eq!(world.bench.column("SELECT byline FROM item"), ["李记者; source: 某通讯社"]);
    let world = one("application/rss+xml", "feed/broken.xml", "");
    assert_eq!(world.items(), ["/p/one", "/p/three", "/p/two"]);
    let context = world.bench.column("SELECT context FROM task WHERE url LIKE '%/p/two'");
    assert!(context[0].contains("Second été"), "{context:?}");
}

const ATOM: &[&str] = &["feed/atom-1.xml", "feed/atom-2.xml", "feed/atom-3.xml"];

#[test]
fn further_pages_are_asked_for_once_until_an_entry_is_known() {
    let world = World::new("feed", "/feed.xml", "", paged("application/atom+xml", ATOM));
    world.run(0);
    assert_eq!(world.items(), ["/p/2", "/p/3", "/p/4", "/p/5", "/p/6"]);
    assert_eq!(world.paths().len(), 3 + 5, "each once: {:?}", world.paths());
    assert_eq!(
        world.bench.column("SELECT byline FROM item WHERE url LIKE '%/p/2'"),
        ["source: Another Paper"]
    );
    // From the oldest entry of the last page on.
    assert_eq!(world.windows().first().map(String::as_str), Some("26 02:00 2025"));
    world.run(0);
    assert_eq!(world.paths().len(), 8 + 1, "the first page holds what is known");
}

#[test]
fn a_json_feed_goes_on_with_its_next_url() {
    let files: &[&str] = &["feed/pages-1.json", "feed/pages-2.json"];
    let world = World::new("feed", "/feed.xml", "", paged("application/feed+json", files));
    let run = world.run(0);
    assert_eq!(world.items(), ["/p/2", "/p/3", "/p/4"]);
    assert!(
        run.err.contains("some entries could not be read"),
        "an entry without a page is told: {}",
        run.err
    );
    assert_eq!(world.bench.column("SELECT byline FROM item WHERE url LIKE '%/p/4'"), ["Bo"]);
}

#[test]
fn an_empty_feed_is_a_poll_that_saw_nothing() {
    let stub = serve(|_, stream| {
        typed(stream, "application/xml", "<rss version='2.0'><channel><title>none</title></channel></rss>");
    });
    let world = World::new("feed", "/feed.xml", "", stub);
    world.run(0);
    assert_eq!((world.items().len(), world.windows().len()), (0, 0));
    assert_eq!(world.bench.count("SELECT count(*) FROM observed"), 1);
}

#[test]
fn a_kill_between_two_pages_loses_and_repeats_nothing() {
    let stalls = Arc::new(AtomicBool::new(true));
    let stub = {
        let stalls = Arc::clone(&stalls);
        serve(move |request, stream| match request.path.strip_prefix("/feed.xml") {
            Some("?page=2") if stalls.load(Ordering::SeqCst) => stall(stream),
            Some(query) => {
                let n: usize = query.strip_prefix("?page=").map_or(1, |n| n.parse().unwrap());
                typed(stream, "application/atom+xml", fixture(ATOM[n - 1]));
            }
            None => typed(stream, "text/html", page(&request.path)),
        })
    };
    let world = World::new("feed", "/feed.xml", "every = '1h'", stub);
    // robots.txt, the first page, the second one.
    kill_at(&world, 3);
    stalls.store(false, Ordering::SeqCst);
    let killed = world.paths().len();
    world.run(0);
    assert_eq!(world.items(), ["/p/2", "/p/3", "/p/4", "/p/5", "/p/6"]);
    let again = &world.paths()[killed..];
    assert!(!again.contains(&"/feed.xml".to_owned()), "the first page is stored: {again:?}");
}
