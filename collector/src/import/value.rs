//! Field values of a mapping: a path, a constant, a template, the first of several that is there, or a part of one of these.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;
use serde_json::Value;

use super::select;

/// How one field is found.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Field {
    /// A path into the record; `^path` is one into what it was taken from, `$name` a part of the file's name, `@created` the
    /// mapped time in UTC.
    Path(String),
    /// The first of several that gives something.
    FirstOf(Vec<Field>),
    /// A constant.
    Text {
        /// The constant.
        text: String,
        /// Only in records that are so.
        #[serde(default)]
        when: Option<When>,
    },
    /// Several put together: `{path}` in the template is replaced, `{a|b}` by the first that is there; empty if any part is missing.
    Template {
        /// The template.
        template: String,
        /// Only in records that are so.
        #[serde(default)]
        when: Option<When>,
    },
    /// Several values put together, such as a text that is written in pieces.
    Joined {
        /// The path of the pieces, or of their list.
        joined: String,
        /// Where a piece that is an object has its text.
        #[serde(default)]
        each: Option<String>,
    },
    /// A part of another field.
    Part(Box<Part>),
}

/// A part of a field, or the field under a condition.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The field.
    from: Field,
    /// What is looked for in it: the first group that takes part, or all that fits. Nothing where nothing fits.
    #[serde(default, deserialize_with = "optional_regex")]
    pattern: Option<Regex>,
    /// What the groups of the pattern are put together to: `$2@$1`.
    #[serde(default)]
    replace: Option<String>,
    /// Values that mean that there is none.
    #[serde(default)]
    unless: Vec<String>,
    /// Only in records that are so.
    #[serde(default)]
    when: Option<When>,
}

/// A condition on a record.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The field.
    pub path: String,
    /// The words that fulfil it, whatever their case; without any, that the field is there.
    #[serde(default, deserialize_with = "super::preset::one_or_more")]
    pub is: Vec<String>,
}

/// Reads a regular expression, so that a wrong one is an error of its key.
pub(super) fn optional_regex<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Regex>, D::Error> {
    super::preset::regex(deserializer).map(Some)
}

/// What a field may refer to besides the record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// Named groups of the preset's file pattern.
    pub(super) file: &'a BTreeMap<String, String>,
    /// The mapped time, once it is known.
    pub(super) created: Option<&'a str>,
    /// What the record was taken from: the page, the document, the wrapper.
    pub(super) outer: Option<&'a Value>,
}

impl<'a> Context<'a> {
    /// Every value at a path of the record or of what it was taken from.
    pub(super) fn all(&self, record: &'a Value, path: &str) -> Vec<&'a Value> {
        match path.strip_prefix('^') {
            Some(path) => self.outer.map(|outer| select::all(outer, path)).unwrap_or_default(),
            None => select::all(record, path),
        }
    }

    /// The first of them that is not null.
    pub(super) fn first(&self, record: &'a Value, path: &str) -> Option<&'a Value> {
        match path.strip_prefix('^') {
            Some(path) => self.outer.and_then(|outer| select::first(outer, path)),
            None => select::first(record, path),
        }
    }
}

/// How a scalar becomes text.
type Read = fn(&Value) -> Option<String>;

impl Field {
    /// The field's text, trimmed; nothing when it is missing, null or empty.
    pub(super) fn text(&self, record: &Value, context: &Context<'_>) -> Option<String> {
        self.find(record, context, scalar)
    }

    /// As [`Field::text`], without numbers whose last digits a tool lost.
    ///
    /// # Errors
    /// There is nothing but such a number.
    pub(super) fn id(&self, record: &Value, context: &Context<'_>) -> Result<Option<String>, String> {
        match self.find(record, context, exact) {
            Some(id) => Ok(Some(id)),
            None => match self.text(record, context) {
                None => Ok(None),
                Some(id) => Err(format!("`{id}` was rounded by a tool that takes ids for numbers")),
            },
        }
    }

    fn find(&self, record: &Value, context: &Context<'_>, read: Read) -> Option<String> {
        match self {
            Self::Path(path) => lookup(path, record, context, read),
            Self::FirstOf(fields) => fields.iter().find_map(|field| field.find(record, context, read)),
            Self::Text { text, when } => holds(when.as_ref(), record, context).then(|| text.clone()),
            Self::Template { template, when } => {
                if holds(when.as_ref(), record, context) {
                    fill(template, record, context, read)
                } else {
                    None
                }
            }
            Self::Joined { joined, each } => pieces(joined, each.as_deref(), record, context),
            Self::Part(part) => part.find(record, context, read),
        }
    }

    /// What the field is called where it is told which one was read.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Path(path) => path,
            Self::Part(part) => part.from.name(),
            _ => "mapping",
        }
    }
}

impl Part {
    fn find(&self, record: &Value, context: &Context<'_>, read: Read) -> Option<String> {
        if !holds(self.when.as_ref(), record, context) {
            return None;
        }
        let text = self.from.find(record, context, read)?;
        let text = match &self.pattern {
            Some(pattern) => {
                let found = pattern.captures(&text)?;
                match &self.replace {
                    Some(replace) => {
                        let mut out = String::new();
                        found.expand(replace, &mut out);
                        out
                    }
                    None => matched(&found).to_owned(),
                }
            }
            None => text,
        };
        (!text.is_empty() && !self.unless.contains(&text)).then_some(text)
    }
}

/// The first group that takes part, or all that fits.
pub(super) fn matched<'t>(found: &regex::Captures<'t>) -> &'t str {
    found.iter().skip(1).flatten().next().or_else(|| found.get(0)).map_or("", |part| part.as_str())
}

/// Pieces of a text as they are, blanks at their ends included.
fn pieces(path: &str, each: Option<&str>, record: &Value, context: &Context<'_>) -> Option<String> {
    let mut out = String::new();
    let found = context.all(record, path).into_iter();
    for piece in found.flat_map(|value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)) {
        let text =
            if piece.is_object() { each.and_then(|each| select::first(piece, each)) } else { Some(piece) };
        out.push_str(text.and_then(Value::as_str).unwrap_or_default());
    }
    (!out.trim().is_empty()).then(|| out.trim().to_owned())
}

fn holds(when: Option<&When>, record: &Value, context: &Context<'_>) -> bool {
    when.is_none_or(|when| when.holds(record, context))
}

impl When {
    /// Whether the record is so.
    pub(super) fn holds(&self, record: &Value, context: &Context<'_>) -> bool {
        let mut texts = context.all(record, &self.path).into_iter().filter_map(scalar);
        texts.any(|text| self.is.is_empty() || is_one_of(&text, &self.is))
    }
}

/// Whether a text is one of these words, whatever its case.
pub(super) fn is_one_of(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn lookup(path: &str, record: &Value, context: &Context<'_>, read: Read) -> Option<String> {
    if let Some(name) = path.strip_prefix('$') {
        // Keys may begin so too.
        return context.file.get(name).cloned().or_else(|| select::first(record, path).and_then(read));
    }
    if path == "@created" {
        return context.created.map(str::to_owned);
    }
    if path.contains('*') || path.contains('[') {
        // A list may begin with what is empty.
        return context.all(record, path).into_iter().find_map(read);
    }
    context.first(record, path).and_then(read)
}

fn fill(template: &str, record: &Value, context: &Context<'_>, read: Read) -> Option<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (paths, after) = after.split_once('}')?;
        out.push_str(&paths.split('|').find_map(|path| lookup(path, record, context, read))?);
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

/// Whole numbers up to this are exact wherever numbers are floats.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// As [`scalar`], but nothing where a tool that keeps numbers as floats lost digits of an id: a spreadsheet's `1.88E+18`, a data
/// frame's `1881234567890123456.0`, and the whole numbers that JavaScript prints with noughts in the place of what it lost.
fn exact(value: &Value) -> Option<String> {
    let text = scalar(value)?;
    match value {
        Value::Number(number) if number.is_u64() || number.is_i64() => {
            let float: f64 = text.parse().ok()?;
            (float.abs() <= EXACT || format!("{float}") != text).then_some(text)
        }
        Value::Number(_) => whole(&text),
        Value::String(_) if is_scientific(&text) => None,
        Value::String(_) if is_float(&text) => whole(&text),
        _ => Some(text),
    }
}

/// `12.0`: digits and noughts behind a point.
fn is_float(text: &str) -> bool {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    text.split_once('.')
        .is_some_and(|(whole, part)| digits(whole) && digits(part) && part.bytes().all(|b| b == b'0'))
}

/// `1.88E+18`: what spreadsheets make of long numbers.
fn is_scientific(text: &str) -> bool {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let Some((number, exponent)) = text.split_once(['e', 'E']) else { return false };
    let is_number = match number.split_once('.') {
        Some((whole, part)) => digits(whole) && digits(part),
        None => digits(number),
    };
    is_number && exponent.strip_prefix('+').is_some_and(digits)
}

fn whole(text: &str) -> Option<String> {
    let float: f64 = text.parse().ok()?;
    (float.fract() == 0.0 && float.abs() <= EXACT).then(|| format!("{float}"))
}

/// A count, with or without thousands separators or a closing `.0`. Anything else (`1.2K`) is not a count.
pub(super) fn count(text: &str) -> Option<i64> {
    let digits = text.trim().replace([',', '\u{a0}', '\u{202f}', '_'], "");
    digits.strip_suffix(".0").unwrap_or(&digits).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(json: Value) -> Field {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn fields_fall_back_and_fill_templates() {
        let record = serde_json::json!({"a": "", "b": " x ", "n": 12_345_678_901_234_567_890_u64});
        let groups = [("hour".to_owned(), "09".to_owned())].into();
        let context = Context { file: &groups, created: None, outer: Some(&serde_json::json!({"o": "out"})) };
        let text = |json| field(json).text(&record, &context);
        assert_eq!(text(serde_json::json!(["a", "b"])).unwrap(), "x");
        assert_eq!(text(serde_json::json!({"template": "{b}-{$hour}"})).unwrap(), "x-09");
        assert_eq!(text(serde_json::json!({"template": "{a|b}-{^o}"})).unwrap(), "x-out");
        assert_eq!(text(serde_json::json!({"template": "{missing}-{$hour}"})), None);
        assert_eq!(text(serde_json::json!("n")).unwrap(), "12345678901234567890");
        assert_eq!(text(serde_json::json!("^o")).unwrap(), "out");
    }

    #[test]
    fn parts_are_looked_for_under_conditions() {
        let record = serde_json::json!({"u": "https://x.example/a/42?b", "is": "Yes", "none": "0", "t": ["a ", {"text": "b"}, " c "]});
        let context = Context { file: &BTreeMap::new(), created: None, outer: None };
        let text = |json| field(json).text(&record, &context);
        assert_eq!(text(serde_json::json!({"from": "u", "pattern": "/a/([0-9]+)"})).unwrap(), "42");
        assert_eq!(text(serde_json::json!({"from": "u", "pattern": "/b/([0-9]+)"})), None);
        assert_eq!(
            text(serde_json::json!({"from": "u", "pattern": "//(.)[^/]*/(.)/", "replace": "$2@$1"})).unwrap(),
            "a@x"
        );
        assert_eq!(text(serde_json::json!({"joined": "t", "each": "text"})).unwrap(), "a b c");
        assert_eq!(text(serde_json::json!({"from": "none", "unless": ["0"]})), None);
        assert_eq!(text(serde_json::json!({"text": "v", "when": {"path": "is", "is": "yes"}})).unwrap(), "v");
        assert_eq!(text(serde_json::json!({"from": "u", "when": {"path": "is", "is": ["no"]}})), None);
    }

    #[test]
    fn ids_that_lost_digits_are_none() {
        let id = |value: Value| exact(&value);
        let lost = [
            serde_json::json!(1_881_234_567_890_123_500_u64),
            serde_json::json!(1.881_234_567_890_123_5e18),
            "1.88123456789012E+18".into(),
            "1.45E+15".into(),
            "1881234567890123456.0".into(),
        ];
        for value in lost {
            assert_eq!(id(value.clone()), None, "{value}");
        }
        let kept = [
            (serde_json::json!(1_881_234_567_890_123_456_u64), "1881234567890123456"),
            (serde_json::json!(42), "42"),
            (serde_json::json!(42.0), "42"),
            ("42.0".into(), "42"),
            ("1881234567890123500".into(), "1881234567890123500"),
            ("7e5".into(), "7e5"),
            ("1.2".into(), "1.2"),
        ];
        for (value, text) in kept {
            assert_eq!(id(value).unwrap(), text);
        }
        assert_eq!(count("1,234"), Some(1234));
        assert_eq!(count("3.0"), Some(3));
        assert_eq!(count("1.2K"), None);
    }
}
