//! `whence-collect claims`: what is claimed of whom, contradictions, and the operator's decisions.

use std::io::Write;
use std::path::Path;

use whence_store::ingest::{ClaimStatus, Decided, Decision, NewAccount};
use whence_store::program::Exit;
use whence_store::read::{ClaimQuery, ClaimRow, ConflictRow, Reader};
use whence_store::time::Clock;
use whence_store::work::RunLock;
use whence_store::{Store, StoreError};

use super::cli::{ClaimFilters, Claims, DecisionArguments, Places};
use super::words::count;

pub(super) fn claims(what: Claims, out: &mut dyn Write, clock: &dyn Clock) -> anyhow::Result<Exit> {
    match what {
        Claims::List { places, filters, conflicts, limit } => {
            let reader = Reader::open(&places.db)?;
            let rows = reader.claims(&query(&filters, conflicts), limit.saturating_add(1))?;
            list(&places, &rows, limit, out)
        }
        Claims::Conflicts { places, filters } => {
            let reader = Reader::open(&places.db)?;
            let rows = reader.conflicts(&query(&filters, false))?;
            conflicts(&places, &rows, out)
        }
        Claims::Accept { decision, actor, kind } => {
            let (places, mut new) = told(decision, ClaimStatus::Accepted);
            (new.actor, new.kind) =
                (actor.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()), kind);
            decide(&places, &new, out, clock)
        }
        Claims::Reject { decision } => {
            let (places, new) = told(decision, ClaimStatus::Rejected);
            decide(&places, &new, out, clock)
        }
    }
}

fn query(filters: &ClaimFilters, in_conflict: bool) -> ClaimQuery {
    ClaimQuery {
        platform: filters.platform.clone(),
        handle: filters.handle.as_deref().map(NewAccount::folded_handle),
        actor: filters.actor.clone(),
        status: filters.status,
        source: filters.source.clone(),
        in_conflict,
    }
}

fn told(arguments: DecisionArguments, status: ClaimStatus) -> (Places, Decision) {
    let DecisionArguments { ids, reason, by, places } = arguments;
    (places, Decision { claims: ids, status, reason, by, actor: None, kind: None })
}

fn decide(
    places: &Places,
    decision: &Decision,
    out: &mut dyn Write,
    clock: &dyn Clock,
) -> anyhow::Result<Exit> {
    let _lock = RunLock::take(&places.db, "claims", clock.now())?;
    let mut store = existing(&places.db)?;
    let run = store.begin_run("claims", None, clock.now())?;
    let result = store.decide(run, decision, clock.now());
    store.end_run(run, if result.is_ok() { "done" } else { "failed" }, clock.now())?;
    let done = result?;
    if places.json {
        writeln!(out, "{}", serde_json::to_string(&done)?)?;
        return Ok(Exit::Done);
    }
    let word = decision.status.as_str();
    for Decided { claim, now, changed } in &done {
        if *changed {
            writeln!(out, "claim {claim} is {word}: claim {now} stands in its place")?;
        } else {
            writeln!(out, "claim {claim} was {word} already")?;
        }
    }
    Ok(Exit::Done)
}

fn existing(db: &Path) -> Result<Store, StoreError> {
    let mut store = Store::open_existing(db)?;
    store.settle()?;
    Ok(store)
}

fn list(places: &Places, rows: &[ClaimRow], limit: usize, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let shown = &rows[..rows.len().min(limit)];
    if places.json {
        writeln!(out, "{}", serde_json::to_string(shown)?)?;
        return Ok(Exit::Done);
    }
    for row in shown {
        let id = row.native_id.as_ref().map(|id| format!(" (id {id})")).unwrap_or_default();
        writeln!(
            out,
            "{:>6}  {:<9}  {} {}{id}: {}",
            row.claim,
            row.status,
            row.platform,
            row.handle,
            who(row)
        )?;
        writeln!(out, "        by {}, {}, {}", row.asserted_by, row.asserted, row.asserted_url)?;
        let valid = match (&row.valid_from, &row.valid_to) {
            (None, None) => String::new(),
            (from, to) => format!(
                "; holds from {} until {}",
                from.as_deref().unwrap_or("ever"),
                to.as_deref().unwrap_or("now")
            ),
        };
        writeln!(out, "        {}{valid}", row.standing)?;
        if let Some(reason) = &row.reason {
            writeln!(
                out,
                "        decided by {}: {reason}",
                row.decided_by.as_deref().unwrap_or("the operator")
            )?;
        }
    }
    if rows.len() > limit {
        writeln!(out, "there are more: raise --limit, or ask for fewer")?;
    } else {
        writeln!(out, "{}", count(shown.len(), "claim"))?;
    }
    Ok(Exit::Done)
}

fn who(row: &ClaimRow) -> String {
    if row.kind == "indicator" {
        return format!("listed indicator of {}", row.actor);
    }
    let owner = row.owner.as_ref().map(|owner| format!(", of {owner}")).unwrap_or_default();
    format!("{} ({}{owner})", row.actor, row.kind)
}

fn conflicts(places: &Places, rows: &[ConflictRow], out: &mut dyn Write) -> anyhow::Result<Exit> {
    let exit = if rows.is_empty() { Exit::Done } else { Exit::Incomplete };
    if places.json {
        writeln!(out, "{}", serde_json::to_string(rows)?)?;
        return Ok(exit);
    }
    for row in rows {
        let id = |id: &Option<String>| id.as_ref().map(|id| format!(" (id {id})")).unwrap_or_default();
        let one = format!("claim {}: {}{}", row.claim, row.actor, id(&row.native_id));
        let other = match (row.other_claim, &row.other_actor) {
            (Some(claim), Some(actor)) => format!("claim {claim}: {actor}{}", id(&row.other_native_id)),
            _ => format!(
                "captured with the id {}",
                row.other_native_id.as_deref().unwrap_or("of another account")
            ),
        };
        writeln!(out, "{}  {} {}\n        {one}\n        {other}", row.what, row.platform, row.handle)?;
    }
    writeln!(out, "{}", count(rows.len(), "conflict"))?;
    Ok(exit)
}
