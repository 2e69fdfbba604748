//! Work: requests, refusals and what hosts said, as far as they name the forgotten; sources about them.

use rusqlite::{Connection, params};

use super::Forgetting;
use super::gather::Subject;
use crate::StoreError;
use crate::redact::{Form, Redacted, redact, redact_text};

/// Tables and the columns in which somebody may be named; their rows are worth nothing as evidence.
const NAMING: [(&str, &str); 16] = [
    ("task", "kind"),
    ("task", "url"),
    ("task", "context"),
    ("task", "last_error"),
    ("cursor", "name"),
    ("cursor", "value"),
    ("validator", "url"),
    ("validator", "etag"),
    ("validator", "last_modified"),
    ("host", "host"),
    ("host", "robots_status"),
    ("budget", "scope"),
    ("budget", "unit"),
    ("decision", "kind"),
    ("decision", "url"),
    ("decision", "reason"),
];

pub(super) fn forget(forgetting: &mut Forgetting<'_>, subject: &Subject) -> Result<(), StoreError> {
    let connection = forgetting.connection;
    for source in &subject.sources {
        for table in ["task", "cursor", "decision"] {
            forgetting.done.work +=
                connection.execute(&format!("DELETE FROM {table} WHERE source_id = ?1"), [source])?;
        }
        connection.execute(
            "UPDATE source SET name = 'forgotten-' || id, url = NULL, last_outcome = NULL, due_at = NULL, forgotten = 1
             WHERE id = ?1",
            [source],
        )?;
    }
    if !subject.has_needles {
        return Ok(());
    }
    for (table, column) in NAMING {
        let mut statement = connection
            .prepare(&format!("SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"))?;
        let mut rows = statement.query([])?;
        let mut found: Vec<String> = Vec::new();
        while let Some(row) = rows.next()? {
            let text: String = row.get(0)?;
            if redact_text(&text, &subject.needles).is_some() {
                found.push(text);
            }
        }
        for text in found {
            forgetting.done.work +=
                connection.execute(&format!("DELETE FROM {table} WHERE {column} = ?1"), params![text])?;
        }
    }
    robots(forgetting, subject)?;
    connection.execute(
        "UPDATE source SET last_outcome = NULL WHERE id IN (SELECT value FROM json_each(?1))",
        [outcomes(connection, subject)?],
    )?;
    Ok(())
}

/// What hosts said in robots.txt: one that names somebody is asked for again.
fn robots(forgetting: &mut Forgetting<'_>, subject: &Subject) -> Result<(), StoreError> {
    let connection = forgetting.connection;
    let mut all = connection.prepare("SELECT host, robots_body FROM host WHERE robots_body IS NOT NULL")?;
    let mut rows = all.query([])?;
    let mut found: Vec<String> = Vec::new();
    while let Some(row) = rows.next()? {
        if redact(&row.get::<_, Vec<u8>>(1)?, Form::Text, &subject.needles) != Redacted::Untouched {
            found.push(row.get(0)?);
        }
    }
    for host in found {
        forgetting.done.work += connection.execute(
            "UPDATE host SET robots_fetched_at = NULL, robots_status = NULL, robots_body = NULL WHERE host = ?1",
            [host],
        )?;
    }
    Ok(())
}

/// Sources whose last outcome names somebody, as a list in JSON.
fn outcomes(connection: &Connection, subject: &Subject) -> Result<String, StoreError> {
    let mut all = connection.prepare("SELECT id, last_outcome FROM source WHERE last_outcome IS NOT NULL")?;
    let mut rows = all.query([])?;
    let mut found: Vec<String> = Vec::new();
    while let Some(row) = rows.next()? {
        if redact_text(&row.get::<_, String>(1)?, &subject.needles).is_some() {
            found.push(row.get::<_, i64>(0)?.to_string());
        }
    }
    Ok(format!("[{}]", found.join(",")))
}
