//! Prices, ranks and any numbers, as vendors write them.

use super::import;
use crate::support::Bench;

const VALUE: &str = "SELECT name || ' ' || measure || ' ' || coalesce(local_date, '') || ' ' || precision || ' ' || value FROM series ORDER BY name, at, measure";

#[test]
fn vendors_write_the_same_price_in_their_own_ways() {
    for (name, text) in [
        (
            "LNTN.csv",
            "Date,Open,High,Low,Close,Adj Close,Volume\n2031-01-27,125.5,128.25,116.5,118.5,118.25,1000\n2031-01-28,null,null,null,null,null,null\n",
        ),
        ("lntn_us_d.csv", "Date,Open,High,Low,Close,Volume\n2031-01-27,125.5,128.25,116.5,118.5,1000\n"),
        (
            "LNTN_nasdaq.csv",
            "Date,Close/Last,Volume,Open,High,Low\n01/27/2031,$118.50,\"1,000\",$125.50,$128.25,$116.50\n",
        ),
        ("lntn_de.csv", "Symbol,Date,Close,Volume,Currency\nLNTN,20310127,118.5,1000,USD\n"),
    ] {
        let bench = Bench::new();
        import(&bench, "prices", name, text);
        let all = bench.column(VALUE);
        let close = all.iter().find(|row| row.contains(" close ")).unwrap();
        assert!(close.starts_with("LNTN close ") && close.ends_with(" day 118.5"), "{close}");
        assert!(all.contains(&close.replace("close", "volume").replace("118.5", "1000.0")), "{all:?}");
        assert_eq!(
            bench.column("SELECT DISTINCT date(at / 1000000, 'unixepoch') FROM series"),
            ["2031-01-27"]
        );
        assert_eq!(
            bench.count("SELECT count(*) FROM series JOIN capture ON capture.id = capture_id"),
            all.len(),
            "with evidence"
        );
    }
}

#[test]
fn a_price_that_is_no_number_is_told() {
    let bench = Bench::new();
    let file = bench.write("LNTN.csv", "Date,Close\n2031-01-27,about 118\n");
    let report = bench.import("prices", &[file], &[]).json();
    let told = report["first_unmapped"].as_str().unwrap();
    assert!(told.contains("Close: `about 118` is not a number"), "{told}");
}

#[test]
fn ranks_are_a_series_for_each_app_and_list() {
    let bench = Bench::new();
    let text = "date,country,category,rank,app\n2031-01-26,us,Productivity,#2,Lantern\n2031-01-27,us,Productivity,1,Lantern\n2031-01-27,us,Productivity,2,Other\n";
    let report = import(&bench, "app-rank", "appstore_us.csv", text);
    assert_eq!(report["new_points"], 3);
    assert_eq!(
        bench.column(VALUE),
        [
            "appstore/us/Productivity/Lantern rank 2031-01-26 day 2.0",
            "appstore/us/Productivity/Lantern rank 2031-01-27 day 1.0",
            "appstore/us/Productivity/Other rank 2031-01-27 day 2.0",
        ]
    );
    assert_eq!(bench.column("SELECT DISTINCT unit FROM series"), ["rank"]);
}

#[test]
fn any_numbers_come_with_or_without_names() {
    let bench = Bench::new();
    import(
        &bench,
        "series-csv",
        "searches.csv",
        "time,value\n2031-01-27T08:00:00Z,12\n2031-01-27T09:00:00Z,13.5\n",
    );
    import(&bench, "series-csv", "more.csv", "time,value,name,unit\n2031-01-27,7,visits,people\n");
    assert_eq!(
        bench.column(VALUE),
        ["searches value  second 12.0", "searches value  second 13.5", "visits value 2031-01-27 day 7.0",]
    );
}
