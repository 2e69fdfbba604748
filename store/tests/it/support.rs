//! A store to work on, pages to put into it, and the program run on it.

use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::Connection;
use tempfile::TempDir;
use whence_store::Store;
use whence_store::evidence::{Body, CaptureKind, NewCapture};
use whence_store::ingest::{
    ActorKind, ClaimStatus, Content, ItemKind, NewAccount, NewClaim, NewItem, Page, PageStats, PageWork,
};
use whence_store::sql::{self, Limits};
use whence_store::time::{Micros, Moment, Precision};
use whence_store::work::{Measure, NewSource};

/// A store of a test's own.
pub(crate) struct Bench {
    folder: TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A bench whose store is this file.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let bench = Self::new();
        std::fs::write(bench.db(), bytes).unwrap();
        bench
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn db(&self) -> PathBuf {
        self.path("it.db")
    }

    /// The names of the files of the bench.
    pub(crate) fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub(crate) fn open(&self) -> Filled {
        Filled::open(&self.db())
    }

    /// The file as `SQLite` opens it for anybody, without foreign keys.
    pub(crate) fn raw(&self) -> Connection {
        let connection = Connection::open(self.db()).unwrap();
        connection.pragma_update(None, "foreign_keys", false).unwrap();
        // A test's file need not outlive a power cut.
        connection.pragma_update(None, "synchronous", "OFF").unwrap();
        connection
    }

    /// Runs the program with these arguments and `--db`.
    pub(crate) fn program(&self, arguments: &[&str]) -> Ended {
        run(Command::new(env!("CARGO_BIN_EXE_whence-store")), arguments, &self.db())
    }

    /// The first column of a query's rows, as text.
    pub(crate) fn column(&self, query: &str, params: &[(&str, &str)]) -> Vec<String> {
        let params: Vec<_> = params.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let limits = Limits { rows: usize::MAX, ..Limits::default() };
        let table = sql::query(&self.db(), query, &params, limits).unwrap_or_else(|e| panic!("{e}: {query}"));
        let text = |value: &rusqlite::types::Value| match value {
            rusqlite::types::Value::Text(text) => text.clone(),
            rusqlite::types::Value::Integer(n) => n.to_string(),
            other => format!("{other:?}"),
        };
        table.rows.iter().map(|row| text(&row[0])).collect()
    }

    /// The ids of items whose text or title holds a term.
    pub(crate) fn found(&self, term: &str) -> Vec<String> {
        let query = "SELECT native_id FROM item WHERE id IN
            (SELECT rowid FROM item_fts WHERE item_fts MATCH terms(:term)) ORDER BY id";
        self.column(query, &[("term", term)])
    }
}

/// Runs a copy of the program on a store with these arguments and `--db`.
pub(crate) fn run(mut command: Command, arguments: &[&str], db: &Path) -> Ended {
    let output = command.args(arguments).arg("--db").arg(db).env_remove("WHENCE_LOG").output().unwrap();
    Ended {
        code: output.status.code().expect("the program ends by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// How a run of the program ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A store opened for writing, with one run and two sources.
pub(crate) struct Filled {
    pub(crate) store: Store,
    run: i64,
    pub(crate) sources: [i64; 2],
}

impl Filled {
    fn open(path: &Path) -> Self {
        let mut store = Store::open(path).unwrap();
        let run = store.begin_run("test", None, Micros(0)).unwrap();
        let source = |name: &str| NewSource {
            name: name.to_owned(),
            connector: "import".to_owned(),
            url: None,
            measure: Measure::Items,
        };
        let sources = ["one", "two"].map(|name| store.put_source(&source(name)).unwrap());
        Self { store, run, sources }
    }

    /// A page of a source, seen at that second, with a body that says so.
    pub(crate) fn page(&self, source: usize, second: i64, items: Vec<NewItem>) -> Page {
        let at = Micros(second * Micros::SECOND);
        let capture = NewCapture {
            kind: CaptureKind::File,
            url: format!("file:{second}"),
            final_url: format!("file:{second}"),
            host: None,
            redirects: Vec::new(),
            method: None,
            status: None,
            request_headers: Vec::new(),
            headers: vec![("file-size".to_owned(), "1".to_owned())],
            started_at: at,
            ended_at: at,
            robots_rule: None,
            outcome: "ok".to_owned(),
            reader: "{}".to_owned(),
            body: Some(Body { bytes: format!("body {second}").into_bytes(), truncated: false }),
        };
        Page {
            run_id: self.run,
            source_id: self.sources[source],
            capture,
            content: Content { items, ..Content::default() },
            work: PageWork::default(),
        }
    }

    /// Puts a page of items.
    pub(crate) fn put(&mut self, source: usize, second: i64, items: Vec<NewItem>) -> PageStats {
        let page = self.page(source, second, items);
        self.store.put_page(&page).unwrap()
    }
}

/// A post by `author`.
pub(crate) fn post(author: &str, id: &str, text: &str) -> NewItem {
    NewItem {
        account: account(author, None),
        native_id: id.to_owned(),
        kind: ItemKind::Post,
        created: Moment { at: Micros(1), precision: Precision::Second, original: "1".to_owned() },
        created_basis: "created".to_owned(),
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

/// An account of X.
pub(crate) fn account(handle: &str, native_id: Option<&str>) -> NewAccount {
    NewAccount {
        platform: "x".to_owned(),
        handle: handle.to_owned(),
        native_id: native_id.map(str::to_owned),
        ..NewAccount::default()
    }
}

/// A claim that `handle` belongs to `actor`.
pub(crate) fn claim(actor: &str, handle: &str) -> NewClaim {
    NewClaim {
        actor: actor.to_owned(),
        actor_kind: ActorKind::Office,
        owner: Some("Owner".to_owned()),
        parent: None,
        region: None,
        language: None,
        platform: "x".to_owned(),
        handle: handle.to_owned(),
        native_id: None,
        account_url: None,
        asserted_by: "a registry".to_owned(),
        asserted_url: "https://example.org/registry".to_owned(),
        asserted_at: Micros(0),
        valid_from: None,
        valid_to: None,
        status: ClaimStatus::Accepted,
        is_repeated: false,
    }
}

/// A store with something in every evidence table, as one file: bodies packed and not, two versions of items and
/// accounts, claims.
pub(crate) fn evidence() -> Vec<u8> {
    let bench = Bench::new();
    let mut filled = bench.open();
    filled.put(0, 10, vec![post("Ann", "1", "first words"), post("Bob", "2", "other words")]);
    let mut page = filled.page(0, 20, vec![post("Ann", "1", "first words, changed")]);
    page.capture.body.as_mut().unwrap().bytes = b"a body long enough to be packed ".repeat(40);
    page.content.accounts =
        vec![NewAccount { name: Some("Robert".to_owned()), ..account("Bob", Some("77")) }];
    page.content.claims = vec![claim("Embassy", "Ann"), claim("Ministry", "Bob")];
    filled.store.put_page(&page).unwrap();
    let mut page = filled.page(1, 30, Vec::new());
    page.capture.body = None;
    page.content.claims = vec![claim("Agency", "Cid")];
    filled.store.put_page(&page).unwrap();
    filled.put(0, 40, vec![post("Bob", "2", "other words, changed as well")]);
    drop(filled);
    // The write-ahead log goes into the file, so that the file alone is the store.
    bench.raw().pragma_update(None, "journal_mode", "DELETE").unwrap();
    std::fs::read(bench.db()).unwrap()
}
