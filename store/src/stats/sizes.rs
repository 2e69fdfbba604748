//! Bytes of each table and index, from `SQLite`'s own table `dbstat`, which visits every page of the file.

use rusqlite::Connection;

use crate::StoreError;

/// The bytes of one table or index.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PartSize {
    /// The table.
    pub table: String,
    /// The index of it; nothing for the table's own rows.
    pub index: Option<String>,
    /// Bytes of its pages.
    pub bytes: i64,
    /// Bytes of them that hold nothing.
    pub unused_bytes: i64,
}

/// Reads the sizes, the largest first; nothing where `SQLite` was built without `dbstat`. The shadow tables of a full-text
/// index are summed under its name.
pub(super) fn read(connection: &Connection) -> Result<Option<Vec<PartSize>>, StoreError> {
    let known: i64 =
        connection.query_row("SELECT count(*) FROM pragma_module_list WHERE name = 'dbstat'", [], |row| {
            row.get(0)
        })?;
    if known == 0 {
        return Ok(None);
    }
    // A shadow table is named after its virtual table, and so is an index of a shadow table.
    let mut statement = connection.prepare(
        "WITH part AS (
           SELECT dbstat.name, coalesce(sqlite_schema.tbl_name, dbstat.name) AS tbl_name, dbstat.pgsize, dbstat.unused
           FROM dbstat LEFT JOIN sqlite_schema ON sqlite_schema.name = dbstat.name WHERE dbstat.aggregate = TRUE),
         virtual AS (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'),
         shadow AS (
           SELECT list.name, virtual.name AS virtual FROM pragma_table_list AS list
           JOIN virtual ON substr(list.name, 1, length(virtual.name) + 1) = virtual.name || '_'
           WHERE list.schema = 'main' AND list.type = 'shadow')
         SELECT coalesce(shadow.virtual, part.tbl_name),
           CASE WHEN shadow.virtual IS NULL AND part.name <> part.tbl_name THEN part.name END,
           sum(part.pgsize), sum(part.unused)
         FROM part LEFT JOIN shadow ON shadow.name = part.tbl_name GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
    )?;
    let sizes = statement.query_map([], |row| {
        Ok(PartSize { table: row.get(0)?, index: row.get(1)?, bytes: row.get(2)?, unused_bytes: row.get(3)? })
    })?;
    Ok(Some(sizes.collect::<Result<_, _>>()?))
}
