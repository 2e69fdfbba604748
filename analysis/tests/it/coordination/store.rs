//! From a store: layers, what they are called, who is protected, and what fusing does.

use std::path::Path;

use whence_store::ingest::{ActorKind, ItemKind, NewItem};
use whence_store::program::Exit;
use whence_store::work::Measure;

use super::support::{Row, rows};
use crate::world::{Held, World, account, claim, item, text};

pub(super) fn minute(hour: usize, minute: usize) -> String {
    format!("2025-01-20T{hour:02}:{minute:02}:00Z")
}

pub(super) fn post(handle: &str, id: &str, when: &str, words: &str, links: &[&str]) -> NewItem {
    let links = links.iter().map(|&link| link.to_owned()).collect();
    NewItem { links, ..item(account("x", handle), id, ItemKind::Post, when, words) }
}

/// Texts that have nothing in common but the narrative's word.
const TEXTS: [&str; 6] = [
    "The weather over the harbour turned before noon and three ferries stayed in port",
    "Machines that make weather are a rumour, says the institute for clouds and rain",
    "Nobody predicted this weather, least of all those who sell umbrellas on the square",
    "A farmer in the north blames foreign weather for the smallest apples in memory",
    "Weather balloons were counted twice, an audit finds, and some of them not at all",
    "Snow in the desert: how rare is such weather, and what do the old diaries tell us",
];

/// An outlet and a person share six addresses and texts within a minute; others share other things.
pub(super) fn world() -> World {
    let mut world = World::new();
    let posts = world.source("posts", Measure::Items);
    let registry = world.source("registry", Measure::Items);
    world.weather();
    let mut items = Vec::new();
    for (n, words) in TEXTS.into_iter().enumerate() {
        let link = format!("https://news.example/story-{n}");
        // Two spellings of one address, and two of one text.
        let tracked = format!("{link}?utm_source=x");
        items.push(post("CloudTv", &format!("a{n}"), &minute(n, 0), words, &[&link]));
        items.push(post(
            "private_person",
            &format!("b{n}"),
            &minute(n, 1),
            &format!("{words}!"),
            &[&tracked],
        ));
    }
    for n in 0..60 {
        let link = format!("https://other.example/{n}");
        items.push(post(
            &format!("reader{}", n % 20),
            &format!("c{n}"),
            &minute(n % 20, n % 50),
            &format!("weather note {n}"),
            &[&link],
        ));
    }
    // No text and no link: nothing in common.
    for n in 0..4 {
        items.push(post(&format!("silent{n}"), &format!("d{n}"), &minute(22, n), "", &[]));
    }
    world.put(posts, "file:posts", Held { items, ..Held::default() });
    let claims = vec![claim("Cloud TV", ActorKind::Outlet, "x", "CloudTv")];
    world.put(registry, "file:registry", Held { claims, ..Held::default() });
    world
}

pub(super) fn run(world: &World, more: &[&str]) -> String {
    let (db, config, out) = (world.db(), world.config(), world.out());
    let mut arguments =
        vec!["coordination", "--db", text(&db), "--config", text(&config), "--out", text(&out)];
    arguments.extend(more);
    let (result, printed) = world.run(&arguments);
    assert_eq!(result.unwrap(), Exit::Done);
    printed
}

pub(super) fn table(path: &Path) -> Vec<Row> {
    rows(std::fs::File::open(path).unwrap())
}

#[test]
fn layers_are_found_apart_and_fused_and_nobody_private_is_named() {
    let world = world();
    let printed = run(&world, &["--layer", "url,text,near-text", "--window", "60", "--fdr", "0.05"]);
    for layer in ["url", "near-text", "fused"] {
        let edges = table(&world.out().join(layer).join("edges.csv"));
        let standing: Vec<&Row> =
            edges.iter().filter(|row| row["q"].parse::<f64>().unwrap() <= 0.05).collect();
        assert_eq!(standing.len(), 1, "{layer}: {edges:?}");
        let ends = [&standing[0]["from"], &standing[0]["to"]];
        assert!(ends.contains(&&"x:@CloudTv".to_owned()), "{layer}: {ends:?}");
        assert!(ends.iter().any(|end| end.starts_with("x-")), "{layer}: {ends:?}");
        let communities = table(&world.out().join(layer).join("communities.csv"));
        assert_eq!((communities.len(), communities[0]["actors"].as_str()), (1, "Cloud TV (1)"));
    }
    let pairs = table(&world.out().join("url/pairs.csv"));
    assert_eq!(pairs.len(), 6, "one address in two spellings");
    assert!(pairs.iter().all(|row| row["object_id"].starts_with("https://news.example/story-")), "{pairs:?}");
    assert!(printed.contains("fused:") && printed.contains("- control"), "{printed}");
    for entry in walk(&world.out()) {
        let bytes = String::from_utf8(std::fs::read(&entry).unwrap()).unwrap();
        assert!(!bytes.contains("private_person") && !bytes.contains("reader1"), "{}", entry.display());
    }
}

#[test]
fn texts_that_are_empty_are_no_object() {
    let world = world();
    run(&world, &["--layer", "text", "--window", "3600"]);
    let accounts = table(&world.out().join("text/accounts.csv"));
    // Twenty readers, and two who have texts; the silent ones share nothing.
    assert_eq!(accounts.len(), 22);
}

/// Tags in the same order are one object, in another order another; a tag beside the words has no place.
#[test]
fn a_sequence_of_hashtags_has_an_order() {
    let mut world = World::new();
    let posts = world.source("posts", Measure::Items);
    let mut items = Vec::new();
    for (n, (handle, words)) in [
        ("a", "#Bravo and #alpha"),
        ("b", "look #bravo #ALPHA!"),
        ("c", "#alpha #bravo"),
        ("d", "#alpha only"),
        ("e", "none in the words"),
    ]
    .into_iter()
    .enumerate()
    {
        let tags = vec!["alpha".to_owned(), "Bravo".to_owned()];
        items.push(NewItem { tags, ..post(handle, &format!("t{n}"), &minute(9, n), words, &[]) });
    }
    world.put(posts, "file:posts", Held { items, ..Held::default() });
    run(&world, &["--layer", "hashtag-sequence", "--window", "600"]);
    let pairs = table(&world.out().join("hashtag-sequence/pairs.csv"));
    let objects: Vec<&str> = pairs.iter().map(|row| row["object_id"].as_str()).collect();
    assert_eq!(objects, ["#bravo #alpha"], "{pairs:?}");
    let accounts = table(&world.out().join("hashtag-sequence/accounts.csv"));
    assert_eq!(accounts.len(), 3, "of d one tag has a place, of e none");
}

#[test]
fn a_narrative_narrows_the_items() {
    let world = world();
    let printed = run(&world, &["--narrative", "weather", "--layer", "url"]);
    assert!(printed.contains("72 shares of 22 accounts"), "{printed}");
    let (db, config, out) = (world.db(), world.config(), world.out());
    let missing = [
        "coordination",
        "--db",
        text(&db),
        "--config",
        text(&config),
        "--out",
        text(&out),
        "--narrative",
        "none",
    ];
    assert!(world.run(&missing).0.unwrap_err().to_string().contains("no such narrative"));
}

#[test]
fn the_same_store_gives_the_same_bytes() {
    let world = world();
    let files = || -> Vec<(std::path::PathBuf, Vec<u8>)> {
        run(&world, &["--layer", "url,near-text"]);
        walk(&world.out()).into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
    };
    let first = files();
    assert!(first.len() > 10);
    assert!(first == files());
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            found.extend(walk(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    found
}
