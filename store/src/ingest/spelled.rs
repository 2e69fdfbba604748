//! Addresses in the words of items, and the domains of hosts: by what lists of domains and addresses are matched.
//!
//! Both are functions of what is stored beside them, so that it does not matter whether a list came before or after the items.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _};

use super::memory::Memory;
use super::told;
use crate::StoreError;
use crate::address::domains;
use crate::link::Canonical;

/// Writes the addresses that the words of a new item spell.
pub(super) fn put(
    connection: &Connection,
    item_id: i64,
    spelled: Vec<Canonical>,
    memory: &mut Memory<'_>,
) -> Result<(), StoreError> {
    for address in spelled {
        under(connection, &address.host, &mut memory.hosts)?;
        memory.rows.spelled.push((item_id, address.url));
    }
    Ok(())
}

/// Writes them in the place of those that its words spelled before.
pub(super) fn renew(
    connection: &Connection,
    item_id: i64,
    spelled: Vec<Canonical>,
    memory: &mut Memory<'_>,
) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM spelled WHERE item_id = ?1")?.execute([item_id])?;
    put(connection, item_id, spelled, memory)
}

/// Writes which domains a host lies under; `hosts` are those of which that is done.
pub(super) fn under(
    connection: &Connection,
    host: &str,
    hosts: &mut HashSet<String>,
) -> Result<(), StoreError> {
    if hosts.contains(host) {
        return Ok(());
    }
    hosts.insert(host.to_owned());
    if connection.prepare_cached("SELECT 1 FROM domain WHERE host = ?1")?.exists([host])? {
        return Ok(());
    }
    let mut add = connection.prepare_cached("INSERT OR IGNORE INTO domain (domain, host) VALUES (?1, ?2)")?;
    for domain in domains(host) {
        add.execute([domain.as_str(), host])?;
    }
    Ok(())
}

/// Reads the words of an item again, after they were changed.
pub(crate) fn respell(connection: &Connection, item_id: i64) -> Result<(), StoreError> {
    let row: Option<(Option<String>, String)> = connection
        .prepare_cached("SELECT title, text FROM item WHERE id = ?1")?
        .query_row([item_id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((title, text)) = row else { return Ok(()) };
    let mut memory = Memory::default();
    renew(connection, item_id, told::spelled(title.as_deref(), &text), &mut memory)?;
    memory.rows.write(connection)
}

/// Removes hosts that nothing has any more.
pub(crate) fn renew_domains(connection: &Connection) -> Result<(), StoreError> {
    connection.execute(
        "DELETE FROM domain WHERE NOT EXISTS (SELECT 1 FROM url WHERE url.host = domain.host)
           AND NOT EXISTS (SELECT 1 FROM spelled WHERE spelled.address BETWEEN 'https://' || domain.host || '/'
             AND 'https://' || domain.host || '/' || char(1114111))
           AND NOT EXISTS (SELECT 1 FROM spelled WHERE spelled.address BETWEEN 'http://' || domain.host || '/'
             AND 'http://' || domain.host || '/' || char(1114111))
           AND NOT EXISTS (SELECT 1 FROM account WHERE account.platform = 'web' AND account.handle = domain.host)",
        [],
    )?;
    Ok(())
}
