//! `whence-store forget` for people and programs.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::Store;
use crate::forget::{ForgetError, Forgotten, Target};
use crate::time::{Clock, Micros};
use crate::work::RunLock;

/// Which store, what of it, and why.
#[derive(Debug, Args)]
pub(super) struct Forget {
    /// The store's file.
    #[arg(long, value_name = "FILE")]
    db: PathBuf,
    #[command(flatten)]
    what: What,
    /// Why: kept in the tombstones, so name nobody in it.
    #[arg(long, value_name = "TEXT", required_unless_present = "finish")]
    reason: Option<String>,
    /// Change nothing; say what would be done.
    #[arg(long, conflicts_with = "finish")]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct What {
    /// An account: its items, versions, claims, and all that names it.
    #[arg(long, value_name = "PLATFORM/HANDLE", value_parser = pair)]
    account: Option<(String, String)>,
    /// One item.
    #[arg(long, value_name = "PLATFORM/ID", value_parser = pair)]
    item: Option<(String, String)>,
    /// A source: its bodies, its items, its address.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Items published before, and bodies captured before.
    #[arg(long, value_name = "TIME", value_parser = time)]
    older_than: Option<Micros>,
    /// Rewrite the file after a forgetting that was cut off.
    #[arg(long)]
    finish: bool,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('/') {
        Some((platform, who)) if !platform.is_empty() && !who.is_empty() => {
            Ok((platform.to_owned(), who.to_owned()))
        }
        _ => Err("write it as PLATFORM/HANDLE or PLATFORM/ID, such as x/somebody".to_owned()),
    }
}

fn time(text: &str) -> Result<Micros, String> {
    let midnight = |day: jiff::civil::Date| {
        jiff::tz::TimeZone::UTC.to_timestamp(day.to_datetime(jiff::civil::Time::midnight()))
    };
    let day = text.parse::<jiff::civil::Date>().ok().and_then(|day| midnight(day).ok());
    match day {
        Some(day) => Ok(Micros::from_timestamp(day)),
        None => text.parse::<jiff::Timestamp>().map(Micros::from_timestamp).map_err(|e| {
            format!("`{text}` is neither a day (2024-01-31, which begins in UTC) nor a time (RFC 3339): {e}")
        }),
    }
}

impl Forget {
    /// Forgets, and prints what was done.
    pub(super) fn run(self, out: &mut dyn Write, clock: &dyn Clock) -> anyhow::Result<()> {
        let _lock = RunLock::take_existing(&self.db, "forget", clock.now())?;
        let mut store = Store::open_existing(&self.db)?;
        let Some(target) = self.what.target() else {
            store.finish_forgetting().map_err(|e| e.of(&self.db))?;
            writeln!(out, "the file holds nothing that was forgotten")?;
            return Ok(());
        };
        let reason = self.reason.unwrap_or_default();
        let done = store.forget(&target, &reason, clock.now(), self.dry_run).map_err(|e| match e {
            ForgetError::Store(error) => ForgetError::Store(error.of(&self.db)),
            other => other,
        })?;
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&done)?)?;
            return Ok(());
        }
        print(&done, self.dry_run, out)?;
        if !self.dry_run {
            writeln!(out, "head {}", store.head()?.chain)?;
        }
        Ok(())
    }
}

impl What {
    /// Nothing for `--finish`.
    fn target(self) -> Option<Target> {
        if let Some((platform, who)) = self.account {
            return Some(Target::Account { platform, who });
        }
        if let Some((platform, native_id)) = self.item {
            return Some(Target::Item { platform, native_id });
        }
        if let Some(name) = self.source {
            return Some(Target::Source { name });
        }
        self.older_than.map(Target::OlderThan)
    }
}

fn print(done: &Forgotten, dry_run: bool, out: &mut dyn Write) -> std::io::Result<()> {
    let Forgotten {
        accounts,
        items,
        reactions,
        items_redacted,
        items_whole,
        parts_spared,
        rows,
        rows_redacted,
        bodies_redacted,
        bodies_dropped,
        work,
        sources,
        sources_named,
    } = done;
    writeln!(out, "{}", if dry_run { "would be forgotten (nothing was changed):" } else { "forgotten:" })?;
    writeln!(
        out,
        "  {accounts} accounts, {items} items; {items_redacted} items of others say less, {items_whole} of them held a whole text"
    )?;
    if *reactions > 0 {
        writeln!(out, "  {reactions} reactions, theirs and those to what was theirs")?;
    }
    writeln!(out, "  {parts_spared} lines and sentences stay with others, who published them first")?;
    writeln!(
        out,
        "  {rows} evidence rows removed, {rows_redacted} rows and captures say less, each with a tombstone"
    )?;
    writeln!(
        out,
        "  {bodies_redacted} bodies redacted, {bodies_dropped} dropped; {work} requests, refusals and the like"
    )?;
    for name in sources {
        writeln!(out, "  source {name}: all that it gave, and its address")?;
    }
    for name in sources_named {
        writeln!(
            out,
            "  source {name} stays: a word of its name or address is the account's, and it is not the account's own"
        )?;
    }
    writeln!(
        out,
        "Backups, exports and reports made before still hold it: delete them, or forget in them too. Sources that bring it\n\
         again are sieved; take them out of the configuration. `whence-collect remap` reads what is left of the bodies again."
    )
}
