//! Two queries in the order of their keys, side by side: memory holds one row of each.

use std::cmp::Ordering;

use rusqlite::types::Value;
use rusqlite::{Connection, Rows};

use super::report::{Change, TableChanges};
use super::tables::Table;
use crate::StoreError;

/// Values are shown up to so many characters.
const SHOWN: usize = 80;

/// Compares a table of the store with the side file's.
pub(super) fn merge(pair: &Connection, table: Table, examples: usize) -> Result<TableChanges, StoreError> {
    let mut old = pair.prepare(&table.over("main"))?;
    let mut new = pair.prepare(&table.over("side"))?;
    let names: Vec<String> = old.column_names().map(str::to_owned).collect();
    let (mut old, mut new) = (old.query([])?, new.query([])?);
    let mut found = TableChanges { table: table.name.to_owned(), ..TableChanges::default() };
    let (mut was, mut is) = (next(&mut old, names.len())?, next(&mut new, names.len())?);
    loop {
        let order = match (&was, &is) {
            (None, None) => return Ok(found),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(was), Some(is)) => order(&was[..table.key], &is[..table.key]),
        };
        let mut change = None;
        match order {
            Ordering::Less => {
                found.removed += 1;
                change = was.as_deref().map(|row| named("removed", row, table.key));
            }
            Ordering::Greater => {
                found.added += 1;
                change = is.as_deref().map(|row| named("added", row, table.key));
            }
            Ordering::Equal => {
                if let (Some(was), Some(is)) = (&was, &is)
                    && was != is
                {
                    let mut told = named("changed", is, table.key);
                    for ((name, was), is) in names.iter().zip(was).zip(is).filter(|((_, was), is)| was != is)
                    {
                        *found.columns.entry(name.clone()).or_default() += 1;
                        told.columns.push((name.clone(), shown(was), shown(is)));
                    }
                    found.changed += 1;
                    change = Some(told);
                }
            }
        }
        if found.examples.len() < examples {
            found.examples.extend(change);
        }
        if order != Ordering::Greater {
            was = next(&mut old, names.len())?;
        }
        if order != Ordering::Less {
            is = next(&mut new, names.len())?;
        }
    }
}

fn next(rows: &mut Rows<'_>, width: usize) -> Result<Option<Vec<Value>>, StoreError> {
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some((0..width).map(|n| row.get(n)).collect::<Result<_, _>>()?))
}

/// As `SQLite` orders rows: nothing before numbers before texts before bytes.
fn order(a: &[Value], b: &[Value]) -> Ordering {
    let rank = |value: &Value| match value {
        Value::Null => 0,
        Value::Integer(_) | Value::Real(_) => 1,
        Value::Text(_) => 2,
        Value::Blob(_) => 3,
    };
    let one = |a: &Value, b: &Value| match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Real(a), Value::Real(b)) => a.total_cmp(b),
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Blob(a), Value::Blob(b)) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)),
    };
    a.iter().zip(b).map(|(a, b)| one(a, b)).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

fn named(what: &'static str, row: &[Value], key: usize) -> Change {
    let row = row[..key].iter().map(shown).collect::<Vec<_>>().join(" ");
    Change { what, row, columns: Vec::new() }
}

fn shown(value: &Value) -> String {
    let text = match value {
        Value::Null => "(nothing)".to_owned(),
        Value::Integer(n) => n.to_string(),
        Value::Real(n) => n.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => crate::evidence::chain::hex(bytes),
    };
    // Line breaks and the like must not make one row look like several.
    let plain = |c: char| if c.is_control() { ' ' } else { c };
    let mut short: String = text.chars().take(SHOWN).map(plain).collect();
    if text.chars().nth(SHOWN).is_some() {
        short.push('…');
    }
    short
}
