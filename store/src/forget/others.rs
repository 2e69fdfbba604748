//! Derived rows of others: what names the forgotten is taken out of them, as the sieve takes it out of what is read again from
//! the redacted bodies (`ingest/sieve.rs`): the tables must be what `remap` would make.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::Forgetting;
use super::gather::Subject;
use crate::StoreError;
use crate::ingest::{reindex, respell};
use crate::redact::{MARK, Needles, redact_text};

/// What becomes of a text that names somebody.
#[derive(Clone, Copy)]
enum Fate {
    /// It stays without the name.
    Marked,
    /// Nothing is left of it: a relation to the forgotten is none.
    Emptied,
}
use Fate::{Emptied, Marked};

/// Tables whose rows stay, the columns by which a row is found, and each column that may name somebody.
type Said = (&'static str, &'static [&'static str], &'static [(&'static str, Fate)]);

const ITEM: Said = (
    "item",
    &["id"],
    &[
        ("native_id", Marked),
        ("title", Marked),
        ("text", Marked),
        ("byline", Marked),
        ("created_original", Marked),
        ("created_basis", Marked),
        ("lang", Emptied),
        ("url", Emptied),
        ("repost_of", Emptied),
        ("quote_of", Emptied),
        ("reply_to", Emptied),
        ("thread_id", Emptied),
    ],
);
const MEDIA: Said = ("media", &["item_id", "n"], &[("kind", Marked), ("url", Emptied), ("alt", Marked)]);
const ACCOUNT: Said = (
    "account",
    &["id"],
    &[
        ("native_id", Marked),
        ("handle", Marked),
        ("shown_handle", Marked),
        ("name", Marked),
        ("description", Marked),
        ("label", Marked),
    ],
);
const ACTOR: Said = (
    "actor",
    &["id"],
    &[("name", Marked), ("owner", Marked), ("parent", Marked), ("region", Marked), ("language", Marked)],
);
const SERIES: Said = (
    "series",
    &["name", "measure", "at"],
    &[("name", Marked), ("measure", Marked), ("local_date", Marked), ("unit", Marked)],
);

/// The key of a row, and what its columns are to say.
type Change = (Vec<Value>, Vec<(&'static str, Option<String>)>);

/// Tables whose rows go where one of the columns names somebody: what is left would say nothing.
const DROPPED: [(&str, &[&str]); 4] =
    [("metric", &["name"]), ("link", &["raw"]), ("mention", &["handle", "native_id"]), ("tag", &["tag"])];

pub(super) fn redact(forgetting: &mut Forgetting<'_>, subject: &Subject) -> Result<(), StoreError> {
    let connection = forgetting.connection;
    let needles = &subject.needles;
    let mut whole = BTreeSet::new();
    let mut touched = relations(connection, subject)?;
    touched.extend(mark(connection, ITEM, needles, |key, column, text| {
        if matches!(column, "title" | "text") && subject.firsts.whole_is_in(text) {
            whole.insert(key);
        }
    })?);
    touched.extend(mark(connection, MEDIA, needles, |_, _, _| ())?);
    for (table, columns) in DROPPED {
        touched.extend(drop_rows(connection, table, columns, needles)?);
    }
    touched.extend(addresses(connection, needles)?);
    for said in [ACCOUNT, ACTOR, SERIES] {
        forgetting.done.rows_redacted += mark(connection, said, needles, |_, _, _| ())?.len();
    }
    // The language that was detected from a text is not that of what is left of it.
    connection.execute(
        "UPDATE item SET lang = NULL, lang_source = NULL
         WHERE lang_source IS NOT NULL AND (lang IS NULL OR (lang_source = 'detected'
           AND (instr(text, ?1) > 0 OR instr(coalesce(title, ''), ?1) > 0)))",
        [MARK],
    )?;
    // Shares are not found by item: one sweep for all of them.
    connection.execute("DELETE FROM temp.gone_item", [])?;
    let mut changed = connection.prepare("INSERT INTO temp.gone_item VALUES (?1)")?;
    for id in &touched {
        changed.execute([id])?;
    }
    connection.execute("DELETE FROM share WHERE item_id IN (SELECT id FROM temp.gone_item)", [])?;
    for id in &touched {
        reindex(connection, *id)?;
        respell(connection, *id)?;
    }
    forgetting.done.items_redacted = touched.len();
    forgetting.done.items_whole = whole.len();
    Ok(())
}

/// Empties relations to forgotten items, also to those whose ids are too short to be searched for; gives the items.
fn relations(connection: &Connection, subject: &Subject) -> Result<BTreeSet<i64>, StoreError> {
    let mut touched = BTreeSet::new();
    if subject.before.is_some() {
        // What is only old is on no list, and may be told.
        return Ok(touched);
    }
    for column in ["repost_of", "quote_of", "reply_to", "thread_id"] {
        let mut all = connection
            .prepare(&format!("SELECT id, platform, {column} FROM item WHERE {column} IS NOT NULL"))?;
        let mut rows = all.query([])?;
        let mut found: Vec<i64> = Vec::new();
        while let Some(row) = rows.next()? {
            if subject.item_keys.contains(&(row.get(1)?, row.get(2)?)) {
                found.push(row.get(0)?);
            }
        }
        for id in found {
            connection
                .prepare_cached(&format!("UPDATE item SET {column} = NULL WHERE id = ?1"))?
                .execute([id])?;
            touched.insert(id);
        }
    }
    Ok(touched)
}

/// Takes needles out of the rows of a table; gives the first key of each row that said one. `told` hears that key, the column and
/// what it said.
fn mark(
    connection: &Connection,
    said: Said,
    needles: &Needles,
    mut told: impl FnMut(i64, &str, &str),
) -> Result<Vec<i64>, StoreError> {
    let (table, keys, columns) = said;
    let names: Vec<&str> = keys.iter().copied().chain(columns.iter().map(|(name, _)| *name)).collect();
    let mut all = connection.prepare(&format!("SELECT {} FROM {table}", names.join(", ")))?;
    let mut rows = all.query([])?;
    let mut found: Vec<Change> = Vec::new();
    while let Some(row) = rows.next()? {
        let mut changes = Vec::new();
        for (n, (column, fate)) in columns.iter().enumerate() {
            let Some(said) = row.get::<_, Option<String>>(keys.len() + n)? else { continue };
            let Some(text) = redact_text(&said, needles) else { continue };
            if let Value::Integer(key) = row.get(0)? {
                told(key, column, &said);
            }
            changes.push((*column, matches!(fate, Marked).then_some(text)));
        }
        if !changes.is_empty() {
            let key = (0..keys.len()).map(|n| row.get(n)).collect::<Result<_, _>>()?;
            found.push((key, changes));
        }
    }
    drop(rows);
    let whose = keys.iter().map(|key| format!("{key} = ?")).collect::<Vec<_>>().join(" AND ");
    let mut touched = Vec::new();
    for (key, changes) in found {
        let set = changes.iter().map(|(column, _)| format!("{column} = ?")).collect::<Vec<_>>().join(", ");
        let values = changes.into_iter().map(|(_, text)| text.map_or(Value::Null, Value::Text));
        let values: Vec<Value> = values.chain(key.iter().cloned()).collect();
        // Two rows that say the same now are one.
        let kept = connection
            .prepare_cached(&format!("UPDATE OR IGNORE {table} SET {set} WHERE {whose}"))?
            .execute(params_from_iter(&values))?;
        if kept == 0 {
            merged(connection, table, &whose, &key)?;
        }
        if let Value::Integer(id) = key[0] {
            touched.push(id);
        } else {
            touched.push(0);
        }
    }
    Ok(touched)
}

/// A row that cannot be told from another any more goes, with what it carries.
fn merged(connection: &Connection, table: &str, whose: &str, key: &[Value]) -> Result<(), StoreError> {
    match table {
        // Items stay with their account, whose id is not told any more.
        "account" => {
            connection.execute(
                "UPDATE account SET native_id = NULL, handle = ?2, shown_handle = ?2 WHERE id = ?1",
                params![key[0], MARK],
            )?;
        }
        "item" => {
            for carried in ["metric", "link", "spelled", "tag", "mention", "media", "share"] {
                connection.execute(&format!("DELETE FROM {carried} WHERE item_id = ?1"), [&key[0]])?;
            }
            connection.execute("DELETE FROM item_fts WHERE rowid = ?1", [&key[0]])?;
            connection.execute("DELETE FROM item WHERE id = ?1", [&key[0]])?;
        }
        _ => {
            connection.execute(&format!("DELETE FROM {table} WHERE {whose}"), params_from_iter(key))?;
        }
    }
    Ok(())
}

/// Removes rows that name somebody; gives their items.
fn drop_rows(
    connection: &Connection,
    table: &str,
    columns: &[&str],
    needles: &Needles,
) -> Result<Vec<i64>, StoreError> {
    let mut touched = Vec::new();
    for column in columns {
        let mut all = connection
            .prepare(&format!("SELECT DISTINCT item_id, {column} FROM {table} WHERE {column} IS NOT NULL"))?;
        let mut rows = all.query([])?;
        let mut found: Vec<(i64, String)> = Vec::new();
        while let Some(row) = rows.next()? {
            let text: String = row.get(1)?;
            if redact_text(&text, needles).is_some() {
                found.push((row.get(0)?, text));
            }
        }
        for (id, text) in found {
            connection
                .prepare_cached(&format!("DELETE FROM {table} WHERE item_id = ?1 AND {column} = ?2"))?
                .execute(params![id, text])?;
            touched.push(id);
        }
    }
    Ok(touched)
}

/// Removes addresses that name somebody, and the links to them; gives the items that linked them.
fn addresses(connection: &Connection, needles: &Needles) -> Result<Vec<i64>, StoreError> {
    let mut touched = Vec::new();
    let mut all = connection.prepare("SELECT id, canonical FROM url")?;
    let mut rows = all.query([])?;
    let mut found: Vec<i64> = Vec::new();
    while let Some(row) = rows.next()? {
        if redact_text(&row.get::<_, String>(1)?, needles).is_some() {
            found.push(row.get(0)?);
        }
    }
    for id in found {
        let mut items = connection.prepare_cached("SELECT item_id FROM link WHERE url_id = ?1")?;
        let mut rows = items.query([id])?;
        while let Some(row) = rows.next()? {
            touched.push(row.get(0)?);
        }
        connection.execute("DELETE FROM link WHERE url_id = ?1", [id])?;
        connection.execute("DELETE FROM url WHERE id = ?1", [id])?;
    }
    Ok(touched)
}
