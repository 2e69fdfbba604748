//! The commands that look at one series: JSON on the output, errors with file, line and a way out.

use std::fmt::Write as _;

use serde_json::Value;
use whence_store::program::Exit;

use super::world::{World, text};

fn run(arguments: &[&str]) -> (anyhow::Result<Exit>, String) {
    World::new().run(arguments)
}

/// Writes a series into a folder that lasts as long as the test.
fn file(rows: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.csv");
    std::fs::write(&path, format!("time,value\n{rows}")).unwrap();
    let path = text(&path).to_owned();
    (folder, path)
}

fn json(arguments: &[&str]) -> Value {
    let (result, printed) = run(arguments);
    assert_eq!(result.unwrap(), Exit::Done);
    serde_json::from_str(&printed).unwrap()
}

/// Ninety days from 4 November 2024, five a day, with a rise to thirty on days 80 to 85.
fn daily(gap: std::ops::Range<usize>) -> String {
    let mut rows = String::new();
    for n in 0..90_usize {
        let date = jiff::civil::date(2024, 11, 4) + jiff::Span::new().days(i64::try_from(n).unwrap());
        let value = if (80..86).contains(&n) { 30 } else { 4 + n % 3 };
        let value = if gap.contains(&n) { String::new() } else { value.to_string() };
        let _ = writeln!(rows, "{date},{value}");
    }
    rows
}

#[test]
fn change_points_have_places_ratios_and_intervals() {
    let (_folder, path) = file(&daily(40..43));
    let found = json(&["changepoints", "--series", &path]);
    assert_eq!(found["schema"], "whence-changepoints/1");
    assert_eq!((&found["method"], &found["bin"]), (&"quasi-poisson".into(), &"day".into()));
    assert_eq!((&found["bins"], &found["observed"]), (&90.into(), &87.into()));
    let changes = found["changepoints"].as_array().unwrap();
    let places: Vec<_> =
        changes.iter().map(|c| (c["index"].as_u64().unwrap(), c["direction"].as_str().unwrap())).collect();
    assert_eq!(places, [(80, "up"), (86, "down")]);
    let up = &changes[0];
    assert_eq!(
        (&up["time"], &up["r_index"], &up["tcpd_index"]),
        (&"2025-01-23".into(), &80.into(), &79.into())
    );
    let number = |key: &str| up[key].as_f64().unwrap();
    assert!((number("rate_ratio") - 6.0).abs() < 0.4);
    assert!(number("rate_ratio_low") > 4.0 && number("rate_ratio_low") < number("rate_ratio"));
    assert!(number("rate_ratio_high") < 9.0);
    assert_eq!((&up["time_low"], &up["time_high"]), (&"2025-01-23".into(), &"2025-01-23".into()));
    assert_eq!(found["gaps"], serde_json::json!([{"bin": 40, "time": "2024-12-14", "bins": 3}]));
    assert_eq!(found["segments"].as_array().unwrap().len(), 3);
}

#[test]
fn a_gap_before_a_change_widens_its_interval() {
    let (_folder, path) = file(&daily(77..80));
    let up = json(&["changepoints", "--series", &path])["changepoints"][0].clone();
    assert_eq!((&up["index"], &up["after_gap"]), (&80.into(), &true.into()));
    assert_eq!((&up["time_low"], &up["time_high"]), (&"2025-01-20".into(), &"2025-01-23".into()));
    // The same rows left out: a missing bin is a gap as an empty value is, and rows are counted as the file has them.
    let kept: String = daily(77..80)
        .lines()
        .filter(|row| !row.ends_with(','))
        .map(|row| format!("{row}\n"))
        .collect::<Vec<_>>()
        .concat();
    let (_folder, path) = file(&kept);
    let up = json(&["changepoints", "--series", &path])["changepoints"][0].clone();
    assert_eq!((&up["index"], &up["bin"], &up["time_low"]), (&77.into(), &80.into(), &"2025-01-20".into()));
}

#[test]
fn an_index_and_numbers_that_are_no_counts() {
    let rows: String = (0..60)
        .map(|n| format!("{n},{}\n", if n < 30 { -1.5 } else { 2.5 } + f64::from(n % 4) * 0.1))
        .collect::<Vec<_>>()
        .concat();
    let (_folder, path) = file(&rows);
    for method in ["binseg", "pelt"] {
        let found = json(&["changepoints", "--series", &path, "--method", method]);
        assert_eq!(
            (&found["bin"], &found["changepoints"][0]["index"]),
            (&"index".into(), &30.into()),
            "{method}"
        );
        assert_eq!(found["changepoints"].as_array().unwrap().len(), 1);
        assert!(found["changepoints"][0]["rate_ratio"].is_null(), "a level below zero has no ratio");
    }
    let (result, _) = run(&["changepoints", "--series", &path]);
    let error = result.unwrap_err();
    assert!(error.to_string().contains("-1.5 at 0 is negative"), "{error}");
}

#[test]
fn hours_have_a_rhythm_of_their_own() {
    let mut rows = String::new();
    for n in 0..24 * 21_u32 {
        let (day, hour) = (n / 24, n % 24);
        let usual = if hour < 7 { 1 } else { 6 };
        let value = usual * if n >= 24 * 18 + 9 { 5 } else { 1 } + (n * 7 % 3);
        let _ = writeln!(rows, "2025-01-{:02}T{hour:02}:00:00+08:00,{value}", day + 1);
    }
    let (_folder, path) = file(&rows);
    let found = json(&["changepoints", "--series", &path, "--freq", "h"]);
    assert_eq!((&found["bin"], &found["parameters"]["adjustment"]), (&"hour".into(), &"hour-of-day".into()));
    let changes = found["changepoints"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0]["time"], "2025-01-19T09:00:00+08:00");
    let days = json(&["changepoints", "--series", &path, "--freq", "d"]);
    assert_eq!((&days["bin"], &days["bins"]), (&"day".into(), &21.into()));
}

#[test]
fn the_days_before_an_event_are_tested() {
    let (_folder, path) = file(&daily(40..43));
    let found = json(&["placebo", "--series", &path, "--event", "2025-01-27", "--days", "4"]);
    assert_eq!(found["schema"], "whence-placebo/1");
    assert_eq!(found["window"]["from"], "2025-01-23");
    assert_eq!(found["window"]["to"], "2025-01-26");
    assert_eq!((&found["baseline"]["days"], &found["baseline"]["gap_days"]), (&80.into(), &3.into()));
    assert_eq!((&found["rise"], &found["searched"]), (&true.into(), &false.into()));
    assert!(found["p_value"].as_f64().unwrap() < 0.01 && found["second"]["p_value"].as_f64().unwrap() < 0.01);
    let lengths: Vec<_> =
        found["sensitivity"].as_array().unwrap().iter().map(|row| row["days"].as_u64().unwrap()).collect();
    assert_eq!(lengths, [2, 3, 4, 5, 6, 7]);
    let sentence = found["sentence"].as_str().unwrap();
    assert!(
        sentence.contains("in the 4 days before the event (27 Jan 2025), from 23 Jan 2025 on"),
        "{sentence}"
    );
    assert!(
        sentence.ends_with("This is order in time only; both can follow from something else."),
        "{sentence}"
    );
    let caveats = found["caveats"].to_string();
    assert!(caveats.contains("3 days of the baseline"), "{caveats}");
    // A time counts by the date that it was written with.
    let again = json(&["placebo", "--series", &path, "--event", "2025-01-27T09:00:00+08:00", "--days", "4"]);
    assert_eq!(found, again);
    let searched =
        json(&["placebo", "--series", &path, "--event", "2025-01-27", "--days", "4", "--searched"]);
    assert_eq!(searched["candidates"], 87);
    assert!(searched["p_value"].as_f64() > found["p_value"].as_f64());
}

#[test]
fn where_nothing_rose_the_sentence_says_so() {
    let (_folder, path) = file(&daily(0..0));
    let found = json(&["placebo", "--series", &path, "--event", "2025-01-15", "--days", "4"]);
    assert_eq!(found["rise"], false);
    let sentence = found["sentence"].as_str().unwrap();
    assert!(sentence.contains("do not stand out") && !sentence.contains("rose"), "{sentence}");
}

#[test]
fn too_little_is_refused_with_its_reason() {
    let (_folder, path) = file(&daily(60..90));
    let mut said = Vec::new();
    for (event, days) in [("2024-11-20", "4"), ("2025-01-27", "4"), ("2025-01-27", "0"), ("Monday", "4")] {
        let (result, printed) = run(&["placebo", "--series", &path, "--event", event, "--days", days]);
        assert!(printed.is_empty());
        said.push(result.unwrap_err().to_string());
    }
    assert!(
        said[0].contains("s.csv: the baseline before 2024-11-16 has 12 observed days; 28 are needed"),
        "{}",
        said[0]
    );
    assert!(said[1].contains("s.csv: 0 of the 4 days before 2025-01-27 were observed"), "{}", said[1]);
    assert!(said[2].contains("a window of 0 days is not tested"), "{}", said[2]);
    assert!(said[3].contains("--event: \"Monday\" is no date"), "{}", said[3]);
    let (result, _) = run(&["changepoints", "--series", "nowhere.csv"]);
    assert!(result.unwrap_err().to_string().contains("nowhere.csv: cannot be read"));
}
