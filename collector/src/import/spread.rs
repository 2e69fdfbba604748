//! Taking records out of a document or a line: where they lie, what they lie in, and what they name by a key.

use std::collections::HashMap;
use std::rc::Rc;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::preset::Preset;
use super::select;
use super::value::scalar;

/// A record, with what it was taken from.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The record.
    pub(super) record: Value,
    /// The document, line, page or wrapper that it was taken from, where it is not that itself.
    pub(super) outer: Option<Rc<Value>>,
}

/// What a record names by a key, and its container has once for all records: authors, pictures, originals.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// Where the objects with the key are in a record; the record itself by default.
    #[serde(default)]
    at: Option<String>,
    /// The path of the key, or of several, in the object.
    key: String,
    /// Where the container has the entries.
    #[serde(rename = "in", deserialize_with = "super::preset::one_or_more")]
    among: Vec<String>,
    /// The path of the key in an entry.
    by: String,
    /// The member under which the object gets its entry, or the list of its entries; without it, the object gets the entry's
    /// members that it lacks.
    #[serde(default, rename = "as")]
    into: Option<String>,
    /// Whether there may be several.
    #[serde(default)]
    several: bool,
}

/// The records of a document or of a line.
pub(super) fn spread(preset: &Preset, value: Value) -> Vec<Found> {
    if preset.records.is_empty() {
        return match value {
            Value::Array(list) => list.into_iter().map(|record| unwrapped(preset, record, None)).collect(),
            record => vec![unwrapped(preset, record, None)],
        };
    }
    let pages = match value {
        Value::Array(list) => list,
        page => vec![page],
    };
    let mut found = Vec::new();
    for page in pages {
        let within: Vec<Value> = preset
            .within
            .iter()
            .map(|path| select::all(&page, path).into_iter().cloned().collect::<Vec<_>>())
            .find(|containers| !containers.is_empty())
            .unwrap_or_default();
        let containers = if within.is_empty() { vec![page] } else { within };
        for container in containers {
            found.extend(contained(preset, container));
        }
    }
    found
}

fn contained(preset: &Preset, container: Value) -> Vec<Found> {
    let mut records = Vec::new();
    for path in &preset.records {
        // What has no records in it may be one itself.
        if path == "." && !records.is_empty() {
            continue;
        }
        for value in select::all(&container, path) {
            match value {
                // A path may end at the array or at its elements; one record may stand alone.
                Value::Array(list) => records.extend(list.iter().cloned()),
                value => records.push(value.clone()),
            }
        }
    }
    for join in &preset.join {
        let entries = join.entries(&container);
        if !entries.is_empty() {
            for record in &mut records {
                join.apply(record, &entries);
            }
        }
    }
    let container = Rc::new(container);
    records.into_iter().map(|record| unwrapped(preset, record, Some(Rc::clone(&container)))).collect()
}

/// A record without its wrappers; the outermost is what it was taken from.
fn unwrapped(preset: &Preset, mut record: Value, mut outer: Option<Rc<Value>>) -> Found {
    for key in &preset.unwrap {
        if let Some(inner) = record.get_mut(key)
            && inner.is_object()
        {
            let inner = inner.take();
            let wrapper = std::mem::replace(&mut record, inner);
            outer = outer.or_else(|| Some(Rc::new(wrapper)));
        }
    }
    Found { record, outer }
}

impl Join {
    fn entries(&self, container: &Value) -> HashMap<String, Value> {
        self.among
            .iter()
            .flat_map(|path| select::all(container, path))
            .flat_map(|value| value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice))
            .filter_map(|entry| Some((select::first(entry, &self.by).and_then(scalar)?, entry.clone())))
            .collect()
    }

    fn apply(&self, record: &mut Value, entries: &HashMap<String, Value>) {
        match &self.at {
            None => self.attach(record, entries),
            Some(path) => {
                let segments: Vec<&str> = path.split('/').collect();
                each_at(record, &segments, &mut |object| self.attach(object, entries));
            }
        }
    }

    fn attach(&self, object: &mut Value, entries: &HashMap<String, Value>) {
        let keys: Vec<String> = select::all(object, &self.key).into_iter().filter_map(scalar).collect();
        let mut named = keys.iter().filter_map(|key| entries.get(key)).cloned();
        let Some(members) = object.as_object_mut() else { return };
        match &self.into {
            Some(name) if self.several => {
                let list: Vec<Value> = named.collect();
                if !list.is_empty() {
                    members.insert(name.clone(), Value::Array(list));
                }
            }
            Some(name) => {
                if let Some(entry) = named.next() {
                    members.insert(name.clone(), entry);
                }
            }
            None => {
                if let Some(Value::Object(entry)) = named.next() {
                    fill(members, entry);
                }
            }
        }
    }
}

fn fill(members: &mut Map<String, Value>, entry: Map<String, Value>) {
    for (name, value) in entry {
        members.entry(name).or_insert(value);
    }
}

/// Calls for every value at a path of names and `*`.
fn each_at(value: &mut Value, segments: &[&str], each: &mut dyn FnMut(&mut Value)) {
    match segments {
        [] => each(value),
        ["*", rest @ ..] => match value {
            Value::Array(list) => list.iter_mut().for_each(|child| each_at(child, rest, each)),
            Value::Object(members) => members.values_mut().for_each(|child| each_at(child, rest, each)),
            _ => {}
        },
        [name, rest @ ..] => {
            if let Some(child) = value.get_mut(*name) {
                each_at(child, rest, each);
            }
        }
    }
}
