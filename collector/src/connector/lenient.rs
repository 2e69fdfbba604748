//! Members of JSON answers, read leniently: what is missing or of a wrong type is nothing, and never costs a page.

use serde_json::Value;
use whence_store::redact::RECORD;

use super::{ReadError, Response};

/// The document of an answer. Bytes that are no UTF-8 cost their characters, not the page.
pub(super) fn document(response: &Response<'_>) -> Result<Value, ReadError> {
    let text = String::from_utf8_lossy(response.body);
    let mut document = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|e| ReadError(format!("not JSON that can be read: {e}")))?;
    if text.contains(RECORD) {
        without_forgotten(&mut document);
    }
    Ok(document)
}

/// Takes the places of forgotten records out of lists: they are entries that nobody can read, and no fault of the platform's.
fn without_forgotten(value: &mut Value) {
    match value {
        Value::Array(list) => {
            list.retain(|element| !is_forgotten(element));
            list.iter_mut().for_each(without_forgotten);
        }
        Value::Object(members) => members.values_mut().for_each(without_forgotten),
        _ => {}
    }
}

fn is_forgotten(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|members| members.len() == 1 && members.get("forgotten") == Some(&Value::Bool(true)))
}

/// A text that is not empty; `path` is a JSON pointer.
pub(super) fn text<'v>(value: &'v Value, path: &str) -> Option<&'v str> {
    value.pointer(path)?.as_str().filter(|text| !text.trim().is_empty())
}

/// A text of a member's own.
pub(super) fn owned(value: &Value, path: &str) -> Option<String> {
    text(value, path).map(str::to_owned)
}

/// The elements of a list; none where there is no list.
pub(super) fn list<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    value.pointer(path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Whether a member is `true`.
pub(super) fn is_true(value: &Value, path: &str) -> bool {
    value.pointer(path) == Some(&Value::Bool(true))
}

/// A count, written as a number or as its digits.
pub(super) fn count(value: &Value, path: &str) -> Option<i64> {
    match value.pointer(path)? {
        Value::Number(number) => number.as_i64(),
        Value::String(digits) => digits.trim().parse().ok(),
        _ => None,
    }
    .filter(|count| *count >= 0)
}

/// The counts that are there, by the names that the store has for them.
pub(super) fn counts(value: &Value, names: &[(&str, &str)]) -> Vec<(String, i64)> {
    names.iter().filter_map(|(name, path)| Some(((*name).to_owned(), count(value, path)?))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn places_of_forgotten_records_are_no_entries() {
        let mut value = json!({"feed": [{"forgotten": true}, {"post": {"replies": [{"forgotten": true}, 1]}},
            {"forgotten": true, "more": 1}, {"forgotten": false}]});
        assert!(is_forgotten(&serde_json::from_str(RECORD).unwrap()));
        without_forgotten(&mut value);
        let left = json!({"feed": [{"post": {"replies": [1]}}, {"forgotten": true, "more": 1}, {"forgotten": false}]});
        assert_eq!(value, left);
    }

    #[test]
    fn what_is_of_a_wrong_type_is_nothing() {
        let value = json!({"a": {"n": "12", "m": 3, "x": "many", "f": -1}, "t": " ", "l": {"0": 1}});
        assert_eq!([count(&value, "/a/n"), count(&value, "/a/m")], [Some(12), Some(3)]);
        assert_eq!([count(&value, "/a/x"), count(&value, "/a/f"), count(&value, "/b")], [None; 3]);
        assert_eq!((text(&value, "/t"), text(&value, "/a")), (None, None));
        assert!(list(&value, "/l").is_empty());
    }
}
