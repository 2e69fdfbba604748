//! What the store has of items, whole, to be compared with what a row of the table says.

use serde_json::{Map, Value};

use crate::support::Bench;

const ITEMS: &str = "SELECT i.id AS row, i.platform, i.native_id AS id, i.kind, a.handle AS author, a.native_id AS author_id,
   a.name AS author_name, a.label, i.created_at, i.created_precision AS precision, i.modified_at, i.title, i.text, i.byline,
   CASE i.lang_source WHEN 'detected' THEN NULL ELSE i.lang END AS lang, i.url, i.repost_of, i.quote_of, i.reply_to,
   i.thread_id AS thread FROM item i JOIN account a ON a.id = i.account_id ORDER BY i.id";

/// All items in the order in which they came, without what they do not have.
pub(super) fn items(bench: &Bench) -> Vec<Value> {
    bench.rows(ITEMS).into_iter().map(|row| item(bench, row)).collect()
}

fn item(bench: &Bench, row: Value) -> Value {
    let id = row["row"].clone();
    let list = |query: &str| -> Value {
        bench.column(&query.replace("{id}", &id.to_string())).into_iter().map(Value::String).collect()
    };
    let Value::Object(members) = row else { panic!("{row}") };
    let mut item: Map<String, Value> = members;
    item.remove("row");
    let precision = item.remove("precision").unwrap();
    for (name, from) in [("created", "created_at"), ("modified", "modified_at")] {
        if let Some(at) = item.remove(from).and_then(|at| at.as_i64()) {
            let mut text = whence_store::time::Micros(at).to_string();
            if name == "created" && precision != "second" {
                text = format!("{text} {}", precision.as_str().unwrap());
            }
            item.insert(name.to_owned(), text.into());
        }
    }
    item.insert("links".to_owned(), list("SELECT raw FROM link WHERE item_id = {id} ORDER BY raw"));
    item.insert("tags".to_owned(), list("SELECT tag FROM tag WHERE item_id = {id} ORDER BY tag"));
    let mentions =
        "SELECT handle || coalesce(' ' || native_id, '') FROM mention WHERE item_id = {id} ORDER BY handle";
    item.insert("mentions".to_owned(), list(mentions));
    let media = "SELECT kind || coalesce(' ' || url, '') || coalesce(' (' || alt || ')', '') FROM media WHERE item_id = {id} ORDER BY n";
    item.insert("media".to_owned(), list(media));
    let metrics = bench.rows(&format!("SELECT name, value FROM metric WHERE item_id = {id} ORDER BY name"));
    let metrics = metrics.iter().map(|m| (m["name"].as_str().unwrap().to_owned(), m["value"].clone()));
    item.insert("metrics".to_owned(), Value::Object(metrics.collect()));
    item.retain(|_, value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => true,
    });
    Value::Object(item)
}
