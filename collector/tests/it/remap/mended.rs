//! A mended rule mends what was read by it before.

use super::world::{assert_same, bench, import, searches, world};

const WRONG: &str = "title = 'mine'\nformat = 'ndjson'\n[account]\nplatform = { text = 'x' }\nhandle = 'author'\n\
                     [item]\nid = 'id'\nkind = 'post'\ncreated = { from = 'at', format = ['rfc3339'] }\ntext = 'note'\n";

#[test]
fn a_mended_preset_mends_old_items_and_unmapped_records_become_items() {
    let bench = bench();
    bench.write("config/presets/mine.toml", WRONG);
    let line = |n: usize| {
        format!(
            r#"{{"id":"{n}","author":"a","at":"2025-01-27T00:00:00Z","note":"wrong {n}","body":"right {n}","likes":{n}}}"#
        )
    };
    let other = r#"{"id":"99","author":"a","when":"2025-01-28","note":"late","body":"late but read"}"#;
    let text: String = (0..30).map(|n| line(n) + "\n").collect::<String>() + other + "\n";
    let file = bench.write("in/posts.ndjson", text);
    import(&bench, "mine", &file, &[]);
    assert_same(&bench);
    std::fs::remove_file(file).unwrap();
    let ids = bench.column("SELECT id FROM item ORDER BY native_id");

    let right = WRONG
        .replace("'note'", "'body'")
        .replace("from = 'at', format = ['rfc3339']", "from = ['at', 'when'], format = ['rfc3339', 'date']");
    bench.write("config/presets/mine.toml", right + "[item.metrics]\nlikes = 'likes'\n");
    let ended = bench.collect(&["remap", "--check", "--json"]);
    let report = ended.json();
    assert_eq!(ended.code, 3, "{ended:?}");
    let item = report["difference"]["tables"]
        .as_array()
        .unwrap()
        .iter()
        .find(|t| t["table"] == "item")
        .unwrap()
        .clone();
    assert_eq!(
        (&item["added"], &item["changed"], &item["columns"]["text"]),
        (&1.into(), &30.into(), &30.into()),
        "{item:#}"
    );
    assert_eq!(item["examples"].as_array().unwrap().len(), 20);
    assert_eq!(
        bench.count("SELECT count(*) FROM item WHERE text LIKE 'wrong%'"),
        30,
        "a check changes nothing"
    );

    let ended = bench.collect(&["remap"]);
    assert!(ended.code == 0 && ended.out.contains("text 30"), "{ended:?}");
    assert_eq!(bench.count("SELECT count(*) FROM item WHERE text LIKE 'right%'"), 30);
    assert_eq!(bench.column("SELECT text FROM item WHERE native_id = '99'"), ["late but read"]);
    assert_eq!(bench.count("SELECT count(*) FROM metric"), 30);
    assert_eq!(bench.column("SELECT id FROM item WHERE native_id <> '99' ORDER BY native_id"), ids);
    let found = |word: &str| {
        bench.count(&format!("SELECT count(*) FROM item_fts WHERE item_fts MATCH terms('{word}')"))
    };
    assert_eq!((found("right"), found("wrong"), found("late")), (30, 0, 1));
    assert_same(&bench);
    bench.assert_clean();
}

#[test]
fn a_mended_source_and_a_mended_registry() {
    let bench = world();
    let before = searches(&bench);
    let path = bench.config().join("sources/it.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("'outlet'", "'office'")).unwrap();
    let path = bench.config().join("presets/actors-canis.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace(r"embassy|", "")).unwrap();
    let claims = bench.rows("SELECT * FROM claim");
    let report = bench.collect(&["remap", "--json"]).json();
    let tables = report["difference"]["tables"].as_array().unwrap();
    let names: Vec<_> = tables.iter().map(|t| t["table"].as_str().unwrap()).collect();
    assert_eq!(names, ["account", "actor"], "{report:#}");
    assert_eq!(tables[0]["columns"], serde_json::json!({"publisher": 1}), "{report:#}");
    // Claims are evidence: told, and left.
    assert!(report["difference"]["claims"]["columns"]["actor_kind"].as_u64() > Some(0), "{report:#}");
    assert!(bench.rows("SELECT * FROM claim") == claims);
    assert_eq!(searches(&bench), before);
    bench.assert_clean();
}
