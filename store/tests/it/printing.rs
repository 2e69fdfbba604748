//! The three forms of an answer, and where rows are cut.

use crate::support::{Bench, post};

fn bench() -> Bench {
    let bench = Bench::new();
    let text = "a \"quoted\",\nline\u{202e}\u{1b}[31m 深度求索";
    let mut filled = bench.open();
    filled.put(0, 10, vec![post("Ann", "1", text), post("Bob", "2", "=1+1")]);
    bench
}

#[test]
fn json_gives_values_as_they_are() {
    let bench = bench();
    let query = "SELECT native_id, text, id AS n, title, 0.5 AS half, x'0aff' AS bytes FROM item ORDER BY id";
    let ended = bench.program(&["sql", query, "--format", "json"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let rows: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    let expected = serde_json::json!({"native_id": "1", "text": "a \"quoted\",\nline\u{202e}\u{1b}[31m 深度求索", "n": 1,
        "title": null, "half": 0.5, "bytes": "0aff"});
    assert_eq!(rows[0], expected);
    assert_eq!(rows.as_array().unwrap().len(), 2);
}

#[test]
fn json_keeps_columns_of_one_name_apart() {
    let bench = bench();
    let of = |query: &str| {
        let ended = bench.program(&["sql", query, "--format", "json"]);
        assert_eq!(ended.code, 0, "{ended:?}");
        serde_json::from_str::<serde_json::Value>(&ended.out).unwrap()[0].clone()
    };
    assert_eq!(of("SELECT 1 AS id, 2 AS id, 3 AS n"), serde_json::json!({"id": 1, "id_2": 2, "n": 3}));
    // A name that another column has, before or after, is not taken.
    assert_eq!(
        of("SELECT 1 AS id, 2 AS id, 3 AS id_2, 4 AS id, 5 AS id_2"),
        serde_json::json!({"id": 1, "id_3": 2, "id_2": 3, "id_4": 4, "id_2_2": 5})
    );
    let joined = of("SELECT * FROM item JOIN account ON account.id = item.account_id ORDER BY item.id");
    assert_eq!((&joined["native_id"], &joined["native_id_2"]), (&"1".into(), &serde_json::Value::Null));
}

#[test]
fn csv_is_read_back_and_runs_no_formula() {
    let bench = bench();
    let ended = bench.program(&["sql", "SELECT native_id, text FROM item ORDER BY id", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(ended.out.as_bytes());
    assert_eq!(reader.headers().unwrap(), vec!["native_id", "text"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(&rows[0][1], "a \"quoted\",\nline\u{202e}\u{1b}[31m 深度求索");
    assert_eq!(&rows[1][1], "'=1+1");
}

#[test]
fn a_table_does_not_act_on_the_terminal() {
    let bench = bench();
    let ended = bench.program(&["sql", "SELECT native_id, text FROM item ORDER BY id"]);
    assert!(!ended.out.contains(['\u{1b}', '\u{202e}']), "{}", ended.out);
    assert!(ended.out.contains("⟦U+202E⟧") && ended.out.contains("深度求索"), "{}", ended.out);
    assert_eq!(ended.out.lines().count(), 4, "a head, a rule and two rows: {}", ended.out);
}

#[test]
fn more_rows_than_the_cap_are_cut_and_said_to_be() {
    let bench = bench();
    let ended = bench.program(&["sql", "SELECT id FROM item", "--rows", "1", "--format", "json"]);
    assert_eq!(ended.code, 0);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&ended.out).unwrap().as_array().unwrap().len(), 1);
    assert!(ended.err.contains("only the first 1 rows"), "{}", ended.err);
    let ended = bench.program(&["sql", "SELECT id FROM item", "--rows", "2"]);
    assert!(ended.err.is_empty(), "exactly as many as the cap are not cut: {}", ended.err);
}

#[test]
fn parameters_are_values_never_sql() {
    let bench = bench();
    let query = "SELECT count(*) AS n FROM account WHERE shown_handle = :who";
    let ended = bench.program(&["sql", query, "--format", "csv", "--param", "who=Ann' OR '1'='1"]);
    assert_eq!(ended.out, "n\n0\n");
    let ended = bench.program(&["sql", query, "--format", "csv", "--param", "who=Ann"]);
    assert_eq!(ended.out, "n\n1\n");
}

#[test]
fn tables_and_statistics_say_what_there_is() {
    let bench = bench();
    let tables = bench.program(&["sql", "--tables", "--format", "csv"]);
    assert!(tables.out.contains("\nitem,table,") && tables.out.contains("\npost,view,"), "{}", tables.out);
    let stats = bench.program(&["stats", "--json"]);
    let stats: serde_json::Value = serde_json::from_str(&stats.out).unwrap();
    assert_eq!(stats["items"], serde_json::json!([["x", "post", 2]]));
}
