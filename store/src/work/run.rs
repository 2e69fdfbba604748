//! Runs and the decisions made in them.

use rusqlite::params;

use crate::time::Micros;
use crate::{Store, StoreError};

/// A refusal, kept with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDecision {
    /// The source, when the request belonged to one.
    pub source_id: Option<i64>,
    /// When.
    pub at: Micros,
    /// What refused it: `robots`, `address`, `scheme`, `body-limit`, …
    pub kind: String,
    /// What was refused.
    pub url: String,
    /// The rule, in words.
    pub reason: String,
}

impl Store {
    /// Notes the beginning of a run; gives its row.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn begin_run(
        &mut self,
        command: &str,
        config_hash: Option<&[u8]>,
        at: Micros,
    ) -> Result<i64, StoreError> {
        self.write(|connection| {
            Ok(connection.query_row(
                "INSERT INTO run (command, version, config_hash, started_at) VALUES (?1, ?2, ?3, ?4) RETURNING id",
                params![command, env!("CARGO_PKG_VERSION"), config_hash, at.0],
                |row| row.get(0),
            )?)
        })
    }

    /// Notes the end of a run.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn end_run(&mut self, run: i64, outcome: &str, at: Micros) -> Result<(), StoreError> {
        self.write(|connection| {
            connection.execute(
                "UPDATE run SET ended_at = ?2, outcome = ?3 WHERE id = ?1",
                params![run, at.0, outcome],
            )?;
            Ok(())
        })
    }

    /// Keeps a refusal, and ends the task that it refused.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn refuse(&mut self, run: i64, task: Option<i64>, decision: &NewDecision) -> Result<(), StoreError> {
        self.write(|connection| {
            connection.execute(
                "INSERT INTO decision (run_id, source_id, at, kind, url, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![run, decision.source_id, decision.at.0, decision.kind, decision.url, decision.reason],
            )?;
            if let Some(task) = task {
                connection.execute(
                    "UPDATE task SET state = 'refused', last_error = ?2 WHERE id = ?1",
                    params![task, decision.reason],
                )?;
            }
            Ok(())
        })
    }
}
