//! Running one query under limits.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::deadline::within;
use super::guard::{guard, opens, secret_trees};
use crate::hint::Hint;
use crate::{StoreError, store};

/// Bytes of an answer that are held at once, about; what comes after is cut, as rows above their limit are.
const LARGEST_ANSWER: usize = 128 << 20;

/// What a query may use.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Rows printed at most.
    pub rows: usize,
    /// Steps of `SQLite`'s machine at most, in thousands: where a query is stopped is the same on any machine. One call of a
    /// function is one step, however long it takes.
    pub kilo_steps: u64,
    /// Seconds at most, whatever the query does.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { rows: 10_000, kilo_steps: 2_000_000, seconds: 60 }
    }
}

/// Why a query gave nothing.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The store could not be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The query writes, attaches, or calls what it must not.
    #[error("the query is refused: {0}")]
    Refused(String),
    /// The query used more steps than allowed.
    #[error("the query was stopped after {0} thousand steps")]
    Stopped(u64),
    /// The query took longer than allowed.
    #[error("the query was stopped after {0} seconds")]
    TimeUp(u64),
    /// The system gave no thread to run the query in.
    #[error("cannot run the query")]
    Thread(#[source] std::io::Error),
    /// The query is wrong.
    #[error("the query is wrong: {0}")]
    Wrong(String),
    /// A `--param` does not occur in the query.
    #[error("the query has no parameter :{0}")]
    NoParameter(String),
}

impl Hint for QueryError {
    fn hint(&self) -> Option<String> {
        let text = match self {
            Self::Store(error) => return error.hint(),
            Self::Refused(_) => {
                "only SELECT is allowed here; `whence-store sql --tables` lists what can be read"
            }
            Self::Stopped(_) => "narrow the query, add a LIMIT, or raise --kilo-steps",
            Self::TimeUp(_) => "narrow the query, add a LIMIT, or raise --seconds",
            Self::Thread(_) => "the system is short of memory or threads: try again later",
            Self::Wrong(_) => "`whence-store sql --tables` lists tables, views and their columns",
            Self::NoParameter(_) => "write :name in the query where the value belongs",
        };
        Some(text.to_owned())
    }
}

/// The answer to a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The names of its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Value>>,
    /// Whether there were more rows than the limit.
    pub cut: bool,
}

impl Table {
    /// The number of an answer of one row and one column.
    pub fn number(&self) -> Option<i64> {
        match self.rows.as_slice() {
            [row] => match row.as_slice() {
                [Value::Integer(number)] => Some(*number),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Runs one SELECT on a store, with named parameters.
///
/// A query that is stopped for its time may be inside a function that cannot be broken off: its thread then ends with that
/// call, or with the process.
///
/// # Errors
/// [`QueryError`].
pub fn query(
    path: &Path,
    sql: &str,
    params: &[(String, String)],
    limits: Limits,
) -> Result<Table, QueryError> {
    // SQLite reads up to there and would leave the rest unread.
    if sql.contains('\0') {
        return Err(QueryError::Wrong("it holds a NUL character".to_owned()));
    }
    let connection = store::open_read_only(path)?;
    let interrupt = connection.get_interrupt_handle();
    let (sql, params) = (sql.to_owned(), params.to_owned());
    let answer =
        within(Duration::from_secs(limits.seconds), move || answer(connection, &sql, &params, limits));
    answer.map_err(QueryError::Thread)?.unwrap_or_else(|| {
        interrupt.interrupt();
        Err(QueryError::TimeUp(limits.seconds))
    })
}

fn answer(
    mut connection: Connection,
    sql: &str,
    params: &[(String, String)],
    limits: Limits,
) -> Result<Table, QueryError> {
    // One snapshot: what is found out about the file holds as long as the query runs.
    connection.execute_batch("BEGIN").map_err(StoreError::from)?;
    guard(&mut connection).map_err(StoreError::from)?;
    let trees = secret_trees(&connection).map_err(StoreError::from)?;
    let mut left = limits.kilo_steps;
    connection
        .progress_handler(
            1000,
            Some(move || {
                left = left.saturating_sub(1);
                left == 0
            }),
        )
        .map_err(StoreError::from)?;
    let explain = |error: rusqlite::Error| explain(error, limits);
    let mut statement = connection.prepare(sql).map_err(explain)?;
    if !statement.readonly() {
        return Err(QueryError::Refused("it is no query".to_owned()));
    }
    if opens(&connection, &statement, sql, &trees).map_err(explain)? {
        return Err(QueryError::Refused("the store's keys are not to be read".to_owned()));
    }
    for (name, value) in params {
        let index = statement.parameter_index(&format!(":{name}")).map_err(explain)?;
        let Some(index) = index else { return Err(QueryError::NoParameter(name.clone())) };
        statement.raw_bind_parameter(index, value).map_err(explain)?;
    }
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut table = Table { rows: Vec::new(), cut: false, columns };
    let mut rows = statement.raw_query();
    let mut bytes = 0;
    while let Some(row) = rows.next().map_err(explain)? {
        if table.rows.len() == limits.rows || bytes > LARGEST_ANSWER {
            table.cut = true;
            break;
        }
        let values = (0..table.columns.len()).map(|n| row.get(n)).collect::<Result<Vec<Value>, _>>();
        let values = values.map_err(explain)?;
        bytes += values.iter().map(size).sum::<usize>();
        table.rows.push(values);
    }
    Ok(table)
}

/// The bytes that a value takes, about.
fn size(value: &Value) -> usize {
    size_of::<Value>()
        + match value {
            Value::Text(text) => text.len(),
            Value::Blob(bytes) => bytes.len(),
            _ => 0,
        }
}

fn explain(error: rusqlite::Error, limits: Limits) -> QueryError {
    use rusqlite::ErrorCode::{
        AuthorizationForStatementDenied, DatabaseBusy, DatabaseCorrupt, NotADatabase, OperationInterrupted,
        OutOfMemory, ReadOnly, TooBig,
    };
    match error.sqlite_error_code() {
        Some(AuthorizationForStatementDenied | ReadOnly | TooBig) => QueryError::Refused(error.to_string()),
        Some(OutOfMemory) => QueryError::Refused("it needs more memory than a query may take".to_owned()),
        // A function that is not allowed is an ordinary error to SQLite.
        _ if error.to_string().contains("not authorized") => QueryError::Refused(error.to_string()),
        Some(OperationInterrupted) => QueryError::Stopped(limits.kilo_steps),
        Some(DatabaseCorrupt | NotADatabase | DatabaseBusy) => QueryError::Store(StoreError::from(error)),
        _ => QueryError::Wrong(error.to_string()),
    }
}
