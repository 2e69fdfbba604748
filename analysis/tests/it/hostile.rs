//! Accounts that are not to be named, and that try to be.

use whence_store::ingest::{ActorKind, ItemKind, NewAccount};
use whence_store::work::Measure;

use super::world::{Held, World, account, claim, item, observed};

/// What would find a private account of the hostile world.
const SECRETS: [&str; 12] = [
    "k4rl_heinz",
    "Karl Heinz Geheim",
    "8812345678901",
    "王小明",
    "xiaoming_w",
    "private-blog.example",
    "1777000111",
    "evil<script>",
    "secret words of mine",
    "karl-export-1.json",
    "Bettina Byline",
    "=cmd|",
];

fn world() -> World {
    let mut world = World::new();
    world.weather();
    let posts = world.source("x-k4rl_heinz", Measure::Items);
    let site = world.source("site", Measure::Items);
    let registry = world.source("registry", Measure::Items);
    let person = |handle: &str, id: &str, name: &str| NewAccount {
        native_id: Some(id.to_owned()),
        name: Some(name.to_owned()),
        description: Some("secret words of mine".to_owned()),
        ..account("x", handle)
    };
    let karl = || person("K4rl_Heinz", "8812345678901", "Karl Heinz Geheim");
    let ming = || person("xiaoming_w", "8812345678902", "王小明");
    let mut post =
        item(karl(), "1777000111", ItemKind::Post, "2025-01-20T01:00:00Z", "weather, secret words of mine");
    post.url = Some("https://x.com/K4rl_Heinz/status/1777000111".to_owned());
    let formula = item(
        person("=cmd|'/c'!A1", "8812345678903", "\u{202e}evil<script>alert(1)</script>"),
        "1777000112",
        ItemKind::Post,
        "2025-01-20T02:00:00Z",
        "weather",
    );
    let named = item(
        account("x", "CloudTv"),
        "5",
        ItemKind::Post,
        "2025-01-19T03:00:00Z",
        "weather with @K4rl_Heinz and ＠xiaoming_w, see https://x.com/K4rl_Heinz/status/1777000111 and x.com/xiaoming_w; 记者王小明报道 KARL HEINZ GEHEIM \u{202e}<script>alert(1)</script>",
    );
    let quoted = item(account("x", "SkyTv"), "7", ItemKind::Post, "2025-01-19T04:00:00Z", &named.text);
    let mut repost = item(
        account("x", "CloudTv"),
        "6",
        ItemKind::Repost,
        "2025-01-19T02:00:00Z",
        "RT @K4rl_Heinz: weather, secret words of mine",
    );
    repost.repost_of = Some("1777000111".to_owned());
    let ming_post = item(ming(), "1777000113", ItemKind::Reply, "2025-01-20T05:00:00Z", "weather");
    let whole = observed(None, "2025-01-01T00:00:00Z", "2025-02-20T00:00:00Z");
    world.put(
        posts,
        "file:karl-export-1.json#bytes=0-99",
        Held {
            items: vec![post, formula, named, quoted, repost, ming_post],
            observed: vec![whole],
            ..Held::default()
        },
    );
    let mut article = item(
        account("web", "private-blog.example"),
        "https://private-blog.example/weather",
        ItemKind::Article,
        "2025-01-22T00:00:00Z",
        "weather, secret words of mine",
    );
    article.url = Some("https://private-blog.example/weather".to_owned());
    article.byline = Some("Bettina Byline".to_owned());
    article.title = Some("weather: secret words of mine".to_owned());
    world.put(site, "https://private-blog.example/weather", Held { items: vec![article], ..Held::default() });
    let claims = vec![
        claim("Cloud TV", ActorKind::Outlet, "x", "CloudTv"),
        claim("Sky TV", ActorKind::Outlet, "x", "SkyTv"),
        // A person's account stays a person's, whatever else is claimed.
        claim("Karl Heinz Geheim", ActorKind::Person, "x", "k4rl_heinz"),
        claim("Sky Office", ActorKind::Office, "x", "k4rl_heinz"),
    ];
    world.put(registry, "https://registry.example/k4rl_heinz", Held { claims, ..Held::default() });
    world
}

#[test]
fn nothing_leads_to_a_private_account() {
    let world = world();
    let (findings, printed) = world.report("weather", &[]);
    assert_eq!(findings.matched.items, 7);
    assert!(
        findings
            .accounts
            .iter()
            .filter(|row| row.account.named)
            .map(|row| row.account.label.as_str())
            .eq(["@CloudTv", "@SkyTv"])
    );
    let mut all = world.files();
    all.push(("printed", printed));
    for (name, text) in all {
        let lower = text.to_lowercase();
        for secret in SECRETS {
            assert!(!lower.contains(&secret.to_lowercase()), "{name} holds {secret}");
        }
    }
}

#[test]
fn a_named_account_is_quoted_without_them() {
    let (findings, _) = world().report("weather", &[]);
    let actor = findings.actors.iter().find(|actor| actor.label() == "Cloud TV").unwrap();
    // The first item is a repost of a private account: its words are not shown.
    assert_eq!(actor.first.excerpt, None);
    let actor = findings.actors.iter().find(|actor| actor.label() == "Sky TV").unwrap();
    assert_eq!(
        actor.first.excerpt.as_deref(),
        Some(
            "weather with [account] and [account], see [link] and [link] 记者[account]报道 [account] \u{202e}<script>alert(1)</script>"
        )
    );
    let first = findings.first_captured.unwrap();
    assert_eq!((first.kind.as_str(), first.excerpt), ("repost", None));
}

#[test]
fn pseudonyms_stay_and_sources_are_masked() {
    let world = world();
    let (one, _) = world.report("weather", &[]);
    let (two, _) = world.report("weather", &[]);
    let labels = |findings: &whence_analysis::findings::Findings| {
        findings.accounts.iter().map(|row| row.account.label.clone()).collect::<Vec<_>>()
    };
    assert_eq!(labels(&one), labels(&two));
    assert!(labels(&one).iter().filter(|label| label.starts_with("x-") && label.len() == 10).count() == 3);
    assert!(
        one.coverage.observed.iter().all(|row| row.source.starts_with("source ")),
        "{:?}",
        one.coverage.observed
    );
    let claims: Vec<_> = one.actors.iter().flat_map(|actor| &actor.claims).collect();
    assert!(claims.iter().all(|claim| claim.asserted_by == "Registry of Examples"));
    assert!(one.evidence.iter().all(|row| row.url.is_none()), "{:?}", one.evidence);
}

#[test]
fn an_owner_that_is_the_person_is_not_told() {
    // The owner and parent of a person's claim, and whether each may be told.
    for (owner, parent, told) in [
        ("Wang Secret", "Wang Secret Holding", [false, false]),
        ("Secret, WANG", "ＷＡＮＧ  ｓｅｃｒｅｔ", [false, false]),
        ("Studio of w_seelig", "Chez Zoe\u{301} Ha\u{ef}k Films", [false, false]),
        ("Friends of K4rl_Heinz", "Ministry of Weather", [false, true]),
        ("Ministry of Weather", "State of Clouds", [true, true]),
    ] {
        let mut world = world();
        let source = world.source("more", Measure::Items);
        let wang = NewAccount { name: Some("Zoé Haïk".to_owned()), ..account("x", "W_Seelig") };
        let post = item(wang, "77", ItemKind::Post, "2025-01-21T01:00:00Z", "weather");
        let mut person = claim("Wang Secret", ActorKind::Person, "x", "w_seelig");
        (person.owner, person.parent) = (Some(owner.to_owned()), Some(parent.to_owned()));
        let held = Held { items: vec![post], claims: vec![person], ..Held::default() };
        world.put(source, "file:more", held);
        let whole = observed(None, "2025-01-01T00:00:00Z", "2025-02-20T00:00:00Z");
        for name in ["more", "site"] {
            let source = world.source(name, Measure::Items);
            world.put(source, "file:seen", Held { observed: vec![whole.clone()], ..Held::default() });
        }
        let (findings, printed) = world.report("weather", &[]);
        let actor = findings
            .actors
            .iter()
            .find(|actor| {
                actor.claims.iter().any(|claim| claim.asserted_url.is_none()) && actor.items == 1 && {
                    actor.first.at == "2025-01-21T01:00:00Z"
                }
            })
            .unwrap();
        assert_eq!(actor.owner.as_deref(), told[0].then_some(owner), "{owner}");
        assert_eq!(actor.parent.as_deref(), told[1].then_some(parent), "{parent}");
        assert_eq!(actor.label().contains("person of"), told[0], "{owner}");
        assert!(findings.shares.rows.iter().any(|row| row.who == actor.label()), "{:?}", findings.shares);
        let mut all = world.files();
        all.push(("printed", printed));
        for (name, text) in all {
            for (secret, may) in [(owner, told[0]), (parent, told[1])] {
                assert!(may || !text.contains(secret), "{name} holds {secret}");
            }
            assert!(!text.to_lowercase().contains("secret"), "{name}");
        }
    }
}

#[test]
fn a_handle_that_every_address_has_withholds_none() {
    let mut world = world();
    let source = world.source("more", Measure::Items);
    let accounts =
        ["http", "https", "www", "com", "news", "registry", "example"].map(|name| account("x", name));
    let mut second = claim("Cloud TV", ActorKind::Outlet, "x", "CloudTv");
    second.asserted_by = "Second Registry".to_owned();
    let claims = vec![second];
    let held = Held { accounts: accounts.to_vec(), claims, ..Held::default() };
    world.put(source, "https://www.registry.example/list", held);
    let (findings, _) = world.report("weather", &[]);
    let actor = findings.actors.iter().find(|actor| actor.label() == "Cloud TV").unwrap();
    assert!(actor.claims.iter().all(|claim| claim.asserted_url.is_some()), "{:?}", actor.claims);
    let shown: Vec<_> = findings.evidence.iter().filter_map(|row| row.url.as_deref()).collect();
    assert_eq!(shown, ["https://www.registry.example/list"]);
}
