//! What a remap found: rows added, removed and changed, table by table.

use std::collections::BTreeMap;

/// How the derived tables differ from what the evidence says under today's rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// The derived tables that differ; remap puts others in their place.
    pub tables: Vec<TableChanges>,
    /// Claims that today's rules would read otherwise than they are kept. They are evidence, and left as they are.
    pub claims: Option<TableChanges>,
}

impl Difference {
    /// Whether the derived tables are what the evidence says.
    pub fn is_none(&self) -> bool {
        self.tables.is_empty()
    }
}

/// How one table differs; rows are told apart by what they stand for, not by their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct TableChanges {
    /// The table.
    pub table: String,
    /// Rows that the evidence gives and the table lacks.
    pub added: u64,
    /// Rows that the table has and the evidence does not give.
    pub removed: u64,
    /// Rows that say something else.
    pub changed: u64,
    /// Of these, how many in which column.
    pub columns: BTreeMap<String, u64>,
    /// The first of them.
    pub examples: Vec<Change>,
}

impl TableChanges {
    /// How many rows differ.
    pub fn rows(&self) -> u64 {
        self.added + self.removed + self.changed
    }
}

/// One row that differs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// `added`, `removed` or `changed`.
    pub what: &'static str,
    /// What the row stands for.
    pub row: String,
    /// For a changed row each column with its value before and after, shortened.
    pub columns: Vec<(String, String, String)>,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for table in &self.tables {
            write!(f, "{table}")?;
        }
        if let Some(claims) = &self.claims {
            write!(f, "{claims}")?;
            writeln!(
                f,
                "  (claims are evidence and stay: `import --again` adds what is read today in their place)"
            )?;
        }
        Ok(())
    }
}

impl std::fmt::Display for TableChanges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { table, added, removed, changed, columns, examples } = self;
        write!(f, "{table}: {added} added, {removed} removed, {changed} changed")?;
        if !columns.is_empty() {
            let list: Vec<String> = columns.iter().map(|(name, n)| format!("{name} {n}")).collect();
            write!(f, " ({})", list.join(", "))?;
        }
        writeln!(f)?;
        for change in examples {
            writeln!(f, "  {} {}", change.what, change.row)?;
            for (column, was, is) in &change.columns {
                writeln!(f, "    {column}: {was} -> {is}")?;
            }
        }
        let more = self.rows() - examples.len() as u64;
        if more > 0 { writeln!(f, "  and {more} more") } else { Ok(()) }
    }
}
