//! Actors by accepted claims, and who was passed on.

use whence_store::ingest::{ActorKind, ClaimStatus, ItemKind};
use whence_store::work::Measure;

use super::world::{Held, World, account, claim, item, observed};

fn world() -> World {
    let mut world = World::new();
    let posts = world.source("posts", Measure::Items);
    let registry = world.source("registry", Measure::Items);
    world.weather();
    let mut repost = item(
        account("x", "mia_private"),
        "3",
        ItemKind::Repost,
        "2025-01-21T02:00:00Z",
        "RT @CloudTv: weather",
    );
    repost.repost_of = Some("1".to_owned());
    let mut lost =
        item(account("x", "mia_private"), "4", ItemKind::Repost, "2025-01-21T03:00:00Z", "RT @gone: weather");
    lost.repost_of = Some("999".to_owned());
    let mut quote =
        item(account("x", "SkyOffice"), "5", ItemKind::Quote, "2025-01-22T03:00:00Z", "no weather machine");
    quote.quote_of = Some("1".to_owned());
    let items = vec![
        item(
            account("x", "CloudTv"),
            "1",
            ItemKind::Post,
            "2025-01-20T01:00:00Z",
            "Our weather machine @mia_private https://cloud.example/a",
        ),
        item(account("x", "CloudTv"), "2", ItemKind::Post, "2025-01-21T01:00:00Z", "weather again"),
        repost,
        lost,
        quote,
        item(account("x", "maybe"), "6", ItemKind::Post, "2025-01-23T01:00:00Z", "weather"),
    ];
    let whole = observed(None, "2025-01-01T00:00:00Z", "2025-02-20T00:00:00Z");
    world.put(posts, "file:posts", Held { items, observed: vec![whole], ..Held::default() });
    let mut candidate = claim("Maybe Ministry", ActorKind::Office, "x", "maybe");
    candidate.status = ClaimStatus::Candidate;
    let mut other = claim("Cloud TV", ActorKind::Outlet, "x", "cloudtv");
    other.asserted_by = "Second Registry".to_owned();
    let claims = vec![
        claim("Cloud TV", ActorKind::Outlet, "x", "@CloudTv"),
        other,
        claim("Sky Office", ActorKind::Office, "x", "SkyOffice"),
        claim("Mia Miller", ActorKind::Person, "x", "mia_private"),
        candidate,
    ];
    world.put(registry, "https://registry.example/list", Held { claims, ..Held::default() });
    world
}

#[test]
fn accepted_claims_and_no_others() {
    let (findings, _) = world().report("weather", &[]);
    let actors: Vec<_> =
        findings.actors.iter().map(|a| (a.label().to_owned(), a.kind.as_str(), a.items)).collect();
    assert_eq!(actors.len(), 3, "{actors:?}");
    assert_eq!(
        actors[0],
        ("Cloud TV".to_owned(), "outlet", 2),
        "two sources that say the same are no conflict"
    );
    assert!(actors[1].0.starts_with("person-") && actors[1].0.ends_with("(person of Ministry of Weather)"));
    assert!(findings.actors[1].name.is_none() && findings.actors[1].claims[0].asserted_url.is_none());
    assert_eq!(actors[2], ("Sky Office".to_owned(), "office", 1));
    let claim = &findings.actors[0].claims[0];
    assert_eq!(claim.asserted_by, "Registry of Examples");
    assert_eq!(claim.asserted_url.as_deref(), Some("https://registry.example/list"));
    assert!(findings.evidence.iter().any(|row| row.n == claim.evidence && row.url.is_some()));
    let shares: Vec<_> = findings.shares.rows.iter().map(|row| (row.who.as_str(), row.items)).collect();
    assert!(shares.contains(&("Cloud TV", 2)), "{shares:?}");
    assert!(shares.contains(&("no accepted claim", 1)));
}

#[test]
fn claims_that_contradict_each_other_name_nobody_and_are_told() {
    let mut world = world();
    let source = world.source("another registry", Measure::Items);
    let mut other = claim("Cloud Group", ActorKind::Outlet, "x", "cloudtv");
    other.asserted_by = "Third Registry".to_owned();
    let mut listed = claim("A Campaign", ActorKind::Indicator, "x", "maybe");
    listed.asserted_by = "A List".to_owned();
    world.put(
        source,
        "https://registry.example/other",
        Held { claims: vec![other, listed], ..Held::default() },
    );
    let (findings, _) = world.report("weather", &[]);
    assert!(findings.actors.iter().all(|actor| !actor.label().contains("Cloud")), "{:?}", findings.actors);
    let shares: Vec<_> = findings.shares.rows.iter().map(|row| (row.who.as_str(), row.items)).collect();
    assert!(shares.contains(&("conflicting claims: nobody is named", 2)), "{shares:?}");
    let contradicted: Vec<_> = findings.accounts.iter().filter(|row| row.in_conflict).collect();
    assert_eq!(contradicted.len(), 1);
    assert!(!contradicted[0].account.named && contradicted[0].actors.is_empty());
    assert!(
        findings.limits.iter().any(|text| text.contains("contradict each other")),
        "{:?}",
        findings.limits
    );
    // A name of the contradiction comes out nowhere, that of a list as a list and never as an actor.
    for (name, text) in world.files() {
        assert!(!text.contains("Cloud Group"), "{name}");
    }
    let lists: Vec<_> = findings.indicators.lists.iter().map(|list| list.list.as_str()).collect();
    assert_eq!(lists, ["A Campaign"]);
    assert!(findings.actors.iter().all(|actor| actor.label() != "A Campaign"));
    assert!(findings.accounts.iter().all(|row| row.actors.iter().all(|actor| actor != "A Campaign")));
}

#[test]
fn reposts_amplify_and_quotes_engage() {
    let (findings, _) = world().report("weather", &[]);
    let found = &findings.amplification;
    assert_eq!((found.reposts, found.quotes, found.replies, found.outside), (2, 1, 0, 1));
    assert_eq!(found.rows.len(), 1);
    let row = &found.rows[0];
    assert_eq!((row.account.label.as_str(), row.reposts, row.quotes, row.reposted_by), ("@CloudTv", 1, 1, 1));
}

#[test]
fn quotations_lose_mentions_and_addresses() {
    let (findings, _) = world().report("weather", &[]);
    let first = findings.first_captured.unwrap();
    assert_eq!(first.excerpt.as_deref(), Some("Our weather machine [account] [link]"));
    assert_eq!(first.actor.as_deref(), Some("Cloud TV"));
    assert_eq!(first.account.label, "@CloudTv");
}

#[test]
fn persons_are_named_only_when_asked() {
    let world = world();
    world.report("weather", &[]);
    for (name, text) in world.files() {
        let lower = text.to_lowercase();
        assert!(!lower.contains("mia") && !lower.contains("miller"), "{name}");
    }
    let (findings, _) = world.report("weather", &["--show-persons"]);
    assert!(findings.actors.iter().any(|actor| actor.name.as_deref() == Some("Mia Miller")));
    assert!(findings.accounts.iter().any(|row| row.account.label == "@mia_private"));
    assert!(findings.limits.iter().any(|text| text.contains("because the analyst asked")));
}

#[test]
fn no_words_of_cause() {
    let world = world();
    world.report("weather", &[]);
    for (name, text) in world.files() {
        for word in ["caused", "led to", "drove", "triggered", "sparked"] {
            assert!(!text.to_lowercase().contains(word), "{name}: {word}");
        }
    }
}
