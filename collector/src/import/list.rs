//! Lists of a mapping: where a record has several values, and how a cell that holds several is taken apart.

use regex::Regex;
use serde::Deserialize;
use serde_json::Value;

use crate::text::unescape;

use super::value::{Context, matched, optional_regex, scalar};

/// How a list is found: several places, or one.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum ListField {
    /// Several places, one after the other.
    Several(Vec<Place>),
    /// One.
    One(Place),
}

/// A place of values: a path, usually with `*`, or a cell that holds several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Place {
    /// A path; it may end at the array itself or at its elements.
    Path(String),
    /// Texts that hold several values.
    Cell(Cell),
}

/// Texts that hold several values each.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// The path of the texts.
    path: String,
    /// What stands between values.
    #[serde(default)]
    split: Option<String>,
    /// How a value begins: a part that begins otherwise belongs to the one before, as addresses may hold what stands between.
    #[serde(default, deserialize_with = "optional_regex")]
    begins: Option<Regex>,
    /// Characters around the list and around its values: brackets, quotes.
    #[serde(default)]
    strip: String,
    /// Where there is this, the texts are not read: it says the same better.
    #[serde(default)]
    unless: Option<String>,
    /// Whether `&amp;` and its like are written in the values.
    #[serde(default)]
    unescape: bool,
    /// What a value looks like in running text: every place that fits, its first group.
    #[serde(default, deserialize_with = "optional_regex")]
    find: Option<Regex>,
}

impl ListField {
    /// The values of the list, in order, each once, without empty ones.
    pub(super) fn texts(&self, record: &Value, context: &Context<'_>) -> Vec<String> {
        let mut texts = Vec::new();
        let places = match self {
            Self::Several(places) => places.as_slice(),
            Self::One(place) => std::slice::from_ref(place),
        };
        for text in places.iter().flat_map(|place| place.values(record, context)).filter_map(|v| scalar(&v)) {
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        texts
    }
}

impl Place {
    /// The values at the place.
    pub(super) fn values(&self, record: &Value, context: &Context<'_>) -> Vec<Value> {
        match self {
            Self::Path(path) => context
                .all(record, path)
                .into_iter()
                .flat_map(flat)
                .filter(|v| is_there(v))
                .cloned()
                .collect(),
            Self::Cell(cell)
                if cell
                    .unless
                    .as_ref()
                    .is_some_and(|path| context.first(record, path).is_some_and(is_there)) =>
            {
                Vec::new()
            }
            Self::Cell(cell) => context
                .all(record, &cell.path)
                .into_iter()
                .flat_map(flat)
                .filter_map(scalar)
                .flat_map(|text| cell.parts(&text))
                .map(|part| if cell.unescape { unescape(&part) } else { part })
                .map(Value::String)
                .collect(),
        }
    }
}

impl Cell {
    fn parts(&self, text: &str) -> Vec<String> {
        if let Some(find) = &self.find {
            return find.captures_iter(text).map(|found| matched(&found).to_owned()).collect();
        }
        let inside = self.stripped(text);
        let Some(split) = self.split.as_deref().filter(|split| !split.is_empty()) else {
            return vec![inside.to_owned()];
        };
        let mut parts: Vec<String> = Vec::new();
        for part in inside.split(split) {
            match parts.last_mut() {
                Some(before) if self.begins.as_ref().is_some_and(|b| !b.is_match(part.trim_start())) => {
                    before.push_str(split);
                    before.push_str(part);
                }
                _ => parts.push(part.to_owned()),
            }
        }
        parts.iter().map(|part| self.stripped(part).to_owned()).filter(|part| !part.is_empty()).collect()
    }

    fn stripped<'t>(&self, text: &'t str) -> &'t str {
        text.trim_matches(|c: char| c.is_whitespace() || self.strip.contains(c))
    }
}

fn is_there(value: &Value) -> bool {
    !value.is_null() && value.as_str().is_none_or(|text| !text.trim().is_empty())
}

/// A path may end at the array itself or at its elements.
fn flat(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |list| list.iter().collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn texts(list: Value, record: &Value) -> Vec<String> {
        let context = Context { file: &BTreeMap::new(), created: None, outer: None };
        serde_json::from_value::<ListField>(list).unwrap().texts(record, &context)
    }

    #[test]
    fn cells_are_taken_apart() {
        let record = serde_json::json!({
            "io": "[one, two]", "py": "['a', 'b']", "urls": "https://a.example/x,y,https://b.example/", "t": "say #One and #二 or #One",
            "l": [{"u": "x"}, {"u": "y"}, {"u": ""}],
        });
        let cases = [
            (serde_json::json!({"path": "io", "split": ",", "strip": "[]"}), vec!["one", "two"]),
            (serde_json::json!({"path": "py", "split": ",", "strip": "[]'"}), vec!["a", "b"]),
            (
                serde_json::json!({"path": "urls", "split": ",", "begins": "^https?://"}),
                vec!["https://a.example/x,y", "https://b.example/"],
            ),
            (serde_json::json!({"path": "t", "find": r"#(\w+)"}), vec!["One", "二"]),
            (
                serde_json::json!(["l/*/u", {"path": "io", "split": ",", "strip": "[]"}]),
                vec!["x", "y", "one", "two"],
            ),
            (serde_json::json!(["missing"]), vec![]),
        ];
        for (list, expected) in cases {
            assert_eq!(texts(list.clone(), &record), expected, "{list}");
        }
    }
}
