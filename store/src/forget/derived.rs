//! Derived rows: those of the forgotten go, those of others lose what names them.

use rusqlite::{Connection, params};

use super::gather::Subject;
use super::{Forgetting, Target};
use crate::StoreError;
use crate::ingest::reindex;
use crate::redact::redact_text;

/// Columns of an item that may name somebody.
const TOLD: [&str; 8] = ["title", "text", "byline", "url", "repost_of", "quote_of", "reply_to", "thread_id"];

pub(super) fn forget(
    forgetting: &mut Forgetting<'_>,
    target: &Target,
    subject: &Subject,
) -> Result<(), StoreError> {
    let connection = forgetting.connection;
    connection.execute_batch(
        "CREATE TEMP TABLE IF NOT EXISTS gone_item (id INTEGER PRIMARY KEY); DELETE FROM gone_item;",
    )?;
    let mut gone = connection.prepare("INSERT INTO temp.gone_item VALUES (?1)")?;
    for id in &subject.items {
        gone.execute([id])?;
    }
    for table in ["metric", "link", "tag", "mention", "media", "share"] {
        connection
            .execute(&format!("DELETE FROM {table} WHERE item_id IN (SELECT id FROM temp.gone_item)"), [])?;
    }
    connection.execute("DELETE FROM item_fts WHERE rowid IN (SELECT id FROM temp.gone_item)", [])?;
    forgetting.done.items =
        connection.execute("DELETE FROM item WHERE id IN (SELECT id FROM temp.gone_item)", [])?;
    for account in &subject.accounts {
        connection.execute("DELETE FROM observed WHERE account_id = ?1", [account.id])?;
        connection.execute("DELETE FROM account WHERE id = ?1", [account.id])?;
        forgetting.done.accounts += 1;
    }
    for source in &subject.sources {
        connection.execute("DELETE FROM observed WHERE source_id = ?1", [source])?;
        connection.execute(
            "DELETE FROM series WHERE capture_id IN (SELECT id FROM capture WHERE source_id = ?1)",
            [source],
        )?;
    }
    if matches!(target, Target::Source { .. } | Target::OlderThan(_)) {
        // Accounts that published nothing else are not known from anything that is kept.
        forgetting.done.accounts += connection.execute(
            "DELETE FROM account WHERE NOT EXISTS (SELECT 1 FROM item WHERE item.account_id = account.id)
               AND NOT EXISTS (SELECT 1 FROM observed WHERE observed.account_id = account.id)
               AND NOT EXISTS (SELECT 1 FROM account_version WHERE account_version.platform = account.platform
                 AND account_version.handle = account.handle)",
            [],
        )?;
    }
    if subject.has_needles {
        others(forgetting, subject)?;
    }
    connection.execute_batch(
        "DELETE FROM url WHERE NOT EXISTS (SELECT 1 FROM link WHERE link.url_id = url.id);
         DELETE FROM actor WHERE NOT EXISTS (SELECT 1 FROM claim WHERE claim.actor = actor.name
           AND coalesce(claim.owner, '') = actor.owner);
         CREATE TEMP TABLE kept_object AS SELECT DISTINCT object_id AS id FROM share WHERE kind NOT IN (4, 6);
         DELETE FROM object WHERE id NOT IN (SELECT id FROM temp.kept_object);
         DROP TABLE temp.kept_object; DELETE FROM temp.gone_item;",
    )?;
    Ok(())
}

/// Items, links, mentions and profiles of others.
fn others(forgetting: &mut Forgetting<'_>, subject: &Subject) -> Result<(), StoreError> {
    let connection = forgetting.connection;
    let mut touched = std::collections::BTreeSet::new();
    let mut whole = std::collections::BTreeSet::new();
    let mut all = connection.prepare(&format!("SELECT id, {} FROM item ORDER BY id", TOLD.join(", ")))?;
    let mut rows = all.query([])?;
    let mut changed: Vec<(i64, &str, Option<String>)> = Vec::new();
    while let Some(row) = rows.next()? {
        for (n, column) in TOLD.into_iter().enumerate() {
            let text: Option<String> = row.get(n + 1)?;
            let Some(old) = text else { continue };
            let Some(new) = redact_text(&old, &subject.needles) else { continue };
            if matches!(column, "title" | "text") && subject.firsts.whole_is_in(&old) {
                whole.insert(row.get::<_, i64>(0)?);
            }
            // A relation to the forgotten is none.
            let new = (!matches!(column, "repost_of" | "quote_of" | "reply_to" | "thread_id" | "url"))
                .then_some(new);
            changed.push((row.get(0)?, column, new));
        }
    }
    drop(rows);
    for (id, column, text) in changed {
        connection.execute(&format!("UPDATE item SET {column} = ?2 WHERE id = ?1"), params![id, text])?;
        touched.insert(id);
    }
    for (table, key, column) in [
        ("link", "item_id", "raw"),
        ("mention", "item_id", "handle"),
        ("media", "item_id", "url"),
        ("tag", "item_id", "tag"),
    ] {
        let found = holding(connection, table, key, column, subject)?;
        for (id, text) in found {
            connection.execute(
                &format!("DELETE FROM {table} WHERE {key} = ?1 AND {column} = ?2"),
                params![id, text],
            )?;
            touched.insert(id);
        }
    }
    for (id, canonical) in holding(connection, "url", "id", "canonical", subject)? {
        let mut items = connection.prepare_cached("SELECT item_id FROM link WHERE url_id = ?1")?;
        let mut rows = items.query([id])?;
        while let Some(row) = rows.next()? {
            touched.insert(row.get(0)?);
        }
        connection.execute("DELETE FROM link WHERE url_id = ?1", [id])?;
        connection.execute("DELETE FROM url WHERE id = ?1 AND canonical = ?2", params![id, canonical])?;
    }
    for column in ["name", "description"] {
        for (id, text) in holding(connection, "account", "id", column, subject)? {
            let new = redact_text(&text, &subject.needles);
            connection
                .execute(&format!("UPDATE account SET {column} = ?2 WHERE id = ?1"), params![id, new])?;
        }
    }
    for (id, name) in holding(connection, "actor", "id", "name", subject)? {
        connection.execute("DELETE FROM actor WHERE id = ?1 AND name = ?2", params![id, name])?;
    }
    // Shares are not found by item: one sweep for all of them.
    connection.execute("DELETE FROM temp.gone_item", [])?;
    let mut changed = connection.prepare("INSERT INTO temp.gone_item VALUES (?1)")?;
    for id in &touched {
        changed.execute([id])?;
    }
    connection.execute("DELETE FROM share WHERE item_id IN (SELECT id FROM temp.gone_item)", [])?;
    for id in &touched {
        reindex(connection, *id)?;
    }
    forgetting.done.items_redacted = touched.len();
    forgetting.done.items_whole = whole.len();
    Ok(())
}

/// Rows whose column holds a needle, with what it says.
fn holding(
    connection: &Connection,
    table: &str,
    key: &str,
    column: &str,
    subject: &Subject,
) -> Result<Vec<(i64, String)>, StoreError> {
    let mut statement =
        connection.prepare(&format!("SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let text: String = row.get(1)?;
        if redact_text(&text, &subject.needles).is_some() {
            found.push((row.get(0)?, text));
        }
    }
    Ok(found)
}
