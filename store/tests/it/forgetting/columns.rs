//! Every column that keeps text: planted with a handle and a text, and searched after the forgetting.

use std::collections::BTreeSet;

use rusqlite::Connection;
use whence_store::evidence::Body;
use whence_store::ingest::{
    AccountState, ActorKind, LangSource, NewDeletion, NewMedia, NewMention, NewObserved, NewPoint,
    NewReaction, NewStanding, Page, ReactionBasis,
};
use whence_store::time::{Micros, Moment, Precision};
use whence_store::work::{HostRobots, NewTask, TaskEnd, Validator};

use super::{forget_account, holds};
use crate::support::{Bench, Filled, account, claim, post};

/// The handle, and what the account said.
const HANDLE: &str = "victim_bob7";
const SAID: &str = "the quiet secret sentence of the man called bob";

/// Columns that hold no word of a page: numbers, words of the program's own, what the operator's configuration and decisions say.
/// Each says why it may stay.
const NOT_FILLED: [(&str, &str); 40] = [
    ("meta.key", "the program's"),
    ("source.name", "the configuration's; the report names it"),
    ("source.connector", "the configuration's"),
    ("source.url", "the configuration's; the report names it"),
    ("source.measure", "one of three words"),
    ("run.command", "the program's"),
    ("run.version", "the program's"),
    ("run.outcome", "the program's"),
    ("task.state", "one of four words"),
    ("capture.kind", "one of three words"),
    ("capture.reader", "names a preset; planted by the collector's tests"),
    ("blob.codec", "one of two words"),
    ("account.platform", "a word of the mapping"),
    ("account.publisher", "one of three words"),
    ("account_version.platform", "a word of the mapping"),
    ("item.platform", "a word of the mapping"),
    ("item.kind", "one of eight words"),
    ("item.created_precision", "one of six words"),
    ("item.lang_source", "one of three words"),
    ("media.mime", "one of four words; what else is known of a picture is tested by the collector's tests"),
    ("url.named_platform", "one of the program's words"),
    ("url.named_kind", "one of eleven words"),
    ("reaction.platform", "a word of the mapping"),
    ("reaction.kind", "one word"),
    ("reaction.created_basis", "one of two words"),
    ("deletion.platform", "a word of the mapping"),
    ("account_state.state", "one of eight words"),
    ("item_version.platform", "a word of the mapping"),
    ("claim.actor_kind", "one of three words"),
    ("claim.platform", "a word of the mapping"),
    ("claim.status", "one of three words"),
    ("claim.reason", "never filled by a page"),
    ("actor.kind", "one of three words"),
    ("series.precision", "one of four words"),
    ("forget_grant.reason", "no row outlives its transaction"),
    ("tombstone.kind", "one of five words"),
    ("tombstone.reason", "the operator's"),
    ("suppression.kind", "one of five words"),
    ("item_fts.text", "keeps tokens, which the bytes of the file are searched for"),
    ("item_fts.variants", "likewise"),
];

fn named(what: &str) -> String {
    format!("{what} of {HANDLE} here")
}

/// A text with an address, by which lists find it.
fn spelling() -> String {
    format!("{} https://{HANDLE}.example.net/x", named("another text"))
}

/// What a stream tells beside a page: of somebody else, and naming him.
fn events(page: &mut Page) {
    let fan = account("fan-of-victim_bob7", Some("id-of-victim_bob7"));
    page.content.standings =
        vec![NewStanding { account: fan.clone(), at: Micros(5), state: Some(AccountState::Suspended) }];
    page.content.reactions = vec![NewReaction {
        account: fan,
        native_id: format!("at://id/like/{HANDLE}"),
        subject: format!("at://{HANDLE}/post/1"),
        created: Micros(6),
        basis: ReactionBasis::Server,
        seen: Micros(6),
    }];
    page.content.deletions = vec![NewDeletion {
        platform: "x".to_owned(),
        native_id: format!("at://{HANDLE}/post/2"),
        at: Micros(7),
    }];
}

/// A page of somebody else, in which each text names him.
fn page(filled: &Filled, second: i64, text: &str) -> Page {
    let mut item = post("fan-of-victim_bob7", "item-of-victim_bob7", text);
    item.account.native_id = Some("id-of-victim_bob7".to_owned());
    item.account.name = Some(named("a fan"));
    item.account.description = Some(named("a description"));
    item.account.label = Some(named("a label"));
    item.created.original = named("a time");
    item.created_basis = named("a basis");
    item.title = Some(named("a title"));
    item.byline = Some(named("a byline"));
    item.lang = Some((HANDLE.to_owned(), LangSource::Platform));
    for related in [&mut item.repost_of, &mut item.quote_of, &mut item.reply_to, &mut item.thread_id] {
        *related = Some(format!("about-{HANDLE}-it"));
    }
    item.url = Some(format!("https://example.org/{HANDLE}/1"));
    item.links = vec![
        format!("https://{HANDLE}.example.org/"),
        format!("https://{HANDLE}.example/"),
        format!("https://x.com/{HANDLE}"),
        "https://example.org/free".to_owned(),
    ];
    item.tags = vec![HANDLE.to_owned(), "bay".to_owned()];
    item.mentions = vec![
        NewMention { handle: HANDLE.to_owned(), native_id: None },
        NewMention { handle: "somebody".to_owned(), native_id: Some(format!("x-{HANDLE}")) },
        NewMention { handle: "nobody".to_owned(), native_id: Some("1234567".to_owned()) },
    ];
    item.media = vec![
        NewMedia {
            kind: named("a kind"),
            url: Some(format!("https://cdn.example.org/{HANDLE}.jpg")),
            alt: Some(named("a photo")),
        },
        NewMedia {
            kind: "photo".to_owned(),
            url: Some("https://cdn.example.org/2.jpg".to_owned()),
            alt: None,
        },
    ];
    item.metrics = vec![(HANDLE.to_owned(), 3), ("likes".to_owned(), 4)];
    let mut claimed = claim(&named("an actor"), "club-of-victim_bob7");
    claimed.owner = Some(named("an owner"));
    claimed.parent = Some(named("a parent"));
    claimed.region = Some(named("a region"));
    claimed.language = Some(named("a language"));
    claimed.native_id = Some(format!("club-{HANDLE}"));
    claimed.account_url = Some(format!("https://x.com/club-of-{HANDLE}"));
    claimed.asserted_by = named("a registry");
    claimed.asserted_url = format!("https://example.org/registry/{HANDLE}");
    let mut page = filled.page(1, second, vec![item]);
    page.content.claims = vec![claimed];
    page.content.points = vec![NewPoint {
        name: named("a series"),
        measure: named("a measure"),
        at: Moment { at: Micros(1), precision: Precision::Day, original: named("a day") },
        local_date: Some(named("a date")),
        value: 1.0,
        unit: Some(named("a unit")),
    }];
    page.content.observed = vec![NewObserved {
        account: Some(account("fan-of-victim_bob7", Some("id-of-victim_bob7"))),
        from: Micros(0),
        to: Micros(10),
    }];
    events(&mut page);
    let pair = |name: &str| vec![(name.to_owned(), named(name))];
    page.capture.url = format!("https://example.org/{HANDLE}/page-{second}");
    page.capture.final_url = format!("https://example.org/{HANDLE}/page-{second}?");
    page.capture.host = Some(format!("{HANDLE}.example.org"));
    page.capture.redirects = vec![(301, format!("https://example.org/{HANDLE}"))];
    page.capture.method = Some(named("a method"));
    page.capture.request_headers = pair("referer");
    page.capture.headers = pair("etag");
    page.capture.robots_rule = Some(named("allow"));
    page.capture.outcome = named("an outcome");
    page.capture.body =
        Some(Body { bytes: format!("{} {SAID} {second}", named("a body")).into(), truncated: false });
    let task = NewTask {
        kind: named("a kind"),
        url: format!("https://example.org/{HANDLE}/next"),
        context: format!("{{\"who\":\"{HANDLE}\"}}"),
        due_at: Micros(0),
        published_at: None,
        again: false,
        priority: 0,
    };
    page.work.cursors = vec![(named("a cursor"), Some(named("a place")))];
    page.work.tasks = vec![task];
    page.work.validator = Some(Validator {
        url: format!("https://example.org/{HANDLE}"),
        etag: Some(named("an etag")),
        last_modified: Some(named("a day")),
    });
    page.work.robots = Some(HostRobots {
        origin: "https://example.org".to_owned(),
        fetched_at: Micros(1),
        status: named("ok"),
        body: format!("User-agent: *\nDisallow: /{HANDLE}\n").into_bytes(),
    });
    page.work.polled = Some((Micros(1), None, named("an outcome")));
    page
}

/// Table and column of everything that may keep a text.
fn columns(connection: &Connection) -> Vec<(String, String)> {
    let mut statement = connection
        .prepare(
            "SELECT l.name, c.name FROM pragma_table_list AS l JOIN pragma_table_info(l.name) AS c
             WHERE l.schema = 'main' AND l.type IN ('table', 'virtual') AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
               AND (c.type IN ('TEXT', '') OR (c.type = 'BLOB' AND c.name IN ('bytes', 'robots_body')))
               AND l.name NOT LIKE 'item\\_fts\\_%' ESCAPE '\\' AND c.name <> 'item_fts' ORDER BY 1, 2",
        )
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn filled() -> Bench {
    let bench = Bench::new();
    let mut filled = bench.open();
    let mut his = post(HANDLE, "70000001", SAID);
    his.account.native_id = Some("9988776655".to_owned());
    filled.put(0, 10, vec![his]);
    let first = page(&filled, 20, &named("a text"));
    filled.store.put_page(&first).unwrap();
    let mut second = page(&filled, 30, &spelling());
    second.content.items[0].account.name = Some(named("a greater fan"));
    second.content.claims[0].status = whence_store::ingest::ClaimStatus::Rejected;
    filled.store.put_page(&second).unwrap();
    let task: i64 = {
        let raw = bench.raw();
        raw.query_row("SELECT min(id) FROM task", [], |row| row.get(0)).unwrap()
    };
    let mut third = filled.page(1, 40, Vec::new());
    third.work.ends = Some((task, TaskEnd::Failed(named("an error"))));
    filled.store.put_page(&third).unwrap();
    drop(filled);
    // What runs of the collector write beside their pages.
    let sql = format!(
        "INSERT INTO decision (run_id, source_id, at, kind, url, reason)
           VALUES (1, 1, 1, 'of {HANDLE}', 'https://example.org/{HANDLE}', 'for {HANDLE}');
         INSERT INTO cursor (source_id, name, value, capture_id) VALUES (1, 'of {HANDLE}', 'at {HANDLE}', 1);
         INSERT INTO budget (scope, unit, window_at, spent) VALUES ('of {HANDLE}', 'per {HANDLE}', 1, 1);
         INSERT INTO host (host) VALUES ('https://{HANDLE}.example.org');"
    );
    bench.raw().execute_batch(&sql).unwrap();
    bench
}

#[test]
fn no_column_keeps_a_word_of_the_forgotten() {
    let bench = filled();
    let raw = bench.raw();
    let excused: BTreeSet<&str> = NOT_FILLED.iter().map(|(column, _)| *column).collect();
    let mut unplanted = Vec::new();
    let all = columns(&raw);
    for (table, column) in &all {
        let name = format!("{table}.{column}");
        let holding: i64 = raw
            .query_row(
                &format!("SELECT count(*) FROM {table} WHERE instr(lower(CAST({column} AS TEXT)), ?1) > 0"),
                [HANDLE],
                |row| row.get(0),
            )
            .unwrap_or_default();
        if holding == 0 && !excused.contains(name.as_str()) {
            unplanted.push(name);
        }
    }
    assert!(
        unplanted.is_empty(),
        "a new column? plant the handle in it, or say why it needs none: {unplanted:?}"
    );
    for (column, why) in NOT_FILLED {
        assert!(all.iter().any(|(t, c)| format!("{t}.{c}") == column), "{column} ({why}) is no column");
    }
    drop(raw);

    let would =
        bench.program(&["forget", "--account", "x/victim_bob7", "--reason", "r", "--dry-run", "--json"]);
    assert_eq!(would.code, 0, "{would:?}");
    let done = forget_account(&bench, HANDLE);
    assert_eq!(
        serde_json::to_value(&done).unwrap(),
        serde_json::from_str::<serde_json::Value>(&would.out).unwrap()
    );
    assert!(!holds(&bench.db(), HANDLE), "the file holds the handle");
    assert!(!holds(&bench.db(), SAID), "the file holds the text");
    let verified = bench.program(&["verify"]);
    assert_eq!(verified.code, 0, "{verified:?}");

    // What is not his is there still.
    assert_eq!(bench.column("SELECT native_id FROM item", &[]), ["item-of-[forgotten]"]);
    assert_eq!(bench.column("SELECT handle FROM account", &[]), ["fan-of-[forgotten]"]);
    assert_eq!(bench.column("SELECT alt FROM media WHERE n = 0", &[]), ["a photo of [forgotten] here"]);
    assert_eq!(bench.column("SELECT url FROM media WHERE n = 1", &[]), ["https://cdn.example.org/2.jpg"]);
    assert_eq!(bench.column("SELECT name FROM metric", &[]), ["likes", "likes"]);
    assert_eq!(bench.column("SELECT handle FROM mention", &[]), ["nobody"]);
    assert_eq!(bench.column("SELECT canonical FROM url", &[]), ["https://example.org/free"]);
    assert_eq!(
        bench.column("SELECT DISTINCT asserted_by FROM claim", &[]),
        ["a registry of [forgotten] here"]
    );
    assert_eq!(bench.column("SELECT name || owner FROM actor", &[]).len(), 1);
    assert_eq!(bench.column("SELECT count(*) FROM series", &[]), ["1"]);
    assert_eq!(bench.column("SELECT count(*) FROM reaction", &[]), ["0"]);
    assert_eq!(bench.column("SELECT count(*) FROM deletion", &[]), ["0"]);
    assert_eq!(bench.column("SELECT state FROM account_state", &[]), ["suspended"]);

    // The same page again brings nothing back, and is no edit.
    let mut filled = bench.open();
    let mut again = page(&filled, 50, &spelling());
    again.content.items[0]
        .mentions
        .insert(0, NewMention { handle: "@Victim_Bob7".to_owned(), native_id: None });
    let stats = filled.store.put_page(&again).unwrap();
    assert_eq!((stats.new_items, stats.changed_items, stats.same_items), (0, 0, 1));
    let publisher = ActorKind::Office;
    filled.store.put_publisher("example.org", Some(publisher)).unwrap();
}
