//! Small stores for tests, written through the store's own ingestion.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use whence_analysis::findings::Findings;
use whence_analysis::program;
use whence_store::Store;
use whence_store::evidence::{Body, CaptureKind, NewCapture};
use whence_store::ingest::{
    ActorKind, ClaimStatus, Content, ItemKind, NewAccount, NewClaim, NewItem, NewObserved, NewPoint, Page,
    PageWork,
};
use whence_store::program::Exit;
use whence_store::time::{Micros, Moment, Precision};
use whence_store::work::{Measure, NewSource};

/// A store and a configuration in a temporary folder.
pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
    run: i64,
    captures: u32,
}

pub(crate) fn at(text: &str) -> Micros {
    Micros::from_timestamp(text.parse().unwrap())
}

pub(crate) fn account(platform: &str, handle: &str) -> NewAccount {
    NewAccount { platform: platform.to_owned(), handle: handle.to_owned(), ..NewAccount::default() }
}

pub(crate) fn item(account: NewAccount, id: &str, kind: ItemKind, when: &str, text: &str) -> NewItem {
    NewItem {
        account,
        native_id: id.to_owned(),
        kind,
        created: Moment { at: at(when), precision: Precision::Second, original: when.to_owned() },
        created_basis: "created_at".to_owned(),
        modified: None,
        title: None,
        text: text.to_owned(),
        byline: None,
        lang: None,
        url: None,
        repost_of: None,
        quote_of: None,
        reply_to: None,
        thread_id: None,
        links: Vec::new(),
        tags: Vec::new(),
        mentions: Vec::new(),
        media: Vec::new(),
        metrics: Vec::new(),
        seen: None,
        rule_version: 1,
    }
}

pub(crate) fn claim(actor: &str, kind: ActorKind, platform: &str, handle: &str) -> NewClaim {
    NewClaim {
        actor: actor.to_owned(),
        actor_kind: kind,
        owner: Some("Ministry of Weather".to_owned()),
        parent: None,
        region: None,
        language: None,
        platform: platform.to_owned(),
        handle: handle.to_owned(),
        native_id: None,
        account_url: None,
        asserted_by: "Registry of Examples".to_owned(),
        asserted_url: "https://registry.example/list".to_owned(),
        asserted_at: at("2024-11-03T00:00:00Z"),
        status: ClaimStatus::Accepted,
        valid_from: None,
        valid_to: None,
        is_repeated: false,
    }
}

pub(crate) fn observed(account: Option<NewAccount>, from: &str, to: &str) -> NewObserved {
    NewObserved { account, from: at(from), to: at(to) }
}

pub(crate) fn daily(name: &str, date: &str, value: f64) -> NewPoint {
    let moment =
        Moment { at: at(&format!("{date}T00:00:00Z")), precision: Precision::Day, original: date.to_owned() };
    NewPoint {
        name: name.to_owned(),
        measure: "close".to_owned(),
        at: moment,
        local_date: Some(date.to_owned()),
        value,
        unit: Some("USD".to_owned()),
    }
}

/// What one capture holds.
pub(crate) type Held = Content;

impl World {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("w.db")).unwrap();
        let run = store.begin_run("test", None, at("2025-02-11T00:00:00Z")).unwrap();
        std::fs::create_dir_all(folder.path().join("config/narratives")).unwrap();
        Self { folder, store, run, captures: 0 }
    }

    pub(crate) fn db(&self) -> PathBuf {
        self.folder.path().join("w.db")
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("config")
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    pub(crate) fn source(&mut self, name: &str, measure: Measure) -> i64 {
        let source = NewSource { name: name.to_owned(), connector: "file".to_owned(), url: None, measure };
        self.store.put_source(&source).unwrap()
    }

    /// Stores one capture; `url` beginning with `file:` makes it an imported file.
    pub(crate) fn put(&mut self, source: i64, url: &str, held: Held) {
        let body = format!("body {}", self.captures + 1).into_bytes();
        self.put_body(source, url, body, held);
    }

    /// The same with a body of its own.
    pub(crate) fn put_body(&mut self, source: i64, url: &str, body: Vec<u8>, held: Held) {
        self.captures += 1;
        let kind = if url.starts_with("file:") { CaptureKind::File } else { CaptureKind::Http };
        let when = at("2025-02-11T01:00:00Z").plus(i64::from(self.captures) * Micros::SECOND);
        let page = Page {
            run_id: self.run,
            source_id: source,
            capture: NewCapture {
                kind,
                url: url.to_owned(),
                final_url: url.to_owned(),
                host: None,
                redirects: Vec::new(),
                method: None,
                status: None,
                request_headers: Vec::new(),
                headers: Vec::new(),
                started_at: when,
                ended_at: when,
                robots_rule: None,
                outcome: "ok".to_owned(),
                reader: "{}".to_owned(),
                body: Some(Body { bytes: body, truncated: false }),
            },
            content: held,
            work: PageWork::default(),
        };
        self.store.put_page(&page).unwrap();
    }

    pub(crate) fn narrative(&self, name: &str, text: &str) {
        std::fs::write(self.config().join(format!("narratives/{name}.toml")), text).unwrap();
    }

    /// The narrative that most tests use: `weather`, 13 Jan to 10 Feb 2025 in Shanghai.
    pub(crate) fn weather(&self) {
        self.narrative(
            "weather",
            r#"
title = "Weather machines"
query = "weather"
time_zone = "Asia/Shanghai"
[window]
from = "2025-01-13"
to = "2025-02-11"
[[event]]
name = "The conference"
at = "2025-01-27"
source = "https://conference.example/"
"#,
        );
    }

    /// Runs `whence-analyze` with arguments after the program's name.
    #[allow(clippy::unused_self)] // reads better beside `report`
    pub(crate) fn run(&self, arguments: &[&str]) -> (anyhow::Result<Exit>, String) {
        let mut out = Vec::new();
        let all = std::iter::once("whence-analyze").chain(arguments.iter().copied()).map(Into::into);
        let result = program::run(all, &mut out);
        (result, String::from_utf8(out).unwrap())
    }

    /// Makes a report, and gives its findings and what was printed.
    pub(crate) fn report(&self, name: &str, more: &[&str]) -> (Findings, String) {
        let (db, config, out) = (self.db(), self.config(), self.out());
        let mut arguments = vec!["report", name];
        arguments.extend(["--db", text(&db), "--config", text(&config), "--out", text(&out)]);
        arguments.extend(more);
        let (result, printed) = self.run(&arguments);
        assert_eq!(result.unwrap(), Exit::Done);
        // Whatever a report says, it says nothing that the linter forbids.
        let (html, markdown) = (out.join("report.html"), out.join("report.md"));
        let (_, complaints) = self.run(&["lint", text(&html), text(&markdown)]);
        assert_eq!(complaints, "");
        (serde_json::from_str(&self.file("report.json")).unwrap(), printed)
    }

    pub(crate) fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.out().join(name)).unwrap()
    }

    /// All files, by name.
    pub(crate) fn files(&self) -> Vec<(&'static str, String)> {
        [
            "report.html",
            "report.md",
            "report.json",
            "timeline.csv",
            "accounts.csv",
            "shares.csv",
            "claims.csv",
            "terms.csv",
        ]
        .into_iter()
        .chain(["sites.csv", "campaigns.csv", "edges.csv", "pairs.csv"])
        .map(|name| (name, self.file(name)))
        .collect()
    }
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
