//! A temporary folder with a configuration and a store, and the program run on them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use whence_store::sql;

/// The configuration that the workspace ships.
pub(crate) fn workspace_config() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../config")
}

/// How a run of the program ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// The JSON document that it printed.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}

/// A store and a configuration of a test's own.
pub(crate) struct Bench {
    folder: TempDir,
}

impl Bench {
    /// A bench whose collector asks a host every 10 ms, and gives up after half a minute.
    pub(crate) fn new() -> Self {
        let bench = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir_all(bench.config().join("sources")).unwrap();
        bench.limits("min_interval = '10ms'\ntotal_timeout = '30s'");
        bench
    }

    /// Sets the collector's limits.
    pub(crate) fn limits(&self, limits: &str) {
        let text = format!("[operator]\ncontact = 'mailto:tests@example.org'\n[limits]\n{limits}\n");
        self.write("config/collector.toml", &text);
    }

    /// Makes `url` the only source; `more` are further keys of it.
    pub(crate) fn source(&self, url: &str, more: &str) {
        let text = format!("[[source]]\nname = 'it'\nconnector = 'feed'\nurl = '{url}'\n{more}\n");
        self.write("config/sources/it.toml", &text);
    }

    /// Writes a file of the bench; gives its path.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn config(&self) -> PathBuf {
        self.folder.path().join("config")
    }

    pub(crate) fn db(&self) -> PathBuf {
        self.folder.path().join("it.db")
    }

    /// The program on this bench's store and configuration, not started yet.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        self.command_with(arguments, &self.config())
    }

    fn command_with(&self, arguments: &[&str], config: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whence-collect"));
        command.args(arguments).arg("--db").arg(self.db()).arg("--config").arg(config);
        command.env_remove("WHENCE_LOG").stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn collect(&self, arguments: &[&str]) -> Ended {
        ended(self.command(arguments))
    }

    /// Runs the import of a shipped preset to its end, and prints JSON; remap has to find nothing to mend then.
    pub(crate) fn import(&self, preset: &str, files: &[PathBuf], more: &[&str]) -> Ended {
        let imported = self.import_only(preset, files, more);
        // Whatever was imported, and however it ended: the store is what its evidence says.
        if self.db().exists() {
            self.assert_imports_say_the_same();
        }
        imported
    }

    /// As [`Bench::import_only`], by presets of another folder.
    pub(crate) fn import_by(&self, config: &Path, preset: &str, files: &[PathBuf], more: &[&str]) -> Ended {
        let mut command = self.command_with(&["import", "--json", preset], config);
        command.args(files).args(more);
        ended(command)
    }

    /// As [`Bench::import`], where remap may have something to mend.
    pub(crate) fn import_only(&self, preset: &str, files: &[PathBuf], more: &[&str]) -> Ended {
        let mut command = self.command_with(&["import", "--json", preset], &workspace_config());
        command.args(files).args(more);
        ended(command)
    }

    /// Panics unless the store is what its evidence says, read by the presets of the workspace.
    pub(crate) fn assert_imports_say_the_same(&self) {
        let remap = ended(self.command_with(&["remap", "--check"], &workspace_config()));
        assert!(remap.code == 0 && remap.out.contains("nothing changed"), "{remap:?}");
    }

    /// Reads everything again by the presets of the workspace.
    pub(crate) fn remap_imports(&self) {
        let remap = ended(self.command_with(&["remap"], &workspace_config()));
        assert_eq!(remap.code, 0, "{remap:?}");
    }

    /// The rows of a query, each an object.
    pub(crate) fn rows(&self, query: &str) -> Vec<Value> {
        let limits = sql::Limits { rows: usize::MAX, ..sql::Limits::default() };
        let table = sql::query(&self.db(), query, &[], limits).unwrap_or_else(|e| panic!("{e}: {query}"));
        let mut json = Vec::new();
        sql::print(&table, sql::Format::Json, &mut json).unwrap();
        serde_json::from_slice(&json).unwrap()
    }

    /// The first column of a query's rows, as text.
    pub(crate) fn column(&self, query: &str) -> Vec<String> {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        self.rows(query).iter().map(|row| text(row.as_object().unwrap().values().next().unwrap())).collect()
    }

    /// The number that a query gives.
    pub(crate) fn number(&self, query: &str) -> i64 {
        self.column(query)[0].parse().unwrap()
    }

    /// The count that a query gives.
    pub(crate) fn count(&self, query: &str) -> usize {
        self.number(query).try_into().unwrap()
    }

    /// Panics unless the store is as it was written.
    pub(crate) fn assert_clean(&self) {
        let verified = whence_store::verify(&self.db(), None).unwrap();
        assert!(verified.findings.is_empty(), "{:?}", verified.findings);
    }
}

fn ended(mut command: Command) -> Ended {
    let output = command.output().unwrap();
    Ended {
        code: output.status.code().expect("the program ends by itself"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
