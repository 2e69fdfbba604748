//! The query language: `AND`, `OR`, `NOT`, `NEAR/n`, parentheses, `"phrases"`, words, `~n` behind a word for misspellings,
//! `@synonym-sets`, and fields (`author:`, `domain:`, `lang:`, `date:`, `platform:`, `type:`).
//!
//! `NEAR` binds closest, then `NOT`, then `AND`, then `OR`; two operands side by side are joined by `AND`. This reads a query
//! into a tree; `corpus` asks the store for each clause. `docs/narratives.md` tells it to analysts.

mod ast;
mod error;
mod field;
mod parse;
mod token;

use std::collections::BTreeMap;

pub(crate) use ast::{Leaf, Node, Phrase};
pub use error::QueryError;
pub(crate) use field::Field;
use sha2::{Digest as _, Sha256};
use whence_store::evidence::chain::hex;

/// A compiled query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// As the analyst wrote it.
    pub written: String,
    /// With every synonym set written out: what was really asked.
    pub canonical: String,
    /// The SHA-256 of the canonical text, in hexadecimal.
    pub sha256: String,
    /// Every phrase that it looks for.
    pub phrases: Vec<String>,
    /// Its tree.
    pub(crate) root: Node,
}

impl Query {
    /// A query that asks for nothing.
    pub(crate) fn nothing() -> Self {
        let none = String::new;
        Self {
            written: none(),
            canonical: none(),
            sha256: none(),
            phrases: Vec::new(),
            root: Node::Or(Vec::new()),
        }
    }
}

/// Compiles a query with its synonym sets (set → language → phrases).
///
/// # Errors
/// [`QueryError`], pointing at the column.
pub fn compile(
    text: &str,
    sets: &BTreeMap<String, BTreeMap<String, Vec<String>>>,
) -> Result<Query, QueryError> {
    let root = parse::parse(text, sets)?;
    let canonical = root.to_string();
    let sha256 = fingerprint(&canonical);
    let mut leaves = Vec::new();
    root.wanted(&mut leaves);
    let phrases =
        leaves.iter().flat_map(|leaf| leaf.phrases()).map(|phrase| phrase.written.clone()).collect();
    Ok(Query { written: text.trim().to_owned(), canonical, sha256, phrases, root })
}

/// The SHA-256 of a canonical text, in hexadecimal.
pub(crate) fn fingerprint(canonical: &str) -> String {
    hex(&Sha256::digest(canonical.as_bytes()))
}

#[cfg(test)]
mod tests;
