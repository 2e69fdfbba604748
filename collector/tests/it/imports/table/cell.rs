//! One cell: a fixture as it is or changed as the case says, imported, and what the store has then.

use serde_json::{Value, json};

use super::document::Document;
use super::row::{Edit, Row, table};
use super::stored::items;
use crate::support::{Bench, Ended, workspace_config};

/// A text with markup, and what each form makes of it.
const MARKUP: &str = "<p>Fish &amp; <b>chips</b></p><p>two<br>three</p>";
/// A text with line breaks and quotes.
const BROKEN: &str = "one\r\n\"two\", three\n四 &lt;five";

/// A count and its spellings.
const COUNT: i64 = 12_345;

/// So many copies of a record, each with so much beside it.
const COPIES: usize = 70;
const FILLER: usize = 150_000;
const LARGEST: i64 = 8 << 20;

/// Which presets map nothing in this run, so that it can be shown that the tests fail then: `all`, or the name of one.
const BLIND: &str = "WHENCE_BLIND_PRESETS";

pub(super) fn run(name: &str, case: &str) {
    let table = table();
    let row =
        table.row.iter().find(|row| row.module() == name).unwrap_or_else(|| panic!("there is no row {name}"));
    let cell = Cell { row, bench: Bench::new(), config: config(row.preset()) };
    match case {
        "happy" => cell.happy(),
        "bare" => cell.bare(),
        "unknown" => cell.unknown(),
        "wrong" => cell.wrong(),
        "html" => cell.text(MARKUP),
        "strings" => cell.strings(),
        "rounded" => cell.edited(row.rounded.as_ref().unwrap()),
        "zone" => cell.edited(row.zone.as_ref().unwrap()),
        "newlines" => cell.text(BROKEN),
        "large" => cell.large(),
        "cut" => cell.cut(),
        _ => panic!("there is no case {case}"),
    }
    cell.bench.assert_clean();
}

/// The presets of the workspace; a blind one finds no id in its records.
fn config(preset: &str) -> Option<tempfile::TempDir> {
    let blind = std::env::var(BLIND).unwrap_or_default();
    if blind != "all" && blind != preset {
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("presets")).unwrap();
    let text = std::fs::read_to_string(workspace_config().join(format!("presets/{preset}.toml"))).unwrap();
    let mut table: toml::Table = text.parse().unwrap();
    if let Some(item) = table.get_mut("item") {
        item.as_table_mut().unwrap().insert("id".to_owned(), "there is none".into());
    } else {
        table.remove("reader");
        let maps = "account = { platform = 'none', handle = 'none' }\n\
                    item = { id = 'none', kind = 'post', created = { from = 'none', format = ['unix'] } }";
        table.extend(maps.parse::<toml::Table>().unwrap());
    }
    std::fs::write(folder.path().join(format!("presets/{preset}.toml")), table.to_string()).unwrap();
    Some(folder)
}

struct Cell<'t> {
    row: &'t Row,
    bench: Bench,
    config: Option<tempfile::TempDir>,
}

impl Cell<'_> {
    fn import(&self, bytes: &[u8]) -> Ended {
        let file = self.bench.write(self.row.path(), bytes);
        match &self.config {
            Some(config) => self.bench.import_by(config.path(), self.row.preset(), &[file], &[]),
            None => self.bench.import(self.row.preset(), &[file], &[]),
        }
    }

    fn document(&self) -> Document {
        Document::read(&self.row.fixture, &self.row.bytes(), &self.row.records)
    }

    /// Imports a file of which everything can be mapped, and compares.
    fn gives(&self, bytes: &[u8], expected: &[Value]) {
        let ended = self.import(bytes);
        let report = ended.json();
        assert!(ended.code == 0 && report["unmapped"] == 0, "{ended:?}");
        self.has(expected);
    }

    fn has(&self, expected: &[Value]) {
        let there = items(&self.bench);
        for (there, expected) in there.iter().zip(expected) {
            assert!(there == expected, "{}\nis not\n{}", written(there), written(expected));
        }
        assert_eq!(there.len(), expected.len(), "{}", there.iter().map(written).collect::<String>());
    }

    fn happy(&self) {
        let ended = self.import(&self.row.bytes());
        let report = ended.json();
        assert!(ended.code == 0 && report["unmapped"] == 0, "{ended:?}");
        assert_eq!(report["skipped"], self.row.skipped, "{report}");
        self.has(&self.row.item);
    }

    fn bare(&self) {
        let mut document = self.document();
        document.alone();
        document.keep(&self.row.keep);
        let expected = match &self.row.bare {
            Value::Array(items) => items.clone(),
            item => vec![item.clone()],
        };
        self.gives(&document.write(), &expected);
    }

    fn unknown(&self) {
        let mut document = self.document();
        document.add("zz_unknown", "of a later version");
        self.gives(&document.write(), &self.row.item);
    }

    /// The first record alone, changed; its item, changed.
    fn first(&self, change: impl Fn(&mut Document, &mut Value)) {
        let (mut document, mut expected) = (self.document(), self.row.item.clone());
        change(&mut document, &mut expected[0]);
        self.gives(&document.write(), &expected);
    }

    fn wrong(&self) {
        assert!(!self.row.counts.is_empty());
        self.first(|document, item| {
            let is_csv = matches!(document, Document::Csv { .. });
            for (name, field) in &self.row.counts {
                document.set(field, &if is_csv { json!("many") } else { json!({"is": ["many"]}) });
                item["metrics"].as_object_mut().unwrap().remove(name).unwrap();
            }
            if item["metrics"].as_object().unwrap().is_empty() {
                item.as_object_mut().unwrap().remove("metrics");
            }
        });
    }

    fn strings(&self) {
        assert!(!self.row.counts.is_empty());
        self.first(|document, item| {
            for (name, field) in &self.row.counts {
                document.set(field, &json!("12,345"));
                item["metrics"][name] = COUNT.into();
            }
        });
    }

    fn text(&self, text: &str) {
        let said = match (self.row.form.as_str(), text == MARKUP) {
            ("plain", _) => text,
            ("entities", true) => "<p>Fish & <b>chips</b></p><p>two<br>three</p>",
            ("entities", false) => "one\r\n\"two\", three\n四 <five",
            ("html", true) => "Fish & chips\ntwo\nthree",
            ("html", false) => "one\n\"two\", three\n四 <five",
            (form, _) => panic!("`{form}` is no form"),
        };
        self.first(|document, item| {
            document.set(self.row.text.as_deref().unwrap(), &text.into());
            item["text"] = said.into();
            // What was found in the text is not there any more.
            for name in ["tags", "links", "mentions"] {
                if self.row.not.contains_key(name) {
                    item.as_object_mut().unwrap().remove(name);
                }
            }
        });
    }

    fn edited(&self, edit: &Edit) {
        if !edit.item.is_empty() {
            return self.first(|document, item| {
                edit.set.iter().for_each(|(field, value)| document.set(field, value));
                for (name, value) in &edit.item {
                    if value == "" {
                        item.as_object_mut().unwrap().remove(name);
                    } else {
                        item[name] = value.clone();
                    }
                }
            });
        }
        let mut document = self.document();
        edit.set.iter().for_each(|(field, value)| document.set(field, value));
        let report = self.import(&document.write()).json();
        assert_eq!(report["unmapped"], 1, "{report}");
        let told = report["first_unmapped"].as_str().unwrap();
        assert!(told.contains("rounded") && (told.contains("line ") || told.contains("record ")), "{told}");
        let rest: Vec<Value> =
            self.row.item.iter().filter(|item| item["id"] != self.row.item[0]["id"]).cloned().collect();
        self.has(&rest);
    }

    fn large(&self) {
        let mut document = self.document();
        document.multiply(COPIES, &self.row.id);
        document.add("zz_filler", &"长 long ".repeat(FILLER / 9));
        let ended = self.import(&document.write());
        let report = ended.json();
        assert!(ended.code == 0 && report["unmapped"] == 0, "{ended:?}");
        let of_first = format!(
            "SELECT count(*) FROM item i JOIN account a ON a.id = i.account_id WHERE i.kind = '{}' AND a.handle = '{}'",
            self.row.item[0]["kind"].as_str().unwrap(),
            self.row.item[0]["author"].as_str().unwrap()
        );
        assert!(self.bench.count(&of_first) >= COPIES, "{report}");
        let sizes =
            self.bench.column("SELECT size FROM capture JOIN blob ON blob.id = blob_id ORDER BY capture.id");
        let sizes: Vec<i64> = sizes.iter().map(|size| size.parse().unwrap()).collect();
        assert!(sizes.len() > 1 && sizes.iter().all(|size| *size <= LARGEST), "{sizes:?}");
    }

    fn cut(&self) {
        let document = self.document();
        let (bytes, line) = document.cut();
        let ended = self.import(&bytes);
        if document.is_document() {
            assert_eq!(ended.code, 1, "{ended:?}");
            assert!(ended.err.contains(self.row.path()) && ended.err.contains("line "), "{ended:?}");
            assert!(ended.err.contains("hint: "), "{ended:?}");
            assert!(!self.bench.db().exists() || items(&self.bench).is_empty());
            // And the whole file is read afterwards.
            return self.gives(&document.write(), &self.row.item);
        }
        let report = ended.json();
        assert_eq!(report["unmapped"], 1, "{report}");
        let told = report["first_unmapped"].as_str().unwrap();
        assert!(told.contains(&format!("line {line}")), "{told}");
        let left: Vec<Value> = self
            .row
            .item
            .iter()
            .filter(|item| self.row.cut.iter().any(|id| item["id"] == id.as_str()))
            .cloned()
            .collect();
        assert!(!left.is_empty());
        self.has(&left);
    }
}

/// An item as the table has it, so that it can be compared by eye.
fn written(item: &Value) -> String {
    let item: toml::Value = serde_json::from_value(item.clone()).unwrap();
    format!("[[row.item]]\n{}\n", toml::to_string(&item).unwrap())
}
