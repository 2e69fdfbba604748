//! Forgetting: an account, an item, a source, or all that is older than a time leaves the store, and does not come back.
//!
//! The evidence says afterwards that something was removed, when and why, and nothing of what it was: rows leave their salted
//! hashes in tombstones, bodies are redacted, and the list of the forgotten holds keyed hashes. It reaches this file
//! alone: backups, exports and reports made before still hold what they held.

mod about;
mod bodies;
mod derived;
mod events;
mod gather;
mod lost;
mod others;
mod pictures;
pub(crate) mod purge;
mod rows;
mod who;
mod words;
mod work;

use rusqlite::Connection;

use crate::evidence::row::TOMBSTONE;
use crate::evidence::{CaptureKind, NewCapture, READ_BY_NOTHING, capture};
use crate::time::Micros;
use crate::{Store, StoreError};

/// What is to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An account of a platform, by its handle or the platform's id: all that it published, and all that names it.
    Account {
        /// The platform.
        platform: String,
        /// Its handle or id.
        who: String,
    },
    /// One item.
    Item {
        /// The platform.
        platform: String,
        /// The platform's id of it.
        native_id: String,
    },
    /// A source: its captures' bodies, the items that it gave, and its address. It is not asked again.
    Source {
        /// Its name.
        name: String,
    },
    /// Items published before a time, and bodies captured before it.
    OlderThan(Micros),
}

impl Target {
    const fn word(&self) -> &'static str {
        match self {
            Self::Account { .. } => "account",
            Self::Item { .. } => "item",
            Self::Source { .. } => "source",
            Self::OlderThan(_) => "older-than",
        }
    }
}

/// What a forgetting did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Forgotten {
    /// Accounts that are gone.
    pub accounts: usize,
    /// Items that are gone.
    pub items: usize,
    /// Reactions that are gone: theirs, and those to what was theirs.
    pub reactions: usize,
    /// Items of others that named or copied the forgotten, and say less now.
    pub items_redacted: usize,
    /// How many of these hold all of a text of the forgotten, whoever wrote it first.
    pub items_whole: usize,
    /// Lines and sentences of the forgotten texts that items of others hold too, and held first: they stay with them.
    pub parts_spared: usize,
    /// Evidence rows (account versions, item versions, claims) that are gone.
    pub rows: usize,
    /// Evidence rows and captures that say less now.
    pub rows_redacted: usize,
    /// Bodies that were redacted.
    pub bodies_redacted: usize,
    /// Bodies of which nothing could be kept.
    pub bodies_dropped: usize,
    /// Tasks, refusals, validators and the like that are gone.
    pub work: usize,
    /// Names of the sources of which nothing is kept.
    pub sources: Vec<String>,
    /// Names of sources that stay as they are, though a word of their name or address is the account's.
    pub sources_named: Vec<String>,
}

/// Why nothing was forgotten.
#[derive(Debug, thiserror::Error)]
pub enum ForgetError {
    /// There is nothing of the kind.
    #[error("the store has no {0}")]
    Nothing(String),
    /// There is nothing of the kind, and a forgetting before was cut off: it may be what is asked for.
    #[error("the store has no {what} any more, and a forgetting is unfinished: the file may still hold it")]
    Unfinished {
        /// What there is not.
        what: String,
        /// The store's file.
        db: String,
    },
    /// The reason is empty.
    #[error("the reason is empty")]
    NoReason,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for ForgetError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl crate::hint::Hint for ForgetError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Nothing(_) => Some(
                "look it up with `whence-store sql`: accounts by platform and handle, items by platform and native_id, sources \
                 by name"
                    .to_owned(),
            ),
            Self::Unfinished { db, .. } => {
                Some(format!("finish it: `whence-store forget --finish --db {db}`"))
            }
            Self::NoReason => Some("say why with --reason: it is kept, so name nobody in it".to_owned()),
            Self::Store(error) => error.hint(),
        }
    }
}

/// One forgetting under way: the transaction, and the capture that seals it.
struct Forgetting<'c> {
    connection: &'c Connection,
    /// The decision that the tombstones name.
    capture_id: i64,
    reason: &'c str,
    done: Forgotten,
}

impl Forgetting<'_> {
    /// Notes what became of an evidence row; `of_capture` is the capture whose digest covers it.
    fn bury(
        &self,
        kind: &str,
        id: i64,
        of_capture: Option<i64>,
        old: &[u8],
        new: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        TOMBSTONE.insert(
            self.connection,
            rusqlite::params![self.capture_id, kind, id, of_capture, old, new, self.reason],
        )?;
        Ok(())
    }
}

impl Store {
    /// Forgets, in one transaction, and then rewrites the file so that no page keeps what was removed. The rewriting is made
    /// good by [`Store::finish_forgetting`] if it was cut off.
    ///
    /// With `dry_run` nothing is changed, and what would be done is told.
    ///
    /// # Errors
    /// [`ForgetError::Nothing`] when there is nothing of the kind; [`StoreError`] of the store. Nothing is changed then.
    pub fn forget(
        &mut self,
        target: &Target,
        reason: &str,
        now: Micros,
        dry_run: bool,
    ) -> Result<Forgotten, ForgetError> {
        if reason.trim().is_empty() {
            return Err(ForgetError::NoReason);
        }
        let run = if dry_run { None } else { Some(self.begin_run("forget", None, now)?) };
        let result = self.forget_in_transaction(target, reason, now, run);
        if let Some(run) = run {
            self.end_run(run, if result.is_ok() { "done" } else { "failed" }, now)?;
        }
        let done = match result {
            Err(ForgetError::Nothing(what)) if self.is_purge_due()? => {
                return Err(ForgetError::Unfinished { what, db: self.path().display().to_string() });
            }
            result => result?,
        };
        if !dry_run {
            self.finish_forgetting()?;
        }
        Ok(done)
    }

    fn forget_in_transaction(
        &mut self,
        target: &Target,
        reason: &str,
        now: Micros,
        run: Option<i64>,
    ) -> Result<Forgotten, ForgetError> {
        let transaction = self.begin()?;
        let done = forget(&transaction, target, reason, now, run)?;
        if run.is_some() {
            transaction.commit()?;
        } else {
            transaction.rollback()?;
        }
        Ok(done)
    }
}

fn forget(
    connection: &Connection,
    target: &Target,
    reason: &str,
    now: Micros,
    run: Option<i64>,
) -> Result<Forgotten, ForgetError> {
    let subject = gather::subject(connection, target)?;
    let grant: i64 = connection.query_row(
        "INSERT INTO forget_grant (reason, closes) VALUES (?1, -1) RETURNING id",
        [reason],
        |row| row.get(0),
    )?;
    let capture_id = capture::next_id(connection)?;
    let done = Forgotten {
        parts_spared: subject.firsts.spared(),
        sources: about::names(connection, &subject.sources)?,
        sources_named: about::names(connection, &subject.sources_named)?,
        ..Forgotten::default()
    };
    let mut forgetting = Forgetting { connection, capture_id, reason, done };
    gather::suppress(connection, target, &subject, now)?;
    bodies::forget(&mut forgetting, target, &subject)?;
    rows::forget(&mut forgetting, target, &subject)?;
    derived::forget(&mut forgetting, target, &subject)?;
    work::forget(&mut forgetting, &subject)?;
    let done = forgetting.done;
    // A dry run has no run, and its store may have none yet: this one is rolled back with the rest.
    let run = match run {
        Some(run) => run,
        None => connection
            .prepare("INSERT INTO run (command, version, started_at) VALUES ('forget', '', ?1)")?
            .insert([now.0])?,
    };
    let source: i64 = connection.query_row(
        "INSERT INTO source (name, connector) VALUES ('operator', 'decision')
         ON CONFLICT (name) DO UPDATE SET connector = connector RETURNING id",
        [],
        |row| row.get(0),
    )?;
    capture::seal(connection, capture_id, run, source, &decision(target, now), None)?;
    connection.execute("DELETE FROM forget_grant WHERE id = ?1", [grant])?;
    purge::put_off(connection)?;
    Ok(done)
}

/// The capture of the decision: what kind of thing was forgotten, and when; not what.
fn decision(target: &Target, now: Micros) -> NewCapture {
    let url = format!("forget:{}", target.word());
    NewCapture {
        kind: CaptureKind::Decision,
        final_url: url.clone(),
        url,
        host: None,
        redirects: Vec::new(),
        method: None,
        status: None,
        request_headers: Vec::new(),
        headers: Vec::new(),
        started_at: now,
        ended_at: now,
        robots_rule: None,
        outcome: "forgotten".to_owned(),
        reader: READ_BY_NOTHING.to_owned(),
        body: None,
    }
}
