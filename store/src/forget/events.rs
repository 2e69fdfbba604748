//! What streams told of the forgotten: their reactions, the reactions to what is theirs, their deletions, how they stood.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, params};

use super::gather::Subject;
use super::{Forgetting, Target};
use crate::StoreError;
use crate::redact::redact_text;

/// When accounts were seen with something that is gone: first and last, µs, by row.
pub(super) type Seen = BTreeMap<i64, (i64, i64)>;

/// A row that may be told to go: its platform, its id, what it is about, its time and its capture's source.
struct Told {
    platform: String,
    native_id: String,
    about: String,
    at: i64,
    source: Option<i64>,
}

impl Told {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            platform: row.get(0)?,
            native_id: row.get(1)?,
            about: row.get(2)?,
            at: row.get(3)?,
            source: row.get(4)?,
        })
    }

    fn goes(&self, subject: &Subject) -> bool {
        let is_named = |id: &String| {
            (subject.before.is_none() && subject.item_keys.contains(&(self.platform.clone(), id.clone())))
                || (subject.has_needles && redact_text(id, &subject.needles).is_some())
        };
        subject.before.is_some_and(|before| self.at < before)
            || self.source.is_some_and(|source| subject.sources.contains(&source))
            || [&self.native_id, &self.about].into_iter().any(is_named)
    }
}

/// Removes them; gives the accounts of others whose reactions are gone, and when they were seen with these.
pub(super) fn forget(
    forgetting: &mut Forgetting<'_>,
    target: &Target,
    subject: &Subject,
) -> Result<Seen, StoreError> {
    let connection = forgetting.connection;
    let seen = reactions(forgetting, subject)?;
    deletions(connection, subject)?;
    for id in subject.accounts.iter().filter_map(|account| account.id.as_ref()).chain(&subject.lost_accounts)
    {
        connection.execute("DELETE FROM account_state WHERE account_id = ?1", [id])?;
    }
    match target {
        Target::OlderThan(time) => {
            connection.execute("DELETE FROM account_state WHERE at < ?1", [time.0])?;
        }
        Target::Source { .. } => {
            for source in &subject.sources {
                connection.execute(
                    "DELETE FROM account_state WHERE capture_id IN (SELECT id FROM capture WHERE source_id = ?1)",
                    [source],
                )?;
            }
        }
        Target::Account { .. } | Target::Item { .. } => {}
    }
    Ok(seen)
}

fn reactions(forgetting: &mut Forgetting<'_>, subject: &Subject) -> Result<Seen, StoreError> {
    let connection = forgetting.connection;
    let mut all = connection.prepare(
        "SELECT platform, native_id, subject, created_at,
           (SELECT source_id FROM capture WHERE capture.id = capture_id), account_id, first_seen_at, last_seen_at FROM reaction",
    )?;
    let mut rows = all.query([])?;
    let mut gone: Vec<Told> = Vec::new();
    let mut seen = Seen::new();
    while let Some(row) = rows.next()? {
        let told = Told::of(row)?;
        let account: i64 = row.get(5)?;
        let is_theirs = subject.lost_accounts.contains(&account)
            || subject.accounts.iter().any(|theirs| theirs.id == Some(account));
        if is_theirs || told.goes(subject) {
            let times: (i64, i64) = (row.get(6)?, row.get(7)?);
            seen.entry(account)
                .and_modify(|known| *known = (known.0.min(times.0), known.1.max(times.1)))
                .or_insert(times);
            gone.push(told);
        }
    }
    drop(rows);
    remove(connection, "reaction", &gone)?;
    forgetting.done.reactions = gone.len();
    Ok(seen)
}

fn deletions(connection: &Connection, subject: &Subject) -> Result<(), StoreError> {
    let mut all = connection.prepare(
        "SELECT platform, native_id, native_id, at, (SELECT source_id FROM capture WHERE capture.id = capture_id) FROM deletion",
    )?;
    let mut rows = all.query([])?;
    let mut gone: Vec<Told> = Vec::new();
    while let Some(row) = rows.next()? {
        let told = Told::of(row)?;
        if told.goes(subject) {
            gone.push(told);
        }
    }
    drop(rows);
    remove(connection, "deletion", &gone)
}

fn remove(connection: &Connection, table: &str, gone: &[Told]) -> Result<(), StoreError> {
    let mut remove =
        connection.prepare(&format!("DELETE FROM {table} WHERE platform = ?1 AND native_id = ?2"))?;
    for told in gone {
        remove.execute(params![told.platform, told.native_id])?;
    }
    Ok(())
}
