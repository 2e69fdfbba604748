//! Ingest: a page of items with evidence, links, indexes and full text, in items a second.
//!
//! `cargo bench -p whence-store`. CI only compiles it: a time on a shared machine proves nothing.
#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a bench ends where it fails, and its macros document nothing"
)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use whence_store::Store;
use whence_store::evidence::{Body, CaptureKind, NewCapture};
use whence_store::ingest::{Content, ItemKind, NewAccount, NewItem, Page, PageWork};
use whence_store::time::{Micros, Moment, Precision};
use whence_store::work::{Measure, NewSource};

const ITEMS: u64 = 1000;

fn item(n: u64) -> NewItem {
    let second = i64::try_from(n).unwrap_or_default() * Micros::SECOND;
    NewItem {
        account: NewAccount {
            platform: "x".to_owned(),
            handle: format!("account{}", n % 97),
            ..NewAccount::default()
        },
        native_id: format!("{n:019}"),
        kind: ItemKind::Post,
        created: Moment { at: Micros(second), precision: Precision::Second, original: second.to_string() },
        created_basis: "created".to_owned(),
        modified: None,
        title: None,
        text: format!(
            "Item {n}: the harbour opens again within {} days, 深度求索 says, and the ministry agrees with it.",
            n % 31
        ),
        byline: None,
        lang: None,
        url: None,
        repost_of: None,
        quote_of: None,
        reply_to: None,
        thread_id: None,
        links: vec![format!("https://example.org/{}", n % 50)],
        tags: vec!["harbour".to_owned()],
        mentions: Vec::new(),
        media: Vec::new(),
        metrics: vec![("likes".to_owned(), 3)],
        rule_version: 1,
    }
}

fn page(run_id: i64, source_id: i64) -> Page {
    let items: Vec<NewItem> = (0..ITEMS).map(item).collect();
    let bytes = items.iter().flat_map(|i| i.text.bytes()).collect();
    let capture = NewCapture {
        kind: CaptureKind::File,
        url: "file:bench".to_owned(),
        final_url: "file:bench".to_owned(),
        host: None,
        redirects: Vec::new(),
        method: None,
        status: None,
        request_headers: Vec::new(),
        headers: Vec::new(),
        started_at: Micros(0),
        ended_at: Micros(0),
        robots_rule: None,
        outcome: "ok".to_owned(),
        reader: "{}".to_owned(),
        body: Some(Body { bytes, truncated: false }),
    };
    Page {
        run_id,
        source_id,
        capture,
        content: Content { items, ..Content::default() },
        work: PageWork::default(),
    }
}

fn fresh() -> Result<(tempfile::TempDir, Store, Page), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let mut store = Store::open(&folder.path().join("bench.db"))?;
    let source = NewSource {
        name: "bench".to_owned(),
        connector: "import".to_owned(),
        url: None,
        measure: Measure::Items,
    };
    let source_id = store.put_source(&source)?;
    let run_id = store.begin_run("bench", None, Micros(0))?;
    let page = page(run_id, source_id);
    Ok((folder, store, page))
}

fn ingest(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("ingest");
    group.throughput(Throughput::Elements(ITEMS));
    group.bench_function("page of 1000 items", |bench| {
        bench.iter_batched(
            || fresh().expect("a store can be made in the temporary folder"),
            |(folder, mut store, page)| {
                store.put_page(&page).expect("the page is stored");
                folder
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, ingest);
criterion_main!(benches);
