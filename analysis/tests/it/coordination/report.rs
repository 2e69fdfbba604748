//! The network in a report: control first, communities with what is known of them, evidence in files, nobody private named.

use std::fmt::Write as _;

use whence_store::ingest::{ActorKind, NewAccount, NewItem};
use whence_store::time::Precision;
use whence_store::work::Measure;

use super::store::{minute, post, world};
use super::support::{Row, rows};
use crate::world::{Held, World, at, claim};

fn table(world: &World, name: &str) -> Vec<Row> {
    rows(world.file(name).as_bytes())
}

/// Words that are apart from one another, about the weather.
fn words(n: usize) -> String {
    let mut text = "weather".to_owned();
    for k in 0..12 {
        let number = (n * 7_919 + k * 104_729) % 1_000_003;
        write!(text, " w{number:x}").unwrap();
    }
    text
}

/// A group of seven share twelve addresses within seconds; forty readers share others. Of the group the first is an outlet's.
fn groups() -> World {
    let mut world = World::new();
    let posts = world.source("posts", Measure::Items);
    let registry = world.source("registry", Measure::Items);
    world.weather();
    let mut items: Vec<NewItem> = Vec::new();
    let opened = |handle: String, day: usize| NewAccount {
        opened_at: Some(at("2020-01-01T00:00:00Z").plus(86_400_000_000 * i64::try_from(day).unwrap())),
        ..crate::world::account("x", &handle)
    };
    for story in 0..12 {
        for member in 0..7 {
            let handle = if member == 0 { "CloudTv".to_owned() } else { format!("member_{member}") };
            // The outlet is always the first; the others take turns.
            let second = if member == 0 { 0 } else { 5 * (1 + (member + story) % 6) };
            let when = format!("2025-01-2{}T{:02}:00:{second:02}Z", story % 8, 8 + story);
            let mut item = post(
                &handle,
                &format!("g{story}-{member}"),
                &when,
                &words(story * 10 + member),
                &[&format!("https://story.example/{story}")],
            );
            item.account = opened(handle, 900 + member);
            items.push(item);
        }
    }
    for n in 0..800_usize {
        let reader = n % 40;
        // Times and things that have nothing to do with the reader.
        let drawn = n.wrapping_mul(2_654_435_761) % 4_294_967_296;
        let mut item = post(
            &format!("reader_{reader}"),
            &format!("r{n}"),
            &minute(drawn % 24, drawn / 24 % 60),
            &words(1_000 + n),
            &[&format!("https://other.example/{}", drawn / 1_440 % 37)],
        );
        item.account = opened(format!("reader_{reader}"), reader * 37);
        items.push(item);
    }
    world.put(posts, "file:posts", Held { items, ..Held::default() });
    let claims = vec![claim("Cloud TV", ActorKind::Outlet, "x", "CloudTv")];
    world.put(registry, "file:registry", Held { claims, ..Held::default() });
    world
}

#[test]
fn a_group_is_a_community_with_its_evidence() {
    let world = groups();
    let (findings, printed) = world.report("weather", &[]);
    let found = &findings.coordination;
    assert_eq!((found.fused.control_edges, found.fused.edges), (0, 21), "{found:?}");
    assert_eq!(
        found.layers.iter().map(|layer| layer.layer.as_str()).collect::<Vec<_>>(),
        ["repost", "url", "near-text"]
    );
    let community = &found.communities[0];
    assert_eq!((found.communities.len(), community.size, community.objects), (1, 7, 12));
    assert_eq!(community.actors, [("Cloud TV".to_owned(), 1)]);
    let earliest = community.earliest.as_ref().unwrap();
    assert_eq!((earliest.account.as_str(), earliest.earlier, earliest.later), ("x:@CloudTv", 12, 0));
    assert!(earliest.p < 0.01 && !community.evidence.is_empty());
    assert_eq!(community.hours_utc.iter().sum::<u32>(), community.shares);
    let opened = community.opened.as_ref().unwrap();
    assert_eq!((community.opened_known, opened.held), (7, 4));
    assert!(opened.p <= 0.01 && opened.days <= 3.0, "{opened:?}");

    let edges = table(&world, "edges.csv");
    let pairs = table(&world, "pairs.csv");
    assert_eq!((edges.len(), pairs.len()), (21, 21 * 12));
    for edge in &edges {
        let own: Vec<&Row> = pairs.iter().filter(|pair| pair["edge"] == edge["edge"]).collect();
        assert_eq!(own.len(), 12);
        assert!(own.iter().all(|pair| pair["from"] == edge["from"] && pair["layer"] == "url"));
    }
    let page = world.file("report.html");
    let control = page.find("Control, the same shares at shuffled times").unwrap();
    assert!(control < page.find("Observed: 21 edges").unwrap());
    assert_eq!(page.matches("<circle class=\"dot").count(), 7);
    assert!(
        printed.contains("at shuffled times no edge stands; as observed 21 edges between 7 accounts stand")
    );
    for (name, text) in world.files() {
        for private in ["member_", "reader_"] {
            assert!(!text.contains(private), "{name} has {private}");
        }
        assert!(!text.contains("Community Cloud") && !text.contains("Cloud TV network"), "{name}");
    }
}

#[test]
fn the_window_is_the_narratives_or_the_command_lines() {
    let world = groups();
    let file = world.config().join("narratives/weather.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\n[coordination]\nwindow = 4\nlayers = [\"url\"]\n")).unwrap();
    let (findings, _) = world.report("weather", &[]);
    let found = findings.coordination;
    assert_eq!((found.window_seconds, found.layers.len(), found.communities.len()), (4.0, 1, 0));
    assert!(world.file("report.md").contains("at most 4 s apart"));
    let (findings, _) = world.report("weather", &["--window", "60"]);
    assert_eq!(findings.coordination.fused.edges, 21);
    std::fs::write(&file, format!("{text}\n[coordination]\nlayers = [\"likes\"]\n")).unwrap();
    let (db, config, out) = (world.db(), world.config(), world.out());
    let arguments = ["report", "weather", "--db", db.to_str().unwrap(), "--config", config.to_str().unwrap()];
    let all: Vec<&str> = arguments.into_iter().chain(["--out", out.to_str().unwrap()]).collect();
    assert!(world.run(&all).0.unwrap_err().to_string().contains("coordination.layers"));
}

#[test]
fn without_shares_one_sentence_says_so() {
    let mut world = World::new();
    let posts = world.source("posts", Measure::Items);
    world.weather();
    // Known to the day only: at midnight everybody would meet.
    let mut only = post("a", "1", &minute(1, 0), "weather", &[]);
    only.created.precision = Precision::Day;
    let items = vec![only];
    world.put(posts, "file:posts", Held { items, ..Held::default() });
    let (findings, printed) = world.report("weather", &[]);
    assert!(findings.coordination.nodes.is_empty() && !printed.contains("shuffled"));
    assert!(
        world.file("report.html").contains("The store holds no shares (items passed on, addresses and texts")
    );
    assert_eq!(table(&world, "edges.csv").len(), 0);
}

#[test]
fn openings_that_are_not_known_are_not_observed() {
    let world = world();
    let file = world.config().join("narratives/weather.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}\n[coordination]\nfdr = 0.05\n")).unwrap();
    let (findings, _) = world.report("weather", &[]);
    let found = &findings.coordination;
    assert!(!found.communities.is_empty() && found.communities.iter().all(|one| one.opened.is_none()));
    assert!(world.file("report.md").contains("accounts opened: not observed"));
}
