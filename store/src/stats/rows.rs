//! Rows of every table, as the file's own schema lists them.

use rusqlite::Connection;

use crate::StoreError;

/// The rows of each table, by name.
pub(crate) fn count(connection: &Connection) -> Result<Vec<(String, i64)>, StoreError> {
    // Shadow tables hold the inside of a full-text index: the index itself is counted, by the items in it.
    let mut statement = connection.prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
           AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )?;
    let names = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let mut rows = Vec::with_capacity(names.len());
    for name in names {
        let quoted = name.replace('"', "\"\"");
        let count =
            connection.query_row(&format!("SELECT count(*) FROM \"{quoted}\""), [], |row| row.get(0))?;
        rows.push((name, count));
    }
    Ok(rows)
}
