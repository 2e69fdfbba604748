//! Real hourly hot lists: every entry an item, the missing hour a gap on every day.

use std::collections::BTreeSet;

use whence_store::time::Micros;

use super::{files, import, import_again};
use crate::support::{Bench, shared};

/// China Standard Time, all year.
const OFFSET: i64 = 8 * Micros::HOUR;

/// The hours that the store holds for observed, as (day, hour) in China Standard Time.
fn observed(bench: &Bench) -> BTreeSet<(i64, i64)> {
    let mut hours = BTreeSet::new();
    for row in bench.rows("SELECT from_at, to_at FROM observed") {
        let (from, to) = (row["from_at"].as_i64().unwrap(), row["to_at"].as_i64().unwrap());
        assert_eq!((from % Micros::HOUR, to % Micros::HOUR), (0, 0));
        for at in (from + OFFSET..to + OFFSET).step_by(usize::try_from(Micros::HOUR).unwrap()) {
            let inserted =
                hours.insert((at.div_euclid(Micros::DAY), at.rem_euclid(Micros::DAY) / Micros::HOUR));
            assert!(inserted, "an hour is there twice");
        }
    }
    hours
}

#[test]
fn every_entry_is_an_item_and_the_hour_of_eight_is_a_gap_on_every_day() {
    let Some(folder) = shared("weibo-hot-2025") else { return };
    let list = files(&folder, ".ndjson.gz");
    let bench = Bench::new();
    let report = import(&bench, "weibo-hot", &list);
    assert_eq!(report["new_items"], 34_649);
    assert_eq!(bench.column("SELECT DISTINCT kind || ' ' || created_precision FROM item"), ["ranking hour"]);
    assert_eq!(bench.column("SELECT measure FROM source"), ["ranking"], "never a volume");

    let hours = observed(&bench);
    let days: BTreeSet<i64> = hours.iter().map(|(day, _)| *day).collect();
    assert_eq!(days.len(), 29);
    assert_eq!(days.last().unwrap() - days.first().unwrap(), 28, "29 days on end");
    assert!(hours.iter().all(|(_, hour)| *hour != 8), "the list of eight o'clock is there on no day");
    // What was observed is what has entries, no hour more and none less.
    let entries: BTreeSet<(i64, i64)> = bench
        .column("SELECT DISTINCT created_at FROM item")
        .iter()
        .map(|at| at.parse::<i64>().unwrap() + OFFSET)
        .map(|at| (at.div_euclid(Micros::DAY), at.rem_euclid(Micros::DAY) / Micros::HOUR))
        .collect();
    assert_eq!(hours, entries);
    eprintln!("34649 entries in {} hours of 29 days", hours.len());
    import_again(&bench, "weibo-hot", &list);
    raw(&bench, &folder.join("raw"), &hours);
}

/// The platform's own files of two of these days hold the same entries.
fn raw(bench: &Bench, folder: &std::path::Path, hours: &BTreeSet<(i64, i64)>) {
    let lists =
        [files(&folder.join("2025-01-26"), ".json"), files(&folder.join("2025-01-27"), ".json")].concat();
    let report = import(bench, "weibo-hot", &lists);
    eprintln!("raw files: {report}");
    assert_eq!(report["files"], 46);
    assert_eq!(report["files_left_out"], 2, "summaries of a day are no list of an hour");
    assert_eq!((&report["new_items"], &report["changed_items"]), (&0.into(), &0.into()), "{report}");
    assert!(report["same_items"].as_u64().unwrap() > 2000, "{report}");
    assert_eq!(&observed(bench), hours);
    bench.assert_clean();
}
