//! Field values of a mapping: a path, a constant, a template, or the first of several that is there.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::select;

/// How one field is found.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Field {
    /// A path into the record; `$name` is a part of the file's name, `@created` the mapped time in UTC.
    Path(String),
    /// The first of several that gives something.
    FirstOf(Vec<Field>),
    /// A constant.
    Text {
        /// The constant.
        text: String,
    },
    /// Several put together: `{path}` in the template is replaced; empty if any part is missing.
    Template {
        /// The template.
        template: String,
    },
}

/// How a list is found: several paths, and how a cell is split.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum ListField {
    /// Paths, usually with `*`.
    Paths(Vec<String>),
    /// Cells that hold several values.
    Split {
        /// The path of the cell.
        path: String,
        /// What stands between values.
        split: String,
    },
}

/// What a field may refer to besides the record.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// Named groups of the preset's file pattern.
    pub(super) file: BTreeMap<String, String>,
    /// The mapped time, once it is known.
    pub(super) created: Option<String>,
}

impl Field {
    /// The field's text, trimmed; nothing when it is missing, null or empty.
    pub(super) fn text(&self, record: &Value, context: &Context) -> Option<String> {
        match self {
            Self::Path(path) => lookup(path, record, context),
            Self::FirstOf(fields) => fields.iter().find_map(|field| field.text(record, context)),
            Self::Text { text } => Some(text.clone()),
            Self::Template { template } => fill(template, record, context),
        }
    }
}

fn lookup(path: &str, record: &Value, context: &Context) -> Option<String> {
    if let Some(name) = path.strip_prefix('$') {
        return context.file.get(name).cloned();
    }
    if path == "@created" {
        return context.created.clone();
    }
    select::first(record, path).and_then(scalar)
}

fn fill(template: &str, record: &Value, context: &Context) -> Option<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (path, after) = after.split_once('}')?;
        out.push_str(&lookup(path, record, context)?);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// A scalar as text; ids that come as numbers keep every digit that the file has.
pub(super) fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

impl ListField {
    /// The values of the list, in order, without empty ones.
    pub(super) fn texts(&self, record: &Value) -> Vec<String> {
        match self {
            Self::Paths(paths) => paths
                .iter()
                .flat_map(|path| select::all(record, path))
                .flat_map(flat)
                .filter_map(scalar)
                .collect(),
            Self::Split { path, split } => select::first(record, path)
                .and_then(scalar)
                .map(|cell| {
                    cell.split(split.as_str())
                        .map(str::trim)
                        .filter(|s| !s.is_empty())
                        .map(str::to_owned)
                        .collect()
                })
                .unwrap_or_default(),
        }
    }
}

/// A path may end at the array itself or at its elements.
fn flat(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |list| list.iter().collect())
}

/// A count, with or without thousands separators or a closing `.0`. Anything else (`1.2K`) is not a count.
pub(super) fn count(text: &str) -> Option<i64> {
    let digits = text.trim().replace([',', '\u{a0}', '_'], "");
    digits.strip_suffix(".0").unwrap_or(&digits).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_fall_back_and_fill_templates() {
        let record = serde_json::json!({"a": "", "b": " x ", "n": 12_345_678_901_234_567_890_u64});
        let context = Context { file: [("hour".to_owned(), "09".to_owned())].into(), created: None };
        let field: Field = serde_json::from_value(serde_json::json!(["a", "b"])).unwrap();
        assert_eq!(field.text(&record, &context).unwrap(), "x");
        let field: Field = serde_json::from_value(serde_json::json!({"template": "{b}-{$hour}"})).unwrap();
        assert_eq!(field.text(&record, &context).unwrap(), "x-09");
        let field: Field =
            serde_json::from_value(serde_json::json!({"template": "{missing}-{$hour}"})).unwrap();
        assert_eq!(field.text(&record, &context), None);
        assert_eq!(Field::Path("n".to_owned()).text(&record, &context).unwrap(), "12345678901234567890");
        assert_eq!(count("1,234"), Some(1234));
        assert_eq!(count("3.0"), Some(3));
        assert_eq!(count("1.2K"), None);
    }
}
