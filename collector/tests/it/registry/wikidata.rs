//! Results of Wikidata's query service: the same claims from JSON and from CSV.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::import;
use crate::support::Bench;

const ENTITY: &str = "http://www.wikidata.org/entity";

/// Statements: item, label, kind, property, handle, id, start, end.
const STATEMENTS: [[&str; 8]; 9] = [
    ["Q1", "Harbour Office", "office", "P2002", "HarbourOffice", "9001", "2020-03-01T00:00:00Z", ""],
    [
        "Q1",
        "Harbour Office",
        "office",
        "P2002",
        "OldHarbour",
        "9001",
        "2012-01-01T00:00:00Z",
        "2020-02-29T00:00:00Z",
    ],
    ["Q1", "Harbour Office", "office", "P856", "https://www.harbour.example/en/", "", "", ""],
    ["Q2", "Tide TV", "outlet", "P2397", "UCabcdefghijklmnopqrstuv", "", "", ""],
    ["Q2", "Tide TV", "outlet", "P3789", "tidetv", "", "", ""],
    ["Q2", "Tide TV", "outlet", "P4033", "tide@social.example", "", "", ""],
    ["Q2", "Tide TV", "outlet", "P12361", "tide.example", "", "", ""],
    ["Q2", "Tide TV", "outlet", "P3579", "1234567890", "", "", ""],
    ["Q3", "Ann Example", "", "P2003", "ann.example", "", "", ""],
];

fn as_json() -> String {
    let uri = |text: &str| json!({"type": "uri", "value": text});
    let literal = |text: &str| json!({"type": "literal", "value": text});
    let bindings: Vec<Value> = STATEMENTS
        .iter()
        .map(|[item, label, kind, property, handle, id, start, end]| {
            let mut row = json!({"item": uri(&format!("{ENTITY}/{item}")), "itemLabel": literal(label),
                "property": uri(&format!("{ENTITY}/{property}")), "handle": literal(handle), "parentLabel": literal("A State")});
            for (name, value) in [("kind", kind), ("id", id), ("start", start), ("end", end)] {
                if !value.is_empty() {
                    row[name] = literal(value);
                }
            }
            row
        })
        .collect();
    json!({"head": {"vars": ["item"]}, "results": {"bindings": bindings}}).to_string()
}

fn as_csv() -> String {
    let mut text = String::from("item,itemLabel,kind,property,handle,id,start,end,parentLabel\n");
    for [item, label, kind, property, handle, id, start, end] in STATEMENTS {
        let _ = writeln!(
            text,
            "{ENTITY}/{item},{label},{kind},{ENTITY}/{property},{handle},{id},{start},{end},A State"
        );
    }
    text
}

const CLAIMS: &str = "SELECT platform || '|' || handle || '|' || coalesce(native_id, '') || '|' || actor || '|' || actor_kind || '|' || parent || '|' ||
    asserted_by || '|' || asserted_url || '|' || date(asserted_at / 1000000, 'unixepoch') || '|' || status || '|' ||
    coalesce(date(valid_from / 1000000, 'unixepoch'), '') || '|' || coalesce(date(valid_to / 1000000, 'unixepoch'), '') FROM claim ORDER BY 1";

#[test]
fn json_and_csv_give_the_same_claims() {
    let (one, other) = (Bench::new(), Bench::new());
    assert_eq!(import(&one, "actors-wikidata", "results_2031-02-03.json", &as_json())["new_claims"], 9);
    assert_eq!(import(&other, "actors-wikidata", "results_2031-02-03.csv", &as_csv())["new_claims"], 9);
    let claims = one.column(CLAIMS);
    assert_eq!(claims, other.column(CLAIMS));
    for expected in [
        "x|harbouroffice|9001|Harbour Office|office|A State|Wikidata|http://www.wikidata.org/entity/Q1|2031-02-03|candidate|2020-03-01|",
        // The last day counts.
        "x|oldharbour|9001|Harbour Office|office|A State|Wikidata|http://www.wikidata.org/entity/Q1|2031-02-03|candidate|2012-01-01|2020-03-01",
        "web|harbour.example||Harbour Office|office|A State|Wikidata|http://www.wikidata.org/entity/Q1|2031-02-03|candidate||",
        "weibo|1234567890|1234567890|Tide TV|outlet|A State|Wikidata|http://www.wikidata.org/entity/Q2|2031-02-03|candidate||",
        "instagram|ann.example||Ann Example|person|A State|Wikidata|http://www.wikidata.org/entity/Q3|2031-02-03|candidate||",
    ] {
        assert!(claims.contains(&expected.to_owned()), "{expected}: {claims:#?}");
    }
    let youtube = one.column("SELECT native_id FROM claim WHERE platform = 'youtube'");
    assert_eq!(youtube, ["UCabcdefghijklmnopqrstuv"], "a channel's id keeps its case");
    assert_eq!(one.count("SELECT count(*) FROM attribution"), 0);
}

#[test]
fn a_column_for_each_property_is_read_too() {
    let bench = Bench::new();
    let text = "item,itemLabel,kind,P2002,P6552,P2013,P856\nhttp://www.wikidata.org/entity/Q1,Harbour Office,office,HarbourOffice,9001,harbouroffice,https://harbour.example\n";
    assert_eq!(import(&bench, "actors-wikidata", "wide_2031-02-03.csv", text)["new_claims"], 3);
    assert_eq!(bench.column("SELECT native_id FROM claim WHERE platform = 'x'"), ["9001"]);
}

#[test]
fn a_handle_bound_to_an_id_is_not_inherited() {
    let bench = Bench::new();
    let file = bench.write("results_2031-02-03.json", as_json());
    assert_eq!(bench.import("actors-wikidata", &[file], &["--status", "accepted"]).code, 0);
    let post = |id: &str, author: &str, author_id: &str, at: &str| {
        format!(
            "{{\"id\":\"{id}\",\"platform\":\"x\",\"author\":\"{author}\",\"author_id\":\"{author_id}\",\"created\":\"{at}\",\"text\":\"x\"}}\n"
        )
    };
    // Somebody else has had the old handle since it was given up, and the office's posts are its own by id.
    let text = post("1", "OldHarbour", "77", "2024-01-01T00:00:00Z")
        + &post("2", "HarbourOffice", "9001", "2024-01-01T00:00:00Z")
        + &post("3", "HarbourOffice", "9001", "2013-01-01T00:00:00Z")
        + &post("4", "HarbourOffice", "9001", "2011-01-01T00:00:00Z");
    let file = bench.write("posts.ndjson", text);
    assert_eq!(bench.import("generic-ndjson", &[file], &[]).code, 0);
    let whose =
        "SELECT DISTINCT native_id || ' ' || actor FROM attributed JOIN item ON item.id = item_id ORDER BY 1";
    assert_eq!(bench.column(whose), ["2 Harbour Office", "3 Harbour Office"]);
}
