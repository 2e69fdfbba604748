//! Extraction: pages of one, ten and a hundred paragraphs, in bytes a second.
//!
//! `cargo bench -p whence-collector --bench extract`. CI only compiles it: a time on a shared machine proves nothing.
#![allow(missing_docs, reason = "the macros of a bench document nothing")]

use std::fmt::Write as _;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use whence_collector::extract::{Page, extract};

fn page(paragraphs: usize) -> String {
    let mut html = String::from(
        "<html lang='en'><head><title>Harbour | Post</title><meta property='article:published_time' content='2025-01-27T08:00:00Z'></head>\
         <body><nav><a href='/'>Home</a></nav><article><h1>Harbour</h1>",
    );
    for n in 0..paragraphs {
        // Paragraphs differ, as extractors drop repeated ones.
        let _ = write!(
            html,
            "<p>On day {n} the engineers looked at crane {n}, and said that it could be repaired by {} people, without new parts.</p>",
            n * 7
        );
    }
    html.push_str("</article><footer><p>Post, 1 Harbour Street</p></footer></body></html>");
    html
}

fn extraction(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("extract");
    for paragraphs in [1, 10, 100] {
        let html = page(paragraphs);
        group.throughput(Throughput::Bytes(html.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(paragraphs), &html, |bencher, html| {
            bencher
                .iter(|| extract(&Page { bytes: html.as_bytes(), url: None, charset: None, latest: None }));
        });
    }
    group.finish();
}

criterion_group!(benches, extraction);
criterion_main!(benches);
