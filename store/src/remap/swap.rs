//! The side file's derived tables in the place of the store's: all of them, or, after a kill, none.

use rusqlite::{Connection, TransactionBehavior};

use super::tables::TABLES;
use crate::StoreError;

/// The tables in which `FTS5` keeps an index without its texts. Copied row by row they are the same index, at a small part of
/// the time that folding and indexing every text takes.
const WORDS: [&str; 4] = ["item_fts_data", "item_fts_idx", "item_fts_docsize", "item_fts_config"];

/// Replaces the tables; `pair` has the side file attached as `side`.
pub(super) fn swap(pair: &mut Connection) -> Result<(), StoreError> {
    // Tables that name each other are emptied and filled whole, so that the rows are checked once, at the end.
    pair.pragma_update(None, "foreign_keys", false)?;
    let transaction = pair.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for table in TABLES.map(|table| table.name).into_iter().chain(WORDS) {
        transaction.execute_batch(&format!(
            "DELETE FROM main.{table}; INSERT INTO main.{table} SELECT * FROM side.{table};"
        ))?;
    }
    for table in TABLES {
        let mut orphans = transaction.prepare(&format!("PRAGMA main.foreign_key_check({})", table.name))?;
        if orphans.exists([])? {
            let what = format!("the new rows of `{}` name rows that are not there", table.name);
            return Err(StoreError::Damaged { what });
        }
    }
    transaction.commit()?;
    Ok(())
}
