//! Files to be imported in many transactions, and what the store says after each of them.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use whence_store::StoreError;

use super::state::{State, captures, state};
use crate::remap::world::{bench, post};
use crate::support::Bench;

/// Small files, a transaction each.
const FILES: usize = 24;
/// Posts of a small file; the first of them are of the file before, with other words.
const POSTS: usize = 140;
/// Posts of the large file, which is cut into two chunks.
const LONG_POSTS: usize = 300;
/// Transactions of the whole import.
pub(super) const TRANSACTIONS: usize = FILES + 2;

const LARGE: &str = "in/large.ndjson";
const OBSERVED: &str = "2025-01-27T00:00:00Z..2025-01-28T00:00:00Z";

/// What the store says after so many transactions: computed once for all tests.
static STEPS: OnceLock<Vec<State>> = OnceLock::new();

/// An undisturbed import.
pub(super) struct World {
    /// The files, and the store that they make.
    pub(super) bench: Bench,
    /// How long it took, from the start of the program to its end.
    pub(super) whole: Duration,
    steps: &'static [State],
}

impl World {
    #[allow(
        clippy::disallowed_methods,
        reason = "the length of an import is a matter of the machine's clock"
    )]
    pub(super) fn new() -> Self {
        let bench = with_files();
        let begun = Instant::now();
        assert!(import(&bench).output().unwrap().status.success());
        let whole = begun.elapsed();
        let steps = STEPS.get_or_init(|| steps(&bench));
        assert_eq!(steps.len(), TRANSACTIONS + 1);
        assert!(steps[TRANSACTIONS] == state(&bench.db()).unwrap());
        Self { bench, whole, steps }
    }

    /// Takes the store away; the files stay.
    pub(super) fn without_store(&self) {
        for end in ["", "-wal", "-shm", "-journal", "-lock"] {
            let path = self.bench.db().with_file_name(format!("it.db{end}"));
            if path.symlink_metadata().is_ok() {
                std::fs::remove_file(path).unwrap();
            }
        }
    }

    /// Panics unless the store is sound, holds what an undisturbed import had stored at some time, and all that it held at
    /// the chain's head `before`; gives its captures and its head.
    pub(super) fn assert_prefix(
        &self,
        db: &Path,
        before: Option<&str>,
        told: &str,
    ) -> (usize, Option<String>) {
        let verified = match whence_store::verify(db, before) {
            Ok(verified) => verified,
            Err(error) => {
                // Only a store that was not made yet to its end; killed in its first write, it has a journal that readers
                // cannot bring in.
                let unmade = matches!(
                    error,
                    StoreError::Missing { .. }
                        | StoreError::Empty { .. }
                        | StoreError::Older { .. }
                        | StoreError::LogOutOfReach { .. }
                );
                assert!(unmade && before.is_none(), "{told}: {error}");
                assert!(state(db).is_none_or(|state| captures(&state) == 0), "{told}: {error}");
                return (0, None);
            }
        };
        assert!(verified.findings.is_empty(), "{told}: {:?}", verified.findings);
        let now = state(db).unwrap();
        let stored = captures(&now);
        let differ: Vec<_> = now.iter().filter(|(name, rows)| self.steps[stored][*name] != **rows).collect();
        assert!(differ.is_empty(), "{told}: after {stored} transactions: {differ:?}");
        assert_eq!(verified.captures, i64::try_from(stored).unwrap(), "{told}");
        (stored, (stored > 0).then_some(verified.head.chain))
    }
}

/// The import of all files, not started yet.
pub(super) fn import(bench: &Bench) -> Command {
    let small = (0..FILES).map(name);
    let files: Vec<_> =
        small.chain([LARGE.to_owned()]).map(|name| bench.config().join("..").join(name)).collect();
    let mut command = bench.command(&["import", "generic-ndjson", "--observed", OBSERVED]);
    command.args(files);
    command
}

fn name(file: usize) -> String {
    format!("in/{file:02}.ndjson")
}

fn with_files() -> Bench {
    let bench = bench();
    for file in 0..FILES {
        bench.write(&name(file), small(file));
    }
    bench.write(LARGE, large());
    bench
}

fn small(file: usize) -> String {
    let from = (file * (POSTS - 10)).saturating_sub(10);
    (0..POSTS)
        .map(|n| {
            let says = if file > 0 && n < 10 { "later" } else { "first" };
            let text = format!(
                "{says} in file{file}: mark{n} of the harbour, 深度求索, والسفارة {}",
                "and so on ".repeat(n % 40)
            );
            post(from + n, &text) + "\n"
        })
        .collect()
}

/// Long posts, so that the file is cut.
fn large() -> String {
    let text = |n: usize| format!("long {n} of the harbour. {}", format!("word{} ", n % 50).repeat(2_400));
    (0..LONG_POSTS).map(|n| post(100_000 + n, &text(n)) + "\n").collect()
}

/// What a store says after each transaction: every file is imported as far as one of its chunks goes.
fn steps(whole: &Bench) -> Vec<State> {
    let bench = bench();
    let mut steps = Vec::new();
    for url in whole.column("SELECT url FROM capture ORDER BY id") {
        let (name, range) = url.strip_prefix("file:").and_then(|rest| rest.split_once("#bytes=")).unwrap();
        let end: usize = range.split_once('-').unwrap().1.parse().unwrap();
        let all = std::fs::read(whole.config().join("..").join(name)).unwrap();
        let file = bench.write(name, &all[..end]).to_string_lossy().into_owned();
        if steps.is_empty() {
            // A store that has its tables and nothing in them.
            assert_eq!(bench.collect(&["sources"]).code, 0);
            steps.push(state(&bench.db()).unwrap());
        }
        let ended = bench.collect(&["import", "generic-ndjson", &file, "--observed", OBSERVED]);
        assert_eq!(ended.code, 0, "{ended:?}");
        steps.push(state(&bench.db()).unwrap());
        assert_eq!(captures(&steps[steps.len() - 1]), steps.len() - 1);
    }
    steps
}
