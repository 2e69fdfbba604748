//! Verification of 24,000 posts with their bodies, and of stores that are nearly all chain, all bodies, or all evidence rows: what
//! each part of the work costs. Bytes are those of the file, elements what the store is full of.
//!
//! `cargo bench -p whence-store --bench verify`. CI only compiles it: a time on a shared machine proves nothing.
#![allow(
    clippy::expect_used,
    missing_docs,
    clippy::cast_possible_wrap,
    unreachable_pub,
    reason = "a bench ends where it fails, and its macros document nothing"
)]

mod posts;

use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use posts::{Posts, json, page};
use rusqlite::Connection;
use whence_store::ingest::{Content, NewItem, Page};
use whence_store::time::Micros;
use whence_store::work::{Measure, NewSource};
use whence_store::{Store, verify};

const CHUNKS: usize = 12;
const CHUNK: usize = 2000;
const POSTS: usize = CHUNKS * CHUNK;

fn chunks() -> Vec<Vec<NewItem>> {
    let mut posts = Posts::new(7, 5000);
    (0..CHUNKS).map(|_| (0..CHUNK).map(|_| posts.next()).collect()).collect()
}

/// A store of these pages; each is given its number, the run and the source.
fn store(path: &Path, pages: impl Iterator<Item = Page>) {
    let mut store = Store::open(path).expect("a store");
    let source = NewSource {
        name: "bench".to_owned(),
        connector: "import".to_owned(),
        url: None,
        measure: Measure::Items,
    };
    let source_id = store.put_source(&source).expect("a source");
    let run_id = store.begin_run("bench", None, Micros(0)).expect("a run");
    for page in pages {
        store.put_page(&Page { run_id, source_id, ..page }).expect("a page");
    }
    drop(store);
    // A store that was closed has no log, so that the file is all that is read.
    let connection = Connection::open(path).expect("a file");
    connection.pragma_update(None, "journal_mode", "DELETE").expect("no log");
}

/// Pages as they are imported: posts with the lines that they were read from.
fn whole(chunks: &[Vec<NewItem>]) -> impl Iterator<Item = Page> {
    (0..).zip(chunks).map(|(number, items)| {
        let lines: Vec<String> = items.iter().map(json).collect();
        page(0, 0, number, items.clone(), &lines)
    })
}

/// As many captures as there are posts, with nothing else.
fn chain() -> impl Iterator<Item = Page> {
    (0..POSTS as u64).map(|number| {
        let mut page = page(0, 0, number, Vec::new(), &[]);
        page.capture.body = None;
        page
    })
}

/// The lines, of which nothing was read.
fn bodies(chunks: &[Vec<NewItem>]) -> impl Iterator<Item = Page> {
    whole(chunks).map(|page| Page { content: Content::default(), ..page })
}

/// Posts without their lines, and half of them once more with other words: two versions of each of these are written.
fn rows(chunks: &[Vec<NewItem>]) -> impl Iterator<Item = Page> {
    let changed = chunks.iter().take(CHUNKS / 2).map(|items| {
        let changed = |item: &NewItem| NewItem { text: format!("{} And more.", item.text), ..item.clone() };
        items.iter().map(changed).collect::<Vec<_>>()
    });
    let both = chunks.iter().take(CHUNKS / 2).cloned().chain(changed);
    (0..).zip(both).map(|(number, items)| {
        let mut page = page(0, 0, number, items, &[]);
        page.capture.body = None;
        page
    })
}

fn bench(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let chunks = chunks();
    let path = |name: &str| -> PathBuf { folder.path().join(name) };
    store(&path("posts"), whole(&chunks));
    store(&path("chain only"), chain());
    store(&path("bodies"), bodies(&chunks));
    store(&path("rows"), rows(&chunks));

    let mut group = criterion.benchmark_group("verify");
    group.sample_size(10);
    for name in ["posts", "chain only", "bodies", "rows"] {
        let path = path(name);
        let found = verify(&path, None).expect("a store");
        assert!(found.findings.is_empty(), "{name}: {:?}", found.findings);
        let bytes = std::fs::metadata(&path).expect("a file").len();
        let full_of = match name {
            "chain only" => found.captures,
            "rows" => found.rows,
            _ => found.blobs * CHUNK as i64,
        };
        assert!(full_of >= POSTS as i64, "{name}: {found:?}");
        group.throughput(Throughput::ElementsAndBytes { elements: POSTS as u64, bytes });
        group.bench_function(name, |bench| bench.iter(|| verify(&path, None).expect("a store")));
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
