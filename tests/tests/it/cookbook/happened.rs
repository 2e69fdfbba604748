//! What the demo world lacks and a question needs: copies, a candidate, handles that changed hands, pages that changed and went
//! away, prices. All of it comes in as collectors bring it, page by page.

use std::path::Path;

use serde_json::Value;
use whence_store::Store;
use whence_store::evidence::{Body, CaptureKind, NewCapture};
use whence_store::ingest::{
    ActorKind, ClaimStatus, Content, ItemKind, NewAccount, NewClaim, NewItem, NewPoint, Page, PageWork,
};
use whence_store::time::{Micros, Moment, Precision};
use whence_store::work::{Measure, NewSource};

use super::rows;

/// Days with a price, from the first on.
pub(super) const PRICES: i64 = 5;

/// Adds it to the store; `start` is the day from which prices are.
pub(super) fn add(db: &Path, start: Micros, now: Micros) {
    let articles = rows(
        db,
        "SELECT item.native_id, item.title, item.created_at, account.handle, item.source_id FROM item JOIN account
         ON account.id = item.account_id WHERE item.kind = 'article' ORDER BY item.id LIMIT 2",
        &[],
    );
    let mut store = Store::open(db).unwrap();
    let run_id = store.begin_run("cookbook", None, now).unwrap();
    let forum = NewSource {
        name: "forum".to_owned(),
        connector: "import".to_owned(),
        url: None,
        measure: Measure::Items,
    };
    let forum = store.put_source(&forum).unwrap();
    let mut put = |source_id, capture, content| {
        store.put_page(&Page { run_id, source_id, capture, content, work: PageWork::default() }).unwrap();
    };

    put(forum, capture("file:first", "ok", now), Content { accounts: names(true), ..Content::default() });
    let content = Content {
        items: copies(now),
        accounts: names(false),
        claims: vec![candidate(now)],
        points: prices(start),
        ..Content::default()
    };
    put(forum, capture("file:second", "ok", now.plus(Micros::HOUR)), content);
    let content = Content { items: vec![corrected(&articles[0])], ..Content::default() };
    put(number(&articles[0], "source_id"), capture(text(&articles[0], "native_id"), "ok", now), content);
    put(
        number(&articles[1], "source_id"),
        capture(text(&articles[1], "native_id"), "gone", now),
        Content::default(),
    );
    store.end_run(run_id, "done", now).unwrap();
}

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap()
}

fn number(row: &Value, name: &str) -> i64 {
    row[name].as_i64().unwrap()
}

fn capture(url: &str, outcome: &str, at: Micros) -> NewCapture {
    let http = url.starts_with("http");
    NewCapture {
        kind: if http { CaptureKind::Http } else { CaptureKind::File },
        url: url.to_owned(),
        final_url: url.to_owned(),
        host: http.then(|| "a host of its own".to_owned()),
        redirects: Vec::new(),
        method: http.then(|| "GET".to_owned()),
        status: http.then_some(if outcome == "gone" { 410 } else { 200 }),
        request_headers: Vec::new(),
        headers: Vec::new(),
        started_at: at,
        ended_at: at,
        robots_rule: None,
        outcome: outcome.to_owned(),
        reader: "{}".to_owned(),
        body: Some(Body { bytes: format!("{url} {outcome}").into_bytes(), truncated: false }),
    }
}

fn account(handle: &str, native_id: &str) -> NewAccount {
    NewAccount {
        platform: "forum".to_owned(),
        handle: handle.to_owned(),
        native_id: Some(native_id.to_owned()),
        ..NewAccount::default()
    }
}

/// A handle that two accounts had one after the other, and an account with two handles.
fn names(before: bool) -> Vec<NewAccount> {
    if before {
        vec![account("harbour_fan", "1"), account("old_name", "3")]
    } else {
        vec![account("harbour_fan", "2"), account("new_name", "3")]
    }
}

fn item(author: &str, at: Micros, precision: Precision, words: &str) -> NewItem {
    NewItem {
        account: account(author, &format!("id of {author}")),
        native_id: format!("{author} {}", at.0),
        kind: ItemKind::Post,
        created: Moment { at, precision, original: at.to_string() },
        created_basis: "created".to_owned(),
        modified: None,
        title: None,
        text: words.to_owned(),
        byline: None,
        lang: None,
        url: None,
        repost_of: None,
        quote_of: None,
        reply_to: None,
        thread_id: None,
        links: Vec::new(),
        tags: Vec::new(),
        mentions: Vec::new(),
        media: Vec::new(),
        metrics: Vec::new(),
        seen: None,
        rule_version: 1,
    }
}

/// Three accounts say the same within a minute, a fourth later, two on a day of which no hour is known, one twice.
fn copies(at: Micros) -> Vec<NewItem> {
    let later = |seconds: i64| at.plus(seconds * Micros::SECOND);
    let said = "The ferry leaves the old quay at seven, tell everyone";
    let other = "No two clocks on this pier agree";
    vec![
        item("copy_a", later(0), Precision::Second, said),
        item("copy_b", later(20), Precision::Second, said),
        item("copy_c", later(75), Precision::Second, said),
        item("copy_d", later(200), Precision::Second, said),
        item("copy_d", later(210), Precision::Second, said),
        item("day_a", later(0), Precision::Day, other),
        item("day_b", later(0), Precision::Day, other),
    ]
}

fn candidate(at: Micros) -> NewClaim {
    NewClaim {
        actor: "Office of Tides".to_owned(),
        actor_kind: ActorKind::Office,
        owner: None,
        parent: None,
        region: None,
        language: None,
        platform: "forum".to_owned(),
        handle: "copy_a".to_owned(),
        native_id: None,
        account_url: None,
        asserted_by: "the platform's own label".to_owned(),
        asserted_url: "https://example.org/label".to_owned(),
        asserted_at: at,
        status: ClaimStatus::Candidate,
        valid_from: None,
        valid_to: None,
        is_repeated: false,
    }
}

fn prices(start: Micros) -> Vec<NewPoint> {
    let price = |day: i64| {
        let at = start.plus(day * Micros::DAY);
        let date = at.to_string()[..10].to_owned();
        NewPoint {
            name: "PELL".to_owned(),
            measure: "close".to_owned(),
            at: Moment { at, precision: Precision::Day, original: date.clone() },
            local_date: Some(date),
            value: 40.0 - day as f64,
            unit: Some("crowns".to_owned()),
        }
    };
    (0..PRICES).map(price).collect()
}

/// The same page with other words.
fn corrected(article: &Value) -> NewItem {
    let native_id = text(article, "native_id");
    let at = Micros(number(article, "created_at"));
    NewItem {
        account: NewAccount {
            platform: "web".to_owned(),
            handle: text(article, "handle").to_owned(),
            native_id: Some(text(article, "handle").to_owned()),
            ..NewAccount::default()
        },
        native_id: native_id.to_owned(),
        kind: ItemKind::Article,
        title: article["title"].as_str().map(str::to_owned),
        url: Some(native_id.to_owned()),
        ..item("", at, Precision::Second, "An earlier version of this page was wrong.")
    }
}
