//! Redaction: how fast bodies without needles are looked through, as every body of a store is.
//!
//! `cargo bench -p whence-store --bench redact`. CI only compiles it: a time on a shared machine proves nothing.
#![allow(missing_docs, reason = "the macros of the bench document nothing")]

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use whence_store::redact::{Form, Needle, Needles, holds, redact};

const POSTS: usize = 8000;

/// Lines of posts as platforms give them, without anything of the forgotten.
fn lines(escaped: bool) -> String {
    (0..POSTS).fold(String::new(), |mut text, n| {
        let words = if escaped {
            "\\u6df1\\u5ea6\\u6c42\\u7d22 says \\\"so\\\" &amp; more:\\nhttps:\\/\\/t.example\\/a%20b"
        } else {
            "深度求索 says so, and the ministry agrees with it; an été of talks has begun: https://t.example/a"
        };
        let _ = writeln!(
            text,
            "{{\"id\":{},\"created_at\":\"2025-01-24T10:{:02}:00Z\",\"author\":{{\"id\":\"{}\",\"username\":\"account{}\",\"name\":\"Account {n}\"}},\
             \"public_metrics\":{{\"like_count\":{},\"reply_count\":3}},\"lang\":\"en\",\"text\":\"Item {n}: the harbour opens again within {} \
             days. {words}\"}}",
            1_882_000_000_000_000_000_u64 + n as u64 * 7919,
            n % 60,
            44_196_397 + n,
            n % 977,
            n % 311,
            n % 31
        );
        text
    })
}

/// One account with some of its posts.
fn needles(posts: usize) -> Needles {
    let mut needles = vec![
        Needle::Word("quiet_heron".to_owned()),
        Needle::Word("Quiet Heron".to_owned()),
        Needle::Address("https://x.example/quiet_heron".to_owned()),
    ];
    for n in 0..posts {
        needles.push(Needle::Word((1_990_000_000_000_000_000_u64 + n as u64).to_string()));
        needles.push(Needle::Text(format!(
            "Post {n}: what the tide brings in, nobody ordered. {n} times over."
        )));
    }
    Needles::new(&needles)
}

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("redact");
    group.sample_size(20);
    for (name, escaped) in [("clean", false), ("clean, full of escapes", true)] {
        let body = lines(escaped);
        group.throughput(Throughput::Bytes(body.len() as u64));
        for posts in [20, 1000] {
            let needles = needles(posts);
            group.bench_function(format!("holds, {name}, {posts} posts"), |bench| {
                bench.iter(|| holds(black_box(body.as_bytes()), Form::Ndjson, &needles));
            });
        }
    }
    let body = lines(false).replace("\"account7\"", "\"quiet_heron\"");
    group.throughput(Throughput::Bytes(body.len() as u64));
    let needles = needles(20);
    group.bench_function("redact, one line in a thousand", |bench| {
        bench.iter(|| redact(black_box(body.as_bytes()), Form::Ndjson, &needles));
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
