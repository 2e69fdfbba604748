//! `whence-collect plan`: what a run would do, for people or as JSON.

use std::io::Write;

use whence_store::Store;
use whence_store::program::Exit;
use whence_store::time::Clock;

use super::cli::Places;
use super::words::{count, span};
use crate::config::{Settings, load_sources};
use crate::run::{self, Plan, PlannedHost};

/// Plans a run and prints it.
pub(super) fn plan(
    places: &Places,
    only: &[String],
    out: &mut dyn Write,
    clock: &dyn Clock,
) -> anyhow::Result<Exit> {
    let settings = Settings::load(&places.config)?;
    let sources = load_sources(&places.config)?;
    let store = if places.db.exists() { Some(Store::open_existing(&places.db)?) } else { None };
    let plan = run::plan(store.as_ref(), &settings, &sources, only, clock.now())?;
    if places.json {
        writeln!(out, "{}", serde_json::to_string(&plan)?)?;
    } else {
        print(&plan, out)?;
    }
    Ok(Exit::Done)
}

fn print(plan: &Plan, out: &mut dyn Write) -> std::io::Result<()> {
    for PlannedHost { host, requests, polls, robots, interval_ms, not_before, seconds } in &plan.hosts {
        let pages = requests - polls - robots;
        let robots = (*robots > 0).then(|| format!("{robots} robots.txt"));
        let polls = (*polls > 0).then(|| count(*polls, "poll"));
        let parts = [robots, polls, (pages > 0).then(|| count(pages, "page"))];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let interval = f64::from(u32::try_from(*interval_ms).unwrap_or(u32::MAX)) / 1000.0;
        write!(
            out,
            "{host}: {} ({}), one every {interval} s",
            count(*requests, "request"),
            parts.join(", ")
        )?;
        if let Some(at) = not_before {
            write!(out, ", not before {at}")?;
        }
        writeln!(out, ": {}", span(i64::try_from(*seconds).unwrap_or(i64::MAX)))?;
    }
    for (name, budget) in &plan.budgets {
        let left = budget.most.saturating_sub(budget.spent);
        write!(out, "{name}: {left} of {} {} a day are left", budget.most, budget.unit)?;
        match budget.renews_at {
            Some(at) => writeln!(out, ", all of them from {at}")?,
            None => writeln!(out)?,
        }
    }
    for (name, due) in &plan.not_due {
        writeln!(out, "{name}: not due before {due}")?;
    }
    writeln!(
        out,
        "{} to {}, side by side: {}; what their answers name comes on top",
        count(plan.requests, "request"),
        count(plan.hosts.len(), "host"),
        span(i64::try_from(plan.seconds).unwrap_or(i64::MAX))
    )
}
