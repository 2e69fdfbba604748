//! Who an account is: its rows, or, where it never published, what others say of it in mentions, claims and versions.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::gather::Account;
use crate::StoreError;
use crate::ingest::NewAccount;
use crate::ingest::suppression::is_telling;
use crate::redact::{Needle, Said, Words};

/// Each place that knows an account: its row, its id, its handle. Rows of `account` come first: where there is one, the others
/// only add the names that it had.
const KNOWN: [&str; 4] = [
    "SELECT id, native_id, handle FROM account WHERE platform = ?1 AND (native_id = ?2 OR handle = ?3)",
    "SELECT DISTINCT NULL, native_id, handle FROM account_version WHERE platform = ?1 AND (native_id = ?2 OR handle = ?3)",
    "SELECT DISTINCT NULL, native_id, handle FROM claim WHERE platform = ?1 AND (native_id = ?2 OR handle = ?3)",
    "SELECT DISTINCT NULL, mention.native_id, mention.handle FROM mention JOIN item ON item.id = mention.item_id
     WHERE item.platform = ?1 AND (mention.native_id = ?2 OR mention.handle = ?3)",
];

/// The accounts of a handle or id, and by what they would be found.
pub(super) fn accounts(
    connection: &Connection,
    platform: &str,
    who: &str,
    words: &mut Words,
) -> Result<Vec<Account>, StoreError> {
    let handle = NewAccount::folded_handle(who);
    let mut accounts: Vec<Account> = Vec::new();
    for (n, sql) in KNOWN.into_iter().enumerate() {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query(params![platform, who, handle])?;
        while let Some(row) = rows.next()? {
            let (id, native_id, handle): (Option<i64>, Option<String>, String) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            let known = accounts.iter().any(|account| {
                account.native_id == native_id || (native_id.is_none() && account.handles.contains(&handle))
            });
            if n == 0 || !known {
                accounts.push(Account {
                    id,
                    platform: platform.to_owned(),
                    native_id,
                    handles: BTreeSet::from([handle]),
                    addresses: BTreeSet::new(),
                });
            }
        }
        if n == 0 && !accounts.is_empty() {
            break;
        }
    }
    for account in &mut accounts {
        describe(connection, account, words)?;
    }
    Ok(accounts)
}

/// Adds all names, texts and addresses that an account ever had.
fn describe(connection: &Connection, account: &mut Account, words: &mut Words) -> Result<(), StoreError> {
    let whose = "platform = ?1 AND (native_id = ?2 OR (handle = ?3 AND (native_id IS NULL OR ?2 IS NULL)))";
    let known = account.handles.clone();
    for handle in &known {
        for sql in [
            format!("SELECT shown_handle, name, description, first_seen_at FROM account WHERE {whose}"),
            format!("SELECT handle, name, description, seen_at FROM account_version WHERE {whose}"),
            format!("SELECT handle, NULL, NULL, 0 FROM claim WHERE {whose}"),
        ] {
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query(params![account.platform, account.native_id, handle])?;
            while let Some(row) = rows.next()? {
                account.handles.insert(row.get(0)?);
                let at = row.get(3)?;
                for (column, is_name) in [(1, true), (2, false)] {
                    let text: Option<String> = row.get(column)?;
                    words.said.extend(text.map(|text| Said { text, at, is_name }));
                }
            }
        }
        let mut claims = connection.prepare_cached(&format!(
            "SELECT account_url FROM claim WHERE account_url IS NOT NULL AND {whose}"
        ))?;
        let mut rows = claims.query(params![account.platform, account.native_id, handle])?;
        while let Some(row) = rows.next()? {
            account.addresses.insert(row.get(0)?);
        }
    }
    // Others may have named it by a handle that it had before it was ever seen.
    let mut mentions = connection.prepare_cached(
        "SELECT DISTINCT mention.handle FROM mention JOIN item ON item.id = mention.item_id
         WHERE item.platform = ?1 AND mention.native_id = ?2",
    )?;
    let mut rows = mentions.query(params![account.platform, account.native_id])?;
    while let Some(row) = rows.next()? {
        account.handles.insert(row.get(0)?);
    }
    words.names.extend(account.handles.iter().cloned().map(Needle::Word));
    words.names.extend(account.native_id.clone().filter(|id| is_telling(id)).map(Needle::Word));
    words.names.extend(account.addresses.iter().cloned().map(Needle::Address));
    Ok(())
}
