//! Growth: whether the last million of posts goes in as fast as the first, and what a post takes on disk and in memory.
//!
//! `cargo bench -p whence-store --bench growth -- 3000000`, or with the number in `WHENCE_GROWTH`; without one 3,000,000. The file
//! lies in the folder for temporary files (`TMPDIR`), takes about 1.2 KB a post, and is removed at the end. CI only compiles it.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs,
    unreachable_pub,
    reason = "a bench ends where it fails, measures real time, and prints it"
)]

mod posts;

use std::path::Path;
use std::time::{Duration, Instant};

use posts::{Posts, json, page};
use whence_store::Store;
use whence_store::time::Micros;
use whence_store::work::{Measure, NewSource};

const CHUNK: usize = 6_000;
/// Chunks that are stored together, as an import does it.
const HELD: usize = 4;
const LINE: usize = 500_000;
const ACCOUNTS: u32 = 200_000;

fn main() {
    let argument = std::env::args().find_map(|word| word.parse().ok());
    let variable = || std::env::var("WHENCE_GROWTH").ok()?.parse().ok();
    let posts: usize = argument.or_else(variable).unwrap_or(3_000_000);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("growth.db");
    let mut store = Store::open(&file).expect("a store");
    let source = NewSource {
        name: "growth".to_owned(),
        connector: "import".to_owned(),
        url: None,
        measure: Measure::Items,
    };
    let source_id = store.put_source(&source).expect("a source");
    let run_id = store.begin_run("growth", None, Micros(0)).expect("a run");

    println!("     posts   seconds   µs/post   slowest page ms   bytes/post   peak MiB");
    let mut made = Posts::new(11, ACCOUNTS);
    let mut chunks = Vec::with_capacity(posts / CHUNK + 1);
    let mut line = Line::default();
    let mut done = 0;
    while done < posts {
        let items: Vec<_> = (0..CHUNK.min(posts - done)).map(|_| made.next()).collect();
        let lines: Vec<_> = items.iter().map(json).collect();
        let count = items.len();
        let number = u64::try_from(chunks.len()).expect("it fits") + 1;
        let page = page(run_id, source_id, number, items, &lines);
        let begun = Instant::now();
        store.hold().expect("a transaction begins");
        store.put_page(&page).expect("the page is stored");
        if chunks.len() % HELD == HELD - 1 || done + count >= posts {
            store.release().expect("the pages are stored");
        }
        let took = begun.elapsed();
        chunks.push((count, took));
        line.add(count, took);
        let before = done;
        done += count;
        if done / LINE > before / LINE || done == posts {
            line.print(done, &file);
            line = Line::default();
        }
    }
    drop(store);
    println!("{:.0} bytes a post in the closed file", bytes(&file) as f64 / done as f64);
    let whole: Duration = chunks.iter().map(|(_, took)| *took).sum();
    println!(
        "{done} posts in {:.1} s, {:.0} a second",
        whole.as_secs_f64(),
        done as f64 / whole.as_secs_f64()
    );
    // With fewer than two millions, the halves stand for the first and the last.
    let side = (1_000_000 / CHUNK).min(chunks.len() / 2);
    let each = |side: &[(usize, Duration)]| {
        let time: Duration = side.iter().map(|(_, took)| *took).sum();
        time.as_secs_f64() / side.iter().map(|(count, _)| *count).sum::<usize>() as f64
    };
    if side > 0 {
        let ratio = each(&chunks[chunks.len() - side..]) / each(&chunks[..side]);
        println!("last {0} posts against first {0}: {ratio:.2} times the time", side * CHUNK);
    }
}

/// What is printed as one line.
#[derive(Default)]
struct Line {
    count: usize,
    took: Duration,
    slowest: Duration,
}

impl Line {
    fn add(&mut self, count: usize, took: Duration) {
        self.count += count;
        self.took += took;
        self.slowest = self.slowest.max(took);
    }

    fn print(&self, done: usize, file: &Path) {
        println!(
            "{done:>10} {:>9.1} {:>9.1} {:>17.0} {:>12.0} {:>10}",
            self.took.as_secs_f64(),
            self.took.as_secs_f64() * 1e6 / self.count as f64,
            self.slowest.as_secs_f64() * 1e3,
            bytes(file) as f64 / done as f64,
            peak()
        );
    }
}

fn bytes(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |meta| meta.len())
}

/// The most memory that the process has had, in MiB, where the system tells (`VmHWM` of Linux).
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kib.map_or_else(|| "-".to_owned(), |kib| (kib / 1024).to_string())
}
