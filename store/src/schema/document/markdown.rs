//! The documentation as a page of Markdown.

use std::fmt::Write as _;

use super::{Column, Document, Kind, Object, Part};

const HEAD: &str = "\
Made by `whence-store schema` from the comments in `store/src/schema/*.sql`; do not edit it here. `whence-store schema --db FILE`
prints the same of a file, `--format sql` the statements. [sql-cookbook.md](sql-cookbook.md) has twenty questions with their queries.

- **Times** (`µs`) are UTC microseconds since 1970: `strftime('%Y-%m-%dT%H:%M:%SZ', created_at / 1000000, 'unixepoch')` prints one. How
  precisely a time is known stands beside it; a time of a day stands at the day's midnight, and has no hour.
- **Hashes** are SHA-256, 32 bytes; `lower(hex(…))` prints one. **Sizes** are bytes. **Ids of platforms** are TEXT.
- **Empty** (NULL) means that it is not known, never zero.
- **Every table is STRICT.** `whence-store sql` reads all of them, and so does any other SQLite program; only `terms('…')` and `hamming(…, …)`, the number of bits in which two numbers differ, are ours.

";

/// The page.
pub(super) fn print(document: &Document, version: i64) -> String {
    let mut out = format!("# The schema of a store (version {version})\n\n{HEAD}");
    for group in &document.groups {
        let names: Vec<String> =
            group.objects.iter().map(|object| format!("[`{0}`](#{0})", object.name)).collect();
        let _ = writeln!(out, "- **{}**: {}", capital(&group.name), names.join(" · "));
    }
    for group in &document.groups {
        let _ = write!(out, "\n## {}\n\n{}\n", capital(&group.name), group.about);
        for object in &group.objects {
            object_on(&mut out, object);
        }
    }
    out
}

fn capital(word: &str) -> String {
    let mut rest = word.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

fn object_on(out: &mut String, object: &Object) {
    let _ = write!(out, "\n### `{}`\n\n{}\n\n", object.name, object.about);
    match object.kind {
        Kind::Table => {
            out.push_str("| column | type | null | key | meaning |\n|---|---|---|---|---|\n");
            for column in &object.columns {
                let null = if column.may_be_null { "null" } else { "not null" };
                let (name, kind) = (&column.name, &column.data_type);
                let _ =
                    writeln!(out, "| `{name}` | {kind} | {null} | {} | {} |", key(column), meaning(column));
            }
        }
        Kind::View | Kind::FullText => {
            out.push_str("| column | meaning |\n|---|---|\n");
            for column in &object.columns {
                let _ = writeln!(out, "| `{}` | {} |", column.name, meaning(column));
            }
        }
    }
    if !object.unique.is_empty() || !object.indexes.is_empty() || !object.triggers.is_empty() {
        out.push('\n');
    }
    for columns in &object.unique {
        let _ = writeln!(out, "- unique together: `{}`", columns.join("`, `"));
    }
    for index in &object.indexes {
        let unique = if index.sql.starts_with("CREATE UNIQUE") { "unique index" } else { "index" };
        let _ = writeln!(out, "- {unique} `{}` on `{}`: {}", index.name, index.what, index.reason);
    }
    triggers(out, &object.triggers);
}

/// Triggers that are there for the same reason stand on one line.
fn triggers(out: &mut String, triggers: &[Part]) {
    for alike in triggers.chunk_by(|one, next| one.reason == next.reason) {
        let names: Vec<String> =
            alike.iter().map(|part| format!("`{}` ({})", part.name, part.what)).collect();
        let reason = alike.first().map(|part| part.reason.as_str()).unwrap_or_default();
        let _ = writeln!(out, "- triggers {}: {reason}", names.join(", "));
    }
}

fn key(column: &Column) -> String {
    let mut said = Vec::new();
    match column.key {
        0 => {}
        1 => said.push("primary".to_owned()),
        n => said.push(format!("primary, {n}")),
    }
    said.extend(column.unique.then(|| "unique".to_owned()));
    said.extend(column.references.as_ref().map(|to| format!("→ `{to}`")));
    said.join("; ")
}

/// The meaning with what the schema asks of a value.
fn meaning(column: &Column) -> String {
    let mut said = vec![column.meaning.clone()];
    said.extend(column.check.clone());
    said.extend(column.default.as_ref().map(|value| format!("at first `{}`", value.trim_matches('\''))));
    // A bar would end the cell.
    said.join("; ").replace('|', "\\|")
}
