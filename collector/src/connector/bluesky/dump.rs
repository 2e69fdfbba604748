//! Posts of Bluesky in files: pages of feeds, lists of posts and threads, as the servers answer or as tools in Python write them.
//!
//! It reads what [`super::post`] reads. What a file says to be gone is not believed: it was so when somebody asked.

use serde_json::{Map, Value};
use whence_store::ingest::Content;

use super::{feed, post};
use crate::config::Target;
use crate::connector::{Reading, lenient};

/// Reads an entry of a feed, a branch of a thread, or a post; says whether something of it is kept.
pub(crate) fn read(record: &Value, into: &mut Content) -> Result<bool, String> {
    let renamed = is_snake(record).then(|| camel(record));
    let record = renamed.as_ref().unwrap_or(record);
    let (target, mut reading) = (Target::default(), Reading::default());
    if record.pointer("/replies").is_some_and(Value::is_array) {
        branch(record, &target, &mut reading);
    } else if record.pointer("/post").is_some() {
        feed::take_from_file(record, &target, &mut reading);
    } else {
        post::put(record, &target, &mut reading);
    }
    if reading.items.is_empty()
        && let Some(why) = reading.first_error
    {
        return Err(why);
    }
    let is_kept = !reading.items.is_empty();
    into.items.append(&mut reading.items);
    Ok(is_kept)
}

fn branch(record: &Value, target: &Target, reading: &mut Reading) {
    let mut branches = vec![record];
    while let Some(branch) = branches.pop() {
        if let Some(shown) = branch.pointer("/post") {
            post::put(shown, target, reading);
        }
        branches.extend(lenient::list(branch, "/replies").iter().rev());
    }
}

/// Whether a tool in Python gave the members names of its own: `indexed_at`, `like_count`, `py_type`.
fn is_snake(record: &Value) -> bool {
    let post = record.pointer("/post").unwrap_or(record);
    ["/indexed_at", "/like_count", "/py_type", "/record/created_at"]
        .iter()
        .any(|path| post.pointer(path).is_some())
}

/// The same with the names of the platform.
fn camel(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let rename = |(name, value): (&String, &Value)| (camel_name(name), camel(value));
            Value::Object(members.iter().map(rename).collect::<Map<_, _>>())
        }
        Value::Array(list) => list.iter().map(camel).collect(),
        value => value.clone(),
    }
}

fn camel_name(name: &str) -> String {
    if name == "py_type" {
        return "$type".to_owned();
    }
    let mut parts = name.split('_');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        out.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}
