//! Paths into a record: `legacy/full_text`, `entities/urls/*/expanded_url`, `**/tweet_results/result`.
//!
//! `*` stands for every element of an array or every member of an object, `**` for any depth, `[type=link]` for those elements
//! whose `type` is `link`, and `.` for the record itself. A name that is a key of the record as it stands is taken whole, so that
//! CSV columns may hold slashes.

use serde_json::Value;

/// Every value at a path, in document order.
pub(super) fn all<'a>(record: &'a Value, path: &str) -> Vec<&'a Value> {
    if let Some(value) = record.get(path) {
        return vec![value];
    }
    if path == "." {
        return vec![record];
    }
    let segments: Vec<&str> = path.split('/').collect();
    let mut found = Vec::new();
    walk(record, &segments, &mut found);
    found
}

/// The first value at a path that is not null.
pub(super) fn first<'a>(record: &'a Value, path: &str) -> Option<&'a Value> {
    if path == "." || path.contains('*') || path.contains('[') {
        return all(record, path).into_iter().find(|value| !value.is_null());
    }
    if let Some(value) = record.get(path) {
        return (!value.is_null()).then_some(value);
    }
    path.split('/').try_fold(record, |value, segment| step(value, segment)).filter(|value| !value.is_null())
}

fn step<'a>(value: &'a Value, segment: &str) -> Option<&'a Value> {
    match value {
        Value::Object(map) => map.get(segment),
        Value::Array(list) => segment.parse::<usize>().ok().and_then(|n| list.get(n)),
        _ => None,
    }
}

fn children(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Object(map) => Box::new(map.values()),
        Value::Array(list) => Box::new(list.iter()),
        _ => Box::new(std::iter::empty()),
    }
}

fn walk<'a>(value: &'a Value, segments: &[&str], found: &mut Vec<&'a Value>) {
    let Some((&segment, rest)) = segments.split_first() else {
        found.push(value);
        return;
    };
    match segment {
        "*" => children(value).for_each(|child| walk(child, rest, found)),
        "**" => {
            walk(value, rest, found);
            children(value).for_each(|child| walk(child, segments, found));
        }
        name => {
            if let Some((key, wanted)) =
                name.strip_prefix('[').and_then(|n| n.strip_suffix(']')?.split_once('='))
            {
                let fits = |child: &&Value| {
                    child.get(key).and_then(super::value::scalar).is_some_and(|text| text == wanted)
                };
                children(value).filter(fits).for_each(|child| walk(child, rest, found));
            } else if let Some(child) = step(value, name) {
                walk(child, rest, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_reach_any_depth() {
        let record = serde_json::json!({"k": [{"t": "x", "v": 1}, {"t": "y", "v": 2}], "a": {"r": {"id": 1, "q": {"r": {"id": 2}}}}, "l": [{"u": "x"}, {"u": "y"}], "a/b": 3});
        let ids: Vec<_> = all(&record, "**/r").iter().map(|r| r["id"].as_i64().unwrap()).collect();
        assert_eq!(ids, [1, 2]);
        assert_eq!(all(&record, "l/*/u").len(), 2);
        assert_eq!(first(&record, "l/1/u").unwrap(), "y");
        assert_eq!(first(&record, "a/b").unwrap(), 3);
        assert!(first(&record, "a/r/none").is_none());
        assert_eq!(first(&record, "k/[t=y]/v").unwrap(), 2);
        assert!(all(&record, "k/[t=z]/v").is_empty());
        assert_eq!(first(&record, ".").unwrap(), &record);
    }
}
