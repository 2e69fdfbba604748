//! The table of presets and cases as it is written in `tests/presets.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// The cases by their words in the table, in the order that is shown, and what is tested of what the specification says of all files.
pub(super) const CASES: &[(&str, &str, &str)] = &[
    ("happy", "a file as the tool writes it", ""),
    ("bare", "all optional fields missing", "0.4"),
    ("unknown", "unknown columns or keys", "0.4"),
    ("wrong", "counts of wrong types", "0.4"),
    ("html", "HTML in the text", ""),
    ("strings", "numbers as strings, with separators", "0.4"),
    ("rounded", "an id that lost its last digits", "0.3"),
    ("zone", "a time on Beijing's clock, without a zone", "0.6"),
    ("newlines", "line breaks and quotes in the text", "13.6"),
    ("large", "a file in several chunks", "13"),
    ("cut", "a file that breaks off", "0.5, 13"),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    /// What was shown of the tests, and how.
    pub(super) proof: String,
    pub(super) row: Vec<Row>,
}

/// A preset, or one of the shapes that it reads.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) name: String,
    /// The preset, where the row is called otherwise.
    preset: Option<String>,
    /// Sections of the platform specification that say what the file looks like.
    pub(super) section: String,
    /// The file below `tests/fixtures/presets/`.
    pub(super) fixture: String,
    /// Where a document or a page has its list of records.
    #[serde(default)]
    pub(super) records: String,
    /// Fields of the first record: columns, or pointers.
    pub(super) text: Option<String>,
    /// How the preset takes texts: plain, entities, html.
    #[serde(default)]
    pub(super) form: String,
    /// Counts by their names in the store.
    #[serde(default)]
    pub(super) counts: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) id: Vec<String>,
    /// Records that the preset leaves out by rule.
    #[serde(default)]
    pub(super) skipped: usize,
    /// What the fixture holds: all of it, in the order of the file; the first is of the first record.
    pub(super) item: Vec<Value>,
    /// What is left of the first record in `bare`, and the item that it makes.
    #[serde(default)]
    pub(super) keep: Vec<String>,
    #[serde(default)]
    pub(super) bare: Value,
    /// What is set in the first record, and what becomes of it.
    pub(super) rounded: Option<Edit>,
    pub(super) zone: Option<Edit>,
    /// Ids of the items that a file keeps which breaks off in its last record.
    #[serde(default)]
    pub(super) cut: Vec<String>,
    /// The file's name, where it tells something.
    pub(super) file: Option<String>,
    /// Cases that cannot be, and why.
    #[serde(default)]
    pub(super) not: BTreeMap<String, String>,
}

/// A change of the first record, and what becomes of its item; without changes of it, it cannot be mapped.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edit {
    pub(super) set: BTreeMap<String, Value>,
    #[serde(default)]
    pub(super) item: BTreeMap<String, Value>,
}

impl Row {
    pub(super) fn preset(&self) -> &str {
        self.preset.as_deref().unwrap_or(&self.name)
    }

    /// The module of its tests.
    pub(super) fn module(&self) -> String {
        let name = self.name.replace('-', "_");
        // A name in Rust does not begin with a digit.
        if name.starts_with(|c: char| c.is_ascii_digit()) { format!("preset_{name}") } else { name }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        std::fs::read(at("tests/fixtures/presets").join(&self.fixture)).unwrap()
    }

    /// The path under which the file is imported.
    pub(super) fn path(&self) -> &str {
        self.file.as_deref().unwrap_or(&self.fixture)
    }
}

pub(super) fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

pub(super) fn table() -> Table {
    toml::from_str(&std::fs::read_to_string(at("tests/presets.toml")).unwrap()).unwrap()
}
