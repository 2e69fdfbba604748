//! Derived rows: those of the forgotten go, and what nothing refers to any more.

use rusqlite::{Connection, params};

use super::gather::Subject;
use super::{Forgetting, Target, events, others, pictures};
use crate::StoreError;
use crate::ingest::renew_domains;

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
    for id in subject.items.iter().chain(&subject.lost_items) {
        gone.execute([id])?;
    }
    let mut bereft = accounts_of_gone(connection)?;
    for (id, (first, last)) in events::forget(forgetting, target, subject)? {
        match bereft.iter_mut().find(|account| account.id == id) {
            Some(known) => (known.first, known.last) = (known.first.min(first), known.last.max(last)),
            None => bereft.push(Bereft { id, first, last }),
        }
    }
    for table in ["metric", "link", "spelled", "tag", "mention", "media", "share"] {
        connection
            .execute(&format!("DELETE FROM {table} WHERE item_id IN (SELECT id FROM temp.gone_item)"), [])?;
    }
    connection.execute("DELETE FROM item_fts WHERE rowid IN (SELECT id FROM temp.gone_item)", [])?;
    forgetting.done.items =
        connection.execute("DELETE FROM item WHERE id IN (SELECT id FROM temp.gone_item)", [])?;
    for id in subject.accounts.iter().filter_map(|account| account.id.as_ref()).chain(&subject.lost_accounts)
    {
        connection.execute("DELETE FROM observed WHERE account_id = ?1", [id])?;
        forgetting.done.accounts += connection.execute("DELETE FROM account WHERE id = ?1", [id])?;
    }
    seen_in_what_is_left(connection, &bereft)?;
    // An account that was never seen itself counts as one all the same.
    forgetting.done.accounts += subject.accounts.iter().filter(|account| account.id.is_none()).count();
    for source in &subject.sources {
        connection.execute("DELETE FROM observed WHERE source_id = ?1", [source])?;
        connection.execute(
            "DELETE FROM series WHERE capture_id IN (SELECT id FROM capture WHERE source_id = ?1)",
            [source],
        )?;
    }
    if let Target::OlderThan(time) = target {
        // Time whose items are gone is not observed any more: it would be read as time in which nothing was published.
        connection.execute("DELETE FROM observed WHERE to_at <= ?1", [time.0])?;
        connection.execute("UPDATE observed SET from_at = ?1 WHERE from_at < ?1", [time.0])?;
    }
    if matches!(target, Target::Source { .. } | Target::OlderThan(_)) {
        // Accounts that published nothing else are not known from anything that is kept.
        forgetting.done.accounts += connection.execute(
            "DELETE FROM account WHERE NOT EXISTS (SELECT 1 FROM item WHERE item.account_id = account.id)
               AND NOT EXISTS (SELECT 1 FROM observed WHERE observed.account_id = account.id)
               AND NOT EXISTS (SELECT 1 FROM reaction WHERE reaction.account_id = account.id)
               AND NOT EXISTS (SELECT 1 FROM account_state WHERE account_state.account_id = account.id)
               AND NOT EXISTS (SELECT 1 FROM account_version WHERE account_version.platform = account.platform
                 AND account_version.handle = account.handle)",
            [],
        )?;
    }
    if subject.has_needles || !subject.item_keys.is_empty() {
        others::redact(forgetting, subject)?;
    }
    pictures::forget(forgetting)?;
    connection.execute_batch(
        "DELETE FROM url WHERE NOT EXISTS (SELECT 1 FROM link WHERE link.url_id = url.id);
         DELETE FROM actor WHERE NOT EXISTS (SELECT 1 FROM claim WHERE claim.actor = actor.name
           AND coalesce(claim.owner, '') = actor.owner);
         CREATE TEMP TABLE kept_object AS SELECT DISTINCT object_id AS id FROM share WHERE kind NOT IN (4, 6);
         DELETE FROM object WHERE id NOT IN (SELECT id FROM temp.kept_object);
         DROP TABLE temp.kept_object; DELETE FROM temp.gone_item;",
    )?;
    renew_domains(connection)
}

/// An account some of whose items go, and when these were seen first and last, µs.
struct Bereft {
    id: i64,
    first: i64,
    last: i64,
}

fn accounts_of_gone(connection: &Connection) -> Result<Vec<Bereft>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT account_id, min(first_seen_at), max(last_seen_at) FROM item
         WHERE id IN (SELECT id FROM temp.gone_item) GROUP BY account_id",
    )?;
    let bereft =
        |row: &rusqlite::Row<'_>| Ok(Bereft { id: row.get(0)?, first: row.get(1)?, last: row.get(2)? });
    Ok(statement.query_map([], bereft)?.collect::<Result<_, _>>()?)
}

/// An account of others that was first or last seen with an item that is gone was seen with those that are left: as it would be
/// read again. Where profiles stand in pages of their own, reading again may give it more.
fn seen_in_what_is_left(connection: &Connection, bereft: &[Bereft]) -> Result<(), StoreError> {
    let mut first = connection.prepare(
        "UPDATE account SET first_seen_at = coalesce((SELECT min(seen) FROM (
             SELECT min(first_seen_at) AS seen FROM item WHERE account_id = ?1
             UNION ALL SELECT min(first_seen_at) FROM reaction WHERE account_id = ?1
             UNION ALL SELECT min(at) FROM account_state WHERE account_id = ?1)),
             (SELECT min(seen_at) FROM account_version AS shown WHERE (shown.platform, shown.native_id) = (account.platform, account.native_id)), ?2)
         WHERE id = ?1 AND first_seen_at = ?2",
    )?;
    let mut last = connection.prepare(
        "UPDATE account SET last_seen_at = coalesce((SELECT max(seen) FROM (
             SELECT max(last_seen_at) AS seen FROM item WHERE account_id = ?1
             UNION ALL SELECT max(last_seen_at) FROM reaction WHERE account_id = ?1
             UNION ALL SELECT max(at) FROM account_state WHERE account_id = ?1)),
             (SELECT max(seen_at) FROM account_version AS shown WHERE (shown.platform, shown.native_id) = (account.platform, account.native_id)), ?2)
         WHERE id = ?1 AND last_seen_at = ?2",
    )?;
    // Who is known by nothing that is kept, is not known.
    let mut unknown = connection.prepare(
        "DELETE FROM account WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM item WHERE item.account_id = account.id)
           AND NOT EXISTS (SELECT 1 FROM observed WHERE observed.account_id = account.id)
           AND NOT EXISTS (SELECT 1 FROM reaction WHERE reaction.account_id = account.id)
           AND NOT EXISTS (SELECT 1 FROM account_state WHERE account_state.account_id = account.id)
           AND publisher IS NULL AND first_seen_at = ?2 AND last_seen_at = ?3",
    )?;
    for account in bereft {
        unknown.execute(params![account.id, account.first, account.last])?;
        first.execute(params![account.id, account.first])?;
        last.execute(params![account.id, account.last])?;
    }
    Ok(())
}
