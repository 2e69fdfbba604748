//! `docs/sql-cookbook.md`: every query runs, answers with the columns that the page names, and where the world knows the truth,
//! with the truth.

mod happened;
mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;
use whence_store::sql::{self, Format, Limits};
use whence_store::time::Micros;
use whence_tests::road::walk;
use whence_tests::world::{Truth, WorldSpec};

use page::{Question, questions};

/// The world of `cargo demo`, whose words and dates the page gives as examples.
const SEED: u64 = 20_250_127;
/// The page's `from` of question 15.
const PRICES_FROM: Micros = Micros(1_936_915_200_000_000);

struct Answers {
    _folder: TempDir,
    truth: Truth,
    questions: Vec<Question>,
    /// By the question's number.
    rows: BTreeMap<usize, Vec<Value>>,
    columns: BTreeMap<usize, Vec<String>>,
    captures: i64,
    stored_bytes: i64,
}

fn answer(db: &Path, sql: &str, parameters: &[(String, String)]) -> (Vec<String>, Vec<Value>) {
    let table = sql::query(db, sql, parameters, Limits::default()).unwrap_or_else(|e| panic!("{e}: {sql}"));
    assert!(!table.cut, "the answer is longer than what is shown: {sql}");
    let mut json = Vec::new();
    sql::print(&table, Format::Json, &mut json).unwrap();
    let rows: Vec<Value> = serde_json::from_slice(&json).unwrap();
    (table.columns, rows)
}

fn rows(db: &Path, sql: &str, parameters: &[(String, String)]) -> Vec<Value> {
    answer(db, sql, parameters).1
}

/// The store is made once for all tests.
fn answers() -> &'static Answers {
    static ANSWERS: OnceLock<Answers> = OnceLock::new();
    ANSWERS.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let walked = walk(&WorldSpec::ordinary(SEED), folder.path(), &mut |_| {}).unwrap();
        let db = folder.path().join("whence.db");
        let last = *walked.world.polls().last().unwrap();
        happened::add(&db, PRICES_FROM, last.plus(Micros::HOUR));
        let questions = questions();
        let (mut all, mut columns) = (BTreeMap::new(), BTreeMap::new());
        for question in &questions {
            let (names, rows) = answer(&db, &question.sql, &question.parameters);
            columns.insert(question.number, names);
            all.insert(question.number, rows);
        }
        let number = |sql: &str| sql::query(&db, sql, &[], Limits::default()).unwrap().number().unwrap();
        Answers {
            truth: walked.world.truth().clone(),
            captures: number("SELECT count(*) FROM capture"),
            stored_bytes: number("SELECT sum(length(bytes)) FROM blob"),
            questions,
            rows: all,
            columns,
            _folder: folder,
        }
    })
}

fn sum<'a>(rows: impl IntoIterator<Item = &'a Value>, name: &str) -> i64 {
    rows.into_iter().filter_map(|row| row[name].as_i64()).sum()
}

fn count<T>(rows: &[T]) -> i64 {
    i64::try_from(rows.len()).unwrap()
}

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_default()
}

#[test]
fn every_query_answers_with_the_columns_of_the_page() {
    let all = answers();
    let numbers: Vec<usize> = all.questions.iter().map(|question| question.number).collect();
    assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
    let mut empty = 0;
    for question in &all.questions {
        let said = format!("question {}, {}", question.number, question.title);
        assert_eq!(all.columns[&question.number], question.columns, "{said}");
        assert!(question.may_be_empty || !all.rows[&question.number].is_empty(), "{said}: no row");
        empty += usize::from(question.may_be_empty);
    }
    assert!(empty <= 3, "{empty} questions may have no answer");
}

#[test]
fn words_find_what_is_true() {
    let all = answers();
    let total = i64::try_from(all.truth.matched_total_capturable).unwrap();
    assert_eq!(count(&all.rows[&1]), total);
    let posts: BTreeSet<&str> =
        all.rows[&1].iter().filter(|row| row["platform"] == "x").map(|row| text(row, "native_id")).collect();
    let true_posts = all.truth.items.iter().filter(|item| item.platform == "x" && item.capturable);
    assert_eq!(posts, true_posts.map(|item| item.native_id.as_str()).collect());
    let first = &all.truth.first_capturable;
    assert!(text(&all.rows[&2][0], "native_id").ends_with(&first.native_id), "{:?}", all.rows[&2][0]);
    assert_eq!(text(&all.rows[&2][0], "created"), first.at.to_string());
    assert_eq!(text(&all.rows[&12][0], "body_sha256").len(), 64);
    assert_eq!(all.rows[&12].len(), 1);
    let in_hours = sum(&all.rows[&3], "items");
    assert_eq!(in_hours, total, "each match stands in one hour");
}

#[test]
fn gaps_are_the_outage_and_no_zeros() {
    let all = answers();
    let of_posts = |row: &&Value| text(row, "source") == "import:whence-posts";
    let [from, to] = all.truth.outage.map(|at| at.to_string());
    let gaps: Vec<_> = all.rows[&11]
        .iter()
        .filter(of_posts)
        .map(|row| (text(row, "gap_from"), text(row, "gap_to")))
        .collect();
    assert_eq!(gaps, [(from.as_str(), to.as_str())]);
    let hours: Vec<&Value> =
        all.rows[&3].iter().filter(of_posts).filter(|row| row["state"] == "gap").collect();
    let length = all.truth.outage[1].since(all.truth.outage[0]) / Micros::HOUR;
    assert_eq!(count(&hours), length);
    for hour in hours {
        assert!(hour["items"].is_null(), "{hour}");
        assert!(text(hour, "hour")[..13] >= from[..13] && text(hour, "hour")[..13] < to[..13], "{hour}");
    }
    assert!(all.rows[&3].iter().filter(of_posts).any(|row| row["state"] == "observed" && row["items"] == 0));
}

#[test]
fn relations_and_actors_are_the_true_ones() {
    let all = answers();
    let captured: Vec<&Value> = all.rows[&4].iter().filter(|row| row["target_handle"].is_string()).collect();
    for (column, kind) in [("reposts", "repost"), ("quotes", "quote"), ("replies", "reply")] {
        let edges = all.truth.edges.iter().filter(|edge| edge.kind == kind).count();
        assert!(edges > 0);
        assert_eq!(sum(captured.iter().copied(), column), i64::try_from(edges).unwrap(), "{column}");
    }
    let mut actors: BTreeMap<&str, i64> = BTreeMap::new();
    for row in all.rows[&7].iter().filter(|row| row["items"].as_i64() > Some(0)) {
        assert_eq!(row["standing"], "names an account");
        *actors.entry(text(row, "actor")).or_default() += row["items"].as_i64().unwrap();
    }
    let true_actors =
        all.truth.actors.iter().map(|(name, actor)| (name.as_str(), i64::try_from(actor.items).unwrap()));
    assert_eq!(actors, true_actors.collect());
    let waiting = all.rows[&7].iter().filter(|row| row["standing"] == "waiting for a decision");
    assert_eq!(waiting.map(|row| text(row, "actor")).collect::<Vec<_>>(), ["Office of Tides"]);
}

#[test]
fn refusals_and_unread_pages_are_the_true_ones() {
    let all = answers();
    let refused: BTreeSet<&str> = all.rows[&9].iter().map(|row| text(row, "url")).collect();
    assert_eq!(refused.len(), all.truth.refused_urls);
    let unread: BTreeSet<&str> = all.rows[&18].iter().map(|row| text(row, "url")).collect();
    assert_eq!(unread, refused, "only what was refused was not read");
}

#[test]
fn what_happened_besides_is_found() {
    let all = answers();
    let pairs: Vec<(&str, &str)> =
        all.rows[&6].iter().map(|row| (text(row, "handle"), text(row, "next_handle"))).collect();
    let ours: Vec<_> =
        pairs.into_iter().filter(|(one, _)| one.starts_with("copy") || one.starts_with("day")).collect();
    assert_eq!(ours, [("copy_a", "copy_b"), ("copy_b", "copy_c")]);
    let named: Vec<(&str, &str)> =
        all.rows[&8].iter().map(|row| (text(row, "name"), text(row, "among"))).collect();
    assert!(
        named.iter().any(|(name, among)| *name == "harbour_fan" && among.len() == "1,2".len()),
        "{named:?}"
    );
    assert!(named.iter().any(|(name, among)| *name == "3" && among.contains("old_name")), "{named:?}");
    assert_eq!(named.len(), 2);
    let seen: Vec<&str> = all.rows[&14].iter().map(|row| text(row, "what")).collect();
    assert_eq!(seen, ["said", "said", "gone"]);
    assert_eq!(text(&all.rows[&14][1], "text"), "An earlier version of this page was wrong.");
    let prices: Vec<&Value> = all.rows[&15].iter().filter(|row| row["value"].is_number()).collect();
    assert_eq!(count(&prices), happened::PRICES);
    assert_eq!(sum(&all.rows[&20], "captures"), all.captures);
    assert_eq!(all.rows[&20].last().unwrap()["bytes_stored_so_far"], all.stored_bytes);
}
