//! Every shipped preset knows its own fixtures, and no other's; what is unknown or fits several is told with its candidates.

use std::fs;
use std::path::PathBuf;

use whence_collector::import;

use super::row::{at, table};
use crate::support::{Bench, Ended, workspace_config};

/// What `import auto --dry-run` says of a file.
fn auto(bench: &Bench, file: &PathBuf) -> Ended {
    bench.import_by(&workspace_config(), "auto", std::slice::from_ref(file), &["--dry-run"])
}

#[test]
fn every_fixture_is_known_by_its_preset_and_no_other() {
    let table = table();
    let mut pairs = 0;
    for row in &table.row {
        // Under a name that tells nothing.
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file.bin");
        fs::copy(at("tests/fixtures/presets").join(&row.fixture), &file).unwrap();
        let chosen =
            import::choose(&workspace_config(), &[file]).unwrap_or_else(|e| panic!("{}: {e}", row.name));
        let names: Vec<&str> = chosen.iter().map(|chosen| chosen.preset.name.as_str()).collect();
        assert_eq!(names, [row.preset()], "{}", row.name);
        assert!(!chosen[0].why.as_ref().unwrap().is_empty(), "{}", row.name);
        pairs += table.row.len();
    }
    eprintln!("{pairs} pairs of a preset's row and a fixture");
}

#[test]
fn the_choice_is_told_with_its_reason_and_nothing_is_stored() {
    let bench = Bench::new();
    let bytes = fs::read(at("tests/fixtures/presets/zeeschuimer-x.ndjson")).unwrap();
    let file = bench.write("export.csv", bytes);
    let ended = auto(&bench, &file);
    assert_eq!(ended.code, 0, "{ended:?}");
    let run = ended.json();
    assert_eq!(run["preset"], "zeeschuimer-x");
    assert_eq!(run["why"], "`source_platform` is twitter.com and `data/rest_id` is there");
    assert_eq!((&run["mapped"], &run["unmapped"]), (&3.into(), &0.into()), "{run}");
    assert_eq!(run["filled"]["text"], 3, "{run}");
    let mapping = run["mapping"].as_array().unwrap();
    assert!(
        mapping.iter().any(|line| line[0] == "item.metrics.likes" && line[1] == "legacy/favorite_count"),
        "{run}"
    );
    assert!(!bench.db().exists(), "a dry run stores nothing");
}

#[test]
fn what_no_preset_knows_is_refused_with_the_nearest() {
    let bench = Bench::new();
    let near = "collected_from_url,id,is_retweet,is_quote_tweet,body,author\nu,1,no,no,text,a\n";
    for (text, parts) in [
        (near, ["4cat-x: there is no `quote_tweet_id`", "hint: name the preset that it is: 4cat-x"]),
        ("colour,weight\nred,1\n", ["no preset knows files like this", "hint: name a preset"]),
        ("", ["it has no records that can be read", "hint: name a preset"]),
        ("{\"a\": 1}\n{\"a\": 2}\n", ["no preset knows files like this", "hint: name a preset"]),
    ] {
        let file = bench.write("unknown.txt", text);
        let ended = auto(&bench, &file);
        assert_eq!(ended.code, 2, "{ended:?}");
        assert!(
            parts.iter().all(|part| ended.err.contains(part)) && ended.err.contains("unknown.txt"),
            "{ended:?}"
        );
    }
    assert!(!bench.db().exists());
}

#[test]
fn what_several_presets_know_is_refused_with_their_names() {
    let bench = Bench::new();
    let config = tempfile::tempdir().unwrap();
    fs::create_dir(config.path().join("presets")).unwrap();
    let text = fs::read_to_string(workspace_config().join("presets/4cat-threads.toml")).unwrap();
    for name in ["one", "two"] {
        fs::write(config.path().join(format!("presets/{name}.toml")), &text).unwrap();
    }
    let file = at("tests/fixtures/presets/4cat-threads.csv");
    let ended = bench.import_by(config.path(), "auto", &[file], &[]);
    assert_eq!(ended.code, 2, "{ended:?}");
    for part in ["several presets fit: one (", "two (", "hint: name the preset that it is: one, two"] {
        assert!(ended.err.contains(part), "{part}: {ended:?}");
    }
    assert!(!bench.db().exists());
}

#[test]
fn files_of_several_kinds_are_each_read_by_their_own() {
    let bench = Bench::new();
    let files = ["zeeschuimer-threads.ndjson", "4cat-facebook.csv"]
        .map(|name| at("tests/fixtures/presets").join(name));
    let ended = bench.import_by(&workspace_config(), "auto", &files, &[]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let presets: Vec<serde_json::Value> = ended
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["preset"].clone())
        .collect();
    assert_eq!(presets, ["4cat-facebook", "zeeschuimer-threads"]);
    assert_eq!(bench.count("SELECT count(DISTINCT platform) FROM item"), 2);
    bench.assert_imports_say_the_same();
}
