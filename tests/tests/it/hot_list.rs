//! The case that made Whence on real hot lists: imported by the preset, reported by the narrative that ships.
//!
//! The lists lie beside the checkout and in no copy of it; where they are missing the test says so.

use std::path::Path;

use serde_json::Value;
use whence_collector::import::{self, ImportOptions};
use whence_store::Store;
use whence_store::time::{ManualClock, Micros};

const CONFIG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../config");

fn report(folder: &Path, lists: &Path) -> Value {
    let db = folder.join("lists.db");
    let clock = ManualClock::new(Micros::from_timestamp("2025-02-11T00:00:00Z".parse().unwrap()));
    let mut store = Store::open(&db).unwrap();
    let preset = import::load(Path::new(CONFIG), "weibo-hot").unwrap();
    let run = store.begin_run("import", None, clock_now(&clock)).unwrap();
    let options = ImportOptions::default();
    import::import(&mut store, run, &preset, &[lists.to_owned()], &options, &clock).unwrap();
    store.end_run(run, "done", clock_now(&clock)).unwrap();
    drop(store);
    let out = folder.join("report");
    let arguments = ["whence-analyze", "report", "deepseek", "--config", CONFIG, "--db"].map(Into::into);
    let more = [db.into_os_string(), "--out".into(), out.clone().into_os_string()];
    whence_analysis::program::run(arguments.into_iter().chain(more), &mut Vec::new()).unwrap();
    serde_json::from_str(&std::fs::read_to_string(out.join("report.json")).unwrap()).unwrap()
}

fn clock_now(clock: &ManualClock) -> Micros {
    whence_store::time::Clock::now(clock)
}

#[test]
fn the_surge_of_january_2025_begins_when_the_lists_say() {
    let lists = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/weibo-hot-2025/weibo_hot_hourly_2025-01-13_2025-02-10.ndjson.gz");
    if !lists.exists() {
        println!("skipped: no hot lists at {}", lists.display());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let report = report(folder.path(), &lists);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let surges = report["surges"].as_array().unwrap();
    for surge in surges {
        println!("{}", text(&surge["sentence"]));
    }
    // The data's own description: nothing before 26 January 09 h, most on 28 January.
    let first = &surges[0];
    assert_eq!(text(&first["from"]), "2025-01-26");
    assert_eq!(text(&first["kind"]), "surge");
    assert!(text(&first["onset"]["at_local"]).starts_with("2025-01-26T"), "{}", first["onset"]);
    assert!(surges.iter().all(|surge| text(&surge["from"]).as_str() >= "2025-01-26"), "none before");
    // The list of 08 h is missing on every day: never zero.
    let timeline = &report["timelines"][0];
    assert_eq!(timeline["daily_gap_hours"], serde_json::json!([8]));
    assert!(
        timeline["hours"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|hour| text(&hour["at_local"]).contains("T08:"))
            .all(|hour| hour["count"].is_null())
    );
    // Eleven days are no baseline: the test says so, and the sentence claims no rise before the event.
    let events = report["events"].as_array().unwrap();
    let event = events.iter().find(|event| event["date"] == "2025-01-27").unwrap();
    let sentence = text(&event["placebo"]["sentence"]);
    println!("{sentence}\n{}", text(&event["sentence"]));
    assert!(
        sentence.contains("cannot be tested: the baseline before 2025-01-24 has 11 observed days"),
        "{sentence}"
    );
    assert!(event["placebo"]["test"].is_null());
    assert!(text(&event["sentence"]).ends_with("This is order in time, not cause."));
}
