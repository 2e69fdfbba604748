//! The same evidence under the same rules gives the same rows.

use super::world::{assert_index, assert_same, bench, derived, import, large_files, post, world};
use crate::support::Bench;

#[test]
fn a_store_of_every_kind_is_what_its_evidence_says() {
    let bench = world();
    large_files(&bench);
    let chunks =
        |end: &str| bench.count(&format!("SELECT count(*) FROM capture WHERE url LIKE '%{end}#bytes=%'"));
    assert!(chunks("large.csv") >= 3 && chunks("28/11.json") >= 3);
    for table in super::world::TABLES {
        assert!(bench.count(&format!("SELECT count(*) FROM {table}")) > 0, "{table} is empty");
    }
    assert!(bench.count("SELECT count(*) FROM item_version") > 0);
    let (before, versions) = (derived(&bench), bench.rows("SELECT * FROM item_version"));
    assert_same(&bench);
    let ended = bench.collect(&["remap"]);
    assert!(ended.code == 0 && ended.out.contains("nothing changed"), "{ended:?}");
    assert!(ended.out.contains("could not be read; the first: capture"), "{ended:?}");
    assert!(derived(&bench) == before && bench.rows("SELECT * FROM item_version") == versions);
    assert_eq!(bench.column("SELECT outcome FROM run WHERE command = 'remap'"), ["done"]);
    assert_index(&bench);
    bench.assert_clean();
}

#[test]
fn how_it_was_read_is_evidence_and_tells_nothing_of_the_machine() {
    let bench = world();
    let by = |by: &str| {
        bench.count(&format!("SELECT count(*) FROM capture WHERE json_extract(reader, '$.by') = '{by}'"))
    };
    let kind = |kind: &str| {
        bench.count(&format!("SELECT count(*) FROM capture WHERE json_extract(reader, '$.kind') = '{kind}'"))
    };
    assert!(by("nothing") > 0 && kind("feed") == 3 && kind("article") >= 6 && by("preset") >= 8);
    assert_eq!(by("connector"), kind("feed") + kind("article"));
    assert_eq!(by("nothing") + by("connector") + by("preset"), bench.count("SELECT count(*) FROM capture"));
    let folder = bench.db().parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!(
        bench
            .count(&format!("SELECT count(*) FROM capture WHERE reader || url || headers LIKE '%{folder}%'")),
        0
    );
    let groups = bench
        .column("SELECT json_extract(reader, '$.groups.hour') FROM capture WHERE url LIKE '%27/09.json%'");
    assert_eq!(groups, ["09"]);
    let preset = std::fs::read(bench.config().join("presets/weibo-hot.toml")).unwrap();
    let hash = whence_store::evidence::chain::hex(&<sha2::Sha256 as sha2::Digest>::digest(preset));
    assert_eq!(bench.count(&format!("SELECT count(*) FROM capture WHERE reader LIKE '%{hash}%'")), 3);
}

#[test]
fn rules_that_are_gone_and_stores_that_are_none_are_told() {
    let bench = bench();
    assert_eq!(bench.collect(&["remap"]).code, 2, "there is no store");
    let file = bench.write("a.ndjson", post(1, "x"));
    import(&bench, "generic-ndjson", &file, &[]);
    std::fs::remove_file(bench.config().join("presets/generic-ndjson.toml")).unwrap();
    let ended = bench.collect(&["remap"]);
    assert!(
        ended.code == 2 && ended.err.contains("generic-ndjson") && ended.err.contains("hint:"),
        "{ended:?}"
    );
    assert_eq!(bench.count("SELECT count(*) FROM item"), 1);

    let bench = world();
    bench.source("http://127.0.0.1:9/other.xml", "");
    let path = bench.config().join("sources/it.toml");
    std::fs::write(&path, std::fs::read_to_string(&path).unwrap().replace("'it'", "'other'")).unwrap();
    let ended = bench.collect(&["remap"]);
    assert!(
        ended.code == 2 && ended.err.contains("`it`") && ended.err.contains("enabled = false"),
        "{ended:?}"
    );
}

#[test]
fn a_second_writer_waits_for_no_one() {
    let bench: Bench = bench();
    let file = bench.write("a.ndjson", post(1, "x"));
    import(&bench, "generic-ndjson", &file, &[]);
    let held = whence_store::work::RunLock::take(&bench.db(), "test", whence_store::time::Micros(0)).unwrap();
    assert_eq!(bench.collect(&["remap"]).code, 4);
    assert_eq!(bench.collect(&["remap", "--check"]).code, 4);
    drop(held);
    assert_same(&bench);
}
