//! What of others is known by nothing but a word that is forgotten: an account of another platform with the very handle and
//! no id, a page whose address is the account's. The bodies lose the word, and nothing could be told apart by what is left.
//!
//! And what bodies lose as a record of the forgotten: an item of others that says a whole text of theirs and names them beside it.

use rusqlite::Connection;

use super::gather::Subject;
use crate::StoreError;
use crate::ingest::suppression::{is_lost_account, is_lost_id};
use crate::redact::redact_text;

/// Notes them; they go like what is forgotten, and are on no list: they may come again.
pub(super) fn find(connection: &Connection, subject: &mut Subject) -> Result<(), StoreError> {
    let left = |text: &str| redact_text(text, &subject.needles).unwrap_or_else(|| text.to_owned());
    let mut accounts = connection.prepare("SELECT id, handle, native_id FROM account")?;
    let mut rows = accounts.query([])?;
    let mut lost_accounts = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let native_id = row.get::<_, Option<String>>(2)?.map(|text| left(&text));
        let is_ours = subject.accounts.iter().any(|account| account.id == Some(id));
        if !is_ours && is_lost_account(&left(&row.get::<_, String>(1)?), native_id.as_deref()) {
            lost_accounts.push(id);
        }
    }
    let mut lost_items = Vec::new();
    let mut items = connection.prepare("SELECT id, native_id, account_id FROM item")?;
    let mut rows = items.query([])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let is_lost = lost_accounts.contains(&row.get(2)?) || is_lost_id(&left(&row.get::<_, String>(1)?));
        if !subject.items.contains(&id) && (is_lost || is_record(connection, subject, id)?) {
            lost_items.push(id);
        }
    }
    subject.lost_accounts.extend(lost_accounts);
    subject.lost_items.extend(lost_items);
    Ok(())
}

/// Whether an item goes from bodies as a record of the forgotten (`redact/json.rs`).
fn is_record(connection: &Connection, subject: &Subject, id: i64) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("SELECT title, text FROM item WHERE id = ?1")?;
    let (title, text): (Option<String>, String) =
        statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let texts: Vec<&str> = title.as_deref().into_iter().chain([text.as_str()]).collect();
    if !subject.needles.hold_text(&texts) {
        return Ok(false);
    }
    let mut statement = connection.prepare_cached(NAMES)?;
    let names: Vec<String> = statement
        .query_map([id], |row| row.get::<_, Option<String>>(0))?
        .filter_map(Result::transpose)
        .collect::<Result<_, _>>()?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Ok(subject.needles.are_record(&texts, &names))
}

/// All names, ids and addresses in an item, one a row.
const NAMES: &str = "
    SELECT json_each.value FROM item JOIN account ON account.id = item.account_id,
      json_each(json_array(item.native_id, item.url, repost_of, quote_of, reply_to, thread_id, handle, account.native_id, name))
    WHERE item.id = ?1
    UNION ALL SELECT handle FROM mention WHERE item_id = ?1
    UNION ALL SELECT native_id FROM mention WHERE item_id = ?1
    UNION ALL SELECT raw FROM link WHERE item_id = ?1";
