//! Evidence rows: those of the forgotten leave their hash, those of others lose what names them.

use rusqlite::{Connection, params};

use super::gather::Subject;
use super::{Forgetting, Target};
use crate::StoreError;
use crate::evidence::row::{ACCOUNT_VERSION, CLAIM, ITEM_VERSION, Table};
use crate::ingest::suppression::{is_lost_account, is_lost_id};
use crate::redact::redact_text;

pub(super) fn forget(
    forgetting: &mut Forgetting<'_>,
    target: &Target,
    subject: &Subject,
) -> Result<(), StoreError> {
    for (platform, native_id) in &subject.item_keys {
        remove(forgetting, ITEM_VERSION, "platform = ?1 AND native_id = ?2", params![platform, native_id])?;
    }
    for account in &subject.accounts {
        let (platform, native_id) = (&account.platform, &account.native_id);
        for handle in &account.handles {
            // Where the account has an id, another owner of the handle is somebody else.
            let whose =
                "platform = ?1 AND (native_id = ?2 OR (handle = ?3 AND (native_id IS NULL OR ?2 IS NULL)))";
            remove(forgetting, ACCOUNT_VERSION, whose, params![platform, native_id, handle])?;
            remove_claims(forgetting, whose, params![platform, native_id, handle])?;
        }
    }
    if let Target::Source { .. } = target {
        for source in &subject.sources {
            let whose = "capture_id IN (SELECT id FROM capture WHERE source_id = ?1)";
            remove_claims(forgetting, whose, params![source])?;
            for table in [ACCOUNT_VERSION, ITEM_VERSION] {
                remove(forgetting, table, whose, params![source])?;
            }
        }
    }
    if let Target::OlderThan(time) = target {
        // Of accounts that published nothing since, there is no reason to keep what they looked like.
        let whose = "seen_at < ?1 AND NOT EXISTS (SELECT 1 FROM account JOIN item ON item.account_id = account.id
            WHERE account.platform = account_version.platform AND item.created_at >= ?1
              AND (account.native_id = account_version.native_id OR account.handle = account_version.handle))";
        remove(forgetting, ACCOUNT_VERSION, whose, params![time.0])?;
        // Nor to wait for a decision on what a platform called them.
        let whose = "asserted_url GLOB 'label:*' AND status = 'candidate' AND asserted_at < ?1
            AND NOT EXISTS (SELECT 1 FROM account JOIN item ON item.account_id = account.id
              WHERE account.platform = claim.platform AND item.created_at >= ?1
                AND (account.native_id = claim.native_id OR account.handle = claim.handle))";
        remove_claims(forgetting, whose, params![time.0])?;
    }
    if subject.has_needles {
        redact(
            forgetting,
            ACCOUNT_VERSION,
            &["handle", "native_id", "name", "description", "label"],
            subject,
        )?;
        redact(forgetting, ITEM_VERSION, &["native_id", "title", "text"], subject)?;
        redact(
            forgetting,
            CLAIM,
            &[
                "handle",
                "native_id",
                "actor",
                "owner",
                "parent",
                "region",
                "language",
                "account_url",
                "asserted_by",
                "asserted_url",
                "reason",
            ],
            subject,
        )?;
    }
    Ok(())
}

/// Removes claims.
fn remove_claims(
    forgetting: &mut Forgetting<'_>,
    whose: &str,
    values: &[&dyn rusqlite::ToSql],
) -> Result<(), StoreError> {
    // A claim that takes the place of a forgotten one stands for itself now.
    let mut later = forgetting.connection.prepare_cached(&format!(
        "SELECT id FROM claim WHERE supersedes IN (SELECT id FROM claim WHERE {whose})
           AND id NOT IN (SELECT id FROM claim WHERE {whose})"
    ))?;
    let mut rows = later.query(values)?;
    while let Some(row) = rows.next()? {
        detach(forgetting, row.get(0)?)?;
    }
    remove(forgetting, CLAIM, whose, values)
}

/// Removes rows, the newest first: claims refer to older ones.
fn remove(
    forgetting: &mut Forgetting<'_>,
    table: Table,
    which: &str,
    values: &[&dyn rusqlite::ToSql],
) -> Result<(), StoreError> {
    let connection = forgetting.connection;
    let mut found = connection.prepare_cached(&format!(
        "SELECT id, capture_id, hash FROM {} WHERE {which} ORDER BY id DESC",
        table.name
    ))?;
    let mut rows = found.query(values)?;
    let mut gone: Vec<(i64, i64, Vec<u8>)> = Vec::new();
    while let Some(row) = rows.next()? {
        gone.push((row.get(0)?, row.get(1)?, row.get(2)?));
    }
    for (id, capture, hash) in gone {
        connection.prepare_cached(&format!("DELETE FROM {} WHERE id = ?1", table.name))?.execute([id])?;
        forgetting.bury(table.name, id, Some(capture), &hash, None)?;
        forgetting.done.rows += 1;
    }
    Ok(())
}

fn detach(forgetting: &mut Forgetting<'_>, id: i64) -> Result<(), StoreError> {
    let connection = forgetting.connection;
    let (capture, old) = sealed(forgetting, CLAIM, id)?;
    connection.prepare_cached("UPDATE claim SET supersedes = NULL WHERE id = ?1")?.execute([id])?;
    let new = CLAIM.rewrite(connection, id, &[])?;
    forgetting.bury(CLAIM.name, id, Some(capture), &old, Some(&new))?;
    forgetting.done.rows_redacted += 1;
    Ok(())
}

fn sealed(forgetting: &Forgetting<'_>, table: Table, id: i64) -> Result<(i64, Vec<u8>), StoreError> {
    Ok(forgetting
        .connection
        .prepare_cached(&format!("SELECT capture_id, hash FROM {} WHERE id = ?1", table.name))?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

fn redact(
    forgetting: &mut Forgetting<'_>,
    table: Table,
    columns: &[&'static str],
    subject: &Subject,
) -> Result<(), StoreError> {
    let connection = forgetting.connection;
    let mut all =
        connection.prepare(&format!("SELECT id, {} FROM {} ORDER BY id", columns.join(", "), table.name))?;
    let mut rows = all.query([])?;
    let mut redacted: Vec<(i64, Vec<(&str, String)>)> = Vec::new();
    while let Some(row) = rows.next()? {
        let mut changes = Vec::new();
        for (n, column) in columns.iter().enumerate() {
            let text: Option<String> = row.get(n + 1)?;
            if let Some(text) = text.and_then(|text| redact_text(&text, &subject.needles)) {
                changes.push((*column, text));
            }
        }
        if !changes.is_empty() {
            redacted.push((row.get(0)?, changes));
        }
    }
    for (id, changes) in redacted {
        if is_lost(connection, table, id, &changes)? {
            match table.name {
                "claim" => remove_claims(forgetting, "id = ?1", params![id])?,
                _ => remove(forgetting, table, "id = ?1", params![id])?,
            }
            continue;
        }
        let (capture, old) = sealed(forgetting, table, id)?;
        let new = table.rewrite(connection, id, &changes)?;
        forgetting.bury(table.name, id, Some(capture), &old, Some(&new))?;
        forgetting.done.rows_redacted += 1;
    }
    Ok(())
}

/// Whether a row speaks of an account or an item that is known by nothing but what is forgotten.
fn is_lost(
    connection: &Connection,
    table: Table,
    id: i64,
    changes: &[(&str, String)],
) -> Result<bool, StoreError> {
    let left = |name: &str| changes.iter().find(|(column, _)| *column == name).map(|(_, text)| text.as_str());
    if table.name == ITEM_VERSION.name {
        return Ok(left("native_id").is_some_and(is_lost_id));
    }
    let Some(handle) = left("handle") else { return Ok(false) };
    let stored: Option<String> = connection
        .prepare_cached(&format!("SELECT native_id FROM {} WHERE id = ?1", table.name))?
        .query_row([id], |row| row.get(0))?;
    Ok(is_lost_account(handle, left("native_id").or(stored.as_deref())))
}
