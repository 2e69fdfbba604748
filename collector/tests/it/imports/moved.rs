//! A platform moves a field: records are unmapped, told and kept, and an edit of the preset and `remap` repair them.

use super::table::fixture;
use crate::support::{Bench, workspace_config};

#[test]
fn records_of_a_new_form_are_repaired_by_an_edit_of_the_preset() {
    let bench = Bench::new();
    let shipped = std::fs::read_to_string(workspace_config().join("presets/zeeschuimer-x.toml")).unwrap();
    bench.write("config/presets/zeeschuimer-x.toml", &shipped);
    let text = String::from_utf8(fixture("zeeschuimer-x.ndjson")).unwrap();
    // The author's name goes where it never was before, in the first two records.
    let moved = text.replace(r#""core": {"screen_name":"#, r#""profile": {"handle":"#);
    assert_ne!(moved, text);
    let file = bench.write("in/moved.ndjson", moved.replace("/photo/1", ""));
    let moved = std::fs::read_to_string(&file).unwrap().replace("x.com/HarbourLight/status", "x.com/i/web");
    std::fs::write(&file, moved).unwrap();
    let ended = bench.collect(&["import", "--json", "zeeschuimer-x", file.to_str().unwrap()]);
    let report = ended.json();
    assert_eq!((ended.code, &report["mapped"], &report["unmapped"]), (3, &1.into(), &2.into()), "{report}");
    let told = report["first_unmapped"].as_str().unwrap();
    assert!(told.ends_with("moved.ndjson: line 1: account.handle: there is none"), "{told}");
    assert_eq!(bench.count("SELECT count(*) FROM blob"), 1, "the raw records are kept");
    std::fs::remove_file(file).unwrap();

    let mended =
        shipped.replacen("handle = [\n", "handle = [\n  \"core/user_results/result/profile/handle\",\n", 1);
    assert_ne!(mended, shipped);
    bench.write("config/presets/zeeschuimer-x.toml", mended);
    let ended = bench.collect(&["remap"]);
    assert_eq!(ended.code, 0, "{ended:?}");
    let authors = bench.column(
        "SELECT handle FROM item JOIN account ON account.id = account_id WHERE item.native_id < '1883792'",
    );
    assert_eq!(authors, ["harbourlight", "harbourlight"]);
    assert_eq!(bench.count("SELECT count(*) FROM item"), 3);
    bench.assert_clean();
}
