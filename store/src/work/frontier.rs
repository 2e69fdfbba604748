//! The frontier: requests still to be made, and what a stored page does to them.

use rusqlite::{Connection, OptionalExtension as _, Params, params};

use super::{cursor, host};
use crate::ingest::PageWork;
use crate::time::Micros;
use crate::{Store, StoreError};

/// A request to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTask {
    /// What the connector is to do with the answer (`feed`, `article`).
    pub kind: String,
    /// What to ask for.
    pub url: String,
    /// What the connector wants to remember, as JSON.
    pub context: String,
    /// Not before.
    pub due_at: Micros,
    /// When the page was published, if the source that named it says so.
    pub published_at: Option<Micros>,
    /// Whether to ask again when it was done before (a poll, a revisit) rather than leave it.
    pub again: bool,
    /// Higher ones are asked for first within a host.
    pub priority: i64,
}

/// A request waiting in the frontier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its row.
    pub id: i64,
    /// Its source.
    pub source_id: i64,
    /// What the connector is to do with the answer.
    pub kind: String,
    /// What to ask for.
    pub url: String,
    /// What the connector wanted to remember.
    pub context: String,
    /// Not before.
    pub due_at: Micros,
    /// How often it has failed.
    pub attempts: i64,
    /// Higher ones are asked for first within a host.
    pub priority: i64,
}

/// How long a page that was given up or refused is left alone.
const WOKEN_AFTER: i64 = Micros::DAY;

/// How a task ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskEnd {
    /// Answered and stored.
    Done,
    /// Given up.
    Failed(String),
    /// To be tried again, not before.
    Retry(Micros, String),
}

/// What to ask with next time, so that an unchanged page costs no body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validator {
    /// The address.
    pub url: String,
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub last_modified: Option<String>,
}

impl Store {
    /// Adds tasks; gives how many were new or woken.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn put_tasks(&mut self, source: i64, tasks: &[NewTask]) -> Result<usize, StoreError> {
        self.write(|connection| {
            let mut added = 0;
            for task in tasks {
                added += put(connection, source, task)?;
            }
            Ok(added)
        })
    }

    /// Tasks that are due, the longest waiting first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn due_tasks(&self, now: Micros) -> Result<Vec<Task>, StoreError> {
        self.tasks(
            "SELECT id, source_id, kind, url, context, due_at, attempts, priority FROM task
             WHERE state = 'todo' AND due_at <= ?1 ORDER BY priority DESC, due_at, id",
            params![now.0],
        )
    }

    /// Tasks of more than the usual priority that have become due since a time, the most urgent first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn urgent_tasks(&self, since: Micros, now: Micros) -> Result<Vec<Task>, StoreError> {
        self.tasks(
            "SELECT id, source_id, kind, url, context, due_at, attempts, priority FROM task
             WHERE state = 'todo' AND due_at BETWEEN ?1 AND ?2 AND priority > 0 ORDER BY priority DESC, due_at, id",
            params![since.0, now.0],
        )
    }

    /// The next `limit` due tasks of a source behind a place in its queue (when a task is due, and its row), the longest waiting
    /// first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn next_tasks(
        &self,
        source: i64,
        behind: (Micros, i64),
        now: Micros,
        limit: usize,
    ) -> Result<Vec<Task>, StoreError> {
        self.tasks(
            "SELECT id, source_id, kind, url, context, due_at, attempts, priority FROM task
             WHERE state = 'todo' AND source_id = ?1 AND (due_at, id) > (?2, ?3) AND due_at <= ?4
             ORDER BY due_at, id LIMIT ?5",
            params![source, behind.0.0, behind.1, now.0, i64::try_from(limit).unwrap_or(i64::MAX)],
        )
    }

    fn tasks(&self, sql: &str, bound: impl Params) -> Result<Vec<Task>, StoreError> {
        let mut statement = self.connection().prepare_cached(sql)?;
        let rows = statement.query_map(bound, |row| {
            Ok(Task {
                id: row.get(0)?,
                source_id: row.get(1)?,
                kind: row.get(2)?,
                url: row.get(3)?,
                context: row.get(4)?,
                due_at: Micros(row.get(5)?),
                attempts: row.get(6)?,
                priority: row.get(7)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Wakes tasks of a kind that were last done before a time, for a new look at the same page.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn wake_tasks(
        &mut self,
        source: i64,
        kind: &str,
        done_before: Micros,
        now: Micros,
    ) -> Result<usize, StoreError> {
        self.write(|connection| {
            Ok(connection.execute(
                "UPDATE task SET state = 'todo', due_at = ?4, attempts = 0
                 WHERE source_id = ?1 AND kind = ?2 AND state = 'done' AND due_at <= ?3",
                params![source, kind, done_before.0, now.0],
            )?)
        })
    }

    /// Ends a task that left no page behind (the request failed before an answer).
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn end_task(&mut self, task: i64, end: &TaskEnd) -> Result<(), StoreError> {
        self.write(|connection| finish(connection, task, end))
    }

    /// What to ask a page with.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn validator(&self, url: &str) -> Result<Option<Validator>, StoreError> {
        Ok(self
            .connection()
            .prepare_cached("SELECT etag, last_modified FROM validator WHERE url = ?1")?
            .query_row([url], |row| {
                Ok(Validator { url: url.to_owned(), etag: row.get(0)?, last_modified: row.get(1)? })
            })
            .optional()?)
    }
}

fn put(connection: &Connection, source: i64, task: &NewTask) -> Result<usize, StoreError> {
    // A task that waits keeps its place; one that was done is woken only when asked to; one that was given up or refused gets
    // another chance a day later, if it is still being named: hosts recover, and rules change.
    let added = connection
        .prepare_cached(
            "INSERT INTO task (source_id, kind, url, context, due_at, published_at, priority)
             VALUES (?1, ?2, ?3, ?4, ?5, ?7, ?9)
             ON CONFLICT (source_id, kind, url) DO UPDATE SET state = 'todo', due_at = excluded.due_at, attempts = 0,
               context = excluded.context
             WHERE (?6 AND state <> 'todo') OR (state IN ('failed', 'refused') AND task.due_at + ?8 <= excluded.due_at)",
        )?
        .execute(params![
            source,
            task.kind,
            task.url,
            task.context,
            task.due_at.0,
            task.again,
            task.published_at.map(|t| t.0),
            WOKEN_AFTER,
            task.priority
        ])?;
    Ok(added)
}

fn finish(connection: &Connection, task: i64, end: &TaskEnd) -> Result<(), StoreError> {
    let (state, error, due) = match end {
        TaskEnd::Done => ("done", None, None),
        TaskEnd::Failed(error) => ("failed", Some(error), None),
        TaskEnd::Retry(due, error) => ("todo", Some(error), Some(due.0)),
    };
    connection
        .prepare_cached(
            "UPDATE task SET state = ?2, last_error = ?3, due_at = coalesce(?4, due_at), attempts = attempts + ?5 WHERE id = ?1",
        )?
        .execute(params![task, state, error, due, i64::from(error.is_some())])?;
    Ok(())
}

/// Applies what a page means for the work ahead, in the page's transaction; gives how many tasks are new.
pub(crate) fn after_page(
    connection: &Connection,
    source: i64,
    work: &PageWork,
    capture: i64,
) -> Result<usize, StoreError> {
    let mut added = 0;
    for task in &work.tasks {
        added += put(connection, source, task)?;
    }
    if let Some((task, end)) = &work.ends {
        finish(connection, *task, end)?;
    }
    for (name, value) in &work.cursors {
        cursor::put(connection, source, name, value.as_deref(), capture)?;
    }
    if let Some(validator) = &work.validator {
        connection
            .prepare_cached(
                "INSERT INTO validator (url, etag, last_modified, capture_id) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
                   capture_id = excluded.capture_id",
            )?
            .execute(params![validator.url, validator.etag, validator.last_modified, capture])?;
    }
    if let Some((origin, at)) = &work.next_allowed {
        host::next_allowed(connection, origin, *at)?;
    }
    if let Some(robots) = &work.robots {
        host::robots(connection, robots)?;
    }
    if let Some((at, due, outcome)) = &work.polled {
        connection
            .prepare_cached("UPDATE source SET polled_at = ?2, due_at = ?3, last_outcome = ?4 WHERE id = ?1")?
            .execute(params![source, at.0, due.map(|t| t.0), outcome])?;
    }
    Ok(added)
}
