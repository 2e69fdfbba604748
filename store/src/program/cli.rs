//! The command line of `whence-store`.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::{Exit, backup, export, forget, stats, verify};
use crate::export::{Format, Selection};
use crate::ingest::ItemKind;
use crate::schema::Document;
use crate::sql::{self, Limits, QueryError};
use crate::time::{Clock, Micros};

/// Read, check, measure, copy and export a Whence store.
///
/// Exit codes: 0 done, 1 failed, 2 usage, 3 stopped by a limit, unfinished or forgotten since a head, 4 another run holds the store, 5 the store is damaged.
#[derive(Debug, Parser)]
#[command(name = "whence-store", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// Which items.
#[derive(Debug, Args)]
struct Selected {
    /// Only items with these words, as terms('…') reads them: `深度求索 OR "deep seek"`.
    #[arg(long, value_name = "QUERY")]
    terms: Option<String>,
    /// Only items of this platform.
    #[arg(long, value_name = "NAME")]
    platform: Option<String>,
    /// Only items of this kind: post, repost, reply, quote, article, video, comment or ranking.
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<ItemKind>,
    /// Only items of the account with this handle.
    #[arg(long, value_name = "HANDLE")]
    account: Option<String>,
    /// Only items published at that time or later: RFC 3339, or a date (its UTC midnight).
    #[arg(long, value_name = "TIME", value_parser = time)]
    from: Option<Micros>,
    /// Only items published before that time.
    #[arg(long, value_name = "TIME", value_parser = time)]
    to: Option<Micros>,
}

impl From<Selected> for Selection {
    fn from(Selected { terms, platform, kind, account, from, to }: Selected) -> Self {
        Self { terms, platform, kind, account, from, to }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run one SELECT. Nothing can be changed with it, the store's keys cannot be read, and no query runs for ever: it is stopped
    /// after --seconds, or after --kilo-steps, which is the same place on any machine.
    ///
    /// Full text is searched with terms('…'), which folds words as the index does:
    ///   SELECT created, handle, text FROM search WHERE words MATCH terms('深度求索 OR "deep seek"') ORDER BY rank
    /// docs/sql-cookbook.md has twenty questions with their queries; `whence-store schema` says what each column means.
    Sql {
        /// The query; `-` reads it from standard input.
        #[arg(required_unless_present = "tables")]
        query: Option<String>,
        /// The store's file.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: sql::Format,
        /// A value for `:name` in the query.
        #[arg(long = "param", value_name = "NAME=VALUE", value_parser = name_value)]
        params: Vec<(String, String)>,
        /// Print at most so many rows.
        #[arg(long, default_value_t = Limits::default().rows)]
        rows: usize,
        /// Stop after so many thousand steps of the database machine.
        #[arg(long, default_value_t = Limits::default().kilo_steps)]
        kilo_steps: u64,
        /// Stop after so many seconds, whatever the query does.
        #[arg(long, default_value_t = Limits::default().seconds)]
        seconds: u64,
        /// List tables and views with their columns instead.
        #[arg(long)]
        tables: bool,
    },
    /// Print what the tables, views and columns mean: of this program's schema, or of a file's.
    Schema {
        /// The store's file.
        #[arg(long, value_name = "FILE")]
        db: Option<PathBuf>,
        /// Markdown for reading, or the SQL statements with their comments.
        #[arg(long, value_enum, default_value = "md")]
        format: SchemaFormat,
    },
    /// Print counts and sizes, and how the store grows.
    ///
    /// Rows are counted in the smallest index of each table, and the heads of bodies are read for their sizes; growth reads
    /// only the newest rows. --sizes reads the whole file.
    Stats {
        /// The store's file.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
        /// Show so many days with captures; 0 shows none. The projection is the same, as it rests on days of its own.
        #[arg(long, value_name = "N", default_value_t = 14)]
        days: usize,
        /// Show the bytes of each table and index too; this visits every page of the file.
        #[arg(long)]
        sizes: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Copy the store to another file, while a run may be writing.
    ///
    /// One snapshot is copied, checked (its trees, its head, its rows) and only then gets its name; a copy that was broken off
    /// leaves at most a FILE.part, which the next one replaces. The head that is printed belongs into a notebook: `verify
    /// --against HEAD` later finds what was changed or cut off and lists what was forgotten. `forget` does not reach backups.
    Backup {
        /// The store's file.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
        /// The copy's file, or a folder: then it is called NAME-<8 digits of the head>-<captures>.db.
        #[arg(long, value_name = "FILE|FOLDER")]
        to: PathBuf,
        /// Replace an ordinary file that is there; never the store or a file beside it that belongs to it.
        #[arg(long)]
        force: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write items into a file of another kind, in order of time.
    ///
    /// ndjson is for archives and for other stores: with --identifiable, `whence-collect import whence-export FILE` reads it
    /// back. csv is for spreadsheets; import its columns as text, as ids have more digits than a number there keeps. ids-only
    /// is for sharing under platforms' terms: others ask the platform for the posts again, and get only what is still public.
    ///
    /// Whoever is no office or outlet, by accepted claims or the configuration, appears under the pseudonym that reports
    /// give, without id, address, words, links, tags, mentions and media, as these would find them; ids-only leaves them out.
    /// Every field of offices and outlets is scrubbed of what leads to people; docs/store.md says how, and what remains.
    Export {
        /// The store's file.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
        /// The form of the file.
        #[arg(long, value_enum)]
        format: Format,
        /// Where to write, by FILE.part and a rename; standard output by default.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Replace an ordinary file that is there; never the store or a file beside it that belongs to it.
        #[arg(long, requires = "out")]
        force: bool,
        #[command(flatten)]
        selection: Selected,
        /// Name everybody and withhold nothing: the file then holds people's words and names, and is yours to protect.
        #[arg(long)]
        identifiable: bool,
    },
    /// Remove an account, an item, a source, or all that is older than a time, for good.
    ///
    /// One transaction removes the rows, redacts the bodies and leaves tombstones with salted hashes, so that `verify` still
    /// checks the chain; then the file is rewritten, so that no page keeps what was removed. Neither `remap` nor the next run of
    /// a source brings it back. Whole texts go wherever they stand; lines and sentences stay with those who published them first.
    /// A source goes only where its address is the account's own; each is named. Try --dry-run first. It does not reach backups.
    Forget(forget::Forget),
    /// Check the evidence chain, every body's hash and every reference; say whether a forgetting is unfinished.
    ///
    /// The chain has no key: who can write the file can put something else in the place of a body or row and seal a tombstone over
    /// it, as forget does. Only a head that was kept elsewhere (--against) shows it, as a change by forgetting since then; compare
    /// the list with what you know was forgotten.
    Verify {
        /// The store's file.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
        /// A chain head printed earlier, for instance in a report: finds captures that were changed or cut off since, and lists every
        /// tombstone sealed after it (code 3 if there is any).
        #[arg(long, value_name = "HEAD", value_parser = head)]
        against: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// How to print the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SchemaFormat {
    Md,
    Sql,
}

fn head(text: &str) -> Result<String, String> {
    let text = text.trim();
    let is_head = text.len() == 64 && text.chars().all(|c| c.is_ascii_hexdigit());
    if is_head { Ok(text.to_owned()) } else { Err("a head is 64 hexadecimal digits".to_owned()) }
}

fn kind(text: &str) -> Result<ItemKind, String> {
    serde_json::from_value(text.to_lowercase().into())
        .map_err(|_| "use post, repost, reply, quote, article, video, comment or ranking".to_owned())
}

fn time(text: &str) -> Result<Micros, String> {
    // A date alone is its UTC midnight, as days are kept in the store.
    let midnight = text.parse::<jiff::civil::Date>().map(|date| format!("{date}T00:00:00Z"));
    let whole = midnight.as_deref().unwrap_or(text);
    whole
        .parse::<jiff::Timestamp>()
        .map(Micros::from_timestamp)
        .map_err(|e| format!("write it as 2025-01-27 or 2025-01-27T08:00:00Z: {e}"))
}

fn name_value(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as name=value")?;
    Ok((name.trim_start_matches(':').to_owned(), value.to_owned()))
}

const TABLES: &str = "SELECT s.name AS \"table\", s.type, group_concat(c.name, ', ') AS columns
    FROM sqlite_schema s JOIN pragma_table_info(s.name) c
    WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite_%' AND s.name NOT LIKE 'item_fts_%'
    GROUP BY s.name ORDER BY s.type DESC, s.name";

/// Runs the program.
///
/// # Errors
/// Whatever the command fails with; [`super::finish`] prints it.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
    clock: &dyn Clock,
) -> anyhow::Result<Exit> {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            error.print()?;
            return Ok(if error.use_stderr() { Exit::Usage } else { Exit::Done });
        }
    };
    match arguments.command {
        Command::Sql { query, db, format, params, rows, kilo_steps, seconds, tables } => {
            let query = if tables { TABLES.to_owned() } else { read_query(query.unwrap_or_default())? };
            let table = sql::query(&db, &query, &params, Limits { rows, kilo_steps, seconds }).map_err(
                |e| match e {
                    QueryError::Store(error) => QueryError::Store(error.of(&db)),
                    other => other,
                },
            )?;
            sql::print(&table, format, out)?;
            if table.cut {
                tracing::warn!("only the first {rows} rows are shown; --rows shows more");
            }
            Ok(Exit::Done)
        }
        Command::Schema { db, format } => {
            let document =
                db.map_or_else(Document::of_program, |db| Document::of_file(&db).map_err(|e| e.of(&db)))?;
            let text = match format {
                SchemaFormat::Md => document.markdown(),
                SchemaFormat::Sql => document.sql(),
            };
            out.write_all(text.as_bytes())?;
            Ok(Exit::Done)
        }
        Command::Stats { db, days, sizes, json } => {
            let read = crate::stats::read(&db, days, sizes)?;
            if json {
                writeln!(out, "{}", serde_json::to_string_pretty(&read)?)?;
            } else {
                stats::print(&read, sizes, out)?;
            }
            Ok(Exit::Done)
        }
        Command::Backup { db, to, force, json } => {
            backup::run(&db, &to, force, json, out)?;
            Ok(Exit::Done)
        }
        Command::Export { db, format, out: file, force, selection, identifiable } => {
            let export =
                export::Export { db, format, file, force, selection: selection.into(), identifiable };
            export.run(out)?;
            Ok(Exit::Done)
        }
        Command::Forget(forget) => {
            forget.run(out, clock)?;
            Ok(Exit::Done)
        }
        Command::Verify { db, against, json } => verify::run(&db, against.as_deref(), json, out),
    }
}

fn read_query(query: String) -> anyhow::Result<String> {
    if query != "-" {
        return Ok(query);
    }
    std::io::read_to_string(std::io::stdin()).context("cannot read the query from standard input")
}
