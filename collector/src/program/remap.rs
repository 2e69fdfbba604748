//! The command `remap`: lock, open, remap, report.

use std::io::Write;

use whence_store::Store;
use whence_store::program::Exit;
use whence_store::time::Clock;
use whence_store::work::RunLock;

use super::cli::Places;
use crate::remap::{self, RemapOptions, RemapReport, Rules};

/// Runs the command.
pub(super) fn remap(
    places: &Places,
    check: bool,
    out: &mut dyn Write,
    clock: &dyn Clock,
) -> anyhow::Result<Exit> {
    let mut rules = Rules::load(&places.config)?;
    let _lock = RunLock::take_existing(&places.db, "remap", clock.now())?;
    let mut store = Store::open_existing(&places.db)?;
    store.settle()?;
    // A check leaves nothing behind.
    let run = if check { None } else { Some(store.begin_run("remap", Some(rules.hash()), clock.now())?) };
    let result = remap::remap(&mut store, &mut rules, RemapOptions { check }, clock);
    if let Some(run) = run {
        store.end_run(run, if result.is_ok() { "done" } else { "failed" }, clock.now())?;
    }
    let report = result?;
    if places.json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        print(&report, out)?;
    }
    Ok(if check && !report.difference.is_none() { Exit::Incomplete } else { Exit::Done })
}

fn print(report: &RemapReport, out: &mut dyn Write) -> std::io::Result<()> {
    write!(out, "{} captures read again", report.captures)?;
    if report.captures_before > 0 {
        write!(out, " ({} of them by a remap that was stopped)", report.captures_before)?;
    }
    let said = match (report.difference.is_none(), report.replaced) {
        (true, _) => "nothing changed",
        (false, true) => "replaced by what the evidence says",
        (false, false) => "something would change",
    };
    writeln!(out, ": {said}")?;
    write!(out, "{}", report.difference)?;
    if report.redacted > 0 {
        writeln!(out, "{} records were forgotten, and not read", report.redacted)?;
    }
    if let Some(first) = &report.first_unread {
        writeln!(out, "{} records or answers could not be read; the first: {first}", report.unread)?;
    }
    Ok(())
}
