//! What a query of a person may do: read, but not the store's keys. Opening the file read-only is not enough, as `ATTACH` makes
//! files.
//!
//! The authorizer alone does not keep the keys: `SQLite` does not ask it about columns that USING, NATURAL and FULL JOIN bring
//! together. So [`opens`] also reads the program that a query was made into, which names each tree that it opens.

use rusqlite::functions::FunctionFlags;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, OptionalExtension as _, Statement};

use crate::text;

/// Its keys would undo pseudonyms, and tell who was forgotten.
const SECRET: &str = "meta";

/// Longest value that a query may build, in bytes.
const LONGEST_VALUE: i32 = 16 << 20;
/// Longest pattern of LIKE and GLOB, in bytes: matching takes a step for each of them at each character of the text.
const LONGEST_PATTERN: i32 = 1000;
/// Memory that sorting, grouping and caches may take, in bytes; `SQLite` counts it for the whole process.
const MOST_MEMORY: i64 = 512 << 20;

/// Adds `terms('…')` and `hamming(…, …)`, and forbids everything but reading.
pub(super) fn guard(connection: &mut Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection
        .create_scalar_function("terms", 1, flags, |context| Ok(text::terms(&context.get::<String>(0)?)))?;
    // In how many bits two hashes of pictures differ; nothing where one of them is not known.
    connection.create_scalar_function("hamming", 2, flags, |context| {
        let (one, other): (Option<i64>, Option<i64>) = (context.get(0)?, context.get(1)?);
        Ok(one.zip(other).map(|(one, other)| (one ^ other).count_ones()))
    })?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "trusted_schema", false)?;
    // The limit steps bound nothing of: a thousand rows of 16 MiB are sorted in a few steps.
    connection.pragma_update_and_check(None, "hard_heap_limit", MOST_MEMORY, |_| Ok(()))?;
    // FTS5 prepares its own statements when its table is first used: that has to happen before the guard is up.
    connection
        .query_row("SELECT rowid FROM item_fts WHERE item_fts MATCH '\"a\"' LIMIT 1", [], |_| Ok(()))
        .optional()?;
    connection.authorizer(Some(allow))
}

/// The trees that no query may open. They stay where they are as long as the transaction lasts, in which the query has to run.
pub(super) fn secret_trees(connection: &Connection) -> rusqlite::Result<Vec<i64>> {
    // ANALYZE keeps samples of indexes, also of one that somebody makes over the keys.
    let mut trees = connection
        .prepare("SELECT rootpage FROM sqlite_schema WHERE lower(tbl_name) IN (?1, 'sqlite_stat4')")?;
    trees.query_map([SECRET], |row| row.get(0))?.collect()
}

/// Whether a statement opens one of these trees of the store's file, whatever it is called in the query.
pub(super) fn opens(
    connection: &Connection,
    statement: &Statement<'_>,
    sql: &str,
    trees: &[i64],
) -> rusqlite::Result<bool> {
    // EXPLAIN shows a program and runs none.
    if statement.is_explain() != 0 {
        return Ok(false);
    }
    let mut program = connection.prepare(&format!("EXPLAIN {sql}"))?;
    // Whatever values its parameters will have, it opens the same trees.
    let mut steps = program.raw_query();
    while let Some(step) = steps.next()? {
        let (operation, root, database): (String, i64, i64) = (step.get(1)?, step.get(3)?, step.get(4)?);
        let opens = matches!(operation.as_str(), "OpenRead" | "OpenWrite" | "ReopenIdx");
        if opens && database == 0 && trees.contains(&root) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn allow(context: AuthContext<'_>) -> Authorization {
    let allowed = match context.action {
        AuthAction::Read { table_name, .. } => !table_name.eq_ignore_ascii_case(SECRET),
        AuthAction::Select | AuthAction::Recursive => true,
        AuthAction::Function { function_name } => !function_name.eq_ignore_ascii_case("load_extension"),
        // FTS5 asks for the version whenever another connection may have written; columns of a table are read through
        // pragma_table_info(…), as the schema is no secret.
        AuthAction::Pragma { pragma_name, pragma_value } => {
            matches!(pragma_name, "table_info" | "table_xinfo")
                || (pragma_name == "data_version" && pragma_value.is_none())
        }
        _ => false,
    };
    if allowed { Authorization::Allow } else { Authorization::Deny }
}
