//! One run over sixty hosts of all platforms, killed at random instants, ends as an undisturbed one does.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;
use whence_store::{sql, verify};
use whence_tests::many::{Figures, Hosts, Shape, platforms};

const HOSTS: usize = 60;
/// Of each host: a kill must find it at work, and a run must end.
const PAGES: usize = 3;
/// Between two requests to one host.
const INTERVAL: Duration = Duration::from_millis(25);
/// For so long what has come may wait to be stored, and a little for the machine.
const HELD: Duration = Duration::from_millis(300);

/// Kills; `WHENCE_TEST_KILLS` asks for more.
fn kills() -> usize {
    std::env::var("WHENCE_TEST_KILLS").map_or(6, |n| n.parse().unwrap())
}

/// A store in a folder of its own, and the configuration that all share.
struct Crawl {
    folder: tempfile::TempDir,
    config: PathBuf,
}

impl Crawl {
    fn new(config: &Path) -> Self {
        let crawl = Self { folder: tempfile::tempdir().unwrap(), config: config.to_path_buf() };
        // Kills while a store is made are the imports' tests.
        assert!(crawl.start("sources").wait().unwrap().success());
        crawl
    }

    fn db(&self) -> PathBuf {
        self.folder.path().join("it.db")
    }

    fn start(&self, command: &str) -> Child {
        Command::new(env!("CARGO_BIN_EXE_collect-in-tests"))
            .arg(command)
            .arg("--db")
            .arg(self.db())
            .arg("--config")
            .arg(&self.config)
            .env("WHENCE_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Runs to the end, or until it is killed after `most`.
    #[allow(clippy::disallowed_methods, reason = "a kill at an instant needs the clock of the machine")]
    fn run(&self, most: Duration) -> (ExitStatus, Duration) {
        let begun = Instant::now();
        let mut child = self.start("run");
        while begun.elapsed() < most && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        child.kill().unwrap();
        (child.wait().unwrap(), begun.elapsed())
    }

    fn column(&self, query: &str) -> Vec<String> {
        let limits = sql::Limits { rows: 1_000_000, ..sql::Limits::default() };
        let table = sql::query(&self.db(), query, &[], limits).unwrap();
        table.rows.iter().map(|row| format!("{row:?}")).collect()
    }

    /// Everything that was published, by what stands for it on its platform.
    fn items(&self) -> Vec<String> {
        self.column(
            "SELECT item.platform, item.native_id, item.kind, account.handle, title, text, created_at, repost_of, reply_to, source.name
             FROM item JOIN account ON account.id = account_id JOIN source ON source.id = item.source_id ORDER BY 1, 2",
        )
    }

    /// Each request that was answered and stored, with how often it was. Records of archives lie at one address, each in its range.
    fn answered(&self) -> Vec<String> {
        self.column("SELECT url, json_extract(reader, '$.context') AS context, count(*) AS times FROM capture GROUP BY 1, 2 ORDER BY 1, 2")
    }

    fn assert_clean(&self) {
        let verified = verify(&self.db(), None).unwrap();
        assert!(verified.findings.is_empty(), "{:?}", verified.findings);
    }
}

/// What all hosts saw of a crawl.
fn seen(hosts: &Hosts) -> Figures {
    let mut all = Figures::default();
    for host in hosts.list() {
        all.add(&hosts.arrivals.of(host.number, INTERVAL, None));
    }
    all
}

#[test]
fn a_run_over_all_platforms_loses_nothing_and_repeats_nothing() {
    let runtime = Runtime::new().unwrap();
    let shape = Shape { hosts: HOSTS, pages: PAGES, platforms: platforms(&[]) };
    let hosts = runtime.block_on(Hosts::start(&shape)).unwrap();
    let config = tempfile::tempdir().unwrap();
    // No platform's own interval: it would make the run one of hours. That it holds has tests of its own.
    hosts.configure_with(config.path(), INTERVAL, |_| INTERVAL).unwrap();

    let calm = Crawl::new(config.path());
    let (status, whole) = calm.run(Duration::from_mins(2));
    assert!(status.success(), "{status}");
    let (right, answered, asked) = (calm.items(), calm.answered(), hosts.arrivals.count());
    assert!(right.len() > HOSTS * PAGES, "{}", right.len());

    let (mut killed, mut rounds, mut again, mut shortest) = (0, 0, 0, Duration::MAX);
    while killed < kills() {
        hosts.arrivals.clear();
        let crawl = Crawl::new(config.path());
        let mut here = 0;
        loop {
            let (status, _) = crawl.run(whole.mul_f64(rand::random::<f64>()));
            if status.success() {
                break;
            }
            assert_eq!(status.code(), None, "{status}");
            here += 1;
            crawl.assert_clean();
        }
        assert!(crawl.items() == right, "items differ after {here} kills");
        assert!(crawl.answered() == answered, "answers differ after {here} kills");
        let figures = seen(&hosts);
        assert_eq!(figures.too_close, 0, "{figures:?}");
        // A kill costs each host what it answered that was not stored yet, and what was under way.
        let held = usize::try_from(HELD.as_millis() / INTERVAL.as_millis()).unwrap() + 1;
        let most = asked + here * HOSTS * held;
        assert!(figures.requests <= most, "{} requests after {here} kills, {asked} needed", figures.requests);
        again += figures.requests - asked;
        shortest = shortest.min(figures.shortest.unwrap());
        (killed, rounds) = (killed + here, rounds + 1);
    }
    println!(
        "{killed} kills over {rounds} runs of {HOSTS} hosts, {} items, {asked} requests, {whole:?} each: {again} requests were under way or \
         not stored when they were killed; shortest gap {shortest:?} at a limit of {INTERVAL:?}",
        right.len()
    );
}
