//! Real posts of X that are there twice: in raw timeline pages, and in the flat NDJSON that others made of such pages.
//!
//! Post by post, both say the same of what both hold. What differs, and why: (1) bookmarks are counted in the pages only; (2) of notes,
//! which are longer than a post may be, the NDJSON has the text but not the links, which the pages keep apart from those of the cut
//! text; (3) counts of posts that stood on pages of several accounts, taken some minutes apart: the NDJSON kept those of another page. Posts of the pages that the NDJSON lacks are those of the days after it ends.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{files, import};
use crate::support::{Bench, shared};

const SAID: &[&str] = &[
    "kind",
    "handle",
    "created_at",
    "lang",
    "text",
    "url",
    "repost_of",
    "quote_of",
    "reply_to",
    "thread_id",
    "tags",
    "media",
];
/// A post that is no note is no longer.
const LONGEST_POST: usize = 280;
/// 13 November 2023, in microseconds.
const FLAT_ENDS: i64 = 1_699_833_600_000_000;

/// What a store says of its items, by their ids.
fn said(bench: &Bench) -> BTreeMap<String, Value> {
    let list = |what: &str, table: &str| {
        format!(
            "(SELECT group_concat(v, ' ') FROM (SELECT {what} AS v FROM {table} WHERE item_id = i.id ORDER BY 1))"
        )
    };
    let query = format!(
        "SELECT i.native_id AS id, i.kind, a.handle, i.created_at, iif(i.lang_source = 'platform', i.lang, NULL) AS lang, i.text, i.url,
           i.repost_of, i.quote_of, i.reply_to, i.thread_id, c.url AS page, {} AS links, {} AS tags, {} AS media, {} AS metrics
         FROM item i JOIN account a ON a.id = i.account_id JOIN capture c ON c.id = i.capture_id",
        list("raw", "link"),
        list("tag", "tag"),
        list("kind", "media"),
        list("name || '=' || value", "metric")
    );
    let id = |row: &Value| row["id"].as_str().unwrap().to_owned();
    bench.rows(&query).into_iter().map(|row| (id(&row), row)).collect()
}

/// The words of a list.
fn words<'v>(row: &'v Value, key: &str) -> BTreeSet<&'v str> {
    row[key].as_str().unwrap_or_default().split(' ').filter(|word| !word.is_empty()).collect()
}

/// Panics unless both have the same counts, each within a twentieth.
fn assert_near(one: &BTreeSet<&str>, other: &BTreeSet<&str>, id: &str) {
    let counts = |set: &BTreeSet<&str>| -> BTreeMap<String, f64> {
        set.iter()
            .map(|count| count.split_once('=').unwrap())
            .map(|(n, v)| (n.to_owned(), v.parse().unwrap()))
            .collect()
    };
    let (one, other) = (counts(one), counts(other));
    assert!(one.keys().eq(other.keys()), "{id}: {one:?} {other:?}");
    assert!(one.iter().all(|(name, v)| (v - other[name]).abs() <= v / 20.0), "{id}: {one:?} {other:?}");
}

#[test]
fn raw_pages_and_flat_posts_agree_post_by_post() {
    let Some(folder) = shared("prc-x-2023") else { return };
    let (flat, raw) = (Bench::new(), Bench::new());
    import(&flat, "whence-posts", &[folder.join("posts_dev_before_2023-11-13.ndjson.gz")]);
    import(&raw, "x-timeline-pages", &files(&folder.join("raw_dev"), ".json.gz"));
    let (flat, raw) = (said(&flat), said(&raw));
    let (mut both, mut with_links, mut later) = (0, Vec::new(), Vec::new());
    for (id, page) in &raw {
        let Some(post) = flat.get(id) else {
            assert!(page["created_at"].as_i64().unwrap() >= FLAT_ENDS, "{id}");
            continue;
        };
        both += 1;
        for key in SAID {
            assert_eq!(page[key], post[key], "{id}: {key}");
        }
        let counts: BTreeSet<&str> =
            words(page, "metrics").into_iter().filter(|count| !count.starts_with("bookmarks=")).collect();
        if counts != words(post, "metrics") {
            let owner = format!("/{}-", page["handle"].as_str().unwrap());
            assert!(
                !page["page"].as_str().unwrap().to_lowercase().contains(&owner),
                "{id}: a page of its author's own"
            );
            assert_near(&counts, &words(post, "metrics"), id);
            later.push(id);
        }
        let (of_page, of_post) = (words(page, "links"), words(post, "links"));
        if of_page != of_post {
            let text = page["text"].as_str().unwrap();
            assert!(
                of_page.is_superset(&of_post) && text.chars().count() > LONGEST_POST,
                "{id}: {of_page:?} {of_post:?}"
            );
            with_links.push(id);
        }
    }
    let alone = raw.len() - both;
    eprintln!(
        "{both} posts in both, {alone} in the pages alone; links of notes in the pages alone: {with_links:?}"
    );
    assert!(both > 1500, "{both}");
    assert_eq!((alone, with_links.len(), later.len()), (12, 3, 11));
}
