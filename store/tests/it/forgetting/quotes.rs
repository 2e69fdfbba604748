//! What others quote of the forgotten does not come back with the next page of theirs.

use rusqlite::Connection;
use whence_store::evidence::Body;
use whence_store::ingest::NewItem;

use super::{forget_account, holds};
use crate::support::{Bench, Filled, post};

const SAID: &str = "The harbour masters met in secret. Nobody will ever know why they did so!";

/// Posts of Amy's, who quotes him whole, by a sentence inside one of hers, and in the text beside a picture.
fn quoting() -> Vec<NewItem> {
    let mut pictured = post("Amy", "23", "see the picture");
    pictured.media = vec![whence_store::ingest::NewMedia {
        kind: "photo".to_owned(),
        url: None,
        alt: Some(format!("a board that says {SAID}")),
    }];
    vec![
        post("Amy", "21", SAID),
        post(
            "Amy",
            "22",
            "He wrote: \"nobody will ever know  why they did so!\" (sic), and I do not believe it.",
        ),
        pictured,
        post("Amy", "24", "Words of her own, which nobody else has written."),
    ]
}

/// A page whose body holds what its items say.
fn put(filled: &mut Filled, second: i64, items: Vec<NewItem>) -> (usize, usize, usize) {
    let mut page = filled.page(0, second, items);
    let lines: Vec<String> = page
        .content
        .items
        .iter()
        .map(|item| {
            let alts: Vec<_> = item.media.iter().filter_map(|media| media.alt.clone()).collect();
            serde_json::json!({"id": item.native_id, "by": item.account.handle, "text": item.text, "alts": alts}).to_string()
        })
        .collect();
    page.capture.body =
        Some(Body { bytes: format!("{}\n\n{second}", lines.join("\n")).into(), truncated: false });
    let stats = filled.store.put_page(&page).unwrap();
    (stats.new_items, stats.changed_items, stats.same_items)
}

#[test]
fn the_same_posts_again_are_no_edits_and_bring_nothing_back() {
    let bench = Bench::new();
    let mut filled = bench.open();
    put(&mut filled, 10, vec![post("Bob", "11", SAID)]);
    put(&mut filled, 20, quoting());
    drop(filled);
    forget_account(&bench, "bob");
    let parts = ["masters met in secret", "will ever know"];
    for part in parts {
        assert!(!holds(&bench.db(), part), "{part}");
    }
    let texts = "SELECT text || coalesce((SELECT alt FROM media WHERE item_id = item.id), '') FROM item ORDER BY native_id";
    let left = bench.column(texts, &[]);
    assert_eq!(left[3], "Words of her own, which nobody else has written.");

    let counts = put(&mut bench.open(), 30, quoting());
    assert_eq!(counts, (0, 0, 4), "new, changed, same");
    assert_eq!(bench.column(texts, &[]), left);
    assert_eq!(bench.column("SELECT count(*) FROM item_version", &[]), ["0"]);
    for part in parts {
        assert!(!holds(&bench.db(), part), "{part} is back");
    }

    // Posts that are new, and quote him as well.
    let mut later = quoting();
    for item in &mut later {
        item.native_id.push('0');
    }
    assert_eq!(put(&mut bench.open(), 40, later), (4, 0, 0));
    for part in parts {
        assert!(!holds(&bench.db(), part), "{part} is back");
    }
    // An edit is an edit.
    let mut edited = quoting();
    edited[1].text = "He wrote something, and I do believe it.".to_owned();
    assert_eq!(put(&mut bench.open(), 50, edited), (0, 1, 3));
}

#[test]
fn the_list_holds_no_text() {
    let bench = Bench::new();
    let mut filled = bench.open();
    put(&mut filled, 10, vec![post("Bob", "11", SAID)]);
    drop(filled);
    forget_account(&bench, "bob");
    let raw = Connection::open(bench.db()).unwrap();
    let lengths: Vec<i64> = raw
        .prepare("SELECT length(key) FROM forgotten_text")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    // The whole, as far as it is searched for, two sentences, and the beginnings: the first sentence's is the whole's.
    assert_eq!(lengths, [32; 6]);
}
