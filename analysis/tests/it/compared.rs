//! Comparison inside common coverage, salience, order of platforms.

use whence_analysis::findings::{Comparison, Findings, Grouping, ShareStatus};
use whence_store::ingest::{ActorKind, ItemKind, NewItem, NewObserved};
use whence_store::time::Precision;
use whence_store::work::Measure;

use super::world::{Held, World, account, claim, item, observed};

fn post(who: &str, n: usize, when: &str, words: &str) -> NewItem {
    let mut item = item(account("x", who), &format!("{who}-{n}"), ItemKind::Post, when, words);
    item.metrics = vec![("likes".to_owned(), 10)];
    item
}

fn watched(who: &str, from: &str, to: &str) -> NewObserved {
    observed(Some(account("x", who)), from, to)
}

fn by(findings: &Findings, by: Grouping) -> &Comparison {
    findings.comparisons.iter().find(|found| found.by == by).unwrap()
}

/// Twelve accounts, each with five items; two are not observed alike.
fn world() -> World {
    let mut world = World::new();
    let posts = world.source("posts", Measure::Items);
    world.weather();
    let (mut items, mut coverage) = (Vec::new(), Vec::new());
    for n in 0..12 {
        let who = format!("Tv{n}");
        for day in 14..19 {
            items.push(post(&who, day, &format!("2025-01-{day}T{:02}:00:00Z", n + 1), "weather"));
        }
        match n {
            0 => {}
            1 => coverage.push(watched(&who, "2025-02-01T00:00:00Z", "2025-02-02T00:00:00Z")),
            _ => coverage.push(watched(&who, "2025-01-01T00:00:00Z", "2025-02-20T00:00:00Z")),
        }
    }
    items.push({
        let mut vague = post("Tv5", 99, "2025-01-12T00:00:00Z", "weather");
        vague.created.precision = Precision::Day;
        vague.created.at = super::world::at("2025-01-13T00:00:00Z");
        vague
    });
    world.put(posts, "file:posts", Held { items, observed: coverage, ..Held::default() });
    let registry = world.source("registry", Measure::Items);
    let mut claims = Vec::new();
    for n in 2..8 {
        let mut claim = claim(&format!("Station {n}"), ActorKind::Outlet, "x", &format!("Tv{n}"));
        claim.owner = Some(if n < 5 { "House A" } else { "House B" }.to_owned());
        if n == 7 {
            // Held up to the 16th only.
            claim.valid_to = Some(super::world::at("2025-01-16T00:00:00Z"));
        }
        claims.push(claim);
    }
    world.put(registry, "file:registry", Held { claims, ..Held::default() });
    world
}

#[test]
fn only_accounts_observed_alike_are_compared_and_the_others_counted() {
    let (findings, _) = world().report("weather", &[]);
    let owners = by(&findings, Grouping::Owner);
    assert_eq!((owners.status, owners.accounts, owners.compared), (ShareStatus::Given, 12, 10));
    let reasons: Vec<_> = owners.refused.iter().map(|refusal| (refusal.accounts, refusal.items)).collect();
    assert_eq!(reasons, [(1, 5), (1, 5)]);
    assert_eq!((owners.items, owners.undecided), (50, 1), "a day at the window's edge may lie outside");
    let row = |who: &str| owners.rows.iter().find(|row| row.who == who).unwrap();
    // House B: two stations with five items, and two of the third before its claim ended.
    assert_eq!((row("House A").items, row("House B").items, row("no accepted claim").items), (15, 12, 23));
    assert!((row("House A").share.share - 0.3).abs() < 1e-9);
    let part = row("House A").share;
    assert!(part.low.unwrap() < 0.3 && part.high.unwrap() > 0.3);
    assert_eq!((row("House A").reach[0].metric.as_str(), row("House A").reach[0].total), ("likes", 150));
    assert_eq!(owners.early_reason.as_deref(), Some("the first tenth has fewer than 10 of the 50 items"));
    // The strict comparison of all is still refused.
    assert_eq!(findings.shares.status, ShareStatus::Refused);
    let (again, _) = world().report("weather", &[]);
    assert_eq!(
        by(&again, Grouping::Owner).rows[0].share,
        owners.rows[0].share,
        "intervals are the same every time"
    );
}

#[test]
fn early_shares_are_those_of_the_first_tenth() {
    let mut world = World::new();
    let posts = world.source("posts", Measure::Items);
    world.weather();
    let mut items = Vec::new();
    for n in 0..100 {
        let who = if (8..60).contains(&n) { "TvB" } else { "TvA" };
        items.push(post(who, n, &format!("2025-01-{:02}T{:02}:00:00Z", 14 + n / 20, n % 20), "weather"));
    }
    let whole = observed(None, "2025-01-01T00:00:00Z", "2025-02-20T00:00:00Z");
    world.put(posts, "file:posts", Held { items, observed: vec![whole], ..Held::default() });
    let (findings, _) = world.report("weather", &[]);
    let actors = by(&findings, Grouping::Actor);
    assert_eq!(actors.early.as_ref().unwrap().items, 10);
    assert_eq!(actors.rows[0].early_items, 10, "nobody is claimed: one row");
    assert!(actors.interval_reason.as_deref().unwrap().contains("10 compared accounts"));
    assert_eq!(actors.rows[0].share.low, None);
}

#[test]
fn salience_is_against_the_actors_own_days_before_and_controls() {
    let mut world = World::new();
    let posts = world.source("posts", Measure::Items);
    world.narrative(
        "weather",
        "title = \"W\"\nquery = \"weather\"\ntime_zone = \"UTC\"\n[window]\nfrom = \"2025-01-13\"\nto = \"2025-02-11\"\n[baseline]\ndays = 20\n[[control]]\nname = \"sport\"\nquery = \"football\"\n",
    );
    let mut items = Vec::new();
    for n in 0..40 {
        let before = format!("2025-01-{:02}T{:02}:00:00Z", 1 + n % 10, n / 10);
        items.push(post(
            "Tv",
            100 + n,
            &before,
            if n < 2 {
                "weather"
            } else if n < 10 {
                "football"
            } else {
                "other"
            },
        ));
        let after = format!("2025-01-{:02}T{:02}:00:00Z", 14 + n % 10, n / 10);
        items.push(post(
            "Tv",
            200 + n,
            &after,
            if n < 20 {
                "weather"
            } else if n < 28 {
                "football"
            } else {
                "other"
            },
        ));
        items.push(post("Unseen", 300 + n, &after, "weather"));
    }
    let coverage = vec![watched("Tv", "2024-12-01T00:00:00Z", "2025-02-20T00:00:00Z")];
    world.put(posts, "file:posts", Held { items, observed: coverage, ..Held::default() });
    let registry = world.source("registry", Measure::Items);
    let claims = vec![
        claim("Station", ActorKind::Outlet, "x", "Tv"),
        claim("Other", ActorKind::Outlet, "x", "Unseen"),
    ];
    world.put(registry, "file:registry", Held { claims, ..Held::default() });
    let (findings, _) = world.report("weather", &[]);
    let salience = findings.salience.unwrap();
    assert_eq!((salience.rows.len(), salience.refused[0].actors), (1, 1));
    let row = &salience.rows[0];
    assert_eq!(
        (row.items, row.matched, row.baseline_items, row.baseline_matched),
        (40, 20, Some(40), Some(2))
    );
    assert!((row.ratio.unwrap() - 8.2).abs() < 0.01 && row.ratio_low.unwrap() > 2.0);
    assert_eq!((row.controls[0].items, row.controls[0].baseline_items), (8, Some(8)));
    assert!((row.controls[0].ratio.unwrap() - 1.0).abs() < 1e-9);
    assert!(world.file("report.md").contains("sport 20.0 %"));
}

/// Objects on two platforms: seven on X first by an hour, one on the web first, one of the same day.
fn two_platforms(web_from: &str) -> Findings {
    let mut world = World::new();
    let (posts, pages) = (world.source("posts", Measure::Items), world.source("pages", Measure::Items));
    world.weather();
    let (mut on_x, mut on_web) = (Vec::new(), Vec::new());
    for n in 0..9 {
        let url = format!("https://files.example/{n}");
        let mut one = item(
            account("x", "a"),
            &n.to_string(),
            ItemKind::Post,
            &format!("2025-01-{}T10:00:00Z", 20 + n),
            "weather",
        );
        one.links = vec![url.clone()];
        let hour = if n == 7 { "09" } else { "11" };
        let when = format!("2025-01-{}T{hour}:00:00Z", 20 + n);
        let mut other = item(
            account("web", "w.example"),
            &format!("https://w.example/{n}"),
            ItemKind::Article,
            &when,
            "weather",
        );
        other.links = vec![url];
        if n == 8 {
            other.created.precision = Precision::Day;
        }
        on_x.push(one);
        on_web.push(other);
    }
    let seen = |from: &str| vec![observed(None, from, "2025-02-20T00:00:00Z")];
    world.put(
        posts,
        "file:x",
        Held { items: on_x, observed: seen("2025-01-01T00:00:00Z"), ..Held::default() },
    );
    world.put(
        pages,
        "https://w.example/",
        Held { items: on_web, observed: seen(web_from), ..Held::default() },
    );
    world.report("weather", &[]).0
}

#[test]
fn the_order_of_platforms_has_a_sign_test() {
    let findings = two_platforms("2025-01-01T00:00:00Z");
    let pair = findings.lead_lag.iter().find(|pair| pair.object == "url").unwrap();
    assert_eq!((pair.one.as_str(), pair.other.as_str(), pair.shared), ("web", "x", 9));
    assert_eq!((pair.one_first, pair.other_first, pair.open, pair.refused), (1, 7, 1, 0));
    assert!((pair.p.unwrap() - 0.0703).abs() < 1e-3);
    assert!(findings.summary.iter().any(|sentence| sentence.text.contains("not influence")));
}

#[test]
fn who_was_not_watched_may_have_been_first() {
    let findings = two_platforms("2025-01-25T00:00:00Z");
    let pair = findings.lead_lag.iter().find(|pair| pair.object == "url").unwrap();
    assert!(pair.refused >= 5 && pair.p.is_none(), "{pair:?}");
    assert!(pair.reason.as_deref().unwrap().contains("6 objects"));
}
