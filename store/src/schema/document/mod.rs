//! The documentation of the schema: read from the schema itself, whose comments say what each table, view and column means.
//!
//! It prints what is written there and adds nothing: whatever lacks a description is shown without one, and a test refuses that.

mod check;
mod comment;
mod markdown;
mod read;

use std::fmt::Write as _;
use std::path::Path;

use rusqlite::Connection;

use super::{MIGRATIONS, VERSION, migrate};
use crate::{StoreError, store};

/// The schema in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    pub(super) groups: Vec<Group>,
}

/// What one migration made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// From the file's name: `work`, `evidence`, …
    pub(super) name: String,
    /// The comment at the file's head.
    pub(super) about: String,
    pub(super) objects: Vec<Object>,
}

/// What an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Table,
    FullText,
    View,
}

/// A table or a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) about: String,
    pub(super) columns: Vec<Column>,
    /// Columns that are unique together.
    pub(super) unique: Vec<Vec<String>>,
    pub(super) indexes: Vec<Part>,
    pub(super) triggers: Vec<Part>,
    pub(super) sql: String,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    /// `TEXT`, `INTEGER`, …; empty for what a view computes.
    pub(super) data_type: String,
    pub(super) may_be_null: bool,
    /// Its place in the primary key, from 1; 0 for none.
    pub(super) key: i64,
    pub(super) unique: bool,
    /// `table.column`
    pub(super) references: Option<String>,
    pub(super) default: Option<String>,
    /// What its `CHECK` asks for, in words.
    pub(super) check: Option<String>,
    pub(super) meaning: String,
}

/// An index or a trigger of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    /// Columns and condition of an index; the moment of a trigger.
    pub(super) what: String,
    pub(super) reason: String,
    pub(super) sql: String,
}

impl Document {
    /// The schema that this program writes.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) fn of_program() -> Result<Self, StoreError> {
        let mut fresh = Connection::open_in_memory()?;
        migrate(&mut fresh)?;
        Self::of(&fresh)
    }

    /// The schema of a store's file.
    ///
    /// # Errors
    /// [`StoreError`], also for a file that is no store of this schema.
    pub(crate) fn of_file(path: &Path) -> Result<Self, StoreError> {
        Self::of(&store::open_read_only(path)?)
    }

    fn of(connection: &Connection) -> Result<Self, StoreError> {
        let reasons: Vec<_> = MIGRATIONS.iter().flat_map(|(_, sql)| comment::reasons(sql)).collect();
        let mut left = read::objects(connection, &reasons)?;
        let mut groups = Vec::new();
        for (file, sql) in MIGRATIONS {
            let names = comment::created(sql);
            let (objects, others) = left.into_iter().partition(|object| names.contains(&object.name));
            left = others;
            // `0002_evidence.sql` is the group `evidence`.
            let name =
                file.trim_end_matches(".sql").trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
            groups.push(Group { name: name.to_owned(), about: comment::head(sql), objects });
        }
        let about = "Not of this program's schema.".to_owned();
        groups.push(Group { name: "other".to_owned(), about, objects: left });
        groups.retain(|group| !group.objects.is_empty());
        Ok(Self { groups })
    }

    /// The documentation as Markdown.
    pub(crate) fn markdown(&self) -> String {
        markdown::print(self, VERSION)
    }

    /// The statements that make the schema, with their comments and reasons, in the order of the groups.
    pub(crate) fn sql(&self) -> String {
        let mut text = String::new();
        for group in &self.groups {
            let _ = writeln!(text, "-- {}: {}", group.name, group.about);
            for object in &group.objects {
                let _ = writeln!(text, "\n{};", object.sql);
                for part in object.indexes.iter().chain(&object.triggers) {
                    let _ = writeln!(text, "-- {}\n{};", part.reason, part.sql);
                }
            }
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_lacks_a_description() {
        let document = Document::of_program().unwrap();
        let mut lacking = Vec::new();
        for group in &document.groups {
            let objects = group.objects.iter();
            lacking.extend(group.about.is_empty().then(|| group.name.clone()));
            for object in objects {
                lacking.extend(object.about.is_empty().then(|| object.name.clone()));
                let columns = object.columns.iter().filter(|column| column.meaning.is_empty());
                lacking.extend(columns.map(|column| format!("{}.{}", object.name, column.name)));
                let parts =
                    object.indexes.iter().chain(&object.triggers).filter(|part| part.reason.is_empty());
                lacking.extend(parts.map(|part| part.name.clone()));
            }
        }
        assert!(lacking.is_empty(), "a `-- comment` is missing in store/src/schema/*.sql for: {lacking:?}");
    }

    #[test]
    fn every_object_of_the_schema_is_shown_in_a_group_of_its_own_file() {
        let document = Document::of_program().unwrap();
        let names: Vec<&str> = document.groups.iter().map(|group| group.name.as_str()).collect();
        assert!(!names.contains(&"other"), "{names:?}");
        let mut shown: Vec<String> = Vec::new();
        for object in document.groups.iter().flat_map(|group| &group.objects) {
            shown.push(object.name.clone());
            shown.extend(object.indexes.iter().chain(&object.triggers).map(|part| part.name.clone()));
        }
        shown.sort();
        let mut there: Vec<String> =
            super::super::objects().unwrap().into_iter().map(|(_, name, _)| name).collect();
        // The full-text index keeps tables of its own.
        there.retain(|name| !name.starts_with("item_fts_"));
        there.sort();
        assert_eq!(shown, there);
    }

    #[test]
    fn a_column_without_a_comment_is_found_out() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE bare (\n  a TEXT, -- said\n  b TEXT\n) STRICT").unwrap();
        let document = Document::of(&connection).unwrap();
        let bare = &document.groups[0].objects[0];
        assert_eq!((bare.about.as_str(), bare.columns[0].meaning.as_str()), ("", "said"));
        assert_eq!(bare.columns[1].meaning, "");
    }

    #[test]
    fn the_printed_statements_make_the_schema() {
        let document = Document::of_program().unwrap();
        let again = Connection::open_in_memory().unwrap();
        again.execute_batch(&document.sql()).unwrap();
        assert_eq!(Document::of(&again).unwrap(), document);
    }
}
