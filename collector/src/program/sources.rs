//! `whence-collect sources`: how the sources do, for people, monitors or as JSON.

use std::io::{self, Write};

use whence_store::Store;
use whence_store::program::Exit;
use whence_store::time::Clock;
use whence_store::work::RunLock;

use super::cli::Places;
use super::commands::open;
use super::words::{count, span, when};
use crate::config::load_sources;
use crate::run::{self, Health, Known, State};

/// Registers new sources and prints how all of them do.
pub(super) fn sources(
    places: &Places,
    check: bool,
    out: &mut dyn Write,
    clock: &dyn Clock,
) -> anyhow::Result<Exit> {
    let sources = load_sources(&places.config)?;
    let now = clock.now();
    // A run that is under way registers them itself, and a monitor must not be turned away by it.
    let health = match RunLock::take(&places.db, "sources", now) {
        Ok(_lock) => {
            let mut store = open(&places.db)?;
            run::register(&mut store, &sources)?;
            run::health(&store, &sources, now)?
        }
        Err(error) if error.is_locked() && places.db.exists() => {
            run::health(&Store::open_existing(&places.db)?, &sources, now)?
        }
        Err(error) => return Err(error.into()),
    };
    if places.json {
        writeln!(out, "{}", serde_json::to_string(&health)?)?;
    } else {
        for source in &health {
            print(source, out)?;
        }
        summary(&health, out)?;
    }
    let is_troubled = health.iter().any(|source| source.state.is_trouble());
    Ok(if check && is_troubled { Exit::Incomplete } else { Exit::Done })
}

fn print(source: &Health, out: &mut dyn Write) -> io::Result<()> {
    let Health { state, why, name, connector, url, .. } = source;
    let url = url.as_deref().map(|url| format!(" {url}")).unwrap_or_default();
    writeln!(out, "{:<9} {name} ({connector}){url}", state.as_str())?;
    if let Some(why) = why {
        writeln!(out, "          {why}")?;
    }
    let Some(known) = &source.known else { return Ok(()) };
    if connector != "import" {
        writeln!(out, "          {}", polls(source, known))?;
    }
    let Known { items, items_day, items_week, .. } = known;
    let new = if *items > 0 {
        format!(" ({items_day} new in a day, {items_week} in a week)")
    } else {
        String::new()
    };
    let (items, waiting) = (count(*items, "item"), count(known.waiting, "request"));
    writeln!(
        out,
        "          {items}{new}; {waiting} waiting, {} given up, {} refused",
        known.failed, known.refused
    )?;
    if let Some((error, times)) = &known.common_error {
        writeln!(out, "          most often: {error} ({})", count(*times, "time"))?;
    }
    for (host, until) in &source.patience {
        writeln!(out, "          {host} is to be left alone until {}", when(*until))?;
    }
    for budget in &source.budgets {
        let left = budget.most.saturating_sub(budget.spent);
        write!(out, "          budget: {left} of {} {} left", budget.most, budget.unit)?;
        match budget.renews_at {
            Some(at) => writeln!(out, ", renews {}", when(at))?,
            None => writeln!(out)?,
        }
    }
    if let Some(gaps) = source.gaps.filter(|gaps| gaps.count > 0) {
        writeln!(
            out,
            "          not observed in the last day: {}, {} in all",
            count(gaps.count, "gap"),
            span(gaps.seconds)
        )?;
    }
    if let Some(last) = &known.last_decision {
        writeln!(
            out,
            "          last refusal {}: {}, {} ({})",
            when(last.at),
            last.kind,
            last.url,
            last.reason
        )?;
    }
    Ok(())
}

fn polls(source: &Health, known: &Known) -> String {
    let last = match (known.polled_at, known.last_outcome.as_deref()) {
        (Some(at), outcome) => format!("last poll {} ({})", when(at), outcome.unwrap_or("-")),
        (None, _) => "never polled".to_owned(),
    };
    let next = match (source.enabled, known.due_at, source.overdue_seconds) {
        (false, ..) => String::new(),
        (true, None, _) => ", due now".to_owned(),
        (true, Some(due), None) => format!(", due {}", when(due)),
        (true, Some(due), Some(over)) => format!(", due {}, {} ago", when(due), span(over)),
    };
    let failures = match known.failures {
        0 => String::new(),
        n => format!("; {n} failed in a row"),
    };
    format!("{last}{next}{failures}")
}

fn summary(health: &[Health], out: &mut dyn Write) -> io::Result<()> {
    let of = |state: State| health.iter().filter(|source| source.state == state).count();
    let states = State::ALL.into_iter().filter(|state| of(*state) > 0);
    let states: Vec<String> = states.map(|state| format!("{} {}", of(state), state.as_str())).collect();
    if states.is_empty() {
        return writeln!(out, "no sources: add a file with [[source]] tables, see docs/configuration.md");
    }
    writeln!(out, "{}: {}", count(health.len(), "source"), states.join(", "))
}
