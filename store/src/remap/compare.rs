//! Comparison of the store's derived tables with the side file's.

use rusqlite::Connection;

use super::merge::merge;
use super::report::Difference;
use super::tables::{CLAIMS, TABLES, WORDS};
use super::words;
use crate::StoreError;

/// Compares everything; `pair` has the side file attached as `side`.
pub(super) fn compare(pair: &Connection, examples: usize) -> Result<Difference, StoreError> {
    words::prints(pair)?;
    let mut difference = Difference::default();
    let claims = merge(pair, CLAIMS, examples)?;
    difference.claims = (claims.rows() > 0).then_some(claims);
    if are_equal(pair)? {
        return Ok(difference);
    }
    for table in TABLES.into_iter().chain([WORDS]) {
        let changes = merge(pair, table, examples)?;
        if changes.rows() > 0 {
            difference.tables.push(changes);
        }
    }
    Ok(difference)
}

/// Whether all tables have the same rows with the same numbers: the usual case, and the quickest to see. Only where all have
/// are equal numbers equal things.
fn are_equal(pair: &Connection) -> Result<bool, StoreError> {
    for table in TABLES {
        if !is_equal(pair, ("main", "side"), table.name)? {
            return Ok(false);
        }
    }
    let sql = "SELECT (SELECT count(*) FROM temp.words_main) = (SELECT count(*) FROM temp.words_side) AND NOT EXISTS (
                 SELECT 1 FROM temp.words_main AS a LEFT JOIN temp.words_side AS b ON b.id = a.id
                 WHERE (b.words, b.lengths) IS NOT (a.words, a.lengths))";
    Ok(pair.query_row(sql, [], |row| row.get(0))?)
}

fn is_equal(pair: &Connection, (a, b): (&str, &str), table: &str) -> Result<bool, StoreError> {
    let mut statement = pair.prepare("SELECT name, pk FROM pragma_table_info(?1)")?;
    let columns = statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let columns: Vec<(String, i64)> = columns.collect::<Result<_, _>>()?;
    let list = |alias: &str| {
        columns.iter().map(|(name, _)| format!("{alias}.{name}")).collect::<Vec<_>>().join(", ")
    };
    let keys: Vec<String> =
        columns.iter().filter(|(_, key)| *key > 0).map(|(name, _)| format!("b.{name} = a.{name}")).collect();
    let sql = format!(
        "SELECT (SELECT count(*) FROM {a}.{table}) = (SELECT count(*) FROM {b}.{table}) AND NOT EXISTS (
           SELECT 1 FROM {a}.{table} AS a LEFT JOIN {b}.{table} AS b ON {} WHERE ({}) IS NOT ({}))",
        keys.join(" AND "),
        list("b"),
        list("a")
    );
    Ok(pair.query_row(&sql, [], |row| row.get(0))?)
}
