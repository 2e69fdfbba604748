//! Shares: given only where every compared account was observed.

use whence_analysis::findings::ShareStatus;
use whence_store::ingest::{ActorKind, ItemKind, NewObserved};
use whence_store::work::Measure;

use super::world::{Held, World, account, claim, item, observed};

fn world(coverage: Vec<NewObserved>) -> World {
    let mut world = World::new();
    let posts = world.source("posts", Measure::Items);
    let registry = world.source("registry", Measure::Items);
    world.weather();
    let items = vec![
        item(account("x", "CloudTv"), "1", ItemKind::Post, "2025-01-20T01:00:00Z", "weather"),
        item(account("x", "CloudTv"), "2", ItemKind::Post, "2025-01-21T01:00:00Z", "weather"),
        item(account("x", "CloudTv"), "3", ItemKind::Post, "2025-01-30T01:00:00Z", "weather"),
        item(account("x", "quiet_person"), "4", ItemKind::Post, "2025-01-21T02:00:00Z", "weather"),
    ];
    world.put(posts, "file:posts", Held { items, observed: coverage, ..Held::default() });
    let claims = vec![claim("Cloud TV", ActorKind::Outlet, "x", "CloudTv")];
    world.put(registry, "file:registry", Held { claims, ..Held::default() });
    world
}

#[test]
fn inside_the_common_window() {
    let world = world(vec![
        observed(Some(account("x", "CloudTv")), "2025-01-01T00:00:00Z", "2025-02-10T00:00:00Z"),
        observed(Some(account("x", "quiet_person")), "2025-01-20T12:00:00Z", "2025-01-25T00:00:00Z"),
    ]);
    let (findings, _) = world.report("weather", &[]);
    let shares = &findings.shares;
    assert_eq!(shares.status, ShareStatus::Given);
    assert_eq!(shares.window.as_ref().unwrap().from, "2025-01-20T12:00:00Z");
    let rows: Vec<_> = shares.rows.iter().map(|row| (row.who.as_str(), row.items, row.share)).collect();
    assert_eq!(rows, [("Cloud TV", 1, 0.5), ("no accepted claim", 1, 0.5)], "items outside are not counted");
    assert_eq!(findings.actors[0].share, Some(0.5));
    assert_eq!((findings.actors[0].items, findings.actors[0].accounts), (3, 1));
}

#[test]
fn refused_where_there_is_no_common_time() {
    let world = world(vec![
        observed(Some(account("x", "CloudTv")), "2025-01-01T00:00:00Z", "2025-01-20T00:00:00Z"),
        observed(Some(account("x", "quiet_person")), "2025-01-21T00:00:00Z", "2025-01-25T00:00:00Z"),
    ]);
    let (findings, _) = world.report("weather", &[]);
    let shares = &findings.shares;
    assert_eq!((shares.status, shares.rows.len(), shares.window.is_none()), (ShareStatus::Refused, 0, true));
    let reason = shares.reason.as_deref().unwrap();
    assert!(reason.contains("no time in which all 2 compared accounts were observed"), "{reason}");
    assert!(!reason.contains("quiet_person"));
    assert_eq!(findings.actors[0].share, None);
}

#[test]
fn refused_where_coverage_is_unknown() {
    let world =
        world(vec![observed(Some(account("x", "CloudTv")), "2025-01-01T00:00:00Z", "2025-02-20T00:00:00Z")]);
    let (findings, _) = world.report("weather", &[]);
    let reason = findings.shares.reason.unwrap();
    assert!(reason.contains("for 1 of 2 compared accounts it is not known"), "{reason}");
    assert_eq!(findings.coverage.unknown_accounts, 1);
}
