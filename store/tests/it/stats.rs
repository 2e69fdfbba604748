//! What the program says of a store's size and growth.

use serde_json::{Value, json};
use whence_store::time::Micros;

use crate::support::{Bench, post};

/// One capture a day for twenty days, each with an item more than a day before, and the last day seen again.
fn grown() -> Bench {
    let bench = Bench::new();
    let mut filled = bench.open();
    for day in 1..=20 {
        let items = (0..day).map(|n| post("Ann", &format!("{day}-{n}"), "words")).collect();
        filled.put(0, day * Micros::DAY / Micros::SECOND, items);
    }
    // The same body once more is no new body, and the same item no new item.
    filled.put(0, 20 * Micros::DAY / Micros::SECOND, vec![post("Ann", "20-0", "words")]);
    drop(filled);
    bench
}

fn stats(bench: &Bench, more: &[&str]) -> Value {
    let mut arguments = vec!["stats", "--json"];
    arguments.extend(more);
    let ended = bench.program(&arguments);
    assert_eq!(ended.code, 0, "{ended:?}");
    serde_json::from_str(&ended.out).unwrap()
}

#[test]
fn growth_is_told_by_day_and_projected() {
    let bench = grown();
    let growth = stats(&bench, &[])["growth"].clone();
    let days = growth["days"].as_array().unwrap();
    assert_eq!(days.len(), 14);
    assert_eq!(days[0]["date"], "1970-01-08");
    assert_eq!((&days[0]["captures"], &days[0]["new_items"]), (&json!(1), &json!(7)));
    assert_eq!((&days[13]["captures"], &days[13]["new_items"]), (&json!(2), &json!(20)));
    let body = "body 1728000".len();
    assert_eq!(days[13]["new_body_bytes"], body, "the second capture of that day has the same body");
    // Days 13 to 19: 16 items a day, one capture; the newest day may not be over.
    let projected = &growth["per_30_days"];
    assert_eq!((&projected["mean_of_days"], &projected["captures"]), (&json!(7), &json!(30.0)));
    assert_eq!(projected["new_items"], 480.0);
    assert_eq!((&projected["from"], &projected["to"]), (&json!("1970-01-14"), &json!("1970-01-20")));

    // How many days are shown changes nothing but that.
    for shown in [0, 1, 3, 8, 100] {
        let fewer = stats(&bench, &["--days", &shown.to_string()])["growth"].clone();
        assert_eq!(&fewer["per_30_days"], projected, "--days {shown}");
        let all = fewer["days"].as_array().unwrap();
        assert_eq!(all.len(), shown.min(20));
        assert!(shown > 14 || days.ends_with(all), "--days {shown}: {all:?}");
    }
    let none = bench.program(&["stats", "--days", "0"]).out;
    assert!(none.contains("per 30 days") && !none.contains("1970-01-21"), "{none}");
    let text = bench.program(&["stats"]).out;
    assert!(text.contains("at the mean of the last 7 observed days"), "{text}");
}

#[test]
fn every_table_is_counted_and_measured() {
    let bench = grown();
    let all = stats(&bench, &["--sizes"]);
    let tables = bench
        .column("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'item_fts_%'", &[]);
    let counted: Vec<&str> =
        all["rows"].as_array().unwrap().iter().map(|row| row[0].as_str().unwrap()).collect();
    for table in &tables {
        assert!(counted.contains(&table.as_str()), "{table} is not counted");
        let measured = all["sizes"].as_array().unwrap().iter().any(|part| part["table"] == **table);
        assert!(measured, "{table} is not measured");
    }
    assert_eq!(counted.len(), tables.len(), "{counted:?}");
    let rows =
        |table: &str| all["rows"].as_array().unwrap().iter().find(|row| row[0] == table).unwrap()[1].clone();
    assert_eq!((rows("item"), rows("item_fts"), rows("capture")), (json!(210), json!(210), json!(21)));
    let measured: i64 =
        all["sizes"].as_array().unwrap().iter().map(|part| part["bytes"].as_i64().unwrap()).sum();
    let raw = bench.raw();
    let pragma = |name: &str| raw.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    let pages = pragma("page_count") * pragma("page_size");
    assert_eq!(measured + all["free_bytes"].as_i64().unwrap(), pages, "every page is somebody's");
    assert!(stats(&bench, &[])["sizes"].is_null());
}

#[test]
fn the_log_is_part_of_the_size() {
    let bench = Bench::new();
    let mut filled = bench.open();
    filled.put(0, 1, vec![post("Ann", "1", &"words ".repeat(9000))]);
    let read = stats(&bench, &[]);
    assert!(read["wal_bytes"].as_u64().unwrap() > 50_000, "{read}");
    assert_eq!(read["file_bytes"], std::fs::metadata(bench.db()).unwrap().len());
}

#[test]
fn an_empty_store_has_no_growth() {
    let bench = Bench::new();
    drop(bench.open());
    let read = stats(&bench, &["--sizes"]);
    assert_eq!(read["growth"], json!({"days": [], "per_30_days": null}));
    assert_eq!(bench.program(&["stats"]).code, 0);
}
