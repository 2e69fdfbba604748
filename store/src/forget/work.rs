//! Work: requests, refusals and what hosts said, as far as they name the forgotten; sources about them.

use rusqlite::params;

use super::Forgetting;
use super::gather::Subject;
use crate::StoreError;
use crate::redact::redact_text;

/// Tables and the columns in which somebody may be named; their rows are worth nothing as evidence.
const NAMING: [(&str, &str); 9] = [
    ("task", "url"),
    ("task", "context"),
    ("task", "last_error"),
    ("cursor", "value"),
    ("validator", "url"),
    ("host", "host"),
    ("budget", "scope"),
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
    Ok(())
}
