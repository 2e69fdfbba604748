//! Shared identifiers of sites: from stored pages to files and report.

use whence_store::ingest::{ActorKind, ItemKind, NewAccount, NewItem};
use whence_store::work::Measure;

use super::store::{run, table};
use crate::world::{Held, World, account, item};

fn article(host: &str, known: bool) -> NewItem {
    let publisher = known.then_some(ActorKind::Outlet);
    let account = NewAccount { publisher, ..account("web", host) };
    let url = format!("https://{host}/story");
    let mut item = item(account, &url, ItemKind::Article, "2025-01-20T10:00:00Z", "the weather of today");
    item.url = Some(url);
    item
}

fn page(head: &str) -> Vec<u8> {
    format!("<!DOCTYPE html><html><head>{head}</head><body><p>the weather of today</p></body></html>")
        .into_bytes()
}

/// Two known sites and a private one share a container; the private one and a known one an account; fifteen have a script of a service.
fn world() -> World {
    let mut world = World::new();
    world.weather();
    let source = world.source("pages", Measure::Items);
    let gtm = "<script src=\"https://t.example/gtm.js?id=GTM-ABCD12\"></script>";
    let service = "<script>ga('create', 'UA-7777777-1')</script>";
    let mut put = |host: &str, known: bool, head: &str| {
        let held = Held { items: vec![article(host, known)], ..Held::default() };
        world.put_body(source, &format!("https://{host}/story"), page(head), held);
    };
    put("www.one.example.com", true, &format!("{gtm}{service}"));
    put("two.example", true, &format!("{gtm}{service}<script>ym(5551212, 'init')</script>"));
    put("hidden-diary.example", false, &format!("{service}<script>ym(5551212, 'init')</script>"));
    for n in 0..12 {
        put(&format!("site{n}.example"), true, service);
    }
    let ads = b"google.com, pub-42, DIRECT\nnetwork.example, 1, RESELLER\n".to_vec();
    for host in ["one.example.com", "site3.example"] {
        let url = format!("https://{host}/ads.txt");
        world.put_body(source, &url, ads.clone(), Held::default());
    }
    world
}

#[test]
fn sites_with_an_identifier_in_common_are_joined_and_services_join_nobody() {
    let world = world();
    let printed = run(&world, &["--layer", "site", "--narrative", "weather"]);
    assert!(printed.contains("site: a shared identifier, not ownership"), "{printed}");
    let out = world.out().join("site");
    let identifiers = table(&out.join("identifiers.csv"));
    let told: Vec<(&str, &str, &str)> = identifiers
        .iter()
        .map(|row| (row["kind"].as_str(), row["sites"].as_str(), row["common"].as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("google-analytics", "15", "yes"),
            ("tag-manager", "2", "no"),
            ("adsense", "2", "no"),
            ("yandex-metrica", "2", "no"),
        ]
    );
    let edges = table(&out.join("edges.csv"));
    assert_eq!(edges.len(), 3);
    assert!(edges.iter().any(|row| row["from"] == "example.com" && row["to"] == "two.example"), "{edges:?}");
    let pairs = table(&out.join("pairs.csv"));
    assert!(pairs.iter().all(|row| !row["capture_from"].is_empty() && !row["capture_to"].is_empty()));
    let groups = table(&out.join("groups.csv"));
    assert_eq!((groups.len(), groups[0]["size"].as_str()), (1, "4"));
    for name in ["identifiers.csv", "edges.csv", "pairs.csv", "groups.csv"] {
        let text = std::fs::read_to_string(out.join(name)).unwrap();
        assert!(!text.contains("hidden-diary") && !text.contains("5551212"), "{name}: {text}");
    }
}

#[test]
fn the_report_tells_them_and_names_nobody_private() {
    let world = world();
    let (findings, _) = world.report("weather", &[]);
    let found = &findings.coordination.sites;
    assert_eq!((found.sites, found.pages, found.identifiers.len()), (15, 15, 4));
    assert!(found.identifiers[3].is_common && !found.identifiers[0].evidence.is_empty());
    let page = world.file("report.html");
    assert!(page.contains("A shared identifier is not ownership") && page.contains("GTM-ABCD12"));
    assert!(page.contains("One is on so many, and is left out."));
    for (name, text) in world.files() {
        assert!(!text.contains("hidden-diary") && !text.contains("5551212"), "{name}");
    }
}

#[test]
fn without_pages_it_says_so() {
    let mut world = World::new();
    world.weather();
    let source = world.source("feed", Measure::Items);
    let held = Held { items: vec![article("one.example", true)], ..Held::default() };
    world.put(source, "https://one.example/feed", held);
    world.report("weather", &[]);
    assert!(world.file("report.md").contains("The store holds no page of a site"));
}
