//! The examples of the docs are sources that load.

use std::path::Path;

use crate::support::Bench;

#[test]
fn every_example_of_a_connector_loads() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/connectors");
    let mut examples = 0;
    for entry in std::fs::read_dir(docs).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for example in text.split("```toml\n").skip(1) {
            let example = example.split("```").next().unwrap();
            let bench = Bench::new();
            bench.write("config/sources/it.toml", example);
            let ended = bench.collect(&["sources", "--json"]);
            assert_eq!(ended.code, 0, "{}: {ended:?}\n{example}", path.display());
            assert_eq!(ended.json().as_array().unwrap().len(), example.matches("[[source]]").count());
            examples += 1;
        }
    }
    assert!(examples >= 10, "{examples}");
}

#[test]
fn times_are_written_as_text_or_as_toml_has_them() {
    let sources = |from: &str| {
        let bench = Bench::new();
        bench.write(
            "config/sources/it.toml",
            format!("[[source]]\nname = 'a'\nconnector = 'telegram'\nchannel = 'harbour'\nfrom = {from}\n"),
        );
        bench.collect(&["sources"])
    };
    for right in ["2025-01-24", "'2025-01-24'", "2025-01-24T08:00:00+08:00", "'2025-01-24T00:00:00Z'"] {
        assert_eq!(sources(right).code, 0, "{right}");
    }
    for wrong in ["2025-01-24T08:00:00", "08:00:00", "'soon'", "20250124"] {
        let ended = sources(wrong);
        assert!(ended.code == 2 && ended.err.contains("from") && ended.err.contains("no time"), "{ended:?}");
    }
}
