//! `whence-collect plan`: what a run would do, for people or as JSON.

use std::io::Write;

use whence_store::Store;
use whence_store::program::Exit;
use whence_store::time::Clock;

use super::cli::Places;
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
        let parts = [(*robots, "robots.txt"), (*polls, "polls"), (pages, "pages")];
        let parts: Vec<String> =
            parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        let interval = f64::from(u32::try_from(*interval_ms).unwrap_or(u32::MAX)) / 1000.0;
        write!(out, "{host}: {requests} requests ({}), one every {interval} s", parts.join(", "))?;
        if let Some(at) = not_before {
            write!(out, ", not before {at}")?;
        }
        writeln!(out, ": {}", time(*seconds))?;
    }
    for (name, due) in &plan.not_due {
        writeln!(out, "{name}: not due before {due}")?;
    }
    writeln!(
        out,
        "{} requests to {} hosts, side by side: {}; what their answers name comes on top",
        plan.requests,
        plan.hosts.len(),
        time(plan.seconds)
    )
}

fn time(seconds: u64) -> String {
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7199 => format!("{} min", seconds / 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}
