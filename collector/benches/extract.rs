//! Extraction: pages of one, ten and a hundred paragraphs, and documents that no page is like at one, two and four times a size: bytes a
//! second stay the same where work is proportional.
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

/// Documents that make extractors slow, by what is repeated in them.
const SHAPES: &[(&str, &str)] = &[
    ("links", "<li><a href='/n'>A story of the harbour</a></li>"),
    ("nested", "<div><b><i><span>word</span></i></b></div>"),
    ("unclosed", "<b><p>word <i>word"),
    ("cells", "<table><tr><td>cell<td>27.01.2025</table>"),
    ("dates", "<p>27 January 2025 and 28.01.2025</p>"),
    ("headings", "<h2 class='headline'>Harbour to open</h2>"),
    ("bylines", "<p class='author'>By Mira Anders</p>"),
    ("same", "<p>The engineers looked at every crane, and said that it could be repaired.</p>"),
    ("quotes", "<p>\u{201c}We have looked,\u{201d} said Mira Anders. \u{201c}It is well</p>"),
    ("words", "word "),
    ("scripts", "<script>var published_at = 'x';</script>"),
    ("noscript", "<noscript>x<ruby>a<rt>b</noscript>"),
];

fn shapes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("shapes");
    for (name, part) in SHAPES {
        for size in [1_usize, 2, 4] {
            let html = format!("<html><body><h1>Harbour</h1>{}", part.repeat((size << 16) / part.len()));
            group.throughput(Throughput::Bytes(html.len() as u64));
            group.bench_with_input(BenchmarkId::new(*name, size << 16), &html, |bencher, html| {
                bencher.iter(|| {
                    extract(&Page { bytes: html.as_bytes(), url: None, charset: None, latest: None })
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, extraction, shapes);
criterion_main!(benches);
