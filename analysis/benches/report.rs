//! A full report: the time of each step and the peak memory, over a store of so many items that all match.
//!
//! `cargo bench -p whence-analysis --bench report`, the number of items in `WHENCE_REPORT_ITEMS` (20,000 without one). The store
//! lies in the folder for temporary files (`TMPDIR`), takes about 1 KB an item, and is removed at the end; `WHENCE_REPORT_STORE=FILE`
//! keeps it there, and uses it again when it is there already. Peak memory is that of the report where the store is used again, else that of
//! making the store as well. CI only compiles it.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench ends where it fails, measures real time, and prints it"
)]

use std::path::{Path, PathBuf};
use std::time::Instant;

use whence_analysis::{Options, analyse, narrative, render};
use whence_store::Store;
use whence_store::evidence::{Body, CaptureKind, NewCapture};
use whence_store::ingest::{Content, ItemKind, LangSource, NewAccount, NewItem, NewObserved, Page, PageWork};
use whence_store::read::Reader;
use whence_store::time::{Micros, Moment, Precision};
use whence_store::work::{Measure, NewSource};

const CHUNK: usize = 5_000;
const DAYS: u64 = 60;
/// Days of the surge, and how many times the usual number they have.
const SURGE: std::ops::Range<u64> = 40..46;
const TIMES: u64 = 6;
const ACCOUNTS: u64 = 50_000;
/// 25 November 2024, a Monday, in UTC.
const FIRST: i64 = 1_732_492_800 * Micros::SECOND;
const WORDS: [&str; 12] = [
    "model",
    "open",
    "chips",
    "market",
    "release",
    "深度求索",
    "today",
    "cheap",
    "training",
    "news",
    "السفارة",
    "lab",
];

/// xorshift64*: the same items on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16) % n
    }

    /// A day of the window, those of the surge more often.
    fn day(&mut self) -> u64 {
        let surge = SURGE.end - SURGE.start;
        let place = self.below(DAYS - surge + surge * TIMES);
        match place {
            n if n < SURGE.start => n,
            n if n < SURGE.start + surge * TIMES => SURGE.start + (n - SURGE.start) / TIMES,
            n => n - surge * (TIMES - 1),
        }
    }
}

fn item(dice: &mut Dice, n: usize) -> NewItem {
    let (day, second) = (dice.day(), dice.below(86_400));
    let at = Micros(FIRST + i64::try_from(day * 86_400 + second).expect("it fits") * Micros::SECOND);
    let mut text = String::from("deepseek");
    for _ in 0..12 + dice.below(12) {
        text.push(' ');
        text.push_str(WORDS[usize::try_from(dice.below(12)).expect("it fits")]);
    }
    let platform = ["x", "weibo", "bluesky"][usize::try_from(dice.below(3)).expect("it fits")];
    // Few accounts publish most.
    let most = dice.below(ACCOUNTS) + 1;
    let handle = format!("reader{}", dice.below(most));
    NewItem {
        account: NewAccount { platform: platform.to_owned(), handle, ..NewAccount::default() },
        native_id: n.to_string(),
        kind: ItemKind::Post,
        created: Moment { at, precision: Precision::Second, original: at.to_string() },
        created_basis: "created_at".to_owned(),
        modified: None,
        title: None,
        text,
        byline: None,
        lang: Some((["en", "zh", "ar"][n % 3].to_owned(), LangSource::Platform)),
        url: None,
        repost_of: (n > 100 && dice.below(4) == 0).then(|| dice.below(100).to_string()),
        quote_of: None,
        reply_to: None,
        thread_id: None,
        links: Vec::new(),
        tags: vec![format!("tag{}", dice.below(50))],
        mentions: Vec::new(),
        media: Vec::new(),
        metrics: Vec::new(),
        seen: None,
        rule_version: 1,
    }
}

fn make(file: &Path, items: usize) {
    let mut store = Store::open(file).expect("a store");
    let source = NewSource {
        name: "posts".to_owned(),
        connector: "file".to_owned(),
        url: None,
        measure: Measure::Items,
    };
    let source_id = store.put_source(&source).expect("a source");
    let end = Micros(FIRST).plus(i64::try_from(DAYS).expect("it fits") * Micros::DAY);
    let run_id = store.begin_run("bench", None, end).expect("a run");
    let mut dice = Dice(77);
    let mut made = 0;
    while made < items {
        let count = CHUNK.min(items - made);
        let held = (made..made + count).map(|n| item(&mut dice, n)).collect();
        let observed = vec![NewObserved { account: None, from: Micros(FIRST), to: end }];
        let capture = NewCapture {
            kind: CaptureKind::File,
            url: format!("file:posts.ndjson#part={made}"),
            final_url: String::new(),
            host: None,
            redirects: Vec::new(),
            method: None,
            status: None,
            request_headers: Vec::new(),
            headers: Vec::new(),
            started_at: end,
            ended_at: end,
            robots_rule: None,
            outcome: "ok".to_owned(),
            reader: "{}".to_owned(),
            body: Some(Body { bytes: format!("part {made}").into_bytes(), truncated: false }),
        };
        let content = Content { items: held, observed, ..Content::default() };
        let page = Page { run_id, source_id, capture, content, work: PageWork::default() };
        store.put_page(&page).expect("the page is stored");
        made += count;
    }
}

/// The peak memory of this process in MiB, where the system tells it.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
}

fn main() {
    let items = std::env::var("WHENCE_REPORT_ITEMS").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let folder = tempfile::tempdir().expect("a folder");
    let kept = std::env::var_os("WHENCE_REPORT_STORE").map(PathBuf::from);
    let file = kept.unwrap_or_else(|| folder.path().join("report.db"));
    if file.exists() {
        println!("using the store that is there");
    } else {
        let begun = Instant::now();
        make(&file, items);
        println!("{items} items stored in {:.1} s", begun.elapsed().as_secs_f64());
    }
    let narratives = folder.path().join("narratives");
    std::fs::create_dir_all(&narratives).expect("a folder");
    let text = "title = \"Bench\"\nquery = \"deepseek\"\ntime_zone = \"UTC\"\n[window]\nfrom = \"2024-11-25\"\nto = \"2025-01-24\"\n\
        [[event]]\nname = \"An event\"\nat = \"2025-01-07\"\nsource = \"https://source.example/\"\nplacebo_days = 3\n";
    std::fs::write(narratives.join("bench.toml"), text).expect("a narrative");
    let narrative = narrative::load(folder.path(), "bench").expect("it loads");
    let before = peak();
    let begun = Instant::now();
    let reader = Reader::open(&file).expect("it opens");
    let findings = analyse(&reader, &narrative, Options::default()).expect("it is analysed");
    let analysed = begun.elapsed();
    let begun = Instant::now();
    let files = render::files(&findings).expect("it is rendered");
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    println!(
        "{} matched items: analysed in {:.1} s, rendered in {:.1} s into {:.1} MB; peak {} MiB (before {})",
        findings.matched.items,
        analysed.as_secs_f64(),
        begun.elapsed().as_secs_f64(),
        bytes as f64 / 1e6,
        peak().map_or_else(|| "?".to_owned(), |n| n.to_string()),
        before.map_or_else(|| "?".to_owned(), |n| n.to_string()),
    );
    for surge in &findings.surges {
        println!("{}", surge.sentence);
    }
}
