//! What of others is known by nothing but a word that is forgotten: an account of another platform with the very handle and
//! no id, a page whose address is the account's. The bodies lose the word, and nothing could be told apart by what is left.

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
        if is_lost && !subject.items.contains(&id) {
            lost_items.push(id);
        }
    }
    subject.lost_accounts.extend(lost_accounts);
    subject.lost_items.extend(lost_items);
    Ok(())
}
