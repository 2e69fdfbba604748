//! Accounts: found by the platform's id, or by handle where a source gives no id.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::actor_kind::ActorKind;
use super::memory::Memory;
use super::spelled;
use crate::StoreError;
use crate::evidence::row::ACCOUNT_VERSION;
use crate::time::Micros;

/// Who published something, as one capture shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct NewAccount {
    /// The platform's word (`x`, `weibo`, `web`, …).
    pub platform: String,
    /// The platform's own id, when the source gives it.
    pub native_id: Option<String>,
    /// The handle as shown; for `web` the host.
    pub handle: String,
    /// The display name.
    pub name: Option<String>,
    /// The account's description of itself.
    pub description: Option<String>,
    /// What the platform says of it (`government`, `state-affiliated media`, …).
    pub label: Option<String>,
    /// When it was opened.
    pub opened_at: Option<Micros>,
    /// What the operator's configuration says of the publisher; never read from the page itself.
    pub publisher: Option<ActorKind>,
}

impl NewAccount {
    /// Whether a handle was told. A source that knows an account by its id alone gives the id in the place of the handle: that says
    /// nothing of the handle, and takes none away.
    fn tells_handle(&self) -> bool {
        self.native_id.as_deref() != Some(self.handle.as_str())
    }

    /// Whether there is anything of an account but its id.
    fn tells_anything(&self) -> bool {
        let said = [&self.name, &self.description, &self.label];
        self.tells_handle() || self.opened_at.is_some() || said.into_iter().any(Option::is_some)
    }

    /// A handle as accounts and claims are joined by: without `@`, in lower case.
    pub fn folded_handle(handle: &str) -> String {
        handle.trim().trim_start_matches('@').trim_end_matches('/').to_lowercase()
    }
}

struct Known {
    id: i64,
    native_id: Option<String>,
    shown: String,
    name: Option<String>,
    description: Option<String>,
    label: Option<String>,
    last_seen_at: i64,
}

/// The account of a handle or id; of several with one handle that which was seen last. They are compared here: an `ORDER BY` makes
/// `SQLite` set up a sorter for every look, and nearly all find one row.
fn find(connection: &Connection, by: &str, platform: &str, value: &str) -> Result<Option<Known>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT id, native_id, shown_handle, name, description, label, last_seen_at FROM account WHERE platform = ?1 AND {by}"
    ))?;
    let mut rows = statement.query(params![platform, value])?;
    let mut found: Option<Known> = None;
    while let Some(row) = rows.next()? {
        let known = Known {
            id: row.get(0)?,
            native_id: row.get(1)?,
            shown: row.get(2)?,
            name: row.get(3)?,
            description: row.get(4)?,
            label: row.get(5)?,
            last_seen_at: row.get(6)?,
        };
        let later = |other: &Known| (known.last_seen_at, other.id) > (other.last_seen_at, known.id);
        if found.as_ref().is_none_or(later) {
            found = Some(known);
        }
    }
    Ok(found)
}

/// The row of an account, made or brought up to date; a profile that differs from the last one seen is kept
/// as an `account_version` of this capture.
pub(super) fn resolve<'page>(
    connection: &Connection,
    account: &'page NewAccount,
    capture: i64,
    seen: Micros,
    memory: &mut Memory<'page>,
) -> Result<i64, StoreError> {
    // What one capture shows is seen at one time; only a stream tells of each event when it was.
    if let Some((id, at)) = memory.accounts.get(account)
        && *at == seen
    {
        return Ok(*id);
    }
    let (id, changed) = update(connection, account, capture, seen)?;
    if changed {
        // A page that shows an account in two ways: the way before has to be looked at again, should it come again.
        memory.accounts.clear();
    }
    memory.accounts.insert(account, (id, seen));
    Ok(id)
}

/// Gives the row, and whether a known account was changed.
fn update(
    connection: &Connection,
    account: &NewAccount,
    capture: i64,
    seen: Micros,
) -> Result<(i64, bool), StoreError> {
    let handle = NewAccount::folded_handle(&account.handle);
    let known = match &account.native_id {
        // A handle seen without an id before is taken over by the first id that comes with it.
        Some(id) => match find(connection, "native_id = ?2", &account.platform, id)? {
            Some(known) => Some(known),
            None => find(connection, "handle = ?2 AND native_id IS NULL", &account.platform, &handle)?,
        },
        None => find(connection, "handle = ?2", &account.platform, &handle)?,
    };
    let Some(known) = known else {
        return Ok((insert(connection, account, &handle, capture, seen)?, false));
    };

    let news = |new: &Option<String>, old: &Option<String>| new.is_some() && new != old;
    let told = account.tells_handle();
    let changed = told && known.shown != account.handle && account.native_id.is_some()
        || news(&account.name, &known.name)
        || news(&account.description, &known.description)
        || news(&account.label, &known.label)
        || news(&account.native_id, &known.native_id);
    let (handle, shown) = if told {
        (handle, account.handle.as_str())
    } else {
        (NewAccount::folded_handle(&known.shown), known.shown.as_str())
    };
    // The first handle that is told of an account is better than none, however old it is.
    let is_first_handle =
        told && account.native_id.is_some() && account.native_id.as_ref() == Some(&known.shown);
    if changed && (seen.0 >= known.last_seen_at || is_first_handle) {
        connection
            .prepare_cached(
                "UPDATE account SET native_id = coalesce(?2, native_id), handle = ?3, shown_handle = ?4, name = coalesce(?5, name),
                   description = coalesce(?6, description), label = coalesce(?7, label), opened_at = coalesce(?8, opened_at),
                   publisher = coalesce(?9, publisher), first_seen_at = min(first_seen_at, ?10), last_seen_at = max(last_seen_at, ?10)
                 WHERE id = ?1",
            )?
            .execute(params![
                known.id,
                account.native_id,
                handle,
                shown,
                account.name,
                account.description,
                account.label,
                account.opened_at.map(|t| t.0),
                account.publisher.map(ActorKind::as_str),
                seen.0
            ])?;
        version(connection, account, &handle, capture, seen)?;
    } else if changed && known.native_id.is_none() && account.native_id.is_some() {
        // An older capture may still tell the id that newer ones lacked.
        connection
            .prepare_cached("UPDATE account SET native_id = ?2 WHERE id = ?1")?
            .execute(params![known.id, account.native_id])?;
        version(connection, account, &handle, capture, seen)?;
    } else if seen.0 != known.last_seen_at {
        connection
            .prepare_cached(
                "UPDATE account SET last_seen_at = max(last_seen_at, ?2), first_seen_at = min(first_seen_at, ?2),
                   publisher = coalesce(?3, publisher) WHERE id = ?1",
            )?
            .execute(params![known.id, seen.0, account.publisher.map(ActorKind::as_str)])?;
    }
    Ok((known.id, changed))
}

fn insert(
    connection: &Connection,
    account: &NewAccount,
    handle: &str,
    capture: i64,
    seen: Micros,
) -> Result<i64, StoreError> {
    let id = connection
        .prepare_cached(
            "INSERT INTO account (platform, native_id, handle, shown_handle, name, description, label, opened_at, publisher,
               first_seen_at, last_seen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10)",
        )?
        .insert(
            params![
                account.platform,
                account.native_id,
                handle,
                account.handle,
                account.name,
                account.description,
                account.label,
                account.opened_at.map(|t| t.0),
                account.publisher.map(ActorKind::as_str),
                seen.0
            ],
        )?;
    if account.platform == "web" {
        spelled::under(connection, handle, &mut HashSet::new())?;
    }
    // A version says how an account showed itself. One without a handle would look like a change of it, once it is told.
    if account.tells_anything() {
        version(connection, account, handle, capture, seen)?;
    }
    Ok(id)
}

fn version(
    connection: &Connection,
    account: &NewAccount,
    handle: &str,
    capture: i64,
    seen: Micros,
) -> Result<(), StoreError> {
    let values = params![
        capture,
        seen.0,
        account.platform,
        account.native_id,
        handle,
        account.name,
        account.description,
        account.label,
        account.opened_at.map(|t| t.0)
    ];
    ACCOUNT_VERSION.insert(connection, values)?;
    Ok(())
}
