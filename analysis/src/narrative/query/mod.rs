//! The query language: `AND`, `OR`, `NOT`, parentheses, `"phrases"`, words, `@synonym-sets`.
//!
//! `NOT` binds closer than `AND`, `AND` closer than `OR`; two operands side by side are joined by `AND`. The result is one
//! FTS5 expression, folded as the index is. `docs/narratives.md` tells it to analysts.

mod ast;
mod error;
mod expression;
mod parse;
mod token;

use std::collections::BTreeMap;

pub(super) use error::DEEP_ADVICE;
pub use error::QueryError;
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
    /// The FTS5 expression.
    pub fts: String,
    /// Every phrase that it looks for.
    pub phrases: Vec<String>,
}

/// Compiles a query with its synonym sets (set → language → phrases).
///
/// # Errors
/// [`QueryError`], pointing at the column.
pub fn compile(
    text: &str,
    sets: &BTreeMap<String, BTreeMap<String, Vec<String>>>,
) -> Result<Query, QueryError> {
    let node = parse::parse(text, sets)?;
    let canonical = ast::canonical(&node);
    let sha256 = hex(&Sha256::digest(canonical.as_bytes()));
    let fts = expression::fts(&node);
    let mut phrases = Vec::new();
    node.phrases(&mut phrases);
    Ok(Query { written: text.trim().to_owned(), canonical, sha256, fts, phrases })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets() -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
        let set = |pairs: &[(&str, &[&str])]| {
            pairs
                .iter()
                .map(|(k, v)| ((*k).to_owned(), v.iter().map(|p| (*p).to_owned()).collect()))
                .collect()
        };
        BTreeMap::from([
            ("product".to_owned(), set(&[("en", &["DeepSeek", "deep seek"]), ("zh", &["深度求索"])])),
            ("empty".to_owned(), set(&[])),
        ])
    }

    fn fts(text: &str) -> String {
        compile(text, &sets()).unwrap().fts
    }

    fn fails(text: &str) -> String {
        compile(text, &sets()).unwrap_err().to_string()
    }

    #[test]
    fn precedence_is_not_and_or() {
        assert_eq!(fts("a OR b AND NOT c"), "\"a\" OR ((\"b\") NOT (\"c\"))");
        assert_eq!(fts("(a OR b) c"), "(\"a\" OR \"b\") AND \"c\"");
        assert_eq!(fts("NOT c a NOT d"), "(\"a\") NOT (\"c\" OR \"d\")");
        assert_eq!(fts("a NOT NOT b"), "\"a\" AND \"b\"");
    }

    #[test]
    fn sets_are_written_out_and_hashed() {
        let query = compile("@product AND NOT \"weather\"", &sets()).unwrap();
        assert_eq!(
            query.fts,
            "(\"deepseek\" OR \"deep seek\" OR \"深度 度求 求索\") NOT (\"weather\")"
                .replace("(\"deepseek", "((\"deepseek")
                .replace("求索\")", "求索\"))")
        );
        assert_eq!(query.canonical, "(\"DeepSeek\" OR \"deep seek\" OR \"深度求索\") AND NOT \"weather\"");
        assert_eq!(query.sha256.len(), 64);
        assert_eq!(query.phrases, ["DeepSeek", "deep seek", "深度求索"]);
        let same = compile("  @product   NOT weather", &sets()).unwrap();
        assert_eq!(same.sha256, query.sha256, "the same question has the same hash");
    }

    #[test]
    fn errors_point_at_the_column() {
        assert_eq!(fails(""), "the query is empty");
        assert!(fails("a AND").starts_with("column 6:"), "{}", fails("a AND"));
        assert!(fails("a AND OR b").starts_with("column 7:"));
        assert!(fails("深 \"度").starts_with("column 3:"));
        assert!(fails("(a OR b").starts_with("column 1:"));
        assert!(fails("a) b").starts_with("column 2:"));
        assert!(fails("NOT a").contains("takes something away"));
        assert!(fails("a OR NOT b").starts_with("column 6:"));
        assert!(fails("a AND (NOT b)").starts_with("column 8:"));
        assert!(fails("@nothing").contains("@nothing"));
        assert!(compile("@nothing", &sets()).unwrap_err().advice().contains("@product"));
        assert!(fails("deep*").starts_with("column 5:"));
        assert!(fails("\"…\"").contains("nothing that can be searched"));
        assert!(fails("@empty").contains("no phrases"));
        assert!(fails("()").starts_with("column 2:"));
        assert!(fails(&"(".repeat(5000)).starts_with("column 21: parentheses are nested deeper than 20"));
        let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
        assert!(compile(&nested(20), &sets()).is_ok());
        assert!(compile(&nested(21), &sets()).unwrap_err().advice().contains("take parentheses away"));
    }
}
