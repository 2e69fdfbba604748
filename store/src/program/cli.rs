//! The command line of `whence-store`.

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Parser, Subcommand, ValueEnum};

use super::{Exit, stats};
use crate::schema::Document;
use crate::sql::{self, Format, Limits};
use crate::verify::verify;

/// Read, check and measure a Whence store.
///
/// Exit codes: 0 done, 1 failed, 2 usage, 3 stopped by a limit, 4 another run holds the store, 5 the store is damaged.
#[derive(Debug, Parser)]
#[command(name = "whence-store", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run one SELECT. Nothing can be changed with it, and no query runs for ever.
    ///
    /// Full text is searched with terms('…'), which folds words as the index does:
    ///   SELECT created, handle, text FROM post
    ///   WHERE id IN (SELECT rowid FROM `item_fts` WHERE `item_fts` MATCH terms('深度求索 OR "deep seek"'))
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
        format: Format,
        /// A value for `:name` in the query.
        #[arg(long = "param", value_name = "NAME=VALUE", value_parser = name_value)]
        params: Vec<(String, String)>,
        /// Print at most so many rows.
        #[arg(long, default_value_t = Limits::default().rows)]
        rows: usize,
        /// Stop after so many thousand steps of the database machine.
        #[arg(long, default_value_t = Limits::default().kilo_steps)]
        kilo_steps: u64,
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
    /// Print counts and sizes.
    Stats {
        /// The store's file.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Check the evidence chain, every body's hash and every reference.
    Verify {
        /// The store's file.
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
        /// A chain head printed earlier, for instance in a report: finds captures cut off since.
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
pub fn run(arguments: impl IntoIterator<Item = OsString>, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            error.print()?;
            return Ok(if error.use_stderr() { Exit::Usage } else { Exit::Done });
        }
    };
    match arguments.command {
        Command::Sql { query, db, format, params, rows, kilo_steps, tables } => {
            let query = if tables { TABLES.to_owned() } else { read_query(query.unwrap_or_default())? };
            let table = sql::query(&db, &query, &params, Limits { rows, kilo_steps })?;
            sql::print(&table, format, out)?;
            if table.cut {
                tracing::warn!("only the first {rows} rows are shown; --rows shows more");
            }
            Ok(Exit::Done)
        }
        Command::Schema { db, format } => {
            let document = db.map_or_else(Document::of_program, |db| Document::of_file(&db))?;
            let text = match format {
                SchemaFormat::Md => document.markdown(),
                SchemaFormat::Sql => document.sql(),
            };
            out.write_all(text.as_bytes())?;
            Ok(Exit::Done)
        }
        Command::Stats { db, json } => {
            let stats = stats::read(&db)?;
            if json {
                writeln!(out, "{}", serde_json::to_string_pretty(&stats)?)?;
                return Ok(Exit::Done);
            }
            let percent = 100.0 * stats.stored_bytes as f64 / (stats.body_bytes.max(1)) as f64;
            writeln!(out, "file    {:>14} bytes", stats.file_bytes)?;
            writeln!(
                out,
                "bodies  {:>14} bytes, stored in {} ({percent:.0} %)",
                stats.body_bytes, stats.stored_bytes
            )?;
            for (table, count) in &stats.rows {
                writeln!(out, "{table:<16}{count:>6}")?;
            }
            for (platform, kind, count) in &stats.items {
                writeln!(out, "  {platform} {kind}: {count}")?;
            }
            Ok(Exit::Done)
        }
        Command::Verify { db, against, json } => {
            let verified = verify(&db, against.as_deref())?;
            if json {
                writeln!(out, "{}", serde_json::to_string_pretty(&verified)?)?;
            } else {
                for finding in &verified.findings {
                    writeln!(out, "{}: {}", finding.row, finding.what)?;
                }
                let verdict = if verified.findings.is_empty() { "clean" } else { "DAMAGED" };
                writeln!(
                    out,
                    "{verdict}: {} captures, {} bodies, {} evidence rows, {} forgotten, head {}",
                    verified.captures, verified.blobs, verified.rows, verified.forgotten, verified.head.chain
                )?;
            }
            Ok(if verified.findings.is_empty() { Exit::Done } else { Exit::Damaged })
        }
    }
}

fn read_query(query: String) -> anyhow::Result<String> {
    if query != "-" {
        return Ok(query);
    }
    std::io::read_to_string(std::io::stdin()).context("cannot read the query from standard input")
}
