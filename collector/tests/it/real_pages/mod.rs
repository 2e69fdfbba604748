//! Real article pages, served on loopback behind a feed, crawled by the real program.

mod again;
mod killed;
mod site;

use std::time::Duration;

use site::Site;

use crate::support::{Bench, Hit};

/// Twenty requests a second.
const INTERVAL: Duration = Duration::from_millis(50);

/// A bench that crawls the site at the test's pace; `more` are further keys of the source.
fn bench(site: &Site, more: &str) -> Bench {
    let bench = Bench::new();
    bench.limits(&format!("min_interval = '{}ms'", INTERVAL.as_millis()));
    bench.source(&site.url("/feed.xml"), more);
    bench
}

/// Panics where two requests arrived closer to each other than the interval; gives the smallest gap.
fn assert_gaps(hits: &[Hit]) -> Duration {
    let gaps = hits.windows(2).map(|pair| (pair[1].at.duration_since(pair[0].at), &pair[1].path));
    let (least, path) = gaps.min().expect("there are requests");
    assert!(least >= INTERVAL, "{path} came {least:?} after the request before it");
    least
}

/// What a crawl stored: every item with its text.
fn items(bench: &Bench) -> Vec<String> {
    let rows = bench.rows("SELECT platform, native_id, title, text FROM item ORDER BY 1, 2");
    rows.iter().map(ToString::to_string).collect()
}
