//! Forests: ties, gaps, circles, edits, originals that were captured late or never.

use std::collections::BTreeMap;

use whence_store::ingest::{ItemKind, NewItem};
use whence_store::time::Precision;
use whence_store::work::Measure;

use super::world::{Held, World, account, at, item, text};

const WORDS: &str = "The two sides agreed to open a third channel for talks on shipping lanes";

fn post(id: &str, who: &str, when: &str, words: &str) -> NewItem {
    item(account("x", who), id, ItemKind::Post, when, words)
}

fn repost(id: &str, who: &str, when: &str, of: &str) -> NewItem {
    let mut item = item(account("x", who), id, ItemKind::Repost, when, &format!("RT @a: {WORDS}"));
    item.repost_of = Some(of.to_owned());
    item
}

fn coarse(mut item: NewItem, precision: Precision) -> NewItem {
    item.created.precision = precision;
    item
}

type Row = BTreeMap<String, String>;

/// The forest of some captures, by item.
fn forest(captures: Vec<Vec<NewItem>>) -> BTreeMap<String, Row> {
    let mut world = World::new();
    let posts = world.source("posts", Measure::Items);
    for items in captures {
        world.put(posts, "file:posts", Held { items, ..Held::default() });
    }
    let (db, out) = (world.db(), world.out());
    let arguments = ["forests", "--db", text(&db), "--out", text(&out), "--identifiable"];
    world.run(&arguments).0.unwrap();
    let bytes = std::fs::read(out.join("forests.csv")).unwrap();
    world.run(&arguments).0.unwrap();
    assert_eq!(bytes, std::fs::read(out.join("forests.csv")).unwrap(), "the same store, the same bytes");
    let rows = csv::Reader::from_reader(bytes.as_slice()).into_deserialize::<Row>();
    rows.map(Result::unwrap).map(|row| (row["item"].clone(), row)).collect()
}

fn of<'a>(rows: &'a BTreeMap<String, Row>, id: &str) -> [&'a str; 5] {
    let row = &rows[id];
    ["root", "parent", "kind", "rung", "order"].map(|column| row[column].as_str())
}

#[test]
fn copies_attach_to_the_earliest_whatever_was_captured_first() {
    let near = "Breaking: The two sides agreed to open a third channel for talks on shipping lanes today";
    let rows = forest(vec![
        vec![post("3", "c", "2025-01-22T10:00:00Z", &format!("{WORDS} https://t.co/3 #trade @someone"))],
        vec![
            post("2", "b", "2025-01-21T10:00:00Z", &WORDS.to_uppercase()),
            post("1", "a", "2025-01-20T10:00:00Z", WORDS),
            post("4", "d", "2025-01-23T10:00:00Z", near),
            post("5", "a", "2025-01-24T10:00:00Z", WORDS),
            post(
                "6",
                "e",
                "2025-01-24T10:00:00Z",
                "The two sides disagreed, and nothing will be opened at all any time soon",
            ),
        ],
    ]);
    assert_eq!(of(&rows, "1"), ["1", "", "root", "", "certain"]);
    assert_eq!(of(&rows, "2"), ["1", "1", "copy", "exact", "certain"]);
    assert_eq!(of(&rows, "3"), ["1", "1", "copy", "exact", "certain"]);
    assert_eq!(of(&rows, "4"), ["1", "1", "copy", "near", "certain"]);
    assert_eq!((rows["5"]["own"].as_str(), rows["2"]["own"].as_str()), ("yes", "no"));
    assert_eq!((rows.len(), rows["4"]["same_words_root"].as_str()), (5, ""));
}

#[test]
fn a_repost_whose_original_was_captured_later_and_one_that_is_told_too_early() {
    let rows = forest(vec![
        vec![repost("2", "b", "2025-01-20T11:00:00Z", "1"), repost("3", "c", "2025-01-20T09:00:00Z", "1")],
        vec![post("1", "a", "2025-01-20T10:00:00Z", WORDS)],
    ]);
    assert_eq!(of(&rows, "2"), ["1", "1", "repost", "declared", "certain"]);
    assert_eq!(of(&rows, "3"), ["1", "1", "repost", "declared", "declared, times disagree"]);
    assert_eq!(of(&rows, "1"), ["1", "", "root", "", "certain"]);
}

#[test]
fn an_original_that_was_never_captured_leaves_the_earliest_repost_as_root() {
    let rows = forest(vec![vec![
        repost("5", "b", "2025-01-20T11:00:00Z", "404"),
        repost("4", "c", "2025-01-20T09:00:00Z", "404"),
        post("7", "d", "2025-01-20T12:00:00Z", "unrelated"),
    ]]);
    assert_eq!(of(&rows, "4"), ["4", "404", "repost", "declared", "certain"]);
    assert_eq!(of(&rows, "5"), ["4", "404", "repost", "declared", "certain"]);
    assert_eq!((rows["5"]["parent_captured"].as_str(), rows.len()), ("no", 2));
}

#[test]
fn circles_are_cut_at_the_earliest() {
    let rows = forest(vec![vec![
        repost("1", "a", "2025-01-20T11:00:00Z", "3"),
        repost("2", "b", "2025-01-20T10:00:00Z", "1"),
        repost("3", "c", "2025-01-20T12:00:00Z", "2"),
        repost("4", "d", "2025-01-20T13:00:00Z", "4"),
    ]]);
    assert_eq!(of(&rows, "2")[..3], ["2", "", "root"]);
    assert_eq!((of(&rows, "3")[1], of(&rows, "1")[1]), ("2", "3"));
    assert!(!rows.contains_key("4"), "what passes on itself passes on nothing");
}

#[test]
fn times_that_are_equal_or_vague_decide_nothing() {
    let rows = forest(vec![vec![
        post("20", "a", "2025-01-20T10:00:00Z", WORDS),
        post("3", "b", "2025-01-20T10:00:00Z", WORDS),
        coarse(post("1", "c", "2025-01-20T00:00:00Z", WORDS), Precision::Day),
        post("9", "d", "2025-01-22T10:00:00Z", WORDS),
        coarse(post("8", "e", "2025-01-25T10:00:00Z", WORDS), Precision::None),
    ]]);
    assert_eq!(of(&rows, "3"), ["3", "", "root", "", "open"], "the smaller number of the platform");
    assert_eq!(of(&rows, "20"), ["3", "3", "copy", "exact", "open"]);
    assert_eq!(
        of(&rows, "1"),
        ["3", "3", "copy", "exact", "open"],
        "a day does not win over an hour inside it"
    );
    assert_eq!(of(&rows, "9"), ["3", "3", "copy", "exact", "certain"]);
    assert_eq!(of(&rows, "8")[4], "open");
}

#[test]
fn ids_of_x_tell_the_millisecond() {
    let id = |when: &str, more: i64| ((at(when).0 / 1_000 + more - 1_288_834_974_657) << 22).to_string();
    let (first, second) = (id("2025-01-20T10:00:00Z", 100), id("2025-01-20T10:00:00Z", 900));
    let rows = forest(vec![vec![
        post(&second, "a", "2025-01-20T10:00:00Z", WORDS),
        post(&first, "b", "2025-01-20T10:00:00Z", WORDS),
    ]]);
    assert_eq!(of(&rows, &second), [&first, &first, "copy", "exact", "certain"]);
}

#[test]
fn an_edited_item_is_the_source_of_what_it_said_and_no_copy_of_what_it_says_now() {
    let other = "A wholly different sentence about the price of rice in the northern provinces";
    let rows = forest(vec![
        vec![post("1", "a", "2025-01-20T10:00:00Z", WORDS), post("3", "c", "2025-01-21T10:00:00Z", other)],
        vec![post("2", "b", "2025-01-20T12:00:00Z", WORDS), post("1", "a", "2025-01-20T10:00:00Z", other)],
    ]);
    assert_eq!(of(&rows, "2"), ["1", "1", "copy", "exact", "certain"], "it had these words first");
    assert!(!rows.contains_key("3"), "it did not have those words when 3 was published: {rows:?}");
}

#[test]
fn replies_and_quotes_are_in_no_tree() {
    let mut reply = item(account("x", "b"), "2", ItemKind::Reply, "2025-01-20T12:00:00Z", "no");
    reply.reply_to = Some("1".to_owned());
    let rows = forest(vec![vec![post("1", "a", "2025-01-20T10:00:00Z", WORDS), reply]]);
    assert!(rows.is_empty());
}

#[test]
fn people_have_pseudonyms_unless_asked_for() {
    let mut world = World::new();
    let posts = world.source("posts", Measure::Items);
    let items = vec![
        post("71234567", "mia_private", "2025-01-20T10:00:00Z", WORDS),
        repost("81234567", "bob_private", "2025-01-20T11:00:00Z", "71234567"),
    ];
    world.put(posts, "file:posts", Held { items, ..Held::default() });
    let (db, out) = (world.db(), world.out());
    world.run(&["forests", "--db", text(&db), "--out", text(&out)]).0.unwrap();
    let file = world.file("forests.csv");
    for word in ["71234567", "81234567", "mia_private", "bob_private"] {
        assert!(!file.contains(word), "{file}");
    }
    assert_eq!(file.matches("item-").count(), 5, "{file}");
}
