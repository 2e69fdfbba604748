//! Share logs, runs of the program, and its files as tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use whence_store::program::Exit;

/// Data beside the workspace; without it the test is skipped, with a line that says so.
pub(super) fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: there is no {}", path.display());
    None
}

/// Object, account, content, seconds.
pub(super) type Share = (String, String, String, f64);

pub(super) fn share(object: &str, account: &str, content: &str, at: f64) -> Share {
    (object.to_owned(), account.to_owned(), content.to_owned(), at)
}

/// A share log.
pub(super) fn log(shares: &[Share]) -> String {
    let mut text = "object_id,account_id,content_id,timestamp_share\n".to_owned();
    for (object, account, content, at) in shares {
        writeln!(text, "{object},{account},{content},{at}").unwrap();
    }
    text
}

/// A folder of its own, the log in it and what a run made of it.
pub(super) struct Run {
    pub(super) folder: tempfile::TempDir,
    pub(super) printed: String,
}

/// Runs the program on a log.
pub(super) fn run(text: &str, arguments: &[&str]) -> Run {
    let (run, result) = try_run(text.as_bytes(), arguments);
    assert_eq!(result.unwrap(), Exit::Done);
    run
}

/// Runs the program on a log, and gives what it ended with.
pub(super) fn try_run(bytes: &[u8], arguments: &[&str]) -> (Run, anyhow::Result<Exit>) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shares.csv");
    std::fs::write(&file, bytes).unwrap();
    let (printed, result) = run_file(&file, &folder.path().join("out"), arguments);
    (Run { folder, printed }, result)
}

/// Runs the program on a file.
pub(super) fn run_file(file: &Path, out: &Path, arguments: &[&str]) -> (String, anyhow::Result<Exit>) {
    let mut all = vec!["whence-analyze", "coordination", "--shares", file.to_str().unwrap()];
    all.extend(["--out", out.to_str().unwrap()]);
    all.extend(arguments);
    let mut printed = Vec::new();
    let result = whence_analysis::program::run(all.iter().map(Into::into), &mut printed);
    (String::from_utf8(printed).unwrap(), result)
}

/// A row by the names of its columns.
pub(super) type Row = BTreeMap<String, String>;

impl Run {
    pub(super) fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join("out").join(name)).unwrap()
    }

    /// The rows of a file.
    pub(super) fn rows(&self, name: &str) -> Vec<Row> {
        rows(self.bytes(name).as_slice())
    }

    /// Edges by their accounts.
    pub(super) fn edges(&self) -> BTreeMap<(String, String), Row> {
        let rows = self.rows("edges.csv").into_iter();
        rows.map(|row| ((row["from"].clone(), row["to"].clone()), row)).collect()
    }
}

/// The rows of a CSV file.
pub(super) fn rows(reader: impl std::io::Read) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(reader);
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    reader
        .records()
        .map(|record| header.iter().cloned().zip(record.unwrap().iter().map(str::to_owned)).collect())
        .collect()
}

/// Numbers for tests, from a seed.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(super) fn unit(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(super) fn below(&mut self, n: usize) -> usize {
        (self.unit() * n as f64) as usize
    }

    pub(super) fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.unit()).ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
}
