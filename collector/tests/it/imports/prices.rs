//! Real daily prices become a series, by trading day.

use super::{files, import, import_again};
use crate::support::{Bench, shared};

#[test]
fn nvidia_fell_on_the_twenty_seventh() {
    let Some(folder) = shared("nvda") else { return };
    let prices = files(&folder, ".csv");
    let bench = Bench::new();
    let report = import(&bench, "daily-prices", &prices);
    assert_eq!((&report["mapped"], &report["new_points"]), (&11.into(), &55.into()), "{report}");
    let close =
        "SELECT name, precision, value FROM series WHERE local_date = '2025-01-27' AND measure = 'close'";
    assert_eq!(
        bench.rows(close),
        [serde_json::json!({"name": "NVDA", "precision": "day", "value": 118.409})]
    );
    import_again(&bench, "daily-prices", &prices);
}
