//! What others quote of the forgotten does not come back with the next page of theirs.

use rusqlite::Connection;
use whence_store::evidence::Body;
use whence_store::ingest::NewItem;
use whence_store::time::Micros;

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
    let mut items = vec![
        post("Amy", "21", SAID),
        post(
            "Amy",
            "22",
            "He wrote: \"nobody will ever know  why they did so!\" (sic), and I do not believe it.",
        ),
        pictured,
        post("Amy", "24", "Words of her own, which nobody else has written."),
    ];
    // Who quotes comes later: of what is said at the same time, others' words would be spared.
    for item in &mut items {
        item.created.at = later(item);
    }
    items
}

fn later(item: &NewItem) -> Micros {
    Micros(item.created.at.0 + Micros::SECOND)
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
fn what_was_spared_is_not_on_the_list() {
    let long = "Whoever reads this far should know that the ferry to the outer islands does not sail";
    let (hers, his) = ("The pier is shut for the winter.", "I alone can save the islands!");
    let bench = Bench::new();
    let mut filled = bench.open();
    put(&mut filled, 10, vec![post("Amy", "21", &format!("{hers} {long} on Sundays."))]);
    let mut copy = post("Bob", "11", &format!("{hers} {his} {long} on Mondays."));
    copy.created.at = later(&copy);
    put(&mut filled, 20, vec![copy]);
    drop(filled);
    let done = forget_account(&bench, "bob");
    assert_eq!((done.parts_spared, done.items_redacted), (1, 0));

    // Whoever says it later is left what was hers, and loses what was his alone, wherever it stands.
    let said = [
        format!("They say: {hers} And so it is."),
        format!("{long} in May."),
        format!("And he: {his} Well, no."),
        format!("{long} on Mondays."),
    ];
    let items = said.iter().enumerate().map(|(n, text)| post("Cid", &format!("3{n}"), text)).collect();
    put(&mut bench.open(), 30, items);
    let left = bench.column("SELECT text FROM item WHERE native_id GLOB '3*' ORDER BY native_id", &[]);
    assert_eq!(left, [&*said[0], &*said[1], "And he: [forgotten] Well, no.", "[forgotten]"]);
    assert!(holds(&bench.db(), &said[1]) && !holds(&bench.db(), his));
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
