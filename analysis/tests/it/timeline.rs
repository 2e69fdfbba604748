//! Days, gaps, first captured and surges of items from several sources.

use whence_analysis::coverage::State;
use whence_analysis::surge::Kind;
use whence_store::ingest::{ItemKind, NewItem};
use whence_store::time::{Micros, Precision};
use whence_store::work::Measure;

use super::world::{Held, World, account, at, item, observed};

fn posts(from: &str, per_day: &[usize], handle: &str) -> Vec<NewItem> {
    let start = at(from);
    let mut all = Vec::new();
    for (day, &count) in (0_i64..).zip(per_day) {
        for n in 0..i64::try_from(count).unwrap() {
            let when = start.plus(day * Micros::DAY + n * 20 * Micros::MINUTE + 9 * Micros::HOUR);
            all.push(item(
                account("x", handle),
                &format!("{handle}-{day}-{n}"),
                ItemKind::Post,
                &when.to_string(),
                "the weather machine",
            ));
        }
    }
    all
}

/// Spike on 20 Jan, surge from Friday 24 Jan, event on Monday 27 Jan.
const SHAPE: [usize; 29] =
    [3, 2, 4, 3, 2, 3, 2, 27, 3, 2, 4, 24, 26, 29, 31, 27, 25, 3, 2, 3, 4, 2, 3, 2, 3, 2, 4, 3, 2];

#[test]
fn spike_surge_and_event() {
    let mut world = World::new();
    let source = world.source("posts", Measure::Items);
    world.weather();
    let items = posts("2025-01-12T16:00:00Z", &SHAPE, "someone");
    let whole = observed(None, "2025-01-01T00:00:00Z", "2025-02-20T00:00:00Z");
    world.put(source, "file:posts", Held { items, observed: vec![whole], ..Held::default() });
    let (findings, _) = world.report("weather", &["--now", "2025-02-12T00:00:00Z"]);
    let found: Vec<_> = findings.surges.iter().map(|s| (s.kind, s.from.as_str(), s.to.as_str())).collect();
    assert_eq!(found, [(Kind::Spike, "2025-01-20", "2025-01-21"), (Kind::Surge, "2025-01-24", "2025-01-30")]);
    assert!(findings.surges[1].rate_ratio.unwrap() > 5.0);
    let event = &findings.events[0];
    assert_eq!(event.nearest_surge.as_ref().unwrap().days_before, 3);
    assert!(
        event.sentence.contains("The surge began on 24 Jan 2025, 3 days before the event (27 Jan 2025).")
    );
    assert!(findings.timelines[0].days.iter().all(|day| day.state == State::Observed));
    assert_eq!(findings.timelines[0].total as usize, SHAPE.iter().sum::<usize>());
    assert_eq!(findings.coverage.gaps, []);
}

#[test]
fn an_outage_is_no_zero_and_hides_what_came_before() {
    let mut world = World::new();
    let source = world.source("posts", Measure::Items);
    world.weather();
    let items = vec![
        item(account("x", "a"), "1", ItemKind::Post, "2025-01-20T02:30:00Z", "weather"),
        item(account("x", "a"), "2", ItemKind::Post, "2025-01-22T02:30:00Z", "weather"),
    ];
    let observed = vec![
        observed(None, "2025-01-12T00:00:00Z", "2025-01-18T00:00:00Z"),
        observed(None, "2025-01-20T02:00:00Z", "2025-02-20T00:00:00Z"),
    ];
    world.put(source, "file:posts", Held { items, observed, ..Held::default() });
    let (findings, _) = world.report("weather", &[]);
    let first = findings.first_captured.unwrap();
    let gap = first.gap_before.unwrap();
    assert_eq!(
        (gap.from.as_str(), gap.to.as_str(), gap.adjacent),
        ("2025-01-18T00:00:00Z", "2025-01-20T02:00:00Z", true)
    );
    assert!(
        first.sentence.contains("after a gap from 18 Jan 2025 08:00 +08:00 to 20 Jan 2025 10:00 +08:00"),
        "{}",
        first.sentence
    );
    let day = |date: &str| findings.timelines[0].days.iter().find(|day| day.date == date).unwrap().clone();
    assert_eq!((day("2025-01-19").count, day("2025-01-19").state), (None, State::Gap));
    assert_eq!((day("2025-01-18").count, day("2025-01-18").state), (Some(0), State::Partial));
    assert_eq!(day("2025-01-18").gap_hours, (8..24).collect::<Vec<i8>>());
    assert_eq!((day("2025-01-21").count, day("2025-01-21").state), (Some(0), State::Observed));
    assert_eq!(findings.coverage.gaps.len(), 1);
    assert!(world.file("report.html").contains("url(#hatch1)"));
}

#[test]
fn unknown_coverage_is_said_and_never_observed() {
    let mut world = World::new();
    let source = world.source("posts", Measure::Items);
    world.weather();
    let items = posts("2025-01-12T16:00:00Z", &SHAPE, "someone");
    world.put(source, "file:posts", Held { items, ..Held::default() });
    let (findings, _) = world.report("weather", &[]);
    let timeline = &findings.timelines[0];
    assert!(!timeline.coverage_known);
    assert!(timeline.days.iter().all(|day| day.state == State::Partial));
    assert_eq!(findings.coverage.sources_without_coverage, ["posts"]);
    assert_eq!(findings.coverage.unknown_accounts, 1);
    let first = findings.first_captured.unwrap();
    assert!(
        first.gap_before.is_none() && first.sentence.contains("coverage is not known"),
        "{}",
        first.sentence
    );
    assert!(timeline.surge_note.contains("Coverage is not known"));
}

#[test]
fn a_date_without_a_time_is_counted_by_day_only() {
    let mut world = World::new();
    let source = world.source("sites", Measure::Items);
    world.weather();
    let mut article = item(
        account("web", "news.example"),
        "https://news.example/1",
        ItemKind::Article,
        "2025-01-20T00:00:00Z",
        "weather",
    );
    article.created.precision = Precision::Day;
    let post = item(account("x", "a"), "2", ItemKind::Post, "2025-01-20T03:00:00Z", "weather");
    let mut undated = item(
        account("web", "news.example"),
        "https://news.example/2",
        ItemKind::Article,
        "2025-01-25T00:00:00Z",
        "weather",
    );
    undated.created.precision = Precision::None;
    let whole = observed(None, "2025-01-01T00:00:00Z", "2025-02-20T00:00:00Z");
    world.put(
        source,
        "file:all",
        Held { items: vec![article, post, undated], observed: vec![whole], ..Held::default() },
    );
    let (findings, _) = world.report("weather", &[]);
    let timeline = &findings.timelines[0];
    assert_eq!((timeline.total, timeline.not_in_hours, timeline.undated), (3, 1, 1));
    assert_eq!(timeline.hours.iter().filter_map(|hour| hour.count).sum::<u64>(), 1);
    assert_eq!(timeline.days.iter().find(|day| day.date == "2025-01-20").unwrap().count, Some(2));
    let first = findings.first_captured.unwrap();
    assert!(
        first.sentence.contains("known to the day") && first.sentence.contains("1 other item of that day"),
        "{}",
        first.sentence
    );
}

#[test]
fn nothing_matches_and_nothing_fails() {
    let mut world = World::new();
    let source = world.source("posts", Measure::Items);
    world.weather();
    let whole = observed(None, "2025-01-12T00:00:00Z", "2025-02-20T00:00:00Z");
    world.put(source, "file:posts", Held { observed: vec![whole], ..Held::default() });
    let (findings, printed) = world.report("weather", &[]);
    assert!(printed.contains("Nothing in the store matches"));
    assert!(findings.actors.is_empty() && findings.first_captured.is_none());
    assert!(
        findings.timelines[0]
            .days
            .iter()
            .take(28)
            .all(|day| day.state == State::Observed && day.count == Some(0))
    );
    assert_eq!(findings.shares.reason.as_deref(), Some("nothing matched"));
}

/// A post and an article of which the day is known, as a report in a zone has them.
fn zoned(zone: &str, post: &str, article: &str) -> whence_analysis::findings::Findings {
    let mut world = World::new();
    let source = world.source("all", Measure::Items);
    world.narrative(
        "zoned",
        &format!(
            "title = \"t\"\nquery = \"weather\"\ntime_zone = {zone:?}\n[window]\nfrom = \"2025-01-20\"\nto = \"2025-02-01\""
        ),
    );
    let post = item(account("x", "a"), "1", ItemKind::Post, post, "weather");
    let mut known = item(account("x", "b"), "2", ItemKind::Post, article, "weather");
    known.created.precision = Precision::Day;
    let whole = observed(None, "2025-01-01T00:00:00Z", "2025-02-20T00:00:00Z");
    let held = Held { items: vec![post, known], observed: vec![whole], ..Held::default() };
    world.put(source, "file:all", held);
    world.report("zoned", &["--now", "2025-01-22T00:00:00Z"]).0
}

fn first(findings: &whence_analysis::findings::Findings) -> (String, String, usize) {
    let first = findings.first_captured.as_ref().unwrap();
    assert_eq!(findings.timelines[0].first_captured.as_ref().unwrap().sentence, first.sentence);
    (first.at_local.clone(), first.precision.clone(), findings.matched.items)
}

#[test]
fn a_day_is_ordered_by_its_date_and_not_by_an_instant() {
    // 21:00 on the 26th in New York, though after midnight UTC of the 27th.
    let findings = zoned("America/New_York", "2025-01-27T02:00:00Z", "2025-01-27T00:00:00Z");
    assert_eq!(first(&findings), ("2025-01-26T21:00:00-05:00".to_owned(), "second".to_owned(), 2));
    let sentence = &findings.first_captured.as_ref().unwrap().sentence;
    assert!(!sentence.contains("known to the day") && !sentence.contains("may be earlier"), "{sentence}");
    let days: Vec<_> = findings.timelines[0]
        .days
        .iter()
        .filter(|day| day.count > Some(0))
        .map(|day| (day.date.as_str(), day.count.unwrap()))
        .collect();
    assert_eq!(days, [("2025-01-26", 1), ("2025-01-27", 1)]);

    // 02:00 on the 27th in Shanghai, before midnight UTC: of one date, what is known to the day comes first.
    let findings = zoned("Asia/Shanghai", "2025-01-26T18:00:00Z", "2025-01-27T00:00:00Z");
    assert_eq!(first(&findings), ("2025-01-27".to_owned(), "day".to_owned(), 2));
    let sentence = &findings.first_captured.as_ref().unwrap().sentence;
    assert!(sentence.contains("27 Jan 2025 (time of day not known)"), "{sentence}");
    assert!(sentence.contains("known to the day. Any of the 1 other item of that day may be earlier."));
}

#[test]
fn a_day_is_inside_the_window_by_its_date() {
    for zone in ["America/New_York", "Asia/Shanghai", "Pacific/Kiritimati", "Etc/GMT+12"] {
        for (day, inside) in [("2025-01-19", 0), ("2025-01-20", 1), ("2025-01-31", 1), ("2025-02-01", 0)] {
            let findings = zoned(zone, "2025-01-25T12:00:00Z", &format!("{day}T00:00:00Z"));
            assert_eq!(findings.matched.items, 1 + inside, "{zone} {day}");
            let counted: u64 = findings.timelines[0].days.iter().filter_map(|day| day.count).sum();
            assert_eq!(counted, 1 + inside as u64, "{zone} {day}: its day is in the table");
        }
    }
}
