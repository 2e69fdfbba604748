//! Real posts of X, the registry of actors, and what the two give together: attribution, reposts, quotes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use serde_json::Value;

use super::{import, import_again};
use crate::support::{Bench, shared};

const POSTS: usize = 26_586;

/// The posts as they lie in the file, read without the collector.
fn posts(file: &Path) -> Vec<Value> {
    let lines = BufReader::new(flate2::read::MultiGzDecoder::new(File::open(file).unwrap())).lines();
    lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect()
}

/// The handles of a registry, in lower case, each with the names of its actors.
fn registered(file: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut actors: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in csv::Reader::from_path(file).unwrap().deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let handle = row["X (Twitter) handle"].trim().to_lowercase();
        if !handle.is_empty() {
            actors.entry(handle).or_default().insert(row["Name (English)"].trim().to_owned());
        }
    }
    actors
}

fn text<'a>(post: &'a Value, key: &str) -> &'a str {
    post[key].as_str().unwrap_or_default()
}

#[test]
fn every_post_maps_and_attribution_names_the_registered_and_no_other() {
    let Some(folder) = shared("prc-x-2023") else { return };
    let file = folder.join("posts_dev_before_2023-11-13.ndjson.gz");
    let registry = folder.join("registry_canis_2023-11-03.csv");
    let bench = Bench::new();

    let report = import(&bench, "whence-posts", std::slice::from_ref(&file));
    assert_eq!((&report["mapped"], &report["new_items"]), (&POSTS.into(), &POSTS.into()));
    assert_eq!(bench.count("SELECT count(*) FROM attribution"), 0, "without a registry nobody is named");
    let report = import(&bench, "actors-canis", std::slice::from_ref(&registry));
    assert_eq!(report["mapped"], 758);
    let actors = bench.count("SELECT count(*) FROM actor");
    eprintln!("{POSTS} posts; {actors} actors, {} claims", report["new_claims"]);
    assert_eq!(actors, 758);

    let posts = posts(&file);
    let registered = registered(&registry);
    let authors: BTreeSet<String> = posts.iter().map(|post| text(post, "author").to_lowercase()).collect();
    let expected: BTreeSet<(String, String)> = authors
        .iter()
        .filter_map(|author| Some((author, registered.get(author)?)))
        .flat_map(|(author, actors)| actors.iter().map(move |actor| (author.clone(), actor.clone())))
        .collect();
    let named = bench.rows("SELECT DISTINCT lower(handle) AS handle, actor FROM attribution");
    let named: BTreeSet<(String, String)> =
        named.iter().map(|row| (text(row, "handle").to_owned(), text(row, "actor").to_owned())).collect();
    assert_eq!(named, expected);
    let accounts: BTreeSet<&String> = named.iter().map(|(handle, _)| handle).collect();
    eprintln!("{} of {} authors are attributed", accounts.len(), authors.len());
    assert_eq!(accounts.len(), 505);

    edges(&bench, &posts, &folder.join("truth_rt_quote_dev.csv"));
    let (one, two) = ([file], [registry]);
    let chunks = bench.count("SELECT count(*) FROM capture WHERE url LIKE 'file:%posts%'");
    assert_eq!(bench.import("whence-posts", &one, &[]).json()["known_chunks"], chunks);
    assert_eq!(bench.import("actors-canis", &two, &[]).json()["known_chunks"], 1);
    bench.assert_clean();
    assert_eq!(bench.count("SELECT count(*) FROM item"), POSTS);
}

/// Every repost and quote of the truth file whose origin was imported must be in the store.
fn edges(bench: &Bench, posts: &[Value], truth: &Path) {
    let ids: BTreeSet<&str> = posts.iter().map(|post| text(post, "id")).collect();
    let rows = bench.rows(
        "SELECT native_id AS id, 'rt_of' AS kind, repost_of AS origin FROM item WHERE repost_of > ''
         UNION ALL SELECT native_id, 'quote_of', quote_of FROM item WHERE quote_of > ''",
    );
    let stored: BTreeSet<(&str, &str, &str)> =
        rows.iter().map(|row| (text(row, "id"), text(row, "kind"), text(row, "origin"))).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for edge in csv::Reader::from_path(truth).unwrap().deserialize::<BTreeMap<String, String>>() {
        let edge = edge.unwrap();
        let (id, kind, origin) = (edge["tweet_id"].as_str(), edge["kind"].as_str(), edge["of_id"].as_str());
        if matches!(kind, "rt_of" | "quote_of") && ids.contains(origin) {
            assert!(stored.contains(&(id, kind, origin)), "{id} {kind} {origin}");
            *counts.entry(kind.to_owned()).or_default() += 1;
        }
    }
    eprintln!("edges in the store: {counts:?}");
    assert!(counts.len() == 2 && counts.values().all(|count| *count > 100), "{counts:?}");
}

#[test]
fn a_registry_that_is_held_back_names_nobody() {
    let Some(folder) = shared("prc-x-2023") else { return };
    let registry = [folder.join("registry_canis_2023-11-03.csv")];
    let bench = Bench::new();
    let ended = bench.import("actors-canis", &registry, &["--status", "candidate"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let handle = bench.column("SELECT handle FROM claim WHERE platform = 'x' LIMIT 1").remove(0);
    let post = format!(
        "{{\"id\":\"1\",\"author\":\"{handle}\",\"created\":\"2023-11-01T00:00:00Z\",\"text\":\"x\"}}\n"
    );
    let file = bench.write("posts.ndjson", post);
    import(&bench, "whence-posts", &[file]);
    assert_eq!(bench.column("SELECT DISTINCT status FROM claim"), ["candidate"]);
    assert_eq!(bench.count("SELECT count(*) FROM attribution"), 0);
}

#[test]
fn the_registry_twice_is_nothing_new() {
    let Some(folder) = shared("prc-x-2023") else { return };
    let registry = [folder.join("registry_canis_2023-11-03.csv")];
    let bench = Bench::new();
    import(&bench, "actors-canis", &registry);
    import_again(&bench, "actors-canis", &registry);
    // Mapped again on request, the same claims are still the same.
    let again = bench.import("actors-canis", &registry, &["--again"]).json();
    assert_eq!((&again["mapped"], &again["new_claims"]), (&758.into(), &0.into()));
}
