//! Questions of people: every query of `docs/sql-cookbook.md`, and every view read to its end, on a store of 200,000 items.
//!
//! `cargo bench -p whence-store --bench queries` makes the store once, which takes longer than all the queries.
#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a bench ends where it fails, and its macros document nothing"
)]

use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use whence_store::Store;
use whence_store::evidence::{Body, CaptureKind, NewCapture};
use whence_store::ingest::{
    ActorKind, ClaimStatus, Content, ItemKind, LangSource, NewAccount, NewClaim, NewItem, NewObserved, Page,
    PageWork,
};
use whence_store::sql::{self, Limits, Table};
use whence_store::time::{Micros, Moment, Precision};
use whence_store::work::{Measure, NewSource};

const PAGES: u64 = 200;
const ITEMS_OF_A_PAGE: u64 = 1000;
const ACCOUNTS: u64 = 5000;
/// 2031-04-01: the dates of the cookbook's examples lie in the sixty days that follow.
const START: i64 = 1_932_768_000_000_000;
const DAYS: u64 = 60;

/// A number for everything that is to look drawn: the same in each run.
fn draw(n: u64, what: u64, below: u64) -> u64 {
    let mut x = n.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(what.wrapping_mul(0xbf58_476d_1ce4_e5b9));
    x = (x ^ (x >> 30)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (x ^ (x >> 31)) % below
}

fn created(n: u64) -> Micros {
    let seconds = DAYS * 86_400;
    let second = n * seconds / (PAGES * ITEMS_OF_A_PAGE);
    Micros(START).plus(i64::try_from(second).unwrap_or_default() * Micros::SECOND)
}

fn account(number: u64) -> NewAccount {
    NewAccount {
        platform: "x".to_owned(),
        handle: format!("account{number}"),
        native_id: Some(number.to_string()),
        ..NewAccount::default()
    }
}

/// One item in twenty names the subject; one in ten is a repost, one in twenty a quote or reply; one text in fifty is a copy.
fn item(n: u64) -> NewItem {
    let kind = match draw(n, 1, 20) {
        0 | 1 => ItemKind::Repost,
        2 => ItemKind::Quote,
        3 => ItemKind::Reply,
        _ => ItemKind::Post,
    };
    let target = || Some(n.saturating_sub(1 + draw(n, 2, 2000)).to_string());
    let subject = ["the harbour", "Lanternfold"][usize::from(draw(n, 3, 20) == 0)];
    let words = match draw(n, 4, 50) {
        0 => format!("Copy {} of what everybody says of {subject}", draw(n, 5, 200)),
        _ => format!(
            "Item {n}: {subject} opens again within {} days, 深度求索 says, and the ministry agrees with it.",
            n % 31
        ),
    };
    let at = created(n);
    NewItem {
        account: account(draw(n, 6, ACCOUNTS)),
        native_id: n.to_string(),
        kind,
        created: Moment { at, precision: Precision::Second, original: at.to_string() },
        created_basis: "created".to_owned(),
        modified: None,
        title: None,
        text: words,
        byline: None,
        lang: Some((["en", "zh", "id"][(n % 3) as usize].to_owned(), LangSource::Platform)),
        url: Some(format!("https://x.example/status/{n}")),
        repost_of: (kind == ItemKind::Repost).then(target).flatten(),
        quote_of: (kind == ItemKind::Quote).then(target).flatten(),
        reply_to: (kind == ItemKind::Reply).then(target).flatten(),
        thread_id: None,
        links: (draw(n, 7, 5) == 0)
            .then(|| format!("https://site{}.example/{}", draw(n, 8, 200), draw(n, 9, 5000)))
            .into_iter()
            .collect(),
        tags: (draw(n, 10, 4) == 0).then(|| format!("tag{}", draw(n, 11, 3000))).into_iter().collect(),
        mentions: Vec::new(),
        media: Vec::new(),
        metrics: vec![("likes".to_owned(), 3)],
        seen: None,
        rule_version: 1,
    }
}

fn claims() -> Vec<NewClaim> {
    let claim = |n: u64| NewClaim {
        actor: format!("Actor {n}"),
        actor_kind: ActorKind::Outlet,
        owner: None,
        parent: None,
        region: None,
        language: None,
        platform: "x".to_owned(),
        handle: format!("account{n}"),
        native_id: n.is_multiple_of(2).then(|| n.to_string()),
        account_url: None,
        asserted_by: "a registry".to_owned(),
        asserted_url: "https://example.org/registry".to_owned(),
        asserted_at: Micros(START),
        valid_from: None,
        valid_to: None,
        status: if n.is_multiple_of(10) { ClaimStatus::Candidate } else { ClaimStatus::Accepted },
        is_repeated: false,
    };
    (0..800).map(claim).collect()
}

/// A page with the items of its number; every seventh leaves a gap of coverage behind it.
fn page(run_id: i64, source_id: i64, number: u64) -> Page {
    let items: Vec<NewItem> = (number * ITEMS_OF_A_PAGE..(number + 1) * ITEMS_OF_A_PAGE).map(item).collect();
    let (from, to) = (created(number * ITEMS_OF_A_PAGE), created((number + 1) * ITEMS_OF_A_PAGE));
    let observed = NewObserved {
        account: None,
        from: if number.is_multiple_of(7) { from.plus(2 * Micros::HOUR) } else { from },
        to,
    };
    let bytes = items.iter().flat_map(|i| i.text.bytes()).collect();
    let host = format!("host{}.example", number % 9);
    let url = format!("https://{host}/{number}");
    let capture = NewCapture {
        kind: CaptureKind::Http,
        url: url.clone(),
        final_url: url,
        host: Some(host),
        redirects: Vec::new(),
        method: Some("GET".to_owned()),
        status: Some(200),
        request_headers: Vec::new(),
        headers: Vec::new(),
        started_at: to,
        ended_at: to.plus(Micros::SECOND),
        robots_rule: None,
        outcome: "ok".to_owned(),
        reader: "{}".to_owned(),
        body: Some(Body { bytes, truncated: false }),
    };
    let claims = if number == PAGES - 1 { claims() } else { Vec::new() };
    let content = Content { items, claims, observed: vec![observed], ..Content::default() };
    Page { run_id, source_id, capture, content, work: PageWork::default() }
}

fn fill(db: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut store = Store::open(db)?;
    let source = NewSource {
        // The source of the cookbook's examples.
        name: "import:whence-posts".to_owned(),
        connector: "import".to_owned(),
        url: None,
        measure: Measure::Items,
    };
    let source_id = store.put_source(&source)?;
    let run_id = store.begin_run("bench", None, Micros(START))?;
    for number in 0..PAGES {
        store.put_page(&page(run_id, source_id, number))?;
    }
    Ok(())
}

/// A name, a query, its parameters.
type Question = (String, String, Vec<(String, String)>);

/// What the page asks.
fn cookbook() -> Vec<Question> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/sql-cookbook.md");
    let page = std::fs::read_to_string(path).expect("the cookbook is a part of the project");
    let question = |section: &str| {
        let (name, body) = section.split_once('\n')?;
        let sql = body.split_once("```sql\n")?.1.split_once("\n```")?.0;
        let listed = body.lines().find_map(|line| line.strip_prefix("- Parameters: ")).unwrap_or_default();
        let parameters = listed.split("; `").filter_map(|part| part.split_once("` = `"));
        let parameters = parameters
            .map(|(name, value)| (name.trim_matches('`').to_owned(), value.trim_matches('`').to_owned()));
        Some((name.to_owned(), sql.to_owned(), parameters.collect()))
    };
    page.split("\n## ").skip(1).filter_map(question).collect()
}

fn ask(db: &Path, query: &str, parameters: &[(String, String)]) -> Table {
    let limits = Limits { rows: usize::MAX, ..Limits::default() };
    sql::query(db, query, parameters, limits).expect("the query runs")
}

fn queries(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let db = folder.path().join("bench.db");
    fill(&db).expect("a store can be made in the temporary folder");

    let mut group = criterion.benchmark_group("view");
    let views = "SELECT s.name, group_concat('count(' || c.name || ')', ', ') FROM sqlite_schema AS s, pragma_table_info(s.name) AS c
         WHERE s.type = 'view' GROUP BY s.rowid ORDER BY s.rowid";
    for row in ask(&db, views, &[]).rows {
        let text = |n: usize| {
            // Values print as `Some(Text("name"))`; names have neither quotation marks nor backslashes.
            format!("{:?}", row.get(n)).split('"').nth(1).unwrap_or_default().to_owned()
        };
        // Every column of every row is made, and one row is given: printing is not measured, and nothing is left out.
        let query = format!("SELECT {} FROM {}", text(1), text(0));
        group.bench_function(text(0), |bench| bench.iter(|| ask(&db, &query, &[])));
    }
    group.finish();

    let mut group = criterion.benchmark_group("question");
    for (name, query, parameters) in cookbook() {
        group.bench_function(&name, |bench| bench.iter(|| ask(&db, &query, &parameters)));
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2));
    targets = queries
}
criterion_main!(benches);
