//! The table of connectors and cases, `tests/cases.toml`: whole, true, and what the documentation shows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use whence_collector::connector::CONNECTORS;

/// What a server of a platform may do, by the word of the table, in the order that is shown.
const CASES: &[(&str, &str)] = &[
    ("pages", "three pages with a cursor"),
    ("empty", "an empty page"),
    ("last", "a last page without a cursor"),
    ("duplicate", "a duplicate across pages"),
    ("bare", "all optional fields missing"),
    ("unknown", "unknown fields"),
    ("long", "an over-long text"),
    ("original-deleted", "a repost whose original is deleted"),
    ("withheld", "a withheld item"),
    ("401", "401"),
    ("403-words", "403 with a structured body"),
    ("403-page", "403 with a web page"),
    ("429-unix", "429, reset in unix time"),
    ("429-iso", "429, reset in ISO time"),
    ("429-seconds", "429, reset in seconds"),
    ("429-bare", "429 without headers"),
    ("402", "402"),
    ("5xx", "5xx, then a proper answer"),
    ("slow", "a body that never ends"),
    ("cut", "a body that breaks off"),
    ("bytes", "invalid UTF-8, or GB18030"),
    ("gzip", "gzip"),
    ("304", "304"),
    ("login", "a redirect to a login host"),
    ("page-for-data", "a web page in the place of data"),
    ("reset-past", "a reset in the past"),
    ("kill", "a kill between two pages"),
];

/// Where a connector's cell or a further case is tested; or why it is not.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Cell {
    /// Names below `connectors::`.
    test: Vec<String>,
    /// Files below `tests/fixtures/`.
    fixture: Vec<String>,
    /// What the test makes itself.
    built: Option<String>,
    /// Sections of the platform specification.
    section: Option<String>,
    not_applicable: Option<String>,
}

/// A case of one connector that is not in the table of all.
#[derive(Debug, Deserialize)]
struct Further {
    connector: String,
    what: String,
    #[serde(flatten)]
    cell: Cell,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// What was shown of the tests, and how.
    proof: String,
    cell: BTreeMap<String, BTreeMap<String, Cell>>,
    further: Vec<Further>,
}

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn table() -> Table {
    toml::from_str(&std::fs::read_to_string(at("tests/cases.toml")).unwrap()).unwrap()
}

impl Table {
    /// All cells and further cases, each with how it is called.
    fn all(&self) -> impl Iterator<Item = (String, &Cell)> {
        let cells = self
            .cell
            .iter()
            .flat_map(|(name, row)| row.iter().map(move |(case, cell)| (format!("{name}.{case}"), cell)));
        cells
            .chain(self.further.iter().map(|case| (format!("{}: {}", case.connector, case.what), &case.cell)))
    }
}

#[test]
fn every_connector_has_one_cell_for_every_case() {
    let table = table();
    let connectors: BTreeSet<&str> = CONNECTORS.iter().map(|connector| connector.name()).collect();
    let cases: BTreeSet<&str> = CASES.iter().map(|(case, _)| *case).collect();
    assert_eq!((cases.len(), table.cell.keys().map(String::as_str).collect()), (27, connectors.clone()));
    for (connector, row) in &table.cell {
        assert_eq!(row.keys().map(String::as_str).collect::<BTreeSet<_>>(), cases, "{connector}");
    }
    assert!(table.further.iter().all(|case| connectors.contains(case.connector.as_str())));
}

#[test]
fn every_cell_names_its_tests_and_their_source_or_says_why_there_are_none() {
    let listed = Command::new(std::env::current_exe().unwrap()).arg("--list").output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let tests: BTreeSet<&str> =
        listed.lines().filter_map(|line| line.strip_suffix(": test")?.strip_prefix("connectors::")).collect();
    let says = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
    for (name, cell) in table().all() {
        if cell.not_applicable.is_some() {
            assert!(says(&cell.not_applicable), "{name}");
            let nothing_else = cell.test.is_empty() && cell.fixture.is_empty();
            assert!(nothing_else && cell.built.is_none() && cell.section.is_none(), "{name}");
        } else {
            assert!(!cell.test.is_empty() && says(&cell.section), "{name}");
            assert!(!cell.fixture.is_empty() || says(&cell.built), "{name}");
        }
        for test in &cell.test {
            assert!(tests.contains(test.as_str()), "{name}: there is no test {test}");
        }
    }
}

/// Files that are imported, not served: they belong to no connector.
const RECORDINGS: &[&str] = &["jetstream", "presets"];

#[test]
fn every_fixture_is_there_and_named() {
    let table = table();
    let named: BTreeSet<String> = table.all().flat_map(|(_, cell)| cell.fixture.iter().cloned()).collect();
    let mut there = BTreeSet::new();
    for folder in std::fs::read_dir(at("tests/fixtures")).unwrap() {
        let folder = folder.unwrap().path();
        if RECORDINGS.iter().any(|name| folder.ends_with(name)) {
            continue;
        }
        for file in std::fs::read_dir(&folder).unwrap() {
            let file = file.unwrap().path();
            let name = file.strip_prefix(at("tests/fixtures")).unwrap().to_str().unwrap().to_owned();
            // Where the fixtures come from is said beside them.
            if file.extension().is_none_or(|extension| extension != "md") {
                there.insert(name);
            }
        }
    }
    assert_eq!(named, there);
}

const WRITE: &str = "WHENCE_WRITE_CASES";

/// Beside the data, so that the documentation never says of the tests what is not so.
#[test]
fn the_documentation_shows_the_table() {
    let page = at("../docs/connectors/cases.md");
    let shown = shown(&table());
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&page, &shown).unwrap();
    }
    assert!(
        std::fs::read_to_string(page).unwrap() == shown,
        "docs/connectors/cases.md is not what collector/tests/cases.toml says;\n\
         `{WRITE}=1 cargo test -p whence-collector --test it connectors::cases` makes it again"
    );
}

fn shown(table: &Table) -> String {
    let mut page = "# Connectors and cases\n\n\
        What a server of a platform may do, and the tests that play it, for every connector. `●` is tested, `–` does not apply, and why\n\
        is told below. Tests are below `collector/tests/it/connectors/`, fixtures below `collector/tests/fixtures/`; sections are those of\n\
        the project's platform specification. This page is made from `collector/tests/cases.toml`, and a test holds the two equal.\n\n"
        .to_owned();
    let names: Vec<&str> = CONNECTORS.iter().map(|connector| connector.name()).collect();
    writeln!(page, "| case | {} |\n|---|{}", names.join(" | "), "---|".repeat(names.len())).unwrap();
    for (case, words) in CASES {
        let mark =
            |name: &&str| if table.cell[*name][*case].not_applicable.is_some() { "–" } else { "●" };
        writeln!(page, "| {words} | {} |", names.iter().map(mark).collect::<Vec<_>>().join(" | ")).unwrap();
    }
    for name in names {
        write!(page, "\n## `{name}`\n\n| case | test | fixture | section |\n|---|---|---|---|\n").unwrap();
        for (case, words) in CASES {
            row(&mut page, words, &table.cell[name][*case]);
        }
        for further in table.further.iter().filter(|further| further.connector == name) {
            row(&mut page, &further.what, &further.cell);
        }
    }
    write!(page, "\n## What shows that the tests test\n\n{}", table.proof).unwrap();
    page
}

fn row(page: &mut String, words: &str, cell: &Cell) {
    if let Some(why) = &cell.not_applicable {
        return writeln!(page, "| {words} | does not apply: {why} | | |").unwrap();
    }
    let quoted = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
    let mut from = quoted(&cell.fixture);
    from.extend(cell.built.as_ref().map(|built| format!("made: {built}")));
    let section = cell.section.as_deref().unwrap_or_default();
    writeln!(page, "| {words} | {} | {} | {section} |", quoted(&cell.test).join(", "), from.join(", "))
        .unwrap();
}
