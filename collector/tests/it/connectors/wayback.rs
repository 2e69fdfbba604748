//! A web archive over real sockets.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::lists::{World, kill_at, placed, serve, stall, typed};
use crate::support::{Stub, page, status};

const QUERY: &str = "query = 'gazette.example/*'";

/// An archive with three pages of index, of which the second may stall.
fn archive(stalls: &Arc<AtomicBool>) -> Stub {
    let stalls = Arc::clone(stalls);
    serve(move |request, stream| {
        let index = |name: &str| placed(&format!("wayback/{name}"), &request.origin());
        match request.path.as_str() {
            path if path.contains("resumeKey=") && stalls.load(Ordering::SeqCst) => stall(stream),
            path if path.contains("resumeKey=last") => {
                typed(stream, "application/json", index("cdx-3.json"));
            }
            path if path.contains("resumeKey=example") => {
                typed(stream, "application/json", index("cdx-2.json"));
            }
            path if path.starts_with("/cdx/search/cdx?") => {
                typed(stream, "application/json", index("cdx-1.json"));
            }
            path if path.contains("id_/") => typed(stream, "text/html", page(path)),
            _ => status(stream, "404 Not Found", ""),
        }
    })
}

/// The captures that were asked for: when they were taken, and of which page.
fn captures(world: &World) -> Vec<String> {
    let paths = world.paths().into_iter().filter_map(|path| {
        let (stamp, original) = path.strip_prefix("/web/")?.split_once("id_/")?;
        Some(format!("{stamp} {}", original.replace(&world.stub.origin(), "")))
    });
    paths.collect()
}

#[test]
fn each_different_capture_is_read_once_as_the_page_that_it_is_of() {
    let world = World::new("wayback", "/", QUERY, archive(&Arc::default()));
    let run = world.run(0);
    assert_eq!(
        captures(&world),
        ["20250125080000 /p/one", "20250128080000 /p/one", "20250125090000 /p/two", "20250125100000 /p/four"]
    );
    assert_eq!(world.items(), ["/p/four", "/p/one", "/p/two"]);
    assert!(run.err.contains("some entries could not be read"), "{}", run.err);
    let dated = "SELECT created_basis || ' ' || created_precision || ' ' || created_original FROM item WHERE url LIKE '%/p/two'";
    assert_eq!(world.bench.column(dated), ["archive none 20250125090000"]);
    let rules = world.bench.column("SELECT DISTINCT robots_rule FROM capture WHERE url LIKE '%/cdx/%'");
    assert!(rules[0].contains("terms"), "{rules:?}");
    let asked = world.paths().len();
    world.run(0);
    assert_eq!(world.paths().len(), asked + 3, "the index again, and nothing that is known");
}

#[test]
fn only_captures_of_the_time_that_is_studied_are_asked_for() {
    let more = format!("{QUERY}\nfrom = '2025-01-26'\nto = '2025-01-28T08:00:00Z'");
    let world = World::new("wayback", "/", &more, archive(&Arc::default()));
    world.run(0);
    assert_eq!(captures(&world), ["20250126080000 /p/one"], "whatever the server gives");
}

#[test]
fn a_kill_between_two_pages_of_the_index_loses_and_repeats_nothing() {
    let stalls = Arc::new(AtomicBool::new(true));
    let world = World::new("wayback", "/", &format!("{QUERY}\nevery = '1h'"), archive(&stalls));
    // No robots.txt is asked for the index: its first page, and its second one.
    kill_at(&world, 2);
    stalls.store(false, Ordering::SeqCst);
    world.run(0);
    assert_eq!(world.items(), ["/p/four", "/p/one", "/p/two"]);
    let first =
        world.paths().iter().filter(|path| path.contains("/cdx/") && !path.contains("resumeKey")).count();
    assert_eq!(first, 1);
}

#[test]
fn an_index_without_captures_is_empty() {
    for body in ["[]", "", "[[\"urlkey\",\"timestamp\",\"original\"]]"] {
        let world = World::new(
            "wayback",
            "/",
            QUERY,
            serve(move |_, stream| typed(stream, "application/json", body)),
        );
        world.run(0);
        assert_eq!(world.bench.column("SELECT state FROM task"), ["done"], "{body}");
    }
}
