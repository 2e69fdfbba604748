//! The file: its pages and indexes, its schema, the keys between its tables.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::Findings;
use crate::{StoreError, schema};

pub(super) fn check(connection: &Connection, findings: &mut Findings) -> Result<i64, StoreError> {
    findings.run("pages", |findings| pages(connection, findings))?;
    findings.run("the schema", |findings| objects(connection, findings))?;
    findings.run("keys", |findings| keys(connection, findings))?;
    let grants: i64 = connection.query_row("SELECT count(*) FROM forget_grant", [], |row| row.get(0))?;
    if grants > 0 {
        findings.add("forget_grant", "a grant is open: evidence may be changed unseen");
    }
    Ok(0)
}

fn pages(connection: &Connection, findings: &mut Findings) -> Result<i64, StoreError> {
    let mut statement = connection.prepare("PRAGMA quick_check(20)")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let said: String = row.get(0)?;
        if said != "ok" {
            findings.add("file", said);
        }
    }
    Ok(0)
}

/// Triggers keep evidence from being changed: a store without them is no evidence of anything written later. Indexes, views and
/// tables that a user adds are the user's own.
fn objects(connection: &Connection, findings: &mut Findings) -> Result<i64, StoreError> {
    let mut found: BTreeMap<String, (String, String)> =
        schema::listed(connection)?.into_iter().map(|(kind, name, sql)| (name, (kind, sql))).collect();
    for (kind, name, sql) in schema::objects()? {
        match found.remove(&name) {
            None => findings.add(format!("{kind} {name}"), "it is missing from the schema"),
            Some((_, other)) if other != sql => {
                findings.add(format!("{kind} {name}"), "it is not as this program's schema has it");
            }
            Some(_) => {}
        }
    }
    for (name, (kind, _)) in found {
        if kind == "trigger" {
            findings.add(format!("trigger {name}"), "it is not part of the schema");
        }
    }
    Ok(0)
}

fn keys(connection: &Connection, findings: &mut Findings) -> Result<i64, StoreError> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (table, id, parent): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let row = id.map_or_else(|| table.clone(), |id| format!("{table} {id}"));
        findings.add(row, format!("it names a {parent} that is not there"));
    }
    Ok(0)
}
