//! Mistakes that people make, each told with exit code 2, the file, the key and a hint.

use crate::support::{Bench, Ended};

const SOURCE: &str = "[[source]]\nname = 'a'\nconnector = 'feed'\nurl = 'https://example.org/feed'\n";
const OPERATOR: &str = "[operator]\ncontact = 'mailto:tests@example.org'\n";

/// Runs with these files.
fn run(operator: &str, sources: &str) -> Ended {
    let bench = Bench::new();
    bench.write("config/collector.toml", operator);
    bench.write("config/sources/mine.toml", sources);
    let ended = bench.collect(&["run"]);
    assert!(!bench.db().exists(), "a wrong configuration makes no store");
    ended
}

/// Panics unless the mistake is told with all of `parts` and a hint.
fn told(ended: &Ended, parts: &[&str]) {
    assert_eq!(ended.code, 2, "{ended:?}");
    for part in parts.iter().chain(&["hint: "]) {
        assert!(ended.err.contains(part), "`{part}` is not in: {}", ended.err);
    }
    assert!(ended.out.is_empty(), "{}", ended.out);
}

fn wrong_source(text: &str, parts: &[&str]) {
    told(&run(OPERATOR, text), &[&["mine.toml"], parts].concat());
}

fn wrong_operator(text: &str, parts: &[&str]) {
    told(&run(text, SOURCE), &[&["collector.toml"], parts].concat());
}

#[test]
fn unknown_keys() {
    wrong_source(&format!("{SOURCE}evry = '1h'\n"), &["evry", "line 5", "every"]);
    wrong_operator(
        &format!("{OPERATOR}[limits]\nmax_boddy = '1 MiB'\n"),
        &["limits", "max_boddy", "max_body"],
    );
    wrong_operator(&format!("{OPERATOR}[limit]\n"), &["limit", "limits"]);
}

#[test]
fn wrong_types_and_units() {
    wrong_source(&format!("{SOURCE}articles = 'yes'\n"), &["source[0].articles", "line 5", "boolean"]);
    wrong_source(&format!("{SOURCE}every = '1.5h'\n"), &["source[0].every", "1.5h", "15m"]);
    wrong_source(&format!("{SOURCE}every = 60\n"), &["source[0].every"]);
    wrong_operator(
        &format!("{OPERATOR}[limits]\nmin_interval = 'often'\n"),
        &["limits.min_interval", "often"],
    );
    wrong_operator(&format!("{OPERATOR}[limits]\nmax_body = '5'\n"), &["limits.max_body", "16 MiB"]);
}

#[test]
fn no_contact() {
    wrong_operator("[operator]\n", &["operator", "contact"]);
    wrong_operator("", &["operator"]);
    wrong_operator("[operator]\ncontact = 'me'\n", &["operator.contact", "`me`", "mailto:"]);
    wrong_operator("[operator]\ncontact = \"mailto:a@b\\r\\nCookie: x\"\n", &["operator.contact"]);
}

#[test]
fn sources_that_make_no_sense() {
    wrong_source(&format!("{SOURCE}{SOURCE}"), &["source[1].name", "`a` is used twice"]);
    wrong_source(&SOURCE.replace("'feed'", "'telepathy'"), &["source[0].connector", "telepathy", "feed"]);
    wrong_source(
        &SOURCE.replace("https://example.org/feed", "ftp://example.org/"),
        &["source[0].url", "ftp"],
    );
    wrong_source(&SOURCE.replace("https://", "https://me:secret@"), &["source[0].url", "password"]);
    wrong_source(&SOURCE.replace("https://example.org/feed", "/feed"), &["source[0].url", "line 4"]);
    wrong_source(&SOURCE.replace("'a'", "'a b'"), &["source[0].name", "`a b`"]);
    wrong_source(&format!("{SOURCE}time_zone = 'Beijing'\n"), &["source[0].time_zone", "Asia/Jakarta"]);
    let other = SOURCE.replace("'a'", "'b'").replace("/feed", "/second");
    wrong_source(
        &format!("{SOURCE}publisher = 'outlet'\n{other}publisher = 'office'\n"),
        &["source[1].publisher", "example.org", "says otherwise"],
    );
    wrong_source(&SOURCE.replace("name = 'a'\n", ""), &["source[0]", "name"]);
}

#[test]
fn a_secret_in_an_address_is_not_repeated() {
    let ended = run(OPERATOR, &SOURCE.replace("https://", "https://me:hunter2@"));
    assert!(!ended.err.contains("hunter2"), "{}", ended.err);
}

#[test]
fn names_are_unique_across_files() {
    let bench = Bench::new();
    bench.write("config/sources/a.toml", SOURCE);
    bench.write("config/sources/b.toml", SOURCE);
    told(&bench.collect(&["run"]), &["b.toml", "source[0].name", "used twice"]);
}

#[test]
fn what_is_not_toml_or_not_there() {
    wrong_source("[[source]\n", &["line 1"]);
    let bench = Bench::new();
    told(&bench.collect(&["run"]), &["no source is configured", "sources"]);
    std::fs::remove_file(bench.config().join("collector.toml")).unwrap();
    told(&bench.collect(&["run"]), &["collector.toml", "--config"]);
}

#[test]
fn unknown_names_on_the_command_line() {
    let bench = Bench::new();
    bench.write("config/sources/a.toml", SOURCE);
    told(&bench.collect(&["run", "--source", "b"]), &["there is no source `b`"]);
    told(&bench.collect(&["explain", "example.org"]), &["`example.org` is no address"]);
    assert_eq!(bench.collect(&["rum"]).code, 2);
    assert_eq!(bench.collect(&["run", "--now", "yesterday"]).code, 2);
}
