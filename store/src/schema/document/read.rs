//! Reading the schema of an open database: what `SQLite` says of each object, and what the comments say.

use rusqlite::Connection;

use super::{Column, Kind, Object, Part, check, comment};
use crate::StoreError;

/// Tables and views, in the order in which they were made; `reasons` are the comments above statements.
pub(super) fn objects(
    connection: &Connection,
    reasons: &[(String, String)],
) -> Result<Vec<Object>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT s.name, s.sql, l.type FROM sqlite_schema AS s JOIN pragma_table_list AS l ON l.schema = 'main' AND l.name = s.name
         WHERE l.type IN ('table', 'virtual', 'view') AND s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
         ORDER BY s.rowid",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (name, sql): (String, String) = (row.get(0)?, row.get(1)?);
        let kind = match row.get::<_, String>(2)?.as_str() {
            "view" => Kind::View,
            "virtual" => Kind::FullText,
            _ => Kind::Table,
        };
        let mut said = comment::described(&sql, kind == Kind::View);
        if kind == Kind::FullText {
            said.about = reason(reasons, &name);
        }
        let unique = unique(connection, &name)?;
        found.push(Object {
            columns: columns(connection, &name, kind, &said, &unique)?,
            unique: unique.into_iter().filter(|columns| columns.len() > 1).collect(),
            indexes: parts(connection, "index", &name, reasons)?,
            triggers: parts(connection, "trigger", &name, reasons)?,
            about: said.about,
            kind,
            name,
            sql,
        });
    }
    Ok(found)
}

fn reason(reasons: &[(String, String)], name: &str) -> String {
    reasons.iter().find(|(of, _)| of == name).map(|(_, reason)| reason.clone()).unwrap_or_default()
}

fn columns(
    connection: &Connection,
    object: &str,
    kind: Kind,
    said: &comment::Described,
    unique: &[Vec<String>],
) -> Result<Vec<Column>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT c.name, c.type, c.\"notnull\", c.pk, c.dflt_value,
           (SELECT f.\"table\" || '.' || f.\"to\" FROM pragma_foreign_key_list(?1) AS f WHERE f.\"from\" = c.name)
         FROM pragma_table_info(?1) AS c ORDER BY c.cid",
    )?;
    let rows = statement.query_map([object], |row| {
        let name: String = row.get(0)?;
        let written = said.columns.iter().find(|(of, _, _)| *of == name);
        let meaning = match kind {
            Kind::FullText => comment::said_of(&name, &said.about),
            _ => written.map(|(_, meaning, _)| meaning.clone()).unwrap_or_default(),
        };
        let key: i64 = row.get(3)?;
        let check =
            written.filter(|_| kind == Kind::Table).and_then(|(_, _, code)| check::in_words(&name, code));
        Ok(Column {
            data_type: row.get(1)?,
            may_be_null: !row.get::<_, bool>(2)? && key == 0,
            key,
            unique: unique.contains(&vec![name.clone()]),
            references: row.get(5)?,
            default: row.get(4)?,
            check,
            meaning,
            name,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The columns of each `UNIQUE` constraint.
fn unique(connection: &Connection, table: &str) -> Result<Vec<Vec<String>>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT group_concat(i.name, ' ' ORDER BY i.seqno) FROM pragma_index_list(?1) AS l, pragma_index_info(l.name) AS i
         WHERE l.origin = 'u' GROUP BY l.seq ORDER BY l.seq",
    )?;
    let rows = statement.query_map([table], |row| row.get::<_, String>(0))?;
    rows.map(|names| Ok(names?.split(' ').map(str::to_owned).collect())).collect()
}

/// The indexes or triggers of a table that have SQL of their own.
fn parts(
    connection: &Connection,
    kind: &str,
    table: &str,
    reasons: &[(String, String)],
) -> Result<Vec<Part>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT name, sql FROM sqlite_schema WHERE type = ?1 AND tbl_name = ?2 AND sql IS NOT NULL ORDER BY rowid",
    )?;
    let rows = statement.query_map([kind, table], |row| {
        let (name, sql): (String, String) = (row.get(0)?, row.get(1)?);
        let what = if kind == "index" {
            sql.split_once(" ON ").map(|(_, on)| on.trim_start_matches(table).to_owned())
        } else {
            // CREATE TRIGGER name BEFORE UPDATE ON …
            let words: Vec<&str> = sql.split_whitespace().skip(3).take(2).collect();
            Some(words.join(" ").to_lowercase())
        };
        Ok(Part { reason: reason(reasons, &name), what: what.unwrap_or_default(), name, sql })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
