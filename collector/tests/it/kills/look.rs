//! Where a program stands when it is killed: it is stopped first, and its store looked at.

use std::process::{Child, Command};
use std::thread;
use std::time::Duration;

use super::state::{count, open};
use crate::support::Bench;

/// What a stopped import was doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doing {
    /// It had not begun its run, or was making the store.
    Starting,
    /// It read or mapped a file, or had ended.
    Between,
    /// It held the lock of a transaction.
    Writing,
}

/// Stops a program and looks: what it does, and how many captures there are. `runs` are those that were there before it. Nothing
/// where programs cannot be stopped.
pub(super) fn look(child: &Child, bench: &Bench, runs: usize) -> Option<(Doing, usize)> {
    let id = child.id().to_string();
    if !Command::new("kill").args(["-STOP", &id]).status().ok()?.success() {
        return None;
    }
    loop {
        // A program that is in a system call stops a little later.
        let shown = Command::new("ps").args(["-o", "stat=", "-p", &id]).output().ok()?;
        if shown.stdout.first().is_none_or(|state| b"TZ".contains(state)) {
            break;
        }
        thread::yield_now();
    }
    let Ok(store) = open(&bench.db()) else { return Some((Doing::Starting, 0)) };
    store.busy_timeout(Duration::ZERO).unwrap();
    let doing = match count(&store, "run") {
        Ok(now) if now > runs => match store.execute_batch("BEGIN IMMEDIATE; ROLLBACK") {
            Ok(()) => Doing::Between,
            Err(_) => Doing::Writing,
        },
        _ => Doing::Starting,
    };
    Some((doing, count(&store, "capture").unwrap_or_default()))
}
