//! Printing the answer to a query: a table for people, CSV and JSON for programs.

use std::collections::HashSet;
use std::io::{self, Write};

use rusqlite::types::Value;

use super::Table;
use crate::evidence::chain::hex;

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Columns padded with spaces.
    Table,
    /// RFC 4180, with a header.
    Csv,
    /// An array of objects; a second column `id` is called `id_2`, as an object has each name once.
    Json,
}

/// Prints an answer.
///
/// # Errors
/// What the writer says.
pub fn print(table: &Table, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table => print_table(table, out),
        Format::Csv => print_csv(table, out),
        Format::Json => print_json(table, out),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Integer(n) => n.to_string(),
        Value::Real(x) => x.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => hex(bytes),
    }
}

/// Control and direction characters in captured text must not act on the reader's terminal.
fn visible(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let acts = c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        match c {
            '\n' | '\t' => out.push(' '),
            _ if acts => {
                let _ = write!(out, "⟦U+{:04X}⟧", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out
}

const WIDEST: usize = 60;

fn print_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let mut cells: Vec<Vec<String>> = vec![table.columns.clone()];
    cells.extend(table.rows.iter().map(|row| {
        row.iter()
            .map(|value| {
                let text = visible(&text(value));
                if text.chars().count() > WIDEST {
                    text.chars().take(WIDEST - 1).chain(['…']).collect()
                } else {
                    text
                }
            })
            .collect()
    }));
    let widths: Vec<usize> = (0..table.columns.len())
        .map(|n| cells.iter().map(|row| row[n].chars().count()).max().unwrap_or_default())
        .collect();
    for (line, row) in cells.iter().enumerate() {
        let padded: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())))
            .collect();
        writeln!(out, "{}", padded.join("  ").trim_end())?;
        if line == 0 {
            let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
            writeln!(out, "{}", rules.join("  "))?;
        }
    }
    Ok(())
}

fn print_csv(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(&table.columns)?;
    for row in &table.rows {
        writer
            .write_record(row.iter().map(|value| safe_cell(&text(value), matches!(value, Value::Text(_)))))?;
    }
    writer.flush()
}

/// A text that a spreadsheet would run as a formula is written with a quote before it.
pub(crate) fn safe_cell(cell: &str, is_text: bool) -> String {
    if is_text && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// The names of columns, each once: of those that are the same, the later ones get a number that no other column has.
fn keys(columns: &[String]) -> Vec<String> {
    let mut taken: HashSet<String> = columns.iter().cloned().collect();
    let mut met: HashSet<&str> = HashSet::new();
    let mut keys = Vec::with_capacity(columns.len());
    for name in columns {
        let mut key = name.clone();
        if !met.insert(name) {
            let mut number = 2;
            while !taken.insert(key.clone()) {
                key = format!("{name}_{number}");
                number += 1;
            }
        }
        keys.push(key);
    }
    keys
}

fn print_json(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let keys = keys(&table.columns);
    let rows: Vec<serde_json::Map<String, serde_json::Value>> =
        table.rows.iter().map(|row| keys.iter().cloned().zip(row.iter().map(json)).collect()).collect();
    serde_json::to_writer_pretty(&mut *out, &rows)?;
    writeln!(out)
}

fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Integer(n) => (*n).into(),
        Value::Real(x) => (*x).into(),
        Value::Text(text) => text.clone().into(),
        Value::Blob(bytes) => hex(bytes).into(),
    }
}
