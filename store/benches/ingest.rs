//! Ingest of chunks of posts with evidence, links, shares, indexes and full text, beside a plain insert of the same bytes and
//! beside the parts of the work done alone.
//!
//! `cargo bench -p whence-store --bench ingest`. CI only compiles it: a time on a shared machine proves nothing. The ratio of
//! `plain` to `everything`, taken in one run, is the figure to look at.
#![allow(
    clippy::expect_used,
    missing_docs,
    unreachable_pub,
    reason = "a bench ends where it fails, and its macros document nothing"
)]

mod posts;

use std::hint::black_box;
use std::path::Path;

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use posts::{Posts, json, page};
use rusqlite::Connection;
use sha2::{Digest as _, Sha256};
use whence_store::Store;
use whence_store::ingest::{NewItem, Page};
use whence_store::link::{canonical, first_form};
use whence_store::text::fts_text;
use whence_store::time::Micros;
use whence_store::work::{Measure, NewSource};

const CHUNKS: usize = 4;
const CHUNK: usize = 6000;

struct Input {
    chunks: Vec<(Vec<NewItem>, Vec<String>)>,
}

impl Input {
    fn new() -> Self {
        let mut posts = Posts::new(7, 5000);
        let chunk = |_| {
            let items: Vec<NewItem> = (0..CHUNK).map(|_| posts.next()).collect();
            let lines = items.iter().map(json).collect();
            (items, lines)
        };
        Self { chunks: (0..CHUNKS).map(chunk).collect() }
    }

    fn lines(&self) -> impl Iterator<Item = &String> {
        self.chunks.iter().flat_map(|(_, lines)| lines)
    }

    fn items(&self) -> impl Iterator<Item = &NewItem> {
        self.chunks.iter().flat_map(|(items, _)| items)
    }

    fn store(&self) -> (tempfile::TempDir, Store, Vec<Page>) {
        self.store_of(|_| {}, |page| page)
    }

    /// A fresh store, and pages of which `strip` has taken something from each item and `cut` from each page.
    fn store_of(
        &self,
        strip: impl Fn(&mut NewItem),
        cut: impl Fn(Page) -> Page,
    ) -> (tempfile::TempDir, Store, Vec<Page>) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut store = Store::open(&folder.path().join("bench.db")).expect("a store");
        let source = NewSource {
            name: "bench".to_owned(),
            connector: "import".to_owned(),
            url: None,
            measure: Measure::Items,
        };
        let source_id = store.put_source(&source).expect("a source");
        let run_id = store.begin_run("bench", None, Micros(0)).expect("a run");
        let stripped = |items: &[NewItem]| {
            let mut items = items.to_vec();
            items.iter_mut().for_each(&strip);
            items
        };
        let pages = (1..)
            .zip(&self.chunks)
            .map(|(n, (items, lines))| cut(page(run_id, source_id, n, stripped(items), lines)))
            .collect();
        (folder, store, pages)
    }
}

fn without_words(item: &mut NewItem) {
    item.text.clear();
}

fn without_counts(item: &mut NewItem) {
    item.metrics.clear();
}

fn without_objects(item: &mut NewItem) {
    item.links.clear();
    item.tags.clear();
    item.mentions.clear();
    (item.repost_of, item.quote_of, item.reply_to) = (None, None, None);
}

fn without_body(mut page: Page) -> Page {
    page.capture.body = None;
    page
}

fn without_items(mut page: Page) -> Page {
    page.content.items.clear();
    page
}

fn plain(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("a file");
    connection
        .execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE plain (bytes BLOB);",
        )
        .expect("a table");
    connection
}

fn ingest(criterion: &mut Criterion) {
    let input = Input::new();
    let count = u64::try_from(CHUNKS * CHUNK).expect("it fits");
    let mut group = criterion.benchmark_group("ingest");
    group.throughput(Throughput::Elements(count)).sample_size(10);
    group.bench_function("plain insert of the same bytes", |bench| {
        bench.iter_batched(
            || {
                let folder = tempfile::tempdir().expect("a folder");
                let connection = plain(&folder.path().join("plain.db"));
                (folder, connection)
            },
            |(folder, connection)| {
                connection.execute_batch("BEGIN").expect("begins");
                let mut insert = connection.prepare("INSERT INTO plain VALUES (?1)").expect("a statement");
                for line in input.lines() {
                    insert.execute([line.as_bytes()]).expect("a row");
                }
                drop(insert);
                connection.execute_batch("COMMIT").expect("commits");
                (folder, connection)
            },
            BatchSize::PerIteration,
        );
    });
    let mut pages = |name: &str, strip: &dyn Fn(&mut NewItem), cut: fn(Page) -> Page| {
        group.bench_function(name, |bench| {
            bench.iter_batched(
                || input.store_of(strip, cut),
                |(folder, mut store, pages)| {
                    // As an import does it: these few chunks are one transaction.
                    store.hold().expect("a transaction begins");
                    for page in &pages {
                        store.put_page(page).expect("the page is stored");
                    }
                    store.release().expect("the pages are stored");
                    (folder, store, pages)
                },
                BatchSize::PerIteration,
            );
        });
    };
    pages("everything", &|_| {}, |page| page);
    // What is left out costs the difference to everything.
    pages("without words: text, its index and its share", &without_words, |page| page);
    pages("without counts", &without_counts, |page| page);
    pages("without objects: links, tags, mentions, relations and their shares", &without_objects, |page| {
        page
    });
    pages("without the body", &|_| {}, without_body);
    let bare = |item: &mut NewItem| {
        without_words(item);
        without_counts(item);
        without_objects(item);
    };
    pages("without all of these: rows, their indexes and accounts", &bare, without_body);
    pages("without items: evidence and commit", &|_| {}, without_items);
    group.bench_function("part: SHA-256 and zstd of the chunks", |bench| {
        let bodies: Vec<String> = input.chunks.iter().map(|(_, lines)| lines.join("\n")).collect();
        bench.iter(|| {
            for body in &bodies {
                black_box(Sha256::digest(body.as_bytes()));
                black_box(zstd::bulk::compress(body.as_bytes(), 3).expect("it packs"));
            }
        });
    });
    group.bench_function("part: folding for full text", |bench| {
        bench.iter(|| {
            for item in input.items() {
                black_box(fts_text(&item.text));
            }
        });
    });
    group.bench_function("part: canonical addresses", |bench| {
        bench.iter(|| {
            for link in input.items().flat_map(|item| &item.links) {
                black_box(canonical(link));
            }
        });
    });
    group.bench_function("part: canonical addresses by the first rule", |bench| {
        bench.iter(|| {
            for link in input.items().flat_map(|item| &item.links) {
                black_box(first_form(link));
            }
        });
    });
    // Every kind of address, most of them of platforms, as many as the posts have links.
    let table: Vec<&str> = include_str!("../tests/urls.tsv")
        .lines()
        .filter(|line| !line.starts_with(['#', '@']) && !line.is_empty())
        .filter_map(|line| line.split('\t').next())
        .collect();
    group.bench_function("part: canonical addresses of all kinds", |bench| {
        bench.iter(|| {
            for (link, _) in table.iter().cycle().zip(input.items().flat_map(|item| &item.links)) {
                black_box(canonical(link));
            }
        });
    });
    full_text_index(&mut group, &input);
    group.finish();
}

fn full_text_index(group: &mut BenchmarkGroup<'_, WallTime>, input: &Input) {
    let words: Vec<_> = input.items().map(|item| fts_text(&item.text)).collect();
    group.bench_function("part: full-text index", |bench| {
        bench.iter_batched(
            || {
                let (folder, store, _) = input.store();
                drop(store);
                let connection = Connection::open(folder.path().join("bench.db")).expect("it opens");
                (folder, connection)
            },
            |(folder, connection)| {
                for chunk in words.chunks(CHUNK) {
                    connection.execute_batch("BEGIN").expect("begins");
                    let mut insert = connection
                        .prepare_cached("INSERT INTO item_fts (text, variants) VALUES (?1, ?2)")
                        .expect("a statement");
                    for words in chunk {
                        insert.execute([&words.text, &words.variants]).expect("a row");
                    }
                    drop(insert);
                    connection.execute_batch("COMMIT").expect("commits");
                }
                (folder, connection)
            },
            BatchSize::PerIteration,
        );
    });
}

criterion_group!(benches, ingest);
criterion_main!(benches);
