//! The table of presets and cases: whole, true, and what the documentation shows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::Command;

use whence_store::settings;

use super::row::{CASES, Row, Table, at, table};
use crate::support::workspace_config;

/// Presets that give no posts by a mapping: their tests are those of their own modules.
const OTHERS: &[(&str, &str)] = &[
    ("actors-canis", "actors and claims; `imports::x_posts`"),
    ("actors-csv", "actors and claims; `registry::actors`"),
    ("actors-wikidata", "actors and claims; `registry::wikidata`"),
    ("indicators-csv", "what is listed; `registry::indicators`"),
    ("indicators-meta-cib", "what is listed; `registry::indicators`"),
    ("indicators-stix", "what is listed; `registry::indicators`"),
    ("daily-prices", "values of series; `imports::prices`"),
    ("prices", "values of series; `registry::series`"),
    ("app-rank", "values of series; `registry::series`"),
    ("series-csv", "values of series; `registry::series`"),
    ("bsky-jetstream", "events of a stream; `imports::jetstream`"),
];

#[test]
fn every_preset_has_a_row() {
    let table = table();
    let rows: BTreeSet<&str> = table.row.iter().map(Row::preset).collect();
    let others: BTreeSet<&str> = OTHERS.iter().map(|(name, _)| *name).collect();
    let files = settings::toml_files(&workspace_config().join("presets")).unwrap();
    let there: BTreeSet<&str> = files.iter().filter_map(|file| file.file_stem()?.to_str()).collect();
    assert_eq!(rows.union(&others).copied().collect::<BTreeSet<_>>(), there);
    assert!(rows.is_disjoint(&others));
}

#[test]
fn every_cell_is_a_test_or_says_why_there_is_none() {
    let listed = Command::new(std::env::current_exe().unwrap()).arg("--list").output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let tests: BTreeSet<&str> = listed
        .lines()
        .filter_map(|line| line.strip_suffix(": test")?.strip_prefix("imports::table::cells::"))
        .collect();
    let mut wanted = BTreeSet::new();
    for row in &table().row {
        assert!(!row.section.trim().is_empty() && !row.item.is_empty(), "{}", row.name);
        for (case, _, _) in CASES {
            match row.not.get(*case) {
                Some(why) => assert!(!why.trim().is_empty(), "{}.{case}", row.name),
                None => {
                    wanted.insert(format!("{}::{case}", row.module()));
                }
            }
        }
        assert!(row.item.iter().all(|item| item["created"].is_string() && item["author"].is_string()));
    }
    assert_eq!(wanted.iter().map(String::as_str).collect::<BTreeSet<_>>(), tests);
}

#[test]
fn every_fixture_is_there_and_named() {
    let table = table();
    let named: BTreeSet<&str> = table.row.iter().map(|row| row.fixture.as_str()).collect();
    let there: Vec<String> = std::fs::read_dir(at("tests/fixtures/presets"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    assert_eq!(named, there.iter().map(String::as_str).collect());
}

const WRITE: &str = "WHENCE_WRITE_CASES";

/// Beside the data, so that the documentation never says of the tests what is not so.
#[test]
fn the_documentation_shows_the_table() {
    let page = at("../docs/presets/cases.md");
    let shown = shown(&table());
    if std::env::var_os(WRITE).is_some() {
        std::fs::create_dir_all(page.parent().unwrap()).unwrap();
        std::fs::write(&page, &shown).unwrap();
    }
    assert!(
        std::fs::read_to_string(page).unwrap_or_default() == shown,
        "docs/presets/cases.md is not what collector/tests/presets.toml says;\n\
         `{WRITE}=1 cargo test -p whence-collector --test it imports::table::checks` makes it again"
    );
}

fn shown(table: &Table) -> String {
    let cells = table.row.len() * CASES.len();
    let tested: usize = table
        .row
        .iter()
        .map(|row| CASES.iter().filter(|(case, ..)| !row.not.contains_key(*case)).count())
        .sum();
    let mut page = format!(
        "# Presets and cases\n\n\
        What files are like, and the tests that import them, for every preset and shape. `●` is a test, `–` does not apply, and why is told\n\
        below. {} rows, {cells} cells, {tested} of them tests: `imports::table::cells::ROW::CASE` of `collector/tests/it`, each on the row's\n\
        fixture below `collector/tests/fixtures/presets/`, changed as the case says; what must be in the store then is in\n\
        `collector/tests/presets.toml`, whole items. Sections are those of the project's platform specification. This page is made from\n\
        that file, and a test holds the two equal.\n\n",
        table.row.len()
    );
    let words: Vec<&str> = CASES.iter().map(|(case, ..)| *case).collect();
    writeln!(page, "| row | {} |\n|---|{}", words.join(" | "), "---|".repeat(words.len())).unwrap();
    for row in &table.row {
        let mark = |case: &&str| if row.not.contains_key(*case) { "–" } else { "●" };
        writeln!(page, "| `{}` | {} |", row.name, words.iter().map(mark).collect::<Vec<_>>().join(" | "))
            .unwrap();
    }
    page.push_str(
        "\n## What the cases are\n\n| case | what | sections, besides the row's |\n|---|---|---|\n",
    );
    for (case, what, section) in CASES {
        writeln!(page, "| {case} | {what} | {section} |").unwrap();
    }
    page.push_str("\n## The rows\n\n| row | preset | fixture | sections | items | does not apply |\n|---|---|---|---|---|---|\n");
    for row in &table.row {
        let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (case, ..) in CASES {
            if let Some(why) = row.not.get(*case) {
                reasons.entry(why).or_default().push(case);
            }
        }
        let reasons: Vec<String> =
            reasons.iter().map(|(why, cases)| format!("{}: {why}", cases.join(", "))).collect();
        let Row { name, fixture, section, item, .. } = row;
        let (preset, count) = (row.preset(), item.len());
        writeln!(
            page,
            "| `{name}` | `{preset}` | `{fixture}` | {section} | {count} | {} |",
            reasons.join("; ")
        )
        .unwrap();
    }
    page.push_str("\nPresets without a row give no posts by a mapping:\n\n");
    for (name, what) in OTHERS {
        writeln!(page, "- `{name}`: {what}").unwrap();
    }
    write!(page, "\n## What shows that the tests test\n\n{}", table.proof).unwrap();
    page
}
