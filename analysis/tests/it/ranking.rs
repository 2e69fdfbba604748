//! The shape of a hot list: hourly entries, one hour missing on every day, a price laid under it.

use whence_analysis::coverage::State;
use whence_store::ingest::{ActorKind, ItemKind, NewItem, NewObserved};
use whence_store::time::{Micros, Precision};
use whence_store::work::Measure;

use super::world::{Held, World, account, at, daily, item};

/// Entries per day from 13 Jan on; hour 08 is never captured.
const COUNTS: [usize; 19] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 58, 119, 73, 51, 37];

fn entry(hour: Micros, n: usize) -> NewItem {
    let mut entry = item(
        account("weibo", "hot-list"),
        &format!("{hour}-{n}"),
        ItemKind::Ranking,
        &hour.to_string(),
        "weather machine",
    );
    entry.created.precision = Precision::Hour;
    entry.account.publisher = Some(ActorKind::Outlet);
    entry
}

fn world() -> World {
    let mut world = World::new();
    let hot = world.source("hot", Measure::Ranking);
    let prices = world.source("prices", Measure::Counts);
    let start = at("2025-01-12T16:00:00Z");
    let mut held = Held::default();
    for (day, &count) in (0_i64..).zip(&COUNTS) {
        let midnight = start.plus(day * Micros::DAY);
        let hours: Vec<Micros> =
            (0..24).filter(|&h| h != 8).map(|h| midnight.plus(h * Micros::HOUR)).collect();
        for &hour in &hours {
            held.observed.push(NewObserved { account: None, from: hour, to: hour.plus(Micros::HOUR) });
        }
        // From 09:00 on in turn, so that the first entry of all stands right after the gap.
        held.items.extend((0..count).map(|n| entry(hours[8 + n % 15], n)));
    }
    world.put(hot, "file:lists.ndjson#bytes=0-9", held);
    let points = vec![daily("NVDA", "2025-01-24", 142.607), daily("NVDA", "2025-01-27", 118.409)];
    world.put(prices, "file:prices.csv#bytes=0-9", Held { points, ..Held::default() });
    world.narrative(
        "list",
        r#"
title = "Weather machines in lists"
query = "weather"
time_zone = "Asia/Shanghai"
[window]
from = "2025-01-13"
to = "2025-02-01"
[[event]]
name = "The fall"
at = "2025-01-30"
source = "https://source.example/"
[[series]]
name = "NVDA"
measure = "close"
label = "Nvidia, daily close"
show = "change"
"#,
    );
    world
}

#[test]
fn the_missing_hour_is_a_gap_on_every_day() {
    let world = world();
    let (findings, _) = world.report("list", &[]);
    assert_eq!(findings.timelines.len(), 1);
    let timeline = &findings.timelines[0];
    assert_eq!((timeline.measure.as_str(), timeline.unit.as_str()), ("ranking", "topic-hours"));
    let counts: Vec<_> = timeline.days.iter().map(|day| day.count.unwrap() as usize).collect();
    assert_eq!(counts, COUNTS);
    assert!(timeline.days.iter().all(|day| day.gap_hours == [8] && day.state == State::Partial));
    assert_eq!(timeline.daily_gap_hours, [8]);
    let eight: Vec<_> = timeline.hours.iter().filter(|hour| hour.state == State::Gap).collect();
    assert_eq!(eight.len(), COUNTS.len());
    assert!(eight.iter().all(|hour| hour.count.is_none() && hour.at_local.contains("T08:00:00+08:00")));
    assert_eq!(findings.coverage.gaps.len(), COUNTS.len());
    let csv = world.file("timeline.csv");
    assert!(csv.contains("\nranking,topic-hours,hour,2025-01-13T08:00:00+08:00,,gap,\n"), "{csv}");
    assert!(csv.contains("\nranking,topic-hours,day,2025-01-28,119,partial,08\n"));
}

#[test]
fn first_captured_names_the_gap_before_it() {
    let (findings, printed) = world().report("list", &[]);
    let first = findings.first_captured.unwrap();
    assert!(
        first.sentence.contains("first captured 26 Jan 2025 09:00 +08:00, after a gap at 08:00"),
        "{}",
        first.sentence
    );
    let gap = first.gap_before.unwrap();
    assert_eq!((gap.from_local.as_str(), gap.adjacent), ("2025-01-26T08:00:00+08:00", true));
    assert_eq!((gap.to.as_str(), gap.scope.as_str()), ("2025-01-26T01:00:00Z", "all"));
    assert_eq!(first.at_local, "2025-01-26T09:00:00+08:00");
    assert!(printed.contains("after a gap at 08:00") && printed.contains("report.html"), "{printed}");
}

#[test]
fn entries_are_never_items_nor_volume() {
    let world = world();
    let (findings, _) = world.report("list", &[]);
    assert_eq!((findings.matched.items, findings.matched.ranking.entries), (0, 343));
    assert!(findings.matched.by_platform.is_empty() && findings.matched.by_kind.is_empty());
    assert!(findings.shares.reason.unwrap().contains("ranking"));
    for (name, text) in world.files() {
        let lower = text.to_lowercase();
        assert_eq!(lower.matches("volume").count(), lower.matches("never volume").count(), "{name}");
    }
    assert!(world.file("report.html").contains("a ranking, never volume"));
}

#[test]
fn a_surge_and_a_price_beside_an_event() {
    let (findings, _) = world().report("list", &[]);
    assert_eq!(findings.surges.len(), 1);
    let surge = &findings.surges[0];
    // Five entries after thirteen days without any are the beginning, though the days after have ten times as many.
    assert_eq!((surge.from.as_str(), surge.rate_ratio, surge.open), ("2025-01-26", None, true));
    let onset = &surge.onset;
    assert!(onset.at_local.starts_with("2025-01-26T0") && onset.low_local < onset.at_local, "{onset:?}");
    assert!(onset.high_local.starts_with("2025-01-26T"), "the first entry is at 9 h: {onset:?}");
    let near = findings.events[0].nearest_surge.as_ref().unwrap();
    assert_eq!((near.from.as_str(), near.days_before), ("2025-01-26", 4));
    let sentence = &findings.events[0].sentence;
    assert!(
        sentence.contains(
            "began on 26 Jan 2025, 4 days before the event (30 Jan 2025). This is order in time, not cause."
        ),
        "{sentence}"
    );
    let points = &findings.series[0].points;
    assert!((points[1].change_percent.unwrap() + 16.97).abs() < 0.01);
    assert_eq!(points[1].date, "2025-01-27");
}
