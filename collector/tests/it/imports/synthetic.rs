//! Small files with the oddities that exports have.

use serde_json::json;

use super::import_text;
use crate::support::Bench;

#[test]
fn embedded_newlines_and_a_byte_order_mark() {
    let bench = Bench::new();
    let content = "\u{feff}\"id\",author,created,text\r\n1,@A_b,2025-01-27 08:00,\"two\nlines, \"\"quoted\"\"\"\r\n2,a_B,2025-01-27,,\n";
    let ended = import_text(&bench, "generic-csv", "odd.csv", content, &["--json"]);
    assert_eq!(ended.code, 2, "--json is given twice: {ended:?}");
    let content = content.replace(",,\n", ",\n");
    let ended = import_text(&bench, "generic-csv", "odd.csv", content, &[]);
    assert_eq!((ended.code, &ended.json()["mapped"]), (0, &2.into()), "{ended:?}");
    let rows = bench.rows("SELECT native_id, text, created_precision AS p FROM item ORDER BY id");
    assert_eq!(rows[0], json!({"native_id": "1", "text": "two\nlines, \"quoted\"", "p": "minute"}));
    assert_eq!(rows[1], json!({"native_id": "2", "text": "", "p": "day"}));
    assert_eq!(bench.column("SELECT handle FROM account"), ["a_b"], "one account, however it is written");
}

#[test]
fn a_byte_order_mark_before_json() {
    let bench = Bench::new();
    let content =
        "\u{feff}{\"id\":\"1\",\"author\":\"a\",\"created\":\"2025-01-27T00:00:00Z\",\"text\":\"x\"}";
    assert_eq!(import_text(&bench, "generic-ndjson", "bom.ndjson", content, &[]).json()["mapped"], 1);
}

#[test]
fn what_the_user_states_as_observed_is_kept() {
    let bench = Bench::new();
    let content = "id,author,created,text\n1,a,2025-01-27,x\n";
    let without = import_text(&bench, "generic-csv", "a.csv", content, &[]);
    assert_eq!(without.code, 0);
    assert_eq!(
        bench.count("SELECT count(*) FROM observed"),
        0,
        "a file of posts proves no coverage by itself"
    );
    let window = "2025-01-20T00:00:00+08:00..2025-02-01T00:00:00+08:00";
    let stated = import_text(&bench, "generic-csv", "a.csv", content, &["--observed", window]);
    assert_eq!(stated.code, 0, "{stated:?}");
    let observed = bench.rows("SELECT source, handle, observed_from AS f, observed_to AS t FROM coverage");
    let expected = json!({"source": "import:generic-csv", "handle": null, "f": "2025-01-19T16:00:00Z", "t": "2025-01-31T16:00:00Z"});
    assert_eq!(observed, [expected]);
    let wrong =
        import_text(&bench, "generic-csv", "a.csv", content, &["--observed", "2025-02-01..2025-01-20"]);
    assert_eq!(wrong.code, 2, "{wrong:?}");
}

#[test]
fn ids_and_relations_keep_every_digit() {
    let bench = Bench::new();
    let content = concat!(
        r#"{"id":1852674305517830144,"author":"a","created":1737964800,"text":"x &amp; y","repost_of":1852674305517830145}"#,
        "\n",
        r#"{"id":"2","author":"b","created":"2025-01-27T08:00:00+00:00","text":"","quote_of":"1","reply_to":"3","links":["https://Example.org/a?utm_source=x"],"tags":["DeepSeek"]}"#,
        "\n"
    );
    assert_eq!(import_text(&bench, "generic-ndjson", "ids.ndjson", content, &[]).json()["mapped"], 2);
    let rows = bench.rows("SELECT native_id, kind, repost_of, quote_of, reply_to FROM item ORDER BY id");
    assert_eq!(rows[0]["native_id"], "1852674305517830144");
    assert_eq!((&rows[0]["kind"], &rows[0]["repost_of"]), (&json!("repost"), &json!("1852674305517830145")));
    assert_eq!(
        (&rows[1]["kind"], &rows[1]["quote_of"], &rows[1]["reply_to"]),
        (&json!("quote"), &json!("1"), &json!("3"))
    );
    assert_eq!(bench.column("SELECT canonical FROM url"), ["https://example.org/a"]);
    assert_eq!(bench.column("SELECT tag FROM tag"), ["deepseek"]);
}
