//! Surges in reports: the onset by the hour, what was added, tests before events, and series of counts.

use whence_store::ingest::{ActorKind, ItemKind, LangSource, NewItem};
use whence_store::time::{Micros, Moment, Precision};
use whence_store::work::Measure;

use super::world::{Held, World, account, at, claim, item, observed};

const DAYS: usize = 63;
/// Friday 24 January, four days that are an office's; a spike of readers on Monday 20 January.
const FIRST: &str = "2024-12-02T00:00:00Z";
const SPIKE: usize = 49;
const SURGE: std::ops::Range<usize> = 53..57;

fn narrative(world: &World, more: &str) {
    world.narrative(
        "machines",
        &format!(
            "title = \"t\"\nquery = \"weather\"\ntime_zone = \"UTC\"\n[window]\nfrom = \"2024-12-02\"\nto = \"2025-02-03\"\n\
             [[event]]\nname = \"The fall\"\nat = \"2025-01-27\"\nsource = \"https://source.example/\"\nplacebo_days = 3\n{more}"
        ),
    );
}

/// Five or so a day by readers at all hours; the office adds thirty on each day of the surge from ten on.
fn items() -> Vec<NewItem> {
    let start = at(FIRST);
    let mut all = Vec::new();
    for day in 0..DAYS {
        let midnight = start.plus(i64::try_from(day).unwrap() * Micros::DAY);
        let readers = if day == SPIKE { 25 } else { 4 + day % 3 };
        for n in 0..readers {
            let when = midnight
                .plus(i64::try_from((5 * n + 7 * day) % 24).unwrap() * Micros::HOUR + 5 * Micros::MINUTE);
            let id = format!("r{day}-{n}");
            let mut post =
                item(account("x", &format!("reader{n}")), &id, ItemKind::Post, &when.to_string(), "weather");
            post.lang = Some(("en".to_owned(), LangSource::Platform));
            all.push(post);
        }
        for n in 0..if SURGE.contains(&day) { 30 } else { 0 } {
            let when = midnight.plus(10 * Micros::HOUR + n * 20 * Micros::MINUTE);
            let mut post = item(
                account("weibo", "CloudOffice"),
                &format!("o{day}-{n}"),
                ItemKind::Post,
                &when.to_string(),
                "weather",
            );
            post.lang = Some(("zh".to_owned(), LangSource::Platform));
            post.tags = vec!["clouds".to_owned()];
            all.push(post);
        }
    }
    all
}

#[test]
fn a_surge_has_an_onset_an_interval_and_what_was_added() {
    let mut world = World::new();
    let source = world.source("posts", Measure::Items);
    narrative(&world, "");
    let whole = observed(None, "2024-11-01T00:00:00Z", "2025-02-20T00:00:00Z");
    let claims = vec![claim("Office of Clouds", ActorKind::Office, "weibo", "CloudOffice")];
    world.put(
        source,
        "file:posts",
        Held { items: items(), claims, observed: vec![whole], ..Held::default() },
    );
    let (findings, printed) = world.report("machines", &[]);
    let surge = findings.surges.iter().find(|surge| surge.days >= 3).unwrap();
    assert_eq!((surge.from.as_str(), surge.to.as_str()), ("2025-01-24", "2025-01-28"));
    let onset = Micros::from_timestamp(surge.onset.at.parse().unwrap());
    let truth = at("2025-01-24T10:00:00Z");
    assert_eq!(surge.onset.unit, "hour");
    assert!(onset.since(truth).abs() <= 6 * Micros::HOUR, "{:?}", surge.onset);
    assert!(at(&surge.onset.low) <= truth && truth < at(&surge.onset.high), "{:?}", surge.onset);
    let (low, ratio, high) =
        (surge.rate_ratio_low.unwrap(), surge.rate_ratio.unwrap(), surge.rate_ratio_high.unwrap());
    assert!(low > 3.0 && low < ratio && ratio < high && (6.0..8.0).contains(&ratio), "{low} {ratio} {high}");
    assert_eq!(surge.also_by, ["binseg", "pelt"]);

    let by = |what: &str| surge.added.iter().find(|added| added.by == what).unwrap();
    assert_eq!((by("actor").rows[0].label.as_str(), by("actor").rows[0].items), ("Office of Clouds", 120));
    assert_eq!(by("platform").rows[0].label, "Weibo");
    assert_eq!(by("language").rows[0].label, "zh");
    assert_eq!(by("object").rows[0].label, "#clouds");
    let sentence = by("actor").sentence.clone().unwrap();
    assert!(
        sentence.starts_with("Most of the added items came from Office of Clouds: 120 of "),
        "{sentence}"
    );
    assert!(printed.contains(&sentence));

    let test = findings.events[0].placebo.as_ref().unwrap();
    let found = test.test.as_ref().unwrap();
    assert!(found.rise && found.p_value < 0.05, "{}", test.sentence);
    assert_eq!((found.window.from.as_str(), found.sensitivity.len()), ("2025-01-24", 6));
    assert!(
        test.sentence.contains("Items rose to") && test.sentence.contains("order in time only"),
        "{}",
        test.sentence
    );
    assert!(!test.evidence.is_empty());
    for name in ["report.html", "report.md"] {
        let page = world.file(name);
        assert!(
            page.contains("Most of the added items came from") && page.contains("placebo test"),
            "{name}"
        );
        let lower = page.to_lowercase();
        assert!([" caused ", " drove ", " led to "].iter().all(|word| !lower.contains(word)), "{name}");
    }
}

#[test]
fn a_series_of_counts_is_looked_at_as_items_are() {
    let mut world = World::new();
    let source = world.source("counts", Measure::Counts);
    narrative(
        &world,
        "[[series]]\nname = \"query\"\nmeasure = \"posts\"\nlabel = \"Posts counted by X\"\ncounts = true\n",
    );
    let start = at(FIRST);
    let points = (0..DAYS).filter(|day| *day != 30).map(|day| {
        let when = start.plus(i64::try_from(day).unwrap() * Micros::DAY);
        let value = if SURGE.contains(&day) { 900.0 } else { 100.0 + 10.0 * (day % 4) as f64 };
        whence_store::ingest::NewPoint {
            name: "query".to_owned(),
            measure: "posts".to_owned(),
            at: Moment { at: when, precision: Precision::Day, original: when.to_string() },
            local_date: None,
            value,
            unit: Some("posts".to_owned()),
        }
    });
    world.put(source, "file:counts", Held { points: points.collect(), ..Held::default() });
    let (findings, printed) = world.report("machines", &[]);
    let counts = findings.series[0].counts.as_ref().unwrap();
    assert_eq!(counts.surges.len(), 1, "{}", counts.note);
    assert_eq!((counts.surges[0].from.as_str(), counts.surges[0].days), ("2025-01-24", 4));
    assert_eq!(counts.surges[0].measure, "query/posts");
    let test = counts.placebo[0].test.as_ref().unwrap();
    assert!(test.rise && test.baseline.gap_days == 1, "{}", counts.placebo[0].sentence);
    assert!(printed.contains("Posts counted by X: A surge from 24 Jan 2025 to 27 Jan 2025"), "{printed}");
    assert!(world.file("report.md").contains("Posts counted by X, as counts"));
}
