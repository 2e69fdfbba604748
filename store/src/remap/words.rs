//! What the full text holds of each item. Its texts are not kept, and its own tables look different after each history of
//! writing; so that what it would find is compared: every word with its place.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;

use rusqlite::{Connection, params};

use crate::StoreError;

/// Makes `temp.words_main` and `temp.words_side`: for each item a number that stands for all its words and their places.
pub(super) fn prints(pair: &Connection) -> Result<(), StoreError> {
    // Keyed anew each time, so that nobody can prepare an index of other words with the same numbers.
    let key = RandomState::new();
    for file in ["main", "side"] {
        pair.execute_batch(&format!(
            "CREATE TEMP TABLE words_{file} (id INTEGER PRIMARY KEY, words INTEGER NOT NULL, lengths BLOB);
             CREATE VIRTUAL TABLE temp.instance_{file} USING fts5vocab('{file}', 'item_fts', 'instance');"
        ))?;
        let words = match read(pair, file, &key) {
            Ok(words) => words,
            // An index that cannot be read holds nothing that can be relied on; remap puts a sound one in its place.
            Err(error) if error.is_damage() && file == "main" => HashMap::new(),
            Err(error) => return Err(error),
        };
        let mut put = pair.prepare(&format!("INSERT INTO temp.words_{file} (id, words) VALUES (?1, ?2)"))?;
        for (id, words) in words {
            put.execute(params![id, words.cast_signed()])?;
        }
        // The length of each item in words stands in a table of its own.
        pair.execute_batch(&format!(
            "INSERT INTO temp.words_{file} (id, words, lengths) SELECT id, 0, sz FROM {file}.item_fts_docsize WHERE true
             ON CONFLICT (id) DO UPDATE SET lengths = excluded.lengths"
        ))?;
    }
    Ok(())
}

fn read(pair: &Connection, file: &str, key: &RandomState) -> Result<HashMap<i64, u64>, StoreError> {
    let mut words = HashMap::<i64, u64>::new();
    let mut statement =
        pair.prepare(&format!("SELECT doc, term, col, \"offset\" FROM temp.instance_{file}"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |n| {
            row.get_ref(n)?.as_bytes().map_err(|e| {
                rusqlite::Error::FromSqlConversionFailure(n, rusqlite::types::Type::Text, e.into())
            })
        };
        let word = key.hash_one((text(1)?, text(2)?, row.get::<_, i64>(3)?));
        // A sum, as the order in which an index gives its words is nothing that it says.
        let sum = words.entry(row.get(0)?).or_default();
        *sum = sum.wrapping_add(word);
    }
    Ok(words)
}
