//! Derived rows: those of the forgotten go, and what nothing refers to any more.

use super::gather::Subject;
use super::{Forgetting, Target, others};
use crate::StoreError;

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
    for table in ["metric", "link", "tag", "mention", "media", "share"] {
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
    // An account that was never seen itself counts as one all the same.
    forgetting.done.accounts += subject.accounts.iter().filter(|account| account.id.is_none()).count();
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
    if subject.has_needles || !subject.item_keys.is_empty() {
        others::redact(forgetting, subject)?;
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
