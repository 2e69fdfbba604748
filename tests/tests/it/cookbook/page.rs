//! The page of questions as the test reads it.

use std::path::Path;

/// A question with its query.
#[derive(Debug)]
pub(super) struct Question {
    pub(super) number: usize,
    pub(super) title: String,
    pub(super) sql: String,
    pub(super) parameters: Vec<(String, String)>,
    pub(super) columns: Vec<String>,
    /// The page says that there may be no answer.
    pub(super) may_be_empty: bool,
}

/// The questions of `docs/sql-cookbook.md`.
pub(super) fn questions() -> Vec<Question> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/sql-cookbook.md");
    let page = std::fs::read_to_string(path).unwrap();
    page.split("\n## ").skip(1).map(question).collect()
}

fn question(section: &str) -> Question {
    let (head, body) = section.split_once('\n').unwrap();
    let (number, title) = head.split_once(". ").unwrap_or_else(|| panic!("“{head}” has no number"));
    let sql = body.split_once("```sql\n").and_then(|(_, rest)| rest.split_once("\n```"));
    let listed = |what: &str| body.lines().find_map(|line| line.strip_prefix(what)).unwrap_or_default();
    let parameters = listed("- Parameters: ").split("; `").filter_map(|part| part.split_once("` = `"));
    Question {
        number: number.parse().unwrap(),
        title: title.to_owned(),
        sql: sql.unwrap_or_else(|| panic!("“{head}” has no query")).0.to_owned(),
        parameters: parameters
            .map(|(name, value)| {
                (name.trim_start_matches('`').to_owned(), value.trim_end_matches('`').to_owned())
            })
            .collect(),
        columns: listed("- Columns: ").split(", ").map(|name| name.trim_matches('`').to_owned()).collect(),
        may_be_empty: body.contains("*(may be empty)*"),
    }
}
