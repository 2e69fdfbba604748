//! Remap: captures of posts read again, compared and found the same, in items and captures a second.
//!
//! `cargo bench -p whence-collector`. CI only compiles it: a time on a shared machine proves nothing.
#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a bench ends where it fails, and its macros document nothing"
)]

use std::fmt::Write as _;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use whence_collector::import::{self, ImportOptions};
use whence_collector::remap::{RemapOptions, Rules, remap};
use whence_store::Store;
use whence_store::time::{ManualClock, Micros};

const FILES: u64 = 100;
const POSTS: u64 = 100;

/// A store of posts, imported by a shipped preset.
fn store(folder: &Path, config: &Path, clock: &ManualClock) -> Result<Store, Box<dyn std::error::Error>> {
    let mut store = Store::open(&folder.join("bench.db"))?;
    let preset = import::load(config, "generic-ndjson")?;
    let run = store.begin_run("bench", None, Micros(0))?;
    let mut files = Vec::new();
    for file in 0..FILES {
        let mut text = String::new();
        for post in 0..POSTS {
            let n = file * POSTS + post;
            writeln!(
                text,
                r#"{{"id":"{n}","author":"account{}","created":"2025-01-27T00:00:00Z","text":"Item {n}: the harbour opens again within {} days, 深度求索 says","links":["https://example.org/{}"],"tags":["harbour"],"likes":3}}"#,
                n % 97,
                n % 31,
                n % 50
            )?;
        }
        let path = folder.join(format!("{file}.ndjson"));
        std::fs::write(&path, text)?;
        files.push(path);
    }
    import::import(&mut store, run, &preset, &files, &ImportOptions::default(), clock)?;
    Ok(store)
}

fn bench(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config");
    let clock = ManualClock::new(Micros(1_738_000_000_000_000));
    let mut store = store(folder.path(), &config, &clock).expect("a store of posts");
    let mut rules = Rules::load(&config).expect("the shipped configuration");
    let mut group = criterion.benchmark_group("remap");
    group.sample_size(10);
    for (name, elements) in [("items", FILES * POSTS), ("captures", FILES)] {
        group.throughput(Throughput::Elements(elements));
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let options = RemapOptions { check: true };
                let report = remap(&mut store, &mut rules, options, &clock).expect("a remap");
                assert!(report.difference.is_none());
            });
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
