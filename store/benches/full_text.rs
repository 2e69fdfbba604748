//! Full text: folding a text for the index in nanoseconds, and a search among 100,000 items through `terms()`.
//!
//! `cargo bench -p whence-store --bench full_text`. CI only compiles it: a time on a shared machine proves nothing.
#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a bench ends where it fails, and its macros document nothing"
)]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use whence_store::Store;
use whence_store::evidence::{Body, CaptureKind, NewCapture};
use whence_store::ingest::{ItemKind, NewAccount, NewItem, Page, PageWork};
use whence_store::sql::{self, Limits};
use whence_store::text::{fold, fts_text};
use whence_store::time::{Micros, Moment, Precision};
use whence_store::work::{Measure, NewSource};

const ITEMS: usize = 100_000;
const PAGE: usize = 2_000;

/// A post of about the usual length in each of several scripts.
const TEXTS: [(&str, &str); 6] = [
    (
        "english",
        "The harbour opens again within 12 days, the ministry says; DeepSeek's R1 model was used to plan the traffic of \
         all ships. Read more at https://example.org/harbour #AI #Harbour",
    ),
    (
        "chinese",
        "据路透社1月27日报道，深度求索（DeepSeek）发布的人工智能模型R1引发关注，多家媒体对此进行了报道。港口将于12日重新开放。#人工智能#",
    ),
    (
        "japanese",
        "ディープシークの新しいモデルが公開され、各国の報道機関が注目している。港は１２日に再開する見通しだと担当者は話した。＃ＡＩ",
    ),
    (
        "arabic",
        "أعلنت السفارة الصينية في القاهرة أن نموذج ديب سيك للذكاء الاصطناعي سيُستخدم في الموانئ، وبالتعاون مع وزارة النقل والاتصالات #الذكاء_الاصطناعي",
    ),
    (
        "russian",
        "Посольство сообщило, что порт откроется через 12 дней; модель DeepSeek использовалась при планировании движения судов. #ИИ",
    ),
    (
        "mixed",
        "Ｄｅｅｐｓｅｅｋ 深度求索 ديب سيك ディープシーク 딥시크는 naïve café — สถานทูตจีน 😀 “AI” … दूतावास 2025年1月27日",
    ),
];

fn item(n: usize) -> NewItem {
    let (_, text) = TEXTS[n % TEXTS.len()];
    let second = i64::try_from(n).unwrap_or_default() * Micros::SECOND;
    let rare = if n.is_multiple_of(1000) { " 使馆声明" } else { "" };
    NewItem {
        account: NewAccount {
            platform: "x".to_owned(),
            handle: format!("account{}", n % 997),
            ..NewAccount::default()
        },
        native_id: n.to_string(),
        kind: ItemKind::Post,
        created: Moment { at: Micros(second), precision: Precision::Second, original: second.to_string() },
        created_basis: "created".to_owned(),
        modified: None,
        title: None,
        text: format!("{text} {n}{rare}"),
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

fn fill(path: &Path) -> Result<(), whence_store::StoreError> {
    let mut store = Store::open(path)?;
    let source_id = store.put_source(&NewSource {
        name: "bench".to_owned(),
        connector: "import".to_owned(),
        url: None,
        measure: Measure::Items,
    })?;
    let run_id = store.begin_run("bench", None, Micros(0))?;
    for from in (0..ITEMS).step_by(PAGE) {
        store.put_page(&Page {
            run_id,
            source_id,
            capture: NewCapture {
                kind: CaptureKind::File,
                url: format!("file:{from}"),
                final_url: format!("file:{from}"),
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
                body: Some(Body { bytes: from.to_string().into_bytes(), truncated: false }),
            },
            content: whence_store::ingest::Content {
                items: (from..from + PAGE).map(item).collect(),
                ..Default::default()
            },
            work: PageWork::default(),
        })?;
    }
    Ok(())
}

fn texts(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("fts_text");
    for (name, text) in TEXTS {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bench| bench.iter(|| fts_text(black_box(text))));
    }
    group.finish();
    let mut group = criterion.benchmark_group("fold");
    for (name, text) in TEXTS {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bench| bench.iter(|| fold(black_box(text))));
    }
    group.finish();
}

fn searches(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("bench.db");
    fill(&path).expect("a store can be filled");
    let mut group = criterion.benchmark_group("search among 100,000 items");
    group.sample_size(20);
    let forms = [
        (
            "item_fts",
            "SELECT item.id, handle, item.text FROM item_fts JOIN item ON item.id = item_fts.rowid JOIN account ON account.id = account_id
             WHERE item_fts MATCH terms(:term) LIMIT 100",
        ),
        ("view", "SELECT id, handle, text FROM search WHERE words MATCH terms(:term) LIMIT 100"),
    ];
    let limits = Limits::default();
    for (form, query) in forms {
        for term in ["使馆", "深度求索", "ذكاء", "AI", "求"] {
            let params = [("term".to_owned(), term.to_owned())];
            group.bench_function(format!("{form}, {term}"), |bench| {
                bench.iter(|| sql::query(&path, query, &params, limits).expect("the query is right"));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, texts, searches);
criterion_main!(benches);
