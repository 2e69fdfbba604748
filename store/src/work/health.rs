//! How sources do: what the work tables say of each, counts from indexes alone. What is well and what is trouble is not decided here.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::time::Micros;
use crate::{Store, StoreError};

/// Errors that are looked at for the commonest, the latest of each state.
const ERRORS: i64 = 1000;
/// Polls that are looked at for failures in a row.
const POLLS: i64 = 100;

/// What the store knows of a source.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SourceHealth {
    /// Its row.
    #[serde(skip)]
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its connector.
    pub connector: String,
    /// Its address.
    pub url: Option<String>,
    /// When it was last asked and answered.
    pub polled_at: Option<Micros>,
    /// When it is to be asked again.
    pub due_at: Option<Micros>,
    /// What came of the last poll.
    pub last_outcome: Option<String>,
    /// Items that it gave.
    pub items: i64,
    /// Of these, first seen in the last day.
    pub items_day: i64,
    /// Of these, first seen in the last seven days.
    pub items_week: i64,
    /// Tasks waiting.
    pub waiting: i64,
    /// Tasks given up.
    pub failed: i64,
    /// Tasks refused (robots.txt, unsafe addresses).
    pub refused: i64,
    /// Decisions against its requests, those of budgets too.
    pub decisions: i64,
    /// The commonest of the latest errors of its tasks, and how many of them have it.
    pub common_error: Option<(String, i64)>,
    /// The last decision against one of its requests.
    pub last_decision: Option<LastDecision>,
    /// Its last poll, as a task.
    pub poll: Option<PollHealth>,
    /// What was observed of it in the last day, as intervals `[from, to)` joined where they meet.
    #[serde(skip)]
    pub observed: Vec<(Micros, Micros)>,
}

/// A refusal, as it was kept.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LastDecision {
    /// When.
    pub at: Micros,
    /// What refused it.
    pub kind: String,
    /// What was refused.
    pub url: String,
    /// The rule, in words.
    pub reason: String,
}

/// Where a poll stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PollHealth {
    /// What is asked for.
    pub url: String,
    /// `todo`, `done`, `failed` or `refused`.
    pub state: String,
    /// When it was due, or is due again.
    pub due_at: Micros,
    /// Polls in a row that failed, with and without an answer; a hundred at most.
    pub failures: i64,
    /// Why the last of them did.
    pub last_error: Option<String>,
    /// What came of the last answer: a connector's word, such as `ok` or `rate_limited`.
    pub answered: Option<String>,
}

impl Store {
    /// How each source does that was not forgotten, by name. `poll` is the kind of the requests by which a connector polls.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn sources(
        &self,
        poll: impl Fn(&str) -> Option<&'static str>,
        now: Micros,
    ) -> Result<Vec<SourceHealth>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare(LISTED)?;
        let rows = statement.query_map([], |row| {
            Ok(SourceHealth {
                id: row.get(0)?,
                name: row.get(1)?,
                connector: row.get(2)?,
                url: row.get(3)?,
                polled_at: row.get::<_, Option<i64>>(4)?.map(Micros),
                due_at: row.get::<_, Option<i64>>(5)?.map(Micros),
                last_outcome: row.get(6)?,
                items: 0,
                items_day: 0,
                items_week: 0,
                waiting: 0,
                failed: 0,
                refused: 0,
                decisions: 0,
                common_error: None,
                last_decision: None,
                poll: None,
                observed: Vec::new(),
            })
        })?;
        let mut sources: Vec<SourceHealth> = rows.collect::<Result<_, _>>()?;
        for source in &mut sources {
            count(connection, source, now)?;
            source.common_error = common_error(connection, source.id)?;
            source.last_decision = last_decision(connection, source.id)?;
            source.observed = observed(connection, source.id, now)?;
            if let Some(kind) = poll(&source.connector) {
                source.poll = last_poll(connection, source.id, kind)?;
            }
        }
        Ok(sources)
    }
}

const LISTED: &str = "SELECT id, name, connector, url, polled_at, due_at, last_outcome FROM source WHERE forgotten = 0 ORDER BY name";
const ITEMS: &str = "SELECT count(*) FROM item WHERE source_id = ?1 AND first_seen_at >= ?2";
const TASKS: &str = "SELECT count(*) FROM task WHERE source_id = ?1 AND state = ?2 AND state <> 'done'";
const DECISIONS: &str = "SELECT count(*), max(id) FROM decision WHERE source_id = ?1";
const LAST_DECISION: &str =
    "SELECT at, kind, url, reason FROM decision WHERE source_id = ?1 ORDER BY id DESC LIMIT 1";
const COMMON_ERROR: &str = "SELECT last_error, count(*) FROM (
       SELECT * FROM (SELECT last_error FROM task WHERE source_id = ?1 AND state = 'failed' AND state <> 'done'
                      ORDER BY id DESC LIMIT ?2)
       UNION ALL
       SELECT * FROM (SELECT last_error FROM task WHERE source_id = ?1 AND state = 'refused' AND state <> 'done'
                      ORDER BY id DESC LIMIT ?2))
     WHERE last_error IS NOT NULL GROUP BY last_error ORDER BY 2 DESC, 1 LIMIT 1";
/// A connector with a window of time in each poll leaves many of them behind: the last is what counts.
const LAST_POLL: &str =
    "SELECT url, state, due_at, attempts, last_error FROM task WHERE source_id = ?1 AND kind = ?2
     ORDER BY due_at DESC, attempts DESC LIMIT 1";
const OUTCOMES: &str =
    "SELECT outcome FROM capture WHERE url = ?1 AND source_id = ?2 ORDER BY id DESC LIMIT ?3";
const OBSERVED: &str =
    "SELECT from_at, to_at FROM observed WHERE source_id = ?1 AND to_at > ?2 ORDER BY from_at, to_at";

fn count(connection: &Connection, source: &mut SourceHealth, now: Micros) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(ITEMS)?;
    let mut items = |since: i64| statement.query_row(params![source.id, since], |row| row.get::<_, i64>(0));
    source.items = items(i64::MIN)?;
    source.items_day = items(now.0 - Micros::DAY)?;
    source.items_week = items(now.0 - 7 * Micros::DAY)?;
    let mut statement = connection.prepare_cached(TASKS)?;
    let mut tasks = |state: &str| statement.query_row(params![source.id, state], |row| row.get::<_, i64>(0));
    source.waiting = tasks("todo")?;
    source.failed = tasks("failed")?;
    source.refused = tasks("refused")?;
    source.decisions = connection.prepare_cached(DECISIONS)?.query_row([source.id], |row| row.get(0))?;
    Ok(())
}

fn common_error(connection: &Connection, source: i64) -> Result<Option<(String, i64)>, StoreError> {
    let mut statement = connection.prepare_cached(COMMON_ERROR)?;
    Ok(statement.query_row(params![source, ERRORS], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

fn last_decision(connection: &Connection, source: i64) -> Result<Option<LastDecision>, StoreError> {
    let mut statement = connection.prepare_cached(LAST_DECISION)?;
    let row = statement.query_row([source], |row| {
        Ok(LastDecision { at: Micros(row.get(0)?), kind: row.get(1)?, url: row.get(2)?, reason: row.get(3)? })
    });
    Ok(row.optional()?)
}

fn last_poll(connection: &Connection, source: i64, kind: &str) -> Result<Option<PollHealth>, StoreError> {
    let mut statement = connection.prepare_cached(LAST_POLL)?;
    let poll = statement.query_row(params![source, kind], |row| {
        Ok(PollHealth {
            url: row.get(0)?,
            state: row.get(1)?,
            due_at: Micros(row.get(2)?),
            failures: row.get(3)?,
            last_error: row.get(4)?,
            answered: None,
        })
    });
    let Some(mut poll) = poll.optional()? else { return Ok(None) };
    let mut statement = connection.prepare_cached(OUTCOMES)?;
    let mut rows = statement.query(params![poll.url, source, POLLS])?;
    let mut failed = 0;
    while let Some(row) = rows.next()? {
        let outcome: String = row.get(0)?;
        let is_well = matches!(outcome.as_str(), "ok" | "not_modified");
        poll.answered.get_or_insert(outcome);
        if is_well {
            break;
        }
        failed += 1;
    }
    // A request without an answer leaves no capture, an earlier round of attempts no count: the larger of the two is what is known.
    poll.failures = poll.failures.max(failed);
    Ok(Some(poll))
}

/// What was observed of a source or of one of its accounts.
fn observed(connection: &Connection, source: i64, now: Micros) -> Result<Vec<(Micros, Micros)>, StoreError> {
    let mut statement = connection.prepare_cached(OBSERVED)?;
    let rows =
        statement.query_map(params![source, now.0 - Micros::DAY], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut joined: Vec<(Micros, Micros)> = Vec::new();
    for row in rows {
        let (from, to): (i64, i64) = row?;
        match joined.last_mut() {
            Some((_, end)) if end.0 >= from => *end = Micros(end.0.max(to)),
            _ => joined.push((Micros(from), Micros(to))),
        }
    }
    Ok(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_count_reads_a_whole_table() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("a.db")).unwrap();
        for query in [ITEMS, TASKS, DECISIONS, LAST_DECISION, COMMON_ERROR, LAST_POLL, OUTCOMES, OBSERVED] {
            let mut statement = store.connection().prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
            let values = vec![rusqlite::types::Null; statement.parameter_count()];
            let plan = statement.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>(3));
            let plan: Vec<String> = plan.unwrap().collect::<Result<_, _>>().unwrap();
            let reads_all = |step: &&String| {
                ["item", "task", "decision", "capture", "observed"]
                    .iter()
                    .any(|t| step.starts_with(&format!("SCAN {t}")))
            };
            assert_eq!(plan.iter().find(reads_all), None, "{query}: {plan:#?}");
            if [ITEMS, TASKS, DECISIONS].contains(&query) {
                assert!(plan.iter().all(|step| step.contains("COVERING INDEX")), "{query}: {plan:#?}");
            }
        }
    }
}
